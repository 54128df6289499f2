#include "graph/json/value_text.hpp"

#include <fmt/format.h>

#include <cmath>

#include "graph/temporal/text.hpp"

namespace skein::graph {

namespace {

void append_float(std::string& out, double value) {
  if (std::isnan(value)) {
    out += "NaN";
  } else if (std::isinf(value)) {
    out += value > 0 ? "Infinity" : "-Infinity";
  } else {
    const std::string text = fmt::format("{}", value);
    out += text;
    if (text.find_first_of(".e") == std::string::npos) out += ".0";
  }
}

void append_point(std::string& out, const Point& p) {
  out += fmt::format("SRID={};POINT {}({} {}", p.srid, p.is_3d() ? "Z " : "", p.x, p.y);
  if (p.is_3d()) out += fmt::format(" {}", p.z);
  out += ')';
}

// Bytes of the UTF-8 sequence at `at`, 0 when it is broken.
std::size_t sequence_length(std::string_view text, std::size_t at) {
  const auto byte = [&](std::size_t i) { return i < text.size() ? static_cast<unsigned char>(text[i]) : 0u; };
  const auto follows = [&](std::size_t i) { return (byte(i) & 0xc0) == 0x80; };
  const auto c = byte(at);
  if (c < 0x80) return 1;
  if (c >= 0xc2 && c < 0xe0) return follows(at + 1) ? 2 : 0;
  if (c >= 0xe0 && c < 0xf0) {
    if (!follows(at + 1) || !follows(at + 2)) return 0;
    if ((c == 0xe0 && byte(at + 1) < 0xa0) || (c == 0xed && byte(at + 1) >= 0xa0)) return 0;
    return 3;
  }
  if (c >= 0xf0 && c < 0xf5) {
    if (!follows(at + 1) || !follows(at + 2) || !follows(at + 3)) return 0;
    if ((c == 0xf0 && byte(at + 1) < 0x90) || (c == 0xf4 && byte(at + 1) >= 0x90)) return 0;
    return 4;
  }
  return 0;
}

struct TextOf {
  std::string& out;
  void operator()(Null) const {}
  void operator()(bool v) const { out += v ? "true" : "false"; }
  void operator()(std::int64_t v) const { out += std::to_string(v); }
  void operator()(double v) const { append_float(out, v); }
  void operator()(const std::string& v) const { out += v; }
  void operator()(const Point& v) const { append_point(out, v); }
  void operator()(const ListPtr& v) const { append_json_text(out, Value(v)); }
  void operator()(const MapPtr& v) const { append_json_text(out, Value(v)); }
  void operator()(NodeId) const {}
  void operator()(const RelationshipId&) const {}
  void operator()(const PathPtr&) const {}
  template <typename Temporal>
  void operator()(const Temporal& v) const {
    temporal::append(out, v);
  }
};

}  // namespace

std::string plain_text(const Value& value) {
  std::string out;
  std::visit(TextOf{out}, value.storage());
  return out;
}

void append_json_string(std::string& out, std::string_view text) {
  constexpr std::string_view digits = "0123456789abcdef";
  out += '"';
  std::size_t clean = 0;  // start of what can be copied as it is
  for (std::size_t i = 0; i < text.size();) {
    const auto c = static_cast<unsigned char>(text[i]);
    if (c >= 0x20 && c < 0x80 && c != '"' && c != '\\' && c != 0x7f) {
      ++i;
      continue;
    }
    if (c >= 0x80) {
      if (const std::size_t length = sequence_length(text, i); length > 0) {
        i += length;
        continue;
      }
    }
    out.append(text.substr(clean, i - clean));
    if (c == '"' || c == '\\') {
      out += '\\';
      out += static_cast<char>(c);
    } else if (c == '\n') {
      out += "\\n";
    } else if (c == '\r') {
      out += "\\r";
    } else if (c == '\t') {
      out += "\\t";
    } else if (c < 0x80) {
      out += "\\u00";
      out += digits[c >> 4];
      out += digits[c & 15];
    } else {
      out += "\xef\xbf\xbd";
    }
    clean = ++i;
  }
  out.append(text.substr(clean));
  out += '"';
}

void append_json_text(std::string& out, const Value& value) {
  switch (value.kind()) {
    case Value::Kind::null:
    case Value::Kind::node:
    case Value::Kind::relationship:
    case Value::Kind::path:
      out += "null";
      return;
    case Value::Kind::boolean:
    case Value::Kind::integer:
      out += plain_text(value);
      return;
    case Value::Kind::floating:
      if (std::isfinite(value.as_float())) {
        append_float(out, value.as_float());
      } else {
        append_json_string(out, plain_text(value));
      }
      return;
    case Value::Kind::string:
      append_json_string(out, value.as_string());
      return;
    case Value::Kind::list: {
      out += '[';
      bool first = true;
      for (const Value& item : value.as_list()) {
        if (!first) out += ',';
        first = false;
        append_json_text(out, item);
      }
      out += ']';
      return;
    }
    case Value::Kind::map: {
      out += '{';
      bool first = true;
      for (const auto& [key, item] : value.as_map()) {
        if (!first) out += ',';
        first = false;
        append_json_string(out, key);
        out += ':';
        append_json_text(out, item);
      }
      out += '}';
      return;
    }
    default:
      append_json_string(out, plain_text(value));
      return;
  }
}

}  // namespace skein::graph
