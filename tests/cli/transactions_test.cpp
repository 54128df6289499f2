// Statements that commit as they go, files that they read, and limits: the parts of the language that only show in a
// program that runs.
#include <catch2/catch.hpp>
#include <filesystem>

#include "tests/cli/run_program.hpp"
#include "tests/support/temp_dir.hpp"

using namespace skein::tests;

namespace {

std::string value(const Ran& ran) { return ran.out.substr(ran.out.find('\n') + 1); }

Ran query(const std::string& db, const std::string& text, std::vector<std::string> more = {}) {
  std::vector<std::string> arguments = {"query", "--db", db, "--format", "csv"};
  arguments.insert(arguments.end(), more.begin(), more.end());
  arguments.push_back(text);
  return run(arguments);
}

}  // namespace

TEST_CASE("LOAD CSV reads from the allowed folder and from nowhere else", "[cli][files]") {
  const TempDir folder;
  std::filesystem::create_directories(folder.path() + "/in");
  write_file(folder.path() + "/in/ports.csv", "name,depth\nHull,11\nLund,\n\"Al, by\",\"\"\n");
  write_file(folder.path() + "/in/plain.csv", "1;2\n3;4\n");
  write_file(folder.path() + "/out.csv", "x\n");
  const std::vector<std::string> allowed = {"--allow-files", folder.path() + "/in"};
  CHECK(query(":memory:", "LOAD CSV WITH HEADERS FROM 'file:///ports.csv' AS row RETURN row.name AS n, row.depth AS d", allowed).out ==
        "n,d\nHull,11\nLund,\n\"Al, by\",\"\"\n");
  CHECK(query(":memory:", "LOAD CSV FROM 'plain.csv' AS row FIELDTERMINATOR ';' RETURN row[1] AS b", allowed).out == "b\n2\n4\n");
  CHECK(query(":memory:", "UNWIND ['plain.csv', 'plain.csv'] AS f LOAD CSV FROM f AS row RETURN count(*) AS n", allowed).out == "n\n4\n");
  for (const char* file : {"../out.csv", "file:///../out.csv", "https://example.org/x.csv", "none.csv"}) {
    const auto refused = query(":memory:", std::string("LOAD CSV FROM '") + file + "' AS row RETURN row", allowed);
    INFO(refused.err);
    CHECK(refused.status == 1);
    CHECK(refused.out == "row\n");
  }
  const auto closed = query(":memory:", "LOAD CSV FROM 'plain.csv' AS row RETURN row");
  CHECK(closed.status == 1);
  CHECK(closed.err.find("--allow-files") != std::string::npos);
}

TEST_CASE("CALL IN TRANSACTIONS commits each lot by itself", "[cli][transactions]") {
  const TempDir folder;
  const std::string db = folder.path() + "/g";
  REQUIRE(query(db, "CREATE CONSTRAINT one FOR (n:N) REQUIRE n.k IS UNIQUE; CREATE (:N {k: 7})").status == 0);
  const std::string made = "UNWIND range(1, 10) AS k CALL (k) { CREATE (:N {k: k}) } IN TRANSACTIONS OF 2 ROWS";
  const std::string count = "MATCH (n:N) RETURN collect(n.k) AS ks";

  SECTION("an error ends it; what was committed stays") {
    const auto failed = query(db, made);
    CHECK(failed.status == 1);
    CHECK(failed.err.find("3 transactions were committed before this one") != std::string::npos);
    CHECK(value(query(db, "MATCH (n:N) WITH n.k AS k ORDER BY k RETURN collect(k) AS ks")) == "\"[1,2,3,4,5,6,7]\"\n");
  }
  SECTION("CONTINUE passes over the lot that failed") {
    const auto done = query(db, made + " ON ERROR CONTINUE REPORT STATUS AS s RETURN k, s.committed AS c, s.errorMessage IS NOT NULL AS e");
    CHECK(done.status == 0);
    CHECK(done.out.find("6,true,false\n7,false,true\n8,false,true\n9,true,false\n") != std::string::npos);
    CHECK(value(query(db, "MATCH (n:N) RETURN count(n) AS n")) == "9\n");
  }
  SECTION("BREAK leaves the rest alone") {
    const auto done = query(db, made + " ON ERROR BREAK REPORT STATUS AS s RETURN s.started AS started, count(*) AS n ORDER BY n");
    CHECK(done.out == "started,n\nfalse,2\ntrue,8\n");
    CHECK(value(query(db, "MATCH (n:N) RETURN count(n) AS n")) == "7\n");
  }
  SECTION("what follows sees what was committed") {
    CHECK(value(query(db, "UNWIND range(11, 14) AS k CALL (k) { CREATE (n:N {k: k}) RETURN n } IN TRANSACTIONS OF 3 ROWS RETURN sum(n.k) AS s")) == "50\n");
  }
  SECTION("not within an open transaction, a subquery or after an update") {
    CHECK(query(db, "BEGIN; " + made).err.find("open transaction") != std::string::npos);
    CHECK(query(db, "CALL { " + made + " }").status == 1);
    CHECK(query(db, "CREATE (:M) WITH 1 AS k CALL (k) { CREATE (:N {k: 100}) } IN TRANSACTIONS").status == 1);
  }
}

