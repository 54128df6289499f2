// The reader that turns the parse tree of a .rules file into a RuleSet. With pattern_reader the only part of
// the text side that includes PEGTL.
#include <algorithm>
#include <array>
#include <charconv>

#include <fmt/format.h>

#include "extract/rules/pattern_reader.hpp"
#include "extract/rules/rule_grammar.hpp"
#include "extract/rules/rule_parser.hpp"
#include "extract/rules/rules.hpp"
#include "extract/text/lines.hpp"

namespace skein::extract {

namespace g = grammar;

// Parse tree -> RuleSet. An error is kept and ends the reading.
class RuleReader {
 public:
  RuleReader(RuleSet& set, const RuleText& text)
      : set_(set),
        text_(text),
        patterns_(
            set.phrases_, [this](const std::string& name) -> const WordSet& { return list(name); },
            [this](const g::Node& node, const std::string& what) { fail(node, what); }) {}

  Result<void> read(const g::Node& root) {
    for (const auto& node : root.children) {
      if (node->is_type<g::word_list>()) {
        auto& words = list(node->children[0]->string());
        for (std::size_t i = 1; i < node->children.size(); ++i)
          words.insert(ascii_lower(node->children[i]->string()));
      } else if (node->is_type<g::place>()) {
        const auto place = node->children[0]->string();
        set_.places_.insert(ascii_lower(place));
        set_.demonyms_[ascii_lower(place)] = place;
        for (std::size_t i = 1; i < node->children.size(); ++i)
          set_.demonyms_[ascii_lower(node->children[i]->string())] = place;
      } else if (node->is_type<g::type_declaration>()) {
        read_type(*node);
      } else if (node->is_type<g::names>()) {
        read_names(*node);
      } else if (node->is_type<g::alias>()) {
        read_alias(*node);
      } else if (node->is_type<g::relation>()) {
        read_relation(*node);
      } else if (node->is_type<g::phrase>()) {
        auto& items = set_.phrases_[node->children[0]->string()];
        items.clear();
        for (const auto& item : node->children[1]->children) items.push_back(patterns_.word_item(*item));
      } else {
        read_rule(*node);
      }
      if (!error_.empty()) return Error{ErrorCode::invalid_argument, error_};
    }
    return {};
  }

 private:
  WordSet& list(const std::string& name) {
    auto& entry = set_.lists_[name];
    if (!entry) entry = std::make_unique<WordSet>();
    return *entry;
  }

  void fail(const g::Node& node, const std::string& what) {
    if (error_.empty()) error_ = place_of(node) + ": " + what;
  }
  [[nodiscard]] std::string place_of(const g::Node& node) const {
    const auto at = node.begin();
    return fmt::format("{}:{}:{}", text_.name, at.line, at.column);
  }

  // "type Drug : Product { drug medicine }": what calls a thing a drug calls it a product, too.
  void read_type(const g::Node& node) {
    const auto parent = read_type_name(*node.children[1]);
    if (!parent) return;
    const auto declared = set_.schema_.declare(node.children[0]->string(), *parent);
    if (!declared.ok()) return fail(node, declared.error().message);
    static const std::map<EntityType, std::string> nouns = {{EntityType::person, "person_noun"},
                                                            {EntityType::organization, "organization_noun"},
                                                            {EntityType::place, "place_noun"},
                                                            {EntityType::product, "product_noun"},
                                                            {EntityType::event, "event_noun"}};
    const auto noun = nouns.find(base_of(*parent));
    for (std::size_t i = 2; i < node.children.size(); ++i) {
      const auto word = node.children[i]->string();
      set_.schema_.add_word(word, *declared);
      if (noun != nouns.end() && word.find(' ') == word.npos) list(noun->second).insert(ascii_lower(word));
    }
  }

  void read_names(const g::Node& node) {
    const auto type = read_type_name(*node.children[0]);
    if (!type) return;
    if (node.children.size() == 2 && node.children[1]->is_type<g::names_file>()) {
      const auto file = text_.files.find(node.children[1]->children[0]->string());
      if (file == text_.files.end())
        return fail(*node.children[1],
                    "there is no list of names '" + node.children[1]->children[0]->string() + "'");
      set_.schema_.add_names(file->second, *type);
      return;
    }
    for (std::size_t i = 1; i < node.children.size(); ++i) {
      const auto one = node.children[i]->string();
      set_.schema_.add_name(one, one, *type);
    }
  }

