// The commit. A transaction worked over its own snapshot; others may have committed since. Its plain writes
// are refused when the same key is no longer what it was; its merges and its adjacency changes are applied to
// the newest state, which they fit unless somebody changed the same relationship or took away what they stand
// on.
#include "graph/documents.hpp"
#include "graph/merge.hpp"
#include "graph/transaction.hpp"

namespace skein::graph {

using keys::Side;

namespace {

Error conflict(std::string_view what) {
  return Error{ErrorCode::conflict,
               std::string(what) + " by another transaction; nothing was written, try again"};
}

// What a key is about, for the message of a conflict.
std::string about(std::string_view key) {
  if (const auto node = keys::decode_node(key)) return "node " + std::to_string(node->value) + " was changed";
  switch (key.front()) {
    case 'c':
    case 'C':
      return "a name of the catalog was made";
    case 'x':
      return "an index entry was changed";
    case 'd':
    case 't':
    case 'k':
      return "a document was changed";
    case 'e':
    case 'E':
      return "evidence was changed";
    default:
      return "a record was changed";
  }
}

}  // namespace

// Every key that this transaction replaces must be in `newest` what it was in its snapshot.
Result<void> GraphTransaction::check_against(
    const std::shared_ptr<const storage::Snapshot>& newest_state) const {
  const auto& base = overlay_.base();
  const auto& newest = *newest_state;
  const Overlay before(overlay_.base_ptr()), latest(newest_state);
  bool rows_written = false, indexes_changed = false;
  for (const auto& [key, entry] : overlay_.entries()) {
    if (entry.change == Overlay::Change::merge) {
      indexes_changed |= key == keys::meta("indexes");
      continue;
    }
    if (key.starts_with(keys::delta_prefix())) {
      rows_written = true;
      continue;
    }
    if (const auto node = keys::decode_node(key)) {
      // Its record may have moved between row and block; what counts is what it says.
      rows_written = true;
      SKEIN_ASSIGN(const auto row_then, NodeStore(before).row(*node));
      SKEIN_ASSIGN(const auto row_now, NodeStore(latest).row(*node));
      if (row_then.has_value() != row_now.has_value() || (row_then && encode(*row_then) != encode(*row_now)))
        return conflict(about(key));
      continue;
    }
    SKEIN_ASSIGN(const auto then, base.get(key));
    SKEIN_ASSIGN(const auto now, newest.get(key));
    if (then != now) return conflict(about(key));
  }
  if (indexes_changed) return conflict("the graph was changed while an index was made or dropped");
  if (rows_written) {
    // Who wrote without knowing of an index left entries out of it; who did not know of a constraint did not obey it.
    const auto version = keys::meta("indexes");
    SKEIN_ASSIGN(const auto then, base.get(version));
    SKEIN_ASSIGN(const auto now, newest.get(version));
    if (then != now) return conflict("an index or constraint was made or dropped");
  }
  return {};
}

// What this transaction's changes stand on must still be there in the state they lead to.
Result<void> GraphTransaction::check_folded(const Overlay& target) const {
  // Adjacency writes to no overlay here; it only reads.
  Overlay base(overlay_.base_ptr()), newest(target.base_ptr());
  const Adjacency then(base), now(newest);
  for (const auto& [key, entry] : overlay_.entries()) {
    if (const auto delta = keys::decode_delta(key); delta && delta->side == Side::out) {
      const RelationshipId r{delta->node, delta->other, delta->type, delta->ordinal};
      if (static_cast<DeltaOp>(entry.value.front()) == DeltaOp::add) {
        for (const auto end : {r.from, r.to}) {
          SKEIN_ASSIGN(const bool there, NodeStore(target).exists(end));
          if (!there) return conflict("node " + std::to_string(end.value) + " was deleted");
        }
        continue;
      }
      SKEIN_ASSIGN(const auto row_then, then.row(r));
      SKEIN_ASSIGN(const auto row_now, now.row(r));
      std::string bytes_then, bytes_now;
      put_properties(bytes_then, row_then);
      put_properties(bytes_now, row_now);
      if (bytes_then != bytes_now) return conflict("a relationship was changed");
      if (static_cast<DeltaOp>(entry.value.front()) == DeltaOp::remove) {
        const auto cursor = target.scan_prefix(keys::evidence_prefix(r));
        if (cursor->valid()) return conflict("evidence was added to a deleted relationship");
        SKEIN_TRY(cursor->status());
      }
      continue;
    }
    if (const auto node = keys::decode_node(key); node && NodeStore::erases(entry)) {
      for (const auto side : {Side::out, Side::in}) {
        SKEIN_ASSIGN(const auto head, target.get(keys::head(side, *node)));
        if (head) return conflict("a relationship was added to deleted node " + std::to_string(node->value));
      }
    } else if (const auto evidence = keys::decode_evidence(key);
               evidence && entry.change == Overlay::Change::put) {
      SKEIN_ASSIGN(const bool there, Adjacency(const_cast<Overlay&>(target)).exists(evidence->relationship));
      SKEIN_ASSIGN(const auto record, decode_evidence(entry.value));
      SKEIN_ASSIGN(const auto document, target.get(keys::document(record.document)));
      if (!there && !overlay_.own(encode(
                        keys::DeltaKey{Side::out, evidence->relationship.from, evidence->relationship.type,
                                       evidence->relationship.to, evidence->relationship.ordinal})))
        return conflict("a relationship was deleted");
      if (!document) return conflict("a document was deleted");
    } else if (const auto document = keys::decode_document(key);
               document && entry.change == Overlay::Change::erase) {
      const auto cursor = target.scan_prefix(keys::support_prefix(*document));
      if (cursor->valid()) return conflict("evidence was added from a deleted document");
      SKEIN_TRY(cursor->status());
    }
  }
  return {};
}

Result<CommitQueue::Changes> GraphTransaction::changes_to(const CommitQueue::State& newest,
                                                          bool with_runs) const {
  const bool moved = newest->sequence() != overlay_.base().sequence();
  if (moved && with_runs) return conflict("the graph was changed meanwhile");
  Overlay target(newest);
  if (moved) SKEIN_TRY(check_against(newest));
  for (const auto& [key, entry] : overlay_.entries()) {
    if (key.starts_with(keys::delta_prefix())) continue;
    target.adopt(key, entry);
  }
  SKEIN_TRY(fold_nodes(overlay_.entries(), target, state_.node_limits));
  SKEIN_TRY(fold_deltas(overlay_.entries(), target, state_.fold_limits));
  if (moved) SKEIN_TRY(check_folded(target));

  CommitQueue::Changes changes;
  auto entries = target.take_entries();
  while (!entries.empty()) {
    auto entry = entries.extract(entries.begin());
    std::optional<std::string> value;
    switch (entry.mapped().change) {
      case Overlay::Change::put:
        value = std::move(entry.mapped().value);
        break;
      case Overlay::Change::erase:
        break;
      case Overlay::Change::merge: {
        SKEIN_ASSIGN(const auto below, newest->get(entry.key()));
        SKEIN_ASSIGN(value, apply_merge(below, entry.mapped().value));
        if (below == value) continue;
        break;
      }
    }
    changes.emplace_back(std::move(entry.key()), std::move(value));
  }
  return changes;
}

// Nobody else can know of an index that was not committed yet, so its entries can be taken in as a sorted
// run, which is quicker than the log for many of them.
Result<CommitQueue::Runs> GraphTransaction::runs_of_made_indexes() {
  constexpr std::size_t many = 10'000;
  CommitQueue::Runs runs;
  for (const auto index : made_indexes_) {
    const auto count = overlay_.count_puts(keys::index_prefix(index));
    if (!count || *count < many) continue;  // or dropped again
    SKEIN_ASSIGN(auto run, state_.store->begin_run());
    for (const auto& [key, value] : overlay_.take_prefix(keys::index_prefix(index)))
      SKEIN_TRY(run->add(key, value));
    runs.push_back(std::move(run));
  }
  return runs;
}

Result<void> GraphTransaction::commit() {
  if (committed_ || !writable_) return commit_with({});  // which refuses it
  SKEIN_ASSIGN(auto runs, runs_of_made_indexes());
  return commit_with(std::move(runs));
}

Result<void> GraphTransaction::commit_with(CommitQueue::Runs runs) {
  if (overlay_.empty() && runs.empty()) return {};
  SKEIN_TRY(check_writable());
  if (committed_) return Error{ErrorCode::invalid_argument, "this transaction was committed before"};
  if (catalog_->has_demands) SKEIN_TRY(check_all_demands());
  const bool with_runs = !runs.empty();
  SKEIN_TRY(state_.commits.commit(
      *state_.store, [&](const CommitQueue::State& newest) { return changes_to(newest, with_runs); },
      std::move(runs)));
  committed_ = true;
  return {};
}

}  // namespace skein::graph
