#include "tests/queries/random/differential.hpp"

#include <algorithm>
#include <cctype>
#include <memory>
#include <optional>

#include "dsl/procedures.hpp"
#include "dsl/query.hpp"
#include "dsl/value/display.hpp"
#include "tests/queries/random/match_query.hpp"
#include "tests/queries/random/statement.hpp"

namespace skein::tests {

namespace {

constexpr std::size_t queries_of_a_graph = 16;
constexpr std::size_t most_rows = 50000;

struct Answer {
  bool stopped = false;
  std::string error;  // its class; empty: none
  std::string message;
  std::vector<std::string> rows;
  bool operator==(const Answer& other) const { return error == other.error && rows == other.rows; }
};

struct Rows final : dsl::RowSink {
  const dsl::Session* session = nullptr;
  std::vector<std::string> lines;
  Result<void> begin(const std::vector<std::string>&) override { return {}; }
  Result<void> row(std::vector<Value> given) override {
    if (lines.size() >= most_rows) return Error{ErrorCode::cancelled, "too many rows"};
    std::string line;
    for (const Value& value : given) {
      if (!line.empty()) line += " | ";
      dsl::append_display_text(line, value, session->transaction());
    }
    lines.push_back(std::move(line));
    return {};
  }
};

// A way to plan.
struct Way {
  const char* name;
  dsl::Planning planning;
};

class World {
 public:
  World(const std::string& create, const std::vector<std::string>& schema)
      : graph_(std::move(*graph::Graph::open(":memory:", {}))),
        session_(*graph_, std::make_shared<dsl::ProcedureRegistry>(dsl::builtin_procedures())) {
    if (!create.empty()) run(create, {});
    for (const std::string& statement : schema) run(statement, {});
  }

  Answer run(const std::string& text, const dsl::Planning& planning) {
    session_.set_planning(planning);
    Rows rows;
    rows.session = &session_;
    graph::QueryContext context;
    context.limits.deadline = std::chrono::steady_clock::now() + std::chrono::seconds(3);
    context.limits.memory_bytes = std::uint64_t{256} << 20;
    const auto done = session_.run(text, context, rows);
    Answer answer;
    if (done.ok()) {
      answer.rows = std::move(rows.lines);
    } else {
      answer.stopped = done.error().code == ErrorCode::cancelled;
      answer.error = done.error().error_class.empty() ? "Error" : done.error().error_class;
      answer.message = done.error().message;
    }
    return answer;
  }

  // The rows, sorted where no order is wanted; after an update with all that the graph then holds. Nothing
  // lasts.
  Answer answer(const std::string& text, const dsl::Planning& planning, bool ordered, bool updates) {
    if (updates) run("BEGIN", {});
    Answer found = run(text, planning);
    if (!ordered) std::sort(found.rows.begin(), found.rows.end());
    if (updates) {
      if (found.error.empty()) {
        for (const char* dump : {"MATCH (n) RETURN n", "MATCH (a)-[r]->(b) RETURN a, r, b"}) {
          Answer content = run(dump, {});
          std::sort(content.rows.begin(), content.rows.end());
          found.rows.insert(found.rows.end(), content.rows.begin(), content.rows.end());
        }
      }
      run("ROLLBACK", {});
    }
    return found;
  }

 private:
  std::unique_ptr<graph::Graph> graph_;
  dsl::Session session_;
};

// Words, numbers, strings and single signs, each with the blanks after it.
std::vector<std::string> tokens(const std::string& text) {
  std::vector<std::string> out;
  const auto is_word = [](char c) { return std::isalnum(static_cast<unsigned char>(c)) || c == '_'; };
  for (std::size_t i = 0; i < text.size();) {
    std::size_t end = i + 1;
    if (is_word(text[i])) {
      while (end < text.size() && is_word(text[end])) ++end;
    } else if (text[i] == '\'') {
      while (end < text.size() && text[end] != '\'') ++end;
      end = std::min(end + 1, text.size());
    }
    while (end < text.size() && std::isspace(static_cast<unsigned char>(text[end]))) ++end;
    out.push_back(text.substr(i, end - i));
    i = end;
  }
  return out;
}

// Delta debugging (Zeller, Hildebrandt 2002): drops ever smaller stretches as long as `fails` stays true.
template <typename T>
std::vector<T> shrunk(std::vector<T> parts, const std::function<bool(const std::vector<T>&)>& fails) {
  for (std::size_t length = std::max<std::size_t>(1, parts.size() / 2); length >= 1;
       length = length == 1 ? 0 : length / 2) {
    for (bool dropped = true; dropped;) {
      dropped = false;
      for (std::size_t at = 0; at + length <= parts.size();) {
        std::vector<T> without(parts.begin(), parts.begin() + static_cast<std::ptrdiff_t>(at));
        without.insert(without.end(), parts.begin() + static_cast<std::ptrdiff_t>(at + length), parts.end());
        if (fails(without)) {
          parts = std::move(without);
          dropped = true;
        } else {
          ++at;
        }
      }
    }
  }
  return parts;
}

std::string joined(const std::vector<std::string>& parts) {
  std::string text;
  for (const std::string& part : parts) text += part;
  return text;
}

std::string shown(const char* name, const Answer& answer) {
  std::string text = std::string(name) + ": ";
  if (!answer.error.empty()) return text + answer.error + " (" + answer.message + ")";
  text += std::to_string(answer.rows.size()) + " rows";
  for (std::size_t i = 0; i < std::min<std::size_t>(answer.rows.size(), 12); ++i)
    text += "\n    " + answer.rows[i];
  return text;
}

class Round {
 public:
  Round(std::uint64_t seed, DifferentialReport& report) : seed_(seed), dice_(seed), report_(report) {}

