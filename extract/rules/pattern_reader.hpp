// Turns the parse tree of one pattern into what the matcher runs. For rule_parser.cpp alone.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "extract/rules/rule_grammar.hpp"
#include "extract/rules/rules.hpp"

namespace skein::extract {

class PatternReader {
 public:
  using Phrases = std::map<std::string, std::vector<WordItem>, std::less<>>;
  // The word list of a name, which lives as long as the rules; an unknown one is made, for its words may
  // follow.
  using Lists = std::function<const WordSet&(const std::string&)>;
  // Takes the place of a mistake and what is wrong there. Reading goes on, its result is of no use.
  using Fail = std::function<void(const grammar::Node&, const std::string&)>;

  // `phrases`: those named so far; must outlive the reader.
  PatternReader(const Phrases& phrases, Lists lists, Fail fail);

  [[nodiscard]] ArcNode arc_node(const grammar::Node& node) const;
  [[nodiscard]] WordItem word_item(const grammar::Node& node) const;
  [[nodiscard]] RolePattern role(const grammar::Node& node) const;

 private:
  [[nodiscard]] TokenTest test(const grammar::Node& node) const;
  [[nodiscard]] ArcNode::Edge edge(const grammar::Node& node) const;
  void arc_target(const grammar::Node& node, ArcNode& into) const;

  const Phrases& phrases_;
  Lists lists_;
  Fail fail_;
};

// What stands behind a name and a comma is said of somebody else as often as not ("the heir of Ann Lee, owns
// …"): asides and commas must be asked for.
void close_gaps(std::vector<WordItem>& items);

// "A owns B", "B was bought by A", "A works for B": where a verb has nothing but its two ends, their plain
// order is a pattern of the rule, too. It holds where the parser was led astray. Free phrases as ends need
// the parser.
void add_plain_order(Rule& rule, const ArcNode& verb);

}  // namespace skein::extract
