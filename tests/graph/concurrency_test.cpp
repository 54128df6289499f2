// Writers and readers at once, in threads of one process: no update is lost, readers see whole statements.
#include <algorithm>
#include <atomic>
#include <chrono>
#include <functional>
#include <random>
#include <thread>

#include "graph/transaction.hpp"
#include "graph/verify/verify.hpp"
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

// Takes away the leaf it finds first, and both its relationships. Another writer may have been faster: a
// conflict.
bool shrink(Graph& graph, const World& world, Faults& faults) {
  auto begun = graph.begin(storage::Access::write);
  if (!good(begun, faults)) return false;
  auto& tx = **begun;
  std::vector<Neighbour> found;
  if (!good(tx.expand(world.hub, Direction::out, {}, found), faults) || found.empty()) return false;
  const auto leaf = found[found.size() / 2].node;
  good(tx.delete_relationship(RelationshipId{world.hub, leaf, world.link}), faults);
  good(tx.delete_relationship(RelationshipId{leaf, world.hub, world.link}), faults);
  good(tx.delete_node(leaf), faults);
  const auto committed = tx.commit();
  if (!committed.ok() && committed.error().code != ErrorCode::conflict) ++faults.errors;
  return committed.ok();
}

// One committed state: sums and counts agree with each other. `counted` is what this reader saw last: time
// does not go back.
void read(Graph& graph, const World& world, std::int64_t& counted, Faults& faults) {
  auto begun = graph.begin(storage::Access::read);
  if (!good(begun, faults)) return;
  const auto& tx = **begun;
  const auto left = tx.property(world.left, world.amount), right = tx.property(world.right, world.amount),
             counter = tx.property(world.counter, world.amount);
  if (!good(left, faults) || !good(right, faults) || !good(counter, faults)) return;
  if (left->as_int() + right->as_int() != 2000 || counter->as_int() < counted) ++faults.torn;
  counted = counter->as_int();
  const auto out = tx.degree(world.hub, Direction::out, {}), in = tx.degree(world.hub, Direction::in, {});
  if (!good(out, faults) || !good(in, faults)) return;
  std::vector<Neighbour> found;
  if (!good(tx.expand(world.hub, Direction::both, {}, found), faults)) return;
  const auto leaves = tx.catalog().node_count(world.leaf);
  if (*out != *in || found.size() != 2 * *out || leaves != *out ||
      tx.catalog().relationship_count(world.link) != 2 * leaves)
    ++faults.torn;
}

struct Tally {
  std::atomic<int> transfers{0}, refused{0}, grown{0}, shrunk{0}, reads{0};
};

// Two writers and four readers for as long as `more` says, asked before each round of a writer.
void storm(Graph& graph, Tally& tally, const std::function<bool(int round)>& more) {
  const auto world = make_world(graph);
  Faults faults;
  std::atomic<int> writers_left{2};
  std::vector<std::thread> threads;
  for (int w = 0; w < 2; ++w)
    threads.emplace_back([&, w] {
      std::mt19937 random(static_cast<unsigned>(w));
      for (int i = 0; more(i); ++i) {
        ++(transfer(graph, world, static_cast<int>(random() % 10), faults) ? tally.transfers : tally.refused);
        grow(graph, world, faults);
        ++tally.grown;
        if (i % 4 == 3) ++(shrink(graph, world, faults) ? tally.shrunk : tally.refused);
      }
      --writers_left;
    });
  for (int r = 0; r < 4; ++r)
    threads.emplace_back([&] {
      std::int64_t counted = 0;
      do {
        read(graph, world, counted, faults);
        ++tally.reads;
      } while (writers_left > 0);
    });
  for (auto& thread : threads) thread.join();
  CHECK(faults.errors == 0);
  CHECK(faults.torn == 0);
  CHECK(tally.transfers > 0);
  CHECK(tally.reads >= 4);
  const auto tx = reader(graph);
  CHECK(ok(tx->property(world.counter, world.amount)).as_int() == tally.transfers);  // no lost update
  CHECK(ok(tx->degree(world.hub, Direction::both, {})) ==
        static_cast<std::uint64_t>(2 * (tally.grown - tally.shrunk)));
  CHECK(ok(verify(graph)).findings == std::vector<std::string>{});
}

void storm(Graph& graph, int rounds) {
  Tally tally;
  storm(graph, tally, [&](int round) { return round < rounds; });
}

void storm(Graph& graph, std::chrono::seconds time) {
  Tally tally;
  const auto end = std::chrono::steady_clock::now() + time;
  storm(graph, tally, [&](int) { return std::chrono::steady_clock::now() < end; });
  WARN(tally.transfers << " transfers, " << tally.grown << " leaves added, " << tally.shrunk
                       << " taken away, " << tally.refused << " commits refused as conflicts, " << tally.reads
                       << " reads");
}

// A store whose commits wait at a gate while it is shut, so that a test decides which commits come together.
class GatedStore final : public storage::KvStore {
 public:
  std::shared_ptr<const storage::Snapshot> snapshot() const override { return store_->snapshot(); }
  Result<void> commit(const storage::WriteBatch& batch, const storage::Snapshot* since) override {
    ++commits;
    while (shut) std::this_thread::yield();
    if (fail) return Error{ErrorCode::io, "the disk is full"};
    return store_->commit(batch, since);
  }
  Result<std::unique_ptr<storage::SortedRun>> begin_run() override { return store_->begin_run(); }
  Result<void> ingest(std::vector<std::unique_ptr<storage::SortedRun>> runs, const storage::WriteBatch& batch,
                      const storage::Snapshot* since) override {
    return store_->ingest(std::move(runs), batch, since);
  }
  bool read_only() const override { return false; }

