// Graphs that a session has given names to, as gds.graph.project does. A name stands for a choice of labels,
// types, a direction and weights, not for a copy: an algorithm sees the graph as it is when it runs.
#pragma once

#include <map>
#include <string>

#include "dsl/procedures/graph_part.hpp"

namespace skein::dsl {

struct ProjectedGraph {
  procedures::PartNames part;
  std::map<std::string, std::string, std::less<>> weights =
      {};  // the projection's name of a property -> the graph's
  // What algorithms gave its nodes (.mutate), by name.
  std::map<std::string, std::map<NodeId, Value>, std::less<>> properties = {};
};

class ProjectedGraphs {
 public:
  std::map<std::string, ProjectedGraph, std::less<>> by_name;
};

}  // namespace skein::dsl
