#include "graph/formats/vault.hpp"

#include <algorithm>
#include <tuple>
#include <unordered_map>
#include <unordered_set>

#include <fmt/format.h>

#include "graph/formats/content.hpp"
#include "graph/formats/dot_text.hpp"
#include "graph/formats/evidence_text.hpp"
#include "graph/formats/names.hpp"
#include "graph/json/value_text.hpp"
#include "graph/temporal/text.hpp"

namespace skein::graph::formats {

namespace {

constexpr std::size_t name_bytes = 100;  // leaves room for a number and the extension in 255

// Markdown that shows `text` as it is: signs that would format, link or tag it are escaped.
std::string markdown(std::string_view text) {
  std::string out;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '\n' || c == '\r' || c == '\t') {
      out += ' ';
    } else if (byte < 0x20 || byte == 0x7f) {
      out += "\xef\xbf\xbd";
    } else {
      if (std::string_view("\\`*_[]<>#|~$%^=").find(c) != std::string_view::npos) out += '\\';
      out += c;
    }
  }
  return out;
}

std::string folded(std::string_view text) {
  std::string out(text);
  for (char& c : out) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return out;
}

class Writer {
 public:
  Writer(const Transaction& transaction, const Subgraph& part, ExportTarget& target)
      : transaction_(transaction),
        catalog_(transaction.catalog()),
        part_(part),
        target_(target),
        texts_(transaction) {}

  Result<void> run() {
    SKEIN_ASSIGN(names_, ContentNames::of(transaction_, part_.context));
    SKEIN_ASSIGN(numbers_, NodeNumbers::of(transaction_, part_));
    SKEIN_ASSIGN(const auto documents, transaction_.documents());
    for (const DocumentId id : documents) {
      SKEIN_ASSIGN(const auto record, transaction_.document_info(id));
      if (numbers_(record.node) != 0) document_of_.emplace(record.node, id);
    }
    SKEIN_TRY(choose_paths());
    if (!part_.everything) sort_relationships();
    return for_each_node(transaction_, part_, [&](NodeId node) { return write_note(node); });
  }

 private:
  Result<void> choose_paths() {
    std::unordered_set<std::string> taken;
    return for_each_node(transaction_, part_, [&](NodeId node) -> Result<void> {
      SKEIN_ASSIGN(const auto labels, label_names(transaction_, node));
      SKEIN_ASSIGN(const auto properties, named_properties(transaction_, node));
      std::string name = display_name(properties);
      if (name.empty()) name = names_.node(node);
      const std::string_view type = main_label(labels);
      const std::string folder = type == "Document" ? "Documents" : type.empty() ? "Other" : note_name(type);
      std::string path = folder + "/" + note_name(name);
      const std::string first = path;
      for (int n = 2; !taken.insert(folded(path)).second; ++n) path = fmt::format("{} ({})", first, n);
      paths_.push_back(std::move(path));
      return {};
    });
  }

  void sort_relationships() {
    incoming_ = part_.relationships;
    outgoing_ = part_.relationships;
    std::sort(outgoing_.begin(), outgoing_.end(),
              [](const auto& a, const auto& b) { return a.from < b.from; });
    std::sort(incoming_.begin(), incoming_.end(), [](const auto& a, const auto& b) { return a.to < b.to; });
  }

  Result<std::vector<RelationshipId>> around(NodeId node, Direction direction) {
    std::vector<RelationshipId> found;
    if (part_.everything) {
      std::vector<Neighbour> neighbours;
      const auto types = catalog_.types();
      SKEIN_TRY(transaction_.expand(node, direction, types, neighbours));
      for (const auto& n : neighbours) found.push_back(n.relationship);
    } else if (direction == Direction::out) {
      auto at = std::lower_bound(outgoing_.begin(), outgoing_.end(), node,
                                 [](const RelationshipId& r, NodeId n) { return r.from < n; });
      for (; at != outgoing_.end() && at->from == node; ++at) found.push_back(*at);
    } else {
      auto at = std::lower_bound(incoming_.begin(), incoming_.end(), node,
                                 [](const RelationshipId& r, NodeId n) { return r.to < n; });
      for (; at != incoming_.end() && at->to == node; ++at) found.push_back(*at);
    }
    std::sort(found.begin(), found.end(), [&](const RelationshipId& a, const RelationshipId& b) {
      const auto a_type = catalog_.name(a.type), b_type = catalog_.name(b.type);
      return std::tie(a_type, a.from, a.to, a.ordinal) < std::tie(b_type, b.from, b.to, b.ordinal);
    });
    return found;
  }

