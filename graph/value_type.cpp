#include "graph/value_type.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <utility>

namespace skein::graph {

namespace {

using Base = ValueType::Base;

constexpr std::array<std::string_view, 20> names = {
    "NOTHING",        "NULL",           "BOOLEAN",  "STRING", "INTEGER", "FLOAT",        "DATE", "LOCAL TIME", "ZONED TIME",
    "LOCAL DATETIME", "ZONED DATETIME", "DURATION", "POINT",  "NODE",    "RELATIONSHIP", "MAP",  "LIST",       "PATH",
    "PROPERTY VALUE", "ANY"};

// Longer spellings stand before those that they begin with.
constexpr std::pair<std::string_view, Base> spellings[] = {
    {"TIMESTAMP WITHOUT TIME ZONE", Base::local_datetime},
    {"TIMESTAMP WITHOUT TIMEZONE", Base::local_datetime},
    {"TIMESTAMP WITH TIME ZONE", Base::zoned_datetime},
    {"TIMESTAMP WITH TIMEZONE", Base::zoned_datetime},
    {"TIME WITHOUT TIME ZONE", Base::local_time},
    {"TIME WITHOUT TIMEZONE", Base::local_time},
    {"TIME WITH TIME ZONE", Base::zoned_time},
    {"TIME WITH TIMEZONE", Base::zoned_time},
    {"ANY PROPERTY VALUE", Base::property_value},
    {"PROPERTY VALUE", Base::property_value},
    {"LOCAL DATETIME", Base::local_datetime},
    {"ZONED DATETIME", Base::zoned_datetime},
    {"LOCAL TIME", Base::local_time},
    {"ZONED TIME", Base::zoned_time},
    {"SIGNED INTEGER", Base::integer},
    {"ANY RELATIONSHIP", Base::relationship},
    {"ANY VERTEX", Base::node},
    {"ANY NODE", Base::node},
    {"ANY EDGE", Base::relationship},
    {"ANY MAP", Base::map},
    {"ANY VALUE", Base::any},
    {"RELATIONSHIP", Base::relationship},
    {"NOTHING", Base::nothing},
    {"BOOLEAN", Base::boolean},
    {"VARCHAR", Base::string},
    {"INTEGER", Base::integer},
    {"DURATION", Base::duration},
    {"STRING", Base::string},
    {"VERTEX", Base::node},
    {"FLOAT", Base::floating},
    {"POINT", Base::point},
    {"ARRAY", Base::list},
    {"PATHS", Base::path},
    {"NULL", Base::null},
    {"BOOL", Base::boolean},
    {"DATE", Base::date},
    {"NODE", Base::node},
    {"EDGE", Base::relationship},
    {"LIST", Base::list},
    {"PATH", Base::path},
    {"INT", Base::integer},
    {"MAP", Base::map},
    {"ANY", Base::any},
};

Base base_of(Value::Kind kind) {
  using Kind = Value::Kind;
  switch (kind) {
    case Kind::null: return Base::null;
    case Kind::boolean: return Base::boolean;
    case Kind::integer: return Base::integer;
    case Kind::floating: return Base::floating;
    case Kind::string: return Base::string;
    case Kind::list: return Base::list;
    case Kind::map: return Base::map;
    case Kind::date: return Base::date;
    case Kind::local_time: return Base::local_time;
    case Kind::time: return Base::zoned_time;
    case Kind::local_date_time: return Base::local_datetime;
    case Kind::date_time: return Base::zoned_datetime;
    case Kind::duration: return Base::duration;
    case Kind::point: return Base::point;
    case Kind::node: return Base::node;
    case Kind::relationship: return Base::relationship;
    case Kind::path: return Base::path;
  }
  return Base::any;
}

// A value that a property can hold.
bool is_property(const Value& value) {
  const auto simple = [](const Value& one) {
    const Base base = base_of(one.kind());
    return base >= Base::boolean && base <= Base::point;
  };
  if (!value.is<ListPtr>()) return simple(value);
  const List& list = value.as_list();
  return std::all_of(list.begin(), list.end(), simple);
}

bool is_word(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; }

}  // namespace

class ValueType::Parser {
 public:
  explicit Parser(std::string_view text) : text_(text) {}

  Result<ValueType> whole() {
    SKEIN_ASSIGN(ValueType type, alternatives());
    skip();
    if (at_ < text_.size()) return unknown();
    return type;
  }

 private:
  Result<ValueType> alternatives() {
    if (++depth_ > 50) return Error{ErrorCode::invalid_argument, "a type nested more than 50 levels deep"};
    ValueType type;
    do {
      SKEIN_ASSIGN(ValueType some, part());
      std::move(some.parts_.begin(), some.parts_.end(), std::back_inserter(type.parts_));
    } while (taken("|"));
    --depth_;
    std::stable_sort(type.parts_.begin(), type.parts_.end(), [](const Part& a, const Part& b) { return a.base < b.base; });
    return type;
  }

