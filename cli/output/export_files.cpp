#include "cli/output/export_files.hpp"

#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <vector>

#include "cli/explorer/page.hpp"

namespace skein::cli {

namespace {

namespace fs = std::filesystem;
using graph::formats::ExportFormat;

class OneFile final : public ExportFiles {
 public:
  explicit OneFile(std::unique_ptr<Output> output) : output_(std::move(output)), stream_(*output_) {}
  Result<std::ostream*> begin(std::string_view) override { return &stream_; }
  Result<void> finish() override {
    SKEIN_TRY(status());
    return output_->finish();
  }
  Result<void> status() const override { return stream_.status(); }
  bool closed() const override { return output_->closed(); }

 private:
  std::unique_ptr<Output> output_;
  OutputStream stream_;
};

class Folder final : public ExportFiles {
 public:
  explicit Folder(fs::path path) : path_(std::move(path)), staging_(path_) {
    staging_ += ".part-" + std::to_string(::getpid());
  }
  ~Folder() override {
    stream_.reset();
    output_.reset();
    std::error_code ignored;
    if (!finished_) fs::remove_all(staging_, ignored);
  }

  Result<void> start() {
    std::error_code error;
    if (fs::exists(path_, error) && !fs::is_directory(path_, error))
      return Error{ErrorCode::io, "cannot write the folder " + path_.string() + ": a file is there"};
    fs::create_directory(staging_, error);
    if (error)
      return Error{ErrorCode::io, "cannot make the folder " + path_.string() + ": " + error.message()};
    return {};
  }

  Result<std::ostream*> begin(std::string_view name) override {
    SKEIN_TRY(close());
    const fs::path file = staging_ / name;
    std::error_code error;
    if (file.parent_path() != made_) {
      fs::create_directories(file.parent_path(), error);
      if (error)
        return Error{ErrorCode::io,
                     "cannot make the folder " + file.parent_path().string() + ": " + error.message()};
      made_ = file.parent_path();
    }
    auto output = Output::file(file.string());
    if (!output) return status_ = output.error(), std::move(output).error();
    output_ = std::move(*output);
    stream_.emplace(*output_);
    return &*stream_;
  }

  Result<void> finish() override {
    SKEIN_TRY(close());
    std::error_code error;
    // Also onto an empty folder.
    if (::rename(staging_.c_str(), path_.c_str()) == 0) {
      finished_ = true;
      return {};
    }
    if (errno != ENOTEMPTY && errno != EEXIST)
      return Error{ErrorCode::io, "cannot write the folder " + path_.string() + ": " + std::strerror(errno)};
    std::vector<fs::directory_entry> entries;
    for (const auto& entry : fs::recursive_directory_iterator(staging_, error)) entries.push_back(entry);
    for (const auto& entry : entries) {
      const fs::path to = path_ / entry.path().lexically_relative(staging_);
      std::error_code failed;
      if (entry.is_directory()) {
        fs::create_directories(to, failed);
      } else {
        fs::rename(entry.path(), to, failed);
      }
      if (failed) return Error{ErrorCode::io, "cannot write " + to.string() + ": " + failed.message()};
    }
    if (error) return Error{ErrorCode::io, "cannot read " + staging_.string() + ": " + error.message()};
    return {};
  }

  Result<void> status() const override {
    if (!status_) return status_;
    return stream_ ? stream_->status() : Result<void>();
  }

 private:
  Result<void> close() {
    if (!output_) return {};
    SKEIN_TRY(status());
    stream_.reset();
    status_ = output_->finish();
    output_.reset();
    return status_;
  }

  fs::path path_, staging_, made_;
  std::unique_ptr<Output> output_;
  std::optional<OutputStream> stream_;
  Result<void> status_;
  bool finished_ = false;
};

Result<void> write_page(const graph::Transaction& transaction, const graph::formats::Subgraph& part,
                        ExportFiles& files) {
  SKEIN_ASSIGN(std::ostream* const out, files.begin({}));
  return explorer::write_page(transaction, part, *out);
}

}  // namespace

Result<std::unique_ptr<ExportFiles>> ExportFiles::file(const std::string& path) {
  SKEIN_ASSIGN(auto output, Output::open(path));
  return std::unique_ptr<ExportFiles>(std::make_unique<OneFile>(std::move(output)));
}

Result<std::unique_ptr<ExportFiles>> ExportFiles::folder(const std::string& path) {
  std::string bare = path;
  while (bare.size() > 1 && bare.back() == '/') bare.pop_back();
  auto folder = std::make_unique<Folder>(bare);
  SKEIN_TRY(folder->start());
  return std::unique_ptr<ExportFiles>(std::move(folder));
}

Result<void> export_graph(const graph::Transaction& transaction, const graph::formats::Subgraph& part,
                          const ExportFormat& format, const graph::formats::ExportOptions& options,
                          const std::string& path) {
  if (format.shape.folder && (path.empty() || path == "-"))
    return Error{ErrorCode::invalid_argument,
                 std::string(format.name) + " is a folder of files: name a folder with -o"};
  SKEIN_ASSIGN(const auto files, format.shape.folder ? ExportFiles::folder(path) : ExportFiles::file(path));
  auto written = format.name == "html"
                     ? write_page(transaction, part, *files)
                     : graph::formats::write_graph(transaction, part, format, options, *files);
  if (files->closed()) return {};
  SKEIN_TRY(files->status());  // it is why the writer stopped
  SKEIN_TRY(std::move(written));
  auto finished = files->finish();
  if (files->closed()) return {};
  return finished;
}

Result<const ExportFormat*> choose_export_format(const std::string& name, const std::string& path) {
  std::string wanted = name;
  if (wanted.empty()) {
    wanted = fs::path(path).extension().string();
    if (!wanted.empty()) wanted.erase(0, 1);
  }
  if (const auto* format = graph::formats::find_export_format(wanted)) return format;
  const std::string names = graph::formats::export_format_names();
  return Error{ErrorCode::invalid_argument,
               wanted.empty() ? "which format? --format with one of " + names
                              : "there is no format '" + wanted + "'; wanted is one of " + names};
}

}  // namespace skein::cli
