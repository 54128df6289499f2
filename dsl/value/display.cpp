#include "dsl/value/display.hpp"

#include <fmt/compile.h>
#include <fmt/format.h>

#include <charconv>
#include <cmath>
#include <iterator>

#include "graph/element_id.hpp"
#include "graph/temporal/text.hpp"

namespace skein::dsl {

namespace {

using Kind = Value::Kind;

void append_quoted(std::string& out, std::string_view text) {
  out.push_back('"');
  for (const char c : text) {
    switch (c) {
      case '"': out += "\\\""; break;
      case '\\': out += "\\\\"; break;
      case '\n': out += "\\n"; break;
      case '\r': out += "\\r"; break;
      case '\t': out += "\\t"; break;
      default: out.push_back(c);
    }
  }
  out.push_back('"');
}

bool plain_name(std::string_view name) {
  if (name.empty() || (name[0] >= '0' && name[0] <= '9')) return false;
  for (const char c : name)
    if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
          static_cast<unsigned char>(c) >= 0x80))
      return false;
  return true;
}

// A name as a query would write it: in backticks where it must be.
void append_name(std::string& out, std::string_view name) {
  if (plain_name(name)) {
    out += name;
    return;
  }
  out.push_back('`');
  for (const char c : name) {
    out.push_back(c);
    if (c == '`') out.push_back('`');
  }
  out.push_back('`');
}

void append_properties(std::string& out, const graph::Properties& properties, const graph::Transaction& transaction) {
  std::map<std::string_view, const Value*> by_name;  // key ids depend on history, names do not
  for (const auto& [key, value] : properties) by_name.emplace(transaction.catalog().name(key), &value);
  out.push_back('{');
  bool first = true;
  for (const auto& [name, value] : by_name) {
    if (!first) out += ", ";
    first = false;
    append_name(out, name);
    out += ": ";
    append_display_text(out, *value, &transaction);
  }
  out.push_back('}');
}

void append_node(std::string& out, NodeId node, const graph::Transaction* transaction) {
  out.push_back('(');
  if (!transaction) {
    out += graph::element_id(node);
  } else if (const auto labels = transaction->labels(node); labels.ok()) {
    for (const LabelId label : *labels) {
      out.push_back(':');
      append_name(out, transaction->catalog().name(label));
    }
    if (const auto properties = transaction->properties(node); properties.ok() && !properties->empty()) {
      if (!labels->empty()) out.push_back(' ');
      append_properties(out, *properties, *transaction);
    }
  }
  out.push_back(')');
}

void append_relationship(std::string& out, const RelationshipId& r, const graph::Transaction* transaction) {
  out.push_back('[');
  if (!transaction) {
    out += graph::element_id(r);
  } else {
    out.push_back(':');
    append_name(out, transaction->catalog().name(r.type));
    if (const auto properties = transaction->properties(r); properties.ok() && !properties->empty()) {
      out.push_back(' ');
      append_properties(out, *properties, *transaction);
    }
  }
  out.push_back(']');
}

void append_path(std::string& out, const Path& path, const graph::Transaction* transaction) {
  for (std::size_t i = 0; i < path.nodes.size(); ++i) {
    if (i > 0) {
      const RelationshipId& r = path.relationships[i - 1];
      const bool forward = r.from == path.nodes[i - 1];
      out += forward ? "-" : "<-";
      append_relationship(out, r, transaction);
      out += forward ? "->" : "-";
    }
    append_node(out, path.nodes[i], transaction);
  }
}

void append_point(std::string& out, const Point& p) {
  out += "point({srid: ";
  fmt::format_to(std::back_inserter(out), FMT_COMPILE("{}"), p.srid);
  out += ", x: ";
  append_float(out, p.x);
  out += ", y: ";
  append_float(out, p.y);
  if (p.is_3d()) {
    out += ", z: ";
    append_float(out, p.z);
  }
  out += "})";
}

}  // namespace

void append_float(std::string& out, double value) {
  if (std::isnan(value)) {
    out += "NaN";
    return;
  }
  if (std::isinf(value)) {
    out += value < 0 ? "-Infinity" : "Infinity";
    return;
  }
  char text[32];
  const double size = std::fabs(value);
  if (size == 0 || (size >= 1e-3 && size < 1e7)) {
    const auto end = std::to_chars(text, text + sizeof text, value, std::chars_format::fixed).ptr;
    const std::string_view digits(text, static_cast<std::size_t>(end - text));
    out += digits;
    if (digits.find('.') == std::string_view::npos) out += ".0";
    return;
  }
  const auto end = std::to_chars(text, text + sizeof text, value, std::chars_format::scientific).ptr;
  const std::string_view digits(text, static_cast<std::size_t>(end - text));
  const std::size_t e = digits.find('e');
  out += digits.substr(0, e);
  if (digits.substr(0, e).find('.') == std::string_view::npos) out += ".0";
  out.push_back('E');
  std::string_view exponent = digits.substr(e + 1);
  if (exponent[0] == '-') out.push_back('-');
  exponent.remove_prefix(1);
  while (exponent.size() > 1 && exponent[0] == '0') exponent.remove_prefix(1);
  out += exponent;
}

void append_display_text(std::string& out, const Value& value, const graph::Transaction* transaction) {
  switch (value.kind()) {
    case Kind::null: out += "null"; break;
    case Kind::boolean: out += value.as_bool() ? "true" : "false"; break;
    case Kind::integer: fmt::format_to(std::back_inserter(out), FMT_COMPILE("{}"), value.as_int()); break;
    case Kind::floating: append_float(out, value.as_float()); break;
    case Kind::string: append_quoted(out, value.as_string()); break;
    case Kind::list: {
      out.push_back('[');
      bool first = true;
      for (const Value& item : value.as_list()) {
        if (!first) out += ", ";
        first = false;
        append_display_text(out, item, transaction);
      }
      out.push_back(']');
      break;
    }
    case Kind::map: {
      out.push_back('{');
      bool first = true;
      for (const auto& [key, item] : value.as_map()) {
        if (!first) out += ", ";
        first = false;
        append_name(out, key);
        out += ": ";
        append_display_text(out, item, transaction);
      }
      out.push_back('}');
      break;
    }
    case Kind::date: graph::temporal::append(out, value.as<Date>()); break;
    case Kind::local_time: graph::temporal::append(out, value.as<LocalTime>()); break;
    case Kind::time: graph::temporal::append(out, value.as<Time>()); break;
    case Kind::local_date_time: graph::temporal::append(out, value.as<LocalDateTime>()); break;
    case Kind::date_time: graph::temporal::append(out, value.as<DateTime>()); break;
    case Kind::duration: graph::temporal::append(out, value.as<Duration>()); break;
    case Kind::point: append_point(out, value.as<Point>()); break;
    case Kind::node: append_node(out, value.as<NodeId>(), transaction); break;
    case Kind::relationship: append_relationship(out, value.as<RelationshipId>(), transaction); break;
    case Kind::path: append_path(out, value.as_path(), transaction); break;
  }
}

std::string display_text(const Value& value, const graph::Transaction* transaction) {
  std::string out;
  append_display_text(out, value, transaction);
  return out;
}

std::string plain_text(const Value& value) {
  if (const auto* text = value.get_if<std::string>()) return *text;
  return display_text(value);
}

}  // namespace skein::dsl
