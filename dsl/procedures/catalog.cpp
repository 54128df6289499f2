#include <algorithm>

#include "dsl/procedures/builtin.hpp"

namespace skein::dsl::procedures {

namespace {

// A procedure that gives one column of names, sorted.
template <typename Names>
Procedure names(std::string name, std::string column, std::string description, Names collect) {
  Procedure procedure;
  procedure.name = std::move(name);
  procedure.outputs = {Field{std::move(column), "STRING"}};
  procedure.description = std::move(description);
  procedure.run = [collect](CallContext& call, std::span<const Value>,
                            const Procedure::Emit& emit) -> Result<void> {
    SKEIN_ASSIGN(std::vector<std::string> found, collect(call.graph));
    std::sort(found.begin(), found.end());
    for (std::string& one : found) SKEIN_TRY(emit({Value(std::move(one))}));
    return {};
  };
  return procedure;
}

using Names = Result<std::vector<std::string>>;

}  // namespace

void add_catalog(ProcedureRegistry& registry) {
  registry.add(
      names("db.labels", "label", "The labels that nodes have.", [](graph::Transaction& graph) -> Names {
        std::vector<std::string> found;
        for (const LabelId id : graph.catalog().labels())
          if (graph.catalog().node_count(id) > 0) found.emplace_back(graph.catalog().name(id));
        return found;
      }));
  registry.add(names("db.relationshipTypes", "relationshipType", "The types that relationships have.",
                     [](graph::Transaction& graph) -> Names {
                       std::vector<std::string> found;
                       for (const TypeId id : graph.catalog().types())
                         if (graph.catalog().relationship_count(id) > 0)
                           found.emplace_back(graph.catalog().name(id));
                       return found;
                     }));
  registry.add(names("db.propertyKeys", "propertyKey", "The property keys that were ever used.",
                     [](graph::Transaction& graph) -> Names {
                       std::vector<std::string> found;
                       for (const KeyId id : graph.catalog().keys())
                         found.emplace_back(graph.catalog().name(id));
                       return found;
                     }));
}

}  // namespace skein::dsl::procedures
