#include "storage/rocks_run.hpp"

#include <fmt/format.h>
#include <rocksdb/sst_file_writer.h>

#include <filesystem>

#include "storage/bytes.hpp"
#include "storage/keys.hpp"
#include "storage/rocks_base.hpp"

namespace skein::storage::rocks {

namespace {
constexpr std::uint64_t full_file = 64ull << 20;
}

FileRun::FileRun(const rocksdb::Options& options, std::string stem)
    : options_(options), stem_(std::move(stem)) {
  // As compaction would leave it, at its quickest level.
  options_.compression_opts.level = 1;
  options_.bottommost_compression = rocksdb::kDisableCompressionOption;
}

FileRun::~FileRun() {
  writer_.reset();
  std::error_code ignored;
  for (const auto& file : files_) std::filesystem::remove(file.path, ignored);
}

Result<void> FileRun::ready_for(std::string_view key) {
  if (any_ && key <= last_key_)
    return Error{ErrorCode::invalid_argument,
                 fmt::format("a sorted run got key {} after {}; it wants ascending keys", printable(key),
                             printable(last_key_))};
  if (writer_ && writer_->FileSize() >= full_file) SKEIN_TRY(finish());
  if (!writer_) {
    // Properties of a few nodes are read here and there, so their blocks are those that decode quickest.
    const bool nodes = key.starts_with(keys::node_prefix());
    options_.compression = nodes ? rocksdb::kLZ4Compression : rocksdb::kZSTD;
    files_.push_back({fmt::format("{}-{}.sst", stem_, files_.size()), std::string(key), {}});
    writer_ = std::make_unique<rocksdb::SstFileWriter>(rocksdb::EnvOptions(), options_);
    SKEIN_TRY(
        checked(writer_->Open(files_.back().path), "cannot write the sorted run " + files_.back().path));
  }
  last_key_ = key;
  any_ = true;
  return {};
}

Result<void> FileRun::add(std::string_view key, std::string_view value) {
  SKEIN_TRY(ready_for(key));
  const auto status =
      writer_->Put(rocksdb::Slice(key.data(), key.size()), rocksdb::Slice(value.data(), value.size()));
  return status.ok() ? Result<void>() : checked(status, "cannot write the sorted run " + files_.back().path);
}

Result<void> FileRun::erase(std::string_view key) {
  SKEIN_TRY(ready_for(key));
  return checked(writer_->Delete(rocksdb::Slice(key.data(), key.size())),
                 "cannot write the sorted run " + files_.back().path);
}

Result<void> FileRun::finish() {
  if (!writer_) return {};
  const auto status = writer_->Finish();
  writer_.reset();
  files_.back().last = last_key_;
  return checked(status, "cannot write the sorted run " + files_.back().path);
}

}  // namespace skein::storage::rocks
