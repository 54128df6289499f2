#include "graph/formats/rdf/vocabulary.hpp"

#include <charconv>
#include <cmath>
#include <limits>

#include "graph/json/parse_json.hpp"
#include "graph/json/value_json.hpp"
#include "graph/json/value_text.hpp"
#include "graph/temporal/text.hpp"

namespace skein::graph::formats::rdf {

namespace {

bool unreserved(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '.' ||
         c == '_' || c == '~' || c == ':';
}

std::optional<unsigned> hex(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  return std::nullopt;
}

// XML Schema wants seconds, four digits of a year and offsets of hours and minutes; openCypher knows more.
// Empty when the value has no form in XML Schema.
std::string xsd_moment(std::string text, bool has_date) {
  if (text.starts_with('+') || text.find('[') != std::string::npos) return {};
  const std::size_t time = has_date ? text.find('T') + 1 : 0;
  std::size_t end = text.find_first_of("Z+-", time);
  if (end == std::string::npos) end = text.size();
  if (text.size() - end > 6) return {};  // an offset with seconds
  if (end - time == 5) text.insert(end, ":00");
  return text;
}

bool has_offset(std::string_view text, std::size_t from) {
  return text.find_first_of("Z+-", from) != std::string_view::npos;
}

template <typename T>
Result<Value> converted(Result<T> parsed) {
  if (!parsed) return std::move(parsed).error();
  return Value(std::move(*parsed));
}

Error not_a(std::string_view text, std::string_view what) {
  return Error{ErrorCode::invalid_argument,
               "\"" + std::string(text.substr(0, 80)) + "\" is no " + std::string(what)};
}

Result<Value> number(std::string_view text, std::string_view what) {
  if (text.starts_with('+')) text.remove_prefix(1);
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return not_a(text, what);
  return Value(value);
}

}  // namespace

std::string encode_name(std::string_view name) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  std::string out;
  for (const char c : name) {
    if (unreserved(c)) {
      out += c;
    } else {
      out += '%';
      out += digits[static_cast<unsigned char>(c) >> 4];
      out += digits[static_cast<unsigned char>(c) & 15];
    }
  }
  return out;
}

std::optional<std::string> decode_name(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') {
      out += text[i];
      continue;
    }
    if (i + 2 >= text.size()) return std::nullopt;
    const auto high = hex(text[i + 1]), low = hex(text[i + 2]);
    if (!high || !low) return std::nullopt;
    out += static_cast<char>(*high * 16 + *low);
    i += 2;
  }
  return out;
}

bool is_iri(std::string_view text) {
  const auto colon = text.find(':');
  if (colon == std::string_view::npos || colon == 0 || colon + 1 == text.size()) return false;
  const auto letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); };
  if (!letter(text.front())) return false;
  for (const char c : text.substr(0, colon)) {
    if (!letter(c) && !(c >= '0' && c <= '9') && c != '+' && c != '-' && c != '.') return false;
  }
  for (const char c : text.substr(colon)) {
    if (static_cast<unsigned char>(c) <= 0x20 || static_cast<unsigned char>(c) >= 0x7f ||
        std::string_view("<>\"{}|^`\\").find(c) != std::string_view::npos)
      return false;
  }
  return true;
}

const List* list_items(const Value& value) {
  if (value.kind() != Value::Kind::list) return nullptr;
  for (const Value& item : value.as_list()) {
    if (item.is_null() || item.kind() == Value::Kind::list || item.kind() == Value::Kind::map) return nullptr;
  }
  return &value.as_list();
}

