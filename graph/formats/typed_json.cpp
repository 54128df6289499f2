#include "graph/formats/typed_json.hpp"

#include <array>
#include <charconv>
#include <cmath>

#include <fmt/format.h>

#include "graph/formats/value_json.hpp"
#include "graph/temporal/text.hpp"

namespace skein::graph {

using formats::append_json_string;

namespace {

void append_typed(std::string& out, std::string_view type, std::string_view text) {
  out += "{\"$type\":";
  append_json_string(out, type);
  out += ",\"_value\":";
  append_json_string(out, text);
  out += '}';
}

template <typename T>
void append_temporal(std::string& out, const Value& value) {
  append_typed(out, kind_name(value.kind()), temporal::to_text(value.as<T>()));
}

}  // namespace

void append_json_number(std::string& out, double v) {
  std::array<char, 32> buffer{};
  const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), v).ptr;
  std::string_view text(buffer.data(), static_cast<std::size_t>(end - buffer.data()));
  out += text;
  if (text.find_first_of(".en") == text.npos) out += ".0";
}

void append_typed_json(std::string& out, const Value& value) {
  using Kind = Value::Kind;
  switch (value.kind()) {
    case Kind::null:
      out += "null";
      return;
    case Kind::boolean:
      out += value.as_bool() ? "true" : "false";
      return;
    case Kind::integer:
      out += std::to_string(value.as_int());
      return;
    case Kind::floating:
      if (const double v = value.as_float(); std::isfinite(v))
        append_json_number(out, v);
      else
        append_typed(out, "Float", std::isnan(v) ? "NaN" : v > 0 ? "Infinity" : "-Infinity");
      return;
    case Kind::string:
      append_json_string(out, value.as_string());
      return;
    case Kind::list: {
      out += '[';
      bool first = true;
      for (const auto& v : value.as_list()) {
        if (!first) out += ',';
        first = false;
        append_typed_json(out, v);
      }
      out += ']';
      return;
    }
    case Kind::map: {
      out += '{';
      bool first = true;
      for (const auto& [key, v] : value.as_map()) {
        if (!first) out += ',';
        first = false;
        append_json_string(out, key);
        out += ':';
        append_typed_json(out, v);
      }
      out += '}';
      return;
    }
    case Kind::date:
      return append_temporal<Date>(out, value);
    case Kind::local_time:
      return append_temporal<LocalTime>(out, value);
    case Kind::time:
      return append_temporal<Time>(out, value);
    case Kind::local_date_time:
      return append_temporal<LocalDateTime>(out, value);
    case Kind::date_time:
      return append_temporal<DateTime>(out, value);
    case Kind::duration:
      return append_temporal<Duration>(out, value);
    case Kind::point: {
      const auto& p = value.as<Point>();
      std::string text = fmt::format("SRID={};POINT{}({} {}", p.srid, p.is_3d() ? " Z " : "", p.x, p.y);
      if (p.is_3d()) text += fmt::format(" {}", p.z);
      return append_typed(out, "Point", text + ")");
    }
    case Kind::node:
    case Kind::relationship:
    case Kind::path:
      out += "null";
      return;  // never stored
  }
}

}  // namespace skein::graph
