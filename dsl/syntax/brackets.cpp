#include "dsl/syntax/brackets.hpp"

#include <utility>
#include <vector>

namespace skein::dsl::syntax {
namespace {

constexpr std::size_t npos = std::string_view::npos;

// Past the blank of Unicode at `at`, or `at` when there is none.
std::size_t skip_wide_blank(std::string_view text, std::size_t at) {
  if (text.substr(at, 2) == "\xC2\xA0") return at + 2;
  const std::string_view three = text.substr(at, 3);
  if (three == "\xE1\x9A\x80" || three == "\xE1\xA0\x8E" || three == "\xE3\x80\x80" ||
      three == "\xE2\x81\x9F")
    return at + 3;
  if (three.size() == 3 && three.starts_with("\xE2\x80")) {
    const auto last = static_cast<unsigned char>(three[2]);
    if (last <= 0x8A || last == 0xA8 || last == 0xA9 || last == 0xAF) return at + 3;
  }
  return at;
}

// Past the string, quoted name or comment that begins at `at`; `at` when none does, npos when it has no end.
std::size_t skip_opaque(std::string_view text, std::size_t at) {
  const char c = text[at];
  if (c == '\'' || c == '"') {
    for (std::size_t i = at + 1; i < text.size(); ++i) {
      if (text[i] == '\\') {
        ++i;
      } else if (text[i] == c) {
        return i + 1;
      }
    }
    return npos;
  }
  if (c == '`') {
    const std::size_t end = text.find('`', at + 1);  // a doubled one begins the next piece of the same name
    return end == npos ? npos : end + 1;
  }
  if (text.substr(at, 2) == "//") {
    const std::size_t end = text.find('\n', at);
    return end == npos ? text.size() : end + 1;
  }
  if (text.substr(at, 2) == "/*") {
    const std::size_t end = text.find("*/", at + 2);
    return end == npos ? npos : end + 2;
  }
  return at;
}

char closing(char open) { return open == '(' ? ')' : open == '[' ? ']' : '}'; }

struct Open {
  char bracket;
  std::size_t offset;
  std::size_t last_bar = npos;  // of `[`: the last `|` that stands directly in it
};

}  // namespace

std::size_t skip_gap(std::string_view text, std::size_t at) {
  while (at < text.size()) {
    const char c = text[at];
    if (c == ' ' || (c >= '\t' && c <= '\r') || (c >= '\x1C' && c <= '\x1F')) {
      ++at;
      continue;
    }
    std::size_t next = at;
    if (c == '/') {
      next = skip_opaque(text, at);
      if (next == npos) return text.size();
    } else if (static_cast<unsigned char>(c) >= 0xC2) {
      next = skip_wide_blank(text, at);
    }
    if (next == at) return at;
    at = next;
  }
  return text.size();
}

Brackets::Brackets(std::string_view text) : text_(text) {
  std::vector<Open> open;
  std::vector<std::pair<std::size_t, std::size_t>>
      parentheses;  // begin, end; looked at when all partners are known
  for (std::size_t i = 0; i < text.size();) {
    const std::size_t past = skip_opaque(text, i);
    if (past == npos) {
      unterminated_ = i;
      break;
    }
    if (past != i) {
      i = past;
      continue;
    }
    const char c = text[i];
    if (c == '(' || c == '[' || c == '{') {
      open.push_back({c, i});
    } else if (c == ')' || c == ']' || c == '}') {
      if (!open.empty() && closing(open.back().bracket) == c) {
        if (c == ')') parentheses.emplace_back(open.back().offset, i);
        if (c == ']') {
          partner_.emplace(open.back().offset, i);
          if (open.back().last_bar != npos) comprehension_bars_.insert(open.back().last_bar);
        }
        open.pop_back();
      }
    } else if (c == '|') {
      if (!open.empty() && open.back().bracket == '[') open.back().last_bar = i;
    } else if (c == ';' && first_semicolon_end_ == npos) {
      first_semicolon_end_ = i + 1;
    }
    ++i;
  }
  for (const auto& [begin, end] : parentheses) {
    if (is_relationship_at(skip_gap(text, end + 1))) before_relationship_.insert(begin);
  }
}

// At `at`: `-[...]-`, `<-[...]-`, `--(`, `-->(`, `<--(`, `<-->(` with blanks anywhere?
bool Brackets::is_relationship_at(std::size_t at) const {
  const auto next_is = [&](char c) {
    if (at >= text_.size() || text_[at] != c) return false;
    at = skip_gap(text_, at + 1);
    return true;
  };
  next_is('<');
  if (!next_is('-')) return false;
  if (at < text_.size() && text_[at] == '[') {
    const auto partner = partner_.find(at);
    if (partner == partner_.end()) return true;  // never closed: the relationship's message fits best
    at = skip_gap(text_, partner->second + 1);
    return at < text_.size() && text_[at] == '-';
  }
  if (!next_is('-')) return false;
  next_is('>');
  return at < text_.size() && text_[at] == '(';
}

}  // namespace skein::dsl::syntax
