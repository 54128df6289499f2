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
};

struct Columns {
  std::vector<Column> nodes, relationships;  // by name
};

Result<Columns> columns_of(const Transaction& transaction, const Subgraph& part);

}  // namespace skein::graph::formats
