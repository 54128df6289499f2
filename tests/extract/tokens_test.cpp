#include <catch2/catch.hpp>

#include "extract/text/tokens.hpp"

using namespace skein::extract;

namespace {

// Tokens joined by a space, sentences by a bar.
std::string cut(std::string text) {
  Document d(std::move(text));
  tokenize(d);
  std::string out;
  for (const Sentence& s : d.sentences) {
    if (!out.empty()) out += " | ";
    for (std::uint32_t i = s.tokens.first; i < s.tokens.last; ++i)
      out += (i > s.tokens.first ? " " : "") + std::string(d.form(i));
  }
  return out;
}

}  // namespace

TEST_CASE("words are cut as the treebanks cut them", "[extract][tokens]") {
  CHECK(cut("They don't, can't and cannot.") == "They do n't , ca n't and can not .");
  CHECK(cut("The firm\u2019s well-known, low-cost model") ==
        "The firm \u2019s well - known , low - cost model");
  CHECK(cut("Its co-founder left an e-commerce site.") == "Its co-founder left an e-commerce site .");
  CHECK(cut("It costs $53bn, US$4.5 million or 3.5%.") == "It costs $ 53 bn , US$ 4.5 million or 3.5 % .");
  CHECK(cut("(Reuters) - \"Fine,\" she said") == "( Reuters ) - \" Fine , \" she said");
  CHECK(cut("AT&T, R&D and O'Neil met at 10:30am on 4/5/2021") ==
        "AT&T , R&D and O'Neil met at 10:30 am on 4/5/2021");
  CHECK(cut("Write to a.b@example.org or see https://example.org/x?y=1.") ==
        "Write to a.b@example.org or see https://example.org/x?y=1 .");
  CHECK(cut("Tara3.5-Max beats it\u2014easily...") == "Tara3.5 - Max beats it \u2014 easily ...");
  CHECK(cut("the 1980s, the 20th, 4G and #7") == "the 1980s , the 20th , 4G and # 7");
}

TEST_CASE("a full stop ends a sentence unless it belongs to an abbreviation", "[extract][tokens]") {
  CHECK(cut("Brightwell Corp. bought it. It paid little.") ==
        "Brightwell Corp. bought it . | It paid little .");
  CHECK(cut("The U.S. bank grew. Mr. Hale left.") == "The U.S. bank grew . | Mr. Hale left .");
  CHECK(cut("She joined Acre Inc. The firm grew.") == "She joined Acre Inc. | The firm grew .");
  CHECK(cut("J. R. Vale runs it. He is 40.") == "J. R. Vale runs it . | He is 40 .");
  CHECK(cut("\"Will it work?\" Vale asked. \"Yes!\" He left.") ==
        "\" Will it work ? \" Vale asked . | \" Yes ! \" | He left .");
  CHECK(cut("Found an error?Report it") == "Found an error ? | Report it");
  CHECK(cut("Lena Dahl (b. 1842) and Jon (born c. 1850) met Karen I. Vale.") ==
        "Lena Dahl ( b . 1842 ) and Jon ( born c . 1850 ) met Karen I . Vale .");
  CHECK(cut("She chose plan b. Then it rained.") == "She chose plan b . | Then it rained .");
  CHECK(cut("It is No. 7 in the list. No. It is not.") == "It is No. 7 in the list . | No . | It is not .");
}

TEST_CASE("lines end sentences, but not in text that is wrapped by hand", "[extract][tokens]") {
  CHECK(cut("Bank to buy rival\nThe bank said so") == "Bank to buy rival | The bank said so");
  CHECK(cut("One line\n\nand another") == "One line | and another");
  const std::string wrapped =
      "The council of the small town on the river agreed on\nThursday to build a bridge that would carry "
      "trains and\n"
      "cars over the water before the end of this decade, as\nthe mayor had promised to people in the old "
      "quarter.";
  Document d(wrapped);
  tokenize(d);
  CHECK(d.sentences.size() == 1);
}

TEST_CASE("headlines are known by their case and their missing full stop", "[extract][tokens]") {
  Document d("Small Bank to Buy a Rival\nThe bank bought it on Friday after long talks.");
  tokenize(d);
  REQUIRE(d.sentences.size() == 2);
  CHECK(d.sentences[0].headline);
  CHECK_FALSE(d.sentences[1].headline);
}

TEST_CASE("dropped ranges yield no tokens and move no offsets", "[extract][tokens]") {
  Document d("Keep this. Share on all channels! Keep that.");
  d.dropped = {{11, 34}};
  tokenize(d);
  for (const Token& t : d.tokens) CHECK((t.end <= 11 || t.begin >= 34));
  CHECK(d.form(static_cast<std::uint32_t>(d.tokens.size() - 2)) == "that");
  CHECK(d.tokens.back().end == d.text.size());
}

TEST_CASE("every byte of odd input lies in at most one token", "[extract][tokens]") {
  for (std::string text : {std::string("\xff\xfe\x80 abc \xe2\x82"), std::string(3, '\0') + "x",
                           std::string("\xe2\x80\x99s"), std::string(5000, '.'),
                           std::string("a\xc2\xa0"
                                       "b\xe3\x80\x80"
                                       "c"),
                           std::string("''''\"\"n't")}) {
    Document d(text);
    tokenize(d);
    std::uint32_t at = 0;
    for (const Token& t : d.tokens) {
      CHECK(t.begin >= at);
      CHECK(t.end > t.begin);
      at = t.end;
    }
    CHECK(at <= text.size());
  }
}

TEST_CASE("code points are counted from bytes", "[extract][document]") {
  const std::string text = "a\u00e9\u6f22\U0001F600z" + std::string(200, 'x') + "\u00e9!";
  const CodePoints points(text);
  CHECK(points.at(0) == 0);
  CHECK(points.at(3) == 2);
  CHECK(points.at(6) == 3);
  CHECK(points.at(10) == 4);
  CHECK(points.at(static_cast<std::uint32_t>(text.size())) == 207);
  CHECK(CodePoints("").at(0) == 0);
}
