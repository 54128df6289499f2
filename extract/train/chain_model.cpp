#include "extract/train/chain_model.hpp"

#include <algorithm>
#include <cmath>

namespace skein::extract {

ChainModel::ChainModel(std::size_t features, float rate, float decay, float sparsity)
    : rate_(rate), decay_(decay), sparsity_(sparsity), weights_(features), squares_(features) {
  for (auto* rows : {&weights_, &squares_})
    for (Row& r : *rows) r.fill(0);
}

// Scaled forward and backward sums; emit_ and link_ are ready.
void ChainModel::run(std::size_t n, std::span<const LabelSet> allowed, Lattice& out) const {
  out.forward.resize(n);
  out.backward.resize(n);
  out.log_total = 0;
  std::vector<double> scale(n);
  const auto open = [&](std::size_t i, std::uint32_t l) {
    return allowed.empty() || (allowed[i] >> l & 1) != 0;
  };
  for (std::size_t i = 0; i < n; ++i) {
    double total = 0;
    for (std::uint32_t l = 0; l < labels; ++l) {
      double sum = 0;
      if (open(i, l)) {
        if (i == 0) {
          sum = name_label::follows(0, l) ? 1 : 0;
        } else if (l != 0 && !name_label::begins(l)) {
          sum = out.forward[i - 1][l - 1] * link_[l - 1][l] + out.forward[i - 1][l] * link_[l][l];
        } else {
          for (std::uint32_t b = 0; b < labels; ++b) sum += out.forward[i - 1][b] * link_[b][l];
        }
        sum *= emit_[i][l];
      }
      out.forward[i][l] = sum;
      total += sum;
    }
    scale[i] = total > 0 ? total : 1e-300;
    for (double& f : out.forward[i]) f /= scale[i];
    out.log_total += std::log(scale[i]) + shift_[i];
  }
  out.backward[n - 1].fill(1);
  for (std::size_t i = n - 1; i > 0; --i) {
    std::array<double, labels> next;
    for (std::uint32_t l = 0; l < labels; ++l)
      next[l] = open(i, l) ? emit_[i][l] * out.backward[i][l] / scale[i] : 0;
    for (std::uint32_t b = 0; b < labels; ++b) {
      double sum = 0;
      for (std::uint32_t l = 0; l < labels; ++l) sum += link_[b][l] * next[l];
      out.backward[i - 1][b] = sum;
    }
  }
}

void ChainModel::descend(Row& w, Row& squares, const Row& gradient) const {
  for (std::uint32_t l = 0; l < width; ++l) {
    const float g = gradient[l] + decay_ * w[l];
    squares[l] += g * g;
    const float rate = rate_ / (std::sqrt(squares[l]) + 1e-6F);
    const float stepped = w[l] - rate * g;
    const float kept = std::max(std::fabs(stepped) - rate * sparsity_, 0.0F);
    w[l] = std::copysign(kept, stepped);
  }
}

double ChainModel::step(std::span<const std::vector<std::uint32_t>> tokens, std::span<const LabelSet> allowed,
                        float weight) {
  const std::size_t n = tokens.size();
  emit_.resize(n);
  shift_.resize(n);
  for (std::uint32_t b = 0; b < labels; ++b)
    for (std::uint32_t l = 0; l < labels; ++l)
      link_[b][l] = name_label::follows(b, l) ? std::exp(static_cast<double>(transitions_[b][l])) : 0;
  for (std::size_t i = 0; i < n; ++i) {
    Row score{};
    for (const std::uint32_t f : tokens[i])
      for (std::uint32_t l = 0; l < width; ++l) score[l] += weights_[f][l];
    const float most = *std::max_element(score.begin(), score.begin() + labels);
    shift_[i] = static_cast<double>(most);
    for (std::uint32_t l = 0; l < labels; ++l) emit_[i][l] = std::exp(static_cast<double>(score[l] - most));
  }
  run(n, {}, free_);
  run(n, allowed, bound_);
  for (std::size_t i = 0; i < n; ++i) {
    Row gradient{};
    double free_total = 0, bound_total = 0;
    for (std::uint32_t l = 0; l < labels; ++l) {
      free_total += free_.forward[i][l] * free_.backward[i][l];
      bound_total += bound_.forward[i][l] * bound_.backward[i][l];
    }
    if (!(bound_total > 0) || !(free_total > 0)) return 0;  // no path is allowed: nothing to learn
    float largest = 0;
    for (std::uint32_t l = 0; l < labels; ++l) {
      const double g = free_.forward[i][l] * free_.backward[i][l] / free_total -
                       bound_.forward[i][l] * bound_.backward[i][l] / bound_total;
      gradient[l] = weight * static_cast<float>(g);
      largest = std::max(largest, std::fabs(gradient[l]));
    }
    if (largest < 1e-4F) continue;
    for (const std::uint32_t f : tokens[i]) descend(weights_[f], squares_[f], gradient);
  }
  std::array<Row, labels> gradient{};
  for (std::size_t i = 1; i < n; ++i) {
    for (const auto& [lattice, sign] : {std::pair{&free_, 1.0}, std::pair{&bound_, -1.0}}) {
      double total = 0;
      std::array<std::array<double, labels>, labels> pair;
      for (std::uint32_t b = 0; b < labels; ++b)
        for (std::uint32_t l = 0; l < labels; ++l) {
          const bool open = lattice == &free_ || (allowed[i] >> l & 1) != 0;
          pair[b][l] =
              open ? lattice->forward[i - 1][b] * link_[b][l] * emit_[i][l] * lattice->backward[i][l] : 0;
          total += pair[b][l];
        }
      if (total <= 0) continue;
      for (std::uint32_t b = 0; b < labels; ++b)
        for (std::uint32_t l = 0; l < labels; ++l)
          gradient[b][l] += weight * static_cast<float>(sign * pair[b][l] / total);
    }
  }
  for (std::uint32_t b = 0; b < labels; ++b) descend(transitions_[b], transition_squares_[b], gradient[b]);
  return free_.log_total - bound_.log_total;
}

void ChainModel::restart() {
  for (auto* rows : {&weights_, &squares_})
    for (Row& r : *rows) r.fill(0);
  for (auto* rows : {&transitions_, &transition_squares_})
    for (Row& r : *rows) r.fill(0);
}

void ChainModel::remember() {
  const auto add = [](Row& to, const Row& from) {
    for (std::uint32_t l = 0; l < width; ++l) to[l] += from[l];
  };
  if (sums_.empty()) {
    sums_.resize(weights_.size());
    for (Row& r : sums_) r.fill(0);
  }
  for (std::size_t f = 0; f < weights_.size(); ++f) add(sums_[f], weights_[f]);
  for (std::uint32_t b = 0; b < labels; ++b) add(transition_sums_[b], transitions_[b]);
  ++remembered_;
}

ChainModel::Row ChainModel::weights(std::size_t feature) const {
  Row out = sums_[feature];
  for (float& w : out) w /= remembered_;
  return out;
}

std::array<ChainModel::Row, ChainModel::labels> ChainModel::transitions() const {
  auto out = transition_sums_;
  for (Row& r : out)
    for (float& w : r) w /= remembered_;
  return out;
}

}  // namespace skein::extract
