// Reading records in tight loops: the inline twin of storage's ByteReader, since adjacency blocks are decoded by the
// hundred million.
#pragma once

#include <cstdint>
#include <string_view>

namespace skein::graph {

// Reads a record from front to back. A read past the end gives zeros and turns ok() false for good, so that a
// decoder asks once, at its end.
class RecordReader {
 public:
  explicit RecordReader(std::string_view bytes) : at_(bytes.data()), end_(bytes.data() + bytes.size()) {}
  [[nodiscard]] bool ok() const { return ok_; }
  [[nodiscard]] bool at_end() const { return at_ == end_; }
  [[nodiscard]] std::size_t left() const { return static_cast<std::size_t>(end_ - at_); }
  std::uint8_t byte() {
    if (at_ == end_) return fail();
    return static_cast<std::uint8_t>(*at_++);
  }
  std::uint64_t varint() {
    std::uint64_t v = 0;
    for (unsigned shift = 0; shift < 64; shift += 7) {
      if (at_ == end_) return fail();
      const auto b = static_cast<std::uint8_t>(*at_++);
      v |= static_cast<std::uint64_t>(b & 0x7f) << shift;
      if (b < 0x80) return v;
    }
    return fail();
  }
  std::int64_t signed_varint() {
    const auto v = varint();
    return static_cast<std::int64_t>(v >> 1) ^ -static_cast<std::int64_t>(v & 1);
  }
  std::string_view bytes(std::uint64_t n) {
    if (n > left()) {
      fail();
      return {};
    }
    const std::string_view out(at_, n);
    at_ += n;
    return out;
  }
  std::string_view counted() { return bytes(varint()); }  // a varint length, then that many bytes
  std::string_view rest() { return bytes(left()); }

 private:
  std::uint8_t fail() {
    ok_ = false;
    at_ = end_;
    return 0;
  }
  const char* at_;
  const char* end_;
  bool ok_ = true;
};

}  // namespace skein::graph