Literal literal_of(const Value& value) {
  const auto own = [&] {
    return Literal{plain_text(value), std::string(skein).append(json_type_name(value))};
  };
  const auto moment = [&](bool has_date, const char* type) {
    std::string text = xsd_moment(plain_text(value), has_date);
    return text.empty() ? own() : Literal{std::move(text), xsd + type};
  };
  switch (value.kind()) {
    case Value::Kind::boolean:
      return {plain_text(value), xsd + "boolean"};
    case Value::Kind::integer:
      return {plain_text(value), xsd + "integer"};
    case Value::Kind::floating: {
      if (std::isinf(value.as_float())) return {value.as_float() > 0 ? "INF" : "-INF", xsd + "double"};
      if (std::isnan(value.as_float())) return {"NaN", xsd + "double"};
      std::string text;
      append_json_number(text, value.as_float());
      return {std::move(text), xsd + "double"};
    }
    case Value::Kind::string: {
      // Readers in C take a zero byte for the end of a text.
      if (value.as_string().find('\0') == std::string::npos) return {value.as_string(), {}};
      std::string text;
      append_typed_json(text, value);
      return {std::move(text), rdf + "JSON"};
    }
    case Value::Kind::list:
    case Value::Kind::map: {
      std::string text;
      append_typed_json(text, value);
      return {std::move(text), rdf + "JSON"};
    }
    case Value::Kind::date: {
      std::string text = plain_text(value);
      return text.starts_with('+') ? own() : Literal{std::move(text), xsd + "date"};
    }
    case Value::Kind::local_time:
    case Value::Kind::time:
      return moment(false, "time");
    case Value::Kind::local_date_time:
    case Value::Kind::date_time:
      return moment(true, "dateTime");
    case Value::Kind::duration: {
      std::string text = plain_text(value);
      return text.find('-') != std::string::npos ? own() : Literal{std::move(text), xsd + "duration"};
    }
    default:
      return own();
  }
}

Result<Value> value_of(std::string_view text, std::string_view datatype) {
  if (datatype.starts_with(xsd)) {
    const std::string_view type = datatype.substr(xsd.size());
    if (type == "boolean") {
      if (text == "true" || text == "1") return Value(true);
      if (text == "false" || text == "0") return Value(false);
      return not_a(text, "boolean");
    }
    if (type == "integer" || type == "long" || type == "int" || type == "short" || type == "byte" ||
        type == "nonNegativeInteger" || type == "positiveInteger" || type == "nonPositiveInteger" ||
        type == "negativeInteger" || type == "unsignedLong" || type == "unsignedInt" ||
        type == "unsignedShort" || type == "unsignedByte") {
      std::string_view digits = text.starts_with('+') ? text.substr(1) : text;
      std::int64_t value = 0;
      const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
      if (error != std::errc() || end != digits.data() + digits.size())
        return not_a(text, "integer of 64 bits");
      return Value(value);
    }
    if (type == "double" || type == "float") {
      if (text == "INF" || text == "+INF") return Value(std::numeric_limits<double>::infinity());
      if (text == "-INF") return Value(-std::numeric_limits<double>::infinity());
      if (text == "NaN") return Value(std::numeric_limits<double>::quiet_NaN());
      return number(text, type);
    }
    if (type == "decimal") return number(text, type);
    if (type == "date")
      return converted(temporal::parse_date(text.ends_with('Z') ? text.substr(0, text.size() - 1) : text));
    if (type == "time") {
      if (has_offset(text, 0)) return converted(temporal::parse_time(text));
      return converted(temporal::parse_local_time(text));
    }
    if (type == "dateTime" || type == "dateTimeStamp") {
      const auto t = text.find('T');
      if (t == std::string_view::npos) return not_a(text, "dateTime");
      if (has_offset(text, t)) return converted(temporal::parse_date_time(text));
      return converted(temporal::parse_local_date_time(text));
    }
    if (type == "duration" || type == "dayTimeDuration" || type == "yearMonthDuration")
      return converted(temporal::parse_duration(text));
    return Value(text);
  }
  if (datatype == rdf + "JSON") return parse_json(text);
  if (datatype.starts_with(skein)) return value_of_type(datatype.substr(skein.size()), text);
  return Value(text);
}

}  // namespace skein::graph::formats::rdf
