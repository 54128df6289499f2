#include "graph/adjacency_fold.hpp"

#include <algorithm>
#include <cassert>
#include <limits>
#include <map>

#include "graph/node_row.hpp"

namespace skein::graph {

namespace {

constexpr NodeId last_fence{std::numeric_limits<std::uint64_t>::max()};

struct EdgeChange {
  NodeId other;
  std::uint32_t ordinal;
  Delta delta;
};

Error conflict(NodeId node) {
  return Error{ErrorCode::conflict,
               "a relationship of node " + std::to_string(node.value) + " was changed by another transaction"};
}

// Merges sorted changes into a list; `added` is the change of its length.
Result<EdgeList> apply(NodeId node, EdgeList old, std::span<EdgeChange> changes, std::int64_t& added) {
  EdgeListBuilder out;
  const auto keep = [&](std::size_t i) {
    out.add(old.others[i], old.ordinals[i]);
    for (auto& column : old.columns)
      if (!column.values[i].is_null()) out.set(column.key, std::move(column.values[i]));
  };
  const auto put = [&](EdgeChange& change) {
    out.add(change.other, change.ordinal);
    for (auto& [key, value] : change.delta.properties) out.set(key, std::move(value));
  };
  std::size_t i = 0;
  for (auto& change : changes) {
    const auto place = std::pair(change.other, change.ordinal);
    while (i < old.size() && std::pair(old.others[i], old.ordinals[i]) < place) keep(i++);
    const bool there = i < old.size() && std::pair(old.others[i], old.ordinals[i]) == place;
    if (there == (change.delta.op == DeltaOp::add)) return conflict(node);
    switch (change.delta.op) {
      case DeltaOp::add:
        put(change);
        ++added;
        break;
      case DeltaOp::update:
        put(change);
        ++i;
        break;
      case DeltaOp::remove:
        ++i;
        --added;
        break;
    }
  }
  while (i < old.size()) keep(i++);
  EdgeList made;
  out.finish(made);
  return made;
}

EdgeList slice(const EdgeList& list, std::size_t begin, std::size_t end) {
  EdgeListBuilder out;
  for (auto i = begin; i < end; ++i) {
    out.add(list.others[i], list.ordinals[i]);
    for (const auto& column : list.columns)
      if (!column.values[i].is_null()) out.set(column.key, column.values[i]);
  }
  EdgeList made;
  out.finish(made);
  return made;
}

// Writes a list as parts up to `fence`: cut evenly, never between parallels.
void put_parts(keys::Side side, NodeId node, TypeId type, NodeId fence, const EdgeList& list, const FoldLimits& limits,
               const PutPart& put) {
  const auto columns = side == keys::Side::out && !list.columns.empty() ? encode_part_columns(list) : std::string();
  const auto by_count = (list.size() + limits.part_count - 1) / limits.part_count;
  const auto by_bytes = columns.size() / limits.part_bytes + 1;
  const auto parts = std::clamp<std::size_t>(std::max(by_count, by_bytes), 1, std::max<std::size_t>(list.size(), 1));
  std::size_t begin = 0;
  for (std::size_t n = 0; n < parts; ++n) {
    auto end = std::max(begin, list.size() * (n + 1) / parts);
    while (end > begin && end < list.size() && list.others[end] == list.others[end - 1]) ++end;
    if (begin == end) continue;
    const bool last = end == list.size();
    const bool whole = begin == 0 && end == list.size();
    const auto cut = whole ? EdgeList() : slice(list, begin, end);
    const auto& part = whole ? list : cut;
    keys::PartKey key{side, node, type, last ? fence : part.others.back(), false};
    put(encode(key), encode_part(node, part));
    if (side == keys::Side::out) {
      key.properties = true;
      if (!part.columns.empty()) put(encode(key), whole ? columns : encode_part_columns(part));
    }
    begin = end;
  }
}

struct SectionState {
  std::uint64_t degree = 0;
  bool split = false;
  std::string body;
};

class Folder {
 public:
  Folder(Overlay& target, const FoldLimits& limits) : target_(target), limits_(limits) {}

