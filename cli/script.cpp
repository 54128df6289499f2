#include "cli/script.hpp"

#include <algorithm>

#include "cli/output/text_width.hpp"
#include "dsl/parse.hpp"

namespace skein::cli {

bool is_blank(std::string_view text) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == ';' || c == '\f' || c == '\v') continue;
    if (text.substr(i, 2) == "//") {
      i = text.find('\n', i);
    } else if (text.substr(i, 2) == "/*") {
      i = text.find("*/", i + 2);
      if (i != std::string_view::npos) ++i;
    } else {
      return false;
    }
    if (i == std::string_view::npos) return true;
  }
  return true;
}

std::optional<std::string_view> Script::next() {
  while (position_ < text_.size()) {
    const std::string_view rest = std::string_view(text_).substr(position_);
    const std::size_t end = std::min(dsl::statement_end(rest), rest.size());
    const std::string_view statement = rest.substr(0, end);
    position_ += end;
    if (!is_blank(statement)) return statement;
  }
  return std::nullopt;
}

std::string Script::describe(const Error& error, std::string_view statement) const {
  const bool placed =
      error.end > error.begin || (error.code == ErrorCode::invalid_query && error.phase != "runtime");
  const std::size_t start = static_cast<std::size_t>(statement.data() - text_.data());
  std::size_t offset = start + std::min(error.begin, statement.size());
  if (!placed) {  // where the statement begins
    while (offset < text_.size() &&
           (text_[offset] == '\n' || text_[offset] == ' ' || text_[offset] == '\r' || text_[offset] == '\t'))
      ++offset;
  }
  const std::string_view text = text_;
  const auto line = static_cast<std::size_t>(
                        std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(offset), '\n')) +
                    1;
  const std::size_t line_begin = offset == 0 ? 0
                                 : text.rfind('\n', offset - 1) == std::string_view::npos
                                     ? 0
                                     : text.rfind('\n', offset - 1) + 1;
  const std::size_t line_end = std::min(text.find('\n', offset), text.size());
  const std::string_view before = text.substr(line_begin, offset - line_begin);
  std::size_t column = 1;
  for (std::size_t at = 0; at < before.size(); ++column) next_code_point(before, at);

  const bool one_line = text.find('\n') == std::string_view::npos || text.find('\n') + 1 == text.size();
  std::string out;
  if (!name_.empty()) {
    out = name_ + ":" + std::to_string(line) + (placed ? ":" + std::to_string(column) : "") + ": ";
  } else if (placed) {
    out = one_line ? "column " + std::to_string(column) + ": "
                   : "line " + std::to_string(line) + ", column " + std::to_string(column) + ": ";
  }
  out += error.message;
  if (placed) {
    // A long line is shown around the fault.
    constexpr std::size_t around = 60;
    std::size_t from = line_begin, to = line_end;
    if (offset - from > around) {
      from = offset - around;
      while (from > line_begin && (static_cast<unsigned char>(text[from]) & 0xc0) == 0x80) --from;
    }
    if (to > offset + around) {
      to = offset + around;
      while (to < line_end && (static_cast<unsigned char>(text[to]) & 0xc0) == 0x80) ++to;
    }
    const std::string head = (from > line_begin ? "…" : "") + visible(text.substr(from, offset - from));
    const std::string shown = head + visible(text.substr(offset, to - offset)) + (to < line_end ? "…" : "");
    const std::size_t marked = std::max<std::size_t>(
        1, columns_of(visible(text.substr(offset, std::min(start + error.end, to) > offset
                                                      ? std::min(start + error.end, to) - offset
                                                      : 0))));
    out += "\n  " + shown + "\n  " + std::string(columns_of(head), ' ') + "^" + std::string(marked - 1, '~');
  }
  if (!error.hint.empty()) out += "\n  hint: " + error.hint;
  return out;
}

}  // namespace skein::cli
