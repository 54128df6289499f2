#include "graph/column_codec.hpp"

#include <bit>
#include <cassert>
#include <cstring>
#include <map>

#include "graph/cache/property_column.hpp"
#include "graph/varint.hpp"
#include "storage/value_codec.hpp"

namespace skein::graph {

namespace {

constexpr std::uint8_t form_same = 1, form_packed = 2, form_words = 3, form_plain = 4, flag_gaps = 0x80;
constexpr std::size_t most_words = 256;  // distinct values worth a dictionary

Error broken() { return Error{ErrorCode::corruption, "property column: record of a wrong form"}; }

std::size_t packed_bytes(std::size_t rows, unsigned width) { return (rows * width + 7) / 8; }

void put_packed(std::string& out, std::span<const std::uint64_t> numbers, unsigned width) {
  const auto start = out.size();
  out.resize(start + packed_bytes(numbers.size(), width), '\0');
  std::size_t bit = 0;
  for (const auto number : numbers)
    for (unsigned done = 0; done < width;) {
      const auto at = start + bit / 8, shift = bit % 8;
      const auto take = std::min<std::size_t>(8 - shift, width - done);
      const auto part = (number >> done) & ((std::uint64_t{1} << take) - 1);
      out[at] = static_cast<char>(static_cast<std::uint8_t>(out[at]) | part << shift);
      done += static_cast<unsigned>(take);
      bit += take;
    }
}

std::uint64_t packed_at(std::string_view bits, std::size_t row, unsigned width) {
  if constexpr (std::endian::native == std::endian::little) {
    const auto first = row * width;
    if (width <= 56 && first / 8 + 8 <= bits.size()) {
      std::uint64_t word;
      std::memcpy(&word, bits.data() + first / 8, 8);
      return (word >> (first % 8)) & ((std::uint64_t{1} << width) - 1);
    }
  }
  std::uint64_t number = 0;
  auto bit = row * width;
  for (unsigned done = 0; done < width;) {
    const auto shift = bit % 8;
    const auto take = std::min<std::size_t>(8 - shift, width - done);
    const auto part = static_cast<std::uint64_t>(static_cast<std::uint8_t>(bits[bit / 8])) >> shift &
                      ((std::uint64_t{1} << take) - 1);
    number |= part << done;
    done += static_cast<unsigned>(take);
    bit += take;
  }
  return number;
}

unsigned width_of(std::uint64_t largest) { return static_cast<unsigned>(std::bit_width(largest)); }

std::uint8_t put_packed_integers(std::string& body, std::span<const Value* const> values) {
  auto least = values.front()->as_int(), most = least;
  for (const auto* value : values) {
    least = std::min(least, value->as_int());
    most = std::max(most, value->as_int());
  }
  storage::put_signed_varint(body, least);
  const auto width = width_of(static_cast<std::uint64_t>(most) - static_cast<std::uint64_t>(least));
  body.push_back(static_cast<char>(width));
  std::vector<std::uint64_t> numbers;
  numbers.reserve(values.size());
  for (const auto* value : values)
    numbers.push_back(static_cast<std::uint64_t>(value->as_int()) - static_cast<std::uint64_t>(least));
  put_packed(body, numbers, width);
  return form_packed;
}

// Appends values that are all there, in the form that suits them, and gives the form.
std::uint8_t put_dense(std::string& body, std::span<const Value* const> values) {
  bool integers = true;
  bool same = true;
  for (const auto* value : values) {
    integers &= value->kind() == Value::Kind::integer;
    same = same && value->identical(*values.front());
  }
  if (same) {
    storage::put_value(body, *values.front());
    return form_same;
  }
  if (integers) return put_packed_integers(body, values);
  std::vector<std::string> encoded;
  encoded.reserve(values.size());
  for (const auto* value : values) encoded.push_back(storage::encode_value(*value));
  std::map<std::string_view, std::uint64_t> words;
  for (const auto& one : encoded) {
    words.emplace(one, 0);
    if (words.size() > most_words || words.size() * 2 > encoded.size()) {
      for (const auto& plain : encoded) storage::put_string(body, plain);
      return form_plain;
    }
  }
  storage::put_varint(body, words.size());
  std::uint64_t code = 0;
  for (auto& [bytes, number] : words) {
    number = code++;
    storage::put_string(body, bytes);
  }
  const auto width = width_of(words.size() - 1);
  body.push_back(static_cast<char>(width));
  std::vector<std::uint64_t> numbers;
  numbers.reserve(encoded.size());
  for (const auto& one : encoded) numbers.push_back(words.find(one)->second);
  put_packed(body, numbers, width);
  return form_words;
}

// A column taken apart down to where its values begin.
struct Front {
  std::uint8_t form = 0;
  std::string_view presence;  // empty: every row has a value
  std::size_t values = 0;     // how many rows have one
  std::string_view body;
  [[nodiscard]] bool present(std::size_t row) const {
    return presence.empty() || (static_cast<std::uint8_t>(presence[row / 8]) >> (row % 8) & 1) != 0;
  }
  // How many rows before `row` have a value.
  [[nodiscard]] std::size_t rank(std::size_t row) const {
    if (presence.empty()) return row;
    std::size_t n = 0;
    for (std::size_t i = 0; i < row / 8; ++i) n += static_cast<std::size_t>(std::popcount(static_cast<std::uint8_t>(presence[i])));
    for (std::size_t i = row / 8 * 8; i < row; ++i) n += present(i);
    return n;
  }
};

Result<Front> read_front(std::string_view bytes, std::size_t rows) {
  RecordReader in(bytes);
  Front front;
  front.form = in.byte();
  front.values = rows;
  if ((front.form & flag_gaps) != 0) {
    front.form &= static_cast<std::uint8_t>(~flag_gaps);
    front.presence = in.bytes((rows + 7) / 8);
    if (!in.ok()) return broken();
    front.values = front.rank(rows);
  }
  front.body = in.rest();
  if (!in.ok()) return broken();
  return front;
}

// The numbers of forms 2 and 3, told to fit.
struct Packed {
  std::string_view bits;
  unsigned width = 0;
};
bool read_packed(RecordReader& in, std::size_t values, Packed& packed) {
  packed.width = in.byte();
  if (packed.width > 64 || (packed.width > 0 && values > in.left() * 8 / packed.width)) return false;
  packed.bits = in.bytes(packed_bytes(values, packed.width));
  return in.ok() && in.at_end();
}

Result<std::vector<Value>> read_words(RecordReader& in) {
  const auto count = in.varint();
  if (count > most_words) return broken();
  std::vector<Value> words;
  for (std::uint64_t i = 0; i < count; ++i) {
    const auto bytes = in.counted();
    if (!in.ok()) return broken();
    SKEIN_ASSIGN(auto word, storage::decode_value(bytes));
    words.push_back(std::move(word));
  }
  return words;
}

// Gives the values that are there one by one: visit(value).
template <typename Visit>
Result<void> read_dense(const Front& front, Visit visit) {
  RecordReader in(front.body);
  Packed packed;
  switch (front.form) {
    case form_same: {
      SKEIN_ASSIGN(const auto value, storage::decode_value(front.body));
      for (std::size_t i = 0; i < front.values; ++i) visit(value);
      return {};
    }
    case form_packed: {
      const auto least = static_cast<std::uint64_t>(in.signed_varint());
      if (!read_packed(in, front.values, packed)) return broken();
      for (std::size_t i = 0; i < front.values; ++i)
        visit(Value(static_cast<std::int64_t>(least + packed_at(packed.bits, i, packed.width))));
      return {};
    }
    case form_words: {
      SKEIN_ASSIGN(const auto words, read_words(in));
      if (!read_packed(in, front.values, packed)) return broken();
      for (std::size_t i = 0; i < front.values; ++i) {
        const auto code = packed_at(packed.bits, i, packed.width);
        if (code >= words.size()) return broken();
        visit(words[code]);
      }
      return {};
    }
    case form_plain:
      for (std::size_t i = 0; i < front.values; ++i) {
        const auto bytes = in.counted();
        if (!in.ok()) return broken();
        SKEIN_ASSIGN(auto value, storage::decode_value(bytes));
        visit(std::move(value));
      }
      return {};
    default: return broken();
  }
}

}  // namespace

std::string encode_column(std::span<const Value> values) {
  std::vector<const Value*> there;
  there.reserve(values.size());
  for (const auto& value : values)
    if (!value.is_null()) there.push_back(&value);
  assert(!there.empty());
  std::string body;
  auto form = put_dense(body, there);
  std::string out;
  if (there.size() < values.size()) {
    form |= flag_gaps;
    out.resize(1 + (values.size() + 7) / 8, '\0');
    for (std::size_t i = 0; i < values.size(); ++i)
      if (!values[i].is_null()) out[1 + i / 8] = static_cast<char>(out[1 + i / 8] | 1 << (i % 8));
  } else {
    out.resize(1);
  }
  out[0] = static_cast<char>(form);
  return out += body;
}

Result<void> decode_column(std::string_view bytes, std::size_t rows, std::vector<Value>& out) {
  SKEIN_ASSIGN(const auto front, read_front(bytes, rows));
  const auto start = out.size();
  out.resize(start + rows);
  std::size_t row = 0;
  return read_dense(front, [&](Value value) {
    while (!front.present(row)) ++row;
    out[start + row++] = std::move(value);
  });
}

namespace {

// add_nulls(n) for the gaps before a value, then add(value), in the order of the rows.
template <typename Present>
Result<void> decode_into(const Front& front, std::size_t rows, Present present, PropertyColumnBuilder& out) {
  std::size_t row = 0;
  const auto skip = [&] {
    const auto from = row;
    while (!present(row)) ++row;
    if (row > from) out.add_null(row - from);
    ++row;
  };
  RecordReader in(front.body);
  if (front.form == form_same && front.values == rows) {
    SKEIN_ASSIGN(const auto value, storage::decode_value(front.body));
    out.add(value, rows);
    return {};
  }
  if (front.form == form_packed) {
    Packed packed;
    const auto least = static_cast<std::uint64_t>(in.signed_varint());
    if (!read_packed(in, front.values, packed)) return broken();
    for (std::size_t i = 0; i < front.values; ++i) {
      skip();
      out.add(static_cast<std::int64_t>(least + packed_at(packed.bits, i, packed.width)));
    }
  } else {
    SKEIN_TRY(read_dense(front, [&](const Value& value) {
      skip();
      out.add(value);
    }));
  }
  if (row < rows) out.add_null(rows - row);
  return {};
}

}  // namespace

Result<void> decode_column(std::string_view bytes, std::size_t rows, PropertyColumnBuilder& out) {
  SKEIN_ASSIGN(const auto front, read_front(bytes, rows));
  return decode_into(front, rows, [&](std::size_t row) { return front.present(row); }, out);
}

Result<void> decode_block_column(std::string_view bytes, std::uint64_t existing, PropertyColumnBuilder& out) {
  SKEIN_ASSIGN(const auto front, read_front(bytes, static_cast<std::size_t>(std::popcount(existing))));
  std::size_t rank = 0;  // of the next existing place
  return decode_into(
      front, 64, [&](std::size_t place) { return (existing >> place & 1) != 0 && front.present(rank++); }, out);
}

Result<Value> column_value(std::string_view bytes, std::size_t rows, std::size_t row) {
  assert(row < rows);
  SKEIN_ASSIGN(const auto front, read_front(bytes, rows));
  if (!front.present(row)) return Value();
  const auto rank = front.rank(row);
  RecordReader in(front.body);
  Packed packed;
  switch (front.form) {
    case form_same: return storage::decode_value(front.body);
    case form_packed: {
      const auto least = static_cast<std::uint64_t>(in.signed_varint());
      if (!read_packed(in, front.values, packed)) return broken();
      return Value(static_cast<std::int64_t>(least + packed_at(packed.bits, rank, packed.width)));
    }
    case form_words: {
      SKEIN_ASSIGN(const auto words, read_words(in));
      if (!read_packed(in, front.values, packed)) return broken();
      const auto code = packed_at(packed.bits, rank, packed.width);
      if (code >= words.size()) return broken();
      return words[code];
    }
    case form_plain:
      for (std::size_t i = 0; i < rank; ++i) in.counted();
      {
        const auto value = in.counted();
        if (!in.ok()) return broken();
        return storage::decode_value(value);
      }
    default: return broken();
  }
}

}  // namespace skein::graph
