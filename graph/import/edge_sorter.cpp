#include "graph/import/edge_sorter.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <span>
#include <thread>
#include <tuple>

#include "graph/varint.hpp"
#include "storage/bytes.hpp"

namespace skein::graph {

namespace {

Error file_error(const std::string& path, std::string_view what) {
  return Error{ErrorCode::io, path + ": " + std::string(what) + ": " + std::strerror(errno)};
}

// Sorts by `near` and, among equals, by `less`, in place: into buckets by a byte of `near`, the highest
// first, each bucket likewise by the next (American flag sort: McIlroy, Bostic, McIlroy, "Engineering Radix
// Sort", 1993). 256 buckets are few enough for the processor to keep the pages of all of them at hand.
// `shift`: of the byte.
template <typename Row, typename Less>
void sort_by_near(std::span<Row> rows, int shift, const Less& less) {
  constexpr std::size_t few = 48, buckets = 256;
  if (rows.size() <= few || shift <= -8) {
    std::sort(rows.begin(), rows.end(), less);
    return;
  }
  const int down = std::max(shift, 0);
  const auto bucket_of = [down](const Row& row) { return (row.near >> down) % buckets; };
  std::array<std::size_t, buckets> next{}, end{};
  for (const auto& row : rows) ++end[bucket_of(row)];
  for (std::size_t b = 0, sum = 0; b < buckets; ++b) {
    next[b] = sum;
    sum += end[b];
    end[b] = sum;
  }
  for (std::size_t b = 0; b < buckets; ++b) {
    while (next[b] < end[b]) {
      // Follows the row that stands here to its place, the one that stood there to its own, and so on back to
      // here.
      Row row = rows[next[b]];
      for (auto to = bucket_of(row); to != b; to = bucket_of(row)) std::swap(row, rows[next[to]++]);
      rows[next[b]++] = row;
    }
  }
  for (std::size_t b = 0, begin = 0; b < buckets; begin = end[b++])
    sort_by_near(rows.subspan(begin, end[b] - begin), shift - 8, less);
}

template <typename Row, typename Less>
void sort_by_near(std::vector<Row>& rows, const Less& less) {
  std::uint32_t all = 0;
  for (const auto& row : rows) all |= row.near;
  sort_by_near(std::span(rows), static_cast<int>(std::bit_width(all)) - 8, less);
}

}  // namespace

// --- rows --------------------------------------------------------------------------------------------------

void EdgeRows::add(std::uint32_t from, std::uint32_t type, std::uint32_t to, std::string_view payload) {
  auto& row = rows_.emplace_back();
  row.near = from;
  row.far = to;
  row.type = type & 0x7fffffff;
  row.order = 0;
  set_payload(row, payload);
}

void EdgeRows::set_payload(Row& row, std::string_view payload) {
  row.apart = 0;
  if (payload.size() < sizeof row.payload.bytes) {
    row.payload.bytes[0] = static_cast<char>(payload.size());
    std::copy(payload.begin(), payload.end(), row.payload.bytes + 1);
  } else {
    row.apart = 1;
    row.payload.place = payloads_.size();
    storage::put_string(payloads_, payload);
  }
}

std::string_view EdgeRows::payload_of(const Row& row) const {
  if (row.apart == 0) return {row.payload.bytes + 1, static_cast<std::size_t>(row.payload.bytes[0])};
  return RecordReader(std::string_view(payloads_).substr(row.payload.place)).counted();
}

void EdgeRows::change_types(const std::vector<std::uint32_t>& change) {
  for (auto& row : rows_) row.type = change[row.type] & 0x7fffffff;
}

// --- scratch files -----------------------------------------------------------------------------------------

// A sorted scratch file, read from its front. Records: near:4 far:4 type:4 length:4 (in the machine's byte
// order: the file does not outlive the process) payload.
class EdgeSorter::Part {
 public:
  Part(std::string path, std::size_t number) : path_(std::move(path)), number_(number) {}
  ~Part() {
    if (file_) std::fclose(file_);
  }
  Part(const Part&) = delete;
  Part& operator=(const Part&) = delete;

  Result<void> create() {
    file_ = std::fopen(path_.c_str(), "w+b");
    if (!file_) return file_error(path_, "cannot be made");
    std::remove(path_.c_str());  // it lives as long as it is open, however the process ends
    return {};
  }
  Result<void> write(std::uint32_t near, std::uint32_t far, std::uint32_t type, std::string_view payload) {
    const std::uint32_t head[4] = {near, far, type, static_cast<std::uint32_t>(payload.size())};
    if (::fwrite_unlocked(head, sizeof head, 1, file_) != 1 ||
        (!payload.empty() && ::fwrite_unlocked(payload.data(), payload.size(), 1, file_) != 1))
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
    if (::fread_unlocked(head, sizeof head, 1, file_) != 1) {
      if (std::ferror(file_)) return file_error(path_, "cannot be read");
      return false;
    }
    edge.near = head[0];
    edge.far = head[1];
    edge.type = head[2];
    payload_.resize(head[3]);
    if (head[3] != 0 && ::fread_unlocked(payload_.data(), head[3], 1, file_) != 1)
      return file_error(path_, "cannot be read");
    edge.payload = payload_;
    return true;
  }
  // The order of a heap whose top comes first.
  static bool later(const Part* a, const Part* b) {
    const auto key = [](const Part* p) {
      return std::tuple(p->edge.near, p->edge.type, p->edge.far, p->number_);
    };
    return key(a) > key(b);
  }
  SortedEdge edge;

