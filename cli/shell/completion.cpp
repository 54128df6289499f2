#include "cli/shell/completion.hpp"

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <set>

#include "cli/output/value_text.hpp"
#include "cli/shell/highlight.hpp"

namespace skein::cli {

namespace {

constexpr std::size_t most_words = 200;
constexpr std::chrono::milliseconds patience{150};  // for names: a key press must not feel slow

bool word_char(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
         static_cast<unsigned char>(c) >= 0x80;
}

bool starts_with_folded(std::string_view text, std::string_view prefix) {
  if (text.size() < prefix.size()) return false;
  const auto low = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
  for (std::size_t i = 0; i < prefix.size(); ++i) {
    if (low(text[i]) != low(prefix[i])) return false;
  }
  return true;
}

struct Place {
  bool in_string = false;
  std::size_t string_start = 0;  // just behind the quote
  char quote = 0;
  int braces = 0, brackets = 0;
};

Place place_of(std::string_view before) {
  Place place;
  for (std::size_t i = 0; i < before.size(); ++i) {
    const char c = before[i];
    if (place.in_string) {
      if (c == '\\') {
        ++i;
      } else if (c == place.quote) {
        place.in_string = false;
      }
    } else if (c == '\'' || c == '"') {
      place = {true, i + 1, c, place.braces, place.brackets};
    } else if (c == '{') {
      ++place.braces;
    } else if (c == '}' && place.braces > 0) {
      --place.braces;
    } else if (c == '[') {
      ++place.brackets;
    } else if (c == ']' && place.brackets > 0) {
      --place.brackets;
    }
  }
  return place;
}

class Words {
 public:
  Words(std::string_view prefix, std::size_t start) : prefix_(prefix) { found_.start = start; }
  void add(std::string_view word) {
    if (found_.words.size() < most_words && starts_with_folded(word, prefix_) &&
        seen_.insert(std::string(word)).second) {
      found_.words.emplace_back(word);
    }
  }
  [[nodiscard]] bool full() const { return found_.words.size() >= most_words; }
  Completions take() {
    std::sort(found_.words.begin(), found_.words.end());
    return std::move(found_);
  }

