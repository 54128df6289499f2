#include "graph/verify/verifier.hpp"

#include "graph/merge.hpp"
#include "graph/node_chunk.hpp"
#include "storage/bytes.hpp"

namespace skein::graph {

using keys::CounterKind;
using keys::SetKind;

void Verifier::check_keys(const Properties& properties, const std::string& of) {
  for (const auto& [key, value] : properties)
    if (key != origin_key && transaction_.catalog().name(key).empty())
      find(of + " has a property of key " + std::to_string(key.value) + ", which the catalog lacks");
}

Result<void> Verifier::nodes() {
  return transaction_.visit_all_rows([&](NodeId node, const NodeRow* row) -> Result<void> {
    if (context_ && report_.nodes % 1024 == 0) SKEIN_TRY(context_->check());
    ++report_.nodes;
    if (!row) {
      find(name(node) + ": its record cannot be read");
      return {};
    }
    expected_sets_[{SetKind::all, 0}].push_back(node);
    for (const auto label : row->labels) {
      expected_sets_[{SetKind::label, label.value}].push_back(node);
      if (transaction_.catalog().name(label).empty())
        find(name(node) + " has label " + std::to_string(label.value) + ", which the catalog lacks");
    }
    if (!std::is_sorted(row->labels.begin(), row->labels.end()))
      find(name(node) + ": its labels are out of order");
    check_keys(row->properties, name(node));
    for (const auto& index : transaction_.catalog().text_indexes())
      if (!index.sentences)
        expect_postings(index.id, keys::text_node(node), GraphTransaction::text_postings_of(index, row));
    for (const auto& rule : rules_)
      for (const auto& value : GraphTransaction::entry_values(rule, row))
        SKEIN_TRY(check_entry(rule, value, node));
    if (auto obeyed = transaction_.check_demands(node, *row); !obeyed) find(obeyed.error().message);
    return {};
  });
}

Result<void> Verifier::sets() {
  std::map<std::pair<SetKind, std::uint32_t>, std::vector<NodeId>> found;
  SKEIN_TRY(each("s", [&](std::string_view key, std::string_view value) {
    const auto set = keys::decode_set(key);
    const auto chunk = decode_node_chunk(value);
    if (!set || !chunk) return find("a set of nodes cannot be read: " + storage::printable(key));
    if (chunk->empty()) find("an empty set of nodes is kept: " + storage::printable(key));
    chunk->append_to(found[{set->kind, set->id}], set->chunk << keys::set_chunk_bits);
  }));
  for (const auto& [set, nodes] : found) expected_sets_[set];
  for (const auto& [set, expected] : expected_sets_) {
    const auto& nodes = found[set];
    if (nodes == expected) continue;
    const auto what =
        set.first == SetKind::all ? std::string("the set of all nodes")
        : set.first == SetKind::label
            ? "the set of label " + std::string(transaction_.catalog().name(LabelId(set.second)))
            : "the set of sources of type " + std::string(transaction_.catalog().name(TypeId(set.second)));
    std::vector<NodeId> differing;
    std::set_symmetric_difference(nodes.begin(), nodes.end(), expected.begin(), expected.end(),
                                  std::back_inserter(differing));
    find(what + " is wrong about " + name(differing.empty() ? NodeId() : differing.front()));
  }
  return {};
}

Result<void> Verifier::counters() {
  std::map<std::pair<CounterKind, std::uint32_t>, std::uint64_t> expected;
  for (const auto& [set, nodes] : expected_sets_) {
    if (set.first == SetKind::all && !nodes.empty()) expected[{CounterKind::nodes, 0}] = nodes.size();
    if (set.first == SetKind::label && !nodes.empty())
      expected[{CounterKind::label, set.second}] = nodes.size();
  }
  for (const auto& [type, count] : type_counts_) {
    expected[{CounterKind::type, type.value}] = count;
    expected[{CounterKind::relationships, 0}] += count;
  }
  SKEIN_TRY(each(keys::counter_prefix(), [&](std::string_view key, std::string_view value) {
    const auto counter = keys::decode_counter(key);
    const auto count = decode_counter_value(value);
    if (!counter || !count) return find("a counter cannot be read: " + storage::printable(key));
    if (counter->kind == CounterKind::documents) kept_documents_ = *count;
    if (counter->kind == CounterKind::evidence) kept_evidence_ = *count;
    if (counter->kind == CounterKind::text_entries) kept_texts_[IndexId(counter->id)].entries = *count;
    if (counter->kind == CounterKind::text_words) kept_texts_[IndexId(counter->id)].words = *count;
    if (counter->kind != CounterKind::nodes && counter->kind != CounterKind::label &&
        counter->kind != CounterKind::relationships && counter->kind != CounterKind::type)
      return;
    const auto it = expected.find({counter->kind, counter->id});
    if (it == expected.end() || it->second != *count)
      find(counter_name(counter->kind, counter->id) + " is kept as " + std::to_string(*count) + " and is " +
           std::to_string(it == expected.end() ? 0 : it->second));
    if (it != expected.end()) expected.erase(it);
  }));
  for (const auto& [counter, count] : expected)
    find(counter_name(counter.first, counter.second) + " is not kept and is " + std::to_string(count));
  return {};
}
std::string Verifier::counter_name(CounterKind kind, std::uint32_t id) const {
  switch (kind) {
    case CounterKind::nodes:
      return "the count of nodes";
    case CounterKind::label:
      return "the count of label " + std::string(transaction_.catalog().name(LabelId(id)));
    case CounterKind::relationships:
      return "the count of relationships";
    case CounterKind::type:
      return "the count of type " + std::string(transaction_.catalog().name(TypeId(id)));
    case CounterKind::documents:
      return "the count of documents";
    default:
      return "the count of evidence";
  }
}

// Keys of no known kind.
Result<void> Verifier::foreign() {
  static constexpr std::string_view known = "CEcdefikmnorstxz";
  for (unsigned byte = 1; byte < 256; ++byte) {
    const auto letter = static_cast<char>(byte);
    if (known.find(letter) != std::string_view::npos) continue;
    const auto cursor = snapshot_.scan(std::string(1, letter), storage::prefix_end(std::string(1, letter)));
    if (cursor->valid()) find("a key of no known kind: " + storage::printable(cursor->key()));
    SKEIN_TRY(cursor->status());
  }
  return {};
}

}  // namespace skein::graph
