// The explorer's data, read back by a JSON parser.
#include "graph/formats/explorer.hpp"

#include <simdjson.h>

#include <catch2/catch.hpp>

#include "graph/element_id.hpp"
#include "graph/formats/explorer_part.hpp"

using namespace skein;
using namespace skein::graph;
using namespace skein::graph::formats;

namespace {

// What one document says of a firm, a town that is not spoken of, and the document itself.
struct Story {
  std::unique_ptr<Graph> graph = std::move(*Graph::open(":memory:", {}));
  std::unique_ptr<Transaction> transaction = std::move(*graph->begin(storage::Access::write));
  NodeId ann, firm, money, town, document_node;
  RelationshipId runs, plans;

  Story() {
    auto& t = *transaction;
    const KeyId name = *t.make_key("name"), aliases = *t.make_key("aliases"), born = *t.make_key("born"),
                support = *t.make_key("support"), last = *t.make_key("last_seen"),
                title = *t.make_key("title");
    const auto node = [&](const char* label, Properties properties, Origin origin = Origin::derived) {
      return *t.create_node(std::vector{*t.make_label(label)}, properties, origin);
    };
    ann = node("Person", {{name, "Ann \"</script>\" Lee"}, {aliases, List{"A. Lee"}}, {born, Date{1}}});
    firm = node("Organization", {{name, "Größe"}});
    money = node("Money", {{name, "$5"}});
    town = node("Place", {{name, "Hull"}});
    document_node = node("Document", {{title, "News"}});
    runs = *t.create_relationship(ann, *t.make_type("CEO_OF", true), firm, {{support, 1}, {last, Date{2}}},
                                  Origin::derived);
    plans = *t.create_relationship(firm, *t.make_type("INVESTS_PLANNED", false), money, {{support, 1}},
                                   Origin::derived);
    REQUIRE(t.create_relationship(document_node, *t.make_type("MENTIONS", true), ann, {}, Origin::derived));
    DocumentRecord record;
    record.key = "a.txt";
    record.title = "News";
    record.url = "https://news.example/1";
    record.text = "Größe zählt. Ann führt Größe.";
    Evidence evidence;
    evidence.document = *t.put_document(record);
    evidence.sentence = {13, 29};
    evidence.subject = {13, 16};
    evidence.object = {23, 28};
    evidence.published = Date{2};
    REQUIRE(t.add_evidence(runs, evidence));
    evidence.modality = Modality::planned;
    evidence.object = {};
    REQUIRE(t.add_evidence(plans, evidence));
  }
};

std::string data_of(const Story& story, const ExplorerOptions& options,
                    const std::vector<Conflict>& conflicts = {}) {
  const auto part = explorer_part(*story.transaction, 100);
  REQUIRE(part);
  std::string out;
  const auto done = append_explorer_data(*story.transaction, *part, conflicts, options, out);
  REQUIRE(done);
  return out;
}

}  // namespace

TEST_CASE("the explorer's data tell what there is of nodes and relationships", "[graph][explorer]") {
  const Story story;
  simdjson::dom::parser parser;
  const std::string text = data_of(story, {});
  simdjson::dom::element data;
  REQUIRE(parser.parse(text).get(data) == simdjson::SUCCESS);
  CHECK(data["totals"]["nodes"].get_uint64().value() == 5);
  const auto nodes = data["nodes"].get_array().value();
  REQUIRE(nodes.size() == 4);  // not the document
  const auto ann = nodes.at(0);
  CHECK(ann["id"].get_string().value() == element_id(story.ann));
  CHECK(ann["name"].get_string().value() == "Ann \"</script>\" Lee");
  CHECK(ann["type"].get_string().value() == "Person");
  CHECK(ann["aliases"].at(0).get_string().value() == "A. Lee");
  CHECK(ann["properties"]["born"].get_string().value() == "1970-01-02");
  CHECK(ann["x"].is_double());
  CHECK(ann["figure"].error() == simdjson::NO_SUCH_FIELD);
  CHECK(nodes.at(2)["figure"].get_bool().value());
  const auto relationships = data["relationships"].get_array().value();
  REQUIRE(relationships.size() == 2);  // not that the document mentions her
  const auto runs = relationships.at(0);
  CHECK(runs["id"].get_string().value() == element_id(story.runs));
  CHECK(runs["from"].get_string().value() == element_id(story.ann));
  CHECK(runs["type"].get_string().value() == "CEO_OF");
  CHECK(runs["support"].get_int64().value() == 1);
  CHECK(runs["last"].get_string().value() == "1970-01-03");
  CHECK(runs["stance"].error() == simdjson::NO_SUCH_FIELD);
  CHECK(runs["evidence"].error() == simdjson::NO_SUCH_FIELD);
  CHECK(relationships.at(1)["stance"].get_string().value() == "planned");
}

TEST_CASE("sentences come with their mentions in code points, and with their document", "[graph][explorer]") {
  const Story story;
  ExplorerOptions options;
  options.sentences = options.numbers = true;
  simdjson::dom::parser parser;
  const std::string text = data_of(story, options);
  simdjson::dom::element data;
  REQUIRE(parser.parse(text).get(data) == simdjson::SUCCESS);
  CHECK(data["relationships"].at(0)["id"].get_string().value() == "r1");
  CHECK(data["relationships"].at(0)["to"].get_string().value() == "2");
  const auto piece = data["relationships"].at(0)["evidence"].at(0);
  CHECK(piece["text"].get_string().value() == "Ann führt Größe.");
  CHECK(piece["subject"].at(1).get_uint64().value() == 3);
  CHECK(piece["object"].at(0).get_uint64().value() == 10);
  CHECK(piece["object"].at(1).get_uint64().value() == 15);
  CHECK(piece["begin"].get_uint64().value() == 13);
  CHECK(piece["published"].get_string().value() == "1970-01-03");
  const auto document = data["documents"].at(piece["document"].get_uint64().value());
  CHECK(document["key"].get_string().value() == "a.txt");
  CHECK(document["url"].get_string().value() == "https://news.example/1");
  CHECK(data["relationships"].at(1)["evidence"].at(0)["object"].error() == simdjson::NO_SUCH_FIELD);
  CHECK(text == data_of(story, options));
}

TEST_CASE("conflicts are told when two of their claims are there", "[graph][explorer]") {
  const Story story;
  const Conflict both{story.ann, story.runs.type, {story.runs, story.plans}};
  RelationshipId absent = story.runs;
  absent.ordinal = 7;
  const Conflict one{story.ann, story.runs.type, {story.runs, absent}};
  simdjson::dom::parser parser;
  const std::string text = data_of(story, {}, {both, one});
  simdjson::dom::element data;
  REQUIRE(parser.parse(text).get(data) == simdjson::SUCCESS);
  REQUIRE(data["conflicts"].get_array().value().size() == 1);
  CHECK(data["conflicts"].at(0)["claims"].at(1).get_string().value() == element_id(story.plans));
}

TEST_CASE("of a large graph the best connected nodes are shown", "[graph][explorer]") {
  const Story story;
  const auto part = explorer_part(*story.transaction, 2);
  REQUIRE(part);
  CHECK(part->nodes == std::vector{story.ann, story.firm});
  CHECK(part->relationships == std::vector{story.runs});
}
