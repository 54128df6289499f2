// Logistic regression with few parameters, fitted by Newton's method: for turning scores into probabilities.
#pragma once

#include <vector>

namespace skein::extract {

struct LogisticExample {
  std::vector<double> x;  // as many as there are parameters
  bool right = false;
};

// What is believed of a parameter before any example is seen: it is normally distributed about `mean`.
struct Prior {
  double mean = 0;
  double precision = 0;  // 1 / variance
};

// The likeliest parameters w of P(right) = 1 / (1 + exp(-w.x)), given the examples and the priors. Every
// parameter needs some precision, or examples that decide on it.
std::vector<double> fit_logistic(const std::vector<LogisticExample>& examples,
                                 const std::vector<Prior>& priors);

}  // namespace skein::extract
