// Values as people read them: strings bare, nodes, relationships and paths as patterns.
#pragma once

#include <string>

#include "graph/graph.hpp"
#include "storage/value.hpp"

namespace skein::cli {

struct TextOptions {
  bool quote_strings = false;    // 'text', as inside lists and maps
  bool brief_paths = false;      // nodes and relationships of a path without what is not their name
  std::size_t max_bytes = 4096;  // what is longer ends in "…"; 0: everything
};

[[nodiscard]] std::string value_text(const Value& value, const graph::Transaction* transaction,
                                     TextOptions options = {});
// 1.0, 2.5, 1e+20, NaN, Infinity
[[nodiscard]] std::string float_text(double value);
// `name` where it needs backticks, else as it is.
[[nodiscard]] std::string symbol_text(std::string_view name);

}  // namespace skein::cli
