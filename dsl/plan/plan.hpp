// The logical plan of a statement: a tree of nodes, each turning the rows of its inputs into rows. Rows carry
// a value for each symbol known so far (ast::Symbol, given by bind; the planner adds symbols of its own).
// Patterns continue on top of the rows they are given, so a plan is mostly a chain that starts at an
// Argument: the one empty row of a statement, or the rows which an enclosing node hands in.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>
#include <variant>
#include <vector>

#include "dsl/ast.hpp"
#include "dsl/bind.hpp"

namespace skein::dsl::plan {

using ast::Expr;
using ast::Symbol;
inline constexpr Symbol no_symbol = -1;

struct FoldPattern;
struct Node;
using NodePtr = std::unique_ptr<Node>;

// --- leaves and scans (a scan gives all its nodes for each row of its input)
// ------------------------------------

struct Argument {};
struct AllNodesScan {
  Symbol node;
};
struct LabelScan {
  Symbol node;
  std::string label;
};
// What an index is asked for. Exactly one of: equals; one_of (a list); element (of the lists to find);
// prefix; lower and/or upper.
struct SeekBounds {
  const Expr *equals = nullptr, *one_of = nullptr, *element = nullptr, *prefix = nullptr, *lower = nullptr,
             *upper = nullptr;
  bool lower_inclusive = false, upper_inclusive = false;
};
// Nodes of a label by an indexed property.
struct IndexSeek {
  Symbol node;
  std::string label, key, index;
  SeekBounds bounds = {};
};
// Relationships of a type by an indexed property.
struct RelationshipSeek {
  Symbol relationship;
  std::string type, key, index;
  SeekBounds bounds = {};
};
// Nodes by id(n) = x.
struct IdSeek {
  Symbol node;
  const Expr* id;
};

// --- pattern steps
// --------------------------------------------------------------------------------------------

struct PropertyTest {
  std::string key;
  const Expr* value;
};

// One hop from a bound node. With `into` the other end is bound as well and only the relationships between
// are found.
struct Expand {
  Symbol from, relationship, to;
  ast::PatternDirection direction;        // as seen from `from`
  const ast::LabelExpr* types = nullptr;  // null: any
  bool into = false;
  std::vector<Symbol> unlike;     // bound relationships (or lists) of the same MATCH that it must differ from
  bool keep_relationship = true;  // is the relationship looked at further up?
  bool count_only = false;        // nor is the other end: the row stays, its weight times the degree
};
// Nodes that several bound nodes lead to, one relationship from each: what an Expand and the Expands `into`
// its end would find, found without the rows between them. See rules/intersect_neighbours.cpp.
struct IntersectArm {
  Symbol from, relationship;
  ast::PatternDirection direction;  // as seen from `from`
  const ast::LabelExpr* types = nullptr;
  std::vector<Symbol> unlike = {};  // as of an Expand; earlier arms among them
  bool keep_relationship = true;
};
struct Intersect {
  Symbol to;
  std::vector<IntersectArm> arms;
};
// Paths of min..max hops; `relationship` becomes the list of relationships, no relationship twice.
struct VarExpand {
  Symbol from, relationship, to;
  ast::PatternDirection direction;
  const ast::LabelExpr* types = nullptr;
  std::int64_t min = 1;
  std::optional<std::int64_t> max = {};
  bool into = false;
  bool reversed = false;                 // walked against the pattern: the list is turned round
  std::vector<PropertyTest> tests = {};  // each relationship must have these
  std::vector<Symbol> unlike = {};
  bool keep_relationship = true;
  bool distinct_ends = false;  // each end once will do; see rules/distinct_ends.cpp
};
// A relationship (or list of relationships) that is bound already: finds or checks its ends.
struct Ends {
  Symbol relationship, from, to;
  ast::PatternDirection direction;
  const ast::LabelExpr* types = nullptr;
  bool from_bound = false, to_bound = false;
  std::optional<ast::VariableLength> length = {};
  std::vector<Symbol> unlike = {};
};
// Shortest paths between two bound nodes: the first one, or all of the least length.
struct ShortestPath {
  Symbol path, from, relationship, to;
  ast::PatternDirection direction;
  const ast::LabelExpr* types = nullptr;
  std::int64_t min = 1;
  std::optional<std::int64_t> max = {};
  bool all = false;
  bool single = false;  // one relationship, not a list (shortestPath((a)-[r]->(b)))
  std::vector<PropertyTest> tests = {};
};
// A chain of hops, walked min..max times without using a relationship twice: inputs[1] finds it once, from
// `start` (in its Argument) to `end`. With `fewest` it looks for the shortest only: so many paths a row, or
// all paths of so many least lengths.
struct Repeat {
  Symbol from, to;
  Symbol start, end;
  std::int64_t min = 1;
  std::optional<std::int64_t> max = {};
  bool into = false;
  bool reversed = false;            // walked against the pattern: lists are turned round
  std::vector<Symbol> hops = {};    // the chain's relationships, in the order of walking
  Symbol relationship = no_symbol;  // becomes the list of all of them
  std::vector<ast::GroupVariable> lists = {};
  Symbol row = no_symbol;  // inside: the number of the row
  std::vector<Symbol> unlike = {};
  std::int64_t fewest = 0;                // 0: all paths
  Symbol path = no_symbol;                // becomes the path, where `accepts` may look at it
  std::vector<const Expr*> accepts = {};  // what a path must be like to count
  bool groups = false;                    // `fewest` counts lengths
};
// Of the rows of its input, those with the shortest `path` for each pair of ends: `count` rows, or all of the
// `count` least lengths.
struct Shortest {
  Symbol path, from, to;
  std::int64_t count = 1;
  bool groups = false;
};
struct NamedPath {
  Symbol path;
  std::vector<Symbol> nodes, relationships;
};

// --- rows
// -------------------------------------------------------------------------------------------------------

struct Filter {
  std::vector<const Expr*> predicates;
};
struct Assignment {
  Symbol symbol;
  const Expr* value;
};
struct Project {
  std::vector<Assignment> items;
};  // all values are of the input row
struct Keep {
  std::vector<Symbol> symbols;
};  // forgets all others
struct AggregateCall {
  Symbol symbol;
  const Expr* call;
};  // FunctionCall or CountStar
struct Aggregate {
  std::vector<Assignment> keys;
  std::vector<AggregateCall> calls;
  std::shared_ptr<const FoldPattern> fold =
      {};  // what is below, when it may be worked out without making the rows
};
// What an Aggregate over all nodes, those of a label or one plain hop counts, out of the counts that the
// store keeps. See rules/kept_counts.cpp.
struct KeptCounts {
  std::string label = {};                 // of nodes with it; empty: of all
  bool relationships = false;             // or of relationships
  const ast::LabelExpr* types = nullptr;  // of these types; null: any
  std::vector<Symbol> type_names = {};  // become the type, and there is a row for each; none: one row for all
  std::vector<Symbol> counts = {};      // become the count
};
struct Distinct {
  std::vector<Symbol> symbols;
};
struct SortKey {
  const Expr* value;
  bool descending = false;
};
struct Sort {
  std::vector<SortKey> keys;
  const Expr* limit = nullptr;
};  // with limit: only the first ones are kept
struct Skip {
  const Expr* count;
};
struct Limit {
  const Expr* count;
};
struct Unwind {
  const Expr* list;
  Symbol symbol;
};
struct LoadCsv {
  const Expr* url;
  Symbol symbol;  // becomes a list of strings, or a map by the first line's names
  bool with_headers = false;
  char separator = ',';
};
// Equal rows of the kept symbols become one row with a weight. See rules/group_while_expanding.hpp.
// Of a relationship in `loops_only` only loops are told apart; all others count as null.
struct Group {
  std::vector<Symbol> symbols, loops_only;
};
// Inputs one after the other; inputs[i]'s columns[i][k] becomes output[k].
struct Union {
  std::vector<std::vector<Symbol>> columns;
  std::vector<Symbol> output;
};

// --- nested
// -----------------------------------------------------------------------------------------------------

// For each row of inputs[0] the rows of inputs[1], whose Argument is that row.
enum class ApplyKind : std::uint8_t {
  inner,
  optional,
  unit
};  // unit: run for its effects, the row stays as it was
// The rows are handled so many at a time, each lot in a transaction of its own.
struct InTransactions {
  const Expr* rows = nullptr;  // null: 1000
  ast::InTransactions::OnError on_error = ast::InTransactions::OnError::fail;
  Symbol status = no_symbol;  // becomes a map that tells how a row's transaction went
};
struct Apply {
  ApplyKind kind;
  bool batched = true;             // inputs[1] treats rows one by one, so it may be given many at a time
  Symbol row = no_symbol;          // batched: the number of the row within the batch
  std::vector<Symbol> added = {};  // symbols which inputs[1] brings
  std::optional<InTransactions> transactions = {};
};
// Rows of both inputs with equal values: the second input is gathered first; it does not see the first.
struct HashJoin {
  std::vector<const Expr*> left, right;
  std::vector<Symbol> added;
};
// The rows of the first input that have a partner with equal keys in the second; with `anti`, those that have
// none.
struct SemiJoin {
  std::vector<const Expr*> left, right;
  bool anti = false;
};
struct ProcedureCall {
  std::string name;
  std::vector<const Expr*> arguments;
  bool from_parameters = false;                        // standalone without arguments
  std::vector<std::pair<std::size_t, Symbol>> yields;  // output number -> symbol
  bool void_result = false;                            // gives nothing: each row stays
};

// --- writes: all rows of the input are taken in before the first change
// --------------------------------------------

struct NewNode {
  Symbol symbol;
  std::vector<std::string> labels;
  const Expr* properties = nullptr;
};
struct NewRelationship {
  Symbol symbol, from, to;
  std::string type;
  const Expr* properties = nullptr;
};
using NewElement = std::variant<NewNode, NewRelationship>;
struct Create {
  std::vector<NewElement> elements;
};
// inputs[1] finds the pattern for one row (its Argument); otherwise the elements are made.
struct Merge {
  std::vector<NewElement> elements;
  std::vector<std::pair<std::string, Symbol>> keys;  // property -> value that must not be null
  std::vector<const ast::SetItem*> on_create, on_match;
  std::vector<Symbol> added;
};
struct SetItems {
  std::vector<const ast::SetItem*> items;
};
struct RemoveItems {
  const ast::Remove* clause;
};
struct Delete {
  bool detach;
  std::vector<const Expr*> items;
};
// inputs[1] (over its Argument) changes the graph for each element of the list.
struct Foreach {
  const Expr* list;
  Symbol symbol;
};

struct Node {
  std::variant<Argument, AllNodesScan, LabelScan, IndexSeek, RelationshipSeek, IdSeek, Expand, Intersect,
               VarExpand, Ends, ShortestPath, Repeat, Shortest, NamedPath, Filter, Project, Keep, Aggregate,
               KeptCounts, Distinct, Sort, Skip, Limit, Unwind, LoadCsv, Group, Union, Apply, HashJoin,
               SemiJoin, ProcedureCall, Create, Merge, SetItems, RemoveItems, Delete, Foreach>
      op;
  std::vector<NodePtr> inputs;
  double rows = 1;  // estimated
};

// A pattern or query inside an expression: what it counts, collects or asks for is found by `root` for the
// rows handed to its Argument.
struct SubPlan {
  enum class Kind : std::uint8_t { exists, count, collect, first } kind = Kind::exists;  // first: or null
  NodePtr root;
  bool batched = true;
  Symbol row = no_symbol;
  const Expr* value = nullptr;      // collect: this
  Symbol value_symbol = no_symbol;  // or this
};

// A planned statement. Owns the statement it points into.
struct Plan {
  BoundStatement bound;
  NodePtr root;
  std::vector<Symbol> columns;  // of the result, as bound.columns names them; empty: no rows are given out
  std::size_t symbols = 0;      // bind's and the planner's
  bool updates = false;
  std::vector<std::unique_ptr<Expr>> made;            // expressions which the planner wrote
  std::unordered_map<const Expr*, SubPlan> subplans;  // by the expression that asks
  std::unordered_map<const Expr*, Symbol> replaced;   // expressions whose value a column holds already
  std::vector<std::string> warnings;
};

NodePtr make(decltype(Node::op) op, NodePtr input = nullptr);

// The tree as text, a line a node, the root first:
//   Filter p.age > 30
//     Expand (p)-[:KNOWS]->(q)
std::string print(const Plan& plan);
std::string describe(const Plan& plan, const Node& node);  // one line of it
std::string symbol_name(const Plan& plan, Symbol symbol);  // as written, or _N

}  // namespace skein::dsl::plan
