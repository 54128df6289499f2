#include <catch2/catch.hpp>

#include <string>

#include "extract/text/tokens.hpp"
#include "extract/values/value_scanner.hpp"
#include "extract/values/values.hpp"

using namespace skein::extract;

namespace {

ScannedFigure scan(const std::string& text, const std::string& published = "2024-05-03") {
  const auto found = scan_figure(text, 0, published);
  REQUIRE(found.has_value());
  return *found;
}

}  // namespace

TEST_CASE("sums of money are read with currency and size", "[values]") {
  struct Row {
    std::string text, name, unit;
    double amount;
  };
  const auto row = GENERATE(values<Row>({{"$53 billion", "$53 billion", "USD", 53e9},
                                         {"$53bn", "$53 billion", "USD", 53e9},
                                         {"£2.5m", "£2.5 million", "GBP", 2.5e6},
                                         {"€40", "€40", "EUR", 40},
                                         {"380 billion yuan", "380 billion yuan", "CNY", 380e9},
                                         {"250 million euros", "€250 million", "EUR", 250e6},
                                         {"half a billion dollars", "$500 million", "USD", 5e8},
                                         {"$1,250,000", "$1.25 million", "USD", 1.25e6},
                                         {"HK$12.5 billion", "12.5 billion HKD", "HKD", 12.5e9},
                                         {"US$7.2 trillion", "$7.2 trillion", "USD", 7.2e12},
                                         {"six million pounds", "£6 million", "GBP", 6e6}}));
  CAPTURE(row.text);
  const auto f = scan(row.text + " more");
  CHECK(f.figure.type == EntityType::money);
  CHECK(f.figure.name == row.name);
  CHECK(f.figure.unit == row.unit);
  CHECK(f.figure.amount == Approx(row.amount));
  CHECK(f.end == row.text.size());
}

TEST_CASE("the same sum in another currency is one figure", "[values]") {
  const auto f = scan("150 billion yuan ($20.7 billion) for chips");
  CHECK(f.figure.name == "$20.7 billion");
  CHECK(f.figure.also == "150 billion yuan");
  CHECK(f.end == std::string("150 billion yuan ($20.7 billion)").size());
}

TEST_CASE("percentages, ranks, counts and years are told apart", "[values]") {
  CHECK(scan("8 per cent").figure.name == "8%");
  CHECK(scan("68% of").figure.name == "68%");
  CHECK(scan("six percent").figure.name == "6%");
  CHECK(scan("#7 in").figure.type == EntityType::rank);
  CHECK(scan("9th place").figure.name == "#9");
  CHECK(scan("12,000 people").figure.name == "12,000");
  CHECK(scan("12,000 people").figure.unit == "people");
  CHECK(scan("2019 and").figure.type == EntityType::date);
  CHECK(scan("2,019 and").figure.type == EntityType::number);
}

TEST_CASE("times are put in relation to the day of publication", "[values]") {
  CHECK(scan("February 24, 2025").figure.name == "2025-02-24");
  CHECK(scan("24 February 2025").figure.name == "2025-02-24");
  CHECK(scan("May 1").figure.name == "2024-05-01");
  CHECK(scan("December 30").figure.name == "2023-12-30");
  CHECK(scan("Monday").figure.name == "2024-04-29");
  CHECK(scan("this year").figure.name == "2024");
  CHECK(scan("last year").figure.name == "2023");
  CHECK(scan("next three years").figure.name == "next three years");
  CHECK(scan("Q4 2024").figure.name == "2024-Q4");
}

TEST_CASE("words that only look like figures are none", "[values]") {
  const std::string text = GENERATE("may be", "one of", "six-year plan", "march on", "86Research", "a day");
  CAPTURE(text);
  CHECK_FALSE(scan_figure(text, 0, "2024-05-03").has_value());
}

TEST_CASE("figures of a document are mentions with what bounds them", "[values]") {
  Document document("Norvik will spend more than $2 billion and nearly 40 per cent of its cash.");
  tokenize(document);
  const auto figures = find_values(document);
  REQUIRE(figures.size() == 2);
  CHECK(figures[0].bound == "over");
  CHECK(figures[1].bound == "under");
  REQUIRE(document.mentions.size() == 2);
  CHECK(document.form(document.mentions[0]) == "$2 billion");
  CHECK(document.form(document.mentions[1]) == "40 per cent");
}
