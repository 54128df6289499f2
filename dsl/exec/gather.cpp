#include "dsl/exec/gather.hpp"

#include <atomic>
#include <deque>
#include <optional>

#include "dsl/functions/registry.hpp"
#include "dsl/plan/expressions.hpp"
#include "dsl/plan/uses.hpp"
#include "graph/cache/parallel.hpp"

namespace skein::dsl::exec {

namespace {

constexpr double least_nodes = 32 * batch_rows;      // scans of fewer are not worth the threads
constexpr double most_rows_a_node = 32;              // what a round holds stays small
constexpr std::size_t alone = 8;                     // batches before the others are called
constexpr std::size_t widest = 64;                   // batches a round
constexpr std::size_t many_rows = 512 * batch_rows;  // of one round

const plan::Node& leaf_of(const plan::Node& top) {
  const plan::Node* node = &top;
  while (!std::holds_alternative<plan::LabelScan>(node->op) &&
         !std::holds_alternative<plan::AllNodesScan>(node->op))
    node = node->inputs[0].get();
  return *node;
}

// Does the operator treat each row by itself, and keep nothing from one batch for the next that shows?
bool row_by_row(const plan::Node& node) {
  return std::holds_alternative<plan::Filter>(node.op) || std::holds_alternative<plan::Project>(node.op) ||
         std::holds_alternative<plan::Keep>(node.op) || std::holds_alternative<plan::Expand>(node.op) ||
         std::holds_alternative<plan::NamedPath>(node.op) || std::holds_alternative<plan::Unwind>(node.op);
}

// Patterns and queries inside an expression, and functions that other rooms lend, stay on one thread.
bool shareable(const plan::Plan& plan, const ast::Expr& expr) {
  if (plan.subplans.count(&expr) != 0) return false;
  if (const auto* call = std::get_if<ast::FunctionCall>(&expr.node); call && !find_function(call->name))
    return false;
  bool all = true;
  plan::for_each_child(expr, [&](const ast::Expr& child) { all = all && shareable(plan, child); });
  return all;
}

bool trivial(const ast::Expr& expr) {
  return std::holds_alternative<ast::Variable>(expr.node) ||
         std::holds_alternative<ast::Literal>(expr.node) || std::holds_alternative<ast::Parameter>(expr.node);
}

class Gather final : public Operator {
 public:
  Gather(Runtime& shared, const plan::Node& top, ArgumentSource& source)
      : Operator(shared),
        top_(top),
        leaf_(leaf_of(top)),
        scan_(build(leaf_, shared, source)),
        held_(shared.memory, "gathering rows of all cores") {}

  void rewind() override {
    scan_->rewind();
    ready_.clear();
    failure_ = {};
    held_.clear();
    width_ = 1;
    taken_ = 0;
  }

 protected:
  Result<bool> produce(Batch& out) override {
    while (ready_.empty()) {
      SKEIN_TRY(std::move(failure_));
      SKEIN_ASSIGN(const bool more, next_round());
      if (!more) return false;
    }
    out = std::move(ready_.front());
    ready_.pop_front();
    return true;
  }

 private:
  // Operators of its own over one batch of the scan's.
  struct Worker {
    Worker(Runtime& main, const plan::Node& top, const plan::Node& leaf)
        : runtime(main.transaction, main.query, main.procedures, main.plan, main.counters, main.projections),
          nodes(1) {
      runtime.replayed[&leaf] = &nodes;
      chain = build(top, runtime, source);
    }
    Result<void> run(Batch from, std::vector<Batch>& to) {
      nodes[0] = std::move(from);
      chain->rewind();
      Batch out;
      while (true) {
        SKEIN_ASSIGN(const bool more, chain->next(out));
        if (!more) return {};
        to.push_back(out);
      }
    }
    Runtime runtime;
    ArgumentSource source;
    std::vector<Batch> nodes;
    OperatorPtr chain;
  };

