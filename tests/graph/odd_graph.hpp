// A graph that holds everything a graph may hold, with names that formats stumble over; and exports into
// memory.
#pragma once

#include <map>
#include <memory>
#include <sstream>
#include <string>

#include "graph/formats/export.hpp"
#include "graph/graph.hpp"

namespace skein::graph::test {

// Every kind of value, several and no labels, parallel relationships, self-loops, documents, evidence, what
// was derived and what is denied.
std::unique_ptr<Graph> odd_graph();

// The files of an export by name; a format of one file has the name "".
class MemoryTarget final : public formats::ExportTarget {
 public:
  Result<std::ostream*> begin(std::string_view name) override { return &files_[std::string(name)]; }
  [[nodiscard]] std::map<std::string, std::string> files() const {
    std::map<std::string, std::string> out;
    for (const auto& [name, stream] : files_) out.emplace(name, stream.str());
    return out;
  }

 private:
  std::map<std::string, std::ostringstream> files_;
};

std::map<std::string, std::string> exported(Graph& graph, std::string_view format,
                                            const formats::ExportOptions& options = {});

}  // namespace skein::graph::test
