#include "graph/cache/change_log.hpp"

#include <algorithm>

#include "storage/keys.hpp"

namespace skein::graph {

namespace keys = storage::keys;

namespace {

constexpr std::size_t most_remembered = 1 << 16;  // ids, and one for each commit
constexpr std::size_t most_applied = 1 << 13;     // ids: beyond, reading anew is as quick

void tidy(std::vector<std::uint64_t>& ids) {
  std::sort(ids.begin(), ids.end());
  ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
}

void append(std::vector<std::uint64_t>& to, const std::vector<std::uint64_t>& from) {
  to.insert(to.end(), from.begin(), from.end());
}

}  // namespace

void ChangeLog::note(std::uint64_t before, std::uint64_t after, const storage::WriteBatch& batch) {
  Commit commit{before, after, {}};
  auto& changes = commit.changes;
  for (const auto& [key, value] : batch.operations()) {
    switch (key.front()) {
      case 'n':
        if (const auto node = keys::decode_node(key)) {
          changes.rows.push_back(node->value);
        } else if (const auto block = keys::decode_node_block(key)) {
          for (std::uint64_t i = 0; i < std::uint64_t{1} << keys::node_block_bits; ++i)
            changes.rows.push_back((*block << keys::node_block_bits) + i);
        }
        break;
      case 'o':
      case 'i': {
        auto& nodes = key.front() == 'o' ? changes.out : changes.in;
        if (const auto node = keys::decode_head(key))
          nodes.push_back(node->value);
        else if (const auto part = keys::decode_part(key))
          nodes.push_back(part->node.value);
        break;
      }
      default:
        break;
    }
  }
  for (auto* ids : {&changes.rows, &changes.out, &changes.in}) tidy(*ids);
  const std::lock_guard lock(mutex_);
  size_ += commit.size();
  commits_.push_back(std::move(commit));
  while (size_ > most_remembered && !commits_.empty()) {
    size_ -= commits_.front().size();
    commits_.pop_front();
  }
}

std::optional<CacheChanges> ChangeLog::between(std::uint64_t since, std::uint64_t until) const {
  const std::lock_guard lock(mutex_);
  auto at =
      std::find_if(commits_.begin(), commits_.end(), [&](const Commit& c) { return c.before == since; });
  CacheChanges all;
  while (since < until) {
    if (at == commits_.end() || at->before != since || at->after > until) return std::nullopt;
    append(all.rows, at->changes.rows);
    append(all.out, at->changes.out);
    append(all.in, at->changes.in);
    if (all.rows.size() + all.out.size() + all.in.size() > most_applied) return std::nullopt;
    since = at->after;
    ++at;
  }
  for (auto* ids : {&all.rows, &all.out, &all.in}) tidy(*ids);
  return all;
}

}  // namespace skein::graph
