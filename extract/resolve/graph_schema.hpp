// The schema that a graph was built with: base data, kept in its store, so that later builds read with it too
// and the graph stays a function of its documents and its schema.
//
//   record space 'p':  "schema" -> version, settled, texts of the .rules files with the lists of names they
//   name
#pragma once

#include <vector>

#include "extract/rules/rules.hpp"
#include "graph/graph.hpp"
#include "storage/result.hpp"

namespace skein::extract {

struct GraphSchema {
  std::vector<RuleText> texts;  // beside what ships; none: nothing but what ships
  // Every document was read with it. While a changed schema is being applied to a graph it is not.
  bool settled = true;
};

Result<GraphSchema> schema_of(const graph::Transaction& transaction);
Result<void> put_schema(graph::Transaction& transaction, const GraphSchema& schema);
// Do two schemas say the same, wherever their files were?
bool same_schema(const std::vector<RuleText>& a, const std::vector<RuleText>& b);

}  // namespace skein::extract
