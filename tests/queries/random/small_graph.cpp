#include "tests/queries/random/small_graph.hpp"

namespace skein::tests {

SmallGraph SmallGraph::random(Dice& dice) {
  SmallGraph graph;
  const int nodes = dice.one_in(20) ? 0 : dice.between(1, 8);
  for (int i = 0; i < nodes; ++i) {
    Node node{i, dice.one_in(5) ? std::nullopt : std::optional(dice.below(3)), {}};
    for (const char* label : {"A", "B", "C"})
      if (dice.one_in(2)) node.labels.emplace_back(label);
    graph.nodes.push_back(std::move(node));
  }
  // Loops and parallels among them.
  const int relationships = nodes == 0 ? 0 : dice.between(0, 14);
  for (int i = 0; i < relationships; ++i)
    graph.relationships.push_back({i, dice.one_in(5) ? std::nullopt : std::optional(dice.below(3)),
                                   dice.pick<std::string>({"R", "R", "S", "T"}), dice.below(nodes),
                                   dice.below(nodes)});
  return graph;
}

std::string SmallGraph::statement() const {
  std::string text;
  const auto comma = [&] { text += text.empty() ? "CREATE " : ",\n       "; };
  for (const Node& node : nodes) {
    comma();
    text += "(n" + std::to_string(node.i);
    for (const std::string& label : node.labels) text += ":" + label;
    text += " {i: " + std::to_string(node.i) + (node.k ? ", k: " + std::to_string(*node.k) : "") + "})";
  }
  for (const Relationship& r : relationships) {
    comma();
    text += "(n" + std::to_string(nodes[static_cast<std::size_t>(r.from)].i) + ")-[:" + r.type +
            " {i: " + std::to_string(r.i) + (r.w ? ", w: " + std::to_string(*r.w) : "") + "}]->(n" +
            std::to_string(nodes[static_cast<std::size_t>(r.to)].i) + ")";
  }
  return text;
}

}  // namespace skein::tests
