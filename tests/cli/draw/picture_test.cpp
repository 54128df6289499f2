#include <catch2/catch.hpp>

#include "tests/cli/draw/svg_boxes.hpp"
#include "tests/cli/run_program.hpp"
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

namespace {

// A graph of `nodes` entities with a few hubs, names of one to four words, some of them awkward.
std::string network(int nodes) {
  return "UNWIND range(1, " + std::to_string(nodes) +
         ") AS i CREATE (:Entity {i: i, name: ['Ada', 'Northwind Robotics', '吴泳铭的公司', 'A <b> & \"c\"', "
         "'A long name of an organisation that goes on and on'][i % 5] + ' ' + toString(i)}) "
         "WITH count(*) AS n MATCH (a:Entity), (b:Entity) "
         "WHERE a.i > 1 AND (b.i = a.i / 3 + 1 OR (a.i % 4 = 0 AND b.i = (a.i * 7) % n + 1)) AND a <> b "
         "CREATE (a)-[:IS_CONNECTED_WITH]->(b) "
         "FOREACH (x IN CASE WHEN a.i % 2 = 0 THEN [1] ELSE [] END | SET a:Person)";
}

std::size_t count(const std::string& text, const std::string& what) {
  std::size_t n = 0;
  for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at + 1)) ++n;
  return n;
}

}  // namespace

TEST_CASE("up to 150 nodes nothing overlaps, and every relationship has its name", "[cli][draw]") {
  const TempDir folder;
  const std::string db = folder.path() + "/g", path = folder.path() + "/x.svg";
  REQUIRE(run({"query", "--db", db, network(150)}).status == 0);
  for (const int most : {10, 50, 150}) {
    const auto ran = run({"draw", "--db", db, "--max", std::to_string(most), "-o", path});
    CHECK(ran.err == "");
    REQUIRE(ran.status == 0);
    const SvgBoxes boxes = svg_boxes(read_file(path));
    CHECK(boxes.nodes.size() == static_cast<std::size_t>(most));
    CHECK(boxes.labels.size() >= static_cast<std::size_t>(most) - 1);
    CHECK(overlaps(boxes) == std::vector<std::string>{});
  }
}

TEST_CASE("many nodes are points, except for the best connected", "[cli][draw]") {
  const TempDir folder;
  const std::string db = folder.path() + "/g", path = folder.path() + "/x.svg";
  REQUIRE(run({"query", "--db", db, network(1000)}).status == 0);
  REQUIRE(run({"draw", "--db", db, "--max", "300", "-o", path}).status == 0);
  const std::string boxes = read_file(path);
  CHECK(count(boxes, "class=\"node\"") == 300);
  CHECK(count(boxes, "<ellipse") == 0);
  CHECK(overlaps(svg_boxes(boxes)) == std::vector<std::string>{});
  REQUIRE(run({"draw", "--db", db, "--max", "1000", "-o", path}).status == 0);
  const std::string points = read_file(path);
  CHECK(count(points, "class=\"node\"") == 1000);
  CHECK(count(points, "<ellipse") == 920);
}

TEST_CASE("nodes are grouped by type or by a property", "[cli][draw]") {
  const TempDir folder;
  const std::string db = folder.path() + "/g", path = folder.path() + "/x.svg";
  REQUIRE(run({"query", "--db", db, network(60)}).status == 0);
  REQUIRE(run({"draw", "--db", db, "--group-by", "type", "-o", path}).status == 0);
  const std::string types = read_file(path);
  CHECK(svg_boxes(types).nodes.size() == 2);  // Person, and what is only an Entity
  CHECK(types.find("30 nodes") != std::string::npos);
  CHECK(types.find("is connected with ×") != std::string::npos);
  REQUIRE(run({"draw", "--db", db, "--group-by", "name", "-o", path}).status == 0);
  CHECK(svg_boxes(read_file(path)).nodes.size() == 60);
  const auto unknown = run({"draw", "--db", db, "--group-by", "nope", "-o", path});
  CHECK(unknown.status == 1);
  CHECK(unknown.err.find("'nope'") != std::string::npos);
  CHECK(unknown.err.find("--group-by type") != std::string::npos);
}

TEST_CASE("what is too much to draw is sampled, and said", "[cli][draw]") {
  const TempDir folder;
  const std::string db = folder.path() + "/g", path = folder.path() + "/x.dot";
  REQUIRE(run({"query", "--db", db, "UNWIND range(1, 10050) AS i CREATE (:A {name: toString(i)})-[:R]->(:A)"})
              .status == 0);
  const auto ran = run({"draw", "--db", db, "--query", "MATCH (a)-[r]->(b) RETURN r", "-o", path});
  REQUIRE(ran.status == 0);
  CHECK(ran.err.find("only the 10,000 best connected of 20,100 nodes are drawn") != std::string::npos);
  CHECK(read_file(path).find("the best connected of 20,100 nodes") != std::string::npos);
}

TEST_CASE("awkward names and values are drawn as text", "[cli][draw]") {
  const TempDir folder;
  const std::string db = folder.path() + "/g", path = folder.path() + "/x.svg";
  REQUIRE(
      run({"query", "--db", db,
           "CREATE (:`A & <b>` {name: 'quote \" and \\' and \\\\'})-[:`X\"<&>`]->(:B {name: 'two\nlines'}), "
           "(:C {name: 'control \u0001\u001b[31m red'})-[:R]->(:D {name: 'abc\u202edef שלום'}), "
           "(:E {name: reduce(s = '', i IN range(1, 1000) | s + '0123456789'), x: '<td>'})-[:R]->(:F)"})
          .status == 0);
  for (const std::string name : {"x.svg", "x.png", "x.pdf"}) {
    const auto ran = run({"draw", "--db", db, "--title", "<b>\"&", "-o", folder.path() + "/" + name});
    CHECK(ran.err == "");
    REQUIRE(ran.status == 0);
  }
  const std::string svg = read_file(path);
  CHECK(svg.find('\x1b') == std::string::npos);
  CHECK(svg.find('\x01') == std::string::npos);
  CHECK(svg.find("\u202e") == std::string::npos);
  CHECK(svg.find("שלום") != std::string::npos);
  CHECK(svg.find("A &amp; &lt;b&gt;") != std::string::npos);
  CHECK(svg_boxes(svg).nodes.size() == 6);
  CHECK(svg.size() < 20000);  // 10 kB of a name are not 10 kB of picture
}

TEST_CASE("a full disk is told, and leaves nothing behind", "[cli][draw]") {
  const TempDir folder;
  const std::string db = folder.path() + "/g";
  REQUIRE(run({"query", "--db", db, story}).status == 0);
  const auto full = shell("ln -s /dev/full '" + folder.path() + "/x.dot' && $SKEIN draw --db '" + db +
                          "' -o '" + folder.path() + "/x.dot'");
  CHECK(full.status == 1);
  CHECK(full.err.find("No space left on device") != std::string::npos);
  // GraphViz writes the others: to it a limit looks like a disk that is full.
  const auto limited =
      shell("cd '" + folder.path() + "' && ulimit -f 8 && $SKEIN draw --db g --max 40 -o x.svg");
  CHECK(limited.status == 1);
  CHECK(limited.err.find("dot") != std::string::npos);
  CHECK(shell("cd '" + folder.path() + "' && ls").out == "g\nx.dot\n");
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
