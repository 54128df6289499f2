// Constraints, as the store keeps them: at the commit, beside other writers, by an import, and in the eyes of verify.
#include <fstream>

#include "graph/import/import_csv.hpp"
#include "graph/verify/verify.hpp"
#include "tests/graph/graph_support.hpp"

using namespace skein;
using namespace skein::graph;
using namespace skein::graph::test;

namespace {

struct Names {
  LabelId book;
  TypeId lent;
  KeyId isbn, day;
};

Names names(Transaction& tx) {
  return {ok(tx.make_label("Book")), ok(tx.make_type("LENT")), ok(tx.make_key("isbn")), ok(tx.make_key("day"))};
}

SchemaRule of_nodes(const Names& n, RuleKind kind, std::string name, std::string type = {}) {
  return {{}, std::move(name), kind, n.book, {}, {n.isbn}, std::move(type)};
}
SchemaRule of_relationships(const Names& n, RuleKind kind, std::string name) {
  return {{}, std::move(name), kind, {}, n.lent, {n.day}, {}};
}

void check_refused(const Result<void>& commit, const std::string& words) {
  REQUIRE_FALSE(commit.ok());
  CHECK(commit.error().code == ErrorCode::constraint);
  INFO(commit.error().message);
  CHECK(commit.error().message.find(words) != std::string::npos);
}

std::string write(const ScratchDirectory& scratch, const std::string& name, const std::string& text) {
  std::ofstream(scratch / name, std::ios::binary) << text;
  return scratch / name;
}

std::vector<std::string> findings(Graph& graph) { return ok(verify(graph)).findings; }

}  // namespace

TEST_CASE("what a constraint asks of a node is asked at the commit", "[graph][schema]") {
  const auto graph = ok(Graph::open(":memory:", {}));
  auto tx = writer(*graph);
  const Names n = names(*tx);
  ok(tx->create_rule(of_nodes(n, RuleKind::exists, "has_isbn")));
  ok(tx->create_rule(of_nodes(n, RuleKind::type, "isbn_type", "STRING")));
  ok(tx->commit());

  tx = writer(*graph);
  const auto node = ok(tx->create_node(std::vector{n.book}, {}));
  SECTION("a missing property is named") { check_refused(tx->commit(), "(:Book) has no property isbn, which constraint has_isbn wants of every node :Book"); }
  SECTION("a value of another type is shown") {
    ok(tx->set_property(node, n.isbn, Value(12)));
    check_refused(tx->commit(), "isbn = 12, which is INTEGER NOT NULL; constraint isbn_type wants STRING");
  }
  SECTION("what is there in the end is what counts") {
    ok(tx->set_property(node, n.isbn, Value(12)));
    ok(tx->set_property(node, n.isbn, Value("12")));
    ok(tx->commit());
    CHECK(findings(*graph).empty());
  }
  SECTION("a node without the label need not obey") {
    CHECK(ok(tx->remove_label(node, n.book)));
    ok(tx->commit());
  }
}

TEST_CASE("a relationship's constraints hold for new, changed and parallel ones", "[graph][schema]") {
  const auto graph = ok(Graph::open(":memory:", {}));
  auto tx = writer(*graph);
  const Names n = names(*tx);
  ok(tx->create_rule(of_relationships(n, RuleKind::key, "day_key")));
  const auto a = ok(tx->create_node({}, {})), b = ok(tx->create_node({}, {}));
  const auto first = ok(tx->create_relationship(a, n.lent, b, {{n.day, 1}}));
  const auto second = ok(tx->create_relationship(a, n.lent, b, {{n.day, 2}}));
  ok(tx->commit());
  CHECK(findings(*graph).empty());

  tx = writer(*graph);
  SECTION("the same value twice") {
    const auto refused = tx->set_property(second, n.day, Value(1));
    REQUIRE_FALSE(refused.ok());
    CHECK(refused.error().code == ErrorCode::constraint);
    CHECK(refused.error().message.find("the relationship :LENT from node") == 0);
    CHECK(refused.error().message.find("day = 1") != std::string::npos);
  }
  SECTION("a value that was given up can be taken") {
    ok(tx->delete_relationship(first));
    ok(tx->set_property(second, n.day, Value(1)));
    ok(tx->commit());
    CHECK(findings(*graph).empty());
  }
  SECTION("no value") {
    ok(tx->set_property(second, n.day, Value()));
    check_refused(tx->commit(), "has no property day");
  }
}

