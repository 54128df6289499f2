#include "graph/json/value_json.hpp"

#include <array>
#include <charconv>
#include <cmath>

#include "graph/json/value_text.hpp"

namespace skein::graph {

namespace {

void append_typed(std::string& out, const Value& value) {
  out += "{\"$type\":\"";
  out += json_type_name(value);
  out += "\",\"_value\":";
  append_json_string(out, plain_text(value));
  out += '}';
}

}  // namespace

std::string_view json_type_name(const Value& value) {
  if (const auto* time = value.get_if<DateTime>()) return time->zone ? "ZonedDateTime" : "OffsetDateTime";
  return kind_name(value.kind());
}

void append_json_number(std::string& out, double v) {
  std::array<char, 32> buffer{};
  const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), v).ptr;
  const std::string_view text(buffer.data(), static_cast<std::size_t>(end - buffer.data()));
  out += text;
  if (text.find_first_of(".en") == std::string_view::npos) out += ".0";
}

void append_typed_json(std::string& out, const Value& value) {
  using Kind = Value::Kind;
  switch (value.kind()) {
    case Kind::null:
    case Kind::node:
    case Kind::relationship:
    case Kind::path:
      out += "null";  // the last three are never stored
      return;
    case Kind::boolean:
      out += value.as_bool() ? "true" : "false";
      return;
    case Kind::integer:
      out += std::to_string(value.as_int());
      return;
    case Kind::floating:
      if (!std::isfinite(value.as_float())) return append_typed(out, value);
      append_json_number(out, value.as_float());
      return;
    case Kind::string:
      append_json_string(out, value.as_string());
      return;
    case Kind::list: {
      out += '[';
      bool first = true;
      for (const auto& item : value.as_list()) {
        if (!first) out += ',';
        first = false;
        append_typed_json(out, item);
      }
      out += ']';
      return;
    }
    case Kind::map: {
      const bool ambiguous = value.as_map().contains("$type");
      out += ambiguous ? "{\"$type\":\"Map\",\"_value\":{" : "{";
      bool first = true;
      for (const auto& [key, item] : value.as_map()) {
        if (!first) out += ',';
        first = false;
        append_json_string(out, key);
        out += ':';
        append_typed_json(out, item);
      }
      out += ambiguous ? "}}" : "}";
      return;
    }
    default:
      return append_typed(out, value);
  }
}

}  // namespace skein::graph
