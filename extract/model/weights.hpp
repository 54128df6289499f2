// Hashed weight tables of linear models, used straight from a mapped file.
//
// A feature is a 64-bit hash: its upper half says where in the table it belongs, 16 bits of its lower half are the key
// that is compared. Collisions are rare enough to be noise, and the same noise everywhere. Weights are whole numbers,
// so the same text gives the same scores on every machine. A weight is stored as one byte c that stands for c * |c|:
// few weights are large, and those need no exact value.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "extract/model/hash.hpp"
#include "extract/model/model_file.hpp"

namespace skein::extract {

constexpr std::int32_t square(std::int8_t c) { return c < 0 ? -c * c : c * c; }
inline constexpr std::int32_t largest_weight = 127 * 127;

// Open addressing over an array of 16-bit keys; 0 is an empty slot.
class KeyTable {
 public:
  static constexpr std::size_t absent = ~std::size_t{0};

  KeyTable() = default;
  explicit KeyTable(std::span<const std::uint16_t> keys) : keys_(keys) {}

  static constexpr std::uint16_t key(Feature f) {
    const auto k = static_cast<std::uint16_t>(f);
    return k == 0 ? 1 : k;
  }
  static constexpr std::size_t home(Feature f, std::size_t size) {
    return static_cast<std::size_t>(((f >> 32) * size) >> 32);
  }
  [[nodiscard]] std::size_t find(Feature f) const {
    const std::uint16_t wanted = key(f);
    for (std::size_t at = home(f, keys_.size());; at = at + 1 == keys_.size() ? 0 : at + 1) {
      if (keys_[at] == wanted) return at;
      if (keys_[at] == 0) return absent;
    }
  }
  void prefetch(Feature f) const { __builtin_prefetch(&keys_[home(f, keys_.size())]); }
  [[nodiscard]] std::size_t size() const { return keys_.size(); }

 private:
  std::span<const std::uint16_t> keys_;
};

// For many labels of which a feature speaks of few: a row is a list of (label, weight). The rows stand in the order of
// the slots, so that a slot needs the length of its row only, and every eighth slot says where its row begins.
class SparseWeights {
 public:
  static constexpr std::size_t block = 8;

  SparseWeights() = default;
  // Reads sections NAME + ".keys", ".counts", ".blocks", ".labels" and ".values", and checks that every row lies inside,
  // with labels below `labels`. The file must outlive this object.
  static Result<SparseWeights> open(const ModelFile& file, const std::string& name, std::uint32_t labels);

  // scores[label] += weight, for every label the feature speaks of.
  void add(Feature f, std::int32_t* scores) const {
    const std::size_t at = keys_.find(f);
    if (at == KeyTable::absent) return;
    std::size_t i = blocks_[at / block];
    for (std::size_t k = at / block * block; k < at; ++k) i += counts_[k];
    for (const std::size_t last = i + counts_[at]; i < last; ++i) scores[labels_[i]] += square(values_[i]);
  }
  void prefetch(Feature f) const { keys_.prefetch(f); }

 private:
  KeyTable keys_;
  std::span<const std::uint8_t> counts_;
  std::span<const std::uint32_t> blocks_;
  std::span<const std::uint8_t> labels_;
  std::span<const std::int8_t> values_;
};

// For three labels of which the best is looked for, so that only differences count: per slot what the second and the
// third have over the first.
class TripleWeights {
 public:
  TripleWeights() = default;
  // Reads sections "NAME.keys" and "NAME.values".
  static Result<TripleWeights> open(const ModelFile& file, const std::string& name);

  void add(Feature f, std::int32_t* scores) const {
    const std::size_t at = keys_.find(f);
    if (at == KeyTable::absent) return;
    scores[1] += square(values_[2 * at]);
    scores[2] += square(values_[2 * at + 1]);
  }
  void prefetch(Feature f) const { keys_.prefetch(f); }

 private:
  KeyTable keys_;
  std::span<const std::int8_t> values_;
};

// One learned weight. Training hands over a list of these, sorted by feature and label.
struct Weight {
  Feature feature;
  std::uint32_t label;
  std::int32_t value;  // at most largest_weight
};

void write_sparse(ModelWriter& out, const std::string& name, const std::vector<Weight>& sorted);
void write_triples(ModelWriter& out, const std::string& name, const std::vector<Weight>& sorted);

}  // namespace skein::extract
