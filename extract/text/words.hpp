// What the models look at in a word, worked out once for all stages.
#pragma once

#include <cstdint>
#include <vector>

#include "extract/document.hpp"
#include "extract/syntax/lexicon.hpp"

namespace skein::extract {

// The case and make of a word. Stored in model files (as a feature).
enum class Shape : std::uint8_t {
  lower,
  capital,
  upper,
  one_capital,
  mixed,
  figures,
  figures_letters,
  letters_figures,
  stopped,
  mark,
  other,
};

struct WordTraits {
  std::uint64_t form = 0;   // hashes of: the word, figures as 0
  std::uint64_t lower = 0;  // the same in lower case
  std::uint64_t exact = 0;  // the lower-case word as it is: for the lexicon and for phrases
  std::uint64_t suffix2 = 0, suffix3 = 0, suffix4 = 0;
  std::uint64_t prefix2 = 0, prefix3 = 0, prefix4 = 0;
  std::uint64_t pattern = 0;  // "Xx", "X.X.", "d,d": runs of one kind become one letter
  std::uint32_t flags = 0;    // lex::
  std::uint16_t cluster = 0;
  std::uint16_t wide_cluster = 0;
  Shape shape = Shape::other;
};

// One per token. The views in `document` are not kept.
std::vector<WordTraits> word_traits(const Document& document, const Lexicon& lexicon);

}  // namespace skein::extract
