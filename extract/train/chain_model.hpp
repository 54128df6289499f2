// Training of the linear-chain model: the likelihood of the allowed labels, by stochastic gradients (AdaGrad,
// Duchi, Hazan and Singer 2011). Where several labels are allowed the sum over them counts.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "extract/names/name_features.hpp"
#include "extract/train/entity_data.hpp"

namespace skein::extract {

class ChainModel {
 public:
  static constexpr std::uint32_t labels = name_label::count;
  static constexpr std::uint32_t width = 20;  // labels, rounded up for the vector units
  using Row = std::array<float, width>;

  // `decay` is the weight of the squared weights in the loss, `sparsity` that of their magnitude; both are
  // taken per step on the features of the step only.
  ChainModel(std::size_t features, float rate, float decay, float sparsity);

  // One sentence: per token its features (numbers below `features`), and what is allowed. Returns the
  // negative log-likelihood before the step.
  double step(std::span<const std::vector<std::uint32_t>> tokens, std::span<const LabelSet> allowed,
              float weight);

  // Starts anew with weights of 0; what was remembered stays.
  void restart();
  // Takes the weights as they are now into the mean.
  void remember();
  // The mean of the remembered weights: it knows more than any one state of a model that still moves.
  [[nodiscard]] Row weights(std::size_t feature) const;
  [[nodiscard]] std::array<Row, labels> transitions() const;

 private:
  struct Lattice {
    std::vector<std::array<double, labels>> forward, backward;
    double log_total = 0;
  };
  void run(std::size_t n, std::span<const LabelSet> allowed, Lattice& out) const;
  void descend(Row& w, Row& squares, const Row& gradient) const;

  float rate_;
  float decay_;
  float sparsity_;
  std::vector<Row> weights_, squares_;
  std::array<Row, labels> transitions_{}, transition_squares_{};
  std::vector<Row> sums_;  // over the remembered states
  std::array<Row, labels> transition_sums_{};
  float remembered_ = 0;
  // scratch
  std::array<std::array<double, labels>, labels> link_{};
  std::vector<std::array<double, labels>> emit_;
  std::vector<double> shift_;
  Lattice free_, bound_;
};

}  // namespace skein::extract
