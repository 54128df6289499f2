#include "extract/model/weights.hpp"

#include <fmt/format.h>

#include <algorithm>
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

// Where the feature goes, or slots.size() when the place is taken by its twin: the first one stays.
template <typename Slot, typename Empty>
std::size_t free_slot(const std::vector<Slot>& slots, Feature f, Empty empty) {
  auto at = static_cast<std::size_t>(((f >> 32) * slots.size()) >> 32);
  while (!empty(slots[at])) {
    if (slots[at].key == static_cast<std::uint32_t>(f)) return slots.size();
    if (++at == slots.size()) at = 0;
  }
  return at;
}

std::size_t features_in(const std::vector<Weight>& sorted) {
  std::size_t count = 0;
  for (std::size_t i = 0; i < sorted.size(); ++i)
    count += i == 0 || sorted[i].feature != sorted[i - 1].feature ? 1 : 0;
  return count;
}

bool empty_sparse(const SparseWeights::Slot& s) { return s.row == 0; }
bool empty_triple(const TripleWeights::Slot& s) { return s.used == 0; }

}  // namespace

Result<SparseWeights> SparseWeights::open(const ModelFile& file, const std::string& name, std::uint32_t labels) {
  SparseWeights w;
  SKEIN_ASSIGN(w.slots_, file.section<Slot>(name + ".slots"));
  SKEIN_ASSIGN(w.labels_, file.section<std::uint8_t>(name + ".labels"));
  SKEIN_ASSIGN(w.values_, file.section<std::int8_t>(name + ".values"));
  // The loop in add() ends at an empty slot.
  if (std::none_of(w.slots_.begin(), w.slots_.end(), empty_sparse)) return unusable(name, "no empty slot");
  const std::size_t entries = std::min(w.labels_.size(), w.values_.size());
  for (const Slot& s : w.slots_)
    if ((s.row >> 8) + (s.row & 255) > entries) return unusable(name, "a row lies outside");
  if (std::any_of(w.labels_.begin(), w.labels_.end(), [&](std::uint8_t l) { return l >= labels; }))
    return unusable(name, fmt::format("a label is not below {}", labels));
  return w;
}

Result<TripleWeights> TripleWeights::open(const ModelFile& file, const std::string& name) {
  TripleWeights w;
  SKEIN_ASSIGN(w.slots_, file.section<Slot>(name + ".slots"));
  if (std::none_of(w.slots_.begin(), w.slots_.end(), empty_triple)) return unusable(name, "no empty slot");
  return w;
}

void write_sparse(ModelWriter& out, const std::string& name, const std::vector<Weight>& sorted) {
  std::vector<SparseWeights::Slot> slots(table_size(features_in(sorted)));
  std::vector<std::uint8_t> labels;
  std::vector<std::int8_t> values;
  for (std::size_t i = 0; i < sorted.size();) {
    const Feature f = sorted[i].feature;
    const std::size_t at = free_slot(slots, f, empty_sparse);
    const auto first = static_cast<std::uint32_t>(values.size());
    std::uint32_t count = 0;
    for (; i < sorted.size() && sorted[i].feature == f; ++i) {
      if (at == slots.size()) continue;
      labels.push_back(static_cast<std::uint8_t>(sorted[i].label));
      values.push_back(root(sorted[i].value));
      ++count;
    }
    if (at == slots.size()) continue;
    assert(count <= 255 && first < (1u << 24));
    slots[at] = {static_cast<std::uint32_t>(f), (first << 8) | count};
  }
  out.add(name + ".slots", slots);
  out.add(name + ".labels", labels);
  out.add(name + ".values", values);
}

void write_triples(ModelWriter& out, const std::string& name, const std::vector<Weight>& sorted) {
  std::vector<TripleWeights::Slot> slots(table_size(features_in(sorted)));
  for (std::size_t i = 0; i < sorted.size();) {
    const Feature f = sorted[i].feature;
    const std::size_t at = free_slot(slots, f, empty_triple);
    TripleWeights::Slot slot;
    slot.key = static_cast<std::uint32_t>(f);
    slot.used = 1;
    for (; i < sorted.size() && sorted[i].feature == f; ++i) {
      assert(sorted[i].label < 3);
      slot.weight[sorted[i].label] = root(sorted[i].value);
    }
    if (at != slots.size()) slots[at] = slot;
  }
  out.add(name + ".slots", slots);
}

}  // namespace skein::extract
