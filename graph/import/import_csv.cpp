#include "graph/import/import_csv.hpp"

#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <limits>
#include <map>

#include "graph/adjacency_fold.hpp"
#include "graph/import/csv_header.hpp"
#include "graph/import/edge_sorter.hpp"
#include "graph/import/id_map.hpp"
#include "graph/node_block.hpp"
#include "graph/transaction.hpp"
#include "storage/bytes.hpp"

namespace skein::graph {

namespace {

constexpr std::uint64_t rows_between_reports = 1u << 16;

// Node ids come ascending, so a set needs only its present chunk at hand.
class SetWriter {
 public:
  SetWriter(Overlay& overlay, keys::SetKind kind, std::uint32_t id) : overlay_(overlay), kind_(kind), id_(id) {}
  void add(NodeId node) {
    const auto number = node.value >> keys::set_chunk_bits;
    if (number != number_) flush();
    number_ = number;
    chunk_.set(static_cast<unsigned>(node.value & (NodeChunk::size - 1)), true);
    any_ = true;
    ++count_;
  }
  void flush() {
    if (any_) overlay_.add_to_set(encode(keys::SetKey{kind_, id_, number_}), chunk_);
    chunk_ = {};
    any_ = false;
  }
  [[nodiscard]] std::uint64_t count() const { return count_; }

 private:
  Overlay& overlay_;
  keys::SetKind kind_;
  std::uint32_t id_;
  std::uint64_t number_ = 0, count_ = 0;
  NodeChunk chunk_;
  bool any_ = false;
};

class Importer {
 public:
  Importer(GraphTransaction& transaction, const ImportOptions& options, const ImportWatch& watch,
           const QueryContext* context)
      : transaction_(transaction), options_(options), watch_(watch), context_(context) {}

  Result<ImportSummary> run() {
    const auto start = std::chrono::steady_clock::now();
    const auto scratch = std::filesystem::path(options_.scratch_directory.empty()
                                                   ? std::filesystem::temp_directory_path()
                                                   : std::filesystem::path(options_.scratch_directory)) /
                         ("skein-import-" + std::to_string(::getpid()));
    // From the start of a block, so that the runs meet no key that is there.
    first_node_ = (transaction_.state().next_node.load() + block_nodes - 1) / block_nodes * block_nodes;
    EdgeSorter out(scratch.string() + "-out", options_.memory_bytes * 3 / 5);
    EdgeSorter in(scratch.string() + "-in", options_.memory_bytes * 2 / 5);
    std::vector<std::unique_ptr<storage::SortedRun>> runs;
    SKEIN_TRY(read_nodes(runs));
    SKEIN_TRY(read_relationships(out, in));
    progress_.stage = "writing";
    SKEIN_TRY(report());
    SKEIN_TRY(write_side(keys::Side::out, out, runs));
    SKEIN_TRY(write_side(keys::Side::in, in, runs));
    SKEIN_TRY(transaction_.commit_with(std::move(runs)));
    summary_.nodes = progress_.nodes;
    summary_.relationships = progress_.relationships;
    summary_.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    return summary_;
  }

 private:
  struct Column {
    CsvColumn csv;
    KeyId key;
    bool keeps = false;  // makes a property
  };

  Result<void> report() {
    if (context_) SKEIN_TRY(context_->check());
    if (watch_) watch_(progress_);
    return {};
  }
  Result<void> report(const CsvReader& reader) {
    progress_.bytes_done = bytes_before_ + reader.bytes_read();
    return report();
  }

  static Error at(const CsvReader& reader, const std::string& why) {
    return Error{ErrorCode::invalid_argument, reader.path() + ":" + std::to_string(reader.line()) + ": " + why};
  }

  // Opens a file and reads its header.
  Result<std::unique_ptr<CsvReader>> open(const ImportFile& file, bool relationships, std::vector<Column>& columns) {
    SKEIN_ASSIGN(auto reader, CsvReader::open(file.path, {options_.delimiter, '"'}));
    std::vector<CsvField> fields;
    SKEIN_ASSIGN(const bool any, reader->next(fields));
    if (!any) return Error{ErrorCode::invalid_argument, file.path + ": is empty; wanted a header line"};
    SKEIN_ASSIGN(auto parsed, parse_csv_header(fields, file.path, relationships));
    columns.clear();
    for (auto& one : parsed) {
      Column column{std::move(one), {}, false};
      const auto role = column.csv.role;
      column.keeps = (role == ColumnRole::property || role == ColumnRole::id) && !column.csv.name.empty();
      if (column.keeps) {
        SKEIN_ASSIGN(column.key, transaction_.make_key(column.csv.name));
      }
      columns.push_back(std::move(column));
    }
    return reader;
  }

