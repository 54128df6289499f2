#include <random>

#include "graph/search.hpp"
#include "graph/text/search.hpp"
#include "graph/transaction.hpp"
#include "graph/verify/verify.hpp"
#include "storage/keys.hpp"
#include "tests/graph/graph_support.hpp"

using namespace skein;
using namespace skein::graph;
using namespace skein::graph::test;
namespace keys = skein::storage::keys;

namespace {

void check_sound(Graph& graph) {
  const auto report = ok(verify(graph));
  for (const auto& finding : report.findings) FAIL_CHECK(finding);
}

TextIndexInfo index_over(std::vector<LabelId> labels, std::vector<KeyId> properties) {
  TextIndexInfo index;
  index.name = "words";
  index.labels = std::move(labels);
  index.keys = std::move(properties);
  return index;
}

std::vector<NodeId> nodes(const Transaction& tx, std::string_view query) {
  std::vector<NodeId> out;
  for (const auto& index : tx.catalog().text_indexes())
    if (index.name == "words")
      for (const auto& found : ok(search_index(tx, index, query, 100))) out.push_back(found.node);
  return out;
}

// What a search says, without ids.
std::vector<std::string> said(const Transaction& tx, std::string_view query) {
  std::vector<std::string> out;
  for (const auto& found : ok(search(tx, query, 50)))
    out.push_back(std::to_string(found.score) + " " + found.text + " " +
                  std::to_string(found.relationships.size()));
  return out;
}

struct Claims {
  LabelId entity;
  TypeId type;
  KeyId name;
  explicit Claims(Transaction& tx)
      : entity(ok(tx.make_label("Entity"))), type(ok(tx.make_type("SAYS"))), name(ok(tx.make_key("name"))) {}
  RelationshipId claim(Transaction& tx, const std::string& from, const std::string& to) const {
    const auto a = ok(tx.create_node(std::vector{entity}, {{name, Value(from)}}, Origin::derived));
    const auto b = ok(tx.create_node(std::vector{entity}, {{name, Value(to)}}, Origin::derived));
    return ok(tx.create_relationship(a, type, b, {}, Origin::derived));
  }
};

DocumentRecord document(const std::string& key, const std::string& text) {
  DocumentRecord record;
  record.key = key;
  record.text = text;
  return record;
}

Evidence piece(DocumentId id, std::uint32_t begin, std::uint32_t end, const std::string& words) {
  Evidence out;
  out.document = id;
  out.sentence = {begin, end};
  out.subject = {begin, begin + 1};
  out.object = {begin, begin + 1};
  out.predicate_text = words;
  return out;
}

}  // namespace

TEST_CASE("a text index follows every write to its nodes", "[graph][text]") {
  const auto graph = ok(Graph::open(":memory:", {}));
  auto tx = writer(*graph);
  const auto book = ok(tx->make_label("Book")), film = ok(tx->make_label("Film"));
  const auto title = ok(tx->make_key("title")), tags = ok(tx->make_key("tags"));
  const auto before = ok(tx->create_node(std::vector{book}, {{title, Value("The old sea")}}));
  ok(tx->create_text_index(index_over({book, film}, {title, tags})));
  CHECK(nodes(*tx, "sea") == std::vector{before});
  const auto other = ok(tx->create_node(
      std::vector{film}, {{title, Value("Blue")}, {tags, Value(List{Value("sea side"), Value("war")})}}));
  const auto none = ok(tx->create_node({}, {{title, Value("sea")}}));
  CHECK(nodes(*tx, "sea").size() == 2);
  CHECK(nodes(*tx, "\"sea side\"") == std::vector{other});
  CHECK(nodes(*tx, "\"side war\"").empty());
  ok(tx->add_label(none, book));
  CHECK(nodes(*tx, "sea").size() == 3);
  ok(tx->set_property(before, title, Value("The old ocean")));
  ok(tx->remove_label(none, book));
  CHECK(nodes(*tx, "sea") == std::vector{other});
  CHECK(nodes(*tx, "oce*") == std::vector{before});
  const auto point = tx->savepoint();
  ok(tx->delete_node(other));
  CHECK(nodes(*tx, "sea").empty());
  tx->rollback_to(point);
  CHECK(nodes(*tx, "sea") == std::vector{other});
  ok(tx->commit());
  check_sound(*graph);

  tx = writer(*graph);
  ok(tx->delete_node(other));
  ok(tx->commit());
  check_sound(*graph);
  CHECK(nodes(*reader(*graph), "sea").empty());

  tx = writer(*graph);
  CHECK(tx->create_text_index(index_over({}, {title})).error().code == ErrorCode::constraint);
  ok(tx->drop_text_index("words"));
  CHECK(tx->drop_text_index("words").error().code == ErrorCode::not_found);
  CHECK(nodes(*tx, "ocean").empty());
  ok(tx->commit());
  check_sound(*graph);
}

