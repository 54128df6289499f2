#include "tests/queries/random/statement.hpp"

#include <algorithm>
#include <vector>

namespace skein::tests {

namespace {

enum class Kind { node, relationship, number, numbers, text, truth, path };

struct Name {
  std::string text;
  Kind kind;
};

class Generator {
 public:
  explicit Generator(Dice& dice) : dice_(dice) {}

  RandomStatement statement() {
    RandomStatement out;
    const int parts = dice_.one_in(8) ? 2 : 1;
    const std::string join = dice_.one_in(2) ? " UNION " : " UNION ALL ";
    // The parts of a UNION have the same columns.
    columns_ = parts == 1 ? 0 : dice_.between(1, 2);
    for (int part = 0; part < parts; ++part) {
      scope_.clear();
      out.text += (part == 0 ? "" : join) + single();
    }
    out.updates = updates_;
    out.ordered = ordered_ && parts == 1;
    return out;
  }

 private:
  std::string single() {
    std::string text;
    bool writes = false;
    for (int clauses = dice_.between(1, 4); clauses > 0; --clauses) {
      text += clause() + " ";
      if (columns_ == 0 && dice_.one_in(7)) {
        text += update() + " ";
        writes = updates_ = true;
      }
    }
    if (writes) {
      text += "WITH count(*) AS rows_before ";
      scope_ = {{"rows_before", Kind::number}};
      if (dice_.one_in(2)) text += match() + " ";
    }
    return text + returning();
  }

  std::string clause() {
    switch (dice_.below(9)) {
      case 0:
        return unwind();
      case 1:
      case 2:
        return with();
      case 3:
        return subquery();
      default:
        return match();
    }
  }

  // --- patterns ---

  std::string node(bool may_name = true) {
    std::string name;
    const auto known = of(Kind::node);
    if (!known.empty() && dice_.one_in(2))
      name = dice_.pick(known);
    else if (may_name && !dice_.one_in(4))
      name = fresh(Kind::node);
    std::string text =
        "(" + name + dice_.pick<std::string>({"", "", "", ":A", ":B", ":A:B", ":A|B", ":!C", ":A&!B", ":%"});
    if (dice_.one_in(7))
      text += " {k: " + number(0) + "}";
    else if (may_name && !name.empty() && dice_.one_in(10))
      text += " WHERE " + name + ".k < 2";
    return text + ")";
  }
  std::string hop(bool may_name = true) {
    std::string inner;
    if (may_name && dice_.one_in(3)) inner = fresh(Kind::relationship);
    const bool named = !inner.empty();
    inner += dice_.pick<std::string>({"", ":R", ":R", ":S", ":R|S", ":T|S", ":!R"});
    if (!named && dice_.one_in(6))
      inner += dice_.pick<std::string>({"*1..2", "*0..1", "*2", "*..2", "*0..2"});
    if (dice_.one_in(9)) inner += " {w: " + std::to_string(dice_.below(3)) + "}";
    if (!inner.empty()) inner = "[" + inner + "]";
    return dice_.pick<std::string>({"-" + inner + "->", "<-" + inner + "-", "-" + inner + "-"});
  }
  std::string path(bool may_name = true) {
    std::string text = node(may_name);
    for (int hops = dice_.pick<int>({0, 1, 1, 1, 2, 2, 3}); hops > 0; --hops) {
      const std::string step = hop(may_name);
      text += step + node(may_name);
    }
    return text;
  }
  // In an expression: hangs on a node that is there, brings no names.
  std::string inner_path(bool may_name) {
    const auto known = of(Kind::node);
    std::string text = known.empty() || dice_.one_in(6) ? "(:A)" : "(" + dice_.pick(known) + ")";
    for (int hops = dice_.pick<int>({1, 1, 2}); hops > 0; --hops) {
      const std::string step = hop(may_name);
      text += step + node(may_name);
    }
    return text;
  }
  std::string match() {
    std::string text = dice_.one_in(3) ? "OPTIONAL MATCH " : "MATCH ";
    for (int paths = dice_.pick<int>({1, 1, 1, 2}); paths > 0; --paths) {
      if (!text.ends_with("MATCH ")) text += ", ";
      if (dice_.one_in(8)) {
        const std::string walked = path();
        text += fresh(Kind::path) + " = " + walked;
      } else {
        text += path();
      }
    }
    if (dice_.one_in(2)) text += " WHERE " + truth(2);
    return text;
  }

