#include <algorithm>
#include <limits>

#include "graph/adjacency_block.hpp"
#include "graph/cache/load.hpp"
#include "graph/cache/parallel.hpp"
#include "graph/node_chunk.hpp"

namespace skein::graph::cache {

namespace keys = storage::keys;

namespace {

constexpr auto out_side = keys::Side::out;
constexpr int steps_before_seek = 8;                      // parts of large lists stand between the heads
constexpr std::uint64_t relationships_a_part = 1u << 18;  // worth a thread

// One thread's share: the nodes with ids in [first, last).
class Walk {
 public:
  Walk(const storage::Snapshot& snapshot, std::optional<TypeId> type, std::span<const TypeId> left_out,
       Csr::Node node_end)
      : snapshot_(snapshot),
        type_(type),
        left_out_(left_out),
        node_end_(node_end),
        builder_(out_side, type, node_end) {}

  Result<void> run(const NodeSet& sources, Csr::Node first, Csr::Node last) {
    if (first >= last) return {};
    const auto cursor =
        snapshot_.scan_once(keys::head(out_side, NodeId(first)), keys::head(out_side, NodeId(last)));
    Result<void> done;
    std::string wanted;
    bool failed = false;
    sources.for_each(first, last, [&](Csr::Node node) {
      if (failed) return;
      keys::put_head(wanted, out_side, NodeId(node));
      for (int steps = 0; cursor->valid() && cursor->key() < std::string_view(wanted);) {
        if (++steps > steps_before_seek)
          cursor->seek(wanted);
        else
          cursor->next();
      }
      if (!cursor->valid() || cursor->key() != std::string_view(wanted)) return;
      done = take(node, cursor->value());
      failed = !done.ok();
    });
    if (failed) return done;
    return cursor->status();
  }

  CsrBuilder& builder() { return builder_; }

 private:
  [[nodiscard]] bool takes(TypeId type) const {
    if (type_) return type == *type_;
    return std::find(left_out_.begin(), left_out_.end(), type) == left_out_.end();
  }

  Result<void> take(Csr::Node node, std::string_view bytes) {
    HeadReader head(bytes);
    bool started = false;
    for (Section section; head.next(section);) {
      if (!takes(section.type)) {
        if (type_ && section.type > *type_) return {};
        continue;
      }
      if (!started) builder_.start(node);
      started = true;
      if (!section.split) {
        SKEIN_TRY(take_body(node, section.type, section.body, section.degree));
        continue;
      }
      const auto prefix = keys::part_prefix(out_side, NodeId(node), section.type, false);
      const auto parts = snapshot_.scan_once(prefix, storage::prefix_end(prefix));
      for (; parts->valid(); parts->next()) {
        SKEIN_ASSIGN(const auto part, decode_part_record(parts->value()));
        SKEIN_TRY(take_body(node, section.type, part.body, part.count));
      }
      SKEIN_TRY(parts->status());
    }
    if (!head.ok()) return broken_adjacency();
    return {};
  }

  Result<void> take_body(Csr::Node node, TypeId type, std::string_view body, std::uint64_t count) {
    bool in_range = true;
    SKEIN_TRY(visit_body(NodeId(node), body, count, [&](NodeId other, std::uint32_t ordinal) {
      if (other.value >= node_end_) return in_range = false;
      if (type_)
        builder_.add(static_cast<Csr::Node>(other.value), ordinal);
      else
        builder_.add(type, static_cast<Csr::Node>(other.value), ordinal);
      return true;
    }));
    if (!in_range) return broken_adjacency();
    return {};
  }

  const storage::Snapshot& snapshot_;
  std::optional<TypeId> type_;
  std::span<const TypeId> left_out_;
  Csr::Node node_end_;
  CsrBuilder builder_;
};

}  // namespace

Result<NodeSet> load_node_set(const storage::Snapshot& snapshot, keys::SetKind kind, std::uint32_t id,
                              std::uint64_t id_limit) {
  std::vector<std::uint64_t> words;
  const auto prefix = keys::set_prefix(kind, id);
  const auto chunks = snapshot.scan(prefix, storage::prefix_end(prefix));
  for (; chunks->valid(); chunks->next()) {
    const auto key = keys::decode_set(chunks->key());
    if (!key) return Error{ErrorCode::corruption, "node set: key of a wrong form"};
    if (key->chunk >= id_limit >> keys::set_chunk_bits)
      return Error{ErrorCode::limit, "node ids are too large to be held in memory"};
    SKEIN_ASSIGN(const auto chunk, decode_node_chunk(chunks->value()));
    words.resize(key->chunk * chunk.words.size());
    words.insert(words.end(), chunk.words.begin(), chunk.words.end());
  }
  SKEIN_TRY(chunks->status());
  while (!words.empty() && words.back() == 0) words.pop_back();
  words.shrink_to_fit();
  return NodeSet(std::move(words));
}

Result<Csr> load_outgoing(const storage::Snapshot& snapshot, const NodeSet& sources,
                          std::optional<TypeId> type, std::span<const TypeId> left_out, Csr::Node node_end,
                          std::uint64_t expected) {
  const std::size_t parts = std::clamp<std::size_t>(expected / relationships_a_part, 1, core_count());
  std::vector<Walk> walks;
  std::vector<Csr::Node> bounds{0};
  walks.reserve(parts);
  for (std::size_t i = 0; i < parts; ++i) {
    walks.emplace_back(snapshot, type, left_out, node_end);
    if (parts == 1) walks.back().builder().reserve(expected);
    bounds.push_back(static_cast<Csr::Node>(std::uint64_t{node_end} * (i + 1) / parts));
  }
  std::vector<Result<void>> done(parts);
  in_parallel(parts, [&](std::size_t i) { done[i] = walks[i].run(sources, bounds[i], bounds[i + 1]); });
  for (auto& one : done) SKEIN_TRY(std::move(one));
  auto& first = walks.front().builder();
  if (parts > 1) {
    std::uint64_t total = 0;
    for (auto& walk : walks) total += walk.builder().size();
    first.reserve(total);
    for (std::size_t i = 1; i < parts; ++i) first.append(std::move(walks[i].builder()));
  }
  if (first.size() >= std::numeric_limits<Csr::Position>::max())
    return Error{ErrorCode::limit, "there are too many relationships to be held in memory"};
  return first.finish();
}

}  // namespace skein::graph::cache
