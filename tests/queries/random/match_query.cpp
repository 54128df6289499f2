#include "tests/queries/random/match_query.hpp"

#include <algorithm>
#include <set>

namespace skein::tests {

namespace {

enum class Kind { node, relationship, list, path };

class Generator {
 public:
  Generator(const SmallGraph& g, Dice& d) : graph_(g), dice_(d) {}

  std::vector<RefMatch> clauses() {
    std::vector<RefMatch> out;
    for (int left = dice_.pick<int>({1, 1, 1, 2, 2, 3}); left > 0; --left) {
      RefMatch match;
      match.optional = dice_.one_in(out.empty() ? 8 : 3);
      used_here_.clear();
      for (int paths = dice_.pick<int>({1, 1, 1, 2, 2, 3}); paths > 0; --paths) match.paths.push_back(path());
      if (dice_.one_in(2)) match.where = predicate(2);
      out.push_back(std::move(match));
    }
    return out;
  }

  const std::vector<std::pair<std::string, Kind>>& names() const { return names_; }
  RefTerm property() {
    std::vector<RefTerm> terms;
    for (const auto& [name, kind] : names_) {
      if (kind == Kind::node) terms.push_back({name, dice_.one_in(3) ? "i" : "k"});
      if (kind == Kind::relationship) terms.push_back({name, dice_.one_in(3) ? "i" : "w"});
    }
    return terms.empty() ? RefTerm{{}, {}, 1} : dice_.pick(terms);
  }

 private:
  std::string fresh(const char* letter, Kind kind) {
    names_.emplace_back(letter + std::to_string(names_.size()), kind);
    return names_.back().first;
  }
  std::vector<std::string> of_kind(Kind kind) const {
    std::vector<std::string> out;
    for (const auto& [name, k] : names_)
      if (k == kind) out.push_back(name);
    return out;
  }

  RefNode node(bool may_name) {
    RefNode n;
    const auto known = of_kind(Kind::node);
    if (!known.empty() && dice_.one_in(3))
      n.name = dice_.pick(known);
    else if (may_name && !dice_.one_in(4))
      n.name = fresh("n", Kind::node);
    if (dice_.one_in(2)) n.labels.push_back(dice_.pick<std::string>({"A", "B", "C"}));
    if (!n.labels.empty() && dice_.one_in(4)) {
      n.labels.push_back(dice_.pick<std::string>({"A", "B", "C"}));
      n.any_label = dice_.one_in(2);
    }
    if (dice_.one_in(6)) n.k = dice_.below(3);
    return n;
  }

  RefHop hop(bool may_name) {
    RefHop h;
    h.direction = dice_.pick<RefDirection>({RefDirection::right, RefDirection::left, RefDirection::either});
    for (int types = dice_.pick<int>({0, 1, 1, 2}); types > 0; --types)
      h.types.push_back(dice_.pick<std::string>({"R", "S", "T"}));
    if (dice_.one_in(5)) {
      const int least = dice_.pick<int>({0, 1, 1, 2});
      h.length = {least, dice_.one_in(12) ? std::nullopt : std::optional(least + dice_.below(3))};
      if (may_name && dice_.one_in(3)) h.name = fresh("s", Kind::list);
    } else if (may_name && dice_.one_in(2)) {
      const auto known = of_kind(Kind::relationship);
      std::vector<std::string> usable;
      for (const std::string& name : known)
        if (!used_here_.contains(name)) usable.push_back(name);
      h.name = !usable.empty() && dice_.one_in(6) ? dice_.pick(usable) : fresh("r", Kind::relationship);
      used_here_.insert(h.name);
    }
    if (dice_.one_in(8)) h.w = dice_.below(3);
    return h;
  }

  RefPath path() {
    RefPath p;
    p.nodes.push_back(node(true));
    for (int hops = dice_.pick<int>({0, 1, 1, 1, 2, 2, 3, 4}); hops > 0; --hops) {
      p.hops.push_back(hop(true));
      p.nodes.push_back(node(true));
    }
    if (dice_.one_in(8)) p.name = fresh("p", Kind::path);
    return p;
  }

  RefPath inner_path(bool may_name) {
    RefPath p;
    const auto known = of_kind(Kind::node);
    RefNode first;
    if (!known.empty() && !dice_.one_in(6)) first.name = dice_.pick(known);
    p.nodes.push_back(first);
    for (int hops = dice_.pick<int>({1, 1, 1, 2}); hops > 0; --hops) {
      p.hops.push_back(hop(false));
      p.nodes.push_back(node(may_name));
    }
    return p;
  }

  RefPredicatePtr make(decltype(RefPredicate::node) node) {
    return std::make_shared<RefPredicate>(RefPredicate{std::move(node)});
  }

  // A pattern in a predicate, whose names are seen in its own WHERE alone.
  template <typename Make>
  RefPredicatePtr scoped(int depth, Make with) {
    const auto before = names_;
    RefPath p = inner_path(true);
    RefPredicatePtr where = dice_.one_in(2) ? predicate(depth - 1) : nullptr;
    names_ = before;
    return make(with(std::move(p), std::move(where)));
  }

