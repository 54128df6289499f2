// All nodes, the nodes of a label, nodes by id: for each row of the input. A set that the cache holds is
// walked there; one that is read to its end often enough is taken in.
#include <algorithm>
#include <bit>
#include <span>
#include <tuple>
#include <utility>

#include "dsl/exec/expression.hpp"
#include "dsl/exec/operators.hpp"
#include "dsl/exec/scan.hpp"

namespace skein::dsl::exec {

namespace {

class SetWalk final : public graph::NodeScan {
 public:
  explicit SetWalk(graph::NodeSetPtr set) : set_(std::move(set)), words_(set_->words()) {}
  Result<void> next(std::vector<NodeId>& out, std::size_t max) override {
    out.resize(max);
    std::size_t found = 0;
    while (found < max && (word_ != 0 || at_ < words_.size())) {
      if (word_ == 0) word_ = words_[at_++];
      const std::uint64_t first = (at_ - 1) * 64;
      if (word_ == ~std::uint64_t{0} && max - found >= 64) {
        for (std::uint64_t i = 0; i < 64; ++i) out[found + i] = NodeId(first + i);
        found += 64;
        word_ = 0;
        continue;
      }
      for (; word_ != 0 && found < max; word_ &= word_ - 1)
        out[found++] = NodeId(first + static_cast<unsigned>(std::countr_zero(word_)));
    }
    out.resize(found);
    return {};
  }

 private:
  graph::NodeSetPtr set_;
  std::span<const std::uint64_t> words_;
  std::size_t at_ = 0;
  std::uint64_t word_ = 0;  // what is left of the one before `at_`
};

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
    SKEIN_TRY(scan_->next(out, max));
    given_ += out.size();
    if (out.empty()) std::ignore = cached(std::exchange(given_, 0));
    return {};
  }

 private:
  // `work`: how many nodes were read by hand since this was last asked.
  graph::NodeSetPtr cached(std::uint64_t work) {
    auto* cache = runtime_.transaction.cached();
    if (!cache) return nullptr;
    if (!label_) return cache->nodes(work);
    const auto id = runtime_.transaction.catalog().label(*label_);
    return id ? cache->label(*id, work) : nullptr;
  }

  Result<void> open() {
    scan_.reset();
    given_ = 0;
    if (auto set = cached(0)) {
      scan_ = std::make_unique<SetWalk>(std::move(set));
      return {};
    }
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
  std::uint64_t changes_ = 0, given_ = 0;
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
