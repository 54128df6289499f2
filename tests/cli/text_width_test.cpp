#include <catch2/catch.hpp>

#include "cli/output/text_width.hpp"

using namespace skein::cli;

TEST_CASE("CJK takes two columns, combining marks none", "[cli][width]") {
  CHECK(columns_of("Wu") == 2);
  CHECK(columns_of("吴泳铭") == 6);
  CHECK(columns_of("Kùzu") == 4);
  CHECK(columns_of("Ku\u0300zu") == 4);
  CHECK(columns_of("한국") == 4);
  CHECK(columns_of("👍") == 2);
  CHECK(columns_of("ﬁ") == 1);
}

TEST_CASE("a text is cut at whole characters, with a mark", "[cli][width]") {
  CHECK(fit("Alibaba", 7) == "Alibaba");
  CHECK(fit("Alibaba", 6) == "Aliba…");
  CHECK(fit("吴泳铭", 5) == "吴泳…");
  CHECK(fit("吴泳铭", 4) == "吴…");
  CHECK(columns_of(fit("吴泳铭", 4)) <= 4);
  CHECK(fit("abc", 0).empty());
}

TEST_CASE("padding counts columns and not bytes", "[cli][width]") {
  CHECK(pad("吴", 4) == "吴  ");
  CHECK(pad("7", 3, true) == "  7");
  CHECK(pad("long", 2) == "long");
}

TEST_CASE("a text cannot steer the terminal", "[cli][width]") {
  CHECK(visible("a\x1b[2Jb") == "a·[2Jb");
  CHECK(visible("one\ntwo") == "one⏎two");
  CHECK(visible("a\u202e"
                "b") == "a·b");
  CHECK(visible("\xff"
                "a") == "�a");
  CHECK(visible("tab\there") == "tab here");
}

TEST_CASE("broken UTF-8 is walked byte by byte to its end", "[cli][width]") {
  const std::string_view broken = "\xe5\x90";
  std::size_t at = 0;
  CHECK(next_code_point(broken, at) == 0xfffd);
  CHECK(at == 1);
  CHECK(columns_of("\xf8\x88\x80") == 3);
}

TEST_CASE("words are broken into lines", "[cli][width]") {
  CHECK(wrap_text("one two three", 9, "  ") == "  one two\n  three");
  CHECK(wrap_text("averylongword x", 5, "") == "averylongword\nx");
}
