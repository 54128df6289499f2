// Every rule that ships brings sentences of its own that it must, or must not, find; and short articles of
// other industries must give the facts that stand beside them. Both need the trained models.
#include <catch2/catch.hpp>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "extract/builder.hpp"
#include "extract/eval.hpp"
#include "extract/pipeline.hpp"
#include "extract/resolve/projection.hpp"
#include "extract/rules/rules.hpp"
#include "extract/text/pieces.hpp"
#include "graph/formats/jsonl.hpp"
#include "graph/graph.hpp"

using namespace skein;
using namespace skein::extract;

namespace {

const Extractor& extractor() {
  static const auto loaded = Extractor::load({});
  INFO((loaded.ok() ? std::string() : loaded.error().message));
  REQUIRE(loaded.ok());
  return *loaded;
}

bool named(const LocalEntity& e, const std::string& name) {
  for (const auto& n : e.names)
    if (n.name == name) return true;
  return false;
}

bool says(const Extraction& x, const std::string& relation, const std::string& subject,
          const std::string& object) {
  for (const auto& c : x.claims) {
    if (c.relation != relation || !named(x.entities[c.subject], subject)) continue;
    if (c.object_is_figure) {
      const auto& f = x.figures[c.object];
      if (f.name == object || f.name + " " + f.unit == object) return true;
    } else if (named(x.entities[c.object], object)) {
      return true;
    }
  }
  return false;
}

}  // namespace

TEST_CASE("every rule that ships finds its own examples", "[rules][models]") {
  const auto rules = RuleSet::load({default_rule_directory()});
  INFO((rules.ok() ? std::string() : rules.error().message));
  REQUIRE(rules.ok());
  for (const auto& rule : rules->rules())
    for (const auto& example : rule.examples) {
      INFO(rule.name << ": " << example.text);
      Document document(example.text);
      document.metadata.id = "example";
      const auto extraction = extractor().extract(document);
      CHECK(says(extraction, rule.relation, example.subject, example.object) == example.expected);
    }
}

namespace {

EvalScores scores_of(const std::filesystem::path& folder, std::size_t articles) {
  const auto gold = read_gold(folder.string());
  INFO((gold.ok() ? std::string() : gold.error().message));
  REQUIRE(gold.ok());
  CHECK(gold->size() >= articles);
  EvalScores scores;
  BuildSummary summary;
  for (const auto& document : *gold) {
    const auto one = score(document, extractor(), summary);
    INFO((one.ok() ? std::string() : one.error().message));
    REQUIRE(one.ok());
    scores.add(*one);
  }
  CHECK(summary.problems.empty());
  CHECK(scores.evidence_exact == scores.evidence);
  return scores;
}

}  // namespace

// New models may lose some facts and find others, so the bounds below are a little loose.
TEST_CASE("articles of other industries give the facts that they state and nothing from around them",
          "[articles][models]") {
  const auto scores = scores_of(SKEIN_TEST_ARTICLES, 41);
  CHECK(scores.forbidden == 0);
  CHECK(scores.evidence > 400);
  INFO(scores.relations.recalled << " of " << scores.relations.gold << " facts");
  CHECK(scores.relations.recall() >= 0.75);
  CHECK(scores.entities.recall() >= 0.85);
}

TEST_CASE("articles that nobody made rules with give most of their names and the plainer facts",
          "[articles][models]") {
  const auto scores = scores_of(SKEIN_TEST_HELD_OUT, 8);
  INFO(scores.relations.recalled << " of " << scores.relations.gold << " facts");
  CHECK(scores.relations.recall() >= 0.4);
  CHECK(scores.relations.precision() >= 0.7);
  CHECK(scores.entities.recall() >= 0.9);
}

