#include "graph/import/import_csv.hpp"

#include <algorithm>
#include <filesystem>
#include <map>
#include <thread>

#include "graph/import/csv_rest.hpp"
#include "graph/import/csv_rows.hpp"
#include "graph/import/line_reader.hpp"
#include "graph/import/ordered_work.hpp"

namespace skein::graph {

namespace {

// Files are cut into blocks of whole records (one thread at a time), blocks are parsed by all threads, and
// what they hold is taken in here, in order.
class Importer {
 public:
  Importer(ImportRun& run, const ImportOptions& options)
      : run_(run),
        loader_(run.loader()),
        options_(options),
        csv_{options.delimiter, '"'},
        threads_(options.threads != 0 ? options.threads : std::max(1U, std::thread::hardware_concurrency())) {
  }

  Result<void> read() {
    for (const auto* files : {&options_.nodes, &options_.relationships})
      for (const auto& file : *files) run_.expect_file(file.path);
    if (!options_.documents.empty()) run_.expect_file(options_.documents);
    if (!options_.schema.empty()) SKEIN_TRY(read_schema());
    SKEIN_TRY(read_nodes());
    if (!options_.documents.empty())
      SKEIN_TRY(read_csv_documents(run_, options_.documents, csv_, ids_[std::string()]));
    return read_relationships();
  }

 private:
  // Calls parse(block, table) for the blocks of a file in many threads and take(parsed) here, in order.
  // `begin(table)` completes what is known of the columns.
  template <typename Begin, typename Parse, typename Take>
  Result<void> read_file(const ImportFile& file, bool relationships, Begin begin, Parse parse, Take take) {
    ImportTable table{file.path, csv_, options_.array_delimiter, {}};
    SKEIN_ASSIGN(const auto blocks, CsvBlocks::open(file.path, table.csv, options_.block_bytes));
    CsvBlock first;
    SKEIN_ASSIGN(const bool any, blocks->next(first));
    CsvRecords header(first.text, first.line, file.path, table.csv);
    std::vector<CsvField> fields;
    SKEIN_ASSIGN(const bool named, header.next(fields));
    if (!any || !named)
      return Error{ErrorCode::invalid_argument, file.path + ": is empty; wanted a header line"};
    SKEIN_ASSIGN(auto columns, parse_csv_header(fields, file.path, relationships));
    for (auto& one : columns) {
      ImportColumn column{std::move(one), {}, false, false, nullptr};
      const auto role = column.csv.role;
      column.keeps = (role == ColumnRole::property || role == ColumnRole::id) && !column.csv.name.empty();
      column.rest = role == ColumnRole::ignore && column.csv.name == "skein";
      if (column.keeps) {
        SKEIN_ASSIGN(column.key, loader_.key(column.csv.name));
      }
      table.columns.push_back(std::move(column));
    }
    SKEIN_TRY(begin(table));
    first.line = header.next_line();
    first.text.erase(0, header.position());
    bool first_is_left = true;
    const auto next = [&](CsvBlock& block) -> Result<bool> {
      if (!std::exchange(first_is_left, false)) return blocks->next(block);
      block = std::move(first);
      return true;
    };
    const auto taken = [&](auto parsed) -> Result<void> {
      run_.bytes(parsed.bytes_read);
      SKEIN_TRY(take(std::move(parsed)));
      return run_.report();
    };
    SKEIN_TRY(work_in_order<CsvBlock>(
        threads_, next, [&](const CsvBlock& block) { return parse(block, table); }, taken));
    run_.file_done(blocks->size());
    return {};
  }

  Result<void> read_schema() {
    SKEIN_ASSIGN(const auto lines, LineReader::open(options_.schema));
    std::string_view line;
    for (;;) {
      SKEIN_ASSIGN(const bool more, lines->next(line));
      if (!more) return {};
      if (auto added = loader_.add_schema(line); !added)
        SKEIN_TRY(run_.reject(options_.schema, lines->line(), std::move(added).error()));
    }
  }

  Result<void> reject(const ImportFile& file, const WrongRow& wrong) {
    return run_.reject(file.path, wrong.line, wrong.reason);
  }

  // --- nodes ---

