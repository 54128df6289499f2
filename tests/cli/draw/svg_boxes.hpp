// Where the boxes and labels of a picture by GraphViz stand.
#pragma once

#include <string>
#include <vector>

namespace skein::tests {

struct Box {
  double left = 0, top = 0, right = 0, bottom = 0;
  std::string name;  // what stands in it
};

struct SvgBoxes {
  std::vector<Box> nodes;   // outlines of nodes
  std::vector<Box> labels;  // text of relationships, each line by the width of its characters
};

SvgBoxes svg_boxes(const std::string& svg);
// Pairs that overlap by more than `slack` in both directions, in words. Empty: none.
std::vector<std::string> overlaps(const SvgBoxes& boxes, double slack = 1.0);

}  // namespace skein::tests
