// What a text becomes: the shape of its tree.
#include "dsl/parse.hpp"

#include <catch2/catch.hpp>

#include "tests/dsl/text/ast_dump.hpp"

namespace skein::dsl {
namespace {

std::string tree(const std::string& text) {
  auto statement = parse(text);
  if (!statement) return "error: " + statement.error().message;
  return dump(*statement);
}

// The tree of one expression.
std::string expression(const std::string& text) {
  auto statement = parse("RETURN " + text);
  if (!statement) return "error: " + statement.error().message;
  const auto& query = std::get<ast::Query>(statement->node);
  return dump(*std::get<ast::Return>(query.parts[0].clauses[0].node).projection.items[0].expr);
}

std::string error_of(const std::string& text) {
  auto statement = parse(text);
  return statement ? "no error" : statement.error().detail;
}

}  // namespace

TEST_CASE("operators bind as openCypher ranks them", "[dsl][parse]") {
  CHECK(expression("a OR b XOR c AND NOT d") == "(or 'a' (xor 'b' (and 'c' (not 'd'))))");
  CHECK(expression("NOT a = b") == "(not (compare 'a' = 'b'))");
  CHECK(expression("a + b * c ^ d") == "(+ 'a' (* 'b' (^ 'c' 'd')))");
  CHECK(expression("a - b - c") == "(- (- 'a' 'b') 'c')");
  CHECK(expression("2 ^ 3 ^ 2") == "(^ (^ (integer 2) (integer 3)) (integer 2))");
  CHECK(expression("-a ^ 2") == "(^ (minus 'a') (integer 2))");
  CHECK(expression("a = b IN c") == "(compare 'a' = (in 'b' 'c'))");
  CHECK(expression("a + b IS NULL") == "(is-null (+ 'a' 'b'))");
  CHECK(expression("a < b <= c") == "(compare 'a' < 'b' <= 'c')");
  CHECK(expression("a.b[1].c:D") ==
        "(has-labels (property (subscript (property 'a' \"b\") (integer 1)) \"c\") :D)");
  CHECK(expression("a STARTS WITH b AND c ends with d") == "(and (starts-with 'a' 'b') (ends-with 'c' 'd'))");
}

TEST_CASE("numbers are read in all their forms", "[dsl][parse]") {
  CHECK(expression("0") == "(integer 0)");
  CHECK(expression("0x1F") == "(integer 31)");
  CHECK(expression("0o17") == "(integer 15)");
  CHECK(expression("-9223372036854775808") == "(integer -9223372036854775808)");
  CHECK(expression("1.5") == "(float 1.5)");
  CHECK(expression(".5") == "(float 0.5)");
  CHECK(expression("6.02e23") == "(float 6.02e+23)");
  CHECK(expression("1e-400") == "(float 0)");
  CHECK(expression("xs[1..3]") == "(slice 'xs' (from (integer 1)) (to (integer 3)))");
  CHECK(expression("xs[..-1]") == "(slice 'xs' (to (integer -1)))");
  CHECK(error_of("RETURN 9223372036854775808") == "IntegerOverflow");
  CHECK(error_of("RETURN 0xFFFFFFFFFFFFFFFFF") == "IntegerOverflow");
  CHECK(error_of("RETURN 1e999") == "FloatingPointOverflow");
  CHECK(error_of("RETURN 0x") == "InvalidNumberLiteral");
  CHECK(error_of("RETURN 12ab") == "InvalidNumberLiteral");
  CHECK(error_of("RETURN 0o8") == "InvalidNumberLiteral");
}

TEST_CASE("strings keep their escapes' meaning", "[dsl][parse]") {
  CHECK(expression(R"('it\'s')") == R"((string "it's"))");
  CHECK(expression(R"("a\tb\\n")") == "(string \"a\tb\\n\")");
  CHECK(expression(R"('\u00e9\U0001F600')") == "(string \"\u00e9\U0001F600\")");
  CHECK(expression(R"('\uD83D\uDE00')") == "(string \"\U0001F600\")");
  CHECK(expression(R"('\d+')") == R"((string "\d+"))");
  CHECK(error_of(R"(RETURN '\u12')") == "InvalidUnicodeLiteral");
  CHECK(error_of(R"(RETURN '\uD83D')") == "InvalidUnicodeLiteral");
  CHECK(error_of(R"(RETURN '\UFFFFFFFF')") == "InvalidUnicodeLiteral");
}

TEST_CASE("keywords are names wherever they cannot be anything else", "[dsl][parse]") {
  CHECK(tree("MATCH (order:Match {return: 1}) RETURN order.limit AS end") ==
        "(query (match (path (node 'order' :Match (map \"return\" (integer 1))))) (return (columns (item "
        "(property 'order' \"limit\") "
        "'end'))))");
  CHECK(expression("`match`.x") == "(property 'match' \"x\")");
  CHECK(expression("`a``b`") == "'a`b'");
  CHECK(expression("größe + 年") == "(+ 'größe' '年')");
  CHECK(expression("count") == "'count'");
  CHECK(expression("exists") == "'exists'");
}

TEST_CASE("blanks and comments may stand anywhere between words", "[dsl][parse]") {
  CHECK(tree("match(n)/* all */return // them\n n;") ==
        "(query (match (path (node 'n'))) (return (columns (item 'n'))))");
  CHECK(tree("MATCH\u00A0(n)\u3000RETURN\tn") ==
        "(query (match (path (node 'n'))) (return (columns (item 'n'))))");
}

TEST_CASE("patterns carry directions, types, lengths and conditions", "[dsl][parse]") {
  CHECK(tree("MATCH p = (a:A&!B {x: 1})<-[r:X|Y*1..3 {y: $p}]-()--(:C:D) RETURN p") ==
        "(query (match (path 'p' (node 'a' (label-and :A (label-not :B)) (map \"x\" (integer 1))) (<- 'r' "
        "(label-or :X :Y) *1..3 (map "
        "\"y\" (parameter \"p\"))) (node _) (-- _) (node _ (label-and :C :D)))) (return (columns (item "
        "'p'))))");
  CHECK(tree("MATCH (a)-[*]->()-[*2]->()-[*..4]->()<-[:X*5..]->(b WHERE b.x > 1) RETURN a") ==
        "(query (match (path (node 'a') (-> _ *..) (node _) (-> _ *2..2) (node _) (-> _ *..4) (node _) (-- _ "
        ":X *5..) (node 'b' (where "
        "(compare (property 'b' \"x\") > (integer 1)))))) (return (columns (item 'a'))))");
  CHECK(tree("MATCH p = shortestPath((a)-[*]-(b)), allShortestPaths((a)-->(c)) RETURN p") ==
        "(query (match (shortest called 'p' (node 'a') (-- _ *..) (node 'b')) (all-shortest called (node 'a') "
        "(-> _) (node 'c'))) (return (columns (item 'p'))))");
}

TEST_CASE("a pattern and a parenthesised expression are told apart", "[dsl][parse]") {
  CHECK(expression("(a)-->(b)") == "(pattern (path (node 'a') (-> _) (node 'b')))");
  CHECK(expression("(a)-[:X]-(b)") == "(pattern (path (node 'a') (-- _ :X) (node 'b')))");
  CHECK(expression("(a)-(b)") == "(- (paren 'a') (paren 'b'))");
  CHECK(expression("(a) - 1") == "(- (paren 'a') (integer 1))");
  CHECK(expression("(a)<(b)") == "(compare (paren 'a') < (paren 'b'))");
  CHECK(expression("(a)<-1") == "(compare (paren 'a') < (integer -1))");
  CHECK(expression("(a + 1)-[1][0]") ==
        "(- (paren (+ 'a' (integer 1))) (subscript (list (integer 1)) (integer 0)))");
  CHECK(expression("(a:A)") == "(paren (has-labels 'a' :A))");
}

TEST_CASE("lists, comprehensions and label bars are told apart", "[dsl][parse]") {
  CHECK(expression("[a, b IN c]") == "(list 'a' (in 'b' 'c'))");
  CHECK(expression("[x IN xs]") == "(each 'x' 'xs')");
  CHECK(expression("[x IN xs WHERE x > 1 | x * 2]") ==
        "(each 'x' 'xs' (where (compare 'x' > (integer 1))) (give (* 'x' (integer 2))))");
  CHECK(expression("[x IN xs WHERE x:A | x.y]") ==
        "(each 'x' 'xs' (where (has-labels 'x' :A)) (give (property 'x' \"y\")))");
  CHECK(expression("[x IN xs WHERE x:A|B | x]") ==
        "(each 'x' 'xs' (where (has-labels 'x' (label-or :A :B))) (give 'x'))");
  CHECK(expression("x:A|B") == "(has-labels 'x' (label-or :A :B))");
  CHECK(expression("[(a)-->(b) WHERE b.x | b.y]") ==
        "(each-path (path (node 'a') (-> _) (node 'b')) (where (property 'b' \"x\")) (give (property 'b' "
        "\"y\")))");
  CHECK(expression("[p = (a)-->() | p]") == "(each-path (path 'p' (node 'a') (-> _) (node _)) (give 'p'))");
}

TEST_CASE("forms with syntax of their own", "[dsl][parse]") {
  CHECK(expression("CASE a WHEN 1 THEN 'x' ELSE null END") ==
        "(case 'a'  (when (integer 1) (string \"x\")) (else null))");
  CHECK(expression("all(x IN xs WHERE x)") == "(all 'x' 'xs' 'x')");
  CHECK(expression("reduce(s = 0, x IN xs | s + x)") == "(reduce 's' (integer 0) 'x' 'xs' (+ 's' 'x'))");
  CHECK(expression("count(DISTINCT a)") == "(call count distinct 'a')");
  CHECK(expression("count( * )") == "(count *)");
  CHECK(expression("date.truncate('day', d)") == "(call date.truncate (string \"day\") 'd')");
  CHECK(expression("n {.a, .*, b: 1, c}") ==
        "(map-projection 'n'  [0 a ] [1  ] [2 b (integer 1)] [3 c 'c'])");
  CHECK(expression("EXISTS { (a)-->(b) WHERE b.x }") ==
        "(exists (path (node 'a') (-> _) (node 'b')) (where (property 'b' \"x\")))");
  CHECK(expression("COUNT { MATCH (a) RETURN a }") ==
        "(count (query (match (path (node 'a'))) (return (columns (item 'a')))))");
}

TEST_CASE("clauses that write", "[dsl][parse]") {
  CHECK(tree("MERGE (a:A) ON CREATE SET a.x = 1, a:B ON MATCH SET a += {y: 2}") ==
        "(query (merge (path (node 'a' :A)) (on-create (set (property 'a' \"x\") (integer 1)) (set-labels "
        "'a' \"B\")) (on-match (set-some "
        "'a' (map \"y\" (integer 2))))))");
  CHECK(tree("MATCH (n) SET n = $all, (n).x = 1 REMOVE n.y, n:A:B DETACH DELETE n") ==
        "(query (match (path (node 'n'))) (set-clause (set-all 'n' (parameter \"all\")) (set (property "
        "(paren 'n') \"x\") (integer 1))) "
        "(remove-clause (remove (property 'n' \"y\")) (remove-labels 'n' \"A\" \"B\")) (detach-delete 'n'))");
  CHECK(tree("FOREACH (x IN [1] | CREATE (:A) SET x.y = 1)") ==
        "(query (foreach 'x' (list (integer 1)) (create (path (node _ :A))) (set-clause (set (property 'x' "
        "\"y\") (integer 1)))))");
}

TEST_CASE("calls, subqueries and files", "[dsl][parse]") {
  CHECK(tree("CALL a.b") == "(query (call-procedure \"a.b\" standalone))");
  CHECK(tree("CALL a.b(1) YIELD x, y AS z WHERE z > 1 RETURN x") ==
        "(query (call-procedure \"a.b\" (arguments (integer 1)) (yield (field \"x\" 'x') (field \"y\" 'z')) "
        "(where (compare 'z' > (integer "
        "1)))) (return (columns (item 'x'))))");
  CHECK(tree("CALL (a) { RETURN 1 AS x } IN 4 CONCURRENT TRANSACTIONS OF 10 ROWS RETURN x") ==
        "(query (call-subquery 'a' (query (return (columns (item (integer 1) 'x')))) (in-transactions "
        "(integer 10) 0 _)) (return (columns (item 'x'))))");
  CHECK(
      tree("USING PERIODIC COMMIT 50 LOAD CSV WITH HEADERS FROM 'f' AS row FIELDTERMINATOR ';' RETURN row") ==
      "(query (load-csv headers (string \"f\") 'row' \";\" 50) (return (columns (item 'row'))))");
}

TEST_CASE("other spellings of the same are read", "[dsl][parse]") {
  CHECK(tree("MATCH (a IS A)-[:X]->+(b)-[:Y]->{2,5}()<-[:Z]-{3}()--*() RETURN a") ==
        tree("MATCH (a:A)-[:X*1..]->(b)-[:Y*2..5]->()<-[:Z*3]-()-[*0..]-() RETURN a"));
  CHECK(tree("MATCH p = ANY SHORTEST (a)-[:X]->+(b) RETURN p") ==
        "(query (match (shortest 'p' (node 'a') (-> _ :X *1..) (node 'b'))) (return (columns (item 'p'))))");
  CHECK(tree("MATCH p = SHORTEST 1 PATHS (a)-[*]-(b) RETURN p") ==
        "(query (match (shortest 'p' (node 'a') (-- _ *..) (node 'b'))) (return (columns (item 'p'))))");
  CHECK(tree("MATCH p = ALL SHORTEST (a)-[*]-(b) RETURN p") ==
        "(query (match (all-shortest 'p' (node 'a') (-- _ *..) (node 'b'))) (return (columns (item 'p'))))");
  CHECK(expression("extract(x IN xs | x.y)") == expression("[x IN xs | x.y]"));
  CHECK(expression("filter(x IN xs WHERE x.y)") == expression("[x IN xs WHERE x.y]"));
  CHECK(expression("a || b") == expression("a + b"));
  CHECK(tree("CYPHER 5 planner=cost MATCH (n) RETURN n") == tree("MATCH (n) RETURN n"));
  CHECK(tree(":auto MATCH (n) RETURN n") == tree("MATCH (n) RETURN n"));
  CHECK(tree("MATCH (n:A) USING INDEX n:A(x) WHERE n.x = 1 RETURN n") ==
        tree("MATCH (n:A) WHERE n.x = 1 RETURN n"));
}

TEST_CASE("what skein does not have is named as such", "[dsl][parse]") {
  for (const char* text :
       {"MATCH (n:$(x)) RETURN n", "MATCH (n) SET n:$(x)",
        "USE other MATCH (n) RETURN n", "SHOW DATABASES", "CREATE USER ada SET PASSWORD 'x'",
        "CREATE FULLTEXT INDEX f FOR ()-[r:A]-() ON EACH [r.x]"}) {
    INFO(text);
    const auto result = parse(text);
    REQUIRE_FALSE(result.ok());
    CHECK(result.error().code == ErrorCode::unsupported);
    CHECK(result.error().phase == "compile time");
  }
}

TEST_CASE("columns without a name are named as they are written", "[dsl][parse]") {
  auto statement = parse("RETURN  n . name ,count( * ), (1  + 2) AS three");
  REQUIRE(statement.ok());
  const auto& query = std::get<ast::Query>(statement->node);
  const auto& items = std::get<ast::Return>(query.parts[0].clauses[0].node).projection.items;
  CHECK(items[0].alias.name == "n . name");
  CHECK(items[1].alias.name == "count( * )");
  CHECK(items[2].alias.name == "three");
}

TEST_CASE("statements beside queries", "[dsl][parse]") {
  CHECK(tree("EXPLAIN RETURN 1") == "explain (query (return (columns (item (integer 1)))))");
  CHECK(tree("CREATE INDEX people IF NOT EXISTS FOR (p:Person) ON (p.name, p.age)") ==
        "(create index \"people\" if-not-exists \"Person\" \"name\" \"age\")");
  CHECK(tree("CREATE INDEX ON :Person(name)") == "(create index \"\" \"Person\" \"name\")");
  CHECK(tree("CREATE RANGE INDEX FOR ()-[r:KNOWS]-() ON (r.since)") ==
        "(create index \"\" \"KNOWS\" \"since\" relationships)");
  CHECK(tree("DROP INDEX people IF EXISTS") == "(drop \"people\" if-exists)");
  CHECK(tree("DROP INDEX ON :Person(name)") == "(drop \"\" (create index \"\" \"Person\" \"name\"))");
  CHECK(tree("CREATE CONSTRAINT c FOR (p:Person) REQUIRE p.id IS UNIQUE") ==
        "(create unique \"c\" \"Person\" \"id\")");
  CHECK(tree("CREATE CONSTRAINT ON (p:Person) ASSERT p.id IS UNIQUE") ==
        "(create unique \"\" \"Person\" \"id\")");
  CHECK(tree("CREATE CONSTRAINT ON (p:Person) ASSERT exists(p.id)") ==
        "(create exists \"\" \"Person\" \"id\")");
  CHECK(tree("CREATE CONSTRAINT c IF NOT EXISTS FOR (p:P) REQUIRE (p.a, p.b) IS NODE KEY") ==
        "(create key \"c\" if-not-exists \"P\" \"a\" \"b\")");
  CHECK(tree("CREATE CONSTRAINT FOR ()-[r:R]-() REQUIRE r.a IS :: INTEGER") ==
        "(create type \"\" \"R\" \"a\" INTEGER relationships)");
  CHECK(tree("DROP CONSTRAINT c") == "(drop constraint \"c\")");
  CHECK(tree("SHOW ALL FUNCTIONS") == tree("CALL show.functions() YIELD name, category, signature, description"));
  CHECK(tree("create fulltext index f if not exists for (n:A|B) on each [n.x, n.`y z`]") ==
        "(create-text-index \"f\" if-not-exists \"A\" \"B\" \"x\" \"y z\")");
  CHECK(tree("SHOW INDEXES YIELD *") == tree("CALL show.indexes() YIELD *"));
  CHECK(tree("SHOW FULLTEXT INDEXES YIELD name AS n WHERE n = 'a'") ==
        tree("CALL show.indexes('FULLTEXT') YIELD name AS n WHERE n = 'a'"));
  CHECK(tree("SHOW PROCEDURES YIELD name ORDER BY name LIMIT 3 WHERE name > 'a' RETURN count(*) AS n") ==
        tree("CALL show.procedures() YIELD name WITH * ORDER BY name LIMIT 3 WHERE name > 'a' RETURN count(*) AS n"));
  CHECK(tree("BEGIN TRANSACTION") == "(transaction 0)");
  CHECK(tree("commit;") == "(transaction 1)");
}

TEST_CASE("the end of the first statement is found", "[dsl][parse]") {
  CHECK(statement_end("RETURN 1; RETURN 2;") == 9);
  CHECK(statement_end("RETURN ';' AS `a;b` /* ; */ // ;\n;") == 34);
  CHECK(statement_end("RETURN 1") == std::string_view::npos);
  CHECK(statement_end("RETURN 'open; ") == std::string_view::npos);
  CHECK(statement_end("RETURN /* open; ") == std::string_view::npos);
  CHECK(statement_end("") == std::string_view::npos);
}

}  // namespace skein::dsl
