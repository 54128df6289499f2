// Rows of relationships in buckets by a range of their near ends, and how a bucket is sorted.
#pragma once

#include <algorithm>
#include <bit>
#include <cstdint>
#include <memory>
#include <utility>
#include <vector>

namespace skein::graph {

// Row has near, far and type. The buckets follow one another by `near`; the last one takes all that is
// beyond.
template <typename Row>
class EdgeBuckets {
 public:
  // For nodes up to about `nodes`.
  void start(std::uint64_t nodes) {
    shift_ =
        std::max(0, static_cast<int>(std::bit_width(nodes)) - static_cast<int>(std::bit_width(most - 1)));
    buckets_.resize(most);
  }
  [[nodiscard]] bool started() const { return !buckets_.empty(); }
  [[nodiscard]] std::size_t count() const { return buckets_.size(); }
  [[nodiscard]] std::size_t rows() const { return rows_; }
  [[nodiscard]] std::size_t rows(std::size_t bucket) const {
    const auto& one = buckets_[bucket];
    return one.chunks.empty() ? 0 : (one.chunks.size() - 1) * chunk_rows + one.in_last;
  }

  void add(const Row& row) {
    auto& bucket = buckets_[std::min<std::size_t>(row.near >> shift_, buckets_.size() - 1)];
    if (bucket.chunks.empty() || bucket.in_last == chunk_rows) {
      bucket.chunks.push_back(std::make_unique_for_overwrite<Row[]>(chunk_rows));
      bucket.in_last = 0;
    }
    bucket.chunks.back()[bucket.in_last++] = row;
    ++rows_;
  }

  // Takes a bucket's rows out, in the order in which they were added. Different buckets may be taken by
  // different threads.
  void take(std::size_t bucket, std::vector<Row>& out) {
    auto& one = buckets_[bucket];
    out.clear();
    out.reserve(rows(bucket));
    for (std::size_t i = 0; i < one.chunks.size(); ++i) {
      const auto size = i + 1 == one.chunks.size() ? one.in_last : chunk_rows;
      out.insert(out.end(), one.chunks[i].get(), one.chunks[i].get() + size);
      one.chunks[i].reset();
    }
    one = {};
  }
  void clear() {
    buckets_.clear();
    rows_ = 0;
  }

 private:
  static constexpr std::size_t most = 256, chunk_rows = 1024;
  struct Bucket {
    std::vector<std::unique_ptr<Row[]>> chunks;
    std::size_t in_last = 0;
  };
  std::vector<Bucket> buckets_;
  int shift_ = 0;
  std::size_t rows_ = 0;
};

// The order of a bucket's rows: by near end, type and far end, equal ones as they stand.
class BucketOrder {
 public:
  struct Key {
    std::uint64_t type_and_far;
    std::uint32_t near, row;
  };

  template <typename Row>
  const std::vector<Key>& sort(const std::vector<Row>& rows) {
    keys_.resize(rows.size());
    if (rows.empty()) return keys_;
    const auto [least, most] = std::minmax_element(
        rows.begin(), rows.end(), [](const Row& a, const Row& b) { return a.near < b.near; });
    const std::uint32_t base = least->near;
    const std::size_t range = static_cast<std::size_t>(most->near - base) + 1;
    const auto key = [](const Row& row, std::size_t i) {
      return Key{static_cast<std::uint64_t>(row.type) << 32 | row.far, row.near,
                 static_cast<std::uint32_t>(i)};
    };
    if (range > 4 * rows.size() + few) {
      for (std::size_t i = 0; i < rows.size(); ++i) keys_[i] = key(rows[i], i);
      std::sort(keys_.begin(), keys_.end(),
                [](const Key& a, const Key& b) { return a.near != b.near ? a.near < b.near : less(a, b); });
      return keys_;
    }
    // Counted into place by the near end; then there are few of one node to compare with each other.
    ends_.assign(range + 1, 0);
    for (const Row& row : rows) ++ends_[row.near - base + 1];
    for (std::size_t i = 1; i <= range; ++i) ends_[i] += ends_[i - 1];
    for (std::size_t i = 0; i < rows.size(); ++i) keys_[ends_[rows[i].near - base]++] = key(rows[i], i);
    for (std::size_t node = 0, begin = 0; node < range; begin = ends_[node++])
      std::sort(keys_.begin() + static_cast<std::ptrdiff_t>(begin),
                keys_.begin() + static_cast<std::ptrdiff_t>(ends_[node]), less);
    return keys_;
  }

 private:
  static constexpr std::size_t few = 1024;
  static bool less(const Key& a, const Key& b) {
    return a.type_and_far != b.type_and_far ? a.type_and_far < b.type_and_far : a.row < b.row;
  }
  std::vector<Key> keys_;
  std::vector<std::uint32_t> ends_;
};

}  // namespace skein::graph
