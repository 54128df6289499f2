#include <array>
#include <limits>

#include "dsl/procedures/node_algorithm.hpp"
#include "graph/algorithms/betweenness.hpp"
#include "graph/algorithms/closeness.hpp"
#include "graph/algorithms/communities.hpp"
#include "graph/algorithms/components.hpp"
#include "graph/algorithms/k_core.hpp"
#include "graph/algorithms/pagerank.hpp"
#include "graph/algorithms/strong_components.hpp"
#include "graph/algorithms/triangles.hpp"

namespace skein::dsl::procedures {

namespace {

using Input = NodeAlgorithm::Input;
using graph::VertexIndex;
constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr std::int64_t most_int = std::numeric_limits<std::int32_t>::max();

template <typename Number>
NodeResult one_column(std::vector<Number> numbers) {
  NodeResult result;
  result.columns.emplace_back(std::move(numbers));
  return result;
}

// Groups are told as 0, 1, ... in the order of their first nodes.
NodeResult groups(const std::vector<VertexIndex>& smallest, std::string_view count_name) {
  std::vector<std::int64_t> number(smallest.size());
  std::int64_t next = 0;
  for (VertexIndex v = 0; v < smallest.size(); ++v)
    number[v] = smallest[v] == v ? next++ : number[smallest[v]];
  NodeResult result = one_column(std::move(number));
  result.summary.emplace(count_name, Value(next));
  return result;
}

Result<NodeResult> pagerank(const Input& in) {
  graph::PageRankOptions rank;
  SKEIN_ASSIGN(const auto iterations, in.options.integer("iterations", 20, 1, 1'000'000));
  rank.iterations = static_cast<unsigned>(iterations);
  SKEIN_ASSIGN(rank.damping, in.options.number("damping", 0.85, 0, 1));
  SKEIN_ASSIGN(rank.tolerance, in.options.number("tolerance", 0, 0, infinity));
  if (in.part.direction == graph::Direction::out) return one_column(graph::pagerank(in.view, rank));
  return one_column(graph::pagerank(in.view.oriented(in.part.direction), rank));
}

Result<NodeResult> components(const Input& in) {
  SKEIN_ASSIGN(const bool strong, in.options.flag("strong", false));
  return groups(strong ? graph::strong_components(in.view) : graph::components(in.view), "componentCount");
}

Result<NodeResult> betweenness(const Input& in) {
  graph::BetweennessOptions options;
  options.direction = in.part.direction;
  SKEIN_ASSIGN(const auto samples, in.options.integer("samples", 0, 0, most_int));
  SKEIN_ASSIGN(const auto seed, in.options.integer("seed", 0, 0, std::numeric_limits<std::int64_t>::max()));
  options.samples = static_cast<std::size_t>(samples);
  options.seed = static_cast<std::uint64_t>(seed);
  SKEIN_ASSIGN(auto scores, graph::betweenness(in.view, options, &in.call.query));
  return one_column(std::move(scores));
}

Result<NodeResult> closeness(const Input& in) {
  static constexpr std::array<std::string_view, 3> kinds = {"plain", "wasserman_faust", "harmonic"};
  SKEIN_ASSIGN(const auto kind, in.options.word("kind", kinds, 0));
  SKEIN_ASSIGN(auto scores, graph::closeness(in.view, in.part.direction, static_cast<graph::Closeness>(kind),
                                             &in.call.query));
  return one_column(std::move(scores));
}

Result<NodeResult> degree(const Input& in) {
  SKEIN_ASSIGN(const auto weights, in.part.weights(in.call, in.view));
  const bool out = in.part.direction != graph::Direction::in,
             into = in.part.direction != graph::Direction::out;
  std::vector<double> sums(in.view.vertex_count());
  for (VertexIndex v = 0; v < sums.size(); ++v) {
    if (!in.part.weight) {
      sums[v] =
          static_cast<double>((out ? in.view.targets(v).size() : 0) + (into ? in.view.sources(v).size() : 0));
      continue;
    }
    for (std::size_t i = 0; out && i < in.view.targets(v).size(); ++i)
      sums[v] += weights[in.view.first_edge(v) + i];
    for (const auto edge : in.view.entering(v)) sums[v] += into ? weights[edge] : 0;
  }
  return one_column(std::move(sums));
}

Result<NodeResult> k_core(const Input& in) {
  const auto core = graph::core_numbers(in.view);
  std::int64_t most = 0;
  std::vector<std::int64_t> numbers(core.begin(), core.end());
  for (const auto number : numbers) most = std::max(most, number);
  NodeResult result = one_column(std::move(numbers));
  result.summary.emplace("degeneracy", Value(most));
  return result;
}

Result<NodeResult> triangles(const Input& in) {
  SKEIN_ASSIGN(auto found, graph::triangles(in.view, &in.call.query));
  NodeResult result = one_column(std::vector<std::int64_t>(found.count.begin(), found.count.end()));
  result.columns.emplace_back(std::move(found.clustering));
  result.summary.emplace("globalTriangleCount", Value(static_cast<std::int64_t>(found.total)));
  result.summary.emplace("averageClusteringCoefficient", Value(found.mean_clustering));
  return result;
}

Result<NodeResult> communities(const Input& in) {
  static constexpr std::array<std::string_view, 2> methods = {"louvain", "label_propagation"};
  SKEIN_ASSIGN(const auto method, in.options.word("method", methods, 0));
  SKEIN_ASSIGN(const auto iterations, in.options.integer("iterations", 10, 1, most_int));
  SKEIN_ASSIGN(const auto weights, in.part.weights(in.call, in.view));
  if (method == 1) {
    SKEIN_ASSIGN(const auto labels, graph::label_propagation(
                                        in.view, weights, static_cast<unsigned>(iterations), &in.call.query));
    NodeResult result = groups(labels.of, "communityCount");
    result.summary.emplace("ranIterations", Value(static_cast<std::int64_t>(labels.rounds)));
    result.summary.emplace("didConverge", Value(labels.converged));
    return result;
  }
  graph::LouvainOptions options;
  options.most_levels = static_cast<unsigned>(iterations);
  SKEIN_ASSIGN(options.resolution, in.options.number("resolution", 1, 0, infinity));
  SKEIN_ASSIGN(const auto found, graph::louvain(in.view, weights, options, &in.call.query));
  NodeResult result = groups(found.of, "communityCount");
  result.summary.emplace("modularity", Value(found.modularity));
  result.summary.emplace("ranLevels", Value(static_cast<std::int64_t>(found.levels)));
  return result;
}

std::vector<NodeAlgorithm> make_algorithms() {
  using graph::Direction;
  std::vector<NodeAlgorithm> all;
  all.push_back(
      {"pagerank",
       "PageRank: the share of time spent at each node by one who follows relationships and now and then "
       "jumps anywhere. O(iterations * relationships).",
       {{"score", "FLOAT"}},
       {{"iterations", "INTEGER = 20", "Rounds at most."},
        {"damping", "FLOAT = 0.85", "The share of steps that follow a relationship."},
        {"tolerance", "FLOAT = 0", "Ends early when all scores together change by less."}},
       true,
       false,
       Direction::out,
       pagerank});
  all.push_back({"components",
                 "Connected components: nodes joined by relationships, or with `strong` those that reach "
                 "each other along "
                 "their direction. O(nodes + relationships).",
                 {{"component", "INTEGER"}},
                 {{"strong", "BOOLEAN = false", "Along the direction of relationships, both ways."}},
                 false,
                 false,
                 Direction::out,
                 components});
  all.push_back({"betweenness",
                 "Betweenness: how many shortest paths between others run through each node. "
                 "O(samples * (nodes + relationships)).",
                 {{"score", "FLOAT"}},
                 {{"samples", "INTEGER = 0", "Paths from so many nodes only, scaled up; 0: from all."},
                  {"seed", "INTEGER = 0", "Which nodes: the same seed chooses the same ones."}},
                 true,
                 false,
                 Direction::both,
                 betweenness});
  all.push_back(
      {"closeness",
       "Closeness: how near each node is to those it reaches. O(nodes * (nodes + relationships)).",
       {{"score", "FLOAT"}},
       {{"kind", "STRING = 'plain'",
         "'plain': reached / sum of distances; 'wasserman_faust': times the share of nodes reached; "
         "'harmonic': mean of 1 / distance."}},
       true,
       false,
       Direction::both,
       closeness});
  all.push_back(
      {"degree",
       "Degree: how many relationships each node has, or their weights added up. O(nodes + relationships).",
       {{"score", "FLOAT"}},
       {},
       true,
       true,
       Direction::both,
       degree});
  all.push_back(
      {"k_core",
       "Core numbers: the greatest k for which a node stays when all nodes with fewer than k neighbours are "
       "taken away again and again. O(nodes + relationships).",
       {{"core", "INTEGER"}},
       {},
       false,
       false,
       Direction::both,
       k_core});
  all.push_back({"triangles",
                 "Triangles through each node, and the share of its pairs of neighbours that are joined. "
                 "O(relationships^1.5).",
                 {{"triangles", "INTEGER"}, {"clustering", "FLOAT"}},
                 {},
                 false,
                 false,
                 Direction::both,
                 triangles});
  all.push_back(
      {"communities",
       "Communities: groups with many relationships inside and few between, by Louvain's method or label "
       "propagation. Near-linear in the relationships.",
       {{"community", "INTEGER"}},
       {{"method", "STRING = 'louvain'", "'louvain' or 'label_propagation'."},
        {"resolution", "FLOAT = 1", "Louvain: greater gives more and smaller communities."},
        {"iterations", "INTEGER = 10", "Levels (Louvain) or rounds (label propagation) at most."}},
       false,
       true,
       Direction::both,
       communities});
  return all;
}

}  // namespace

Value NodeResult::value(std::size_t column, std::size_t vertex) const {
  return std::visit([&](const auto& numbers) { return Value(numbers[vertex]); }, columns[column]);
}

std::vector<Option> NodeAlgorithm::all_options() const {
  static constexpr std::string_view directions[] = {"out", "in", "both"};
  auto all = part_options(directed, weighted, directions[static_cast<std::size_t>(direction)]);
  all.insert(all.end(), options.begin(), options.end());
  all.push_back({"write", "STRING", "Also sets this property of each node to its " + outputs[0].name + "."});
  return all;
}

std::span<const NodeAlgorithm> node_algorithms() {
  static const std::vector<NodeAlgorithm> all = make_algorithms();
  return all;
}

Result<void> write_back(CallContext& call, const graph::CsrView& view, const NodeResult& result,
                        const std::string& property) {
  SKEIN_ASSIGN(const KeyId key, call.graph.make_key(property));
  for (VertexIndex v = 0; v < view.vertex_count(); ++v) {
    if (v % 4096 == 0) SKEIN_TRY(call.query.check());
    SKEIN_TRY(call.graph.set_property(view.node(v), key, result.value(0, v)));
    ++call.counters.properties_set;
  }
  return {};
}

}  // namespace skein::dsl::procedures
