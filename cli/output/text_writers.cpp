// CSV, JSON, JSON lines and Markdown.
#include "cli/output/row_writer.hpp"
#include "cli/output/value_text.hpp"
#include "graph/formats/csv_writer.hpp"
#include "graph/json/result_json.hpp"
#include "graph/json/value_text.hpp"

namespace skein::cli {

namespace {

// A header line, then a line a row. Null is an empty field, "" a quoted empty one; what CSV has no word for
// (lists, maps, nodes) is written as JSON.
class CsvRows final : public RowWriter {
 public:
  CsvRows(Output& output, const Runner& runner) : output_(output), runner_(runner) {}
  Result<void> begin(const std::vector<std::string>& columns) override {
    if (columns.empty()) return {};
    std::string line;
    for (std::size_t c = 0; c < columns.size(); ++c) {
      if (c > 0) line += ',';
      graph::formats::append_csv_field(line, columns[c]);
    }
    return output_.write(line + "\n");
  }
  Result<void> row(std::vector<Value> values) override {
    ++rows_;
    line_.clear();
    for (std::size_t c = 0; c < values.size(); ++c) {
      if (c > 0) line_ += ',';
      SKEIN_TRY(field(values[c]));
    }
    line_ += '\n';
    return output_.write(line_);
  }
  Result<void> end() override { return {}; }

 private:
  Result<void> field(const Value& value) {
    switch (value.kind()) {
      case Value::Kind::null:
        return {};
      case Value::Kind::string:
        if (value.as_string().empty()) line_ += "\"\"";
        graph::formats::append_csv_field(line_, value.as_string());
        return {};
      case Value::Kind::list:
      case Value::Kind::map:
      case Value::Kind::node:
      case Value::Kind::relationship:
      case Value::Kind::path: {
        std::string json;
        SKEIN_TRY(graph::append_json(json, value, runner_.transaction(), graph::JsonForm::plain));
        graph::formats::append_csv_field(line_, json);
        return {};
      }
      default:
        graph::formats::append_csv_field(line_, value_text(value, runner_.transaction(), {.max_bytes = 0}));
        return {};
    }
  }
  Output& output_;
  const Runner& runner_;
  std::string line_;
};

class JsonRows final : public RowWriter {
 public:
  JsonRows(Output& output, const Runner& runner, bool lines)
      : output_(output), runner_(runner), lines_(lines) {}
  Result<void> begin(const std::vector<std::string>& columns) override {
    for (const auto& column : columns) {
      keys_.emplace_back();
      graph::append_json_string(keys_.back(), column);
      keys_.back() += lines_ ? ":" : ": ";
    }
    return {};
  }
  Result<void> row(std::vector<Value> values) override {
    line_.assign(lines_ ? "{" : rows_ > 0 ? ",\n  {" : "[\n  {");
    ++rows_;
    for (std::size_t c = 0; c < values.size(); ++c) {
      if (c > 0) line_ += lines_ ? "," : ", ";
      line_ += keys_[c];
      SKEIN_TRY(graph::append_json(line_, values[c], runner_.transaction(), graph::JsonForm::plain));
    }
    line_ += lines_ ? "}\n" : "}";
    return output_.write(line_);
  }
  Result<void> end() override {
    if (lines_) return {};
    return output_.write(rows_ > 0 ? "\n]\n" : "[]\n");
  }

 private:
  Output& output_;
  const Runner& runner_;
  bool lines_;
  std::vector<std::string> keys_;
  std::string line_;
};

class MarkdownRows final : public RowWriter {
 public:
  MarkdownRows(Output& output, const Runner& runner) : output_(output), runner_(runner) {}
  Result<void> begin(const std::vector<std::string>& columns) override {
    if (columns.empty()) return {};
    std::string head = "|", rule = "|";
    for (const auto& column : columns) {
      head += " " + escaped(column) + " |";
      rule += " --- |";
    }
    return output_.write(head + "\n" + rule + "\n");
  }
  Result<void> row(std::vector<Value> values) override {
    ++rows_;
    std::string line = "|";
    for (const Value& value : values)
      line += " " + escaped(value_text(value, runner_.transaction(), {.max_bytes = 0})) + " |";
    return output_.write(line + "\n");
  }
  Result<void> end() override { return {}; }

 private:
  static std::string escaped(std::string_view text) {
    std::string out;
    for (const char c : text) {
      switch (c) {
        case '|':
          out += "\\|";
          break;
        case '\\':
          out += "\\\\";
          break;
        case '<':
          out += "&lt;";
          break;
        case '&':
          out += "&amp;";
          break;
        case '\n':
          out += "<br>";
          break;
        case '\r':
          break;
        default:
          out += c;
      }
    }
    return out;
  }
  Output& output_;
  const Runner& runner_;
};

}  // namespace

std::unique_ptr<RowWriter> make_csv_writer(Output& output, const Runner& runner) {
  return std::make_unique<CsvRows>(output, runner);
}
std::unique_ptr<RowWriter> make_json_writer(Output& output, const Runner& runner, bool lines) {
  return std::make_unique<JsonRows>(output, runner, lines);
}
std::unique_ptr<RowWriter> make_markdown_writer(Output& output, const Runner& runner) {
  return std::make_unique<MarkdownRows>(output, runner);
}

}  // namespace skein::cli
