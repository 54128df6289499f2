#include <algorithm>
#include <array>
#include <limits>

#include <fmt/format.h>

#include "dsl/procedures/gds/gds.hpp"
#include "dsl/value/errors.hpp"

namespace skein::dsl::procedures::gds {

namespace {

constexpr std::array<std::string_view, 3> orientations = {"NATURAL", "REVERSE", "UNDIRECTED"};

Error bad_projection(std::string_view what, const Value& given) {
  return option_error(fmt::format("a projection of {} is a name, a list of names, a map or '*'; found {}",
                                  what, shown(given)));
}

const Value& entry(const Map& map, std::string_view key) {
  static const Value none;
  const auto it = map.find(key);
  return it == map.end() ? none : it->second;
}

Result<void> check_keys(const Map& map, const std::vector<std::string>& known, std::string_view what) {
  for (const auto& one : map) {
    if (std::find(known.begin(), known.end(), one.first) != known.end()) continue;
    const auto near = similar_name(one.first, known);
    return option_error(fmt::format("a projection of {} has no '{}'", what, one.first),
                        near.empty() ? std::string() : fmt::format("did you mean {}?", near));
  }
  return {};
}

// '*' among the names means all, which is an empty list.
Result<void> read_nodes(const Value& given, std::vector<std::string>& labels, bool& all) {
  if (given.is<std::string>()) {
    if (given.as_string() == "*")
      all = true;
    else
      labels.push_back(given.as_string());
    return {};
  }
  if (given.is<ListPtr>()) {
    for (const Value& item : given.as_list()) SKEIN_TRY(read_nodes(item, labels, all));
    return {};
  }
  if (!given.is<MapPtr>()) return bad_projection("nodes", given);
  for (const auto& [alias, what] : given.as_map()) {
    if (what.is<std::string>()) {
      SKEIN_TRY(read_nodes(what, labels, all));
    } else if (what.is<MapPtr>()) {
      SKEIN_TRY(check_keys(what.as_map(), {"label", "properties"}, "nodes"));
      const Value& label = entry(what.as_map(), "label");
      SKEIN_TRY(read_nodes(label.is_null() ? Value(alias) : label, labels, all));
    } else {
      return bad_projection("nodes", what);
    }
  }
  return {};
}

// 'cost', ['cost', 'time'], {cost: 'km'}, {cost: {property: 'km', defaultValue: 1}}
Result<void> read_properties(const Value& given, ProjectedGraph& out) {
  if (given.is_null()) return {};
  if (given.is<std::string>()) {
    out.weights.emplace(given.as_string(), given.as_string());
    return {};
  }
  if (given.is<ListPtr>()) {
    for (const Value& item : given.as_list()) SKEIN_TRY(read_properties(item, out));
    return {};
  }
  if (!given.is<MapPtr>()) return bad_projection("properties", given);
  for (const auto& [alias, what] : given.as_map()) {
    if (what.is<std::string>()) {
      out.weights.emplace(alias, what.as_string());
      continue;
    }
    if (!what.is<MapPtr>()) return bad_projection("properties", what);
    const Map& map = what.as_map();
    SKEIN_TRY(check_keys(map, {"property", "defaultValue", "aggregation"}, "properties"));
    const Value& property = entry(map, "property");
    if (!property.is_null() && !property.is<std::string>()) return bad_projection("properties", property);
    out.weights.emplace(alias, property.is_null() ? alias : property.as_string());
    const Value& otherwise = entry(map, "defaultValue");
    if (otherwise.is_number()) out.part.default_weight = otherwise.number();
  }
  return {};
}

struct Relationships {
  std::vector<std::string> types;
  bool all = false;
  std::vector<std::size_t> directions;  // that were asked for, one a type
};

Result<void> read_relationships(const Value& given, Relationships& found, ProjectedGraph& out) {
  if (given.is<std::string>()) {
    if (given.as_string() == "*")
      found.all = true;
    else
      found.types.push_back(given.as_string());
    found.directions.push_back(0);
    return {};
  }
  if (given.is<ListPtr>()) {
    for (const Value& item : given.as_list()) SKEIN_TRY(read_relationships(item, found, out));
    return {};
  }
  if (!given.is<MapPtr>()) return bad_projection("relationships", given);
  for (const auto& [alias, what] : given.as_map()) {
    if (what.is<std::string>()) {
      SKEIN_TRY(read_relationships(what, found, out));
      continue;
    }
    if (!what.is<MapPtr>()) return bad_projection("relationships", what);
    const Map& map = what.as_map();
    SKEIN_TRY(check_keys(map, {"type", "orientation", "properties", "aggregation", "indexInverse"},
                         "relationships"));
    const Value& type = entry(map, "type");
    SKEIN_TRY(read_relationships(type.is_null() ? Value(alias) : type, found, out));
    const std::array<Option, 1> known = {Option{"orientation", "STRING", ""}};
    Map orientation;
    if (const Value& written = entry(map, "orientation"); !written.is_null())
      orientation["orientation"] = written;
    SKEIN_ASSIGN(const auto options,
                 Options::read(Value(std::move(orientation)), "a projection of relationships", known));
    SKEIN_ASSIGN(found.directions.back(), options.word("orientation", orientations, 0));
    SKEIN_TRY(read_properties(entry(map, "properties"), out));
  }
  return {};
}

// Narrows what the graph holds to what this call asks for.
Result<void> narrow(std::vector<std::string>& held, const std::vector<std::string>& wanted,
                    const std::string& graph, std::string_view what) {
  if (wanted.empty() || std::find(wanted.begin(), wanted.end(), "*") != wanted.end()) return {};
  for (const auto& one : wanted)
    if (!held.empty() && std::find(held.begin(), held.end(), one) == held.end())
      return option_error(fmt::format("the graph '{}' was projected without the {} {}", graph, what, one));
  held = wanted;
  return {};
}

}  // namespace

Result<ProjectedGraph> projection(const Value& nodes, const Value& relationships,
                                  const Value& relationship_properties) {
  ProjectedGraph out;
  bool all = false;
  SKEIN_TRY(read_nodes(nodes, out.part.labels, all));
  if (all) out.part.labels.clear();
  Relationships found;
  SKEIN_TRY(read_relationships(relationships, found, out));
  if (!found.all) out.part.types = std::move(found.types);
  for (const auto direction : found.directions)
    if (direction != found.directions.front())
      return option_error("all relationships of a projection need the same orientation",
                          "project them as graphs of their own");
  if (!found.directions.empty()) out.part.direction = static_cast<graph::Direction>(found.directions.front());
  SKEIN_TRY(read_properties(relationship_properties, out));
  return out;
}

std::vector<Option> common_options(bool weighted) {
  std::vector<Option> out = {
      {"nodeLabels", "LIST<STRING>", "Only nodes with these labels of the projection."},
      {"relationshipTypes", "LIST<STRING>", "Only relationships of these types of the projection."}};
  for (const char* name :
       {"concurrency", "readConcurrency", "writeConcurrency", "sudo", "username", "logProgress", "jobId"})
    out.push_back({name, "ANY", "Understood; changes nothing."});
  if (weighted)
    out.push_back(
        {"relationshipWeightProperty", "STRING", "The property of relationships that is their weight."});
  return out;
}

Result<Chosen> choose(CallContext& call, std::span<const Value> arguments, std::string_view procedure,
                      std::span<const Option> known, Options& configuration) {
  Chosen chosen;
  std::vector<Option> keys(known.begin(), known.end());
  ProjectedGraph described;
  const ProjectedGraph* graph = &described;
  if (arguments[0].is<std::string>()) {
    chosen.name = arguments[0].as_string();
    const auto it = call.projections.by_name.find(chosen.name);
    if (it == call.projections.by_name.end()) {
      std::vector<std::string> names;
      for (const auto& one : call.projections.by_name) names.push_back(one.first);
      const auto near = similar_name(chosen.name, names);
      return option_error(
          fmt::format("there is no projected graph '{}' in this session", chosen.name),
          near.empty() ? fmt::format("CALL gds.graph.project('{}', 'Label', 'TYPE') makes one", chosen.name)
                       : fmt::format("did you mean {}?", near));
    }
    chosen.named = &it->second;
    graph = chosen.named;
    SKEIN_ASSIGN(configuration,
                 Options::read(arguments.size() > 1 ? arguments[1] : Value(), procedure, keys));
  } else if (arguments[0].is<MapPtr>()) {
    const Map& map = arguments[0].as_map();
    if (!entry(map, "nodeQuery").is_null() || !entry(map, "relationshipQuery").is_null())
      return option_error("a graph is projected by labels and types here, not by queries",
                          "write nodeProjection: 'Label', relationshipProjection: 'TYPE'");
    for (const char* name :
         {"nodeProjection", "relationshipProjection", "relationshipProperties", "nodeProperties"})
      keys.push_back({name, "ANY", ""});
    SKEIN_ASSIGN(configuration, Options::read(arguments[0], procedure, keys));
    const auto either = [&](std::string_view key) {
      return configuration.has(key) ? configuration.value(key) : Value("*");
    };
    SKEIN_ASSIGN(described, projection(either("nodeProjection"), either("relationshipProjection"),
                                       configuration.value("relationshipProperties")));
  } else {
    return option_error(fmt::format("{} takes the name of a projected graph first, found {}", procedure,
                                    shown(arguments[0])));
  }
  chosen.part = graph->part;
  SKEIN_ASSIGN(const auto labels, configuration.names("nodeLabels", "nodeLabels"));
  SKEIN_ASSIGN(const auto types, configuration.names("relationshipTypes", "relationshipTypes"));
  SKEIN_TRY(narrow(chosen.part.labels, labels, chosen.name, "label"));
  SKEIN_TRY(narrow(chosen.part.types, types, chosen.name, "relationship type"));
  SKEIN_ASSIGN(const auto weight, configuration.text("relationshipWeightProperty"));
  if (weight) {
    const auto it = graph->weights.find(*weight);
    if (it == graph->weights.end() && !chosen.name.empty())
      return option_error(fmt::format("the graph '{}' was projected without the relationship property {}",
                                      chosen.name, *weight),
                          fmt::format("project it with {{relationshipProperties: '{}'}}", *weight));
    chosen.part.weight = it == graph->weights.end() ? *weight : it->second;
  }
  return chosen;
}

}  // namespace skein::dsl::procedures::gds
