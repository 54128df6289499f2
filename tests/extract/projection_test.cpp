// The graph that documents leave is a function of the set of documents: shown with made-up extractions, so
// that no model is needed.
#include <catch2/catch.hpp>

#include <map>
#include <random>
#include <sstream>

#include "extract/resolve/projection.hpp"
#include "extract/resolve/resolve.hpp"
#include "graph/graph.hpp"
#include "tests/extract/graph_support.hpp"

using namespace skein;
using namespace skein::extract;
using namespace skein::extract::test;

namespace {

LocalEntity entity(EntityType type, std::vector<std::string> names, std::vector<std::string> keys) {
  LocalEntity e;
  e.type = type;
  for (auto& n : names) e.names.push_back({std::move(n), 1});
  std::sort(e.names.begin(), e.names.end());
  std::sort(keys.begin(), keys.end());
  e.keys = std::move(keys);
  e.mentions = {{0, 4}};
  return e;
}

// One of many small documents: a few names out of a small pool, so that they meet, tie each other and part
// again.
Extraction made_up(std::mt19937& random) {
  Extraction x;
  const auto pick = [&](int n) { return static_cast<int>(random() % static_cast<unsigned>(n)); };
  const int count = 2 + pick(3);
  for (int i = 0; i < count; ++i) {
    const int a = pick(6), b = pick(6);
    std::vector<std::string> keys = {"n:" + std::to_string(a)};
    std::vector<std::string> names = {"Name" + std::to_string(a)};
    if (a != b && pick(3) == 0) {
      keys.push_back("n:" + std::to_string(b));
      names.push_back("Name" + std::to_string(b));
    }
    std::vector<std::string> leans_on;
    if (const int c = pick(6); c != a && c != b && pick(3) == 0) leans_on.push_back("n:" + std::to_string(c));
    if (pick(5) == 0) {  // a place that may be none
      keys = {"l:" + std::to_string(a)};
      leans_on = {"n:" + std::to_string(a)};
    }
    bool clash = false;
    for (const auto& e : x.entities)
      for (const auto& k : keys) clash = clash || std::find(e.keys.begin(), e.keys.end(), k) != e.keys.end();
    if (clash) continue;
    x.entities.push_back(entity(pick(2) == 0 ? EntityType::organization : EntityType::product, names, keys));
    x.entities.back().leans_on = leans_on;
  }
  const int claims = pick(4);
  for (int i = 0; i < claims; ++i) {
    Claim c;
    c.relation = pick(2) == 0 ? "COMPETES_WITH" : "PLANS_INVESTMENT";
    c.subject = static_cast<std::uint32_t>(pick(static_cast<int>(x.entities.size())));
    c.sentence = {0, 10};
    c.subject_span = {0, 4};
    c.object_span = {5, static_cast<std::uint32_t>(6 + i)};
    c.confidence = 0.5 + 0.1 * pick(4);
    c.polarity = pick(5) == 0 ? graph::Polarity::denied : graph::Polarity::affirmed;
    c.modality = static_cast<graph::Modality>(pick(3));
    if (c.relation == "PLANS_INVESTMENT") {
      Figure f;
      f.type = EntityType::money;
      f.amount = 1e9 * (1 + pick(3));
      f.unit = "USD";
      f.name = "$" + std::to_string(static_cast<int>(f.amount / 1e9)) + " billion";
      if (pick(2) == 0) f.also = "some yuan";
      c.object_is_figure = true;
      c.object = static_cast<std::uint32_t>(x.figures.size());
      x.figures.push_back(f);
    } else {
      c.object = static_cast<std::uint32_t>(pick(static_cast<int>(x.entities.size())));
    }
    x.claims.push_back(c);
  }
  return x;
}

graph::DocumentRecord record(const std::string& key, int version) {
  graph::DocumentRecord d;
  d.key = key;
  d.title = "Title of " + key;
  d.text = "text text text " + std::to_string(version % 3);
  d.hash = "hash" + std::to_string(version % 3);
  if (version % 2 == 0) d.published = Date{19000 + version % 7};
  return d;
}

void put_all(graph::Graph& graph,
             const std::vector<std::pair<std::string, std::pair<int, Extraction>>>& documents) {
  auto transaction = graph.begin(storage::Access::write);
  REQUIRE(transaction.ok());
  Projection projection(**transaction);
  for (const auto& [key, content] : documents) {
    const auto done = projection.put(record(key, content.first), "f", content.second);
    INFO((done.ok() ? std::string() : done.error().message));
    REQUIRE(done.ok());
  }
  const auto finished = projection.finish();
  INFO((finished.ok() ? std::string() : finished.error().message));
  REQUIRE(finished.ok());
  REQUIRE((*transaction)->commit().ok());
}

}  // namespace

