// All nodes, the nodes of a label, nodes by id: for each row of the input.
#include <algorithm>

#include "dsl/exec/expression.hpp"
#include "dsl/exec/operators.hpp"
#include "dsl/exec/scan.hpp"

namespace skein::dsl::exec {

namespace {

class NodeScan final : public Scan<NodeId> {
 public:
  NodeScan(Runtime& shared, ast::Symbol symbol, const std::string* label, OperatorPtr input)
      : Scan(shared, symbol, std::move(input)), label_(label) {}

 protected:
  // More than one row: the nodes are read once and remembered.
  Result<void> start_batch() override {
    if (complete_ && changes_ != runtime_.changes) complete_ = false;
    if (in_.size == 1 || complete_) return {};
    remembered_.clear();
    SKEIN_TRY(open());
    std::vector<NodeId> some;
    while (scan_) {
      SKEIN_TRY(scan_->next(some, batch_rows));
      if (some.empty()) break;
      remembered_.insert(remembered_.end(), some.begin(), some.end());
    }
    complete_ = true;
    changes_ = runtime_.changes;
    return {};
  }
  Result<void> start_row(const Batch&, std::size_t) override {
    at_ = 0;
    if (complete_) return {};
    return open();
  }
  Result<void> more_of_row(std::vector<NodeId>& out, std::size_t max) override {
    out.clear();
    if (complete_) {
      const std::size_t take = std::min(max, remembered_.size() - at_);
      out.assign(remembered_.begin() + static_cast<std::ptrdiff_t>(at_),
                 remembered_.begin() + static_cast<std::ptrdiff_t>(at_ + take));
      at_ += take;
      return {};
    }
    if (!scan_) return {};
    return scan_->next(out, max);
  }

 private:
  Result<void> open() {
    scan_.reset();
    if (!label_) {
      SKEIN_ASSIGN(scan_, runtime_.transaction.scan_nodes());
      return {};
    }
    if (const auto id = runtime_.transaction.catalog().label(*label_)) {
      SKEIN_ASSIGN(scan_, runtime_.transaction.scan_label(*id));
    }
    return {};
  }

  const std::string* label_;
  std::unique_ptr<graph::NodeScan> scan_;
  std::vector<NodeId> remembered_;
  bool complete_ = false;
  std::uint64_t changes_ = 0;
  std::size_t at_ = 0;
};

class IdSeek final : public Scan<NodeId> {
 public:
  IdSeek(Runtime& shared, const plan::IdSeek& op, OperatorPtr input)
      : Scan(shared, op.node, std::move(input)), id_(compile(*op.id, shared)) {}

 protected:
  Result<void> start_batch() override {
    SKEIN_ASSIGN(ids_, id_->evaluate(in_));
    return {};
  }
  Result<void> start_row(const Batch&, std::size_t row) override {
    found_.reset();
    const Value id = ids_.value(row);
    if (!id.is<std::int64_t>() || id.as_int() < 0) return {};
    const NodeId node(static_cast<std::uint64_t>(id.as_int()));
    SKEIN_ASSIGN(const bool there, runtime_.transaction.exists(node));
    if (there) found_ = node;
    return {};
  }
  Result<void> more_of_row(std::vector<NodeId>& out, std::size_t) override {
    out.clear();
    if (found_) out.push_back(*found_);
    found_.reset();
    return {};
  }

 private:
  ExpressionPtr id_;
  Column ids_;
  std::optional<NodeId> found_;
};

}  // namespace

OperatorPtr make_node_scan(Runtime& runtime, const plan::Node& node, OperatorPtr input) {
  if (const auto* scan = std::get_if<plan::LabelScan>(&node.op))
    return std::make_unique<NodeScan>(runtime, scan->node, &scan->label, std::move(input));
  return std::make_unique<NodeScan>(runtime, std::get<plan::AllNodesScan>(node.op).node, nullptr,
                                    std::move(input));
}

OperatorPtr make_id_seek(Runtime& runtime, const plan::IdSeek& op, OperatorPtr input) {
  return std::make_unique<IdSeek>(runtime, op, std::move(input));
}

}  // namespace skein::dsl::exec
