#include "tests/queries/random/reference_match.hpp"
#include "dsl/overloaded.hpp"

#include <algorithm>
#include <functional>
#include <set>

namespace skein::tests {

namespace {

using dsl::Overloaded;
using Truth = std::optional<bool>;  // nothing: null

Truth negated(Truth truth) { return truth ? Truth(!*truth) : truth; }
Truth both(Truth a, Truth b) {
  if (a == Truth(false) || b == Truth(false)) return false;
  return a && b ? Truth(true) : std::nullopt;
}
Truth compare(std::optional<int> a, const std::string& op, std::optional<int> b) {
  if (!a || !b) return std::nullopt;
  if (op == "=") return *a == *b;
  if (op == "<>") return *a != *b;
  if (op == "<") return *a < *b;
  if (op == "<=") return *a <= *b;
  if (op == ">") return *a > *b;
  return *a >= *b;
}

class Matcher {
 public:
  explicit Matcher(const SmallGraph& g) : graph_(g) {}

  // Calls back with each row that extends `row` by the paths, relationships coming once.
  void match(const std::vector<RefPath>& paths, const RefRow& row,
             const std::function<void(const RefRow&)>& found) {
    std::set<int> used;
    path(paths, 0, row, used, found);
  }

  // Was a search given up?
  [[nodiscard]] bool tired() const { return tried_ > most_tries; }

  Truth holds(const RefPredicate& predicate, const RefRow& row) {
    return std::visit(
        Overloaded{
            [&](const RefCompare& p) { return compare(value(row, p.left), p.op, value(row, p.right)); },
            [&](const RefHasLabel& p) -> Truth {
              const auto* node = std::get_if<RefNodeValue>(&row.at(p.name));
              if (!node) return std::nullopt;
              return has(node->at, p.label);
            },
            [&](const RefSame& p) -> Truth {
              const auto *a = std::get_if<RefNodeValue>(&row.at(p.left)),
                         *b = std::get_if<RefNodeValue>(&row.at(p.right));
              if (!a || !b) return std::nullopt;
              return (a->at == b->at) != p.differ;
            },
            [&](const RefIn& p) -> Truth {
              const auto number = value(row, p.left);
              if (!number) return p.numbers.empty() ? Truth(false) : std::nullopt;
              return std::find(p.numbers.begin(), p.numbers.end(), *number) != p.numbers.end();
            },
            [&](const RefIsNull& p) -> Truth { return !value(row, p.term).has_value(); },
            [&](const RefNot& p) { return negated(holds(*p.of, row)); },
            [&](const RefBoth& p) {
              if (!p.any) return both(holds(*p.left, row), holds(*p.right, row));
              return negated(both(negated(holds(*p.left, row)), negated(holds(*p.right, row))));
            },
            [&](const RefExists& p) -> Truth { return count(p.path, p.where, row) > 0; },
            [&](const RefCountOf& p) { return compare(count(p.path, p.where, row), p.op, p.number); }},
        predicate.node);
  }

  std::optional<int> value(const RefRow& row, const RefTerm& term) const {
    return term.name.empty() ? std::optional(term.number) : reference_property(graph_, row, term);
  }

 private:
  using Found = std::function<void(const RefRow&)>;

  int count(const RefPath& inner, const RefPredicatePtr& where, const RefRow& row) {
    int rows = 0;
    match({inner}, row, [&](const RefRow& one) { rows += !where || holds(*where, one) == Truth(true); });
    return rows;
  }

  [[nodiscard]] bool has(int node, const std::string& label) const {
    const auto& labels = graph_.nodes[static_cast<std::size_t>(node)].labels;
    return std::find(labels.begin(), labels.end(), label) != labels.end();
  }

  [[nodiscard]] bool fits(const RefNode& pattern, int node) const {
    const auto has_it = [&](const std::string& label) { return has(node, label); };
    if (!pattern.labels.empty() &&
        !(pattern.any_label ? std::any_of(pattern.labels.begin(), pattern.labels.end(), has_it)
                            : std::all_of(pattern.labels.begin(), pattern.labels.end(), has_it)))
      return false;
    return !pattern.k || graph_.nodes[static_cast<std::size_t>(node)].k == pattern.k;
  }

  [[nodiscard]] bool fits(const RefHop& pattern, int relationship) const {
    const auto& r = graph_.relationships[static_cast<std::size_t>(relationship)];
    if (!pattern.types.empty() &&
        std::find(pattern.types.begin(), pattern.types.end(), r.type) == pattern.types.end())
      return false;
    return !pattern.w || r.w == pattern.w;
  }