  // One type with what may follow it: NOT NULL, `!`, and the postfix form of lists.
  Result<ValueType> part() {
    ValueType type;
    Part part;
    SKEIN_ASSIGN(part.base, base());
    if (part.base == Base::list) {
      if (!taken("<")) return Error{ErrorCode::invalid_argument, "LIST needs the type of its elements: LIST<STRING>"};
      SKEIN_ASSIGN(ValueType element, alternatives());
      if (!taken(">")) return unknown();
      part.element = std::make_shared<const ValueType>(std::move(element));
    } else if (part.base == Base::any && taken("<")) {  // ANY<A | B> is A | B
      SKEIN_ASSIGN(type, alternatives());
      if (!taken(">")) return unknown();
      return type;
    }
    part.not_null = taken("NOT NULL") || taken("!");
    while (taken("LIST") || taken("ARRAY")) {
      ValueType element;
      element.parts_.push_back(std::move(part));
      part = Part{Base::list, false, std::make_shared<const ValueType>(std::move(element))};
      part.not_null = taken("NOT NULL") || taken("!");
    }
    type.parts_.push_back(std::move(part));
    return type;
  }

  Result<Base> base() {
    for (const auto& [spelling, base] : spellings)
      if (taken(spelling)) return base;
    return unknown();
  }

  // Takes the words if they come next; blanks between words may be any.
  bool taken(std::string_view words) {
    skip();
    std::size_t at = at_;
    for (const char c : words) {
      if (c == ' ') {
        const std::size_t before = at;
        while (at < text_.size() && std::isspace(static_cast<unsigned char>(text_[at])) != 0) ++at;
        if (at == before) return false;
        continue;
      }
      if (at >= text_.size() || std::toupper(static_cast<unsigned char>(text_[at])) != c) return false;
      ++at;
    }
    if (is_word(words.back()) && at < text_.size() && is_word(text_[at])) return false;
    at_ = at;
    return true;
  }

  void skip() {
    while (at_ < text_.size() && std::isspace(static_cast<unsigned char>(text_[at_])) != 0) ++at_;
  }

  [[nodiscard]] Error unknown() {
    skip();
    std::size_t end = at_;
    while (end < text_.size() && is_word(text_[end])) ++end;
    if (end == at_ && end < text_.size()) ++end;
    const std::string found = at_ >= text_.size() ? "nothing" : "'" + std::string(text_.substr(at_, end - at_)) + "'";
    return Error{ErrorCode::invalid_argument, "expected a type such as INTEGER, STRING or LIST<FLOAT>, found " + found};
  }

  std::string_view text_;
  std::size_t at_ = 0;
  int depth_ = 0;
};

Result<ValueType> ValueType::parse(std::string_view text) { return Parser(text).whole(); }

ValueType ValueType::of(const Value& value) {
  ValueType type;
  Part part{base_of(value.kind()), !value.is_null()};
  if (value.is<ListPtr>()) {
    ValueType element;
    bool nulls = false;
    for (const Value& one : value.as_list()) {
      if (one.is_null()) {
        nulls = true;
        continue;
      }
      for (Part& found : of(one).parts_) {
        const auto same = [&](const Part& known) { return known.text() == found.text(); };
        if (std::none_of(element.parts_.begin(), element.parts_.end(), same)) element.parts_.push_back(std::move(found));
      }
    }
    if (element.parts_.empty()) element.parts_.push_back(Part{nulls ? Base::null : Base::nothing});
    if (nulls)
      for (Part& one : element.parts_) one.not_null = false;
    std::stable_sort(element.parts_.begin(), element.parts_.end(), [](const Part& a, const Part& b) { return a.base < b.base; });
    part.element = std::make_shared<const ValueType>(std::move(element));
  }
  type.parts_.push_back(std::move(part));
  return type;
}

bool ValueType::Part::accepts(const Value& value) const {
  if (base == Base::nothing) return false;
  if (value.is_null()) return !not_null;
  switch (base) {
    case Base::any: return true;
    case Base::property_value: return is_property(value);
    case Base::list: {
      if (!value.is<ListPtr>()) return false;
      const List& list = value.as_list();
      return std::all_of(list.begin(), list.end(), [&](const Value& one) { return element->accepts(one); });
    }
    default: return base_of(value.kind()) == base;
  }
}

bool ValueType::accepts(const Value& value) const {
  return std::any_of(parts_.begin(), parts_.end(), [&](const Part& part) { return part.accepts(value); });
}

bool ValueType::storable() const {
  return std::all_of(parts_.begin(), parts_.end(), [](const Part& part) {
    if (part.base == Base::list) {
      const auto& of = part.element->parts_;
      return std::all_of(of.begin(), of.end(), [](const Part& one) { return one.base >= Base::boolean && one.base <= Base::point; });
    }
    return (part.base >= Base::boolean && part.base <= Base::point) || part.base == Base::property_value;
  });
}

std::string ValueType::Part::text() const {
  std::string out(names[static_cast<std::size_t>(base)]);
  if (base == Base::list) out += "<" + element->text() + ">";
  if (not_null) out += " NOT NULL";
  return out;
}

std::string ValueType::text() const {
  std::string out;
  for (const Part& part : parts_) out += (out.empty() ? "" : " | ") + part.text();
  return out;
}

}  // namespace skein::graph
