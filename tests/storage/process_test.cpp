// Several processes at one store, and processes that are killed.
#include <catch2/catch.hpp>

#include <random>
#include <thread>

#include "tests/storage/backends.hpp"
#include "tests/storage/numbered_commits.hpp"
#include "tests/storage/worker.hpp"

namespace skein::tests {

using namespace skein::storage;

namespace {

constexpr int killed = 1000 + SIGKILL;

StoreOptions with(Access access) {
  StoreOptions options;
  options.access = access;
  options.lock_wait = std::chrono::milliseconds(200);
  return options;
}

void wait_for(std::chrono::microseconds time) { std::this_thread::sleep_for(time); }

}  // namespace

TEST_CASE("a lock ends with its process, however that ends", "[storage][processes]") {
  const TempDir dir;
  Worker holder({"hold", dir / "s"});
  char line[5];
  REQUIRE(holder.read(line));
  const auto refused = open_rocks_store(dir / "s", with(Access::write));
  REQUIRE_FALSE(refused.ok());
  CHECK(refused.error().code == ErrorCode::locked);
  CHECK(refused.error().message.find(fmt::format("store_worker (process {} on ", holder.process())) !=
        std::string::npos);
  holder.kill();
  CHECK(holder.wait() == killed);
  CHECK(open_rocks_store(dir / "s", with(Access::write)).ok());
}

TEST_CASE("readers in other processes open and refresh beside a writer that flushes and compacts",
          "[storage][processes]") {
  const TempDir dir;
  must(open_rocks_store(dir / "s", {}));
  // Logs are rotated, files flushed, merged and deleted all the time.
  const int last = 900;
  Worker writer({"write", dir / "s", "1", std::to_string(last), "150", "10000"});
  std::vector<Worker> readers;
  for (const char* how : {"reopen", "refresh", "reopen", "refresh"})
    readers.emplace_back(std::vector<std::string>{"read", dir / "s", std::to_string(last), how});
  for (int n; writer.read(n);) continue;
  CHECK(writer.wait() == 0);
  for (auto& reader : readers) CHECK(reader.wait() == 0);
}

TEST_CASE("a writer killed at any moment leaves whole commits, and all that it was told were durable",
          "[storage][processes]") {
  const TempDir dir;
  std::mt19937 random(23);
  int done = 0;
  for (int round = 0; round < 25; ++round) {
    Worker writer({"write", dir / "s", std::to_string(done + 1), "1000000", "1000000", "20000"});
    // Some are killed about when they open the store, the others some way into the writing.
    int told = done;
    if (round >= 8) REQUIRE(writer.read(told));
    wait_for(std::chrono::microseconds(random() % 20'000));
    writer.kill();
    for (int n; writer.read(n);) told = n;
    CHECK(writer.wait() == killed);
    if (round % 3 == 0) {
      auto store = open_rocks_store(dir / "s", with(Access::read));
      if (store.ok())
        CHECK(last_whole_commit(*(*store)->snapshot()) >= told);
      else
        CHECK((told == 0 && store.error().code == ErrorCode::not_found));
    }
    auto store = must(open_rocks_store(dir / "s", with(Access::write)));
    const int found = last_whole_commit(*store->snapshot());
    CHECK(found >= told);
    CHECK(found <= told + 1);
    done = found;
  }
  CHECK(done > 0);
}

TEST_CASE("an ingestion killed at any moment is there whole or not at all", "[storage][processes]") {
  const TempDir dir;
  must(open_rocks_store(dir / "s", {}));
  std::mt19937 random(29);
  int markers = 0;
  for (int round = 0; round < 12; ++round) {
    Worker writer({"ingest", dir / "s", std::to_string(round)});
    char told;
    REQUIRE(writer.read(told));  // the first is done
    wait_for(std::chrono::microseconds(random() % 50'000));
    writer.kill();
    CHECK(writer.wait() == killed);
    auto store = must(open_rocks_store(dir / "s", with(Access::write)));
    const auto snapshot = store->snapshot();
    const auto count = [&](const std::string& prefix) {
      int n = 0;
      for (auto c = snapshot->scan(prefix, prefix_end(prefix)); c->valid(); c->next()) ++n;
      return n;
    };
    markers = count("marker-");
    CHECK(count("a-") == markers * 500);
    CHECK(count("b-") == markers * 500);
    CHECK_FALSE(std::filesystem::exists(dir / "s/runs"));
  }
  CHECK(markers > 0);
}

TEST_CASE("a full disk is told as an error, and the store holds whole commits up to it",
          "[storage][processes]") {
  const TempDir dir;
  int told = 0;
  for (const char* bytes : {"20000", "100000", "33333", "250000"}) {
    Worker writer({"fill", dir / "s", bytes});
    while (writer.read(told)) continue;
    CHECK(writer.wait() == 0);
    auto store = must(open_rocks_store(dir / "s", with(Access::write)));
    const int found = last_whole_commit(*store->snapshot());
    CHECK(found >= told);
    CHECK(found <= told + 1);
    must(store->commit(numbered_commit(found + 1, 10), nullptr));
    told = found + 1;
  }
  CHECK(told > 10);
}

TEST_CASE("nothing is left of a store that a full disk kept from being made", "[storage][processes]") {
  const TempDir dir;
  bool failed = false, succeeded = false;
  for (const int bytes : {0, 1, 10, 20, 40, 60, 80, 100, 150, 1000, 100'000}) {
    Worker maker({"make", dir / "deep/s", std::to_string(bytes)});
    const int outcome = maker.wait();
    INFO(bytes);
    if (outcome == 0) {
      failed = true;
      CHECK_FALSE(std::filesystem::exists(dir / "deep"));
    } else {
      succeeded = true;
      CHECK(outcome == 3);  // it was made after all: then it is whole
      CHECK(open_rocks_store(dir / "deep/s", with(Access::write)).ok());
      std::filesystem::remove_all(dir / "deep");
    }
  }
  CHECK(failed);
  CHECK(succeeded);
  std::filesystem::create_directory(dir / "empty");
  Worker maker({"make", dir / "empty", "20"});
  CHECK(maker.wait() == 0);
  CHECK(std::filesystem::is_empty(dir / "empty"));
}

TEST_CASE("processes that make one store at the same time all find it made", "[storage][processes]") {
  for (int round = 0; round < 10; ++round) {
    const TempDir dir;
    std::vector<Worker> writers;
    for (int w = 0; w < 4; ++w) writers.emplace_back(std::vector<std::string>{"count", dir / "deep/s", "1"});
    for (auto& writer : writers) CHECK(writer.wait() == 0);
    auto store = must(open_rocks_store(dir / "deep/s", with(Access::read)));
    CHECK(must(store->snapshot()->get("counter")) == "4");
  }
}

TEST_CASE("writers in several processes take turns and lose nothing", "[storage][processes]") {
  const TempDir dir;
  std::vector<Worker> writers;
  for (int w = 0; w < 3; ++w) writers.emplace_back(std::vector<std::string>{"count", dir / "s", "10"});
  for (auto& writer : writers) CHECK(writer.wait() == 0);
  auto store = must(open_rocks_store(dir / "s", with(Access::read)));
  CHECK(must(store->snapshot()->get("counter")) == "30");
}

}  // namespace skein::tests