  Result<void> read_property(const CsvReader& reader, const Column& column, const CsvField& field,
                             Properties& properties) {
    if (field.text.empty() && !(field.quoted && column.csv.type == ColumnType::string)) return {};
    auto value = parse_csv_value(field.text, column.csv, options_.array_delimiter);
    if (!value) return at(reader, "column " + column.csv.name + ": " + value.error().message);
    properties.emplace_back(column.key, std::move(*value));
    return {};
  }

  Result<void> check_width(const CsvReader& reader, const std::vector<CsvField>& fields,
                           const std::vector<Column>& columns) {
    if (fields.size() == columns.size()) return {};
    return at(reader, "the row has " + std::to_string(fields.size()) + " fields; wanted " +
                          std::to_string(columns.size()) + " as in the header");
  }

  // --- nodes ---

  Result<LabelId> label_named(std::string_view name) {
    if (const auto it = labels_.find(name); it != labels_.end()) return it->second;
    SKEIN_ASSIGN(const auto id, transaction_.make_label(name));
    labels_.emplace(name, id);
    return id;
  }

  Result<void> add_labels(std::string_view names, char separator, std::vector<LabelId>& labels) {
    for (std::size_t begin = 0; begin < names.size();) {
      const auto end = std::min(names.find(separator, begin), names.size());
      if (end > begin) {
        SKEIN_ASSIGN(const auto label, label_named(names.substr(begin, end - begin)));
        labels.push_back(label);
      }
      begin = end + 1;
    }
    return {};
  }

  SetWriter& label_set(LabelId label) {
    return label_sets_.try_emplace(label, transaction_.overlay(), keys::SetKind::label, label.value).first->second;
  }

  Result<void> read_nodes(std::vector<std::unique_ptr<storage::SortedRun>>& runs) {
    progress_.stage = "nodes";
    for (const auto* files : {&options_.nodes, &options_.relationships})
      for (const auto& file : *files) {
        std::error_code ignored;
        const auto size = std::filesystem::file_size(file.path, ignored);
        if (!ignored) progress_.bytes_total += size;
      }
    SKEIN_ASSIGN(auto run, transaction_.state().store->begin_run());
    SetWriter everything(transaction_.overlay(), keys::SetKind::all, 0);
    for (const auto& file : options_.nodes) SKEIN_TRY(read_node_file(file, *run, everything));
    SKEIN_TRY(flush_block(*run));
    everything.flush();
    for (auto& [label, set] : label_sets_) {
      set.flush();
      transaction_.count(keys::CounterKind::label, label.value, static_cast<std::int64_t>(set.count()));
    }
    if (progress_.nodes == 0) return {};
    transaction_.count(keys::CounterKind::nodes, 0, static_cast<std::int64_t>(progress_.nodes));
    transaction_.state().next_node = first_node_ + progress_.nodes;
    transaction_.overlay().raise(keys::meta("next-node"), first_node_ + progress_.nodes);
    runs.push_back(std::move(run));
    return {};
  }

  // Nodes come by ascending id: a block is written when it is full, long rows after it.
  Result<void> add_row(NodeId node, NodeRow row, storage::SortedRun& run) {
    if (node.value / block_nodes != block_) SKEIN_TRY(flush_block(run));
    block_ = node.value / block_nodes;
    auto bytes = encode(row);
    if (bytes.size() > transaction_.state().node_limits.row_bytes)
      long_rows_.emplace_back(keys::node(node), std::move(bytes));
    else
      block_rows_[node.value % block_nodes] = std::move(row);
    return {};
  }
  Result<void> flush_block(storage::SortedRun& run) {
    const auto bytes = encode_block(block_rows_);
    if (!bytes.empty()) SKEIN_TRY(run.add(keys::node_block(block_), bytes));
    for (const auto& [key, value] : long_rows_) SKEIN_TRY(run.add(key, value));
    for (auto& one : block_rows_) one.reset();
    long_rows_.clear();
    return {};
  }

