#include "storage/keys.hpp"

#include "storage/bytes.hpp"

namespace skein::storage::keys {

namespace {

// Builds a key from its fields.
class Writer {
 public:
  explicit Writer(char kind) { out_.push_back(kind); }
  Writer& byte(std::uint8_t v) {
    out_.push_back(static_cast<char>(v));
    return *this;
  }
  Writer& u32(std::uint32_t v) { return big_endian(v, 4); }
  Writer& u64(std::uint64_t v) { return big_endian(v, 8); }
  Writer& bytes(std::string_view v) {
    out_.append(v);
    return *this;
  }
  operator std::string() { return std::move(out_); }  // NOLINT: the last step of a chain

 private:
  Writer& big_endian(std::uint64_t v, int width) {
    for (int shift = 8 * (width - 1); shift >= 0; shift -= 8) out_.push_back(static_cast<char>(v >> shift));
    return *this;
  }
  std::string out_;
};

// Takes a key apart; ok() asks for the right kind and for not a byte more or less.
class Reader {
 public:
  Reader(std::string_view bytes, char kind) : bytes_(bytes) {
    ok_ = !bytes_.empty() && bytes_.front() == kind;
    if (ok_) bytes_.remove_prefix(1);
  }
  std::uint8_t byte() { return static_cast<std::uint8_t>(big_endian(1)); }
  std::uint32_t u32() { return static_cast<std::uint32_t>(big_endian(4)); }
  std::uint64_t u64() { return big_endian(8); }
  [[nodiscard]] bool ok() const { return ok_ && bytes_.empty(); }

