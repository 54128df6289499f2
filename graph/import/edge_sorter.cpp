#include "graph/import/edge_sorter.hpp"

#include <algorithm>
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

// --- rows --------------------------------------------------------------------------------------------------

void EdgeRows::add(std::uint32_t from, std::uint32_t type, std::uint32_t to, std::string_view payload) {
  auto& row = rows_.emplace_back();
  row.near = from;
  row.far = to;
  row.type = type & 0x7fffffff;
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

std::string_view EdgeRows::payload_of(const Row& row, std::string_view payloads) {
  if (row.apart == 0) return {row.payload.bytes + 1, static_cast<std::size_t>(row.payload.bytes[0])};
  return RecordReader(payloads.substr(row.payload.place)).counted();
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

// The buckets [begin, end).
template <typename Row>
class EdgeSorter::Piece final : public SortedEdges {
 public:
  Piece(EdgeBuckets<Row>& buckets, std::size_t begin, std::size_t end, std::string_view payloads)
      : buckets_(buckets), bucket_(begin), end_(end), payloads_(payloads) {}
  Result<bool> next(SortedEdge& edge) override {
    while (at_ == size_) {
      if (bucket_ == end_) return false;
      buckets_.take(bucket_++, rows_);
      keys_ = order_.sort(rows_).data();
      size_ = rows_.size();
      at_ = 0;
    }
    const auto& key = keys_[at_++];
    edge.near = key.near;
    edge.far = static_cast<std::uint32_t>(key.type_and_far);
    edge.type = static_cast<std::uint32_t>(key.type_and_far >> 32);
    edge.payload = payload_of(rows_[key.row], payloads_);
    return true;
  }

 private:
  EdgeBuckets<Row>& buckets_;
  std::size_t bucket_, end_;
  std::string_view payloads_;
  std::vector<Row> rows_;
  BucketOrder order_;
  const BucketOrder::Key* keys_ = nullptr;
  std::size_t at_ = 0, size_ = 0;
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

std::string_view EdgeSorter::payload_of(const EdgeRows::Row& row, std::string_view payloads) {
  return EdgeRows::payload_of(row, payloads);
}

Result<void> EdgeSorter::add(EdgeRows rows, std::uint64_t nodes) {
  constexpr auto row_bytes = sizeof(EdgeRows::Row) + sizeof(FarRow);
  const auto count = out_.rows() + rows.size();
  if (out_.rows() != 0 && count * row_bytes + payloads_.size() + rows.payloads_.size() > memory_bytes_)
    SKEIN_TRY(spill());
  if (!out_.started()) {
    out_.start(nodes);
    in_.start(nodes);
  }
  const auto shift = payloads_.size();
  payloads_ += rows.payloads_;
  for (auto row : rows.rows_) {
    if (row.apart != 0) row.payload.place += shift;
    out_.add(row);
    in_.add({row.far, row.near, row.type});
  }
  return {};
}

template <typename Row>
std::vector<std::unique_ptr<SortedEdges>> EdgeSorter::pieces_of(EdgeBuckets<Row>& buckets,
                                                                std::size_t pieces) const {
  std::vector<std::unique_ptr<SortedEdges>> out;
  std::size_t begin = 0, taken = 0;
  for (std::size_t bucket = 0; taken < buckets.rows(); ++bucket) {
    taken += buckets.rows(bucket);
    // A piece ends as soon as it has its share of the rows.
    if (taken * pieces < buckets.rows() * (out.size() + 1)) continue;
    out.push_back(std::make_unique<Piece<Row>>(buckets, begin, bucket + 1, payloads_));
    begin = bucket + 1;
  }
  return out;
}

template <typename Row>
Result<void> EdgeSorter::spill(EdgeBuckets<Row>& buckets, std::vector<std::unique_ptr<Part>>& parts,
                               const char* name) {
  auto part = std::make_unique<Part>(stem_ + name + std::to_string(parts.size()), parts.size());
  SKEIN_TRY(part->create());
  Piece<Row> all(buckets, 0, buckets.count(), payloads_);
  SortedEdge edge;
  for (;;) {
    SKEIN_ASSIGN(const bool more, all.next(edge));
    if (!more) break;
    SKEIN_TRY(part->write(edge.near, edge.far, edge.type, edge.payload));
  }
  parts.push_back(std::move(part));
  buckets.clear();
  return {};
}

Result<void> EdgeSorter::spill() {
  SKEIN_TRY(spill(out_, out_parts_, "-out."));
  SKEIN_TRY(spill(in_, in_parts_, "-in."));
  payloads_.clear();
  return {};
}

Result<void> EdgeSorter::finish() {
  if (out_parts_.empty()) return {};
  if (out_.rows() != 0) SKEIN_TRY(spill());
  std::string().swap(payloads_);
  auto out = std::make_unique<Merge>(), in = std::make_unique<Merge>();
  SKEIN_TRY(out->start(out_parts_));
  SKEIN_TRY(in->start(in_parts_));
  merged_out_ = std::move(out);
  merged_in_ = std::move(in);
  return {};
}

std::vector<std::unique_ptr<SortedEdges>> EdgeSorter::outgoing(std::size_t pieces) {
  if (!merged_out_) return pieces_of(out_, pieces);
  std::vector<std::unique_ptr<SortedEdges>> out;
  out.push_back(std::move(merged_out_));
  return out;
}

std::vector<std::unique_ptr<SortedEdges>> EdgeSorter::incoming(std::size_t pieces) {
  if (!merged_in_) return pieces_of(in_, pieces);
  std::vector<std::unique_ptr<SortedEdges>> out;
  out.push_back(std::move(merged_in_));
  return out;
}

}  // namespace skein::graph
