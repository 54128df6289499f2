// Relations that were learned: what they add to the rules, where their evidence stands, and what a damaged
// file does.
#include <catch2/catch.hpp>

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "extract/builder.hpp"
#include "extract/claims/relation_scorer.hpp"
#include "extract/pipeline.hpp"
#include "extract/values/values.hpp"

using namespace skein;
using namespace skein::extract;

namespace {

const Extractor& extractor() {
  static const auto loaded = Extractor::load({});
  INFO((loaded.ok() ? std::string() : loaded.error().message));
  REQUIRE(loaded.ok());
  return *loaded;
}

Extraction extract_text(std::string text) {
  Document document(std::move(text));
  document.metadata.id = "test";
  return extractor().extract(document);
}

std::string slice(const std::string& text, graph::TextSpan s) {
  return text.substr(s.begin, s.end - s.begin);
}

// Mentions of both ends of the claims of a relation, as they stand in an ASCII text.
std::vector<std::pair<std::string, std::string>> ends_of(const Extraction& x, const std::string& text,
                                                         std::string_view relation) {
  std::vector<std::pair<std::string, std::string>> out;
  for (const auto& c : x.claims)
    if (c.relation == relation) out.emplace_back(slice(text, c.subject_span), slice(text, c.object_span));
  return out;
}

bool has(const std::vector<std::pair<std::string, std::string>>& ends, const char* subject,
         const char* object) {
  return std::find(ends.begin(), ends.end(), std::pair<std::string, std::string>(subject, object)) !=
         ends.end();
}

}  // namespace

TEST_CASE("every mention of an end in the sentence is evidence", "[extract][relations][models]") {
  const std::string text = "Clara Whitfield, who was born in Rotterdam, is an engineer.";
  const auto ends = ends_of(extract_text(text), text, "BORN_IN");
  CHECK(has(ends, "Clara Whitfield", "Rotterdam"));
  CHECK(has(ends, "who", "Rotterdam"));
}

TEST_CASE("whom a text never names is an entity of that text alone", "[extract][relations][models]") {
  const std::string text = "He was born in Rotterdam on 4 May 1961.";
  const auto one = extract_text(text);
  CHECK(has(ends_of(one, text, "BORN_IN"), "He", "Rotterdam"));
  Document other(text);
  other.metadata.id = "another";
  const auto two = extractor().extract(other);
  const auto subject = [](const Extraction& x) {
    for (const auto& c : x.claims)
      if (c.relation == "BORN_IN") return x.entities[c.subject];
    return LocalEntity{};
  };
  REQUIRE(subject(one).names.size() == 1);
  CHECK(subject(one).names[0].name == "unnamed person");
  CHECK(subject(one).keys != subject(two).keys);
}

TEST_CASE("a pronoun goes to the name before it and makes nobody unnamed", "[extract][relations][models]") {
  const std::string text = "Clara Whitfield runs a bank. She was born in Rotterdam.";
  const auto x = extract_text(text);
  CHECK(has(ends_of(x, text, "BORN_IN"), "She", "Rotterdam"));
  for (const auto& e : x.entities)
    for (const auto& n : e.names) CHECK(n.name.find("unnamed") == std::string::npos);
}

namespace {

// What one sentence has for a relation that needs a word: may it be learned of the two names?
bool told(std::string text, std::string_view relation, std::string_view subject, std::string_view object) {
  const auto models = Models::load(default_model_directory());
  const auto rules = RuleSet::load({default_rule_directory()});
  REQUIRE(models.ok());
  REQUIRE(rules.ok());
  Document document(std::move(text));
  document.metadata.id = "test";
  read(document, *models);
  find_values(document);
  const Syntax syntax(document);
  Discourse discourse(document, syntax, *rules);
  const auto mentions = mentions_by_sentence(document);
  const auto& sentence = document.sentences.at(0);
  const auto ends = pair_ends(document, discourse, sentence, mentions.at(0));
  const std::vector<Finding> none;
  const TellingWords telling(*rules, {std::string(relation)});
  const PairReader reader(document, syntax, discourse, sentence, ends, none, telling, lexicon_of(*models));
  PairGroup group;
  for (std::size_t s = 0; s < ends.size(); ++s)
    for (std::size_t o = 0; o < ends.size(); ++o)
      if (document.form(document.mentions[ends[s].party.mention]) == subject &&
          document.form(document.mentions[ends[o].party.mention]) == object)
        group.pairs.push_back({s, o, 0});
  REQUIRE(group.pairs.size() == 1);
  return is_told(group, reader);
}

}  // namespace

TEST_CASE("a learned finding needs a word that says so", "[extract][relations][models]") {
  const std::string founded = "Clara Whitfield founded Norvik Bank in 1998.";
  CHECK(told(founded, "FOUNDED_BY", "Norvik Bank", "Clara Whitfield"));
  CHECK_FALSE(
      told("Clara Whitfield visited Norvik Bank in 1998.", "FOUNDED_BY", "Norvik Bank", "Clara Whitfield"));
  CHECK_FALSE(told(founded, "SPOUSE", "Norvik Bank", "Clara Whitfield"));
}

