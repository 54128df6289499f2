#include <algorithm>

#include "graph/verify/verify.hpp"
#include "storage/keys.hpp"
#include "tests/graph/graph_support.hpp"

using namespace skein;
using namespace skein::graph;
using namespace skein::graph::test;

namespace {

struct Story {
  std::unique_ptr<Graph> graph = ok(Graph::open(":memory:", {}));
  NodeId firm, rival;
  RelationshipId claim;
  DocumentId first, second;

  // Two documents, put in either order, that say one thing.
  explicit Story(bool turned) {
    const auto tx = writer(*graph);
    const auto type = ok(tx->make_type("RIVAL_OF"));
    firm = ok(tx->create_node({}, {}, Origin::derived));
    rival = ok(tx->create_node({}, {}, Origin::derived));
    claim = ok(tx->create_relationship(firm, type, rival, {}, Origin::derived));
    for (const bool one : {turned, !turned}) {
      DocumentRecord document;
      document.key = one ? "one.txt" : "two.txt";
      document.title = one ? "One" : "Two";
      document.text = "Ärger: A rivals B. A still rivals B.";
      document.published = Date{20000};
      (one ? first : second) = ok(tx->put_document(document));
    }
    ok(tx->add_evidence(claim, piece(first, 19)));
    ok(tx->add_evidence(claim, piece(second, 7)));
    ok(tx->add_evidence(claim, piece(first, 7)));
    ok(tx->add_evidence(claim, piece(first, 7)));  // the same again
    ok(tx->commit());
  }
  static Evidence piece(DocumentId document, std::uint32_t begin) {
    Evidence e;
    e.document = document;
    e.sentence = {begin, begin + 11};
    e.subject = {begin, begin + 1};
    e.object = {begin + 9, begin + 10};
    e.predicate_text = "rivals";
    e.polarity = Polarity::denied;
    e.modality = Modality::possible;
    e.attribution = "analysts";
    e.confidence = 0.75;
    e.rule = "rival";
    e.published = Date{20000};
    e.valid_to = Date{-5};
    return e;
  }
};

}  // namespace

TEST_CASE("evidence comes back whole, in an order that does not depend on arrival") {
  const Story story(false), turned(true);
  const auto found = ok(reader(*story.graph)->evidence(story.claim));
  REQUIRE(found.size() == 3);
  CHECK(std::find(found.begin(), found.end(), Story::piece(story.first, 19)) != found.end());
  const auto other = ok(reader(*turned.graph)->evidence(turned.claim));
  REQUIRE(other.size() == 3);
  for (std::size_t i = 0; i < 3; ++i) {
    CHECK(found[i].sentence == other[i].sentence);
    CHECK((found[i].document == story.first) == (other[i].document == turned.first));
  }
  CHECK(reader(*story.graph)->catalog().counts().evidence == 3);
  CHECK(ok(reader(*story.graph)->origin(story.claim)) == Origin::derived);
  CHECK(ok(reader(*story.graph)->properties(story.claim)).empty());
  CHECK(ok(verify(*story.graph)).findings == std::vector<std::string>{});
}

TEST_CASE("forgetting a document takes its evidence and nothing else") {
  const Story story(false);
  const auto tx = writer(*story.graph);
  CHECK(ok(tx->supported_by(story.first)) == std::vector{story.claim});
  CHECK(ok(tx->remove_evidence(story.first)) == std::vector{story.claim});
  ok(tx->delete_document(story.first));
  ok(tx->commit());
  const auto now = reader(*story.graph);
  CHECK(ok(now->evidence(story.claim)) == std::vector{Story::piece(story.second, 7)});
  CHECK_FALSE(ok(now->find_document("one.txt")));
  CHECK(ok(now->documents()) == std::vector{story.second});
  CHECK(now->document(story.first).error().code == ErrorCode::not_found);
  CHECK(ok(now->document(story.second)).text.size() == 37);
  CHECK(ok(now->document_info(story.second)).text.empty());
  CHECK(ok(verify(*story.graph)).findings == std::vector<std::string>{});
}

