// One fact said in many constructions, and sentences that only look like it: gold/sentences.txt.
#include <catch2/catch.hpp>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "extract/builder.hpp"
#include "extract/rules/rules.hpp"

using namespace skein;
using namespace skein::extract;

namespace {

struct Sentence {
  std::string text;
  std::vector<std::string> said, unsaid;  // "SUBJECT | RELATION | OBJECT"
};

std::vector<Sentence> read_sentences() {
  std::ifstream in(std::filesystem::path(SKEIN_TEST_ARTICLES).parent_path() / "gold" / "sentences.txt");
  std::vector<Sentence> out;
  for (std::string line; std::getline(in, line);) {
    if (line.empty() || line[0] == '#') continue;
    if (line.starts_with("> "))
      out.push_back({line.substr(2), {}, {}});
    else if (line.starts_with("- "))
      out.back().unsaid.push_back(line.substr(2));
    else
      out.back().said.push_back(line);
  }
  return out;
}

std::vector<std::string> facts_of(const Extraction& x) {
  std::vector<std::string> out;
  for (const auto& c : x.claims) {
    std::string relation = c.relation;
    if (c.polarity == graph::Polarity::denied)
      relation += "_DENIED";
    else if (c.modality != graph::Modality::asserted)
      relation += c.modality == graph::Modality::planned ? "_PLANNED" : "_POSSIBLE";
    std::vector<std::string> objects;
    if (c.object_is_figure) {
      const auto& f = x.figures[c.object];
      objects.push_back((c.falling ? "-" : "") + f.name);
      if (f.type == EntityType::number) objects.push_back(f.name + " " + f.unit);
    } else {
      for (const auto& n : x.entities[c.object].names) objects.push_back(n.name);
    }
    for (const auto& s : x.entities[c.subject].names)
      for (const auto& o : objects) out.push_back(s.name + " | " + relation + " | " + o);
  }
  return out;
}

}  // namespace

TEST_CASE("a fact is found in whatever construction it is said, and not where it only seems to be",
          "[rules][models]") {
  const auto extractor = Extractor::load({});
  INFO((extractor.ok() ? std::string() : extractor.error().message));
  REQUIRE(extractor.ok());
  const auto sentences = read_sentences();
  REQUIRE(sentences.size() > 70);
  for (const auto& sentence : sentences) {
    Document document(sentence.text);
    document.metadata.id = "sentence";
    const auto facts = facts_of(extractor->extract(document));
    const auto has = [&](const std::string& fact) {
      return std::find(facts.begin(), facts.end(), fact) != facts.end();
    };
    INFO(sentence.text);
    for (const auto& fact : sentence.said) {
      INFO(fact);
      CHECK(has(fact));
    }
    for (const auto& fact : sentence.unsaid) {
      INFO("not: " << fact);
      CHECK_FALSE(has(fact));
    }
  }
}

TEST_CASE("a role is a pattern of its own", "[rules]") {
  const auto set = RuleSet::parse(
      "words big { chief group }\n"
      "rule CEO_OF(Person, Organization) {\n  role chief executive officer? <B> with @big unless "
      "former|deputy\n}\n",
      "x.rules");
  INFO((set.ok() ? std::string() : set.error().message));
  REQUIRE(set.ok());
  REQUIRE(set->rules().at(0).roles.size() == 1);
  const auto& role = set->rules()[0].roles[0];
  CHECK(role.noun.size() == 3);
  CHECK(role.implied);
  CHECK(role.with.lists.size() == 1);
  CHECK(role.unless.words.contains("deputy"));
  const auto ends = RuleSet::parse("rule X(Person, Organization) {\n  role head of B\n}\n", "x.rules");
  REQUIRE_FALSE(ends.ok());
  CHECK(ends.error().message.starts_with("x.rules:2:16: a role has no ends of its own"));
  const auto nothing = RuleSet::parse("rule X(Person, Organization) {\n  role unless deputy\n}\n", "x.rules");
  REQUIRE_FALSE(nothing.ok());
  CHECK(nothing.error().message.find("the words of a role") != std::string::npos);
}

TEST_CASE("an edge may be asked to be absent", "[rules]") {
  const auto set = RuleSet::parse(
      "rule X(Organization, Organization) {\n  arcs own >subj B >obj A >any! percent|%\n}\n", "x.rules");
  REQUIRE(set.ok());
  CHECK(set->rules()[0].arcs[0].edges[2].absent);
  CHECK_FALSE(set->rules()[0].arcs[0].edges[1].absent);
}
