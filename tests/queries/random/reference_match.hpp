// MATCH by brute force: every node and every relationship of a small graph is tried at every place of a
// pattern, in the order of the text. Shares no code with the language: what it finds is what the
// specification says (openCypher 9, "MATCH"; a relationship comes once in a MATCH; three-valued WHERE).
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "tests/queries/random/small_graph.hpp"

namespace skein::tests {

struct RefNode {
  std::string name;                 // empty: anonymous
  std::vector<std::string> labels;  // all of them, or with `any_label` one of them
  bool any_label = false;
  std::optional<int> k;  // {k: ...}
};
enum class RefDirection { right, left, either };
struct RefHop {
  std::string name;
  std::vector<std::string> types;
  RefDirection direction = RefDirection::right;
  std::optional<std::pair<int, std::optional<int>>> length;  // *min..max
  std::optional<int> w;
};
struct RefPath {
  std::string name;  // of the path; empty: none
  std::vector<RefNode> nodes;
  std::vector<RefHop> hops;
};

struct RefPredicate;
using RefPredicatePtr = std::shared_ptr<const RefPredicate>;
struct RefTerm {  // name.key, or a number
  std::string name, key;
  int number = 0;
};
struct RefCompare {
  RefTerm left, right;
  std::string op;
};  // = <> < <= > >=
struct RefHasLabel {
  std::string name, label;
};
struct RefSame {
  std::string left, right;
  bool differ;
};  // two nodes
struct RefIn {
  RefTerm left;
  std::vector<int> numbers;
};
struct RefIsNull {
  RefTerm term;
};
struct RefNot {
  RefPredicatePtr of;
};
struct RefBoth {
  RefPredicatePtr left, right;
  bool any;
};  // AND; with `any` OR
struct RefExists {
  RefPath path;
  RefPredicatePtr where;
  bool braces;
};  // a bare pattern, or EXISTS { }
struct RefCountOf {
  RefPath path;
  RefPredicatePtr where;
  std::string op;
  int number;
};  // COUNT { } op number
struct RefPredicate {
  std::variant<RefCompare, RefHasLabel, RefSame, RefIn, RefIsNull, RefNot, RefBoth, RefExists, RefCountOf>
      node;
};

struct RefMatch {
  bool optional = false;
  std::vector<RefPath> paths;
  RefPredicatePtr where;
};

// What a name stands for: places in the graph's vectors; a null; or the relationships of a variable length.
struct RefPathValue {
  std::vector<int> nodes, relationships;
};
struct RefNodeValue {
  int at;
};
struct RefRelationshipValue {
  int at;
};
using RefValue =
    std::variant<std::monostate, RefNodeValue, RefRelationshipValue, std::vector<int>, RefPathValue>;
using RefRow = std::map<std::string, RefValue>;

std::string text_of(const RefPath& path);
std::string text_of(const RefPredicate& predicate);
std::string text_of(const RefMatch& match);

// The rows after all the clauses, each beginning with what the one before gave. Nothing when there are too
// many ways to try.
std::optional<std::vector<RefRow>> reference_rows(const SmallGraph& graph,
                                                  const std::vector<RefMatch>& clauses);
// name.key of a row; nothing for null.
std::optional<int> reference_property(const SmallGraph& graph, const RefRow& row, const RefTerm& term);

}  // namespace skein::tests
