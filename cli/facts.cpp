#include "cli/facts.hpp"

#include <algorithm>
#include <set>

#include "cli/output/terminal.hpp"
#include "cli/output/text_width.hpp"
#include "cli/output/value_text.hpp"
#include "graph/conflicts.hpp"
#include "graph/json/value_text.hpp"

namespace skein::cli {

namespace {

using graph::Direction;
using graph::Neighbour;
using graph::Transaction;

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  return out;
}

bool is_document(const Transaction& transaction, NodeId node) {
  const auto label = transaction.catalog().label("Document");
  return label && transaction.has_label(node, *label).ok() && *transaction.has_label(node, *label);
}

// Calls back with every name and alias in the graph.
Result<void> for_each_name(const Transaction& transaction,
                           const std::function<void(NodeId, std::string_view name, bool alias)>& visit) {
  const auto name_key = transaction.catalog().key("name"), alias_key = transaction.catalog().key("aliases"),
             title_key = transaction.catalog().key("title");
  SKEIN_ASSIGN(const auto scan, transaction.scan_nodes());
  std::vector<NodeId> nodes;
  std::vector<Value> values;
  for (;;) {
    SKEIN_TRY(scan->next(nodes, 2048));
    if (nodes.empty()) return {};
    for (const auto& [key, alias] :
         {std::pair{name_key, false}, std::pair{alias_key, true}, std::pair{title_key, true}}) {
      if (!key) continue;
      SKEIN_TRY(transaction.property_column(nodes, *key, values));
      for (std::size_t i = 0; i < nodes.size(); ++i) {
        if (const auto* text = values[i].get_if<std::string>()) visit(nodes[i], *text, alias);
        if (values[i].kind() != Value::Kind::list) continue;
        for (const Value& item : values[i].as_list()) {
          if (const auto* text = item.get_if<std::string>()) visit(nodes[i], *text, alias);
        }
      }
    }
  }
}

std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t above = row[j];
      row[j] = std::min({above + 1, row[j - 1] + 1, diagonal + (a[i - 1] == b[j - 1] ? 0 : 1)});
      diagonal = above;
    }
  }
  return row.back();
}

struct Fact {
  RelationshipId relationship;
  bool out;
  bool asserted;
  bool disputed;  // part of a conflict
  std::string type, other, other_type;
  std::vector<graph::formats::Quotation> quotations;
};

std::string stance(const graph::Evidence& e) {
  std::string out;
  const auto add = [&](std::string_view word) {
    if (!out.empty()) out += ", ";
    out += word;
  };
  if (e.polarity == graph::Polarity::denied) add("denied");
  if (e.modality == graph::Modality::planned) add("planned");
  if (e.modality == graph::Modality::possible) add("possible");
  if (!e.attribution.empty()) add("says " + visible(e.attribution));
  return out;
}

// Conflicts are found by going through all claims: not in a graph where one would wait for them.
Result<std::set<RelationshipId>> disputed_claims(const Transaction& transaction) {
  std::set<RelationshipId> out;
  if (transaction.catalog().counts().evidence > 500'000) return out;
  SKEIN_ASSIGN(const auto conflicts, graph::conflicts(transaction));
  for (const auto& conflict : conflicts) out.insert(conflict.claims.begin(), conflict.claims.end());
  return out;
}

Result<std::vector<Fact>> facts_of(const Transaction& transaction, NodeId node, const FactsOptions& options) {
  const auto types = transaction.catalog().types();  // all of them: what is denied or planned is told too
  std::vector<Neighbour> neighbours;
  SKEIN_TRY(transaction.expand(node, Direction::both, types, neighbours));
  SKEIN_ASSIGN(const auto disputed, disputed_claims(transaction));
  graph::formats::EvidenceTexts texts(transaction);
  std::vector<Fact> facts;
  for (const Neighbour& n : neighbours) {
    if (options.other && n.node != *options.other) continue;
    Fact fact{n.relationship,
              n.relationship.from == node,
              transaction.catalog().asserted(n.relationship.type),
              disputed.contains(n.relationship),
              std::string(transaction.catalog().name(n.relationship.type)),
              name_of(transaction, n.node),
              type_of(transaction, n.node),
              {}};
    if (is_document(transaction, n.node) && !options.other)
      continue;  // which documents mention it is said apart
    SKEIN_ASSIGN(fact.quotations, texts.sentences(n.relationship));
    facts.push_back(std::move(fact));
  }
  std::sort(facts.begin(), facts.end(), [](const Fact& a, const Fact& b) {
    return std::make_tuple(!a.asserted, -static_cast<std::ptrdiff_t>(a.quotations.size()), a.type, !a.out,
                           a.other) < std::make_tuple(!b.asserted,
                                                      -static_cast<std::ptrdiff_t>(b.quotations.size()),
                                                      b.type, !b.out, b.other);
  });
  return facts;
}

}  // namespace

