// EXPLAIN and PROFILE: the plan as a table, a row an operator, what feeds it below it and further right.
#include <cmath>

#include "dsl/exec/execute.hpp"
#include "dsl/plan/expressions.hpp"
#include "dsl/plan/uses.hpp"
#include "dsl/session/session.hpp"
#include "graph/counting_transaction.hpp"

namespace skein::dsl {

namespace {

using plan::Node;
using plan::Plan;

// A line of the table.
struct Line {
  const Node* node;  // null: the heading of a plan inside an expression
  std::string text;
  std::vector<const Node*> inputs;  // that are lines of their own
};

class Lines {
 public:
  explicit Lines(const Plan& plan) : plan_(plan) { add(*plan.root, 0); }
  std::vector<Line> take() && { return std::move(lines_); }

 private:
  void add(const Node& node, std::size_t depth) {
    const std::size_t at = lines_.size();
    lines_.push_back({&node, std::string(depth * 2, ' ') + plan::describe(plan_, node), {}});
    const auto below = [&](const Node& input, std::size_t input_depth) {
      if (std::holds_alternative<plan::Argument>(input.op)) return;
      lines_[at].inputs.push_back(&input);
      add(input, input_depth);
    };
    plan::for_each_expression(node, [&](const plan::Expr& expr) {
      inside(expr, [&](const plan::SubPlan& sub) {
        lines_.push_back({nullptr, std::string((depth + 1) * 2, ' ') + heading(sub), {}});
        below(*sub.root, depth + 2);
      });
    });
    for (const auto& input : node.inputs) below(*input, depth + 1);
  }

  // The plans of patterns and queries inside an expression, not those inside them.
  void inside(const plan::Expr& expr, const std::function<void(const plan::SubPlan&)>& visit) const {
    if (plan_.replaced.contains(&expr)) return;
    if (const auto it = plan_.subplans.find(&expr); it != plan_.subplans.end()) return visit(it->second);
    plan::for_each_child(expr, [&](const plan::Expr& child) { inside(child, visit); });
  }

  static std::string heading(const plan::SubPlan& sub) {
    switch (sub.kind) {
      case plan::SubPlan::Kind::exists:
        return "Exists";
      case plan::SubPlan::Kind::count:
        return "Count";
      case plan::SubPlan::Kind::collect:
        return "Collect";
      case plan::SubPlan::Kind::first:
        return "First";
    }
    return {};
  }

  const Plan& plan_;
  std::vector<Line> lines_;
};

// To the microsecond.
double milliseconds(std::chrono::steady_clock::duration time) {
  return std::round(std::chrono::duration<double, std::micro>(time).count()) / 1000;
}

Value estimated(const Line& line) {
  if (!line.node) return {};
  return Value(static_cast<std::int64_t>(std::min(line.node->rows + 0.5, 9e18)));
}

}  // namespace

Result<QueryResult> Session::State::explain(const Plan& plan, RowSink& sink) {
  QueryResult result;
  result.columns = {"plan", "estimated rows"};
  result.warnings = plan.warnings;
  SKEIN_TRY(sink.begin(result.columns));
  for (const Line& line : Lines(plan).take()) SKEIN_TRY(sink.row({Value(line.text), estimated(line)}));
  return result;
}

Result<QueryResult> Session::State::profile(const Plan& plan, graph::QueryContext& context, RowSink& sink) {
  QueryResult result;
  result.columns = {"plan", "estimated rows", "rows", "batches", "ms", "accesses"};
  result.warnings = plan.warnings;
  std::unordered_map<const Node*, exec::Profile> profiles;
  const auto run = [&](graph::Transaction& transaction) -> Result<void> {
    result.counters = {};
    graph::CountingTransaction counting(transaction);
    exec::Runtime runtime(counting, context, *procedures, plan, result.counters, *projections);
    runtime.profiling = &counting;
    auto done = exec::execute(runtime, [](std::vector<Value>) -> Result<void> { return {}; });
    profiles = std::move(runtime.profiles);
    return done;
  };
  if (plan.updates) {
    SKEIN_TRY(write(run));
  } else {
    SKEIN_ASSIGN(graph::Transaction * transaction, reading());
    SKEIN_TRY(run(*transaction));
  }
  SKEIN_TRY(sink.begin(result.columns));
  for (const Line& line : Lines(plan).take()) {
    if (!line.node) {
      SKEIN_TRY(sink.row({Value(line.text), {}, {}, {}, {}, {}}));
      continue;
    }
    exec::Profile own = profiles[line.node];
    for (const Node* input : line.inputs) {
      own.time -= std::min(own.time, profiles[input].time);
      own.accesses -= std::min(own.accesses, profiles[input].accesses);
    }
    SKEIN_TRY(sink.row({Value(line.text), estimated(line), Value(static_cast<std::int64_t>(own.rows)),
                        Value(static_cast<std::int64_t>(own.batches)),
                        Value(milliseconds(own.time)),
                        Value(static_cast<std::int64_t>(own.accesses))}));
  }
  return result;
}

}  // namespace skein::dsl
