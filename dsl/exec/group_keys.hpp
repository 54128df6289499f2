// The groups of an aggregation. Each key's values become small numbers (codes), and the tuple of codes is the
// group. A key that is a function of one node (p.name, toLower(p.city), labels(p)) is worked out once a node,
// not once a row: its code is remembered by node id. So properties of keys are read late, and only for nodes
// that occur; but a few rows of a property in memory are read as they come, which takes less, and so are
// nodes that come one after the other and never again, as those of a scan do. When all keys
// are functions of one node, the group itself is.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "dsl/exec/expression.hpp"
#include "dsl/exec/group_table.hpp"
#include "dsl/exec/runtime.hpp"

namespace skein::dsl::exec {

class GroupKeys {
 public:
  GroupKeys(const std::vector<plan::Assignment>& keys, Runtime& runtime);
  // groups[i] is the number of row i's group, counted from 0 in the order of coming.
  Result<void> number(const Batch& in, std::vector<std::uint32_t>& groups);
  [[nodiscard]] std::size_t size() const { return size_; }
  // The values of the keys, a row a group. Ends the object.
  std::vector<Column> finish();
  // The values of the keys for nodes that come as `node`, each once, where it is known that each is a group
  // of its own: one key is the node, or a property in memory that all have and no two share. Else nothing.
  Result<std::optional<std::vector<Column>>> of_different(ast::Symbol node, const std::vector<NodeId>& nodes);

 private:
  // What is known of nodes, while they may come again: those of a scan never do.
  struct Known {
    Numbering numbers;  // number + 1
    std::size_t rows = 0;
    bool ascending = true;  // each node above the one before
    NodeId last{0};
    [[nodiscard]] bool never_again() const { return ascending && rows >= 2 * batch_rows; }
  };
  struct Key {
    ExpressionPtr value;
    ast::Symbol of_node = -1;             // the node the value depends on alone, or -1
    ast::Symbol variable = -1;            // the value is what this holds, and nothing more
    std::optional<std::string> property;  // the value is this property of it, and nothing more
    std::size_t rows = 0;                 // that came
    GroupTable codes{1};
    Known by_node;
    std::vector<std::uint32_t> of_group;  // its code in each group
  };
  // (group so far, next code) -> number; open addressing.
  class Pairs {
   public:
    std::uint32_t number(std::uint32_t a, std::uint32_t b, bool& fresh);

   private:
    static std::size_t hash(std::uint64_t key);
    void grow();
    std::vector<std::uint64_t> keys_;
    std::vector<std::uint32_t> numbers_;  // number + 1; 0: empty
    std::uint32_t size_ = 0;
  };

  Result<void> encode(Key& key, const Batch& in, std::vector<std::uint32_t>& codes);
  Result<bool> encode_by_node(Key& key, const Batch& in, std::vector<std::uint32_t>& codes);

  [[nodiscard]] bool read_as_they_come(Key& key, std::size_t rows);
  Result<void> number_rows(const Batch& in, std::vector<std::uint32_t>& groups);
  // Gives each row the number that evaluate(rows) finds for its node, which is asked for new nodes only.
  // False when the column is not one of nodes, or when that is in vain.
  template <typename Evaluate>
  Result<bool> by_node(const Column& nodes, const Batch& in, Known& known,
                       std::vector<std::uint32_t>& numbers, Evaluate evaluate);

  Runtime& runtime_;
  ast::Symbol of_node_ = -1;  // the node that all keys depend on alone, or -1
  Known groups_;              // then: groups
  std::vector<Key> keys_;
  std::vector<Pairs> pairs_;  // pairs_[k] joins key k + 1 to the groups of keys 0 .. k
  std::size_t size_ = 0;
};

}  // namespace skein::dsl::exec
