// Exports and imports as a person runs them: files, folders, errors.
#include <catch2/catch.hpp>

#include <filesystem>
#include <fstream>

#include "tests/cli/run_program.hpp"
#include "tests/support/temp_dir.hpp"

using namespace skein::tests;

namespace {

struct Place {
  TempDir folder;
  std::string db = folder.path() + "/g";
  [[nodiscard]] std::string operator/(const std::string& name) const { return folder.path() + "/" + name; }
  [[nodiscard]] std::string listing() const { return shell("ls -A '" + folder.path() + "'").out; }
};

void make(const Place& place, const std::string& query) {
  const auto made = run({"query", "--db", place.db, query});
  INFO(made.err);
  REQUIRE(made.status == 0);
}

const char* small_graph =
    "CREATE (a:Person {name: 'Ann \"A\" Lee', born: date('1970-01-02')})-[:KNOWS {since: 2001}]->"
    "(b:Person:Founder {name: '吴泳铭; <&>', tags: ['x', 'y;z']}), (a)-[:KNOWS]->(b), (b)-[:KNOWS]->(b), "
    "({n: 1.5})";

std::string count(const std::string& db) {
  return run({"query", "--db", db, "--format", "csv", "MATCH (n) RETURN count(n)"}).out;
}

}  // namespace

TEST_CASE("every format is written, twice the same, by its name or its extension", "[cli][export]") {
  const Place place;
  make(place, small_graph);
  for (const char* name : {"g.graphml", "g.gexf", "g.dot", "g.cyjs", "g.json", "g.jsonl", "g.cypher", "g.ttl",
                           "g.nt", "g.nq", "g.trig", "g.jsonld", "g.mmd"}) {
    INFO(name);
    for (const std::string side : {"1", "2"}) {
      const auto ran = run({"export", "--db", place.db, "-o", place / (side + name)});
      INFO(ran.err);
      REQUIRE(ran.status == 0);
    }
    const std::string text = read_file(place / ("1" + std::string(name)));
    CHECK(text.size() > 100);
    CHECK(text == read_file(place / ("2" + std::string(name))));
  }
}

TEST_CASE("what is exported comes back by import and gives the same again", "[cli][export]") {
  const Place place;
  make(place, small_graph);
  for (const std::string name : {"x.graphml", "x.jsonl", "x.nq", "x.trig", "folder"}) {
    INFO(name);
    const std::string again = place / (name + ".db");
    const std::vector<std::string> format =
        name == "folder" ? std::vector<std::string>{"--format", "csv"} : std::vector<std::string>{};
    std::vector<std::string> one{"export", "--db", place.db, "-o", place / name};
    one.insert(one.end(), format.begin(), format.end());
    REQUIRE(run(one).status == 0);
    const auto taken = run({"import", "--db", again, place / name});
    INFO(taken.err);
    REQUIRE(taken.status == 0);
    CHECK(taken.out.find("3 nodes, 3 relationships") != std::string::npos);
    std::vector<std::string> two{"export", "--db", again, "-o", place / ("2" + name)};
    two.insert(two.end(), format.begin(), format.end());
    REQUIRE(run(two).status == 0);
    CHECK(shell("diff -r '" + place / name + "' '" + place / ("2" + name) + "'").out == "");
  }
}

TEST_CASE("a Cypher script makes the graph again", "[cli][export]") {
  const Place place;
  make(place, small_graph);
  REQUIRE(run({"export", "--db", place.db, "-o", place / "g.cypher"}).status == 0);
  const auto made = run({"query", "--db", place / "h", "-f", place / "g.cypher"});
  INFO(made.err);
  REQUIRE(made.status == 0);
  CHECK(run({"export", "--db", place / "h", "--format", "jsonl"}).out ==
        run({"export", "--db", place.db, "--format", "jsonl"}).out);
}

