#include "graph/formats/mermaid.hpp"

#include <map>

#include <fmt/format.h>

#include "graph/formats/content.hpp"
#include "graph/formats/dot_text.hpp"
#include "graph/formats/export.hpp"
#include "graph/formats/palette.hpp"

namespace skein::graph::formats {

namespace {

// Mermaid reads Markdown and its own brackets in labels: all but letters, digits and a few signs become
// entity codes.
std::string label_text(std::string_view text) {
  std::string out;
  std::size_t shown = 0;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte >= 0x80 || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
        c == ' ' || c == ',' || c == '.' || c == '-') {
      out += c;
    } else if (c == '\n' || c == '\r' || c == '\t') {
      out += ' ';
    } else if (byte < 0x20 || byte == 0x7f) {
      out += "·";
    } else {
      out += fmt::format("#{};", static_cast<int>(byte));
    }
    if ((byte & 0xc0) != 0x80 && ++shown > 200) break;
  }
  while (!out.empty() && (static_cast<unsigned char>(out.back()) & 0x80) && shown > 200) out.pop_back();
  return out.empty() ? "·" : out;
}

}  // namespace

Result<void> write_mermaid(const Transaction& transaction, const Subgraph& part, std::ostream& out) {
  SKEIN_ASSIGN(const auto numbers, NodeNumbers::of(transaction, part));
  std::map<std::string, std::size_t, std::less<>> classes;  // by type
  SKEIN_TRY(put(out, "flowchart LR\n"));
  SKEIN_TRY(for_each_node(transaction, part, [&](NodeId node) -> Result<void> {
    SKEIN_ASSIGN(const auto labels, label_names(transaction, node));
    SKEIN_ASSIGN(const auto properties, named_properties(transaction, node));
    const std::string_view type = main_label(labels);
    const std::string name = display_name(properties);
    std::string line = fmt::format("  n{}[\"<b>{}</b>", numbers(node),
                                   label_text(name.empty() ? std::to_string(numbers(node)) : name));
    if (!type.empty()) {
      const auto number = classes.try_emplace(std::string(type), classes.size() + 1).first->second;
      line += fmt::format("<br/>{}\"]:::t{}\n", label_text(type), number);
    } else {
      line += "\"]\n";
    }
    return put(out, line);
  }));
  SKEIN_TRY(for_each_relationship(transaction, part, [&](const RelationshipId& r) -> Result<void> {
    SKEIN_ASSIGN(const auto properties, named_properties(transaction, r));
    std::string text = label_text(readable_type(transaction.catalog().name(r.type)));
    if (const Value* support = find(properties, "support");
        support && support->is<std::int64_t>() && support->as_int() > 1)
      text += fmt::format(" ×{}", support->as_int());
    const bool asserted = transaction.catalog().asserted(r.type);
    return put(out, fmt::format("  n{} {}|\"{}\"| n{}\n", numbers(r.from), asserted ? "-->" : "-.->", text,
                                numbers(r.to)));
  }));
  for (const auto& [type, number] : classes) {
    SKEIN_TRY(put(
        out, fmt::format("  classDef t{} fill:{},stroke:#8a93a0,color:#1b1f24\n", number, type_color(type))));
  }
  return {};
}

}  // namespace skein::graph::formats
