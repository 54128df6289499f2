// What the cache keeps in memory is what the transaction reads by hand.
#include "graph/cache/graph_cache.hpp"

#include <map>
#include <random>

#include "../graph_support.hpp"
#include "graph/open_graph.hpp"

using namespace skein;
using namespace skein::graph;
using namespace skein::graph::test;

namespace {

constexpr std::uint64_t at_once = std::uint64_t{1} << 40;  // so much work that everything is worth loading
using Side = storage::keys::Side;

// Nodes of two labels, gaps in the ids, rare and common types, parallels, loops, a hub, properties of every
// kind that some lack.
struct Sample {
  std::unique_ptr<Graph> graph = ok(Graph::open(":memory:", {}));
  std::vector<NodeId> nodes;
  std::vector<LabelId> labels;
  std::vector<TypeId> types;  // common, rare, not asserted
  KeyId number, word, mixed, flag, ratio;

  Sample() {
    std::mt19937 random(7);
    const auto tx = writer(*graph);
    for (const auto* name : {"A", "B"}) labels.push_back(ok(tx->make_label(name)));
    types.push_back(ok(tx->make_type("COMMON")));
    types.push_back(ok(tx->make_type("RARE")));
    types.push_back(ok(tx->make_type("DENIED", false)));
    number = ok(tx->make_key("number"));
    word = ok(tx->make_key("word"));
    mixed = ok(tx->make_key("mixed"));
    flag = ok(tx->make_key("flag"));
    ratio = ok(tx->make_key("ratio"));
    const auto properties = [&](std::size_t i) {
      Properties out;
      if (i % 3 != 0) out.emplace_back(number, Value(static_cast<std::int64_t>(i % 100)));
      if (i % 4 != 0) out.emplace_back(word, Value("word " + std::to_string(i % 50)));
      if (i % 5 == 0) out.emplace_back(mixed, i % 2 == 0 ? Value(static_cast<std::int64_t>(i)) : Value("m"));
      if (i % 2 == 0) out.emplace_back(flag, Value(i % 4 == 0));
      if (i % 7 != 0) out.emplace_back(ratio, Value(static_cast<double>(i) / 8));
      return out;
    };
    for (std::size_t i = 0; i < 3000; ++i) {
      std::vector<LabelId> of;
      if (i % 2 == 0) of.push_back(labels[0]);
      if (i % 3 == 0) of.push_back(labels[1]);
      nodes.push_back(ok(tx->create_node(of, properties(i))));
    }
    const auto any = [&] { return nodes[random() % nodes.size()]; };
    for (std::size_t i = 0; i < 9000; ++i) ok(tx->create_relationship(any(), types[0], any(), properties(i)));
    for (std::size_t i = 0; i < 2500; ++i)
      ok(tx->create_relationship(nodes[5], types[0], any(), properties(i)));
    for (std::size_t i = 0; i < 40; ++i)
      ok(tx->create_relationship(any(), types[1], nodes[9], properties(i)));
    for (std::size_t i = 0; i < 40; ++i) ok(tx->create_relationship(any(), types[2], any(), {}));
    for (std::size_t i = 0; i < 4; ++i)
      ok(tx->create_relationship(nodes[1], types[0], nodes[1], properties(i)));
    ok(tx->commit());
    const auto later = writer(*graph);
    for (std::size_t i = 0; i < 20; ++i) {
      const auto node = nodes[100 + i * 7];
      std::vector<Neighbour> found;
      ok(later->expand(node, Direction::both, types, found));
      for (const auto& one : found) ok(later->delete_relationship(one.relationship));
      ok(later->delete_node(node));
    }
    ok(later->set_property(nodes[5], word, Value("changed")));
    ok(later->commit());
  }
};

void same_relationships(const Transaction& tx, const Csr& csr, const Sample& sample,
                        std::optional<TypeId> type) {
  const auto direction = csr.outgoing() ? Direction::out : Direction::in;
  const auto types = type ? std::vector{*type} : std::vector<TypeId>();
  std::size_t total = 0;
  for (const auto node : sample.nodes) {
    const auto wanted = neighbours(tx, node, direction, types);
    const auto id = static_cast<CachedNode>(node.value);
    const auto at = csr.range(id);
    REQUIRE(at.size() == wanted.size());
    for (std::size_t i = 0; i < wanted.size(); ++i) {
      REQUIRE(csr.relationship(id, at.begin + static_cast<Csr::Position>(i)) == wanted[i].relationship);
      REQUIRE(csr.of(id)[i] == wanted[i].node.value);
    }
    total += wanted.size();
  }
  CHECK(csr.size() == total);
  std::size_t visited = 0;
  csr.for_each_row(0, csr.node_end(), [&](CachedNode, Csr::Range at) { visited += at.size(); });
  CHECK(visited == total);
}

}  // namespace

