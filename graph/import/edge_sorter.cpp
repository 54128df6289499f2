#include "graph/import/edge_sorter.hpp"

#include <algorithm>
#include <cassert>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <tuple>

#include "graph/varint.hpp"
#include "storage/bytes.hpp"

namespace skein::graph {

namespace {
Error file_error(const std::string& path, std::string_view what) {
  return Error{ErrorCode::io, path + ": " + std::string(what) + ": " + std::strerror(errno)};
}
}  // namespace

// A sorted scratch file, read from its front. Records: near:4 far:4 type:4 length:4 (in the machine's byte order: the
// file does not outlive the process) payload.
class EdgeSorter::Part {
 public:
  Part(std::string path, std::size_t number) : path_(std::move(path)), number_(number) {}
  ~Part() {
    if (file_) std::fclose(file_);
    std::remove(path_.c_str());
  }
  Part(const Part&) = delete;
  Part& operator=(const Part&) = delete;

  Result<void> create() {
    file_ = std::fopen(path_.c_str(), "w+b");
    if (!file_) return file_error(path_, "cannot be made");
    return {};
  }
  Result<void> write(std::uint32_t near, std::uint32_t far, std::uint32_t type, std::string_view payload) {
    const std::uint32_t head[4] = {near, far, type, static_cast<std::uint32_t>(payload.size())};
    if (std::fwrite(head, sizeof head, 1, file_) != 1 ||
        (!payload.empty() && std::fwrite(payload.data(), payload.size(), 1, file_) != 1))
      return file_error(path_, "cannot be written");
    return {};
  }
  Result<void> rewind() {
    if (std::fflush(file_) != 0) return file_error(path_, "cannot be written");
    std::rewind(file_);
    return {};
  }
  // False at the end.
  Result<bool> advance() {
    std::uint32_t head[4];
    if (std::fread(head, sizeof head, 1, file_) != 1) {
      if (std::ferror(file_)) return file_error(path_, "cannot be read");
      return false;
    }
    edge.near = head[0];
    edge.far = head[1];
    edge.type = head[2];
    payload_.resize(head[3]);
    if (head[3] != 0 && std::fread(payload_.data(), head[3], 1, file_) != 1) return file_error(path_, "cannot be read");
    edge.payload = payload_;
    return true;
  }
  // The order of a heap whose top comes first.
  static bool later(const Part* a, const Part* b) {
    const auto key = [](const Part* p) { return std::tuple(p->edge.near, p->edge.type, p->edge.far, p->number_); };
    return key(a) > key(b);
  }
  SortedEdge edge;

 private:
  std::string path_;
  std::size_t number_;
  std::FILE* file_ = nullptr;
  std::string payload_;
};

EdgeSorter::EdgeSorter(std::string stem, std::size_t memory_bytes)
    : stem_(std::move(stem)), memory_bytes_(memory_bytes) {}
EdgeSorter::~EdgeSorter() = default;

Result<void> EdgeSorter::add(std::uint32_t near, std::uint32_t type, std::uint32_t far, std::string_view payload) {
  if ((rows_.size() + 1) * sizeof(Row) + payloads_.size() + payload.size() > memory_bytes_ && !rows_.empty())
    SKEIN_TRY(spill());
  Row row{};
  row.near = near;
  row.far = far;
  row.type = type & 0x7fffffff;
  row.order = static_cast<std::uint32_t>(rows_.size());
  if (payload.size() < sizeof row.payload.bytes) {
    row.payload.bytes[0] = static_cast<char>(payload.size());
    std::copy(payload.begin(), payload.end(), row.payload.bytes + 1);
  } else {
    row.apart = 1;
    row.payload.place = payloads_.size();
    storage::put_string(payloads_, payload);
  }
  rows_.push_back(row);
  return {};
}

std::string_view EdgeSorter::payload_of(const Row& row) const {
  if (row.apart == 0) return {row.payload.bytes + 1, static_cast<std::size_t>(row.payload.bytes[0])};
  return RecordReader(std::string_view(payloads_).substr(row.payload.place)).counted();
}

void EdgeSorter::sort_rows() {
  std::sort(rows_.begin(), rows_.end(), [](const Row& a, const Row& b) {
    if (a.near != b.near) return a.near < b.near;
    if (a.type != b.type) return a.type < b.type;
    return a.far != b.far ? a.far < b.far : a.order < b.order;
  });
}

Result<void> EdgeSorter::spill() {
  sort_rows();
  auto part = std::make_unique<Part>(stem_ + "." + std::to_string(parts_.size()), parts_.size());
  SKEIN_TRY(part->create());
  for (const auto& row : rows_) SKEIN_TRY(part->write(row.near, row.far, row.type, payload_of(row)));
  parts_.push_back(std::move(part));
  rows_.clear();
  payloads_.clear();
  return {};
}

Result<void> EdgeSorter::finish() {
  if (parts_.empty()) {
    sort_rows();
    return {};
  }
  if (!rows_.empty()) SKEIN_TRY(spill());
  std::vector<Row>().swap(rows_);
  std::string().swap(payloads_);
  for (const auto& part : parts_) {
    SKEIN_TRY(part->rewind());
    SKEIN_ASSIGN(const bool any, part->advance());
    if (any) heap_.push_back(part.get());
  }
  std::make_heap(heap_.begin(), heap_.end(), Part::later);
  return {};
}

Result<bool> EdgeSorter::next(SortedEdge& edge) {
  if (parts_.empty()) {
    if (at_ == rows_.size()) return false;
    const auto& row = rows_[at_++];
    edge = {row.near, row.far, row.type, payload_of(row)};
    return true;
  }
  // The part that gave the last edge goes on only now, so that its payload could be read.
  if (!first_) {
    SKEIN_ASSIGN(const bool more, heap_.back()->advance());
    if (more)
      std::push_heap(heap_.begin(), heap_.end(), Part::later);
    else
      heap_.pop_back();
  }
  first_ = false;
  if (heap_.empty()) return false;
  std::pop_heap(heap_.begin(), heap_.end(), Part::later);
  edge = heap_.back()->edge;
  return true;
}

}  // namespace skein::graph
