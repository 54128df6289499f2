// The reader that turns the parse tree of a .rules file into a RuleSet. The only part of the text side that
// includes PEGTL.
#include <algorithm>
#include <array>
#include <charconv>

#include <fmt/format.h>

#include "extract/rules/rule_grammar.hpp"
#include "extract/rules/rule_parser.hpp"
#include "extract/rules/rules.hpp"
#include "extract/text/lines.hpp"

namespace skein::extract {

namespace {

namespace g = grammar;

constexpr std::array tag_words = {
    std::pair{std::string_view("noun"), Upos::noun},   std::pair{std::string_view("verb"), Upos::verb},
    std::pair{std::string_view("adj"), Upos::adj},     std::pair{std::string_view("adv"), Upos::adv},
    std::pair{std::string_view("propn"), Upos::propn}, std::pair{std::string_view("num"), Upos::num},
    std::pair{std::string_view("det"), Upos::det},     std::pair{std::string_view("adp"), Upos::adp},
    std::pair{std::string_view("pron"), Upos::pron},   std::pair{std::string_view("aux"), Upos::aux},
    std::pair{std::string_view("part"), Upos::part},   std::pair{std::string_view("punct"), Upos::punct},
    std::pair{std::string_view("cconj"), Upos::cconj}};

}  // namespace

// Parse tree -> RuleSet. An error is kept and ends the reading.
class RuleReader {
 public:
  RuleReader(RuleSet& set, const RuleText& text) : set_(set), text_(text) {}

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
        for (const auto& item : node->children[1]->children) items.push_back(read_item(*item));
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
    if (rule.arcs.empty() && rule.words.empty()) fail(node, "rule " + rule.name + " has no pattern");
    set_.rules_.push_back(std::move(rule));
  }

  // What stands behind a name and a comma is said of somebody else as often as not ("the heir of Ann Lee,
  // owns …"): asides and commas must be asked for.
  static void close_gaps(std::vector<WordItem>& items) {
    for (std::size_t i = 1; i < items.size(); ++i)
      items[i].closed = items[i].kind == WordItem::Kind::gap && (items[i - 1].kind == WordItem::Kind::slot ||
                                                                 items[i - 1].kind == WordItem::Kind::aside);
  }
  static WordItem token_item(TokenTest test, std::uint8_t least, std::uint8_t most) {
    WordItem item;
    item.test = std::move(test);
    item.least = least;
    item.most = most;
    return item;
  }
  static WordItem one_of(WordSet words, std::uint8_t least, std::uint8_t most) {
    TokenTest test;
    test.words = std::move(words);
    return token_item(std::move(test), least, most);
  }
  static WordItem slot_item(Slot slot) {
    WordItem item;
    item.kind = WordItem::Kind::slot;
    item.slot = slot;
    return item;
  }
  static bool plain_slot(const ArcNode& node) {
    return node.slot != Slot::none && node.edges.empty() && node.test.any_word();
  }

  // "A owns B", "B was bought by A", "A works for B": where a verb has nothing but its two ends, their plain
  // order is a pattern, too. It holds where the parser was led astray. Free phrases as ends need the parser.
  static void add_plain_order(Rule& rule, const ArcNode& verb) {
    const auto free = [](const std::vector<EntityType>& types) {
      return std::any_of(types.begin(), types.end(), [](EntityType t) {
        return base_of(t) == EntityType::concept_ || base_of(t) == EntityType::event;
      });
    };
    if (free(rule.subject_types) || free(rule.object_types)) return;
    if (verb.slot != Slot::none || verb.test.any_word() || verb.edges.size() != 2) return;
    const ArcNode::Edge *doer = nullptr, *other = nullptr;
    for (const auto& edge : verb.edges) {
      if (edge.optional || !plain_slot(*edge.to)) return;
      (edge.labels == std::vector<std::string>{"subj"} && edge.prepositions.empty() ? doer : other) = &edge;
    }
    if (doer == nullptr || other == nullptr) return;
    WordItem aside;
    aside.kind = WordItem::Kind::aside;
    const WordSet before = {"has", "have",  "had",      "also",    "already",
                            "now", "since", "recently", "jointly", "first"};
    const auto article = one_of({"the"}, 0, 1);
    std::vector<WordItem> active = {slot_item(doer->to->slot), aside, one_of(before, 0, 4),
                                    token_item(verb.test, 1, 1)};
    const bool object = other->labels == std::vector<std::string>{"obj"} && other->prepositions.empty();
    if (!object && (!other->labels.empty() || other->prepositions.empty())) return;
    if (!object) active.push_back(one_of({other->prepositions.begin(), other->prepositions.end()}, 1, 1));
    active.push_back(article);
    active.push_back(slot_item(other->to->slot));
    rule.words.push_back(std::move(active));
    if (!object) return;
    const WordSet passive = {"is",  "was",  "were", "are",   "been",    "being",
                             "has", "have", "had",  "later", "recently"};
    rule.words.push_back({slot_item(other->to->slot), aside, one_of(passive, 1, 4),
                          token_item(verb.test, 1, 1), one_of({"by"}, 1, 1), article,
                          slot_item(doer->to->slot)});
  }

