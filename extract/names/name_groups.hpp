// The names of one document that are equal but for legal forms, titles and the like, and further mentions of
// them.
#pragma once

#include "extract/discourse/drafts.hpp"

namespace skein::extract {

// Gives every name mention its draft, by equal core names, and finds further mentions of these names.
void group_names(Drafts& drafts);

}  // namespace skein::extract