  // `changes`: of one node and side, by type.
  Result<void> fold(keys::Side side, NodeId node, std::map<TypeId, std::vector<EdgeChange>>& changes) {
    const auto head_key = keys::head(side, node);
    SKEIN_ASSIGN(const auto bytes, target_.get(head_key));
    std::map<TypeId, SectionState> sections;
    if (bytes) {
      HeadReader head(*bytes);
      for (Section section; head.next(section);)
        sections[section.type] = {section.degree, section.split, std::string(section.body)};
      if (!head.ok()) return broken_adjacency();
    }
    for (auto& [type, list] : changes) {
      auto& section = sections[type];
      const bool was_there = section.degree != 0;
      SKEIN_TRY(fold_section(side, node, type, section, list));
      const bool is_there = section.degree != 0;
      if (side == keys::Side::out && was_there != is_there) note_source(type, node, is_there);
      if (side == keys::Side::out && !is_there && !was_there) note_source(type, node, false);
      if (!is_there) sections.erase(type);
    }
    SKEIN_TRY(shrink(side, node, sections));
    HeadWriter head;
    for (const auto& [type, section] : sections) {
      if (section.split)
        head.add_split(type, section.degree);
      else
        head.add_inline(type, section.degree, section.body);
    }
    if (head.empty())
      target_.erase(head_key);
    else
      target_.put(head_key, head.finish());
    return {};
  }

 private:
  void note_source(TypeId type, NodeId node, bool present) {
    target_.change_set(
        encode(keys::SetKey{keys::SetKind::sources, type.value, node.value >> keys::set_chunk_bits}),
        static_cast<unsigned>(node.value & ((1u << keys::set_chunk_bits) - 1)), present);
  }

  Result<void> fold_section(keys::Side side, NodeId node, TypeId type, SectionState& section,
                            std::vector<EdgeChange>& changes) {
    if (section.split) return fold_split(side, node, type, section, changes);
    EdgeList list;
    if (section.degree != 0) {
      SKEIN_ASSIGN(const auto columns, columns_of(section.body, section.degree));
      SKEIN_ASSIGN(list, decode_edges(node, section.body, section.degree, columns));
    }
    std::int64_t added = 0;
    SKEIN_ASSIGN(list, apply(node, std::move(list), changes, added));
    auto folded = fold_new_section(side, node, type, list, false, limits_,
                                   [&](std::string key, std::string value) { target_.put(std::move(key), std::move(value)); });
    section = {folded.degree, folded.split, std::move(folded.body)};
    return {};
  }

  // Rewrites only the parts that changes fall into.
  Result<void> fold_split(keys::Side side, NodeId node, TypeId type, SectionState& section,
                          std::vector<EdgeChange>& changes) {
    const auto upper = storage::prefix_end(keys::part_prefix(side, node, type, false));
    for (std::size_t begin = 0; begin < changes.size();) {
      NodeId fence = last_fence;
      EdgeList list;
      {
        const auto cursor = target_.scan(encode(keys::PartKey{side, node, type, changes[begin].other, false}), upper);
        if (cursor->valid()) {
          const auto key = keys::decode_part(cursor->key());
          if (!key) return broken_adjacency();
          fence = key->fence;
          SKEIN_ASSIGN(const auto part, decode_part_record(cursor->value()));
          auto columns_key = *key;
          columns_key.properties = true;
          std::optional<std::string> columns;
          if (side == keys::Side::out) {
            SKEIN_ASSIGN(columns, target_.get(encode(columns_key)));
          }
          std::string_view columns_bytes;
          if (columns) {
            SKEIN_ASSIGN(columns_bytes, decode_part_columns(*columns));
          }
          SKEIN_ASSIGN(list, decode_edges(node, part.body, part.count, columns_bytes));
          if (columns) target_.erase(encode(columns_key));
          target_.erase(encode(*key));
        } else {
          SKEIN_TRY(cursor->status());
        }
      }
      auto end = begin;
      while (end < changes.size() && changes[end].other <= fence) ++end;
      std::int64_t added = 0;
      SKEIN_ASSIGN(list, apply(node, std::move(list), std::span(changes).subspan(begin, end - begin), added));
      section.degree += static_cast<std::uint64_t>(added);
      if (list.size() != 0)
        put_parts(side, node, type, fence, list, limits_,
                  [&](std::string key, std::string value) { target_.put(std::move(key), std::move(value)); });
      begin = end;
    }
    return {};
  }

