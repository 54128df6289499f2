// Candidates for a merge, decisions about them, and why two names are one thing or not.
#include <catch2/catch.hpp>

#include <sstream>

#include "extract/builder.hpp"
#include "extract/resolve/candidates.hpp"
#include "extract/resolve/projection.hpp"
#include "graph/graph.hpp"
#include "tests/extract/graph_support.hpp"

using namespace skein;
using namespace skein::extract;
using namespace skein::extract::test;

namespace {

const Extractor& extractor() {
  static const auto loaded = Extractor::load({});
  REQUIRE(loaded.ok());
  return *loaded;
}

std::unique_ptr<graph::Graph> built(const std::vector<std::pair<std::string, std::string>>& texts) {
  auto graph = graph::Graph::open(":memory:", {});
  REQUIRE(graph.ok());
  std::vector<Document> documents;
  for (const auto& [key, text] : texts) {
    documents.emplace_back(text);
    documents.back().metadata.id = key;
    documents.back().metadata.published = "2024-05-06";
  }
  REQUIRE(build_documents(**graph, extractor(), std::move(documents)).ok());
  return std::move(*graph);
}

std::vector<MergeCandidate> candidates(graph::Graph& graph) {
  auto transaction = graph.begin(storage::Access::read);
  REQUIRE(transaction.ok());
  auto found = merge_candidates(**transaction);
  REQUIRE(found.ok());
  return *found;
}

void decide(graph::Graph& graph, const DecisionRecord& record) {
  auto transaction = graph.begin(storage::Access::write);
  REQUIRE(transaction.ok());
  Projection projection(**transaction);
  REQUIRE(projection.decide(record).ok());
  REQUIRE(projection.finish().ok());
  REQUIRE((*transaction)->commit().ok());
}

const std::vector<std::pair<std::string, std::string>> two_chiefs = {
    {"a", "Norvik Foods CEO Ann Lee said sales were strong."},
    {"b", "Annabel Lee is the chief executive of Norvik Foods."}};

NodeId entity_named(const graph::Transaction& transaction, const std::string& name) {
  const auto key = transaction.catalog().key("name");
  REQUIRE(key);
  const auto scan = transaction.scan_nodes();
  REQUIRE(scan.ok());
  std::vector<NodeId> nodes;
  REQUIRE((*scan)->next(nodes, 10000).ok());
  for (const auto node : nodes) {
    const auto value = transaction.property(node, *key);
    REQUIRE(value.ok());
    if (value->is<std::string>() && value->as_string() == name) return node;
  }
  return {};
}

}  // namespace

TEST_CASE("two names for one company's chief executive at one time are a candidate", "[merges][models]") {
  const auto graph = built(two_chiefs);
  const auto found = candidates(*graph);
  REQUIRE(found.size() == 1);
  CHECK(found[0].name == "Ann Lee");
  CHECK(found[0].other_name == "Annabel Lee");
  CHECK(found[0].reason.find("CEO_OF Norvik Foods") != std::string::npos);
}

TEST_CASE("an accepted pair is one, also after the documents were read again, until it is undone",
          "[merges][models]") {
  const auto graph = built(two_chiefs);
  const auto before = exported(*graph);
  decide(*graph, {"p:ann lee", "p:annabel lee", "Ann Lee", "Annabel Lee", Decision::merge});
  CHECK(candidates(*graph).empty());
  const auto merged = exported(*graph);
  CHECK(merged.find("\"aliases\":[\"Annabel Lee\"]") != std::string::npos);
  {
    const auto transaction = graph->begin(storage::Access::read);
    REQUIRE(transaction.ok());
    const auto node = entity_named(**transaction, "Ann Lee");
    const auto why = explain_merge(**transaction, node, "Ann Lee", node, "Annabel Lee");
    REQUIRE(why.ok());
    CHECK(why->one);
    REQUIRE(why->steps.size() == 1);
    CHECK(why->steps[0].kind == Blocks::Tie::Kind::decision);
  }
  const auto removed = forget(*graph, "b");
  REQUIRE(removed.ok());
  CHECK(exported(*graph).find("Annabel") == std::string::npos);
  std::vector<Document> again;
  again.emplace_back(two_chiefs[1].second);
  again.back().metadata.id = "b";
  again.back().metadata.published = "2024-05-06";
  REQUIRE(build_documents(*graph, extractor(), std::move(again)).ok());
  CHECK(exported(*graph) == merged);
  const auto transaction = graph->begin(storage::Access::write);
  REQUIRE(transaction.ok());
  Projection projection(**transaction);
  const auto undone = projection.undo_decision("p:ann lee", "p:annabel lee");
  REQUIRE(undone.ok());
  CHECK(*undone);
  REQUIRE(projection.finish().ok());
  REQUIRE((*transaction)->commit().ok());
  CHECK(exported(*graph) == before);
}

