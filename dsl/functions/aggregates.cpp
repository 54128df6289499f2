// count, sum, avg, min, max, collect, stDev, stDevP, percentileCont, percentileDisc.
#include <cmath>
#include <memory>
#include <optional>
#include <unordered_set>
#include <vector>

#include "dsl/functions/aggregator.hpp"
#include "dsl/functions/support.hpp"
#include "dsl/value/arithmetic.hpp"
#include "dsl/value/compare.hpp"
#include "dsl/value/temporal/arithmetic.hpp"

namespace skein::dsl {

namespace {

using namespace function_detail;
__extension__ using Wide = __int128;

class Count : public Aggregator {
 public:
  Result<void> add(Arguments arguments) override { return add_times(arguments, 1); }
  Result<void> add_times(Arguments arguments, std::uint64_t times) override {
    if (!arguments[0].is_null()) count_ += times;
    return {};
  }
  Result<Value> finish() override { return Value(static_cast<std::int64_t>(count_)); }

 private:
  std::uint64_t count_ = 0;
};

class CountStar : public Aggregator {
 public:
  Result<void> add(Arguments) override {
    ++count_;
    return {};
  }
  Result<void> add_times(Arguments, std::uint64_t times) override {
    count_ += times;
    return {};
  }
  Result<Value> finish() override { return Value(static_cast<std::int64_t>(count_)); }

 private:
  std::uint64_t count_ = 0;
};

// Sums of integers in 128 bits, of floats with the rounding errors carried along (Neumaier, 1974) in extended
// precision, of durations by their parts. One kind of quantity at a time: numbers or durations.
class Summing : public Aggregator {
 public:
  explicit Summing(std::string_view name) : name_(name) {}
  Result<void> add(Arguments arguments) override { return add_times(arguments, 1); }
  Result<void> add_times(Arguments arguments, std::uint64_t times) override {
    const Value& v = arguments[0];
    if (v.is_null() || times == 0) return {};
    if ((v.is<Duration>() && (any_float_ || any_integer_)) || (v.is_number() && durations_))
      return type_error("InvalidArgumentValue", fmt::format("{}() cannot add numbers and durations", name_));
    if (const auto* i = v.get_if<std::int64_t>()) {
      integers_ += static_cast<Wide>(*i) * static_cast<Wide>(times);
      any_integer_ = true;
    } else if (const auto* d = v.get_if<double>()) {
      floats_.add(static_cast<long double>(*d) * static_cast<long double>(times), times);
      any_float_ = true;
    } else if (v.is<Duration>()) {
      const Value scaled = Value(static_cast<std::int64_t>(times));
      SKEIN_ASSIGN(const Value part, temporal::multiply(v.as<Duration>(), scaled));
      if (durations_) {
        SKEIN_ASSIGN(const Value sum, temporal::add(*durations_, part.as<Duration>()));
        durations_ = sum.as<Duration>();
      } else {
        durations_ = part.as<Duration>();
      }
    } else {
      return wrong_type(name_, "numbers or durations", v);
    }
    count_ += times;
    return {};
  }
  void add_integers(WideSum sum, std::uint64_t count) override {
    integers_ += sum;
    any_integer_ = true;
    count_ += count;
  }
  void add_floats(const FloatSum& sum) override {
    floats_.add(sum.sum, sum.count);
    floats_.lost += sum.lost;
    any_float_ = true;
    count_ += sum.count;
  }

