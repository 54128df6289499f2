#include <catch2/catch.hpp>

#include "tests/cli/run_program.hpp"
#include "tests/support/temp_dir.hpp"

using namespace skein::tests;

TEST_CASE("query answers in every format", "[cli][query]") {
  const std::string q = "UNWIND [1, 2] AS n RETURN n, 'x' AS s";
  CHECK(run({"query", "--db", ":memory:", "--format", "csv", q}).out == "n,s\n1,x\n2,x\n");
  CHECK(run({"query", "--db", ":memory:", "--format", "jsonl", q}).out ==
        "{\"n\":1,\"s\":\"x\"}\n{\"n\":2,\"s\":\"x\"}\n");
  CHECK(run({"query", "--db", ":memory:", "--format", "markdown", q}).out ==
        "| n | s |\n| --- | --- |\n| 1 | x |\n| 2 | x |\n");
  CHECK(run({"query", "--db", ":memory:", q}).out.find("│ 1 │ x │") != std::string::npos);
  const auto wrong = run({"query", "--db", ":memory:", "--format", "xml", q});
  CHECK(wrong.status == 2);
  CHECK(wrong.err.find("xml") != std::string::npos);
}

TEST_CASE("plans are drawn for GraphViz, rows are not", "[cli][query]") {
  const auto plan = run({"query", "--db", ":memory:", "--format", "dot", "EXPLAIN MATCH (a:A)-->(b) WHERE a.x < 1 RETURN b"});
  CHECK(plan.status == 0);
  CHECK(plan.out.starts_with("digraph plan {"));
  CHECK(plan.out.find("<b>Expand</b>") != std::string::npos);
  CHECK(plan.out.find("a.x &lt; 1") != std::string::npos);
  CHECK(plan.out.find("o1 -&gt; o0") == std::string::npos);
  CHECK(plan.out.find("o1 -> o0") != std::string::npos);
  const auto profile = run({"query", "--db", ":memory:", "--format", "dot", "PROFILE UNWIND range(1, 1500) AS x RETURN sum(x)"});
  CHECK(profile.out.find("1,500 rows") != std::string::npos);
  const auto rows = run({"query", "--db", ":memory:", "--format", "dot", "RETURN 1"});
  CHECK(rows.status == 1);
  CHECK(rows.err.find("skein draw") != std::string::npos);
}

TEST_CASE("query reads a script from a file and from standard input", "[cli][query]") {
  const TempDir folder;
  const std::string file = folder.path() + "/s.cypher";
  write_file(file, "CREATE (:A {k: 1}); // one\nCREATE (:A {k: 2});\nMATCH (a:A) RETURN sum(a.k) AS s;\n");
  CHECK(run({"query", "--db", ":memory:", "--format", "csv", "-f", file}).out == "s\n3\n");
  CHECK(run({"query", "--db", ":memory:", "--format", "csv"}, "RETURN 1 AS a; RETURN 2 AS b").out ==
        "a\n1\nb\n2\n");
}

TEST_CASE("an error in a script names its file and line and stops it", "[cli][query]") {
  const TempDir folder;
  const std::string file = folder.path() + "/s.cypher";
  write_file(file, "RETURN 1 AS a;\n\nRETURN nope;\nRETURN 2 AS b;\n");
  const auto ran = run({"query", "--db", ":memory:", "--format", "csv", "-f", file});
  CHECK(ran.status == 1);
  CHECK(ran.out == "a\n1\n");
  CHECK(ran.err.find(file + ":3:8: ") != std::string::npos);
  CHECK(ran.err.find("RETURN nope") != std::string::npos);
  const auto on = run({"query", "--db", ":memory:", "--format", "csv", "--keep-going", "-f", file});
  CHECK(on.status == 1);
  CHECK(on.out == "a\n1\nb\n2\n");
}

TEST_CASE("parameters are literals or texts", "[cli][query]") {
  const auto ran = run({"query", "--db", ":memory:", "--format", "jsonl", "--param", "a=42", "--param",
                        "b=Eddie Wu", "--param", "c=[1, 'x']", "--param", "d='42'", "--param", "e=2025-02-24",
                        "RETURN $a AS a, $b AS b, $c AS c, $d AS d, $e AS e"});
  CHECK(ran.out == "{\"a\":42,\"b\":\"Eddie Wu\",\"c\":[1,\"x\"],\"d\":\"42\",\"e\":\"2025-02-24\"}\n");
  CHECK(run({"query", "--db", ":memory:", "--param", "nothing", "RETURN 1"}).status == 2);
  CHECK(run({"query", "--db", ":memory:", "--param", "x=[1,", "RETURN $x"}).status == 2);
}

