#include "extract/rules/rules.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "extract/text/hash.hpp"

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
    for (auto& role : rule.roles) {
      each_test(role.noun, visit);
      visit(role.with);
      visit(role.unless);
    }
  }
}

std::vector<RelationEnds> RuleSet::ends(std::string_view relation) const {
  if (const auto& declared = schema_.ends(relation); !declared.empty()) return declared;
  std::vector<RelationEnds> out;
  for (const auto& rule : rules_) {
    if (rule.relation != relation) continue;
    const auto same = [&](const RelationEnds& e) {
      return e.subjects == rule.subject_types && e.objects == rule.object_types;
    };
    if (std::none_of(out.begin(), out.end(), same)) out.push_back({rule.subject_types, rule.object_types});
  }
  return out;
}

std::string_view RuleSet::relation_name(std::string_view relation) const {
  for (const auto& rule : rules_)
    if (rule.relation == relation) return rule.relation;
  const auto declared = schema_.ends().find(relation);
  return declared == schema_.ends().end() ? std::string_view() : std::string_view(declared->first);
}

std::vector<std::string> RuleSet::relation_names() const {
  std::set<std::string> names;
  for (const auto& rule : rules_) names.insert(rule.relation);
  for (const auto& [relation, traits] : relations_) names.insert(relation);
  for (const auto& [relation, ends] : schema_.ends()) names.insert(relation);
  return {names.begin(), names.end()};
}

Result<void> RuleSet::check() const {
  for (const auto& [list, place] : list_uses_)
    if (!lists_.contains(list))
      return Error{ErrorCode::invalid_argument,
                   fmt::format("{}: no `words {} {{ … }}` declares this list", place, list)};
  const auto overlap = [&](const std::vector<EntityType>& found, const std::vector<EntityType>& wanted) {
    return std::any_of(found.begin(), found.end(), [&](EntityType f) {
      return std::any_of(wanted.begin(), wanted.end(),
                         [&](EntityType w) { return schema_.is(f, w) || schema_.is(w, f); });
    });
  };
  for (const auto& rule : rules_) {
    const auto& ends = schema_.ends(rule.relation);
    if (ends.empty() || std::any_of(ends.begin(), ends.end(), [&](const RelationEnds& e) {
          return overlap(rule.subject_types, e.subjects) && overlap(rule.object_types, e.objects);
        }))
      continue;
    const auto listed = [&](const std::vector<EntityType>& types) {
      std::string out;
      for (const auto type : types) out += (out.empty() ? "" : " ") + std::string(schema_.name_of(type));
      return out;
    };
    return Error{ErrorCode::invalid_argument,
                 fmt::format("{}: this rule finds {}({}, {}), but the relation joins ({}, {})", rule.place,
                             rule.relation, listed(rule.subject_types), listed(rule.object_types),
                             listed(ends[0].subjects), listed(ends[0].objects))};
  }
  return {};
}

Result<RuleSet> RuleSet::parse(std::string_view text, std::string_view name) {
  return load(std::vector{RuleText{std::string(name), std::string(text), {}}});
}

Result<RuleSet> RuleSet::load(const std::vector<std::filesystem::path>& paths) {
  SKEIN_ASSIGN(const auto texts, read_rule_texts(paths));
  return load(texts);
}

Result<RuleSet> RuleSet::load(const std::vector<RuleText>& texts) {
  RuleSet set;
  std::string all;
  for (const auto& text : texts) {
    SKEIN_TRY(set.add(text));
    all += text.text;
    all += '\0';
    for (const auto& [file, content] : text.files) all += file + '\0' + content + '\0';
  }
  SKEIN_TRY(set.check());
  set.number_words();
  set.fingerprint_ = hex_hash(all);
  return set;
}

}  // namespace skein::extract
