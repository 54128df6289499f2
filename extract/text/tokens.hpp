// Text to sentences and tokens, by hand-written rules after the conventions of the English Universal
// Dependencies treebanks (EWT): clitics ("'s", "n't") and hyphens are tokens of their own, so is "$" in
// "$53"; "Corp." and "U.S." keep their full stop and do not end a sentence; an empty line does.
#pragma once

#include "extract/document.hpp"

namespace skein::extract {

// Fills tokens (positions and lower case forms) and sentences; leaves out what `dropped` covers.
void tokenize(Document& document);

}  // namespace skein::extract
