// The rule language: word lists, places with their demonyms, and rules that find relations by patterns over
// tokens and over dependency arcs. docs/extraction.md describes the language; rules/*.rules are the ones that
// ship.
//
//   words maker_noun { maker manufacturer drugmaker }
//   place "Norway" { Norwegian }
//   relation CEO_OF { one_subject }
//   phrase chief { ( ceo || chief executive officer? ) }
//   rule OWNS_STAKE_IN(Person Organization, Organization) {
//     arcs  own|hold|buy >subj A >obj ( stake|share|holding >in B )
//     words A 's .. stake in B
//     words A , $chief of B
//     confidence 0.9
//     example "Ann Lee owns a stake in Norvik Foods." "Ann Lee" "Norvik Foods"
//   }
//
// Types, names and what relations join: schema.hpp.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "extract/document.hpp"
#include "extract/rules/schema.hpp"
#include "graph/conflicts.hpp"
#include "graph/evidence.hpp"
#include "storage/result.hpp"

namespace skein::extract {

struct StringHash {
  using is_transparent = void;
  std::size_t operator()(std::string_view s) const noexcept { return std::hash<std::string_view>{}(s); }
};
using WordSet = std::unordered_set<std::string, StringHash, std::equal_to<>>;

class RuleSet;

// A rule set numbers every word that its tests and lists have, from 1, so that matching compares numbers and
// not texts.
using WordNumber = std::uint32_t;
inline constexpr WordNumber no_word = 0;  // no rule speaks of it

// Numbers of words, asked for often.
class WordNumbers {
 public:
  WordNumbers() = default;
  explicit WordNumbers(const std::vector<WordNumber>& numbers);
  [[nodiscard]] bool contains(WordNumber n) const {
    return n / 64 < bits_.size() && (bits_[n / 64] >> (n % 64) & 1) != 0;
  }

 private:
  std::vector<std::uint64_t> bits_;
};

// The words of a document by the numbers of a rule set. Good as long as the tokens stay as they are.
class RuleWords {
 public:
  RuleWords(const Document& document, const RuleSet& rules);
  [[nodiscard]] WordNumber lower(std::uint32_t token) const { return words_[token].first; }
  [[nodiscard]] WordNumber lemma(std::uint32_t token) const { return words_[token].second; }
  [[nodiscard]] bool any_in(const WordNumbers& set, std::uint32_t token) const {
    return set.contains(lower(token)) || set.contains(lemma(token));
  }

 private:
  std::vector<std::pair<WordNumber, WordNumber>> words_;
};

// What a token must be: one of `words` by lower case form or lemma (empty: any), with one of `tags` (empty:
// any).
struct TokenTest {
  std::vector<const WordSet*> lists;
  WordSet words;
  std::vector<Upos> tags;
  bool plural = false;
  std::shared_ptr<const WordNumbers> numbers;  // of words and lists; there once the rule set is whole
  [[nodiscard]] bool any_word() const { return words.empty() && lists.empty(); }
  [[nodiscard]] bool matches(const Document& document, const RuleWords& words, std::uint32_t token) const;
};

enum class Slot : std::uint8_t { none, subject, object };

// A node of an arcs pattern with the edges that leave it.
struct ArcNode {
  Slot slot = Slot::none;
  TokenTest test;  // of the token itself; with a slot too
  struct Edge {
    std::vector<std::string> labels;  // "subj", "obj", "comp", "poss", "appos", "mod", "acl", "head", "any"
    std::vector<std::string> prepositions;  // "in", "of": phrases that hang on by one of these
    bool optional = false;
    bool absent = false;  // nothing may hang there
    std::unique_ptr<ArcNode> to;
  };
  std::vector<Edge> edges;
};

// One item of a words pattern.
struct WordItem {
  enum class Kind : std::uint8_t {
    slot,
    token,
    gap,
    group,
    choice,
    start,
    aside,
    possessive,
    implied
  } kind = Kind::token;
  Slot slot = Slot::none;
  TokenTest test;
  // An implied end is one that the sentence leaves unsaid. An aside is what stands between two commas, dashes
  // or in parentheses, or nothing; a possessive is "'s", and nothing after a pronoun that is one ("its").
  bool closed = false;                         // a gap that may not begin with a comma and a finite verb
  std::uint8_t least = 1, most = 1;            // repetitions of a token, or the length of a gap
  std::vector<WordItem> group;                 // an optional part
  std::vector<std::vector<WordItem>> choices;  // one of these
};

// What somebody is to something, by a noun: "chief executive", "mayor". The shapes around it are the
// matcher's: possessive, apposition, title, "is", "became", "named … as".
struct RolePattern {
  std::vector<WordItem> noun;  // the words of the role; no slots
  TokenTest with;              // what else may stand before it; any word when empty
  TokenTest unless;            // what may not stand before it; nothing when empty
  bool implied = false;        // the sentence may leave unsaid of what
};

struct Example {
  std::string text, subject, object;
  bool expected = true;  // false: the rule must not find this
};

struct Rule {
  std::string name;   // "OWNS_STAKE_IN.3": relation and number within it
  std::string place;  // "mine.rules:12:1"
  std::string relation;
  std::vector<EntityType> subject_types, object_types;
  std::vector<ArcNode> arcs;
  std::vector<std::vector<WordItem>> words;
  std::vector<RolePattern> roles;
  double confidence = 0.8;
  bool falling = false;  // the change it speaks of goes down
  bool pledge = false;   // a plan of the subject's own is the fact itself, not a plan of the fact
  graph::Modality modality = graph::Modality::asserted;  // at least this
  graph::Polarity polarity = graph::Polarity::affirmed;
  std::vector<Example> examples;
};

// A .rules file with the lists of names that it says stand in files of their own. Reading these again gives
// what the files gave, wherever they are now.
struct RuleText {
  std::string name;  // the path as given, for messages
  std::string text;
  std::map<std::string, std::string> files;  // path as written in the text -> what it holds
  bool operator==(const RuleText&) const = default;
};
// Files, and those that end in .rules of folders, in name order; lists of names are looked for beside the
// file that names them.
Result<std::vector<RuleText>> read_rule_texts(const std::vector<std::filesystem::path>& paths);

class RuleSet {
 public:
  // Parses files or directories of *.rules (in name order). Errors name file, line and column, what was found
  // and what was wanted.
  static Result<RuleSet> load(const std::vector<std::filesystem::path>& paths);
  static Result<RuleSet> load(const std::vector<RuleText>& texts);
  static Result<RuleSet> parse(std::string_view text, std::string_view name);

