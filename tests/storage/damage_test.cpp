// Files that were cut, lost or changed behind the store's back: a clear error, or the data as it was; never
// other data, never a crash.
#include <catch2/catch.hpp>

#include <fmt/format.h>

#include <fstream>
#include <map>
#include <random>
#include <sstream>

#include "tests/storage/backends.hpp"

namespace skein::tests {

using namespace skein::storage;
namespace fs = std::filesystem;

namespace {

using Contents = std::map<std::string, std::string>;

std::string read_file(const std::string& path) {
  std::ostringstream text;
  text << std::ifstream(path, std::ios::binary).rdbuf();
  return text.str();
}

void write_file(const std::string& path, const std::string& content) {
  std::ofstream(path, std::ios::binary | std::ios::trunc) << content;
}

StoreOptions access_of(Access access) {
  StoreOptions options;
  options.access = access;
  options.lock_wait = std::chrono::milliseconds(50);
  return options;
}

// A store with some of everything: ingested files, a log that is not in files yet, a second session.
Contents make_store(const std::string& path) {
  Contents contents;
  {
    auto store = must(open_rocks_store(path, {}));
    std::vector<std::unique_ptr<SortedRun>> runs;
    runs.push_back(must(store->begin_run()));
    for (int i = 0; i < 3000; ++i) {
      const auto key = fmt::format("run{:05}", i), value = fmt::format("value of {} {}", i, i * 7919 % 1000);
      must(runs[0]->add(key, value));
      contents[key] = value;
    }
    must(store->ingest(std::move(runs), {}));
  }
  auto store = must(open_rocks_store(path, {}));
  for (int i = 0; i < 20; ++i) {
    WriteBatch batch;
    for (int k = 0; k < 10; ++k) {
      const auto key = fmt::format("log{:03}", i * 10 + k), value = fmt::format("later {}", i);
      batch.put(key, value);
      contents[key] = value;
    }
    must(store->commit(batch, nullptr));
  }
  return contents;
}

struct Outcome {
  Contents contents;
  std::optional<Error> error;
};

Outcome read_all(const std::string& path, Access access) {
  Outcome outcome;
  auto store = open_rocks_store(path, access_of(access));
  if (!store.ok()) {
    outcome.error = store.error();
    return outcome;
  }
  const auto snapshot = (*store)->snapshot();
  auto cursor = snapshot->scan("", "");
  for (; cursor->valid(); cursor->next()) outcome.contents.emplace(cursor->key(), cursor->value());
  if (auto status = cursor->status(); !status.ok()) outcome.error = status.error();
  return outcome;
}

// The files by kind: "CURRENT", "FORMAT", "MANIFEST", "sst", "log".
std::map<std::string, std::string> files_by_kind(const std::string& path) {
  std::map<std::string, std::string> kinds{{"FORMAT", path + "/FORMAT"}};
  for (const auto& entry : fs::directory_iterator(path + "/kv")) {
    const auto name = entry.path().filename().string();
    if (name == "CURRENT") kinds["CURRENT"] = entry.path();
    if (name.rfind("MANIFEST", 0) == 0) kinds["MANIFEST"] = entry.path();
    if (entry.path().extension() == ".sst") kinds["sst"] = entry.path();
    if (entry.path().extension() == ".log") kinds["log"] = entry.path();
  }
  return kinds;
}

void copy_store(const std::string& from, const std::string& to) {
  fs::remove_all(to);
  fs::copy(from, to, fs::copy_options::recursive);
}

}  // namespace

TEST_CASE("each kind of file that is missing gives an error that names it", "[storage][damage]") {
  const TempDir dir;
  make_store(dir / "good");
  for (const auto& [kind, original] : files_by_kind(dir / "good"))
    for (const auto access : {Access::read, Access::write}) {
      copy_store(dir / "good", dir / "s");
      const std::string path = dir / "s" + original.substr((dir / "good").size());
      fs::remove(path);
      const auto outcome = read_all(dir / "s", access);
      INFO(kind);
      REQUIRE(outcome.error);
      INFO(outcome.error->message);
      CHECK(outcome.error->code == ErrorCode::corruption);
      CHECK(outcome.error->message.find(fs::path(path).filename().string()) != std::string::npos);
    }
}

TEST_CASE("each kind of file that was cut off gives an error that names it", "[storage][damage]") {
  const TempDir dir;
  make_store(dir / "good");
  for (const auto& [kind, original] : files_by_kind(dir / "good")) {
    const std::string whole = read_file(original);
    REQUIRE(whole.size() > 2);
    for (const std::size_t size : {std::size_t{0}, whole.size() / 2, whole.size() - 1})
      for (const auto access : {Access::read, Access::write}) {
        copy_store(dir / "good", dir / "s");
        const std::string path = dir / "s" + original.substr((dir / "good").size());
        write_file(path, whole.substr(0, size));
        const auto outcome = read_all(dir / "s", access);
        INFO(kind << " cut to " << size);
        REQUIRE(outcome.error);
        INFO(outcome.error->message);
        CHECK(outcome.error->code == ErrorCode::corruption);
        CHECK(outcome.error->message.find(fs::path(path).filename().string()) != std::string::npos);
      }
  }
}

TEST_CASE("a flipped bit anywhere gives an error or does no harm", "[storage][damage]") {
  const TempDir dir;
  const auto expected = make_store(dir / "good");
  REQUIRE(read_all(dir / "good", Access::read).contents == expected);
  std::mt19937 random(17);
  for (const auto& [kind, original] : files_by_kind(dir / "good")) {
    const std::string whole = read_file(original);
    copy_store(dir / "good", dir / "s");
    const std::string path = dir / "s" + original.substr((dir / "good").size());
    int told = 0;
    constexpr int rounds = 60;
    for (int round = 0; round < rounds; ++round) {
      std::string changed = whole;
      const std::size_t at = random() % whole.size();
      changed[at] = static_cast<char>(changed[at] ^ (1 << random() % 8));
      write_file(path, changed);
      const auto outcome = read_all(dir / "s", Access::read);
      INFO(kind << " byte " << at << " of " << whole.size());
      if (outcome.error) {
        INFO(outcome.error->message);
        ++told;
        CHECK(outcome.error->message.find(dir.path()) != std::string::npos);
        const auto code = outcome.error->code;
        CHECK((code == ErrorCode::corruption || code == ErrorCode::newer_format || code == ErrorCode::io ||
               code == ErrorCode::invalid_argument));
      } else {
        CHECK(outcome.contents == expected);
      }
    }
    INFO(kind);
    CHECK(told > rounds / 3);  // an sst has bytes that a plain scan does not need: filters, properties
  }
}

TEST_CASE("a writer finds flipped bits in the log too, and does not lose what follows them",
          "[storage][damage]") {
  const TempDir dir;
  make_store(dir / "good");
  copy_store(dir / "good", dir / "s");
  const auto log = files_by_kind(dir / "s").at("log");
  std::string bytes = read_file(log);
  bytes[bytes.size() / 2] ^= 4;
  write_file(log, bytes);
  const auto outcome = read_all(dir / "s", Access::write);
  REQUIRE(outcome.error);
  CHECK(outcome.error->code == ErrorCode::corruption);
  bytes[bytes.size() / 2] ^= 4;
  write_file(log, bytes);
  CHECK_FALSE(read_all(dir / "s", Access::write).error);
}

TEST_CASE("a log put back from an older copy is told from a whole one", "[storage][damage]") {
  const TempDir dir;
  make_store(dir / "s");
  const auto log = files_by_kind(dir / "s").at("log");
  const std::string bytes = read_file(log);
  // All but the last commit, as if never written: RocksDB alone takes this for the end of the log.
  write_file(log, bytes.substr(0, bytes.size() - 200));
  const auto outcome = read_all(dir / "s", Access::write);
  REQUIRE(outcome.error);
  CHECK(outcome.error->message.find("cut off") != std::string::npos);
}

TEST_CASE("files that are lost after a crash, with no CLOSED to tell, are missed all the same",
          "[storage][damage]") {
  const TempDir dir;
  make_store(dir / "good");
  fs::remove(dir / "good/CLOSED");
  const auto sst = files_by_kind(dir / "good").at("sst");
  const auto name = fs::path(sst).filename().string();
  for (const bool cut : {true, false})
    for (const auto access : {Access::read, Access::write}) {
      copy_store(dir / "good", dir / "s");
      if (cut)
        fs::resize_file(dir / ("s/kv/" + name), 1000);
      else
        fs::remove(dir / ("s/kv/" + name));
      const auto outcome = read_all(dir / "s", access);
      REQUIRE(outcome.error);
      INFO(outcome.error->message);
      CHECK(outcome.error->code == ErrorCode::corruption);
    }
}

TEST_CASE("without CLOSED, or with a damaged one, a store opens as it is", "[storage][damage]") {
  const TempDir dir;
  const auto expected = make_store(dir / "s");
  SECTION("gone") { fs::remove(dir / "s/CLOSED"); }
  SECTION("damaged") { write_file(dir / "s/CLOSED", "12 what\n"); }
  const auto outcome = read_all(dir / "s", Access::read);
  CHECK_FALSE(outcome.error);
  CHECK(outcome.contents == expected);
}

}  // namespace skein::tests