std::string source_line(const graph::formats::Quotation& q) {
  std::string line = q.title.empty() ? q.document : q.title;
  if (!q.source.empty()) line += ", " + q.source;
  if (q.evidence.published) line += ", " + graph::plain_text(Value(*q.evidence.published));
  if (!q.title.empty()) line += "  (" + q.document + ")";
  return line;
}

std::string name_of(const Transaction& transaction, NodeId node) {
  for (const char* candidate : {"name", "title", "id"}) {
    const auto key = transaction.catalog().key(candidate);
    if (!key) continue;
    const auto value = transaction.property(node, *key);
    if (value && !value->is_null()) return graph::plain_text(*value);
  }
  return "#" + std::to_string(node.value);
}

std::string type_of(const Transaction& transaction, NodeId node) {
  const auto labels = transaction.labels(node);
  std::string best;
  if (!labels) return best;
  for (const LabelId label : *labels) {
    const std::string_view name = transaction.catalog().name(label);
    if (best.empty() || best == "Entity" || best == "Value") best = name;
  }
  return best;
}

Result<std::vector<NodeId>> find_by_name(const Transaction& transaction, std::string_view name) {
  std::set<NodeId> exact, by_alias, folded;
  const std::string wanted = lower(name);
  SKEIN_TRY(for_each_name(transaction, [&](NodeId node, std::string_view text, bool alias) {
    if (text == name) (alias ? by_alias : exact).insert(node);
    if (text.size() == wanted.size() && lower(text) == wanted) folded.insert(node);
  }));
  const std::set<NodeId>& chosen = !exact.empty() ? exact : !by_alias.empty() ? by_alias : folded;
  std::vector<NodeId> out(chosen.begin(), chosen.end());
  std::stable_partition(out.begin(), out.end(), [&](NodeId node) { return !is_document(transaction, node); });
  return out;
}

Result<std::vector<std::string>> similar_names(const Transaction& transaction, std::string_view name,
                                               std::size_t count) {
  const std::string wanted = lower(name);
  std::set<std::pair<std::size_t, std::string>> near;
  SKEIN_TRY(for_each_name(transaction, [&](NodeId node, std::string_view text, bool alias) {
    if (alias && is_document(transaction, node)) return;
    const std::string folded = lower(text.substr(0, 80));
    std::size_t distance = edit_distance(wanted, folded);
    if (!wanted.empty() && folded.find(wanted) != std::string::npos)
      distance = std::min<std::size_t>(distance, 1);
    if (distance > std::max<std::size_t>(2, wanted.size() / 3)) return;
    near.emplace(distance, text);
    if (near.size() > count) near.erase(std::prev(near.end()));
  }));
  std::vector<std::string> out;
  for (const auto& [distance, text] : near) out.push_back(text);
  return out;
}

Error unknown_name(const Transaction& transaction, std::string_view name) {
  Error error{ErrorCode::not_found, "nothing is named '" + visible(name) + "'"};
  if (const auto near = similar_names(transaction, name, 3)) {
    for (const auto& other : *near)
      error.hint += (error.hint.empty() ? "there is " : ", ") + ("'" + visible(other) + "'");
  }
  return error;
}

