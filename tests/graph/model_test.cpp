// Random operations on a graph and on a model made of plain maps: whatever the order of creating, changing, deleting,
// rolling back and committing, both say the same. Small fold limits make small graphs split their lists.
#include <algorithm>
#include <map>
#include <random>
#include <set>

#include "graph/verify/verify.hpp"
#include "tests/graph/graph_support.hpp"

using namespace skein;
using namespace skein::graph;
using namespace skein::graph::test;

namespace {

struct ModelNode {
  std::set<LabelId> labels;
  std::map<KeyId, Value> properties;
};
struct Model {
  std::map<NodeId, ModelNode> nodes;
  std::map<RelationshipId, std::map<KeyId, Value>> relationships;

  [[nodiscard]] std::vector<Neighbour> expand(NodeId node, Direction direction, const std::vector<TypeId>& types) const {
    std::vector<Neighbour> out, in;
    for (const auto& [r, properties] : relationships) {
      if (!types.empty() && std::find(types.begin(), types.end(), r.type) == types.end()) continue;
      if (r.from == node && direction != Direction::in) out.push_back({r, r.to});
      if (r.to == node && direction != Direction::out && !(direction == Direction::both && r.from == node))
        in.push_back({r, r.from});
    }
    const auto order = [](const Neighbour& a, const Neighbour& b) {
      return std::tuple(a.relationship.type, a.node, a.relationship.ordinal) <
             std::tuple(b.relationship.type, b.node, b.relationship.ordinal);
    };
    std::sort(out.begin(), out.end(), order);
    std::sort(in.begin(), in.end(), order);
    out.insert(out.end(), in.begin(), in.end());
    return out;
  }
};

std::map<KeyId, Value> as_map(const Properties& properties) { return {properties.begin(), properties.end()}; }

bool same(const std::map<KeyId, Value>& a, const std::map<KeyId, Value>& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](const auto& x, const auto& y) { return x.first == y.first && x.second.identical(y.second); });
}

bool same(const std::vector<Neighbour>& a, const std::vector<Neighbour>& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](const Neighbour& x, const Neighbour& y) {
    return x.node == y.node && x.relationship == y.relationship;
  });
}

struct Names {
  std::vector<LabelId> labels;
  std::vector<TypeId> types;
  std::vector<KeyId> keys;
  IndexId index;
};

