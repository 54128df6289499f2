#include "extract/text/unicode.hpp"

namespace skein::extract {

namespace {

constexpr CodePoint broken{0xFFFD, 1};

bool continues(std::string_view text, std::size_t at) {
  return at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0) == 0x80;
}

char32_t low_bits(std::string_view text, std::size_t at) {
  return static_cast<unsigned char>(text[at]) & 0x3F;
}

// Blocks where upper and lower case letters alternate, upper case first.
bool alternating(char32_t c, bool& upper) {
  if (c >= 0x139 && c <= 0x148) {  // here upper case letters are the odd ones
    upper = (c & 1) == 1;
    return true;
  }
  if (c >= 0x179 && c <= 0x17E) {
    upper = (c & 1) == 1;
    return true;
  }
  if ((c >= 0x100 && c <= 0x177 && c != 0x138) || (c >= 0x1E00 && c <= 0x1E95) ||
      (c >= 0x1EA0 && c <= 0x1EFF) || (c >= 0x460 && c <= 0x481) || (c >= 0x48A && c <= 0x4BF) ||
      (c >= 0x4D0 && c <= 0x52F)) {
    upper = (c & 1) == 0;
    return true;
  }
  return false;
}

}  // namespace

CodePoint decode(std::string_view text, std::size_t at) {
  const auto lead = static_cast<unsigned char>(text[at]);
  if (lead < 0x80) return {lead, 1};
  if (lead >= 0xC2 && lead < 0xE0 && continues(text, at + 1))
    return {(static_cast<char32_t>(lead & 0x1F) << 6) | low_bits(text, at + 1), 2};
  if (lead >= 0xE0 && lead < 0xF0 && continues(text, at + 1) && continues(text, at + 2))
    return {
        (static_cast<char32_t>(lead & 0x0F) << 12) | (low_bits(text, at + 1) << 6) | low_bits(text, at + 2),
        3};
  if (lead >= 0xF0 && lead < 0xF5 && continues(text, at + 1) && continues(text, at + 2) &&
      continues(text, at + 3))
    return {(static_cast<char32_t>(lead & 0x07) << 18) | (low_bits(text, at + 1) << 12) |
                (low_bits(text, at + 2) << 6) | low_bits(text, at + 3),
            4};
  return broken;
}

CodePoint decode_before(std::string_view text, std::size_t at) {
  std::size_t start = at - 1;
  while (start > 0 && at - start < 4 && (static_cast<unsigned char>(text[start]) & 0xC0) == 0x80) --start;
  const CodePoint c = decode(text, start);
  return start + c.size == at ? c : broken;
}

CharKind kind(char32_t c) {
  if (c < 0x80) {
    if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')) return CharKind::letter;
    if (c >= '0' && c <= '9') return CharKind::digit;
    if (c <= ' ' || c == 0x7F) return CharKind::space;
    switch (c) {
      case '$':
      case '+':
      case '<':
      case '=':
      case '>':
      case '^':
      case '`':
      case '|':
      case '~':
        return CharKind::symbol;
      default:
        return CharKind::punctuation;
    }
  }
  if (c < 0xC0) {
    if (c == 0xA0 || c == 0x85) return CharKind::space;
    if (c == 0xAA || c == 0xB5 || c == 0xBA) return CharKind::letter;
    if (c == 0xA1 || c == 0xAB || c == 0xB7 || c == 0xBB || c == 0xBF) return CharKind::punctuation;
    return CharKind::symbol;
  }
  if (c == 0xD7 || c == 0xF7) return CharKind::symbol;
  if (c < 0x2000) return c == 0x1680 ? CharKind::space : CharKind::letter;
  if (c < 0x2070) {
    if (c <= 0x200B || c == 0x2028 || c == 0x2029 || c == 0x202F || c == 0x205F || c == 0x2060)
      return CharKind::space;
    return CharKind::punctuation;
  }
  if (c < 0x20A0) return CharKind::letter;  // super- and subscripts
  if (c < 0x20D0) return CharKind::symbol;  // currencies
  if (c < 0x2100) return CharKind::letter;
  if (c < 0x2150) return c == 0x2122 || c == 0x2116 ? CharKind::symbol : CharKind::letter;
  if (c < 0x2190) return CharKind::letter;
  if (c < 0x2C00) return CharKind::symbol;
  if (c >= 0x3000 && c < 0x3040) return c == 0x3000 ? CharKind::space : CharKind::punctuation;
  if (c == 0xFEFF) return CharKind::space;
  if (c >= 0xFE30 && c < 0xFE70) return CharKind::punctuation;
  if (c >= 0xFF00 && c < 0xFF10) return CharKind::punctuation;
  if (c == 0xFFFC || c == 0xFFFD || (c >= 0x1F000 && c < 0x20000)) return CharKind::symbol;
  return CharKind::letter;
}

bool is_upper(char32_t c) {
  if (c < 0x80) return c >= 'A' && c <= 'Z';
  if (c >= 0xC0 && c <= 0xDE) return c != 0xD7;
  if (c == 0x178) return true;
  if (bool upper = false; alternating(c, upper)) return upper;
  return (c >= 0x386 && c <= 0x38F && c != 0x387) || (c >= 0x391 && c <= 0x3AB) || (c >= 0x400 && c <= 0x42F);
}

bool is_lower(char32_t c) {
  if (c < 0x80) return c >= 'a' && c <= 'z';
  if (c >= 0xDF && c <= 0xFF) return c != 0xF7;
  if (bool upper = false; alternating(c, upper)) return !upper;
  return (c >= 0x3AC && c <= 0x3CE) || (c >= 0x430 && c <= 0x45F);
}

char32_t to_lower(char32_t c) {
  if (!is_upper(c)) return c;
  if (c < 0x80 || (c >= 0xC0 && c <= 0xDE)) return c + 0x20;
  if (c == 0x178) return 0xFF;
  if (bool upper = false; alternating(c, upper)) return c + 1;
  if (c == 0x386) return 0x3AC;
  if (c >= 0x388 && c <= 0x38A) return c + 37;
  if (c == 0x38C) return 0x3CC;
  if (c == 0x38E || c == 0x38F) return c + 63;
  if (c >= 0x391 && c <= 0x3AB) return c + 0x20;
  if (c >= 0x410) return c + 0x20;
  return c + 0x50;
}

void append_utf8(std::string& out, char32_t c) {
  if (c < 0x80) {
    out.push_back(static_cast<char>(c));
  } else if (c < 0x800) {
    out.push_back(static_cast<char>(0xC0 | (c >> 6)));
    out.push_back(static_cast<char>(0x80 | (c & 0x3F)));
  } else if (c < 0x10000) {
    out.push_back(static_cast<char>(0xE0 | (c >> 12)));
    out.push_back(static_cast<char>(0x80 | ((c >> 6) & 0x3F)));
    out.push_back(static_cast<char>(0x80 | (c & 0x3F)));
  } else {
    out.push_back(static_cast<char>(0xF0 | (c >> 18)));
    out.push_back(static_cast<char>(0x80 | ((c >> 12) & 0x3F)));
    out.push_back(static_cast<char>(0x80 | ((c >> 6) & 0x3F)));
    out.push_back(static_cast<char>(0x80 | (c & 0x3F)));
  }
}

std::string lower(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    const CodePoint c = decode(text, at);
    append_utf8(out, to_lower(c.value));
    at += c.size;
  }
  return out;
}

bool starts_upper(std::string_view text) { return !text.empty() && is_upper(decode(text, 0).value); }

}  // namespace skein::extract
