#include "graph/import/import_csv.hpp"

#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <filesystem>
#include <limits>
#include <map>
#include <thread>

#include "graph/import/csv_rows.hpp"
#include "graph/import/ordered_work.hpp"
#include "graph/import/set_writer.hpp"
#include "graph/import/side_writer.hpp"
#include "graph/node_block.hpp"
#include "graph/transaction.hpp"

namespace skein::graph {

namespace keys = storage::keys;

namespace {

// Files are cut into blocks of whole records (one thread at a time), blocks are parsed by all threads, and
// what they hold is taken in here, in order. Then both sides of the relationships are sorted and written at
// the same time.
class Importer {
 public:
  Importer(GraphTransaction& transaction, const ImportOptions& options, const ImportWatch& watch,
           const QueryContext* context)
      : transaction_(transaction),
        options_(options),
        watch_(watch),
        context_(context),
        threads_(options.threads != 0 ? options.threads : std::max(1U, std::thread::hardware_concurrency())) {
  }

  Result<ImportSummary> run() {
    const auto start = std::chrono::steady_clock::now();
    const auto scratch = std::filesystem::path(options_.scratch_directory.empty()
                                                   ? std::filesystem::temp_directory_path()
                                                   : std::filesystem::path(options_.scratch_directory)) /
                         ("skein-import-" + std::to_string(::getpid()));
    // From the start of a block, so that the runs meet no key that is there.
    first_node_ = (transaction_.state().next_node.load() + block_nodes - 1) / block_nodes * block_nodes;
    EdgeSorter edges(scratch.string(), options_.memory_bytes);
    CommitQueue::Runs runs;
    SKEIN_TRY(read_nodes(runs));
    SKEIN_TRY(read_relationships(edges));
    SKEIN_TRY(write_relationships(edges, runs));
    SKEIN_TRY(transaction_.commit_with(std::move(runs)));
    summary_.nodes = progress_.nodes;
    summary_.relationships = progress_.relationships;
    summary_.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    return summary_;
  }

 private:
  Result<void> report() {
    if (context_) SKEIN_TRY(context_->check());
    if (watch_) watch_(progress_);
    return {};
  }

  // Calls parse(block, table) for the blocks of a file in many threads and take(parsed) here, in order.
  // `begin(table)` completes what is known of the columns.
  template <typename Begin, typename Parse, typename Take>
  Result<void> read_file(const ImportFile& file, bool relationships, Begin begin, Parse parse, Take take) {
    ImportTable table{file.path, {options_.delimiter, '"'}, options_.array_delimiter, {}};
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
      ImportColumn column{std::move(one), {}, false, nullptr};
      const auto role = column.csv.role;
      column.keeps = (role == ColumnRole::property || role == ColumnRole::id) && !column.csv.name.empty();
      if (column.keeps) {
        SKEIN_ASSIGN(column.key, transaction_.make_key(column.csv.name));
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
      progress_.bytes_done = bytes_before_ + parsed.bytes_read;
      SKEIN_TRY(take(std::move(parsed)));
      return report();
    };
    SKEIN_TRY(work_in_order<CsvBlock>(
        threads_, next, [&](const CsvBlock& block) { return parse(block, table); }, taken));
    bytes_before_ += blocks->size();
    return {};
  }

  // --- nodes ---

  Result<LabelId> label_named(std::string_view name) {
    if (const auto it = labels_.find(name); it != labels_.end()) return it->second;
    SKEIN_ASSIGN(const auto id, transaction_.make_label(name));
    labels_.emplace(name, id);
    return id;
  }

  // "A:B" as on the command line.
  Result<std::vector<LabelId>> labels_named(std::string_view names) {
    std::vector<LabelId> labels;
    for (std::size_t begin = 0; begin < names.size();) {
      const auto end = std::min(names.find(':', begin), names.size());
      if (end > begin) {
        SKEIN_ASSIGN(const auto label, label_named(names.substr(begin, end - begin)));
        labels.push_back(label);
      }
      begin = end + 1;
    }
    return labels;
  }