TEST_CASE("a refused pair is no candidate any more", "[merges][models]") {
  const auto graph = built(two_chiefs);
  decide(*graph, {"p:ann lee", "p:annabel lee", "Ann Lee", "Annabel Lee", Decision::separate});
  CHECK(candidates(*graph).empty());
  const auto transaction = graph->begin(storage::Access::read);
  REQUIRE(transaction.ok());
  const auto why = explain_merge(**transaction, entity_named(**transaction, "Ann Lee"), "Ann Lee",
                                 entity_named(**transaction, "Annabel Lee"), "Annabel Lee");
  REQUIRE(why.ok());
  CHECK_FALSE(why->one);
  REQUIRE(why->refused);
  CHECK(why->refused->name == "Ann Lee");
}

TEST_CASE("a short form joins the one longer name that documents give it, and none of several",
          "[merges][models]") {
  const auto names_of = [](graph::Graph& graph, const std::string& name) {
    const auto text = exported(graph);
    std::size_t count = 0;
    for (auto at = text.find("\"name\":\"" + name + "\""); at != std::string::npos;
         at = text.find("\"name\":\"" + name + "\"", at + 1))
      ++count;
    return count;
  };
  const std::pair<std::string, std::string> airline = {
      "airline", "Velta Airlines cut prices in May. Velta said the market was weak."};
  const std::pair<std::string, std::string> alone = {"alone", "Velta posted a loss of $3 million."};
  const std::pair<std::string, std::string> chips = {
      "chips", "Velta Semiconductor opened a plant in May. Velta said the market was strong."};
  CHECK(names_of(*built({airline, alone}), "Velta") == 1);
  CHECK(names_of(*built({airline, alone, chips}), "Velta Airlines") == 1);
  CHECK(names_of(*built({alone, chips, airline}), "Velta Semiconductor") == 1);
  CHECK(names_of(*built({alone, chips, airline}), "Velta") == 1);
}

namespace {

// How many entities of the graph go by this name, or have it as an alias.
std::size_t called(graph::Graph& graph, const std::string& name) {
  std::istringstream lines(exported(graph));
  std::size_t count = 0;
  for (std::string line; std::getline(lines, line);)
    if (line.starts_with("{\"kind\":\"entity\"") && line.find("\"" + name + "\"") != std::string::npos)
      ++count;
  return count;
}

}  // namespace

TEST_CASE(
    "a doubtful name joins the one longer name that is shortened to it, though nobody has the short one "
    "alone",
    "[merges][models]") {
  const std::pair<std::string, std::string> full = {
      "full", "Zelta Platforms Inc. spent $2 billion on servers. Zelta said it would spend more."};
  const std::pair<std::string, std::string> doubtful = {"doubtful",
                                                        "Servers are dear: Zelta has earmarked $3 billion."};
  const auto both = built({full, doubtful});
  CHECK(called(*both, "Zelta") == 1);
  CHECK(exported(*both) == exported(*built({doubtful, full})));
  // And it is let go again when the long name goes.
  const auto without = exported(*built({doubtful}));
  const auto removed = forget(*both, "full");
  REQUIRE(removed.ok());
  CHECK(exported(*both) == without);
}

TEST_CASE("two people of one name are two when one is called a goalkeeper and the other a banker",
          "[merges][models]") {
  const std::pair<std::string, std::string> goalkeeper = {"a",
                                                          "Goalkeeper Daniel Brook joined Riverton United."};
  const std::pair<std::string, std::string> banker = {"b", "Daniel Brook, a banker, left Larkin Capital."};
  const std::pair<std::string, std::string> again = {"c", "The banker Daniel Brook joined Norvik Foods."};
  const std::pair<std::string, std::string> bare = {"d", "Daniel Brook joined Helvia Pharma."};
  CHECK(called(*built({goalkeeper, banker, again}), "Daniel Brook") == 2);
  CHECK(called(*built({banker, again, bare}), "Daniel Brook") == 1);
  // Who may be either is neither.
  CHECK(called(*built({goalkeeper, banker, bare}), "Daniel Brook") == 3);
  // A text that calls one person both ties both.
  CHECK(called(*built({goalkeeper,
                       banker,
                       {"e",
                        "The banker and former goalkeeper Daniel Brook left. The banker "
                        "Daniel Brook said goodbye to goalkeeper Daniel Brook."}}),
               "Daniel Brook") == 1);
}

