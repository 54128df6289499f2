#include "graph/formats/explorer.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "graph/element_id.hpp"
#include "graph/formats/content.hpp"
#include "graph/formats/figure_places.hpp"
#include "graph/json/value_json.hpp"
#include "graph/json/value_text.hpp"
#include "graph/layout/layout.hpp"
#include "graph/value_nodes.hpp"

namespace skein::graph::formats {

namespace {

using layout::Position;

// Members of a JSON object, one after another.
class Members {
 public:
  explicit Members(std::string& out) : out_(out) { out_ += '{'; }
  ~Members() { out_ += '}'; }
  Members(const Members&) = delete;
  Members& operator=(const Members&) = delete;
  std::string& key(std::string_view name) {
    if (!first_) out_ += ',';
    first_ = false;
    append_json_string(out_, name);
    out_ += ':';
    return out_;
  }
  void text(std::string_view name, std::string_view value) { append_json_string(key(name), value); }
  void text_unless_empty(std::string_view name, std::string_view value) {
    if (!value.empty()) text(name, value);
  }
  void number(std::string_view name, std::uint64_t value) { key(name) += std::to_string(value); }

 private:
  std::string& out_;
  bool first_ = true;
};

template <typename Items, typename Write>
Result<void> append_array(std::string& out, const Items& items, Write&& write) {
  out += '[';
  bool first = true;
  for (const auto& item : items) {
    if (!first) out += ',';
    first = false;
    SKEIN_TRY(write(item));
  }
  out += ']';
  return {};
}

// To a tenth, which is less than what can be seen.
void append_coordinate(std::string& out, double value) {
  append_json_number(out, std::round(value * 10) / 10);
}

std::string_view stance_of(const Evidence& e) {
  if (e.polarity == Polarity::denied) return "denied";
  if (e.modality == Modality::planned) return "planned";
  return e.modality == Modality::possible ? "possible" : "";
}

std::size_t code_points(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(
      text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xc0) != 0x80; }));
}

void append_evidence(const Quotation& q, Members& member) {
  member.text("text", q.sentence);
  member.number("begin", q.evidence.sentence.begin);
  member.number("end", q.evidence.sentence.end);
  const auto mention = [&](std::string_view name, const ByteSpan& span) {
    if (span.end <= span.begin) return;
    const std::size_t begin = code_points(std::string_view(q.sentence).substr(0, span.begin));
    const std::size_t end =
        begin + code_points(std::string_view(q.sentence).substr(span.begin, span.end - span.begin));
    member.key(name) += "[" + std::to_string(begin) + "," + std::to_string(end) + "]";
  };
  mention("subject", q.subject);
  mention("object", q.object);
  if (q.evidence.published) member.text("published", plain_text(Value(*q.evidence.published)));
  member.text_unless_empty("attribution", q.evidence.attribution);
  member.text_unless_empty("stance", stance_of(q.evidence));
  append_json_number(member.key("confidence"), q.evidence.confidence);
}

class Writer {
 public:
  Writer(const Transaction& transaction, const Subgraph& part, const std::vector<Conflict>& conflicts,
         const ExplorerOptions& options, std::string& out)
      : transaction_(transaction),
        part_(part),
        conflicts_(conflicts),
        options_(options),
        out_(out),
        texts_(transaction) {}

  Result<void> run() {
    SKEIN_TRY(read_figures());
    if (options_.positions) place();
    Members data(out_);
    {
      const Counts counts = transaction_.catalog().counts();
      Members totals(data.key("totals"));
      totals.number("nodes", counts.nodes);
      totals.number("relationships", counts.relationships);
      totals.number("documents", counts.documents);
    }
    data.key("nodes");
    std::size_t number = 0;
    SKEIN_TRY(append_array(out_, part_.nodes, [&](NodeId node) { return write_node(node, number++); }));
    data.key("relationships");
    number = 0;
    SKEIN_TRY(append_array(out_, part_.relationships,
                           [&](const RelationshipId& r) { return write_relationship(r, number++); }));
    data.key("conflicts");
    SKEIN_TRY(write_conflicts());
    if (!options_.sentences) return {};
    data.key("documents");
    return append_array(out_, documents_, [&](const std::string& document) -> Result<void> {
      out_ += document;
      return {};
    });
  }

 private:
  [[nodiscard]] std::size_t position_of(NodeId node) const {
    return static_cast<std::size_t>(std::lower_bound(part_.nodes.begin(), part_.nodes.end(), node) -
                                    part_.nodes.begin());
  }

