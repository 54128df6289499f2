// What the tests of graph/ share.
#pragma once

#include <catch2/catch.hpp>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include <unistd.h>

#include "graph/graph.hpp"
#include "graph/open_graph.hpp"

namespace skein::graph::test {

// The value of a result that has to be fine.
template <typename T>
T ok(Result<T> result) {
  INFO((result.ok() ? std::string() : result.error().message));
  REQUIRE(result.ok());
  return std::move(*result);
}
inline void ok(Result<void> result) {
  INFO((result.ok() ? std::string() : result.error().message));
  REQUIRE(result.ok());
}

inline std::unique_ptr<Transaction> writer(Graph& graph) { return ok(graph.begin(storage::Access::write)); }
inline std::unique_ptr<Transaction> reader(Graph& graph) { return ok(graph.begin(storage::Access::read)); }

inline std::vector<NodeId> all(NodeScan& scan, std::size_t batch_size = 3) {
  std::vector<NodeId> out, batch;
  for (;;) {
    ok(scan.next(batch, batch_size));
    if (batch.empty()) return out;
    out.insert(out.end(), batch.begin(), batch.end());
  }
}

inline std::vector<Neighbour> neighbours(const Transaction& tx, NodeId node, Direction direction,
                                         const std::vector<TypeId>& types = {}) {
  std::vector<Neighbour> out;
  ok(tx.expand(node, direction, types, out));
  return out;
}

// A directory that goes away with the test.
class ScratchDirectory {
 public:
  explicit ScratchDirectory(const std::string& name)
      : path_(std::filesystem::temp_directory_path() / ("skein-" + name + "-" + std::to_string(::getpid()))) {
    std::filesystem::remove_all(path_);
    std::filesystem::create_directories(path_);
  }
  ~ScratchDirectory() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  ScratchDirectory(const ScratchDirectory&) = delete;
  ScratchDirectory& operator=(const ScratchDirectory&) = delete;
  [[nodiscard]] std::string operator/(const std::string& name) const { return (path_ / name).string(); }

 private:
  std::filesystem::path path_;
};

}  // namespace skein::graph::test
