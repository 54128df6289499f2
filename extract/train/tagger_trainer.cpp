#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <functional>
#include <map>
#include <numeric>

#include "extract/syntax/tagger.hpp"
#include "extract/train/perceptron.hpp"
#include "extract/train/tagger_training.hpp"
#include "extract/train/trainers.hpp"
#include "extract/train/treebank.hpp"

namespace skein::extract {

namespace {

constexpr int all_rounds = 9;
constexpr std::uint32_t rare_tag = 60;    // occurrences: a tag seen less often is merged into a frequent one
constexpr std::uint32_t seen_enough = 3;  // occurrences that make a word known
constexpr std::uint32_t sure_occurrences = 60;
constexpr std::uint32_t headline_every = 12;  // one sentence in so many is also seen in title case

Form form_of(Upos tag, std::string_view fine) {
  static const std::map<std::string_view, Form> forms = {
      {"NNS", Form::plural},          {"NNPS", Form::plural},       {"VB", Form::base},
      {"VBP", Form::present},         {"VBZ", Form::present_third}, {"VBD", Form::past},
      {"VBN", Form::past_participle}, {"VBG", Form::gerund},        {"MD", Form::modal},
      {"PRP$", Form::possessive},     {"POS", Form::possessive},    {"WP$", Form::possessive},
      {"JJR", Form::comparative},     {"RBR", Form::comparative},   {"JJS", Form::superlative},
      {"RBS", Form::superlative}};
  if (tag == Upos::propn && fine != "NNPS") return Form::none;
  const auto found = forms.find(fine);
  return found == forms.end() ? Form::none : found->second;
}

// Tells apart what tag and form do not.
std::uint8_t kind_of(Upos tag, std::string_view fine) {
  if (tag == Upos::adp && fine == "RP") return 1;
  if (fine.starts_with("W")) return 2;
  if (tag == Upos::pron && (fine == "EX" || fine == "DT" || fine == "NN"))
    return fine == "EX" ? 3 : fine == "DT" ? 4 : 5;
  if (tag == Upos::part) return fine == "TO" ? 6 : fine == "POS" ? 7 : 0;
  if (tag == Upos::adj && fine == "NNP") return 8;
  if (tag == Upos::punct && (fine == "," || fine == "." || fine == ":" || fine == "HYPH"))
    return fine == "," ? 9 : fine == "." ? 10 : fine == ":" ? 11 : 12;
  if (tag == Upos::punct && (fine == "-LRB-" || fine == "-RRB-")) return fine == "-LRB-" ? 13 : 14;
  return 0;
}

using LabelKey = std::array<int, 3>;

LabelKey key_of(const GoldToken& g) {
  return {static_cast<int>(g.tag), static_cast<int>(form_of(g.tag, g.fine)), kind_of(g.tag, g.fine)};
}

struct Labels {
  std::vector<Tagger::Label> list;
  std::map<LabelKey, std::uint8_t> number;

