// The stores that must behave alike. A test over both is a TEMPLATE_TEST_CASE(..., MemoryBackend,
// RocksBackend).
#pragma once

#include <memory>
#include <stdexcept>

#include "storage/kv_store.hpp"
#include "tests/support/temp_dir.hpp"

namespace skein::tests {

// For set-up that is not what the test is about: a failure ends the test with the error's words.
template <typename T>
T must(Result<T> result) {
  if (!result.ok()) throw std::runtime_error(result.error().message);
  return std::move(*result);
}
inline void must(const Result<void>& result) {
  if (!result.ok()) throw std::runtime_error(result.error().message);
}

struct MemoryBackend {
  std::unique_ptr<storage::KvStore> store = storage::open_memory_store();
};

struct RocksBackend {
  TempDir directory;
  std::unique_ptr<storage::KvStore> store = must(storage::open_rocks_store(directory / "store", {}));
};

}  // namespace skein::tests
