// What names mean, and what is refused because they mean nothing or the wrong thing.
#include "dsl/bind.hpp"

#include <catch2/catch.hpp>

#include "dsl/parse.hpp"
#include "dsl/print.hpp"

namespace skein::dsl {
namespace {

ProcedureRegistry procedures() {
  ProcedureRegistry registry;
  Procedure lookup;
  lookup.name = "shop.lookup";
  lookup.inputs = {{"key", "STRING?"}, {"least", "INTEGER?"}};
  lookup.outputs = {{"item", "NODE?"}, {"price", "FLOAT?"}};
  registry.add(lookup);
  Procedure clear;
  clear.name = "shop.clear";
  clear.writes = true;
  registry.add(clear);
  return registry;
}

Result<BoundStatement> bound(const std::string& text) {
  auto statement = parse(text);
  if (!statement) return std::move(statement).error();
  return bind(std::move(*statement), procedures());
}

std::string error(const std::string& text) {
  const auto result = bound(text);
  if (result) return "no error";
  CHECK(result.error().phase == "compile time");
  return result.error().error_class + " " + result.error().detail;
}

// What the error points at, and its hint.
std::string place(const std::string& text) {
  const auto result = bound(text);
  if (result) return "no error";
  return text.substr(result.error().begin, result.error().end - result.error().begin) + " | " +
         result.error().hint;
}

using Columns = std::vector<std::string>;
Columns columns(const std::string& text) {
  const auto result = bound(text);
  if (!result) return {"error: " + result.error().message};
  return result->columns;
}

const ast::SingleQuery& query_of(const BoundStatement& statement) {
  return std::get<ast::Query>(statement.statement.node).parts[0];
}

}  // namespace

TEST_CASE("columns are named, and * is every variable by name", "[dsl][bind]") {
  CHECK(columns("MATCH (b)-[r]->(a) RETURN *") == Columns{"a", "b", "r"});
  CHECK(columns("MATCH (b)-[r]->(a) RETURN *, a.x, 1 AS one") == Columns{"a", "b", "r", "a.x", "one"});
  CHECK(columns("MATCH (n) CREATE (m)") == Columns{});
  CHECK(columns("CALL shop.lookup('a', 1)") == Columns{"item", "price"});
  CHECK(columns("CALL shop.lookup('a', 1) YIELD price AS p") == Columns{"p"});
  CHECK(columns("RETURN 1 AS a, 2 AS b UNION RETURN 3 AS a, 4 AS b") == Columns{"a", "b"});
}

TEST_CASE("one name in two scopes is two symbols, one variable is one", "[dsl][bind]") {
  const auto result =
      bound("MATCH (n)-->(m) WITH n AS m, m AS k MATCH (m)-->(n) RETURN [m IN [1] | m] AS list, m");
  REQUIRE(result.ok());
  const auto& clauses = query_of(*result).clauses;
  const auto& first = std::get<ast::Match>(clauses[0].node).pattern.paths[0];
  const auto& with = std::get<ast::With>(clauses[1].node).projection;
  const auto& second = std::get<ast::Match>(clauses[2].node).pattern.paths[0];
  const auto& items = std::get<ast::Return>(clauses[3].node).projection.items;
  CHECK(second.nodes[0].variable.symbol == with.items[0].alias.symbol);
  CHECK(with.items[0].alias.symbol != first.nodes[0].variable.symbol);
  CHECK(with.items[0].alias.symbol != first.nodes[1].variable.symbol);
  CHECK(second.nodes[1].variable.symbol != first.nodes[0].variable.symbol);
  const auto& each = std::get<ast::ListComprehension>(items[0].expr->node);
  CHECK(each.variable.symbol != items[1].alias.symbol);
  CHECK(items[1].alias.symbol == second.nodes[0].variable.symbol);
  CHECK(first.relationships[0].variable.symbol >= 0);
  CHECK(result->symbol_kinds[static_cast<std::size_t>(first.relationships[0].variable.symbol)] ==
        SymbolKind::relationship);
}

TEST_CASE("symbols know what they stand for", "[dsl][bind]") {
  const auto result =
      bound("MATCH p = (a)-[r]->()-[rs*]->() WITH *, a AS b, 1 AS one UNWIND nodes(p) AS n RETURN *");
  REQUIRE(result.ok());
  const auto kind = [&](const std::string& name) {
    const auto& names = result->statement.symbol_names;
    return result
        ->symbol_kinds[static_cast<std::size_t>(std::find(names.begin(), names.end(), name) - names.begin())];
  };
  CHECK(kind("a") == SymbolKind::node);
  CHECK(kind("r") == SymbolKind::relationship);
  CHECK(kind("rs") == SymbolKind::relationship_list);
  CHECK(kind("p") == SymbolKind::path);
  CHECK(kind("b") == SymbolKind::node);
  CHECK(kind("one") == SymbolKind::value);
  CHECK(kind("n") == SymbolKind::node);
}

TEST_CASE("beside an aggregate, other columns are referred to by their symbols", "[dsl][bind]") {
  const auto result =
      bound("MATCH (a)-->(b) RETURN a.x AS x, a.x + count(b) AS n ORDER BY a.x, count(b) + 1");
  // count(b) is no column by itself, so it cannot be sorted by.
  CHECK_FALSE(result.ok());
  const auto grouped = bound("MATCH (a)-->(b) RETURN a.x AS x, a.x + count(b) AS n ORDER BY a.x, n + 1");
  REQUIRE(grouped.ok());
  const auto& projection = std::get<ast::Return>(query_of(*grouped).clauses[1].node).projection;
  CHECK(projection.items[1].expr->has_aggregate);
  CHECK_FALSE(projection.items[0].expr->has_aggregate);
  const auto& left = std::get<ast::Binary>(projection.items[1].expr->node).left;
  CHECK(std::get<ast::Variable>(left->node).symbol == projection.items[0].alias.symbol);
  CHECK(std::get<ast::Variable>(projection.order_by[0].expr->node).symbol ==
        projection.items[0].alias.symbol);
}

TEST_CASE("the parts of a union share their columns' symbols", "[dsl][bind]") {
  const auto result = bound("MATCH (n) RETURN n, n.x AS x UNION MATCH (n) RETURN 1 AS x, n");
  REQUIRE(result.ok());
  const auto& query = std::get<ast::Query>(result->statement.node);
  const auto& first = std::get<ast::Return>(query.parts[0].clauses[1].node).projection.items;
  const auto& second = std::get<ast::Return>(query.parts[1].clauses[1].node).projection.items;
  CHECK(first[0].alias.symbol == second[1].alias.symbol);
  CHECK(first[1].alias.symbol == second[0].alias.symbol);
}

TEST_CASE("subqueries import what they name and give what they return", "[dsl][bind]") {
  const auto result = bound("MATCH (a), (b) CALL { WITH a MATCH (a)-->(c) RETURN c.x AS x } RETURN a, x");
  REQUIRE(result.ok());
  const auto& clauses = query_of(*result).clauses;
  const auto& call = std::get<ast::CallSubquery>(clauses[1].node);
  REQUIRE(call.imports.size() == 1);
  CHECK(call.imports[0].symbol ==
        std::get<ast::Match>(clauses[0].node).pattern.paths[0].nodes[0].variable.symbol);
  const auto& inner = std::get<ast::Return>(call.query->parts[0].clauses[2].node).projection.items[0];
  CHECK(std::get<ast::Return>(clauses[2].node).projection.items[1].alias.symbol == inner.alias.symbol);
  CHECK(columns("MATCH (a) CALL (a) { RETURN a.x AS x } RETURN x") == Columns{"x"});
  CHECK(columns("MATCH (a) CALL (*) { RETURN a.x AS x } RETURN x") == Columns{"x"});
  CHECK(error("MATCH (a) CALL { RETURN a.x AS x } RETURN x") == "SyntaxError UndefinedVariable");
  CHECK(error("MATCH (a) CALL { MATCH (a) RETURN a } RETURN a") == "SyntaxError VariableAlreadyBound");
}

TEST_CASE("whether a statement writes is known", "[dsl][bind]") {
  CHECK_FALSE(bound("MATCH (n) RETURN n")->updates);
  CHECK(bound("MATCH (n) SET n.x = 1")->updates);
  CHECK(bound("CALL { CREATE (n) }")->updates);
  CHECK(bound("CALL shop.clear()")->updates);
}

TEST_CASE("variables that are not there", "[dsl][bind]") {
  CHECK(error("RETURN x") == "SyntaxError UndefinedVariable");
  CHECK(error("MATCH (a) WHERE (a)-->(b) RETURN a") == "SyntaxError UndefinedVariable");
  CHECK(error("MATCH (a) WHERE (a)-[r]->() RETURN a") == "SyntaxError UndefinedVariable");
  CHECK(error("MATCH (a) WITH a.x AS x RETURN a") == "SyntaxError UndefinedVariable");
  CHECK(error("MATCH (a) RETURN DISTINCT a.x ORDER BY a.y") == "SyntaxError UndefinedVariable");
  CHECK(error("MATCH (a) WITH a.x AS x, count(*) AS n ORDER BY a.y RETURN x") ==
        "SyntaxError UndefinedVariable");
  CHECK(error("MATCH (a) WITH count(*) AS n ORDER BY sum(a.x) RETURN n") == "SyntaxError UndefinedVariable");
  CHECK(error("RETURN [x IN [1] | x] AS y, x") == "SyntaxError UndefinedVariable");
  CHECK(error("CREATE (a {x: a.y})") == "SyntaxError UndefinedVariable");
  CHECK(error("CALL shop.lookup('a', 1) YIELD colour RETURN colour") == "SyntaxError UndefinedVariable");
  CHECK(error("MATCH (a) WITH a.x AS x ORDER BY a.y RETURN x") == "no error");
  CHECK(error("MATCH (a) WITH a.x AS x WHERE a.y > 1 RETURN x") == "no error");
  CHECK(error("MATCH (a) RETURN DISTINCT a.x + 1 ORDER BY a.x + 1") == "no error");
  CHECK(error("MATCH (a {x: b.y}), (b) RETURN a") == "no error");
  CHECK(error("CREATE (a {x: 1}), (b {x: a.x})") == "no error");
}

TEST_CASE("names that nearly exist are offered", "[dsl][bind]") {
  CHECK(place("MATCH (person) RETURN persno.name") == "persno | did you mean person?");
  CHECK(place("RETURN sizee([])") == "sizee | did you mean size()?");
  CHECK(place("MATCH (a)-->(b) WITH a RETURN b") ==
        "b | the WITH before it does not carry 'b' on: add it there");
  CHECK(place("CALL shop.lokup('a', 1)") == "shop.lokup | did you mean shop.lookup?");
  CHECK(place("CALL shop.lookup('a', 1) YIELD prize RETURN prize") == "prize | did you mean price?");
}

TEST_CASE("variables that are there already", "[dsl][bind]") {
  CHECK(error("MATCH (a) CREATE (a)") == "SyntaxError VariableAlreadyBound");
  CHECK(error("MATCH (a) CREATE (a:A)-[:R]->()") == "SyntaxError VariableAlreadyBound");
  CHECK(error("MATCH ()-[r]->() CREATE ()-[r:R]->()") == "SyntaxError VariableAlreadyBound");
  CHECK(error("MATCH (p) MATCH p = ()--() RETURN p") == "SyntaxError VariableAlreadyBound");
  CHECK(error("UNWIND [1] AS x UNWIND [2] AS x RETURN x") == "SyntaxError VariableAlreadyBound");
  CHECK(error("CALL shop.lookup('a', 1) YIELD item AS x, price AS x RETURN x") ==
        "SyntaxError VariableAlreadyBound");
  CHECK(error("MATCH (a) CREATE (a)-[:R]->(b)<-[:R]-(a)") == "no error");
}

TEST_CASE("variables that stand for something else", "[dsl][bind]") {
  CHECK(error("MATCH (a)-[r]->() MATCH (r) RETURN r") == "SyntaxError VariableTypeConflict");
  CHECK(error("MATCH (a) MATCH ()-[a]->() RETURN a") == "SyntaxError VariableTypeConflict");
  CHECK(error("MATCH p = (a)--() MATCH (p) RETURN p") == "SyntaxError VariableTypeConflict");
  CHECK(error("MATCH ()-[r]->() MATCH ()-[r*]->() RETURN r") == "SyntaxError VariableTypeConflict");
  CHECK(error("WITH [1] AS x MATCH (x) RETURN x") == "SyntaxError VariableTypeConflict");
  CHECK(error("WITH null AS x MATCH (x) RETURN x") == "no error");
  CHECK(error("MATCH (a)-[r]->()-[r]->() RETURN r") == "SyntaxError RelationshipUniquenessViolation");
}

TEST_CASE("aggregates have their places", "[dsl][bind]") {
  CHECK(error("MATCH (a) WHERE count(a) > 1 RETURN a") == "SyntaxError InvalidAggregation");
  CHECK(error("MATCH (a) RETURN a.x ORDER BY max(a.y)") == "SyntaxError InvalidAggregation");
  CHECK(error("RETURN [x IN [1] | count(*)]") == "SyntaxError InvalidAggregation");
  CHECK(error("UNWIND collect(1) AS x RETURN x") == "SyntaxError InvalidAggregation");
  CHECK(error("RETURN count(count(*))") == "SyntaxError NestedAggregation");
  CHECK(error("RETURN count(rand())") == "SyntaxError NonConstantExpression");
  CHECK(error("MATCH (a) RETURN a.x + count(*)") == "SyntaxError AmbiguousAggregationExpression");
  CHECK(error("MATCH (a) RETURN a.x + a.y, a.x + a.y + count(*)") ==
        "SyntaxError AmbiguousAggregationExpression");
  CHECK(error("MATCH (a) RETURN a.x + a.y, count(*) ORDER BY a.x + a.y + count(*)") ==
        "SyntaxError AmbiguousAggregationExpression");
  CHECK(error("MATCH (a) RETURN a, a.x + count(*), 1 + $p + count(*)") == "no error");
  CHECK(error("MATCH (a) RETURN a.x, a.x + count(*)") == "no error");
  CHECK(error("MATCH (a) RETURN [x IN collect(a) | x.y]") == "no error");
  CHECK(error("MATCH (a) RETURN a.x, COUNT(a) ORDER BY count( a )") == "no error");
}

TEST_CASE("kinds that can be known are checked", "[dsl][bind]") {
  CHECK(error("MATCH (n) WHERE n RETURN n") == "SyntaxError InvalidArgumentType");
  CHECK(error("RETURN NOT 1") == "SyntaxError InvalidArgumentType");
  CHECK(error("RETURN 'a' AND true") == "SyntaxError InvalidArgumentType");
  CHECK(error("RETURN 1 IN 2") == "SyntaxError InvalidArgumentType");
  CHECK(error("RETURN any(x IN ['a'] WHERE x % 2 = 0)") == "SyntaxError InvalidArgumentType");
  CHECK(error("MATCH (n) RETURN type(n)") == "SyntaxError InvalidArgumentType");
  CHECK(error("MATCH p = (n) RETURN labels(p)") == "SyntaxError InvalidArgumentType");
  CHECK(error("MATCH p = (n) RETURN p.x") == "SyntaxError InvalidArgumentType");
  CHECK(error("WITH 1 AS x RETURN x.y") == "TypeError InvalidArgumentType");
  CHECK(error("MATCH (n) DELETE 1") == "SyntaxError InvalidArgumentType");
  CHECK(error("MATCH (n) DELETE n:A") == "SyntaxError InvalidDelete");
  CHECK(error("CALL shop.lookup(1, 1)") == "SyntaxError InvalidArgumentType");
  CHECK(error("RETURN any(x IN [] WHERE x.y = 1), [] + 1, null.x, NOT null") == "no error");
  CHECK(error("WITH [1, null] AS xs RETURN head(xs) + 1, 'a' + 1, 1 + [2]") == "no error");
}

TEST_CASE("SKIP and LIMIT take constants that are whole and not negative", "[dsl][bind]") {
  CHECK(error("MATCH (n) RETURN n SKIP n.x") == "SyntaxError NonConstantExpression");
  CHECK(error("RETURN 1 LIMIT -1") == "SyntaxError NegativeIntegerArgument");
  CHECK(error("RETURN 1 LIMIT 1.5") == "SyntaxError InvalidArgumentType");
  CHECK(error("RETURN 1 LIMIT 'a'") == "SyntaxError InvalidArgumentType");
  CHECK(error("RETURN 1 SKIP $s LIMIT toInteger(rand() * 9)") == "no error");
}

TEST_CASE("what CREATE and MERGE make is fully said", "[dsl][bind]") {
  CHECK(error("CREATE (a)-[:A]-(b)") == "SyntaxError RequiresDirectedRelationship");
  CHECK(error("CREATE (a)-[:A|B]->(b)") == "SyntaxError NoSingleRelationshipType");
  CHECK(error("CREATE (a)-->(b)") == "SyntaxError NoSingleRelationshipType");
  CHECK(error("CREATE (a)-[:A*2]->(b)") == "SyntaxError CreatingVarLength");
  CHECK(error("MERGE (a)-[:A*2]->(b)") == "SyntaxError CreatingVarLength");
  CHECK(error("MERGE (a $p)") == "SyntaxError InvalidParameterUse");
  CHECK(error("MATCH (a $p) RETURN a") == "SyntaxError InvalidParameterUse");
  CHECK(error("CREATE (a:A|B)") == "SyntaxError UnexpectedSyntax");
  CHECK(error("CREATE (a $p)") == "no error");
  CHECK(error("MERGE (a)-[:A]-(b)") == "no error");
}

TEST_CASE("clauses come in an order", "[dsl][bind]") {
  CHECK(error("MATCH (n)") == "SyntaxError InvalidClauseComposition");
  CHECK(error("MATCH (n) WITH n") == "SyntaxError InvalidClauseComposition");
  CHECK(error("RETURN 1 AS x MATCH (n) RETURN n") == "SyntaxError InvalidClauseComposition");
  CHECK(error("CREATE (n) MATCH (m) RETURN m") == "SyntaxError InvalidClauseComposition");
  CHECK(error("CREATE (n) WITH n MATCH (m) RETURN m") == "no error");
  CHECK(error("RETURN 1 AS a UNION RETURN 2 AS a UNION ALL RETURN 3 AS a") ==
        "SyntaxError InvalidClauseComposition");
  CHECK(error("RETURN 1 AS a UNION RETURN 2 AS b") == "SyntaxError DifferentColumnsInUnion");
  CHECK(error("RETURN EXISTS { CREATE (n) }") == "SyntaxError InvalidClauseComposition");
}

TEST_CASE("columns have one name each", "[dsl][bind]") {
  CHECK(error("MATCH (n) WITH n.x RETURN n") == "SyntaxError NoExpressionAlias");
  CHECK(error("RETURN 1 AS a, 2 AS a") == "SyntaxError ColumnNameConflict");
  CHECK(error("RETURN *") == "SyntaxError NoVariablesInScope");
}

TEST_CASE("patterns are conditions, not values", "[dsl][bind]") {
  CHECK(error("MATCH (n) RETURN (n)-->()") == "SyntaxError UnexpectedSyntax");
  CHECK(error("MATCH (n) SET n.x = (n)-->()") == "SyntaxError UnexpectedSyntax");
  CHECK(error("MATCH (n) WHERE size((n)-->()) > 1 RETURN n") == "SyntaxError UnexpectedSyntax");
  CHECK(error("MATCH (n) WHERE NOT ((n)-->() OR n.x) RETURN exists((n)-->())") == "no error");
  CHECK(error("MATCH (n) RETURN CASE WHEN (n)-->() THEN 1 END") == "no error");
  CHECK(error("MATCH (a), (b) RETURN shortestPath((a)-[*]-(b))") == "no error");
  CHECK(error("MATCH (a) RETURN shortestPath((a)-[*]-(b))") == "SyntaxError UndefinedVariable");
}

TEST_CASE("functions and procedures are known by name and number of arguments", "[dsl][bind]") {
  CHECK(error("RETURN no_such_function(1)") == "SyntaxError UnknownFunction");
  CHECK(error("RETURN toUpper('a', 'b')") == "SyntaxError InvalidNumberOfArguments");
  CHECK(error("CALL shop.nothing()") == "ProcedureError ProcedureNotFound");
  CHECK(error("CALL shop.lookup('a')") == "SyntaxError InvalidNumberOfArguments");
  CHECK(error("MATCH (n) CALL shop.lookup YIELD item RETURN item") ==
        "SyntaxError InvalidArgumentPassingMode");
  CHECK(error("CALL shop.lookup('a', 1) YIELD * RETURN item") == "SyntaxError UnexpectedSyntax");
  CHECK(error("CALL shop.lookup") == "no error");
  CHECK(error("CALL shop.lookup('a', 1) YIELD *") == "no error");
}

}  // namespace skein::dsl