  // --- rows ---

  std::string unwind() {
    const std::string list = numbers(2);
    return "UNWIND " + list + " AS " + fresh(Kind::number);
  }

  // Items `expression AS name`; what they bring.
  std::string items(std::vector<Name>& brought, int most) {
    std::string text;
    const bool aggregates = dice_.one_in(3);
    for (int count = dice_.between(1, most); count > 0; --count) {
      std::string item;
      Kind kind = Kind::number;
      if (aggregates && (count == 1 || dice_.one_in(2))) {
        item = aggregate();
      } else if (!scope_.empty() && dice_.one_in(2)) {
        const Name name = dice_.pick(scope_);
        item = name.text;
        kind = name.kind;
      } else {
        item = expression(kind);
      }
      brought.push_back({"x" + std::to_string(next_++), kind});
      text += (text.empty() ? "" : ", ") + item + " AS " + brought.back().text;
    }
    return text;
  }

  std::string with() {
    std::vector<Name> brought;
    std::string text = std::string("WITH ") + (dice_.one_in(4) ? "DISTINCT " : "") + items(brought, 4);
    scope_ = brought;
    if (dice_.one_in(5)) text += cut(brought);
    if (dice_.one_in(3)) text += " WHERE " + truth(1);
    return text;
  }

  // ORDER BY everything, where everything has an order that all plans agree on, and then SKIP or LIMIT.
  std::string cut(const std::vector<Name>& columns) {
    std::string text;
    for (const Name& column : columns) {
      if (column.kind == Kind::path || column.kind == Kind::numbers) return {};
      // Nodes that were made just now have no number.
      if (updates_ && (column.kind == Kind::node || column.kind == Kind::relationship)) return {};
      const std::string key =
          column.kind == Kind::node || column.kind == Kind::relationship ? column.text + ".i" : column.text;
      text += (text.empty() ? " ORDER BY " : ", ") + key + dice_.pick<std::string>({"", " DESC"});
    }
    if (dice_.one_in(3)) text += " SKIP " + std::to_string(dice_.below(3));
    if (dice_.one_in(2)) text += " LIMIT " + std::to_string(dice_.below(6));
    return text;
  }

  std::string subquery() {
    const auto outer = scope_;
    std::string text = "CALL { ";
    std::vector<Name> imported;
    for (const Name& name : outer)
      if (dice_.one_in(2)) imported.push_back(name);
    if (!imported.empty()) {
      text += "WITH ";
      for (const Name& name : imported) text += (text.ends_with("WITH ") ? "" : ", ") + name.text;
      text += " ";
    }
    scope_ = imported;
    text += match() + " ";
    std::vector<Name> brought;
    const std::string returned = items(brought, 2);
    text += std::string("RETURN ") + (dice_.one_in(5) ? "DISTINCT " : "") + returned + " }";
    scope_ = outer;
    scope_.insert(scope_.end(), brought.begin(), brought.end());
    return text;
  }

  std::string returning() {
    std::vector<Name> brought;
    if (columns_ == 0) {
      std::string text = std::string("RETURN ") + (dice_.one_in(4) ? "DISTINCT " : "") + items(brought, 4);
      if (dice_.one_in(3)) {
        const std::string order = cut(brought);
        ordered_ = !order.empty();
        text += order;
      }
      return text;
    }
    std::string text = "RETURN ";
    for (int i = 0; i < columns_; ++i) text += (i == 0 ? "" : ", ") + number(1) + " AS c" + std::to_string(i);
    return text;
  }

  // --- updates: what a row does is what every other row with the same nodes would do ---

