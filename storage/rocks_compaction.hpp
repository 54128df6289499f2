// When RocksDB may merge tables by itself. For rocks_*.cpp only.
#pragma once

#include <rocksdb/db.h>
#include <rocksdb/listener.h>

#include <atomic>

namespace skein::storage::rocks {

// Lets tables be merged while there is something to merge, and not otherwise: left to itself, RocksDB 7.8
// writes every ingested table once more, only to set the sequence number it got to zero, which would cost
// every load its own size again. Register it as a listener, open with `disable_auto_compactions`, call
// settle() after writes.
class CompactionSwitch final : public rocksdb::EventListener {
 public:
  void OnFlushCompleted(rocksdb::DB*, const rocksdb::FlushJobInfo&) override { changed_ = true; }
  void OnCompactionCompleted(rocksdb::DB*, const rocksdb::CompactionJobInfo&) override { changed_ = true; }

  // Cheap when no table was written since the last call. Not thread-safe.
  void settle(rocksdb::DB& db);

 private:
  std::atomic<bool> changed_{true};
  bool on_ = false;
};

}  // namespace skein::storage::rocks
