// What the tests of graphs built from documents share.
#pragma once

#include <catch2/catch.hpp>
#include <memory>
#include <sstream>
#include <string>
#include <utility>

#include "graph/formats/jsonl.hpp"
#include "graph/graph.hpp"
#include "graph/open_graph.hpp"

namespace skein::extract::test {

inline std::unique_ptr<graph::Graph> memory_graph() {
  auto graph = graph::Graph::open(":memory:", {});
  REQUIRE(graph.ok());
  return std::move(*graph);
}

// All of it as JSON lines: two graphs with one export are one graph.
inline std::string exported(graph::Graph& graph) {
  auto transaction = graph.begin(storage::Access::read);
  REQUIRE(transaction.ok());
  std::ostringstream out;
  REQUIRE(graph::formats::write_jsonl(**transaction, out).ok());
  return out.str();
}

}  // namespace skein::extract::test
