// A store of format 1, kept as bytes in fixtures/format-1. Every later skein must open it, read it whole and write to
// it. It was made by the hidden test at the end (skein_graph_tests "[make-fixture]" with SKEIN_FIXTURE naming a new
// directory) and is never made again for this format.
#include <cstdlib>
#include <filesystem>

#include "graph/verify/verify.hpp"
#include "tests/graph/graph_support.hpp"

using namespace skein;
using namespace skein::graph;
using namespace skein::graph::test;

namespace {

constexpr int hub_links = 1500, crowd = 100;

// A bit of everything that has a record of its own.
void fill(Graph& graph) {
  const auto tx = writer(graph);
  const auto person = ok(tx->make_label("Person")), firm = ok(tx->make_label("Firm"));
  const auto likes = ok(tx->make_type("LIKES")), buys = ok(tx->make_type("BUYS_DENIED", false));
  const auto name = ok(tx->make_key("name")), n = ok(tx->make_key("n")), odd = ok(tx->make_key("odd"));
  ok(tx->create_index("person_name", person, std::span(&name, 1), false));
  ok(tx->create_index("firm_n", firm, std::span(&n, 1), true));
  std::vector<NodeId> people;
  for (int i = 0; i < crowd; ++i)
    people.push_back(ok(tx->create_node(std::vector{person}, {{name, "P" + std::to_string(i % 10)}, {n, i}})));
  const auto hub = ok(tx->create_node(std::vector{person, firm},
                                      {{name, std::string(2000, 'h')}, {n, -1}, {odd, List{Value(1.5), Value(Date{3})}}},
                                      Origin::derived));
  for (int i = 0; i < hub_links; ++i)
    ok(tx->create_relationship(hub, likes, people[static_cast<std::size_t>(i % crowd)], {{n, i}}, Origin::derived));
  ok(tx->create_relationship(people[0], buys, people[1], {{name, "no"}}));
  ok(tx->create_relationship(people[0], likes, people[0], {}));
  DocumentRecord document;
  document.key = "a.txt";
  document.title = "A";
  document.text = "Köln liked it.";
  document.published = Date{20000};
  const auto id = ok(tx->put_document(document));
  Evidence evidence;
  evidence.document = id;
  evidence.sentence = {0, 14};
  evidence.subject = {0, 4};
  evidence.object = {11, 13};
  evidence.rule = "r";
  ok(tx->add_evidence({hub, people[3], likes, 0}, evidence));
  ok(tx->put_record('m', "k", "v"));
  ok(tx->commit());
  const auto later = writer(graph);  // rows beside their blocks
  ok(later->set_property(people[5], n, "changed"));
  CHECK_FALSE(later->delete_node(people.back()).ok());  // the hub holds it
  ok(later->commit());
}

void check(Graph& graph) {
  const auto tx = reader(graph);
  const auto& catalog = tx->catalog();
  CHECK(catalog.node_count() == crowd + 1);
  CHECK(catalog.relationship_count() == hub_links + 2);
  REQUIRE(catalog.type("BUYS_DENIED"));
  CHECK_FALSE(catalog.asserted(*catalog.type("BUYS_DENIED")));
  const auto name = *catalog.key("name"), n = *catalog.key("n");
  const auto firms = all(*ok(tx->scan_label(*catalog.label("Firm"))));
  REQUIRE(firms.size() == 1);
  const auto hub = firms[0];
  CHECK(ok(tx->property(hub, name)).as_string().size() == 2000);
  CHECK(ok(tx->property(hub, *catalog.key("odd"))).identical(List{Value(1.5), Value(Date{3})}));
  CHECK(ok(tx->origin(hub)) == Origin::derived);
  const auto links = neighbours(*tx, hub, Direction::out);
  REQUIRE(links.size() == hub_links);
  std::int64_t sum = 0;
  for (const auto& link : links) sum += ok(tx->property(link.relationship, n)).as_int();
  CHECK(sum == std::int64_t{hub_links} * (hub_links - 1) / 2);
  IndexRange range;
  range.equals = Value("P5");
  const auto found = all(*ok(tx->scan_index(catalog.indexes()[0].id, range)));
  REQUIRE(found.size() == crowd / 10);
  CHECK(ok(tx->property(found[0], n)).identical("changed"));
  const auto document = ok(tx->find_document("a.txt"));
  REQUIRE(document);
  CHECK(ok(tx->document(*document)).text == "Köln liked it.");
  CHECK(ok(tx->evidence(links[3 * hub_links / crowd].relationship)).size() == 1);
  CHECK(ok(tx->get_record('m', "k")) == std::optional<std::string>("v"));
  CHECK(ok(verify(graph)).findings == std::vector<std::string>{});
}

}  // namespace

TEST_CASE("a store of format 1 is read whole and can be written") {
  const ScratchDirectory scratch("fixture");
  std::filesystem::copy(SKEIN_GRAPH_FIXTURES "/format-1", scratch / "g", std::filesystem::copy_options::recursive);
  std::filesystem::permissions(scratch / "g", std::filesystem::perms::owner_all, std::filesystem::perm_options::add);
  {
    const auto graph = ok(Graph::open(scratch / "g", {.access = storage::Access::read}));
    check(*graph);
    CHECK(graph->begin(storage::Access::write).error().code == ErrorCode::read_only);
  }
  const auto graph = ok(Graph::open(scratch / "g", {}));
  check(*graph);
  const auto tx = writer(*graph);
  const auto fresh = ok(tx->create_node({}, {}));
  CHECK(fresh.value == crowd + 2);
  CHECK(ok(tx->make_label("Another")).value == 2);
  ok(tx->commit());
  CHECK(ok(verify(*graph)).findings == std::vector<std::string>{});
}

TEST_CASE("the store that the fixture was made from still reads the same today") {
  const auto graph = ok(Graph::open(":memory:", {}));
  fill(*graph);
  check(*graph);
}

TEST_CASE("make the fixture", "[.][make-fixture]") {
  const char* directory = std::getenv("SKEIN_FIXTURE");
  REQUIRE(directory != nullptr);
  const auto graph = ok(Graph::open(directory, {}));
  fill(*graph);
  check(*graph);
}