  // The other ends at which a relationship from `node` arrives.
  [[nodiscard]] std::vector<int> arrivals(const RefHop& pattern, int relationship, int node) const {
    const auto& r = graph_.relationships[static_cast<std::size_t>(relationship)];
    std::vector<int> out;
    if (pattern.direction != RefDirection::left && r.from == node) out.push_back(r.to);
    if (pattern.direction != RefDirection::right && r.to == node && !(r.from == r.to && !out.empty()))
      out.push_back(r.from);
    return out;
  }

  // Gives `name` the value in `row`; false when it has another one already.
  static bool bind(RefRow& row, const std::string& name, RefValue wanted) {
    if (name.empty()) return true;
    const auto it = row.find(name);
    if (it == row.end()) {
      row.emplace(name, std::move(wanted));
      return true;
    }
    const auto* node = std::get_if<RefNodeValue>(&it->second);
    const auto* other = std::get_if<RefNodeValue>(&wanted);
    if (node && other) return node->at == other->at;
    const auto* relationship = std::get_if<RefRelationshipValue>(&it->second);
    const auto* second = std::get_if<RefRelationshipValue>(&wanted);
    return relationship && second && relationship->at == second->at;
  }

  void path(const std::vector<RefPath>& paths, std::size_t p, const RefRow& row, std::set<int>& used,
            const Found& found) {
    if (p == paths.size()) {
      found(row);
      return;
    }
    for (int node = 0; node < static_cast<int>(graph_.nodes.size()); ++node) {
      RefRow next = row;
      if (!fits(paths[p].nodes[0], node) || !bind(next, paths[p].nodes[0].name, RefNodeValue{node})) continue;
      RefPathValue walked{{node}, {}};
      hop(paths, p, 0, next, walked, used, found);
    }
  }

  void hop(const std::vector<RefPath>& paths, std::size_t p, std::size_t h, const RefRow& row,
           const RefPathValue& walked, std::set<int>& used, const Found& found) {
    if (h == paths[p].hops.size()) {
      RefRow next = row;
      if (!paths[p].name.empty()) next[paths[p].name] = walked;
      path(paths, p + 1, next, used, found);
      return;
    }
    const RefHop& pattern = paths[p].hops[h];
    const auto arrive = [&](RefRow& next, const RefPathValue& so_far, RefValue relationship) {
      const int node = so_far.nodes.back();
      if (!bind(next, pattern.name, std::move(relationship))) return;
      const RefNode& end = paths[p].nodes[h + 1];
      if (fits(end, node) && bind(next, end.name, RefNodeValue{node}))
        hop(paths, p, h + 1, next, so_far, used, found);
    };
    if (!pattern.length) {
      each_step(pattern, walked, used, [&](const RefPathValue& so_far) {
        RefRow next = row;
        arrive(next, so_far, RefRelationshipValue{so_far.relationships.back()});
      });
      return;
    }
    const std::size_t before = walked.relationships.size();
    const std::function<void(const RefPathValue&)> longer = [&](const RefPathValue& so_far) {
      const int length = static_cast<int>(so_far.relationships.size() - before);
      if (length >= pattern.length->first) {
        RefRow next = row;
        arrive(next, so_far,
               std::vector<int>(so_far.relationships.begin() + static_cast<std::ptrdiff_t>(before),
                                so_far.relationships.end()));
      }
      if (!pattern.length->second || length < *pattern.length->second)
        each_step(pattern, so_far, used, longer);
    };
    longer(walked);
  }

  void each_step(const RefHop& pattern, const RefPathValue& walked, std::set<int>& used,
                 const std::function<void(const RefPathValue&)>& then) {
    for (int r = 0; r < static_cast<int>(graph_.relationships.size()); ++r) {
      if (++tried_ > most_tries) return;
      if (used.contains(r) || !fits(pattern, r)) continue;
      for (const int end : arrivals(pattern, r, walked.nodes.back())) {
        used.insert(r);
        RefPathValue so_far = walked;
        so_far.relationships.push_back(r);
        so_far.nodes.push_back(end);
        then(so_far);
        used.erase(r);
      }
    }
  }

