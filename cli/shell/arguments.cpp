#include "cli/shell/arguments.hpp"

#include <algorithm>

namespace skein::cli {

std::string_view trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
}

std::string_view without_end(std::string_view text) {
  text = trimmed(text);
  while (text.ends_with(';')) text = trimmed(text.substr(0, text.size() - 1));
  return text;
}

std::string_view unquoted(std::string_view text) {
  if (text.size() >= 2 && (text.front() == '\'' || text.front() == '"') && text.back() == text.front())
    return text.substr(1, text.size() - 2);
  return text;
}

std::vector<std::string> split_arguments(std::string_view text) {
  std::vector<std::string> out;
  for (std::string_view rest = trimmed(text); !rest.empty(); rest = trimmed(rest)) {
    const char quote = rest.front() == '\'' || rest.front() == '"' ? rest.front() : ' ';
    if (quote != ' ') rest.remove_prefix(1);
    const std::size_t end =
        std::min(quote == ' ' ? rest.find_first_of(" \t\r\n") : rest.find(quote), rest.size());
    out.emplace_back(rest.substr(0, end));
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  return out;
}

}  // namespace skein::cli
