#include <catch2/catch.hpp>

#include "tests/cli/run_program.hpp"
#include "tests/support/temp_dir.hpp"

using namespace skein::tests;

TEST_CASE("help and version are answers, wrong usage is not", "[cli][commands]") {
  const auto help = run({"--help"});
  CHECK(help.status == 0);
  for (const char* command : {"build", "query", "shell", "export", "draw", "import", "why", "stats",
                              "documents", "verify", "forget"}) {
    CHECK(help.out.find(command) != std::string::npos);
    const auto one = run({command, "--help"});
    CHECK(one.status == 0);
    CHECK(one.out.find("Examples:") != std::string::npos);
  }
  CHECK(run({"--version"}).out.starts_with("skein 0."));
  CHECK(run({"nonsense"}).status == 2);
  CHECK(run({"query"}).status == 2);
  CHECK(run({"query", "--db", ":memory:", "--nonsense", "RETURN 1"}).err.find("hint: skein query --help") !=
        std::string::npos);
}

TEST_CASE("output to a pipe has no colours", "[cli][commands]") {
  CHECK(run({"query", "--db", ":memory:", "RETURN 1"}).out.find('\x1b') == std::string::npos);
  CHECK(run({"query", "--db", ":memory:", "RETURN"}).err.find('\x1b') == std::string::npos);
}

TEST_CASE("the shell reads statements and commands from a pipe", "[cli][shell]") {
  const auto ran =
      run({"shell"},
          ":mode csv\nCREATE (:Person {name: 'Ann'})-[:CEO_OF]->(:Organization {name: 'Acme'});\n"
          "MATCH (n)\nRETURN count(n) AS n;\n:param who 'Ann'\nMATCH (p {name: $who}) RETURN p.name AS "
          "name;\n:quit\nRETURN 9;\n");
  CHECK(ran.status == 0);
  CHECK(ran.out == "n\n2\nname\nAnn\n");
  const auto pattern = run({"shell"},
                           "CREATE (:Person {name: 'Ann'})-[:CEO_OF]->(:Organization {name: "
                           "'Acme'});\n(:Person)-[:CEO_OF]->(o);\n\"Ann\"\n");
  CHECK(pattern.out.find("(:Person {name: 'Ann'})-[:CEO_OF]->(:Organization {name: 'Acme'})") !=
        std::string::npos);
  CHECK(pattern.out.find("─CEO_OF→ Acme") != std::string::npos);
  const auto wrong = run({"shell"}, ":nonsense\nRETURN 1 +;\n:mode csv\nRETURN 3 AS x;\n");
  CHECK(wrong.status == 1);
  CHECK(wrong.out == "x\n3\n");
  CHECK(wrong.err.find("there is no command :nonsense") != std::string::npos);
}

TEST_CASE("why says what is known of a name, and what is near to one that is not", "[cli][why]") {
  const TempDir folder;
  const std::string db = folder.path() + "/g";
  REQUIRE(
      run({"query", "--db", db,
           "CREATE (:Person {name: 'Ann Lee', aliases: ['Lee']})-[:CEO_OF]->(:Organization {name: 'Acme'})"})
          .status == 0);
  CHECK(run({"why", "--db", db, "Lee"}).out.find("Ann Lee  Person") != std::string::npos);
  CHECK(run({"why", "--db", db, "acme"}).out.find("←CEO_OF─ Ann Lee") != std::string::npos);
  const auto none = run({"why", "--db", db, "Acmee"});
  CHECK(none.status == 1);
  CHECK(none.err.find("there is 'Acme'") != std::string::npos);
}

TEST_CASE("stats and verify look at a store", "[cli][commands]") {
  const TempDir folder;
  const std::string db = folder.path() + "/g";
  REQUIRE(run({"query", "--db", db,
               "CREATE (:Person {name: 'A'})-[:KNOWS]->(:Person {name: 'B'}); CREATE INDEX names FOR "
               "(n:Person) ON (n.name)"})
              .status == 0);
  const auto stats = run({"stats", "--db", db});
  CHECK(stats.out.find("2 nodes") != std::string::npos);
  CHECK(stats.out.find(":KNOWS") != std::string::npos);
  const auto verified = run({"verify", "--db", db});
  CHECK(verified.status == 0);
  CHECK(verified.out.find("all is well: 2 nodes, 1 relationships") != std::string::npos);
}

TEST_CASE("what is exported as CSV can be imported, and gives the same again", "[cli][export]") {
  const TempDir folder;
  const std::string a = folder.path() + "/a", b = folder.path() + "/b", x = folder.path() + "/x",
                    y = folder.path() + "/y";
  REQUIRE(run({"query", "--db", a,
               "CREATE (:Person:Founder {name: 'Ann \"A\" Lee, Jr.', born: date('1970-01-02'), score: 1.5, "
               "tags: ['x', 'y']})"
               "-[:KNOWS {since: 2001}]->(:Person {name: '吴泳铭', ok: true})"})
              .status == 0);
  REQUIRE(run({"export", "--db", a, "--format", "csv", "-o", x}).status == 0);
  const auto imported =
      run({"import", "--db", b, "--nodes", x + "/nodes.csv", "--relationships", x + "/relationships.csv"});
  CHECK(imported.err == "");
  REQUIRE(imported.status == 0);
  CHECK(imported.out.find("2 nodes, 1 relationships") != std::string::npos);
  REQUIRE(run({"export", "--db", b, "--format", "csv", "-o", y}).status == 0);
  CHECK(read_file(x + "/nodes.csv") == read_file(y + "/nodes.csv"));
  CHECK(read_file(x + "/relationships.csv") == read_file(y + "/relationships.csv"));
}

