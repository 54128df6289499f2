#include "storage/bytes.hpp"

#include <fmt/format.h>
#include <xxhash.h>

#include <bit>
#include <cmath>
#include <cstring>
#include <limits>

namespace skein::storage {

namespace {

template <typename T>
T big_endian(T v) {
  static_assert(std::endian::native == std::endian::little, "skein runs on little-endian machines");
  if constexpr (sizeof(T) == 2) return __builtin_bswap16(v);
  if constexpr (sizeof(T) == 4) return __builtin_bswap32(v);
  if constexpr (sizeof(T) == 8) return __builtin_bswap64(v);
}

template <typename T>
void put_fixed(std::string& out, T v) {
  v = big_endian(v);
  char bytes[sizeof v];
  std::memcpy(bytes, &v, sizeof v);
  out.append(bytes, sizeof v);
}

template <typename T>
T load(const char* p) {
  T v;
  std::memcpy(&v, p, sizeof v);
  return v;
}

constexpr std::uint32_t sign32 = 0x80000000u;
constexpr std::uint64_t sign64 = 0x8000000000000000ull;
constexpr std::uint64_t high_bits = 0x8080808080808080ull;

// An ordered string ends with 00 01; a zero byte inside is 00 ff. So a string sorts before those it begins.
constexpr char escape = '\x00', escaped_zero = '\xff', end_mark = '\x01';

// Joins the low 7 bits of up to eight bytes, first byte lowest; the high bits must be clear.
std::uint64_t join_sevens(std::uint64_t x) {
  x = (x & 0x007f007f007f007full) | ((x & 0x7f007f007f007f00ull) >> 1);
  x = (x & 0x00003fff00003fffull) | ((x & 0x3fff00003fff0000ull) >> 2);
  return (x & 0x000000000fffffffull) | ((x & 0x0fffffff00000000ull) >> 4);
}

// A varint of up to 10 bytes from p, not past end. Null when it is cut short or larger than 64 bits.
const char* read_varint(const char* p, const char* end, std::uint64_t& v) {
  v = 0;
  for (unsigned shift = 0; p != end && shift < 64; shift += 7) {
    const auto byte = static_cast<std::uint8_t>(*p++);
    if (shift == 63 && byte > 1) return nullptr;
    v |= static_cast<std::uint64_t>(byte & 0x7f) << shift;
    if (byte < 0x80) return p;
  }
  return nullptr;
}

}  // namespace

void put_u8(std::string& out, std::uint8_t v) { out.push_back(static_cast<char>(v)); }
void put_u16(std::string& out, std::uint16_t v) { put_fixed(out, v); }
void put_u32(std::string& out, std::uint32_t v) { put_fixed(out, v); }
void put_u64(std::string& out, std::uint64_t v) { put_fixed(out, v); }
void put_i32(std::string& out, std::int32_t v) { put_u32(out, static_cast<std::uint32_t>(v) ^ sign32); }
void put_i64(std::string& out, std::int64_t v) { put_u64(out, static_cast<std::uint64_t>(v) ^ sign64); }

void put_double(std::string& out, double v) {
  if (std::isnan(v)) v = std::numeric_limits<double>::quiet_NaN();
  const auto bits = std::bit_cast<std::uint64_t>(v);
  put_u64(out, bits & sign64 ? ~bits : bits | sign64);
}

void put_ordered_string(std::string& out, std::string_view v) {
  while (true) {
    const std::size_t zero = v.find('\0');
    out.append(v.substr(0, zero));
    if (zero == std::string_view::npos) break;
    out.push_back(escape);
    out.push_back(escaped_zero);
    v.remove_prefix(zero + 1);
  }
  out.push_back(escape);
  out.push_back(end_mark);
}

void put_varint(std::string& out, std::uint64_t v) {
  char bytes[10];
  std::size_t n = 0;
  for (; v >= 0x80; v >>= 7) bytes[n++] = static_cast<char>(v | 0x80);
  bytes[n++] = static_cast<char>(v);
  out.append(bytes, n);
}

void put_signed_varint(std::string& out, std::int64_t v) {
  put_varint(out, (static_cast<std::uint64_t>(v) << 1) ^ static_cast<std::uint64_t>(v >> 63));
}

void put_string(std::string& out, std::string_view v) {
  put_varint(out, v.size());
  out.append(v);
}

void put_deltas(std::string& out, std::span<const std::uint64_t> ascending) {
  std::uint64_t last = 0;
  for (const std::uint64_t v : ascending) {
    put_varint(out, v - last);
    last = v;
  }
}

std::uint8_t ByteReader::take_u8() {
  if (rest_.empty()) return fail(), std::uint8_t{0};
  const auto v = static_cast<std::uint8_t>(rest_.front());
  rest_.remove_prefix(1);
  return v;
}

std::uint16_t ByteReader::take_u16() {
  const auto b = take_bytes(2);
  return ok_ ? big_endian(load<std::uint16_t>(b.data())) : std::uint16_t{0};
}

std::uint32_t ByteReader::take_u32() {
  const auto b = take_bytes(4);
  return ok_ ? big_endian(load<std::uint32_t>(b.data())) : 0;
}

std::uint64_t ByteReader::take_u64() {
  const auto b = take_bytes(8);
  return ok_ ? big_endian(load<std::uint64_t>(b.data())) : 0;
}

std::int32_t ByteReader::take_i32() {
  const auto v = take_u32();
  return ok_ ? static_cast<std::int32_t>(v ^ sign32) : 0;
}

std::int64_t ByteReader::take_i64() {
  const auto v = take_u64();
  return ok_ ? static_cast<std::int64_t>(v ^ sign64) : 0;
}

double ByteReader::take_double() {
  const auto v = take_u64();
  return ok_ ? std::bit_cast<double>(v & sign64 ? v ^ sign64 : ~v) : 0;
}

std::string ByteReader::take_ordered_string() {
  std::string text;
  while (true) {
    const std::size_t mark = rest_.find(escape);
    if (mark == std::string_view::npos || mark + 1 == rest_.size()) break;
    const char after = rest_[mark + 1];
    text.append(rest_.substr(0, mark));
    rest_.remove_prefix(mark + 2);
    if (after == end_mark) return text;
    if (after != escaped_zero) break;
    text.push_back('\0');
  }
  fail();
  return {};
}

std::uint64_t ByteReader::take_varint() {
  std::uint64_t v = 0;
  const char* end = rest_.data() + rest_.size();
  const char* p = read_varint(rest_.data(), end, v);
  if (!p) return fail(), 0;
  rest_ = {p, static_cast<std::size_t>(end - p)};
  return v;
}

std::uint32_t ByteReader::take_varint32() {
  const auto v = take_varint();
  if (v > std::numeric_limits<std::uint32_t>::max()) return fail(), 0;
  return static_cast<std::uint32_t>(v);
}

std::int64_t ByteReader::take_signed_varint() {
  const auto v = take_varint();
  return static_cast<std::int64_t>(v >> 1) ^ -static_cast<std::int64_t>(v & 1);
}

std::string_view ByteReader::take_string() {
  const auto size = take_varint();
  if (size > rest_.size()) return fail(), std::string_view();
  return take_bytes(static_cast<std::size_t>(size));
}

std::string_view ByteReader::take_bytes(std::size_t n) {
  if (n > rest_.size()) return fail(), std::string_view();
  const auto bytes = rest_.substr(0, n);
  rest_.remove_prefix(n);
  return bytes;
}

std::size_t ByteReader::take_count(std::size_t least_bytes) {
  const auto n = take_varint();
  if (n > rest_.size() / least_bytes) return fail(), 0;
  return static_cast<std::size_t>(n);
}

// Eight bytes are looked at together: where none continues they are eight numbers, else the first number's
// length is the place of the first clear high bit.
void ByteReader::take_deltas(std::span<std::uint64_t> out, std::uint64_t last) {
  const char* p = rest_.data();
  const char* const end = p + rest_.size();
  std::size_t i = 0;
  while (i < out.size()) {
    if (end - p >= 8) {
      const auto word = load<std::uint64_t>(p);
      const std::uint64_t stops = ~word & high_bits;
      if (stops == high_bits && out.size() - i >= 8) {
        for (unsigned k = 0; k < 8; ++k) out[i + k] = last += (word >> (8 * k)) & 0x7f;
        i += 8;
        p += 8;
        continue;
      }
      if (stops != 0) {
        const auto length = static_cast<unsigned>(std::countr_zero(stops)) / 8 + 1;
        const std::uint64_t bytes = (word & ~high_bits) & (~0ull >> (64 - 8 * length));
        out[i++] = last += join_sevens(bytes);
        p += length;
        continue;
      }
    }
    std::uint64_t delta = 0;
    p = read_varint(p, end, delta);
    if (!p) return fail();
    out[i++] = last += delta;
  }
  rest_ = {p, static_cast<std::size_t>(end - p)};
}

std::uint64_t checksum(std::string_view bytes) { return XXH3_64bits(bytes.data(), bytes.size()); }

std::string printable(std::string_view bytes) {
  std::string text;
  for (const char c : bytes.substr(0, 60)) {
    if (c >= ' ' && c <= '~' && c != '\\')
      text.push_back(c);
    else
      text += fmt::format("\\x{:02x}", static_cast<unsigned char>(c));
  }
  if (bytes.size() > 60) text += "...";
  return text;
}

}  // namespace skein::storage
