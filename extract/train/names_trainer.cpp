#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "extract/syntax/tagger.hpp"
#include "extract/train/chain_model.hpp"
#include "extract/train/entity_data.hpp"
#include "extract/train/perceptron.hpp"
#include "extract/train/trainers.hpp"

namespace skein::extract {

namespace {

constexpr int rounds = 9;
constexpr int trainings = 4;              // in different orders; the model is their mean
constexpr std::uint32_t least_count = 3;  // a feature must be seen so often
constexpr std::uint32_t drop_word_percent =
    25;  // how often a word is read without its letters, only by its looks
constexpr std::uint32_t headline_every = 12;
constexpr double well_known = 0.02;  // sentences with a smaller loss are seen every third time only
constexpr float scale = 1024;        // whole numbers per unit of log-odds

// Templates that know the very word; see name_features().
constexpr bool knows_word(std::size_t position) {
  return position == 1 || position == 2 || position == 5 || position == 7 || position == 17 || position == 18;
}

struct Sentences {
  std::vector<std::vector<std::uint32_t>> tokens;  // numbers of features, in the order of the templates
  std::vector<std::vector<std::uint8_t>> lexical;  // 1: drop with the word
  std::vector<LabelSet> allowed;
  struct Range {
    std::uint32_t first, last;
    float weight;
  };
  std::vector<Range> ranges;
};

class Collector {
 public:
  Collector(const Lexicon& lexicon, const Tagger& tagger) : lexicon_(lexicon), tagger_(tagger) {}

  void prepare(NamedText& text) const {
    const auto words = word_traits(text.document, lexicon_);
    tagger_.tag(text.document, words);
    settle_demonyms(text, lexicon_);
  }

  void count(const NamedText& text) {
    each(text, [&](std::uint32_t, const NameFeatures& features, std::size_t n) {
      for (std::size_t k = 0; k < n; ++k) {
        const std::uint32_t number = seen_.insert(features[k]);
        if (number >= counts_.size()) counts_.resize(number + 1);
        ++counts_[number];
      }
    });
  }

  void choose() {
    for (std::uint32_t i = 0; i < counts_.size(); ++i)
      if (counts_[i] >= least_count) chosen_.insert(seen_.keys()[i]);
  }

  void collect(const NamedText& text, Sentences& out) const {
    const auto base = static_cast<std::uint32_t>(out.tokens.size());
    each(text, [&](std::uint32_t, const NameFeatures& features, std::size_t n) {
      std::vector<std::uint32_t> numbers;
      std::vector<std::uint8_t> lexical;
      for (std::size_t k = 0; k < n; ++k) {
        const std::uint32_t number = chosen_.find(features[k]);
        if (number == FeatureIndex::absent) continue;
        numbers.push_back(number);
        lexical.push_back(knows_word(k) ? 1 : 0);
      }
      out.tokens.push_back(std::move(numbers));
      out.lexical.push_back(std::move(lexical));
    });
    out.allowed.insert(out.allowed.end(), text.allowed.begin(), text.allowed.end());
    for (const Sentence& s : text.document.sentences)
      out.ranges.push_back({base + s.tokens.first, base + s.tokens.last, text.weight});
  }

  [[nodiscard]] const FeatureIndex& chosen() const { return chosen_; }

 private:
  template <typename Use>
  void each(const NamedText& text, Use use) const {
    const auto words = word_traits(text.document, lexicon_);
    const auto evidence = name_evidence(text.document, words, lexicon_);
    NameFeatures features;
    for (const Sentence& s : text.document.sentences)
      for (std::uint32_t i = s.tokens.first; i < s.tokens.last; ++i)
        use(i, features, name_features(text.document, words, evidence, s.tokens, i, features));
  }

