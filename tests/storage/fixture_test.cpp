// Stores that earlier skeins wrote: every released format has one in tests/storage/fixtures, made by
// `skein_store_worker fixture DIR` of its time, and never made again.
#include <catch2/catch.hpp>

#include "storage/index_value.hpp"
#include "storage/value_codec.hpp"
#include "tests/storage/backends.hpp"
#include "tests/storage/fixture.hpp"

namespace skein::tests {

using namespace skein::storage;
namespace fs = std::filesystem;

namespace {

void check_contents(const Snapshot& snapshot) {
  std::size_t found = 0;
  for (const auto& [key, value] : fixture_pairs()) {
    const auto bytes = must(snapshot.get(key));
    REQUIRE(bytes);
    const auto decoded = decode_value(*bytes);
    REQUIRE(decoded);
    CHECK(decoded->identical(value));
    CHECK(encode_value(value) == *bytes);
    ++found;
  }
  auto cursor = snapshot.scan("", "");
  for (; cursor->valid(); cursor->next()) --found;
  CHECK(cursor->status());
  CHECK(found == 0);
}

}  // namespace

TEST_CASE("the store of format 1 is read as it was written", "[storage][fixture]") {
  const TempDir dir;
  // A copy: a writer changes files, and the tests' own may be read-only.
  fs::copy(fs::path(SKEIN_STORAGE_FIXTURES) / "format-1", dir / "s", fs::copy_options::recursive);
  StoreOptions options;
  options.access = Access::read;
  check_contents(*must(open_rocks_store(dir / "s", options))->snapshot());
  options.access = Access::write;
  options.create = false;
  auto store = must(open_rocks_store(dir / "s", options));
  check_contents(*store->snapshot());
  WriteBatch batch;
  batch.put("new", "pair");
  must(store->commit(batch, nullptr));
}

}  // namespace skein::tests