TEST_CASE("the catalog brings a text index back", "[graph][text]") {
  const ScratchDirectory directory("text-index");
  {
    const auto graph = ok(Graph::open(directory / "store", {}));
    const auto tx = writer(*graph);
    const auto label = ok(tx->make_label("A"));
    ok(tx->create_text_index(index_over({label}, {ok(tx->make_key("t"))})));
    ok(tx->create_node(std::vector{label}, {{ok(tx->make_key("t")), Value("kept words")}}));
    ok(tx->commit());
  }
  const auto graph = ok(Graph::open(directory / "store", {}));
  CHECK(nodes(*reader(*graph), "kept").size() == 1);
  check_sound(*graph);
  const auto tx = writer(*graph);
  TextIndexInfo second = index_over({}, {ok(tx->make_key("u"))});
  second.name = "second";
  CHECK(ok(tx->create_text_index(second)) != reader(*graph)->catalog().text_indexes()[0].id);
}

TEST_CASE("random writes leave a text index as one made anew", "[graph][text]") {
  std::mt19937 random(11);
  const auto graph = ok(Graph::open(":memory:", {}));
  std::vector<NodeId> all;
  const auto some_text = [&] {
    std::string out;
    for (auto n = random() % 5; n-- > 0;) out += std::string(1, static_cast<char>('a' + random() % 8)) + " ";
    return Value(out);
  };
  for (int round = 0; round < 30; ++round) {
    const auto tx = writer(*graph);
    const auto label = ok(tx->make_label("L"));
    const auto key = ok(tx->make_key("k"));
    if (round == 3) ok(tx->create_text_index(index_over({label}, {key})));
    for (int step = 0; step < 20; ++step) {
      const auto what = random() % 6;
      if (what < 2 || all.empty()) {
        all.push_back(ok(tx->create_node(std::vector{label}, {{key, some_text()}})));
      } else {
        const auto place = random() % all.size();
        const auto node = all[place];
        if (what == 2) {
          ok(tx->delete_node(node));
          all.erase(all.begin() + static_cast<std::ptrdiff_t>(place));
        } else if (what == 3) {
          ok(tx->add_label(node, label));
        } else if (what == 4) {
          ok(tx->remove_label(node, label));
        } else {
          ok(tx->set_property(node, key, random() % 4 == 0 ? Value() : some_text()));
        }
      }
    }
    if (random() % 4 != 0) {
      ok(tx->commit());
    } else {
      // Taken back: so are the nodes that were made.
      const auto seen = reader(*graph);
      all.clear();
      all = test::all(*ok(seen->scan_nodes()));
    }
    check_sound(*graph);
  }
}

TEST_CASE("sentences of evidence are found, with what they say", "[graph][text]") {
  const auto graph = ok(Graph::open(":memory:", {}));
  auto tx = writer(*graph);
  const Claims claims(*tx);
  ok(make_search_indexes(*tx));
  const std::string text = "Größe counts. Acme buys Bolt. Acme sells Cog.";
  const auto id = ok(tx->put_document(document("d1", text)));
  const auto first = claims.claim(*tx, "Acme", "Bolt"), second = claims.claim(*tx, "Acme Ltd", "Cog");
  ok(tx->add_evidence(first, piece(id, 14, 29, "buys")));
  ok(tx->add_evidence(second, piece(id, 14, 29, "bought")));  // two pieces in one sentence
  ok(tx->add_evidence(second, piece(id, 30, 45, "sells")));
  const auto found = ok(search(*tx, "buys", 10));
  REQUIRE(found.size() == 1);
  CHECK(found[0].text == "Acme buys Bolt.");
  CHECK(found[0].relationships.size() == 2);
  CHECK(ok(search(*tx, "+acme +cog", 10)).size() == 1);
  CHECK(ok(search(*tx, "acme", 10)).size() == 4);  // two nodes, two sentences
  ok(tx->commit());
  check_sound(*graph);

  tx = writer(*graph);
  ok(tx->delete_relationship(first));
  CHECK(ok(search(*tx, "buys", 10)).size() == 1);  // the other piece is still there
  ok(tx->delete_relationship(second));
  CHECK(ok(search(*tx, "buys", 10)).empty());
  ok(tx->commit());
  check_sound(*graph);

  // The text may change before its evidence goes.
  tx = writer(*graph);
  const auto third = claims.claim(*tx, "Dune", "Elm");
  ok(tx->add_evidence(third, piece(id, 30, 45, "sells")));
  ok(tx->put_document(document("d1", "Something else, and longer than what was there before.")));
  ok(tx->remove_evidence(id));
  CHECK(ok(search(*tx, "sells", 10)).empty());
  ok(tx->commit());
  check_sound(*graph);
}

