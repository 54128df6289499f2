#include "graph/adjacency_columns.hpp"

#include <algorithm>

#include "graph/column_codec.hpp"
#include "storage/keys.hpp"

namespace skein::graph {

namespace keys = storage::keys;

namespace {
constexpr auto out_side = keys::Side::out;
constexpr int steps_before_seek = 4;
}  // namespace

Result<Value> RelationshipColumn::at(const RelationshipId& r) {
  if (!list_ || list_->from != r.from || list_->type != r.type) SKEIN_TRY(open_list(r));
  const Place place(r.to, r.ordinal);
  if (split_ && !covers(place)) SKEIN_TRY(open_part(r));
  if (next_ >= places_.size() || places_[next_] != place)
    next_ = static_cast<std::size_t>(std::lower_bound(places_.begin(), places_.end(), place) - places_.begin());
  if (next_ == places_.size() || places_[next_] != place) return Value();
  return values_[next_++];
}

void RelationshipColumn::forget() {
  places_.clear();
  values_.clear();
  next_ = 0;
}

Result<void> RelationshipColumn::open_list(const RelationshipId& r) {
  list_ = r;
  split_ = false;
  forget();
  keys::put_head(wanted_, out_side, r.from);
  if (!heads_) {
    const auto prefix = keys::head_prefix(out_side);
    heads_ = snapshot_.scan(prefix, storage::prefix_end(prefix));
    heads_->seek(wanted_);
  } else {
    int steps = 0;
    while (heads_->valid() && heads_->key() < std::string_view(wanted_) && ++steps < steps_before_seek) heads_->next();
    if (!heads_->valid() || heads_->key() != std::string_view(wanted_)) heads_->seek(wanted_);
  }
  if (!heads_->valid()) return heads_->status();
  if (heads_->key() != std::string_view(wanted_)) return {};
  HeadReader head(heads_->value());
  for (Section section; head.next(section);) {
    if (section.type != r.type) continue;
    split_ = section.split;
    if (split_) return {};
    SKEIN_ASSIGN(const auto columns, columns_of(section.body, section.degree));
    return fill(r.from, section.body, section.degree, columns);
  }
  if (!head.ok()) return broken_adjacency();
  return {};
}

Result<void> RelationshipColumn::open_part(const RelationshipId& r) {
  forget();
  const auto cursor = snapshot_.scan(encode(keys::PartKey{out_side, r.from, r.type, r.to, false}),
                                     storage::prefix_end(keys::part_prefix(out_side, r.from, r.type, false)));
  if (!cursor->valid()) return cursor->status();
  auto key = keys::decode_part(cursor->key());
  if (!key) return broken_adjacency();
  SKEIN_ASSIGN(const auto part, decode_part_record(cursor->value()));
  key->properties = true;
  SKEIN_ASSIGN(const auto record, snapshot_.get(encode(*key)));
  std::string_view columns;
  if (record) {
    SKEIN_ASSIGN(columns, decode_part_columns(*record));
  }
  return fill(r.from, part.body, part.count, columns);
}

Result<void> RelationshipColumn::fill(NodeId node, std::string_view body, std::uint64_t count, std::string_view columns) {
  SKEIN_TRY(visit_body(node, body, count, [&](NodeId other, std::uint32_t ordinal) {
    places_.emplace_back(other, ordinal);
    return true;
  }));
  SKEIN_ASSIGN(const auto column, find_column(columns, key_));
  if (column.empty())
    values_.resize(places_.size());
  else
    SKEIN_TRY(decode_column(column, places_.size(), values_));
  return {};
}

}  // namespace skein::graph