  Result<void> read_node_file(const ImportFile& file, storage::SortedRun& run, SetWriter& everything) {
    std::vector<Column> columns;
    SKEIN_ASSIGN(const auto reader, open(file, false, columns));
    std::vector<LabelId> file_labels;
    SKEIN_TRY(add_labels(file.name, ':', file_labels));
    const bool indexed = !transaction_.catalog().indexes().empty();
    std::vector<CsvField> fields;
    for (;;) {
      SKEIN_ASSIGN(const bool more, reader->next(fields));
      if (!more) break;
      SKEIN_TRY(check_width(*reader, fields, columns));
      NodeRow row;
      row.labels = file_labels;
      const auto number = static_cast<std::uint32_t>(progress_.nodes);
      for (std::size_t i = 0; i < columns.size(); ++i) {
        const auto& column = columns[i];
        const auto& field = fields[i];
        if (column.csv.role == ColumnRole::id && !(field.text.empty() && !field.quoted)) {
          if (!ids_[column.csv.group].add(field.text, number))
            return at(*reader, "the id " + std::string(field.text) + group_words(column.csv.group) +
                                   " was given to another node before");
        } else if (column.csv.role == ColumnRole::label) {
          SKEIN_TRY(add_labels(field.text, options_.array_delimiter, row.labels));
        }
        if (column.keeps) SKEIN_TRY(read_property(*reader, column, field, row.properties));
      }
      std::sort(row.labels.begin(), row.labels.end());
      row.labels.erase(std::unique(row.labels.begin(), row.labels.end()), row.labels.end());
      SKEIN_TRY(sort_properties(*reader, row.properties));
      const NodeId node(first_node_ + progress_.nodes);
      everything.add(node);
      for (const auto label : row.labels) label_set(label).add(node);
      if (indexed) {
        if (auto changed = transaction_.change_indexes(node, nullptr, &row); !changed) {
          auto error = std::move(changed).error();
          error.message = reader->path() + ":" + std::to_string(reader->line()) + ": " + error.message;
          return error;
        }
      }
      summary_.properties += row.properties.size();
      SKEIN_TRY(add_row(node, std::move(row), run));
      if (++progress_.nodes >= std::numeric_limits<std::uint32_t>::max())
        return Error{ErrorCode::limit, "one import takes at most 4 billion nodes"};
      if (progress_.nodes % rows_between_reports == 0) SKEIN_TRY(report(*reader));
    }
    SKEIN_TRY(report(*reader));
    bytes_before_ += reader->size();
    return {};
  }

  Result<void> sort_properties(const CsvReader& reader, Properties& properties) {
    const auto by_key = [](const auto& a, const auto& b) { return a.first < b.first; };
    if (!std::is_sorted(properties.begin(), properties.end(), by_key))
      std::sort(properties.begin(), properties.end(), by_key);
    for (std::size_t i = 1; i < properties.size(); ++i)
      if (properties[i].first == properties[i - 1].first)
        return at(reader, "two columns give the property " + std::string(transaction_.catalog().name(properties[i].first)));
    return {};
  }

  static std::string group_words(const std::string& group) { return group.empty() ? "" : " of group " + group; }

  // --- relationships ---

  Result<TypeId> type_named(std::string_view name) {
    if (const auto it = types_.find(name); it != types_.end()) return it->second;
    SKEIN_ASSIGN(const auto id, transaction_.make_type(name, true));
    types_.emplace(name, id);
    return id;
  }

  Result<void> read_relationships(EdgeSorter& out, EdgeSorter& in) {
    progress_.stage = "relationships";
    for (const auto& file : options_.relationships) SKEIN_TRY(read_relationship_file(file, out, in));
    ids_.clear();
    SKEIN_TRY(out.finish());
    SKEIN_TRY(in.finish());
    for (const auto& [type, count] : type_counts_)
      transaction_.count(keys::CounterKind::type, type.value, static_cast<std::int64_t>(count));
    if (progress_.relationships != 0)
      transaction_.count(keys::CounterKind::relationships, 0, static_cast<std::int64_t>(progress_.relationships));
    return {};
  }