TEST_CASE("a vault has a note for every node, with links and sentences", "[cli][export]") {
  const Place place;
  write_file(place / "news.txt", "Ann Lee is the chief executive of Orbital Foundry.\n");
  REQUIRE(run({"build", "--db", place.db, place / "news.txt"}).status == 0);
  const auto ran = run({"export", "--db", place.db, "--format", "vault", "-o", place / "vault"});
  INFO(ran.err);
  REQUIRE(ran.status == 0);
  const std::string note = read_file(place / "vault/Person/Ann Lee.md");
  CHECK(note.find("type: \"Person\"") != std::string::npos);
  CHECK(note.find("[[Organization/Orbital Foundry|Orbital Foundry]]") != std::string::npos);
  CHECK(note.find("**Ann Lee** is the chief executive of **Orbital Foundry**.") != std::string::npos);
  CHECK(place.listing() == "g\nnews.txt\nvault\n");
}

TEST_CASE("a folder that is there keeps its other files", "[cli][export]") {
  const Place place;
  make(place, small_graph);
  std::filesystem::create_directories(place / "x");
  write_file(place / "x/mine.txt", "mine");
  write_file(place / "x/nodes.csv", "old");
  REQUIRE(run({"export", "--db", place.db, "--format", "csv", "-o", place / "x/"}).status == 0);
  CHECK(read_file(place / "x/mine.txt") == "mine");
  CHECK(read_file(place / "x/nodes.csv").substr(0, 4) == ":ID,");
  CHECK(place.listing() == "g\nx\n");
}

TEST_CASE("an export that fails says why and leaves nothing", "[cli][export]") {
  const Place place;
  make(place, small_graph);
  write_file(place / "file", "kept");
  const auto missing = run({"export", "--db", place.db, "-o", place / "no/x.gexf"});
  CHECK(missing.status == 1);
  CHECK(missing.err.find("no/x.gexf") != std::string::npos);
  CHECK(run({"export", "--db", place.db, "--format", "csv", "-o", place / "file"}).status == 1);
  CHECK(run({"export", "--db", place.db, "--format", "csv", "-o", place / "no/x"}).status == 1);
  CHECK(run({"export", "--db", place.db, "--format", "csv"}).status == 2);
  CHECK(run({"export", "--db", place.db, "--format", "png"}).status == 2);
  CHECK(run({"export", "--db", place.db, "--gexf-version", "2", "-o", place / "x.gexf"}).status == 2);
  CHECK(run({"export", "--db", place.db, "--base", "no iri", "-o", place / "x.ttl"}).status == 2);
  for (const char* format :
       {"graphml", "gexf", "d3", "cytoscape", "jsonl", "cypher", "turtle", "nquads", "jsonld", "mermaid"}) {
    INFO(format);
    const auto full = shell("$SKEIN export --db '" + place.db + "' --format " + format + " >/dev/full");
    CHECK(full.status == 1);
    CHECK(full.err.find("No space left") != std::string::npos);
  }
  CHECK(read_file(place / "file") == "kept");
  CHECK(place.listing() == "file\ng\n");
}

TEST_CASE("a reader that goes away ends an export quietly", "[cli][export]") {
  const Place place;
  make(place,
       "UNWIND range(1, 20000) AS i CREATE (:N {name: 'a rather long name for a node ' + toString(i)})");
  const auto cut = shell("$SKEIN export --db '" + place.db + "' --format d3 | head -c 100");
  CHECK(cut.status == 0);
  CHECK(cut.err == "");
}

