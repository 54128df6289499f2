// What lies in a store's directory beside RocksDB's own files, and the checks that come before RocksDB is
// asked:
//
//   DIR/FORMAT        what this is and which format it has; there once the store is whole
//   DIR/FORMAT.new    the store is being made; when its maker died, nothing of worth is there yet
//   DIR/LOCK.skein    who writes now (FileLock)
//   DIR/CLOSED        how long the files were when the last writer left: shows what was cut off since
//   DIR/kv/           RocksDB's files
//   DIR/runs/         sorted runs that are not part of the store yet; a writer empties it on opening
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "storage/result.hpp"

namespace skein::storage {

inline constexpr unsigned store_format = 1;  // what this skein writes, and the newest that it reads

enum class DirectoryState { absent, empty, unfinished, store };

class StoreDirectory {
 public:
  explicit StoreDirectory(std::string path);

  [[nodiscard]] const std::string& path() const { return path_; }
  [[nodiscard]] std::string lock_file() const { return path_ + "/LOCK.skein"; }
  [[nodiscard]] std::string kv() const { return path_ + "/kv"; }
  [[nodiscard]] std::string runs() const { return path_ + "/runs"; }
  [[nodiscard]] std::string name() const { return "the store " + path_; }  // for messages

  // Errors: not_a_store, newer_format, corruption (FORMAT damaged or gone), io.
  [[nodiscard]] Result<DirectoryState> look() const;

  // Making a store: make_directory(), lock, begin_store(), fill kv/, finish_store(). Whatever fails, undo()
  // takes away what was made, and the directory itself when make_directory() made it.
  Result<void> make_directory();
  Result<void> begin_store();
  Result<void> finish_store();
  void undo();
  void undo_directory();

  // Takes away runs that a writer left when it died.
  void clear_runs() const;

  struct File {
    std::string name;  // in kv/
    std::uint64_t size = 0;
    auto operator<=>(const File&) const = default;
  };

  // CLOSED says what must at least be there: files only grow while they exist, and sequences do not go back.
  // Bytes that are no such note are taken as none, since it is written without waiting for the disk.
  struct Closed {
    std::uint64_t sequence = 0;
    std::vector<File> files;
  };
  [[nodiscard]] std::optional<Closed> closed() const;
  void write_closed(std::uint64_t sequence) const;

  // CURRENT names a MANIFEST, both are there, nothing is missing or shorter that CLOSED tells of. Beside a
  // living writer a failure may mean no more than that it is moving on.
  [[nodiscard]] Result<void> check_files() const;
  [[nodiscard]] Result<void> check_sequence(std::uint64_t found) const;

  // The write-ahead logs in kv/, by name.
  [[nodiscard]] std::vector<File> logs() const;

  // The files that grow while they exist, and with every commit: the MANIFEST and the logs.
  [[nodiscard]] std::vector<File> growing_files() const;

  // Tells one committed state of the files from another: CURRENT and the MANIFEST's size; with `logs` also
  // the write-ahead logs and their sizes, which grow with every commit.
  [[nodiscard]] std::string fingerprint(bool with_logs) const;

 private:
  [[nodiscard]] Result<DirectoryState> look_once() const;
  [[nodiscard]] std::string manifest() const;  // the name that CURRENT has; empty when there is none
  [[nodiscard]] std::vector<File> files_where(
      const std::function<bool(const std::string&)>& wanted) const;  // by name
  [[nodiscard]] std::vector<File> data_files() const;                // MANIFEST, logs and sorted files
  std::string path_;
  std::string made_;  // the topmost directory that make_directory() made
};

}  // namespace skein::storage
