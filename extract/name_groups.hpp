// Which names of one document mean the same thing: equal names, surnames and other short forms, acronyms.
#pragma once

#include "extract/drafts.hpp"
#include "extract/name_types.hpp"

namespace skein::extract {

// Gives every name mention its draft, by equal core names, and finds further mentions of these names.
void group_names(Drafts& drafts);

// Joins surnames to full names, short forms of companies to long ones, acronyms to what they stand for. Wants
// the votes of name_types.hpp, and adds to them.
void join_names(Drafts& drafts, const KnownPlace& known_place);

}  // namespace skein::extract
