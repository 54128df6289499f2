#include "graph/json/parse_json.hpp"

#include <charconv>
#include <cmath>
#include <limits>

#include "graph/temporal/text.hpp"

namespace skein::graph {

namespace {

using simdjson::dom::element;
using simdjson::dom::element_type;

Error bad(std::string_view type, std::string_view text) {
  return {ErrorCode::invalid_argument,
          "'" + std::string(text.substr(0, 80)) + "' is no " + std::string(type)};
}

Result<double> parse_float(std::string_view text) {
  if (text == "NaN") return std::numeric_limits<double>::quiet_NaN();
  if (text == "Infinity") return std::numeric_limits<double>::infinity();
  if (text == "-Infinity") return -std::numeric_limits<double>::infinity();
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return bad("Float", text);
  return value;
}

// "SRID=7203;POINT (1.2 3.4)", "SRID=9157;POINT Z (1 2 3)"
Result<Value> parse_point(std::string_view text) {
  Point point;
  const std::size_t open = text.find('('), semicolon = text.find(';');
  if (!text.starts_with("SRID=") || open == std::string_view::npos || semicolon > open ||
      !text.ends_with(')'))
    return bad("Point", text);
  const std::string_view srid = text.substr(5, semicolon - 5);
  std::from_chars(srid.data(), srid.data() + srid.size(), point.srid);
  if (point.srid != 7203 && point.srid != 9157 && point.srid != 4326 && point.srid != 4979)
    return bad("Point", text);
  std::string_view rest = text.substr(open + 1, text.size() - open - 2);
  double* const fields[] = {&point.x, &point.y, &point.z};
  for (int i = 0; i < (point.is_3d() ? 3 : 2); ++i) {
    while (rest.starts_with(' ')) rest.remove_prefix(1);
    const auto [end, error] = std::from_chars(rest.data(), rest.data() + rest.size(), *fields[i]);
    if (error != std::errc()) return bad("Point", text);
    rest.remove_prefix(static_cast<std::size_t>(end - rest.data()));
  }
  return Value(point);
}

template <typename T>
Result<Value> converted(Result<T> parsed) {
  if (!parsed) return std::move(parsed).error();
  return Value(std::move(*parsed));
}

Result<Value> scalar_of(std::string_view type, std::string_view text) {
  if (type == "Boolean" && (text == "true" || text == "false")) return Value(text == "true");
  if (type == "String") return Value(text);
  if (type == "Integer") {
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc() || end != text.data() + text.size()) return bad("Integer", text);
    return Value(number);
  }
  if (type == "Float") return converted(parse_float(text));
  if (type == "Date") return converted(temporal::parse_date(text));
  if (type == "LocalTime") return converted(temporal::parse_local_time(text));
  if (type == "Time") return converted(temporal::parse_time(text));
  if (type == "LocalDateTime") return converted(temporal::parse_local_date_time(text));
  if (type == "OffsetDateTime" || type == "ZonedDateTime") return converted(temporal::parse_date_time(text));
  if (type == "Duration") return converted(temporal::parse_duration(text));
  if (type == "Point") return parse_point(text);
  return Error{ErrorCode::invalid_argument,
               "'" + std::string(type.substr(0, 40)) + "' is no type of a parameter"};
}

Result<Value> list_of(simdjson::dom::array array) {
  List items;
  items.reserve(array.size());
  for (const element item : array) {
    SKEIN_ASSIGN(Value value, json_value(item));
    items.push_back(std::move(value));
  }
  return Value(std::move(items));
}

Result<Value> map_of(simdjson::dom::object object) {
  Map entries;
  for (const auto& [key, item] : object) {
    SKEIN_ASSIGN(Value value, json_value(item));
    entries.insert_or_assign(std::string(key), std::move(value));
  }
  return Value(std::move(entries));
}

Result<Value> typed(std::string_view type, element value) {
  if (type == "Null") return Value();
  if (type == "Boolean") {
    bool flag = false;
    if (value.get(flag) != simdjson::SUCCESS)
      return Error{ErrorCode::invalid_argument, "a Boolean wants true or false"};
    return Value(flag);
  }
  if (type == "List") {
    simdjson::dom::array array;
    if (value.get(array) != simdjson::SUCCESS)
      return Error{ErrorCode::invalid_argument, "a List wants an array"};
    return list_of(array);
  }
  if (type == "Map") {
    simdjson::dom::object object;
    if (value.get(object) != simdjson::SUCCESS)
      return Error{ErrorCode::invalid_argument, "a Map wants an object"};
    return map_of(object);
  }
  std::string_view text;
  if (value.get(text) != simdjson::SUCCESS) {
    // Integers and floats may also come as JSON numbers.
    if (type == "Integer" || type == "Float") {
      SKEIN_ASSIGN(Value number, json_value(value));
      if (number.is_number()) return type == "Float" ? Value(number.number()) : number;
    }
    return Error{ErrorCode::invalid_argument, "a " + std::string(type) + " wants a string as its _value"};
  }
  return scalar_of(type, text);
}

}  // namespace

Result<Value> json_value(element e) {
  switch (e.type()) {
    case element_type::NULL_VALUE:
      return Value();
    case element_type::BOOL:
      return Value(bool(e));
    case element_type::INT64:
      return Value(std::int64_t(e));
    case element_type::UINT64:
      return Error{ErrorCode::invalid_argument, "an integer is larger than 64 bits hold"};
    case element_type::DOUBLE:
      return Value(double(e));
    case element_type::STRING:
      return Value(std::string_view(e));
    case element_type::ARRAY:
      return list_of(simdjson::dom::array(e));
    case element_type::OBJECT:
      break;
  }
  const simdjson::dom::object object(e);
  std::string_view type;
  element value;
  if (object.at_key("$type").get(type) == simdjson::SUCCESS &&
      object.at_key("_value").get(value) == simdjson::SUCCESS) {
    return typed(type, value);
  }
  return map_of(object);
}

Result<Value> parse_json(std::string_view text) {
  simdjson::dom::parser parser;
  element root;
  if (const auto error = parser.parse(text.data(), text.size()).get(root); error != simdjson::SUCCESS)
    return Error{ErrorCode::invalid_argument, std::string("no JSON: ") + simdjson::error_message(error)};
  return json_value(root);
}

Result<Value> value_of_type(std::string_view type, std::string_view text) {
  if (type == "List" || type == "Map" || type == "JSON") return parse_json(text);
  return scalar_of(type, text);
}

}  // namespace skein::graph
