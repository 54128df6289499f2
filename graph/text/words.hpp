// The words of a text, as full-text indexes and searches know them.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace skein::graph::text {

// A word without case, accents and ligatures; `position` counts words from 0. Bytes of the text it stands
// for: [begin, end).
struct Word {
  std::string term;
  std::uint32_t position = 0;
  std::size_t begin = 0, end = 0;
};

// Words are runs of letters, marks and digits. An apostrophe between letters does not part a word, and what
// follows it is dropped when it is a lone s (Ada's: ada); a dot or comma between digits does not either
// (1.5). Each Han, Hiragana and Katakana character is a word of its own, so that phrases find what is written
// without blanks. Terms are at most 64 bytes long; what is longer is cut. Unicode: ICU's categories and
// foldings.
std::vector<Word> words(std::string_view text);

// The terms alone, in order.
std::vector<std::string> terms(std::string_view text);

}  // namespace skein::graph::text