TEST_CASE("adjacency in memory is what expansion gives", "[graph][cache]") {
  const Sample sample;
  const auto tx = reader(*sample.graph);
  for (const auto side : {Side::out, Side::in}) {
    for (const auto type : sample.types) {
      const auto csr = tx->cached()->adjacency(side, type, at_once);
      REQUIRE(csr);
      CHECK(csr->has_ordinals() == (type == sample.types[0]));
      same_relationships(*tx, *csr, sample, type);
    }
    const auto all = tx->cached()->adjacency(side, std::nullopt, at_once);
    REQUIRE(all);
    same_relationships(*tx, *all, sample, std::nullopt);
  }
}

TEST_CASE("properties and labels in memory are what the transaction reads", "[graph][cache]") {
  const Sample sample;
  const auto tx = reader(*sample.graph);
  for (const auto key : {sample.number, sample.word, sample.mixed, sample.flag, sample.ratio}) {
    const auto column = tx->cached()->node_property(key, at_once);
    REQUIRE(column);
    std::vector<Value> wanted;
    ok(tx->property_column(sample.nodes, key, wanted));
    for (std::size_t i = 0; i < wanted.size(); ++i)
      REQUIRE(column->value(sample.nodes[i].value).identical(wanted[i]));
    CHECK(column->value(0).is_null());
    CHECK(column->value(std::size_t{1} << 40).is_null());
    CHECK(column->coded() == (key == sample.number || key == sample.word));

    for (const auto side : {Side::out, Side::in}) {
      const auto csr = tx->cached()->adjacency(side, sample.types[0], at_once);
      const auto values = tx->cached()->relationship_property(side, sample.types[0], key, at_once);
      REQUIRE(values);
      REQUIRE(values->size() == csr->size());
      csr->for_each_row(0, csr->node_end(), [&](CachedNode node, Csr::Range at) {
        for (auto i = at.begin; i < at.end; i += 97)
          REQUIRE(values->value(i).identical(ok(tx->property(csr->relationship(node, i), key))));
      });
    }
  }
  for (const auto label : sample.labels) {
    const auto set = tx->cached()->label(label, at_once);
    REQUIRE(set);
    std::vector<std::uint8_t> wanted;
    ok(tx->label_column(sample.nodes, label, wanted));
    for (std::size_t i = 0; i < wanted.size(); ++i)
      REQUIRE(set->has(static_cast<CachedNode>(sample.nodes[i].value)) == (wanted[i] != 0));
    CHECK(set->size() == tx->catalog().node_count(label));
  }
  CHECK(tx->cached()->nodes(at_once)->size() == tx->catalog().node_count());
}

TEST_CASE("little work loads nothing, repeated work does", "[graph][cache]") {
  const Sample sample;
  const auto tx = reader(*sample.graph);
  CHECK_FALSE(tx->cached()->adjacency(Side::out, sample.types[0], 1));
  CHECK_FALSE(tx->cached()->node_property(sample.word, 1));
  CsrPtr csr;
  for (int i = 0; i < 100000 && !csr; ++i) csr = tx->cached()->adjacency(Side::out, sample.types[0], 1);
  CHECK(csr);
}

TEST_CASE("each state is seen as it was", "[graph][cache]") {
  const Sample sample;
  const auto before = reader(*sample.graph);
  const auto csr = before->cached()->adjacency(Side::out, sample.types[0], at_once);
  const auto tx = writer(*sample.graph);
  ok(tx->create_relationship(sample.nodes[2], sample.types[0], sample.nodes[3], {}));
  CHECK(tx->cached() == nullptr);
  ok(tx->commit());
  const auto after = reader(*sample.graph);
  const auto next = after->cached()->adjacency(Side::out, sample.types[0], at_once);
  REQUIRE(next);
  CHECK(next->size() == csr->size() + 1);
  same_relationships(*after, *next, sample, sample.types[0]);
  // The older transaction reads by hand from now on, or what is of its own state.
  const auto old = before->cached()->adjacency(Side::out, sample.types[0], at_once);
  if (old) same_relationships(*before, *old, sample, sample.types[0]);
  same_relationships(*before, *csr, sample, sample.types[0]);
}

