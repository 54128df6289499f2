#include "cli/output/value_text.hpp"

#include <algorithm>

#include <fmt/format.h>

#include <cmath>

#include "graph/json/value_text.hpp"

namespace skein::cli {

namespace {

class Printer {
 public:
  Printer(const graph::Transaction* transaction, const TextOptions& options)
      : transaction_(transaction),
        brief_paths_(options.brief_paths),
        max_bytes_(options.max_bytes == 0 ? std::string::npos : options.max_bytes) {}

  std::string take() {
    if (out_.size() > max_bytes_) {
      std::size_t end = max_bytes_;
      while (end > 0 && (static_cast<unsigned char>(out_[end]) & 0xc0) == 0x80) --end;
      out_.resize(end);
      out_ += "…";
    }
    return std::move(out_);
  }

  void value(const Value& v, bool quoted) {
    if (full()) return;
    switch (v.kind()) {
      case Value::Kind::null:
        out_ += "null";
        break;
      case Value::Kind::boolean:
        out_ += v.as_bool() ? "true" : "false";
        break;
      case Value::Kind::integer:
        out_ += std::to_string(v.as_int());
        break;
      case Value::Kind::floating:
        out_ += float_text(v.as_float());
        break;
      case Value::Kind::string:
        string(v.as_string(), quoted);
        break;
      case Value::Kind::list:
        list(v.as_list());
        break;
      case Value::Kind::map:
        map(v.as_map());
        break;
      case Value::Kind::node:
        node(v.as<NodeId>());
        break;
      case Value::Kind::relationship:
        relationship(v.as<RelationshipId>(), true);
        break;
      case Value::Kind::path:
        path(v.as_path());
        break;
      default:
        out_ += graph::plain_text(v);
        break;
    }
  }

 private:
  [[nodiscard]] bool full() const { return out_.size() > max_bytes_; }

  void string(std::string_view text, bool quoted) {
    if (!quoted) {
      out_ += text;
      return;
    }
    out_ += '\'';
    for (const char c : text) {
      if (c == '\'' || c == '\\') out_ += '\\';
      out_ += c;
    }
    out_ += '\'';
  }

  void list(const List& items) {
    out_ += '[';
    for (std::size_t i = 0; i < items.size() && !full(); ++i) {
      if (i > 0) out_ += ", ";
      value(items[i], true);
    }
    out_ += ']';
  }

  void map(const Map& entries) {
    out_ += '{';
    bool first = true;
    for (const auto& [key, item] : entries) {
      if (full()) break;
      if (!first) out_ += ", ";
      first = false;
      out_ += symbol_text(key) + ": ";
      value(item, true);
    }
    out_ += '}';
  }

  // `name` first, whatever its key's number is: it says what the thing is.
  void properties(const Result<graph::Properties>& found, bool space) {
    if (!found) return;
    graph::Properties shown = *found;
    const auto name_key = transaction_->catalog().key("name");
    const auto rest = std::stable_partition(shown.begin(), shown.end(),
                                            [&](const auto& property) { return property.first == name_key; });
    if (brief_paths_ && in_path_) shown.erase(rest, shown.end());
    if (shown.empty()) return;
    out_ += space ? " {" : "{";
    bool first = true;
    for (const auto& [key, item] : shown) {
      if (full()) break;
      if (!first) out_ += ", ";
      first = false;
      out_ += symbol_text(transaction_->catalog().name(key)) + ": ";
      value(item, true);
    }
    out_ += '}';
  }

  void node(NodeId id) {
    out_ += '(';
    if (transaction_ == nullptr) {
      out_ += std::to_string(id.value);
    } else {
      const auto labels = transaction_->labels(id);
      if (labels) {
        for (const LabelId label : *labels) out_ += ":" + symbol_text(transaction_->catalog().name(label));
      } else {
        out_ += "deleted";
      }
      properties(transaction_->properties(id), labels.ok() && !labels->empty());
    }
    out_ += ')';
  }

  void relationship(const RelationshipId& id, bool ends) {
    if (ends && transaction_ != nullptr) end_of(id.from);
    if (ends) out_ += '-';
    out_ += '[';
    if (transaction_ != nullptr) {
      out_ += ":" + symbol_text(transaction_->catalog().name(id.type));
      properties(transaction_->properties(id), true);
    }
    out_ += ']';
    if (ends) out_ += "->";
    if (ends && transaction_ != nullptr) end_of(id.to);
  }

  // An end of a relationship by its name alone, for short lines.
  void end_of(NodeId id) {
    out_ += '(';
    const auto key = transaction_->catalog().key("name");
    const auto name = key ? transaction_->property(id, *key) : Result<Value>(Value());
    if (name && name->is<std::string>()) out_ += name->as_string();
    out_ += ')';
  }

  void path(const Path& p) {
    in_path_ = true;
    for (std::size_t i = 0; i < p.nodes.size() && !full(); ++i) {
      node(p.nodes[i]);
      if (i >= p.relationships.size()) continue;
      const bool forward = p.relationships[i].from == p.nodes[i];
      out_ += forward ? "-" : "<-";
      relationship(p.relationships[i], false);
      out_ += forward ? "->" : "-";
    }
    in_path_ = false;
  }

  const graph::Transaction* transaction_;
  bool brief_paths_, in_path_ = false;
  std::size_t max_bytes_;
  std::string out_;
};

}  // namespace

std::string value_text(const Value& value, const graph::Transaction* transaction, TextOptions options) {
  Printer printer(transaction, options);
  printer.value(value, options.quote_strings);
  return printer.take();
}

std::string float_text(double value) {
  if (std::isnan(value)) return "NaN";
  if (std::isinf(value)) return value > 0 ? "Infinity" : "-Infinity";
  std::string text = fmt::format("{}", value);
  if (text.find_first_of(".e") == std::string::npos) text += ".0";
  return text;
}

std::string symbol_text(std::string_view name) {
  bool plain = !name.empty() && !(name[0] >= '0' && name[0] <= '9');
  for (const char c : name) {
    const auto u = static_cast<unsigned char>(c);
    if (!(u >= 0x80 || u == '_' || (u >= '0' && u <= '9') || (u >= 'a' && u <= 'z') ||
          (u >= 'A' && u <= 'Z')))
      plain = false;
  }
  if (plain) return std::string(name);
  std::string out = "`";
  for (const char c : name) {
    if (c == '`') out += '`';
    out += c;
  }
  return out + "`";
}

}  // namespace skein::cli
