// Makes the model files again from the open data. Runs on one thread and gives the same bytes every time.
#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "storage/result.hpp"

namespace skein::extract {

struct TrainOptions {
  std::filesystem::path data;  // with ud-english-ewt/, re-docred/ ... as files or as .xz (docs/extraction.md)
  std::filesystem::path out;   // gets lexicon.bin, lemmas.bin, tagger.bin, parser.bin, names.bin, relations.bin
  std::vector<std::string> only;  // names of models to make; empty: all, in their order
  bool relation_parts = false;    // also relations-N.bin: models that never saw the N-th part of the data
  std::function<void(std::string_view)> progress = [](std::string_view) {};
};

// The names of the models, in the order in which they must be made: each may use those before it.
const std::vector<std::string>& model_names();

Result<void> train(const TrainOptions& options);

// What becomes of the facts of KnowledgeNet's first two folds, by the models that `relation_parts` made. `tell`
// gets a line for each that is missed or found wrongly.
Result<std::string> relation_misses(const std::filesystem::path& data, const std::filesystem::path& models,
                                    const std::function<void(std::string_view)>& tell);

// Accuracy of the models in `models` on the parts of the data that training never sees, as a table.
Result<std::string> evaluate(const std::filesystem::path& data, const std::filesystem::path& models);

}  // namespace skein::extract
