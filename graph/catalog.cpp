#include "graph/catalog.hpp"

#include "graph/varint.hpp"
#include "storage/bytes.hpp"

namespace skein::graph {

namespace {
constexpr std::uint8_t entry_version = 1;
constexpr std::uint8_t flag_not_asserted = 1, flag_unique = 1;

constexpr std::uint8_t flag_sentences = 1;

constexpr std::uint32_t most_names = 1u << 24;  // of one kind; a greater id is garbage

Error broken() { return Error{ErrorCode::corruption, "catalog: record of a wrong form"}; }
}  // namespace

void NameTable::add(std::uint32_t id, std::string name, bool asserted) {
  if (id >= names_.size()) {
    names_.resize(id + 1);
    asserted_.resize(id + 1, true);
  }
  names_[id] = std::make_shared<const std::string>(std::move(name));
  asserted_[id] = asserted;
  ids_[*names_[id]] = id;
}

std::optional<std::uint32_t> NameTable::find(std::string_view name) const {
  const auto it = ids_.find(name);
  if (it == ids_.end()) return std::nullopt;
  return it->second;
}

std::string_view NameTable::name(std::uint32_t id) const {
  return known(id) ? std::string_view(*names_[id]) : std::string_view();
}

void CatalogData::add_type(TypeId id, std::string name, bool asserted) {
  types.add(id.value, std::move(name), asserted);
  if (!asserted) not_asserted.push_back(id);
}

std::string encode_name_entry(std::string_view name, bool asserted) {
  std::string out{static_cast<char>(entry_version), static_cast<char>(asserted ? 0 : flag_not_asserted)};
  return out.append(name);
}

std::string encode_index_entry(const IndexInfo& index) {
  std::string out{static_cast<char>(entry_version), static_cast<char>(index.unique ? flag_unique : 0)};
  storage::put_varint(out, index.label.value);
  storage::put_varint(out, index.keys.size());
  for (const auto key : index.keys) storage::put_varint(out, key.value);
  return out.append(index.name);
}

std::string encode_text_index_entry(const TextIndexInfo& index) {
  std::string out{static_cast<char>(entry_version), static_cast<char>(index.sentences ? flag_sentences : 0)};
  storage::put_varint(out, index.labels.size());
  for (const auto label : index.labels) storage::put_varint(out, label.value);
  storage::put_varint(out, index.keys.size());
  for (const auto key : index.keys) storage::put_varint(out, key.value);
  return out.append(index.name);
}

namespace {

std::optional<TextIndexInfo> take_text_index(IndexId id, std::uint8_t flags, RecordReader& in) {
  TextIndexInfo index;
  index.id = id;
  index.sentences = (flags & flag_sentences) != 0;
  for (auto n = in.varint(); n > 0 && in.ok(); --n) index.labels.emplace_back(static_cast<std::uint32_t>(in.varint()));
  for (auto n = in.varint(); n > 0 && in.ok(); --n) index.keys.emplace_back(static_cast<std::uint32_t>(in.varint()));
  index.name = in.rest();
  if (!in.ok()) return std::nullopt;
  return index;
}

}  // namespace

Result<CatalogData> load_catalog(const Overlay& overlay) {
  CatalogData data;
  const auto cursor = overlay.scan_prefix(keys::catalog_prefix());
  for (; cursor->valid(); cursor->next()) {
    const auto key = keys::decode_catalog(cursor->key());
    RecordReader in(cursor->value());
    if (!key || in.byte() != entry_version || key->id > most_names) return broken();
    const auto flags = in.byte();
    if (key->kind == keys::CatalogKind::index) {
      IndexInfo index;
      index.id = IndexId(key->id);
      index.unique = (flags & flag_unique) != 0;
      index.label = LabelId(static_cast<std::uint32_t>(in.varint()));
      const auto count = in.varint();
      for (std::uint64_t i = 0; i < count && in.ok(); ++i)
        index.keys.emplace_back(static_cast<std::uint32_t>(in.varint()));
      index.name = in.rest();
      if (!in.ok()) return broken();
      data.indexes.emplace(index.id, std::move(index));
      continue;
    }
    if (key->kind == keys::CatalogKind::text_index) {
      auto index = take_text_index(IndexId(key->id), flags, in);
      if (!index) return broken();
      data.text_indexes.emplace(index->id, std::move(*index));
      continue;
    }
    std::string name(in.rest());
    if (!in.ok()) return broken();
    switch (key->kind) {
      case keys::CatalogKind::label: data.labels.add(key->id, std::move(name)); break;
      case keys::CatalogKind::type:
        data.add_type(TypeId(key->id), std::move(name), (flags & flag_not_asserted) == 0);
        break;
      default: data.property_keys.add(key->id, std::move(name)); break;
    }
  }
  SKEIN_TRY(cursor->status());
  return data;
}

std::string catalog_version_key() { return keys::meta("catalog"); }

}  // namespace skein::graph
