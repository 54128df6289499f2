// How a picture in DOT looks: boxes, points, lines, the heading with its legend. Knows nothing of graphs.
#pragma once

#include <ostream>
#include <string>
#include <vector>

#include "graph/formats/dot.hpp"

namespace skein::graph::formats {

struct DotNode {
  std::string id;
  std::string name, type;
  std::string note;     // in grey behind the type: "9 mentions"
  double diameter = 0;  // inches; of a point, which shows no words. 0: a box
};

struct DotLine {
  std::string from, to;             // ids of nodes
  std::vector<std::string> labels;  // what it says, a line each
  std::vector<std::string> sources;
  std::size_t support = 1;  // widens it, up to 7
  bool dashed = false, conflicting = false;
};

class DotPicture {
 public:
  DotPicture(const DotOptions& options, std::ostream& out) : options_(options), out_(out) {}
  // First the heading, for which all nodes and lines must be known, then each of them, then the end.
  void begin(const std::vector<DotNode>& nodes, const std::vector<DotLine>& lines);
  void node(const DotNode& node);
  void line(const DotLine& line);
  void end() { out_ << "}\n"; }

 private:
  std::string heading(const std::vector<DotNode>& nodes, const std::vector<DotLine>& lines) const;
  const DotOptions& options_;
  std::ostream& out_;
};

}  // namespace skein::graph::formats
