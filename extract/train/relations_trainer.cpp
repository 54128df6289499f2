// Relations from sentences whose facts people marked. Every two mentions of a sentence are an example for
// each relation that the sentence was searched for; one logistic regression per relation over shared
// features.
#include <fmt/format.h>
#include <simdjson.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <map>
#include <numeric>

#include "extract/claims/relation_scorer.hpp"
#include "extract/names/listed_names.hpp"
#include "extract/pipeline.hpp"
#include "extract/readers/clean.hpp"
#include "extract/rules/matcher.hpp"
#include "extract/rules/rules.hpp"
#include "extract/syntax/lexicon.hpp"
#include "extract/train/calibration.hpp"
#include "extract/train/entity_data.hpp"
#include "extract/train/fact_data.hpp"
#include "extract/train/perceptron.hpp"
#include "extract/train/relation_misses.hpp"
#include "extract/train/trainers.hpp"
#include "extract/values/values.hpp"

namespace skein::extract {

namespace {

constexpr int rounds = 12;
constexpr int trainings = 3;                 // in different orders; the model is their mean
constexpr auto parts = relation_parts;       // for scores of examples by models that never saw their document
constexpr std::uint32_t always = parts + 1;  // the part of texts from which every model learns
constexpr std::uint32_t least_count = 3;     // a feature must be seen so often
constexpr float rate = 0.12F;
constexpr float decay = 1.5e-4F;
constexpr float scale = 1024;  // whole numbers per unit of log-odds
constexpr float least_weight = 45;

struct Definition {
  const char* name;
  TypeSet subjects, objects;
  bool symmetric;
  // A finding needs so much probability among sentences that were searched for the relation. Set by reading
  // what was found in text that nobody searched.
  double least_probability;
};

// A probability that is never reached: the rules find these, and the model only says how likely they are
// right. The marked sentences call people chief executive who once were, or who stand in for one.
constexpr double never = 1;

// In running text most pairs of mentions stand side by side for other reasons. Thresholds rise until this
// share of what is found there is right (people who marked it left much out, hence no more), or up to a
// probability.
constexpr double least_right = 0.7;
constexpr double highest_probability = 0.85;

constexpr auto person = EntityType::person;
constexpr auto organization = EntityType::organization;
constexpr auto product = EntityType::product;
constexpr auto place = EntityType::place;
constexpr auto demonym = EntityType::demonym;
constexpr auto date = EntityType::date;

constexpr Definition definitions[] = {
    {"ACQUIRES", types(organization), types(organization, product), false, 0.7},
    {"BORN_IN", types(person), types(place), false, 0.7},
    {"CEO_OF", types(person), types(organization), false, 0.7},
    {"CHILD_OF", types(person), types(person), false, 0.65},
    {"DATE_FOUNDED", types(organization), types(date), false, 0.75},
    {"DATE_OF_BIRTH", types(person), types(date), false, 0.5},
    {"DATE_OF_DEATH", types(person), types(date), false, 0.5},
    {"DEVELOPS", types(organization), types(product), false, never},
    {"EDUCATED_AT", types(person), types(organization, place), false, 0.78},
    {"EMPLOYED_BY", types(person), types(organization), false, 0.75},
    {"FOUNDED_BY", types(organization), types(person, organization), false, 0.8},
    {"HEADQUARTERED_IN", types(organization), types(place), false, 0.65},
    {"LISTED_ON", types(organization), types(organization), false, 0.6},
    {"LIVED_IN", types(person), types(place, demonym), false, 0.72},
    {"NATIONALITY", types(person), types(place, demonym), false, 0.55},
    {"POLITICAL_AFFILIATION", types(person), types(organization, demonym), false, 0.74},
    {"SPOUSE", types(person), types(person), true, 0.68},
    {"SUBSIDIARY_OF", types(organization), types(organization), false, 0.6},
};
constexpr std::size_t relation_count = std::size(definitions);

std::vector<std::string> relation_names() {
  std::vector<std::string> out;
  for (const auto& d : definitions) out.emplace_back(d.name);
  return out;
}

enum class Answer : std::int8_t { unknown = -1, no = 0, yes = 1 };

struct Example {
  std::vector<std::uint32_t> features;
  std::array<Answer, relation_count> answers;
  std::uint32_t part;
  float weight;
};

// A group of pairs as the scorer will see it: right when one of its pairs is.
struct ExampleGroup {
  std::uint32_t label;
  bool plain;  // of running text, not of sentences that people searched for the relation
  bool told;   // see is_told(): no other group is ever found
  bool right;
  std::vector<std::uint32_t> examples;
};

class Collector {
 public:
  Collector(const Models& models, const RuleSet& rules)
      : models_(models), rules_(rules), matcher_(rules), telling_(rules, relation_names()) {
    for (const auto& d : definitions) {
      LearnedRelation r;
      std::strncpy(r.name, d.name, sizeof r.name - 1);
      r.subject_types = d.subjects;
      r.object_types = d.objects;
      r.symmetric = d.symmetric ? 1 : 0;
      relations_.push_back(r);
    }
  }

