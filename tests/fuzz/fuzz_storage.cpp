// Bytes from anywhere as a value, an index key and blocks of numbers: refused, or understood and written
// back.
#include <cstdint>
#include <cstdlib>
#include <vector>

#include "storage/bytes.hpp"
#include "storage/index_value.hpp"
#include "storage/value_codec.hpp"

using namespace skein;
using namespace skein::storage;

namespace {

void require(bool condition) {
  if (!condition) std::abort();
}

void as_value(std::string_view bytes) {
  const auto value = decode_value(bytes);
  if (!value.ok()) return;
  require(check_storable(*value).ok());
  const auto again = decode_value(encode_value(*value));
  require(again.ok() && again->identical(*value));

  std::string key;
  put_index_value(key, *value);
  key += "rest";
  ByteReader in(key);
  skip_index_value(in);
  require(in.ok() && in.rest() == "rest");
}

void as_index_value(std::string_view bytes) {
  ByteReader in(bytes);
  skip_index_value(in);
  (void)in.take_ordered_string();
}

// The fast decoder and one number at a time must agree, on garbage too.
void as_deltas(std::string_view bytes) {
  std::vector<std::uint64_t> fast(bytes.empty() ? 0 : static_cast<unsigned char>(bytes.front()));
  if (!bytes.empty()) bytes.remove_prefix(1);
  ByteReader at_once(bytes), one_by_one(bytes);
  at_once.take_deltas(fast);
  std::uint64_t last = 0;
  for (std::size_t i = 0; i < fast.size(); ++i) {
    last += one_by_one.take_varint();
    if (!one_by_one.ok()) break;
    if (at_once.ok()) require(fast[i] == last);
  }
  require(at_once.ok() == one_by_one.ok());
  require(at_once.rest() == one_by_one.rest());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  as_value(bytes);
  as_index_value(bytes);
  as_deltas(bytes);
  return 0;
}
