#include "extract/train/word_clusters.hpp"

namespace skein::extract {

Result<std::map<std::string, WordCluster>> word_clusters(const TrainOptions&) {
  return std::map<std::string, WordCluster>{};
}

}  // namespace skein::extract