  // "A:B" as on the command line.
  Result<std::vector<LabelId>> labels_named(std::string_view names) {
    std::vector<LabelId> labels;
    for (std::size_t begin = 0; begin < names.size();) {
      const auto end = std::min(names.find(':', begin), names.size());
      if (end > begin) {
        SKEIN_ASSIGN(const auto label, loader_.label(names.substr(begin, end - begin)));
        labels.push_back(label);
      }
      begin = end + 1;
    }
    return labels;
  }

  Result<void> read_nodes() {
    run_.stage("nodes");
    for (const auto& file : options_.nodes) {
      SKEIN_ASSIGN(const auto file_labels, labels_named(file.name));
      std::string group;
      SKEIN_TRY(read_file(
          file, false,
          [&](const ImportTable& table) -> Result<void> {
            for (const auto& column : table.columns)
              if (column.csv.role == ColumnRole::id) group = column.csv.group;
            return {};
          },
          parse_nodes,
          [&](ParsedNodes parsed) { return take_nodes(file, file_labels, group, std::move(parsed)); }));
    }
    return {};
  }

  Result<void> take_nodes(const ImportFile& file, const std::vector<LabelId>& file_labels,
                          const std::string& group, ParsedNodes parsed) {
    auto wrong = parsed.wrong.begin();
    for (std::size_t i = 0; i < parsed.nodes.size(); ++i) {
      for (; wrong != parsed.wrong.end() && wrong->before <= i; ++wrong) SKEIN_TRY(reject(file, *wrong));
      auto& one = parsed.nodes[i];
      if (auto added = add_node(one, file_labels, group); !added)
        SKEIN_TRY(run_.reject(file.path, one.line, std::move(added).error()));
    }
    for (; wrong != parsed.wrong.end(); ++wrong) SKEIN_TRY(reject(file, *wrong));
    return std::move(parsed.error);
  }

  Result<void> add_node(ParsedNodes::One& one, const std::vector<LabelId>& file_labels,
                        const std::string& group) {
    auto& ids = ids_[group];
    if (one.has_id && ids.find(one.id))
      return Error{ErrorCode::invalid_argument, "the id " + std::string(one.id) + group_words(group) +
                                                    " was given to another node before"};
    NodeRow row;
    row.labels = file_labels;
    row.properties = std::move(one.properties);
    CsvRest rest;
    if (!one.rest.empty()) {
      SKEIN_ASSIGN(rest, parse_csv_rest(one.rest));
      if (rest.derived) row.origin = Origin::derived;
      SKEIN_TRY(apply(rest, loader_, row.properties));
    }
    const auto add_label = [&](std::string_view name) -> Result<void> {
      SKEIN_ASSIGN(const auto label, loader_.label(name));
      row.labels.push_back(label);
      return {};
    };
    if (rest.labels) {
      for (const auto& name : *rest.labels) SKEIN_TRY(add_label(name));
    } else {
      for (const auto name : one.labels) SKEIN_TRY(add_label(name));
    }
    SKEIN_ASSIGN(const auto number, loader_.add_node(std::move(row)));
    if (one.has_id) ids.add(one.id, number);
    return {};
  }

  // --- relationships ---

  Result<void> read_relationships() {
    run_.stage("relationships");
    if (!options_.evidence.empty()) {
      SKEIN_ASSIGN(evidence_, CsvEvidence::open(run_, options_.evidence, csv_));
    }
    for (const auto& file : options_.relationships) {
      std::optional<TypeId> file_type;
      if (!file.name.empty()) {
        SKEIN_ASSIGN(file_type, loader_.type(file.name));
      }
      SKEIN_TRY(read_file(
          file, true,
          [&](ImportTable& table) -> Result<void> {
            for (auto& column : table.columns) column.ids = &ids_[column.csv.group];
            return {};
          },
          [&](const CsvBlock& block, const ImportTable& table) {
            return parse_edges(block, table, file_type.has_value());
          },
          [&](ParsedEdges parsed) { return take_edges(file, file_type, std::move(parsed)); }));
    }
    return evidence_ ? evidence_->finish() : Result<void>();
  }