  void read_alias(const g::Node& node) {
    std::size_t i = 0;
    auto type = EntityType::none;
    if (node.children[0]->is_type<g::name>()) {
      const auto named = read_type_name(*node.children[i++]);
      if (!named) return;
      type = *named;
    }
    const auto canonical = node.children[i]->string();
    for (; i < node.children.size(); ++i) set_.schema_.add_name(node.children[i]->string(), canonical, type);
  }

  std::optional<EntityType> read_type_name(const g::Node& node) {
    const auto word = node.string();
    const auto type = set_.schema_.type_named(word);
    if (!type) {
      std::string declared;
      for (const auto& t : set_.schema_.types()) declared += ", " + t.name;
      fail(node, fmt::format(
                     "'{}' is no type; types are Person, Organization, Place, Product, Event, Work, Concept, "
                     "Money, Percent, Number, Date, Period, Rank{}; `type {} : Product {{ … }}` declares one",
                     word, declared, word));
    }
    return type;
  }

  RelationEnds read_ends(const g::Node& node) {
    return {read_types(*node.children[0]), read_types(*node.children[1])};
  }

  void read_relation(const g::Node& node) {
    static constexpr std::array<std::pair<std::string_view, bool graph::RelationTraits::*>, 6> words = {
        {{"one_subject", &graph::RelationTraits::one_subject},
         {"one_object", &graph::RelationTraits::one_object},
         {"once", &graph::RelationTraits::once},
         {"per_period", &graph::RelationTraits::per_period},
         {"per_day", &graph::RelationTraits::per_day},
         {"symmetric", &graph::RelationTraits::symmetric}}};
    const auto relation = node.children[0]->string();
    auto& traits = set_.relations_[relation];
    std::size_t i = 1;
    if (node.children.size() > 1 && node.children[1]->is_type<g::ends>())
      set_.schema_.add_ends(relation, read_ends(*node.children[i++]));
    for (; i < node.children.size(); ++i) {
      const auto word = node.children[i]->string();
      const auto list_of = [&](std::size_t prefix) {
        set_.list_uses_.try_emplace(word.substr(prefix), place_of(*node.children[i]));
        return word.substr(prefix);
      };
      if (word.starts_with("implies:")) {
        set_.implied_.emplace(relation, word.substr(8));
        continue;
      }
      if (word.starts_with("told_by:")) {
        set_.told_by_[relation].push_back(list_of(8));
        continue;
      }
      if (word.starts_with("denied_by:")) {
        set_.denied_by_[relation].push_back(list_of(10));
        continue;
      }
      if (word.starts_with("named_by:")) {
        set_.named_by_[relation].push_back(list_of(9));
        continue;
      }
      if (word.starts_with("inverse:")) {
        traits.inverse = word.substr(8);
        continue;
      }
      const auto it =
          std::find_if(words.begin(), words.end(), [&](const auto& w) { return w.first == word; });
      if (it == words.end())
        return fail(*node.children[i],
                    "a relation is one_subject, one_object, once, per_period, per_day, symmetric, "
                    "implies:NAME, inverse:NAME, told_by:LIST, denied_by:LIST or named_by:LIST, "
                    "not '" +
                        word + "'");
      traits.*(it->second) = true;
    }
  }

  void read_rule(const g::Node& node) {
    Rule rule;
    const auto& signature = *node.children[0];
    rule.relation = signature.children[0]->string();
    rule.place = place_of(node);
    if (signature.children.size() > 1) {
      auto ends = read_ends(*signature.children[1]);
      rule.subject_types = std::move(ends.subjects);
      rule.object_types = std::move(ends.objects);
    } else if (const auto& declared = set_.schema_.ends(rule.relation); !declared.empty()) {
      for (const auto& ends : declared) {
        rule.subject_types.insert(rule.subject_types.end(), ends.subjects.begin(), ends.subjects.end());
        rule.object_types.insert(rule.object_types.end(), ends.objects.begin(), ends.objects.end());
      }
    } else {
      return fail(
          signature,
          fmt::format("no line before this one says what {0} joins; wanted {0}(Person, Organization), "
                      "here or behind `relation`",
                      rule.relation));
    }
    for (std::size_t i = 1; i < node.children.size(); ++i) read_part(rule, *node.children[i]);
    const auto number = 1 + std::count_if(set_.rules_.begin(), set_.rules_.end(),
                                          [&](const Rule& r) { return r.relation == rule.relation; });
    rule.name = fmt::format("{}.{}", rule.relation, number);
    if (rule.arcs.empty() && rule.words.empty() && rule.roles.empty())
      fail(node, "rule " + rule.name + " has no pattern");
    set_.rules_.push_back(std::move(rule));
  }

