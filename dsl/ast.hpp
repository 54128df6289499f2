// The abstract syntax tree of a statement: plain structs with source spans, printable back to text (print.hpp).
// Made by parse.hpp; bind.hpp then fills in what is marked "bind:" and refuses what has no meaning.
// Shapes follow the openCypher 9 grammar; names are its names.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "graph/schema_rule.hpp"
#include "graph/value_type.hpp"
#include "storage/value.hpp"

namespace skein::dsl::ast {

// Byte offsets into the statement's text, end exclusive.
struct Span {
  std::uint32_t begin = 0, end = 0;
};

struct Expr;
using ExprPtr = std::unique_ptr<Expr>;
struct Query;
using QueryPtr = std::unique_ptr<Query>;

// A variable in an expression or pattern. Symbols number the variables of a statement: two variables of one name
// in different scopes are two symbols. -1 before bind.
using Symbol = std::int32_t;
struct Variable {
  std::string name;  // empty: anonymous (bind gives it a symbol all the same)
  Span span;
  Symbol symbol = -1;  // bind:
};

// --- patterns ------------------------------------------------------------------------------------------------

// Label expressions: A, :A:B (and), A|B, A&B, !A, %.
struct LabelExpr;
using LabelExprPtr = std::unique_ptr<LabelExpr>;
struct LabelName { std::string name; };
struct LabelWildcard {};
struct LabelNot { LabelExprPtr operand; };
struct LabelAnd { std::vector<LabelExprPtr> operands; };
struct LabelOr { std::vector<LabelExprPtr> operands; };
struct LabelExpr {
  std::variant<LabelName, LabelWildcard, LabelNot, LabelAnd, LabelOr> node;
  Span span;
};

enum class PatternDirection : std::uint8_t { right, left, either };  // -->, <--, -- (and <-->)

struct NodePattern {
  Variable variable;
  LabelExprPtr labels;   // null: none
  ExprPtr properties;    // MapLiteral or Parameter; null: none
  ExprPtr where;         // WHERE inside the pattern; null: none
  Span span;
};

struct VariableLength {
  std::optional<std::int64_t> min, max;  // absent: 1 and unbounded
};

struct QuantifiedPath;

struct RelationshipPattern {
  Variable variable;
  LabelExprPtr types;    // null: any; LabelOr of names for A|B
  PatternDirection direction = PatternDirection::either;
  std::optional<VariableLength> length;  // `*`, `*2`, `*1..3`
  ExprPtr properties, where;
  // ((x)-[r]->(y) WHERE ...){1,3}: what is walked `length` times; then all of the above but `length` is empty.
  std::unique_ptr<QuantifiedPath> group;
  Span span;
};

// all: every path. shortest: `count` of them for each pair of ends (shortestPath(...), SHORTEST 3). all_shortest: all
// of the least length. shortest_groups: all of the `count` least lengths.
enum class PathSelector : std::uint8_t { all, shortest, all_shortest, shortest_groups };

// nodes.size() == relationships.size() + 1
struct PathPattern {
  Variable path;  // name empty: not named
  PathSelector selector = PathSelector::all;
  std::int64_t count = 1;
  bool called = false;  // written shortestPath(...): then WHERE asks it of every path, not only of the shortest
  std::vector<NodePattern> nodes;
  std::vector<RelationshipPattern> relationships;
  ExprPtr where;  // ((a)-->(b) WHERE ...): decides before the selector does
  Span span;
};

// A variable inside a quantified path is one node or relationship there, and the list of them outside.
struct GroupVariable {
  Symbol inside, outside;  // bind:
};
struct QuantifiedPath {
  PathPattern path;  // not named
  ExprPtr where;
  std::vector<GroupVariable> variables;  // bind:
};

struct Pattern {
  std::vector<PathPattern> paths;
};

// --- expressions ---------------------------------------------------------------------------------------------

struct Literal { Value value; };                 // null, boolean, integer, float, string
struct Parameter { std::string name; };          // $name, $0
struct Property { ExprPtr of; std::string key; Span key_span; };
struct Subscript { ExprPtr of, index; };         // a[i]
struct Slice { ExprPtr of, from, to; };          // a[i..j]; null ends are open
struct ListLiteral { std::vector<ExprPtr> items; };
struct MapLiteral { std::vector<std::pair<std::string, ExprPtr>> entries; };
// n {.name, .*, key: expr, variable}
struct MapProjection {
  struct Item {
    enum class Kind : std::uint8_t { property, all_properties, literal, variable } kind = Kind::property;
    std::string key;
    ExprPtr value;  // literal, variable
  };
  Variable variable;
  std::vector<Item> items;
};

enum class UnaryOp : std::uint8_t { logical_not, minus, plus, is_null, is_not_null };
struct Unary { UnaryOp op; ExprPtr operand; };

enum class BinaryOp : std::uint8_t {
  logical_or, logical_xor, logical_and,
  add, subtract, multiply, divide, modulo, power,
  in, starts_with, ends_with, contains, regex_match,
};
struct Binary { BinaryOp op; ExprPtr left, right; };

// a < b <= c: operands.size() == ops.size() + 1, the conjunction of the neighbours' comparisons.
enum class CompareOp : std::uint8_t { eq, ne, lt, le, gt, ge };
struct Comparison { std::vector<ExprPtr> operands; std::vector<CompareOp> ops; };

struct HasLabels { ExprPtr of; LabelExprPtr labels; };   // n:A:B in an expression
struct TypeTest { ExprPtr of; graph::ValueType type; bool negated = false; };  // x IS :: INTEGER

// name is as written, dots included ("date.truncate"); aggregates are calls as well.
struct FunctionCall { std::string name; bool distinct = false; std::vector<ExprPtr> arguments; Span name_span; };
struct CountStar {};
struct Case {
  ExprPtr subject;  // null: searched CASE
  std::vector<std::pair<ExprPtr, ExprPtr>> branches;
  ExprPtr otherwise;  // null: null
};
struct ListComprehension { Variable variable; ExprPtr list, where, projection; };  // where, projection may be null
struct PatternComprehension { PathPattern pattern; ExprPtr where, projection; };
enum class QuantifierKind : std::uint8_t { all, any, none, single };
struct Quantifier { QuantifierKind kind; Variable variable; ExprPtr list, where; };
struct Reduce { Variable accumulator; ExprPtr initial; Variable variable; ExprPtr list, body; };
// (a)-->(b) where a truth value is wanted; with a selector, shortestPath((a)-[*]-(b)), its value is the path.
struct PatternPredicate { PathPattern pattern; };
enum class SubqueryKind : std::uint8_t { exists, count, collect };
// EXISTS { MATCH ... } or EXISTS { (a)-->(b) WHERE ... }: either query, or pattern with where.
struct Subquery { SubqueryKind kind; QueryPtr query; Pattern pattern; ExprPtr where; };
struct Parenthesized { ExprPtr inner; };                 // kept so that result columns can be named as written

struct Expr {
  std::variant<Literal, Parameter, Variable, Property, Subscript, Slice, ListLiteral, MapLiteral, MapProjection, Unary,
               Binary, Comparison, HasLabels, TypeTest, FunctionCall, CountStar, Case, ListComprehension, PatternComprehension,
               Quantifier, Reduce, PatternPredicate, Subquery, Parenthesized>
      node;
  Span span;
  bool has_aggregate = false;  // bind: an aggregate stands in this expression (not in a subquery of it)
};

// --- clauses -------------------------------------------------------------------------------------------------

struct Match { bool optional = false; Pattern pattern; ExprPtr where; };
struct Unwind { ExprPtr list; Variable variable; };

struct ProjectionItem {
  ExprPtr expr;
  Variable alias;        // name: AS name, or the expression as written
  bool has_alias = false;
};
struct SortItem { ExprPtr expr; bool descending = false; };
struct Projection {
  bool distinct = false;
  bool star = false;                   // RETURN *, items follow; bind expands it into items (sorted by name) and keeps star set
  std::vector<ProjectionItem> items;
  std::vector<SortItem> order_by;
  ExprPtr skip, limit;
};
struct With { Projection projection; ExprPtr where; };
struct Return { Projection projection; };

struct Create { Pattern pattern; };
// SET n.k = v, SET n = map, SET n += map, SET n:A:B
struct SetProperty { ExprPtr target; ExprPtr value; };              // target is a Property, or n[key], a Subscript
struct SetAllProperties { Variable variable; ExprPtr value; bool merge = false; };
struct SetLabels { Variable variable; std::vector<std::string> labels; };
using SetItem = std::variant<SetProperty, SetAllProperties, SetLabels>;
struct Set { std::vector<SetItem> items; };
struct RemoveProperty { ExprPtr target; };
struct RemoveLabels { Variable variable; std::vector<std::string> labels; };
struct Remove { std::vector<std::variant<RemoveProperty, RemoveLabels>> items; };
struct Delete { bool detach = false; std::vector<ExprPtr> items; };
struct Merge { PathPattern pattern; std::vector<SetItem> on_create, on_match; };

struct YieldItem { std::string field; Variable variable; };
struct CallProcedure {
  bool optional = false;                   // OPTIONAL CALL: a row of nulls when it gives none
  std::string name;                        // "db.labels"; SHOW INDEXES is a call of show.indexes, and so on
  std::optional<std::vector<ExprPtr>> arguments;  // absent: standalone call that takes them from parameters
  std::optional<std::vector<YieldItem>> yield;    // absent: none written; `yield_star` for YIELD *
  bool yield_star = false;
  ExprPtr where;
  bool standalone = false;                 // the whole statement
  Span name_span;
};
// IN TRANSACTIONS OF n ROWS ON ERROR ... REPORT STATUS AS s
struct InTransactions {
  enum class OnError : std::uint8_t { fail, go_on, stop };
  ExprPtr rows;      // null: 1000
  OnError on_error = OnError::fail;
  Variable status;   // name empty: not asked for
  Span span;
};
// CALL (a, b) { ... } or CALL { WITH a, b ... }: the latter's WITH stays a clause of the query.
struct CallSubquery {
  bool optional = false;
  QueryPtr query;
  std::vector<Variable> imports;
  bool has_imports = false;  // brackets were written: CALL () { } sees nothing
  bool import_all = false;  // CALL (*) { ... }; bind fills imports and keeps it set
  std::optional<InTransactions> transactions;
};
struct Clause;
struct Foreach { Variable variable; ExprPtr list; std::vector<Clause> updates; };
struct LoadCsv {
  bool with_headers = false;
  ExprPtr url;
  Variable variable;
  std::optional<std::string> field_terminator;
  std::optional<std::int64_t> rows_per_transaction;  // USING PERIODIC COMMIT [n] before it
};
struct Finish {};  // ends a query that gives nothing

struct Clause {
  std::variant<Match, Unwind, With, Return, Create, Set, Remove, Delete, Merge, CallProcedure, CallSubquery, Foreach,
               LoadCsv, Finish>
      node;
  Span span;
};

struct SingleQuery { std::vector<Clause> clauses; Span span; };

// parts[0] UNION [ALL] parts[1] ...; all_flags.size() == parts.size() - 1
struct Query {
  std::vector<SingleQuery> parts;
  std::vector<bool> union_all;
  Span span;
};

// --- statements ----------------------------------------------------------------------------------------------

// CREATE INDEX [name] [IF NOT EXISTS] FOR (n:Label) ON (n.key, ...), and the older CREATE INDEX ON :Label(key);
// CREATE CONSTRAINT name [IF NOT EXISTS] FOR (n:Label) REQUIRE n.key IS UNIQUE | IS NOT NULL | IS NODE KEY | IS :: T,
// and the older ON (n:Label) ASSERT ... form. The name is empty when none was written.
struct CreateRule {
  graph::RuleKind kind = graph::RuleKind::index;
  std::string name;
  bool if_not_exists = false;
  std::string label;  // or relationship type
  bool on_relationships = false;
  std::vector<std::string> keys;
  std::optional<graph::ValueType> type;  // of RuleKind::type
};
// DROP INDEX name [IF EXISTS], DROP CONSTRAINT name [IF EXISTS]. The older forms, DROP INDEX ON :Label(key) and DROP
// CONSTRAINT ON (n:Label) ASSERT ..., have no name but say what was created.
struct DropRule {
  bool constraint = false;
  std::string name;
  bool if_exists = false;
  CreateRule rule = {};
};
// CREATE FULLTEXT INDEX [name] [IF NOT EXISTS] FOR (n:A|B) ON EACH [n.key, ...]
struct CreateTextIndex {
  std::string name;
  bool if_not_exists = false;
  std::vector<std::string> labels, keys;
};
enum class TransactionControl : std::uint8_t { begin, commit, rollback };

// COPY GRAPH TO 'file', COPY (query) TO 'file' (FORMAT csv, ...). Option names are lower case; one without a value has
// an empty one.
struct Copy {
  bool graph = false;
  std::string query;            // as written between the brackets; empty for GRAPH
  std::size_t query_begin = 0;  // where it stands in the statement
  std::string file;
  std::vector<std::pair<std::string, std::string>> options;
};

enum class ExplainMode : std::uint8_t { none, explain, profile };
struct Statement {
  ExplainMode explain = ExplainMode::none;
  std::variant<Query, CreateRule, DropRule, CreateTextIndex, TransactionControl, Copy> node;
  std::string text;  // the source, which all spans point into
  std::vector<std::string> symbol_names;  // bind: by symbol; anonymous ones are made up and cannot be typed
};

}  // namespace skein::dsl::ast
