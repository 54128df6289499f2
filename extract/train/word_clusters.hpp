// Clusters of words that keep the same company, learned from the raw text of the training data.
#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "extract/train/train.hpp"

namespace skein::extract {

struct WordCluster {
  std::uint16_t fine = 0;  // from 1
  std::uint16_t wide = 0;
};

// By lower-case word.
Result<std::map<std::string, WordCluster>> word_clusters(const TrainOptions& options);

}  // namespace skein::extract