 private:
  std::string_view prefix_;
  Completions found_;
  std::set<std::string> seen_;
};

void add_names(Words& words, const graph::Transaction& transaction) {
  const auto key = transaction.catalog().key("name");
  if (!key) return;
  auto scan = transaction.scan_nodes();
  if (!scan) return;
  const auto deadline = std::chrono::steady_clock::now() + patience;
  std::vector<NodeId> nodes;
  std::vector<Value> values;
  while (!words.full() && std::chrono::steady_clock::now() < deadline) {
    if (!(*scan)->next(nodes, 1024) || nodes.empty()) return;
    if (!transaction.property_column(nodes, *key, values)) return;
    for (const Value& value : values) {
      const auto* name = value.get_if<std::string>();
      if (name != nullptr && name->size() < 100 && name->find_first_of("'\"\\\n") == std::string::npos)
        words.add(*name);
    }
  }
}

}  // namespace

Completions complete_statement(std::string_view text, std::size_t cursor,
                               const graph::Transaction* transaction,
                               const dsl::ProcedureRegistry& procedures) {
  const std::string_view before = text.substr(0, cursor);
  const Place place = place_of(before);
  if (place.in_string) {
    Words words(before.substr(place.string_start), place.string_start);
    if (transaction != nullptr) add_names(words, *transaction);
    return words.take();
  }
  std::size_t start = cursor;
  while (start > 0 && word_char(before[start - 1])) --start;
  const char lead = start > 0 ? before[start - 1] : ' ';
  const std::string_view prefix = before.substr(start);

  if (transaction != nullptr && (lead == ':' || lead == '|') && (place.braces == 0 || place.brackets > 0)) {
    Words words(prefix, start);
    const auto& catalog = transaction->catalog();
    if (place.brackets > 0) {
      for (const TypeId type : catalog.types()) words.add(symbol_text(catalog.name(type)));
    } else {
      for (const LabelId label : catalog.labels()) words.add(symbol_text(catalog.name(label)));
    }
    return words.take();
  }
  // A procedure's name has dots in it.
  std::size_t dotted = start;
  while (dotted > 0 && (word_char(before[dotted - 1]) || before[dotted - 1] == '.')) --dotted;
  std::string head(before.substr(0, dotted));
  while (!head.empty() && head.back() == ' ') head.pop_back();
  if (head.size() >= 4 && starts_with_folded(std::string_view(head).substr(head.size() - 4), "call")) {
    Words words(before.substr(dotted), dotted);
    for (const auto* procedure : procedures.procedures()) words.add(procedure->name);
    return words.take();
  }
  Words words(prefix, start);
  if (transaction != nullptr && (lead == '.' || place.braces > 0)) {
    for (const KeyId key : transaction->catalog().keys())
      words.add(symbol_text(transaction->catalog().name(key)));
    if (lead == '.') return words.take();
  }
  if (prefix.empty()) return {start, {}};
  for (const std::string_view keyword : keywords()) words.add(keyword);
  for (const auto* function : procedures.functions()) words.add(function->name + "(");
  for (std::size_t i = 0; i < text.size();) {  // the statement's own words: variables
    if (!word_char(text[i])) {
      ++i;
      continue;
    }
    const std::size_t begin = i;
    while (i < text.size() && word_char(text[i])) ++i;
    const std::string_view word = text.substr(begin, i - begin);
    if (i != cursor && word != prefix && !(word.front() >= '0' && word.front() <= '9') && word.size() > 1)
      words.add(word);
  }
  return words.take();
}

Completions complete_name(std::string_view text, std::size_t start, std::size_t cursor,
                          const graph::Transaction* transaction) {
  const Place place = place_of(text.substr(start, cursor - start));
  const std::size_t from = place.in_string ? start + place.string_start : start;
  Words words(text.substr(from, cursor - from), from);
  if (transaction != nullptr) add_names(words, *transaction);
  return words.take();
}

Completions complete_file(std::string_view text, std::size_t cursor) {
  namespace fs = std::filesystem;
  const std::string_view before = text.substr(0, cursor);
  const Place place = place_of(before);
  const std::size_t space = before.rfind(' ');
  const std::size_t start = place.in_string ? place.string_start : space == before.npos ? 0 : space + 1;
  const std::string typed(before.substr(start));
  const fs::path folder = fs::path(typed).parent_path();
  Completions found{start, {}};
  std::error_code error;
  for (fs::directory_iterator it(folder.empty() ? "." : folder, error), end; !error && it != end;
       it.increment(error)) {
    const std::string name = it->path().filename().string();
    if (name.starts_with('.') && !fs::path(typed).filename().string().starts_with('.')) continue;
    std::string path = (folder / name).string();
    if (!path.starts_with(typed)) continue;
    if (it->is_directory(error)) path += '/';
    found.words.push_back(std::move(path));
    if (found.words.size() == most_words) break;
  }
  std::sort(found.words.begin(), found.words.end());
  return found;
}

Completions complete_word(std::string_view usage, std::string_view text, std::size_t cursor) {
  std::size_t start = cursor;
  while (start > 0 && word_char(text[start - 1])) --start;
  Completions found{start, {}};
  const std::string_view typed = text.substr(start, cursor - start);
  for (std::size_t at = 0; at < usage.size();) {
    std::size_t end = at;
    while (end < usage.size() && word_char(usage[end])) ++end;
    const std::string_view word = usage.substr(at, end - at);
    // Capitals stand for something else.
    if (!word.empty() && word.front() >= 'a' && word.front() <= 'z' && word.starts_with(typed))
      found.words.emplace_back(word);
    at = end + 1;
  }
  return found;
}

}  // namespace skein::cli
