// Rows passed on, and the nodes and relationships in them remembered: what :draw and :why speak of, and what
// `skein export --query` and `skein draw --query` write.
#pragma once

#include "dsl/query.hpp"
#include "graph/formats/subgraph.hpp"

namespace skein::cli {

class References final : public dsl::RowSink {
 public:
  // Both must outlive this. `found` is emptied at the start of a result.
  References(dsl::RowSink& to, graph::formats::Subgraph& found) : to_(&to), found_(found) {}
  explicit References(graph::formats::Subgraph& found) : found_(found) {}
  Result<void> begin(const std::vector<std::string>& columns) override;
  Result<void> row(std::vector<Value> values) override;

 private:
  void note(const Value& value);
  dsl::RowSink* to_ = nullptr;
  graph::formats::Subgraph& found_;
};

}  // namespace skein::cli
