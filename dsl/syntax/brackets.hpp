// One pass over a statement's text before it is parsed: which bracket belongs to which, so that the grammar
// can tell `(a)-->(b)` from `(a) - 1` and `[x IN xs WHERE x:A | x]` from `[x:A|B]` without trying both.
// Strings, quoted names and comments are skipped. What is out of balance is left to the grammar, which says
// it better.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <unordered_map>
#include <unordered_set>

namespace skein::dsl::syntax {

// The text that follows `at` without blanks and comments: the offset of the next character that counts, or
// size().
std::size_t skip_gap(std::string_view text, std::size_t at);

class Brackets {
 public:
  explicit Brackets(std::string_view text);

  // `offset` is that of a `(` whose partner is followed by what can only be a relationship pattern.
  [[nodiscard]] bool relationship_follows(std::size_t offset) const {
    return before_relationship_.contains(offset);
  }
  // `offset` is that of the `|` after which a list comprehension says what to collect.
  [[nodiscard]] bool is_comprehension_bar(std::size_t offset) const {
    return comprehension_bars_.contains(offset);
  }
  // Where a string, quoted name or comment begins that never ends; npos when there is none.
  [[nodiscard]] std::size_t unterminated() const { return unterminated_; }
  // Just past the first `;` that is not inside anything; npos when there is none.
  [[nodiscard]] std::size_t first_semicolon_end() const { return first_semicolon_end_; }

 private:
  [[nodiscard]] bool is_relationship_at(std::size_t at) const;

  std::string_view text_;
  std::unordered_map<std::size_t, std::size_t> partner_;  // of each `[`
  std::unordered_set<std::size_t> before_relationship_, comprehension_bars_;
  std::size_t unterminated_ = std::string_view::npos;
  std::size_t first_semicolon_end_ = std::string_view::npos;
};

}  // namespace skein::dsl::syntax