  explicit Labels(const Treebank& bank) {
    std::map<LabelKey, std::uint32_t> counts;
    for (const GoldToken& g : bank.gold) ++counts[key_of(g)];
    std::array<std::pair<std::uint32_t, int>, 17> usual{};  // per part of speech: its most frequent label
    for (const auto& [key, count] : counts) {
      if (count < rare_tag) continue;
      number[key] = static_cast<std::uint8_t>(list.size());
      auto& u = usual[static_cast<std::size_t>(key[0])];
      if (count > u.first) u = {count, static_cast<int>(list.size())};
      list.push_back(
          {static_cast<Upos>(key[0]), static_cast<Form>(key[1]), static_cast<std::uint8_t>(key[2]), 0});
    }
    for (const auto& [key, count] : counts)
      if (count < rare_tag)
        number[key] = static_cast<std::uint8_t>(usual[static_cast<std::size_t>(key[0])].second);
  }
  [[nodiscard]] std::uint8_t of(const GoldToken& g) const { return number.at(key_of(g)); }
};

// What training knows of each word, by the hash of its form; `used` limits it to some tokens.
std::map<std::uint64_t, Tagger::KnownWord> known_words(const Treebank& bank,
                                                       const std::vector<WordTraits>& words,
                                                       const Labels& labels,
                                                       const std::vector<bool>& used = {}) {
  std::map<std::uint64_t, std::map<std::uint8_t, std::uint32_t>> counts;
  for (std::size_t i = 0; i < words.size(); ++i)
    if (used.empty() || used[i]) ++counts[words[i].form][labels.of(bank.gold[i])];
  std::map<std::string, std::uint32_t> sets;
  std::map<std::uint64_t, Tagger::KnownWord> known;
  std::map<std::uint64_t, std::string> set_of;
  for (const auto& [form, tags] : counts) {
    std::uint32_t total = 0, most = 0;
    std::uint8_t usual = 0;
    for (const auto& [tag, count] : tags) {
      total += count;
      if (count > most) {
        most = count;
        usual = tag;
      }
    }
    if (total < seen_enough) continue;
    std::string set;  // label numbers, ascending
    for (const auto& [tag, count] : tags)
      if (count * 16 >= total) set.push_back(static_cast<char>(tag));
    Tagger::KnownWord w;
    w.key = static_cast<std::uint32_t>(form);
    w.tags.usual = usual;
    w.sure = total >= sure_occurrences && most * 1000 >= total * 997 ? 1 : 0;
    w.used = 1;
    known[form] = w;
    set_of[form] = set;
    ++sets[set];
  }
  std::vector<std::pair<std::uint32_t, std::string>> order;
  for (const auto& [set, count] : sets) order.emplace_back(count, set);
  std::sort(order.begin(), order.end(), [](const auto& a, const auto& b) {
    return a.first != b.first ? a.first > b.first : a.second < b.second;
  });
  if (order.size() > 250) order.resize(250);
  std::map<std::string, std::uint8_t> numbers;
  for (std::size_t i = 0; i < order.size(); ++i) numbers[order[i].second] = static_cast<std::uint8_t>(i + 1);
  for (auto& [form, w] : known)
    if (const auto n = numbers.find(set_of[form]); n != numbers.end()) w.tags.set = n->second;
  return known;
}

std::vector<Tagger::KnownWord> known_table(const std::map<std::uint64_t, Tagger::KnownWord>& known) {
  std::vector<Tagger::KnownWord> slots(known.size() * 2 + 16);
  for (const auto& [form, w] : known) {
    auto at = static_cast<std::size_t>(((form >> 32) * slots.size()) >> 32);
    while (slots[at].used != 0) at = at + 1 == slots.size() ? 0 : at + 1;
    slots[at] = w;
  }
  return slots;
}

// The words of a bank as the tagger sees them.
struct View {
  std::vector<TagClass> classes;
  std::vector<bool> sure;