TEST_CASE("bad files are refused with file and line, and the store stays as it was", "[cli][import]") {
  const Place place;
  make(place, "CREATE (:Kept)");
  const std::string long_line(3'000'000, 'x');
  std::string deep;
  for (int i = 0; i < 5000; ++i) deep += "[";
  const std::vector<std::tuple<std::string, std::string, std::string>> cases{
      {"cut.graphml", "<graphml><graph><node id=\"a\"/>", "cut.graphml:1: no XML"},
      {"other.graphml", "<svg/>", "there is no <graphml>"},
      {"end.graphml", "<graphml><graph>\n<edge source=\"a\" target=\"b\"/></graph></graphml>",
       "end.graphml:2: an edge"},
      {"type.graphml",
       "<graphml><key id=\"k\" for=\"node\" attr.name=\"age\" attr.type=\"int\"/><graph>\n\n<node "
       "id=\"a\"><data "
       "key=\"k\">old</data></node></graph></graphml>",
       "type.graphml:3: key age"},
      {"cut.jsonl", "{\"kind\":\"node\",\"id\":\"a\"}\n{\"kind\":\"no", "cut.jsonl:2: no JSON"},
      {"kind.jsonl", "{\"kind\":\"thing\"}\n", "kind.jsonl:1: \"kind\" is \"thing\""},
      {"end.jsonl", "{\"kind\":\"relationship\",\"type\":\"T\",\"start\":\"a\",\"end\":\"b\"}",
       "end.jsonl:1: \"start\" is a"},
      {"deep.jsonl", deep, "deep.jsonl:1: no JSON"},
      {"long.jsonl", long_line, "long.jsonl:1: no JSON"},
      {"latin.jsonl", "{\"kind\":\"node\",\"id\":\"a\",\"properties\":{\"x\":\"\xe4\"}}",
       "latin.jsonl:1: no JSON"},
      {"two.tsv", "a\tb\n", "two.tsv:1: wanted subject, predicate and object"},
      {"latin.tsv", "a\tb\tc\n\xe4\tb\tc\n", "latin.tsv:2: the line is not UTF-8"},
      {"binary.nt", std::string("\x00\x01\x02\xff\xfe", 5), "binary.nt:1: "},
      {"cut.ttl", "@prefix a: <http://a/> .\na:b a:c \"x", "cut.ttl:2: "},
      {"prefix.ttl", "x:a x:b x:c .\n", "prefix.ttl"},
      {"type.nt", "<http://a> <http://b> \"x\"^^<http://www.w3.org/2001/XMLSchema#integer> .\n",
       "type.nt:1: \"x\" is no integer"},
      {"cut.nq", "<http://a> <http://b>\n", "cut.nq:1: "},
  };
  for (const auto& [name, text, wanted] : cases) {
    INFO(name);
    write_file(place / name, text);
    const auto ran = run({"import", "--db", place.db, place / name});
    INFO(ran.err);
    CHECK(ran.status == 1);
    CHECK(ran.err.find(wanted) != std::string::npos);
    CHECK(ran.err.size() < 2000);
    CHECK(count(place.db) == "count(n)\n1\n");
  }
  CHECK(run({"import", "--db", place.db, place / "absent.ttl"}).status == 1);
  write_file(place / "x.png", "x");
  CHECK(run({"import", "--db", place.db, place / "x.png"}).status == 2);
  CHECK(run({"import", "--db", place / "new", place / "x.png"}).status == 2);
  CHECK_FALSE(std::filesystem::exists(place / "new"));
}

