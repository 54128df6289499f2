// Looking into expressions: children, variables, equality.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "dsl/ast.hpp"

namespace skein::dsl::plan {

// Calls back for each direct sub-expression (patterns' property maps and predicates included, subqueries' not).
void for_each_child(const ast::Expr& expr, const std::function<void(const ast::Expr&)>& visit);
// Every symbol that stands anywhere in the expression, those it brings itself included.
void collect_symbols(const ast::Expr& expr, std::vector<ast::Symbol>& out);
void collect_symbols(const ast::PathPattern& path, std::vector<ast::Symbol>& out);
void collect_symbols(const ast::Query& query, std::vector<ast::Symbol>& out);
// Two expressions with the same fingerprint have the same value in the same row.
std::string fingerprint(const ast::Expr& expr);
const ast::Expr& unparenthesized(const ast::Expr& expr);
// Splits at AND.
void conjuncts(const ast::Expr& expr, std::vector<const ast::Expr*>& out);
bool is_aggregate_call(const ast::Expr& expr);
// Does the value depend on the graph's content (properties, labels, patterns), or only on the row?
bool reads_graph(const ast::Expr& expr);

// `n.key` of a variable: its symbol and key.
struct PropertyOf { ast::Symbol symbol; std::string_view key; };
std::optional<PropertyOf> as_property(const ast::Expr& expr);

// The operator when both sides change places: < for >.
ast::CompareOp flipped(ast::CompareOp op);

}  // namespace skein::dsl::plan
