// Which tokens end a sentence.
#pragma once

#include "extract/document.hpp"

namespace skein::extract {

// Cuts tokens[first, last), one paragraph, into sentences and appends them to document.sentences. Sets
// `sentence` and `sentence_start` of the tokens.
void break_paragraph(Document& document, TokenRange paragraph);

}  // namespace skein::extract
