// gds.NAME.stream, .stats, .write and .mutate over the algorithms of algo.*.
#include <algorithm>
#include <chrono>
#include <cmath>

#include "dsl/procedures/gds/gds.hpp"
#include "dsl/procedures/node_algorithm.hpp"
#include "graph/element_id.hpp"

namespace skein::dsl::procedures::gds {

namespace {

enum class Kind : std::uint8_t { score, group, count };

struct Alias {
  std::string name;       // "pageRank"
  std::string algorithm;  // "pagerank"
  std::string column;     // what its number is called: "score"
  std::size_t from = 0;   // which of the algorithm's columns that is
  Kind kind = Kind::score;
  std::vector<std::pair<Option, std::string>> options = {};  // key there -> option of the algorithm
  Map fixed = {};                                            // options that make it this algorithm
  std::vector<Field> summary = {};  // of stats, write and mutate, from the algorithm's summary
};

std::vector<Alias> aliases() {
  const Option iterations{"maxIterations", "INTEGER", "Rounds at most."};
  std::vector<Alias> all;
  all.push_back(
      {"pageRank",
       "pagerank",
       "score",
       0,
       Kind::score,
       {{iterations, "iterations"},
        {{"dampingFactor", "FLOAT = 0.85", "The share of steps that follow a relationship."}, "damping"},
        {{"tolerance", "FLOAT = 0", "Ends early when all scores together change by less."}, "tolerance"}},
       {},
       {{"ranIterations", "INTEGER?"}}});
  all.push_back(
      {"wcc", "components", "componentId", 0, Kind::group, {}, {}, {{"componentCount", "INTEGER"}}});
  all.push_back({"scc",
                 "components",
                 "componentId",
                 0,
                 Kind::group,
                 {},
                 {{"strong", Value(true)}},
                 {{"componentCount", "INTEGER"}}});
  all.push_back({"louvain",
                 "communities",
                 "communityId",
                 0,
                 Kind::group,
                 {{{"maxLevels", "INTEGER = 10", "Levels at most."}, "iterations"},
                  {{"resolution", "FLOAT = 1", "Greater gives more and smaller communities."}, "resolution"}},
                 {},
                 {{"communityCount", "INTEGER"}, {"modularity", "FLOAT"}, {"ranLevels", "INTEGER"}}});
  all.push_back({"labelPropagation",
                 "communities",
                 "communityId",
                 0,
                 Kind::group,
                 {{iterations, "iterations"}},
                 {{"method", Value("label_propagation")}},
                 {{"communityCount", "INTEGER"}, {"ranIterations", "INTEGER"}, {"didConverge", "BOOLEAN"}}});
  all.push_back({"betweenness",
                 "betweenness",
                 "score",
                 0,
                 Kind::score,
                 {{{"samplingSize", "INTEGER", "Paths from so many nodes only, scaled up."}, "samples"},
                  {{"samplingSeed", "INTEGER = 0", "Which nodes."}, "seed"}}});
  all.push_back(
      {"closeness",
       "closeness",
       "score",
       0,
       Kind::score,
       {{{"useWassermanFaust", "BOOLEAN = false", "Times the share of nodes reached."}, "wasserman_faust"}}});
  all.push_back(
      {"closeness.harmonic", "closeness", "score", 0, Kind::score, {}, {{"kind", Value("harmonic")}}});
  all.push_back(
      {"degree",
       "degree",
       "score",
       0,
       Kind::score,
       {{{"orientation", "STRING", "'NATURAL', 'REVERSE' or 'UNDIRECTED', instead of the projection's."},
         "orientation"}}});
  all.push_back({"kcore", "k_core", "coreValue", 0, Kind::count, {}, {}, {{"degeneracy", "INTEGER"}}});
  all.push_back({"triangleCount",
                 "triangles",
                 "triangleCount",
                 0,
                 Kind::count,
                 {},
                 {},
                 {{"globalTriangleCount", "INTEGER"}}});
  all.push_back({"localClusteringCoefficient",
                 "triangles",
                 "localClusteringCoefficient",
                 1,
                 Kind::score,
                 {},
                 {},
                 {{"averageClusteringCoefficient", "FLOAT"}}});
  return all;
}

const NodeAlgorithm& algorithm_named(std::string_view name) {
  const auto all = node_algorithms();
  return *std::find_if(all.begin(), all.end(), [&](const NodeAlgorithm& one) { return one.name == name; });
}

// {min, max, mean, p50, p75, p90, p95, p99}; integers when the numbers are
Value distribution(std::vector<double> numbers, bool whole) {
  const auto value = [&](double number) {
    return whole ? Value(static_cast<std::int64_t>(number)) : Value(number);
  };
  Map out;
  if (numbers.empty()) return Value(std::move(out));
  std::sort(numbers.begin(), numbers.end());
  double sum = 0;
  for (const double number : numbers) sum += number;
  out["min"] = value(numbers.front());
  out["max"] = value(numbers.back());
  out["mean"] = sum / static_cast<double>(numbers.size());
  for (const auto& [name, share] :
       {std::pair{"p50", 0.5}, {"p75", 0.75}, {"p90", 0.9}, {"p95", 0.95}, {"p99", 0.99}}) {
    const auto rank = std::ceil(share * static_cast<double>(numbers.size()));
    out[name] = value(numbers[static_cast<std::size_t>(std::max(rank, 1.0)) - 1]);
  }
  return Value(std::move(out));
}

std::string distribution_name(const Alias& alias) {
  switch (alias.kind) {
    case Kind::group:
      return alias.column == "componentId" ? "componentDistribution" : "communityDistribution";
    case Kind::score:
      return "centralityDistribution";
    default:
      return "distribution";
  }
}

struct Outcome {
  graph::CsrViewPtr view;
  NodeResult result;
  std::int64_t millis = 0;
};

Value distribution_of(const Alias& alias, const Outcome& outcome) {
  std::vector<double> numbers;
  for (std::size_t v = 0; v < outcome.view->vertex_count(); ++v)
    numbers.push_back(outcome.result.value(0, v).number());
  if (alias.kind != Kind::group) return distribution(std::move(numbers), alias.kind == Kind::count);
  std::vector<double> sizes;
  for (const double group : numbers) {
    const auto at = static_cast<std::size_t>(group);
    if (at >= sizes.size()) sizes.resize(at + 1);
    ++sizes[at];
  }
  return distribution(std::move(sizes), true);
}

class Call {
 public:
  Call(const Alias& alias, std::string mode)
      : alias_(alias), algorithm_(algorithm_named(alias.algorithm)), mode_(std::move(mode)) {}

