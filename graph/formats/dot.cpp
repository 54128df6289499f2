#include "graph/formats/dot.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "graph/formats/dot_text.hpp"
#include "graph/formats/palette.hpp"
#include "graph/json/value_text.hpp"

namespace skein::graph::formats {

namespace {

struct Colors {
  std::string_view background, text, grey, line, border;
};

Colors colors_of(DotOptions::Theme theme) {
  switch (theme) {
    case DotOptions::Theme::dark:
      return {"#1e2127", "#f2f2f2", "#a6adb8", "#8a93a0", "#596170"};
    case DotOptions::Theme::print:
      return {"#ffffff", "#000000", "#555555", "#444444", "#444444"};
    case DotOptions::Theme::light:
      break;
  }
  return {"#ffffff", "#1b1f24", "#667080", "#8a93a0", "#b9c0ca"};
}

std::string_view fill_of(std::string_view type, DotOptions::Theme theme) {
  return theme == DotOptions::Theme::print ? "#ffffff" : type_color(type, theme == DotOptions::Theme::dark);
}

struct Line {  // all relationships from one node to another, drawn as one
  std::set<std::string> labels;
  std::set<std::string> sources;
  std::size_t support = 0;
  bool dashed = true, conflicting = false;
};

class Writer {
 public:
  Writer(const Transaction& transaction, const Subgraph& part, const DotOptions& options, std::ostream& out)
      : transaction_(transaction),
        part_(part),
        options_(options),
        colors_(colors_of(options.theme)),
        out_(out) {
    for (const char* key : {"name", "title", "id"}) {
      if (const auto id = transaction.catalog().key(key)) name_keys_.push_back(*id);
    }
  }

  Result<void> run() {
    out_ << "digraph skein {\n"
         << "  graph [rankdir=LR, bgcolor=\"" << colors_.background
         << "\", fontname=\"DejaVu Sans\", fontcolor=\"" << colors_.text
         << "\", nodesep=0.28, ranksep=0.55, pad=0.3, outputorder=edgesfirst, overlap=prism, "
            "overlap_scaling=2, splines="
         << (options_.curves ? "true" : "line") << ", charset=\"UTF-8\"";
    SKEIN_ASSIGN(const std::string heading, title());
    if (!heading.empty()) out_ << ", labelloc=t, label=<" << heading << ">";
    out_ << "];\n"
         << "  node [shape=box, style=\"rounded,filled\", fontname=\"DejaVu Sans\", fontsize=11, fontcolor=\""
         << colors_.text << "\", color=\"" << colors_.border << "\", margin=\"0.14,0.07\", height=0.3];\n"
         << "  edge [fontname=\"DejaVu Sans\", fontsize=9, fontcolor=\"" << colors_.text << "\", color=\""
         << colors_.line << "\", arrowsize=0.7];\n";
    SKEIN_TRY(for_each_node(transaction_, part_, [&](NodeId node) { return write_node(node); }));
    SKEIN_TRY(write_lines());
    out_ << "}\n";
    return {};
  }

 private:
  Result<std::string> type_of(NodeId node) {
    SKEIN_ASSIGN(const auto labels, transaction_.labels(node));
    std::string best;
    for (const LabelId label : labels) {
      const std::string_view name = transaction_.catalog().name(label);
      if (best.empty() || best == "Entity" || best == "Value") best = name;
    }
    return best;
  }

  Result<std::string> name_of(NodeId node) {
    for (const KeyId key : name_keys_) {
      SKEIN_ASSIGN(const Value value, transaction_.property(node, key));
      if (!value.is_null()) return plain_text(value);
    }
    return "#" + std::to_string(node.value);
  }

  // Title, source and legend are the picture's own label: GraphViz keeps it clear of everything else.
  Result<std::string> title() {
    std::map<std::string, std::size_t> types;
    if (options_.legend) {
      SKEIN_TRY(for_each_node(transaction_, part_, [&](NodeId node) -> Result<void> {
        SKEIN_ASSIGN(const std::string type, type_of(node));
        if (!type.empty()) ++types[type];
        return {};
      }));
    }
    std::string rows;
    if (!options_.title.empty()) {
      rows += "<tr><td align=\"left\"><font point-size=\"18\"><b>" + html_lines(options_.title, 90, 2) +
              "</b></font></td></tr>";
    }
    if (!options_.source.empty()) {
      rows += "<tr><td align=\"left\"><font point-size=\"10\" color=\"" + std::string(colors_.grey) + "\">" +
              html_lines(options_.source, 110, 2) + "</font></td></tr>";
    }
    if (!types.empty()) {
      std::string cells;
      for (const auto& [type, count] : types) {
        cells += "<td bgcolor=\"" + std::string(fill_of(type, options_.theme)) + "\" border=\"1\" color=\"" +
                 std::string(colors_.border) + "\"><font point-size=\"9\"> " + html_text(type) +
                 " </font></td>";
      }
      rows +=
          "<tr><td align=\"left\"><table align=\"left\" border=\"0\" cellborder=\"0\" cellspacing=\"4\" "
          "cellpadding=\"3\"><tr>" +
          cells + "</tr></table></td></tr>";
    }
    if (rows.empty()) return rows;
    return "<table border=\"0\" cellspacing=\"0\" cellpadding=\"4\">" + rows + "</table>";
  }