TEST_CASE("USING PERIODIC COMMIT commits as the file is read", "[cli][transactions]") {
  const TempDir folder;
  const std::string db = folder.path() + "/g";
  write_file(folder.path() + "/k.csv", "k\n1\n2\n3\n4\nx\n6\n");
  const std::vector<std::string> allowed = {"--allow-files", folder.path()};
  const auto failed = query(db, "USING PERIODIC COMMIT 2 LOAD CSV WITH HEADERS FROM 'k.csv' AS row CREATE (:N {k: 10 / toInteger(row.k), never: date(row.k + '-01-01')})", allowed);
  CHECK(failed.status == 1);
  write_file(folder.path() + "/k.csv", "k\n1\n2\n3\n4\n0\n6\n");
  const auto halfway = query(db, "USING PERIODIC COMMIT 2 LOAD CSV WITH HEADERS FROM 'k.csv' AS row CREATE (:N {k: 12 / toInteger(row.k)})", allowed);
  CHECK(halfway.status == 1);
  CHECK(value(query(db, "MATCH (n:N) RETURN sum(n.k) AS s")) == "25\n");
  const auto whole = query(db, "USING PERIODIC COMMIT 2 LOAD CSV WITH HEADERS FROM 'k.csv' AS row WITH toInteger(row.k) AS k CREATE (m:M {k: k}) RETURN count(m) AS n", allowed);
  CHECK(value(whole) == "6\n");
}

TEST_CASE("a statement that holds more than it may is ended", "[cli][limits]") {
  const TempDir folder;
  const std::string db = folder.path() + "/g";
  CHECK(query(db, "CREATE (:Start)").status == 0);
  // No list of them all is ever made.
  const std::string rows = "UNWIND range(0, 999) AS a UNWIND range(1, 1000) AS b WITH 1000 * a + b AS x ";
  const char* greedy[] = {
      "RETURN collect(x) AS xs",
      "RETURN x ORDER BY -x",
      "RETURN DISTINCT x",
      "RETURN x, count(*) AS n",
      "CREATE (:N {x: x})",
      "CALL (x) { CREATE (:N {x: x}) }",
  };
  for (const char* text : greedy) {
    INFO(text);
    const auto ended = query(db, rows + text, {"--memory-limit", "4M"});
    INFO(ended.err);
    CHECK(ended.status == 1);
    CHECK(ended.err.find("its limit of 4 MB") != std::string::npos);
  }
  CHECK(query(db, rows + "RETURN count(x) AS n", {"--memory-limit", "4M"}).out == "n\n1000000\n");
  CHECK(query(db, rows + "RETURN x ORDER BY -x LIMIT 1", {"--memory-limit", "4M"}).out == "x\n1000000\n");
  CHECK(query(db, "MATCH (n:N) RETURN count(n) AS n").out == "n\n0\n");
}

TEST_CASE("a statement that takes too long is ended", "[cli][limits]") {
  const auto ended = query(":memory:", "UNWIND range(1, 100000) AS x UNWIND range(1, 100000) AS y RETURN count(*) AS n", {"--timeout", "0.2"});
  CHECK(ended.status == 1);
  CHECK(ended.err.find("longer than its time limit of 0.2 s") != std::string::npos);
}

TEST_CASE("BEGIN, COMMIT and ROLLBACK work in scripts and in batch mode", "[cli][transactions]") {
  const TempDir folder;
  const std::string db = folder.path() + "/g";
  CHECK(query(db, "BEGIN; CREATE (:N); ROLLBACK; BEGIN TRANSACTION; CREATE (:M); COMMIT; MATCH (n) RETURN labels(n)[0] AS l").out == "l\nM\n");
  const auto batch = run({"query", "--db", db, "--batch", "--plain"},
                         "{\"statement\": \"BEGIN\"}\n{\"statement\": \"CREATE (:K)\"}\n{\"statement\": \"ROLLBACK\"}\n"
                         "{\"statement\": \"MATCH (n) RETURN count(n) AS n\"}\n");
  CHECK(batch.out.find("\"values\":[[1]]") != std::string::npos);
  // What a script leaves open is rolled back.
  CHECK(query(db, "BEGIN; CREATE (:N)").status == 0);
  CHECK(query(db, "MATCH (n) RETURN count(n) AS n").out == "n\n1\n");
}