// One check a thing, so that the time goes into the graph and not into counting assertions.
void compare(const Transaction& tx, const Model& model, const Names& names) {
  const auto& catalog = tx.catalog();
  REQUIRE(catalog.node_count() == model.nodes.size());
  REQUIRE(catalog.relationship_count() == model.relationships.size());
  std::vector<NodeId> nodes;
  for (const auto& [id, node] : model.nodes) nodes.push_back(id);
  REQUIRE(all(*ok(tx.scan_nodes())) == nodes);
  for (const auto label : names.labels) {
    std::vector<NodeId> wanted;
    for (const auto& [id, node] : model.nodes)
      if (node.labels.count(label) != 0) wanted.push_back(id);
    REQUIRE(all(*ok(tx.scan_label(label))) == wanted);
    REQUIRE(catalog.node_count(label) == wanted.size());
    std::vector<std::uint8_t> column;
    ok(tx.label_column(nodes, label, column));
    for (std::size_t i = 0; i < nodes.size(); ++i)
      if ((column[i] == 1) != (model.nodes.at(nodes[i]).labels.count(label) == 1)) FAIL("label column");
  }
  for (const auto key : names.keys) {
    std::vector<Value> column;
    ok(tx.property_column(nodes, key, column));
    for (std::size_t i = 0; i < nodes.size(); ++i) {
      const auto& properties = model.nodes.at(nodes[i]).properties;
      const auto it = properties.find(key);
      if (!column[i].identical(it == properties.end() ? Value() : it->second)) FAIL("property column");
    }
  }
  std::vector<TypeId> one_type(1);
  for (const auto& [id, node] : model.nodes) {
    const auto properties = ok(tx.properties(id));
    if (!same(as_map(properties), node.properties)) FAIL("properties of a node");
    const auto labels = ok(tx.labels(id));
    if (std::set<LabelId>(labels.begin(), labels.end()) != node.labels) FAIL("labels of a node");
    for (const auto direction : {Direction::out, Direction::in, Direction::both}) {
      const auto found = neighbours(tx, id, direction);
      if (!same(found, model.expand(id, direction, {}))) FAIL("neighbours of any type");
      if (ok(tx.degree(id, direction, {})) != found.size()) FAIL("degree");
      one_type[0] = names.types[id.value % names.types.size()];
      if (!same(neighbours(tx, id, direction, one_type), model.expand(id, direction, one_type))) FAIL("neighbours of a type");
    }
  }
  for (const auto direction : {Direction::out, Direction::in, Direction::both}) {
    std::vector<std::size_t> offsets;
    std::vector<Neighbour> together;
    ok(tx.expand_many(nodes, direction, {}, offsets, together));
    REQUIRE(offsets.size() == nodes.size() + 1);
    for (std::size_t i = 0; i < nodes.size(); ++i)
      if (!same({together.begin() + static_cast<std::ptrdiff_t>(offsets[i]),
                 together.begin() + static_cast<std::ptrdiff_t>(offsets[i + 1])},
                neighbours(tx, nodes[i], direction)))
        FAIL("neighbours of many nodes");
  }
  auto shuffled = nodes;
  std::reverse(shuffled.begin(), shuffled.end());
  for (const auto key : names.keys) {
    std::vector<Value> column, backwards;
    ok(tx.property_column(nodes, key, column));
    ok(tx.property_column(shuffled, key, backwards));
    std::reverse(backwards.begin(), backwards.end());
    for (std::size_t i = 0; i < nodes.size(); ++i)
      if (!column[i].identical(backwards[i])) FAIL("property column in another order");
  }
  std::vector<RelationshipId> wanted, found;
  for (const auto type : names.types) {
    std::size_t count = 0;
    for (const auto& [r, properties] : model.relationships)
      if (r.type == type) ++count;
    REQUIRE(catalog.relationship_count(type) == count);
  }
  for (const auto& [r, properties] : model.relationships) {
    wanted.push_back(r);
    if (!ok(tx.exists(r))) FAIL("a relationship is missing");
    if (!same(as_map(ok(tx.properties(r))), properties)) FAIL("properties of a relationship");
  }
  ok(tx.scan_relationships(std::nullopt, [&](const RelationshipId& r) {
    found.push_back(r);
    return true;
  }));
  std::sort(wanted.begin(), wanted.end(), [](const auto& a, const auto& b) {
    return std::tuple(a.type, a.from, a.to, a.ordinal) < std::tuple(b.type, b.from, b.to, b.ordinal);
  });
  REQUIRE(found == wanted);
  for (const auto key : names.keys) {
    std::vector<Value> column;
    ok(tx.property_column(wanted, key, column));
    for (std::size_t i = 0; i < wanted.size(); ++i) {
      const auto& properties = model.relationships.at(wanted[i]);
      const auto it = properties.find(key);
      if (!column[i].identical(it == properties.end() ? Value() : it->second)) FAIL("relationship property column");
    }
  }
  for (int v = 0; v < 4; ++v) {
    IndexRange range;
    range.equals = Value(v);
    std::vector<NodeId> expected;
    for (const auto& [id, node] : model.nodes) {
      const auto it = node.properties.find(names.keys[0]);
      if (node.labels.count(names.labels[0]) != 0 && it != node.properties.end() && it->second.identical(v))
        expected.push_back(id);
    }
    REQUIRE(all(*ok(tx.scan_index(names.index, range))) == expected);
  }
}

template <typename T>
const T& pick(std::mt19937& random, const std::vector<T>& from) {
  return from[random() % from.size()];
}

Value random_value(std::mt19937& random) {
  switch (random() % 7) {
    case 0: return "word " + std::to_string(random() % 5);
    case 1: return static_cast<double>(random() % 100) + 0.5;
    case 2: return List{Value(1), Value("two"), Value(random() % 2 == 0)};
    case 3: return Date{static_cast<std::int64_t>(random() % 20000)};
    default: return static_cast<std::int64_t>(random() % 4);
  }
}

