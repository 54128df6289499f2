// A process at a store, for process_test.cpp: a program of its own, since RocksDB's threads do not live on in
// a forked child. Usage: store_worker COMMAND DIR ARGUMENT...; the exit status says what went wrong.
#include <signal.h>
#include <sys/resource.h>
#include <unistd.h>

#include <cstdio>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "storage/value_codec.hpp"
#include "tests/storage/fixture.hpp"
#include "tests/storage/numbered_commits.hpp"

using namespace skein::storage;
using namespace skein::tests;

namespace {

using Arguments = std::vector<std::string>;

enum Exit { fine, cannot_open, cannot_write, torn, back_in_time, too_slow, usage };

std::unique_ptr<KvStore> open(const std::string& directory, Access access) {
  StoreOptions options;
  options.access = access;
  options.lock_wait = std::chrono::seconds(60);
  options.holder = "store_worker";
  auto store = open_rocks_store(directory, options);
  if (store.ok()) return std::move(*store);
  std::fprintf(stderr, "%s\n", store.error().message.c_str());
  return nullptr;
}

// Opens the store and holds it until killed.
int run_hold(const Arguments& arguments) {
  const auto store = open(arguments[0], Access::write);
  if (!store) return cannot_open;
  std::puts("open");
  std::fflush(stdout);
  ::pause();
  return fine;
}

// DIR FIRST LAST SESSION PADDING: makes the commits FIRST..LAST, closing and opening after every SESSION of
// them, and tells each number on standard output once the commit is durable.
int run_write(const Arguments& arguments) {
  const int last = std::stoi(arguments[2]), session = std::stoi(arguments[3]);
  const auto padding = static_cast<std::size_t>(std::stoi(arguments[4]));
  for (int n = std::stoi(arguments[1]); n <= last;) {
    const auto store = open(arguments[0], Access::write);
    if (!store) return cannot_open;
    for (int i = 0; i < session && n <= last; ++i, ++n) {
      if (!store->commit(numbered_commit(n, n % 3 == 0 ? padding : padding / 100), nullptr).ok())
        return cannot_write;
      if (::write(STDOUT_FILENO, &n, sizeof n) != sizeof n) return usage;
    }
  }
  return fine;
}

// DIR LAST HOW: reads until commit LAST is there, opening anew each time or refreshing; every state must be
// whole.
int run_read(const Arguments& arguments) {
  const int wanted = std::stoi(arguments[1]);
  int last = 0;
  std::unique_ptr<KvStore> store;
  for (int round = 0; last < wanted; ++round) {
    if (round == 1'000'000) return too_slow;
    if (arguments[2] == "reopen" || !store) store = open(arguments[0], Access::read);
    if (!store) return cannot_open;
    if (auto refreshed = store->refresh(); !refreshed.ok()) {
      std::fprintf(stderr, "%s\n", refreshed.error().message.c_str());
      return cannot_open;
    }
    const int n = last_whole_commit(*store->snapshot());
    if (n < 0) return torn;
    if (n < last) return back_in_time;
    last = n;
  }
  return fine;
}

// DIR NAME: ingests two runs of 500 keys and a marker, again and again, until killed, telling each by a dot.
int run_ingest(const Arguments& arguments) {
  const auto store = open(arguments[0], Access::write);
  if (!store) return cannot_open;
  for (int n = 0;; ++n) {
    std::vector<std::unique_ptr<SortedRun>> runs;
    for (const char* space : {"a", "b"}) {
      auto run = store->begin_run();
      if (!run.ok()) return cannot_write;
      for (int i = 0; i < 500; ++i)
        if (!(*run)->add(fmt::format("{}-{}-{}-{:04}", space, arguments[1], n, i), "x").ok())
          return cannot_write;
      runs.push_back(std::move(*run));
    }
    WriteBatch batch;
    batch.put(fmt::format("marker-{}-{}", arguments[1], n), "x");
    if (!store->ingest(std::move(runs), batch).ok()) return cannot_write;
    if (::write(STDOUT_FILENO, ".", 1) != 1) return usage;
  }
}

// DIR BYTES: commits until a file may not grow past BYTES, as on a full disk; tells the number of each commit
// that was made. Fine when the failure is an io error, and the store says no to whatever follows.
int run_fill(const Arguments& arguments) {
  ::signal(SIGXFSZ, SIG_IGN);
  const auto store = open(arguments[0], Access::write);
  if (!store) return cannot_open;
  const auto bytes = static_cast<rlim_t>(std::stoul(arguments[1]));
  const rlimit limit{bytes, bytes};
  ::setrlimit(RLIMIT_FSIZE, &limit);
  const int first = last_whole_commit(*store->snapshot()) + 1;
  for (int n = first; n < first + 10'000; ++n) {
    const auto result = store->commit(numbered_commit(n, 100), nullptr);
    if (!result.ok())
      return result.error().code == skein::ErrorCode::io &&
                     !store->commit(numbered_commit(n, 100), nullptr).ok()
                 ? fine
                 : usage;
    if (::write(STDOUT_FILENO, &n, sizeof n) != sizeof n) return usage;
  }
  return too_slow;
}

// DIR BYTES: makes a store where no file may grow past BYTES; fine when that is an io error, torn when it was
// made.
int run_make(const Arguments& arguments) {
  ::signal(SIGXFSZ, SIG_IGN);
  const auto bytes = static_cast<rlim_t>(std::stoul(arguments[1]));
  const rlimit limit{bytes, bytes};
  ::setrlimit(RLIMIT_FSIZE, &limit);
  const auto store = open_rocks_store(arguments[0], {});
  if (store.ok()) return torn;
  return store.error().code == skein::ErrorCode::io ? fine : usage;
}

// DIR: makes a fixture store: the first half of the pairs ingested, the rest committed in a second session.
int run_fixture(const Arguments& arguments) {
  std::map<std::string, std::string> sorted;
  for (const auto& [key, value] : fixture_pairs()) sorted.emplace(key, encode_value(value));
  const std::string middle = std::next(sorted.begin(), static_cast<std::ptrdiff_t>(sorted.size() / 2))->first;
  {
    const auto store = open(arguments[0], Access::write);
    if (!store) return cannot_open;
    std::vector<std::unique_ptr<SortedRun>> runs;
    auto run = store->begin_run();
    if (!run.ok()) return cannot_write;
    for (const auto& [key, value] : sorted)
      if (key < middle && !(*run)->add(key, value).ok()) return cannot_write;
    runs.push_back(std::move(*run));
    if (!store->ingest(std::move(runs), {}).ok()) return cannot_write;
  }
  const auto store = open(arguments[0], Access::write);
  if (!store) return cannot_open;
  for (const auto& [key, value] : sorted) {
    if (key < middle) continue;
    WriteBatch batch;
    batch.put(key, value);
    if (!store->commit(batch, nullptr).ok()) return cannot_write;
  }
  return fine;
}

// DIR TIMES: raises "counter" by one, TIMES times, each in a session of its own.
int run_count(const Arguments& arguments) {
  for (int i = 0; i < std::stoi(arguments[1]); ++i) {
    const auto store = open(arguments[0], Access::write);
    if (!store) return cannot_open;
    const auto snapshot = store->snapshot();
    const auto value = snapshot->get("counter");
    WriteBatch batch;
    batch.put("counter", std::to_string(value.ok() && *value ? std::stoi(**value) + 1 : 1));
    if (!store->commit(batch, snapshot.get()).ok()) return cannot_write;
  }
  return fine;
}

}  // namespace

int main(int argc, char** argv) {
  const std::map<std::string, std::function<int(const Arguments&)>> commands = {
      {"hold", run_hold},   {"write", run_write}, {"read", run_read},       {"ingest", run_ingest},
      {"count", run_count}, {"fill", run_fill},   {"fixture", run_fixture}, {"make", run_make}};
  const auto command = commands.find(argc > 2 ? argv[1] : "");
  if (command == commands.end()) return usage;
  return command->second(Arguments(argv + 2, argv + argc));
}