TEST_CASE("commits bring what is in memory up to date", "[graph][cache]") {
  Sample sample;
  std::mt19937 random(11);
  const auto any = [&] { return sample.nodes[random() % sample.nodes.size()]; };
  const auto ask_all = [&](const Transaction& tx) {
    for (const auto side : {Side::out, Side::in}) {
      for (const auto type : sample.types)
        same_relationships(tx, *tx.cached()->adjacency(side, type, at_once), sample, type);
      same_relationships(tx, *tx.cached()->adjacency(side, std::nullopt, at_once), sample, std::nullopt);
      const auto csr = tx.cached()->adjacency(side, sample.types[0], at_once);
      const auto values = tx.cached()->relationship_property(side, sample.types[0], sample.number, at_once);
      REQUIRE(values->size() == csr->size());
      csr->for_each_row(0, csr->node_end(), [&](CachedNode node, Csr::Range at) {
        for (auto i = at.begin; i < at.end; i += 31)
          REQUIRE(values->value(i).identical(ok(tx.property(csr->relationship(node, i), sample.number))));
      });
    }
    for (const auto key : {sample.number, sample.word, sample.mixed, sample.flag, sample.ratio}) {
      const auto column = tx.cached()->node_property(key, at_once);
      std::vector<Value> wanted;
      ok(tx.property_column(sample.nodes, key, wanted));
      for (std::size_t i = 0; i < wanted.size(); ++i)
        REQUIRE(column->value(sample.nodes[i].value).identical(wanted[i]));
    }
    for (const auto label : sample.labels) {
      const auto set = tx.cached()->label(label, at_once);
      CHECK(set->size() == tx.catalog().node_count(label));
      for (const auto node : sample.nodes) {
        std::vector<std::uint8_t> wanted;
        ok(tx.label_column(std::span(&node, 1), label, wanted));
        REQUIRE(set->has(static_cast<CachedNode>(node.value)) == (wanted[0] != 0));
      }
    }
  };
  ask_all(*reader(*sample.graph));
  for (int round = 0; round < 12; ++round) {
    const auto tx = writer(*sample.graph);
    const auto node = any();
    switch (round % 6) {
      case 0:
        ok(tx->create_relationship(node, sample.types[0], any(), {{sample.number, Value(round)}}));
        break;
      case 1: {
        const auto fresh = ok(tx->create_node(std::span(sample.labels),
                                              {{sample.word, Value("new " + std::to_string(round))}}));
        ok(tx->create_relationship(fresh, sample.types[1], sample.nodes[9], {}));
        sample.nodes.push_back(fresh);
        break;
      }
      case 2:
        for (const auto& one : neighbours(*tx, sample.nodes[5], Direction::out, {sample.types[0]})) {
          if (one.node.value % 3 != 0) continue;
          ok(tx->delete_relationship(one.relationship));
          break;
        }
        break;
      case 3:
        ok(tx->set_property(sample.nodes[3], sample.number, Value(1'000'000 + round)));
        ok(tx->set_property(sample.nodes[4], sample.ratio, Value("a word among numbers")));
        ok(tx->set_property(sample.nodes[6], sample.flag, Value()));
        break;
      case 4: {
        const auto all = neighbours(*tx, sample.nodes[1], Direction::out, {sample.types[0]});
        ok(tx->set_property(all.front().relationship, sample.number, Value(77)));
        break;
      }
      default:
        static_cast<void>(ok(tx->add_label(sample.nodes[1], sample.labels[1])));
        break;
    }
    ok(tx->commit());
    INFO("round " << round);
    const auto after = reader(*sample.graph);
    const auto before = after->cached()->usage();
    ask_all(*after);
    const auto usage = after->cached()->usage();
    // Later rounds may say again what earlier ones said, which changes nothing.
    if (round < 6) CHECK(usage.patches > before.patches);
    CHECK(usage.loads <=
          before.loads + 5);  // what cannot be patched: columns whose relationships or kinds changed
  }
}

