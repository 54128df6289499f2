#include "cli/draw/group.hpp"

#include <algorithm>
#include <bit>
#include <map>
#include <unordered_map>

#include "cli/facts.hpp"
#include "graph/formats/dot_picture.hpp"
#include "graph/formats/dot_text.hpp"
#include "graph/json/value_text.hpp"

namespace skein::cli {

namespace {

using graph::formats::DotLine;
using graph::formats::DotNode;

std::string counted(std::size_t n) { return std::to_string(n) + (n == 1 ? " node" : " nodes"); }

// How wide a line is that stands for so many: each doubling one step.
std::size_t weight(std::size_t n) { return static_cast<std::size_t>(std::bit_width(n)); }

}  // namespace

Result<Groups> write_groups(const graph::Transaction& transaction, const graph::formats::Subgraph& part,
                            const std::string& by, std::size_t most,
                            const graph::formats::DotOptions& options, std::ostream& out) {
  const auto& catalog = transaction.catalog();
  const auto key = by == "type" ? std::nullopt : catalog.key(by);
  if (by != "type" && !key) {
    Error error{ErrorCode::not_found, "no node has a property '" + by + "' to group by"};
    error.hint = "--group-by type groups by what things are";
    return error;
  }

  std::map<std::string, std::size_t> sizes;
  std::unordered_map<NodeId, std::string> group_of;
  SKEIN_TRY(graph::formats::for_each_node(transaction, part, [&](NodeId node) -> Result<void> {
    std::string group = "without " + by;
    if (key) {
      SKEIN_ASSIGN(const Value value, transaction.property(node, *key));
      if (!value.is_null()) group = graph::plain_text(value);
    } else if (std::string type = type_of(transaction, node); !type.empty()) {
      group = std::move(type);
    }
    ++sizes[group];
    group_of.emplace(node, std::move(group));
    return {};
  }));

  // The largest groups first; what is left over shares a box.
  std::vector<std::pair<std::string, std::size_t>> order(sizes.begin(), sizes.end());
  std::stable_sort(order.begin(), order.end(),
                   [](const auto& a, const auto& b) { return a.second > b.second; });
  Groups groups;
  std::map<std::string, std::size_t> number;
  std::vector<DotNode> nodes;
  std::size_t rest = 0;
  for (std::size_t i = 0; i < order.size(); ++i) {
    if (i >= most) rest += order[i].second;
    number[order[i].first] = std::min(i, most);
    if (i < most)
      nodes.push_back(
          {"g" + std::to_string(i), order[i].first, key ? "" : order[i].first, counted(order[i].second)});
  }
  if (order.size() > most) {
    groups.left_over = order.size() - most;
    nodes.push_back({"g" + std::to_string(most), std::to_string(groups.left_over) + " smaller groups", "",
                     counted(rest)});
  }
  groups.count = nodes.size();

  struct Between {
    std::map<std::string, std::size_t> types;
    std::size_t count = 0;
    bool dashed = true;
  };
  std::map<std::pair<std::size_t, std::size_t>, Between> between;
  SKEIN_TRY(graph::formats::for_each_relationship(
      transaction, part, [&](const RelationshipId& relationship) -> Result<void> {
        const auto from = group_of.find(relationship.from), to = group_of.find(relationship.to);
        if (from == group_of.end() || to == group_of.end()) return {};
        Between& line = between[{number[from->second], number[to->second]}];
        ++line.types[graph::formats::readable_type(catalog.name(relationship.type))];
        ++line.count;
        if (catalog.asserted(relationship.type)) line.dashed = false;
        return {};
      }));
  std::vector<DotLine> lines;
  for (const auto& [ends, line] : between) {
    std::vector<std::pair<std::string, std::size_t>> types(line.types.begin(), line.types.end());
    std::stable_sort(types.begin(), types.end(),
                     [](const auto& a, const auto& b) { return a.second > b.second; });
    DotLine drawn{"g" + std::to_string(ends.first), "g" + std::to_string(ends.second), {}, {}};
    for (const auto& [type, count] : types) drawn.labels.push_back(type + " ×" + std::to_string(count));
    drawn.support = weight(line.count);
    drawn.dashed = line.dashed;
    lines.push_back(std::move(drawn));
  }

  graph::formats::DotPicture picture(options, out);
  picture.begin(nodes, lines);
  for (const DotNode& node : nodes) picture.node(node);
  for (const DotLine& line : lines) picture.line(line);
  picture.end();
  return groups;
}

}  // namespace skein::cli
