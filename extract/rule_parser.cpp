// The grammar of .rules files and the reader that turns its parse tree into a RuleSet. The only part of the
// text side that includes PEGTL.
#include <tao/pegtl.hpp>
#include <tao/pegtl/contrib/parse_tree.hpp>

#include <algorithm>
#include <array>
#include <charconv>

#include <fmt/format.h>

#include "extract/lines.hpp"
#include "extract/rules.hpp"

namespace skein::extract {

namespace grammar {

namespace pegtl = tao::pegtl;
using pegtl::at, pegtl::digit, pegtl::eof, pegtl::eol, pegtl::eolf, pegtl::identifier, pegtl::list,
    pegtl::must, pegtl::not_at, pegtl::not_one, pegtl::one, pegtl::opt, pegtl::plus, pegtl::seq, pegtl::sor,
    pegtl::star, pegtl::string, pegtl::until, pegtl::blank;

struct comment : seq<one<'#'>, until<eolf>> {};
struct gap : star<sor<pegtl::space, comment>> {};
struct inline_gap : star<blank> {};
template <typename Word>
struct keyword : seq<Word, not_at<pegtl::identifier_other>> {};

struct quoted_text : star<not_one<'"', '\n'>> {};
struct quoted : seq<one<'"'>, quoted_text, one<'"'>> {};
struct name : identifier {};

// A word of a list: anything but the marks of the language.
struct bare_word : plus<not_one<' ', '\t', '\r', '\n', '{', '}', '"', '#'>> {};
struct list_body : seq<one<'{'>, gap, star<sor<quoted, bare_word>, gap>, one<'}'>> {};
struct word_item;
struct inline_items : seq<one<'{'>, inline_gap, plus<word_item, inline_gap>, must<one<'}'>>> {};
struct phrase : seq<keyword<string<'p', 'h', 'r', 'a', 's', 'e'>>, gap, must<name>, gap, must<inline_items>> {
};
struct word_list : seq<keyword<string<'w', 'o', 'r', 'd', 's'>>, gap, name, gap, must<list_body>> {};
struct place : seq<keyword<string<'p', 'l', 'a', 'c', 'e'>>, gap, must<quoted>, gap, must<list_body>> {};

struct relation
    : seq<keyword<string<'r', 'e', 'l', 'a', 't', 'i', 'o', 'n'>>, gap, must<name>, gap, must<list_body>> {};

// Tests: word|word/TAG, @list, @list/TAG, /TAG. `'s`, commas and the like are words.
struct word_char : not_one<' ', '\t', '\r', '\n', '|', '/', '?', '*', '+', '(', ')', '[', ']', '>', '<', '@',
                           '#', '{', '}', ':', '"', '$', '~'> {};
struct test_word : plus<word_char> {};
struct test_list : seq<one<'@'>, name> {};
struct test_tag : seq<one<'/'>, plus<pegtl::alpha>> {};
struct test_words : list<sor<test_list, quoted, test_word>, one<'|'>> {};
struct test_any : one<'*'> {};
struct token_test : sor<seq<test_words, star<test_tag>>, plus<test_tag>, test_any> {};
struct slot_end : not_at<sor<word_char, one<'|', '/'>>> {};
// A slot may ask for the words it stands on: B:chip|engine.
struct slot_words : opt<one<':'>, token_test> {};
struct slot_a : seq<one<'A'>, slot_words, slot_end> {};
struct slot_b : seq<one<'B'>, slot_words, slot_end> {};

struct arc_node;
struct nested : seq<one<'('>, inline_gap, arc_node, inline_gap, must<one<')'>>> {};
struct edge_label : list<identifier, one<'|'>> {};
struct edge_optional : one<'?'> {};
struct edge : seq<one<'>'>, edge_label, opt<edge_optional>, inline_gap,
                  must<sor<nested, slot_a, slot_b, token_test>>> {};
struct arc_node : seq<sor<slot_a, slot_b, token_test>, star<inline_gap, edge>> {};

struct wide_gap : string<'.', '.', '.', '.'> {};
struct long_gap : string<'.', '.', '.'> {};
struct short_gap : string<'.', '.'> {};
struct start : one<'^'> {};
struct aside : one<'~'> {};
struct implied : seq<one<'<'>, one<'A', 'B'>, one<'>'>> {};
struct possessive : seq<string<'\'', 's'>, slot_end> {};
struct repeat : one<'?', '*', '+'> {};
struct group : seq<one<'['>, inline_gap, plus<word_item, inline_gap>, must<one<']'>>> {};
struct tested : seq<token_test, opt<repeat>> {};
struct phrase_use : seq<one<'$'>, name> {};
struct alternative : plus<word_item, inline_gap> {};
struct choice
    : seq<one<'('>, inline_gap, list<alternative, string<'|', '|'>, blank>, inline_gap, must<one<')'>>> {};
struct word_item : sor<wide_gap, long_gap, short_gap, start, aside, implied, seq<possessive, not_at<repeat>>,
                       group, choice, phrase_use, slot_a, slot_b, tested> {};

struct line_end : seq<inline_gap, sor<eolf, at<comment>, at<one<'}'>>>> {};
struct arcs_line : seq<keyword<string<'a', 'r', 'c', 's'>>, inline_gap, must<arc_node>, must<line_end>> {};
struct words_line : seq<keyword<string<'w', 'o', 'r', 'd', 's'>>, inline_gap,
                        must<plus<word_item, inline_gap>>, must<line_end>> {};
struct number : seq<plus<digit>, opt<one<'.'>, plus<digit>>> {};
struct confidence_line
    : seq<keyword<string<'c', 'o', 'n', 'f', 'i', 'd', 'e', 'n', 'c', 'e'>>, inline_gap, must<number>> {};
struct flag : sor<string<'f', 'a', 'l', 'l', 'i', 'n', 'g'>, string<'p', 'l', 'e', 'd', 'g', 'e'>,
                  string<'p', 'l', 'a', 'n', 'n', 'e', 'd'>, string<'p', 'o', 's', 's', 'i', 'b', 'l', 'e'>,
                  string<'d', 'e', 'n', 'i', 'e', 'd'>> {};
struct flag_line : keyword<flag> {};
struct example_not : keyword<string<'n', 'o', 't'>> {};
struct example_line : seq<keyword<string<'e', 'x', 'a', 'm', 'p', 'l', 'e'>>, inline_gap, opt<example_not>,
                          inline_gap, must<quoted>, inline_gap, must<quoted>, inline_gap, must<quoted>> {};
struct types : list<name, plus<blank>> {};
struct signature : seq<name, one<'('>, inline_gap, must<types>, inline_gap, must<one<','>>, inline_gap,
                       must<types>, inline_gap, must<one<')'>>> {};
struct rule_body
    : seq<one<'{'>, gap, star<sor<arcs_line, words_line, confidence_line, flag_line, example_line>, gap>,
          must<one<'}'>>> {};
struct rule_definition
    : seq<keyword<string<'r', 'u', 'l', 'e'>>, gap, must<signature>, gap, must<rule_body>> {};
struct file : seq<gap, star<sor<word_list, place, phrase, relation, rule_definition>, gap>, must<eof>> {};

template <typename R>
using select = pegtl::parse_tree::selector<
    R,
    pegtl::parse_tree::store_content::on<quoted_text, name, bare_word, test_word, test_tag, edge_label,
                                         edge_optional, repeat, number, flag, example_not, implied>,
    pegtl::parse_tree::remove_content::on<
        word_list, place, relation, test_list, token_test, test_any, slot_a, slot_b, nested, edge, arc_node,
        wide_gap, long_gap, short_gap, start, aside, possessive, group, phrase_use, alternative, choice,
        phrase, inline_items, tested, arcs_line, words_line, confidence_line, flag_line, example_line, types,
        signature, rule_definition>>;
using Node = pegtl::parse_tree::node;

}  // namespace grammar

namespace {

namespace g = grammar;

constexpr std::array type_words = {std::pair{std::string_view("Person"), EntityType::person},
                                   std::pair{std::string_view("Organization"), EntityType::organization},
                                   std::pair{std::string_view("Place"), EntityType::place},
                                   std::pair{std::string_view("Product"), EntityType::product},
                                   std::pair{std::string_view("Event"), EntityType::event},
                                   std::pair{std::string_view("Work"), EntityType::work},
                                   std::pair{std::string_view("Concept"), EntityType::concept_},
                                   std::pair{std::string_view("Demonym"), EntityType::demonym},
                                   std::pair{std::string_view("Misc"), EntityType::misc},
                                   std::pair{std::string_view("Money"), EntityType::money},
                                   std::pair{std::string_view("Percent"), EntityType::percent},
                                   std::pair{std::string_view("Number"), EntityType::number},
                                   std::pair{std::string_view("Date"), EntityType::date},
                                   std::pair{std::string_view("Period"), EntityType::period},
                                   std::pair{std::string_view("Rank"), EntityType::rank}};

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
  RuleReader(RuleSet& set, std::string_view file) : set_(set), file_(file) {}

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
    const auto at = node.begin();
    if (error_.empty()) error_ = fmt::format("{}:{}:{}: {}", file_, at.line, at.column, what);
  }

