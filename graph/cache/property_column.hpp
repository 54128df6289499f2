// One property of all nodes (by node id) or of all relationships of a Csr (by position), in memory.
//
// Where values repeat they are kept once and a position has the number of its value (a dictionary): strings
// always, integers while there are few. A predicate or a group key is then worked out once a value, and a
// string is compared by its number. Otherwise the values stand at their positions.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <unordered_map>
#include <utility>
#include <variant>
#include <vector>

#include "graph/cache/value_vector.hpp"

namespace skein::graph {

// Numbers of dictionary entries, in the least width that holds them.
using Codes = std::variant<std::monostate, std::vector<std::uint8_t>, std::vector<std::uint16_t>,
                           std::vector<std::uint32_t>>;

class PropertyColumn {
 public:
  // With codes: the distinct values, null among them where a position has none. Without: a value a position.
  [[nodiscard]] const std::shared_ptr<const ValueVector>& values() const { return values_; }
  [[nodiscard]] bool coded() const { return codes_.index() != 0; }
  [[nodiscard]] const Codes& codes() const { return codes_; }
  [[nodiscard]] std::size_t size() const { return size_; }         // positions
  [[nodiscard]] std::size_t distinct() const { return entries_; }  // entries of values()
  // Where the value of a position stands in values(). Positions beyond size() have none: null_entry().
  [[nodiscard]] std::uint32_t entry(std::size_t position) const {
    switch (codes_.index()) {
      case 1:
        return std::get<1>(codes_)[position];
      case 2:
        return std::get<2>(codes_)[position];
      case 3:
        return std::get<3>(codes_)[position];
      default:
        return static_cast<std::uint32_t>(position);
    }
  }
  // An entry of values() that is null; there always is one.
  [[nodiscard]] std::uint32_t null_entry() const { return null_entry_; }
  [[nodiscard]] bool null(std::size_t entry) const;
  [[nodiscard]] Value value(std::size_t position) const;
  [[nodiscard]] std::size_t bytes() const { return bytes_; }
  // Do all these positions have values, and no two the same? No as well where that would take more than a look or two
  // at each: of floats, of integers far apart, of values of several kinds.
  [[nodiscard]] bool different_at(std::span<const NodeId> positions) const;

  // The column by other positions: positions[i] is where i goes.
  [[nodiscard]] PropertyColumn permuted(std::span<const std::uint32_t> positions) const;
  // The column with other values at some positions, grown with nulls to `size`. Nothing when a value does not
  // fit in.
  [[nodiscard]] std::optional<PropertyColumn> with(std::span<const std::pair<std::uint32_t, Value>> changes,
                                                   std::size_t size) const;

 private:
  friend class PropertyColumnBuilder;
  void measure();
  std::shared_ptr<const ValueVector> values_;
  Codes codes_;
  std::size_t size_ = 0, entries_ = 0, bytes_ = 0;
  std::uint32_t null_entry_ = 0;
};

// Takes the values by position, ascending.
class PropertyColumnBuilder {
 public:
  void add_null(std::size_t times = 1);
  void add(std::int64_t value);
  void add(const Value& value, std::size_t times = 1);  // null too
  [[nodiscard]] std::size_t size() const { return size_; }
  [[nodiscard]] PropertyColumn finish();

 private:
  enum class Form : std::uint8_t { nothing, few_integers, integers, strings, floats, booleans, mixed };
  void begin(Form form);
  void spread_integers();  // out of their dictionary, since they are many
  void mix();              // values of several kinds
  std::uint32_t integer_code(std::int64_t value);
  std::uint32_t string_code(const std::string& value);
  void push_code(std::uint32_t code, std::size_t times);
  template <typename T>
  void push(const T& value, std::size_t times);
  [[nodiscard]] std::uint32_t code_at(std::size_t position) const;

  Form form_ = Form::nothing;
  std::size_t size_ = 0;
  Codes codes_ = std::vector<std::uint8_t>();
  // Dictionaries; code 0 is null.
  std::vector<std::int64_t> integers_;
  std::unordered_map<std::int64_t, std::uint32_t> integer_codes_;
  struct Recent {
    std::int64_t value = 0;
    std::uint32_t code = 0;  // 0: unused
  };
  std::vector<Recent> recent_;  // by the low bits of the value
  std::vector<Value> strings_;
  std::vector<std::uint32_t> slots_;  // of strings, by hash; 0: empty
  // Plain values, where there is no dictionary.
  ValueVector plain_;
};

}  // namespace skein::graph
