// Commits whose wholeness can be seen from any snapshot: what the processes of process_test.cpp write and
// check.
#pragma once

#include <fmt/format.h>

#include <string>

#include "storage/kv_store.hpp"

namespace skein::tests {

constexpr int group_count = 7;
constexpr int group_size = 20;

// Commit n (from 1) writes the group of keys that n falls to, all with the value n, and "last" = n.
inline storage::WriteBatch numbered_commit(int n, std::size_t padding) {
  storage::WriteBatch batch;
  for (int k = 0; k < group_size; ++k)
    batch.put(fmt::format("group{}-{:02}", n % group_count, k),
              fmt::format("{} {}", n, std::string(padding, 'x')));
  batch.put("last", std::to_string(n));
  return batch;
}

// The number of the last commit, 0 when there was none; -1 when some group is not as that commit found or
// left it.
inline int last_whole_commit(const storage::Snapshot& snapshot) {
  const auto last = snapshot.get("last");
  if (!last.ok()) return -1;
  const int n = *last ? std::stoi(**last) : 0;
  for (int group = 0; group < group_count; ++group) {
    const int owner =
        n - (n - group + group_count) % group_count;  // the last commit up to n that wrote this group
    int found = 0;
    const auto prefix = fmt::format("group{}-", group);
    auto cursor = snapshot.scan(prefix, storage::prefix_end(prefix));
    for (; cursor->valid(); cursor->next(), ++found)
      if (std::stoi(std::string(cursor->value())) != owner) return -1;
    if (!cursor->status().ok()) return -1;
    if (found != (owner > 0 ? group_size : 0)) return -1;
  }
  return n;
}

}  // namespace skein::tests
