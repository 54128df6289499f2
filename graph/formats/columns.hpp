// What property keys a part of a graph has, and of which kinds their values are: the head of formats with
// columns.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "graph/formats/subgraph.hpp"

namespace skein::graph::formats {

// One property key. `kind` is what all its values have in common: an Integer among Floats counts as Float,
// anything else that differs makes it String. For lists, the kind of the items.
struct Column {
  KeyId key;
  std::string name;
  Value::Kind kind = Value::Kind::string;
  bool list = false;
  bool exact = true;  // every value is of that kind, and a list when this is a column of lists
};

struct Columns {
  std::vector<Column> nodes, relationships;  // by name
  bool derived = false;                      // some of it was derived from documents
};

// Gathers columns from rows.
class ColumnCollector {
 public:
  void add(const Properties& row);
  [[nodiscard]] std::vector<Column> columns(const CatalogView& catalog) const;  // by name

 private:
  struct Seen {
    std::optional<Value::Kind> kind;
    bool list = false, mixed = false, exact = true;
  };
  static void note(Seen& seen, Value::Kind kind, bool list);
  std::map<KeyId, Seen> seen_;
};

Result<Columns> columns_of(const Transaction& transaction, const Subgraph& part);

}  // namespace skein::graph::formats
