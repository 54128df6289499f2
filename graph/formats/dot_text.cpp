#include "graph/formats/dot_text.hpp"

#include <vector>

namespace skein::graph::formats {

namespace {

struct Character {
  std::string_view bytes;
  char32_t code = 0xfffd;  // U+FFFD for what is no UTF-8
};

Character next_character(std::string_view text, std::size_t at) {
  const auto first = static_cast<unsigned char>(text[at]);
  const std::size_t length = first < 0x80                    ? 1
                             : first >= 0xf0 && first < 0xf5 ? 4
                             : first >= 0xe0 && first < 0xf0 ? 3
                             : first >= 0xc2 && first < 0xe0 ? 2
                                                             : 0;
  if (length == 0 || at + length > text.size()) return {text.substr(at, 1), 0xfffd};
  char32_t code = length == 1 ? first : first & (0xffu >> (length + 1));
  for (std::size_t i = 1; i < length; ++i) {
    const auto c = static_cast<unsigned char>(text[at + i]);
    if ((c & 0xc0) != 0x80) return {text.substr(at, 1), 0xfffd};
    code = (code << 6) | (c & 0x3f);
  }
  return {text.substr(at, length), code};
}

bool is_wide(char32_t c) {
  return (c >= 0x1100 && c <= 0x115f) || (c >= 0x2e80 && c <= 0xa4cf) || (c >= 0xac00 && c <= 0xd7a3) ||
         (c >= 0xf900 && c <= 0xfaff) || (c >= 0xfe30 && c <= 0xfe6f) || (c >= 0xff00 && c <= 0xff60) ||
         c >= 0x1f300;
}

void append_escaped(std::string& out, const Character& c) {
  if (c.code == '&') {
    out += "&amp;";
  } else if (c.code == '<') {
    out += "&lt;";
  } else if (c.code == '>') {
    out += "&gt;";
  } else if (c.code == '"') {
    out += "&quot;";
  } else if (c.code == '\n' || c.code == '\t' || c.code == '\r') {
    out += ' ';
  } else if (c.code < 0x20 || (c.code >= 0x7f && c.code < 0xa0) || (c.code >= 0x202a && c.code <= 0x202e) ||
             (c.code >= 0x2066 && c.code <= 0x2069) || c.code == 0xfffd || c.code == 0xfffe ||
             c.code == 0xffff) {
    out += "·";
  } else {
    out += c.bytes;
  }
}

}  // namespace

std::string html_text(std::string_view text) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    const Character c = next_character(text, at);
    at += c.bytes.size();
    append_escaped(out, c);
  }
  return out;
}

std::string html_lines(std::string_view text, std::size_t columns, std::size_t lines) {
  std::vector<std::string> done;
  std::string line, word;
  std::size_t line_width = 0, word_width = 0;
  bool more = false;
  const auto end_line = [&] {
    if (line.empty()) return;
    if (done.size() == lines) {
      more = true;
    } else {
      done.push_back(std::move(line));
    }
    line.clear();
    line_width = 0;
  };
  const auto end_word = [&] {
    if (word.empty()) return;
    if (line_width > 0 && line_width + 1 + word_width > columns) end_line();
    if (line_width > 0) {
      line += ' ';
      ++line_width;
    }
    line += word;
    line_width += word_width;
    word.clear();
    word_width = 0;
  };
  for (std::size_t at = 0; at < text.size() && !more;) {
    const Character c = next_character(text, at);
    at += c.bytes.size();
    if (c.code == ' ' || c.code == '\n' || c.code == '\t' || c.code == '\r') {
      end_word();
      continue;
    }
    const std::size_t width = is_wide(c.code) ? 2 : 1;
    if (word_width + width > columns) end_word(), end_line();  // a word longer than a line is cut
    append_escaped(word, c);
    word_width += width;
    if (width == 2) end_word();  // CJK breaks anywhere
  }
  end_word();
  end_line();
  std::string out;
  for (std::size_t i = 0; i < done.size(); ++i) out += (i > 0 ? "<br/>" : "") + done[i];
  if (more) out += "…";
  return out.empty() ? "·" : out;
}

std::string readable_type(std::string_view type) {
  std::string out;
  for (const char c : type) {
    if (c >= 'a' && c <= 'z') return std::string(type);
    out += c == '_' ? ' ' : c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  }
  return out;
}

}  // namespace skein::graph::formats
