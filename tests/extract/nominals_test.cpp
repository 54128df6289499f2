// Concepts and events that texts name by common nouns: which phrases of a text mean one thing, under which
// names it goes, and what stays apart. Needs the trained models.
#include <catch2/catch.hpp>

#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include "extract/builder.hpp"

using namespace skein;
using namespace skein::extract;

namespace {

const Extractor& extractor() {
  static const auto loaded = Extractor::load({});
  INFO((loaded.ok() ? std::string() : loaded.error().message));
  REQUIRE(loaded.ok());
  return *loaded;
}

Extraction read_text(const std::string& text, const std::string& id = "report",
                     const std::string& published = {}) {
  Document document(text);
  document.metadata.id = id;
  document.metadata.published = published;
  return extractor().extract(document);
}

// All names of the one entity that has this one; empty when none or several have it.
std::set<std::string> names_beside(const Extraction& x, const std::string& name) {
  std::set<std::string> found;
  int many = 0;
  for (const auto& e : x.entities) {
    std::set<std::string> names;
    for (const auto& n : e.names) names.insert(n.name);
    if (!names.contains(name)) continue;
    found = std::move(names);
    ++many;
  }
  return many == 1 ? found : std::set<std::string>();
}

// The keys of the one entity with this name.
std::vector<std::string> keys_of(const Extraction& x, const std::string& name) {
  for (const auto& e : x.entities)
    for (const auto& n : e.names)
      if (n.name == name) return e.keys;
  return {};
}

bool share_a_key(const std::vector<std::string>& a, const std::vector<std::string>& b) {
  return std::any_of(a.begin(), a.end(),
                     [&](const std::string& k) { return std::find(b.begin(), b.end(), k) != b.end(); });
}

using Names = std::set<std::string>;

}  // namespace

TEST_CASE("a concept has every phrase that a text uses for it as a name", "[nominals][models]") {
  const auto x = read_text(
      "Larkin Rail plans to invest $40 million in freight terminals. Norvik Rail invested $3 million in "
      "grain freight "
      "terminals last year.");
  CHECK(names_beside(x, "freight terminals") == Names{"freight terminals", "grain freight terminals"});
}

TEST_CASE("phrases that differ in what they name stay apart", "[nominals][models]") {
  const auto two_kinds = read_text(
      "Larkin Mining plans to invest $40 million in freight terminals. Norvik Mining invested $3 million in "
      "grain "
      "freight terminals last year. Helvia Mining invested $9 million in coal freight terminals.");
  CHECK(names_beside(two_kinds, "freight terminals") == Names{"freight terminals"});
  CHECK(names_beside(two_kinds, "grain freight terminals") == Names{"grain freight terminals"});
  CHECK(names_beside(two_kinds, "coal freight terminals") == Names{"coal freight terminals"});

  const auto head_alone = read_text(
      "Larkin Mining plans to invest $40 million in gold mines. Norvik Mining invested $3 million in coal "
      "mines. The mines are in Norway.");
  CHECK(names_beside(head_alone, "gold mines") == Names{"gold mines"});
  CHECK(names_beside(head_alone, "coal mines") == Names{"coal mines"});

  const auto by_place = read_text(
      "Larkin Rail plans to invest $40 million in freight terminals. Norvik Rail invested $3 million in "
      "Norwegian "
      "freight terminals.");
  CHECK(names_beside(by_place, "freight terminals") == Names{"freight terminals"});
}

TEST_CASE("letters in parentheses stand for the words before them in a concept's name",
          "[nominals][models]") {
  const auto x = read_text(
      "Norvik Energy plans to invest $40 million in natural language processing (NLP) tools. Larkin Energy "
      "invested "
      "$3 million in NLP tools.");
  CHECK(names_beside(x, "NLP tools") ==
        Names{"NLP tools", "natural language processing (NLP) tools", "natural language processing tools"});
}

TEST_CASE("a field of work that a text comes back to is a concept, under its short name too",
          "[nominals][models]") {
  const auto x = read_text(
      "Norvik Bank has opened nine branches for retail banking in Oslo. Analysts said that retail banking "
      "grew "
      "slowly. Its retail business employs 300 people.");
  CHECK(names_beside(x, "retail banking") == Names{"retail", "retail banking"});

  const auto coal = read_text(
      "Norvik Mining opened a coal mining school in Oslo. Analysts said that coal mining grew slowly. Its "
      "coal "
      "business employs 300 people.");
  CHECK(names_beside(coal, "coal mining") == Names{"coal mining"});
}

TEST_CASE("an event that is named again by its bare noun is one event", "[nominals][models]") {
  const auto x = read_text(
      "Ann Lee hosted a climate conference in Oslo on Monday. Ravi Das attended the closely watched "
      "conference. The "
      "gathering ended without a vote.");
  CHECK(names_beside(x, "climate conference") ==
        Names{"climate conference", "closely watched conference", "conference"});

  const auto proper =
      read_text("Ann Lee hosted the Nordic Climate Conference on Monday. Ravi Das attended the conference.");
  CHECK(names_beside(proper, "Nordic Climate Conference") == Names{"Nordic Climate Conference"});
  CHECK(names_beside(proper, "conference").empty());
}

TEST_CASE("two events of one kind stay two", "[nominals][models]") {
  const auto x = read_text(
      "Ann Lee hosted a climate conference in Oslo on Monday. Ravi Das attended a trade conference in "
      "Bergen.");
  CHECK(names_beside(x, "climate conference") == Names{"climate conference"});
  CHECK(names_beside(x, "trade conference") == Names{"trade conference"});
  CHECK(names_beside(x, "conference").empty());
}

TEST_CASE("an event in no relation is there when the text describes it and says whose it is or returns to it",
          "[nominals][models]") {
  const auto whose = read_text(
      "Norvik Foods fell in Oslo on Monday. Larkin Bank's accounting scandal has hurt trade, Ann Lee of "
      "Norvik Foods "
      "said.");
  CHECK(names_beside(whose, "accounting scandal") == Names{"accounting scandal", "scandal"});

  const auto again = read_text(
      "A dock strike has closed the port of Bergen. Norvik Foods said that the dock strike would cost it $2 "
      "million.");
  CHECK(names_beside(again, "dock strike") == Names{"dock strike", "strike"});

  const auto passing = read_text(
      "A dock strike has closed the port of Bergen. Norvik Foods said that it would lose $2 million.");
  CHECK(names_beside(passing, "dock strike").empty());
  const auto bare = read_text(
      "A strike has closed the port of Bergen. Norvik Foods said that the strike would cost it $2 million.");
  CHECK(names_beside(bare, "strike").empty());
}

TEST_CASE("events of two documents are one when kind, host and month agree", "[nominals][models]") {
  const auto report = [](const std::string& id, const std::string& event, const std::string& published) {
    return keys_of(
        read_text("Norvik Foods will gain. A " + event + " was hosted by President Ann Lee in Oslo.", id,
                  published),
        event);
  };
  const auto first = report("first", "televised summit", "2025-02-24");
  REQUIRE_FALSE(first.empty());
  CHECK(share_a_key(first, report("second", "high-profile summit", "2025-02-26")));
  CHECK_FALSE(share_a_key(first, report("third", "high-profile summit", "2025-06-26")));
  CHECK_FALSE(share_a_key(first, report("fourth", "climate summit", "2025-02-26")));
  // A minister may hold many of these.
  CHECK_FALSE(share_a_key(report("fifth", "televised briefing", "2025-02-24"),
                          report("sixth", "televised briefing", "2025-02-24")));
}