  std::string update() {
    const auto nodes = of(Kind::node);
    const std::string some = nodes.empty() ? "" : dice_.pick(nodes);
    switch (dice_.below(8)) {
      case 0:
        return "CREATE (:D {k: " + number(0) + "})";
      case 1:
        return some.empty() ? "MERGE (:D {k: 1})" : "CREATE (" + some + ")-[:U {w: 1}]->(:D {k: 2})";
      case 2:
        return "MERGE (:D {k: " + number(0) + "})";
      case 3:
        return some.empty() ? "MERGE (:A {k: 7})" : "SET " + some + ".k = " + std::to_string(dice_.below(5));
      case 4:
        return some.empty() ? "MERGE (:E)" : "SET " + some + ":D REMOVE " + some + ".k";
      case 5:
        return some.empty() ? "CREATE ()-[:U]->()" : "SET " + some + " += {z: 1, k: " + some + ".i}";
      case 6:
        return "FOREACH (e IN " + numbers(1) + " | CREATE (:F {k: e}))";
      default: {
        if (some.empty()) return "CREATE (:G)";
        scope_ = {{"gone", Kind::number}};
        return "WITH DISTINCT " + some + " DETACH DELETE " + some + " WITH count(*) AS gone";
      }
    }
  }

  // --- expressions: of a kind, never failing ---

  std::string expression(Kind& kind) {
    switch (dice_.below(6)) {
      case 0:
        kind = Kind::truth;
        return truth(1);
      case 1:
        kind = Kind::numbers;
        return numbers(1);
      case 2:
        kind = Kind::text;
        return text();
      default:
        kind = Kind::number;
        return number(2);
    }
  }

  std::string property() {
    std::vector<std::string> all;
    for (const Name& name : scope_) {
      if (name.kind == Kind::node) all.push_back(name.text + (dice_.one_in(3) ? ".i" : ".k"));
      if (name.kind == Kind::relationship) all.push_back(name.text + (dice_.one_in(3) ? ".i" : ".w"));
    }
    return all.empty() ? std::to_string(dice_.below(4)) : dice_.pick(all);
  }

  std::string number(int depth) {
    const auto known = of(Kind::number);
    switch (dice_.below(depth > 0 ? 15 : 4)) {
      case 0:
        return std::to_string(dice_.below(4));
      case 1:
        if (!known.empty()) return dice_.pick(known);
        return property();
      case 2:
      case 3:
        return property();
      case 4:
        return number(depth - 1) + dice_.pick<std::string>({" + ", " - ", " * "}) + property();
      case 5:
        return "coalesce(" + property() + ", " + number(depth - 1) + ")";
      case 6:
        return "CASE WHEN " + truth(depth - 1) + " THEN " + number(depth - 1) + " ELSE " + property() +
               " END";
      case 7:
        return "size(" + numbers(depth - 1) + ")";
      case 8:
        return scoped([&] {
          return "COUNT { " + inner_path(true) + (dice_.one_in(2) ? " WHERE " + truth(depth - 1) : "") + " }";
        });
      case 9:
        return scoped([&] { return "size([" + inner_path(true) + " | " + property() + "])"; });
      case 10:
        return scoped(
            [&] { return "size(COLLECT { MATCH " + inner_path(true) + " RETURN " + property() + " })"; });
      case 11:
        return "reduce(t = 0, e IN " + numbers(depth - 1) + " | t + e)";
      case 12: {
        const auto paths = of(Kind::path);
        return paths.empty() ? "abs(" + property() + ")" : "length(" + dice_.pick(paths) + ")";
      }
      case 13:
        return "toInteger(" + text() + ")";
      default:
        return "(" + number(depth - 1) + ")";
    }
  }

  std::string text() {
    const auto nodes = of(Kind::node), relationships = of(Kind::relationship);
    switch (dice_.below(4)) {
      case 0:
        return relationships.empty() ? "'1'" : "type(" + dice_.pick(relationships) + ")";
      case 1:
        return "toString(" + property() + ")";
      case 2:
        return "'a' + " + property();
      default:
        return nodes.empty() ? "'b'" : "toString(size(labels(" + dice_.pick(nodes) + ")))";
    }
  }

