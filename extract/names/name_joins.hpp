// Which groups of names of one document mean the same thing: surnames, other short forms, fuller forms,
// acronyms.
#pragma once

#include "extract/discourse/drafts.hpp"
#include "extract/names/name_types.hpp"

namespace skein::extract {

// Joins surnames to full names, short forms of companies to long ones, acronyms to what they stand for. Wants
// the votes of name_types.hpp, and adds to them.
void join_names(Drafts& drafts, const Listed& known_place);

}  // namespace skein::extract
