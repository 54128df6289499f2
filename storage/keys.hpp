// Every key layout of a store, and nothing else. Numbers are big-endian, so keys sort as their fields do. The first
// byte is the kind; kinds are never reused. What the values hold is told in docs/storage-format.md.
//
//   'm' name                                         -> meta: next ids, versions
//   'c' kind:1 id:4                                  -> catalog entry (label, type, key, index)
//   'C' kind:1 name                                  -> its id
//   'n' block:8                                      -> nodes of ids 64 * block ..+63: labels, properties by column
//   'n' block:8 place:1                              -> one node's row, instead of what the block says; empty place: gone
//   'o' node:8                                       -> adjacency head: all outgoing relationships, a section a type
//   'o' node:8 'p' type:4 fence:8                    -> part of a large section: targets <= fence
//   'o' node:8 'q' type:4 fence:8                    -> the property columns of that part
//   'i' ...                                          -> the same for incoming ones, without properties
//   's' kind:1 id:4 chunk:8                          -> set of node ids (all, by label, sources by type), 1024 a chunk
//   'z' kind:1 id:4                                  -> counter
//   'x' index:4 value [node:8]                       -> index entry; a unique index keeps the node in the value
//   'x' index:4 value [from:8 to:8 type:4 ordinal:4] -> the same of an index over relationships
//   'f' index:4 term 0 entry                         -> text index: where a word stands in an entry
//   'f' index:4 0 entry                              -> text index over sentences: what it knows of one
//   'd' document:8                                   -> document: everything but the text
//   't' document:8                                   -> its text
//   'k' document key                                 -> its id
//   'e' from:8 type:4 to:8 ordinal:4 place:20        -> evidence of a relationship, in the order evidence is given
//   'E' document:8 from:8 type:4 to:8 ordinal:4      -> that a document gives evidence for a relationship
//   'r' space:1 key                                  -> opaque record of the text side
//   '~' ...                                          -> a transaction's own uncommitted adjacency; never stored
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "storage/ids.hpp"

