#include <fmt/format.h>

#include <chrono>

#include <array>

#include "extract/names/name_finder.hpp"
#include "extract/syntax/lemmatizer.hpp"
#include "extract/syntax/parser.hpp"
#include "extract/syntax/tagger.hpp"
#include "extract/train/entity_data.hpp"
#include "extract/train/relation_scores.hpp"
#include "extract/train/segmentation_score.hpp"
#include "extract/train/train.hpp"
#include "extract/train/treebank.hpp"

namespace skein::extract {

namespace {

double percent(std::size_t part, std::size_t whole) {
  return whole == 0 ? 0 : 100.0 * static_cast<double>(part) / static_cast<double>(whole);
}

struct Found {
  std::size_t right = 0, found = 0, gold = 0;
  [[nodiscard]] double f1() const { return percent(2 * right, found + gold); }
};

// What a source calls the type; nothing for types that it does not mark.
bool coarse(EntityType type, bool demonyms_are_places, CoarseType& out) {
  switch (type) {
    case EntityType::person:
      out = CoarseType::person;
      return true;
    case EntityType::organization:
      out = CoarseType::organization;
      return true;
    case EntityType::place:
      out = CoarseType::place;
      return true;
    case EntityType::demonym:
      out = CoarseType::place;
      return demonyms_are_places;
    case EntityType::concept_:
      return false;
    default:
      out = CoarseType::misc;
      return true;
  }
}

struct NameModels {
  const Lexicon& lexicon;
  const Tagger& tagger;
  const NameFinder& finder;
};

std::string name_scores(std::string_view label, std::vector<NamedText>& texts, const NameModels& models,
                        bool places, bool with_misc) {
  std::array<Found, 4> by_type;
  Found all, spans;
  std::size_t tokens = 0;
  double seconds = 0;
  for (NamedText& t : texts) {
    const auto words = word_traits(t.document, models.lexicon);
    models.tagger.tag(t.document, words);
    const auto start = std::chrono::steady_clock::now();
    models.finder.find(t.document, words, models.lexicon);
    seconds += std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    tokens += t.document.tokens.size();
    for (const GoldName& g : t.names) {
      if (g.type == CoarseType::misc && !with_misc) continue;
      ++by_type[static_cast<std::size_t>(g.type)].gold;
    }
    for (const Mention& m : t.document.mentions) {
      CoarseType type = CoarseType::misc;
      if (!coarse(m.type, places, type) || (type == CoarseType::misc && !with_misc)) continue;
      Found& f = by_type[static_cast<std::size_t>(type)];
      ++f.found;
      for (const GoldName& g : t.names) {
        if (g.tokens != m.tokens) continue;
        ++spans.right;
        f.right += g.type == type ? 1 : 0;
      }
    }
  }
  std::string line = fmt::format("{}:", label);
  constexpr std::array names = {"PER", "ORG", "LOC", "MISC"};
  for (std::size_t k = 0; k < by_type.size(); ++k) {
    const Found& f = by_type[k];
    all.right += f.right;
    all.found += f.found;
    all.gold += f.gold;
    line += fmt::format(" {} {:.1f}", names[k], f.f1());
  }
  spans.found = all.found;
  spans.gold = all.gold;
  return line + fmt::format(
                    "  F1 {:.2f} (precision {:.2f}, recall {:.2f}; spans alone {:.2f})  ({:.0f}k tokens/s)\n",
                    all.f1(), percent(all.right, all.found), percent(all.right, all.gold), spans.f1(),
                    static_cast<double>(tokens) / seconds / 1000);
}

}  // namespace

Result<std::string> evaluate(const std::filesystem::path& data, const std::filesystem::path& models) {
  SKEIN_ASSIGN(const Lexicon lexicon, Lexicon::open(models / "lexicon.bin"));
  SKEIN_ASSIGN(const Tagger tagger, Tagger::open(models / "tagger.bin"));
  SKEIN_ASSIGN(const Lemmatizer lemmatizer, Lemmatizer::open(models / "lemmas.bin"));
  SKEIN_ASSIGN(const Parser parser, Parser::open(models / "parser.bin"));
  std::string table;
  for (const auto& [label, path] : {std::pair{"EWT dev", "ud-english-ewt/en_ewt-ud-dev.conllu"},
                                    std::pair{"GUM dev", "ud-english-gum/en_gum-ud-dev-open.conllu"}}) {
    SKEIN_ASSIGN(const SegmentationScore cuts, segmentation_score(data / path));
    table += fmt::format("{} from raw text: tokens F1 {:.2f}, sentences F1 {:.2f}\n", label, cuts.tokens,
                         cuts.sentences);
    Treebank bank;
    SKEIN_TRY(read_conllu(data / path, bank));
    const auto start = std::chrono::steady_clock::now();
    const auto words = word_traits(bank.document, lexicon);
    const auto traits = std::chrono::steady_clock::now();
    tagger.tag(bank.document, words);
    const auto tagged = std::chrono::steady_clock::now();
    parser.parse(bank.document, words);
    const auto parsed = std::chrono::steady_clock::now();
    lemmatizer.lemmatize(bank.document, lexicon);
    const auto lemmatized = std::chrono::steady_clock::now();
    std::size_t right = 0, lemmas = 0, heads = 0, labelled = 0, exact = 0;
    for (std::size_t i = 0; i < bank.gold.size(); ++i) {
      const GoldToken& g = bank.gold[i];
      const Token& t = bank.document.tokens[i];
      right += g.tag == t.tag ? 1 : 0;
      lemmas += g.lemma == bank.document.lemma(static_cast<std::uint32_t>(i)) ? 1 : 0;
      heads += g.head == t.head ? 1 : 0;
      labelled += g.head == t.head && base_name(g.relation) == base_name(t.relation) ? 1 : 0;
      exact += g.head == t.head && g.relation == t.relation ? 1 : 0;
    }
    const auto rate = [&](auto from, auto to) {
      return static_cast<double>(bank.gold.size()) / std::chrono::duration<double>(to - from).count() / 1000;
    };
    table += fmt::format(
        "{}: UPOS {:.2f}  lemmas {:.2f}  UAS {:.2f}  LAS {:.2f} (with subtypes {:.2f})  (traits {:.0f}k/s, "
        "tagger {:.0f}k/s, parser {:.0f}k/s, lemmas {:.0f}k/s)\n",
        label, percent(right, bank.gold.size()), percent(lemmas, bank.gold.size()),
        percent(heads, bank.gold.size()), percent(labelled, bank.gold.size()),
        percent(exact, bank.gold.size()), rate(start, traits), rate(traits, tagged), rate(tagged, parsed),
        rate(parsed, lemmatized));
  }
  SKEIN_ASSIGN(const NameFinder finder, NameFinder::open(models / "names.bin"));
  const NameModels name_models{lexicon, tagger, finder};
  SKEIN_ASSIGN(auto redocred, read_redocred(data, Part::held_out));
  table += name_scores("Re-DocRED held out", redocred, name_models, true, true);
  SKEIN_ASSIGN(auto uner, read_uner(data));
  table += name_scores("UNER EWT dev", uner, name_models, false, false);
  SKEIN_ASSIGN(const auto relations, relation_scores(data, models));
  table += relations;
  return table;
}

}  // namespace skein::extract
