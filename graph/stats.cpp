#include "graph/stats.hpp"

#include <algorithm>
#include <array>

namespace skein::graph {

namespace {

template <typename IdType, typename Count>
std::vector<std::pair<std::string, std::uint64_t>> ranked(const CatalogView& catalog, const std::vector<IdType>& ids,
                                                          Count count) {
  std::vector<std::pair<std::string, std::uint64_t>> out;
  for (const auto id : ids)
    if (const auto n = count(id); n != 0) out.emplace_back(catalog.name(id), n);
  std::sort(out.begin(), out.end(), [](const auto& a, const auto& b) {
    return a.second != b.second ? a.second > b.second : a.first < b.first;
  });
  return out;
}

// Kinds of keys and what people call them; see storage/keys.hpp.
constexpr std::array<std::pair<char, const char*>, 16> areas{{{'m', "counters and names"},
                                                               {'c', "counters and names"},
                                                               {'C', "counters and names"},
                                                               {'z', "counters and names"},
                                                               {'n', "nodes"},
                                                               {'o', "outgoing relationships"},
                                                               {'i', "incoming relationships"},
                                                               {'s', "label and type sets"},
                                                               {'x', "indexes"},
                                                               {'f', "text indexes"},
                                                               {'d', "documents"},
                                                               {'t', "documents"},
                                                               {'k', "documents"},
                                                               {'e', "evidence"},
                                                               {'E', "evidence"},
                                                               {'r', "records of the text side"}}};

}  // namespace

Result<GraphStats> graph_stats(const Transaction& transaction) {
  const auto& catalog = transaction.catalog();
  GraphStats stats;
  stats.counts = catalog.counts();
  stats.labels = ranked(catalog, catalog.labels(), [&](LabelId id) { return catalog.node_count(id); });
  stats.types = ranked(catalog, catalog.types(), [&](TypeId id) { return catalog.relationship_count(id); });
  for (const auto key : catalog.keys()) stats.keys.emplace_back(catalog.name(key));
  std::sort(stats.keys.begin(), stats.keys.end());
  stats.indexes = catalog.indexes();
  return stats;
}

Result<std::vector<AreaBytes>> measure_areas(storage::KvStore& store) {
  std::vector<AreaBytes> out;
  const auto find = [&](std::string_view area) -> AreaBytes& {
    for (auto& one : out)
      if (one.area == area) return one;
    out.push_back({std::string(area)});
    return out.back();
  };
  for (const auto& [letter, area] : areas) find(area);
  const auto snapshot = store.snapshot();
  const auto cursor = snapshot->scan({}, {});
  for (; cursor->valid(); cursor->next()) {
    const auto* area = "other";
    for (const auto& [letter, name] : areas)
      if (cursor->key().front() == letter) area = name;
    auto& one = find(area);
    ++one.records;
    one.key_bytes += cursor->key().size();
    one.value_bytes += cursor->value().size();
  }
  SKEIN_TRY(cursor->status());
  return out;
}

}  // namespace skein::graph