void run(Graph& graph, unsigned seed, int operations) {
  std::mt19937 random(seed);
  Names names;
  {
    const auto tx = writer(graph);
    for (int i = 0; i < 3; ++i) names.labels.push_back(ok(tx->make_label("L" + std::to_string(i))));
    for (int i = 0; i < 4; ++i) names.types.push_back(ok(tx->make_type("T" + std::to_string(i))));
    for (int i = 0; i < 4; ++i) names.keys.push_back(ok(tx->make_key("k" + std::to_string(i))));
    names.index = ok(tx->create_index("by_k0", names.labels[0], std::span(names.keys).first(1), false));
    ok(tx->commit());
  }
  Model committed, model;
  std::vector<std::pair<Transaction::Savepoint, Model>> savepoints;
  auto tx = writer(graph);
  const auto some_node = [&] {
    auto it = model.nodes.begin();
    // The first node is picked often: a hub.
    if (random() % 3 != 0) std::advance(it, static_cast<std::ptrdiff_t>(random() % model.nodes.size()));
    return it->first;
  };
  const auto some_relationship = [&] {
    auto it = model.relationships.begin();
    std::advance(it, static_cast<std::ptrdiff_t>(random() % model.relationships.size()));
    return it->first;
  };
  for (int n = 0; n < operations; ++n) {
    const auto dice = random() % 100;
    if (dice < 12 || model.nodes.empty()) {
      ModelNode node;
      std::vector<LabelId> labels;
      Properties properties;
      for (const auto label : names.labels)
        if (random() % 2 == 0) {
          labels.push_back(label);
          node.labels.insert(label);
        }
      for (const auto key : names.keys)
        if (random() % 2 == 0) {
          properties.emplace_back(key, random_value(random));
          node.properties.insert(properties.back());
        }
      model.nodes.emplace(ok(tx->create_node(labels, properties)), std::move(node));
    } else if (dice < 45) {
      Properties properties;
      for (const auto key : names.keys)
        if (random() % 3 == 0) properties.emplace_back(key, random_value(random));
      const auto r = ok(tx->create_relationship(some_node(), pick(random, names.types), some_node(), properties));
      if (model.relationships.count(r) != 0) FAIL("a relationship was given twice");
      model.relationships.emplace(r, as_map(properties));
    } else if (dice < 57) {
      const auto node = some_node();
      const auto key = pick(random, names.keys);
      const auto value = random() % 4 == 0 ? Value() : random_value(random);
      ok(tx->set_property(node, key, value));
      if (value.is_null())
        model.nodes[node].properties.erase(key);
      else
        model.nodes[node].properties[key] = value;
    } else if (dice < 65 && !model.relationships.empty()) {
      const auto r = some_relationship();
      const auto key = pick(random, names.keys);
      const auto value = random() % 4 == 0 ? Value() : random_value(random);
      ok(tx->set_property(r, key, value));
      if (value.is_null())
        model.relationships[r].erase(key);
      else
        model.relationships[r][key] = value;
    } else if (dice < 71) {
      const auto node = some_node();
      const auto label = pick(random, names.labels);
      CHECK(ok(tx->add_label(node, label)) == model.nodes[node].labels.insert(label).second);
    } else if (dice < 75) {
      const auto node = some_node();
      const auto label = pick(random, names.labels);
      CHECK(ok(tx->remove_label(node, label)) == (model.nodes[node].labels.erase(label) == 1));
    } else if (dice < 86 && !model.relationships.empty()) {
      const auto r = some_relationship();
      ok(tx->delete_relationship(r));
      model.relationships.erase(r);
    } else if (dice < 89) {
      const auto node = some_node();
      const auto result = tx->delete_node(node);
      const bool free = model.expand(node, Direction::both, {}).empty();
      CHECK(result.ok() == free);
      if (free) model.nodes.erase(node);
    } else if (dice < 92) {
      savepoints.emplace_back(tx->savepoint(), model);
    } else if (dice < 95 && !savepoints.empty()) {
      const auto back = random() % savepoints.size();
      tx->rollback_to(savepoints[back].first);
      model = savepoints[back].second;
      savepoints.resize(back);
    } else if (dice < 99) {
      if (random() % 4 == 0) {
        model = committed;
      } else {
        ok(tx->commit());
        committed = model;
        compare(*reader(graph), model, names);
        REQUIRE(ok(verify(graph)).findings == std::vector<std::string>{});
      }
      savepoints.clear();
      tx = writer(graph);
    } else {
      compare(*tx, model, names);
    }
  }
  ok(tx->commit());
  compare(*reader(graph), model, names);
}

const FoldLimits tight{.inline_count = 4, .inline_bytes = 40, .head_bytes = 60, .part_count = 3, .part_bytes = 60};
const NodeFoldLimits eager{.rows = 3, .row_bytes = 60};

}  // namespace

TEST_CASE("random operations leave the same graph as a plain model") {
  for (unsigned seed = 1; seed <= 6; ++seed) {
    CAPTURE(seed);
    const auto graph = ok(open_graph(storage::open_memory_store(), seed % 2 == 0 ? FoldLimits{} : tight,
                                     seed % 3 == 0 ? NodeFoldLimits{} : eager));
    run(*graph, seed, 3000);
  }
}

TEST_CASE("random operations leave the same graph as a plain model, on disk") {
  const ScratchDirectory scratch("model");
  const auto graph = ok(open_graph(ok(storage::open_rocks_store(scratch / "g", {})), tight, eager));
  run(*graph, 99, 1500);
}