TEST_CASE("lines that are wrong are left out and listed while there are few", "[cli][import]") {
  const Place place;
  write_file(place / "facts.txt", "Ann\tKNOWS\tBob\nwrong\nBob\tKNOWS\tAnn\nalso\twrong\n");
  const std::vector<std::string> import{
      "import", "--db", place.db, "--format", "triples", place / "facts.txt", "--max-errors"};
  auto few = import, enough = import;
  few.push_back("1");
  enough.push_back("2");
  const auto failed = run(few);
  CHECK(failed.status == 1);
  CHECK(failed.err.find("facts.txt:4: ") != std::string::npos);
  CHECK(failed.err.find("too many lines are wrong") != std::string::npos);
  const auto taken = run(enough);
  CHECK(taken.status == 0);
  CHECK(taken.err.find("left out: " + place / "facts.txt:2: wanted subject") != std::string::npos);
  CHECK(taken.out.find("2 nodes, 2 relationships, 2 properties, 2 lines left out") != std::string::npos);

  write_file(place / "n.csv", "id:ID,age:int\n1,7\n2,old\n3\n1,8\n4,9\n");
  write_file(place / "r.csv", ":START_ID,:END_ID,:TYPE\n1,4,T\n1,2,T\n4,1,T\n");
  const auto rows = run({"import", "--db", place / "h", "--nodes", place / "n.csv", "--relationships",
                         place / "r.csv", "--max-errors", "10"});
  CHECK(rows.status == 0);
  CHECK(rows.out.find("2 nodes, 2 relationships") != std::string::npos);
  CHECK(rows.out.find("4 lines left out") != std::string::npos);
  CHECK(rows.err.find("n.csv:5: the id 1 was given") != std::string::npos);
  CHECK(rows.err.find("r.csv:3: no node has the id 2") != std::string::npos);
}

TEST_CASE("RDF of others becomes nodes, labels, properties and relationships", "[cli][import]") {
  const Place place;
  write_file(place / "data.ttl",
             "@prefix ex: <http://example.org/> .\n@prefix foaf: <http://xmlns.com/foaf/0.1/> .\n"
             "ex:ann a foaf:Person ; foaf:name \"Ann\"@en ; foaf:age 41 ; foaf:nick \"a\", \"b\" ; "
             "foaf:knows ex:bob, _:x .\n"
             "_:x foaf:name \"Nobody\" . ex:bob ex:scores (1 2.5) .\n");
  const auto taken = run({"import", "--db", place.db, place / "data.ttl"});
  INFO(taken.err);
  REQUIRE(taken.status == 0);
  const auto rows =
      run({"query", "--db", place.db, "--format", "jsonl",
           "MATCH (a:Person)-[:knows]->(b) RETURN a.iri AS iri, a.name AS name, a.age AS age, a.nick AS "
           "nick, b.name AS other, b.scores AS scores ORDER BY other"});
  CHECK(
      rows.out ==
      "{\"iri\":\"http://example.org/"
      "ann\",\"name\":\"Ann\",\"age\":41,\"nick\":[\"a\",\"b\"],\"other\":\"Nobody\","
      "\"scores\":null}\n"
      "{\"iri\":\"http://example.org/ann\",\"name\":\"Ann\",\"age\":41,\"nick\":[\"a\",\"b\"],\"other\":null,"
      "\"scores\":[1,2.5]}\n");
}

TEST_CASE("GraphML of others keeps ids, labels and types", "[cli][import]") {
  const Place place;
  write_file(
      place / "g.graphml",
      "<?xml version='1.0'?><graphml xmlns='http://graphml.graphdrawing.org/xmlns'>"
      "<key id='d0' for='node' attr.name='weight' attr.type='double'><default>0.5</default></key>"
      "<graph edgedefault='undirected'><node id='Ann' labels=':Person:Founder'><data key='d0'>1</data></node>"
      "<node id='Bob'/><edge source='Ann' target='Bob' label='KNOWS'/><edge source='Bob' "
      "target='Ann'/></graph></graphml>");
  REQUIRE(run({"import", "--db", place.db, place / "g.graphml"}).status == 0);
  const auto rows = run({"query", "--db", place.db, "--format", "csv",
                         "MATCH (a)-[r]->(b) RETURN a.id, labels(a), a.weight, type(r), b.id ORDER BY a.id"});
  CHECK(rows.out ==
        "a.id,labels(a),a.weight,type(r),b.id\nAnn,\"[\"\"Person\"\",\"\"Founder\"\"]\",1.0,KNOWS,Bob\n"
        "Bob,[],0.5,RELATED,Ann\n");
}