  // Keeps the head short: the longest sections move out into parts.
  Result<void> shrink(keys::Side side, NodeId node, std::map<TypeId, SectionState>& sections) {
    std::size_t total = 0;
    for (const auto& [type, section] : sections) total += section.body.size();
    while (total > limits_.head_bytes) {
      const auto longest = std::max_element(sections.begin(), sections.end(), [](const auto& a, const auto& b) {
        return a.second.body.size() < b.second.body.size();
      });
      auto& [type, section] = *longest;
      total -= section.body.size();
      SKEIN_ASSIGN(const auto columns, columns_of(section.body, section.degree));
      SKEIN_ASSIGN(const auto list, decode_edges(node, section.body, section.degree, columns));
      auto folded = fold_new_section(side, node, type, list, true, limits_, [&](std::string key, std::string value) {
        target_.put(std::move(key), std::move(value));
      });
      section = {folded.degree, true, {}};
    }
    return {};
  }

  Overlay& target_;
  const FoldLimits& limits_;
};

}  // namespace

void EdgeListBuilder::set(KeyId key, Value value) {
  auto& columns = list_.columns;
  auto it = columns.begin();
  while (it != columns.end() && it->key < key) ++it;
  if (it == columns.end() || it->key != key) {
    it = columns.insert(it, {key, {}});
    if (!spare_.empty()) {
      it->values = std::move(spare_.back());
      spare_.pop_back();
    }
  }
  it->values.resize(list_.size() - 1);
  it->values.push_back(std::move(value));
}

void EdgeListBuilder::finish(EdgeList& out) {
  for (auto& column : list_.columns) column.values.resize(list_.size());
  std::swap(list_, out);
  list_.others.clear();
  list_.ordinals.clear();
  for (auto& column : list_.columns) {
    column.values.clear();
    spare_.push_back(std::move(column.values));
  }
  list_.columns.clear();
}

void fold_new_node(keys::Side side, NodeId node, std::span<const std::pair<TypeId, EdgeList>> lists,
                   const FoldLimits& limits, const PutPart& put) {
  std::vector<FoldedSection> sections;
  std::size_t total = 0;
  for (const auto& [type, list] : lists) {
    sections.push_back(fold_new_section(side, node, type, list, false, limits, put));
    total += sections.back().body.size();
  }
  while (total > limits.head_bytes) {
    const auto longest = std::max_element(sections.begin(), sections.end(), [](const auto& a, const auto& b) {
      return a.body.size() < b.body.size();
    });
    const auto& [type, list] = lists[static_cast<std::size_t>(longest - sections.begin())];
    total -= longest->body.size();
    *longest = fold_new_section(side, node, type, list, true, limits, put);
  }
  HeadWriter head;
  for (std::size_t i = 0; i < lists.size(); ++i) {
    if (sections[i].split)
      head.add_split(lists[i].first, sections[i].degree);
    else
      head.add_inline(lists[i].first, sections[i].degree, sections[i].body);
  }
  put(keys::head(side, node), head.finish());
}

FoldedSection fold_new_section(keys::Side side, NodeId node, TypeId type, const EdgeList& list, bool split,
                               const FoldLimits& limits, const PutPart& put) {
  FoldedSection folded;
  folded.degree = list.size();
  if (!split && list.size() <= limits.inline_count) {
    folded.body = encode_body(node, list, side == keys::Side::out);
    if (folded.body.size() <= limits.inline_bytes) return folded;
    folded.body.clear();
  }
  folded.split = true;
  put_parts(side, node, type, last_fence, list, limits, put);
  return folded;
}

Result<void> fold_deltas(const Overlay::Entries& deltas, Overlay& target, const FoldLimits& limits) {
  Folder folder(target, limits);
  auto it = deltas.lower_bound(keys::delta_prefix());
  while (it != deltas.end()) {
    auto key = keys::decode_delta(it->first);
    if (!key) break;
    const auto side = key->side;
    const auto node = key->node;
    std::map<TypeId, std::vector<EdgeChange>> changes;
    for (; it != deltas.end(); ++it) {
      key = keys::decode_delta(it->first);
      if (!key || key->side != side || key->node != node) break;
      SKEIN_ASSIGN(auto delta, decode_delta(it->second.value));
      changes[key->type].push_back({key->other, key->ordinal, std::move(delta)});
    }
    SKEIN_TRY(folder.fold(side, node, changes));
  }
  return {};
}

}  // namespace skein::graph