  std::string numbers(int depth) {
    switch (dice_.below(depth > 0 ? 6 : 3)) {
      case 0:
        return "[1, 2, 3]";
      case 1:
        return "[" + property() + ", " + property() + "]";
      case 2:
        return "range(0, " + std::to_string(dice_.below(4)) + ")";
      case 3:
        return "[e IN " + numbers(depth - 1) + " WHERE e > 0 | e * 2]";
      case 4:
        return numbers(depth - 1) + "[0..2]";
      default:
        return numbers(depth - 1) + " + [" + number(depth - 1) + "]";
    }
  }

  std::string truth(int depth) {
    const auto nodes = of(Kind::node);
    switch (dice_.below(depth > 0 ? 13 : 5)) {
      case 0:
      case 1:
        return property() + dice_.pick<std::string>({" = ", " <> ", " < ", " >= "}) + number(0);
      case 2:
        return nodes.empty() ? "true"
                             : dice_.pick(nodes) + dice_.pick<std::string>({":A", ":B", ":A:B", ":A|C"});
      case 3:
        return nodes.empty()
                   ? "1 < 2"
                   : dice_.pick(nodes) + dice_.pick<std::string>({" = ", " <> "}) + dice_.pick(nodes);
      case 4:
        return property() + " IS " + dice_.pick<std::string>({"", "NOT "}) + "NULL";
      case 5:
        return property() + " IN " + numbers(depth - 1);
      case 6:
        return "NOT " + parenthesized(truth(depth - 1));
      case 7:
        return parenthesized(truth(depth - 1)) + dice_.pick<std::string>({" AND ", " OR ", " XOR "}) +
               parenthesized(truth(depth - 1));
      case 8:
        return nodes.empty() ? "false" : inner_path(false);
      case 9:
        return scoped([&] {
          return "EXISTS { " + inner_path(true) + (dice_.one_in(2) ? " WHERE " + truth(depth - 1) : "") +
                 " }";
        });
      case 10:
        return scoped([&] {
          return "COUNT { " + inner_path(true) + " }" +
                 dice_.pick<std::string>({" = 0", " > 0", " = 1", " >= 1"});
        });
      case 11:
        return dice_.pick<std::string>({"any", "all", "none", "single"}) + "(e IN " + numbers(depth - 1) +
               " WHERE e > 1)";
      default:
        return number(depth - 1) + " <= " + number(depth - 1);
    }
  }

  static std::string parenthesized(const std::string& inner) { return "(" + inner + ")"; }

  std::string aggregate() {
    const std::string distinct = dice_.one_in(3) ? "DISTINCT " : "";
    switch (dice_.below(6)) {
      case 0:
      case 1:
        return "count(*)";
      case 2:
        return "sum(" + distinct + property() + ")";
      case 3:
        return "count(" + distinct + (scope_.empty() ? "1" : dice_.pick(scope_).text) + ")";
      case 4:
        return dice_.pick<std::string>({"min", "max"}) + "(" + property() + ")";
      default:
        return "size(collect(" + distinct + property() + "))";
    }
  }

  // Names that come up inside are gone afterwards.
  template <typename Make>
  std::string scoped(Make make) {
    const auto before = scope_;
    std::string text = make();
    scope_ = before;
    return text;
  }

  std::string fresh(Kind kind) {
    scope_.push_back({"v" + std::to_string(next_++), kind});
    return scope_.back().text;
  }
  [[nodiscard]] std::vector<std::string> of(Kind kind) const {
    std::vector<std::string> out;
    for (const Name& name : scope_)
      if (name.kind == kind) out.push_back(name.text);
    return out;
  }

  Dice& dice_;
  std::vector<Name> scope_;
  int next_ = 0;
  int columns_ = 0;
  bool updates_ = false, ordered_ = false;
};

}  // namespace

RandomStatement random_statement(Dice& dice) { return Generator(dice).statement(); }

}  // namespace skein::tests