  void read_part(Rule& rule, const g::Node& part) {
    if (part.is_type<g::arcs_line>()) {
      rule.arcs.push_back(read_arc_node(*part.children[0]));
      add_plain_order(rule, rule.arcs.back());
    } else if (part.is_type<g::words_line>()) {
      rule.words.emplace_back();
      for (const auto& item : part.children) rule.words.back().push_back(read_item(*item));
      close_gaps(rule.words.back());
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

  TokenTest read_test(const g::Node& node) {
    TokenTest test;
    for (const auto& child : node.children) {
      if (child->is_type<g::test_list>()) {
        test.lists.push_back(&list(child->children[0]->string()));
      } else if (child->is_type<g::test_tag>()) {
        const auto word = ascii_lower(child->string().substr(1));
        if (word == "plural") {
          test.plural = true;
          continue;
        }
        const auto it =
            std::find_if(tag_words.begin(), tag_words.end(), [&](const auto& w) { return w.first == word; });
        if (it == tag_words.end())
          fail(*child, fmt::format("'/{}' is no part of speech", word));
        else
          test.tags.push_back(it->second);
      } else if (!child->is_type<g::test_any>()) {
        const auto word = child->string();
        test.words.insert(ascii_lower(word));
        if (word == "'s") test.words.insert("’s");
      }
    }
    return test;
  }

  ArcNode read_arc_node(const g::Node& node) {
    ArcNode result;
    const auto& first = *node.children[0];
    read_arc_target(first, result);
    for (std::size_t i = 1; i < node.children.size(); ++i)
      result.edges.push_back(read_edge(*node.children[i]));
    return result;
  }

  void read_arc_target(const g::Node& node, ArcNode& into) {
    const bool slot = node.is_type<g::slot_a>() || node.is_type<g::slot_b>();
    if (!slot) {
      into.test = read_test(node);
      return;
    }
    into.slot = node.is_type<g::slot_a>() ? Slot::subject : Slot::object;
    if (!node.children.empty()) into.test = read_test(*node.children[0]);
  }

  ArcNode::Edge read_edge(const g::Node& node) {
    static constexpr std::array<std::string_view, 10> labels = {"is",    "subj", "obj", "comp", "poss",
                                                                "appos", "mod",  "any", "acl",  "head"};
    ArcNode::Edge edge;
    const auto label = node.children[0]->string();
    for (std::size_t from = 0; from <= label.size();) {
      const auto bar = std::min(label.find('|', from), label.size());
      auto one = label.substr(from, bar - from);
      if (std::find(labels.begin(), labels.end(), one) != labels.end())
        edge.labels.push_back(std::move(one));
      else
        edge.prepositions.push_back(std::move(one));
      from = bar + 1;
    }
    std::size_t i = 1;
    if (node.children[i]->is_type<g::edge_optional>()) {
      edge.optional = true;
      ++i;
    }
    const auto& target = *node.children[i];
    edge.to = std::make_unique<ArcNode>();
    if (target.is_type<g::nested>())
      *edge.to = read_arc_node(*target.children[0]);
    else
      read_arc_target(target, *edge.to);
    return edge;
  }

  WordItem read_item(const g::Node& node) {
    WordItem item;
    using Kind = WordItem::Kind;
    if (node.is_type<g::slot_a>() || node.is_type<g::slot_b>()) {
      item.kind = Kind::slot;
      item.slot = node.is_type<g::slot_a>() ? Slot::subject : Slot::object;
      if (!node.children.empty()) item.test = read_test(*node.children[0]);
    } else if (node.is_type<g::wide_gap>() || node.is_type<g::long_gap>() || node.is_type<g::short_gap>()) {
      item.kind = Kind::gap;
      item.least = 0;
      item.most = node.is_type<g::wide_gap>() ? 16 : node.is_type<g::long_gap>() ? 8 : 3;
    } else if (node.is_type<g::implied>()) {
      item.kind = Kind::implied;
      item.slot = node.string() == "<A>" ? Slot::subject : Slot::object;
    } else if (node.is_type<g::aside>()) {
      item.kind = Kind::aside;
    } else if (node.is_type<g::possessive>()) {
      item.kind = Kind::possessive;
    } else if (node.is_type<g::start>()) {
      item.kind = Kind::start;
    } else if (node.is_type<g::phrase_use>()) {
      const auto name = node.children[0]->string();
      const auto it = set_.phrases_.find(name);
      if (it == set_.phrases_.end()) fail(node, "no phrase $" + name + " stands before this");
      item.kind = Kind::choice;
      if (it != set_.phrases_.end()) item.choices.push_back(it->second);
    } else if (node.is_type<g::choice>()) {
      item.kind = Kind::choice;
      for (const auto& child : node.children) {
        item.choices.emplace_back();
        for (const auto& part : child->children) item.choices.back().push_back(read_item(*part));
      }
    } else if (node.is_type<g::group>()) {
      item.kind = Kind::group;
      for (const auto& child : node.children) item.group.push_back(read_item(*child));
    } else {
      item.test = read_test(*node.children[0]);
      if (node.children.size() > 1) {
        const auto mark = node.children[1]->string();
        item.least = mark == "+" ? 1 : 0;
        item.most = mark == "?" ? 1 : 4;
      }
    }
    return item;
  }

  RuleSet& set_;
  const RuleText& text_;
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
