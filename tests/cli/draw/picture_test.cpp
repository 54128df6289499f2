#include <catch2/catch.hpp>

#include "tests/cli/run_program.hpp"
#include "tests/cli/draw/svg_boxes.hpp"
#include "tests/support/temp_dir.hpp"

using namespace skein::tests;

namespace {

// Companies, people and figures, some with long, wide or awkward names.
const char* const story =
    "CREATE (a:Organization {name: 'Alibaba'}), (q:Product {name: 'Qwen <3> & \"more\"'}), (w:Person {name: "
    "'吴泳铭'}), "
    "(m:Organization {name: 'A company whose name goes on and on until nobody wants to read it any longer, "
    "Inc.'}), "
    "(x:Money {name: '$53 billion'}), (y:Money {name: '$52 billion'}) "
    "CREATE (w)-[:CEO_OF]->(a), (a)-[:DEVELOPS]->(q), (a)-[:OWNS_STAKE_IN]->(m), "
    "(a)-[:PLANS_INVESTMENT]->(x), "
    "(a)-[:PLANS_INVESTMENT]->(y), (m)-[:COMPETES_WITH]->(a), (w)-[:FOUNDED]->(m) "
    "FOREACH (i IN range(1, 14) | CREATE (a)-[:EMPLOYS]->(:Person {name: 'Person number ' + toString(i)}))";

}  // namespace

TEST_CASE("the overlap test sees an overlap", "[cli][draw]") {
  const std::string node =
      R"(<g id="n" class="node"><polygon points="0,0 0,10 10,10 10,0"/><text x="5" y="5">A</text></g>)";
  const std::string far =
      R"(<g id="m" class="node"><path d="M20,0 C20,10 30,10 30,0"/><text x="25" y="5">B</text></g>)";
  CHECK(overlaps(svg_boxes(node + far)).empty());
  CHECK(overlaps(svg_boxes(node + node)).size() == 1);
  const std::string label =
      R"(<g id="e" class="edge"><text text-anchor="middle" x="8" y="8" font-size="9.00">owns</text></g>)";
  CHECK(overlaps(svg_boxes(node + label)).size() == 1);
}

TEST_CASE("no two boxes or labels of a picture overlap", "[cli][draw]") {
  const TempDir folder;
  const std::string db = folder.path() + "/g";
  REQUIRE(run({"query", "--db", db, story}).status == 0);
  for (const std::vector<std::string>& how : {std::vector<std::string>{},
                                              {"--focus", "Alibaba", "--hops", "2"},
                                              {"--query", "MATCH (a)-[r]->(b) RETURN a, r, b"},
                                              {"--theme", "dark", "--title", "A <title> & more"}}) {
    const std::string path = folder.path() + "/x.svg";
    std::vector<std::string> arguments{"draw", "--db", db, "-o", path};
    arguments.insert(arguments.end(), how.begin(), how.end());
    const auto ran = run(arguments);
    CHECK(ran.err == "");
    REQUIRE(ran.status == 0);
    const SvgBoxes boxes = svg_boxes(read_file(path));
    CHECK(boxes.nodes.size() >= 14);  // an overview leaves some of a hub's lines out
    CHECK(boxes.labels.size() >= 14);
    CHECK(overlaps(boxes) == std::vector<std::string>{});
  }
}

TEST_CASE("nothing overlaps in the picture of the README", "[cli][draw]") {
  const SvgBoxes boxes = svg_boxes(read_file(SKEIN_SOURCE_DIR "/docs/alibaba.svg"));
  CHECK(boxes.nodes.size() >= 10);
  CHECK(boxes.labels.size() >= boxes.nodes.size() - 1);
  CHECK(overlaps(boxes) == std::vector<std::string>{});
}

TEST_CASE("a picture is never a hairball", "[cli][draw]") {
  const TempDir folder;
  const std::string db = folder.path() + "/g", path = folder.path() + "/x.svg";
  REQUIRE(
      run({"query", "--db", db,
           "UNWIND range(1, 300) AS i CREATE (:Person {name: 'P' + toString(i), i: i}) "
           "WITH count(*) AS n MATCH (a:Person), (b:Person) WHERE b.i = a.i * 7 % 300 + 1 OR b.i = a.i / 10 "
           "CREATE (a)-[:KNOWS]->(b)"})
          .status == 0);
  REQUIRE(run({"draw", "--db", db, "-o", path}).status == 0);
  const SvgBoxes boxes = svg_boxes(read_file(path));
  CHECK(boxes.nodes.size() <= 40);
  CHECK(boxes.nodes.size() >= 20);
  CHECK(overlaps(boxes).empty());
}

TEST_CASE("pictures come in other formats too", "[cli][draw]") {
  const TempDir folder;
  const std::string db = folder.path() + "/g";
  REQUIRE(run({"query", "--db", db, story}).status == 0);
  for (const auto& [name, magic] :
       {std::pair{"x.png", "\x89PNG"}, std::pair{"x.pdf", "%PDF"}, std::pair{"x.dot", "digraph skein {"}}) {
    REQUIRE(run({"draw", "--db", db, "-o", folder.path() + "/" + name}).status == 0);
    CHECK(read_file(folder.path() + "/" + name).starts_with(magic));
  }
}

TEST_CASE("what cannot be drawn is said, and nothing is left behind", "[cli][draw]") {
  const TempDir folder;
  const std::string db = folder.path() + "/g";
  REQUIRE(run({"query", "--db", db, "CREATE (:A {name: 'x'})"}).status == 0);
  const auto rows = run({"draw", "--db", db, "--query", "RETURN 1", "-o", folder.path() + "/x.svg"});
  CHECK(rows.status == 1);
  CHECK(rows.err.find("nothing to draw") != std::string::npos);
  CHECK(run({"draw", "--db", db, "-o", folder.path() + "/x.gif", "--query", "MATCH (n) RETURN n"})
            .err.find(".svg") != std::string::npos);
  CHECK(
      run({"draw", "--db", db, "-o", folder.path() + "/no/x.svg", "--query", "MATCH (n) RETURN n"}).status ==
      1);
  const auto missing = shell("PATH=/nonexistent $SKEIN draw --db '" + db +
                             "' --query 'MATCH (n) RETURN n' -o '" + folder.path() + "/x.svg'");
  CHECK(missing.status == 1);
  CHECK(missing.err.find("graphviz") != std::string::npos);
  CHECK(shell("ls '" + folder.path() + "'").out == "g\n");
}
