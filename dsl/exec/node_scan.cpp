// All nodes, the nodes of a label, nodes by index or id: for each row of the input.
#include <algorithm>

#include "dsl/exec/expression.hpp"
#include "dsl/exec/operators.hpp"
#include "dsl/value/compare.hpp"

namespace skein::dsl::exec {

namespace {

// For each row a list of nodes, given out together with the row.
class Scan : public RowByRow {
 public:
  Scan(Runtime& shared, ast::Symbol symbol, OperatorPtr input)
      : RowByRow(shared, std::move(input)), symbol_(symbol) {}
  void rewind() override {
    open_ = false;
    RowByRow::rewind();
  }

 protected:
  virtual Result<void> start_row(const Batch& in, std::size_t row) = 0;
  // Clears `out`, appends up to `max`; empty: no more for this row.
  virtual Result<void> more_of_row(std::vector<NodeId>& out, std::size_t max) = 0;

  Result<bool> produce(Batch& out) override {
    Indices rows;
    std::vector<NodeId> nodes, some;
    while (nodes.size() < batch_rows) {
      if (!open_) {
        if (row_ >= in_.size && !nodes.empty()) break;
        SKEIN_ASSIGN(const bool more, find_row());
        if (!more) return false;
        SKEIN_TRY(start_row(in_, row_));
        open_ = true;
      }
      SKEIN_TRY(more_of_row(some, batch_rows - nodes.size()));
      if (some.empty()) {
        open_ = false;
        ++row_;
        if (row_ >= in_.size && !nodes.empty()) break;
        continue;
      }
      nodes.insert(nodes.end(), some.begin(), some.end());
      rows.resize(nodes.size(), static_cast<RowIndex>(row_));
    }
    out = in_;
    out.select(std::move(rows));
    out.set(symbol_, Column::of(std::move(nodes)));
    return true;
  }

  ast::Symbol symbol_;

 private:
  bool open_ = false;
};

class NodeScan final : public Scan {
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

class IdSeek final : public Scan {
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

// Without an index of that name any more, the label's nodes: the predicates stand above as filters.
class IndexSeek final : public Scan {
 public:
  IndexSeek(Runtime& shared, const plan::IndexSeek& op, OperatorPtr input)
      : Scan(shared, op.node, std::move(input)), op_(op) {
    for (const auto* expr : {op.equals, op.one_of, op.prefix, op.lower, op.upper})
      values_.push_back(expr ? compile(*expr, shared) : nullptr);
  }

 protected:
  Result<void> start_batch() override {
    columns_.assign(values_.size(), Column());
    for (std::size_t i = 0; i < values_.size(); ++i)
      if (values_[i]) {
        SKEIN_ASSIGN(columns_[i], values_[i]->evaluate(in_));
      }
    index_.reset();
    for (const graph::IndexInfo& info : runtime_.transaction.catalog().indexes())
      if (info.name == op_.index) index_ = info.id;
    return {};
  }

  Result<void> start_row(const Batch&, std::size_t row) override {
    ranges_.clear();
    scan_.reset();
    if (op_.equals) {
      add_point(columns_[0].value(row));
    } else if (op_.one_of) {
      const Value list = columns_[1].value(row);
      if (list.is<ListPtr>()) {
        std::vector<Value> values;
        for (const Value& value : list.as_list()) values.push_back(value);
        std::sort(values.begin(), values.end(), ValueOrder());
        values.erase(std::unique(values.begin(), values.end(), ValueEquivalent()), values.end());
        for (const Value& value : values) add_point(value);
      }
    } else if (op_.prefix) {
      const Value prefix = columns_[2].value(row);
      graph::IndexRange range;
      if (prefix.is<std::string>()) {
        range.prefix = prefix.as_string();
        ranges_.push_back(std::move(range));
      }
    } else {
      graph::IndexRange range;
      bool empty = false;
      if (op_.lower) {
        range.lower = columns_[3].value(row);
        empty = empty || range.lower->is_null();
      }
      if (op_.upper) {
        range.upper = columns_[4].value(row);
        empty = empty || range.upper->is_null();
      }
      range.lower_inclusive = op_.lower_inclusive;
      range.upper_inclusive = op_.upper_inclusive;
      if (!empty) ranges_.push_back(std::move(range));
    }
    next_range_ = 0;
    return {};
  }

  Result<void> more_of_row(std::vector<NodeId>& out, std::size_t max) override {
    out.clear();
    while (out.empty()) {
      if (!scan_) {
        if (next_range_ >= ranges_.size()) return {};
        if (index_) {
          SKEIN_ASSIGN(scan_, runtime_.transaction.scan_index(*index_, ranges_[next_range_++]));
        } else {
          next_range_ = ranges_.size();
          const auto label = runtime_.transaction.catalog().label(op_.label);
          if (!label) return {};
          SKEIN_ASSIGN(scan_, runtime_.transaction.scan_label(*label));
        }
      }
      SKEIN_TRY(scan_->next(out, max));
      if (out.empty()) scan_.reset();
    }
    return {};
  }

 private:
  void add_point(const Value& value) {
    if (value.is_null()) return;
    graph::IndexRange range;
    range.equals = value;
    ranges_.push_back(std::move(range));
  }

  const plan::IndexSeek& op_;
  std::vector<ExpressionPtr> values_;
  std::vector<Column> columns_;
  std::optional<IndexId> index_;
  std::vector<graph::IndexRange> ranges_;
  std::size_t next_range_ = 0;
  std::unique_ptr<graph::NodeScan> scan_;
};

}  // namespace

OperatorPtr make_node_scan(Runtime& runtime, const plan::Node& node, OperatorPtr input) {
  if (const auto* scan = std::get_if<plan::LabelScan>(&node.op))
    return std::make_unique<NodeScan>(runtime, scan->node, &scan->label, std::move(input));
  return std::make_unique<NodeScan>(runtime, std::get<plan::AllNodesScan>(node.op).node, nullptr,
                                    std::move(input));
}

OperatorPtr make_index_seek(Runtime& runtime, const plan::Node& node, OperatorPtr input) {
  if (const auto* seek = std::get_if<plan::IdSeek>(&node.op))
    return std::make_unique<IdSeek>(runtime, *seek, std::move(input));
  return std::make_unique<IndexSeek>(runtime, std::get<plan::IndexSeek>(node.op), std::move(input));
}

}  // namespace skein::dsl::exec