  RefPredicatePtr predicate(int depth) {
    const std::vector<std::string> ops{"=", "=", "<>", "<", "<=", ">", ">="};
    const auto nodes = of_kind(Kind::node);
    for (;;) {
      switch (dice_.below(depth > 0 ? 11 : 6)) {
        case 0:
          return make(RefCompare{property(), {{}, {}, dice_.below(4)}, dice_.pick(ops)});
        case 1:
        case 2:
          return make(RefCompare{property(), property(), dice_.pick(ops)});
        case 3:
          if (nodes.empty()) break;
          return make(RefHasLabel{dice_.pick(nodes), dice_.pick<std::string>({"A", "B", "C"})});
        case 4:
          if (nodes.empty()) break;
          return make(RefSame{dice_.pick(nodes), dice_.pick(nodes), dice_.one_in(2)});
        case 5:
          if (dice_.one_in(3)) return make(RefIsNull{property()});
          return make(RefIn{property(), {dice_.below(3), dice_.below(6)}});
        case 6:
          return make(RefNot{predicate(depth - 1)});
        case 7:
          return make(RefBoth{predicate(depth - 1), predicate(depth - 1), dice_.one_in(2)});
        case 8: {
          RefPath p = inner_path(false);
          return make(RefExists{std::move(p), nullptr, false});
        }
        case 9:
          return scoped(depth, [](RefPath p, RefPredicatePtr where) {
            return RefExists{std::move(p), std::move(where), true};
          });
        default: {
          const std::string op = dice_.pick(ops);
          const int number = dice_.pick<int>({0, 0, 1, 2});
          return scoped(depth, [&](RefPath p, RefPredicatePtr where) {
            return RefCountOf{std::move(p), std::move(where), op, number};
          });
        }
      }
    }
  }