  void append_id(NodeId node) {
    out_ += '"';
    if (options_.numbers) {
      out_ += std::to_string(position_of(node) + 1);
    } else {
      append_element_id(out_, node);
    }
    out_ += '"';
  }
  void append_id(const RelationshipId& relationship, std::size_t number) {
    out_ += '"';
    if (options_.numbers) {
      out_ += 'r';
      out_ += std::to_string(number + 1);
    } else {
      append_element_id(out_, relationship);
    }
    out_ += '"';
  }

  Result<void> read_figures() {
    std::vector<LabelId> labels;
    for (const auto name : value_labels)
      if (const auto label = transaction_.catalog().label(name)) labels.push_back(*label);
    figures_.resize(part_.nodes.size());
    std::vector<std::uint8_t> column;
    for (const LabelId label : labels) {
      SKEIN_TRY(transaction_.label_column(part_.nodes, label, column));
      for (std::size_t i = 0; i < column.size(); ++i) {
        if (column[i] == 0) continue;
        SKEIN_ASSIGN(const auto origin, transaction_.origin(part_.nodes[i]));
        figures_[i] = origin == Origin::derived;
      }
    }
    return {};
  }

  // The page hides figures until it is asked for them: they take no room, and stand around what they belong
  // to.
  void place() {
    std::vector<layout::Edge> edges, to_figures;
    for (const auto& r : part_.relationships) {
      const auto from = static_cast<std::uint32_t>(position_of(r.from)),
                 to = static_cast<std::uint32_t>(position_of(r.to));
      (figures_[from] || figures_[to] ? to_figures : edges).emplace_back(from, to);
    }
    std::vector<std::uint32_t> shown;
    std::vector<std::uint32_t> number(part_.nodes.size());
    for (std::uint32_t i = 0; i < part_.nodes.size(); ++i) {
      if (figures_[i]) continue;
      number[i] = static_cast<std::uint32_t>(shown.size());
      shown.push_back(i);
    }
    for (auto& [from, to] : edges) {
      from = number[from];
      to = number[to];
    }
    layout::Options options;
    // Names stand below the nodes of a small picture; a large one shows them only when one comes nearer.
    options.spacing = shown.size() <= 200 ? 110 : 70;
    options.rounds = shown.size() <= 1000 ? 250 : 120;
    const auto positions = layout::lay_out(shown.size(), edges, options);
    positions_.resize(part_.nodes.size());
    for (std::size_t i = 0; i < shown.size(); ++i) positions_[shown[i]] = positions[i];
    place_figures(figures_, to_figures, options.spacing, positions_);
  }

  Result<void> write_node(NodeId node, std::size_t number) {
    SKEIN_ASSIGN(const LabelNames labels, label_names(transaction_, node));
    SKEIN_ASSIGN(NamedProperties properties, named_properties(transaction_, node));
    std::string name = display_name(properties);
    if (name.empty()) name = "#" + (options_.numbers ? std::to_string(number + 1) : element_id(node));
    Members member(out_);
    member.key("id");
    append_id(node);
    member.text("name", name);
    member.text("type", main_label(labels));
    if (labels.size() > 1) append_json_array(member.key("labels"), labels);
    if (figures_[number]) member.key("figure") += "true";
    if (options_.positions) {
      append_coordinate(member.key("x"), positions_[number].x);
      append_coordinate(member.key("y"), positions_[number].y);
    }
    if (const Value* aliases = find(properties, "aliases")) append_json_text(member.key("aliases"), *aliases);
    std::erase_if(properties, [](const auto& property) {
      return property.first == "name" || property.first == "aliases" || property.first == "uid";
    });
    append_properties(member, properties);
    return {};
  }

  static void append_properties(Members& member, const NamedProperties& properties) {
    if (properties.empty()) return;
    Members all(member.key("properties"));
    for (const auto& [name, value] : properties) append_json_text(all.key(name), value);
  }

