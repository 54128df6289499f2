// How well relations are found in texts whose facts people marked.
#pragma once

#include <filesystem>
#include <string>

#include "storage/result.hpp"

namespace skein::extract {

// A table over the third fold of KnowledgeNet, which no model is trained on: precision and recall of pairs of
// mentions, by relation and by what stands at the ends, and how often claims of each confidence are right.
Result<std::string> relation_scores(const std::filesystem::path& data, const std::filesystem::path& models);

}  // namespace skein::extract
