// A model file: named sections of plain arrays behind a checked header, mapped into memory and used where they lie.
//
//   0   "SKEINMDL"            8 bytes
//   8   format version        u32, this file describes 1
//   12  sections              u32
//   16  file size             u64, tells a truncated file
//   24  XXH3-64 of all bytes from 32 on
//   32  kind                  16 bytes, zero-padded: "tagger", "names"
//   48  section table         per section: name (16 bytes, zero-padded), offset u64, size u64
//   ..  sections, each at a multiple of 64 bytes
//
// Numbers are little-endian, as on every machine skein runs on.
#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "storage/result.hpp"

namespace skein::extract {

class ModelFile {
 public:
  // Maps `path` and checks it: magic, version, size, checksum, kind, and that every section lies in the file.
  static Result<ModelFile> open(const std::filesystem::path& path, std::string_view kind);

  // The checksum that the header of `path` states: another content has another one. Nothing else is checked.
  static Result<std::uint64_t> stated_checksum(const std::filesystem::path& path);

  ModelFile(ModelFile&& other) noexcept;
  ModelFile& operator=(ModelFile&& other) noexcept;
  ModelFile(const ModelFile&) = delete;
  ModelFile& operator=(const ModelFile&) = delete;
  ~ModelFile();

  // The section's elements; they live as long as the mapping, which moves with this object. An absent section, or
  // one whose size is no multiple of sizeof(T), is an error. T is a plain struct of at most 64 byte alignment.
  template <typename T>
  [[nodiscard]] Result<std::span<const T>> section(std::string_view name) const {
    SKEIN_ASSIGN(const auto bytes, find(name, sizeof(T)));
    return std::span<const T>(reinterpret_cast<const T*>(bytes.data()), bytes.size() / sizeof(T));
  }

 private:
  ModelFile(std::filesystem::path path, const char* data, std::size_t size)
      : path_(std::move(path)), data_(data), size_(size) {}
  [[nodiscard]] Result<std::string_view> find(std::string_view name, std::size_t element) const;
  [[nodiscard]] Result<void> check(std::string_view kind) const;

  std::filesystem::path path_;
  const char* data_ = nullptr;
  std::size_t size_ = 0;
};

// Collects sections and writes them. The same sections give the same bytes.
class ModelWriter {
 public:
  explicit ModelWriter(std::string_view kind) : kind_(kind) {}

  template <typename T>
  void add(std::string_view name, const std::vector<T>& elements) {
    add_bytes(name, {reinterpret_cast<const char*>(elements.data()), elements.size() * sizeof(T)});
  }
  void add_bytes(std::string_view name, std::string_view bytes);
  [[nodiscard]] std::string bytes() const;
  // Writes beside `path` first and renames, so that no reader sees half a file.
  Result<void> write(const std::filesystem::path& path) const;

 private:
  struct Section {
    std::string name;
    std::string bytes;
  };
  std::string kind_;
  std::vector<Section> sections_;
};

}  // namespace skein::extract
