#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <string>

#include "dsl/value/errors.hpp"
#include "dsl/value/regex_program.hpp"
#include "dsl/value/unicode.hpp"

namespace skein::dsl::regex {

namespace {

constexpr std::size_t most_instructions = 10'000;
constexpr int most_depth = 200;

// Recursive descent over alternatives, sequences and repeated atoms. Code is built as fragments with relative
// targets, so that a counted repeat can copy its atom.
class Compiler {
 public:
  explicit Compiler(std::string_view pattern) : text_(pattern) {}

  Result<Program> compile() {
    while (flags()) {
    }
    auto code = alternatives(0);
    if (!code) return wrong();
    if (at_ < text_.size()) {
      complain("unmatched ')'");
      return wrong();
    }
    program_.code = std::move(*code);
    program_.code.push_back({.op = Op::match});
    program_.ignore_case = ignore_case_;
    return std::move(program_);
  }

 private:
  using Code = std::vector<Instruction>;  // x, y of split and jump are relative to the instruction

  Error wrong() const {
    return argument_error("InvalidArgumentValue", fmt::format("the regular expression '{}' is wrong at {}: {}", text_,
                                                              at_ + 1, complaint_));
  }
  std::nullopt_t complain(std::string_view what) {
    if (complaint_.empty()) complaint_ = what;
    return std::nullopt;
  }
  [[nodiscard]] bool more() const { return at_ < text_.size(); }
  [[nodiscard]] char peek(std::size_t i = 0) const { return at_ + i < text_.size() ? text_[at_ + i] : '\0'; }
  bool take(std::string_view what) {
    if (text_.substr(at_, what.size()) != what) return false;
    at_ += what.size();
    return true;
  }
  char32_t next() {
    const auto c = unicode::decode(text_, at_);
    at_ += c.size;
    return c.value;
  }

  // (?ism) at the front
  bool flags() {
    if (!text_.substr(at_).starts_with("(?")) return false;
    std::size_t end = at_ + 2;
    while (end < text_.size() && std::string_view("ismuxd").find(text_[end]) != std::string_view::npos) ++end;
    if (end == at_ + 2 || end >= text_.size() || text_[end] != ')') return false;
    for (std::size_t i = at_ + 2; i < end; ++i) {
      ignore_case_ |= text_[i] == 'i';
      dot_all_ |= text_[i] == 's';
      multiline_ |= text_[i] == 'm';
    }
    at_ = end + 1;
    return true;
  }

  std::optional<Code> alternatives(int depth) {
    if (depth > most_depth) return complain("nested too deeply");
    auto left = sequence(depth);
    while (left && take("|")) {
      auto right = sequence(depth);
      if (!right) return std::nullopt;
      Code both;
      const auto left_size = static_cast<std::uint32_t>(left->size());
      both.push_back({.op = Op::split, .x = 1, .y = left_size + 2});
      append(both, *left);
      both.push_back({.op = Op::jump, .x = static_cast<std::uint32_t>(right->size()) + 1});
      append(both, *right);
      left = std::move(both);
    }
    return left;
  }

  std::optional<Code> sequence(int depth) {
    Code out;
    while (more() && peek() != '|' && peek() != ')') {
      auto item = repeated(depth);
      if (!item) return std::nullopt;
      append(out, *item);
      if (out.size() > most_instructions) return complain("it is too large");
    }
    return out;
  }

  std::optional<Code> repeated(int depth) {
    auto code = atom(depth);
    while (code && more()) {
      std::uint32_t low = 0, high = 0;
      bool open = false;
      if (take("*")) {
        open = true;
      } else if (take("+")) {
        low = 1;
        open = true;
      } else if (take("?")) {
        high = 1;
      } else if (peek() == '{' && peek(1) >= '0' && peek(1) <= '9') {
        if (!counts(low, high, open)) return std::nullopt;
      } else {
        break;
      }
      if (!take("?")) take("+");  // lazy and possessive alike: only whole matches matter
      code = repeat(*code, low, high, open);
    }
    return code;
  }

