#include "extract/names/name_finder.hpp"

#include <algorithm>
#include <array>
#include <cassert>
#include <unordered_map>

#include "extract/names/name_consistency.hpp"

namespace skein::extract {

namespace {

constexpr std::uint32_t labels = name_label::count;
constexpr std::int32_t never = -1000000000;

// One sentence as a lattice of scores.
struct Lattice {
  std::vector<std::array<std::int32_t, labels>> emit;      // per token and label
  std::vector<std::array<std::int32_t, labels>> forward;   // best score of a path that ends here
  std::vector<std::array<std::int32_t, labels>> backward;  // best score of what comes after
  std::vector<std::array<std::uint8_t, labels>> from;
};

// The logistic function of a score difference, from a table of whole numbers: the same on every machine.
float confidence(std::int32_t margin) {
  static constexpr std::array<float, 17> table = {0.50F, 0.56F, 0.62F, 0.68F, 0.73F, 0.78F,
                                                  0.82F, 0.85F, 0.88F, 0.90F, 0.92F, 0.94F,
                                                  0.95F, 0.96F, 0.97F, 0.98F, 0.99F};
  const auto step = std::clamp(margin / 256, 0, 16);  // 1024 is one unit of log-odds
  return table[static_cast<std::size_t>(step)];
}

constexpr std::int32_t strongest_opinion = 4096;
constexpr std::int32_t others_percent = 100;     // how much a word's other occurrences move it
constexpr std::int32_t neighbours_percent = 80;  // how much the other members of a list do
// Towards finding names of each type, person first: what several sources leave unmarked, of some types more
// often than of others, makes the model shy.
constexpr std::array<std::int32_t, name_label::types> leans = {300, 350, 600, 600, 600, 600, 600, 500, 600};

constexpr std::array<std::int32_t, labels> leaning_scores() {
  std::array<std::int32_t, labels> out{};
  for (std::uint32_t k = 0; k < name_label::types; ++k) {
    const auto t = static_cast<EntityType>(k + 1);
    out[name_label::first(t)] = out[name_label::further(t)] = leans[k];
  }
  return out;
}

// A text's sentences as lattices, so that what one says can move the others.
class Decoder {
 public:
  Decoder(const SparseWeights& weights, std::span<const std::int32_t> transitions)
      : weights_(weights), transitions_(transitions) {}

  void score(const Document& document, std::span<const WordTraits> words,
             std::span<const NameEvidence> evidence, TokenRange s, Lattice& lattice) const {
    NameFeatures features;
    lattice.emit.resize(s.size());
    for (std::uint32_t i = 0; i < s.size(); ++i) {
      const std::size_t count = name_features(document, words, evidence, s, s.first + i, features);
      for (std::size_t k = 0; k < count; ++k) weights_.prefetch(features[k]);
      auto& scores = lattice.emit[i];
      scores = leaning_scores();
      for (std::size_t k = 0; k < count; ++k) weights_.add(features[k], scores.data());
    }
  }