  std::atomic<int> commits{0};
  std::atomic<bool> shut{false}, fail{false};

 private:
  std::unique_ptr<storage::KvStore> store_ = storage::open_memory_store();
};

struct Gated {
  GatedStore* store;
  std::unique_ptr<Graph> graph;
};
Gated gated_graph() {
  auto store = std::make_unique<GatedStore>();
  auto* gate = store.get();
  return {gate, ok(open_graph(std::move(store)))};
}

// Commits `first` alone, and while that waits at the gate all the others, in this order; what became of each.
std::vector<Result<void>> commit_together(GatedStore& store, Transaction& first,
                                          const std::vector<Transaction*>& others) {
  const auto& queue = dynamic_cast<GraphTransaction&>(first).state().commits;
  std::vector<Result<void>> results(1 + others.size());
  store.shut = true;
  const int before = store.commits;
  std::vector<std::thread> threads;
  threads.emplace_back([&] { results[0] = first.commit(); });
  while (store.commits == before) std::this_thread::yield();
  for (std::size_t i = 0; i < others.size(); ++i) {
    threads.emplace_back([&, i] { results[i + 1] = others[i]->commit(); });
    while (queue.waiting() != i + 1) std::this_thread::yield();
  }
  store.shut = false;
  for (auto& thread : threads) thread.join();
  return results;
}

std::vector<std::unique_ptr<Transaction>> writers(Graph& graph, int count) {
  std::vector<std::unique_ptr<Transaction>> out;
  for (int i = 0; i < count; ++i) out.push_back(writer(graph));
  return out;
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

TEST_CASE("two writers and four readers for a minute, in memory", "[.long]") {
  const auto graph = ok(open_graph(storage::open_memory_store()));
  storm(*graph, std::chrono::seconds(60));
}

TEST_CASE("two writers and four readers for a minute, on disk", "[.long]") {
  const ScratchDirectory scratch("long-storm");
  const auto graph = ok(open_graph(ok(storage::open_rocks_store(scratch / "g", {}))));
  storm(*graph, std::chrono::seconds(60));
}

TEST_CASE("commits that come while another is written share one write") {
  const auto [store, graph] = gated_graph();
  const auto world = make_world(*graph);
  const int before = store->commits;
  auto txs = writers(*graph, 6);
  std::vector<Transaction*> others;
  for (int i = 0; i < 6; ++i) {
    // All join new leaves to one hub, count them, and make the same label chunk: nothing of it conflicts.
    const auto leaf = ok(txs[i]->create_node(std::span(&world.leaf, 1), {{world.amount, i}}));
    ok(txs[i]->create_relationship(world.hub, world.link, leaf, {}));
    ok(txs[i]->create_relationship(leaf, world.link, world.hub, {}));
    if (i > 0) others.push_back(txs[i].get());
  }
  for (auto& result : commit_together(*store, *txs[0], others)) ok(std::move(result));
  CHECK(store->commits - before == 2);
  const auto tx = reader(*graph);
  CHECK(ok(tx->degree(world.hub, Direction::out, {})) == 6);
  CHECK(ok(tx->degree(world.hub, Direction::in, {})) == 6);
  CHECK(tx->catalog().node_count(world.leaf) == 6);
  CHECK(ok(verify(*graph)).findings == std::vector<std::string>{});
}

TEST_CASE("of commits written together, one that does not fit those before it is refused alone") {
  const auto [store, graph] = gated_graph();
  const auto world = make_world(*graph);
  auto setup = writer(*graph);
  const auto lonely = ok(setup->create_node({}, {}));
  ok(setup->commit());
  auto txs = writers(*graph, 7);
  ok(txs[0]->create_node({}, {}));
  ok(txs[1]->set_property(world.left, world.amount, 1));
  ok(txs[2]->set_property(world.left, world.amount, 2));   // the same row
  ok(txs[3]->set_property(world.right, world.amount, 3));  // another
  ok(txs[4]->delete_node(lonely));
  ok(txs[5]->create_relationship(world.hub, world.link, lonely, {}));  // to a node that is gone by then
  ok(txs[6]->set_property(world.left, world.amount, 4));
  const auto results = commit_together(
      *store, *txs[0], {txs[1].get(), txs[2].get(), txs[3].get(), txs[4].get(), txs[5].get(), txs[6].get()});
  std::vector<bool> accepted;
  for (const auto& result : results) {
    accepted.push_back(result.ok());
    if (!result.ok()) CHECK(result.error().code == ErrorCode::conflict);
  }
  CHECK(accepted == std::vector<bool>{true, true, false, true, true, false, false});
  const auto tx = reader(*graph);
  CHECK(ok(tx->property(world.left, world.amount)).identical(1));
  CHECK(ok(tx->property(world.right, world.amount)).identical(3));
  CHECK(ok(tx->degree(world.hub, Direction::out, {})) == 0);
  CHECK(ok(verify(*graph)).findings == std::vector<std::string>{});
}

TEST_CASE("commits written together all fail when the write fails") {
  const auto [store, graph] = gated_graph();
  const auto world = make_world(*graph);
  auto txs = writers(*graph, 3);
  ok(txs[0]->create_node({}, {}));
  ok(txs[1]->set_property(world.left, world.amount, 1));
  ok(txs[2]->set_property(world.right, world.amount, 1));
  store->fail = true;
  for (const auto& result : commit_together(*store, *txs[0], {txs[1].get(), txs[2].get()}))
    CHECK(result.error().code == ErrorCode::io);
  store->fail = false;
  CHECK(ok(reader(*graph)->property(world.left, world.amount)).identical(1000));
  const auto next = writer(*graph);
  ok(next->set_property(world.left, world.amount, 2));
  ok(next->commit());
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