  void run(std::size_t queries, std::size_t most_differences) {
    graph_ = SmallGraph::random(dice_);
    if (dice_.one_in(2)) schema_.emplace_back("CREATE INDEX FOR (n:A) ON (n.k)");
    if (dice_.one_in(2)) schema_.emplace_back("CREATE CONSTRAINT FOR (n:B) REQUIRE n.i IS UNIQUE");
    if (dice_.one_in(2)) schema_.emplace_back("CREATE INDEX FOR ()-[r:R]-() ON (r.w)");
    if (dice_.one_in(3)) schema_.emplace_back("CREATE CONSTRAINT FOR ()-[r:S]-() REQUIRE r.i IS UNIQUE");
    World world(graph_.statement(), schema_);
    for (std::size_t i = 0; i < queries && report_.differences.size() < most_differences; ++i) {
      ++report_.queries;
      shuffle_ = static_cast<std::uint32_t>(dice_.between(1, 1000000));
      if (dice_.one_in(2))
        match_query(world);
      else
        statement(world);
    }
  }

 private:
  [[nodiscard]] std::vector<Way> ways() const {
    return {{"plain", {false, 0}}, {"best", {true, 0}}, {"shuffled", {true, shuffle_}}};
  }

  void match_query(World& world) {
    const auto query = random_match_query(graph_, dice_);
    if (!query) {
      ++report_.skipped;
      return;
    }
    ++report_.with_reference;
    Answer wanted;
    wanted.rows = query->rows;
    if (!query->ordered) std::sort(wanted.rows.begin(), wanted.rows.end());
    for (const Way& way : ways()) {
      const Answer found = world.answer(query->text, way.planning, query->ordered, false);
      report_.rows += found.rows.size();
      if (found.stopped) {
        ++report_.skipped;
        return;
      }
      if (found == wanted) continue;
      if (compare(world, query->text, query->ordered, false)) return;
      report_.differences.push_back({seed_, graph_text(graph_), query->text,
                                     shown("brute force", wanted) + "\n  " + shown(way.name, found)});
      return;
    }
  }

  void statement(World& world) {
    const RandomStatement statement = random_statement(dice_);
    if (!compare(world, statement.text, statement.ordered, statement.updates)) return;
  }

  // Reports it when the ways to plan give different answers.
  bool compare(World& world, const std::string& text, bool ordered, bool updates) {
    std::optional<Answer> first;
    const char* first_name = "";
    for (const Way& way : ways()) {
      Answer found = world.answer(text, way.planning, ordered, updates);
      report_.rows += found.rows.size();
      if (found.stopped) {
        ++report_.skipped;
        return false;
      }
      if (!first) {
        first = std::move(found);
        first_name = way.name;
        continue;
      }
      if (found == *first) continue;
      report(text, ordered, updates, shown(first_name, *first) + "\n  " + shown(way.name, found));
      return true;
    }
    if (!first->error.empty()) ++report_.refused;
    return false;
  }

  [[nodiscard]] bool differs(World& world, const std::string& text, bool ordered, bool updates) const {
    std::optional<Answer> first;
    bool different = false;
    for (const Way& way : ways()) {
      Answer found = world.answer(text, way.planning, ordered, updates);
      // What was cut wrongly is not what is looked for.
      if (found.stopped || found.error == "SyntaxError") return false;
      if (!first)
        first = std::move(found);
      else
        different = different || !(found == *first);
    }
    return different;
  }

  void report(const std::string& text, bool ordered, bool updates, std::string what) {
    World world(graph_.statement(), schema_);
    // An order or a limit that is cut off from what makes it total tells of nothing.
    const bool limited =
        text.find(" LIMIT ") != std::string::npos || text.find(" SKIP ") != std::string::npos;
    std::string least = text;
    if (!limited)
      least = joined(shrunk<std::string>(tokens(text), [&](const std::vector<std::string>& some) {
        return differs(world, joined(some), ordered, updates);
      }));
    SmallGraph graph = graph_;
    graph.relationships = shrunk<SmallGraph::Relationship>(graph.relationships, [&](const auto& some) {
      SmallGraph smaller = graph;
      smaller.relationships = some;
      World other(smaller.statement(), schema_);
      return differs(other, least, ordered, updates);
    });
    World last(graph.statement(), schema_);
    for (const Way& way : ways())
      what += "\n  now " + shown(way.name, last.answer(least, way.planning, ordered, updates));
    report_.differences.push_back(
        {seed_, graph_text(graph), least == text ? text : least + "\n  (from: " + text + ")", what});
  }

  [[nodiscard]] std::string graph_text(const SmallGraph& graph) const {
    std::string text = graph.statement() + ";";
    for (const std::string& statement : schema_) text += "\n" + statement + ";";
    return text;
  }

  std::uint64_t seed_;
  Dice dice_;
  DifferentialReport& report_;
  SmallGraph graph_;
  std::vector<std::string> schema_;
  std::uint32_t shuffle_ = 0;
};

}  // namespace

DifferentialReport run_differential(std::size_t queries, std::uint64_t seed, std::size_t most_differences,
                                    const std::function<void(const DifferentialReport&)>& progress) {
  DifferentialReport report;
  for (std::uint64_t round = 0; report.queries < queries && report.differences.size() < most_differences;
       ++round) {
    Round(seed + round, report).run(std::min(queries_of_a_graph, queries - report.queries), most_differences);
    if (progress && round % 64 == 63) progress(report);
  }
  return report;
}

}  // namespace skein::tests
