#include "cli/draw/terminal_image.hpp"

#include <catch2/catch.hpp>

using namespace skein::cli;

TEST_CASE("what a terminal can show is read from its answer", "[cli][draw]") {
  CHECK(images_in_answer("\x1b_Gi=31;OK\x1b\\\x1b[?62c") == ImageProtocol::kitty);
  CHECK(images_in_answer("\x1b_Gi=31;EINVAL:no\x1b\\\x1b[?62c") == ImageProtocol::none);
  CHECK(images_in_answer("\x1b[?62;4;22c") == ImageProtocol::sixel);
  CHECK(images_in_answer("typed meanwhile\x1b[?4c") == ImageProtocol::sixel);
  CHECK(images_in_answer("\x1b[?64;14;40c") == ImageProtocol::none);
  CHECK(images_in_answer("\x1b[?62;4") == ImageProtocol::none);  // cut off
  CHECK(images_in_answer("") == ImageProtocol::none);
}

TEST_CASE("kitty gets a picture in pieces, with its size in the first alone", "[cli][draw]") {
  CHECK(kitty_image("ABCD", 0) == "\x1b_Ga=T,f=100,q=2,m=0;QUJDRA==\x1b\\");
  const std::string large = kitty_image(std::string(4000, 'x'), 80);
  CHECK(large.starts_with("\x1b_Ga=T,f=100,q=2,c=80,m=1;eHh4"));
  CHECK(large.find("\x1b\\\x1b_Gm=0;") == 4096 + std::string("\x1b_Ga=T,f=100,q=2,c=80,m=1;").size());
}