std::string marked_sentence(const graph::formats::Quotation& q, bool color) {
  const std::string open = color ? "\x1b[1;33m" : "«", close = color ? "\x1b[0m" : "»";
  std::vector<graph::formats::ByteSpan> spans;
  for (const auto& span : {q.subject, q.object}) {
    if (span.end > span.begin) spans.push_back(span);
  }
  std::sort(spans.begin(), spans.end(), [](const auto& a, const auto& b) { return a.begin < b.begin; });
  std::string out;
  std::size_t at = 0;
  for (const auto& span : spans) {
    if (span.begin < at) continue;  // one within the other: the outer is marked
    out += visible_lines(q.sentence.substr(at, span.begin - at)) + open +
           visible_lines(q.sentence.substr(span.begin, span.end - span.begin)) + close;
    at = span.end;
  }
  out += visible_lines(q.sentence.substr(at));
  std::replace(out.begin(), out.end(), '\n', ' ');
  return out;
}

Result<void> write_facts(const Transaction& transaction, NodeId node, const FactsOptions& options,
                         Output& out) {
  const Style style(options.color);
  SKEIN_ASSIGN(const auto properties, transaction.properties(node));
  std::string card = style.bold(visible(name_of(transaction, node)));
  const std::string type = type_of(transaction, node);
  if (!type.empty()) card += "  " + style.grey(type);
  card += "\n";
  for (const auto& [key, value] : properties) {
    const std::string_view name = transaction.catalog().name(key);
    if (name == "name" || name == "uid") continue;  // said already; for exports
    std::string text;
    if (value.kind() == Value::Kind::list) {
      for (const Value& item : value.as_list()) text += (text.empty() ? "" : ", ") + graph::plain_text(item);
    } else {
      text = graph::plain_text(value);
    }
    card += "  " + style.grey(std::string(name) + ": ") +
            fit(visible(text), options.width > 30 ? options.width - 20 : 60) + "\n";
  }
  SKEIN_TRY(out.write(card));

  SKEIN_ASSIGN(const auto facts, facts_of(transaction, node, options));
  if (facts.empty()) SKEIN_TRY(out.write("  nothing else is said about it\n"));
  std::size_t shown = 0;
  for (const Fact& fact : facts) {
    if (options.limit > 0 && shown == options.limit) {
      SKEIN_TRY(out.write("\n… and " + std::to_string(facts.size() - shown) + " more\n"));
      break;
    }
    ++shown;
    std::set<std::string> documents;
    for (const auto& q : fact.quotations) documents.insert(q.document);
    std::string text = "\n";
    const std::string arrow =
        fact.out ? "─" + style.cyan(fact.type) + "→ " : "←" + style.cyan(fact.type) + "─ ";
    text += arrow + style.bold(visible(fact.other));
    if (!fact.other_type.empty()) text += "  " + style.grey(fact.other_type);
    if (!fact.asserted) text += "  " + style.yellow("not asserted");
    if (fact.disputed) text += "  " + style.red("sources disagree");
    if (documents.size() > 1) text += "  " + style.grey(std::to_string(documents.size()) + " documents");
    text += "\n";
    std::size_t sentences = 0;
    for (const auto& q : fact.quotations) {
      if (sentences == options.sentences) {
        text += "    " + style.grey("… and " + std::to_string(fact.quotations.size() - sentences) + " more") +
                "\n";
        break;
      }
      ++sentences;
      text += wrap_text(marked_sentence(q, options.color), options.width, "    ") + "\n";
      const std::string how = stance(q.evidence);
      std::string source = style.grey(visible(source_line(q)));
      if (!how.empty()) source += " " + style.yellow(how);
      text += wrap_text(source, options.width, "      ") + "\n";
    }
    if (fact.quotations.empty()) text += "    " + style.grey("written by hand: no document says it") + "\n";
    SKEIN_TRY(out.write(text));
  }
  return {};
}

}  // namespace skein::cli
