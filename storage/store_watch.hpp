// Whether a writer in another process has changed a store's files, asked before every statement of a reader
// and so cheap: a few calls of stat, no listing of the directory.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "storage/store_directory.hpp"

namespace skein::storage {

class StoreWatch {
 public:
  explicit StoreWatch(const StoreDirectory& directory) : directory_(directory) {}

  // Remembers what the files are; the answer is their fingerprint, logs included.
  std::string look();
  // Whether the files are for certain what they were at the last look(). False may be a mere doubt: files
  // come and go with the directory's time of change, which is too coarse to tell two changes within a moment
  // apart.
  [[nodiscard]] bool unchanged() const;
  void forget() { settled_ = false; }  // what the last look() saw is of no use

 private:
  struct Seen {
    std::string path;
    std::uint64_t size;
  };
  const StoreDirectory& directory_;
  std::int64_t changed_ = 0;   // when files last came or went, in ns since 1970
  bool settled_ = false;       // and that was long enough before we looked
  std::vector<Seen> growing_;  // the files that grow while they exist: MANIFEST and logs
};

}  // namespace skein::storage
