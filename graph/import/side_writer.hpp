// Sorted relationships of an import to the records of one side, node by node, as a sorted run.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>

#include "graph/adjacency_fold.hpp"
#include "graph/import/edge_sorter.hpp"
#include "graph/import/set_writer.hpp"
#include "storage/kv_store.hpp"

namespace skein::graph {

// In the rows of an import only, above every key of a catalog: which pieces of evidence a relationship has.
inline constexpr KeyId evidence_key{0xfffffffe};

struct WrittenSide {
  std::unique_ptr<storage::SortedRun> run;
  std::map<TypeId, SetWriter> sources;  // by type, the nodes that have relationships of it
};

// A relationship, its properties as they are stored, and the value of evidence_key in its row.
using RelationshipVisit = std::function<Result<void>(const RelationshipId&, const Properties&,
                                                     std::optional<std::size_t> evidence)>;

// `first_node`: the node that the import calls 0. `progress` is called now and then with the number of
// relationships written since the last call; its error ends the work, as does one of `visit`, which is shown
// every relationship when it is given (outgoing side only).
Result<WrittenSide> write_side(storage::KvStore& store, storage::keys::Side side, NodeId first_node,
                               SortedEdges& edges, const FoldLimits& limits,
                               const std::function<Result<void>(std::uint64_t)>& progress,
                               const RelationshipVisit& visit = {});

}  // namespace skein::graph
