// print(parse(text)) parses to the same tree.
#include "dsl/print.hpp"

#include <catch2/catch.hpp>

#include "dsl/parse.hpp"
#include "tests/dsl/text/ast_dump.hpp"

namespace skein::dsl {
namespace {

const char* const statements[] = {
    "MATCH (a:A:B {x: 1, y: 'it\\'s'})-[r:X|Y*2..5 {z: $p}]->(b)<-[:Z]-(c)--() WHERE a.x > b.x RETURN *",
    "MATCH p = shortestPath((a)-[*..4]-(b)), q = allShortestPaths((a)-->(b)) RETURN p, q",
    "OPTIONAL MATCH (a:(A|B)&!C WHERE a.x)-[r:!X WHERE r.y]-(:%) RETURN DISTINCT a AS b ORDER BY b.x DESC, "
    "b.y SKIP 1 LIMIT $n",
    "MATCH (`a b`:`c``d`)-[:`odd type`]->() RETURN `a b`.`weird key`",
    "UNWIND [1, -2, 3.5, 1e100, 1.0E-7, null, true, 'x\\n\\\\y'] AS x WITH x, count(*) AS n WHERE n > 1 "
    "RETURN x",
    "RETURN - - 1, - -0, -0, -0.0, -(1), - x, +x, NOT NOT a, -9223372036854775808",
    "RETURN a OR b OR c OR d OR e, a AND (b OR c) AND d, a XOR b XOR c",
    "RETURN 1 + 2 * 3 ^ 4 - (5 - 6) / 7 % 8",
    "RETURN a < b <= c <> d = e >= f > g",
    "RETURN a IN b IS NULL, a IS NOT NULL, a STARTS WITH b, a ENDS WITH b, a CONTAINS b, a =~ b",
    "RETURN xs[0], xs[1..], xs[..2], xs[..], xs[1..2][0].y.z",
    "RETURN {a: 1, `b c`: {d: []}}, n {.a, .*, b: 1 + 1, c}",
    "RETURN CASE WHEN a THEN 1 WHEN b THEN 2 ELSE 3 END, CASE x WHEN 1 THEN 'a' END",
    "RETURN [x IN xs WHERE x > 1 | x * 2], [x IN xs], [x IN a + b | x], [(a)-[r]->(b) WHERE r.x | b], [p = "
    "(a)-->() | p]",
    "RETURN all(x IN xs WHERE x), any(x IN xs WHERE x), none(x IN xs WHERE x), single(x IN xs WHERE x), "
    "reduce(s = 0, x IN xs | s + x)",
    "RETURN count(*), count(DISTINCT x), collect(x.y), date.truncate('day', d), exists(a.b), "
    "exists((a)-->(b))",
    "MATCH (a) WHERE (a)-->(:B) AND NOT (a)<-[:X*]-() OR EXISTS { MATCH (a)-->(b) WHERE b.x RETURN b } "
    "RETURN COUNT { (a)-->() WHERE true }",
    "RETURN COLLECT { MATCH (a) RETURN a.x }, a:A, a:A|B, a:A&B, (a:A) AND true",
    "CREATE (a:A {x: 1})-[r:R {y: 2}]->(b) SET a.z = 1, a += {w: 2}, b = $props, b:C:D REMOVE a.z, b:C "
    "DELETE r DETACH DELETE a, b",
    "MERGE p = (a:A)-[:R]-(b) ON CREATE SET a.x = 1 ON MATCH SET a.y = 2, b:B RETURN p",
    "FOREACH (x IN xs | MERGE (n {v: x}) FOREACH (y IN x | SET n.y = y))",
    "RETURN 1 AS a UNION ALL RETURN 2 AS a UNION ALL RETURN 3 AS a",
    "RETURN 1 AS a UNION RETURN 2 AS a",
    "CALL a.b.c",
    "CALL a.b(1, 'x') YIELD *",
    "CALL a.b(1) YIELD x AS y, z WHERE z > 1 RETURN y",
    "MATCH (a) CALL { WITH a MATCH (a)-->(b) RETURN count(b) AS c UNION MATCH (b) RETURN 1 AS c } RETURN a, "
    "c",
    "CALL (a, b) { CREATE (n) } IN TRANSACTIONS OF 100 ROWS",
    "CALL (*) { RETURN 1 AS x } RETURN x",
    "LOAD CSV WITH HEADERS FROM $file AS row FIELDTERMINATOR '\\t' RETURN row.name",
    "EXPLAIN MATCH (n) RETURN n",
    "PROFILE MATCH (n) RETURN n",
    "CREATE INDEX FOR (n:A) ON (n.x)",
    "CREATE INDEX `odd name` IF NOT EXISTS FOR ()-[n:R]-() ON (n.x, n.y)",
    "DROP INDEX a IF EXISTS",
    "CREATE CONSTRAINT c FOR (n:A) REQUIRE (n.x, n.y) IS NODE KEY",
    "CREATE CONSTRAINT FOR ()-[n:R]-() REQUIRE n.x IS RELATIONSHIP KEY",
    "CREATE CONSTRAINT FOR (n:A) REQUIRE n.x IS :: LIST<STRING NOT NULL>",
    "DROP CONSTRAINT c IF EXISTS",
    "SHOW CONSTRAINTS",
    "ROLLBACK",
};

}  // namespace

TEST_CASE("a printed statement parses to the same tree", "[dsl][print]") {
  for (const char* text : statements) {
    INFO(text);
    auto first = parse(text);
    REQUIRE(first.ok());
    const std::string printed = print(*first);
    INFO(printed);
    auto second = parse(printed);
    REQUIRE(second.ok());
    CHECK(dump(*second) == dump(*first));
    CHECK(print(*second) == printed);
  }
}

TEST_CASE("a tree that no text gave is printed with the parentheses it needs", "[dsl][print]") {
  const auto number = [](int value) {
    return std::make_unique<ast::Expr>(
        ast::Expr{.node = ast::Literal{Value(value)}, .span = {}, .has_aggregate = false});
  };
  const auto binary = [](ast::BinaryOp op, ast::ExprPtr left, ast::ExprPtr right) {
    return std::make_unique<ast::Expr>(ast::Expr{
        .node = ast::Binary{op, std::move(left), std::move(right)}, .span = {}, .has_aggregate = false});
  };
  using enum ast::BinaryOp;
  CHECK(print(*binary(multiply, binary(add, number(1), number(2)), number(3))) == "(1 + 2) * 3");
  CHECK(print(*binary(subtract, number(1), binary(subtract, number(2), number(3)))) == "1 - (2 - 3)");
  CHECK(print(*binary(subtract, binary(subtract, number(1), number(2)), number(3))) == "1 - 2 - 3");
}

}  // namespace skein::dsl
