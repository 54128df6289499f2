#include "graph/formats/dot_picture.hpp"

#include <algorithm>
#include <set>

#include "graph/formats/dot_text.hpp"
#include "graph/formats/palette.hpp"

namespace skein::graph::formats {

namespace {

// Families that follow the first are for readers of an SVG who lack it.
constexpr std::string_view fonts = "DejaVu Sans,Verdana,Helvetica,Arial,sans-serif";
constexpr std::string_view conflict_color = "#c62828", conflict_color_on_dark = "#ff7b72";

struct Colors {
  std::string_view background, text, grey, line, border, conflict;
};

Colors colors_of(DotOptions::Theme theme) {
  switch (theme) {
    case DotOptions::Theme::dark:
      return {"#1e2127", "#f2f2f2", "#b4bac4", "#8a93a0", "#596170", conflict_color_on_dark};
    case DotOptions::Theme::print:
      return {"#ffffff", "#000000", "#555555", "#444444", "#444444", conflict_color};
    case DotOptions::Theme::light:
      break;
  }
  return {"#ffffff", "#1b1f24", "#667080", "#8a93a0", "#b9c0ca", conflict_color};
}

std::string_view fill_of(std::string_view type, DotOptions::Theme theme) {
  return theme == DotOptions::Theme::print ? "#ffffff" : type_color(type, theme == DotOptions::Theme::dark);
}

std::string decimal(double value) {  // one digit is enough, whatever the locale
  const auto tenths = static_cast<long>(value * 10 + 0.5);
  return std::to_string(tenths / 10) + "." + std::to_string(tenths % 10);
}

std::string hundredths(double value) {
  const auto n = static_cast<long>(value * 100 + 0.5);
  return std::to_string(n / 100) + "." + (n % 100 < 10 ? "0" : "") + std::to_string(n % 100);
}

std::string font(std::string_view size, std::string_view color, const std::string& text) {
  return "<font point-size=\"" + std::string(size) + "\" color=\"" + std::string(color) + "\">" + text +
         "</font>";
}

// In quotes a backslash begins an escape; within <> it does not.
std::string without_escapes(const std::string& text) {
  std::string out;
  for (const char c : text) out += c == '\\' ? std::string("\\\\") : std::string(1, c);
  return out;
}

std::string row(const std::string& cells) { return "<tr><td align=\"left\">" + cells + "</td></tr>"; }

}  // namespace

// Title, source and legend are the picture's own label: GraphViz keeps it clear of everything else.
std::string DotPicture::heading(const std::vector<DotNode>& nodes, const std::vector<DotLine>& lines) const {
  const Colors colors = colors_of(options_.theme);
  std::string rows;
  if (!options_.title.empty())
    rows += row(font("18", colors.text, "<b>" + html_lines(options_.title, 90, 2) + "</b>"));
  if (!options_.source.empty()) rows += row(font("10", colors.grey, html_lines(options_.source, 110, 2)));
  if (options_.legend) {
    constexpr std::size_t in_a_row = 12, most_rows = 3;
    std::set<std::string> types;
    for (const DotNode& node : nodes) {
      if (!node.type.empty() && options_.theme != DotOptions::Theme::print) types.insert(node.type);
    }
    std::string cells;
    std::size_t n = 0;
    for (const auto& type : types) {
      if (n == in_a_row * most_rows) break;
      if (n > 0 && n % in_a_row == 0) cells += "</tr><tr>";
      ++n;
      cells += "<td bgcolor=\"" + std::string(fill_of(type, options_.theme)) + "\" border=\"1\" color=\"" +
               std::string(colors.border) + "\">" + font("9", colors.text, " " + html_text(type) + " ") +
               "</td>";
    }
    if (!cells.empty())
      rows +=
          row("<table align=\"left\" border=\"0\" cellborder=\"0\" cellspacing=\"4\" cellpadding=\"3\"><tr>" +
              cells + "</tr></table>");
    // What lines mean, as far as there are such lines.
    std::string meaning;
    const auto explain = [&](bool there, const std::string& text) {
      if (there) meaning += (meaning.empty() ? "" : "  ·  ") + text;
    };
    const auto any = [&](auto test) { return std::any_of(lines.begin(), lines.end(), test); };
    explain(any([](const DotLine& l) { return l.support > 1; }), "wide: " + options_.wide);
    explain(any([](const DotLine& l) { return l.dashed; }), "dashed: denied, planned or uncertain");
    explain(any([](const DotLine& l) { return l.conflicting; }), "red: sources disagree");
    explain(options_.relationship_labels && any([](const DotLine& l) { return !l.sources.empty(); }),
            "grey below a line: who says it");
    if (!meaning.empty()) rows += row(font("9", colors.grey, html_text(meaning)));
  }
  if (rows.empty()) return rows;
  return "<table border=\"0\" cellspacing=\"0\" cellpadding=\"3\">" + rows + "</table>";
}

void DotPicture::begin(const std::vector<DotNode>& nodes, const std::vector<DotLine>& lines) {
  const Colors colors = colors_of(options_.theme);
  const bool points =
      std::any_of(nodes.begin(), nodes.end(), [](const DotNode& n) { return n.diameter > 0; });
  out_ << "digraph skein {\n"
       << "  graph [rankdir=LR, bgcolor=\"" << colors.background << "\", fontname=\"" << fonts
       << "\", fontcolor=\"" << colors.text
       << "\", nodesep=0.28, ranksep=0.55, pad=0.3, outputorder=edgesfirst"
       << ", overlap=" << (options_.spread ? "prism" : "true")
       << ", overlap_scaling=" << (points ? "-4" : "2") << (points ? ", K=0.7, repulsiveforce=1.4" : "")
       << ", splines=" << (options_.curves ? "true" : "line") << ", charset=\"UTF-8\"";
  if (const std::string text = heading(nodes, lines); !text.empty())
    out_ << ", labelloc=t, label=<" << text << ">";
  out_ << "];\n"
       << "  node [shape=box, style=\"rounded,filled\", fontname=\"" << fonts
       << "\", fontsize=11, fontcolor=\"" << colors.text << "\", color=\"" << colors.border
       << "\", margin=\"0.14,0.07\", height=0.3];\n"
       << "  edge [fontname=\"" << fonts << "\", fontsize=9, fontcolor=\"" << colors.text << "\", color=\""
       << colors.line << (points ? "80" : "") << "\", arrowsize=" << (points ? "0.4" : "0.7") << "];\n";
}

void DotPicture::node(const DotNode& node) {
  const Colors colors = colors_of(options_.theme);
  out_ << "  " << node.id << " [fillcolor=\"" << fill_of(node.type, options_.theme) << "\"";
  if (node.diameter > 0) {
    // The name is there for readers that show it under the pointer.
    out_ << ", shape=circle, style=filled, fixedsize=true, width=" << hundredths(node.diameter)
         << ", label=\"\", tooltip=\"" << without_escapes(html_lines(node.name, 60, 1)) << "\"];\n";
    return;
  }
  out_ << ", label=<<b>" << html_lines(node.name, 26, 3) << "</b>";
  std::string below = node.type == node.name ? "" : node.type;
  if (!node.note.empty()) below += (below.empty() ? "" : " · ") + node.note;
  if (!below.empty()) out_ << "<br/>" << font("8", colors.grey, html_text(below));
  out_ << ">];\n";
}

void DotPicture::line(const DotLine& line) {
  constexpr std::size_t most_labels = 3, most_sources = 2, widest = 7;
  const Colors colors = colors_of(options_.theme);
  out_ << "  " << line.from << " -> " << line.to << " [";
  if (options_.relationship_labels && !line.labels.empty()) {
    std::string text;
    for (std::size_t i = 0; i < std::min(most_labels, line.labels.size()); ++i)
      text += (i > 0 ? "<br/>" : "") + html_text(line.labels[i]);
    if (line.labels.size() > most_labels) text += "<br/>+" + std::to_string(line.labels.size() - most_labels);
    std::string sources;
    for (std::size_t i = 0; i < std::min(most_sources, line.sources.size()); ++i)
      sources += (i > 0 ? "<br/>" : "") + html_lines(line.sources[i], 38, 1);
    if (line.sources.size() > most_sources)
      sources += " +" + std::to_string(line.sources.size() - most_sources);
    if (!sources.empty()) text += "<br/>" + font("7", colors.grey, sources);
    out_ << "label=<" << text << ">, ";
  }
  const auto more = static_cast<double>(std::clamp<std::size_t>(line.support, 1, widest) - 1);
  out_ << "penwidth=" << decimal(1 + 0.4 * more);
  if (line.dashed) out_ << ", style=dashed";
  if (line.conflicting)
    out_ << ", color=\"" << colors.conflict << "\", fontcolor=\"" << colors.conflict << "\"";
  out_ << "];\n";
}

}  // namespace skein::graph::formats