  [[nodiscard]] const std::string& path(NodeId node) const { return paths_[numbers_(node) - 1]; }
  // [[Person/Ann Lee|Ann Lee]]
  [[nodiscard]] std::string link(NodeId node) const {
    const std::string& to = path(node);
    return "[[" + to + "|" + to.substr(to.find('/') + 1) + "]]";
  }

  Result<void> write_note(NodeId node) {
    SKEIN_ASSIGN(std::ostream* const out, target_.begin(path(node) + ".md"));
    SKEIN_ASSIGN(const auto labels, label_names(transaction_, node));
    SKEIN_ASSIGN(const auto properties, named_properties(transaction_, node));
    // JSON is YAML, so that any text and value can stand in the head.
    std::string note = "---\nid: ";
    append_json_string(note, names_.node(node));
    note += "\ntype: ";
    append_json_string(note, main_label(labels));
    note += "\nlabels: ";
    append_json_array(note, labels);
    note += '\n';
    for (const auto& [key, value] : properties) {
      if (key == "id" || key == "type" || key == "labels") {
        note += "property ";
        note.append(key);
      } else {
        append_json_string(note, key);
      }
      note += ": ";
      append_json_text(note, value);
      note += '\n';
    }
    const std::string name = display_name(properties);
    note += "---\n# " + markdown(name.empty() ? names_.node(node) : name) + "\n";
    SKEIN_TRY(put(*out, note));
    SKEIN_TRY(write_facts(*out, node, Direction::out, "Facts"));
    SKEIN_TRY(write_facts(*out, node, Direction::in, "Said of it"));
    const auto document = document_of_.find(node);
    return document == document_of_.end() ? Result<void>() : write_text(*out, document->second);
  }

  // Mentions are many and say little: they come last, as one list.
  Result<void> write_facts(std::ostream& out, NodeId node, Direction direction, std::string_view heading) {
    SKEIN_ASSIGN(const auto all, around(node, direction));
    std::string mentions;
    bool begun = false;
    for (const RelationshipId& r : all) {
      const NodeId other = direction == Direction::out ? r.to : r.from;
      const std::string_view type = catalog_.name(r.type);
      if (type == "MENTIONS") {
        mentions += "- " + link(other) + "\n";
        continue;
      }
      if (!begun) SKEIN_TRY(put(out, fmt::format("\n## {}\n\n", heading)));
      begun = true;
      SKEIN_ASSIGN(const auto properties, named_properties(transaction_, r));
      SKEIN_ASSIGN(const auto quotations, texts_.sentences(r));
      std::string line = direction == Direction::out
                             ? fmt::format("- **{}** {}", markdown(readable_type(type)), link(other))
                             : fmt::format("- {} **{}** this", link(other), markdown(readable_type(type)));
      std::string details = catalog_.asserted(r.type) ? "" : "not asserted";
      for (const auto& [key, value] : properties)
        details += (details.empty() ? "" : ", ") + markdown(key) + " " + markdown(plain_text(value));
      if (!details.empty()) line += " (" + details + ")";
      line += '\n';
      for (const Quotation& q : quotations) line += quoted(q);
      SKEIN_TRY(put(out, line));
    }
    if (mentions.empty()) return {};
    return put(out, fmt::format("\n## {}\n\n{}", direction == Direction::out ? "Mentions" : "Mentioned in",
                                mentions));
  }

