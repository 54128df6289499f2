// The reporting period of a figure, from its sentence or from the text.
#include <catch2/catch.hpp>

#include "extract/pipeline.hpp"
#include "extract/readers/clean.hpp"
#include "extract/values/periods.hpp"

using namespace skein;
using namespace skein::extract;

namespace {

// Of the first token with a digit after a currency sign, or of "FIGURE".
std::string period(const std::string& text, const std::string& published = "2023-08-22") {
  static const auto models = Models::load(default_model_directory());
  REQUIRE(models.ok());
  Document document(text);
  document.metadata.published = published;
  clean(document);
  read(document, *models);
  for (std::uint32_t t = 0; t < document.tokens.size(); ++t)
    if (document.form(t).find('$') != std::string_view::npos) return period_of(document, t);
  return "no figure";
}

}  // namespace

TEST_CASE("a figure is of the period that its sentence names", "[periods][models]") {
  CHECK(period("Norvik posted a profit of $3 million in the second quarter.") == "2023-04-01/2023-06-30");
  CHECK(period("Norvik posted a profit of $3 million in the fourth quarter.") == "2022-10-01/2022-12-31");
  CHECK(period("Norvik posted a profit of $3 million in the first quarter of 2021.") ==
        "2021-01-01/2021-03-31");
  CHECK(period("In the first half of 2023, Norvik earned $3 million.") == "2023-01-01/2023-06-30");
  CHECK(period("Sales were $3 million in the nine months to September 2022.") == "2022-01-01/2022-09-30");
  CHECK(period("Norvik earned $3 million in the year to March.") == "2022-04-01/2023-03-31");
  CHECK(period("Norvik earned $3 million in 2021.") == "2021-01-01/2021-12-31");
  CHECK(period("Norvik earned $3 million last year.") == "2022-01-01/2022-12-31");
  CHECK(period("Norvik posted a quarterly profit of $3 million.") == "2023-04-01/2023-06-30");
}

TEST_CASE("what a figure is compared with is not its period", "[periods][models]") {
  CHECK(period("Profit in the second quarter rose to $3 million from 2 million a year earlier.") ==
        "2023-04-01/2023-06-30");
}

TEST_CASE("a text's own period serves figures whose sentence names none", "[periods][models]") {
  CHECK(period("Norvik reported on its second quarter on Monday. Revenue was $3 million.") ==
        "2023-04-01/2023-06-30");
  CHECK(period("Norvik has a shop in Oslo. Revenue was $3 million.").empty());
}

TEST_CASE("times of claims are days", "[periods]") {
  const auto days = [](std::string_view when) { return interval_of(when); };
  CHECK(days("1970-01-02") == std::pair(1LL, 1LL));
  CHECK(days("1970") == std::pair(0LL, 364LL));
  CHECK(days("1970-02") == std::pair(31LL, 58LL));
  CHECK(days("1970-Q1") == std::pair(0LL, 89LL));
  CHECK(days("1970-01-05/P7D") == std::pair(4LL, 10LL));
  CHECK(days("1970-01-01/1970-01-31") == std::pair(0LL, 30LL));
  CHECK_FALSE(days("next year"));
  CHECK_FALSE(days(""));
}