  RuleSet();
  RuleSet(RuleSet&&) noexcept;
  RuleSet& operator=(RuleSet&&) noexcept;
  ~RuleSet();

  [[nodiscard]] const std::vector<Rule>& rules() const { return rules_; }
  // A word list by its name; an empty one when no file has it.
  [[nodiscard]] const WordSet& list(std::string_view name) const;
  // The number of a word, in lower case; no_word when no rule and no list has it.
  [[nodiscard]] WordNumber number(std::string_view word) const;
  // Numbers are below this.
  [[nodiscard]] std::size_t number_end() const { return numbers_.size() + 1; }
  // A noun that may stand before a name and say what it is ("utility", "engineer", "president"): one of the
  // lists for kinds of people, organisations, places and products has it. Lower case in.
  [[nodiscard]] bool is_description(std::string_view noun) const {
    return descriptions_.contains(number(noun));
  }
  // "chinese" -> "China", "u.s." -> "United States"; empty for anything else. Lower case in.
  [[nodiscard]] std::string_view place_of(std::string_view word) const;
  // Relations that something is said of: "relation CEO_OF { one_subject }".
  [[nodiscard]] const std::map<std::string, graph::RelationTraits>& relations() const { return relations_; }
  // "relation CEO_OF { implies:EMPLOYED_BY }"
  [[nodiscard]] bool implies(const std::string& relation, const std::string& weaker) const {
    return implied_.contains({relation, weaker});
  }
  // Where a relation was learned and no rule found it, a word of some list must stand by ("relation
  // FOUNDED_BY { told_by:founding_word }") or be part of its object ("named_by:party_word"), and none of
  // others ("denied_by:past_word") on the way between the two. Empty: none need be there.
  [[nodiscard]] const std::vector<std::string>& told_by(std::string_view relation) const {
    return lists_of(told_by_, relation);
  }
  [[nodiscard]] const std::vector<std::string>& denied_by(std::string_view relation) const {
    return lists_of(denied_by_, relation);
  }
  [[nodiscard]] const std::vector<std::string>& named_by(std::string_view relation) const {
    return lists_of(named_by_, relation);
  }
  [[nodiscard]] bool is_place(std::string_view name) const { return places_.contains(name); }
  [[nodiscard]] const Schema& schema() const { return schema_; }
  // What a relation joins: what the schema says of it, else the types of its rules. Empty for one that is
  // unknown.
  [[nodiscard]] std::vector<RelationEnds> ends(std::string_view relation) const;
  // The name of a relation as this set keeps it, for as long as it lives; empty for one that is unknown.
  [[nodiscard]] std::string_view relation_name(std::string_view relation) const;
  // Every relation that a rule finds or a line declares, in order.
  [[nodiscard]] std::vector<std::string> relation_names() const;
  [[nodiscard]] const std::string& fingerprint() const { return fingerprint_; }

 private:
  friend class RuleReader;
  Result<void> add(const RuleText& text);
  // What only all files together show: lists that no file has, rules that find what their relation does not
  // join.
  Result<void> check() const;
  // Numbers all words, once the last file is read.
  void number_words();

  std::vector<Rule> rules_;
  std::map<std::string, std::unique_ptr<WordSet>, std::less<>> lists_;
  std::map<std::string, std::vector<WordItem>, std::less<>> phrases_;  // named parts of words patterns
  std::unordered_map<std::string, std::string, StringHash, std::equal_to<>> demonyms_;
  WordSet places_;
  std::unordered_map<std::string_view, WordNumber> numbers_;  // of words that tests and lists own
  WordNumbers descriptions_;
  std::map<std::string, graph::RelationTraits> relations_;
  std::set<std::pair<std::string, std::string>> implied_;  // stronger, weaker
  using Lists = std::map<std::string, std::vector<std::string>, std::less<>>;
  static const std::vector<std::string>& lists_of(const Lists& lists, std::string_view relation);
  Lists told_by_, denied_by_, named_by_;
  std::map<std::string, std::string>
      list_uses_;  // list of told_by, denied_by or named_by -> where it is first wanted
  Schema schema_;
  std::string fingerprint_;
};

// $SKEIN_DATA/rules, or else <directory of the program>/../share/skein/rules.
std::filesystem::path default_rule_directory();

}  // namespace skein::extract
