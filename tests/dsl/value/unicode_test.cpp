#include "dsl/value/unicode.hpp"

#include <catch2/catch.hpp>

using namespace skein::dsl;

TEST_CASE("letters change their case in all scripts that have one", "[dsl][unicode]") {
  CHECK(unicode::upper("straße") == "STRASSE");
  CHECK(unicode::upper("àéîøžя") == "ÀÉÎØŽЯ");
  CHECK(unicode::lower("ÀÉÎØŽЯ") == "àéîøžя");
  CHECK(unicode::lower("ΟΔΟΣ ΣΑΣ") == "οδος σας");
  CHECK(unicode::upper("中文 123") == "中文 123");
  CHECK(unicode::lower("ĀĂĄ") == "āăą");
}

TEST_CASE("code points are counted, broken bytes one by one", "[dsl][unicode]") {
  CHECK(unicode::length("aé中😀") == 4);
  CHECK(unicode::byte_of("aé中😀", 2) == 3);
  CHECK(unicode::byte_of("ab", 9) == 2);
  CHECK(unicode::length("\xff\xc3") == 2);
  CHECK(unicode::upper("a\xff") == "A\xff");
}

TEST_CASE("normalization composes and decomposes", "[dsl][unicode]") {
  using unicode::Form;
  CHECK(unicode::normalize("e\u0301", Form::nfc) == "é");
  CHECK(unicode::normalize("é", Form::nfd) == "e\u0301");
  CHECK(unicode::normalize("ﬁ①", Form::nfkc) == "fi1");
  CHECK(unicode::normalize("ﬁ", Form::nfc) == "ﬁ");
  CHECK(unicode::normalize("한", Form::nfd) == "\u1112\u1161\u11ab");
  CHECK(unicode::normalize("\u1112\u1161\u11ab", Form::nfc) == "한");
  CHECK(unicode::normalize("q\u0307\u0323", Form::nfc) ==
        "q\u0323\u0307");  // marks in order of their classes
  CHECK(unicode::normalize("\u1E9B\u0323", Form::nfkc) == "\u1E69");
}