TEST_CASE("a word that denies a relation outweighs one that tells of it", "[extract][relations][models]") {
  CHECK(told("Clara Whitfield received a degree from Norvik University.", "EDUCATED_AT", "Clara Whitfield",
             "Norvik University"));
  CHECK_FALSE(told("Clara Whitfield received an honorary degree from Norvik University.", "EDUCATED_AT",
                   "Clara Whitfield", "Norvik University"));
  CHECK_FALSE(
      told("Clara Whitfield was the deputy CEO of Norvik Bank.", "CEO_OF", "Clara Whitfield", "Norvik Bank"));
}

TEST_CASE("the first of two predicates does not tell of what hangs on the second",
          "[extract][relations][models]") {
  const std::string text = "Norvik Bank is headquartered in Oslo and is listed in Zurich.";
  CHECK(told(text, "HEADQUARTERED_IN", "Norvik Bank", "Oslo"));
  CHECK_FALSE(told(text, "HEADQUARTERED_IN", "Norvik Bank", "Zurich"));
}

TEST_CASE("a day is the beginning or the end of a life, not both", "[extract][relations][models]") {
  const std::string text = "Clara Whitfield (3 May 1901 - 12 June 1970) was a Dutch engineer.";
  const auto x = extract_text(text);
  const auto born = ends_of(x, text, "DATE_OF_BIRTH"), died = ends_of(x, text, "DATE_OF_DEATH");
  CHECK(has(born, "Clara Whitfield", "3 May 1901"));
  CHECK(has(died, "Clara Whitfield", "12 June 1970"));
  CHECK_FALSE(has(born, "Clara Whitfield", "12 June 1970"));
  CHECK_FALSE(has(died, "Clara Whitfield", "3 May 1901"));
}

TEST_CASE("a relative pronoun behind a description stands for whom it describes",
          "[extract][relations][models]") {
  const std::string text = "Clara Whitfield is an engineer and painter who was born in Rotterdam.";
  CHECK(has(ends_of(extract_text(text), text, "BORN_IN"), "who", "Rotterdam"));
}

TEST_CASE("the two dates of a life tell by themselves, another date in brackets does not",
          "[extract][relations][models]") {
  CHECK(told("Clara Whitfield (3 May 1901 - 12 June 1970) was an engineer.", "DATE_OF_DEATH",
             "Clara Whitfield", "12 June 1970"));
  CHECK_FALSE(told("Clara Whitfield (chemistry, 12 June 1970) was an engineer.", "DATE_OF_DEATH",
                   "Clara Whitfield", "12 June 1970"));
}

TEST_CASE("the confidence of a learned relation is a probability", "[extract][relations]") {
  LearnedRelation r;
  r.slope = 1 << 10;  // one unit of log-odds is 1024
  CHECK(r.probability(0, 0) == Approx(0.5));
  CHECK(r.probability(2048, 0) == Approx(0.8808).margin(1e-4));
  CHECK(r.probability(-2048, 0) == Approx(0.1192).margin(1e-4));
  r.own_slope = 1 << 10;  // a pair's own score counts beside that of the best pair
  CHECK(r.probability(2048, -2048) == Approx(0.5));
}

TEST_CASE("a rule's finding is as sure as the rule and the model are together", "[extract][relations]") {
  Calibration c;
  c.rule_slope = 1 << 20;
  CHECK(c.of_rule(0, 0.8) == Approx(0.8));  // the model has no opinion
  CHECK(c.of_rule(2, 0.8) > c.of_rule(-2, 0.8));
  CHECK(c.of_rule(2, 0.9) > c.of_rule(2, 0.6));
  CHECK(c.of_rule(0, 1) == Approx(0.99));  // nothing is certain
  c.intercept = -(1 << 20);
  CHECK(c.of_model(1) == Approx(0.5));
}

TEST_CASE("what is stated is as sure as rule and model have it, what is guessed or denied as its rule",
          "[extract][relations][models]") {
  const auto confidence = [](const std::string& text) {
    for (const auto& c : extract_text(text).claims)
      if (c.relation == "ACQUIRES") return c.confidence;
    return 0.0;
  };
  const auto guessed =
      confidence("Norvik Group may acquire Larkin Systems, people close to the company said.");
  const auto denied = confidence("Norvik Group denied that it had acquired Larkin Systems.");
  const auto stated = confidence("Norvik Group acquired Larkin Systems.");
  CHECK(guessed == denied);
  CHECK(guessed > 0);
  CHECK(stated > guessed);
}

TEST_CASE("a relation file that does not fit is refused by name", "[extract][relations]") {
  std::string name = (std::filesystem::temp_directory_path() / "skein-relations-XXXXXX").string();
  const int file = ::mkstemp(name.data());
  REQUIRE(file >= 0);
  std::fclose(::fdopen(file, "w"));
  ModelWriter out("relations");
  LearnedRelation endless;
  std::fill(std::begin(endless.name), std::end(endless.name), 'X');
  write_sparse(out, "w", {});
  out.add("relations", std::vector<LearnedRelation>{endless});
  out.add("calibration", std::vector<Calibration>{{}});
  REQUIRE(out.write(name).ok());
  const auto models = Models::load(default_model_directory());
  REQUIRE(models.ok());
  const auto opened = RelationScorer::open(name, RuleSet(), *models);
  REQUIRE_FALSE(opened.ok());
  CHECK(opened.error().message.find(name) != std::string::npos);
  std::filesystem::remove(name);
}
