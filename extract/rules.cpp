#include "extract/rules.hpp"

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <system_error>

#include <fmt/format.h>

#include "extract/hash.hpp"

namespace skein::extract {

bool TokenTest::matches(const Document& document, std::uint32_t token) const {
  if (!tags.empty() && std::find(tags.begin(), tags.end(), document.tokens[token].tag) == tags.end())
    return false;
  if (plural && document.tokens[token].form != Form::plural) return false;
  if (words.empty() && lists.empty()) return true;
  const auto lower = document.lower(token);
  const auto lemma = document.lemma(token);
  const auto in = [&](const WordSet& set) { return set.contains(lower) || set.contains(lemma); };
  if (!words.empty() && in(words)) return true;
  return std::any_of(lists.begin(), lists.end(), [&](const WordSet* set) { return in(*set); });
}

RuleSet::RuleSet() = default;
RuleSet::RuleSet(RuleSet&&) noexcept = default;
RuleSet& RuleSet::operator=(RuleSet&&) noexcept = default;
RuleSet::~RuleSet() = default;

const WordSet& RuleSet::list(std::string_view name) const {
  static const WordSet empty;
  const auto it = lists_.find(name);
  return it == lists_.end() ? empty : *it->second;
}

const std::vector<std::string>& RuleSet::lists_of(const Lists& lists, std::string_view relation) {
  static const std::vector<std::string> none;
  const auto it = lists.find(relation);
  return it == lists.end() ? none : it->second;
}

std::string_view RuleSet::place_of(std::string_view word) const {
  const auto it = demonyms_.find(word);
  return it == demonyms_.end() ? std::string_view() : std::string_view(it->second);
}

Result<RuleSet> RuleSet::parse(std::string_view text, std::string_view name) {
  RuleSet set;
  SKEIN_TRY(set.add(text, name));
  set.fingerprint_ = hex_hash(text);
  return set;
}

Result<RuleSet> RuleSet::load(const std::vector<std::filesystem::path>& paths) {
  std::vector<std::filesystem::path> files;
  for (const auto& path : paths) {
    std::error_code error;
    if (!std::filesystem::is_directory(path, error)) {
      files.push_back(path);
      continue;
    }
    std::vector<std::filesystem::path> inside;
    for (const auto& entry : std::filesystem::directory_iterator(path, error))
      if (entry.path().extension() == ".rules") inside.push_back(entry.path());
    std::sort(inside.begin(), inside.end());
    files.insert(files.end(), inside.begin(), inside.end());
  }
  if (files.empty())
    return Error{ErrorCode::not_found,
                 fmt::format("no rules (*.rules) in {}",
                             paths.empty() ? "an empty list of places" : paths.front().string())};
  RuleSet set;
  std::string all;
  for (const auto& file : files) {
    std::ifstream in(file, std::ios::binary);
    if (!in) return Error{ErrorCode::not_found, fmt::format("cannot read the rules in {}", file.string())};
    const std::string text{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
    SKEIN_TRY(set.add(text, file.string()));
    all += text;
    all += '\0';
  }
  set.fingerprint_ = hex_hash(all);
  return set;
}

std::filesystem::path default_rule_directory() {
  if (const char* data = std::getenv("SKEIN_DATA"); data != nullptr && *data != 0)
    return std::filesystem::path(data) / "rules";
  std::error_code error;
  const auto program = std::filesystem::read_symlink("/proc/self/exe", error);
  return program.parent_path().parent_path() / "share" / "skein" / "rules";
}

}  // namespace skein::extract
