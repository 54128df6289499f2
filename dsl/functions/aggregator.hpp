// One aggregate over one group: add() for every row, finish() once at the end.
#pragma once

#include <cmath>
#include <cstdint>
#include <memory>
#include <span>

#include "dsl/functions/registry.hpp"
#include "storage/result.hpp"
#include "storage/value.hpp"

namespace skein::dsl {

// A running sum of floats that keeps what additions lose (Neumaier, 1974).
struct FloatSum {
  long double sum = 0, lost = 0;
  std::uint64_t count = 0;
  void add(long double x, std::uint64_t times) {
    const long double with = sum + x;
    lost += std::fabs(sum) >= std::fabs(x) ? (sum - with) + x : (x - with) + sum;
    sum = with;
    count += times;
  }
};

class Aggregator {
 public:
  virtual ~Aggregator() = default;
  // The arguments of one row, as the function takes them; an aggregate passes over null values by itself.
  // Errors: TypeError InvalidArgumentType/InvalidArgumentValue, ArgumentError NumberOutOfRange.
  virtual Result<void> add(std::span<const Value> arguments) = 0;
  // The same row `times` over: for plans that know how often a row would come without making it.
  virtual Result<void> add_times(std::span<const Value> arguments, std::uint64_t times);
  // For sum and avg: as if `count` integers that add up to `sum` had been added. Others do not know it.
  __extension__ using WideSum = __int128;
  virtual void add_integers(WideSum sum, std::uint64_t count);
  // For sum and avg: as if the floats of `sum` had been added. Others do not know it.
  virtual void add_floats(const FloatSum& sum);
  // The result. Over no rows: count 0, sum 0, collect [], the deviations 0.0, all others null. Errors:
  // ArithmeticError IntegerOverflow.
  virtual Result<Value> finish() = 0;
};

// A new aggregator for an aggregate function; `distinct` drops arguments equivalent to some seen before.
std::unique_ptr<Aggregator> make_aggregator(const FunctionInfo& function, bool distinct);

// count(*): every row, whatever it holds.
std::unique_ptr<Aggregator> make_count_star();

}  // namespace skein::dsl
