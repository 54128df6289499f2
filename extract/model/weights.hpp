// Hashed weight tables of linear models, used straight from a mapped file.
//
// A feature is a 64-bit hash: its upper half says where in the table it belongs, its lower half is the key that is
// compared. Collisions are rare enough to be noise, and the same noise everywhere. Weights are whole numbers, so the
// same text gives the same scores on every machine. A weight is stored as one byte c that stands for c * |c|: few
// weights are large, and those need no exact value.
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

// For many labels of which a feature speaks of few: a row is a list of (label, weight).
class SparseWeights {
 public:
  struct Slot {
    std::uint32_t key = 0;
    std::uint32_t row = 0;  // first entry * 256 + number of entries; 0: empty. At most 255 labels and 16 M entries
  };

  SparseWeights() = default;
  // Reads sections "NAME.slots", "NAME.labels", "NAME.values" and checks that every row lies inside, with labels
  // below `labels`. The file must outlive this object.
  static Result<SparseWeights> open(const ModelFile& file, const std::string& name, std::uint32_t labels);

  // scores[label] += weight, for every label the feature speaks of.
  void add(Feature f, std::int32_t* scores) const {
    std::size_t at = static_cast<std::size_t>(((f >> 32) * slots_.size()) >> 32);
    const auto key = static_cast<std::uint32_t>(f);
    for (;;) {
      const Slot slot = slots_[at];
      if (slot.row == 0) return;
      if (slot.key == key) {
        const std::size_t first = slot.row >> 8;
        const std::size_t count = slot.row & 255;
        for (std::size_t i = first; i < first + count; ++i) scores[labels_[i]] += square(values_[i]);
        return;
      }
      if (++at == slots_.size()) at = 0;
    }
  }

  void prefetch(Feature f) const {
    __builtin_prefetch(&slots_[static_cast<std::size_t>(((f >> 32) * slots_.size()) >> 32)]);
  }

 private:
  std::span<const Slot> slots_;
  std::span<const std::uint8_t> labels_;
  std::span<const std::int8_t> values_;
};

// For three labels: the weights stand in the slot itself.
class TripleWeights {
 public:
  struct Slot {
    std::uint32_t key = 0;
    std::int8_t weight[3] = {0, 0, 0};
    std::uint8_t used = 0;
  };

  TripleWeights() = default;
  // Reads section "NAME.slots".
  static Result<TripleWeights> open(const ModelFile& file, const std::string& name);

  void add(Feature f, std::int32_t* scores) const {
    std::size_t at = static_cast<std::size_t>(((f >> 32) * slots_.size()) >> 32);
    const auto key = static_cast<std::uint32_t>(f);
    for (;;) {
      const Slot& slot = slots_[at];
      if (slot.used == 0) return;
      if (slot.key == key) {
        scores[0] += square(slot.weight[0]);
        scores[1] += square(slot.weight[1]);
        scores[2] += square(slot.weight[2]);
        return;
      }
      if (++at == slots_.size()) at = 0;
    }
  }

  void prefetch(Feature f) const {
    __builtin_prefetch(&slots_[static_cast<std::size_t>(((f >> 32) * slots_.size()) >> 32)]);
  }

 private:
  std::span<const Slot> slots_;
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
