// The stores that must behave alike. A test over both is a TEMPLATE_TEST_CASE(..., MemoryBackend,
// RocksBackend).
#pragma once

#include <memory>

#include "storage/kv_store.hpp"

namespace skein::tests {

struct MemoryBackend {
  std::unique_ptr<storage::KvStore> store = storage::open_memory_store();
};

}  // namespace skein::tests
