#include "cli/copy_files.hpp"

#include <algorithm>
#include <filesystem>
#include <optional>

#include "cli/output/export_files.hpp"
#include "cli/output/output.hpp"
#include "cli/output/row_writer.hpp"
#include "cli/references.hpp"

namespace skein::cli {

namespace {

using graph::formats::ExportFormat;
using graph::formats::ExportOptions;

std::string extension_of(const std::string& file) {
  std::string extension = std::filesystem::path(file).extension().string();
  if (!extension.empty()) extension.erase(0, 1);
  if (extension == "md") return "markdown";
  if (extension == "ndjson") return "jsonl";
  return extension;
}

std::string joined(const std::vector<std::string>& names) {
  std::string out;
  for (const auto& name : names) out += (out.empty() ? "" : ", ") + name;
  return out;
}

Result<bool> flag(std::string_view option, std::string value) {
  for (char& c : value) c = static_cast<char>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
  if (value.empty() || value == "true" || value == "on" || value == "1") return true;
  if (value == "false" || value == "off" || value == "0") return false;
  return Error{ErrorCode::invalid_argument,
               "option " + std::string(option) + " is '" + value + "'; wanted true or false"};
}

Result<ExportOptions> options_of(const dsl::CopyRequest& request) {
  ExportOptions options;
  for (const auto& [name, value] : request.options) {
    if (name == "format") continue;
    if (name == "base") {
      options.base = value;
    } else if (name == "gexf_version") {
      options.gexf_version = value;
    } else if (name == "rdf_annotations") {
      SKEIN_ASSIGN(options.rdf_annotations, flag(name, value));
    } else {
      return Error{
          ErrorCode::invalid_argument,
          "COPY has no option " + name + "; wanted is one of FORMAT, BASE, GEXF_VERSION, RDF_ANNOTATIONS"};
    }
  }
  return options;
}

// Rows as they come, into one file.
class RowCopy final : public dsl::CopyJob {
 public:
  RowCopy(std::unique_ptr<Output> output, std::unique_ptr<RowWriter> writer)
      : output_(std::move(output)), writer_(std::move(writer)) {}
  Result<void> begin(const std::vector<std::string>& columns) override { return writer_->begin(columns); }
  Result<void> row(std::vector<Value> values) override { return writer_->row(std::move(values)); }
  Result<void> finish(const graph::Transaction&, const graph::QueryContext&) override {
    SKEIN_TRY(writer_->end());
    return output_->finish();
  }

 private:
  std::unique_ptr<Output> output_;
  std::unique_ptr<RowWriter> writer_;
};

// The graph, or what of it is in the rows.
class GraphCopy final : public dsl::CopyJob {
 public:
  GraphCopy(const ExportFormat& format, ExportOptions options, std::string file)
      : format_(format), options_(std::move(options)), file_(std::move(file)), references_(part_) {}
  Result<void> begin(const std::vector<std::string>& columns) override { return references_.begin(columns); }
  Result<void> row(std::vector<Value> values) override { return references_.row(std::move(values)); }
  Result<void> finish(const graph::Transaction& transaction, const graph::QueryContext& context) override {
    part_.normalise();
    part_.context = &context;
    return export_graph(transaction, part_, format_, options_, file_);
  }

 private:
  const ExportFormat& format_;
  ExportOptions options_;
  std::string file_;
  graph::formats::Subgraph part_;
  References references_;
};

}  // namespace

Result<std::unique_ptr<dsl::CopyJob>> CopyFiles::begin(const dsl::CopyRequest& request) {
  if (request.file.empty())
    return Error{ErrorCode::invalid_argument, "COPY wants the name of a file, found ''"};
  SKEIN_ASSIGN(auto options, options_of(request));
  std::string name(request.option("format"));
  if (name.empty()) name = extension_of(request.file);
  const auto& row_formats = row_format_names();
  if (!request.graph && std::find(row_formats.begin(), row_formats.end(), name) != row_formats.end()) {
    SKEIN_ASSIGN(auto output, Output::open(request.file));
    RowFormat format;
    format.name = name;
    SKEIN_ASSIGN(auto writer, make_row_writer(format, *output, runner_));
    return std::unique_ptr<dsl::CopyJob>(std::make_unique<RowCopy>(std::move(output), std::move(writer)));
  }
  const auto chosen = choose_export_format(name, request.file);
  if (!chosen) {
    Error error = chosen.error();
    if (!request.graph) error.message += "; for rows one of " + joined(row_formats);
    return error;
  }
  const ExportFormat* const format = *chosen;
  if (format->shape.whole && !request.graph)
    return Error{ErrorCode::unsupported,
                 std::string(format->name) + " holds the whole graph: COPY GRAPH TO writes it"};
  return std::unique_ptr<dsl::CopyJob>(
      std::make_unique<GraphCopy>(*format, std::move(options), request.file));
}

}  // namespace skein::cli