  [[nodiscard]] Procedure procedure() const {
    Procedure out;
    out.name = "gds." + alias_.name + "." + mode_;
    out.inputs = {{"graphName", "ANY"}, {"configuration", "MAP?", true}};
    out.description = algorithm_.description.substr(0, algorithm_.description.find(':')) + ": " + what() +
                      " (algo." + algorithm_.name + ").";
    out.options = common_options(algorithm_.weighted);
    for (const auto& option : alias_.options) out.options.push_back(option.first);
    if (mode_ == "stream") {
      out.outputs = {{"nodeId", "INTEGER"},
                     {alias_.column, alias_.kind == Kind::score ? "FLOAT" : "INTEGER"}};
    } else {
      if (mode_ != "stats") out.outputs.push_back({"nodePropertiesWritten", "INTEGER"});
      out.outputs.insert(out.outputs.end(), alias_.summary.begin(), alias_.summary.end());
      out.outputs.push_back({distribution_name(alias_), "MAP"});
      out.outputs.push_back({"computeMillis", "INTEGER"});
    }
    if (mode_ == "write") out.options.push_back({"writeProperty", "STRING", "The property that is set."});
    if (mode_ == "mutate")
      out.options.push_back({"mutateProperty", "STRING", "The property of the projected graph that is set."});
    out.writes = mode_ == "write";
    out.run = [call = *this, name = out.name, options = out.options](
                  CallContext& context, std::span<const Value> arguments, const Procedure::Emit& emit) {
      return call.run(context, arguments, name, options, emit);
    };
    return out;
  }

