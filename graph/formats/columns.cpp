#include "graph/formats/columns.hpp"

#include <algorithm>

namespace skein::graph::formats {

void ColumnCollector::note(Seen& seen, Value::Kind kind, bool list) {
  if (!seen.kind) {
    seen.kind = kind;
    seen.list = list;
    return;
  }
  if (seen.list == list && *seen.kind == kind) return;
  seen.exact = false;
  const auto number = [](Value::Kind k) { return k == Value::Kind::integer || k == Value::Kind::floating; };
  if (seen.list != list) {
    seen.mixed = true;
  } else if (number(kind) && number(*seen.kind)) {
    seen.kind = Value::Kind::floating;
  } else {
    seen.kind = Value::Kind::string;
  }
}

void ColumnCollector::add(const Properties& row) {
  for (const auto& [key, value] : row) {
    Seen& seen = seen_[key];
    if (value.kind() != Value::Kind::list) {
      note(seen, value.kind(), false);
      continue;
    }
    for (const Value& item : value.as_list()) note(seen, item.kind(), true);
    // An empty list says nothing of its items.
    if (value.as_list().empty()) {
      seen.exact = false;
      if (!seen.kind) seen.list = true;
    }
  }
}

std::vector<Column> ColumnCollector::columns(const CatalogView& catalog) const {
  std::vector<Column> out;
  for (const auto& [key, seen] : seen_) {
    Column column{key, std::string(catalog.name(key)), seen.kind.value_or(Value::Kind::string), seen.list,
                  seen.exact};
    if (seen.mixed) column.kind = Value::Kind::string, column.list = false;
    out.push_back(std::move(column));
  }
  std::sort(out.begin(), out.end(), [](const Column& a, const Column& b) { return a.name < b.name; });
  return out;
}

Result<Columns> columns_of(const Transaction& transaction, const Subgraph& part) {
  ColumnCollector nodes, relationships;
  Columns out;
  const auto look = [&](const auto& id, ColumnCollector& collector) -> Result<void> {
    SKEIN_ASSIGN(const Properties properties, transaction.properties(id));
    collector.add(properties);
    if (out.derived) return {};
    SKEIN_ASSIGN(const Origin origin, transaction.origin(id));
    out.derived = origin == Origin::derived;
    return {};
  };
  SKEIN_TRY(for_each_node(transaction, part, [&](NodeId node) { return look(node, nodes); }));
  SKEIN_TRY(for_each_relationship(transaction, part,
                                  [&](const RelationshipId& r) { return look(r, relationships); }));
  out.nodes = nodes.columns(transaction.catalog());
  out.relationships = relationships.columns(transaction.catalog());
  return out;
}

}  // namespace skein::graph::formats
