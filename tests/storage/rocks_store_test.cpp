// What only a store on disk promises: opening, closing, who may write, and what is said when that cannot be.
#include <catch2/catch.hpp>

#include <fmt/format.h>
#include <unistd.h>

#include <fstream>
#include <map>
#include <thread>

#include "storage/bytes.hpp"
#include "tests/storage/backends.hpp"

namespace skein::tests {

using namespace skein::storage;
namespace fs = std::filesystem;

namespace {

StoreOptions reading() {
  StoreOptions options;
  options.access = Access::read;
  return options;
}

StoreOptions impatient() {
  StoreOptions options;
  options.lock_wait = std::chrono::milliseconds(50);
  return options;
}

void put(KvStore& store, const std::string& key, const std::string& value) {
  WriteBatch batch;
  batch.put(key, value);
  must(store.commit(batch, nullptr));
}

std::optional<std::string> get(const KvStore& store, const std::string& key) {
  return must(store.snapshot()->get(key));
}

void write_file(const std::string& path, const std::string& content) { std::ofstream(path) << content; }

Error error_of(const std::string& path, const StoreOptions& options = impatient()) {
  auto store = open_rocks_store(path, options);
  REQUIRE_FALSE(store.ok());
  return store.error();
}

bool mentions(const Error& error, const std::string& text) {
  INFO(error.message);
  const bool found = error.message.find(text) != std::string::npos;
  CHECK(found);
  return found;
}

}  // namespace

TEST_CASE("what was committed is there when the store is opened again", "[storage][rocks]") {
  const TempDir dir;
  std::uint64_t sequence = 0;
  for (int session = 0; session < 25; ++session) {
    auto store = must(open_rocks_store(dir / "s", {}));
    CHECK(store->snapshot()->sequence() >= sequence);
    for (int i = 0; i < session; ++i) REQUIRE(get(*store, fmt::format("k{}", i)) == std::to_string(i));
    put(*store, fmt::format("k{}", session), std::to_string(session));
    sequence = store->snapshot()->sequence();
  }
  // Sessions that wrote little, or nothing, leave few files behind.
  for (int session = 0; session < 10; ++session) must(open_rocks_store(dir / "s", {}));
  CHECK(std::distance(fs::directory_iterator(dir / "s/kv"), {}) < 25);
  auto reader = must(open_rocks_store(dir / "s", reading()));
  CHECK(reader->snapshot()->sequence() == sequence);
  for (int i = 0; i < 25; ++i) CHECK(get(*reader, fmt::format("k{}", i)) == std::to_string(i));
}

TEST_CASE("ingested runs survive closing, and no loose file is left", "[storage][rocks]") {
  const TempDir dir;
  std::uint64_t sequence = 0;
  {
    auto store = must(open_rocks_store(dir / "s", {}));
    put(*store, "k0500", "old");
    std::vector<std::unique_ptr<SortedRun>> runs;
    runs.push_back(must(store->begin_run()));
    for (int i = 0; i < 1000; ++i) must(runs[0]->add(fmt::format("k{:04}", i), "run"));
    WriteBatch batch;
    batch.put("marker", "done");
    must(store->ingest(std::move(runs), batch));
    CHECK(get(*store, "k0500") == "run");
    sequence = store->snapshot()->sequence();
    auto dropped = must(store->begin_run());
    must(dropped->add("x", "y"));
  }
  CHECK((!fs::exists(dir / "s/runs") || fs::is_empty(dir / "s/runs")));
  auto store = must(open_rocks_store(dir / "s", reading()));
  CHECK(store->snapshot()->sequence() == sequence);
  CHECK(get(*store, "k0999") == "run");
  CHECK(get(*store, "marker") == "done");
}

TEST_CASE("a snapshot may outlive its store object", "[storage][rocks]") {
  const TempDir dir;
  auto store = must(open_rocks_store(dir / "s", {}));
  put(*store, "a", "1");
  auto snapshot = store->snapshot();
  store.reset();
  CHECK(must(snapshot->get("a")) == "1");
  CHECK(error_of(dir / "s").code == ErrorCode::locked);
  snapshot.reset();
  CHECK(open_rocks_store(dir / "s", impatient()).ok());
}

TEST_CASE("a store is made only when asked, and only where nothing else is", "[storage][rocks]") {
  const TempDir dir;
  StoreOptions no_create = impatient();
  no_create.create = false;
  SECTION("absent") {
    CHECK(error_of(dir / "s", no_create).code == ErrorCode::not_found);
    CHECK(error_of(dir / "s", reading()).code == ErrorCode::not_found);
    CHECK_FALSE(fs::exists(dir / "s"));
    must(open_rocks_store(dir / "deep/er/s/", {}));
    CHECK(fs::exists(dir / "deep/er/s/FORMAT"));
  }
  SECTION("empty") {
    fs::create_directory(dir / "s");
    CHECK(mentions(error_of(dir / "s", no_create), "there is no store in " + dir.path() + "/s"));
    must(open_rocks_store(dir / "s", {}));
  }
  SECTION("a file") {
    write_file(dir / "s", "text");
    CHECK(error_of(dir / "s").code == ErrorCode::not_a_store);
    CHECK(error_of(dir / "s", reading()).code == ErrorCode::not_a_store);
  }
  SECTION("a directory of other things, which are left alone") {
    fs::create_directory(dir / "s");
    write_file(dir / "s/notes.txt", "text");
    const auto error = error_of(dir / "s");
    CHECK(error.code == ErrorCode::not_a_store);
    CHECK(mentions(error, "notes.txt"));
    CHECK(error_of(dir / "s", reading()).code == ErrorCode::not_a_store);
    CHECK(std::distance(fs::directory_iterator(dir / "s"), {}) == 1);
  }
  SECTION("a store half made by a process that died") {
    fs::create_directories(dir / "s/kv");
    write_file(dir / "s/FORMAT.new", "skein st");
    write_file(dir / "s/kv/CURRENT", "MANIFEST-000001\n");
    CHECK(error_of(dir / "s", reading()).code == ErrorCode::not_found);
    auto store = must(open_rocks_store(dir / "s", {}));
    put(*store, "a", "1");
  }
}

TEST_CASE("nothing is left where a store could not be made", "[storage][rocks]") {
  const TempDir dir;
  write_file(dir / "file", "text");
  CHECK(error_of(dir / "file/below/s").code == ErrorCode::io);
  // A name that no file system takes: the directories above it are made first, and go again.
  const auto error = error_of(dir / ("a/b/" + std::string(300, 'x')));
  CHECK(error.code == ErrorCode::io);
  CHECK_FALSE(fs::exists(dir / "a"));
}

TEST_CASE("a second writer waits, then is told who holds the store", "[storage][rocks]") {
  const TempDir dir;
  StoreOptions options;
  options.holder = "skein build, to be found in the message";
  auto first = must(open_rocks_store(dir / "s", options));
  const auto error = error_of(dir / "s");
  CHECK(error.code == ErrorCode::locked);
  CHECK(mentions(error, dir / "s"));
  CHECK(mentions(error, options.holder));
  CHECK(mentions(error, fmt::format("process {}", ::getpid())));
  SECTION("and opens once the first is gone") {
    std::thread closing([&] {
      std::this_thread::sleep_for(std::chrono::milliseconds(100));
      first.reset();
    });
    CHECK(open_rocks_store(dir / "s", {}).ok());
    closing.join();
  }
  SECTION("while readers come and go") {
    put(*first, "a", "1");
    auto reader = must(open_rocks_store(dir / "s", reading()));
    CHECK(get(*reader, "a") == "1");
  }
}

TEST_CASE("a store opened for reading refuses writes and leaves the files as they are", "[storage][rocks]") {
  const TempDir dir;
  put(*must(open_rocks_store(dir / "s", {})), "a", "1");
  const auto files = [&] {
    std::map<std::string, std::uintmax_t> found;
    for (const auto& entry : fs::recursive_directory_iterator(dir / "s"))
      if (entry.is_regular_file()) found[entry.path()] = entry.file_size();
    return found;
  };
  const auto before = files();
  auto store = must(open_rocks_store(dir / "s", reading()));
  CHECK(store->read_only());
  WriteBatch batch;
  batch.put("b", "2");
  CHECK(store->commit(batch, nullptr).error().code == ErrorCode::read_only);
  CHECK(store->begin_run().error().code == ErrorCode::read_only);
  CHECK(store->ingest({}, batch).error().code == ErrorCode::read_only);
  CHECK(get(*store, "b") == std::nullopt);
  must(store->refresh());
  store.reset();
  CHECK(files() == before);
}

TEST_CASE("refresh brings in what was committed since, and old snapshots stay", "[storage][rocks]") {
  const TempDir dir;
  auto writer = must(open_rocks_store(dir / "s", {}));
  put(*writer, "a", "1");
  auto reader = must(open_rocks_store(dir / "s", reading()));
  const auto old = reader->snapshot();
  for (int i = 2; i < 30; ++i) {
    put(*writer, "a", std::to_string(i));
    CHECK(get(*reader, "a") == std::to_string(i - 1));
    must(reader->refresh());
    CHECK(get(*reader, "a") == std::to_string(i));
    CHECK(reader->snapshot()->sequence() == writer->snapshot()->sequence());
  }
  CHECK(must(old->get("a")) == "1");
  writer.reset();
  must(reader->refresh());
  CHECK(get(*reader, "a") == "29");
  CHECK(must(old->get("a")) == "1");
}

TEST_CASE("a store of a newer format is refused by name", "[storage][rocks]") {
  const TempDir dir;
  put(*must(open_rocks_store(dir / "s", {})), "a", "1");
  const std::string text = "skein store\nformat 2\n";
  write_file(dir / "s/FORMAT", text + fmt::format("checksum {:016x}\n", checksum(text)));
  for (const auto& options : {reading(), impatient()}) {
    const auto error = error_of(dir / "s", options);
    CHECK(error.code == ErrorCode::newer_format);
    CHECK(mentions(error, dir / "s/FORMAT"));
    CHECK(mentions(error, "format 2"));
    CHECK(mentions(error, "up to 1"));
  }
}

}  // namespace skein::tests
