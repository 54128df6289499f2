// What the name finder looks at. Shared by training and finding; a change here makes the model useless.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "extract/document.hpp"
#include "extract/text/words.hpp"

namespace skein::extract {

// Labels of the name model: outside, and for each type of name its first token and its further ones.
namespace name_label {
inline constexpr std::uint32_t types = static_cast<std::uint32_t>(EntityType::misc);
inline constexpr std::uint32_t outside = 0;
inline constexpr std::uint32_t count = 1 + 2 * types;
constexpr std::uint32_t first(EntityType t) { return 2 * static_cast<std::uint32_t>(t) - 1; }
constexpr std::uint32_t further(EntityType t) { return 2 * static_cast<std::uint32_t>(t); }
constexpr EntityType type(std::uint32_t label) { return static_cast<EntityType>((label + 1) / 2); }
constexpr bool begins(std::uint32_t label) { return (label & 1) == 1; }
// May `next` stand right behind `before`? A further token follows its own type only.
constexpr bool follows(std::uint32_t before, std::uint32_t next) {
  return next == outside || begins(next) || before == next || before + 1 == next;
}
}  // namespace name_label

// What the whole document says about a token.
struct NameEvidence {
  std::uint32_t phrase_flags = 0;  // lex:: flags of the phrases of several words that cover it
  std::uint8_t phrase_place = 0;   // 1 first, 2 inside, 3 last word of such a phrase
  std::uint8_t case_here = 0;      // how else the document writes this word: bit 0 in lower case, bit 1
                                   // capitalised where it need not be
  std::uint32_t company = 0;  // in what company the document writes this word: bits, see name_features.cpp
  std::uint64_t definition =
      0;  // hash of the noun that says what the name is: "X, a French <bank>", "X is a <bank>"
  std::uint32_t definition_flags = 0;
  std::uint16_t run_first = 0;  // the row of capitalised words around it: [first, last) in the sentence
  std::uint16_t run_last = 0;
  std::uint8_t title_case = 0;  // the sentence is set in title case
};

// One per token. Tokens must be tagged.
std::vector<NameEvidence> name_evidence(const Document& document, std::span<const WordTraits> words,
                                        const Lexicon& lexicon);

inline constexpr std::size_t max_name_features = 160;
using NameFeatures = std::array<Feature, max_name_features>;

// The features of token `i` of the sentence `range`; returns how many there are.
std::size_t name_features(const Document& document, std::span<const WordTraits> words,
                          std::span<const NameEvidence> evidence, TokenRange range, std::uint32_t i,
                          NameFeatures& out);

}  // namespace skein::extract
