// gds.nodeSimilarity.stream, .stats and .write.
#include <set>

#include "dsl/procedures/gds/gds.hpp"
#include "dsl/procedures/similarity.hpp"
#include "graph/element_id.hpp"

namespace skein::dsl::procedures::gds {

namespace {

void add(ProcedureRegistry& registry, const std::string& mode, std::vector<Field> outputs,
         std::string description) {
  Procedure procedure;
  procedure.name = "gds.nodeSimilarity." + mode;
  procedure.inputs = {{"graphName", "ANY"}, {"configuration", "MAP?", true}};
  procedure.outputs = std::move(outputs);
  procedure.description = std::move(description);
  procedure.writes = mode == "write";
  procedure.options = common_options(false);
  for (const auto& option :
       {Option{"topK", "INTEGER = 10", "For each node so many of the most similar ones."},
        Option{"similarityCutoff", "FLOAT = 0", "Pairs that are less similar are left out."},
        Option{"degreeCutoff", "INTEGER = 1", "Nodes with fewer neighbours are left out."},
        Option{"similarityMetric", "STRING = 'JACCARD'", "'JACCARD' or 'OVERLAP'."}})
    procedure.options.push_back(option);
  if (mode == "write") {
    procedure.options.push_back(
        {"writeRelationshipType", "STRING", "The type of the relationships that are made."});
    procedure.options.push_back({"writeProperty", "STRING", "Their property."});
  }
  procedure.run = [mode, name = procedure.name, options = procedure.options](
                      CallContext& call, std::span<const Value> arguments,
                      const Procedure::Emit& emit) -> Result<void> {
    Options given;
    SKEIN_ASSIGN(const auto chosen, choose(call, arguments, name, options, given));
    Map own;
    for (const auto& [there, here] : {std::pair{"topK", "top_k"},
                                      {"similarityCutoff", "cutoff"},
                                      {"degreeCutoff", "least_degree"},
                                      {"similarityMetric", "metric"}})
      if (given.has(there)) own[here] = given.value(there);
    SKEIN_ASSIGN(const auto translated, Options::read(Value(std::move(own)), name, similarity_options()));
    SKEIN_ASSIGN(const auto type, given.text("writeRelationshipType"));
    SKEIN_ASSIGN(const auto property, given.text("writeProperty"));
    if (mode == "write" && (!type || !property))
      return option_error(name + " needs the options writeRelationshipType and writeProperty");
    SKEIN_ASSIGN(const auto part, resolve(call, chosen.part));
    SKEIN_ASSIGN(const auto kept, part.view(call));
    const graph::CsrView& view = *kept;
    SKEIN_ASSIGN(const auto pairs, similar_pairs(call, part, view, translated));
    if (mode == "stream") {
      for (const auto& pair : pairs)
        SKEIN_TRY(emit({Value(graph::integer_id(view.node(pair.first))),
                        Value(graph::integer_id(view.node(pair.second))), Value(pair.similarity)}));
      return {};
    }
    if (mode == "write") SKEIN_TRY(write_pairs(call, view, pairs, *type, *property));
    std::set<graph::VertexIndex> compared;
    for (const auto& pair : pairs) compared.insert(pair.first);
    return emit(
        {Value(static_cast<std::int64_t>(compared.size())), Value(static_cast<std::int64_t>(pairs.size()))});
  };
  registry.add(std::move(procedure));
}

}  // namespace

void add_similarity(ProcedureRegistry& registry) {
  add(registry, "stream", {{"node1", "INTEGER"}, {"node2", "INTEGER"}, {"similarity", "FLOAT"}},
      "Pairs of nodes by the neighbours they share: a row a pair (algo.similarity).");
  add(registry, "stats", {{"nodesCompared", "INTEGER"}, {"similarityPairs", "INTEGER"}},
      "Pairs of nodes by the neighbours they share: how many (algo.similarity).");
  add(registry, "write", {{"nodesCompared", "INTEGER"}, {"relationshipsWritten", "INTEGER"}},
      "Pairs of nodes by the neighbours they share: made relationships (algo.similarity).");
}

}  // namespace skein::dsl::procedures::gds