TEST_CASE("a graph takes over what another over the same store kept, and brings it up to date",
          "[graph][cache]") {
  const ScratchDirectory directory("kept-cache");
  LabelId label;
  KeyId key;
  NodeId node;
  {
    const auto graph = ok(Graph::open(directory / "store", {}));
    const auto tx = writer(*graph);
    label = ok(tx->make_label("A"));
    key = ok(tx->make_key("number"));
    for (std::int64_t i = 0; i < 100; ++i)
      node = ok(tx->create_node(std::span(&label, 1), {{key, Value(i)}}));
    ok(tx->commit());
  }
  std::shared_ptr<GraphCache> kept;
  {
    storage::StoreOptions reading;
    reading.access = storage::Access::read;
    const auto graph = ok(Graph::open(directory / "store", reading));
    REQUIRE(reader(*graph)->cached()->node_property(key, at_once));
    kept = cache_of(*graph);
  }
  REQUIRE(kept);
  const auto loads = kept->usage().loads;
  const auto graph = ok(open_with(directory / "store", {}, kept));
  const auto value = [&] { return reader(*graph)->cached()->node_property(key, at_once)->value(node.value); };
  CHECK(value().identical(Value(99)));
  {
    const auto tx = writer(*graph);
    ok(tx->set_property(node, key, Value(1000)));
    ok(tx->commit());
  }
  CHECK(value().identical(Value(1000)));
  CHECK(kept->usage().loads == loads);
  CHECK(kept->usage().patches > 0);
}

TEST_CASE("columns know which positions have values of their own", "[graph][cache]") {
  const std::vector<NodeId> first = {NodeId(0), NodeId(1), NodeId(2)},
                            all = {NodeId(0), NodeId(1), NodeId(2), NodeId(3)};
  const auto column = [](const std::vector<Value>& values) {
    PropertyColumnBuilder out;
    for (const auto& value : values) out.add(value);
    return out.finish();
  };
  for (const auto& [a, b, c] :
       {std::tuple(Value("a"), Value("b"), Value("c")), std::tuple(Value(7), Value(-1), Value(8))}) {
    CHECK(column({a, b, c, a}).different_at(first));
    CHECK_FALSE(column({a, b, c, a}).different_at(all));
    CHECK_FALSE(column({a, b, c, Value()}).different_at(all));
    CHECK_FALSE(column({a, b, c}).different_at(all));  // it ends before
  }
  // Far apart, and as floats, it is not known.
  PropertyColumnBuilder many;
  for (std::int64_t i = 0; i < 100'000; ++i) many.add(i);
  const auto plain = many.finish();
  REQUIRE_FALSE(plain.coded());
  CHECK(plain.different_at(all));
  CHECK_FALSE(column({Value(0.5), Value(1.5), Value(2.5)}).different_at(first));
}

TEST_CASE("the cache stays within its memory", "[graph][cache]") {
  const Sample sample;
  std::size_t largest = 0;
  {
    const auto tx = reader(*sample.graph);
    largest = tx->cached()->adjacency(Side::out, sample.types[0], at_once)->bytes();
  }
  GraphCache cache(largest + 4096);
  CacheView view(cache, sample.graph->store().snapshot(), {sample.types[2]});
  REQUIRE(view.adjacency(Side::out, sample.types[0], at_once));
  REQUIRE(view.node_property(sample.number, at_once));
  REQUIRE(view.adjacency(Side::out, sample.types[1], at_once));
  CHECK(cache.usage().bytes <= cache.usage().budget);
  CHECK(cache.usage().evictions > 0);
  GraphCache tiny(1000);
  CacheView none(tiny, sample.graph->store().snapshot(), {});
  CHECK_FALSE(none.adjacency(Side::out, sample.types[0], at_once));
  CHECK(tiny.usage().bytes == 0);
}

TEST_CASE("integers leave their dictionary when they are many", "[graph][cache]") {
  PropertyColumnBuilder few, many;
  for (std::int64_t i = 0; i < 200'000; ++i) {
    few.add(i % 1000);
    many.add(i);
  }
  few.add_null();
  many.add_null();
  const auto coded = few.finish(), plain = many.finish();
  CHECK(coded.coded());
  CHECK_FALSE(plain.coded());
  for (std::size_t i = 0; i < 200'000; i += 777) {
    REQUIRE(coded.value(i).as_int() == static_cast<std::int64_t>(i % 1000));
    REQUIRE(plain.value(i).as_int() == static_cast<std::int64_t>(i));
  }
  CHECK(coded.value(200'000).is_null());
  CHECK(plain.value(200'000).is_null());
}
