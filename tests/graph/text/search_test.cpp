#include <cmath>
#include <random>

#include "graph/text/search.hpp"
#include "graph/text/words.hpp"
#include "tests/graph/graph_support.hpp"

using namespace skein;
using namespace skein::graph;
using namespace skein::graph::test;

namespace {

std::vector<std::string> found(const text::PostingSource& source, std::string_view query,
                               std::size_t most = 100) {
  std::vector<std::string> out;
  for (const auto& hit : ok(text::search(source, ok(text::parse_query(query)), most)))
    out.push_back(hit.entry);
  return out;
}

text::MemoryPostings shelf() {
  text::MemoryPostings out;
  const auto add = [&](std::string_view entry, std::vector<std::string> values) { out.add(entry, values); };
  add("1", {"the old man and the sea"});
  add("2", {"the sea, the sea"});
  add("3", {"a man of the people", "people man"});
  add("4", {"seaside tales"});
  add("5", {"old tales of old men"});
  return out;
}

using Entries = std::vector<std::string>;

}  // namespace

TEST_CASE("a search finds words, phrases, beginnings and near spellings", "[graph][text]") {
  const auto source = shelf();
  CHECK(found(source, "sea") == Entries{"2", "1"});  // twice in fewer words
  CHECK(found(source, "\"old man\"") == Entries{"1"});
  CHECK(found(source, "\"man old\"") == Entries{});
  CHECK(found(source, "\"people people\"") == Entries{});  // not from one value into the next
  CHECK(found(source, "sea*").size() == 3);
  CHECK(found(source, "peopel~") == Entries{"3"});
  CHECK(found(source, "peopel~1") == Entries{});
  CHECK(found(source, "seo~1") == found(source, "sea"));
  CHECK(found(source, "man -sea") == Entries{"3"});
  CHECK(found(source, "man AND old") == Entries{"1"});
  CHECK(found(source, "+tales old") == Entries{"5", "4"});
  CHECK(found(source, "nothing") == Entries{});
  CHECK(found(source, "the", 1).size() == 1);
}

TEST_CASE("scores are those of the formula", "[graph][text]") {
  const auto source = shelf();
  const auto hits = ok(text::search(source, ok(text::parse_query("sea")), 10));
  REQUIRE(hits.size() == 2);
  const double rarity = std::log(1 + (5 - 2 + 0.5) / (2 + 0.5)), mean = (6 + 4 + 7 + 2 + 5) / 5.0;
  CHECK(hits[0].score == Approx(rarity * 2 * 2.2 / (2 + 1.2 * (0.25 + 0.75 * 4 / mean))));
  CHECK(hits[1].score == Approx(rarity * 1 * 2.2 / (1 + 1.2 * (0.25 + 0.75 * 6 / mean))));
}

TEST_CASE("random texts are found as by reading all of them", "[graph][text]") {
  std::mt19937 random(5);
  const auto word = [&] {
    return std::string(1, static_cast<char>('a' + random() % 6)) + (random() % 2 ? "x" : "y");
  };
  std::vector<std::string> texts;
  text::MemoryPostings source;
  for (int i = 0; i < 300; ++i) {
    std::string line;
    for (auto n = random() % 12; n-- > 0;) line += word() + " ";
    texts.push_back(line);
    source.add(std::string(1, static_cast<char>(i / 100 + '0')) + std::to_string(i % 100 + 100),
               std::vector{line});
  }
  for (int round = 0; round < 100; ++round) {
    const std::string a = word(), b = word(), c = word();
    // a, the phrase b a, and no c
    std::size_t expected = 0;
    for (const auto& line : texts) {
      const std::string padded = " " + line;
      const auto has = [&](const std::string& what) {
        return padded.find(" " + what + " ") != std::string::npos;
      };
      expected += has(a) && has(b + " " + a) && !has(c);
    }
    CHECK(found(source, "+" + a + " +\"" + b + " " + a + "\" -" + c, 1000).size() ==
          (c == a || c == b ? 0 : expected));
  }
}

TEST_CASE("postings survive their encoding, and foreign bytes are refused", "[graph][text]") {
  for (const auto& [term, posting] : text::postings_of(std::vector<std::string>{"a b a", "b c"})) {
    const auto bytes = text::encode(posting);
    CHECK(text::decode_posting(bytes) == posting);
    CHECK_FALSE(text::decode_posting(bytes + "x"));
    CHECK_FALSE(text::decode_posting(std::string_view(bytes).substr(0, bytes.size() - 1)));
  }
  const auto both = text::postings_of(std::vector<std::string>{"a b a", "b c"});
  CHECK(both.at("a") == text::Posting{5, {0, 2}});
  CHECK(both.at("b") == text::Posting{5, {1, 103}});
  CHECK_FALSE(text::decode_posting(""));
}
