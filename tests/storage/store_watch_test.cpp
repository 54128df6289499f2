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

// As if no file had come or gone for an hour.
void age(const StoreDirectory& directory) {
  fs::last_write_time(directory.kv(), fs::file_time_type::clock::now() - std::chrono::hours(1));
}

}  // namespace

TEST_CASE("a watch is sure only when the directory has been quiet, and sees every commit",
          "[storage][rocks]") {
  const TempDir dir;
  const auto store = must(open_rocks_store(dir / "s", {}));
  put(*store, "1");
  const StoreDirectory directory(dir / "s");
  StoreWatch watch(directory);
  CHECK_FALSE(watch.unchanged());
  watch.look();
  CHECK_FALSE(watch.unchanged());  // files came a moment ago: another may come unseen
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
