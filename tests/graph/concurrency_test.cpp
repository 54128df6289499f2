// Writers and readers at once, in threads of one process: no update is lost, readers see whole statements.
#include <algorithm>
#include <atomic>
#include <random>
#include <thread>

#include "graph/verify.hpp"
#include "tests/graph/graph_support.hpp"

using namespace skein;
using namespace skein::graph;
using namespace skein::graph::test;

namespace {

// Catch's assertions are for one thread: what a thread finds wrong is kept and asserted afterwards.
struct Faults {
  std::atomic<int> errors{0}, torn{0};
};

template <typename T>
bool good(const Result<T>& result, Faults& faults) {
  if (!result.ok()) ++faults.errors;
  return result.ok();
}

// Two accounts whose sum never changes; a counter that each writer raises; a hub that gets relationships.
struct World {
  NodeId left, right, counter, hub;
  KeyId amount;
  TypeId link;
  LabelId leaf;
};

World make_world(Graph& graph) {
  const auto tx = writer(graph);
  World world;
  world.amount = ok(tx->make_key("amount"));
  world.link = ok(tx->make_type("LINK"));
  world.leaf = ok(tx->make_label("Leaf"));
  world.left = ok(tx->create_node({}, {{world.amount, 1000}}));
  world.right = ok(tx->create_node({}, {{world.amount, 1000}}));
  world.counter = ok(tx->create_node({}, {{world.amount, 0}}));
  world.hub = ok(tx->create_node({}, {}));
  ok(tx->commit());
  return world;
}

// One statement: moves an amount, raises the counter. True when it was committed, false on a conflict.
bool transfer(Graph& graph, const World& world, int amount, Faults& faults) {
  auto begun = graph.begin(storage::Access::write);
  if (!good(begun, faults)) return false;
  auto& tx = **begun;
  const auto left = tx.property(world.left, world.amount), right = tx.property(world.right, world.amount),
             counter = tx.property(world.counter, world.amount);
  if (!good(left, faults) || !good(right, faults) || !good(counter, faults)) return false;
  good(tx.set_property(world.left, world.amount, left->as_int() - amount), faults);
  good(tx.set_property(world.right, world.amount, right->as_int() + amount), faults);
  good(tx.set_property(world.counter, world.amount, counter->as_int() + 1), faults);
  const auto committed = tx.commit();
  if (!committed.ok() && committed.error().code != ErrorCode::conflict) ++faults.errors;
  return committed.ok();
}

// Adds a leaf and joins it to the hub both ways: never in conflict with another writer that does the same.
void grow(Graph& graph, const World& world, Faults& faults) {
  auto begun = graph.begin(storage::Access::write);
  if (!good(begun, faults)) return;
  auto& tx = **begun;
  const auto leaf = tx.create_node(std::span(&world.leaf, 1), {{world.amount, 1}});
  if (!good(leaf, faults)) return;
  good(tx.create_relationship(world.hub, world.link, *leaf, {{world.amount, 7}}), faults);
  good(tx.create_relationship(*leaf, world.link, world.hub, {}), faults);
  good(tx.commit(), faults);
}

void read(Graph& graph, const World& world, Faults& faults) {
  auto begun = graph.begin(storage::Access::read);
  if (!good(begun, faults)) return;
  const auto& tx = **begun;
  const auto left = tx.property(world.left, world.amount), right = tx.property(world.right, world.amount);
  if (!good(left, faults) || !good(right, faults)) return;
  if (left->as_int() + right->as_int() != 2000) ++faults.torn;
  const auto out = tx.degree(world.hub, Direction::out, {}), in = tx.degree(world.hub, Direction::in, {});
  if (!good(out, faults) || !good(in, faults)) return;
  std::vector<Neighbour> found;
  if (!good(tx.expand(world.hub, Direction::both, {}, found), faults)) return;
  const auto leaves = tx.catalog().node_count(world.leaf);
  if (*out != *in || found.size() != 2 * *out || leaves != *out || tx.catalog().relationship_count(world.link) != 2 * leaves)
    ++faults.torn;
}

void storm(Graph& graph, int rounds) {
  const auto world = make_world(graph);
  Faults faults;
  std::atomic<int> transfers{0}, writers_left{2}, reads{0};
  std::vector<std::thread> threads;
  for (int w = 0; w < 2; ++w)
    threads.emplace_back([&, w] {
      std::mt19937 random(static_cast<unsigned>(w));
      for (int i = 0; i < rounds; ++i) {
        if (transfer(graph, world, static_cast<int>(random() % 10), faults)) ++transfers;
        grow(graph, world, faults);
      }
      --writers_left;
    });
  for (int r = 0; r < 4; ++r)
    threads.emplace_back([&] {
      do {
        read(graph, world, faults);
        ++reads;
      } while (writers_left > 0);
    });
  for (auto& thread : threads) thread.join();
  CHECK(faults.errors == 0);
  CHECK(faults.torn == 0);
  CHECK(transfers > 0);
  CHECK(reads >= 4);
  const auto tx = reader(graph);
  CHECK(ok(tx->property(world.counter, world.amount)).as_int() == transfers);  // no lost update
  CHECK(ok(tx->degree(world.hub, Direction::both, {})) == static_cast<std::uint64_t>(4 * rounds));
  CHECK(ok(verify(graph)).findings == std::vector<std::string>{});
}

}  // namespace

TEST_CASE("two writers and four readers in threads lose nothing and see whole statements") {
  const auto graph = ok(open_graph(storage::open_memory_store(), {}, {.rows = 4}));
  storm(*graph, 300);
}

TEST_CASE("two writers and four readers in threads lose nothing and see whole statements, on disk") {
  const ScratchDirectory scratch("storm");
  const auto graph = ok(open_graph(ok(storage::open_rocks_store(scratch / "g", {})), {}, {.rows = 4}));
  storm(*graph, 60);
}

TEST_CASE("a change to a row that another folds into its block is still told as a conflict") {
  const auto graph = ok(open_graph(storage::open_memory_store(), {}, {.rows = 2}));
  auto tx = writer(*graph);
  const auto key = ok(tx->make_key("n"));
  const auto a = ok(tx->create_node({}, {{key, 1}}));
  const auto b = ok(tx->create_node({}, {{key, 1}}));
  ok(tx->commit());  // both in the block now
  const auto slow = writer(*graph);
  ok(slow->set_property(a, key, 5));
  for (const auto node : {a, b}) {
    tx = writer(*graph);
    ok(tx->set_property(node, key, 2));
    ok(tx->commit());  // the second folds both rows in
  }
  CHECK(slow->commit().error().code == ErrorCode::conflict);
  CHECK(ok(reader(*graph)->property(a, key)).identical(2));

  // And a fold alone is none.
  const auto other = writer(*graph);
  ok(other->set_property(a, key, 6));
  for (int i = 0; i < 2; ++i) {
    tx = writer(*graph);
    ok(tx->set_property(b, key, 10 + i));
    ok(tx->create_node({}, {{key, i}}));
    ok(tx->commit());
  }
  ok(other->commit());
  CHECK(ok(reader(*graph)->property(a, key)).identical(6));
}
