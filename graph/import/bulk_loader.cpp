#include "graph/import/bulk_loader.hpp"

#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <filesystem>
#include <limits>
#include <utility>

#include "graph/algorithms/team.hpp"
#include "graph/documents.hpp"
#include "graph/import/side_writer.hpp"
#include "graph/json/schema_json.hpp"

namespace skein::graph {

namespace {

constexpr std::size_t rows_at_once = 1u << 16;
constexpr std::size_t rows_in_piece = 1u << 18, most_pieces = 16;  // of a side that is written

std::string scratch_stem(const std::string& directory) {
  const auto folder =
      directory.empty() ? std::filesystem::temp_directory_path() : std::filesystem::path(directory);
  return (folder / ("skein-import-" + std::to_string(::getpid()))).string();
}

Result<void> sort_properties(const CatalogView& catalog, Properties& properties) {
  const auto by_key = [](const auto& a, const auto& b) { return a.first < b.first; };
  if (!std::is_sorted(properties.begin(), properties.end(), by_key))
    std::sort(properties.begin(), properties.end(), by_key);
  const auto twice = std::adjacent_find(properties.begin(), properties.end(),
                                        [](const auto& a, const auto& b) { return a.first == b.first; });
  if (twice == properties.end()) return {};
  return Error{ErrorCode::invalid_argument,
               "the property " + std::string(catalog.name(twice->first)) + " is given twice"};
}

}  // namespace

BulkLoader::BulkLoader(GraphTransaction& transaction, std::uint64_t memory_bytes,
                       const std::string& scratch_directory)
    : transaction_(transaction), edges_(scratch_stem(scratch_directory), memory_bytes) {}

Result<void> BulkLoader::start() {
  // From the start of a block, so that the runs meet no key that is there.
  first_node_ = (transaction_.state().next_node.load() + block_nodes - 1) / block_nodes * block_nodes;
  ruled_ = !transaction_.catalog().rules().empty();
  SKEIN_ASSIGN(node_run_, transaction_.state().store->begin_run());
  return {};
}

Result<LabelId> BulkLoader::label(std::string_view name) {
  if (const auto it = labels_.find(name); it != labels_.end()) return it->second;
  SKEIN_ASSIGN(const auto id, transaction_.make_label(name));
  labels_.emplace(name, id);
  return id;
}

Result<TypeId> BulkLoader::type(std::string_view name, bool asserted) {
  if (const auto it = types_.find(name); it != types_.end()) return it->second;
  SKEIN_ASSIGN(const auto id, transaction_.make_type(name, asserted));
  types_.emplace(name, id);
  return id;
}

Result<KeyId> BulkLoader::key(std::string_view name) {
  if (const auto it = keys_.find(name); it != keys_.end()) return it->second;
  SKEIN_ASSIGN(const auto id, transaction_.make_key(name));
  keys_.emplace(name, id);
  return id;
}

// --- what holds of the graph as a whole --------------------------------------------------------------------

Result<void> BulkLoader::add_schema(simdjson::dom::object object) {
  SKEIN_ASSIGN(const bool made, load_schema_json(transaction_, object));
  if (!made) return {};
  ruled_ = true;
  // Nodes that were read are in no place where the new rule could look at them.
  if (summary_.nodes == 0) return {};
  return Error{ErrorCode::constraint, "an index or constraint that comes after nodes; wanted it before them"};
}

Result<void> BulkLoader::add_schema(std::string_view json) {
  simdjson::dom::parser parser;
  simdjson::dom::object object;
  if (parser.parse(json.data(), json.size()).get(object) != simdjson::SUCCESS)
    return Error{ErrorCode::invalid_argument,
                 "wanted an index, constraint or relation type as a JSON object"};
  return add_schema(object);
}

// --- nodes -------------------------------------------------------------------------------------------------

// Nodes come by ascending id: a block is written when it is full, long rows after it.
Result<std::uint32_t> BulkLoader::add_node(NodeRow row) {
  if (summary_.nodes >= std::numeric_limits<std::uint32_t>::max())
    return Error{ErrorCode::limit, "one import takes at most 4 billion nodes"};
  std::sort(row.labels.begin(), row.labels.end());
  row.labels.erase(std::unique(row.labels.begin(), row.labels.end()), row.labels.end());
  SKEIN_TRY(sort_properties(transaction_.catalog(), row.properties));
  const NodeId node(first_node_ + summary_.nodes);
  if (ruled_) {
    SKEIN_TRY(transaction_.check_demands(node, row));
    SKEIN_TRY(transaction_.change_indexes(node, nullptr, &row));
  }
  transaction_.change_texts(node, nullptr, &row);
  everything_.add(node);
  for (const auto label : row.labels) label_sets_[label].add(node);
  summary_.properties += row.properties.size();
  if (node.value / block_nodes != block_) SKEIN_TRY(flush_block());
  block_ = node.value / block_nodes;
  auto bytes = encode(row);
  if (bytes.size() > transaction_.state().node_limits.row_bytes)
    long_rows_.emplace_back(keys::node(node), std::move(bytes));
  else
    block_rows_[node.value % block_nodes] = std::move(row);
  return static_cast<std::uint32_t>(summary_.nodes++);
}

Result<void> BulkLoader::flush_block() {
  const auto bytes = encode_block(block_rows_);
  if (!bytes.empty()) SKEIN_TRY(node_run_->add(keys::node_block(block_), bytes));
  for (const auto& [key, value] : long_rows_) SKEIN_TRY(node_run_->add(key, value));
  for (auto& one : block_rows_) one.reset();
  long_rows_.clear();
  return {};
}

// --- relationships -----------------------------------------------------------------------------------------

Result<std::string> BulkLoader::payload(Properties properties, Origin origin,
                                        std::vector<Evidence> evidence) {
  SKEIN_TRY(sort_properties(transaction_.catalog(), properties));
  if (!evidence.empty()) {
    properties.emplace_back(evidence_key, Value(static_cast<std::int64_t>(evidence_.size())));
    evidence_.push_back(std::move(evidence));
  }
  if (origin == Origin::derived) properties.emplace_back(origin_key, Value(true));
  std::string bytes;
  put_properties(bytes, properties);
  return bytes;
}

Result<void> BulkLoader::add_relationship(std::uint32_t from, TypeId type, std::uint32_t to,
                                          Properties properties, Origin origin,
                                          std::vector<Evidence> evidence) {
  const auto count = properties.size();
  SKEIN_ASSIGN(const std::string bytes, payload(std::move(properties), origin, std::move(evidence)));
  summary_.properties += count;
  rows_.add(from, type.value, to, bytes);
  ++type_counts_[type];
  ++summary_.relationships;
  return rows_.size() < rows_at_once ? Result<void>() : flush_rows();
}

Result<void> BulkLoader::flush_rows() {
  if (rows_.size() == 0) return {};
  return edges_.add(std::exchange(rows_, {}), summary_.nodes);
}

Result<void> BulkLoader::add_relationships(EdgeRows rows,
                                           const std::vector<std::pair<TypeId, std::uint64_t>>& counts,
                                           std::uint64_t properties) {
  SKEIN_TRY(flush_rows());
  for (const auto& [type, count] : counts) type_counts_[type] += count;
  summary_.relationships += rows.size();
  summary_.properties += properties;
  return edges_.add(std::move(rows), summary_.nodes);
}

// Both sides in pieces, by several threads; this one tells of the progress of all. What looks at each
// relationship does so in their order, from one thread.
Result<void> BulkLoader::write_relationships(const std::function<Result<void>(std::uint64_t)>& tick) {
  SKEIN_TRY(flush_rows());
  SKEIN_TRY(edges_.finish());
  SKEIN_TRY(tick(0));
  if (summary_.relationships == 0) return {};
  RelationshipVisit visit;
  if (const bool ruled = transaction_.has_relationship_rules(); ruled || !evidence_.empty())
    visit = [&, ruled](const RelationshipId& relationship, const Properties& row,
                       std::optional<std::size_t> evidence) -> Result<void> {
      if (ruled) {
        SKEIN_TRY(transaction_.check_demands(relationship, row));
        SKEIN_TRY(transaction_.change_indexes(relationship, nullptr, &row));
      }
      return evidence ? write_evidence(relationship, evidence_[*evidence]) : Result<void>();
    };

  struct Task {
    keys::Side side;
    std::unique_ptr<SortedEdges> edges;
    std::optional<Result<WrittenSide>> written = {};
  };
  std::vector<Task> tasks;
  const auto pieces = std::clamp<std::size_t>(summary_.relationships / rows_in_piece, 1, most_pieces);
  for (auto& edges : edges_.outgoing(visit ? 1 : pieces))
    tasks.push_back({keys::Side::out, std::move(edges)});
  for (auto& edges : edges_.incoming(pieces)) tasks.push_back({keys::Side::in, std::move(edges)});

  auto& store = *transaction_.state().store;
  const auto& limits = transaction_.state().fold_limits;
  std::atomic<std::uint64_t> written = 0;
  std::atomic<bool> given_up = false;
  std::optional<std::size_t> failed;
  Blocks open(tasks.size());
  run_team(std::min<unsigned>(threads_worth(2 * summary_.relationships), static_cast<unsigned>(tasks.size())),
           [&](unsigned member) {
             const auto progress = [&](std::uint64_t count) -> Result<void> {
               written += count;
               if (given_up) return Error{ErrorCode::cancelled, "the import was given up"};
               return member == 0 ? tick(written) : Result<void>();
             };
             for (std::size_t i; open.take(i);) {
               Task& task = tasks[i];
               const bool out = task.side == keys::Side::out;
               task.written.emplace(write_side(store, task.side, NodeId(first_node_), *task.edges, limits,
                                               progress, out ? visit : RelationshipVisit()));
               task.edges.reset();
               if (task.written->ok() || given_up.exchange(true)) continue;
               failed = i;  // what made the others give up
             }
           });
  if (failed) return std::move(*tasks[*failed].written).error();
  SKEIN_TRY(tick(2 * summary_.relationships));
  for (auto& task : tasks) {
    for (const auto& [type, set] : (*task.written)->sources)
      if (task.side == keys::Side::out) set.write(transaction_.overlay(), keys::SetKind::sources, type.value);
    runs_.push_back(std::move((*task.written)->run));
  }
  return {};
}

// --- documents and evidence --------------------------------------------------------------------------------

Result<DocumentId> BulkLoader::add_document(DocumentRecord document, std::optional<std::uint32_t> node) {
  SKEIN_ASSIGN(const auto known, transaction_.find_document(document.key));
  if (known) {
    SKEIN_ASSIGN(const auto there, transaction_.document_info(*known));
    if (there.hash == document.hash) return *known;
    return Error{ErrorCode::constraint,
                 "the document " + document.key + " is in the graph already, with another text"};
  }
  document.node = node ? NodeId(first_node_ + *node) : NodeId{};
  ++summary_.documents;
  return transaction_.put_document(document);
}

Result<DocumentId> BulkLoader::document(std::string_view key) const {
  SKEIN_ASSIGN(const auto id, transaction_.find_document(key));
  if (id) return *id;
  return Error{ErrorCode::not_found,
               "evidence from the document \"" + std::string(key.substr(0, 200)) + "\", which is not there"};
}

Result<void> BulkLoader::write_evidence(const RelationshipId& relationship,
                                        const std::vector<Evidence>& evidence) {
  Overlay& overlay = transaction_.overlay();
  for (const Evidence& one : evidence) {
    SKEIN_ASSIGN(const auto document, transaction_.document_info(one.document));
    auto key = encode(keys::EvidenceKey{relationship, place_of(one, document.key)});
    if (overlay.own(key) != nullptr) continue;
    overlay.put(std::move(key), encode_evidence(one));
    overlay.put(encode(keys::SupportKey{one.document, relationship}), {});
    SKEIN_TRY(transaction_.count_sentence(one.document, one.sentence, 1));
    ++summary_.evidence;
  }
  return {};
}

// --- the end -----------------------------------------------------------------------------------------------

Result<void> BulkLoader::finish(const std::function<Result<void>(std::uint64_t)>& tick) {
  auto& overlay = transaction_.overlay();
  SKEIN_TRY(flush_block());
  everything_.write(overlay, keys::SetKind::all, 0);
  for (const auto& [label, set] : label_sets_) {
    set.write(overlay, keys::SetKind::label, label.value);
    transaction_.count(keys::CounterKind::label, label.value, static_cast<std::int64_t>(set.count()));
  }
  if (summary_.nodes != 0) {
    transaction_.count(keys::CounterKind::nodes, 0, static_cast<std::int64_t>(summary_.nodes));
    transaction_.state().next_node = first_node_ + summary_.nodes;
    overlay.raise(keys::meta("next-node"), first_node_ + summary_.nodes);
    runs_.push_back(std::move(node_run_));
  }
  SKEIN_TRY(write_relationships(tick));
  for (const auto& [type, count] : type_counts_)
    transaction_.count(keys::CounterKind::type, type.value, static_cast<std::int64_t>(count));
  if (summary_.relationships != 0)
    transaction_.count(keys::CounterKind::relationships, 0,
                       static_cast<std::int64_t>(summary_.relationships));
  if (summary_.evidence != 0)
    transaction_.count(keys::CounterKind::evidence, 0, static_cast<std::int64_t>(summary_.evidence));
  return transaction_.commit_with(std::move(runs_));
}

}  // namespace skein::graph
