#include "dsl/exec/column.hpp"

#include <type_traits>

namespace skein::dsl::exec {

namespace {

template <typename T>
Value to_value(const T& stored) {
  if constexpr (std::is_same_v<T, std::uint8_t>) {
    return Value(stored != 0);
  } else {
    return Value(stored);
  }
}

// All values are T or null: a typed vector.
template <typename T>
Vector typed(const std::vector<Value>& values) {
  using Stored = std::conditional_t<std::is_same_v<T, bool>, std::uint8_t, T>;
  std::vector<Stored> data(values.size());
  std::vector<std::uint8_t> nulls;
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (values[i].is_null()) {
      if (nulls.empty()) nulls.resize(values.size());
      nulls[i] = 1;
    } else {
      data[i] = static_cast<Stored>(values[i].as<T>());
    }
  }
  return Vector{std::move(data), std::move(nulls)};
}

}  // namespace

Column::Column(Vector vector) : vector_(std::make_shared<const Vector>(std::move(vector))) {}

Column Column::constant(Value value) {
  std::vector<Value> one;
  one.push_back(std::move(value));
  Column column = of(std::move(one));
  column.constant_ = true;
  return column;
}

Column Column::of(std::vector<Value> values) {
  auto kind = Value::Kind::null;
  for (const Value& value : values) {
    if (value.is_null()) continue;
    if (kind == Value::Kind::null) {
      kind = value.kind();
    } else if (kind != value.kind()) {
      return Column(Vector{std::move(values), {}});
    }
  }
  switch (kind) {
    case Value::Kind::node: return Column(typed<NodeId>(values));
    case Value::Kind::relationship: return Column(typed<RelationshipId>(values));
    case Value::Kind::integer: return Column(typed<std::int64_t>(values));
    case Value::Kind::floating: return Column(typed<double>(values));
    case Value::Kind::boolean: return Column(typed<bool>(values));
    default: return Column(Vector{std::move(values), {}});
  }
}

bool Column::is_null(std::size_t i) const {
  if (!vector_) return true;
  const std::size_t at = position(i);
  if (kind() == Kind::value) return data<Value>()[at].is_null();
  return !vector_->nulls.empty() && vector_->nulls[at] != 0;
}

Value Column::value(std::size_t i) const {
  if (!vector_) return {};
  const std::size_t at = position(i);
  if (!vector_->nulls.empty() && vector_->nulls[at]) return {};
  return std::visit([at](const auto& data) { return to_value(data[at]); }, vector_->data);
}

const Value& Column::value(std::size_t i, Value& scratch) const {
  if (vector_ && kind() == Kind::value) return data<Value>()[position(i)];
  scratch = value(i);
  return scratch;
}

Column Column::with_index(IndicesPtr index) const {
  Column column = *this;
  column.index_ = std::move(index);
  return column;
}

Column Column::pick(IndicesPtr rows) const {
  if (is_constant()) return *this;
  if (!index_) return with_index(std::move(rows));
  auto composed = std::make_shared<Indices>(rows->size());
  for (std::size_t i = 0; i < rows->size(); ++i) (*composed)[i] = (*index_)[(*rows)[i]];
  return with_index(std::move(composed));
}

Column Column::flatten(std::size_t size) const {
  if (is_flat()) return *this;
  ColumnBuilder builder;
  builder.append_all(*this, size);
  return builder.finish();
}

IndicesPtr Column::runs(std::size_t size, Indices& entries) const {
  if (!index_ || size < 2) return nullptr;
  const Indices& index = *index_;
  entries.clear();
  auto run_of = std::make_shared<Indices>(size);
  for (std::size_t i = 0; i < size; ++i) {
    if (i == 0 || index[i] != index[i - 1]) entries.push_back(static_cast<RowIndex>(i));
    (*run_of)[i] = static_cast<RowIndex>(entries.size() - 1);
  }
  if (entries.size() * 4 > size * 3) return nullptr;
  return run_of;
}

void ColumnBuilder::generalise() {
  if (vector_.data.index() == static_cast<std::size_t>(Column::Kind::value) && started_) return;
  std::vector<Value> values(size_);
  if (started_) {
    std::visit(
        [&](const auto& data) {
          for (std::size_t i = 0; i < size_; ++i)
            if (vector_.nulls.empty() || !vector_.nulls[i]) values[i] = to_value(data[i]);
        },
        vector_.data);
  }
  vector_ = Vector{std::move(values), {}};
  started_ = true;
}

