#include "extract/name_finder.hpp"

#include <algorithm>
#include <array>
#include <cassert>

namespace skein::extract {

namespace {

constexpr std::uint32_t labels = name_label::count;
constexpr std::int32_t never = -1000000000;

// One sentence as a lattice of scores.
struct Lattice {
  std::vector<std::array<std::int32_t, labels>> emit;     // per token and label
  std::vector<std::array<std::int32_t, labels>> forward;  // best score of a path that ends here
  std::vector<std::array<std::int32_t, labels>> backward;  // best score of what comes after
  std::vector<std::array<std::uint8_t, labels>> from;
};

// The logistic function of a score difference, from a table of whole numbers: the same on every machine.
float confidence(std::int32_t margin) {
  static constexpr std::array<float, 17> table = {0.50F, 0.56F, 0.62F, 0.68F, 0.73F, 0.78F, 0.82F, 0.85F, 0.88F,
                                                  0.90F, 0.92F, 0.94F, 0.95F, 0.96F, 0.97F, 0.98F, 0.99F};
  const auto step = std::clamp(margin / 256, 0, 16);  // 1024 is one unit of log-odds
  return table[static_cast<std::size_t>(step)];
}

}  // namespace

Result<NameFinder> NameFinder::open(const std::filesystem::path& path) {
  SKEIN_ASSIGN(ModelFile file, ModelFile::open(path, "names"));
  NameFinder finder(std::move(file));
  SKEIN_ASSIGN(finder.weights_, SparseWeights::open(finder.file_, "w", labels));
  SKEIN_ASSIGN(finder.transitions_, finder.file_.section<std::int32_t>("transitions"));
  if (finder.transitions_.size() != labels * labels) {
    return Error{.code = ErrorCode::corruption,
                 .message = "model file " + path.string() + ": its transitions do not fit its labels"};
  }
  return finder;
}

void NameFinder::decode(const Document& document, std::span<const WordTraits> words,
                        std::span<const NameEvidence> evidence, TokenRange s, std::vector<Mention>& out) const {
  thread_local Lattice lattice;
  const std::size_t n = s.size();
  lattice.emit.resize(n);
  lattice.forward.resize(n);
  lattice.backward.resize(n);
  lattice.from.resize(n);
  NameFeatures features;
  for (std::uint32_t i = 0; i < n; ++i) {
    const std::size_t count = name_features(document, words, evidence, s, s.first + i, features);
    for (std::size_t k = 0; k < count; ++k) weights_.prefetch(features[k]);
    auto& scores = lattice.emit[i];
    scores.fill(0);
    for (std::size_t k = 0; k < count; ++k) weights_.add(features[k], scores.data());
  }
  const auto step = [&](std::uint32_t before, std::uint32_t next) { return transitions_[before * labels + next]; };
  for (std::uint32_t l = 0; l < labels; ++l)
    lattice.forward[0][l] = name_label::follows(0, l) ? lattice.emit[0][l] : never;
  for (std::size_t i = 1; i < n; ++i) {
    for (std::uint32_t l = 0; l < labels; ++l) {
      std::int32_t best = never;
      std::uint8_t from = 0;
      const bool further = l != 0 && !name_label::begins(l);
      const std::uint32_t begin = further ? l - 1 : 0;
      const std::uint32_t end = further ? l + 1 : labels;
      for (std::uint32_t b = begin; b < end; ++b) {
        const std::int32_t score = lattice.forward[i - 1][b] + step(b, l);
        if (score > best) {
          best = score;
          from = static_cast<std::uint8_t>(b);
        }
      }
      lattice.forward[i][l] = best <= never / 2 ? never : best + lattice.emit[i][l];
      lattice.from[i][l] = from;
    }
  }
  lattice.backward[n - 1].fill(0);
  for (std::size_t i = n - 1; i > 0; --i) {
    for (std::uint32_t b = 0; b < labels; ++b) {
      std::int32_t best = never;
      for (std::uint32_t l = 0; l < labels; ++l)
        if (name_label::follows(b, l))
          best = std::max(best, step(b, l) + lattice.emit[i][l] + lattice.backward[i][l]);
      lattice.backward[i - 1][b] = best;
    }
  }
  std::vector<std::uint8_t> path(n);
  path[n - 1] = static_cast<std::uint8_t>(
      std::max_element(lattice.forward[n - 1].begin(), lattice.forward[n - 1].end()) - lattice.forward[n - 1].begin());
  for (std::size_t i = n - 1; i > 0; --i) path[i - 1] = lattice.from[i][path[i]];
  const std::int32_t total = lattice.forward[n - 1][path[n - 1]];
  const auto margin = [&](std::size_t i) {  // to the best path that labels this token otherwise
    std::int32_t other = never;
    for (std::uint32_t l = 0; l < labels; ++l)
      if (l != path[i]) other = std::max(other, lattice.forward[i][l] + lattice.backward[i][l]);
    return total - other;
  };
  for (std::uint32_t i = 0; i < n;) {
    if (path[i] == name_label::outside) {
      ++i;
      continue;
    }
    std::uint32_t end = i + 1;
    while (end < n && path[end] == path[i] + 1) ++end;
    Mention m;
    m.tokens = {s.first + i, s.first + end};
    m.span = {document.tokens[m.tokens.first].begin, document.tokens[m.tokens.last - 1].end};
    m.type = name_label::type(path[i]);
    std::int32_t least = margin(i);
    for (std::uint32_t k = i + 1; k < end; ++k) least = std::min(least, margin(k));
    if (end < n) least = std::min(least, margin(end));
    m.score = confidence(least);
    out.push_back(m);
    i = end;
  }
}

void NameFinder::find(Document& document, std::span<const WordTraits> words, const Lexicon& lexicon) const {
  assert(words.size() == document.tokens.size());
  const auto evidence = name_evidence(document, words, lexicon);
  std::vector<Mention> found;
  for (const Sentence& s : document.sentences)
    if (s.tokens.size() > 0) decode(document, words, evidence, s.tokens, found);
  document.mentions.insert(document.mentions.end(), found.begin(), found.end());
  std::sort(document.mentions.begin(), document.mentions.end(),
            [](const Mention& a, const Mention& b) { return a.span < b.span; });
}

}  // namespace skein::extract