  Result<void> read_nodes(CommitQueue::Runs& runs) {
    progress_.stage = "nodes";
    for (const auto* files : {&options_.nodes, &options_.relationships})
      for (const auto& file : *files) {
        std::error_code ignored;
        const auto size = std::filesystem::file_size(file.path, ignored);
        if (!ignored) progress_.bytes_total += size;
      }
    SKEIN_ASSIGN(auto run, transaction_.state().store->begin_run());
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
          [&](ParsedNodes parsed) { return take_nodes(file, file_labels, group, std::move(parsed), *run); }));
    }
    SKEIN_TRY(flush_block(*run));
    auto& overlay = transaction_.overlay();
    everything_.write(overlay, keys::SetKind::all, 0);
    for (const auto& [label, set] : label_sets_) {
      set.write(overlay, keys::SetKind::label, label.value);
      transaction_.count(keys::CounterKind::label, label.value, static_cast<std::int64_t>(set.count()));
    }
    if (progress_.nodes == 0) return {};
    transaction_.count(keys::CounterKind::nodes, 0, static_cast<std::int64_t>(progress_.nodes));
    transaction_.state().next_node = first_node_ + progress_.nodes;
    overlay.raise(keys::meta("next-node"), first_node_ + progress_.nodes);
    runs.push_back(std::move(run));
    return {};
  }

  Result<void> take_nodes(const ImportFile& file, const std::vector<LabelId>& file_labels,
                          const std::string& group, ParsedNodes parsed, storage::SortedRun& run) {
    auto& ids = ids_[group];
    const bool ruled = !transaction_.catalog().rules().empty();
    for (auto& one : parsed.nodes) {
      if (one.has_id && !ids.add(one.id, static_cast<std::uint32_t>(progress_.nodes)))
        return row_error(
            file.path, one.line,
            "the id " + std::string(one.id) + group_words(group) + " was given to another node before");
      NodeRow row;
      row.labels = file_labels;
      for (const auto name : one.labels) {
        SKEIN_ASSIGN(const auto label, label_named(name));
        row.labels.push_back(label);
      }
      std::sort(row.labels.begin(), row.labels.end());
      row.labels.erase(std::unique(row.labels.begin(), row.labels.end()), row.labels.end());
      row.properties = std::move(one.properties);
      const NodeId node(first_node_ + progress_.nodes);
      everything_.add(node);
      for (const auto label : row.labels) label_sets_[label].add(node);
      if (ruled) {
        if (auto kept = keep_rules(node, row); !kept) {
          auto error = std::move(kept).error();
          error.message = file.path + ":" + std::to_string(one.line) + ": " + error.message;
          return error;
        }
      }
      transaction_.change_texts(node, nullptr, &row);
      summary_.properties += row.properties.size();
      SKEIN_TRY(add_row(node, std::move(row), run));
      if (++progress_.nodes >= std::numeric_limits<std::uint32_t>::max())
        return Error{ErrorCode::limit, "one import takes at most 4 billion nodes"};
    }
    return std::move(parsed.error);
  }

  Result<void> keep_rules(NodeId node, const NodeRow& row) {
    SKEIN_TRY(transaction_.check_demands(node, row));
    return transaction_.change_indexes(node, nullptr, &row);
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

  // --- relationships ---

  Result<TypeId> type_named(std::string_view name) {
    if (const auto it = types_.find(name); it != types_.end()) return it->second;
    SKEIN_ASSIGN(const auto id, transaction_.make_type(name, true));
    types_.emplace(name, id);
    return id;
  }

  Result<void> read_relationships(EdgeSorter& edges) {
    progress_.stage = "relationships";
    node_bytes_ = bytes_before_;
    for (const auto& file : options_.relationships) {
      std::optional<TypeId> file_type;
      if (!file.name.empty()) {
        SKEIN_ASSIGN(file_type, type_named(file.name));
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
          [&](ParsedEdges parsed) { return take_edges(file_type, std::move(parsed), edges); }));
    }
    ids_.clear();
    SKEIN_TRY(report());
    SKEIN_TRY(edges.finish());
    for (const auto& [type, count] : type_counts_)
      transaction_.count(keys::CounterKind::type, type.value, static_cast<std::int64_t>(count));
    if (progress_.relationships != 0)
      transaction_.count(keys::CounterKind::relationships, 0,
                         static_cast<std::int64_t>(progress_.relationships));
    return {};
  }

  Result<void> take_edges(std::optional<TypeId> file_type, ParsedEdges parsed, EdgeSorter& edges) {
    SKEIN_TRY(std::move(parsed.error));
    std::vector<std::uint32_t> ids;
    for (const auto& [name, count] : parsed.types) {
      auto type = file_type;
      if (!name.empty()) {
        SKEIN_ASSIGN(type, type_named(name));
      }
      type_counts_[*type] += count;
      ids.push_back(type->value);
    }
    parsed.rows.change_types(ids);
    progress_.relationships += parsed.rows.size();
    summary_.properties += parsed.properties;
    // As many rows are to be expected as the rest of the files has at this rate.
    const auto done = static_cast<double>(std::max<std::uint64_t>(1, progress_.bytes_done - node_bytes_));
    const auto all = static_cast<double>(std::max(progress_.bytes_total, progress_.bytes_done) - node_bytes_);
    const auto expected = static_cast<double>(progress_.relationships) * all / done;
    return edges.add(std::move(parsed.rows), static_cast<std::size_t>(expected));
  }

  // Both sides at the same time, the outgoing one in this thread, which tells of the progress of both.
  Result<void> write_relationships(EdgeSorter& edges, CommitQueue::Runs& runs) {
    progress_.stage = "writing";
    SKEIN_TRY(report());
    if (progress_.relationships == 0) return {};
    auto& store = *transaction_.state().store;
    const auto& limits = transaction_.state().fold_limits;
    std::atomic<std::uint64_t> written_in = 0;
    std::atomic<bool> given_up = false;
    std::optional<Result<WrittenSide>> in;
    std::jthread other([&] {
      in.emplace(write_side(store, keys::Side::in, NodeId(first_node_), edges.incoming(), limits,
                            [&](std::uint64_t count) -> Result<void> {
                              written_in += count;
                              if (given_up) return Error{ErrorCode::cancelled, "the import was given up"};
                              return context_ ? context_->check() : Result<void>();
                            }));
    });
    RelationshipVisit keep_rules;
    if (transaction_.has_relationship_rules())
      keep_rules = [&](const RelationshipId& relationship, const Properties& row) -> Result<void> {
        SKEIN_TRY(transaction_.check_demands(relationship, row));
        return transaction_.change_indexes(relationship, nullptr, &row);
      };
    auto out = write_side(store, keys::Side::out, NodeId(first_node_), edges.outgoing(), limits,
                          [&, written = std::uint64_t{0}](std::uint64_t count) mutable {
                            written += count;
                            progress_.written = written + written_in;
                            return report();
                          },
                          keep_rules);
    if (!out.ok()) given_up = true;
    other.join();
    if (!out.ok()) return std::move(out).error();
    if (!in->ok()) return std::move(*in).error();
    progress_.written = 2 * progress_.relationships;
    SKEIN_TRY(report());
    for (const auto& [type, set] : out->sources)
      set.write(transaction_.overlay(), keys::SetKind::sources, type.value);
    runs.push_back(std::move(out->run));
    runs.push_back(std::move((*in)->run));
    return {};
  }

  GraphTransaction& transaction_;
  const ImportOptions& options_;
  const ImportWatch& watch_;
  const QueryContext* context_;
  unsigned threads_;
  std::uint64_t first_node_ = 0;
  std::uint64_t bytes_before_ = 0;  // of the files read whole
  std::uint64_t node_bytes_ = 0;    // of those that hold nodes
  std::uint64_t block_ = 0;         // of nodes, gathered in the two below
  BlockRows block_rows_;
  std::vector<std::pair<std::string, std::string>> long_rows_;
  ImportProgress progress_;
  ImportSummary summary_;
  std::map<std::string, IdMap, std::less<>> ids_;  // by group
  std::map<std::string, LabelId, std::less<>> labels_;
  std::map<std::string, TypeId, std::less<>> types_;
  SetWriter everything_;
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