 protected:
  [[nodiscard]] long double total() const {
    return static_cast<long double>(integers_) + (std::isfinite(floats_.lost) ? floats_.sum + floats_.lost : floats_.sum);
  }
  std::string_view name_;
  Wide integers_ = 0;
  FloatSum floats_;
  std::optional<Duration> durations_;
  bool any_float_ = false, any_integer_ = false;
  std::uint64_t count_ = 0;
};

class Sum : public Summing {
 public:
  Sum() : Summing("sum") {}
  Result<Value> finish() override {
    if (durations_) return Value(*durations_);
    if (any_float_) return Value(static_cast<double>(total()));
    if (integers_ > INT64_MAX || integers_ < INT64_MIN)
      return arithmetic_error("IntegerOverflow", "sum() does not fit into a 64-bit integer");
    return Value(static_cast<std::int64_t>(integers_));
  }
};

class Average : public Summing {
 public:
  Average() : Summing("avg") {}
  Result<Value> finish() override {
    if (count_ == 0) return Value();
    if (durations_) return temporal::divide(*durations_, Value(static_cast<std::int64_t>(count_)));
    return Value(static_cast<double>(total() / static_cast<long double>(count_)));
  }
};

template <int Sign>  // 1: the greatest, -1: the least
class Extreme : public Aggregator {
 public:
  Result<void> add(Arguments arguments) override {
    const Value& v = arguments[0];
    if (!v.is_null() && (best_.is_null() || order(v, best_) * Sign > 0)) best_ = v;
    return {};
  }
  Result<void> add_times(Arguments arguments, std::uint64_t times) override {
    return times == 0 ? Result<void>() : add(arguments);
  }
  Result<Value> finish() override { return std::move(best_); }

 private:
  Value best_;
};

class Collect : public Aggregator {
 public:
  Result<void> add(Arguments arguments) override {
    if (!arguments[0].is_null()) items_.push_back(arguments[0]);
    return {};
  }
  Result<Value> finish() override { return Value(std::move(items_)); }

 private:
  List items_;
};

// Running mean and squared differences (Welford, 1962).
template <bool Sample>
class Deviation : public Aggregator {
 public:
  Result<void> add(Arguments arguments) override {
    const Value& v = arguments[0];
    if (v.is_null()) return {};
    if (!v.is_number()) return wrong_type(Sample ? "stDev" : "stDevP", "numbers", v);
    const auto x = v.is<double>() ? static_cast<long double>(v.as_float()) : static_cast<long double>(v.as_int());
    ++count_;
    const long double before = x - mean_;
    mean_ += before / static_cast<long double>(count_);
    squares_ += before * (x - mean_);
    return {};
  }
  Result<Value> finish() override {
    const std::uint64_t divisor = Sample ? count_ - 1 : count_;
    if (count_ < 2) return Value(0.0);
    return Value(static_cast<double>(std::sqrt(squares_ / static_cast<long double>(divisor))));
  }

 private:
  std::uint64_t count_ = 0;
  long double mean_ = 0, squares_ = 0;
};

template <bool Continuous>
class Percentile : public Aggregator {
 public:
  Result<void> add(Arguments arguments) override {
    static constexpr std::string_view name = Continuous ? "percentileCont" : "percentileDisc";
    const Value& percentile = arguments[1];
    if (!percentile_) {
      if (percentile.is_null() || !percentile.is_number()) {
        if (!percentile.is_null() || !arguments[0].is_null()) return wrong_type(name, "a number as percentile", percentile);
        return {};
      }
      const double p = percentile.number();
      if (!(p >= 0 && p <= 1))
        return argument_error("NumberOutOfRange", fmt::format("{}() wants a percentile from 0.0 to 1.0, not {}", name,
                                                              shown(percentile)));
      percentile_ = p;
    }
    if (arguments[0].is_null()) return {};
    if (!arguments[0].is_number()) return wrong_type(name, "numbers", arguments[0]);
    values_.push_back(arguments[0]);
    return {};
  }
  Result<Value> finish() override {
    if (values_.empty()) return Value();
    std::sort(values_.begin(), values_.end(), ValueOrder());
    const double count = static_cast<double>(values_.size());
    if constexpr (Continuous) {
      const double at = *percentile_ * (count - 1);
      const auto low = static_cast<std::size_t>(std::floor(at)), high = static_cast<std::size_t>(std::ceil(at));
      if (low == high) return Value(values_[low].number());
      const double part = at - std::floor(at);
      return Value(values_[low].number() * (1 - part) + values_[high].number() * part);
    } else {
      // The nearest rank: the least value that at least this part of all values does not exceed.
      const auto rank = static_cast<std::size_t>(std::ceil(*percentile_ * count));
      return values_[rank == 0 ? 0 : rank - 1];
    }
  }