 private:
  std::string path_;
  std::size_t number_;
  std::FILE* file_ = nullptr;
  std::string payload_;
};

// --- reading in order --------------------------------------------------------------------------------------

template <typename Row, typename PayloadOf>
class EdgeSorter::InMemory final : public SortedEdges {
 public:
  InMemory(const std::vector<Row>& rows, PayloadOf payload_of)
      : rows_(rows), payload_of_(std::move(payload_of)) {}
  Result<bool> next(SortedEdge& edge) override {
    if (at_ == rows_.size()) return false;
    const auto& row = rows_[at_++];
    edge = {row.near, row.far, row.type, payload_of_(row)};
    return true;
  }

 private:
  const std::vector<Row>& rows_;
  PayloadOf payload_of_;
  std::size_t at_ = 0;
};

class EdgeSorter::Merge final : public SortedEdges {
 public:
  Result<void> start(const std::vector<std::unique_ptr<Part>>& parts) {
    for (const auto& part : parts) {
      SKEIN_TRY(part->rewind());
      SKEIN_ASSIGN(const bool any, part->advance());
      if (any) heap_.push_back(part.get());
    }
    std::make_heap(heap_.begin(), heap_.end(), Part::later);
    return {};
  }
  Result<bool> next(SortedEdge& edge) override {
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

 private:
  std::vector<Part*> heap_;
  bool first_ = true;
};

// --- sorting -----------------------------------------------------------------------------------------------

EdgeSorter::EdgeSorter(std::string stem, std::size_t memory_bytes)
    : stem_(std::move(stem)), memory_bytes_(memory_bytes) {}
EdgeSorter::~EdgeSorter() = default;

Result<void> EdgeSorter::add(EdgeRows rows, std::size_t expected) {
  constexpr auto row_bytes = sizeof(EdgeRows::Row) + sizeof(FarRow);
  const auto count = rows_.size() + rows.size();
  if (rows_.size() != 0 && count * row_bytes + rows_.payloads_.size() + rows.payloads_.size() > memory_bytes_)
    SKEIN_TRY(spill());
  if (count > rows_.rows_.capacity())
    rows_.rows_.reserve(std::max(count, std::min(expected + expected / 16, memory_bytes_ / row_bytes)));
  const auto shift = rows_.payloads_.size();
  rows_.payloads_ += rows.payloads_;
  for (auto row : rows.rows_) {
    if (row.apart != 0) row.payload.place += shift;
    row.order = static_cast<std::uint32_t>(rows_.size());
    rows_.rows_.push_back(row);
  }
  return {};
}

void EdgeSorter::sort_rows() {
  far_rows_.resize(rows_.size());
  for (std::size_t i = 0; i < far_rows_.size(); ++i) {
    const auto& row = rows_.rows_[i];
    far_rows_[i] = {row.far, row.near, row.type};
  }
  const std::jthread other([&] {
    sort_by_near(far_rows_, [](const FarRow& a, const FarRow& b) {
      if (a.near != b.near) return a.near < b.near;
      return a.type != b.type ? a.type < b.type : a.far < b.far;
    });
  });
  sort_by_near(rows_.rows_, [](const EdgeRows::Row& a, const EdgeRows::Row& b) {
    if (a.near != b.near) return a.near < b.near;
    if (a.type != b.type) return a.type < b.type;
    return a.far != b.far ? a.far < b.far : a.order < b.order;
  });
}

Result<void> EdgeSorter::spill() {
  sort_rows();
  const auto number = out_parts_.size();
  auto out = std::make_unique<Part>(stem_ + "-out." + std::to_string(number), number);
  SKEIN_TRY(out->create());
  for (const auto& row : rows_.rows_)
    SKEIN_TRY(out->write(row.near, row.far, row.type, rows_.payload_of(row)));
  out_parts_.push_back(std::move(out));
  auto in = std::make_unique<Part>(stem_ + "-in." + std::to_string(number), number);
  SKEIN_TRY(in->create());
  for (const auto& row : far_rows_) SKEIN_TRY(in->write(row.near, row.far, row.type, {}));
  in_parts_.push_back(std::move(in));
  rows_.rows_.clear();
  rows_.payloads_.clear();
  far_rows_.clear();
  return {};
}

Result<void> EdgeSorter::finish() {
  if (out_parts_.empty()) {
    sort_rows();
    const auto payload_of = [this](const EdgeRows::Row& row) { return rows_.payload_of(row); };
    const auto none = [](const FarRow&) { return std::string_view(); };
    out_ = std::make_unique<InMemory<EdgeRows::Row, decltype(payload_of)>>(rows_.rows_, payload_of);
    in_ = std::make_unique<InMemory<FarRow, decltype(none)>>(far_rows_, none);
    return {};
  }
  if (rows_.size() != 0) SKEIN_TRY(spill());
  rows_ = {};
  std::vector<FarRow>().swap(far_rows_);
  auto out = std::make_unique<Merge>(), in = std::make_unique<Merge>();
  SKEIN_TRY(out->start(out_parts_));
  SKEIN_TRY(in->start(in_parts_));
  out_ = std::move(out);
  in_ = std::move(in);
  return {};
}

}  // namespace skein::graph
