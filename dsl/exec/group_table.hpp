// Numbers the distinct rows of some columns: 0, 1, 2 ... in the order of their first coming. Rows are the same when
// their values are equivalent (null with null, 1 with 1.0).
#pragma once

#include <cstdint>
#include <vector>

#include "dsl/exec/column.hpp"

namespace skein::dsl::exec {

class GroupTable {
 public:
  explicit GroupTable(std::size_t columns) : builders_(columns), width_(columns) {}

  // groups[i] is the number of row i's group.
  void number(const std::vector<Column>& columns, std::size_t rows, std::vector<std::uint32_t>& groups);
  [[nodiscard]] std::size_t size() const { return size_; }
  // The keys of all groups, flat columns in the order of the numbers. Ends the table.
  std::vector<Column> finish();

 private:
  std::uint32_t find_or_add(const std::vector<Column>& columns, std::size_t row);
  bool number_nodes(const Column& column, std::size_t rows, std::vector<std::uint32_t>& groups);
  void grow();

  std::vector<ColumnBuilder> builders_;
  std::vector<std::vector<Value>> keys_;  // by group, for comparing; empty while only nodes came
  std::vector<std::size_t> hashes_;
  std::vector<std::uint32_t> slots_;  // group + 1, 0: empty; open addressing
  std::vector<std::uint32_t> by_node_;  // one column of nodes: group + 1 by node id
  bool only_nodes_ = true;
  std::size_t width_, size_ = 0;
};

}  // namespace skein::dsl::exec