TEST_CASE("deleting a relationship takes its evidence along, and evidence added meanwhile is a conflict") {
  const Story story(false);
  const auto adder = writer(*story.graph);
  ok(adder->add_evidence(story.claim, Story::piece(story.second, 19)));
  const auto tx = writer(*story.graph);
  ok(tx->delete_relationship(story.claim));
  SECTION("deleted first") {
    ok(tx->commit());
    CHECK(adder->commit().error().code == ErrorCode::conflict);
    CHECK(reader(*story.graph)->catalog().counts().evidence == 0);
  }
  SECTION("added first") {
    ok(adder->commit());
    CHECK(tx->commit().error().code == ErrorCode::conflict);
    CHECK(reader(*story.graph)->catalog().counts().evidence == 4);
  }
  CHECK(ok(verify(*story.graph)).findings == std::vector<std::string>{});
}

TEST_CASE("a document put again under its key is the same document") {
  const Story story(false);
  const auto tx = writer(*story.graph);
  DocumentRecord changed;
  changed.key = "one.txt";
  changed.text = "other";
  CHECK(ok(tx->put_document(changed)) == story.first);
  ok(tx->commit());
  CHECK(ok(reader(*story.graph)->document(story.first)).text == "other");
  CHECK(reader(*story.graph)->catalog().counts().documents == 2);
  // Its evidence points beyond the new text: verify says so.
  const auto report = ok(verify(*story.graph));
  REQUIRE_FALSE(report.findings.empty());
  CHECK(report.findings[0].find("leaves document one.txt") != std::string::npos);
}

TEST_CASE("opaque records are scanned by prefix and belong to known spaces") {
  const Story story(false);
  const auto tx = writer(*story.graph);
  ok(tx->put_record('b', "k1", "one"));
  ok(tx->put_record('b', "k2", "two"));
  ok(tx->put_record('b', "l", "three"));
  ok(tx->put_record('c', "k", "four"));
  ok(tx->erase_record('b', "k1"));
  std::string seen;
  ok(tx->scan_records('b', "k", [&](std::string_view key, std::string_view value) {
    seen.append(key).append("=").append(value).append(";");
    return true;
  }));
  CHECK(seen == "k2=two;");
  CHECK(ok(tx->get_record('c', "k")) == std::optional<std::string>("four"));
  CHECK(tx->put_record('?', "k", "").error().code == ErrorCode::invalid_argument);
}

TEST_CASE("verify finds what somebody broke") {
  const Story story(false);
  const auto broken = [&](auto change) {
    storage::WriteBatch batch;
    change(batch);
    ok(story.graph->store().commit(batch, nullptr));
    const auto findings = ok(verify(*story.graph)).findings;
    return findings.empty() ? std::string() : findings.front();
  };
  namespace keys = storage::keys;
  CHECK(broken([&](auto& batch) { batch.erase(keys::head(keys::Side::in, story.rival)); })
            .find("is known at its start and not at its end") != std::string::npos);
}

TEST_CASE("verify finds wrong counts, sets, names and garbage") {
  const auto first_finding = [](auto change) {
    const Story story(false);
    storage::WriteBatch batch;
    change(batch, story);
    ok(story.graph->store().commit(batch, nullptr));
    const auto findings = ok(verify(*story.graph)).findings;
    return findings.empty() ? std::string() : findings.front();
  };
  namespace keys = storage::keys;
  CHECK(first_finding([](auto& b, const Story&) { b.put(keys::counter(keys::CounterKind::nodes, 0), "\x07"); }) ==
        "the count of nodes is kept as 7 and is 2");
  CHECK(first_finding([](auto& b, const Story&) { b.erase(encode(keys::SetKey{keys::SetKind::all, 0, 0})); }) ==
        "the set of all nodes is wrong about node 1");
  CHECK(first_finding([](auto& b, const Story&) { b.put("Q", "x"); }).find("no known kind") != std::string::npos);
  CHECK(first_finding([](auto& b, const Story& s) { b.put(keys::head(keys::Side::out, s.firm), "\x01\x01"); }) ==
        "node 1: its adjacency head cannot be read");
  CHECK(first_finding([](auto& b, const Story& s) { b.put(keys::node(s.firm), "\x01"); }) ==
        "node 1: its record cannot be read");
  CHECK(first_finding([](auto& b, const Story& s) { b.erase(keys::document_text(s.second)); })
            .find("the text of document") == 0);
}
