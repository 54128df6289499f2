#include <catch2/catch.hpp>

#include "extract/rules/rules.hpp"

using namespace skein;
using namespace skein::extract;

TEST_CASE("a rule file is read into lists, places and rules", "[rules]") {
  const auto set = RuleSet::parse(R"(
# a comment
words maker { maker "car maker" }
place "Norway" { Norwegian }
rule OWNS(Person Organization, Organization) {
  arcs  own|hold >subj A >obj ( stake|@maker >in B )
  words A 's .. stake in B
  words A [ the ] /adj* owner? of B
  confidence 0.75
  falling
  example "Ann owns Norvik." "Ann" "Norvik"
  example not "Ann likes Norvik." "Ann" "Norvik"
}
)",
                                  "test.rules");
  REQUIRE(set.ok());
  CHECK(set->list("maker").contains("car maker"));
  CHECK(set->place_of("norwegian") == "Norway");
  REQUIRE(set->rules().size() == 1);
  const auto& rule = set->rules()[0];
  CHECK(rule.name == "OWNS.1");
  CHECK(rule.subject_types == std::vector{EntityType::person, EntityType::organization});
  REQUIRE(rule.arcs.size() == 1);
  CHECK(rule.arcs[0].test.words.contains("own"));
  REQUIRE(rule.arcs[0].edges.size() == 2);
  CHECK(rule.arcs[0].edges[1].to->edges[0].prepositions == std::vector<std::string>{"in"});
  REQUIRE(rule.words.size() == 2);
  CHECK(rule.words[0].size() == 6);
  CHECK(rule.words[1][1].kind == WordItem::Kind::group);
  CHECK(rule.confidence == 0.75);
  CHECK(rule.falling);
  CHECK(rule.examples.size() == 2);
  CHECK_FALSE(rule.examples[1].expected);
}

TEST_CASE("what a relation is like stands apart from the rules that find it", "[rules]") {
  const auto set = RuleSet::parse(
      "relation CEO_OF { one_subject implies:EMPLOYED_BY }\nrelation OWNS { inverse:SUBSIDIARY_OF }\n"
      "relation CEO_OF { once }\n",
      "x.rules");
  REQUIRE(set.ok());
  const auto& chief = set->relations().at("CEO_OF");
  CHECK(chief.one_subject);
  CHECK(chief.once);
  CHECK_FALSE(chief.symmetric);
  CHECK(set->relations().at("OWNS").inverse == "SUBSIDIARY_OF");
  CHECK(set->implies("CEO_OF", "EMPLOYED_BY"));
  CHECK_FALSE(set->implies("EMPLOYED_BY", "CEO_OF"));
  const auto wrong = RuleSet::parse("relation CEO_OF {\n  single }\n", "x.rules");
  REQUIRE_FALSE(wrong.ok());
  CHECK(wrong.error().message.starts_with("x.rules:2:3: a relation is one_subject"));
}

TEST_CASE("a mistake in a rule file is told with its place", "[rules]") {
  const auto missing = RuleSet::parse(
      "rule OWNS(Person, Organization) {\n  arcs own >subj A >obj ( stake >in B\n}\n", "x.rules");
  REQUIRE_FALSE(missing.ok());
  CHECK(missing.error().message.starts_with("x.rules:2:"));
  const auto type = RuleSet::parse("rule OWNS(Persn, Organization) { words A of B\n}", "x.rules");
  REQUIRE_FALSE(type.ok());
  CHECK(type.error().message.find("'Persn' is no type") != std::string::npos);
  CHECK_FALSE(RuleSet::parse("rule OWNS(Person, Place) { confidence 0.5 }", "x.rules").ok());
  CHECK_FALSE(RuleSet::load({"/nonexistent/rules"}).ok());
}
