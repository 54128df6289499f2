// LOAD CSV: a row for each record of a file.
#include <optional>

#include "dsl/exec/expression.hpp"
#include "dsl/exec/operators.hpp"
#include "dsl/value/errors.hpp"
#include "graph/formats/csv_blocks.hpp"
#include "graph/formats/file_access.hpp"

namespace skein::dsl::exec {

namespace {

// The records of a file, one after the other.
class CsvFile {
 public:
  static Result<std::unique_ptr<CsvFile>> open(std::string path, const graph::CsvOptions& options) {
    auto file = std::unique_ptr<CsvFile>(new CsvFile(options));
    SKEIN_ASSIGN(file->blocks_, graph::CsvBlocks::open(path, options));
    return file;
  }
  // False at the end. The fields live until the next call.
  Result<bool> next(std::vector<graph::CsvField>& fields) {
    while (true) {
      if (records_) {
        SKEIN_ASSIGN(const bool more, records_->next(fields));
        if (more) return true;
      }
      SKEIN_ASSIGN(const bool more, blocks_->next(block_));
      if (!more) return false;
      records_.emplace(block_.text, block_.line, blocks_->path(), options_);
    }
  }

 private:
  explicit CsvFile(const graph::CsvOptions& options) : options_(options) {}
  graph::CsvOptions options_;
  std::unique_ptr<graph::CsvBlocks> blocks_;
  graph::CsvBlock block_;
  std::optional<graph::CsvRecords> records_;
};

class LoadCsv final : public RowByRow {
 public:
  LoadCsv(Runtime& shared, const plan::LoadCsv& op, OperatorPtr input)
      : RowByRow(shared, std::move(input)), op_(op), url_(compile(*op.url, shared)) {}
  void rewind() override {
    reader_.reset();
    RowByRow::rewind();
  }

 protected:
  Result<void> start_batch() override {
    SKEIN_ASSIGN(urls_, url_->evaluate(in_));
    return {};
  }

  Result<bool> produce(Batch& out) override {
    SKEIN_ASSIGN(const bool any, find_row());
    if (!any) return false;
    Indices rows;
    std::vector<Value> records;
    while (row_ < in_.size && records.size() < batch_rows) {
      if (!reader_) SKEIN_TRY(open(urls_.value(row_)));
      SKEIN_ASSIGN(const bool more, reader_->next(fields_));
      if (!more) {
        reader_.reset();
        ++row_;
        continue;
      }
      rows.push_back(static_cast<RowIndex>(row_));
      records.push_back(record());
    }
    out = in_;
    out.select(std::move(rows));
    out.set(op_.symbol, Column::of(std::move(records)));
    return true;
  }

 private:
  Result<void> open(const Value& url) {
    if (!url.is<std::string>())
      return type_error("InvalidArgumentType", "LOAD CSV needs the name of a file, found " + shown(url));
    SKEIN_ASSIGN(const std::string path, graph::formats::allowed_file(runtime_.query.files, url.as_string()));
    SKEIN_ASSIGN(reader_, CsvFile::open(path, {op_.separator, '"'}));
    if (!op_.with_headers) return {};
    headers_.clear();
    SKEIN_ASSIGN(const bool any, reader_->next(fields_));
    if (!any) return {};
    for (const graph::CsvField& field : fields_) headers_.emplace_back(field.text);
    return {};
  }

  // An empty field is null, unless it is quoted.
  static Value text(const graph::CsvField& field) {
    return field.text.empty() && !field.quoted ? Value() : Value(field.text);
  }

  [[nodiscard]] Value record() const {
    if (!op_.with_headers) {
      List list;
      list.reserve(fields_.size());
      for (const graph::CsvField& field : fields_) list.push_back(text(field));
      return Value(std::move(list));
    }
    Map map;
    for (std::size_t i = 0; i < headers_.size(); ++i)
      map.insert_or_assign(headers_[i], i < fields_.size() ? text(fields_[i]) : Value());
    return Value(std::move(map));
  }

  const plan::LoadCsv& op_;
  ExpressionPtr url_;
  Column urls_;
  std::unique_ptr<CsvFile> reader_;
  std::vector<graph::CsvField> fields_;
  std::vector<std::string> headers_;
};

}  // namespace

OperatorPtr make_load_csv(Runtime& runtime, const plan::LoadCsv& op, OperatorPtr input) {
  return std::make_unique<LoadCsv>(runtime, op, std::move(input));
}

}  // namespace skein::dsl::exec
