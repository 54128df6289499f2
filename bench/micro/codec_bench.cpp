// Bytes to numbers and values, and back.
#include <benchmark/benchmark.h>

#include <random>

#include "storage/bytes.hpp"
#include "storage/index_value.hpp"
#include "storage/value_codec.hpp"

namespace {

using namespace skein;
using namespace skein::storage;

// Ascending numbers whose differences are below `widest`.
std::vector<std::uint64_t> ascending(std::size_t count, std::uint64_t widest) {
  std::mt19937_64 random(1);
  std::vector<std::uint64_t> numbers(count);
  std::uint64_t last = 0;
  for (auto& n : numbers) n = last += random() % widest;
  return numbers;
}

// Argument: the differences' bound. 100 is a dense list, 1000 one of 100 among 100,000 nodes, 10^6 a sparse
// one.
void decode_deltas(benchmark::State& state) {
  const auto numbers = ascending(4096, static_cast<std::uint64_t>(state.range(0)));
  std::string bytes;
  put_deltas(bytes, numbers);
  std::vector<std::uint64_t> out(numbers.size());
  for (auto _ : state) {
    ByteReader in(bytes);
    in.take_deltas(out);
    benchmark::DoNotOptimize(out.data());
    benchmark::ClobberMemory();
  }
  if (out != numbers) state.SkipWithError("wrong numbers");
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(numbers.size()));
}
BENCHMARK(decode_deltas)->Arg(100)->Arg(1'000)->Arg(30'000)->Arg(1'000'000);

// Many short lists, as most nodes have.
void decode_short_lists(benchmark::State& state) {
  const auto numbers = ascending(static_cast<std::size_t>(state.range(0)), 1000);
  std::string bytes;
  put_deltas(bytes, numbers);
  std::vector<std::uint64_t> out(numbers.size());
  for (auto _ : state) {
    ByteReader in(bytes);
    in.take_deltas(out);
    benchmark::DoNotOptimize(out.data());
    benchmark::ClobberMemory();
  }
  state.SetItemsProcessed(state.iterations() * state.range(0));
}
BENCHMARK(decode_short_lists)->Arg(1)->Arg(5)->Arg(25);

void encode_deltas(benchmark::State& state) {
  const auto numbers = ascending(4096, static_cast<std::uint64_t>(state.range(0)));
  std::string bytes;
  for (auto _ : state) {
    bytes.clear();
    put_deltas(bytes, numbers);
    benchmark::DoNotOptimize(bytes.data());
  }
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(numbers.size()));
}
BENCHMARK(encode_deltas)->Arg(1'000);

void encode_and_decode_value(benchmark::State& state, const Value& value) {
  std::string bytes;
  for (auto _ : state) {
    bytes.clear();
    put_value(bytes, value);
    ByteReader in(bytes);
    benchmark::DoNotOptimize(take_value(in));
  }
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK_CAPTURE(encode_and_decode_value, integer, Value(1'234'567));
BENCHMARK_CAPTURE(encode_and_decode_value, string, Value("a name of some length"));
BENCHMARK_CAPTURE(encode_and_decode_value, list_of_100_floats, Value(List(100, Value(0.25))));

void index_key(benchmark::State& state, const Value& value) {
  std::string bytes;
  for (auto _ : state) {
    bytes.clear();
    put_index_value(bytes, value);
    benchmark::DoNotOptimize(bytes.data());
  }
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK_CAPTURE(index_key, integer, Value(1'234'567));
BENCHMARK_CAPTURE(index_key, string, Value("a name of some length"));

}  // namespace
