// Nodes of a label and relationships of a type by an indexed property: for each row of the input. The
// predicates stand above as filters: an index may give too many, never too few.
#include <algorithm>
#include <array>

#include "dsl/exec/expression.hpp"
#include "dsl/exec/operators.hpp"
#include "dsl/exec/scan.hpp"
#include "dsl/value/compare.hpp"

namespace skein::dsl::exec {

namespace {

// What the rows of a batch ask of an index.
class Ranges {
 public:
  Ranges(const plan::SeekBounds& bounds, Runtime& runtime) : bounds_(bounds) {
    const std::array exprs{bounds.equals, bounds.one_of, bounds.element,
                           bounds.prefix, bounds.lower,  bounds.upper};
    for (std::size_t i = 0; i < exprs.size(); ++i)
      if (exprs[i]) values_[i] = compile(*exprs[i], runtime);
  }

  Result<void> start_batch(const Batch& in) {
    for (std::size_t i = 0; i < values_.size(); ++i)
      if (values_[i]) {
        SKEIN_ASSIGN(columns_[i], values_[i]->evaluate(in));
      }
    return {};
  }

  [[nodiscard]] std::vector<graph::IndexRange> of_row(std::size_t row) const {
    std::vector<graph::IndexRange> out;
    const auto add = [&](graph::IndexRange range) { out.push_back(std::move(range)); };
    const auto add_point = [&](Value value) {
      if (value.is_null()) return;
      graph::IndexRange range;
      range.equals = std::move(value);
      add(std::move(range));
    };
    if (bounds_.equals) {
      add_point(columns_[0].value(row));
    } else if (bounds_.one_of) {
      const Value list = columns_[1].value(row);
      if (!list.is<ListPtr>()) return out;
      std::vector<Value> values;
      for (const Value& value : list.as_list()) values.push_back(value);
      std::sort(values.begin(), values.end(), ValueOrder());
      values.erase(std::unique(values.begin(), values.end(), ValueEquivalent()), values.end());
      for (Value& value : values) add_point(std::move(value));
    } else if (bounds_.element) {
      graph::IndexRange range;
      range.element = columns_[2].value(row);
      if (!range.element->is_null()) add(std::move(range));
    } else if (bounds_.prefix) {
      const Value prefix = columns_[3].value(row);
      graph::IndexRange range;
      if (!prefix.is<std::string>()) return out;
      range.prefix = prefix.as_string();
      add(std::move(range));
    } else {
      graph::IndexRange range;
      if (bounds_.lower) range.lower = columns_[4].value(row);
      if (bounds_.upper) range.upper = columns_[5].value(row);
      if ((range.lower && range.lower->is_null()) || (range.upper && range.upper->is_null())) return out;
      range.lower_inclusive = bounds_.lower_inclusive;
      range.upper_inclusive = bounds_.upper_inclusive;
      add(std::move(range));
    }
    return out;
  }

 private:
  const plan::SeekBounds& bounds_;
  std::array<ExpressionPtr, 6> values_;
  std::array<Column, 6> columns_;
};

// Goes through the ranges of a row. Without an index of that name any more, what the label or type has is
// given once.
template <typename Element, typename IndexScan>
class Seek : public Scan<Element> {
 public:
  Seek(Runtime& shared, ast::Symbol symbol, const std::string& index, const plan::SeekBounds& bounds,
       OperatorPtr input)
      : Scan<Element>(shared, symbol, std::move(input)), index_name_(index), asked_(bounds, shared) {}

 protected:
  virtual Result<std::unique_ptr<IndexScan>> scan_index(IndexId index, const graph::IndexRange& range) = 0;
  virtual Result<std::unique_ptr<IndexScan>> scan_all() = 0;  // null: there are none

  Result<void> start_batch() override {
    index_.reset();
    for (const graph::SchemaRule& rule : this->runtime_.transaction.catalog().rules())
      if (rule.name == index_name_ && rule.has_entries()) index_ = rule.id;
    return asked_.start_batch(this->in_);
  }