  const Lexicon& lexicon_;
  const Tagger& tagger_;
  FeatureIndex seen_, chosen_;
  std::vector<std::uint32_t> counts_;
};

Result<std::vector<NamedText>> all_sources(const std::filesystem::path& data) {
  std::vector<NamedText> all;
  const auto take = [&](std::vector<NamedText>&& more) {
    for (NamedText& t : more) all.push_back(std::move(t));
  };
  SKEIN_ASSIGN(auto redocred, read_redocred(data, Part::train));
  take(std::move(redocred));
  SKEIN_ASSIGN(auto wikigold, read_wikigold(data));
  take(std::move(wikigold));
  SKEIN_ASSIGN(auto crossner, read_crossner(data));
  take(std::move(crossner));
  SKEIN_ASSIGN(auto filings, read_sec_filings(data));
  take(std::move(filings));
  SKEIN_ASSIGN(auto wnut, read_wnut(data));
  take(std::move(wnut));
  SKEIN_ASSIGN(auto gum, read_gum(data));
  take(std::move(gum));
  SKEIN_ASSIGN(auto facts, read_knowledge_net(data));
  take(std::move(facts));
  SKEIN_ASSIGN(auto companies, read_core(data));
  take(std::move(companies));
  SKEIN_ASSIGN(auto nouns, read_ewt_nouns(data));
  take(std::move(nouns));
  return all;
}

std::vector<Weight> whole_numbers(const ChainModel& model, const FeatureIndex& chosen, float least) {
  std::vector<Weight> out;
  for (std::uint32_t f = 0; f < chosen.keys().size(); ++f) {
    const auto row = model.weights(f);
    for (std::uint32_t l = 0; l < ChainModel::labels; ++l) {
      const float w = row[l];
      if (std::fabs(w) < least) continue;
      constexpr float most = largest_weight;
      out.push_back({chosen.keys()[f], l,
                     static_cast<std::int32_t>(std::clamp(std::nearbyint(w * scale), -most, most))});
    }
  }
  std::sort(out.begin(), out.end(), [](const Weight& a, const Weight& b) {
    return a.feature != b.feature ? a.feature < b.feature : a.label < b.label;
  });
  return out;
}

}  // namespace

Result<void> train_names(const TrainOptions& options) {
  SKEIN_ASSIGN(const Lexicon lexicon, Lexicon::open(options.out / "lexicon.bin"));
  SKEIN_ASSIGN(const Tagger tagger, Tagger::open(options.out / "tagger.bin"));
  SKEIN_ASSIGN(std::vector<NamedText> texts, all_sources(options.data));
  Collector collector(lexicon, tagger);
  const std::size_t plain = texts.size();
  for (std::size_t i = 0; i < plain; ++i) collector.prepare(texts[i]);
  for (std::size_t i = 0; i < plain; ++i) {
    NamedText headlines = as_headlines(texts[i], headline_every);
    if (headlines.document.tokens.empty()) continue;
    tagger.tag(headlines.document, word_traits(headlines.document, lexicon));
    texts.push_back(std::move(headlines));
  }
  for (const NamedText& t : texts) collector.count(t);
  collector.choose();
  Sentences all;
  for (const NamedText& t : texts) collector.collect(t, all);
  texts.clear();
  options.progress(fmt::format("names: {} sentences, {} tokens, {} features", all.ranges.size(),
                               all.tokens.size(), collector.chosen().keys().size()));

  ChainModel model(collector.chosen().keys().size(), 0.08F, 2e-5F, 0.002F);
  Random random(3);
  std::vector<std::uint32_t> order(all.ranges.size());
  std::iota(order.begin(), order.end(), 0u);
  std::vector<std::vector<std::uint32_t>> tokens;
  std::vector<double> losses(all.ranges.size(), 1);
  for (int round = 0; round < rounds * trainings; ++round) {
    const int part = round % rounds;  // of this training
    if (part == 0) {
      model.restart();
      std::fill(losses.begin(), losses.end(), 1.0);
    }
    random.shuffle(order);
    double loss = 0;
    for (const std::uint32_t r : order) {
      const auto& range = all.ranges[r];
      if (part >= 2 && losses[r] < well_known && (r + static_cast<std::uint32_t>(round)) % 3 != 0) continue;
      tokens.clear();
      for (std::uint32_t i = range.first; i < range.last; ++i) {
        tokens.push_back(all.tokens[i]);
        if (random.below(100) >= drop_word_percent) continue;
        std::size_t kept = 0;
        for (std::size_t k = 0; k < all.tokens[i].size(); ++k)
          if (all.lexical[i][k] == 0) tokens.back()[kept++] = all.tokens[i][k];
        tokens.back().resize(kept);
      }
      losses[r] = model.step(tokens, std::span(all.allowed).subspan(range.first, range.last - range.first),
                             range.weight);
      loss += losses[r];
    }
    if (part * 2 >= rounds) model.remember();
    options.progress(fmt::format("names: training {}, round {}, loss {:.4f}", round / rounds + 1, part + 1,
                                 loss / static_cast<double>(all.tokens.size())));
  }
  ModelWriter out("names");
  const auto weights = whole_numbers(model, collector.chosen(), 0.035F);
  write_sparse(out, "w", weights);
  std::vector<std::int32_t> transitions;
  for (const auto& row : model.transitions())
    for (std::uint32_t l = 0; l < ChainModel::labels; ++l)
      transitions.push_back(static_cast<std::int32_t>(std::nearbyint(row[l] * scale)));
  out.add("transitions", transitions);
  options.progress(fmt::format("names: {} weights", weights.size()));
  return out.write(options.out / "names.bin");
}

}  // namespace skein::extract
