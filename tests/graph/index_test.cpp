// Indexes over many nodes: their entries are sorted at once and taken in as a sorted run.
#include "graph/verify/verify.hpp"
#include "tests/graph/graph_support.hpp"

using namespace skein;
using namespace skein::graph;
using namespace skein::graph::test;

namespace {

constexpr std::int64_t nodes = 12'000;

struct World {
  LabelId label;
  KeyId number, word;
};

World make_world(Graph& graph) {
  const auto tx = writer(graph);
  World world{ok(tx->make_label("N")), ok(tx->make_key("number")), ok(tx->make_key("word"))};
  for (std::int64_t i = 0; i < nodes; ++i)
    ok(tx->create_node(std::span(&world.label, 1), {{world.number, Value((i * 7919) % nodes)},
                                                    {world.word, Value("w" + std::to_string(i % 100))}}));
  ok(tx->commit());
  return world;
}

std::size_t count(const Transaction& tx, IndexId index, Value value) {
  IndexRange range;
  range.equals = std::move(value);
  return all(*ok(tx.scan_index(index, range)), 1000).size();
}

void check_large_indexes(Graph& graph) {
  const auto world = make_world(graph);
  auto tx = writer(graph);
  const auto before = tx->savepoint();
  ok(tx->create_index("gone", world.label, std::span(&world.word, 1), false));
  tx->rollback_to(before);
  const auto numbers = ok(tx->create_index("numbers", world.label, std::span(&world.number, 1), true));
  const auto words = ok(tx->create_index("words", world.label, std::span(&world.word, 1), false));
  CHECK(count(*tx, numbers, 77) == 1);  // seen by its own transaction
  CHECK(count(*tx, words, "w5") == nodes / 100);
  const auto added = ok(
      tx->create_node(std::span(&world.label, 1), {{world.number, Value(nodes)}, {world.word, Value("w5")}}));
  ok(tx->commit());
  tx = reader(graph);
  CHECK(count(*tx, numbers, 77) == 1);
  CHECK(count(*tx, numbers, nodes) == 1);
  CHECK(count(*tx, words, "w5") == nodes / 100 + 1);
  const auto scan = ok(tx->scan_index(numbers, {}));
  CHECK(all(*scan, 1000).size() == nodes + 1);
  CHECK(ok(verify(graph)).findings == std::vector<std::string>{});

  // Kept up to date afterwards, as any index.
  tx = writer(graph);
  ok(tx->set_property(added, world.word, "other"));
  CHECK(tx->create_node(std::span(&world.label, 1), {{world.number, Value(5)}}).error().code ==
        ErrorCode::constraint);
  ok(tx->commit());
  CHECK(count(*reader(graph), words, "w5") == nodes / 100);
  // Made and dropped by one transaction, and dropped after all.
  tx = writer(graph);
  ok(tx->create_index("short", world.label, std::span(&world.word, 1), false));
  ok(tx->drop_rule("short"));
  ok(tx->drop_rule("words"));
  ok(tx->commit());
  CHECK(reader(graph)->catalog().indexes().size() == 1);
  // A value that two nodes have is refused for a unique index.
  tx = writer(graph);
  const auto refused = tx->create_index("unique", world.label, std::span(&world.word, 1), true);
  REQUIRE_FALSE(refused.ok());
  CHECK(refused.error().code == ErrorCode::constraint);
  CHECK(refused.error().message.find("has the same word = ") != std::string::npos);
  CHECK(ok(verify(graph)).findings == std::vector<std::string>{});
}

}  // namespace

TEST_CASE("an index over many nodes is filled at once") {
  SECTION("in memory") { check_large_indexes(*ok(Graph::open(":memory:", {}))); }
  SECTION("on disk") {
    const ScratchDirectory scratch("large-index");
    {
      const auto graph = ok(Graph::open(scratch / "g", {}));
      check_large_indexes(*graph);
    }
    const auto again = ok(Graph::open(scratch / "g", {}));
    CHECK(ok(verify(*again)).findings == std::vector<std::string>{});
  }
}

TEST_CASE("an index made beside a change to the graph is a conflict") {
  const auto graph = ok(Graph::open(":memory:", {}));
  const auto world = make_world(*graph);
  const auto making = writer(*graph), changing = writer(*graph);
  ok(making->create_index("numbers", world.label, std::span(&world.number, 1), true));
  ok(changing->create_node(std::span(&world.label, 1), {{world.number, Value(5)}}));
  ok(changing->commit());
  CHECK(making->commit().error().code == ErrorCode::conflict);
  CHECK(reader(*graph)->catalog().indexes().empty());
}

