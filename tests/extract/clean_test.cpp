#include <catch2/catch.hpp>

#include <algorithm>
#include <string>

#include "extract/readers/clean.hpp"

using namespace skein::extract;

namespace {

// What is left of a text, dropped parts cut out.
std::string left_of(const std::string& text) {
  Document document(text);
  clean(document);
  std::string out;
  std::uint32_t at = 0;
  for (const auto s : document.dropped) {
    CHECK(s.begin >= at);
    out += text.substr(at, s.begin - at);
    at = s.end;
  }
  return out + text.substr(at);
}

const std::string body =
    "The carmaker Norvik said on Friday that it would open a second plant in Bergen next year.";

bool keeps(const std::string& text, const std::string& part) {
  return left_of(text).find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("lines around an article are dropped and the article stays", "[clean]") {
  const std::string line =
      GENERATE(as<std::string>{}, "Also Read: Five cars to avoid", "Share this article", "Leave a comment",
               "Join our channel", "Get our newsletter delivered to your inbox every week, free.",
               "By Ann Lee", "Last updated: 4 May 2023", "| May 4, 2023 , 9:15 am", "Follow us on Telegram",
               "3 min read", "No comments yet", "Subscribe to unlock this story",
               "This text is for informational purposes only and is no investment advice.",
               "© 2023 Some Press. All rights reserved.");
  CAPTURE(line);
  const auto text = "Norvik to open a second plant\n" + line + "\n" + body + "\n" + line + "\n";
  CHECK_FALSE(keeps(text, line));
  CHECK(keeps(text, body));
  CHECK(keeps(text, "Norvik to open a second plant"));
}

TEST_CASE("a paragraph that the page repeats counts once, with either kind of quotes", "[clean]") {
  const std::string first =
      "Norvik's plan, which was made in spring, pleased the town of Bergen and its mayor.";
  const std::string second =
      "Norvik’s plan, which was made in spring, pleased the town of Bergen and its mayor.";
  const auto left = left_of(body + "\n" + first + "\n" + second + "\n");
  CHECK(left.find(first) != std::string::npos);
  CHECK(left.find(second) == std::string::npos);
}

TEST_CASE("reference marks, source notes and text in another script are cut out of a line", "[clean]") {
  CHECK(left_of("Sales rose [1](https://a.example/b). " + body) == "Sales rose . " + body);
  CHECK(left_of(body.substr(0, body.size() - 1) + " (source).") == body.substr(0, body.size() - 1) + " .");
  const auto left = left_of(body + "\"]}остаток строки 12\n");
  CHECK(left == body + "\n");
}

TEST_CASE("headings stay when text follows, and loose short lines at the end go", "[clean]") {
  const auto text = "Norvik grows\nThe second plant\n" + body + "\nLatest articles\nNorvik TV\n";
  CHECK(keeps(text, "The second plant"));
  CHECK_FALSE(keeps(text, "Latest articles"));
  CHECK_FALSE(keeps(text, "Norvik TV"));
}

TEST_CASE("the place before the first sentence is not part of it", "[clean]") {
  CHECK(left_of("OSLO, May 3 (Press) – " + body) == body);
}

TEST_CASE("a text of nothing but page furniture leaves nothing", "[clean]") {
  const auto left = left_of("Subscribe now\nShare\nFollow us\nNo comments yet\n");
  CHECK(std::none_of(left.begin(), left.end(),
                     [](char c) { return std::isalpha(static_cast<unsigned char>(c)); }));
}

TEST_CASE("head lines give title and date", "[clean]") {
  Document document("Norvik to open a second plant\nBy Ann Lee\nFriday, May 5, 2023 10:24 pm\n" + body);
  read_dateline(document);
  CHECK(document.metadata.title == "Norvik to open a second plant");
  CHECK(document.metadata.published == "2023-05-05");
}

TEST_CASE("a first line of a paragraph's length is text and no title", "[clean]") {
  std::string line;
  while (line.size() < 100000) line += "Norvik opened a plant and said so again and again ";
  Document document(line);
  read_dateline(document);
  CHECK(document.metadata.title.empty());
}