TEST_CASE("a rule cannot be made over data that break it, and leaves nothing", "[graph][schema]") {
  const auto graph = ok(Graph::open(":memory:", {}));
  auto tx = writer(*graph);
  const Names n = names(*tx);
  ok(tx->create_node(std::vector{n.book}, {{n.isbn, "x"}}));
  ok(tx->create_node(std::vector{n.book}, {{n.isbn, "x"}}));
  ok(tx->commit());
  tx = writer(*graph);
  CHECK(tx->create_rule(of_nodes(n, RuleKind::unique, "u")).error().code == ErrorCode::constraint);
  CHECK(tx->create_rule(of_nodes(n, RuleKind::type, "t", "INTEGER")).error().code == ErrorCode::constraint);
  CHECK(tx->create_rule(of_nodes(n, RuleKind::type, "m", "MAP")).error().code == ErrorCode::invalid_argument);
  ok(tx->create_rule(of_nodes(n, RuleKind::exists, "e")));
  CHECK(tx->create_rule(of_nodes(n, RuleKind::index, "e")).error().code == ErrorCode::constraint);  // the name
  CHECK(tx->catalog().rules().size() == 1);
}

TEST_CASE("who did not know of a constraint cannot commit past it", "[graph][schema]") {
  const auto graph = ok(Graph::open(":memory:", {}));
  auto tx = writer(*graph);
  const Names n = names(*tx);
  const auto a = ok(tx->create_node({}, {}));
  ok(tx->commit());
  const auto writing = writer(*graph);
  ok(writing->create_relationship(a, n.lent, a, {}));
  const auto ruling = writer(*graph);
  ok(ruling->create_rule(of_relationships(n, RuleKind::exists, "e")));
  ok(ruling->commit());
  const auto done = writing->commit();
  REQUIRE_FALSE(done.ok());
  CHECK(done.error().code == ErrorCode::conflict);
}

TEST_CASE("rules outlive their transaction and go when they are dropped", "[graph][schema]") {
  const ScratchDirectory scratch("rules");
  storage::StoreOptions options;
  options.create = true;
  {
    const auto graph = ok(Graph::open(scratch / "g", options));
    const auto tx = writer(*graph);
    const Names n = names(*tx);
    ok(tx->create_rule(of_nodes(n, RuleKind::type, "t", "int | string")));
    ok(tx->create_rule(of_relationships(n, RuleKind::unique, "u")));
    ok(tx->commit());
  }
  const auto graph = ok(Graph::open(scratch / "g", options));
  const auto tx = writer(*graph);
  const auto rules = tx->catalog().rules();
  REQUIRE(rules.size() == 2);
  CHECK(rules[0].kind == RuleKind::type);
  CHECK(rules[0].value_type == "STRING | INTEGER");
  CHECK(rules[1].kind == RuleKind::unique);
  CHECK(rules[1].type == tx->catalog().type("LENT"));
  CHECK(tx->catalog().indexes().empty());  // of nodes there is none
  ok(tx->drop_rule("t"));
  CHECK(tx->drop_rule("t").error().code == ErrorCode::not_found);
  const auto book = *tx->catalog().label("Book");
  ok(tx->create_node(std::vector{book}, {{*tx->catalog().key("isbn"), true}}));
  ok(tx->commit());
  CHECK(findings(*graph).empty());
}

TEST_CASE("an import obeys constraints and says where it does not", "[graph][schema]") {
  const ScratchDirectory scratch("import-rules");
  const auto graph = ok(Graph::open(":memory:", {}));
  const auto tx = writer(*graph);
  const Names n = names(*tx);
  ok(tx->create_rule(of_nodes(n, RuleKind::exists, "has_isbn")));
  ok(tx->create_rule(of_relationships(n, RuleKind::unique, "one_day")));
  ok(tx->commit());
  const auto import = [&](const std::string& nodes, const std::string& relationships) {
    ImportOptions options;
    options.nodes.push_back({write(scratch, "n.csv", nodes), "Book"});
    options.relationships.push_back({write(scratch, "r.csv", relationships), "LENT"});
    return import_csv(*graph, options);
  };
  const auto missing = import(":ID,isbn\n1,x\n2,\n", ":START_ID,:END_ID\n");
  REQUIRE_FALSE(missing.ok());
  CHECK(missing.error().code == ErrorCode::constraint);
  CHECK(missing.error().message.find("n.csv:3: ") != std::string::npos);
  const auto twice = import(":ID,isbn\n1,x\n2,y\n", ":START_ID,:END_ID,day:int\n1,2,5\n2,1,5\n");
  REQUIRE_FALSE(twice.ok());
  CHECK(twice.error().code == ErrorCode::constraint);
  ok(import(":ID,isbn\n1,x\n2,y\n", ":START_ID,:END_ID,day:int\n1,2,5\n2,1,6\n"));
  CHECK(findings(*graph).empty());
  const auto later = writer(*graph);
  const auto a = ok(later->create_node({}, {}));
  CHECK(later->create_relationship(a, n.lent, a, {{n.day, 6}}).error().code == ErrorCode::constraint);
}