  void add(const FactText& text, std::uint32_t part) {
    Document document(text.text);
    document.metadata.id = "training";
    clean(document);
    read_dateline(document);
    read(document, models_);
    find_values(document);
    const Syntax syntax(document);
    Discourse discourse(document, syntax, rules_, name_lists_of(models_));
    const auto findings = matcher_.find(document, syntax, discourse);
    const auto mentions = mentions_by_sentence(document);
    std::vector<Feature> features;
    for (std::size_t i = 0; i < document.sentences.size(); ++i) {
      const auto& sentence = document.sentences[i];
      const auto ends = pair_ends(document, discourse, sentence, mentions[i]);
      const PairReader reader(document, syntax, discourse, sentence, ends, findings, telling_,
                              lexicon_of(models_));
      const auto span = [&](std::size_t e) { return document.mentions[ends[e].party.mention].span; };
      std::map<std::pair<std::size_t, std::size_t>, std::uint32_t> numbers;
      const auto groups = group_pairs(ends, reader, relations_,
                                      [&](const PairReader& r, std::size_t s, std::size_t o, std::int32_t*) {
                                        r.read(s, o, features);
                                        Example e;
                                        for (const auto f : features) e.features.push_back(index_.insert(f));
                                        e.part = part;
                                        e.weight = text.weight;
                                        e.answers.fill(Answer::unknown);
                                        numbers[{s, o}] = static_cast<std::uint32_t>(examples.size());
                                        examples.push_back(std::move(e));
                                      });
      for (const auto& g : groups) {
        const auto& relation = relations_[g.label];
        ExampleGroup group{g.label, !text.measured, is_told(g, reader), false, {}};
        for (const auto& [s, o, unscored] : g.pairs) {
          const bool right = text.states(relation.relation(), span(s), span(o)) ||
                             (relation.symmetric != 0 && text.states(relation.relation(), span(o), span(s)));
          if (!right && !text.searched(relation.relation(), sentence.span, span(s), span(o))) continue;
          const auto by_rule = [&](const Finding& f) {
            return text.background && f.relation == relation.relation() &&
                   (f.subject.entity == ends[s].party.entity || f.subject.entity == ends[o].party.entity) &&
                   f.trigger >= sentence.tokens.first && f.trigger < sentence.tokens.last;
          };
          if (std::any_of(findings.begin(), findings.end(), by_rule)) continue;
          const auto number = numbers.at({s, o});
          examples[number].answers[g.label] = right ? Answer::yes : Answer::no;
          group.right = group.right || right;
          group.examples.push_back(number);
        }
        if (!group.examples.empty() && !text.background) groups_.push_back(std::move(group));
      }
    }
  }

