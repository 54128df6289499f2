// Records that are not what was written: the store's checksums catch almost all of them, and whatever gets through
// must end in an error or a wrong answer that verify() tells, never in a crash.
#include <random>

#include "graph/verify/verify.hpp"
#include "tests/graph/graph_support.hpp"

using namespace skein;
using namespace skein::graph;
using namespace skein::graph::test;

namespace {

using Records = std::vector<std::pair<std::string, std::string>>;

Records small_store() {
  auto store = storage::open_memory_store();
  auto* raw = store.get();
  const auto graph = ok(open_graph(
      std::move(store), {.inline_count = 6, .inline_bytes = 100, .head_bytes = 200, .part_count = 5, .part_bytes = 100},
      {.rows = 3}));
  const auto tx = writer(*graph);
  const auto label = ok(tx->make_label("L"));
  const auto type = ok(tx->make_type("T")), other = ok(tx->make_type("U"));
  const auto key = ok(tx->make_key("k")), name = ok(tx->make_key("name"));
  ok(tx->create_index("i", label, std::span(&key, 1), false));
  std::vector<NodeId> nodes;
  for (int i = 0; i < 12; ++i)
    nodes.push_back(ok(tx->create_node(std::vector{label}, {{key, i % 3}, {name, "n" + std::to_string(i)}})));
  for (int i = 0; i < 40; ++i)
    ok(tx->create_relationship(nodes[0], i % 3 == 0 ? other : type, nodes[static_cast<std::size_t>(i % 12)], {{key, i}}));
  ok(tx->create_relationship(nodes[1], type, nodes[2], {{name, "x"}}));
  DocumentRecord document;
  document.key = "d";
  document.text = "some words here";
  const auto id = ok(tx->put_document(document));
  Evidence evidence;
  evidence.document = id;
  evidence.sentence = {0, 10};
  ok(tx->add_evidence({nodes[1], nodes[2], type, 0}, evidence));
  ok(tx->commit());
  Records records;
  const auto snapshot = raw->snapshot();
  for (const auto cursor = snapshot->scan({}, {}); cursor->valid(); cursor->next())
    records.emplace_back(cursor->key(), cursor->value());
  return records;
}

// Reads all there is; what comes back does not matter.
void read_everything(Graph& graph) {
  auto begun = graph.begin(storage::Access::read);
  if (!begun) return;
  const auto& tx = **begun;
  for (std::uint64_t n = 1; n < 14; ++n) {
    const NodeId node(n);
    (void)tx.properties(node).ok();
    (void)tx.labels(node).ok();
    std::vector<Neighbour> found;
    (void)tx.expand(node, Direction::both, {}, found).ok();
    (void)tx.degree(node, Direction::both, {}).ok();
    std::vector<RelationshipId> ids;
    for (const auto& one : found) ids.push_back(one.relationship);
    std::vector<Value> column;
    (void)tx.property_column(ids, KeyId{0}, column).ok();
    for (const auto& id : ids) {
      (void)tx.properties(id).ok();
      (void)tx.evidence(id).ok();
    }
  }
  (void)tx.scan_relationships(std::nullopt, [](const RelationshipId&) { return true; }).ok();
  std::vector<NodeId> nodes;
  if (const auto scan = tx.scan_nodes()) (void)(*scan)->next(nodes, 100).ok();
  std::vector<Value> column;
  (void)tx.property_column(nodes, KeyId{0}, column).ok();
  (void)verify(graph).ok();
}

}  // namespace

TEST_CASE("damaged records end in errors, never in a crash") {
  const auto records = small_store();
  REQUIRE(records.size() > 40);
  std::mt19937 random(3);
  int noticed = 0, tries = 0;
  for (std::size_t victim = 0; victim < records.size(); ++victim)
    for (int round = 0; round < 12; ++round) {
      auto store = storage::open_memory_store();
      storage::WriteBatch batch;
      for (std::size_t i = 0; i < records.size(); ++i) {
        auto [key, value] = records[i];
        if (i == victim) {
          switch (round % 4) {
            case 0: value.resize(random() % (value.size() + 1)); break;
            case 1: value += static_cast<char>(random()); break;
            default:
              if (value.empty()) continue;
              value[random() % value.size()] = static_cast<char>(round % 4 == 2 ? 0xff : random());
          }
          if (value == records[i].second) continue;
        }
        batch.put(std::move(key), std::move(value));
      }
      ok(store->commit(batch, nullptr));
      ++tries;
      const auto graph = open_graph(std::move(store));
      if (!graph) {
        ++noticed;
        continue;
      }
      read_everything(**graph);
      const auto report = verify(**graph);
      if (!report || !report->findings.empty()) ++noticed;
    }
  CHECK(noticed > tries / 2);
}
