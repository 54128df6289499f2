// What a reader asks before every statement: has a writer changed the files?
#include <catch2/catch.hpp>

#include <chrono>
#include <filesystem>

#include "storage/store_watch.hpp"
#include "tests/storage/backends.hpp"

namespace skein::tests {

using namespace skein::storage;
namespace fs = std::filesystem;

namespace {

void put(KvStore& store, const std::string& value) {
  WriteBatch batch;
  batch.put("a", value);
  must(store.commit(batch, nullptr));
}

using Clock = fs::file_time_type::clock;

// As if files had come or gone then.
void change_at(const StoreDirectory& directory, fs::file_time_type time) {
  fs::last_write_time(directory.kv(), time);
}
void age(const StoreDirectory& directory) { change_at(directory, Clock::now() - std::chrono::hours(1)); }

}  // namespace

TEST_CASE("a watch is sure only when the directory has been quiet, and sees every commit",
          "[storage][rocks]") {
  const TempDir dir;
  const auto store = must(open_rocks_store(dir / "s", {}));
  put(*store, "1");
  const StoreDirectory directory(dir / "s");
  StoreWatch watch(directory);
  CHECK_FALSE(watch.unchanged());
  change_at(directory, Clock::now() + std::chrono::minutes(1));
  watch.look();
  CHECK_FALSE(watch.unchanged());  // files came only now: another may come unseen
  age(directory);
  const auto before = watch.look();
  CHECK(watch.unchanged());
  put(*store, "2");
  CHECK_FALSE(watch.unchanged());  // the log has grown
  CHECK(watch.look() != before);
  CHECK(watch.unchanged());
  { const auto run = must(store->begin_run()); }
  CHECK(watch.unchanged());  // runs are elsewhere
  fs::copy_file(directory.kv() + "/CURRENT", directory.kv() + "/999999.log");
  CHECK_FALSE(watch.unchanged());
  age(directory);
  watch.look();
  CHECK(watch.unchanged());
  watch.forget();
  CHECK_FALSE(watch.unchanged());
}

TEST_CASE("how long a watch doubts depends on how finely the file system keeps times", "[storage][rocks]") {
  using namespace std::chrono;
  const TempDir dir;
  const auto store = must(open_rocks_store(dir / "s", {}));
  const StoreDirectory directory(dir / "s");
  StoreWatch watch(directory);
  const auto second = floor<seconds>(Clock::now());
  change_at(directory, second - milliseconds(500) + nanoseconds(123'457));
  watch.look();
  CHECK(watch.unchanged());
  change_at(directory, second);  // some time within this second, for all that can be told
  watch.look();
  CHECK_FALSE(watch.unchanged());
}

TEST_CASE("a reader of a quiet store sees each commit after a refresh", "[storage][rocks]") {
  const TempDir dir;
  const auto writer = must(open_rocks_store(dir / "s", {}));
  put(*writer, "0");
  age(StoreDirectory(dir / "s"));
  StoreOptions reading;
  reading.access = Access::read;
  const auto reader = must(open_rocks_store(dir / "s", reading));
  for (int i = 1; i < 20; ++i) {
    must(reader->refresh());
    must(reader->refresh());
    put(*writer, std::to_string(i));
    must(reader->refresh());
    CHECK(must(reader->snapshot()->get("a")) == std::to_string(i));
  }
}

}  // namespace skein::tests