TEST_CASE("a search says the same with indexes and without", "[graph][text]") {
  const auto build = [](Graph& graph, bool indexed, bool backwards) {
    const auto tx = writer(graph);
    if (indexed) ok(make_search_indexes(*tx));
    const Claims claims(*tx);
    std::vector<int> order{0, 1, 2, 3, 4};
    if (backwards) std::reverse(order.begin(), order.end());
    for (const int i : order) {
      const auto n = std::to_string(i);
      const auto id =
          ok(tx->put_document(document("doc " + n, "Firm" + n + " likes rain. Rain likes nobody.")));
      const auto r = claims.claim(*tx, "Firm" + n, "rain");
      ok(tx->add_evidence(r, piece(id, 0, 17, "likes")));
      ok(tx->add_evidence(r, piece(id, 18, 36, "likes")));
    }
    ok(tx->commit());
  };
  const auto indexed = ok(Graph::open(":memory:", {})), plain = ok(Graph::open(":memory:", {})),
             reversed = ok(Graph::open(":memory:", {}));
  build(*indexed, true, false);
  build(*plain, false, false);
  build(*reversed, true, true);
  for (const char* query :
       {"rain", "likes -nobody", "\"rain likes\"", "firm3", "fir*", "nobdy~", "+rain +firm1"}) {
    INFO(query);
    const auto answer = said(*reader(*indexed), query);
    CHECK_FALSE(answer.empty());
    CHECK(answer == said(*reader(*plain), query));
    auto one = answer, other = said(*reader(*reversed), query);
    std::sort(one.begin(), one.end());  // nodes have other ids
    std::sort(other.begin(), other.end());
    CHECK(one == other);
  }
  // Indexes made later hold the same.
  {
    const auto tx = writer(*plain);
    ok(make_search_indexes(*tx));
    ok(tx->commit());
  }
  check_sound(*plain);
  CHECK(said(*reader(*plain), "rain") == said(*reader(*indexed), "rain"));
}

TEST_CASE("verify finds what a text index should not have", "[graph][text]") {
  const auto graph = ok(Graph::open(":memory:", {}));
  IndexId id;
  NodeId node;
  {
    const auto tx = writer(*graph);
    const auto label = ok(tx->make_label("A"));
    const auto key = ok(tx->make_key("t"));
    id = ok(tx->create_text_index(index_over({label}, {key})));
    node = ok(tx->create_node(std::vector{label}, {{key, Value("some words")}}));
    ok(tx->commit());
  }
  const auto finding = [&](auto change) {
    storage::WriteBatch batch;
    const auto key = keys::text_posting(id, "some", keys::text_node(node));
    const auto was = ok(graph->store().snapshot()->get(key));
    change(batch);
    ok(graph->store().commit(batch, nullptr));
    const auto report = ok(verify(*graph));
    storage::WriteBatch back;
    back.put(key, *was);
    back.erase(keys::text_posting(id, "other", keys::text_node(node)));
    ok(graph->store().commit(back, nullptr));
    return report.findings.empty() ? std::string() : report.findings[0];
  };
  using storage::WriteBatch;
  const auto key = keys::text_posting(id, "some", keys::text_node(node));
  CHECK_THAT(finding([&](WriteBatch& batch) { batch.erase(key); }),
             Catch::Contains("has 1 records where its texts ask for 2"));
  CHECK_THAT(finding([&](WriteBatch& batch) {
               batch.put(keys::text_posting(id, "other", keys::text_node(node)), text::encode({1, {0}}));
             }),
             Catch::Contains("has 3 records"));
  CHECK_THAT(finding([&](WriteBatch& batch) {
               batch.put(key, text::encode({2, {1}}));
             }),
             Catch::Contains("says something else"));
  CHECK_THAT(finding([&](WriteBatch& batch) { batch.put(key, "rubbish"); }),
             Catch::Contains("cannot be read"));
  check_sound(*graph);
}

TEST_CASE("keys of text indexes come apart as they were put together", "[graph][text]") {
  const auto key = keys::text_posting(IndexId(7), "word", keys::text_node(NodeId(300)));
  const auto parsed = keys::decode_text(key);
  REQUIRE(parsed);
  CHECK(parsed->index == IndexId(7));
  CHECK(parsed->term == "word");
  CHECK(keys::decode_text_node(parsed->entry) == NodeId(300));
  CHECK(key.starts_with(keys::text_term(IndexId(7), "word")));
  CHECK_FALSE(keys::text_posting(IndexId(7), "words", "x").starts_with(keys::text_term(IndexId(7), "word")));
  CHECK(keys::text_posting(IndexId(7), "words", "x").starts_with(keys::text_terms(IndexId(7), "wor")));
  CHECK(keys::text_entry(IndexId(7), "zzz") < keys::text_terms(IndexId(7), "\x01"));
  const auto entry = keys::text_sentence(DocumentId(5), 10, 20);
  const auto sentence = keys::decode_text_sentence(entry);
  REQUIRE(sentence);
  CHECK(sentence->document == DocumentId(5));
  CHECK((sentence->begin == 10 && sentence->end == 20));
  CHECK_FALSE(keys::decode_text_sentence("short"));
  CHECK_FALSE(keys::decode_text_node("short"));
  CHECK_FALSE(keys::decode_text("f123"));
}
