#include "cli/draw/picture.hpp"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <functional>
#include <map>
#include <sstream>

#include "cli/draw/graphviz.hpp"
#include "cli/draw/group.hpp"
#include "cli/output/output.hpp"
#include "graph/conflicts.hpp"

namespace skein::cli {

namespace {

using graph::formats::DotOptions;
using graph::formats::Subgraph;

// By how many nodes, or groups, there are.
constexpr std::size_t dot_up_to = 150, neato_up_to = 500, sfdp_up_to = 10000;
constexpr std::size_t boxes_among_points = 80;

struct Layout {
  const char* engine;
  bool curves_and_labels;  // only dot gives both room
  bool spread;             // moves nodes apart that lie over one another
  std::chrono::seconds patience;
};

// The engine that suits the size, and cheaper ones to fall back on: together they take no more than 20 s.
std::vector<Layout> layouts(std::size_t nodes) {
  using std::chrono::seconds;
  const Layout dot{"dot", true, true, seconds(8)}, neato{"neato", false, true, seconds(6)},
      sfdp{"sfdp", false, true, seconds(12)}, quick{"sfdp", false, false, seconds(5)};
  if (nodes <= dot_up_to) return {dot, neato, quick};
  if (nodes <= neato_up_to) return {neato, sfdp};
  return {sfdp, quick};
}

// Keeps the best connected nodes and what is between them.
Subgraph best_connected(const Subgraph& part, std::size_t most) {
  std::map<NodeId, std::size_t> degrees;
  for (const auto& r : part.relationships) {
    ++degrees[r.from];
    ++degrees[r.to];
  }
  std::vector<NodeId> order = part.nodes;
  std::stable_sort(order.begin(), order.end(), [&](NodeId a, NodeId b) { return degrees[a] > degrees[b]; });
  order.resize(std::min(most, order.size()));
  std::sort(order.begin(), order.end());
  const auto kept = [&](NodeId node) { return std::binary_search(order.begin(), order.end(), node); };
  Subgraph out;
  out.everything = false;
  for (const auto& r : part.relationships)
    if (kept(r.from) && kept(r.to)) out.relationships.push_back(r);
  out.nodes = std::move(order);
  return out;
}

std::string grouped(std::size_t n) {
  std::string digits = std::to_string(n);
  for (std::ptrdiff_t i = static_cast<std::ptrdiff_t>(digits.size()) - 3; i > 0; i -= 3)
    digits.insert(static_cast<std::size_t>(i), ",");
  return digits;
}

std::string counted(std::size_t n, const std::string& one, const std::string& many) {
  return grouped(n) + " " + (n == 1 ? one : many);
}

std::string ending_of(const std::string& path) {
  std::string ending = std::filesystem::path(path).extension().string();
  if (!ending.empty()) ending.erase(0, 1);
  for (char& c : ending) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  return ending;
}

// GraphViz writes a file of its own beside the wanted one, which then takes its place.
class Beside {
 public:
  explicit Beside(std::string path)
      : path_(std::move(path)), temporary_(path_ + ".part-" + std::to_string(::getpid())) {}
  ~Beside() {
    std::error_code ignored;
    std::filesystem::remove(temporary_, ignored);
  }
  [[nodiscard]] const std::string& temporary() const { return temporary_; }
  Result<void> keep() {
    std::error_code error;
    if (std::filesystem::file_size(temporary_, error) == 0 || error) {
      return Error{ErrorCode::io, "cannot write " + path_ + ": GraphViz wrote nothing"};
    }
    std::filesystem::rename(temporary_, path_, error);
    if (error) return Error{ErrorCode::io, "cannot write " + path_ + ": " + error.message()};
    return {};
  }

