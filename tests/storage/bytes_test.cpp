#include <catch2/catch.hpp>

#include <cmath>
#include <limits>
#include <random>

#include "storage/bytes.hpp"

namespace skein::tests {

using namespace skein::storage;

namespace {

template <typename T, typename Put>
std::string bytes_of(T v, Put put) {
  std::string out;
  put(out, v);
  return out;
}

std::vector<std::uint64_t> interesting_numbers() {
  std::vector<std::uint64_t> numbers = {0, 1, 127, 128, 255, 256};
  for (unsigned bit = 1; bit < 64; ++bit)
    for (int off = -1; off <= 1; ++off) numbers.push_back((1ull << bit) + static_cast<std::uint64_t>(off));
  numbers.push_back(~0ull);
  numbers.push_back(~0ull - 1);
  return numbers;
}

}  // namespace

TEST_CASE("fixed-width numbers come back and sort as the numbers do", "[storage][bytes]") {
  const auto numbers = interesting_numbers();
  for (const auto a : numbers) {
    const auto sa = static_cast<std::int64_t>(a);
    const auto bytes =
        bytes_of(a, put_u64) + bytes_of(sa, put_i64) + bytes_of(static_cast<std::uint32_t>(a), put_u32) +
        bytes_of(static_cast<std::int32_t>(a), put_i32) + bytes_of(static_cast<std::uint16_t>(a), put_u16) +
        bytes_of(static_cast<std::uint8_t>(a), put_u8);
    REQUIRE(bytes.size() == 8 + 8 + 4 + 4 + 2 + 1);
    ByteReader in(bytes);
    CHECK(in.take_u64() == a);
    CHECK(in.take_i64() == sa);
    CHECK(in.take_u32() == static_cast<std::uint32_t>(a));
    CHECK(in.take_i32() == static_cast<std::int32_t>(a));
    CHECK(in.take_u16() == static_cast<std::uint16_t>(a));
    CHECK(in.take_u8() == static_cast<std::uint8_t>(a));
    CHECK(in.done());
    for (const auto b : numbers) {
      REQUIRE((bytes_of(a, put_u64) < bytes_of(b, put_u64)) == (a < b));
      REQUIRE((bytes_of(sa, put_i64) < bytes_of(static_cast<std::int64_t>(b), put_i64)) ==
              (sa < static_cast<std::int64_t>(b)));
    }
  }
}

TEST_CASE("doubles come back and sort as numbers, with one NaN past them all", "[storage][bytes]") {
  constexpr double inf = std::numeric_limits<double>::infinity();
  const std::vector<double> ascending = {-inf,   -1e308, -2.5, -1,  -5e-324, -0.0, 0.0,
                                         5e-324, 1e-9,   1,    1.5, 1e308,   inf,  std::nan("")};
  for (std::size_t i = 0; i < ascending.size(); ++i) {
    const auto bytes = bytes_of(ascending[i], put_double);
    ByteReader in(bytes);
    const double back = in.take_double();
    CHECK(in.done());
    CHECK((std::isnan(back) ? std::isnan(ascending[i]) : back == ascending[i]));
    CHECK(std::signbit(back) == std::signbit(ascending[i]));
    for (std::size_t j = 0; j < i; ++j) CHECK(bytes_of(ascending[j], put_double) < bytes);
  }
  CHECK(bytes_of(-std::nan("7"), put_double) == bytes_of(std::nan(""), put_double));
}

TEST_CASE("ordered strings sort as tuples do", "[storage][bytes]") {
  using namespace std::string_literals;
  const std::vector<std::string> ascending = {"",      "\0"s,  "\0\0"s, "\0\1"s,   "\0\xff"s,  "\1"s,
                                              "a",     "a\0"s, "a\0b"s, "a\1"s,    "ab",       "b",
                                              "\x7f"s, "é",    "\xff"s, "\xff\0"s, "\xff\xff"s};
  const auto pair = [](const std::string& a, const std::string& b) {
    std::string out;
    put_ordered_string(out, a);
    put_ordered_string(out, b);
    return out;
  };
  for (std::size_t i = 0; i < ascending.size(); ++i)
    for (const auto& second : ascending) {
      const auto bytes = pair(ascending[i], second);
      ByteReader in(bytes);
      CHECK(in.take_ordered_string() == ascending[i]);
      CHECK(in.take_ordered_string() == second);
      CHECK(in.done());
      if (i + 1 < ascending.size()) CHECK(bytes < pair(ascending[i + 1], ""));
    }
  for (const auto& garbage : {""s, "a"s, "a\0"s, "a\0\2"s, "\0"s}) {
    ByteReader in(garbage);
    in.take_ordered_string();
    CHECK_FALSE(in.ok());
  }
}

TEST_CASE("varints come back, and cut or oversized ones are refused", "[storage][bytes]") {
  for (const auto n : interesting_numbers()) {
    const auto sn = static_cast<std::int64_t>(n);
    const auto bytes =
        bytes_of(n, put_varint) + bytes_of(sn, put_signed_varint) + bytes_of(~sn, put_signed_varint);
    ByteReader in(bytes);
    CHECK(in.take_varint() == n);
    CHECK(in.take_signed_varint() == sn);
    CHECK(in.take_signed_varint() == ~sn);
    CHECK(in.done());
    const auto whole = bytes_of(n, put_varint);
    for (std::size_t size = 0; size < whole.size(); ++size) {
      ByteReader cut(std::string_view(whole).substr(0, size));
      CHECK(cut.take_varint() == 0);
      CHECK_FALSE(cut.ok());
    }
  }
  CHECK(bytes_of(std::int64_t{-1}, put_signed_varint).size() == 1);
  for (const auto& garbage :
       {std::string(10, '\xff'), std::string(9, '\xff') + "\x02", std::string(11, '\x80')}) {
    ByteReader in(garbage);
    in.take_varint();
    CHECK_FALSE(in.ok());
  }
  ByteReader wide(std::string_view("\xff\xff\xff\xff\x1f", 5));
  wide.take_varint32();
  CHECK_FALSE(wide.ok());
}

TEST_CASE("a reader that has failed stays failed and gives zeros", "[storage][bytes]") {
  ByteReader in("abc");
  CHECK(in.take_u32() == 0);
  CHECK_FALSE(in.ok());
  CHECK(in.take_u8() == 0);
  CHECK(in.take_string().empty());
  CHECK(in.take_i64() == 0);
  CHECK(in.take_double() == 0);
  CHECK_FALSE(in.done());
}

TEST_CASE("counts that the bytes cannot hold are refused", "[storage][bytes]") {
  std::string bytes;
  put_varint(bytes, 4);
  bytes += "12345678";
  CHECK(ByteReader(bytes).take_count(2) == 4);
  ByteReader in(bytes);
  in.take_count(3);
  CHECK_FALSE(in.ok());
}

TEST_CASE("deltas come back whatever their sizes, and cut blocks are refused", "[storage][bytes]") {
  std::mt19937_64 random(11);
  for (int round = 0; round < 400; ++round) {
    std::vector<std::uint64_t> numbers(random() % 60);
    std::uint64_t last = random() % 2 ? random() : 0;
    const unsigned widest = round % 8 == 0 ? 1 : static_cast<unsigned>(random() % 57 + 1);
    for (auto& n : numbers) n = last += random() & ((1ull << (random() % widest + 1)) - 1);
    std::sort(numbers.begin(), numbers.end());  // the sum may have wrapped
    std::string bytes;
    put_deltas(bytes, numbers);
    const std::size_t size = bytes.size();
    bytes += "rest";
    std::vector<std::uint64_t> back(numbers.size());
    ByteReader in(bytes);
    in.take_deltas(back);
    REQUIRE(in.ok());
    REQUIRE(back == numbers);
    REQUIRE(in.rest() == "rest");
    if (size > 0) {
      ByteReader cut(std::string_view(bytes).substr(0, random() % size));
      cut.take_deltas(back);
      REQUIRE_FALSE(cut.ok());
    }
  }
}

TEST_CASE("bytes are shown readably in messages", "[storage][bytes]") {
  CHECK(printable("n\x01\\ok") == "n\\x01\\x5cok");
  CHECK(printable(std::string(100, 'a')) == std::string(60, 'a') + "...");
}

TEST_CASE("checksums stay what they were, since they are on disk", "[storage][bytes]") {
  CHECK(checksum("") == 0x2d06800538d394c2ull);
  CHECK(checksum("skein") != checksum("skeim"));
}

}  // namespace skein::tests