 private:
  std::optional<double> percentile_;
  std::vector<Value> values_;
};

class Distinct : public Aggregator {
 public:
  explicit Distinct(std::unique_ptr<Aggregator> inner) : inner_(std::move(inner)) {}
  Result<void> add(Arguments arguments) override {
    if (!arguments[0].is_null() && !seen_.insert(arguments[0]).second) return {};
    return inner_->add(arguments);
  }
  Result<void> add_times(Arguments arguments, std::uint64_t times) override {
    return times == 0 ? Result<void>() : add(arguments);
  }
  Result<Value> finish() override { return inner_->finish(); }

 private:
  std::unique_ptr<Aggregator> inner_;
  std::unordered_set<Value, ValueHash, ValueEquivalent> seen_;
};

template <typename T>
std::unique_ptr<Aggregator> make() {
  return std::make_unique<T>();
}

constexpr FunctionInfo aggregate(std::string_view name, std::size_t args, std::string_view signature,
                                 std::string_view description, std::unique_ptr<Aggregator> (*aggregator)(),
                                 KindSet result = any_kind) {
  return {.name = name, .min_args = args, .max_args = args, .is_aggregate = true, .pure = true, .result = result,
          .category = "Aggregating", .signature = signature, .description = description, .aggregator = aggregator};
}

constexpr KindSet quantities = numbers | kinds(Kind::duration);

constexpr FunctionInfo functions[] = {
    aggregate("count", 1, "count(value :: ANY?) :: INTEGER", "How many values are not null.", make<Count>, integers),
    aggregate("sum", 1, "sum(value :: NUMBER? | DURATION?) :: NUMBER | DURATION", "The sum of all values.", make<Sum>,
              quantities),
    aggregate("avg", 1, "avg(value :: NUMBER? | DURATION?) :: FLOAT? | DURATION?", "The mean of all values.",
              make<Average>, quantities),
    aggregate("min", 1, "min(value :: ANY?) :: ANY?", "The least value in the order of ORDER BY.", make<Extreme<-1>>),
    aggregate("max", 1, "max(value :: ANY?) :: ANY?", "The greatest value in the order of ORDER BY.",
              make<Extreme<1>>),
    aggregate("collect", 1, "collect(value :: ANY?) :: LIST<ANY>", "A list of all values that are not null.",
              make<Collect>, lists),
    aggregate("stDev", 1, "stDev(value :: NUMBER?) :: FLOAT", "The standard deviation of a sample.",
              make<Deviation<true>>, floats),
    aggregate("stDevP", 1, "stDevP(value :: NUMBER?) :: FLOAT", "The standard deviation of a whole population.",
              make<Deviation<false>>, floats),
    aggregate("percentileCont", 2, "percentileCont(value :: NUMBER?, percentile :: FLOAT) :: FLOAT?",
              "The percentile of all values, interpolated between the two nearest.", make<Percentile<true>>, floats),
    aggregate("percentileDisc", 2, "percentileDisc(value :: NUMBER?, percentile :: FLOAT) :: NUMBER?",
              "The percentile of all values, one of them.", make<Percentile<false>>, numbers),
};

}  // namespace

Result<void> Aggregator::add_times(std::span<const Value> arguments, std::uint64_t times) {
  for (std::uint64_t i = 0; i < times; ++i) SKEIN_TRY(add(arguments));
  return {};
}

void Aggregator::add_integers(WideSum, std::uint64_t) {}
void Aggregator::add_floats(const FloatSum&) {}

std::unique_ptr<Aggregator> make_aggregator(const FunctionInfo& function, bool distinct) {
  auto out = function.aggregator();
  return distinct ? std::make_unique<Distinct>(std::move(out)) : std::move(out);
}

std::unique_ptr<Aggregator> make_count_star() { return std::make_unique<CountStar>(); }

std::span<const FunctionInfo> aggregate_functions() { return functions; }

}  // namespace skein::dsl
