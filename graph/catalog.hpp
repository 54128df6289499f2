// Names and indexes of a store. A CatalogData is what one committed state says, shared by all transactions that read
// that state and never changed; a transaction which makes names works on a copy.
#pragma once

#include <deque>
#include <map>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "graph/graph.hpp"
#include "graph/overlay.hpp"
#include "storage/keys.hpp"

namespace skein::graph {

namespace keys = storage::keys;

// The names of one kind; ids need not be without gaps.
class NameTable {
 public:
  void add(std::uint32_t id, std::string name, bool asserted = true);
  [[nodiscard]] std::optional<std::uint32_t> find(std::string_view name) const;
  [[nodiscard]] std::string_view name(std::uint32_t id) const;  // empty for an unknown id
  [[nodiscard]] bool known(std::uint32_t id) const { return id < names_.size() && names_[id] != nullptr; }
  [[nodiscard]] bool asserted(std::uint32_t id) const { return id >= asserted_.size() || asserted_[id]; }
  [[nodiscard]] std::uint32_t end() const { return static_cast<std::uint32_t>(names_.size()); }

 private:
  // Names are shared between copies, so that views live on.
  std::vector<std::shared_ptr<const std::string>> names_;
  std::vector<bool> asserted_;
  std::unordered_map<std::string_view, std::uint32_t> ids_;
};

struct CatalogData {
  NameTable labels, types, property_keys;
  std::vector<TypeId> not_asserted;
  std::map<IndexId, TextIndexInfo> text_indexes;
  std::map<IndexId, SchemaRule> rules;
  bool has_demands = false;            // is there a rule that the commit checks?
  bool has_relationship_rules = false;
  void add_type(TypeId id, std::string name, bool asserted);
  void add_rule(SchemaRule rule);
  void erase_rule(IndexId id);
};

// The value of a catalog entry: version:1, then for names flags:1 (1: not asserted) and the name; for indexes and
// constraints flags:1 (1: unique, 2: of relationships, 4: values must be there, 8: values are of a type), label or
// relationship type, key count, keys, with flag 8 the type (counted), and the name.
std::string encode_name_entry(std::string_view name, bool asserted);
std::string encode_rule_entry(const SchemaRule& rule);
// Of a text index: flags:1 (1: over sentences), label count, labels, key count, keys, and the name.
std::string encode_text_index_entry(const TextIndexInfo& index);
Result<CatalogData> load_catalog(const Overlay& overlay);

// The name of the meta key that counts changes of the catalog.
std::string catalog_version_key();

}  // namespace skein::graph
