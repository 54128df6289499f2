#include "dsl/procedures/similarity.hpp"

#include <array>
#include <limits>

#include "dsl/procedures/builtin.hpp"

namespace skein::dsl::procedures {

std::vector<Option> similarity_options() {
  return {{"top_k", "INTEGER = 10", "For each node so many of the most similar ones."},
          {"cutoff", "FLOAT = 0", "Pairs that are less similar are left out."},
          {"least_degree", "INTEGER = 1", "Nodes with fewer neighbours are left out."},
          {"metric", "STRING = 'jaccard'",
           "Shared neighbours by all of both, or 'overlap': by those of the smaller set."}};
}

Result<std::vector<graph::SimilarPair>> similar_pairs(CallContext& call, const GraphPart& part,
                                                      const graph::CsrView& view, const Options& options) {
  static constexpr std::array<std::string_view, 2> metrics = {"jaccard", "overlap"};
  constexpr auto most = std::numeric_limits<std::int32_t>::max();
  graph::SimilarityOptions wanted;
  wanted.direction = part.direction;
  SKEIN_ASSIGN(const auto top_k, options.integer("top_k", 10, 1, most));
  SKEIN_ASSIGN(const auto least, options.integer("least_degree", 1, 1, most));
  SKEIN_ASSIGN(const auto metric, options.word("metric", metrics, 0));
  SKEIN_ASSIGN(wanted.cutoff, options.number("cutoff", 0, 0, 1));
  wanted.top_k = static_cast<std::size_t>(top_k);
  wanted.least_degree = static_cast<std::size_t>(least);
  wanted.metric = static_cast<graph::SimilarityMetric>(metric);
  return graph::similarity(view, wanted, &call.query);
}

Result<void> write_pairs(CallContext& call, const graph::CsrView& view,
                         std::span<const graph::SimilarPair> pairs, const std::string& type,
                         const std::string& property) {
  SKEIN_ASSIGN(const TypeId type_id, call.graph.make_type(type));
  SKEIN_ASSIGN(const KeyId key, call.graph.make_key(property));
  for (const auto& pair : pairs) {
    SKEIN_TRY(call.graph.create_relationship(view.node(pair.first), type_id, view.node(pair.second),
                                             {{key, Value(pair.similarity)}}));
    ++call.counters.relationships_created;
    ++call.counters.properties_set;
  }
  return {};
}

namespace {

constexpr std::string_view similarity_name = "algo.similarity";

}  // namespace

void add_similarity(ProcedureRegistry& registry) {
  Procedure procedure;
  procedure.name = similarity_name;
  procedure.inputs = {{"options", "MAP?", true}};
  procedure.outputs = {{"node1", "NODE"}, {"node2", "NODE"}, {"similarity", "FLOAT"}};
  procedure.description =
      "Pairs of nodes by the neighbours they share, each node's most similar ones first. O(sum of squared "
      "degrees).";
  procedure.options = part_options(true, false, "out");
  for (auto& option : similarity_options()) procedure.options.push_back(std::move(option));
  procedure.options.push_back(
      {"write", "STRING",
       "Also makes a relationship of this type for each pair, with the property similarity."});
  procedure.writes_with = "write";
  procedure.run = [options = procedure.options](CallContext& call, std::span<const Value> arguments,
                                                const Procedure::Emit& emit) -> Result<void> {
    SKEIN_ASSIGN(const auto given,
                 Options::read(arguments.empty() ? Value() : arguments[0], similarity_name, options));
    SKEIN_ASSIGN(const auto names, part_names(given, graph::Direction::out));
    SKEIN_ASSIGN(const auto part, resolve(call, names));
    SKEIN_ASSIGN(const auto write, given.text("write"));
    if (write && !call.graph.writable())
      return option_error("the option write has to stand in the statement itself, not in a parameter",
                          "CALL algo.similarity({write: '" + *write + "'})");
    SKEIN_ASSIGN(const auto kept, part.view(call));
    const graph::CsrView& view = *kept;
    SKEIN_ASSIGN(const auto pairs, similar_pairs(call, part, view, given));
    if (write) SKEIN_TRY(write_pairs(call, view, pairs, *write, "similarity"));
    for (const auto& pair : pairs)
      SKEIN_TRY(emit({Value(view.node(pair.first)), Value(view.node(pair.second)), Value(pair.similarity)}));
    return {};
  };
  registry.add(std::move(procedure));
}

}  // namespace skein::dsl::procedures
