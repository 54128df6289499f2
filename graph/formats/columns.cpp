#include "graph/formats/columns.hpp"

#include <algorithm>

namespace skein::graph::formats {

namespace {

struct Seen {
  std::optional<Value::Kind> kind;
  bool list = false, mixed = false;
};

void note(Seen& seen, Value::Kind kind, bool list) {
  if (!seen.kind) {
    seen.kind = kind;
    seen.list = list;
  } else if (seen.list != list) {
    seen.mixed = true;
  } else if (*seen.kind != kind) {
    const auto number = [](Value::Kind k) { return k == Value::Kind::integer || k == Value::Kind::floating; };
    if (number(kind) && number(*seen.kind)) {
      seen.kind = Value::Kind::floating;
    } else {
      seen.kind = Value::Kind::string;
    }
  }
}

void note(std::map<KeyId, Seen>& all, const Properties& properties) {
  for (const auto& [key, value] : properties) {
    Seen& seen = all[key];
    if (value.kind() != Value::Kind::list) {
      note(seen, value.kind(), false);
      continue;
    }
    for (const Value& item : value.as_list()) note(seen, item.kind(), true);
    if (value.as_list().empty() && !seen.kind) note(seen, Value::Kind::string, true);
  }
}

std::vector<Column> columns(const Transaction& transaction, const std::map<KeyId, Seen>& all) {
  std::vector<Column> out;
  for (const auto& [key, seen] : all) {
    Column column{key, std::string(transaction.catalog().name(key)), seen.kind.value_or(Value::Kind::string),
                  seen.list};
    if (seen.mixed) column.kind = Value::Kind::string, column.list = false;
    out.push_back(std::move(column));
  }
  std::sort(out.begin(), out.end(), [](const Column& a, const Column& b) { return a.name < b.name; });
  return out;
}

}  // namespace

Result<Columns> columns_of(const Transaction& transaction, const Subgraph& part) {
  std::map<KeyId, Seen> nodes, relationships;
  SKEIN_TRY(for_each_node(transaction, part, [&](NodeId node) -> Result<void> {
    SKEIN_ASSIGN(const Properties properties, transaction.properties(node));
    note(nodes, properties);
    return {};
  }));
  SKEIN_TRY(for_each_relationship(transaction, part, [&](const RelationshipId& relationship) -> Result<void> {
    SKEIN_ASSIGN(const Properties properties, transaction.properties(relationship));
    note(relationships, properties);
    return {};
  }));
  return Columns{columns(transaction, nodes), columns(transaction, relationships)};
}

}  // namespace skein::graph::formats
