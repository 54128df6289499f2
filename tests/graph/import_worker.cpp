// The other process of import_process_test.cpp: imports two files into a store, telling by a byte on standard
// output each time it reports progress.
#include <unistd.h>

#include "graph/import/import_csv.hpp"

int main(int count, char** arguments) {
  if (count != 4) return 2;
  using namespace skein;
  const auto graph = graph::Graph::open(arguments[1], {});
  if (!graph.ok()) return 1;
  graph::ImportOptions options;
  options.nodes.push_back({arguments[2], "N"});
  options.relationships.push_back({arguments[3], "R"});
  options.block_bytes = 20'000;
  options.memory_bytes = 200'000;
  options.scratch_directory = std::string(arguments[1]) + "/..";
  const auto done = graph::import_csv(**graph, options, [](const graph::ImportProgress&) {
    if (::write(STDOUT_FILENO, "p", 1) != 1) ::_exit(3);
  });
  return done.ok() ? 0 : 1;
}
