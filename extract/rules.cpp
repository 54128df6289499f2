#include "extract/rules.hpp"

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <system_error>

#include <fmt/format.h>

#include "extract/hash.hpp"

namespace skein::extract {

WordNumbers::WordNumbers(const std::vector<WordNumber>& numbers) {
  for (const auto n : numbers) {
    if (n / 64 >= bits_.size()) bits_.resize(n / 64 + 1);
    bits_[n / 64] |= std::uint64_t{1} << (n % 64);
  }
}

RuleWords::RuleWords(const Document& document, const RuleSet& rules) {
  words_.reserve(document.tokens.size());
  for (std::uint32_t t = 0; t < document.tokens.size(); ++t)
    words_.emplace_back(rules.number(document.lower(t)), rules.number(document.lemma(t)));
}

bool TokenTest::matches(const Document& document, const RuleWords& rule_words, std::uint32_t token) const {
  if (!tags.empty() && std::find(tags.begin(), tags.end(), document.tokens[token].tag) == tags.end())
    return false;
  if (plural && document.tokens[token].form != Form::plural) return false;
  return any_word() || rule_words.any_in(*numbers, token);
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

WordNumber RuleSet::number(std::string_view word) const {
  const auto it = numbers_.find(word);
  return it == numbers_.end() ? no_word : it->second;
}

namespace {

template <typename Visit>
void each_test(std::vector<WordItem>& items, const Visit& visit) {
  for (auto& item : items) {
    visit(item.test);
    each_test(item.group, visit);
    for (auto& choice : item.choices) each_test(choice, visit);
  }
}

template <typename Visit>
void each_test(ArcNode& node, const Visit& visit) {
  visit(node.test);
  for (auto& edge : node.edges) each_test(*edge.to, visit);
}

}  // namespace

void RuleSet::number_words() {
  const auto numbered = [&](const WordSet& words) {
    std::vector<WordNumber> numbers;
    for (const auto& w : words)
      numbers.push_back(numbers_.try_emplace(w, static_cast<WordNumber>(numbers_.size() + 1)).first->second);
    return numbers;
  };
  std::unordered_map<const WordSet*, std::vector<WordNumber>> of_list;
  for (const auto& [name, words] : lists_) of_list[words.get()] = numbered(*words);
  std::vector<WordNumber> descriptions;
  for (const auto* name : {"organization_noun", "person_noun", "job_noun", "person_title", "product_noun",
                           "place_noun", "description_noun"}) {
    const auto& numbers = of_list[&list(name)];
    descriptions.insert(descriptions.end(), numbers.begin(), numbers.end());
  }
  descriptions_ = WordNumbers(descriptions);
  std::map<std::vector<WordNumber>, std::shared_ptr<const WordNumbers>> shared;
  const auto visit = [&](TokenTest& test) {
    if (test.any_word()) return;
    auto all = numbered(test.words);
    for (const auto* list : test.lists) all.insert(all.end(), of_list[list].begin(), of_list[list].end());
    std::sort(all.begin(), all.end());
    auto& numbers = shared[all];
    if (!numbers) numbers = std::make_shared<const WordNumbers>(all);
    test.numbers = numbers;
  };
  for (auto& rule : rules_) {
    for (auto& node : rule.arcs) each_test(node, visit);
    for (auto& items : rule.words) each_test(items, visit);
  }
}

Result<RuleSet> RuleSet::parse(std::string_view text, std::string_view name) {
  RuleSet set;
  SKEIN_TRY(set.add(text, name));
  set.number_words();
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
  set.number_words();
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
