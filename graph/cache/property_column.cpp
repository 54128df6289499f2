#include "graph/cache/property_column.hpp"

#include <algorithm>
#include <cassert>
#include <functional>
#include <limits>

namespace skein::graph {

namespace {

constexpr std::size_t most_coded_integers = std::size_t{1} << 16;  // distinct ones worth a dictionary
constexpr std::size_t recent_integers = 4096;

std::size_t heap_bytes(const Value& value) {
  if (const auto* text = value.get_if<std::string>())
    return text->capacity() > 15 ? text->capacity() + 17 : 0;
  if (const auto* list = value.get_if<ListPtr>()) {
    std::size_t bytes = sizeof(List) + 16;
    for (const auto& one : **list) bytes += sizeof(Value) + heap_bytes(one);
    return bytes;
  }
  if (value.is<MapPtr>()) return 64 + value.as_map().size() * 128;
  return 0;
}

template <typename To, typename From>
std::vector<To> widened(const std::vector<From>& from) {
  return {from.begin(), from.end()};
}

}  // namespace

bool PropertyColumn::null(std::size_t entry) const {
  if (const auto* values = std::get_if<std::vector<Value>>(&values_->data)) return (*values)[entry].is_null();
  return !values_->nulls.empty() && values_->nulls[entry] != 0;
}

Value PropertyColumn::value(std::size_t position) const {
  const std::size_t at = position < size_ ? entry(position) : null_entry_;
  if (null(at)) return {};
  return std::visit(
      [at](const auto& data) {
        using T = typename std::decay_t<decltype(data)>::value_type;
        if constexpr (std::is_same_v<T, std::uint8_t>)
          return Value(data[at] != 0);
        else
          return Value(data[at]);
      },
      values_->data);
}

bool PropertyColumn::different_at(std::span<const NodeId> positions) const {
  const auto there = [&](NodeId at) { return at.value < size_ && !null(entry(at.value)); };
  std::vector<bool> seen;
  const auto first = [&](std::uint64_t number) {
    const bool fresh = !seen[number];
    seen[number] = true;
    return fresh;
  };
  if (coded()) {
    seen.resize(entries_);
    return std::all_of(positions.begin(), positions.end(),
                       [&](NodeId at) { return there(at) && first(entry(at.value)); });
  }
  const auto* integers = std::get_if<std::vector<std::int64_t>>(&values_->data);
  if (!integers || positions.empty()) return integers != nullptr;
  if (!std::all_of(positions.begin(), positions.end(), there)) return false;
  constexpr std::uint64_t sparsest = 64;  // numbers for a position
  const auto value = [&](NodeId at) { return (*integers)[at.value]; };
  auto least = value(positions[0]), most = least;
  for (const auto at : positions) {
    least = std::min(least, value(at));
    most = std::max(most, value(at));
  }
  const auto above = [&](std::int64_t number) {
    return static_cast<std::uint64_t>(number) - static_cast<std::uint64_t>(least);
  };
  if (above(most) / sparsest >= positions.size()) return false;
  seen.resize(above(most) + 1);
  return std::all_of(positions.begin(), positions.end(), [&](NodeId at) { return first(above(value(at))); });
}

void PropertyColumn::measure() {
  bytes_ = sizeof(*this) + values_->nulls.capacity();
  std::visit(
      [&](const auto& data) {
        entries_ = data.size();
        bytes_ += data.capacity() * sizeof(data[0]);
        if constexpr (std::is_same_v<typename std::decay_t<decltype(data)>::value_type, Value>)
          for (const auto& value : data) bytes_ += heap_bytes(value);
      },
      values_->data);
  std::visit(
      [&](const auto& codes) {
        if constexpr (!std::is_same_v<std::decay_t<decltype(codes)>, std::monostate>)
          bytes_ += codes.capacity() * sizeof(codes[0]);
      },
      codes_);
}

PropertyColumn PropertyColumn::permuted(std::span<const std::uint32_t> positions) const {
  assert(positions.size() == size_);
  PropertyColumn out = *this;
  if (coded()) {
    std::visit(
        [&](auto& to, const auto& from) {
          if constexpr (std::is_same_v<decltype(to), std::decay_t<decltype(from)>&> &&
                        !std::is_same_v<std::decay_t<decltype(from)>, std::monostate>)
            for (std::size_t i = 0; i < size_; ++i) to[positions[i]] = from[i];
        },
        out.codes_, codes_);
    return out;
  }
  auto values = std::make_shared<ValueVector>(*values_);
  std::visit(
      [&](auto& to) {
        const auto& from = std::get<std::decay_t<decltype(to)>>(values_->data);
        for (std::size_t i = 0; i < size_; ++i) to[positions[i]] = from[i];
      },
      values->data);
  if (!values->nulls.empty())
    for (std::size_t i = 0; i < size_; ++i) values->nulls[positions[i]] = values_->nulls[i];
  out.values_ = std::move(values);
  return out;
}

std::optional<PropertyColumn> PropertyColumn::with(std::span<const std::pair<std::uint32_t, Value>> changes,
                                                   std::size_t size) const {
  PropertyColumn out = *this;
  out.size_ = size;
  if (!coded()) {
    auto values = std::make_shared<ValueVector>(*values_);
    bool fits = true;
    std::visit(
        [&](auto& data) {
          using T = typename std::decay_t<decltype(data)>::value_type;
          data.resize(size + 1);
          data[size_] = T();
          if constexpr (!std::is_same_v<T, Value>) {
            values->nulls.resize(size + 1, 1);
            values->nulls[size_] = 1;
          }
          for (const std::pair<std::uint32_t, Value>& change : changes) {
            const std::uint32_t position = change.first;
            const Value& value = change.second;
            if constexpr (std::is_same_v<T, Value>) {
              data[position] = value;
            } else {
              using Stored = std::conditional_t<std::is_same_v<T, std::uint8_t>, bool, T>;
              const bool there = value.is<Stored>();
              fits = fits && (there || value.is_null());
              if (there) data[position] = value.as<Stored>();
              values->nulls[position] = !there;
            }
          }
        },
        values->data);
    if (!fits) return std::nullopt;
    out.values_ = std::move(values);
    out.null_entry_ = static_cast<std::uint32_t>(size);
    out.measure();
    return out;
  }
  // A dictionary: codes of the values, new ones behind the known ones.
  std::shared_ptr<ValueVector> grown;
  const auto code_of = [&](const Value& value) -> std::optional<std::uint32_t> {
    if (value.is_null()) return null_entry_;
    const auto find = [&](const auto& data) -> std::optional<std::uint32_t> {
      using T = typename std::decay_t<decltype(data)>::value_type;
      for (std::size_t i = 0; i < data.size(); ++i) {
        if (i == null_entry_) continue;
        if constexpr (std::is_same_v<T, Value>) {
          if (data[i].identical(value)) return static_cast<std::uint32_t>(i);
        } else if constexpr (std::is_same_v<T, std::int64_t>) {
          if (value.is<T>() && data[i] == value.as<T>()) return static_cast<std::uint32_t>(i);
        }
      }
      return std::nullopt;
    };
    if (const auto known = std::visit(find, (grown ? *grown : *values_).data)) return known;
    if (!grown) grown = std::make_shared<ValueVector>(*values_);
    if (auto* integers = std::get_if<std::vector<std::int64_t>>(&grown->data);
        integers && value.is<std::int64_t>()) {
      integers->push_back(value.as_int());
      grown->nulls.push_back(0);
      return static_cast<std::uint32_t>(integers->size() - 1);
    }
    if (auto* texts = std::get_if<std::vector<Value>>(&grown->data); texts && value.is<std::string>()) {
      texts->push_back(value);
      return static_cast<std::uint32_t>(texts->size() - 1);
    }
    return std::nullopt;
  };
  std::vector<std::uint32_t> codes;
  std::uint32_t largest = 0;
  for (const auto& [position, value] : changes) {
    const auto code = code_of(value);
    if (!code) return std::nullopt;
    codes.push_back(*code);
    largest = std::max(largest, *code);
  }
  if (largest > 0xff && out.codes_.index() == 1) out.codes_ = widened<std::uint16_t>(std::get<1>(out.codes_));
  if (largest > 0xffff && out.codes_.index() == 2)
    out.codes_ = widened<std::uint32_t>(std::get<2>(out.codes_));
  std::visit(
      [&](auto& to) {
        if constexpr (!std::is_same_v<std::decay_t<decltype(to)>, std::monostate>) {
          using T = typename std::decay_t<decltype(to)>::value_type;
          to.resize(size, static_cast<T>(null_entry_));
          for (std::size_t i = 0; i < changes.size(); ++i) to[changes[i].first] = static_cast<T>(codes[i]);
        }
      },
      out.codes_);
  if (grown) out.values_ = std::move(grown);
  out.measure();
  return out;
}

std::uint32_t PropertyColumnBuilder::code_at(std::size_t position) const {
  switch (codes_.index()) {
    case 1:
      return std::get<1>(codes_)[position];
    case 2:
      return std::get<2>(codes_)[position];
    default:
      return std::get<3>(codes_)[position];
  }
}

void PropertyColumnBuilder::push_code(std::uint32_t code, std::size_t times) {
  if (code > 0xff && codes_.index() == 1) codes_ = widened<std::uint16_t>(std::get<1>(codes_));
  if (code > 0xffff && codes_.index() == 2) codes_ = widened<std::uint32_t>(std::get<2>(codes_));
  const auto append = [&](auto& codes) {
    using T = typename std::decay_t<decltype(codes)>::value_type;
    if (times == 1)
      codes.push_back(static_cast<T>(code));
    else
      codes.resize(codes.size() + times, static_cast<T>(code));
  };
  switch (codes_.index()) {
    case 1:
      append(std::get<1>(codes_));
      break;
    case 2:
      append(std::get<2>(codes_));
      break;
    default:
      append(std::get<3>(codes_));
      break;
  }
  size_ += times;
}

template <typename T>
void PropertyColumnBuilder::push(const T& value, std::size_t times) {
  auto& data = std::get<std::vector<T>>(plain_.data);
  data.resize(size_ + times, value);
  if (!plain_.nulls.empty()) plain_.nulls.resize(size_ + times);
  size_ += times;
}

// What came before were nulls alone.
void PropertyColumnBuilder::begin(Form form) {
  form_ = form;
  const auto nulls = [&](auto empty) {
    plain_.data = decltype(empty)(size_);
    if (size_ > 0) plain_.nulls.assign(size_, 1);
    codes_ = std::monostate();
  };
  switch (form) {
    case Form::few_integers:
      integers_.assign(1, 0);
      recent_.assign(recent_integers, {});
      break;
    case Form::strings:
      strings_.assign(1, Value());
      slots_.assign(64, 0);
      break;
    case Form::floats:
      nulls(std::vector<double>());
      break;
    case Form::booleans:
      nulls(std::vector<std::uint8_t>());
      break;
    case Form::mixed:
      plain_.data = std::vector<Value>(size_);
      codes_ = std::monostate();
      break;
    default:
      break;
  }
}

void PropertyColumnBuilder::add_null(std::size_t times) {
  switch (form_) {
    case Form::nothing:
    case Form::few_integers:
    case Form::strings:
      push_code(0, times);
      return;
    case Form::integers:
    case Form::floats:
    case Form::booleans:
      if (plain_.nulls.empty()) plain_.nulls.assign(size_, 0);
      std::visit([&](auto& data) { data.resize(size_ + times); }, plain_.data);
      plain_.nulls.resize(size_ + times, 1);
      size_ += times;
      return;
    case Form::mixed:
      push(Value(), times);
      return;
  }
}

std::uint32_t PropertyColumnBuilder::integer_code(std::int64_t value) {
  auto& recent = recent_[static_cast<std::uint64_t>(value) % recent_integers];
  if (recent.code != 0 && recent.value == value) return recent.code;
  const auto [it, fresh] = integer_codes_.try_emplace(value, static_cast<std::uint32_t>(integers_.size()));
  if (fresh) integers_.push_back(value);
  recent = {value, it->second};
  return it->second;
}

void PropertyColumnBuilder::add(std::int64_t value) {
  if (form_ == Form::nothing) begin(Form::few_integers);
  if (form_ == Form::few_integers && integers_.size() > most_coded_integers) spread_integers();
  switch (form_) {
    case Form::few_integers:
      push_code(integer_code(value), 1);
      return;
    case Form::integers:
      push(value, 1);
      return;
    case Form::mixed:
      push(Value(value), 1);
      return;
    default:
      mix();
      push(Value(value), 1);
  }
}

void PropertyColumnBuilder::add(const Value& value, std::size_t times) {
  if (times == 0) return;
  Form wanted = Form::mixed;
  switch (value.kind()) {
    case Value::Kind::null:
      return add_null(times);
    case Value::Kind::integer:
      wanted = Form::few_integers;
      break;
    case Value::Kind::string:
      wanted = Form::strings;
      break;
    case Value::Kind::floating:
      wanted = Form::floats;
      break;
    case Value::Kind::boolean:
      wanted = Form::booleans;
      break;
    default:
      break;
  }
  if (form_ == Form::nothing) begin(wanted);
  const bool integers = wanted == Form::few_integers && form_ == Form::integers;
  if (form_ != Form::mixed && form_ != wanted && !integers) mix();
  switch (form_) {
    case Form::few_integers:
      push_code(integer_code(value.as_int()), times);
      break;
    case Form::integers:
      push(value.as_int(), times);
      break;
    case Form::strings:
      push_code(string_code(value.as_string()), times);
      break;
    case Form::floats:
      push(value.as_float(), times);
      break;
    case Form::booleans:
      push(static_cast<std::uint8_t>(value.as_bool()), times);
      break;
    default:
      push(value, times);
      break;
  }
}

std::uint32_t PropertyColumnBuilder::string_code(const std::string& value) {
  if (strings_.size() * 2 > slots_.size()) {
    slots_.assign(slots_.size() * 4, 0);
    for (std::size_t code = 1; code < strings_.size(); ++code) {
      auto at = std::hash<std::string>()(strings_[code].as_string()) & (slots_.size() - 1);
      while (slots_[at] != 0) at = (at + 1) & (slots_.size() - 1);
      slots_[at] = static_cast<std::uint32_t>(code);
    }
  }
  auto at = std::hash<std::string>()(value) & (slots_.size() - 1);
  for (; slots_[at] != 0; at = (at + 1) & (slots_.size() - 1))
    if (strings_[slots_[at]].as_string() == value) return slots_[at];
  slots_[at] = static_cast<std::uint32_t>(strings_.size());
  strings_.emplace_back(value);
  return slots_[at];
}

void PropertyColumnBuilder::spread_integers() {
  std::vector<std::int64_t> data(size_);
  plain_.nulls.assign(size_, 0);
  bool any_null = false;
  for (std::size_t i = 0; i < size_; ++i) {
    const auto code = code_at(i);
    data[i] = integers_[code];
    plain_.nulls[i] = code == 0;
    any_null = any_null || code == 0;
  }
  if (!any_null) plain_.nulls.clear();
  plain_.data = std::move(data);
  codes_ = std::monostate();
  integers_ = {};
  integer_codes_ = {};
  recent_ = {};
  form_ = Form::integers;
}

void PropertyColumnBuilder::mix() {
  std::vector<Value> values(size_);
  if (form_ == Form::few_integers) {
    for (std::size_t i = 0; i < size_; ++i)
      if (const auto code = code_at(i); code != 0) values[i] = Value(integers_[code]);
  } else if (form_ == Form::strings) {
    for (std::size_t i = 0; i < size_; ++i) values[i] = strings_[code_at(i)];
  } else {
    std::visit(
        [&](const auto& data) {
          using T = typename std::decay_t<decltype(data)>::value_type;
          for (std::size_t i = 0; i < size_; ++i) {
            if (!plain_.nulls.empty() && plain_.nulls[i]) continue;
            if constexpr (std::is_same_v<T, std::uint8_t>)
              values[i] = Value(data[i] != 0);
            else
              values[i] = Value(data[i]);
          }
        },
        plain_.data);
  }
  strings_ = {};
  slots_ = {};
  integers_ = {};
  integer_codes_ = {};
  recent_ = {};
  plain_ = ValueVector{std::move(values), {}};
  codes_ = std::monostate();
  form_ = Form::mixed;
}

PropertyColumn PropertyColumnBuilder::finish() {
  PropertyColumn out;
  out.size_ = size_;
  out.null_entry_ = 0;
  switch (form_) {
    case Form::nothing:
      plain_ = ValueVector{std::vector<Value>(1), {}};
      break;
    case Form::few_integers: {
      std::vector<std::uint8_t> nulls(integers_.size());
      nulls[0] = 1;
      plain_ = ValueVector{std::move(integers_), std::move(nulls), true};
      break;
    }
    case Form::strings:
      plain_ = ValueVector{std::move(strings_), {}, true};
      break;
    default:
      // One more place, which is null.
      out.null_entry_ = static_cast<std::uint32_t>(size_);
      std::visit([&](auto& data) { data.resize(size_ + 1); }, plain_.data);
      if (form_ != Form::mixed) {
        plain_.nulls.resize(size_ + 1);
        plain_.nulls[size_] = 1;
      }
      break;
  }
  std::visit(
      [](auto& codes) {
        if constexpr (!std::is_same_v<std::decay_t<decltype(codes)>, std::monostate>) codes.shrink_to_fit();
      },
      codes_);
  out.codes_ = std::move(codes_);
  out.values_ = std::make_shared<const ValueVector>(std::move(plain_));
  out.measure();
  *this = PropertyColumnBuilder();
  return out;
}

}  // namespace skein::graph
