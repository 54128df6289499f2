#include <algorithm>

#include "tests/graph/graph_support.hpp"

using namespace skein;
using namespace skein::graph;
using namespace skein::graph::test;

namespace {

std::unique_ptr<Graph> memory_graph() {
  auto graph = Graph::open(":memory:", {});
  REQUIRE(graph.ok());
  return std::move(*graph);
}

}  // namespace

TEST_CASE("a transaction reads its own writes, others only what was committed") {
  const auto graph = memory_graph();
  const auto tx = writer(*graph);
  const auto person = ok(tx->make_label("Person"));
  const auto knows = ok(tx->make_type("KNOWS"));
  const auto name = ok(tx->make_key("name")), since = ok(tx->make_key("since"));
  const auto ada = ok(tx->create_node(std::vector{person}, {{name, "Ada"}}));
  const auto ben = ok(tx->create_node(std::vector{person}, {{name, "Ben"}}));
  const auto met = ok(tx->create_relationship(ada, knows, ben, {{since, 2001}}));

  const auto check = [&](const Transaction& any) {
    CHECK(any.catalog().name(person) == "Person");
    CHECK(any.catalog().node_count(person) == 2);
    CHECK(any.catalog().relationship_count(knows) == 1);
    CHECK(ok(any.property(ada, name)).identical("Ada"));
    CHECK(ok(any.property(met, since)).identical(2001));
    CHECK(all(*ok(any.scan_label(person))) == std::vector{ada, ben});
    REQUIRE(neighbours(any, ada, Direction::out).size() == 1);
    CHECK(neighbours(any, ada, Direction::out)[0].relationship == met);
    REQUIRE(neighbours(any, ben, Direction::in).size() == 1);
    CHECK(neighbours(any, ben, Direction::in)[0].node == ada);
    CHECK(neighbours(any, ben, Direction::out).empty());
    CHECK(ok(any.degree(ben, Direction::both, {})) == 1);
  };
  check(*tx);
  const auto before = reader(*graph);
  ok(tx->commit());
  CHECK(before->catalog().node_count() == 0);
  CHECK_FALSE(ok(before->exists(ada)));
  check(*reader(*graph));
}

TEST_CASE("a savepoint takes back everything after it, names included") {
  const auto graph = memory_graph();
  const auto tx = writer(*graph);
  const auto name = ok(tx->make_key("name"));
  const auto kept = ok(tx->create_node({}, {{name, "kept"}}));
  const auto point = tx->savepoint();
  const auto label = ok(tx->make_label("Gone"));
  const auto type = ok(tx->make_type("GONE"));
  const auto gone = ok(tx->create_node(std::vector{label}, {}));
  ok(tx->create_relationship(kept, type, gone, {}));
  ok(tx->set_property(kept, name, "changed"));
  tx->rollback_to(point);
  CHECK_FALSE(tx->catalog().label("Gone"));
  CHECK_FALSE(ok(tx->exists(gone)));
  CHECK(ok(tx->property(kept, name)).identical("kept"));
  CHECK(neighbours(*tx, kept, Direction::both).empty());
  CHECK(tx->catalog().node_count() == 1);
  CHECK(tx->catalog().relationship_count() == 0);
  ok(tx->commit());
  CHECK(reader(*graph)->catalog().node_count() == 1);
}

