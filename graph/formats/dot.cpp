#include "graph/formats/dot.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "graph/formats/dot_picture.hpp"
#include "graph/formats/dot_text.hpp"
#include "graph/json/value_text.hpp"

namespace skein::graph::formats {

namespace {

struct Line {  // all relationships from one node to another, drawn as one
  std::set<std::string> labels;
  std::set<std::string> sources;
  std::size_t support = 0;
  bool dashed = true, conflicting = false;
};

class Writer {
 public:
  Writer(const Transaction& transaction, const Subgraph& part, const DotOptions& options, std::ostream& out)
      : transaction_(transaction), part_(part), options_(options), picture_(options, out) {
    for (const char* key : {"name", "title", "id"}) {
      if (const auto id = transaction.catalog().key(key)) name_keys_.push_back(*id);
    }
    mentions_ = transaction.catalog().type("MENTIONS");
    count_ = transaction.catalog().key("count");
  }

  Result<void> run() {
    // A legend and points need to know the whole before the first line is written.
    const bool overview = options_.legend || options_.boxes > 0;
    if (!overview) picture_.begin({}, {});
    SKEIN_TRY(for_each_node(transaction_, part_, [&](NodeId node) -> Result<void> {
      SKEIN_ASSIGN(auto drawn, read_node(node));
      if (overview)
        nodes_.push_back(std::move(drawn));
      else
        picture_.node(drawn);
      return {};
    }));
    SKEIN_TRY(for_each_line([&](DotLine line) {
      if (overview)
        lines_.push_back(std::move(line));
      else
        picture_.line(line);
    }));
    if (overview) {
      if (options_.boxes > 0) make_points();
      picture_.begin(nodes_, lines_);
      for (const DotNode& node : nodes_) picture_.node(node);
      for (const DotLine& line : lines_) picture_.line(line);
    }
    picture_.end();
    return {};
  }

 private:
  static std::string id_of(NodeId node) { return "n" + std::to_string(node.value); }

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

  // How often documents mention it, over all documents; empty where none does.
  Result<std::string> mentions_of(NodeId node) {
    if (!options_.mentions || !mentions_) return std::string();
    std::vector<Neighbour> from;
    SKEIN_TRY(transaction_.expand(node, Direction::in, std::span(&*mentions_, 1), from));
    std::int64_t total = 0;
    for (const Neighbour& n : from) {
      const auto count =
          count_ ? transaction_.property(n.relationship, *count_) : Result<Value>(Value(std::int64_t{1}));
      SKEIN_TRY(count);
      total += count->is<std::int64_t>() ? count->as_int() : 1;
    }
    if (total == 0) return std::string();
    return std::to_string(total) + (total == 1 ? " mention" : " mentions");
  }

  Result<DotNode> read_node(NodeId node) {
    DotNode drawn;
    drawn.id = id_of(node);
    SKEIN_ASSIGN(drawn.name, name_of(node));
    SKEIN_ASSIGN(drawn.type, type_of(node));
    SKEIN_ASSIGN(drawn.note, mentions_of(node));
    return drawn;
  }

  Result<void> note_sources(Line& line, const std::vector<Evidence>& evidence) {
    for (const Evidence& e : evidence) {
      if (!e.attribution.empty()) {
        line.sources.insert(e.attribution);
        continue;
      }
      auto& label = document_labels_[e.document];
      if (label.empty()) {
        SKEIN_ASSIGN(const auto document, transaction_.document_info(e.document));
        label = !document.source.empty()  ? document.source
                : !document.title.empty() ? document.title
                                          : document.key;
      }
      line.sources.insert(label);
    }
    return {};
  }

  Result<void> add(Line& line, const RelationshipId& relationship) {
    SKEIN_ASSIGN(const auto evidence, transaction_.evidence(relationship));
    line.labels.insert(readable_type(transaction_.catalog().name(relationship.type)));
    std::set<DocumentId> documents;
    for (const Evidence& e : evidence) documents.insert(e.document);
    line.support = std::max(line.support, documents.size());
    double confidence = evidence.empty() ? 1 : 0;
    for (const Evidence& e : evidence) confidence = std::max(confidence, e.confidence);
    if (transaction_.catalog().asserted(relationship.type) && confidence >= 0.5) line.dashed = false;
    if (std::binary_search(options_.conflicting.begin(), options_.conflicting.end(), relationship))
      line.conflicting = true;
    return options_.sources ? note_sources(line, evidence) : Result<void>();
  }

  static DotLine drawn(NodeId from, NodeId to, const Line& line) {
    return {id_of(from),
            id_of(to),
            {line.labels.begin(), line.labels.end()},
            {line.sources.begin(), line.sources.end()},
            line.support,
            line.dashed,
            line.conflicting};
  }

  // By the nodes at their ends; of a whole graph, those of one node at a time are in memory.
  template <typename Visit>
  Result<void> for_each_line(Visit visit) {
    if (!part_.everything) {
      std::map<std::pair<NodeId, NodeId>, Line> lines;
      SKEIN_TRY(for_each_relationship(transaction_, part_, [&](const RelationshipId& relationship) {
        return add(lines[{relationship.from, relationship.to}], relationship);
      }));
      for (const auto& [ends, line] : lines) visit(drawn(ends.first, ends.second, line));
      return {};
    }
    const auto types = transaction_.catalog().types();
    std::vector<Neighbour> found;
    std::map<NodeId, Line> lines;
    return for_each_node(transaction_, part_, [&](NodeId node) -> Result<void> {
      found.clear();
      lines.clear();
      SKEIN_TRY(transaction_.expand(node, Direction::out, types, found));
      for (const Neighbour& n : found) SKEIN_TRY(add(lines[n.node], n.relationship));
      for (const auto& [to, line] : lines) visit(drawn(node, to, line));
      return {};
    });
  }

  // All but the best connected nodes become points.
  void make_points() {
    std::map<std::string_view, std::size_t> degrees;
    for (const DotLine& line : lines_) {
      ++degrees[line.from];
      ++degrees[line.to];
    }
    std::vector<std::size_t> order(nodes_.size());
    for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
      return degrees[nodes_[a].id] > degrees[nodes_[b].id];
    });
    for (std::size_t i = options_.boxes; i < order.size(); ++i) {
      DotNode& node = nodes_[order[i]];
      node.diameter = std::min(0.4, 0.1 + 0.03 * std::sqrt(static_cast<double>(degrees[node.id])));
    }
  }

  const Transaction& transaction_;
  const Subgraph& part_;
  const DotOptions& options_;
  DotPicture picture_;
  std::vector<KeyId> name_keys_;
  std::optional<TypeId> mentions_;
  std::optional<KeyId> count_;
  std::map<DocumentId, std::string> document_labels_;
  std::vector<DotNode> nodes_;
  std::vector<DotLine> lines_;
};

}  // namespace

Result<void> write_dot(const Transaction& transaction, const Subgraph& part, const DotOptions& options,
                       std::ostream& out) {
  return Writer(transaction, part, options, out).run();
}

}  // namespace skein::graph::formats
