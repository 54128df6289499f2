#include <catch2/catch.hpp>

#include <sstream>

#include "graph/formats/csv_writer.hpp"
#include "graph/formats/dot.hpp"
#include "graph/formats/dot_text.hpp"
#include "graph/formats/evidence_text.hpp"
#include "graph/formats/graphml.hpp"
#include "graph/graph.hpp"
#include "graph/json/value_text.hpp"
#include "tests/graph/odd_graph.hpp"

using namespace skein;
using namespace skein::graph;
using namespace skein::graph::formats;
using skein::graph::test::MemoryTarget;

namespace {

// Ann, who runs Acme, and the sentence that says so.
struct Story {
  std::unique_ptr<Graph> graph = std::move(*Graph::open(":memory:", {}));
  std::unique_ptr<Transaction> transaction = std::move(*graph->begin(storage::Access::write));
  NodeId ann, acme;
  RelationshipId runs;

  Story() {
    auto& t = *transaction;
    const KeyId name = *t.make_key("name"), born = *t.make_key("born"), tags = *t.make_key("tags"),
                since = *t.make_key("since");
    const LabelId person = *t.make_label("Person"), company = *t.make_label("Organization");
    ann = *t.create_node(std::vector{person},
                         {{name, "Ann \"A\" Lee"}, {born, Date{1}}, {tags, List{"x", "y;z"}}});
    acme = *t.create_node(std::vector{company}, {{name, "Acme <&>"}});
    runs = *t.create_relationship(ann, *t.make_type("CEO_OF"), acme, {{since, 2001}});
    DocumentRecord document;
    document.key = "a.txt";
    document.title = "News";
    document.text = "Größe zählt. Ann führt Acme.";
    Evidence evidence;
    evidence.document = *t.put_document(document);
    evidence.sentence = {13, 28};
    evidence.subject = {13, 16};
    evidence.object = {23, 27};
    evidence.confidence = 0.9;
    REQUIRE(t.add_evidence(runs, evidence));
  }
};

}  // namespace

TEST_CASE("a quotation cuts sentence and mentions out of the text by code points", "[graph][formats]") {
  Story story;
  EvidenceTexts texts(*story.transaction);
  const auto all = texts.quotations(story.runs);
  REQUIRE(all);
  REQUIRE(all->size() == 1);
  const Quotation& q = all->front();
  CHECK(q.sentence == "Ann führt Acme.");
  CHECK(q.sentence.substr(q.subject.begin, q.subject.end - q.subject.begin) == "Ann");
  CHECK(q.sentence.substr(q.object.begin, q.object.end - q.object.begin) == "Acme");
  CHECK(q.document == "a.txt");
}

TEST_CASE("GraphML declares its keys with types and escapes what it holds", "[graph][formats]") {
  Story story;
  std::ostringstream out;
  REQUIRE(write_graphml(*story.transaction, {}, out));
  const std::string text = out.str();
  CHECK(text.find("<key id=\"e0\" for=\"edge\" attr.name=\"since\" attr.type=\"long\"/>") !=
        std::string::npos);
  CHECK(text.find("Acme &lt;&amp;&gt;") != std::string::npos);
  CHECK(text.find("<data key=\"labels\">:Person</data>") != std::string::npos);
  CHECK(text.find("<data key=\"label\">CEO_OF</data>") != std::string::npos);
  CHECK(text.find("Ann führt Acme.") != std::string::npos);
}

TEST_CASE("CSV has a column for every property key, typed", "[graph][formats]") {
  Story story;
  MemoryTarget target;
  REQUIRE(write_csv(*story.transaction, {}, target));
  auto files = target.files();
  // The column skein:IGNORE says exactly what items the list has, since one holds the delimiter.
  CHECK(files["nodes.csv"] ==
        ":ID,:LABEL,born:date,name:string,tags:string[],skein:IGNORE\n"
        "1,Person,1970-01-02,\"Ann \"\"A\"\" "
        "Lee\",x;y;z,\"{\"\"properties\"\":{\"\"tags\"\":[\"\"x\"\",\"\"y;z\"\"]}}\"\n"
        "2,Organization,,Acme <&>,,\n");
  CHECK(files["relationships.csv"] == ":START_ID,:END_ID,:TYPE,since:long\n1,2,CEO_OF,2001\n");
  CHECK(files["documents.csv"] ==
        "key,title,url,published,source,hash,node,text\na.txt,News,,,,,,Größe zählt. Ann führt Acme.\n");
  CHECK(files["evidence.csv"].find(
            "\n1,a.txt,13,28,Ann führt Acme.,13,16,23,27,,0.9,affirmed,asserted,,,,0,,\n") !=
        std::string::npos);
}

TEST_CASE("a part of a graph is written with the ends of its relationships", "[graph][formats]") {
  Story story;
  Subgraph part;
  part.everything = false;
  part.relationships = {story.runs, story.runs};
  part.normalise();
  CHECK(part.nodes.size() == 2);
  CHECK(part.relationships.size() == 1);
  std::ostringstream out;
  REQUIRE(write_dot(*story.transaction, part, {}, out));
  CHECK(out.str().find("<b>Acme &lt;&amp;&gt;</b>") != std::string::npos);
  CHECK(out.str().find("ceo of<br/><font point-size=\"7\" color=\"#667080\">News</font>") !=
        std::string::npos);
  std::ostringstream again;
  REQUIRE(write_dot(*story.transaction, part, {}, again));
  CHECK(again.str() == out.str());
}

TEST_CASE("labels are broken into lines and cut", "[graph][formats]") {
  CHECK(html_lines("one two three", 7, 3) == "one two<br/>three");
  CHECK(html_lines("one two three", 3, 2) == "one<br/>two…");
  CHECK(html_lines("abcdefgh", 4, 3) == "abcd<br/>efgh");
  CHECK(html_lines("a\x01<\xff", 10, 1) == "a·&lt;·");
  CHECK(html_lines("", 10, 1) == "·");
  CHECK(readable_type("PLANS_INVESTMENT") == "plans investment");
  CHECK(readable_type("knowsOf") == "knowsOf");
}

TEST_CASE("values as text and JSON", "[graph][formats]") {
  CHECK(plain_text(Value(2.0)) == "2.0");
  CHECK(plain_text(Value(Date{0})) == "1970-01-01");
  CHECK(plain_text(Value(List{1, "a\"", Value()})) == "[1,\"a\\\"\",null]");
  std::string out;
  append_json_string(out, "\xc3\x28 \xf0\x9f\x98\x80 \xed\xa0\x80");
  CHECK(out == "\"\xef\xbf\xbd( \xf0\x9f\x98\x80 \xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\"");
}