  // Leaves features out that are too rare.
  void choose() {
    std::vector<std::uint32_t> counts(index_.keys().size());
    for (auto& e : examples) {
      if (std::all_of(e.answers.begin(), e.answers.end(), [](Answer a) { return a == Answer::unknown; }))
        e.features = {};
      for (const auto f : e.features) ++counts[f];
    }
    std::vector<std::uint32_t> renumbered(counts.size(), FeatureIndex::absent);
    for (std::uint32_t f = 0; f < counts.size(); ++f)
      if (counts[f] >= least_count) {
        renumbered[f] = static_cast<std::uint32_t>(keys.size());
        keys.push_back(index_.keys()[f]);
      }
    for (auto& e : examples) {
      for (auto& f : e.features) f = renumbered[f];
      std::erase(e.features, FeatureIndex::absent);
    }
  }

  std::vector<Example> examples;
  std::vector<Feature> keys;
  [[nodiscard]] const std::vector<ExampleGroup>& groups() const { return groups_; }
  [[nodiscard]] std::vector<LearnedRelation>& relations() { return relations_; }

 private:
  const Models& models_;
  const RuleSet& rules_;
  Matcher matcher_;
  TellingWords telling_;
  FeatureIndex index_;
  std::vector<ExampleGroup> groups_;
  std::vector<LearnedRelation> relations_;
};

// Logistic regressions that share their features; AdaGrad, and the mean of the weights over the last rounds
// of several trainings.
class Regressions {
 public:
  using Row = std::array<float, relation_count>;

  explicit Regressions(std::size_t features) : weights_(features), squares_(features), sums_(features) {
    for (auto* rows : {&weights_, &squares_, &sums_})
      for (auto& row : *rows) row.fill(0);
  }

  // Learns from all examples but those of one part.
  void learn(const std::vector<Example>& examples, std::uint32_t without) {
    std::vector<std::uint32_t> order;
    for (std::uint32_t i = 0; i < examples.size(); ++i)
      if (examples[i].part != without && std::any_of(examples[i].answers.begin(), examples[i].answers.end(),
                                                     [](Answer a) { return a != Answer::unknown; }))
        order.push_back(i);
    Random random(11);
    for (int training = 0; training < trainings; ++training) {
      restart();
      for (int round = 0; round < rounds; ++round) {
        random.shuffle(order);
        for (const auto i : order) step(examples[i]);
        if (round * 2 >= rounds) remember();
      }
    }
  }

  [[nodiscard]] float weight(std::size_t feature, std::size_t relation) const {
    return sums_[feature][relation] / rounds_summed_;
  }
  [[nodiscard]] float bias(std::size_t relation) const { return bias_sum_[relation] / rounds_summed_; }
  [[nodiscard]] double score(const Example& e, std::size_t relation) const {
    double sum = bias(relation);
    for (const auto f : e.features) sum += weight(f, relation);
    return sum;
  }

 private:
  static Row add(Row a, const Row& b) {
    for (std::size_t r = 0; r < relation_count; ++r) a[r] += b[r];
    return a;
  }

  void restart() {
    for (auto* rows : {&weights_, &squares_})
      for (auto& row : *rows) row.fill(0);
    bias_.fill(0);
    bias_squares_.fill(0);
  }

  void remember() {
    for (std::size_t f = 0; f < weights_.size(); ++f) sums_[f] = add(sums_[f], weights_[f]);
    bias_sum_ = add(bias_sum_, bias_);
    ++rounds_summed_;
  }

  void step(const Example& e) {
    Row sum = bias_;
    for (const auto f : e.features)
      for (std::size_t r = 0; r < relation_count; ++r) sum[r] += weights_[f][r];
    Row gradient{};
    bool any = false;
    for (std::size_t r = 0; r < relation_count; ++r) {
      if (e.answers[r] == Answer::unknown) continue;
      const float p = 1 / (1 + std::exp(-sum[r]));
      gradient[r] = e.weight * (p - (e.answers[r] == Answer::yes ? 1.0F : 0.0F));
      any = any || std::fabs(gradient[r]) > 1e-3F;
    }
    if (!any) return;
    for (const auto f : e.features) descend(weights_[f], squares_[f], gradient, decay);
    descend(bias_, bias_squares_, gradient, 0);
  }

