#include <fmt/format.h>
#include <catch2/catch.hpp>

#include <map>
#include <random>

#include "storage/commit_log.hpp"
#include "storage/ordered_map.hpp"

namespace skein::tests {

using namespace skein::storage;
using Plain = std::map<std::string, std::string>;

namespace {

Plain contents(const OrderedMap& map) {
  Plain plain;
  OrderedMap::Walker walker(map);
  for (walker.seek(""); walker.valid(); walker.next()) {
    if (!plain.empty()) CHECK(plain.rbegin()->first < walker.key());
    plain.emplace(walker.key(), walker.value());
  }
  return plain;
}

}  // namespace

TEST_CASE("an ordered map agrees with std::map through random edits, and old versions stay as they were",
          "[storage][ordered_map]") {
  std::mt19937 random(7);
  OrderedMap map;
  Plain plain;
  std::vector<std::pair<OrderedMap, Plain>> kept;
  for (int round = 0; round < 60; ++round) {
    OrderedMap::Edit edit(map);
    // Rounds of mostly puts and rounds of mostly erases, so that the tree grows and shrinks.
    const unsigned put_of_ten = round % 20 < 12 ? 8 : 1;
    for (unsigned i = 0, n = random() % 400; i < n; ++i) {
      const std::string key = fmt::format("{}", random() % 3000);
      if (random() % 10 < put_of_ten) {
        const std::string value = fmt::format("{}", random());
        edit.put(key, value);
        plain[key] = value;
      } else {
        edit.erase(key);
        plain.erase(key);
      }
    }
    map = std::move(edit).finish();
    REQUIRE(contents(map) == plain);
    if (round % 7 == 0) kept.emplace_back(map, plain);
    for (int i = 0; i < 50; ++i) {
      const std::string key = fmt::format("{}", random() % 3000);
      OrderedMap::Walker walker(map);
      walker.seek(key);
      const auto expected = plain.lower_bound(key);
      REQUIRE(walker.valid() == (expected != plain.end()));
      if (walker.valid()) REQUIRE(walker.key() == expected->first);
      REQUIRE((map.find(key) != nullptr) == (plain.count(key) == 1));
    }
  }
  for (const auto& [version, expected] : kept) CHECK(contents(version) == expected);
}

TEST_CASE("an ordered map can be emptied and filled again", "[storage][ordered_map]") {
  OrderedMap map;
  for (int round = 0; round < 2; ++round) {
    OrderedMap::Edit fill(map);
    for (int i = 0; i < 2000; ++i) fill.put(fmt::format("{:05}", i), "x");
    map = std::move(fill).finish();
    CHECK(contents(map).size() == 2000);
    OrderedMap::Edit drain(map);
    for (int i = 1999; i >= 0; --i) drain.erase(fmt::format("{:05}", i));
    map = std::move(drain).finish();
    CHECK(contents(map).empty());
  }
}

TEST_CASE("a commit log forgets what no snapshot can ask about", "[storage][commit_log]") {
  CommitLog log;
  WriteBatch batch;
  batch.put("a", "1");
  batch.put("b", "1");
  log.record(batch, 1);
  CHECK(log.size() == 0);
  log.open_snapshot([] { return 1; });
  log.record(batch, 2);
  CHECK(log.size() == 2);
  CHECK_FALSE(log.check(batch, 1));
  CHECK(log.check(batch, 2));
  log.close_snapshot(1);
  log.open_snapshot([] { return 2; });
  log.record(batch, 3);
  CHECK(log.size() == 2);
  log.close_snapshot(2);
  log.record(batch, 4);
  CHECK(log.size() == 0);
}

TEST_CASE("a commit log at its limit refuses transactions that are too old", "[storage][commit_log]") {
  CommitLog log(100);
  log.open_snapshot([] { return 0; });
  for (unsigned i = 1; i <= 150; ++i) {
    WriteBatch batch;
    batch.put(fmt::format("key {}", i), "");
    log.record(batch, i);
  }
  CHECK(log.size() <= 100);
  WriteBatch other;
  other.put("untouched", "");
  const auto old = log.check(other, 0);
  REQUIRE_FALSE(old);
  CHECK(old.error().code == ErrorCode::conflict);
  CHECK(log.check(other, 149));
}

}  // namespace skein::tests