  const SmallGraph& graph_;
  Dice& dice_;
  std::vector<std::pair<std::string, Kind>> names_;
  std::set<std::string> used_here_;  // relationships that this MATCH names
};

std::string shown(std::optional<int> number) { return number ? std::to_string(*number) : "null"; }

std::string shown(const SmallGraph& graph, const std::vector<int>& places, bool nodes) {
  std::string text = "[";
  for (const int at : places) {
    if (text.size() > 1) text += ", ";
    text += std::to_string(nodes ? graph.nodes[static_cast<std::size_t>(at)].i
                                 : graph.relationships[static_cast<std::size_t>(at)].i);
  }
  return text + "]";
}

std::string joined(const std::vector<std::string>& parts, const char* between) {
  std::string text;
  for (const std::string& part : parts) text += (text.empty() ? "" : between) + part;
  return text;
}

// Everything that the names stand for.
void return_names(const SmallGraph& graph, const std::vector<RefRow>& rows, const Generator& generator,
                  Dice& dice, MatchQuery& out) {
  std::vector<std::string> items;
  std::vector<std::vector<std::string>> cells(rows.size());
  for (const auto& [name, kind] : generator.names()) {
    if (dice.one_in(4)) continue;
    switch (kind) {
      case Kind::node:
      case Kind::relationship:
        items.push_back(name + ".i");
        break;
      case Kind::list:
        items.push_back("[x IN " + name + " | x.i]");
        break;
      case Kind::path:
        items.push_back("[x IN nodes(" + name + ") | x.i]");
        items.push_back("[x IN relationships(" + name + ") | x.i]");
        items.push_back("length(" + name + ")");
        break;
    }
    for (std::size_t i = 0; i < rows.size(); ++i) {
      const RefValue& value = rows[i].at(name);
      if (kind == Kind::path) {
        const auto* path = std::get_if<RefPathValue>(&value);
        cells[i].push_back(path ? shown(graph, path->nodes, true) : "null");
        cells[i].push_back(path ? shown(graph, path->relationships, false) : "null");
        cells[i].push_back(path ? std::to_string(path->relationships.size()) : "null");
      } else if (kind == Kind::list) {
        const auto* list = std::get_if<std::vector<int>>(&value);
        cells[i].push_back(list ? shown(graph, *list, false) : "null");
      } else {
        cells[i].push_back(shown(reference_property(graph, rows[i], {name, "i"})));
      }
    }
  }
  if (items.empty()) {
    items.emplace_back("1");
    for (auto& row : cells) row.emplace_back("1");
  }
  for (const auto& row : cells) out.rows.push_back(joined(row, " | "));
  const bool distinct = dice.one_in(4);
  if (distinct) {
    std::sort(out.rows.begin(), out.rows.end());
    out.rows.erase(std::unique(out.rows.begin(), out.rows.end()), out.rows.end());
  }
  out.text += std::string(" RETURN ") + (distinct ? "DISTINCT " : "") + joined(items, ", ");
}

void return_ordered(const SmallGraph& graph, const std::vector<RefRow>& rows, Generator& generator,
                    Dice& dice, MatchQuery& out) {
  std::vector<std::string> items, keys;
  std::vector<std::vector<std::optional<int>>> cells(rows.size());
  std::vector<bool> descending;
  for (int columns = dice.between(1, 3); columns > 0; --columns) {
    const RefTerm term = generator.property();
    if (term.name.empty()) return;
    const std::string alias = "c" + std::to_string(items.size());
    items.push_back(term.name + "." + term.key + " AS " + alias);
    descending.push_back(dice.one_in(2));
    keys.push_back(alias + (descending.back() ? " DESC" : ""));
    for (std::size_t i = 0; i < rows.size(); ++i)
      cells[i].push_back(reference_property(graph, rows[i], term));
  }
  std::sort(cells.begin(), cells.end(), [&](const auto& a, const auto& b) {
    for (std::size_t i = 0; i < a.size(); ++i) {
      // Null is the largest.
      const int x = a[i].value_or(1000), y = b[i].value_or(1000);
      if (x != y) return descending[i] ? x > y : x < y;
    }
    return false;
  });
  out.text += " RETURN " + joined(items, ", ") + " ORDER BY " + joined(keys, ", ");
  std::size_t from = 0, to = cells.size();
  if (dice.one_in(3)) {
    from = std::min<std::size_t>(to, static_cast<std::size_t>(dice.below(3)));
    out.text += " SKIP " + std::to_string(from);
  }
  if (dice.one_in(2)) {
    const int most = dice.below(6);
    to = std::min<std::size_t>(to, from + static_cast<std::size_t>(most));
    out.text += " LIMIT " + std::to_string(most);
  }
  for (std::size_t i = from; i < to; ++i) {
    std::vector<std::string> row;
    for (const auto& cell : cells[i]) row.push_back(shown(cell));
    out.rows.push_back(joined(row, " | "));
  }
  out.ordered = true;
}

void return_groups(const SmallGraph& graph, const std::vector<RefRow>& rows, Generator& generator, Dice& dice,
                   MatchQuery& out) {
  std::vector<RefTerm> keys;
  for (int count = dice.below(3); count > 0; --count) keys.push_back(generator.property());
  const RefTerm of = generator.property();
  if (of.name.empty() ||
      std::any_of(keys.begin(), keys.end(), [](const RefTerm& key) { return key.name.empty(); }))
    return;
  std::map<std::vector<std::string>, std::vector<std::optional<int>>> groups;
  for (const RefRow& row : rows) {
    std::vector<std::string> key;
    for (const RefTerm& term : keys) key.push_back(shown(reference_property(graph, row, term)));
    groups[key].push_back(reference_property(graph, row, of));
  }
  if (keys.empty() && rows.empty()) groups[{}] = {};
  const int which = dice.below(4);
  for (const auto& [key, values] : groups) {
    std::vector<std::string> row = key;
    std::set<int> different;
    int sum = 0, count = 0;
    for (const auto& value : values) {
      if (!value) continue;
      different.insert(*value);
      sum += *value;
      ++count;
    }
    row.push_back(std::to_string(values.size()));
    if (which == 1) row.push_back(std::to_string(sum));
    if (which == 2) row.push_back(std::to_string(different.size()));
    if (which == 3) {
      row.push_back(std::to_string(count));
      row.push_back(different.empty() ? "null" : std::to_string(*different.begin()));
      row.push_back(different.empty() ? "null" : std::to_string(*different.rbegin()));
    }
    out.rows.push_back(joined(row, " | "));
  }
  const std::string term = of.name + "." + of.key;
  std::vector<std::string> items;
  for (std::size_t i = 0; i < keys.size(); ++i)
    items.push_back(keys[i].name + "." + keys[i].key + " AS g" + std::to_string(i));
  items.emplace_back("count(*) AS n");
  if (which == 1) items.push_back("sum(" + term + ") AS s");
  if (which == 2) items.push_back("count(DISTINCT " + term + ") AS d");
  if (which == 3) {
    items.push_back("count(" + term + ") AS c");
    items.push_back("min(" + term + ") AS least");
    items.push_back("max(" + term + ") AS most");
  }
  out.text += " RETURN " + joined(items, ", ");
}

}  // namespace

std::optional<MatchQuery> random_match_query(const SmallGraph& graph, Dice& dice) {
  Generator generator(graph, dice);
  const auto clauses = generator.clauses();
  const auto rows = reference_rows(graph, clauses);
  if (!rows) return std::nullopt;
  MatchQuery query;
  for (const RefMatch& clause : clauses) query.text += (query.text.empty() ? "" : " ") + text_of(clause);
  const std::size_t without = query.text.size();
  switch (dice.below(4)) {
    case 0:
      return_ordered(graph, *rows, generator, dice, query);
      break;
    case 1:
      return_groups(graph, *rows, generator, dice, query);
      break;
    case 2:
      query.text += " RETURN count(*)";
      query.rows = {std::to_string(rows->size())};
      break;
    default:
      break;
  }
  if (query.text.size() == without) return_names(graph, *rows, generator, dice, query);
  return query;
}

}  // namespace skein::tests
