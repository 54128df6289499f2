#include "cli/shell/highlight.hpp"

#include <algorithm>

namespace skein::cli {

namespace {

constexpr std::string_view keyword_color = "1;34", string_color = "32", number_color = "36",
                           label_color = "33", parameter_color = "35", comment_color = "90",
                           error_color = "1;31";

bool letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
         static_cast<unsigned char>(c) >= 0x80;
}
bool digit(char c) { return c >= '0' && c <= '9'; }

bool is_keyword(std::string_view word) {
  std::string upper(word);
  for (char& c : upper) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
  return std::binary_search(keywords().begin(), keywords().end(), std::string_view(upper));
}

class Highlighter {
 public:
  explicit Highlighter(std::string_view text) : text_(text) {}

  std::string run() {
    find_unmatched();
    while (at_ < text_.size()) step();
    return std::move(out_);
  }

 private:
  // A line break inside a colour is drawn with a prompt behind it, so colours never span lines.
  void put(std::string_view color, std::size_t end) {
    std::string_view rest = text_.substr(at_, end - at_);
    at_ = end;
    while (!rest.empty()) {
      const std::size_t line = std::min(rest.find('\n'), rest.size());
      if (color.empty()) {
        out_ += rest.substr(0, line);
      } else if (line > 0) {
        out_.append("\x1b[").append(color).append("m").append(rest.substr(0, line)).append("\x1b[0m");
      }
      if (line < rest.size()) out_ += '\n';
      rest.remove_prefix(std::min(line + 1, rest.size()));
    }
  }

  [[nodiscard]] std::size_t word_end(std::size_t from) const {
    while (from < text_.size() && (letter(text_[from]) || digit(text_[from]))) ++from;
    return from;
  }
  [[nodiscard]] std::size_t quoted_end(std::size_t from) const {
    const char quote = text_[from];
    for (std::size_t i = from + 1; i < text_.size(); ++i) {
      if (text_[i] == '\\' && quote != '`') {
        ++i;
      } else if (text_[i] == quote) {
        return i + 1;
      }
    }
    return text_.size();
  }
  [[nodiscard]] std::size_t comment_end(std::size_t from) const {
    if (text_.substr(from, 2) == "//") return std::min(text_.find('\n', from), text_.size());
    if (text_.substr(from, 2) != "/*") return from;
    const std::size_t end = text_.find("*/", from + 2);
    return end == std::string_view::npos ? text_.size() : end + 2;
  }

  void step() {
    const char c = text_[at_];
    if (const std::size_t end = comment_end(at_); end > at_) return put(comment_color, end);
    if (c == '\'' || c == '"') return put(string_color, quoted_end(at_));
    if (c == '`') return put(after_colon_ ? label_color : "", quoted_end(at_));
    if (c == '$') {
      const std::size_t end = word_end(at_ + 1);
      return put(parameter_color, end);
    }
    if (digit(c)) {
      std::size_t end = word_end(at_);
      if (end < text_.size() && text_[end] == '.' && end + 1 < text_.size() && digit(text_[end + 1]))
        end = word_end(end + 1);
      return put(number_color, end);
    }
    if (letter(c)) {
      const std::size_t end = word_end(at_);
      const std::string_view word = text_.substr(at_, end - at_);
      const bool property = at_ > 0 && text_[at_ - 1] == '.';
      const std::string_view color = after_colon_                    ? label_color
                                     : !property && is_keyword(word) ? keyword_color
                                                                     : "";
      after_colon_ = false;
      return put(color, end);
    }
    if (c == ':') {
      // A label or type; within a map a value follows, which is no bare word in most cases.
      after_colon_ = braces_ == 0;
    } else if (c == '|' || c == '&' || c == '!') {
      after_colon_ = after_colon_ || brackets_ > 0;
    } else if (c != ' ' && c != '\n') {
      after_colon_ = false;
    }
    if (c == '{') ++braces_;
    if (c == '}' && braces_ > 0) --braces_;
    if (c == '[') ++brackets_;
    if (c == ']' && brackets_ > 0) --brackets_;
    put(std::binary_search(unmatched_.begin(), unmatched_.end(), at_) ? error_color : "", at_ + 1);
  }

  // Closing brackets without an opening one of their kind, and opening ones that a later closing one skips.
  void find_unmatched() {
    std::vector<std::size_t> open;
    for (std::size_t i = 0; i < text_.size(); ++i) {
      const char c = text_[i];
      if (const std::size_t end = comment_end(i); end > i) {
        i = end - 1;
      } else if (c == '\'' || c == '"' || c == '`') {
        i = quoted_end(i) - 1;
      } else if (c == '(' || c == '[' || c == '{') {
        open.push_back(i);
      } else if (c == ')' || c == ']' || c == '}') {
        const char wanted = c == ')' ? '(' : c == ']' ? '[' : '{';
        const auto match =
            std::find_if(open.rbegin(), open.rend(), [&](std::size_t o) { return text_[o] == wanted; });
        if (match == open.rend()) {
          unmatched_.push_back(i);
        } else {
          unmatched_.insert(unmatched_.end(), open.begin() + (open.rend() - match), open.end());
          open.erase(open.begin() + (open.rend() - match) - 1, open.end());
        }
      }
    }
    std::sort(unmatched_.begin(), unmatched_.end());
  }

  std::string_view text_;
  std::size_t at_ = 0;
  std::string out_;
  std::vector<std::size_t> unmatched_;
  int braces_ = 0, brackets_ = 0;
  bool after_colon_ = false;
};

}  // namespace

std::string highlight(std::string_view text) { return Highlighter(text).run(); }

const std::vector<std::string_view>& keywords() {
  static const std::vector<std::string_view> words{
      "ALL",     "AND",    "ANY",        "AS",     "ASC",          "ASCENDING", "BEGIN",  "BY",
      "CALL",    "CASE",   "COLLECT",    "COMMIT", "CONSTRAINT",   "CONTAINS",  "COUNT",  "CREATE",
      "DELETE",  "DESC",   "DESCENDING", "DETACH", "DISTINCT",     "DROP",      "ELSE",   "END",
      "ENDS",    "EXISTS", "EXPLAIN",    "FALSE",  "FOR",          "FOREACH",   "IF",     "IN",
      "INDEX",   "IS",     "LIMIT",      "LOAD",   "MATCH",        "MERGE",     "NONE",   "NOT",
      "NULL",    "ON",     "OPTIONAL",   "OR",     "ORDER",        "PROFILE",   "REDUCE", "REMOVE",
      "REQUIRE", "RETURN", "ROLLBACK",   "SET",    "SHORTESTPATH", "SHOW",      "SINGLE", "SKIP",
      "STARTS",  "THEN",   "TRUE",       "UNION",  "UNIQUE",       "UNWIND",    "WHEN",   "WHERE",
      "WITH",    "XOR",    "YIELD"};
  return words;
}

}  // namespace skein::cli
