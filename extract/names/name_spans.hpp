// Which spans of a document are names, beyond what the name model found: its spans put right, names that it
// did not see where the words beside them leave no doubt, demonyms, governments.
#pragma once

#include "extract/discourse/drafts.hpp"

namespace skein::extract {

// Adjusts the name mentions of a parsed document, adds others and says which token each covers. To be called
// first.
void find_name_spans(Drafts& drafts);

}  // namespace skein::extract
