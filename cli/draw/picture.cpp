#include "cli/draw/picture.hpp"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <sstream>

#include "cli/draw/graphviz.hpp"
#include "cli/output.hpp"
#include "graph/conflicts.hpp"

namespace skein::cli {

namespace {

using graph::formats::DotOptions;
using graph::formats::Subgraph;

constexpr std::size_t labels_up_to = 150, dot_up_to = 150, neato_up_to = 500;

struct Layout {
  const char* engine;
  bool curves;
  std::chrono::seconds patience;
};

// The engine that suits the size, and cheaper ones to fall back on.
std::vector<Layout> layouts(std::size_t nodes) {
  using std::chrono::seconds;
  const Layout last{"sfdp", false, seconds(60)};
  if (nodes <= dot_up_to) return {{"dot", true, seconds(12)}, last};
  if (nodes <= neato_up_to) return {{"neato", false, seconds(12)}, last};
  return {last};
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

}  // namespace

Result<void> draw_part(const graph::Transaction& transaction, const Subgraph& part,
                       const PictureOptions& options, const std::string& path) {
  const std::string ending = ending_of(path);
  constexpr std::array<std::string_view, 4> endings{"svg", "png", "pdf", "dot"};
  if (std::find(endings.begin(), endings.end(), ending) == endings.end()) {
    return Error{ErrorCode::invalid_argument,
                 "cannot draw " + path + ": its name must end in .svg, .png, .pdf or .dot"};
  }
  if (part.nodes.empty()) {
    Error error{ErrorCode::invalid_argument,
                "there is nothing to draw: no node, relationship or path was found"};
    error.hint = "return some, for example: MATCH (a)-[r]->(b) RETURN a, r, b";
    return error;
  }
  SKEIN_ASSIGN(auto beside, Output::file(path));  // tells early when the place cannot be written

  DotOptions dot;
  dot.title = options.title;
  dot.theme = options.theme == "dark"    ? DotOptions::Theme::dark
              : options.theme == "print" ? DotOptions::Theme::print
                                         : DotOptions::Theme::light;
  dot.relationship_labels = part.nodes.size() <= labels_up_to;
  const auto documents = transaction.catalog().counts().documents;
  dot.source = std::to_string(part.nodes.size()) + " nodes and " + std::to_string(part.relationships.size()) +
               " relationships";
  if (documents > 0)
    dot.source += " from " + std::to_string(documents) + (documents == 1 ? " document" : " documents");
  if (documents > 0)
    dot.source +=
        ". Grey below a line: who says it. Dashed: denied, planned or uncertain. Red: sources disagree.";
  SKEIN_ASSIGN(const auto conflicts, graph::conflicts(transaction));
  for (const auto& conflict : conflicts)
    dot.conflicting.insert(dot.conflicting.end(), conflict.claims.begin(), conflict.claims.end());
  std::sort(dot.conflicting.begin(), dot.conflicting.end());

  Result<void> drawn;
  for (const Layout& layout : layouts(part.nodes.size())) {
    dot.curves = layout.curves;
    std::ostringstream text;
    SKEIN_TRY(graph::formats::write_dot(transaction, part, dot, text));
    if (ending == "dot") {
      SKEIN_TRY(beside->write(text.str()));
      return beside->finish();
    }
    Beside picture(path);
    const std::string format = ending == "png" ? "png:cairo" : ending;
    drawn = run_graphviz(layout.engine, format, text.str(), picture.temporary(), layout.patience);
    if (drawn) return picture.keep();
    if (drawn.error().code != ErrorCode::limit) return drawn;
  }
  return drawn;
}

Result<void> draw_overview(const graph::Transaction& transaction, const PictureOptions& options,
                           const std::string& path) {
  SKEIN_ASSIGN(const Subgraph part, choose_overview(transaction, options.max_nodes));
  return draw_part(transaction, part, options, path);
}

}  // namespace skein::cli
