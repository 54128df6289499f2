// What a running statement holds in memory, against the limit it was given. Operators that hold rows (sorting,
// grouping, joining, collecting, walking, changing) say so; rows that only pass through are not counted. Bytes are
// estimated from the values, without the allocator's share.
#pragma once

#include <cstdint>
#include <string_view>

#include "storage/result.hpp"
#include "storage/value.hpp"

namespace skein::dsl::exec {

struct Batch;

class Memory {
 public:
  explicit Memory(std::uint64_t limit) : limit_(limit) {}  // 0: none
  [[nodiscard]] bool limited() const { return limit_ != 0; }
  // Error limit, naming the limit and what needed the memory ("sorting").
  Result<void> take(std::uint64_t bytes, std::string_view what);
  void give_back(std::uint64_t bytes) { held_ -= bytes; }

 private:
  std::uint64_t limit_, held_ = 0;
};

// What one operator holds; given back when it lets go of it, or ends.
class Share {
 public:
  Share(Memory& memory, std::string_view what) : memory_(memory), what_(what) {}
  ~Share() { clear(); }
  Share(const Share&) = delete;
  Share& operator=(const Share&) = delete;

  Result<void> add(std::uint64_t bytes);
  Result<void> add(const Batch& rows);
  Result<void> add(const Value& value);
  // Holds so many bytes from now on, whatever it held before.
  Result<void> set(std::uint64_t bytes);
  void clear();

 private:
  Memory& memory_;
  std::string_view what_;
  std::uint64_t held_ = 0;
};

std::uint64_t bytes_of(const Value& value);
std::uint64_t bytes_of(const Batch& rows);  // as if written out flat

}  // namespace skein::dsl::exec