  static void descend(Row& w, Row& squares, const Row& gradient, float shrink) {
    for (std::size_t r = 0; r < relation_count; ++r) {
      if (gradient[r] == 0) continue;
      const float g = gradient[r] + shrink * w[r];
      squares[r] += g * g;
      w[r] -= rate * g / (std::sqrt(squares[r]) + 1e-4F);
    }
  }

  std::vector<Row> weights_, squares_, sums_;
  Row bias_{}, bias_squares_{}, bias_sum_{};
  float rounds_summed_ = 0;
};

// A pair of mentions with its score and that of the best pair that stands for the same two.
struct Scored {
  double best, own;
  bool told;
  bool right;        // it states the relation
  bool group_right;  // it or another pair for the same two does
};

struct Fit {
  double slope = 1, own_slope = 0, intercept = 0;
};

// Fits probability = 1 / (1 + exp(-(slope * best + own_slope * own + intercept))) by Newton steps (after
// Platt 1999). The slopes lean on a small one, so that few examples make no great claims.
Fit fit_probability(const std::vector<Scored>& scored) {
  constexpr double usual_slope = 0.2, lean = 1;
  double w[3] = {usual_slope, usual_slope, 0};
  for (int round = 0; round < 50; ++round) {
    double gradient[3] = {lean * (w[0] - usual_slope), lean * (w[1] - usual_slope), 0};
    double curve[3][3] = {{lean, 0, 0}, {0, lean, 0}, {0, 0, 1e-6}};
    for (const auto& s : scored) {
      const double x[3] = {s.best, s.own, 1};
      const double p = 1 / (1 + std::exp(-(w[0] * x[0] + w[1] * x[1] + w[2])));
      for (int i = 0; i < 3; ++i) {
        gradient[i] += (p - (s.right ? 1 : 0)) * x[i];
        for (int j = 0; j < 3; ++j) curve[i][j] += p * (1 - p) * x[i] * x[j];
      }
    }
    for (int i = 0; i < 3; ++i)  // Gauss
      for (int j = i + 1; j < 3; ++j) {
        const double factor = curve[j][i] / curve[i][i];
        for (int k = i; k < 3; ++k) curve[j][k] -= factor * curve[i][k];
        gradient[j] -= factor * gradient[i];
      }
    double step[3];
    for (int i = 2; i >= 0; --i) {
      step[i] = gradient[i];
      for (int k = i + 1; k < 3; ++k) step[i] -= curve[i][k] * step[k];
      step[i] /= curve[i][i];
    }
    // No leaps: where the fit is perfect for a while, a full step would leave for good.
    w[0] = std::clamp(w[0] - std::clamp(step[0], -0.2, 0.2), 0.02, 3.0);
    w[1] = std::clamp(w[1] - std::clamp(step[1], -0.2, 0.2), 0.0, 3.0);
    w[2] -= std::clamp(step[2], -0.5, 0.5);
  }
  return {w[0], w[1], w[2]};
}

// The least score of the best pair of a finding, among pairs that stand for the same two.
double threshold_for(double least_probability, const Fit& fit, std::vector<Scored> plain) {
  if (least_probability >= 1) return 1000;
  const auto score_of = [&](double p) {
    return (std::log(p / (1 - p)) - fit.intercept) / (fit.slope + fit.own_slope);
  };
  const double threshold = score_of(least_probability);
  const double highest = score_of(std::max(least_probability, highest_probability));
  // Of what that text never marks it says nothing.
  if (std::none_of(plain.begin(), plain.end(), [](const Scored& s) { return s.right; })) return threshold;
  std::erase_if(plain, [&](const Scored& s) { return !s.told || s.own < s.best || s.best < threshold; });
  std::sort(plain.begin(), plain.end(), [](const Scored& a, const Scored& b) { return a.best < b.best; });
  // A few imagined findings, so that one or two real ones decide nothing.
  constexpr double imagined = 2.5, imagined_right = 2;
  double right = imagined_right, found = imagined;
  for (const auto& s : plain) {
    right += s.group_right ? 1 : 0;
    ++found;
  }
  double raised = threshold;
  for (const auto& s : plain) {
    if (right >= least_right * found || raised >= highest) break;
    raised = std::min(s.best + 1e-6, highest);
    right -= s.group_right ? 1 : 0;
    --found;
  }
  return raised;
}

Result<void> write_model(const Regressions& model, const std::vector<Feature>& keys,
                         std::vector<LearnedRelation> relations, const std::vector<Calibration>& calibrations,
                         const std::filesystem::path& path) {
  std::vector<Weight> weights;
  for (std::uint32_t f = 0; f < keys.size(); ++f)
    for (std::uint32_t r = 0; r < relation_count; ++r) {
      constexpr float most = largest_weight;
      const float w = std::clamp(std::nearbyint(model.weight(f, r) * scale), -most, most);
      if (std::fabs(w) >= least_weight) weights.push_back({keys[f], r, static_cast<std::int32_t>(w)});
    }
  for (std::uint32_t r = 0; r < relation_count; ++r)
    relations[r].bias = static_cast<std::int32_t>(std::nearbyint(model.bias(r) * scale));
  std::sort(weights.begin(), weights.end(), [](const Weight& a, const Weight& b) {
    return a.feature != b.feature ? a.feature < b.feature : a.label < b.label;
  });
  ModelWriter out("relations");
  write_sparse(out, "w", weights);
  out.add("relations", relations);
  out.add("calibration", calibrations);
  return out.write(path);
}

}  // namespace

Result<void> train_relations(const TrainOptions& options) {
  SKEIN_ASSIGN(const auto models, Models::load(options.out));
  SKEIN_ASSIGN(const auto rules, RuleSet::load({default_rule_directory()}));
  Collector collector(models, rules);
  std::uint32_t number = 0;
  std::vector<FactText> news;  // for calibration; numbered from 0 like the rest, so that parts agree
  for (const char* fold : {"fold1.jsonl", "fold2.jsonl"}) {
    SKEIN_ASSIGN(auto texts, read_knowledge_net_facts(options.data / "knowledge-net" / fold));
    for (auto& t : texts) {
      collector.add(t, number++ % parts);
      news.push_back(std::move(t));
    }
  }
  SKEIN_ASSIGN(const auto companies, read_core_facts(options.data / "core-company-relations" / "train.json"));
  for (const auto& t : companies) collector.add(t, number++ % parts);
  SKEIN_ASSIGN(const auto encyclopaedia, read_redocred_facts(options.data / "re-docred" / "open.jsonl"));
  for (const auto& t : encyclopaedia) collector.add(t, number++ % parts);
  for (const char* bank :
       {"ud-english-ewt/en_ewt-ud-train.conllu", "ud-english-gum/en_gum-ud-train-open.conllu"}) {
    SKEIN_ASSIGN(const auto background, read_background(options.data / bank));
    for (const auto& t : background) collector.add(t, always);
  }
  collector.choose();
  options.progress(fmt::format("relations: {} texts, {} pairs, {} features", number,
                               collector.examples.size(), collector.keys.size()));

  // Scores by models that did not see the text, for thresholds and probabilities.
  std::vector<std::vector<Scored>> scored(relation_count), plain(relation_count);
  std::vector<Regressions> unseen;
  for (std::uint32_t part = 0; part < parts; ++part) {
    Regressions model(collector.keys.size());
    model.learn(collector.examples, part);
    for (const auto& g : collector.groups()) {
      if (collector.examples[g.examples.front()].part != part) continue;
      std::vector<double> own;
      for (const auto e : g.examples) own.push_back(model.score(collector.examples[e], g.label));
      const double best = *std::max_element(own.begin(), own.end());
      for (std::size_t i = 0; i < own.size(); ++i)
        (g.plain ? plain : scored)[g.label].push_back(
            {best, own[i], g.told, collector.examples[g.examples[i]].answers[g.label] == Answer::yes,
             g.right});
    }
    unseen.push_back(std::move(model));
  }
  auto& relations = collector.relations();
  std::uint32_t all_right = 0, all_found = 0, all_stated = 0;
  for (std::size_t r = 0; r < relation_count; ++r) {
    const auto fit = fit_probability(scored[r]);
    const auto stored = [&](double slope) {
      return static_cast<std::int32_t>(std::nearbyint(slope * (1 << 20) / scale));
    };
    relations[r].slope = stored(fit.slope);
    relations[r].own_slope = stored(fit.own_slope);
    relations[r].intercept = static_cast<std::int32_t>(std::nearbyint(fit.intercept * (1 << 20)));
    const double threshold = threshold_for(definitions[r].least_probability, fit, plain[r]);
    relations[r].threshold = static_cast<std::int32_t>(std::nearbyint(threshold * scale));
    std::uint32_t right = 0, found = 0, stated = 0;
    for (const auto& s : scored[r]) {
      stated += s.right ? 1 : 0;
      if (s.best < threshold || !s.told) continue;
      right += s.right ? 1 : 0;
      ++found;
    }
    all_right += right;
    all_found += found;
    all_stated += stated;
    options.progress(fmt::format(
        "relations: {:24} threshold {:6.2f} ({:.2f}) slopes {:.2f} {:.2f}  precision {:.3f} recall {:.3f} of "
        "{}",
        relations[r].name, threshold,
        1 / (1 + std::exp(-((fit.slope + fit.own_slope) * threshold + fit.intercept))), fit.slope,
        fit.own_slope, found ? double(right) / found : 0.0, stated ? double(right) / stated : 0.0, stated));
  }
  options.progress(
      fmt::format("relations: of pairs of mentions found, in texts not seen: precision {:.3f} recall {:.3f}",
                  double(all_right) / std::max(1u, all_found), double(all_right) / std::max(1u, all_stated)));

  std::vector<Calibration> calibrations(relation_count);
  const auto write_parts = [&]() -> Result<void> {
    for (std::uint32_t part = 0; part < parts; ++part)
      SKEIN_TRY(write_model(unseen[part], collector.keys, relations, calibrations,
                            relation_part_file(options.out, part)));
    return {};
  };
  SKEIN_TRY(write_parts());
  {
    std::vector<RelationScorer> scorers;
    for (std::uint32_t part = 0; part < parts; ++part) {
      SKEIN_ASSIGN(auto scorer, RelationScorer::open(relation_part_file(options.out, part), rules, models));
      scorers.push_back(std::move(scorer));
    }
    calibrations = fit_calibrations(
        news, models, rules, [&](std::size_t n) -> const RelationScorer& { return scorers[n % parts]; });
  }
  for (std::size_t r = 0; r < relation_count; ++r) {
    const auto& c = calibrations[r];
    const auto shown = [](std::int32_t x) { return x / double(1 << 20); };
    options.progress(
        fmt::format("relations: {:24} confidence {:.2f} x {:+.2f}, by a rule {:.2f} x {:+.2f} said {:+.2f}",
                    relations[r].name, shown(c.slope), shown(c.intercept), shown(c.rule_slope),
                    shown(c.said_slope), shown(c.rule_intercept)));
  }
  if (options.relation_parts) {
    SKEIN_TRY(write_parts());
  } else {
    for (std::uint32_t part = 0; part < parts; ++part)
      std::filesystem::remove(relation_part_file(options.out, part));
  }
  Regressions model(collector.keys.size());
  model.learn(collector.examples, parts);
  return write_model(model, collector.keys, relations, calibrations, options.out / "relations.bin");
}

}  // namespace skein::extract