  // False: the scan is at its end.
  Result<bool> next_round() {
    held_.clear();
    std::vector<Batch> batches;
    for (Batch batch; batches.size() < width_;) {
      SKEIN_ASSIGN(const bool more, scan_->next(batch));
      if (!more) break;
      batches.push_back(std::move(batch));
    }
    if (batches.empty()) return false;
    taken_ += batches.size();
    std::vector<std::vector<Batch>> made(batches.size());
    const std::size_t threads = taken_ <= alone ? 1 : std::min(batches.size(), graph::core_count());
    if (threads > 1) load_properties();
    while (workers_.size() < threads) workers_.push_back(std::make_unique<Worker>(runtime_, top_, leaf_));
    std::vector<Result<void>> results(batches.size());
    std::atomic<std::size_t> next{0};
    std::atomic<bool> failed{false};
    graph::in_parallel(threads, [&](std::size_t worker) {
      for (std::size_t i; !failed && (i = next.fetch_add(1)) < batches.size();) {
        results[i] = workers_[worker]->run(std::move(batches[i]), made[i]);
        if (!results[i].ok()) failed = true;
      }
    });
    std::size_t rows = 0;
    for (std::size_t i = 0; i < made.size(); ++i) {
      if (!results[i].ok()) {
        failure_ = std::move(results[i]);
        break;
      }
      for (auto& batch : made[i]) {
        rows += batch.size;
        if (memory().limited()) SKEIN_TRY(held_.add(batch));
        ready_.push_back(std::move(batch));
      }
    }
    width_ = rows > many_rows ? std::max<std::size_t>(width_ / 4, 1) : std::min(width_ * 4, widest);
    return true;
  }

  // Much has been looked at and the rest will be: what it takes of the cache is worth loading, once and not
  // by each.
  void load_properties() {
    if (loaded_) return;
    loaded_ = true;
    const auto work = static_cast<std::uint64_t>(leaf_.rows);
    for (const plan::Node* node = &top_; node != &leaf_; node = node->inputs[0].get())
      plan::for_each_expression(*node, [&](const ast::Expr& expr) { load_properties(expr, work); });
  }
  void load_properties(const ast::Expr& expr, std::uint64_t work) {
    if (const auto property = plan::as_property(expr); property && is_node(property->symbol)) {
      if (const auto key = runtime_.transaction.catalog().key(property->key))
        static_cast<void>(runtime_.cached.node_property(*key, work, runtime_.changes));
    }
    plan::for_each_child(expr, [&](const ast::Expr& child) { load_properties(child, work); });
  }
  [[nodiscard]] bool is_node(ast::Symbol symbol) const {
    for (const plan::Node* node = &top_; node != &leaf_; node = node->inputs[0].get())
      if (const auto* hop = std::get_if<plan::Expand>(&node->op); hop && hop->to == symbol) return true;
    if (const auto* scan = std::get_if<plan::LabelScan>(&leaf_.op)) return scan->node == symbol;
    return std::get<plan::AllNodesScan>(leaf_.op).node == symbol;
  }

  const plan::Node& top_;
  const plan::Node& leaf_;
  OperatorPtr scan_;
  std::vector<std::unique_ptr<Worker>> workers_;
  Share held_;
  std::deque<Batch> ready_;
  Result<void> failure_;   // of what follows ready_
  std::size_t width_ = 1;  // batches of the next round
  std::size_t taken_ = 0;
  bool loaded_ = false;
};

}  // namespace

bool can_gather(const plan::Node& top, const Runtime& runtime) {
  if (runtime.plan.updates || runtime.profiling || graph::core_count() == 1 || !runtime.transaction.cached())
    return false;
  bool work = false;
  const plan::Node* node = &top;
  for (; row_by_row(*node); node = node->inputs[0].get()) {
    bool shared = true;
    plan::for_each_expression(*node, [&](const ast::Expr& expr) {
      shared = shared && shareable(runtime.plan, expr);
      work = work || !trivial(expr);
    });
    if (!shared) return false;
    work = work || std::holds_alternative<plan::Expand>(node->op);
  }
  const bool scan = std::holds_alternative<plan::LabelScan>(node->op) ||
                    std::holds_alternative<plan::AllNodesScan>(node->op);
  return scan && work && std::holds_alternative<plan::Argument>(node->inputs[0]->op) &&
         node->rows >= least_nodes && top.rows <= most_rows_a_node * node->rows;
}

OperatorPtr make_gather(Runtime& runtime, const plan::Node& top, ArgumentSource& source) {
  return std::make_unique<Gather>(runtime, top, source);
}

}  // namespace skein::dsl::exec
