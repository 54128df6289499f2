// Sorts lines by keys in bounded memory: what does not fit is sorted in parts into scratch files and merged.
#pragma once

#include <cstdint>
#include <cstdio>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "storage/result.hpp"

namespace skein::graph::formats {

class LineSorter {
 public:
  explicit LineSorter(std::size_t memory_bytes = 32u << 20) : memory_bytes_(memory_bytes) {}
  Result<void> add(std::string_view key, std::string_view line);
  // In ascending order of keys, those with equal keys by the line. Empties the sorter.
  Result<void> drain(const std::function<Result<void>(std::string_view line)>& take);

 private:
  struct Row {
    std::size_t begin;
    std::uint32_t key_bytes, line_bytes;
  };
  using File = std::unique_ptr<std::FILE, int (*)(std::FILE*)>;
  class Part;
  [[nodiscard]] std::string_view key(const Row& row) const;
  [[nodiscard]] std::string_view line(const Row& row) const;
  void sort();
  Result<void> spill();

  std::size_t memory_bytes_;
  std::string bytes_;
  std::vector<Row> rows_;
  std::vector<File> parts_;
};

}  // namespace skein::graph::formats