TEST_CASE("a store is made by the first statement that writes, and not by one that reads", "[cli][query]") {
  const TempDir folder;
  const std::string db = folder.path() + "/g";
  const auto none = run({"query", "--db", db, "MATCH (n) RETURN n"});
  CHECK(none.status == 1);
  CHECK(none.err.find("there is no graph at " + db) != std::string::npos);
  CHECK(none.err.find("hint: ") != std::string::npos);
  CHECK(run({"query", "--db", db, "CREATE (:A)"}).status == 0);
  CHECK(run({"query", "--db", db, "--format", "csv", "MATCH (n:A) RETURN count(n) AS n"}).out == "n\n1\n");
  const auto refused = run({"query", "--db", db, "--read-only", "CREATE (:A)"});
  CHECK(refused.status == 1);
  CHECK(refused.err.find("--read-only") != std::string::npos);
  CHECK(run({"query", "--db", db, "--format", "csv",
             "BEGIN; MATCH (n) SET n.k = 1; CREATE (:B); COMMIT; MATCH (n) RETURN count(n) AS n"})
            .out == "n\n2\n");
}

TEST_CASE("a folder that is no store is told, and left alone", "[cli][query]") {
  const TempDir folder;
  write_file(folder.path() + "/letter.txt", "dear reader");
  const auto ran = run({"query", "--db", folder.path(), "CREATE (:A)"});
  CHECK(ran.status == 1);
  CHECK(ran.err.find(folder.path()) != std::string::npos);
  CHECK(shell("ls -A '" + folder.path() + "'").out == "letter.txt\n");
}

TEST_CASE("a closed pipe ends the program quietly", "[cli][query]") {
  const auto ran = shell(
      "{ $SKEIN query --db :memory: --format csv 'UNWIND range(1, 1000000) AS n RETURN n'; echo \"status "
      "$?\" >&2; } | head -1");
  CHECK(ran.out == "n\n");
  CHECK(ran.err == "status 0\n");
}

TEST_CASE("a full disk is an error", "[cli][query]") {
  const auto ran =
      shell("$SKEIN query --db :memory: --format csv 'UNWIND range(1, 200000) AS n RETURN n' >/dev/full");
  CHECK(ran.status == 1);
  CHECK(ran.err.find("No space left on device") != std::string::npos);
}

TEST_CASE("a statement ends at its time limit", "[cli][query]") {
  const auto ran = run(
      {"query", "--db", ":memory:", "--timeout", "0.3",
       "UNWIND range(1, 2000) AS a UNWIND range(1, 2000) AS b UNWIND range(1, 2000) AS c RETURN count(*)"});
  CHECK(ran.status == 1);
  CHECK_FALSE(ran.err.empty());
}

TEST_CASE("Ctrl-C ends a query with status 130", "[cli][query]") {
  const auto ran = shell(
      "$SKEIN query --db :memory: 'UNWIND range(1, 5000) AS a UNWIND range(1, 5000) AS b UNWIND range(1, "
      "5000) AS c RETURN count(*)' & "
      "pid=$!; sleep 0.5; kill -INT $pid; wait $pid");
  CHECK(ran.status == 130);
}

TEST_CASE("batch answers line by line while its input stays open", "[cli][batch]") {
  const auto ran = shell(
      R"(mkfifo_dir=$(mktemp -d); mkfifo $mkfifo_dir/in; $SKEIN query --db :memory: --batch --plain <$mkfifo_dir/in >$mkfifo_dir/out &
    exec 7>$mkfifo_dir/in; echo '{"statement":"RETURN 1 AS a"}' >&7; i=0
    while [ ! -s $mkfifo_dir/out ] && [ $i -lt 50 ]; do sleep 0.1; i=$((i+1)); done; cat $mkfifo_dir/out
    echo '{"statement":"RETURN 2 AS a"}' >&7; exec 7>&-; wait; tail -1 $mkfifo_dir/out; rm -r $mkfifo_dir)");
  CHECK(ran.out ==
        "{\"data\":{\"fields\":[\"a\"],\"values\":[[1]]},\"counters\":{}}\n{\"data\":{\"fields\":[\"a\"],"
        "\"values\":[[2]]},\"counters\":{}}\n");
}