 private:
  std::string path_, temporary_;
};

// What the picture is of, and how its nodes become DOT.
struct Content {
  std::size_t nodes = 0;
  std::function<Result<void>(const DotOptions& options, std::ostream& out)> write;
};

// Lays out and writes; what had to be left out becomes a line in `told`.
Result<void> lay_out(const Content& content, DotOptions dot, const std::string& ending,
                     const std::string& path, Output& whole, std::vector<std::string>& told) {
  const auto tried = layouts(content.nodes);
  for (std::size_t i = 0; i < tried.size(); ++i) {
    const Layout& layout = tried[i];
    dot.curves = dot.relationship_labels = layout.curves_and_labels;
    dot.spread = layout.spread;
    std::ostringstream text;
    SKEIN_TRY(content.write(dot, text));
    if (ending == "dot") {
      SKEIN_TRY(whole.write(text.str()));
      return whole.finish();
    }
    Beside picture(path);
    const std::string format = ending == "png" ? "png:cairo" : ending;
    const auto drawn = run_graphviz(layout.engine, format, text.str(), picture.temporary(), layout.patience);
    if (drawn) return picture.keep();
    if (drawn.error().code != ErrorCode::limit || i + 1 == tried.size()) return drawn;
    std::string note = drawn.error().message + ": drawn by " + tried[i + 1].engine;
    if (layout.curves_and_labels) note += ", without the names of relationships";
    if (!tried[i + 1].spread) note += ", and nodes may lie over one another";
    told.push_back(std::move(note));
  }
  return {};
}

}  // namespace

Result<std::vector<std::string>> draw_part(const graph::Transaction& transaction, const Subgraph& wanted,
                                           const PictureOptions& options, const std::string& path) {
  const std::string ending = ending_of(path);
  constexpr std::array<std::string_view, 4> endings{"svg", "png", "pdf", "dot"};
  if (std::find(endings.begin(), endings.end(), ending) == endings.end()) {
    return Error{ErrorCode::invalid_argument,
                 "cannot draw " + path + ": its name must end in .svg, .png, .pdf or .dot"};
  }
  if (wanted.nodes.empty()) {
    Error error{ErrorCode::invalid_argument,
                "there is nothing to draw: no node, relationship or path was found"};
    error.hint = "return some, for example: MATCH (a)-[r]->(b) RETURN a, r, b";
    return error;
  }
  SKEIN_ASSIGN(auto beside, Output::file(path));  // tells early when the place cannot be written

  std::vector<std::string> told;
  const bool too_many = options.group_by.empty() && wanted.nodes.size() > sfdp_up_to;
  const Subgraph part = too_many ? best_connected(wanted, sfdp_up_to) : wanted;

  DotOptions dot;
  dot.title = options.title;
  dot.theme = options.theme == "dark"    ? DotOptions::Theme::dark
              : options.theme == "print" ? DotOptions::Theme::print
                                         : DotOptions::Theme::light;
  dot.source = counted(part.nodes.size(), "node", "nodes") + " and " +
               counted(part.relationships.size(), "relationship", "relationships");
  if (const auto documents = transaction.catalog().counts().documents; documents > 0)
    dot.source += " from " + counted(documents, "document", "documents");
  if (too_many) {
    dot.source += ": the best connected of " + counted(wanted.nodes.size(), "node", "nodes");
    told.push_back("only the " + grouped(sfdp_up_to) + " best connected of " +
                   counted(wanted.nodes.size(), "node", "nodes") +
                   " are drawn; --group-by type draws groups of all of them");
  }

  Content content;
  content.nodes = part.nodes.size();
  content.write = [&](const DotOptions& o, std::ostream& out) {
    return graph::formats::write_dot(transaction, part, o, out);
  };
  if (!options.group_by.empty()) {
    dot.wide = "more relationships";
    dot.source += ", by " + options.group_by;
    std::ostringstream counting;
    SKEIN_ASSIGN(const Groups groups,
                 write_groups(transaction, part, options.group_by, dot_up_to - 1, dot, counting));
    if (groups.left_over > 0)
      told.push_back(counted(groups.left_over, "small group has", "small groups have") + " one box together");
    content.nodes = groups.count;
    content.write = [&](const DotOptions& o, std::ostream& out) -> Result<void> {
      SKEIN_TRY(write_groups(transaction, part, options.group_by, dot_up_to - 1, o, out));
      return {};
    };
  } else {
    if (part.nodes.size() > neato_up_to) dot.boxes = boxes_among_points;
    dot.mentions = dot.sources = part.nodes.size() <= neato_up_to;
    SKEIN_ASSIGN(const auto conflicts, graph::conflicts(transaction));
    for (const auto& conflict : conflicts)
      dot.conflicting.insert(dot.conflicting.end(), conflict.claims.begin(), conflict.claims.end());
    std::sort(dot.conflicting.begin(), dot.conflicting.end());
  }
  SKEIN_TRY(lay_out(content, dot, ending, path, *beside, told));
  return told;
}

Result<std::vector<std::string>> draw_overview(const graph::Transaction& transaction,
                                               const PictureOptions& options, const std::string& path) {
  SKEIN_ASSIGN(const Subgraph part, options.group_by.empty() ? choose_overview(transaction, options.max_nodes)
                                                             : choose_everything(transaction));
  return draw_part(transaction, part, options, path);
}

}  // namespace skein::cli