TEST_CASE("a script copies rows and graphs to files", "[cli][export]") {
  const Place place;
  make(place, small_graph);
  write_file(place / "report.cypher",
             "COPY (MATCH (p:Person) RETURN p.name AS name ORDER BY name) TO '" + (place / "people.csv") +
                 "';\n"
                 "copy ( MATCH (p:Person) RETURN p.name AS name ORDER BY name ) to '" +
                 (place / "people.txt") +
                 "' (format jsonl);\n"
                 "COPY (MATCH (a)-[r:KNOWS]->(b) WHERE a <> b RETURN a, r, b) TO '" +
                 (place / "known.graphml") +
                 "';\n"
                 "COPY GRAPH TO '" +
                 (place / "whole.nq") +
                 "' (FORMAT nquads, BASE 'https://example.org/');\n"
                 "COPY GRAPH TO '" +
                 (place / "folder") +
                 "' (FORMAT csv);\n"
                 "COPY GRAPH TO '" +
                 (place / "old.gexf") + "' (GEXF_VERSION 1.2);\n");
  const auto ran = run({"query", "--db", place.db, "-f", place / "report.cypher"});
  INFO(ran.err);
  REQUIRE(ran.status == 0);
  CHECK(ran.out == "");
  CHECK(read_file(place / "people.csv") == "name\n\"Ann \"\"A\"\" Lee\"\n吴泳铭; <&>\n");
  CHECK(read_file(place / "people.txt") == "{\"name\":\"Ann \\\"A\\\" Lee\"}\n{\"name\":\"吴泳铭; <&>\"}\n");
  const std::string known = read_file(place / "known.graphml");
  CHECK(known.find("<node id=\"n2\">") != std::string::npos);
  CHECK(known.find("<node id=\"n3\">") == std::string::npos);
  CHECK(read_file(place / "whole.nq").find("<https://example.org/dataset>") == 0);
  CHECK(std::filesystem::exists(place / "folder/relationships.csv"));
  CHECK(read_file(place / "old.gexf").find("version=\"1.2\"") != std::string::npos);
}

TEST_CASE("COPY says what is wrong, and where", "[cli][export]") {
  const Place place;
  make(place, small_graph);
  const auto error = [&](const std::string& statement) {
    const auto ran = run({"query", "--db", place.db, statement});
    CHECK(ran.status == 1);
    return ran.err;
  };
  CHECK(error("COPY (MATCH (n) RETURN m) TO '" + (place / "x.csv") + "'").find("column 24: ") !=
        std::string::npos);
  CHECK(error("COPY (CREATE (n) RETURN n) TO '" + (place / "x.csv") + "'")
            .find("COPY takes a query that reads") != std::string::npos);
  CHECK(error("COPY GRAPH '" + (place / "x.csv") + "'").find("expected TO and the name of a file") !=
        std::string::npos);
  CHECK(error("COPY GRAPH TO '" + (place / "x.what") + "'").find("there is no format 'what'") !=
        std::string::npos);
  CHECK(error("COPY (MATCH (n) RETURN n) TO '" + (place / "x.what") + "'").find("for rows one of") !=
        std::string::npos);
  CHECK(error("COPY GRAPH TO '" + (place / "x.gexf") + "' (COLOUR red)").find("COPY has no option colour") !=
        std::string::npos);
  CHECK(error("COPY GRAPH TO '" + (place / "no/x.gexf") + "'").find("no/x.gexf") != std::string::npos);
  CHECK(error("COPY (MATCH (n) RETURN n) TO '/dev/full' (FORMAT csv)").find("No space left") !=
        std::string::npos);
  CHECK(error("COPY (UNWIND [1, 0] AS x RETURN 1 / x) TO '" + (place / "x.csv") + "'")
            .find("divides by zero") != std::string::npos);
  CHECK(place.listing() == "g\n");
  // A session that was not given a place to write has none.
  const auto batch =
      run({"query", "--db", place.db, "--batch"}, "{\"statement\":\"COPY GRAPH TO '/tmp/x.gexf'\"}\n");
  CHECK(batch.out.find("may not write files") != std::string::npos);
}