  Result<void> write_node(NodeId node) {
    SKEIN_ASSIGN(const std::string type, type_of(node));
    SKEIN_ASSIGN(const std::string name, name_of(node));
    out_ << "  n" << node.value << " [fillcolor=\"" << fill_of(type, options_.theme) << "\", label=<<b>"
         << html_lines(name, 26, 3) << "</b>";
    if (!type.empty()) {
      out_ << "<br/><font point-size=\"8\" color=\"" << colors_.grey << "\">" << html_text(type) << "</font>";
    }
    out_ << ">];\n";
    return {};
  }

  Result<void> note_sources(Line& line, const std::vector<Evidence>& evidence) {
    for (const Evidence& e : evidence) {
      if (!e.attribution.empty()) {
        line.sources.insert(e.attribution);
        continue;
      }
      auto& label = document_labels_[e.document];
      if (label.empty()) {
        SKEIN_ASSIGN(const auto document, transaction_.document(e.document));
        label = !document.source.empty()  ? document.source
                : !document.title.empty() ? document.title
                                          : document.key;
      }
      line.sources.insert(label);
    }
    return {};
  }

  Result<void> write_lines() {
    std::map<std::pair<NodeId, NodeId>, Line> lines;
    SKEIN_TRY(
        for_each_relationship(transaction_, part_, [&](const RelationshipId& relationship) -> Result<void> {
          SKEIN_ASSIGN(const auto evidence, transaction_.evidence(relationship));
          Line& line = lines[{relationship.from, relationship.to}];
          line.labels.insert(readable_type(transaction_.catalog().name(relationship.type)));
          line.support = std::max(line.support, evidence.size());
          double confidence = evidence.empty() ? 1 : 0;
          for (const Evidence& e : evidence) confidence = std::max(confidence, e.confidence);
          if (transaction_.catalog().asserted(relationship.type) && confidence >= 0.5) line.dashed = false;
          if (std::binary_search(options_.conflicting.begin(), options_.conflicting.end(), relationship))
            line.conflicting = true;
          return options_.sources ? note_sources(line, evidence) : Result<void>();
        }));
    for (const auto& [ends, line] : lines) {
      out_ << "  n" << ends.first.value << " -> n" << ends.second.value << " [";
      if (options_.relationship_labels) out_ << "label=<" << line_label(line) << ">, ";
      const std::size_t tenths = 10 + 4 * std::min<std::size_t>(line.support > 0 ? line.support - 1 : 0, 6);
      out_ << "penwidth=" << tenths / 10 << "." << tenths % 10;
      if (line.dashed) out_ << ", style=dashed";
      if (line.conflicting) out_ << ", color=\"#c62828\", fontcolor=\"#c62828\"";
      out_ << "];\n";
    }
    return {};
  }

  std::string line_label(const Line& line) {
    constexpr std::size_t most_labels = 3, most_sources = 2;
    std::string text;
    std::size_t n = 0;
    for (const auto& label : line.labels) {
      if (n++ == most_labels) {
        text += "<br/>+" + std::to_string(line.labels.size() - most_labels);
        break;
      }
      text += (text.empty() ? "" : "<br/>") + html_text(label);
    }
    if (line.sources.empty()) return text;
    std::string sources;
    n = 0;
    for (const auto& source : line.sources) {
      if (n == most_sources) break;
      sources += (n++ > 0 ? "<br/>" : "") + html_lines(source, 38, 1);
    }
    if (line.sources.size() > most_sources)
      sources += " +" + std::to_string(line.sources.size() - most_sources);
    return text + "<br/><font point-size=\"7\" color=\"" + std::string(colors_.grey) + "\">" + sources +
           "</font>";
  }

  const Transaction& transaction_;
  const Subgraph& part_;
  const DotOptions& options_;
  Colors colors_;
  std::ostream& out_;
  std::vector<KeyId> name_keys_;
  std::map<DocumentId, std::string> document_labels_;
};

}  // namespace

Result<void> write_dot(const Transaction& transaction, const Subgraph& part, const DotOptions& options,
                       std::ostream& out) {
  return Writer(transaction, part, options, out).run();
}

}  // namespace skein::graph::formats
