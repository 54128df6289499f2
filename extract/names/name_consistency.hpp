// What one place of a document says about a name, carried to its other places: full names to their short
// forms, long names to their abbreviations, sure names to the places where they were missed.
#pragma once

#include <span>

#include "extract/document.hpp"
#include "extract/text/words.hpp"

namespace skein::extract {

// Repairs, settles and completes document.mentions: names, sorted and apart. Rules only, no lists of
// names. `words` are the traits of all tokens.
void settle_names(Document& document, std::span<const WordTraits> words);

}  // namespace skein::extract