  // The sentence with both mentions in bold, and where it stands.
  std::string quoted(const Quotation& q) {
    std::vector<ByteSpan> spans{q.subject, q.object};
    std::sort(spans.begin(), spans.end(),
              [](const ByteSpan& a, const ByteSpan& b) { return a.begin < b.begin; });
    std::string text;
    std::size_t at = 0;
    for (const ByteSpan& span : spans) {
      if (span.begin >= span.end || span.begin < at) continue;
      text += markdown(q.sentence.substr(at, span.begin - at)) + "**" +
              markdown(q.sentence.substr(span.begin, span.end - span.begin)) + "**";
      at = span.end;
    }
    text += markdown(q.sentence.substr(at));
    std::string line = "    > " + text + "\n    > — ";
    const auto document = transaction_.document_info(q.evidence.document);
    if (document.ok() && numbers_(document->node) != 0) {
      line += link(document->node);
    } else {
      line += markdown(q.title.empty() ? q.document : q.title);
    }
    if (!q.source.empty()) line += ", " + markdown(q.source);
    if (q.evidence.published) line += ", " + temporal::to_text(*q.evidence.published);
    if (!q.evidence.attribution.empty()) line += ", according to " + markdown(q.evidence.attribution);
    return line + fmt::format(", confidence {}\n", plain_text(Value(q.evidence.confidence)));
  }

  Result<void> write_text(std::ostream& out, DocumentId id) {
    SKEIN_ASSIGN(const auto record, transaction_.document(id));
    std::string fence = "```";
    while (record.text.find(fence) != std::string::npos) fence += '`';
    return put(out, "\n## Text\n\n" + fence + "text\n" + record.text +
                        (record.text.ends_with('\n') ? "" : "\n") + fence + "\n");
  }

  const Transaction& transaction_;
  const CatalogView& catalog_;
  const Subgraph& part_;
  ExportTarget& target_;
  EvidenceTexts texts_;
  ContentNames names_;
  NodeNumbers numbers_;
  std::vector<std::string> paths_;  // by number - 1: folder and name
  std::unordered_map<NodeId, DocumentId> document_of_;
  std::vector<RelationshipId> outgoing_, incoming_;  // of a part
};

}  // namespace

std::string note_name(std::string_view name) {
  std::string out;
  for (std::size_t i = 0; i < name.size(); ++i) {
    const auto byte = static_cast<unsigned char>(name[i]);
    const bool refused = byte < 0x20 || byte == 0x7f ||
                         std::string_view("\\/:*?\"<>|#^[]%").find(name[i]) != std::string_view::npos;
    // Marks that turn the direction of writing make names that look like others (U+202A..E, U+2066..9).
    const std::string_view three = name.substr(i, 3);
    if (three >= "\xe2\x80\xaa" && three <= "\xe2\x80\xae") {
      i += 2;
      continue;
    }
    if (three >= "\xe2\x81\xa6" && three <= "\xe2\x81\xa9") {
      i += 2;
      continue;
    }
    if (refused) {
      if (!out.ends_with('-')) out += '-';
    } else {
      out += name[i];
    }
  }
  if (out.size() > name_bytes) {
    out.resize(name_bytes);
    while (!out.empty() && (static_cast<unsigned char>(out.back()) & 0xc0) == 0x80) out.pop_back();
    if (!out.empty() && static_cast<unsigned char>(out.back()) >= 0xc0) out.pop_back();
  }
  while (!out.empty() && (out.front() == '.' || out.front() == ' ')) out.erase(0, 1);
  while (!out.empty() && (out.back() == '.' || out.back() == ' ')) out.pop_back();
  static constexpr std::string_view reserved[] = {"con", "prn", "aux", "nul"};
  for (const auto word : reserved) {
    if (folded(out) == word) out += '-';
  }
  return out.empty() ? "-" : out;
}

Result<void> write_vault(const Transaction& transaction, const Subgraph& part, ExportTarget& target) {
  return Writer(transaction, part, target).run();
}

}  // namespace skein::graph::formats
