#include "storage/rocks_compaction.hpp"

namespace skein::storage::rocks {

void CompactionSwitch::settle(rocksdb::DB& db) {
  if (!changed_.exchange(false)) return;
  std::uint64_t fresh = 0,
                pending = 0;  // tables as they were flushed; bytes above what their levels should have
  db.GetIntProperty(rocksdb::DB::Properties::kNumFilesAtLevelPrefix + "0", &fresh);
  db.GetIntProperty(rocksdb::DB::Properties::kEstimatePendingCompactionBytes, &pending);
  const auto most = static_cast<std::uint64_t>(db.GetOptions().level0_file_num_compaction_trigger);
  const bool wanted = fresh >= most || pending > 0;
  if (wanted == on_) return;
  // Should it fail, reads get slower until the next table is written, and nothing else happens.
  if (db.SetOptions({{"disable_auto_compactions", wanted ? "false" : "true"}}).ok()) on_ = wanted;
}

}  // namespace skein::storage::rocks
