// Tokens: names, strings, numbers.
#include <charconv>
#include <limits>

#include <fmt/format.h>

#include "dsl/syntax/builder.hpp"

namespace skein::dsl::syntax {
namespace {

// The text between `quotes`, a doubled quote standing for itself.
std::string unquote_name(std::string_view text) {
  if (text.empty() || text.front() != '`') return std::string(text);
  text = text.substr(1, text.size() - 2);
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    out += text[i];
    if (text[i] == '`') ++i;
  }
  return out;
}

void append_utf8(std::string& out, std::uint32_t c) {
  const auto byte = [&](std::uint32_t b) { out += static_cast<char>(b); };
  if (c < 0x80) {
    byte(c);
  } else if (c < 0x800) {
    byte(0xC0 | (c >> 6));
    byte(0x80 | (c & 0x3F));
  } else if (c < 0x10000) {
    byte(0xE0 | (c >> 12));
    byte(0x80 | ((c >> 6) & 0x3F));
    byte(0x80 | (c & 0x3F));
  } else {
    byte(0xF0 | (c >> 18));
    byte(0x80 | ((c >> 12) & 0x3F));
    byte(0x80 | ((c >> 6) & 0x3F));
    byte(0x80 | (c & 0x3F));
  }
}

// `digits` hexadecimal digits at `at`, or nothing.
std::optional<std::uint32_t> hex_digits(std::string_view text, std::size_t at, std::size_t digits) {
  if (at + digits > text.size()) return std::nullopt;
  std::uint32_t value = 0;
  const char* end = text.data() + at + digits;
  const auto [stop, error] = std::from_chars(text.data() + at, end, value, 16);
  if (error != std::errc{} || stop != end) return std::nullopt;
  return value;
}

bool is_high_surrogate(std::uint32_t c) { return c >= 0xD800 && c < 0xDC00; }
bool is_low_surrogate(std::uint32_t c) { return c >= 0xDC00 && c < 0xE000; }

char simple_escape(char c) {
  switch (c) {
    case 'b':
      return '\b';
    case 'f':
      return '\f';
    case 'n':
      return '\n';
    case 'r':
      return '\r';
    case 't':
      return '\t';
    case '\\':
    case '\'':
    case '"':
    case '`':
      return c;
    default:
      return 0;
  }
}

}  // namespace

std::string Builder::name(const Node& node) { return unquote_name(node.text()); }

ast::Variable Builder::variable(const Node& node) {
  return {.name = name(node), .span = span(node), .symbol = -1};
}

std::string Builder::parameter_name(const Node& node) { return unquote_name(node.text().substr(1)); }

// openCypher "EscapedChar": \\ \' \" \b \f \n \r \t \uXXXX \UXXXXXXXX. A backslash before anything else
// stands for itself, which spares regular expressions half of theirs.
std::string Builder::string(const Node& node) {
  const std::string_view body = node.text().substr(1, node.text().size() - 2);
  std::string out;
  out.reserve(body.size());
  for (std::size_t i = 0; i < body.size(); ++i) {
    if (body[i] != '\\') {
      out += body[i];
      continue;
    }
    const auto start = static_cast<std::uint32_t>(node.begin() + 1 + i);
    const char c = body[++i];
    if (const char plain = simple_escape(c)) {
      out += plain;
    } else if (c == 'u' || c == 'U') {
      const std::size_t digits = c == 'u' ? 4 : 8;
      auto point = hex_digits(body, i + 1, digits);
      const auto wrong = [&](std::string_view why) {
        fail({start, static_cast<std::uint32_t>(std::min<std::size_t>(start + 2 + digits, node.end()))},
             fmt::format("'\\{}' {}", c, why), "InvalidUnicodeLiteral");
      };
      if (!point) wrong(fmt::format("needs {} hexadecimal digits after it", digits));
      i += digits;
      if (is_high_surrogate(*point) && body.substr(i + 1, 2) == "\\u") {
        const auto low = hex_digits(body, i + 3, 4);
        if (low && is_low_surrogate(*low)) {
          point = 0x10000 + ((*point - 0xD800) << 10) + (*low - 0xDC00);
          i += 6;
        }
      }
      if (*point > 0x10FFFF || is_high_surrogate(*point) || is_low_surrogate(*point))
        wrong("is followed by no character of Unicode");
      append_utf8(out, *point);
    } else {
      out += '\\';
      out += c;
    }
  }
  return out;
}

Value Builder::number(const Node& node, bool negative) {
  const std::string_view text = node.text();
  const bool hex = text.starts_with("0x") || text.starts_with("0X");
  const bool octal = text.starts_with("0o") || text.starts_with("0O");
  const auto not_a_number = [&] {
    fail(span(node), fmt::format("'{}' is not a number", text), "InvalidNumberLiteral");
  };
  if (hex || octal || text.find_first_not_of("0123456789") == std::string_view::npos) {
    const std::string_view digits = text.substr(hex || octal ? 2 : 0);
    std::uint64_t magnitude = 0;
    const char* end = digits.data() + digits.size();
    const auto [stop, error] = std::from_chars(digits.data(), end, magnitude, hex ? 16 : octal ? 8 : 10);
    if (stop != end || digits.empty()) not_a_number();
    constexpr std::uint64_t largest = std::numeric_limits<std::int64_t>::max();
    if (error != std::errc{} || magnitude > largest + (negative ? 1 : 0))
      fail(span(node), fmt::format("the integer {}{} does not fit into 64 bits", negative ? "-" : "", text),
           "IntegerOverflow");
    return Value(static_cast<std::int64_t>(negative ? 0 - magnitude : magnitude));
  }
  double value = 0;
  const char* end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, value);
  if (stop != end || error == std::errc::invalid_argument) not_a_number();
  if (error == std::errc::result_out_of_range) {
    const std::size_t exponent = text.find_first_of("eE");
    const bool tiny = exponent == std::string_view::npos ? text.front() == '0' || text.front() == '.'
                                                         : text[exponent + 1] == '-';
    if (!tiny)
      fail(span(node), fmt::format("the number {} is too large for a float", text), "FloatingPointOverflow");
    value = 0;
  }
  return Value(negative ? -value : value);
}

std::int64_t Builder::count(const Node& node, const char* detail) {
  const std::string_view text = node.text();
  std::int64_t value = 0;
  const char* end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, value);
  if (error == std::errc::result_out_of_range)
    fail(span(node), fmt::format("the integer {} does not fit into 64 bits", text), "IntegerOverflow");
  if (error != std::errc{} || stop != end)
    fail(span(node), fmt::format("expected a whole number, found '{}'", text), detail);
  return value;
}

}  // namespace skein::dsl::syntax
