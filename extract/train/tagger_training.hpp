// The training of taggers, shared by the tagger's own file and by the parser, which must learn from tags as
// the tagger gives them and not from right ones.
#pragma once

#include <cstdint>
#include <vector>

#include "extract/text/words.hpp"
#include "extract/train/treebank.hpp"

namespace skein::extract {

// Tags every sentence of the bank with a tagger that was trained on the other sentences, in `parts` parts:
// sets tag, form and tag_id of the document's tokens.
void tag_by_others(Treebank& bank, const std::vector<WordTraits>& words, std::uint32_t parts);

}  // namespace skein::extract
