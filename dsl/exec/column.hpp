// Columns: how rows travel between operators. A column is a shared, never changing vector of one kind plus, where
// rows were chosen or repeated, an index into it (a dictionary vector, as DuckDB and Velox have them): a filter or
// an expansion makes one index for all columns of a batch and copies no values.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "graph/cache/value_vector.hpp"
#include "storage/value.hpp"

namespace skein::dsl::exec {

using RowIndex = std::uint32_t;
using Indices = std::vector<RowIndex>;
using IndicesPtr = std::shared_ptr<const Indices>;

// What an operator gives at a time. Intermediate batches inside an expression (all elements of many lists) may be
// larger.
inline constexpr std::size_t batch_rows = 2048;

// The order of its alternatives is the order of Column::Kind.
using Vector = graph::ValueVector;

class Column {
 public:
  enum class Kind : std::uint8_t { node, relationship, integer, floating, boolean, value };

  Column() = default;  // unset: reads as null
  explicit Column(Vector vector);
  explicit Column(std::shared_ptr<const Vector> vector) : vector_(std::move(vector)) {}
  // The same value in every row.
  static Column constant(Value value);
  // Takes the narrowest kind that holds all values: all integers or null -> integer, and so on.
  static Column of(std::vector<Value> values);
  template <typename T>
  static Column of(std::vector<T> values, std::vector<std::uint8_t> nulls = {}) {
    return Column(Vector{std::move(values), std::move(nulls)});
  }

  [[nodiscard]] bool is_set() const { return vector_ != nullptr; }
  [[nodiscard]] bool is_constant() const { return constant_; }
  [[nodiscard]] bool is_flat() const { return !constant_ && !index_; }
  [[nodiscard]] Kind kind() const { return static_cast<Kind>(vector_->data.index()); }
  // Where row `i` stands in the vector.
  [[nodiscard]] std::size_t position(std::size_t i) const { return constant_ ? 0 : index_ ? (*index_)[i] : i; }
  [[nodiscard]] const IndicesPtr& index() const { return index_; }
  [[nodiscard]] const Vector& vector() const { return *vector_; }
  [[nodiscard]] const std::shared_ptr<const Vector>& shared() const { return vector_; }
  template <typename T>
  [[nodiscard]] const std::vector<T>& data() const { return std::get<std::vector<T>>(vector_->data); }

  [[nodiscard]] bool is_null(std::size_t i) const;
  [[nodiscard]] Value value(std::size_t i) const;
  // The value of row `i` without copying where it stands as a Value already; else it is put into `scratch`.
  [[nodiscard]] const Value& value(std::size_t i, Value& scratch) const;

  // The same vector seen through another index.
  [[nodiscard]] Column with_index(IndicesPtr index) const;
  // The column of the rows (*rows)[0], (*rows)[1] ... of this one. with_index() speaks of entries of the vector.
  [[nodiscard]] Column pick(IndicesPtr rows) const;
  // The rows [0, size) written out one after the other.
  [[nodiscard]] Column flatten(std::size_t size) const;

  // For a column whose neighbouring rows often share an entry: `entries` gets one row number for each run, and the
  // answer says for each row which run it is in; null when sharing would not save work.
  [[nodiscard]] IndicesPtr runs(std::size_t size, Indices& entries) const;

 private:
  std::shared_ptr<const Vector> vector_;
  IndicesPtr index_;
  bool constant_ = false;
};

// Typed reading of a column whose kind is known.
template <typename T>
struct View {
  const T* data;
  const RowIndex* index;  // null: flat
  const std::uint8_t* nulls;
  std::size_t constant;  // 0 or ~0: masks the row number
  explicit View(const Column& column)
      : data(column.data<T>().data()),
        index(column.index() ? column.index()->data() : nullptr),
        nulls(column.vector().nulls.empty() ? nullptr : column.vector().nulls.data()),
        constant(column.is_constant() ? 0 : ~std::size_t{0}) {}
  [[nodiscard]] std::size_t at(std::size_t i) const { return index ? index[i] : i & constant; }
  [[nodiscard]] const T& operator[](std::size_t i) const { return data[at(i)]; }
  [[nodiscard]] bool is_null(std::size_t i) const { return nulls && nulls[at(i)]; }
};

// Collects rows of other columns, or values, into a new flat column.
class ColumnBuilder {
 public:
  void append(const Column& from, std::size_t row);
  void append(const Value& value);
  void append_null();
  // Rows [0, size) of `from`.
  void append_all(const Column& from, std::size_t size);
  [[nodiscard]] std::size_t size() const { return size_; }
  [[nodiscard]] Column finish();

 private:
  void become(Column::Kind kind);  // kind for what comes, turning what is there into Values when kinds differ
  void generalise();
  Vector vector_;
  std::size_t size_ = 0;
  bool started_ = false;  // has the kind been chosen? Before, only nulls came
};

}  // namespace skein::dsl::exec