TEST_CASE("a document that is put and removed leaves nothing", "[projection]") {
  auto graph = memory_graph();
  const auto empty = exported(*graph);
  std::mt19937 random(7);
  put_all(*graph, {{"a", {1, made_up(random)}}, {"b", {2, made_up(random)}}});
  CHECK(exported(*graph) != empty);
  auto transaction = graph->begin(storage::Access::write);
  REQUIRE(transaction.ok());
  Projection projection(**transaction);
  for (const auto* key : {"a", "b"}) {
    const auto removed = projection.remove(key);
    REQUIRE(removed.ok());
    CHECK(*removed);
  }
  const auto unknown = projection.remove("c");
  REQUIRE(unknown.ok());
  CHECK_FALSE(*unknown);
  REQUIRE(projection.finish().ok());
  REQUIRE((*transaction)->commit().ok());
  CHECK(exported(*graph) == empty);
}

TEST_CASE("any sequence of add, change, forget, decide and undo gives the graph of what is left",
          "[projection]") {
  const auto seed = GENERATE(range(1u, 40u));
  CAPTURE(seed);
  std::mt19937 random(seed);
  auto graph = memory_graph();
  std::map<std::string, std::pair<int, Extraction>> left;
  std::map<std::pair<std::string, std::string>, Decision> decided;
  for (int step = 0; step < 25; ++step) {
    auto transaction = graph->begin(storage::Access::write);
    REQUIRE(transaction.ok());
    Projection projection(**transaction);
    const int changes = 1 + static_cast<int>(random() % 3);
    for (int i = 0; i < changes; ++i) {
      if (random() % 4 == 0) {
        const auto a = "n:" + std::to_string(random() % 3), b = "n:" + std::to_string(3 + random() % 3);
        if (random() % 3 == 0) {
          const auto undone = projection.undo_decision(a, b);
          REQUIRE(undone.ok());
          CHECK(*undone == (decided.erase({a, b}) == 1));
        } else {
          const auto decision = random() % 2 == 0 ? Decision::merge : Decision::separate;
          REQUIRE(projection.decide({a, b, "A", "B", decision}).ok());
          decided[{a, b}] = decision;
        }
        continue;
      }
      const std::string key(1, static_cast<char>('a' + random() % 8));
      if (random() % 3 == 0) {
        const auto removed = projection.remove(key);
        REQUIRE(removed.ok());
        CHECK(*removed == (left.erase(key) == 1));
      } else {
        const int version = static_cast<int>(random() % 5);
        auto extraction = made_up(random);
        left[key] = {version, extraction};
        const auto done = projection.put(record(key, version), "f", std::move(extraction));
        INFO((done.ok() ? std::string() : done.error().message));
        REQUIRE(done.ok());
      }
    }
    const auto finished = projection.finish();
    INFO((finished.ok() ? std::string() : finished.error().message));
    REQUIRE(finished.ok());
    REQUIRE((*transaction)->commit().ok());
  }
  std::vector<std::pair<std::string, std::pair<int, Extraction>>> documents(left.begin(), left.end());
  std::shuffle(documents.begin(), documents.end(), random);
  auto fresh = memory_graph();
  const auto half = documents.size() / 2;
  put_all(*fresh, {documents.begin(), documents.begin() + static_cast<std::ptrdiff_t>(half)});
  {
    auto transaction = fresh->begin(storage::Access::write);
    REQUIRE(transaction.ok());
    Projection projection(**transaction);
    for (const auto& [pair, decision] : decided)
      REQUIRE(projection.decide({pair.first, pair.second, "A", "B", decision}).ok());
    REQUIRE(projection.finish().ok());
    REQUIRE((*transaction)->commit().ok());
  }
  put_all(*fresh, {documents.begin() + static_cast<std::ptrdiff_t>(half), documents.end()});
  CHECK(exported(*graph) == exported(*fresh));
}

TEST_CASE(
    "a decision to keep two names apart cuts what documents tie, and to merge ties what they leave apart",
    "[projection]") {
  auto graph = memory_graph();
  Extraction tied;
  tied.entities = {entity(EntityType::organization, {"Norvik", "NVK"}, {"n:norvik", "n:nvk"})};
  auto transaction = graph->begin(storage::Access::write);
  REQUIRE(transaction.ok());
  REQUIRE(put_decision(**transaction, {"n:norvik", "n:nvk", "Norvik", "NVK", Decision::separate}).ok());
  REQUIRE(put_decision(**transaction, {"n:a", "n:b", "A", "B", Decision::merge}).ok());
  REQUIRE((*transaction)->commit().ok());
  Extraction apart;
  apart.entities = {entity(EntityType::organization, {"A"}, {"n:a"}),
                    entity(EntityType::organization, {"B"}, {"n:b"})};
  put_all(*graph, {{"one", {1, tied}}, {"two", {1, apart}}});
  const auto text = exported(*graph);
  CHECK(text.find("\"name\":\"A\",\"type\":\"Organization\",\"aliases\":[\"B\"]") != std::string::npos);
}

TEST_CASE("an extraction record reads back as it was, and a cut one is refused", "[extraction]") {
  std::mt19937 random(3);
  for (int i = 0; i < 20; ++i) {
    const auto x = made_up(random);
    const auto bytes = encode(x);
    const auto back = decode_extraction(bytes);
    REQUIRE(back.ok());
    CHECK(*back == x);
    CHECK_FALSE(decode_extraction(std::string_view(bytes).substr(0, bytes.size() - 1)).ok());
    CHECK_FALSE(decode_extraction(bytes + "x").ok());
  }
}