TEST_CASE("what every country has one of is told apart by the country", "[merges][models]") {
  const std::pair<std::string, std::string> here = {
      "a", "The Supreme Court of Norway ruled on Friday. Norway's Supreme Court fined Norvik Foods."};
  const std::pair<std::string, std::string> there = {
      "b",
      "The Supreme Court in India upheld the tax. Indian officials welcomed that the Supreme Court agreed."};
  const std::pair<std::string, std::string> same = {"c",
                                                    "Norway's Supreme Court fined Larkin Capital in Norway."};
  CHECK(called(*built({here, there}), "Supreme Court") == 2);
  CHECK(called(*built({here, same}), "Supreme Court") == 1);
}

TEST_CASE("a text's fuller names, initials and last words are one thing", "[merges][models]") {
  const auto one = [](const std::string& text, const std::string& a, const std::string& b) {
    const auto graph = built({{"a", text}});
    std::istringstream lines(exported(*graph));
    for (std::string line; std::getline(lines, line);)
      if (line.starts_with("{\"kind\":\"entity\"") && line.find("\"" + a + "\"") != std::string::npos &&
          line.find("\"" + b + "\"") != std::string::npos)
        return true;
    return false;
  };
  CHECK(one("John D. Halvorsen founded Larkin Capital. John Halvorsen is its chief executive.",
            "John D. Halvorsen", "John Halvorsen"));
  CHECK(one("NGFA (Norwegian Grain Farmers Association) raised its forecast. NGFA expects rain.", "NGFA",
            "Norwegian Grain Farmers Association"));
  CHECK(one("The Norwegian Grain Farmers Association met in Oslo. Later the NGFA raised its forecast.",
            "NGFA", "Norwegian Grain Farmers Association"));
  // A town is no short form of what stands in it, nor a son his father.
  CHECK_FALSE(one("Boston University fined Larkin Capital. He moved from Boston to Oslo.",
                  "Boston University", "Boston"));
  CHECK_FALSE(one("Frank Moe Sr. founded Moe Shipping. His son Frank Moe Jr. sold Moe Shipping.",
                  "Frank Moe Sr.", "Frank Moe Jr."));
}

TEST_CASE("a single name that no list has is a company's, unless the text shows a person",
          "[merges][models]") {
  const auto type_of = [](const std::string& text, const std::string& name) {
    const auto graph = built({{"a", text}});
    std::istringstream lines(exported(*graph));
    for (std::string line; std::getline(lines, line);)
      if (line.starts_with("{\"kind\":\"entity\"") &&
          line.find("\"name\":\"" + name + "\"") != std::string::npos) {
        const auto at = line.find("\"type\":\"") + 8;
        return line.substr(at, line.find('"', at) - at);
      }
    return std::string();
  };
  CHECK(type_of("Velquora said on Monday that sales rose 4%.", "Velquora") == "Organization");
  CHECK(type_of("A spokesman for Zanthiv confirmed the deal.", "Zanthiv") == "Organization");
  CHECK(type_of("Ann Lee owns a stake in Bodegas Robla.", "Bodegas Robla") == "Organization");
  CHECK(type_of("Mr. Zanthiv said on Monday that he would leave Larkin Capital.", "Zanthiv") == "Person");
}

TEST_CASE("accents and hyphens make no other person", "[merges][models]") {
  CHECK(called(*built({{"a", "José Peñalver founded Bodegas Robla in 1990."},
                       {"b", "Jose Penalver owns 5% of Bodegas Robla."}}),
               "Jose Penalver") == 1);
}

TEST_CASE("two people are never one on a surname alone", "[merges][models]") {
  const auto graph = built({{"a", "Mr. Halvorsen left Norvik Foods last week."},
                            {"b", "Mr. Halvorsen works for Larkin Bank in Oslo."},
                            {"c", "Greta Halvorsen runs Helvia Pharma from Basel."}});
  const auto text = exported(*graph);
  std::size_t people = 0;
  for (auto at = text.find("\"type\":\"Person\""); at != std::string::npos;
       at = text.find("\"type\":\"Person\"", at + 1))
    ++people;
  CHECK(people == 3);
}