  // Best scores of paths up to and from every token and label.
  void run(Lattice& lattice) const {
    const std::size_t n = lattice.emit.size();
    if (n == 0) return;
    lattice.forward.resize(n);
    lattice.backward.resize(n);
    lattice.from.resize(n);
    for (std::uint32_t l = 0; l < labels; ++l)
      lattice.forward[0][l] = name_label::follows(0, l) ? lattice.emit[0][l] : never;
    for (std::size_t i = 1; i < n; ++i) {
      for (std::uint32_t l = 0; l < labels; ++l) {
        const bool further = l != 0 && !name_label::begins(l);
        const std::uint32_t begin = further ? l - 1 : 0;
        const std::uint32_t end = further ? l + 1 : labels;
        std::int32_t best = never;
        std::uint8_t from = 0;
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
      std::array<std::int32_t, labels> next;
      for (std::uint32_t l = 0; l < labels; ++l) next[l] = lattice.emit[i][l] + lattice.backward[i][l];
      for (std::uint32_t b = 0; b < labels; ++b) {
        std::int32_t best = step(b, 0) + next[0];
        for (std::uint32_t l = 1; l < labels; l += 2) best = std::max(best, step(b, l) + next[l]);
        if (b != 0) {
          const std::uint32_t l = name_label::begins(b) ? b + 1 : b;
          best = std::max(best, step(b, l) + next[l]);
        }
        lattice.backward[i - 1][b] = best;
      }
    }
  }

  // The names on the best path.
  static void read_off(const Document& document, TokenRange s, const Lattice& lattice,
                       std::vector<Mention>& out) {
    const std::size_t n = lattice.emit.size();
    if (n == 0) return;
    std::vector<std::uint8_t> path(n);
    const auto& last = lattice.forward[n - 1];
    path[n - 1] = static_cast<std::uint8_t>(std::max_element(last.begin(), last.end()) - last.begin());
    for (std::size_t i = n - 1; i > 0; --i) path[i - 1] = lattice.from[i][path[i]];
    const std::int32_t total = last[path[n - 1]];
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
      while (end < n && path[end] != 0 && !name_label::begins(path[end])) ++end;
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

 private:
  [[nodiscard]] std::int32_t step(std::uint32_t before, std::uint32_t next) const {
    return transitions_[before * labels + next];
  }

  const SparseWeights& weights_;
  std::span<const std::int32_t> transitions_;
};

// What all occurrences of a word in the document say about it: per type the sum of how much better the best
// path is that gives the word this type than the best one that leaves it out.
struct Opinion {
  std::array<std::int32_t, name_label::types> sum{};
  std::int32_t times = 0;
};

std::array<std::int32_t, name_label::types> opinion_of(const Lattice& lattice, std::size_t i) {
  std::array<std::int32_t, name_label::types> out;
  const auto at = [&](std::uint32_t l) { return lattice.forward[i][l] + lattice.backward[i][l]; };
  for (std::uint32_t k = 0; k < name_label::types; ++k) {
    const auto t = static_cast<EntityType>(k + 1);
    const std::int32_t best = std::max(at(name_label::first(t)), at(name_label::further(t)));
    out[k] = std::clamp(best - at(name_label::outside), -strongest_opinion, strongest_opinion);
  }
  return out;
}

// Words whose other occurrences count: capitalised ones.
bool has_opinion(const WordTraits& w) {
  return w.shape == Shape::capital || w.shape == Shape::upper || w.shape == Shape::mixed ||
         w.shape == Shape::letters_figures || w.shape == Shape::stopped;
}

// "Acme, Hale and Odell": the members of a list are mostly of one kind. Fills per token the first token of
// the row before it in such a list, and of the row behind it.
struct Links {
  std::vector<std::uint32_t> before, after;
};

bool links(const Document& d, std::uint32_t from, std::uint32_t to, bool& and_word) {
  if (to == from || to > from + 2) return false;
  for (std::uint32_t i = from; i < to; ++i) {
    const std::string_view w = d.lower(i);
    const bool is_and = w == "and" || w == "or" || w == "&";
    if (w != "," && !is_and) return false;
    and_word = and_word || is_and;
  }
  return true;
}

Links list_members(const Document& d, std::span<const NameEvidence> evidence, TokenRange s) {
  Links out;
  out.before.assign(s.size(), no_token);
  out.after.assign(s.size(), no_token);
  std::vector<TokenRange> rows;
  for (std::uint32_t i = s.first; i < s.last;) {
    const std::uint32_t end = s.first + evidence[i].run_last;
    if (evidence[i].run_last > evidence[i].run_first && end > i) {
      rows.push_back({i, end});
      i = end;
    } else {
      ++i;
    }
  }
  for (std::size_t k = 0; k < rows.size();) {
    std::size_t last = k;
    bool with_and = false;
    while (last + 1 < rows.size() && !with_and && links(d, rows[last].last, rows[last + 1].first, with_and))
      ++last;
    if (with_and) {
      for (std::size_t m = k; m <= last; ++m)
        for (std::uint32_t i = rows[m].first; i < rows[m].last; ++i) {
          if (m > k) out.before[i - s.first] = rows[m - 1].last - 1;
          if (m < last) out.after[i - s.first] = rows[m + 1].last - 1;
        }
    }
    k = last + 1;
  }
  return out;
}

constexpr std::uint32_t most_together = 20000;  // tokens whose sentences speak to one another

// The names in the sentences from `first` on, one for each lattice.
void find_in(const Document& document, std::span<const WordTraits> words,
             std::span<const NameEvidence> evidence, const Decoder& decoder, std::size_t first,
             std::vector<Lattice>& lattices, std::vector<Mention>& found) {
  std::unordered_map<std::uint64_t, Opinion> opinions;
  for (std::size_t s = 0; s < lattices.size(); ++s) {
    const TokenRange range = document.sentences[first + s].tokens;
    decoder.score(document, words, evidence, range, lattices[s]);
    decoder.run(lattices[s]);
    for (std::uint32_t i = range.first; i < range.last; ++i) {
      if (!has_opinion(words[i])) continue;
      Opinion& o = opinions[words[i].form];
      const auto own = opinion_of(lattices[s], i - range.first);
      for (std::size_t k = 0; k < own.size(); ++k) o.sum[k] += own[k];
      ++o.times;
    }
  }
  for (std::size_t s = 0; s < lattices.size(); ++s) {
    const TokenRange range = document.sentences[first + s].tokens;
    bool moved = false;
    std::vector<std::array<std::int32_t, name_label::types>> push(range.size());
    const Links lists = list_members(document, evidence, range);
    for (std::uint32_t i = range.first; i < range.last; ++i) {
      if (!has_opinion(words[i])) continue;
      for (const std::uint32_t other : {lists.before[i - range.first], lists.after[i - range.first]}) {
        if (other == no_token || !has_opinion(words[other])) continue;
        const auto theirs = opinion_of(lattices[s], other - range.first);
        for (std::uint32_t k = 0; k < theirs.size(); ++k)
          push[i - range.first][k] += theirs[k] * neighbours_percent / 100;
        moved = true;
      }
      const Opinion& o = opinions.find(words[i].form)->second;
      if (o.times < 2) continue;
      const auto own = opinion_of(lattices[s], i - range.first);
      for (std::uint32_t k = 0; k < own.size(); ++k)
        push[i - range.first][k] += (o.sum[k] - own[k]) / o.times;
      moved = true;
    }
    if (moved) {
      for (std::size_t i = 0; i < push.size(); ++i)
        for (std::uint32_t k = 0; k < name_label::types; ++k) {
          const auto t = static_cast<EntityType>(k + 1);
          const std::int32_t by = push[i][k] * others_percent / 100;
          lattices[s].emit[i][name_label::first(t)] += by;
          lattices[s].emit[i][name_label::further(t)] += by;
        }
      decoder.run(lattices[s]);
    }
    Decoder::read_off(document, range, lattices[s], found);
  }
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

void NameFinder::find(Document& document, std::span<const WordTraits> words, const Lexicon& lexicon) const {
  assert(words.size() == document.tokens.size());
  const auto evidence = name_evidence(document, words, lexicon);
  const Decoder decoder(weights_, transitions_);
  std::vector<Mention> found;
  std::vector<Lattice> lattices;
  for (std::size_t first = 0;
       first < document.sentences.size();) {  // long documents in parts, to bound memory
    std::size_t last = first;
    const std::uint32_t begin = document.sentences[first].tokens.first;
    while (last < document.sentences.size() && document.sentences[last].tokens.last - begin <= most_together)
      ++last;
    last = std::max(last, first + 1);
    lattices.resize(last - first);
    find_in(document, words, evidence, decoder, first, lattices, found);
    first = last;
  }
  document.mentions.insert(document.mentions.end(), found.begin(), found.end());
  std::sort(document.mentions.begin(), document.mentions.end(),
            [](const Mention& a, const Mention& b) { return a.span < b.span; });
  settle_names(document, words);
}

}  // namespace skein::extract
