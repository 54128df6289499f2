// Numbers the distinct rows of some columns: 0, 1, 2 ... in the order of their first coming. Rows are the
// same when their values are equivalent (null with null, 1 with 1.0).
//
// One column of nodes, of integers, or of entries of one dictionary is numbered without a Value; when
// something else comes after all, what is known so far moves into a hash table of values.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "dsl/exec/column.hpp"
#include "dsl/exec/numbering.hpp"

namespace skein::dsl::exec {

class GroupTable {
 public:
  explicit GroupTable(std::size_t columns) : builders_(columns), width_(columns) {}

  // groups[i] is the number of row i's group.
  void number(const std::vector<Column>& columns, std::size_t rows, std::vector<std::uint32_t>& groups);
  [[nodiscard]] std::size_t size() const { return size_; }
  // The keys of all groups, in the order of the numbers. Ends the table.
  std::vector<Column> finish();

 private:
  enum class Form : std::uint8_t { none, nodes, integers, dictionary, values };

  static Form form_of(const Column& column);
  void number_nodes(const Column& column, std::size_t rows, std::vector<std::uint32_t>& groups);
  void number_integers(const Column& column, std::size_t rows, std::vector<std::uint32_t>& groups);
  void number_entries(const Column& column, std::size_t rows, std::vector<std::uint32_t>& groups);
  void number_values(const std::vector<Column>& columns, std::size_t rows,
                     std::vector<std::uint32_t>& groups);
  std::uint32_t find_or_add(const std::vector<Column>& columns, std::size_t row);
  Column finish_one();  // of a form other than values
  void to_values();
  void grow();
  void grow_integers(std::size_t groups);

  std::vector<ColumnBuilder> builders_;
  std::size_t width_, size_ = 0;
  Form form_ = Form::none;

  Numbering by_node_;  // group + 1
  std::vector<NodeId> nodes_;

  std::vector<std::int64_t> integers_;
  std::vector<std::uint32_t> integer_slots_;  // group + 1, 0: empty; open addressing
  std::uint32_t null_ = 0;                    // the group of null + 1

  std::shared_ptr<const Vector> dictionary_;
  Numbering by_entry_;  // group + 1
  Indices entries_;

  std::vector<std::vector<Value>> keys_;  // by group, for comparing
  std::vector<std::size_t> hashes_;
  std::vector<std::uint32_t> slots_;  // group + 1, 0: empty; open addressing
};

}  // namespace skein::dsl::exec
