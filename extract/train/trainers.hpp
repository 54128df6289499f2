// One function per model. Each reads its data, trains, and writes its file; see train.hpp.
#pragma once

#include "extract/train/train.hpp"

namespace skein::extract {

Result<void> train_lexicon(const TrainOptions& options);
Result<void> train_lemmas(const TrainOptions& options);
Result<void> train_tagger(const TrainOptions& options);
Result<void> train_parser(const TrainOptions& options);
Result<void> train_names(const TrainOptions& options);
Result<void> train_relations(const TrainOptions& options);

}  // namespace skein::extract
