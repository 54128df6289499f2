// How well tokens and sentences are found in raw text, against a treebank.
#pragma once

#include <filesystem>

#include "storage/result.hpp"

namespace skein::extract {

struct SegmentationScore {
  double tokens = 0;     // F1, percent
  double sentences = 0;
};

// The text of a CoNLL-U file: sentences joined by a space, paragraphs and documents parted by an empty line.
Result<SegmentationScore> segmentation_score(const std::filesystem::path& conllu);

}  // namespace skein::extract
