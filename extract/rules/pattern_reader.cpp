#include "extract/rules/pattern_reader.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "extract/text/lines.hpp"

namespace skein::extract {

namespace g = grammar;

namespace {

constexpr std::array tag_words = {
    std::pair{std::string_view("noun"), Upos::noun},   std::pair{std::string_view("verb"), Upos::verb},
    std::pair{std::string_view("adj"), Upos::adj},     std::pair{std::string_view("adv"), Upos::adv},
    std::pair{std::string_view("propn"), Upos::propn}, std::pair{std::string_view("num"), Upos::num},
    std::pair{std::string_view("det"), Upos::det},     std::pair{std::string_view("adp"), Upos::adp},
    std::pair{std::string_view("pron"), Upos::pron},   std::pair{std::string_view("aux"), Upos::aux},
    std::pair{std::string_view("part"), Upos::part},   std::pair{std::string_view("punct"), Upos::punct},
    std::pair{std::string_view("cconj"), Upos::cconj}};

WordItem token_item(TokenTest test, std::uint8_t least, std::uint8_t most) {
  WordItem item;
  item.test = std::move(test);
  item.least = least;
  item.most = most;
  return item;
}
WordItem one_of(WordSet words, std::uint8_t least, std::uint8_t most) {
  TokenTest test;
  test.words = std::move(words);
  return token_item(std::move(test), least, most);
}
WordItem slot_item(Slot slot) {
  WordItem item;
  item.kind = WordItem::Kind::slot;
  item.slot = slot;
  return item;
}
bool plain_slot(const ArcNode& node) {
  return node.slot != Slot::none && node.edges.empty() && node.test.any_word();
}

}  // namespace

PatternReader::PatternReader(const Phrases& phrases, Lists lists, Fail fail)
    : phrases_(phrases), lists_(std::move(lists)), fail_(std::move(fail)) {}

TokenTest PatternReader::test(const g::Node& node) const {
  TokenTest out;
  for (const auto& child : node.children) {
    if (child->is_type<g::test_list>()) {
      out.lists.push_back(&lists_(child->children[0]->string()));
    } else if (child->is_type<g::test_tag>()) {
      const auto word = ascii_lower(child->string().substr(1));
      if (word == "plural") {
        out.plural = true;
        continue;
      }
      const auto it =
          std::find_if(tag_words.begin(), tag_words.end(), [&](const auto& w) { return w.first == word; });
      if (it == tag_words.end())
        fail_(*child, fmt::format("'/{}' is no part of speech", word));
      else
        out.tags.push_back(it->second);
    } else if (!child->is_type<g::test_any>()) {
      const auto word = child->string();
      out.words.insert(ascii_lower(word));
      if (word == "'s") out.words.insert("’s");
    }
  }
  return out;
}

ArcNode PatternReader::arc_node(const g::Node& node) const {
  ArcNode result;
  const auto& first = *node.children[0];
  arc_target(first, result);
  for (std::size_t i = 1; i < node.children.size(); ++i) result.edges.push_back(edge(*node.children[i]));
  return result;
}

void PatternReader::arc_target(const g::Node& node, ArcNode& into) const {
  const bool slot = node.is_type<g::slot_a>() || node.is_type<g::slot_b>();
  if (!slot) {
    into.test = test(node);
    return;
  }
  into.slot = node.is_type<g::slot_a>() ? Slot::subject : Slot::object;
  if (!node.children.empty()) into.test = test(*node.children[0]);
}

ArcNode::Edge PatternReader::edge(const g::Node& node) const {
  static constexpr std::array<std::string_view, 10> labels = {"is",    "subj", "obj", "comp", "poss",
                                                              "appos", "mod",  "any", "acl",  "head"};
  ArcNode::Edge out;
  const auto label = node.children[0]->string();
  for (std::size_t from = 0; from <= label.size();) {
    const auto bar = std::min(label.find('|', from), label.size());
    auto one = label.substr(from, bar - from);
    if (std::find(labels.begin(), labels.end(), one) != labels.end())
      out.labels.push_back(std::move(one));
    else
      out.prepositions.push_back(std::move(one));
    from = bar + 1;
  }
  std::size_t i = 1;
  if (node.children[i]->is_type<g::edge_optional>() || node.children[i]->is_type<g::edge_absent>()) {
    (node.children[i]->is_type<g::edge_absent>() ? out.absent : out.optional) = true;
    ++i;
  }
  const auto& target = *node.children[i];
  out.to = std::make_unique<ArcNode>();
  if (target.is_type<g::nested>())
    *out.to = arc_node(*target.children[0]);
  else
    arc_target(target, *out.to);
  return out;
}

WordItem PatternReader::word_item(const g::Node& node) const {
  WordItem item;
  using Kind = WordItem::Kind;
  if (node.is_type<g::slot_a>() || node.is_type<g::slot_b>()) {
    item.kind = Kind::slot;
    item.slot = node.is_type<g::slot_a>() ? Slot::subject : Slot::object;
    if (!node.children.empty()) item.test = test(*node.children[0]);
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
    const auto it = phrases_.find(name);
    if (it == phrases_.end()) fail_(node, "no phrase $" + name + " stands before this");
    item.kind = Kind::choice;
    if (it != phrases_.end()) item.choices.push_back(it->second);
  } else if (node.is_type<g::choice>()) {
    item.kind = Kind::choice;
    for (const auto& child : node.children) {
      item.choices.emplace_back();
      for (const auto& part : child->children) item.choices.back().push_back(word_item(*part));
    }
  } else if (node.is_type<g::group>()) {
    item.kind = Kind::group;
    for (const auto& child : node.children) item.group.push_back(word_item(*child));
  } else {
    item.test = test(*node.children[0]);
    if (node.children.size() > 1) {
      const auto mark = node.children[1]->string();
      item.least = mark == "+" ? 1 : 0;
      item.most = mark == "?" ? 1 : 4;
    }
  }
  return item;
}

RolePattern PatternReader::role(const g::Node& node) const {
  RolePattern out;
  for (const auto& part : node.children) {
    if (part->is_type<g::role_with>()) {
      out.with = test(*part->children[0]);
    } else if (part->is_type<g::role_unless>()) {
      out.unless = test(*part->children[0]);
    } else {
      for (const auto& item : part->children) {
        if (item->is_type<g::slot_a>() || item->is_type<g::slot_b>())
          fail_(*item, "a role has no ends of its own; its rule's types say who holds it, and of what");
        else if (item->is_type<g::implied>())
          out.implied = true;
        else
          out.noun.push_back(word_item(*item));
      }
    }
  }
  if (out.noun.empty()) fail_(node, "a role needs a word");
  return out;
}

void close_gaps(std::vector<WordItem>& items) {
  for (std::size_t i = 1; i < items.size(); ++i)
    items[i].closed = items[i].kind == WordItem::Kind::gap && (items[i - 1].kind == WordItem::Kind::slot ||
                                                               items[i - 1].kind == WordItem::Kind::aside);
}

void add_plain_order(Rule& rule, const ArcNode& verb) {
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
  rule.words.push_back({slot_item(other->to->slot), aside, one_of(passive, 1, 4), token_item(verb.test, 1, 1),
                        one_of({"by"}, 1, 1), article, slot_item(doer->to->slot)});
}

}  // namespace skein::extract
