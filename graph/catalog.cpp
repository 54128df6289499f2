#include "graph/catalog.hpp"

#include "graph/varint.hpp"
#include "storage/bytes.hpp"

namespace skein::graph {

namespace {
constexpr std::uint8_t entry_version = 1;
constexpr std::uint8_t flag_not_asserted = 1;
constexpr std::uint8_t flag_unique = 1, flag_relationships = 2, flag_needed = 4, flag_typed = 8,
                       flag_elements = 16;

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

namespace {

std::uint8_t flags_of(const SchemaRule& rule) {
  std::uint8_t flags = rule.on_relationships() ? flag_relationships : 0;
  if (rule.is_unique()) flags |= flag_unique;
  if (rule.needs_values()) flags |= flag_needed;
  if (rule.kind == RuleKind::type) flags |= flag_typed;
  if (rule.elements) flags |= flag_elements;
  return flags;
}

RuleKind kind_of(std::uint8_t flags) {
  if ((flags & flag_typed) != 0) return RuleKind::type;
  if ((flags & flag_unique) != 0) return (flags & flag_needed) != 0 ? RuleKind::key : RuleKind::unique;
  return (flags & flag_needed) != 0 ? RuleKind::exists : RuleKind::index;
}

}  // namespace

std::string encode_rule_entry(const SchemaRule& rule) {
  std::string out{static_cast<char>(entry_version), static_cast<char>(flags_of(rule))};
  storage::put_varint(out, rule.type ? rule.type->value : rule.label.value);
  storage::put_varint(out, rule.keys.size());
  for (const auto key : rule.keys) storage::put_varint(out, key.value);
  if (rule.kind == RuleKind::type) {
    storage::put_varint(out, rule.value_type.size());
    out += rule.value_type;
  }
  return out.append(rule.name);
}

void CatalogData::add_rule(SchemaRule rule) {
  has_demands |= rule.needs_values() || rule.kind == RuleKind::type;
  has_relationship_rules |= rule.on_relationships();
  const IndexId id = rule.id;
  rules.insert_or_assign(id, std::move(rule));
}

void CatalogData::erase_rule(IndexId id) {
  rules.erase(id);
  has_demands = has_relationship_rules = false;
  for (const auto& [other, rule] : rules) {
    has_demands |= rule.needs_values() || rule.kind == RuleKind::type;
    has_relationship_rules |= rule.on_relationships();
  }
}

std::string_view type_name(const SchemaRule& rule) {
  const bool relationships = rule.on_relationships();
  switch (rule.kind) {
    case RuleKind::index:
      return "RANGE";
    case RuleKind::unique:
      return relationships ? "RELATIONSHIP_UNIQUENESS" : "UNIQUENESS";
    case RuleKind::key:
      return relationships ? "RELATIONSHIP_KEY" : "NODE_KEY";
    case RuleKind::exists:
      return relationships ? "RELATIONSHIP_PROPERTY_EXISTENCE" : "NODE_PROPERTY_EXISTENCE";
    case RuleKind::type:
      return relationships ? "RELATIONSHIP_PROPERTY_TYPE" : "NODE_PROPERTY_TYPE";
  }
  return {};
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
  for (auto n = in.varint(); n > 0 && in.ok(); --n)
    index.labels.emplace_back(static_cast<std::uint32_t>(in.varint()));
  for (auto n = in.varint(); n > 0 && in.ok(); --n)
    index.keys.emplace_back(static_cast<std::uint32_t>(in.varint()));
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
      SchemaRule rule;
      rule.id = IndexId(key->id);
      rule.kind = kind_of(flags);
      const auto about = static_cast<std::uint32_t>(in.varint());
      if ((flags & flag_relationships) != 0)
        rule.type = TypeId(about);
      else
        rule.label = LabelId(about);
      const auto count = in.varint();
      for (std::uint64_t i = 0; i < count && in.ok(); ++i)
        rule.keys.emplace_back(static_cast<std::uint32_t>(in.varint()));
      if (rule.kind == RuleKind::type) rule.value_type = in.counted();
      rule.elements = (flags & flag_elements) != 0;
      rule.name = in.rest();
      if (!in.ok()) return broken();
      data.add_rule(std::move(rule));
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
      case keys::CatalogKind::label:
        data.labels.add(key->id, std::move(name));
        break;
      case keys::CatalogKind::type:
        data.add_type(TypeId(key->id), std::move(name), (flags & flag_not_asserted) == 0);
        break;
      default:
        data.property_keys.add(key->id, std::move(name));
        break;
    }
  }
  SKEIN_TRY(cursor->status());
  return data;
}

std::string catalog_version_key() { return keys::meta("catalog"); }

}  // namespace skein::graph