  void read_part(Rule& rule, const g::Node& part) {
    if (part.is_type<g::arcs_line>()) {
      rule.arcs.push_back(patterns_.arc_node(*part.children[0]));
      add_plain_order(rule, rule.arcs.back());
    } else if (part.is_type<g::words_line>()) {
      rule.words.emplace_back();
      for (const auto& item : part.children) rule.words.back().push_back(patterns_.word_item(*item));
      close_gaps(rule.words.back());
    } else if (part.is_type<g::role_line>()) {
      rule.roles.push_back(patterns_.role(part));
    } else if (part.is_type<g::confidence_line>()) {
      rule.confidence = std::stod(part.children[0]->string());
    } else if (part.is_type<g::example_line>()) {
      Example example;
      std::size_t i = 0;
      if (part.children[0]->is_type<g::example_not>()) {
        example.expected = false;
        ++i;
      }
      example.text = part.children[i]->string();
      example.subject = part.children[i + 1]->string();
      example.object = part.children[i + 2]->string();
      rule.examples.push_back(std::move(example));
    } else {
      const auto flag = part.children[0]->string();
      if (flag == "falling")
        rule.falling = true;
      else if (flag == "pledge")
        rule.pledge = true;
      else if (flag == "planned")
        rule.modality = graph::Modality::planned;
      else if (flag == "possible")
        rule.modality = graph::Modality::possible;
      else
        rule.polarity = graph::Polarity::denied;
    }
  }

  std::vector<EntityType> read_types(const g::Node& node) {
    std::vector<EntityType> types;
    for (const auto& child : node.children)
      if (const auto type = read_type_name(*child)) types.push_back(*type);
    return types;
  }

  RuleSet& set_;
  const RuleText& text_;
  PatternReader patterns_;
  std::string error_;
};

namespace {

// What stands at a place of a file, for a message.
std::string found_at(std::string_view text, std::size_t at) {
  if (at >= text.size()) return "the end of the file";
  if (text[at] == '\n' || text[at] == '\r') return "the end of the line";
  auto end = at + 1;
  while (end < text.size() && end - at < 40 && text[end] != ' ' && text[end] != '\t' && text[end] != '\n' &&
         text[end] != '\r')
    ++end;
  while (end < text.size() && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) ++end;
  return "'" + std::string(text.substr(at, end - at)) + "'";
}

Result<std::unique_ptr<g::Node>> parse_tree_of(const RuleText& file) {
  namespace pegtl = tao::pegtl;
  pegtl::memory_input input(file.text.data(), file.text.size(), file.name);
  try {
    return pegtl::parse_tree::parse<g::file, g::select, pegtl::nothing, g::Control>(input);
  } catch (const pegtl::parse_error& e) {
    const auto& at = e.positions().front();
    const auto line = input.line_at(at);
    return Error{
        ErrorCode::invalid_argument,
        fmt::format("{}:{}:{}: found {}, wanted {}\n  {}\n  {:>{}}", file.name, at.line, at.column,
                    found_at(file.text, at.byte), e.message(), std::string_view(line), "^", at.column)};
  }
}

}  // namespace

Result<void> RuleSet::add(const RuleText& text) {
  SKEIN_ASSIGN(const auto root, parse_tree_of(text));
  return RuleReader(*this, text).read(*root);
}

Result<std::map<std::string, std::string>> files_named_in(const RuleText& text) {
  SKEIN_ASSIGN(const auto root, parse_tree_of(text));
  std::map<std::string, std::string> out;
  for (const auto& node : root->children) {
    if (!node->is_type<g::names>() || node->children.size() != 2 ||
        !node->children[1]->is_type<g::names_file>())
      continue;
    const auto& path = *node->children[1]->children[0];
    const auto at = path.begin();
    out.try_emplace(path.string(), fmt::format("{}:{}:{}", text.name, at.line, at.column));
  }
  return out;
}

}  // namespace skein::extract