TEST_CASE("a transaction that made an index over many nodes goes on with it") {
  const auto graph = ok(Graph::open(":memory:", {}));
  const auto world = make_world(*graph);
  auto tx = writer(*graph);
  const auto numbers = ok(tx->create_index("numbers", world.label, std::span(&world.number, 1), true));
  const auto words = ok(tx->create_index("words", world.label, std::span(&world.word, 1), false));
  const auto add = [&](std::int64_t number, const char* word) {
    return tx->create_node(std::span(&world.label, 1),
                           {{world.number, Value(number)}, {world.word, Value(word)}});
  };
  SECTION("beyond its entries") { ok(add(nodes, "x")); }
  SECTION("among its entries") { ok(add(nodes, "w5")); }
  SECTION("before its entries") { ok(add(-1, "a")); }
  SECTION("against its entries") {
    CHECK(add(77, "w5").error().code == ErrorCode::constraint);
    const auto before = tx->savepoint();
    ok(add(-2, "gone"));
    tx->rollback_to(before);
    ok(add(nodes, "w5"));
  }
  const auto fives = count(*tx, words, "w5");
  ok(tx->commit());
  tx = reader(*graph);
  CHECK(count(*tx, words, "w5") == fives);
  CHECK(count(*tx, words, "gone") == 0);
  CHECK(count(*tx, numbers, 77) == 1);
  CHECK(all(*ok(tx->scan_index(numbers, {})), 1000).size() == nodes + 1);
  CHECK(all(*ok(tx->scan_index(words, {})), 1000).size() == nodes + 1);
  CHECK(ok(verify(*graph)).findings == std::vector<std::string>{});
}

namespace {

std::vector<NodeId> holding(const Transaction& tx, IndexId index, Value element) {
  IndexRange range;
  range.element = std::move(element);
  return all(*ok(tx.scan_index(index, range)), 1000);
}

}  // namespace

TEST_CASE("an index finds lists by their elements, each list once, and keeps up with changes") {
  const auto graph = ok(Graph::open(":memory:", {}));
  auto tx = writer(*graph);
  const auto label = ok(tx->make_label("N"));
  const auto key = ok(tx->make_key("tags"));
  const auto node = [&](Value value) { return ok(tx->create_node(std::span(&label, 1), {{key, std::move(value)}})); };
  const auto twice = node(Value(List{Value("a"), Value("b"), Value("a")}));
  const auto numbers = node(Value(List{Value(1), Value(2.0)}));
  const auto index = ok(tx->create_index("tags", label, std::span(&key, 1), false));
  const auto later = node(Value(List{Value("b")}));
  const auto text = node(Value("a"));
  ok(tx->commit());

  tx = writer(*graph);
  CHECK(holding(*tx, index, Value("a")) == std::vector{twice});
  CHECK(holding(*tx, index, Value("b")) == std::vector{twice, later});
  CHECK(holding(*tx, index, Value(1.0)) == std::vector{numbers});
  CHECK(holding(*tx, index, Value(2)) == std::vector{numbers});
  CHECK(holding(*tx, index, Value("c")).empty());
  CHECK(holding(*tx, index, Value()).empty());
  // Elements stand beside the values and are none.
  CHECK(all(*ok(tx->scan_index(index, {})), 1000).size() == 4);
  CHECK(count(*tx, index, "a") == 1);
  IndexRange prefix;
  prefix.prefix = "";
  CHECK(all(*ok(tx->scan_index(index, prefix)), 1000) == std::vector{text});

  ok(tx->set_property(twice, key, Value(List{Value("b"), Value("c")})));
  ok(tx->set_property(later, key, Value()));
  ok(tx->delete_node(numbers));
  ok(tx->commit());
  tx = writer(*graph);
  CHECK(holding(*tx, index, Value("a")).empty());
  CHECK(holding(*tx, index, Value("b")) == std::vector{twice});
  CHECK(holding(*tx, index, Value("c")) == std::vector{twice});
  CHECK(holding(*tx, index, Value(1)).empty());
  CHECK(ok(verify(*graph)).findings == std::vector<std::string>{});
  ok(tx->drop_rule("tags"));
  ok(tx->commit());
  CHECK(ok(verify(*graph)).findings == std::vector<std::string>{});
}
