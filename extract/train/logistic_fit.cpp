#include "extract/train/logistic_fit.hpp"

#include <algorithm>
#include <cmath>

namespace skein::extract {

namespace {

using Matrix = std::vector<std::vector<double>>;

// Solves a * x = b for a symmetric positive definite matrix, by Gaussian elimination.
std::vector<double> solve(Matrix a, std::vector<double> b) {
  const auto n = b.size();
  for (std::size_t i = 0; i < n; ++i)
    for (std::size_t j = i + 1; j < n; ++j) {
      const double factor = a[j][i] / a[i][i];
      for (std::size_t k = i; k < n; ++k) a[j][k] -= factor * a[i][k];
      b[j] -= factor * b[i];
    }
  for (std::size_t i = n; i-- > 0;) {
    for (std::size_t k = i + 1; k < n; ++k) b[i] -= a[i][k] * b[k];
    b[i] /= a[i][i];
  }
  return b;
}

}  // namespace

std::vector<double> fit_logistic(const std::vector<LogisticExample>& examples,
                                 const std::vector<Prior>& priors) {
  constexpr int rounds = 60;
  constexpr double longest_step =
      0.5;  // no leaps: where the fit is perfect, a full step would leave for good
  const auto n = priors.size();
  std::vector<double> w;
  for (const auto& p : priors) w.push_back(p.mean);
  for (int round = 0; round < rounds; ++round) {
    std::vector<double> gradient(n);
    Matrix curve(n, std::vector<double>(n, 0));
    for (std::size_t i = 0; i < n; ++i) {
      gradient[i] = priors[i].precision * (w[i] - priors[i].mean);
      curve[i][i] = priors[i].precision + 1e-9;
    }
    for (const auto& e : examples) {
      double sum = 0;
      for (std::size_t i = 0; i < n; ++i) sum += w[i] * e.x[i];
      const double p = 1 / (1 + std::exp(-sum));
      for (std::size_t i = 0; i < n; ++i) {
        if (e.x[i] == 0) continue;
        gradient[i] += (p - (e.right ? 1 : 0)) * e.x[i];
        for (std::size_t j = 0; j < n; ++j) curve[i][j] += p * (1 - p) * e.x[i] * e.x[j];
      }
    }
    const auto step = solve(std::move(curve), std::move(gradient));
    for (std::size_t i = 0; i < n; ++i) w[i] -= std::clamp(step[i], -longest_step, longest_step);
  }
  return w;
}

}  // namespace skein::extract
