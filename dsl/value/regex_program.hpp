// A compiled regular expression: a program for a non-deterministic automaton. Made by regex_compile.cpp, run by
// regex.cpp.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "storage/result.hpp"

namespace skein::dsl::regex {

struct Range {
  char32_t first, last;
};

struct CharClass {
  std::vector<Range> ranges;
  bool letters = false, digits = false;  // \p{L}, \p{N}
  bool upper = false, lower = false;     // \p{Lu}, \p{Ll}
  bool negated = false;
  std::vector<CharClass> parts;  // united with the ranges: \D inside [...]

  [[nodiscard]] bool holds(char32_t c) const;
  [[nodiscard]] bool matches(char32_t c, bool ignore_case) const { return holds(c) || (ignore_case && holds_other_case(c)); }

 private:
  [[nodiscard]] bool holds_other_case(char32_t c) const;
};

// What a thread of the automaton does next. Jumps and splits are relative to their own place.
enum class Op : std::uint8_t { character, any, any_but_newline, char_class, split, jump, assertion, match };
enum class Assertion : std::uint8_t { text_begin, text_end, line_begin, line_end, word_edge, no_word_edge };

struct Instruction {
  Op op = Op::match;
  char32_t character = 0;          // folded when case is ignored
  std::uint32_t x = 0, y = 0;      // targets; x: class index, assertion
};

struct Program {
  std::vector<Instruction> code;
  std::vector<CharClass> classes;
  bool ignore_case = false;
};

// Errors: ArgumentError InvalidArgumentValue, with the place in the pattern.
Result<Program> compile(std::string_view pattern);

}  // namespace skein::dsl::regex