  static constexpr int most_tries = 300000;
  const SmallGraph& graph_;
  int tried_ = 0;
};

std::string term_text(const RefTerm& term) {
  return term.name.empty() ? std::to_string(term.number) : term.name + "." + term.key;
}

}  // namespace

std::optional<int> reference_property(const SmallGraph& graph, const RefRow& row, const RefTerm& term) {
  const RefValue& value = row.at(term.name);
  if (const auto* node = std::get_if<RefNodeValue>(&value)) {
    const auto& n = graph.nodes[static_cast<std::size_t>(node->at)];
    return term.key == "i" ? std::optional(n.i) : term.key == "k" ? n.k : std::nullopt;
  }
  if (const auto* relationship = std::get_if<RefRelationshipValue>(&value)) {
    const auto& r = graph.relationships[static_cast<std::size_t>(relationship->at)];
    return term.key == "i" ? std::optional(r.i) : term.key == "w" ? r.w : std::nullopt;
  }
  return std::nullopt;
}

std::string text_of(const RefPath& path) {
  std::string text = path.name.empty() ? "" : path.name + " = ";
  const auto node = [&](const RefNode& n) {
    text += "(" + n.name;
    for (std::size_t i = 0; i < n.labels.size(); ++i)
      text += (i > 0 && n.any_label ? "|" : ":") + n.labels[i];
    if (n.k) text += " {k: " + std::to_string(*n.k) + "}";
    text += ")";
  };
  node(path.nodes[0]);
  for (std::size_t h = 0; h < path.hops.size(); ++h) {
    const RefHop& hop = path.hops[h];
    std::string inner = hop.name;
    for (std::size_t i = 0; i < hop.types.size(); ++i) inner += (i == 0 ? ":" : "|") + hop.types[i];
    if (hop.length) {
      inner += "*" + std::to_string(hop.length->first) + "..";
      if (hop.length->second) inner += std::to_string(*hop.length->second);
    }
    if (hop.w) inner += " {w: " + std::to_string(*hop.w) + "}";
    if (!inner.empty()) inner = "[" + inner + "]";
    text += (hop.direction == RefDirection::left ? "<-" : "-") + inner +
            (hop.direction == RefDirection::right ? "->" : "-");
    node(path.nodes[h + 1]);
  }
  return text;
}

std::string text_of(const RefPredicate& predicate) {
  const auto where = [](const RefPredicatePtr& inner) {
    return inner ? " WHERE " + text_of(*inner) : std::string();
  };
  return std::visit(
      Overloaded{
          [](const RefCompare& p) { return term_text(p.left) + " " + p.op + " " + term_text(p.right); },
          [](const RefHasLabel& p) { return p.name + ":" + p.label; },
          [](const RefSame& p) { return p.left + (p.differ ? " <> " : " = ") + p.right; },
          [](const RefIn& p) {
            std::string list;
            for (const int number : p.numbers) list += (list.empty() ? "" : ", ") + std::to_string(number);
            return term_text(p.left) + " IN [" + list + "]";
          },
          [](const RefIsNull& p) { return term_text(p.term) + " IS NULL"; },
          [](const RefNot& p) { return "NOT (" + text_of(*p.of) + ")"; },
          [](const RefBoth& p) {
            return "(" + text_of(*p.left) + (p.any ? " OR " : " AND ") + text_of(*p.right) + ")";
          },
          [&](const RefExists& p) {
            return p.braces ? "EXISTS { " + text_of(p.path) + where(p.where) + " }" : text_of(p.path);
          },
          [&](const RefCountOf& p) {
            return "COUNT { " + text_of(p.path) + where(p.where) + " } " + p.op + " " +
                   std::to_string(p.number);
          }},
      predicate.node);
}

std::string text_of(const RefMatch& match) {
  std::string text = match.optional ? "OPTIONAL MATCH " : "MATCH ";
  for (std::size_t i = 0; i < match.paths.size(); ++i) text += (i == 0 ? "" : ", ") + text_of(match.paths[i]);
  if (match.where) text += " WHERE " + text_of(*match.where);
  return text;
}

std::optional<std::vector<RefRow>> reference_rows(const SmallGraph& graph,
                                                  const std::vector<RefMatch>& clauses) {
  Matcher matcher(graph);
  std::vector<RefRow> rows{RefRow{}};
  for (const RefMatch& clause : clauses) {
    std::vector<RefRow> next;
    for (const RefRow& row : rows) {
      if (matcher.tired() || next.size() > 20000) return std::nullopt;
      const std::size_t before = next.size();
      matcher.match(clause.paths, row, [&](const RefRow& found) {
        if (!clause.where || matcher.holds(*clause.where, found) == Truth(true)) next.push_back(found);
      });
      if (!clause.optional || next.size() > before) continue;
      RefRow missing = row;
      for (const RefPath& path : clause.paths) {
        if (!path.name.empty()) missing.emplace(path.name, std::monostate());
        for (const RefNode& node : path.nodes)
          if (!node.name.empty()) missing.emplace(node.name, std::monostate());
        for (const RefHop& hop : path.hops)
          if (!hop.name.empty()) missing.emplace(hop.name, std::monostate());
      }
      next.push_back(std::move(missing));
    }
    rows = std::move(next);
  }
  if (matcher.tired()) return std::nullopt;
  return rows;
}

}  // namespace skein::tests
