// Bytes out of numbers and text, and back: every key and record is made of these.
//
// put_* append to a string. Fixed-width numbers are big-endian, so that their bytes, compared as unsigned,
// sort like the numbers. ByteReader takes the same things back from bytes that may be anything: past the
// first thing that does not fit it stays failed and gives zeros, so a decoder reads all its fields and asks
// once at the end.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace skein::storage {

void put_u8(std::string& out, std::uint8_t v);
void put_u16(std::string& out, std::uint16_t v);
void put_u32(std::string& out, std::uint32_t v);
void put_u64(std::string& out, std::uint64_t v);
// Signed, sorting like the numbers: the sign bit is flipped.
void put_i32(std::string& out, std::int32_t v);
void put_i64(std::string& out, std::int64_t v);
// 8 bytes that sort like the doubles: -inf < ... < -0.0 < 0.0 < ... < inf < NaN; all NaNs become one.
void put_double(std::string& out, double v);
// Text inside a key: zero bytes are escaped and an end mark follows, so that tuples sort field by field.
void put_ordered_string(std::string& out, std::string_view v);

// LEB128, 1 to 10 bytes; the signed form folds the sign into the lowest bit (zigzag). These do not sort.
void put_varint(std::string& out, std::uint64_t v);
void put_signed_varint(std::string& out, std::int64_t v);
// A length as a varint, then the bytes.
void put_string(std::string& out, std::string_view v);
// Ascending numbers (equal ones allowed) as the varint of the first and of each difference. The count is not
// written.
void put_deltas(std::string& out, std::span<const std::uint64_t> ascending);

// Reads from bytes which must outlive it and whatever views it hands out.
class ByteReader {
 public:
  explicit ByteReader(std::string_view bytes) : rest_(bytes) {}

  std::uint8_t take_u8();
  std::uint16_t take_u16();
  std::uint32_t take_u32();
  std::uint64_t take_u64();
  std::int32_t take_i32();
  std::int64_t take_i64();
  double take_double();
  std::string take_ordered_string();
  std::uint64_t take_varint();
  std::uint32_t take_varint32();  // fails when the number needs more than 32 bits
  std::int64_t take_signed_varint();
  std::string_view take_string();              // a view into the bytes
  std::string_view take_bytes(std::size_t n);  // the next n bytes as they are
  // Fills `out` with out.size() numbers written by put_deltas, the first a difference from `last`. Fast: whole
  // blocks of adjacency pass through here.
  void take_deltas(std::span<std::uint64_t> out, std::uint64_t last = 0);

  // A count of things that take at least `least_bytes` each: fails when they cannot all be there, so that
  // garbage never makes a decoder reserve more memory than the bytes justify.
  std::size_t take_count(std::size_t least_bytes = 1);

  void fail() {
    ok_ = false;
    rest_ = {};
  }
  [[nodiscard]] bool ok() const { return ok_; }
  [[nodiscard]] bool empty() const { return rest_.empty(); }
  [[nodiscard]] bool done() const { return ok_ && rest_.empty(); }  // all taken, nothing wrong
  [[nodiscard]] std::string_view rest() const { return rest_; }

 private:
  bool ok_ = true;
  std::string_view rest_;
};

// XXH3, 64 bits. Written to disk, so it never changes.
std::uint64_t checksum(std::string_view bytes);

// Bytes for a message: printable ASCII as it is, the rest as \xNN, cut after 60 bytes.
std::string printable(std::string_view bytes);

}  // namespace skein::storage