  Result<void> start_row(const Batch&, std::size_t row) override {
    ranges_ = asked_.of_row(row);
    scan_.reset();
    next_range_ = 0;
    return {};
  }

  Result<void> more_of_row(std::vector<Element>& out, std::size_t max) override {
    out.clear();
    while (out.empty()) {
      if (!scan_) {
        if (next_range_ >= ranges_.size()) return {};
        if (index_) {
          SKEIN_ASSIGN(scan_, scan_index(*index_, ranges_[next_range_++]));
        } else {
          next_range_ = ranges_.size();
          SKEIN_ASSIGN(scan_, scan_all());
          if (!scan_) return {};
        }
      }
      SKEIN_TRY(scan_->next(out, max));
      if (out.empty()) scan_.reset();
    }
    return {};
  }

 private:
  const std::string& index_name_;
  Ranges asked_;
  std::optional<IndexId> index_;
  std::vector<graph::IndexRange> ranges_;
  std::size_t next_range_ = 0;
  std::unique_ptr<IndexScan> scan_;
};

class IndexSeek final : public Seek<NodeId, graph::NodeScan> {
 public:
  IndexSeek(Runtime& shared, const plan::IndexSeek& op, OperatorPtr input)
      : Seek(shared, op.node, op.index, op.bounds, std::move(input)), op_(op) {}

 protected:
  Result<std::unique_ptr<graph::NodeScan>> scan_index(IndexId index,
                                                      const graph::IndexRange& range) override {
    return runtime_.transaction.scan_index(index, range);
  }
  Result<std::unique_ptr<graph::NodeScan>> scan_all() override {
    const auto label = runtime_.transaction.catalog().label(op_.label);
    if (!label) return std::unique_ptr<graph::NodeScan>();
    return runtime_.transaction.scan_label(*label);
  }

 private:
  const plan::IndexSeek& op_;
};

// All relationships of a type, read at once.
class AllOfType final : public graph::RelationshipScan {
 public:
  explicit AllOfType(std::vector<RelationshipId> all) : all_(std::move(all)) {}
  Result<void> next(std::vector<RelationshipId>& out, std::size_t max) override {
    const std::size_t end = std::min(all_.size(), at_ + max);
    out.assign(all_.begin() + static_cast<std::ptrdiff_t>(at_),
               all_.begin() + static_cast<std::ptrdiff_t>(end));
    at_ = end;
    return {};
  }

 private:
  std::vector<RelationshipId> all_;
  std::size_t at_ = 0;
};

class RelationshipSeek final : public Seek<RelationshipId, graph::RelationshipScan> {
 public:
  RelationshipSeek(Runtime& shared, const plan::RelationshipSeek& op, OperatorPtr input)
      : Seek(shared, op.relationship, op.index, op.bounds, std::move(input)), op_(op) {}

 protected:
  Result<std::unique_ptr<graph::RelationshipScan>> scan_index(IndexId index,
                                                              const graph::IndexRange& range) override {
    return runtime_.transaction.scan_relationship_index(index, range);
  }
  Result<std::unique_ptr<graph::RelationshipScan>> scan_all() override {
    const auto type = runtime_.transaction.catalog().type(op_.type);
    if (!type) return std::unique_ptr<graph::RelationshipScan>();
    std::vector<RelationshipId> all;
    SKEIN_TRY(runtime_.transaction.scan_relationships(*type, [&](const RelationshipId& relationship) {
      all.push_back(relationship);
      return true;
    }));
    return std::unique_ptr<graph::RelationshipScan>(std::make_unique<AllOfType>(std::move(all)));
  }

 private:
  const plan::RelationshipSeek& op_;
};

}  // namespace

OperatorPtr make_index_seek(Runtime& runtime, const plan::IndexSeek& op, OperatorPtr input) {
  return std::make_unique<IndexSeek>(runtime, op, std::move(input));
}

OperatorPtr make_relationship_seek(Runtime& runtime, const plan::RelationshipSeek& op, OperatorPtr input) {
  return std::make_unique<RelationshipSeek>(runtime, op, std::move(input));
}

}  // namespace skein::dsl::exec