 private:
  std::uint64_t big_endian(std::size_t width) {
    if (!ok_ || bytes_.size() < width) {
      ok_ = false;
      return 0;
    }
    std::uint64_t v = 0;
    for (std::size_t i = 0; i < width; ++i) v = v << 8 | static_cast<std::uint8_t>(bytes_[i]);
    bytes_.remove_prefix(width);
    return v;
  }
  std::string_view bytes_;
  bool ok_;
};

std::uint8_t raw(CatalogKind kind) { return static_cast<std::uint8_t>(kind); }
std::uint8_t raw(SetKind kind) { return static_cast<std::uint8_t>(kind); }
std::uint8_t raw(CounterKind kind) { return static_cast<std::uint8_t>(kind); }

Writer& put(Writer& out, const RelationshipId& r) {
  return out.u64(r.from.value).u32(r.type.value).u64(r.to.value).u32(r.ordinal);
}
RelationshipId take_relationship(Reader& in) {
  RelationshipId r;
  r.from = NodeId(in.u64());
  r.type = TypeId(in.u32());
  r.to = NodeId(in.u64());
  r.ordinal = in.u32();
  return r;
}

}  // namespace

std::string meta(std::string_view name) { return Writer('m').bytes(name); }

std::string encode(const CatalogKey& key) { return Writer('c').byte(raw(key.kind)).u32(key.id); }
std::string catalog_prefix() { return "c"; }
std::optional<CatalogKey> decode_catalog(std::string_view bytes) {
  Reader in(bytes, 'c');
  const auto kind = in.byte();
  const auto id = in.u32();
  if (!in.ok() || kind < 1 || kind > 5) return std::nullopt;
  return CatalogKey{static_cast<CatalogKind>(kind), id};
}
std::string catalog_name(CatalogKind kind, std::string_view name) { return Writer('C').byte(raw(kind)).bytes(name); }

std::string node(NodeId id) {
  return Writer('n').u64(id.value >> node_block_bits).byte(static_cast<std::uint8_t>(id.value & ((1u << node_block_bits) - 1)));
}
std::string node_block(std::uint64_t block) { return Writer('n').u64(block); }
std::string node_prefix() { return "n"; }
std::optional<NodeId> decode_node(std::string_view bytes) {
  Reader in(bytes, 'n');
  const auto block = in.u64();
  const auto place = in.byte();
  if (!in.ok() || place >= 1u << node_block_bits) return std::nullopt;
  return NodeId(block << node_block_bits | place);
}
std::optional<std::uint64_t> decode_node_block(std::string_view bytes) {
  Reader in(bytes, 'n');
  const auto block = in.u64();
  if (!in.ok()) return std::nullopt;
  return block;
}

std::string head(Side side, NodeId node) { return Writer(static_cast<char>(side)).u64(node.value); }
void put_head(std::string& out, Side side, NodeId node) {
  out.resize(9);
  out[0] = static_cast<char>(side);
  for (int i = 0; i < 8; ++i) out[static_cast<std::size_t>(1 + i)] = static_cast<char>(node.value >> (56 - 8 * i));
}
std::string head_prefix(Side side) { return std::string(1, static_cast<char>(side)); }
std::optional<NodeId> decode_head(std::string_view bytes) {
  if (bytes.empty() || (bytes[0] != 'o' && bytes[0] != 'i')) return std::nullopt;
  Reader in(bytes, bytes[0]);
  const NodeId id(in.u64());
  if (!in.ok()) return std::nullopt;
  return id;
}
std::string part_prefix(Side side, NodeId node, TypeId type, bool properties) {
  return Writer(static_cast<char>(side)).u64(node.value).byte(properties ? 'q' : 'p').u32(type.value);
}
std::string encode(const PartKey& key) {
  return Writer(static_cast<char>(key.side))
      .u64(key.node.value)
      .byte(key.properties ? 'q' : 'p')
      .u32(key.type.value)
      .u64(key.fence.value);
}
std::optional<PartKey> decode_part(std::string_view bytes) {
  if (bytes.empty() || (bytes[0] != 'o' && bytes[0] != 'i')) return std::nullopt;
  Reader in(bytes, bytes[0]);
  PartKey key{};
  key.side = static_cast<Side>(bytes[0]);
  key.node = NodeId(in.u64());
  const auto letter = in.byte();
  key.properties = letter == 'q';
  key.type = TypeId(in.u32());
  key.fence = NodeId(in.u64());
  if (!in.ok() || (letter != 'p' && letter != 'q')) return std::nullopt;
  return key;
}

std::string encode(const SetKey& key) { return Writer('s').byte(raw(key.kind)).u32(key.id).u64(key.chunk); }
std::string set_prefix(SetKind kind, std::uint32_t id) { return Writer('s').byte(raw(kind)).u32(id); }
std::optional<SetKey> decode_set(std::string_view bytes) {
  Reader in(bytes, 's');
  const auto kind = in.byte();
  const auto id = in.u32();
  const auto chunk = in.u64();
  if (!in.ok() || kind < 1 || kind > 3) return std::nullopt;
  return SetKey{static_cast<SetKind>(kind), id, chunk};
}

std::string counter(CounterKind kind, std::uint32_t id) { return Writer('z').byte(raw(kind)).u32(id); }
std::string counter_prefix() { return "z"; }
std::optional<CounterKey> decode_counter(std::string_view bytes) {
  Reader in(bytes, 'z');
  const auto kind = in.byte();
  const auto id = in.u32();
  if (!in.ok() || kind < 1 || kind > 8) return std::nullopt;
  return CounterKey{static_cast<CounterKind>(kind), id};
}

std::string index_prefix(IndexId index) { return Writer('x').u32(index.value); }
std::string index_entry(IndexId index, std::string_view value, std::optional<NodeId> node) {
  Writer out('x');
  out.u32(index.value).bytes(value);
  if (node) out.u64(node->value);
  return out;
}
std::optional<NodeId> decode_index_node(std::string_view bytes) {
  if (bytes.size() < 13 || bytes[0] != 'x') return std::nullopt;
  std::uint64_t v = 0;
  for (const char c : bytes.substr(bytes.size() - 8)) v = v << 8 | static_cast<std::uint8_t>(c);
  return NodeId(v);
}

std::string index_relationship(const RelationshipId& r) {
  std::string out;
  put_u64(out, r.from.value);
  put_u64(out, r.to.value);
  put_u32(out, r.type.value);
  put_u32(out, r.ordinal);
  return out;
}
std::string index_entry(IndexId index, std::string_view value, const RelationshipId& r) {
  Writer out('x');
  out.u32(index.value).bytes(value);
  out.bytes(index_relationship(r));
  return out;
}
std::optional<RelationshipId> decode_index_relationship(std::string_view bytes) {
  constexpr std::size_t size = 24;
  if (bytes.size() < size) return std::nullopt;
  ByteReader in(bytes.substr(bytes.size() - size));
  RelationshipId r;
  r.from = NodeId(in.take_u64());
  r.to = NodeId(in.take_u64());
  r.type = TypeId(in.take_u32());
  r.ordinal = in.take_u32();
  return r;
}
std::string text_prefix(IndexId index) { return Writer('f').u32(index.value); }
std::string text_terms(IndexId index, std::string_view beginning) { return Writer('f').u32(index.value).bytes(beginning); }
std::string text_term(IndexId index, std::string_view term) { return Writer('f').u32(index.value).bytes(term).byte(0); }
std::string text_posting(IndexId index, std::string_view term, std::string_view entry) {
  return Writer('f').u32(index.value).bytes(term).byte(0).bytes(entry);
}
std::string text_entry(IndexId index, std::string_view entry) { return Writer('f').u32(index.value).byte(0).bytes(entry); }
std::optional<TextKey> decode_text(std::string_view bytes) {
  if (bytes.size() < 6 || bytes[0] != 'f') return std::nullopt;
  const auto end = bytes.find('\0', 5);
  if (end == std::string_view::npos) return std::nullopt;
  Reader in(bytes.substr(0, 5), 'f');
  return TextKey{IndexId(in.u32()), bytes.substr(5, end - 5), bytes.substr(end + 1)};
}
// Entries are no keys: the letter is cut off again.
std::string text_node(NodeId node) { return std::string(Writer('-').u64(node.value)).substr(1); }
std::optional<NodeId> decode_text_node(std::string_view entry) {
  const auto bytes = "-" + std::string(entry);
  Reader in(bytes, '-');
  const NodeId node(in.u64());
  if (!in.ok()) return std::nullopt;
  return node;
}
std::string text_sentence(DocumentId document, std::uint32_t begin, std::uint32_t end) {
  return std::string(Writer('-').u64(document.value).u32(begin).u32(end)).substr(1);
}
std::optional<TextSentence> decode_text_sentence(std::string_view entry) {
  const auto bytes = "-" + std::string(entry);
  Reader in(bytes, '-');
  TextSentence out;
  out.document = DocumentId(in.u64());
  out.begin = in.u32();
  out.end = in.u32();
  if (!in.ok()) return std::nullopt;
  return out;
}

std::string document(DocumentId id) { return Writer('d').u64(id.value); }
std::string document_prefix() { return "d"; }
std::string document_text(DocumentId id) { return Writer('t').u64(id.value); }
std::string document_key(std::string_view key) { return Writer('k').bytes(key); }
std::string document_key_prefix() { return "k"; }
std::optional<DocumentId> decode_document(std::string_view bytes) {
  Reader in(bytes, 'd');
  const DocumentId id(in.u64());
  if (!in.ok()) return std::nullopt;
  return id;
}

std::string encode(const EvidenceKey& key) {
  Writer out('e');
  put(out, key.relationship);
  return out.u64(key.place.document_hash).u32(key.place.sentence_begin).u64(key.place.record_hash);
}
std::string evidence_prefix() { return "e"; }
std::string evidence_prefix(const RelationshipId& relationship) {
  Writer out('e');
  return put(out, relationship);
}
std::string evidence_prefix(const RelationshipId& relationship, std::uint64_t document_hash) {
  Writer out('e');
  return put(out, relationship).u64(document_hash);
}
std::optional<EvidenceKey> decode_evidence(std::string_view bytes) {
  Reader in(bytes, 'e');
  EvidenceKey key;
  key.relationship = take_relationship(in);
  key.place.document_hash = in.u64();
  key.place.sentence_begin = in.u32();
  key.place.record_hash = in.u64();
  if (!in.ok()) return std::nullopt;
  return key;
}

std::string encode(const SupportKey& key) {
  Writer out('E');
  out.u64(key.document.value);
  return put(out, key.relationship);
}
std::string support_prefix() { return "E"; }
std::string support_prefix(DocumentId document) { return Writer('E').u64(document.value); }
std::optional<SupportKey> decode_support(std::string_view bytes) {
  Reader in(bytes, 'E');
  SupportKey key;
  key.document = DocumentId(in.u64());
  key.relationship = take_relationship(in);
  if (!in.ok()) return std::nullopt;
  return key;
}

std::string record(char space, std::string_view key) {
  return Writer('r').byte(static_cast<std::uint8_t>(space)).bytes(key);
}

std::string delta_prefix() { return "~"; }
std::string delta_prefix(Side side, NodeId node) {
  return Writer('~').byte(static_cast<std::uint8_t>(side)).u64(node.value);
}
std::string delta_prefix(Side side, NodeId node, TypeId type) {
  return Writer('~').byte(static_cast<std::uint8_t>(side)).u64(node.value).u32(type.value);
}
std::string delta_prefix(Side side, NodeId node, TypeId type, NodeId other) {
  return Writer('~').byte(static_cast<std::uint8_t>(side)).u64(node.value).u32(type.value).u64(other.value);
}
std::string encode(const DeltaKey& key) {
  return Writer('~')
      .byte(static_cast<std::uint8_t>(key.side))
      .u64(key.node.value)
      .u32(key.type.value)
      .u64(key.other.value)
      .u32(key.ordinal);
}
std::optional<DeltaKey> decode_delta(std::string_view bytes) {
  Reader in(bytes, '~');
  DeltaKey key{};
  const auto side = in.byte();
  key.side = static_cast<Side>(side);
  key.node = NodeId(in.u64());
  key.type = TypeId(in.u32());
  key.other = NodeId(in.u64());
  key.ordinal = in.u32();
  if (!in.ok() || (side != 'o' && side != 'i')) return std::nullopt;
  return key;
}

}  // namespace skein::storage::keys