  void read_relation(const g::Node& node) {
    static constexpr std::array<std::pair<std::string_view, bool graph::RelationTraits::*>, 6> words = {
        {{"one_subject", &graph::RelationTraits::one_subject},
         {"one_object", &graph::RelationTraits::one_object},
         {"once", &graph::RelationTraits::once},
         {"per_period", &graph::RelationTraits::per_period},
         {"per_day", &graph::RelationTraits::per_day},
         {"symmetric", &graph::RelationTraits::symmetric}}};
    auto& traits = set_.relations_[node.children[0]->string()];
    for (std::size_t i = 1; i < node.children.size(); ++i) {
      const auto word = node.children[i]->string();
      if (word.starts_with("implies:")) {
        set_.implied_.emplace(node.children[0]->string(), word.substr(8));
        continue;
      }
      if (word.starts_with("told_by:")) {
        set_.told_by_[node.children[0]->string()].push_back(word.substr(8));
        continue;
      }
      if (word.starts_with("named_by:")) {
        set_.named_by_[node.children[0]->string()].push_back(word.substr(9));
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
                    "implies:NAME, inverse:NAME, told_by:LIST or named_by:LIST, "
                    "not '" +
                        word + "'");
      traits.*(it->second) = true;
    }
  }

  void read_rule(const g::Node& node) {
    Rule rule;
    const auto& signature = *node.children[0];
    rule.relation = signature.children[0]->string();
    rule.subject_types = read_types(*signature.children[1]);
    rule.object_types = read_types(*signature.children[2]);
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
      return std::any_of(types.begin(), types.end(),
                         [](EntityType t) { return t == EntityType::concept_ || t == EntityType::event; });
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
    for (const auto& child : node.children) {
      const auto word = child->string();
      const auto it =
          std::find_if(type_words.begin(), type_words.end(), [&](const auto& w) { return w.first == word; });
      if (it == type_words.end())
        fail(*child, fmt::format("'{}' is no type; types are Person, Organization, Place, Product, …", word));
      else
        types.push_back(it->second);
    }
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
  std::string file_;
  std::string error_;
};

Result<void> RuleSet::add(std::string_view text, std::string_view name) {
  namespace pegtl = tao::pegtl;
  pegtl::memory_input input(text.data(), text.size(), std::string(name));
  try {
    const auto root = pegtl::parse_tree::parse<g::file, g::select>(input);
    if (!root) return Error{ErrorCode::invalid_argument, fmt::format("{}: these are not skein rules", name)};
    return RuleReader(*this, name).read(*root);
  } catch (const pegtl::parse_error& e) {
    const auto& at = e.positions().front();
    const auto line = input.line_at(at);
    return Error{ErrorCode::invalid_argument,
                 fmt::format("{}:{}:{}: cannot read this rule from here on\n  {}\n  {:>{}}", name, at.line,
                             at.column, std::string_view(line), "^", at.column)};
  }
}

}  // namespace skein::extract
