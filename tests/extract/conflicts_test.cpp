// Conflicts against a gold of pairs of reports that cannot both be right, and of pairs that only look so.
#include <catch2/catch.hpp>

#include <filesystem>
#include <fstream>
#include <set>

#include "extract/builder.hpp"
#include "graph/conflicts.hpp"
#include "graph/figures.hpp"
#include "graph/graph.hpp"

using namespace skein;
using namespace skein::extract;

namespace {

struct Pair {
  std::string kind, name;
  std::vector<std::pair<std::string, std::string>> documents;  // date, text
};

std::vector<Pair> gold() {
  std::ifstream in(std::filesystem::path(SKEIN_TEST_ARTICLES).parent_path() / "gold" / "conflicts.txt");
  std::vector<Pair> pairs;
  for (std::string line; std::getline(in, line);) {
    if (line.starts_with("== ")) {
      const auto colon = line.find(':');
      pairs.push_back({line.substr(3, colon - 3), line.substr(colon + 2), {}});
    } else if (line.starts_with("- ")) {
      pairs.back().documents.emplace_back(line.substr(2), "");
    } else if (!line.empty() && line[0] != '#') {
      pairs.back().documents.back().second += line + "\n";
    }
  }
  return pairs;
}

std::size_t conflicts_of(const Pair& pair) {
  static const auto extractor = Extractor::load({});
  REQUIRE(extractor.ok());
  auto graph = graph::Graph::open(":memory:", {});
  REQUIRE(graph.ok());
  std::vector<Document> documents;
  for (const auto& [date, text] : pair.documents) {
    documents.emplace_back(text);
    documents.back().metadata.id = "report " + std::to_string(documents.size());
    documents.back().metadata.published = date;
  }
  REQUIRE(build_documents(**graph, *extractor, std::move(documents)).ok());
  const auto transaction = (*graph)->begin(storage::Access::read);
  REQUIRE(transaction.ok());
  const auto found = graph::conflicts(**transaction);
  REQUIRE(found.ok());
  return found->size();
}

}  // namespace

TEST_CASE("what cannot all be right is found, and what only looks so is not", "[conflicts][models]") {
  std::size_t right = 0, missed = 0, alarms = 0, conflicts = 0, look_alikes = 0;
  for (const auto& pair : gold()) {
    const bool expected = pair.kind == "conflict";
    const bool told = conflicts_of(pair) > 0;
    ++(expected ? conflicts : look_alikes);
    if (expected && told) ++right;
    if (expected != told) {
      ++(expected ? missed : alarms);
      UNSCOPED_INFO((expected ? "missed: " : "false alarm: ") << pair.kind << ": " << pair.name);
    }
  }
  CHECK(conflicts >= 30);
  CHECK(look_alikes >= 30);
  INFO(right << " found, " << missed << " missed, " << alarms << " false alarms");
  CHECK(right * 10 >= (right + missed) * 9);
  CHECK(right * 10 >= (right + alarms) * 9);
}

TEST_CASE("a figure is as exact as its digits say", "[conflicts]") {
  const auto half = [](double amount, std::string spelled) {
    return graph::half_digit({amount, std::move(spelled), {}, {}});
  };
  CHECK(half(1.9e9, "$1.9 billion") == Approx(0.05e9));
  CHECK(half(53e9, "$53 billion") == Approx(0.5e9));
  CHECK(half(12000, "12,000 people") == Approx(500));
  CHECK(half(9412, "9,412 people") == Approx(0.5));
  CHECK(half(4, "4%") == Approx(0.5));
  CHECK(half(-2.5, "-2.5%") == Approx(0.05));
}