  View(const std::vector<WordTraits>& words, const std::map<std::uint64_t, Tagger::KnownWord>& known)
      : classes(words.size()), sure(words.size()) {
    for (std::size_t i = 0; i < words.size(); ++i) {
      const auto k = known.find(words[i].form);
      if (k == known.end()) continue;
      classes[i] = k->second.tags;
      sure[i] = k->second.sure != 0;
    }
  }
  [[nodiscard]] TagContext context(const std::vector<WordTraits>& words, TokenRange range) const {
    TagContext c;
    c.words = std::span(words).subspan(range.first, range.size());
    c.classes = std::span(classes).subspan(range.first, range.size());
    c.title_case = is_title_case(c.words);
    return c;
  }
};

// Goes through one sentence from left to right; `decide` gets the features and answers with a tag.
template <typename Decide>
void walk(const View& view, const std::vector<WordTraits>& words, TokenRange range, Decide decide) {
  const TagContext context = view.context(words, range);
  TaggerFeatures features;
  std::uint8_t before = 255, before2 = 255;
  for (std::uint32_t i = 0; i < range.size(); ++i) {
    std::uint8_t best = view.classes[range.first + i].usual;
    if (!view.sure[range.first + i]) tagger_features(context, i, before, before2, features);
    best = decide(range.first + i, view.sure[range.first + i], best, features);
    before2 = before;
    before = best;
  }
}

std::uint8_t best_of(const Perceptron& model, const TaggerFeatures& features, std::size_t labels) {
  std::array<float, 256> scores;
  model.score(features, features.size(), scores.data());
  return static_cast<std::uint8_t>(
      std::max_element(scores.begin(), scores.begin() + static_cast<std::ptrdiff_t>(labels)) -
      scores.begin());
}

struct Training {
  const Treebank& bank;
  const std::vector<WordTraits>& words;
  const Labels& labels;
};

// `use` are the sentences to learn from.
Perceptron train_on(const Training& t, const View& view, std::vector<std::uint32_t> use, int rounds,
                    const std::function<void(std::string_view)>& progress) {
  Perceptron model(static_cast<std::uint32_t>(t.labels.list.size()));
  Random random(1);
  for (int round = 0; round < rounds; ++round) {
    random.shuffle(use);
    std::size_t wrong = 0, all = 0;
    for (const std::uint32_t s : use) {
      walk(view, t.words, t.bank.document.sentences[s].tokens,
           [&](std::uint32_t token, bool sure, std::uint8_t usual, const TaggerFeatures& features) {
             ++all;
             if (sure) return usual;
             const std::uint8_t best = best_of(model, features, t.labels.list.size());
             const std::uint8_t right = t.labels.of(t.bank.gold[token]);
             if (best != right) {
               model.update(features, features.size(), right, best);
               ++wrong;
             }
             model.tick();
             return best;
           });
    }
    progress(fmt::format("tagger: round {}, {:.2f}% wrong", round + 1,
                         100.0 * static_cast<double>(wrong) / static_cast<double>(all)));
  }
  return model;
}

}  // namespace

Result<void> train_tagger(const TrainOptions& options) {
  SKEIN_ASSIGN(const Lexicon lexicon, Lexicon::open(options.out / "lexicon.bin"));
  Treebank bank;
  SKEIN_TRY(read_conllu(options.data / "ud-english-ewt" / "en_ewt-ud-train.conllu", bank));
  SKEIN_TRY(read_conllu(options.data / "ud-english-gum" / "en_gum-ud-train-open.conllu", bank));
  const Labels labels(bank);
  const auto known = known_words(bank, word_traits(bank.document, lexicon), labels);
  const auto plain = static_cast<std::uint32_t>(bank.document.sentences.size());
  for (std::uint32_t s = 0; s < plain; s += headline_every)
    if (bank.document.sentences[s].tokens.size() >= 5) append_title_case(bank, s);
  const std::vector<WordTraits> words = word_traits(bank.document, lexicon);
  std::vector<std::uint32_t> use(bank.document.sentences.size());
  std::iota(use.begin(), use.end(), 0u);
  const Perceptron model =
      train_on({bank, words, labels}, View(words, known), use, all_rounds, options.progress);
  ModelWriter out("tagger");
  out.add("tags", labels.list);
  out.add("words", known_table(known));
  const auto weights = whole_weights(model.means(2), 0.05, 512);
  write_sparse(out, "w", weights);
  options.progress(fmt::format("tagger: {} tags, {} weights", labels.list.size(), weights.size()));
  return out.write(options.out / "tagger.bin");
}

void tag_by_others(Treebank& bank, const std::vector<WordTraits>& words, std::uint32_t parts) {
  const Labels labels(bank);
  const auto sentences = static_cast<std::uint32_t>(bank.document.sentences.size());
  const auto part_of = [&](std::uint32_t s) { return s / 100 % parts; };  // neighbours stay together
  for (std::uint32_t part = 0; part < parts; ++part) {
    std::vector<std::uint32_t> use;
    std::vector<bool> used(bank.document.tokens.size());
    for (std::uint32_t s = 0; s < sentences; ++s) {
      if (part_of(s) == part) continue;
      use.push_back(s);
      const TokenRange range = bank.document.sentences[s].tokens;
      std::fill(used.begin() + range.first, used.begin() + range.last, true);
    }
    const View view(words, known_words(bank, words, labels, used));
    const Perceptron model = train_on({bank, words, labels}, view, use, 5, [](std::string_view) {});
    for (std::uint32_t s = 0; s < sentences; ++s) {
      if (part_of(s) != part) continue;
      walk(view, words, bank.document.sentences[s].tokens,
           [&](std::uint32_t token, bool sure, std::uint8_t usual, const TaggerFeatures& features) {
             const std::uint8_t best = sure ? usual : best_of(model, features, labels.list.size());
             Token& t = bank.document.tokens[token];
             t.tag_id = best;
             t.tag = labels.list[best].tag;
             t.form = labels.list[best].form;
             return best;
           });
    }
  }
}

}  // namespace skein::extract