TEST_CASE("order, batches and threads of a build leave no trace, nor does what was forgotten",
          "[build][models]") {
  const std::filesystem::path folder = SKEIN_TEST_ARTICLES;
  std::vector<std::string> paths;
  for (const auto* stem : {"drug-maker", "bank", "football-club"})
    paths.push_back((folder / (std::string(stem) + ".txt")).string());
  const auto exported = [](graph::Graph& graph) {
    auto transaction = graph.begin(storage::Access::read);
    REQUIRE(transaction.ok());
    std::ostringstream out;
    REQUIRE(graph::formats::write_jsonl(**transaction, out).ok());
    return out.str();
  };
  auto once = graph::Graph::open(":memory:", {});
  REQUIRE(once.ok());
  REQUIRE(build(**once, extractor(), paths).ok());
  const auto expected = exported(**once);
  SECTION("built again, nothing changes") {
    const auto again = build(**once, extractor(), paths);
    REQUIRE(again.ok());
    CHECK(again->unchanged == 3);
    CHECK(exported(**once) == expected);
  }
  SECTION("built backwards, one in a batch, by one thread") {
    auto other = graph::Graph::open(":memory:", {});
    REQUIRE(other.ok());
    BuildOptions options;
    options.threads = 1;
    options.commit_every = 1;
    REQUIRE(build(**other, extractor(), {paths.rbegin(), paths.rend()}, options).ok());
    CHECK(exported(**other) == expected);
  }
  SECTION("forgotten and built again") {
    const auto forgotten = forget(**once, paths[1]);
    REQUIRE(forgotten.ok());
    CHECK(*forgotten);
    auto never = graph::Graph::open(":memory:", {});
    REQUIRE(never.ok());
    REQUIRE(build(**never, extractor(), {paths[0], paths[2]}).ok());
    CHECK(exported(**once) == exported(**never));
    REQUIRE(build(**once, extractor(), {paths[1]}).ok());
    CHECK(exported(**once) == expected);
  }
}

TEST_CASE("what cannot be read is reported and the rest goes on", "[build][models]") {
  const std::filesystem::path folder = SKEIN_TEST_ARTICLES;
  auto graph = graph::Graph::open(":memory:", {});
  REQUIRE(graph.ok());
  const auto summary =
      build(**graph, extractor(),
            {"/nonexistent/a.txt", (folder / "bank.facts").string(), (folder / "bank.txt").string()});
  REQUIRE(summary.ok());
  CHECK(summary->added == 1);
  REQUIRE(summary->problems.size() == 2);
  CHECK(summary->problems[0] == "/nonexistent/a.txt: no such file or folder");
  CHECK(summary->problems[1].find("are not supported") != std::string::npos);
}

