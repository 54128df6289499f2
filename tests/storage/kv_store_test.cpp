// What every KvStore promises, shown for each backend.
#include <fmt/format.h>
#include <catch2/catch.hpp>

#include <atomic>
#include <random>
#include <thread>

#include "tests/storage/backends.hpp"

#define FOR_EACH_BACKEND(name, tags) TEMPLATE_TEST_CASE(name, tags, MemoryBackend, RocksBackend)

namespace skein::tests {

using namespace skein::storage;
using Pairs = std::vector<std::pair<std::string, std::string>>;

namespace {

WriteBatch batch_of(const Pairs& pairs) {
  WriteBatch batch;
  for (const auto& [key, value] : pairs) batch.put(key, value);
  return batch;
}

Pairs all(const Snapshot& snapshot, std::string_view lower = {}, std::string_view upper = {}) {
  Pairs pairs;
  auto cursor = snapshot.scan(lower, upper);
  for (; cursor->valid(); cursor->next()) pairs.emplace_back(cursor->key(), cursor->value());
  REQUIRE(cursor->status());
  return pairs;
}

std::optional<std::string> get(const Snapshot& snapshot, std::string_view key) {
  auto value = snapshot.get(key);
  REQUIRE(value);
  return *value;
}

bool conflicts(const Result<void>& result) {
  return !result.ok() && result.error().code == ErrorCode::conflict;
}

}  // namespace

FOR_EACH_BACKEND("a commit is seen by snapshots taken later and by no earlier one", "[storage][store]") {
  TestType backend;
  auto& store = *backend.store;
  const auto before = store.snapshot();
  REQUIRE(store.commit(batch_of({{"a", "1"}, {"b", "2"}}), nullptr));
  const auto between = store.snapshot();
  WriteBatch second = batch_of({{"a", "3"}, {std::string("c\0d", 3), ""}});
  second.erase("b");
  second.erase("was never there");
  REQUIRE(store.commit(second, nullptr));
  const auto after = store.snapshot();

  CHECK(all(*before).empty());
  CHECK(all(*between) == Pairs{{"a", "1"}, {"b", "2"}});
  CHECK(all(*after) == Pairs{{"a", "3"}, {std::string("c\0d", 3), ""}});
  CHECK(get(*between, "b") == "2");
  CHECK(get(*after, "b") == std::nullopt);
  CHECK(before->sequence() < between->sequence());
  CHECK(between->sequence() < after->sequence());
  CHECK(store.snapshot()->sequence() == after->sequence());
}

FOR_EACH_BACKEND("the last operation on a key within a batch wins", "[storage][store]") {
  TestType backend;
  WriteBatch batch = batch_of({{"a", "1"}, {"a", "2"}, {"b", "1"}});
  batch.erase("b");
  batch.erase("c");
  batch.put("c", "3");
  REQUIRE(backend.store->commit(batch, nullptr));
  CHECK(all(*backend.store->snapshot()) == Pairs{{"a", "2"}, {"c", "3"}});
}

FOR_EACH_BACKEND("multi_get answers in the order asked, repeats and gaps included", "[storage][store]") {
  TestType backend;
  REQUIRE(backend.store->commit(batch_of({{"a", "1"}, {"c", "3"}}), nullptr));
  const auto values = backend.store->snapshot()->multi_get({"c", "b", "a", "c", ""});
  REQUIRE(values);
  CHECK(*values == std::vector<std::optional<std::string>>{"3", std::nullopt, "1", "3", std::nullopt});
  CHECK(backend.store->snapshot()->multi_get({})->empty());
}

FOR_EACH_BACKEND("a scan keeps within its bounds", "[storage][store]") {
  TestType backend;
  REQUIRE(backend.store->commit(
      batch_of({{"a", "1"}, {"b", "2"}, {"b\xff", "3"}, {"c", "4"}, {"\xff\xff", "5"}}), nullptr));
  const auto snapshot = backend.store->snapshot();
  CHECK(all(*snapshot, "b", "c") == Pairs{{"b", "2"}, {"b\xff", "3"}});
  CHECK(all(*snapshot, "b", prefix_end("b")) == Pairs{{"b", "2"}, {"b\xff", "3"}});
  CHECK(all(*snapshot, "\xff", prefix_end("\xff")) == Pairs{{"\xff\xff", "5"}});
  CHECK(all(*snapshot, "bb", "bb").empty());
  CHECK(all(*snapshot, "d", "b").empty());
  CHECK(all(*snapshot, "c", "").size() == 2);

  auto cursor = snapshot->scan("b", "c");
  cursor->seek("a");
  REQUIRE(cursor->valid());
  CHECK(cursor->key() == "b");
  cursor->seek("b\x01");
  REQUIRE(cursor->valid());
  CHECK(cursor->key() == "b\xff");
  cursor->seek("c");
  CHECK_FALSE(cursor->valid());
  cursor->seek("b");
  REQUIRE(cursor->valid());
  CHECK(cursor->value() == "2");
}

TEST_CASE("prefix_end is the first key past a prefix", "[storage][store]") {
  CHECK(prefix_end("a") == "b");
  CHECK(prefix_end("a\xff") == "b");
  CHECK(prefix_end("a\xff\xff") == "b");
  CHECK(prefix_end("\xff").empty());
  CHECK(prefix_end("").empty());
  CHECK(prefix_end(std::string(1, '\0')) == "\x01");
}

FOR_EACH_BACKEND("a cursor keeps to its snapshot while others commit", "[storage][store]") {
  TestType backend;
  auto& store = *backend.store;
  for (int i = 0; i < 100; ++i) REQUIRE(store.commit(batch_of({{fmt::format("{:03}", i), "old"}}), nullptr));
  const auto snapshot = store.snapshot();
  auto cursor = snapshot->scan("", "");
  int seen = 0;
  for (; cursor->valid(); cursor->next(), ++seen) {
    CHECK(cursor->value() == "old");
    WriteBatch batch = batch_of({{fmt::format("{:03}", seen), "new"}, {fmt::format("{:03}x", seen), "more"}});
    batch.erase(fmt::format("{:03}", seen + 1));
    REQUIRE(store.commit(batch, nullptr));
  }
  CHECK(cursor->status());
  CHECK(seen == 100);
}

FOR_EACH_BACKEND("a commit is refused when a key it writes was changed since its snapshot",
                 "[storage][store]") {
  TestType backend;
  auto& store = *backend.store;
  const auto mine = store.snapshot();
  REQUIRE(store.commit(batch_of({{"a", "theirs"}, {"z", "theirs"}}), nullptr));
  WriteBatch batch = batch_of({{"a", "mine"}, {"b", "mine"}});
  CHECK(conflicts(store.commit(batch, mine.get())));
  CHECK(all(*store.snapshot()) == Pairs{{"a", "theirs"}, {"z", "theirs"}});
  SECTION("but not from a later snapshot") { CHECK(store.commit(batch, store.snapshot().get())); }
  SECTION("nor without one") { CHECK(store.commit(batch, nullptr)); }
  SECTION("nor for other keys") { CHECK(store.commit(batch_of({{"b", "mine"}}), mine.get())); }
  SECTION("an erase counts as a change") {
    const auto now = store.snapshot();
    WriteBatch erase;
    erase.erase("z");
    REQUIRE(store.commit(erase, nullptr));
    CHECK(conflicts(store.commit(batch_of({{"z", "mine"}}), now.get())));
  }
}

FOR_EACH_BACKEND("a guarded key is checked although it is not written", "[storage][store]") {
  TestType backend;
  auto& store = *backend.store;
  REQUIRE(store.commit(batch_of({{"a", "1"}}), nullptr));
  const auto mine = store.snapshot();
  WriteBatch batch = batch_of({{"b", "from a=1"}});
  batch.guard("a");
  SECTION("changed: refused") {
    REQUIRE(store.commit(batch_of({{"a", "2"}}), nullptr));
    CHECK(conflicts(store.commit(batch, mine.get())));
    WriteBatch nothing;
    nothing.guard("a");
    CHECK(conflicts(store.commit(nothing, mine.get())));
  }
  SECTION("not changed: written") {
    REQUIRE(store.commit(batch_of({{"c", "2"}}), nullptr));
    CHECK(store.commit(batch, mine.get()));
  }
}

FOR_EACH_BACKEND("one's own commit does not conflict with a snapshot taken after it", "[storage][store]") {
  TestType backend;
  for (int i = 0; i < 20; ++i)
    CHECK(backend.store->commit(batch_of({{"counter", std::to_string(i)}}), backend.store->snapshot().get()));
}

FOR_EACH_BACKEND("sorted runs and their batch become visible together", "[storage][store]") {
  TestType backend;
  auto& store = *backend.store;
  REQUIRE(store.commit(batch_of({{"a", "old"}, {"m1", "old"}, {"z", "old"}}), nullptr));
  const auto before = store.snapshot();
  std::vector<std::unique_ptr<SortedRun>> runs;
  for (const char* first : {"n", "b"}) {
    auto run = store.begin_run();
    REQUIRE(run);
    for (int i = 0; i < 100; ++i) REQUIRE((*run)->add(fmt::format("{}{:03}", first, i), "run"));
    runs.push_back(std::move(*run));
  }
  auto empty = store.begin_run();
  REQUIRE(empty);
  runs.push_back(std::move(*empty));
  CHECK(all(*store.snapshot()).size() == 3);

  WriteBatch batch =
      batch_of({{"a", "new"}, {"m0", "new"}, {"n050x", "new"}, {"n060", "new"}, {"zz", "new"}});
  batch.erase("m1");
  REQUIRE(store.ingest(std::move(runs), batch));

  const auto after = store.snapshot();
  CHECK(after->sequence() > before->sequence());
  CHECK(all(*before) == Pairs{{"a", "old"}, {"m1", "old"}, {"z", "old"}});
  const auto pairs = all(*after);
  CHECK(pairs.size() == 205);
  CHECK(std::is_sorted(pairs.begin(), pairs.end()));
  CHECK(get(*after, "a") == "new");
  CHECK(get(*after, "m1") == std::nullopt);
  CHECK(get(*after, "n050x") == "new");
  CHECK(get(*after, "b099") == "run");
  CHECK(get(*after, "n060") == "new");

  SECTION("and count as changes since an older snapshot") {
    CHECK(conflicts(store.commit(batch_of({{"b050", "mine"}}), before.get())));
    CHECK(conflicts(store.commit(batch_of({{"zz", "mine"}}), before.get())));
    CHECK(store.commit(batch_of({{"c", "mine"}}), before.get()));
  }
  SECTION("and can be written over") {
    REQUIRE(store.commit(batch_of({{"b050", "mine"}}), after.get()));
    CHECK(get(*store.snapshot(), "b050") == "mine");
    CHECK(get(*after, "b050") == "run");
  }
}

FOR_EACH_BACKEND("every ingestion makes a new sequence, whatever is there", "[storage][store]") {
  TestType backend;
  auto last = backend.store->snapshot()->sequence();
  for (const char* key : {"a", "c", "b", "a"}) {
    std::vector<std::unique_ptr<SortedRun>> runs;
    auto run = backend.store->begin_run();
    REQUIRE(run);
    REQUIRE((*run)->add(key, "1"));
    runs.push_back(std::move(*run));
    REQUIRE(backend.store->ingest(std::move(runs), {}));
    const auto now = backend.store->snapshot()->sequence();
    CHECK(now > last);
    last = now;
  }
}

FOR_EACH_BACKEND("an ingestion can be refused like a commit", "[storage][store]") {
  TestType backend;
  auto& store = *backend.store;
  const auto mine = store.snapshot();
  REQUIRE(store.commit(batch_of({{"marker", "theirs"}}), nullptr));
  std::vector<std::unique_ptr<SortedRun>> runs;
  auto run = store.begin_run();
  REQUIRE(run);
  REQUIRE((*run)->add("k", "1"));
  runs.push_back(std::move(*run));
  CHECK(conflicts(store.ingest(std::move(runs), batch_of({{"marker", "mine"}}), mine.get())));
  CHECK(all(*store.snapshot()) == Pairs{{"marker", "theirs"}});
}

FOR_EACH_BACKEND("a run refuses keys that do not ascend", "[storage][store]") {
  TestType backend;
  auto run = backend.store->begin_run();
  REQUIRE(run);
  REQUIRE((*run)->add("b", "1"));
  const auto again = (*run)->add("b", "2");
  REQUIRE_FALSE(again);
  CHECK(again.error().code == ErrorCode::invalid_argument);
  CHECK_FALSE((*run)->add("a", "3"));
  CHECK((*run)->add("c", "4"));
}

FOR_EACH_BACKEND("a run that is dropped leaves nothing behind", "[storage][store]") {
  TestType backend;
  {
    auto run = backend.store->begin_run();
    REQUIRE(run);
    REQUIRE((*run)->add("a", "1"));
  }
  CHECK(all(*backend.store->snapshot()).empty());
}

// Two writers raise counters by read-modify-write and keep their sum in one more key; four readers check that
// every snapshot is whole. A lost update or a torn batch shows as a wrong sum.
FOR_EACH_BACKEND("threads that write and read at once see whole commits and lose none", "[storage][store]") {
  TestType backend;
  auto& store = *backend.store;
  constexpr int rounds = 60, keys = 5;
  const auto number = [](const Snapshot& s, const std::string& key) {
    const auto value = s.get(key);
    return value.ok() && *value ? std::stoi(**value) : 0;
  };
  std::atomic<bool> done{false};
  std::atomic<int> torn{0}, errors{0}, conflicts_seen{0};
  std::vector<std::thread> writers, readers;
  for (int w = 0; w < 2; ++w)
    writers.emplace_back([&, w] {
      std::mt19937 random(static_cast<unsigned>(w));
      for (int i = 0; i < rounds;) {
        const auto snapshot = store.snapshot();
        const std::string key = "k" + std::to_string(random() % keys);
        WriteBatch batch;
        batch.put(key, std::to_string(number(*snapshot, key) + 1));
        batch.put("sum", std::to_string(number(*snapshot, "sum") + 1));
        const auto result = store.commit(batch, snapshot.get());
        if (result.ok())
          ++i;
        else if (conflicts(result))
          ++conflicts_seen;
        else {
          ++errors;
          break;
        }
      }
    });
  for (int r = 0; r < 4; ++r)
    readers.emplace_back([&] {
      while (!done) {
        const auto snapshot = store.snapshot();
        int sum = 0;
        auto cursor = snapshot->scan("k", "l");
        for (; cursor->valid(); cursor->next()) sum += std::stoi(std::string(cursor->value()));
        if (!cursor->status().ok()) ++errors;
        if (sum != number(*snapshot, "sum")) ++torn;
      }
    });
  for (auto& t : writers) t.join();
  done = true;
  for (auto& t : readers) t.join();
  CHECK(torn == 0);
  CHECK(errors == 0);
  CHECK(number(*store.snapshot(), "sum") == 2 * rounds);
}

}  // namespace skein::tests
