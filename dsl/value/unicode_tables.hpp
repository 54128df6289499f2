// The tables behind unicode.hpp, sorted by code point.
#pragma once

#include <cstddef>
#include <cstdint>

namespace skein::dsl::unicode::tables {

// Every `stride`-th code point from first to last maps to itself plus delta.
struct CaseRun {
  char32_t first, last;
  std::uint32_t stride;
  std::int32_t delta;
};
extern const CaseRun upper_runs[], lower_runs[];
extern const std::size_t upper_run_count, lower_run_count;

struct LongUpper {
  char32_t from;
  char32_t to[3];  // padded with 0
};
extern const LongUpper long_uppers[];
extern const std::size_t long_upper_count;

struct Range {
  char32_t first, last;
};
extern const Range letter_ranges[], digit_ranges[];
extern const std::size_t letter_range_count, digit_range_count;

struct Pair {
  char32_t from, first, second;
  int composes;  // 1: first and second make `from` again
};
extern const Pair canonical_pairs[];
extern const std::size_t canonical_pair_count;

struct Single {
  char32_t from, to;
};
extern const Single canonical_singles[];
extern const std::size_t canonical_single_count;

struct Compatible {
  char32_t from;
  std::uint16_t at, length;  // in compatible_pool
};
extern const Compatible compatible[];
extern const std::size_t compatible_count;
extern const char32_t compatible_pool[];

struct ClassRun {  // canonical combining classes other than 0
  char32_t first, last;
  int combining_class;
};
extern const ClassRun class_runs[];
extern const std::size_t class_run_count;

}  // namespace skein::dsl::unicode::tables