TEST_CASE("a text of any length is read in bounded pieces, with offsets of the whole", "[build][models]") {
  std::string text;
  while (text.size() < 400'000)
    text +=
        "Über the years Marta Ruiz of Larkin Bank spoke often. Larkin Bank CEO Ann Lee said sales were "
        "strong. ";
  text += "Kelby Foods CEO Tom Dale said sales were weak.";
  Document document(text);
  document.metadata.id = "long";
  const auto extraction = extractor().extract(document);
  CHECK(says(extraction, "CEO_OF", "Ann Lee", "Larkin Bank"));
  CHECK(says(extraction, "CEO_OF", "Tom Dale", "Kelby Foods"));
  const CodePoints points(text);
  const auto length = points.at(static_cast<std::uint32_t>(text.size()));
  std::uint32_t furthest = 0;
  for (const auto& c : extraction.claims) furthest = std::max(furthest, c.sentence.end);
  CHECK(furthest <= length);
  CHECK(furthest > length - 1000);
  CHECK(std::count_if(extraction.entities.begin(), extraction.entities.end(),
                      [](const LocalEntity& e) { return named(e, "Larkin Bank"); }) == 1);
}

TEST_CASE("a long text that repeats itself keeps a bounded number of sentences for one claim",
          "[build][models]") {
  std::string text;
  while (text.size() < 2 * longest_piece + 50000) text += "Larkin Bank CEO Ann Lee said sales were strong. ";
  Document document(text);
  document.metadata.id = "repeats";
  const auto extraction = extractor().extract(document);
  CHECK(says(extraction, "CEO_OF", "Ann Lee", "Larkin Bank"));
  const auto said = std::count_if(extraction.claims.begin(), extraction.claims.end(),
                                  [](const Claim& c) { return c.relation == "CEO_OF"; });
  CHECK(said > 1);
  CHECK(said <= 64);
}

TEST_CASE("what stands around an unknown name tells a company from a place", "[discourse][models]") {
  const auto type_of = [](const Extraction& x, const std::string& name) {
    for (const auto& e : x.entities)
      if (named(e, name)) return e.type;
    return EntityType::none;
  };
  const auto read = [](std::string text) {
    Document document(std::move(text));
    document.metadata.id = "discourse";
    return extractor().extract(document);
  };
  const auto company = read(
      "Skarvik raised $40 million from Larkin Bank. Ann Lee is the chief executive of Skarvik. Larkin Bank "
      "had "
      "invested in Skarvik before.");
  CHECK(type_of(company, "Skarvik") == EntityType::organization);
  CHECK(says(company, "CEO_OF", "Ann Lee", "Skarvik"));
  const auto town = read("Ann Lee was born in Skarvik. She grew up in Skarvik, where her father had a farm.");
  CHECK(type_of(town, "Skarvik") == EntityType::place);

  // One of several that did something together is not "the company".
  const auto round = read(
      "Skarvik Foods has raised $40 million. Larkin and Morano took part in the round. Ann Lee started the "
      "company "
      "in "
      "2019.");
  CHECK(says(round, "FOUNDED_BY", "Skarvik Foods", "Ann Lee"));
  CHECK_FALSE(says(round, "FOUNDED_BY", "Larkin", "Ann Lee"));
  CHECK(type_of(read("Norvik Foods puts its new zPads into shops."), "zPads") == EntityType::product);
}

TEST_CASE("names of one text are cut and joined as its readers would", "[discourse][models]") {
  const auto read = [](std::string text) {
    Document document(std::move(text));
    document.metadata.id = "names";
    return extractor().extract(document);
  };
  const auto with = [](const Extraction& x, const std::string& name) -> const LocalEntity* {
    for (const auto& e : x.entities)
      if (named(e, name)) return &e;
    return nullptr;
  };
  // An office between a company and a person is part of neither.
  const auto office = read("Norvik Foods Vice President Ann Lee said on Monday that demand was weak.");
  REQUIRE(with(office, "Ann Lee"));
  CHECK(with(office, "Ann Lee")->type == EntityType::person);
  CHECK(with(office, "Norvik Foods"));

  // Two people and a company share a word: the company's revenue tells that it is meant.
  const auto shared = read(
      "Halvorsen Foods was founded by Lars Halvorsen. His grandson Ole Halvorsen is chairman. Halvorsen's "
      "revenue rose to $40 million, and Halvorsen acquired Tarn Bakeries in May.");
  CHECK(says(shared, "ACQUIRES", "Halvorsen Foods", "Tarn Bakeries"));

  // No list has her given name, and nothing says in so many words that she is a person.
  const auto surname_first = read(
      "Zhou Qianrui founded Tarnsoft in 2019. Norvik Capital is the hedge fund that owns Tarnsoft. Zhou, 40, "
      "studied in Oslo.");
  CHECK(says(surname_first, "FOUNDED_BY", "Tarnsoft", "Zhou Qianrui"));
  REQUIRE(with(surname_first, "Zhou Qianrui"));
  CHECK(with(surname_first, "Zhou Qianrui")->type == EntityType::person);

  const auto unheard_of =
      read("Qiarui Zenfai of Norvik, Ann Lee of Larkin and Tom Dale of Sund attended the meeting.");
  REQUIRE(with(unheard_of, "Qiarui Zenfai"));
  CHECK(with(unheard_of, "Qiarui Zenfai")->type == EntityType::person);

  // Companies are founded; things are developed.
  const auto developed = read(
      "Norvik Cloud develops Tarnil, a family of language models. Larkin Bank uses Tarnil in its branches.");
  REQUIRE(with(developed, "Tarnil"));
  CHECK(with(developed, "Tarnil")->type == EntityType::product);

  // A club goes by its last word, and a country's or town's name is not one.
  const auto club =
      read("Ashmere Wanderers have sold their striker. Wanderers were founded by Tom Dale, a local brewer.");
  CHECK(says(club, "FOUNDED_BY", "Ashmere Wanderers", "Tom Dale"));
  const auto apart = read("The Royal Bank of Norland lent Norland $40 million, ministers in Norland said.");
  REQUIRE(with(apart, "Norland"));
  CHECK_FALSE(named(*with(apart, "Norland"), "Royal Bank of Norland"));

  // "Great" belongs to the name.
  const auto great = read("Other bidders were Great Moor Financial and the Finnish lender Larkin Bank.");
  CHECK(with(great, "Great Moor Financial"));
  CHECK(with(great, "Larkin Bank"));
}

TEST_CASE("a page whose tags nest without end is reported", "[build][models]") {
  const auto path = std::filesystem::temp_directory_path() / "skein-deep-page.html";
  {
    std::ofstream page(path);
    for (int i = 0; i < 100000; ++i) page << "<div>";
    page << "Larkin Bank CEO Ann Lee said sales were strong.";
  }
  auto graph = graph::Graph::open(":memory:", {});
  REQUIRE(graph.ok());
  const auto summary = build(**graph, extractor(), {path.string()});
  std::filesystem::remove(path);
  REQUIRE(summary.ok());
  CHECK(summary->added == 0);
  REQUIRE(summary->problems.size() == 1);
  CHECK(summary->problems[0].find("tags nest 100000 deep") != std::string::npos);
}