  Result<void> write_relationship(const RelationshipId& r, std::size_t number) {
    const auto& catalog = transaction_.catalog();
    SKEIN_ASSIGN(NamedProperties properties, named_properties(transaction_, r));
    Members member(out_);
    member.key("id");
    append_id(r, number);
    member.key("from");
    append_id(r.from);
    member.key("to");
    append_id(r.to);
    member.text("type", catalog.name(r.type));
    SKEIN_ASSIGN(const auto evidence,
                 catalog.counts().evidence > 0 ? transaction_.evidence(r) : std::vector<Evidence>());
    if (evidence.empty()) {
      member.number("support", 0);
    } else {
      if (!catalog.asserted(r.type)) member.text("stance", stance_of(evidence.front()));
      if (find(properties, "support") == nullptr) member.number("support", 1);
      // What skein itself writes has its own place.
      constexpr std::array<std::array<std::string_view, 2>, 4> own{{{"support", "support"},
                                                                    {"confidence", "confidence"},
                                                                    {"first_seen", "first"},
                                                                    {"last_seen", "last"}}};
      for (const auto& [property, name] : own) {
        if (const Value* value = find(properties, property)) append_json_text(member.key(name), *value);
        std::erase_if(properties, [&](const auto& each) { return each.first == property; });
      }
    }
    append_properties(member, properties);
    if (!options_.sentences || evidence.empty()) return {};
    SKEIN_ASSIGN(const auto quotations, texts_.sentences(r));
    member.key("evidence");
    return append_array(out_, quotations, [&](const Quotation& quotation) -> Result<void> {
      SKEIN_ASSIGN(const std::size_t document, document_number(quotation));
      Members piece(out_);
      piece.number("document", document);
      append_evidence(quotation, piece);
      return {};
    });
  }

  Result<std::size_t> document_number(const Quotation& quotation) {
    const auto [at, is_new] = document_numbers_.try_emplace(quotation.evidence.document, documents_.size());
    if (!is_new) return at->second;
    SKEIN_ASSIGN(const auto record, transaction_.document_info(quotation.evidence.document));
    std::string json;
    {
      Members member(json);
      member.text("key", record.key);
      member.text_unless_empty("title", record.title);
      member.text_unless_empty("source", record.source);
      member.text_unless_empty("url", record.url);
    }
    documents_.push_back(std::move(json));
    return at->second;
  }

  Result<void> write_conflicts() {
    struct Written {
      const Conflict* conflict;
      std::vector<std::size_t> claims;  // numbers in the part
    };
    std::map<RelationshipId, std::size_t, RelationshipOrder> numbers;
    for (const Conflict& conflict : conflicts_)
      for (const auto& claim : conflict.claims) numbers[claim] = part_.relationships.size();
    for (std::size_t i = 0; i < part_.relationships.size(); ++i) {
      const auto found = numbers.find(part_.relationships[i]);
      if (found != numbers.end()) found->second = i;
    }
    std::vector<Written> written;
    for (const Conflict& conflict : conflicts_) {
      Written w{&conflict, {}};
      for (const auto& claim : conflict.claims)
        if (const auto number = numbers.at(claim); number < part_.relationships.size())
          w.claims.push_back(number);
      if (w.claims.size() > 1) written.push_back(std::move(w));
    }
    return append_array(out_, written, [&](const Written& w) -> Result<void> {
      Members member(out_);
      member.key("subject");
      append_id(w.conflict->subject);
      member.text("type", transaction_.catalog().name(w.conflict->type));
      member.key("claims");
      return append_array(out_, w.claims, [&](std::size_t number) -> Result<void> {
        append_id(part_.relationships[number], number);
        return {};
      });
    });
  }

  struct RelationshipOrder {
    bool operator()(const RelationshipId& a, const RelationshipId& b) const {
      return std::tie(a.type, a.from, a.to, a.ordinal) < std::tie(b.type, b.from, b.to, b.ordinal);
    }
  };

  const Transaction& transaction_;
  const Subgraph& part_;
  const std::vector<Conflict>& conflicts_;
  const ExplorerOptions& options_;
  std::string& out_;
  EvidenceTexts texts_;
  std::vector<bool> figures_;        // by place in the part
  std::vector<Position> positions_;  // the same
  std::map<DocumentId, std::size_t> document_numbers_;
  std::vector<std::string> documents_;
};

}  // namespace

void append_explorer_evidence(const Quotation& quotation, std::string& out) {
  Members member(out);
  member.text("document", quotation.document);
  member.text_unless_empty("title", quotation.title);
  member.text_unless_empty("source", quotation.source);
  append_evidence(quotation, member);
}

Result<void> append_explorer_data(const Transaction& transaction, const Subgraph& part,
                                  const std::vector<Conflict>& conflicts, const ExplorerOptions& options,
                                  std::string& out) {
  return Writer(transaction, part, conflicts, options, out).run();
}

}  // namespace skein::graph::formats
