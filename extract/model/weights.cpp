#include "extract/model/weights.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>

namespace skein::extract {

namespace {

Error unusable(std::string_view name, std::string_view what) {
  return {.code = ErrorCode::corruption, .message = fmt::format("model weights '{}': {}", name, what)};
}

// Slots for `features` features: three quarters full.
std::size_t table_size(std::size_t features) { return features + features / 3 + 16; }

std::int8_t root(std::int32_t value) {
  const double r = std::nearbyint(std::sqrt(std::fabs(static_cast<double>(value))));
  const auto c = static_cast<std::int8_t>(std::min(r, 127.0));
  return static_cast<std::int8_t>(value < 0 ? -c : c);
}

// Where the feature goes, or keys.size() when a feature with its key is there already: the first one stays.
std::size_t free_slot(const std::vector<std::uint16_t>& keys, Feature f) {
  std::size_t at = KeyTable::home(f, keys.size());
  while (keys[at] != 0) {
    if (keys[at] == KeyTable::key(f)) return keys.size();
    if (++at == keys.size()) at = 0;
  }
  return at;
}

std::size_t features_in(const std::vector<Weight>& sorted) {
  std::size_t count = 0;
  for (std::size_t i = 0; i < sorted.size(); ++i)
    count += i == 0 || sorted[i].feature != sorted[i - 1].feature ? 1 : 0;
  return count;
}

// KeyTable::find() ends at an empty slot.
bool has_empty(std::span<const std::uint16_t> keys) {
  return std::find(keys.begin(), keys.end(), 0) != keys.end();
}

}  // namespace

Result<SparseWeights> SparseWeights::open(const ModelFile& file, const std::string& name,
                                          std::uint32_t labels) {
  SparseWeights w;
  SKEIN_ASSIGN(const auto keys, file.section<std::uint16_t>(name + ".keys"));
  SKEIN_ASSIGN(w.counts_, file.section<std::uint8_t>(name + ".counts"));
  SKEIN_ASSIGN(w.blocks_, file.section<std::uint32_t>(name + ".blocks"));
  SKEIN_ASSIGN(w.labels_, file.section<std::uint8_t>(name + ".labels"));
  SKEIN_ASSIGN(w.values_, file.section<std::int8_t>(name + ".values"));
  w.keys_ = KeyTable(keys);
  if (!has_empty(keys)) return unusable(name, "no empty slot");
  if (w.counts_.size() != keys.size() || w.blocks_.size() != (keys.size() + block - 1) / block)
    return unusable(name, "keys and rows do not match");
  const std::size_t entries = std::min(w.labels_.size(), w.values_.size());
  std::size_t row = 0;
  for (std::size_t at = 0; at < keys.size(); ++at) {
    if (at % block == 0 && w.blocks_[at / block] != row)
      return unusable(name, "a row is not where it should be");
    row += w.counts_[at];
  }
  if (row > entries) return unusable(name, "a row lies outside");
  if (std::any_of(w.labels_.begin(), w.labels_.end(), [&](std::uint8_t l) { return l >= labels; }))
    return unusable(name, fmt::format("a label is not below {}", labels));
  return w;
}

Result<TripleWeights> TripleWeights::open(const ModelFile& file, const std::string& name) {
  TripleWeights w;
  SKEIN_ASSIGN(const auto keys, file.section<std::uint16_t>(name + ".keys"));
  SKEIN_ASSIGN(w.values_, file.section<std::int8_t>(name + ".values"));
  w.keys_ = KeyTable(keys);
  if (!has_empty(keys)) return unusable(name, "no empty slot");
  if (w.values_.size() != 2 * keys.size()) return unusable(name, "keys and values do not match");
  return w;
}

void write_sparse(ModelWriter& out, const std::string& name, const std::vector<Weight>& sorted) {
  std::vector<std::uint16_t> keys(table_size(features_in(sorted)));
  std::vector<std::size_t> first(keys.size()), last(keys.size());  // per slot: its weights in `sorted`
  for (std::size_t i = 0; i < sorted.size();) {
    std::size_t end = i;
    while (end < sorted.size() && sorted[end].feature == sorted[i].feature) ++end;
    if (const std::size_t at = free_slot(keys, sorted[i].feature); at != keys.size()) {
      keys[at] = KeyTable::key(sorted[i].feature);
      first[at] = i;
      last[at] = end;
    }
    i = end;
  }
  std::vector<std::uint8_t> counts(keys.size()), labels;
  std::vector<std::uint32_t> blocks;
  std::vector<std::int8_t> values;
  for (std::size_t at = 0; at < keys.size(); ++at) {
    if (at % SparseWeights::block == 0) blocks.push_back(static_cast<std::uint32_t>(values.size()));
    assert(last[at] - first[at] <= 255);
    counts[at] = static_cast<std::uint8_t>(last[at] - first[at]);
    for (std::size_t i = first[at]; i < last[at]; ++i) {
      labels.push_back(static_cast<std::uint8_t>(sorted[i].label));
      values.push_back(root(sorted[i].value));
    }
  }
  out.add(name + ".keys", keys);
  out.add(name + ".counts", counts);
  out.add(name + ".blocks", blocks);
  out.add(name + ".labels", labels);
  out.add(name + ".values", values);
}

void write_triples(ModelWriter& out, const std::string& name, const std::vector<Weight>& sorted) {
  std::vector<std::uint16_t> keys(table_size(features_in(sorted)));
  std::vector<std::int8_t> values(2 * keys.size());
  for (std::size_t i = 0; i < sorted.size();) {
    const Feature f = sorted[i].feature;
    const std::size_t at = free_slot(keys, f);
    std::array<std::int32_t, 3> weights{};
    for (; i < sorted.size() && sorted[i].feature == f; ++i) {
      assert(sorted[i].label < 3);
      weights[sorted[i].label] = sorted[i].value;
    }
    if (at == keys.size()) continue;
    keys[at] = KeyTable::key(f);
    values[2 * at] = root(weights[1] - weights[0]);
    values[2 * at + 1] = root(weights[2] - weights[0]);
  }
  out.add(name + ".keys", keys);
  out.add(name + ".values", values);
}

}  // namespace skein::extract
