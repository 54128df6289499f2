#include "extract/model/model_file.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
#include <xxhash.h>

#include <cassert>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <system_error>
#include <utility>

namespace skein::extract {

namespace {

constexpr std::string_view magic = "SKEINMDL";
constexpr std::uint32_t version = 1;
constexpr std::size_t name_size = 16;
constexpr std::size_t header_size = 48;
constexpr std::size_t checked_from = 32;
constexpr std::size_t entry_size = name_size + 16;
constexpr std::size_t alignment = 64;

template <typename T>
T load(const char* at) {
  T value;
  std::memcpy(&value, at, sizeof(T));
  return value;
}

template <typename T>
void store(std::string& out, std::size_t at, T value) {
  std::memcpy(out.data() + at, &value, sizeof(T));
}

std::string_view padded(const char* at) { return {at, strnlen(at, name_size)}; }

std::size_t align(std::size_t size) { return (size + alignment - 1) / alignment * alignment; }

Error bad(const std::filesystem::path& path, ErrorCode code, std::string_view what) {
  return {.code = code, .message = fmt::format("model file {}: {}", path.string(), what)};
}

}  // namespace

Result<ModelFile> ModelFile::open(const std::filesystem::path& path, std::string_view kind) {
  const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) {
    const auto code = errno == ENOENT ? ErrorCode::not_found : ErrorCode::io;
    return bad(path, code, fmt::format("cannot be opened: {}", std::strerror(errno)));
  }
  struct stat status {};
  const bool known = ::fstat(file, &status) == 0;
  const auto size = static_cast<std::size_t>(status.st_size);
  if (!known || !S_ISREG(status.st_mode) || size < header_size) {
    ::close(file);
    return bad(path, ErrorCode::corruption, "is too short to be a model");
  }
  void* data = ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE, file, 0);
  ::close(file);
  if (data == MAP_FAILED) return bad(path, ErrorCode::io, fmt::format("cannot be mapped: {}", std::strerror(errno)));
  ModelFile model(path, static_cast<const char*>(data), size);
  SKEIN_TRY(model.check(kind));
  return model;
}

Result<std::uint64_t> ModelFile::stated_checksum(const std::filesystem::path& path) {
  std::string header(header_size, '\0');
  std::ifstream file(path, std::ios::binary);
  if (!file.read(header.data(), static_cast<std::streamsize>(header.size())))
    return bad(path, ErrorCode::corruption, "is too short to be a model");
  return load<std::uint64_t>(header.data() + 24);
}

Result<void> ModelFile::check(std::string_view kind) const {
  if (std::string_view(data_, magic.size()) != magic)
    return bad(path_, ErrorCode::corruption, "does not begin as a model of skein does");
  if (const auto found = load<std::uint32_t>(data_ + 8); found != version) {
    return bad(path_, ErrorCode::newer_format,
               fmt::format("has format {}, and this skein reads format {}", found, version));
  }
  if (const auto size = load<std::uint64_t>(data_ + 16); size != size_)
    return bad(path_, ErrorCode::corruption, fmt::format("has {} bytes where its header says {}", size_, size));
  if (XXH3_64bits(data_ + checked_from, size_ - checked_from) != load<std::uint64_t>(data_ + 24))
    return bad(path_, ErrorCode::corruption, "is damaged: its checksum does not fit");
  if (padded(data_ + 32) != kind)
    return bad(path_, ErrorCode::corruption, fmt::format("is a model for '{}', not for '{}'", padded(data_ + 32), kind));
  const std::size_t count = load<std::uint32_t>(data_ + 12);
  if (count > (size_ - header_size) / entry_size)
    return bad(path_, ErrorCode::corruption, "has no room for its sections");
  for (std::size_t i = 0; i < count; ++i) {
    const char* entry = data_ + header_size + i * entry_size;
    const auto offset = load<std::uint64_t>(entry + name_size);
    const auto size = load<std::uint64_t>(entry + name_size + 8);
    if (offset % alignment != 0 || offset > size_ || size > size_ - offset)
      return bad(path_, ErrorCode::corruption, fmt::format("its section '{}' lies outside", padded(entry)));
  }
  return {};
}

Result<std::string_view> ModelFile::find(std::string_view name, std::size_t element) const {
  const std::size_t count = load<std::uint32_t>(data_ + 12);
  for (std::size_t i = 0; i < count; ++i) {
    const char* entry = data_ + header_size + i * entry_size;
    if (padded(entry) != name) continue;
    const auto size = load<std::uint64_t>(entry + name_size + 8);
    if (size % element != 0) break;
    return std::string_view(data_ + load<std::uint64_t>(entry + name_size), size);
  }
  return bad(path_, ErrorCode::corruption, fmt::format("has no usable section '{}'", name));
}

ModelFile::ModelFile(ModelFile&& other) noexcept
    : path_(std::move(other.path_)), data_(std::exchange(other.data_, nullptr)), size_(other.size_) {}

ModelFile& ModelFile::operator=(ModelFile&& other) noexcept {
  std::swap(path_, other.path_);
  std::swap(data_, other.data_);
  std::swap(size_, other.size_);
  return *this;
}

ModelFile::~ModelFile() {
  if (data_ != nullptr) ::munmap(const_cast<char*>(data_), size_);
}

void ModelWriter::add_bytes(std::string_view name, std::string_view bytes) {
  assert(name.size() <= name_size);
  sections_.push_back({std::string(name), std::string(bytes)});
}

std::string ModelWriter::bytes() const {
  std::size_t offset = align(header_size + sections_.size() * entry_size);
  std::string out(offset, '\0');
  for (std::size_t i = 0; i < sections_.size(); ++i) {
    const std::size_t entry = header_size + i * entry_size;
    out.replace(entry, sections_[i].name.size(), sections_[i].name);
    store(out, entry + name_size, static_cast<std::uint64_t>(offset));
    store(out, entry + name_size + 8, static_cast<std::uint64_t>(sections_[i].bytes.size()));
    out += sections_[i].bytes;
    out.resize(align(out.size()), '\0');
    offset = out.size();
  }
  out.replace(0, magic.size(), magic);
  store(out, 8, version);
  store(out, 12, static_cast<std::uint32_t>(sections_.size()));
  store(out, 16, static_cast<std::uint64_t>(out.size()));
  out.replace(32, kind_.size(), kind_);
  store(out, 24, static_cast<std::uint64_t>(XXH3_64bits(out.data() + checked_from, out.size() - checked_from)));
  return out;
}

Result<void> ModelWriter::write(const std::filesystem::path& path) const {
  auto half = path;
  half += ".part";
  {
    std::ofstream file(half, std::ios::binary | std::ios::trunc);
    const std::string all = bytes();
    file.write(all.data(), static_cast<std::streamsize>(all.size()));
    file.close();
    if (!file) return bad(path, ErrorCode::io, "cannot be written");
  }
  std::error_code error;
  std::filesystem::rename(half, path, error);
  if (error) return bad(path, ErrorCode::io, fmt::format("cannot be written: {}", error.message()));
  return {};
}

}  // namespace skein::extract
