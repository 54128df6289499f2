// How sure findings may be: fitted on the findings in texts with marked facts, each text read with a model of
// relations that never saw it.
#pragma once

#include <functional>
#include <vector>

#include "extract/claims/relation_scorer.hpp"
#include "extract/pipeline.hpp"
#include "extract/train/fact_data.hpp"

namespace skein::extract {

// `scorer_of(n)`: the scorer for text n. One calibration for each of the scorer's relations.
std::vector<Calibration> fit_calibrations(const std::vector<FactText>& texts, const Models& models,
                                          const RuleSet& rules,
                                          const std::function<const RelationScorer&(std::size_t)>& scorer_of);

}  // namespace skein::extract