  Result<void> read_relationship_file(const ImportFile& file, EdgeSorter& out, EdgeSorter& in) {
    std::vector<Column> columns;
    SKEIN_ASSIGN(const auto reader, open(file, true, columns));
    std::optional<TypeId> file_type;
    if (!file.name.empty()) {
      SKEIN_ASSIGN(file_type, type_named(file.name));
    }
    std::vector<const IdMap*> groups;
    for (const auto& column : columns) groups.push_back(&ids_[column.csv.group]);
    std::vector<CsvField> fields;
    std::string payload;
    Properties properties;
    for (;;) {
      SKEIN_ASSIGN(const bool more, reader->next(fields));
      if (!more) break;
      SKEIN_TRY(check_width(*reader, fields, columns));
      std::uint32_t from = 0, to = 0;
      auto type = file_type;
      properties.clear();
      for (std::size_t i = 0; i < columns.size(); ++i) {
        const auto& column = columns[i];
        const auto& field = fields[i];
        if (column.csv.role == ColumnRole::start_id || column.csv.role == ColumnRole::end_id) {
          const auto node = groups[i]->find(field.text);
          if (!node)
            return at(*reader, "no node has the id " + std::string(field.text) + group_words(column.csv.group));
          (column.csv.role == ColumnRole::start_id ? from : to) = *node;
        } else if (column.csv.role == ColumnRole::type && !field.text.empty()) {
          SKEIN_ASSIGN(type, type_named(field.text));
        } else if (column.keeps) {
          SKEIN_TRY(read_property(*reader, column, field, properties));
        }
      }
      if (!type) return at(*reader, "no relationship type: give a :TYPE column, or TYPE=FILE");
      SKEIN_TRY(sort_properties(*reader, properties));
      payload.clear();
      put_properties(payload, properties);
      SKEIN_TRY(out.add(from, type->value, to, payload));
      SKEIN_TRY(in.add(to, type->value, from, {}));
      ++type_counts_[*type];
      summary_.properties += properties.size();
      if (++progress_.relationships % rows_between_reports == 0) SKEIN_TRY(report(*reader));
    }
    SKEIN_TRY(report(*reader));
    bytes_before_ += reader->size();
    return {};
  }

  // Sorted relationships to blocks, node by node.
  Result<void> write_side(keys::Side side, EdgeSorter& edges, std::vector<std::unique_ptr<storage::SortedRun>>& runs) {
    if (progress_.relationships == 0) return {};
    SKEIN_ASSIGN(auto run, transaction_.state().store->begin_run());
    std::map<TypeId, SetWriter> sources;
    std::vector<std::pair<TypeId, EdgeList>> lists;
    std::vector<std::pair<std::string, std::string>> records;
    EdgeListBuilder builder;
    const FoldLimits& limits = transaction_.state().fold_limits;
    std::uint64_t done = 0;

    SortedEdge edge;
    SKEIN_ASSIGN(bool more, edges.next(edge));
    while (more) {
      const auto near = edge.near;
      const NodeId node(first_node_ + near);
      lists.clear();
      while (more && edge.near == near) {
        const auto type = edge.type;
        std::uint32_t ordinal = 0, last = 0;
        bool any = false;
        while (more && edge.near == near && edge.type == type) {
          ordinal = any && edge.far == last ? ordinal + 1 : 0;
          last = edge.far;
          any = true;
          builder.add(NodeId(first_node_ + edge.far), ordinal);
          if (!edge.payload.empty()) {
            SKEIN_ASSIGN(auto properties, take_properties(edge.payload));
            for (auto& [key, value] : properties) builder.set(key, std::move(value));
          }
          if (++done % rows_between_reports == 0) SKEIN_TRY(report());
          SKEIN_ASSIGN(more, edges.next(edge));
        }
        lists.emplace_back(TypeId(type), builder.finish());
        if (side == keys::Side::out)
          sources.try_emplace(TypeId(type), transaction_.overlay(), keys::SetKind::sources, type)
              .first->second.add(node);
      }
      records.clear();
      fold_new_node(side, node, lists, limits, [&](std::string key, std::string value) {
        records.emplace_back(std::move(key), std::move(value));
      });
      std::sort(records.begin(), records.end());
      for (const auto& [key, value] : records) SKEIN_TRY(run->add(key, value));
    }
    for (auto& [type, set] : sources) set.flush();
    runs.push_back(std::move(run));
    return {};
  }

  GraphTransaction& transaction_;
  const ImportOptions& options_;
  const ImportWatch& watch_;
  const QueryContext* context_;
  std::uint64_t first_node_ = 0;
  std::uint64_t bytes_before_ = 0;
  std::uint64_t block_ = 0;  // of nodes, gathered in the two below
  BlockRows block_rows_;
  std::vector<std::pair<std::string, std::string>> long_rows_;
  ImportProgress progress_;
  ImportSummary summary_;
  std::map<std::string, IdMap, std::less<>> ids_;  // by group
  std::map<std::string, LabelId, std::less<>> labels_;
  std::map<std::string, TypeId, std::less<>> types_;
  std::map<LabelId, SetWriter> label_sets_;
  std::map<TypeId, std::uint64_t> type_counts_;
};

}  // namespace

Result<ImportSummary> import_csv(Graph& graph, const ImportOptions& options, const ImportWatch& watch,
                                 const QueryContext* context) {
  SKEIN_ASSIGN(const auto transaction, graph.begin(storage::Access::write));
  // A Graph of this room always begins a GraphTransaction.
  return Importer(static_cast<GraphTransaction&>(*transaction), options, watch, context).run();
}

}  // namespace skein::graph
