#include "graph/text/words.hpp"
#include "graph/text/query.hpp"
#include "tests/graph/graph_support.hpp"

using namespace skein;
using namespace skein::graph;
using namespace skein::graph::test;

namespace {

std::vector<std::string> terms(std::string_view text) { return text::terms(text); }
using Terms = std::vector<std::string>;

}  // namespace

TEST_CASE("words are letters and digits without case and accents", "[graph][text]") {
  CHECK(terms("The quick, brown Fox!") == Terms{"the", "quick", "brown", "fox"});
  CHECK(terms("Ångström naïve ﬁbre STRASSE straße") ==
        Terms{"angstrom", "naive", "fibre", "strasse", "strasse"});
  CHECK(terms("cafe\xCC\x81") == Terms{"cafe"});  // a mark of its own
  CHECK(terms("") == Terms{});
  CHECK(terms("-- ... !") == Terms{});
  CHECK(terms("e-mail C3PO snake_case") == Terms{"e", "mail", "c3po", "snake", "case"});
}

TEST_CASE("apostrophes and the dots of numbers do not part words", "[graph][text]") {
  CHECK(terms("Ada's don\xE2\x80\x99t O'Hara's rock 'n' roll") ==
        Terms{"ada", "dont", "ohara", "rock", "n", "roll"});
  CHECK(terms("1.5 1,000 v2.0. end.") == Terms{"1.5", "1,000", "v2.0", "end"});
  CHECK(terms("1. 2,") == Terms{"1", "2"});
  CHECK(terms("'") == Terms{});
}

TEST_CASE("characters of scripts without blanks are words of their own", "[graph][text]") {
  CHECK(terms("東京tower").size() == 3);
  CHECK(terms("ひらがな").size() == 4);
}

TEST_CASE("broken text gives words all the same, and long words are cut between characters",
          "[graph][text]") {
  CHECK(terms("a\xff\xfe"
              "b\xe2\x80") == Terms{"a", "b"});
  const auto cut = terms(std::string(63, 'x') + "\xC3\xB8yz");  // ø stays ø
  REQUIRE(cut.size() == 1);
  CHECK(cut[0] == std::string(63, 'x'));
}

TEST_CASE("words know their place", "[graph][text]") {
  const std::string_view line = "Über  alles";
  const auto found = text::words(line);
  REQUIRE(found.size() == 2);
  CHECK(line.substr(found[0].begin, found[0].end - found[0].begin) == "Über");
  CHECK(found[1].position == 1);
  CHECK(line.substr(found[1].begin, found[1].end - found[1].begin) == "alles");
}

TEST_CASE("a search is words, phrases, beginnings and near spellings", "[graph][text]") {
  using Part = text::QueryPart;
  using Kind = Part::Kind;
  using Occur = Part::Occur;
  const auto parse = [](std::string_view query) { return ok(text::parse_query(query)); };
  CHECK(parse("Blue fox") ==
        std::vector<Part>{{Kind::word, Occur::should, {"blue"}, 0}, {Kind::word, Occur::should, {"fox"}, 0}});
  CHECK(parse("\"blue Fox\" inv* naem~ naem~1") ==
        std::vector<Part>{{Kind::phrase, Occur::should, {"blue", "fox"}, 0},
                          {Kind::prefix, Occur::should, {"inv"}, 0},
                          {Kind::fuzzy, Occur::should, {"naem"}, 2},
                          {Kind::fuzzy, Occur::should, {"naem"}, 1}});
  CHECK(parse("+a -b c") == std::vector<Part>{{Kind::word, Occur::must, {"a"}, 0},
                                              {Kind::word, Occur::must_not, {"b"}, 0},
                                              {Kind::word, Occur::should, {"c"}, 0}});
  CHECK(parse("a AND b NOT c OR d") == std::vector<Part>{{Kind::word, Occur::must, {"a"}, 0},
                                                         {Kind::word, Occur::must, {"b"}, 0},
                                                         {Kind::word, Occur::must_not, {"c"}, 0},
                                                         {Kind::word, Occur::should, {"d"}, 0}});
  CHECK(parse("e-mail") == std::vector<Part>{{Kind::phrase, Occur::should, {"e", "mail"}, 0}});
  CHECK(parse("\"one\"") == std::vector<Part>{{Kind::word, Occur::should, {"one"}, 0}});
}

TEST_CASE("a search that cannot be meant says why", "[graph][text]") {
  const auto message = [](std::string_view query) { return text::parse_query(query).error().message; };
  CHECK_THAT(message(""), Catch::Contains("no word"));
  CHECK_THAT(message("!!"), Catch::Contains("no word"));
  CHECK_THAT(message("-a"), Catch::Contains("only what must not be there"));
  CHECK_THAT(message("\"open"), Catch::Contains("quotation mark is missing"));
  CHECK_THAT(message("AND b"), Catch::Contains("before AND"));
  CHECK_THAT(message("a AND"), Catch::Contains("behind AND or NOT"));
  CHECK_THAT(message("(a OR b)"), Catch::Contains("brackets"));
  CHECK_THAT(message("name:ada"), Catch::Contains("tell its properties apart"));
  CHECK_THAT(message("*end"), Catch::Contains("end of a word"));
  CHECK_THAT(message("a?c"), Catch::Contains("end of a word"));
  CHECK_THAT(message("a^2"), Catch::Contains("weigh the same"));
  CHECK_THAT(message("a~9"), Catch::Contains("letters may differ"));
}