TEST_CASE("writers of one node conflict, writers of one hub do not") {
  const auto graph = memory_graph();
  auto tx = writer(*graph);
  const auto type = ok(tx->make_type("LINK"));
  const auto key = ok(tx->make_key("n"));
  const auto hub = ok(tx->create_node({}, {}));
  const auto a = ok(tx->create_node({}, {})), b = ok(tx->create_node({}, {}));
  ok(tx->commit());

  const auto first = writer(*graph), second = writer(*graph);
  SECTION("different relationships of one hub") {
    ok(first->create_relationship(hub, type, a, {}));
    ok(second->create_relationship(hub, type, b, {}));
    ok(first->commit());
    ok(second->commit());
    CHECK(neighbours(*reader(*graph), hub, Direction::out).size() == 2);
    CHECK(reader(*graph)->catalog().relationship_count(type) == 2);
  }
  SECTION("the same parallel relationship") {
    ok(first->create_relationship(hub, type, a, {}));
    ok(second->create_relationship(hub, type, a, {}));
    ok(first->commit());
    const auto result = second->commit();
    REQUIRE_FALSE(result.ok());
    CHECK(result.error().code == ErrorCode::conflict);
    CHECK(neighbours(*reader(*graph), hub, Direction::out).size() == 1);
  }
  SECTION("the same node") {
    ok(first->set_property(hub, key, 1));
    ok(second->set_property(hub, key, 2));
    ok(first->commit());
    CHECK(second->commit().error().code == ErrorCode::conflict);
    CHECK(ok(reader(*graph)->property(hub, key)).identical(1));
  }
  SECTION("a relationship to a node that another deletes") {
    ok(first->delete_node(a));
    ok(second->create_relationship(hub, type, a, {}));
    SECTION("deleted first") {
      ok(first->commit());
      CHECK(second->commit().error().code == ErrorCode::conflict);
    }
    SECTION("connected first") {
      ok(second->commit());
      CHECK(first->commit().error().code == ErrorCode::conflict);
    }
  }
  SECTION("one property of one relationship") {
    tx = writer(*graph);
    const auto r = ok(tx->create_relationship(hub, type, a, {{key, 1}}));
    ok(tx->commit());
    const auto third = writer(*graph), fourth = writer(*graph);
    ok(third->set_property(r, key, 2));
    ok(fourth->set_property(r, key, 3));
    ok(third->commit());
    CHECK(fourth->commit().error().code == ErrorCode::conflict);
    CHECK(ok(reader(*graph)->property(r, key)).identical(2));
  }
}

TEST_CASE("a hub with many relationships is split and stays whole") {
  const auto graph = memory_graph();
  auto tx = writer(*graph);
  const auto type = ok(tx->make_type("LINK")), other = ok(tx->make_type("OTHER"));
  const auto key = ok(tx->make_key("n"));
  const auto hub = ok(tx->create_node({}, {}));
  std::vector<NodeId> leaves;
  std::vector<RelationshipId> links;
  for (int i = 0; i < 5000; ++i) {
    leaves.push_back(ok(tx->create_node({}, {})));
    links.push_back(ok(tx->create_relationship(hub, type, leaves.back(), {{key, i}})));
  }
  ok(tx->create_relationship(leaves[7], other, hub, {}));
  ok(tx->commit());
  for (int round = 0; round < 3; ++round) {
    tx = writer(*graph);
    ok(tx->delete_relationship(links[static_cast<std::size_t>(round * 1000 + 5)]));
    const auto again = ok(tx->create_relationship(hub, type, leaves[3], {{key, -round}}));
    CHECK(again.ordinal == static_cast<std::uint32_t>(round + 1));
    ok(tx->commit());
  }
  tx = reader(*graph);
  CHECK(ok(tx->degree(hub, Direction::out, {})) == 5000);
  const auto found = neighbours(*tx, hub, Direction::out);
  REQUIRE(found.size() == 5000);
  std::vector<RelationshipId> ids;
  for (const auto& one : found) ids.push_back(one.relationship);
  CHECK(std::is_sorted(ids.begin(), ids.end()));
  CHECK(ok(tx->property(links[4321], key)).identical(4321));
  CHECK_FALSE(ok(tx->exists(links[1005])));
  std::vector<Value> column;
  ok(tx->property_column(ids, key, column));
  CHECK(column[0].identical(0));
  CHECK(column[4].identical(0));   // the first parallel one
  CHECK(column[5].identical(-1));
  CHECK(column.back().identical(4999));
  CHECK(neighbours(*tx, hub, Direction::in).size() == 1);
  CHECK(neighbours(*tx, hub, Direction::both, {other}).size() == 1);
}
