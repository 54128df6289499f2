#include <algorithm>
#include <random>

#include "storage/kv_store.hpp"
#include "storage/keys.hpp"
#include "tests/graph/graph_support.hpp"

using namespace skein;
namespace keys = skein::storage::keys;

namespace {

// Ids of all sizes, so that every byte of a key is tried.
std::vector<std::uint64_t> numbers() {
  std::vector<std::uint64_t> out{0, 1, 63, 64, 65, 127, 128, 255, 256, 1023, 1024, 65535, 65536, ~std::uint64_t{0} >> 6};
  std::mt19937_64 random(5);
  for (int bits = 1; bits < 58; bits += 3) out.push_back(random() >> (64 - bits));
  std::sort(out.begin(), out.end());
  out.erase(std::unique(out.begin(), out.end()), out.end());
  return out;
}

}  // namespace

TEST_CASE("node keys sort as ids do, each block before its rows") {
  std::string last;
  for (const auto n : numbers()) {
    const auto key = keys::node(NodeId(n));
    CHECK(keys::decode_node(key) == NodeId(n));
    CHECK(last < key);
    CHECK(keys::node_block(n >> 6) < key);
    CHECK(keys::node_block((n >> 6) + 1) > key);
    CHECK(keys::decode_node_block(keys::node_block(n)) == n);
    CHECK_FALSE(keys::decode_node_block(key));
    CHECK_FALSE(keys::decode_node(keys::node_block(n)));
    last = key;
  }
}

TEST_CASE("adjacency keys keep a node's head, parts and their columns together and in order") {
  using keys::Side;
  for (const auto n : numbers()) {
    const auto head = keys::head(Side::out, NodeId(n));
    CHECK(keys::decode_head(head) == NodeId(n));
    std::string written = "anything";
    keys::put_head(written, Side::out, NodeId(n));
    CHECK(written == head);
    const keys::PartKey part{Side::out, NodeId(n), TypeId(7), NodeId(900), false};
    auto columns = part;
    columns.properties = true;
    CHECK(keys::decode_part(encode(part)) == part);
    CHECK(keys::decode_part(encode(columns)) == columns);
    CHECK(head < encode(part));
    CHECK(encode(part) < encode(columns));
    CHECK(encode(columns) < keys::head(Side::out, NodeId(n + 1)));
    CHECK(encode(part).starts_with(keys::part_prefix(Side::out, NodeId(n), TypeId(7), false)));
    CHECK_FALSE(keys::decode_head(encode(part)));
    CHECK_FALSE(keys::decode_part(head));
  }
  CHECK(encode(keys::PartKey{Side::in, NodeId(1), TypeId(2), NodeId(255)}) <
        encode(keys::PartKey{Side::in, NodeId(1), TypeId(2), NodeId(256)}));
}

TEST_CASE("keys of relationships, sets, counters and indexes are taken apart again, and cut ones refused") {
  for (const auto n : numbers()) {
    const RelationshipId r{NodeId(n), NodeId(n / 3), TypeId(static_cast<std::uint32_t>(n)), 5};
    const keys::EvidenceKey evidence{r, {n, 17, n / 7}};
    const auto bytes = encode(evidence);
    REQUIRE(keys::decode_evidence(bytes));
    CHECK(keys::decode_evidence(bytes)->relationship == r);
    CHECK(keys::decode_evidence(bytes)->place == evidence.place);
    CHECK(bytes.starts_with(keys::evidence_prefix(r)));
    CHECK(bytes.starts_with(keys::evidence_prefix(r, n)));
    const auto support = encode(keys::SupportKey{DocumentId(n), r});
    REQUIRE(keys::decode_support(support));
    CHECK(keys::decode_support(support)->relationship == r);
    CHECK(support.starts_with(keys::support_prefix(DocumentId(n))));
    const keys::SetKey set{keys::SetKind::sources, 9, n};
    CHECK(keys::decode_set(encode(set)) == set);
    CHECK(encode(set).starts_with(keys::set_prefix(keys::SetKind::sources, 9)));
    const keys::DeltaKey delta{keys::Side::in, NodeId(n), TypeId(3), NodeId(n / 2), 1};
    CHECK(keys::decode_delta(encode(delta)) == delta);
    CHECK(keys::decode_document(keys::document(DocumentId(n))) == DocumentId(n));
    CHECK(keys::decode_index_node(keys::index_entry(IndexId(4), "value", NodeId(n))) == NodeId(n));
    for (const auto& key : {bytes, support, encode(set), encode(delta), keys::document(DocumentId(n))}) {
      for (const auto& wrong : {key.substr(0, key.size() - 1), key + "x", "?" + key.substr(1)}) {
        CHECK_FALSE(keys::decode_evidence(wrong));
        CHECK_FALSE(keys::decode_support(wrong));
        CHECK_FALSE(keys::decode_set(wrong));
        CHECK_FALSE(keys::decode_delta(wrong));
        CHECK_FALSE(keys::decode_document(wrong));
      }
    }
  }
  const auto counter = keys::decode_counter(keys::counter(keys::CounterKind::type, 70000));
  REQUIRE(counter);
  CHECK(counter->id == 70000);
  const keys::CatalogKey name{keys::CatalogKind::key, 12};
  CHECK(keys::decode_catalog(encode(name)) == name);
}

TEST_CASE("every kind of key begins with a letter of its own") {
  std::vector<char> letters{keys::meta("").front(), keys::catalog_prefix().front(),
                            keys::catalog_name(keys::CatalogKind::key, "").front(), keys::node_prefix().front(),
                            keys::head_prefix(keys::Side::out).front(), keys::head_prefix(keys::Side::in).front(),
                            keys::set_prefix(keys::SetKind::all, 0).front(), keys::counter_prefix().front(),
                            keys::index_prefix(IndexId(0)).front(), keys::document_prefix().front(),
                            keys::document_text(DocumentId(0)).front(), keys::document_key_prefix().front(),
                            keys::evidence_prefix().front(), keys::support_prefix().front(),
                            keys::record('b', "").front(), keys::delta_prefix().front()};
  std::sort(letters.begin(), letters.end());
  CHECK(std::adjacent_find(letters.begin(), letters.end()) == letters.end());
}
