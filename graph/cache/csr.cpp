#include "graph/cache/csr.hpp"

#include <cassert>
#include <numeric>

namespace skein::graph {

namespace {

constexpr std::size_t rows_worth_a_table = 8;  // one row in so many ids, and every id gets one

// Sorts each row by (type, other end, ordinal), given rows that came in another order.
struct Entry {
  TypeId type;
  Csr::Node other;
  std::uint32_t ordinal;
  Csr::Position from;  // where it stood before
  auto operator<=>(const Entry&) const = default;
};

}  // namespace

std::size_t Csr::bytes() const {
  return offsets_.capacity() * sizeof(Position) + words_.capacity() * sizeof(std::uint64_t) +
         ranks_.capacity() * sizeof(Position) + others_.capacity() * sizeof(Node) +
         types_.capacity() * sizeof(TypeId) + ordinals_.capacity() * sizeof(std::uint32_t) +
         sources_.bytes() + ends_.bytes();
}

CsrBuilder::CsrBuilder(storage::keys::Side side, std::optional<TypeId> type, Csr::Node node_end) {
  csr_.side_ = side;
  csr_.typed_ = type.has_value();
  if (type) csr_.type_ = *type;
  csr_.node_end_ = node_end;
}

void CsrBuilder::append(CsrBuilder&& later) {
  const auto before = static_cast<Csr::Position>(csr_.others_.size());
  assert(sources_.empty() || later.sources_.empty() || sources_.back().first < later.sources_.front().first);
  for (const auto& [node, position] : later.sources_) sources_.emplace_back(node, before + position);
  csr_.others_.insert(csr_.others_.end(), later.csr_.others_.begin(), later.csr_.others_.end());
  csr_.types_.insert(csr_.types_.end(), later.csr_.types_.begin(), later.csr_.types_.end());
  if (!csr_.ordinals_.empty() || !later.csr_.ordinals_.empty()) {
    csr_.ordinals_.resize(before);
    csr_.ordinals_.insert(csr_.ordinals_.end(), later.csr_.ordinals_.begin(), later.csr_.ordinals_.end());
    csr_.ordinals_.resize(csr_.others_.size());
  }
  csr_.loops_ |= later.csr_.loops_;
}

Csr CsrBuilder::finish() {
  const auto edges = static_cast<Csr::Position>(csr_.others_.size());
  std::vector<std::uint64_t> sources((csr_.node_end_ + std::size_t{63}) / 64), ends(sources.size());
  for (const auto& [node, position] : sources_) sources[node >> 6] |= std::uint64_t{1} << (node & 63);
  for (const auto node : csr_.others_) ends[node >> 6] |= std::uint64_t{1} << (node & 63);
  csr_.sources_ = NodeSet(std::move(sources));
  csr_.ends_ = NodeSet(std::move(ends));
  if (!csr_.ordinals_.empty()) csr_.ordinals_.resize(edges);
  std::vector<std::pair<Csr::Node, Csr::Position>> rows;
  rows.swap(sources_);
  csr_.offsets_.clear();
  if (rows.size() * rows_worth_a_table >= csr_.node_end_) {
    csr_.offsets_.reserve(csr_.node_end_ + std::size_t{1});
    std::size_t row = 0;
    for (Csr::Node node = 0; node < csr_.node_end_; ++node) {
      while (row < rows.size() && rows[row].first < node) ++row;
      csr_.offsets_.push_back(row < rows.size() ? rows[row].second : edges);
    }
    csr_.offsets_.push_back(edges);
    return std::move(csr_);
  }
  csr_.words_.assign((csr_.node_end_ + std::size_t{63}) / 64, 0);
  csr_.offsets_.reserve(rows.size() + 1);
  for (const auto& [node, position] : rows) {
    csr_.words_[node >> 6] |= std::uint64_t{1} << (node & 63);
    csr_.offsets_.push_back(position);
  }
  csr_.offsets_.push_back(edges);
  csr_.ranks_.reserve(csr_.words_.size());
  Csr::Position rank = 0;
  for (const auto word : csr_.words_) {
    csr_.ranks_.push_back(rank);
    rank += static_cast<Csr::Position>(std::popcount(word));
  }
  return std::move(csr_);
}

Csr Csr::with_rows(std::span<const Row> rows, Node node_end) const {
  CsrBuilder out(side_, typed_ ? std::optional(type_) : std::nullopt, node_end);
  out.reserve(others_.size() + rows.size());
  const auto put = [&](const Row& row) {
    if (!row.entries.empty()) out.start(row.node);
    for (const auto& entry : row.entries) {
      if (typed_)
        out.add(entry.other, entry.ordinal);
      else
        out.add(entry.type, entry.other, entry.ordinal);
    }
  };
  std::size_t next = 0;
  for_each_row(0, node_end_, [&](Node node, Range at) {
    while (next < rows.size() && rows[next].node < node) put(rows[next++]);
    if (next < rows.size() && rows[next].node == node) {
      put(rows[next++]);
      return;
    }
    if (at.size() == 0) return;
    out.start(node);
    for (auto i = at.begin; i < at.end; ++i) {
      if (typed_)
        out.add(others_[i], ordinal(i));
      else
        out.add(types_[i], others_[i], ordinal(i));
    }
  });
  while (next < rows.size()) put(rows[next++]);
  return out.finish();
}

Csr Csr::transposed(std::vector<Position>* positions) const {
  Csr other;
  other.side_ = outgoing() ? storage::keys::Side::in : storage::keys::Side::out;
  other.type_ = type_;
  other.typed_ = typed_;
  other.node_end_ = node_end_;
  other.loops_ = loops_;
  other.sources_ = ends_;
  other.ends_ = sources_;
  // Counting sort by the other end: within it nodes come ascending, as they do here.
  std::vector<Position> next(node_end_ + std::size_t{1});
  for (const auto node : others_) ++next[node + std::size_t{1}];
  std::size_t present = 0;
  for (Node node = 0; node < node_end_; ++node) present += next[node + std::size_t{1}] != 0;
  std::partial_sum(next.begin(), next.end(), next.begin());
  if (present * rows_worth_a_table >= node_end_) {
    other.offsets_ = next;
  } else {
    other.words_.assign((node_end_ + std::size_t{63}) / 64, 0);
    other.offsets_.clear();
    other.offsets_.reserve(present + 1);
    Position rank = 0;
    for (Node node = 0; node < node_end_; ++node) {
      if ((node & 63) == 0) other.ranks_.push_back(rank);
      if (next[node] == next[node + std::size_t{1}]) continue;
      other.words_[node >> 6] |= std::uint64_t{1} << (node & 63);
      other.offsets_.push_back(next[node]);
      ++rank;
    }
    other.offsets_.push_back(static_cast<Position>(others_.size()));
  }
  other.others_.resize(others_.size());
  other.types_.resize(types_.size());
  other.ordinals_.resize(ordinals_.size());
  if (positions) positions->resize(others_.size());
  for_each_row(0, node_end_, [&](Node node, Range at) {
    for (auto i = at.begin; i < at.end; ++i) {
      const auto place = next[others_[i]]++;
      other.others_[place] = node;
      if (!types_.empty()) other.types_[place] = types_[i];
      if (!ordinals_.empty()) other.ordinals_[place] = ordinals_[i];
      if (positions) (*positions)[i] = place;
    }
  });
  if (types_.empty()) return other;
  // Of several types: by type first.
  std::vector<Entry> row;
  std::vector<Position> moved;  // from the first place to the last one
  if (positions) moved.resize(others_.size());
  other.for_each_row(0, node_end_, [&](Node, Range at) {
    row.clear();
    for (auto i = at.begin; i < at.end; ++i)
      row.push_back({other.types_[i], other.others_[i], other.ordinal(i), i});
    std::sort(row.begin(), row.end());
    for (auto i = at.begin; i < at.end; ++i) {
      const auto& entry = row[i - at.begin];
      other.types_[i] = entry.type;
      other.others_[i] = entry.other;
      if (!other.ordinals_.empty()) other.ordinals_[i] = entry.ordinal;
      if (positions) moved[entry.from] = i;
    }
  });
  if (positions)
    for (auto& position : *positions) position = moved[position];
  return other;
}

}  // namespace skein::graph
