// The averaged perceptron that trains the hashed models: weights are kept per feature and label, and what is
// handed over in the end is their mean over all steps.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <vector>

#include "extract/model/weights.hpp"

namespace skein::extract {

// Numbers in a fixed order, the same on every machine (xorshift64*).
class Random {
 public:
  explicit Random(std::uint64_t seed) : state_(seed * 0x9e3779b97f4a7c15ULL + 1) {}
  std::uint64_t next() {
    state_ ^= state_ >> 12;
    state_ ^= state_ << 25;
    state_ ^= state_ >> 27;
    return state_ * 0x2545f4914f6cdd1dULL;
  }
  std::uint32_t below(std::uint32_t n) { return static_cast<std::uint32_t>(((next() >> 32) * n) >> 32); }
  template <typename T>
  void shuffle(std::vector<T>& items) {
    for (std::size_t i = items.size(); i > 1; --i)
      std::swap(items[i - 1], items[below(static_cast<std::uint32_t>(i))]);
  }

 private:
  std::uint64_t state_;
};

// A growing hash table from features to consecutive numbers.
class FeatureIndex {
 public:
  static constexpr std::uint32_t absent = 0xffffffffu;

  [[nodiscard]] std::uint32_t find(Feature f) const {
    if (slots_.empty()) return absent;
    for (std::size_t at = f & (slots_.size() - 1);; at = (at + 1) & (slots_.size() - 1)) {
      if (slots_[at].number == absent || slots_[at].key == f) return slots_[at].number;
    }
  }
  std::uint32_t insert(Feature f) {
    if ((keys_.size() + 1) * 2 > slots_.size()) grow();
    for (std::size_t at = f & (slots_.size() - 1);; at = (at + 1) & (slots_.size() - 1)) {
      if (slots_[at].number == absent) {
        slots_[at] = {f, static_cast<std::uint32_t>(keys_.size())};
        keys_.push_back(f);
        return slots_[at].number;
      }
      if (slots_[at].key == f) return slots_[at].number;
    }
  }
  [[nodiscard]] const std::vector<Feature>& keys() const { return keys_; }
  void prefetch(Feature f) const {
    if (!slots_.empty()) __builtin_prefetch(&slots_[f & (slots_.size() - 1)]);
  }

 private:
  struct Slot {
    Feature key = 0;
    std::uint32_t number = absent;
  };
  void grow() {
    std::vector<Slot> larger(slots_.empty() ? 1024 : slots_.size() * 2);
    for (const Slot& s : slots_) {
      if (s.number == absent) continue;
      std::size_t at = s.key & (larger.size() - 1);
      while (larger[at].number != absent) at = (at + 1) & (larger.size() - 1);
      larger[at] = s;
    }
    slots_.swap(larger);
  }
  std::vector<Slot> slots_;
  std::vector<Feature> keys_;
};

struct MeanWeight {
  Feature feature;
  std::uint32_t label;
  double value;
};

// The mean of models that differ by chance only; each sorted by feature and label, as the outcome is. A
// feature that a model has not counts as 0 there.
inline std::vector<MeanWeight> mean_of(const std::vector<std::vector<MeanWeight>>& models) {
  std::vector<MeanWeight> all, out;
  for (const auto& model : models) all.insert(all.end(), model.begin(), model.end());
  std::stable_sort(all.begin(), all.end(), [](const MeanWeight& a, const MeanWeight& b) {
    return a.feature != b.feature ? a.feature < b.feature : a.label < b.label;
  });
  for (MeanWeight m : all) {
    m.value /= static_cast<double>(models.size());
    if (!out.empty() && out.back().feature == m.feature && out.back().label == m.label)
      out.back().value += m.value;
    else
      out.push_back(m);
  }
  return out;
}

// Whole numbers for a model file; weights below `least` are left out.
inline std::vector<Weight> whole_weights(const std::vector<MeanWeight>& means, double least, double scale) {
  std::vector<Weight> out;
  for (const MeanWeight& m : means) {
    if (std::fabs(m.value) < least) continue;
    constexpr double most = largest_weight;
    const double value = std::clamp(std::nearbyint(m.value * scale), -most, most);
    if (value != 0) out.push_back({m.feature, m.label, static_cast<std::int32_t>(value)});
  }
  return out;
}

class Perceptron {
 public:
  explicit Perceptron(std::uint32_t labels) : labels_(labels) {}

  template <typename Features>
  void score(const Features& features, std::size_t count, float* scores) const {
    std::fill_n(scores, labels_, 0.0F);
    for (std::size_t k = 0; k < count; ++k) index_.prefetch(features[k]);
    for (std::size_t k = 0; k < count; ++k) {
      const std::uint32_t row = index_.find(features[k]);
      if (row == FeatureIndex::absent) continue;
      for (const Cell& c : rows_[row]) scores[c.label] += c.weight;
    }
  }

  // One step in time: raises `right` and lowers `wrong` for all features. Call tick() once per decision.
  template <typename Features>
  void update(const Features& features, std::size_t count, std::uint32_t right, std::uint32_t wrong) {
    for (std::size_t k = 0; k < count; ++k) {
      const std::uint32_t row = index_.insert(features[k]);
      if (row >= rows_.size()) rows_.resize(row + 1);
      change(rows_[row], right, 1.0F);
      change(rows_[row], wrong, -1.0F);
    }
  }
  void tick() { ++now_; }

  // The averaged weights, sorted by feature and label; without features that were updated fewer than
  // `updates` times.
  [[nodiscard]] std::vector<MeanWeight> means(std::uint32_t updates) const {
    std::vector<MeanWeight> out;
    for (std::uint32_t row = 0; row < rows_.size(); ++row) {
      std::uint32_t seen = 0;
      for (const Cell& c : rows_[row]) seen = std::max(seen, c.updates);
      if (seen < updates) continue;
      for (const Cell& c : rows_[row]) {
        const double mean =
            (c.total + static_cast<double>(now_ - c.since) * c.weight) / static_cast<double>(now_);
        if (mean != 0) out.push_back({index_.keys()[row], c.label, mean});
      }
    }
    std::sort(out.begin(), out.end(), [](const MeanWeight& a, const MeanWeight& b) {
      return a.feature != b.feature ? a.feature < b.feature : a.label < b.label;
    });
    return out;
  }

 private:
  struct Cell {
    std::uint32_t label = 0;
    float weight = 0;
    double total = 0;
    std::uint64_t since = 0;
    std::uint32_t updates = 0;
  };
  void change(std::vector<Cell>& row, std::uint32_t label, float by) {
    auto cell = std::find_if(row.begin(), row.end(), [&](const Cell& c) { return c.label == label; });
    if (cell == row.end()) {
      row.push_back({.label = label, .since = now_});
      cell = row.end() - 1;
    }
    cell->total += static_cast<double>(now_ - cell->since) * cell->weight;
    cell->since = now_;
    cell->weight += by;
    ++cell->updates;
  }

  std::uint32_t labels_;
  FeatureIndex index_;
  std::vector<std::vector<Cell>> rows_;
  std::uint64_t now_ = 1;
};

}  // namespace skein::extract