  Result<void> take_edges(const ImportFile& file, std::optional<TypeId> file_type, ParsedEdges parsed) {
    for (const auto& wrong : parsed.wrong) SKEIN_TRY(reject(file, wrong));
    SKEIN_TRY(std::move(parsed.error));
    std::vector<bool> denied(parsed.types.size());
    SKEIN_TRY(complete(file, parsed, denied));
    std::vector<std::uint32_t> ids;
    std::vector<std::pair<TypeId, std::uint64_t>> counts;
    for (std::size_t i = 0; i < parsed.types.size(); ++i) {
      auto type = file_type;
      if (!parsed.types[i].name.empty()) {
        SKEIN_ASSIGN(type, loader_.type(parsed.types[i].name, !denied[i]));
      }
      counts.emplace_back(*type, parsed.types[i].count);
      ids.push_back(type->value);
    }
    parsed.rows.change_types(ids);
    return loader_.add_relationships(std::move(parsed.rows), counts, parsed.properties);
  }

  // What is said of rows beside their columns: the column skein:IGNORE, and evidence.
  Result<void> complete(const ImportFile& file, ParsedEdges& parsed, std::vector<bool>& denied) {
    const auto first_row = row_;
    row_ += parsed.rows.size() + parsed.wrong.size();
    auto rest = parsed.rest.begin();
    auto wrong = parsed.wrong.begin();
    for (std::size_t i = 0; i < parsed.rows.size(); ++i) {
      while (wrong != parsed.wrong.end() && wrong->before <= i) ++wrong;
      const bool more = rest != parsed.rest.end() && rest->row == i;
      // Its number in the files, those that were left out counted.
      const auto row = first_row + i + static_cast<std::size_t>(wrong - parsed.wrong.begin()) + 1;
      const bool proven = evidence_ && evidence_->next_row() == row;
      if (!more && !proven) continue;
      std::vector<Evidence> pieces;
      if (proven) {
        SKEIN_ASSIGN(pieces, evidence_->of(row));
      }
      SKEIN_ASSIGN(auto properties, take_properties(parsed.rows.payload(i)));
      Origin origin = Origin::written;
      if (more) {
        const auto before = properties.size();
        auto said = parse_csv_rest(rest->text);
        if (said) {
          if (said->derived) origin = Origin::derived;
          if (!said->asserted) denied[parsed.rows.type(i)] = true;
          SKEIN_TRY(apply(*said, loader_, properties));
          parsed.properties += properties.size() - before;
        } else {
          // The columns are right all the same.
          SKEIN_TRY(run_.reject(file.path, rest->line, std::move(said).error()));
        }
        ++rest;
      }
      SKEIN_ASSIGN(const auto payload, loader_.payload(std::move(properties), origin, std::move(pieces)));
      parsed.rows.replace_payload(i, payload);
    }
    return {};
  }

  ImportRun& run_;
  BulkLoader& loader_;
  const ImportOptions& options_;
  CsvOptions csv_;
  unsigned threads_;
  std::uint64_t row_ = 0;  // of relationships, in all files
  std::unique_ptr<CsvEvidence> evidence_;
  std::map<std::string, IdMap, std::less<>> ids_;  // by group
};

}  // namespace

Result<void> add_csv_folder(const std::string& folder, ImportOptions& options) {
  namespace fs = std::filesystem;
  const fs::path path(folder);
  std::error_code ignored;
  if (!fs::exists(path / "nodes.csv", ignored))
    return Error{
        ErrorCode::not_found,
        folder + ": there is no nodes.csv in it; single files are given by --nodes and --relationships"};
  options.nodes.push_back({(path / "nodes.csv").string(), ""});
  if (fs::exists(path / "relationships.csv", ignored))
    options.relationships.push_back({(path / "relationships.csv").string(), ""});
  if (fs::exists(path / "schema.jsonl", ignored)) options.schema = (path / "schema.jsonl").string();
  if (fs::exists(path / "documents.csv", ignored)) options.documents = (path / "documents.csv").string();
  if (fs::exists(path / "evidence.csv", ignored)) options.evidence = (path / "evidence.csv").string();
  return {};
}

Result<ImportSummary> import_csv(Graph& graph, const ImportOptions& options, const ImportWatch& watch,
                                 const QueryContext* context) {
  return run_import(graph, options, watch, context,
                    [&](ImportRun& run) { return Importer(run, options).read(); });
}

}  // namespace skein::graph
