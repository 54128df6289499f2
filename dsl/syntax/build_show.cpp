// SHOW: a call of a procedure that lists (show.indexes, ...), and what is done to its rows:
//   SHOW INDEXES YIELD name, type ORDER BY name LIMIT 5 WHERE type = 'RANGE' RETURN name
//   CALL show.indexes() YIELD name, type WITH * ORDER BY name LIMIT 5 WHERE type = 'RANGE' RETURN name
#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "dsl/syntax/build.hpp"
#include "dsl/syntax/builder.hpp"

namespace skein::dsl::syntax {

namespace {

struct Listing {
  Kind kind;
  std::string_view procedure;
  std::vector<std::string_view> columns;  // without YIELD; YIELD * gives all there are
};

const std::array<Listing, 4> listings = {{
    {Kind::show_indexes,
     "show.indexes",
     {"name", "state", "type", "entityType", "labelsOrTypes", "properties", "owningConstraint"}},
    {Kind::show_constraints,
     "show.constraints",
     {"name", "type", "entityType", "labelsOrTypes", "properties", "ownedIndex", "propertyType"}},
    {Kind::show_procedures, "show.procedures", {"name", "signature", "description"}},
    {Kind::show_functions, "show.functions", {"name", "category", "signature", "description"}},
}};

std::string upper(std::string_view text) {
  std::string out(text);
  for (char& c : out)
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  return out;
}

constexpr std::array<std::string_view, 7> index_types = {"FULLTEXT", "RANGE",  "TEXT", "POINT",
                                                         "LOOKUP",   "VECTOR", "BTREE"};

}  // namespace

// SHOW RANGE INDEXES, SHOW NODE KEY CONSTRAINTS: the type belongs to what is listed.
void Builder::check_show_filter(const ast::Expr& filter, bool indexes, bool constraints) {
  const std::string& type = std::get<ast::Literal>(filter.node).value.as_string();
  const bool of_index = std::find(index_types.begin(), index_types.end(), type) != index_types.end();
  if (!indexes && !constraints)
    fail(filter.span, "only SHOW INDEXES and SHOW CONSTRAINTS take the type of what is listed");
  if (of_index != indexes)
    fail(filter.span, fmt::format("{} is no type of {}", type, indexes ? "index" : "constraint"));
}

ast::Query Builder::show(const Node& node) {
  ast::CallProcedure call;
  call.arguments.emplace();
  call.name_span = span(node);
  ast::With order;  // between the rows and what is returned of them
  ast::ExprPtr where;
  std::optional<ast::Return> last;
  bool ordered = false;
  for (const Node& part : node.children()) {
    switch (part.kind()) {
      case Kind::show_filter:
        call.arguments->push_back(make(ast::Literal{Value(upper(part.text()))}, span(part)));
        break;
      case Kind::show_yield:
        call.yield.emplace();
        for (const Node& item : part.children()) {
          if (item.is(Kind::yield_star)) {
            call.yield_star = true;
          } else if (item.is(Kind::where)) {
            where = expression(item.children().front());
          } else if (item.is(Kind::yield_item)) {
            const Nodes inner = item.children();
            call.yield->push_back({name(inner[0]), variable(inner.back())});
          } else if (item.is(Kind::order_by)) {
            ordered = true;
            for (const Node& by : item.children()) {
              const Nodes inner = by.children();
              order.projection.order_by.push_back({expression(inner[0]), inner.size() > 1});
            }
          } else {
            ordered = true;
            (item.is(Kind::skip) ? order.projection.skip : order.projection.limit) =
                expression(item.children().front());
          }
        }
        break;
      case Kind::where:
        where = expression(part.children().front());
        break;
      case Kind::return_clause:
        last = ast::Return{projection(part.children().front())};
        break;
      default:
        for (const Listing& listing : listings)
          if (listing.kind == part.kind()) {
            call.name = listing.procedure;
            if (!call.arguments->empty())
              check_show_filter(*(*call.arguments)[0], listing.kind == Kind::show_indexes,
                                listing.kind == Kind::show_constraints);
          }
    }
  }
  for (const Listing& listing : listings)
    if (listing.procedure == call.name && !call.yield) {
      call.yield.emplace();
      for (const auto column : listing.columns)
        call.yield->push_back({std::string(column), {std::string(column), span(node), -1}});
    }

  // Without RETURN all that is yielded is given, in its order.
  if (ordered && !last) {
    last.emplace();
    last->projection.star = call.yield_star;
    for (const auto& item : *call.yield) {
      ast::ProjectionItem one;
      one.expr = make(ast::Variable{item.variable.name, item.variable.span, -1}, item.variable.span);
      one.alias = item.variable;
      if (!call.yield_star) last->projection.items.push_back(std::move(one));
    }
  }
  if (call.yield_star) call.yield.reset();
  ast::SingleQuery whole;
  whole.span = span(node);
  const auto add = [&](decltype(ast::Clause::node) clause) {
    whole.clauses.push_back({std::move(clause), span(node)});
  };
  if (!ordered) call.where = std::move(where);
  call.standalone = !last;
  add(std::move(call));
  if (ordered) {
    order.projection.star = true;
    order.where = std::move(where);
    add(std::move(order));
  }
  if (last) add(std::move(*last));
  ast::Query query;
  query.span = span(node);
  query.parts.push_back(std::move(whole));
  return query;
}

}  // namespace skein::dsl::syntax