  bool counts(std::uint32_t& low, std::uint32_t& high, bool& open) {
    ++at_;
    const auto number = [this](std::uint32_t& out) {
      out = 0;
      const std::size_t start = at_;
      while (more() && peek() >= '0' && peek() <= '9' && out < 100'000)
        out = out * 10 + static_cast<std::uint32_t>(text_[at_++] - '0');
      return at_ > start;
    };
    if (!number(low)) return complain("a number was expected after '{'"), false;
    high = low;
    if (take(",")) open = !number(high);
    if (!take("}")) return complain("'}' was expected"), false;
    if (!open && high < low) return complain("the counts are in the wrong order"), false;
    return true;
  }

  std::optional<Code> repeat(const Code& code, std::uint32_t low, std::uint32_t high, bool open) {
    const std::uint64_t copies = open ? low + 1 : high;
    if ((code.size() + 2) * copies > most_instructions) return complain("it is too large");
    Code out;
    const auto size = static_cast<std::uint32_t>(code.size());
    for (std::uint32_t i = 0; i < low; ++i) append(out, code);
    if (open) {
      out.push_back({.op = Op::split, .x = 1, .y = size + 2});
      append(out, code);
      out.push_back({.op = Op::jump, .x = static_cast<std::uint32_t>(-static_cast<std::int32_t>(size + 1))});
    } else {
      for (std::uint32_t i = low; i < high; ++i) {
        out.push_back({.op = Op::split, .x = 1, .y = size + 1});
        append(out, code);
      }
    }
    return out;
  }

  static void append(Code& out, const Code& more) { out.insert(out.end(), more.begin(), more.end()); }

  Code literal(char32_t c) const {
    return {{.op = Op::character, .character = ignore_case_ ? unicode::to_lower(c) : c}};
  }
  Code of_class(CharClass c) {
    program_.classes.push_back(std::move(c));
    return {{.op = Op::char_class, .x = static_cast<std::uint32_t>(program_.classes.size() - 1)}};
  }
  static Code assertion(Assertion a) { return {{.op = Op::assertion, .x = static_cast<std::uint32_t>(a)}}; }

  std::optional<Code> atom(int depth) {
    const char c = peek();
    if (c == '(') return group(depth);
    if (c == '[') {
      ++at_;
      CharClass set;
      if (!bracket(set, depth)) return std::nullopt;
      return of_class(std::move(set));
    }
    if (c == '.') {
      ++at_;
      return Code{{.op = dot_all_ ? Op::any : Op::any_but_newline}};
    }
    if (c == '^') {
      ++at_;
      return assertion(multiline_ ? Assertion::line_begin : Assertion::text_begin);
    }
    if (c == '$') {
      ++at_;
      return assertion(multiline_ ? Assertion::line_end : Assertion::text_end);
    }
    if (c == '\\') return escape();
    if (c == '*' || c == '+' || c == '?') return complain("nothing to repeat");
    return literal(next());
  }

  std::optional<Code> group(int depth) {
    ++at_;
    if (take("?")) {
      if (peek() == '=' || peek() == '!' || (peek() == '<' && (peek(1) == '=' || peek(1) == '!')))
        return complain("look-around is not supported");
      if (take("<")) {
        const std::size_t end = text_.find('>', at_);
        if (end == std::string_view::npos) return complain("'>' was expected after the group's name");
        at_ = end + 1;
      } else if (!take(":") && !take(">")) {
        return complain("flags are supported only at the front");
      }
    }
    auto code = alternatives(depth + 1);
    if (!code) return std::nullopt;
    if (!take(")")) return complain("')' was expected");
    return code;
  }

  std::optional<Code> escape() {
    ++at_;
    if (!more()) return complain("nothing follows '\\'");
    if (take("Q")) {
      const std::size_t end = std::min(text_.find("\\E", at_), text_.size());
      Code out;
      while (at_ < end) append(out, literal(next()));
      take("\\E");
      return out;
    }
    switch (peek()) {
      case 'b': ++at_; return assertion(Assertion::word_edge);
      case 'B': ++at_; return assertion(Assertion::no_word_edge);
      case 'A': ++at_; return assertion(Assertion::text_begin);
      case 'z':
      case 'Z': ++at_; return assertion(Assertion::text_end);
      default: break;
    }
    if (peek() >= '1' && peek() <= '9') return complain("back-references are not supported");
    CharClass set;
    const auto kind = class_escape(set);
    if (!kind) return std::nullopt;
    if (*kind) return of_class(std::move(set));
    const auto c = character_escape();
    if (!c) return std::nullopt;
    return literal(*c);
  }

  // After '\': a class (true), no class (false), or wrong.
  std::optional<bool> class_escape(CharClass& out) {
    const char c = peek();
    switch (c) {
      case 'd':
      case 'D': out.ranges = {{'0', '9'}}; break;
      case 'w':
      case 'W': out.ranges = {{'a', 'z'}, {'A', 'Z'}, {'0', '9'}, {'_', '_'}}; break;
      case 's':
      case 'S': out.ranges = {{'\t', '\r'}, {' ', ' '}}; break;
      case 'p':
      case 'P': {
        ++at_;
        std::string_view name;
        if (take("{")) {
          const std::size_t end = text_.find('}', at_);
          if (end == std::string_view::npos) return complain("'}' was expected");
          name = text_.substr(at_, end - at_);
          at_ = end + 1;
        } else if (more()) {
          name = text_.substr(at_++, 1);
        }
        if (name == "L" || name == "IsAlphabetic" || name == "IsL") {
          out.letters = true;
        } else if (name == "N" || name == "Nd" || name == "IsDigit") {
          out.digits = true;
        } else if (name == "Lu" || name == "IsUppercase") {
          out.upper = true;
        } else if (name == "Ll" || name == "IsLowercase") {
          out.lower = true;
        } else if (name == "Alpha") {
          out.ranges = {{'a', 'z'}, {'A', 'Z'}};
        } else if (name == "Digit") {
          out.ranges = {{'0', '9'}};
        } else if (name == "Alnum") {
          out.ranges = {{'a', 'z'}, {'A', 'Z'}, {'0', '9'}};
        } else if (name == "Upper") {
          out.ranges = {{'A', 'Z'}};
        } else if (name == "Lower") {
          out.ranges = {{'a', 'z'}};
        } else if (name == "Punct" || name == "P") {
          out.ranges = {{'!', '/'}, {':', '@'}, {'[', '`'}, {'{', '~'}};
        } else if (name == "Space" || name == "IsWhite_Space") {
          out.ranges = {{'\t', '\r'}, {' ', ' '}};
        } else {
          return complain("unknown character class");
        }
        out.negated = c == 'P';
        return true;
      }
      default: return false;
    }
    out.negated = c == 'D' || c == 'W' || c == 'S';
    ++at_;
    return true;
  }

  std::optional<char32_t> hex(int digits) {
    char32_t value = 0;
    for (int i = 0; i < digits; ++i, ++at_) {
      const char c = peek();
      const int digit = c >= '0' && c <= '9'   ? c - '0'
                        : c >= 'a' && c <= 'f' ? c - 'a' + 10
                        : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                               : -1;
      if (digit < 0) return complain("a hexadecimal digit was expected");
      value = value * 16 + static_cast<char32_t>(digit);
    }
    return value;
  }

  std::optional<char32_t> character_escape() {
    const char32_t c = next();
    switch (c) {
      case 't': return U'\t';
      case 'n': return U'\n';
      case 'r': return U'\r';
      case 'f': return U'\f';
      case 'a': return U'\a';
      case 'e': return U'\x1B';
      case '0': return U'\0';
      case 'x': return hex(2);
      case 'u': return hex(4);
      default: break;
    }
    if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')) return complain("unknown escape");
    return c;
  }

  // After '['.
  bool bracket(CharClass& out, int depth) {
    if (depth > most_depth) return complain("nested too deeply"), false;
    out.negated = take("^");
    bool first = true;
    while (more() && (first || peek() != ']')) {
      first = false;
      if (peek() == '[') {
        ++at_;
        CharClass inner;
        if (!bracket(inner, depth + 1)) return false;
        out.parts.push_back(std::move(inner));
        continue;
      }
      if (take("&&")) return complain("intersections of classes are not supported"), false;
      char32_t low = 0;
      if (peek() == '\\') {
        ++at_;
        if (!more()) break;
        CharClass inner;
        const auto kind = class_escape(inner);
        if (!kind) return false;
        if (*kind) {
          out.parts.push_back(std::move(inner));
          continue;
        }
        const auto c = character_escape();
        if (!c) return false;
        low = *c;
      } else {
        low = next();
      }
      char32_t high = low;
      if (peek() == '-' && at_ + 1 < text_.size() && peek(1) != ']' && peek(1) != '[') {
        ++at_;
        if (take("\\")) {
          if (!more()) break;
          const auto c = character_escape();
          if (!c) return false;
          high = *c;
        } else {
          high = next();
        }
        if (high < low) return complain("the range is in the wrong order"), false;
      }
      out.ranges.push_back({low, high});
    }
    if (!take("]")) return complain("']' was expected"), false;
    return true;
  }

  std::string_view text_;
  std::size_t at_ = 0;
  std::string complaint_;
  Program program_;
  bool ignore_case_ = false, dot_all_ = false, multiline_ = false;
};

}  // namespace

bool CharClass::holds(char32_t c) const {
  bool found = std::any_of(ranges.begin(), ranges.end(), [c](Range r) { return c >= r.first && c <= r.last; });
  found = found || (letters && unicode::is_letter(c)) || (digits && unicode::is_digit(c)) ||
          (upper && unicode::to_lower(c) != c) || (lower && unicode::to_upper(c) != c);
  for (std::size_t i = 0; !found && i < parts.size(); ++i) found = parts[i].holds(c);
  return found != negated;
}

bool CharClass::holds_other_case(char32_t c) const {
  return holds(unicode::to_lower(c)) || holds(unicode::to_upper(c));
}

Result<Program> compile(std::string_view pattern) { return Compiler(pattern).compile(); }

}  // namespace skein::dsl::regex