 private:
  [[nodiscard]] std::string what() const {
    if (mode_ == "stream") return "a row a node";
    if (mode_ == "stats") return "about the whole";
    return mode_ == "write" ? "set as a property of the nodes" : "kept as a property of the projected graph";
  }

  // The configuration in the algorithm's own words.
  [[nodiscard]] Result<Value> translated(const Options& given, PartNames& part) const {
    Map out = alias_.fixed;
    for (const auto& [there, here] : alias_.options) {
      const Value& value = given.value(there.name);
      if (value.is_null()) continue;
      if (here == "orientation") {
        static constexpr std::array<std::string_view, 3> orientations = {"NATURAL", "REVERSE", "UNDIRECTED"};
        SKEIN_ASSIGN(const auto orientation, given.word(there.name, orientations, 0));
        part.direction = static_cast<graph::Direction>(orientation);
      } else if (here == "wasserman_faust") {
        SKEIN_ASSIGN(const bool on, given.flag(there.name, false));
        if (on) out["kind"] = "wasserman_faust";
      } else {
        out[here] = value;
      }
    }
    return Value(std::move(out));
  }

  Result<void> run(CallContext& context, std::span<const Value> arguments, const std::string& name,
                   const std::vector<Option>& options, const Procedure::Emit& emit) const {
    const auto start = std::chrono::steady_clock::now();
    Options given;
    SKEIN_ASSIGN(auto chosen, choose(context, arguments, name, options, given));
    SKEIN_ASSIGN(const Value own, translated(given, chosen.part));
    SKEIN_ASSIGN(const auto own_options, Options::read(own, name, algorithm_.all_options()));
    std::string property;
    if (mode_ == "write" || mode_ == "mutate") {
      const std::string key = mode_ == "write" ? "writeProperty" : "mutateProperty";
      SKEIN_ASSIGN(const auto wanted, given.text(key));
      if (!wanted) return option_error(name + " needs the option " + key + ": the name of the property");
      if (mode_ == "mutate" && chosen.named == nullptr)
        return option_error(name + " needs a projected graph, by its name");
      property = *wanted;
    }
    SKEIN_ASSIGN(const auto part, resolve(context, chosen.part));
    SKEIN_ASSIGN(auto view, part.view(context));
    SKEIN_ASSIGN(auto result, algorithm_.run({context, part, *view, own_options}));
    result.columns = {result.columns[alias_.from]};
    Outcome outcome{std::move(view), std::move(result)};
    outcome.millis =
        std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - start)
            .count();
    return give(context, chosen, outcome, property, emit);
  }

  Result<void> give(CallContext& context, Chosen& chosen, const Outcome& outcome, const std::string& property,
                    const Procedure::Emit& emit) const {
    const auto count = outcome.view->vertex_count();
    if (mode_ == "stream") {
      for (graph::VertexIndex v = 0; v < count; ++v)
        SKEIN_TRY(emit({Value(graph::integer_id(outcome.view->node(v))), outcome.result.value(0, v)}));
      return {};
    }
    if (mode_ == "write") SKEIN_TRY(write_back(context, *outcome.view, outcome.result, property));
    if (mode_ == "mutate") {
      auto& values = chosen.named->properties[property];
      values.clear();
      for (graph::VertexIndex v = 0; v < count; ++v)
        values.emplace_hint(values.end(), outcome.view->node(v), outcome.result.value(0, v));
    }
    std::vector<Value> row;
    if (mode_ != "stats") row.emplace_back(static_cast<std::int64_t>(count));
    for (const Field& field : alias_.summary) {
      const auto it = outcome.result.summary.find(field.name);
      row.push_back(it == outcome.result.summary.end() ? Value() : it->second);
    }
    row.push_back(distribution_of(alias_, outcome));
    row.emplace_back(outcome.millis);
    return emit(std::move(row));
  }

  Alias alias_;
  const NodeAlgorithm& algorithm_;
  std::string mode_;
};

}  // namespace

void add_algorithms(ProcedureRegistry& registry) {
  for (const Alias& alias : aliases())
    for (const char* mode : {"stream", "stats", "write", "mutate"})
      registry.add(Call(alias, mode).procedure());
}

}  // namespace skein::dsl::procedures::gds