TEST_CASE("GraphML carries names that XML would stumble over", "[cli][export]") {
  const TempDir folder;
  const std::string db = folder.path() + "/g";
  REQUIRE(run({"query", "--db", db,
               "CREATE (:A {name: 'a < b & \"c\"', n: 3})-[:T]->(:A {name: 'x\\u0001y', f: 1.5})"})
              .status == 0);
  const auto ran = run({"export", "--db", db, "--format", "graphml"});
  CHECK(ran.status == 0);
  CHECK(ran.out.find("a &lt; b &amp; &quot;c&quot;") != std::string::npos);
  CHECK(ran.out.find('\x01') == std::string::npos);
  CHECK(ran.out.find("attr.name=\"n\" attr.type=\"long\"") != std::string::npos);
  CHECK(ran.out.find("attr.name=\"f\" attr.type=\"double\"") != std::string::npos);
  CHECK(ran.out.ends_with("</graphml>\n"));
  CHECK(run({"export", "--db", db, "--format", "graphml"}).out == ran.out);
}

TEST_CASE("an export that cannot be written says so and leaves nothing", "[cli][export]") {
  const TempDir folder;
  const std::string db = folder.path() + "/g";
  REQUIRE(run({"query", "--db", db, "CREATE (:A)"}).status == 0);
  CHECK(run({"export", "--db", db, "-o", folder.path() + "/no/x.graphml"}).status == 1);
  CHECK(run({"export", "--db", db, "-o", folder.path() + "/x.doc"}).status == 2);
  CHECK(shell("$SKEIN export --db '" + db + "' --format dot >/dev/full").status == 1);
  CHECK(shell("ls '" + folder.path() + "'").out == "g\n");
}

TEST_CASE("documents become a graph that answers with sentences, and are forgotten again", "[cli][build]") {
  const TempDir folder;
  const std::string db = folder.path() + "/g", news = folder.path() + "/news";
  REQUIRE(shell("mkdir '" + news + "'").status == 0);
  write_file(news + "/a.txt",
             "A new head\n\nMarch 3, 2025\n\nIngrid Solberg is the chief executive of Fjordkraft Shipping. "
             "The company was founded in Bergen.\n");
  write_file(news + "/b.md",
             "# Ferries\n\nFjordkraft Shipping plans to invest $2 billion in electric ferries, Ingrid "
             "Solberg said.\n");
  write_file(news + "/c.bin", std::string("\x00\x01\x02", 3));
  const auto built = run({"build", "--db", db, news, folder.path() + "/nothing.txt"});
  CHECK(built.status == 0);
  CHECK(built.out.find("2 documents added") != std::string::npos);
  CHECK(built.err.find("c.bin") != std::string::npos);
  CHECK(built.err.find("nothing.txt") != std::string::npos);
  const auto why = run({"why", "--db", db, "Ingrid Solberg"});
  CHECK(why.out.find("─CEO_OF→ Fjordkraft Shipping") != std::string::npos);
  CHECK(why.out.find("«Ingrid Solberg» is the chief executive of «Fjordkraft Shipping».") !=
        std::string::npos);
  const std::string whole = run({"export", "--db", db, "--format", "jsonl"}).out;
  CHECK(run({"build", "--db", db, news}).out.find("2 unchanged") != std::string::npos);
  CHECK(run({"export", "--db", db, "--format", "jsonl"}).out == whole);
  CHECK(run({"verify", "--db", db}).status == 0);
  CHECK(run({"documents", "--db", db, "--format", "csv"}).out.find(news + "/a.txt") != std::string::npos);

  REQUIRE(run({"forget", "--db", db, news + "/b.md"}).status == 0);
  const std::string other = folder.path() + "/h";
  REQUIRE(run({"build", "--db", other, news + "/a.txt"}).status == 0);
  CHECK(run({"export", "--db", db, "--format", "jsonl"}).out ==
        run({"export", "--db", other, "--format", "jsonl"}).out);
  CHECK(run({"verify", "--db", db}).status == 0);
  const auto unknown = run({"forget", "--db", db, "no-such-document"});
  CHECK(unknown.status == 1);
  CHECK(unknown.err.find("no-such-document") != std::string::npos);
}

TEST_CASE("order and threads leave no trace in the graph", "[cli][build]") {
  const TempDir folder;
  const std::string articles = SKEIN_SOURCE_DIR "/examples/ai-industry";
  REQUIRE(shell("$SKEIN build --db '" + folder.path() + "/a' --threads 1 '" + articles + "'/*").status == 0);
  REQUIRE(
      shell("$SKEIN build --db '" + folder.path() + "/b' --threads 3 $(ls -r '" + articles + "'/*)").status ==
      0);
  const std::string a = run({"export", "--db", folder.path() + "/a", "--format", "jsonl"}).out;
  CHECK(a.find("\"kind\":\"relation\"") != std::string::npos);
  CHECK(a == run({"export", "--db", folder.path() + "/b", "--format", "jsonl"}).out);
  CHECK(shell("for q in '" + articles + "'/../questions/*.cypher; do $SKEIN query --db '" + folder.path() +
              "/a' --format csv -f $q | wc -l; done")
            .out.find("1\n") == std::string::npos);
}