namespace skein::storage::keys {

// The spaces of opaque records; one letter each, told here so that no two uses meet.
//   'b' blocking keys of entity resolution      'c' candidates for a merge      'd' what a document said
//   'g' clusters and their members              'm' decisions of people         'p' pipeline settings
//   'w' work in progress, scratch
inline constexpr std::string_view record_spaces = "bcdgmpw";

enum class CatalogKind : std::uint8_t { label = 1, type = 2, key = 3, index = 4, text_index = 5 };
enum class SetKind : std::uint8_t { all = 1, label = 2, sources = 3 };
enum class CounterKind : std::uint8_t { nodes = 1, label = 2, relationships = 3, type = 4, documents = 5, evidence = 6,
                                          text_entries = 7, text_words = 8 };
enum class Side : char { out = 'o', in = 'i' };

inline constexpr std::uint64_t set_chunk_bits = 10;  // 1024 node ids a chunk

std::string meta(std::string_view name);

struct CatalogKey {
  CatalogKind kind;
  std::uint32_t id;
  auto operator<=>(const CatalogKey&) const = default;
};
std::string encode(const CatalogKey& key);
std::string catalog_prefix();
std::optional<CatalogKey> decode_catalog(std::string_view bytes);
std::string catalog_name(CatalogKind kind, std::string_view name);

inline constexpr std::uint64_t node_block_bits = 6;  // 64 node ids a block
std::string node(NodeId id);
std::string node_block(std::uint64_t block);  // sorts before the rows of its nodes
std::string node_prefix();
std::optional<NodeId> decode_node(std::string_view bytes);
std::optional<std::uint64_t> decode_node_block(std::string_view bytes);

struct PartKey {
  Side side;
  NodeId node;
  TypeId type;
  NodeId fence;  // the part holds targets up to here, and from beyond the fence before
  bool properties = false;
  auto operator<=>(const PartKey&) const = default;
};
std::string head(Side side, NodeId node);
void put_head(std::string& out, Side side, NodeId node);  // over what `out` holds, for walks
std::string head_prefix(Side side);
std::optional<NodeId> decode_head(std::string_view bytes);  // nothing for a part
std::string encode(const PartKey& key);
std::string part_prefix(Side side, NodeId node, TypeId type, bool properties);
std::optional<PartKey> decode_part(std::string_view bytes);

struct SetKey {
  SetKind kind;
  std::uint32_t id;
  std::uint64_t chunk;
  auto operator<=>(const SetKey&) const = default;
};
std::string encode(const SetKey& key);
std::string set_prefix(SetKind kind, std::uint32_t id);
std::optional<SetKey> decode_set(std::string_view bytes);

std::string counter(CounterKind kind, std::uint32_t id);
std::string counter_prefix();
struct CounterKey {
  CounterKind kind;
  std::uint32_t id;
};
std::optional<CounterKey> decode_counter(std::string_view bytes);

std::string index_prefix(IndexId index);
// `value` is order-preserving and prefix-free (see value_codec.hpp). Without a node: an entry of a unique index.
std::string index_entry(IndexId index, std::string_view value, std::optional<NodeId> node);
std::string index_entry(IndexId index, std::string_view value, const RelationshipId& relationship);
// A relationship as the record of an entry of a unique index holds it.
std::string index_relationship(const RelationshipId& relationship);
std::optional<RelationshipId> decode_index_relationship(std::string_view bytes);  // the last 24 of them
// The node at the end of an entry of an index that is not unique.
std::optional<NodeId> decode_index_node(std::string_view bytes);

// Entries of a text index: node:8, or document:8 begin:4 end:4 for a sentence. No term holds a zero byte.
std::string text_prefix(IndexId index);
std::string text_terms(IndexId index, std::string_view beginning);  // terms that begin so
std::string text_term(IndexId index, std::string_view term);        // all entries of a term
std::string text_posting(IndexId index, std::string_view term, std::string_view entry);
std::string text_entry(IndexId index, std::string_view entry);
struct TextKey {
  IndexId index;
  std::string_view term, entry;  // no term: the record of an entry
};
std::optional<TextKey> decode_text(std::string_view bytes);  // views into the bytes
std::string text_node(NodeId node);
std::optional<NodeId> decode_text_node(std::string_view entry);
std::string text_sentence(DocumentId document, std::uint32_t begin, std::uint32_t end);
struct TextSentence {
  DocumentId document;
  std::uint32_t begin = 0, end = 0;
};
std::optional<TextSentence> decode_text_sentence(std::string_view entry);

std::string document(DocumentId id);
std::string document_prefix();
std::string document_text(DocumentId id);
std::string document_key(std::string_view key);
std::string document_key_prefix();
std::optional<DocumentId> decode_document(std::string_view bytes);

// Where a piece of evidence stands: a hash of the document's key, the place in its text, and a hash of the record.
struct EvidencePlace {
  std::uint64_t document_hash = 0;
  std::uint32_t sentence_begin = 0;
  std::uint64_t record_hash = 0;
  auto operator<=>(const EvidencePlace&) const = default;
};
struct EvidenceKey {
  RelationshipId relationship;
  EvidencePlace place;
};
std::string encode(const EvidenceKey& key);
std::string evidence_prefix();
std::string evidence_prefix(const RelationshipId& relationship);
std::string evidence_prefix(const RelationshipId& relationship, std::uint64_t document_hash);
std::optional<EvidenceKey> decode_evidence(std::string_view bytes);

struct SupportKey {
  DocumentId document;
  RelationshipId relationship;
};
std::string encode(const SupportKey& key);
std::string support_prefix();
std::string support_prefix(DocumentId document);
std::optional<SupportKey> decode_support(std::string_view bytes);

std::string record(char space, std::string_view key);

// '~' side:1 node:8 type:4 other:8 ordinal:4
struct DeltaKey {
  Side side;
  NodeId node;
  TypeId type;
  NodeId other;
  std::uint32_t ordinal;
  auto operator<=>(const DeltaKey&) const = default;
};
std::string encode(const DeltaKey& key);
std::string delta_prefix();
std::string delta_prefix(Side side, NodeId node);
std::string delta_prefix(Side side, NodeId node, TypeId type);
std::string delta_prefix(Side side, NodeId node, TypeId type, NodeId other);
std::optional<DeltaKey> decode_delta(std::string_view bytes);

}  // namespace skein::storage::keys