void ColumnBuilder::become(Column::Kind kind) {
  if (started_) {
    if (vector_.data.index() != static_cast<std::size_t>(kind)) generalise();
    return;
  }
  if (kind == Column::Kind::value) return generalise();
  started_ = true;
  switch (kind) {
    case Column::Kind::node: vector_.data = std::vector<NodeId>(size_); break;
    case Column::Kind::relationship: vector_.data = std::vector<RelationshipId>(size_); break;
    case Column::Kind::integer: vector_.data = std::vector<std::int64_t>(size_); break;
    case Column::Kind::floating: vector_.data = std::vector<double>(size_); break;
    default: vector_.data = std::vector<std::uint8_t>(size_); break;
  }
  if (size_ > 0) vector_.nulls.assign(size_, 1);
}

void ColumnBuilder::append_null() {
  if (started_) {
    std::visit([](auto& data) { data.emplace_back(); }, vector_.data);
    if (vector_.data.index() != static_cast<std::size_t>(Column::Kind::value)) {
      if (vector_.nulls.empty()) vector_.nulls.resize(size_);
      vector_.nulls.push_back(1);
    }
  }
  ++size_;
}

void ColumnBuilder::append(const Column& from, std::size_t row) {
  if (from.is_null(row)) return append_null();
  become(from.kind());
  if (vector_.data.index() != static_cast<std::size_t>(from.kind())) {
    std::get<std::vector<Value>>(vector_.data).push_back(from.value(row));
  } else {
    const std::size_t at = from.position(row);
    std::visit(
        [&](auto& data) {
          using V = std::decay_t<decltype(data)>;
          data.push_back(std::get<V>(from.vector().data)[at]);
        },
        vector_.data);
  }
  if (!vector_.nulls.empty()) vector_.nulls.push_back(0);
  ++size_;
}

void ColumnBuilder::append(const Value& value) {
  if (value.is_null()) return append_null();
  switch (value.kind()) {
    case Value::Kind::node: become(Column::Kind::node); break;
    case Value::Kind::relationship: become(Column::Kind::relationship); break;
    case Value::Kind::integer: become(Column::Kind::integer); break;
    case Value::Kind::floating: become(Column::Kind::floating); break;
    case Value::Kind::boolean: become(Column::Kind::boolean); break;
    default: become(Column::Kind::value); break;
  }
  std::visit(
      [&](auto& data) {
        using T = typename std::decay_t<decltype(data)>::value_type;
        if constexpr (std::is_same_v<T, Value>) {
          data.push_back(value);
        } else if constexpr (std::is_same_v<T, std::uint8_t>) {
          data.push_back(value.as_bool() ? 1 : 0);
        } else {
          data.push_back(value.as<T>());
        }
      },
      vector_.data);
  if (!vector_.nulls.empty()) vector_.nulls.push_back(0);
  ++size_;
}

void ColumnBuilder::append_all(const Column& from, std::size_t size) {
  if (!from.is_set()) {
    for (std::size_t i = 0; i < size; ++i) append_null();
    return;
  }
  const bool same = !started_ || vector_.data.index() == static_cast<std::size_t>(from.kind());
  if (!same || size == 0) {
    for (std::size_t i = 0; i < size; ++i) append(from, i);
    return;
  }
  become(from.kind());
  std::visit(
      [&](auto& data) {
        using V = std::decay_t<decltype(data)>;
        const V& source = std::get<V>(from.vector().data);
        data.reserve(std::max(data.capacity(), data.size() + size));
        for (std::size_t i = 0; i < size; ++i) data.push_back(source[from.position(i)]);
      },
      vector_.data);
  if (!from.vector().nulls.empty() || !vector_.nulls.empty()) {
    vector_.nulls.resize(size_);
    vector_.nulls.reserve(size_ + size);
    for (std::size_t i = 0; i < size; ++i)
      vector_.nulls.push_back(from.vector().nulls.empty() ? 0 : from.vector().nulls[from.position(i)]);
  }
  size_ += size;
}

Column ColumnBuilder::finish() {
  if (!started_) generalise();
  Column column(std::move(vector_));
  *this = ColumnBuilder();
  return column;
}

}  // namespace skein::dsl::exec
