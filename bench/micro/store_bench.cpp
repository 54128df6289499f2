// Both stores behind the one interface: reading, scanning, committing, ingesting, opening.
//
// The data directory is made under TMPDIR (/tmp): durable commits measure that disk's fsync.
#include <benchmark/benchmark.h>
#include <fmt/format.h>
#include <stdlib.h>

#include <atomic>
#include <filesystem>
#include <random>

#include "storage/bytes.hpp"
#include "storage/kv_store.hpp"

namespace {

using namespace skein::storage;

constexpr int pair_count = 200'000;

struct Directory {
  std::string path = (std::filesystem::temp_directory_path() / "skein-bench-XXXXXX").string();
  Directory() { path = mkdtemp(path.data()); }
  Directory(const Directory&) = delete;
  Directory& operator=(const Directory&) = delete;
  ~Directory() { std::filesystem::remove_all(path); }
};

template <typename T>
T must(skein::Result<T> result) {
  if (!result.ok()) {
    fmt::print(stderr, "{}\n", result.error().message);
    std::exit(1);
  }
  return std::move(*result);
}

std::string key_of(std::uint64_t n) {
  std::string key = "n";
  put_u64(key, n);
  return key;
}

// 100 bytes that compress to about half.
std::string value_of(std::uint64_t n) { return fmt::format("{:050}{:50}", n * 0x9e3779b97f4a7c15ull, n); }

void fill(KvStore& store) {
  std::vector<std::unique_ptr<SortedRun>> runs;
  runs.push_back(must(store.begin_run()));
  for (std::uint64_t n = 0; n < pair_count; ++n)
    if (!runs[0]->add(key_of(n), value_of(n)).ok()) std::exit(1);
  if (!store.ingest(std::move(runs), {}).ok()) std::exit(1);
}

struct Memory {
  std::unique_ptr<KvStore> store = open_memory_store();
};
struct Rocks {
  Directory directory;
  std::unique_ptr<KvStore> store = must(open_rocks_store(directory.path, {}));
};

template <typename Backend>
void get_random(benchmark::State& state) {
  Backend backend;
  fill(*backend.store);
  const auto snapshot = backend.store->snapshot();
  std::mt19937_64 random(1);
  for (auto _ : state) benchmark::DoNotOptimize(snapshot->get(key_of(random() % pair_count)));
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK_TEMPLATE(get_random, Memory);
BENCHMARK_TEMPLATE(get_random, Rocks);

template <typename Backend>
void multi_get_100(benchmark::State& state) {
  Backend backend;
  fill(*backend.store);
  const auto snapshot = backend.store->snapshot();
  std::mt19937_64 random(1);
  for (auto _ : state) {
    std::vector<std::string> keys;
    for (int i = 0; i < 100; ++i) keys.push_back(key_of(random() % pair_count));
    benchmark::DoNotOptimize(snapshot->multi_get(keys));
  }
  state.SetItemsProcessed(state.iterations() * 100);
}
BENCHMARK_TEMPLATE(multi_get_100, Memory);
BENCHMARK_TEMPLATE(multi_get_100, Rocks);

template <typename Backend>
void scan_all(benchmark::State& state) {
  Backend backend;
  fill(*backend.store);
  const auto snapshot = backend.store->snapshot();
  for (auto _ : state) {
    std::size_t bytes = 0;
    for (auto cursor = snapshot->scan("n", "o"); cursor->valid(); cursor->next())
      bytes += cursor->value().size();
    if (bytes != std::size_t{100} * pair_count) state.SkipWithError("wrong bytes");
  }
  state.SetItemsProcessed(state.iterations() * pair_count);
}
BENCHMARK_TEMPLATE(scan_all, Memory)->Unit(benchmark::kMillisecond);
BENCHMARK_TEMPLATE(scan_all, Rocks)->Unit(benchmark::kMillisecond);

// A cursor of its own for each of many short ranges, as neighbour lists are read.
template <typename Backend>
void scan_short_range(benchmark::State& state) {
  Backend backend;
  fill(*backend.store);
  const auto snapshot = backend.store->snapshot();
  std::mt19937_64 random(1);
  for (auto _ : state) {
    const auto n = random() % (pair_count - 4);
    int found = 0;
    for (auto cursor = snapshot->scan(key_of(n), key_of(n + 4)); cursor->valid(); cursor->next()) ++found;
    if (found != 4) state.SkipWithError("wrong range");
  }
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK_TEMPLATE(scan_short_range, Memory);
BENCHMARK_TEMPLATE(scan_short_range, Rocks);

// One small transaction after another: snapshot, batch of three keys, commit. With threads, each on its own
// keys.
template <typename Backend>
void commit_small(benchmark::State& state) {
  static Backend* backend = nullptr;
  static std::atomic<std::uint64_t> next{0};
  if (state.thread_index() == 0) backend = new Backend;
  for (auto _ : state) {
    const auto n = ++next * 3;
    const auto snapshot = backend->store->snapshot();
    WriteBatch batch;
    for (std::uint64_t i = 0; i < 3; ++i) batch.put(key_of(n + i), "some small value");
    if (!backend->store->commit(batch, snapshot.get()).ok()) state.SkipWithError("no commit");
  }
  state.SetItemsProcessed(state.iterations());
  if (state.thread_index() == 0) delete backend;
}
BENCHMARK_TEMPLATE(commit_small, Memory)->UseRealTime();
BENCHMARK_TEMPLATE(commit_small, Rocks)->UseRealTime();
BENCHMARK_TEMPLATE(commit_small, Rocks)->Threads(8)->UseRealTime();

void ingest_pairs(benchmark::State& state) {
  for (auto _ : state) {
    state.PauseTiming();
    Rocks backend;
    state.ResumeTiming();
    fill(*backend.store);
  }
  state.SetItemsProcessed(state.iterations() * pair_count);
}
BENCHMARK(ingest_pairs)->Unit(benchmark::kMillisecond)->UseRealTime();

void open_store(benchmark::State& state, Access access) {
  Rocks backend;
  fill(*backend.store);
  backend.store.reset();
  StoreOptions options;
  options.access = access;
  for (auto _ : state) {
    auto store = must(open_rocks_store(backend.directory.path, options));
    benchmark::DoNotOptimize(store->snapshot()->get(key_of(17)));
  }
}
BENCHMARK_CAPTURE(open_store, for_reading, Access::read)->Unit(benchmark::kMillisecond)->UseRealTime();
BENCHMARK_CAPTURE(open_store, for_writing, Access::write)->Unit(benchmark::kMillisecond)->UseRealTime();

void open_memory(benchmark::State& state) {
  for (auto _ : state) benchmark::DoNotOptimize(open_memory_store());
}
BENCHMARK(open_memory);

}  // namespace
