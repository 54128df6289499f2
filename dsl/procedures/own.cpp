// skein's own: what stands behind a node or relationship, whom a name means, who is near, what disagrees.
#include <algorithm>
#include <limits>
#include <map>
#include <set>
#include <unordered_map>

#include <fmt/format.h>

#include "dsl/procedures/builtin.hpp"
#include "dsl/procedures/graph_part.hpp"
#include "dsl/value/errors.hpp"
#include "graph/conflicts.hpp"
#include "graph/formats/evidence_text.hpp"
#include "graph/names.hpp"

namespace skein::dsl::procedures {

namespace {

using Emit = Procedure::Emit;
using Arguments = std::span<const Value>;

// --- skein.conflicts()

// One row a claim, those of one conflict together: which subject, which relation, what is said, and who says
// it.
Result<void> conflicts(CallContext& call, Arguments, const Emit& emit) {
  SKEIN_ASSIGN(const auto found, graph::conflicts(call.graph));
  graph::formats::EvidenceTexts texts(call.graph);
  std::int64_t number = 0;
  for (const auto& conflict : found) {
    ++number;
    SKEIN_TRY(call.query.check());
    for (const RelationshipId& claim : conflict.claims) {
      SKEIN_ASSIGN(const auto quotations, texts.sentences(claim));
      List sources;
      for (const auto& quotation : quotations)
        sources.emplace_back(quotation.title.empty() ? quotation.document : quotation.title);
      SKEIN_TRY(emit({Value(number), Value(conflict.subject), Value(call.graph.catalog().name(conflict.type)),
                      Value(conflict.value_of(claim)), Value(claim), Value(std::move(sources))}));
    }
  }
  return {};
}

// --- skein.sources(x)

// The relationships whose evidence counts: the one itself, or all of a node, also those that are not
// asserted.
Result<std::vector<RelationshipId>> relationships_of(CallContext& call, const Value& of) {
  std::vector<RelationshipId> out;
  if (of.is<RelationshipId>()) {
    out.push_back(of.as<RelationshipId>());
    return out;
  }
  std::vector<graph::Neighbour> found;
  SKEIN_TRY(call.graph.expand(of.as<NodeId>(), graph::Direction::both, call.graph.catalog().types(), found));
  for (const auto& one : found) out.push_back(one.relationship);
  return out;
}

Result<void> sources(CallContext& call, Arguments arguments, const Emit& emit) {
  const Value& of = arguments[0];
  if (of.is_null()) return {};
  if (!of.is<NodeId>() && !of.is<RelationshipId>())
    return type_error("InvalidArgumentType",
                      "skein.sources takes a node or a relationship, found " + shown(of));
  struct Source {
    std::set<std::pair<std::uint32_t, std::uint32_t>> sentences;
    std::set<RelationshipId> relationships;
  };
  std::map<DocumentId, Source> by_document;
  SKEIN_ASSIGN(const auto relationships, relationships_of(call, of));
  for (const auto& relationship : relationships) {
    SKEIN_ASSIGN(const auto evidence, call.graph.evidence(relationship));
    for (const auto& one : evidence) {
      auto& source = by_document[one.document];
      source.sentences.emplace(one.sentence.begin, one.sentence.end);
      source.relationships.insert(relationship);
    }
  }
  // By the documents' keys: ids depend on the order of arrival.
  std::map<std::string, std::pair<graph::DocumentRecord, const Source*>> by_key;
  for (const auto& [id, source] : by_document) {
    SKEIN_ASSIGN(auto document, call.graph.document_info(id));
    auto key = document.key;
    by_key.emplace(std::move(key), std::pair(std::move(document), &source));
  }
  for (const auto& [key, found] : by_key) {
    const auto& document = found.first;
    SKEIN_TRY(emit({Value(key), document.title.empty() ? Value() : Value(document.title),
                    document.source.empty() ? Value() : Value(document.source),
                    document.published ? Value(*document.published) : Value(),
                    Value(static_cast<std::int64_t>(found.second->sentences.size())),
                    Value(static_cast<std::int64_t>(found.second->relationships.size())),
                    document.node == NodeId() ? Value() : Value(document.node)}));
  }
  return {};
}

// --- skein.resolve(text)

Result<void> resolve_text(CallContext& call, Arguments arguments, const Emit& emit) {
  if (arguments[0].is_null()) return {};
  if (!arguments[0].is<std::string>())
    return type_error("InvalidArgumentType", "skein.resolve takes a name, found " + shown(arguments[0]));
  std::int64_t most = 10;
  if (arguments[1].is<std::int64_t>() && arguments[1].as_int() > 0) most = arguments[1].as_int();
  SKEIN_ASSIGN(const auto found, graph::resolve_name(call.graph, arguments[0].as_string(),
                                                     static_cast<std::size_t>(most), &call.query));
  for (const auto& one : found) SKEIN_TRY(emit({Value(one.node), Value(one.name), Value(one.score)}));
  return {};
}

// --- skein.neighbourhood(n, hops)

constexpr std::string_view neighbourhood_name = "skein.neighbourhood";

// Breadth first, a hop at a time. The relationships of a row lead to nodes that are one hop nearer.
Result<void> neighbourhood(CallContext& call, Arguments arguments, const std::vector<Option>& known,
                           const Emit& emit) {
  if (arguments[0].is_null()) return {};
  if (!arguments[0].is<NodeId>())
    return type_error("InvalidArgumentType",
                      "skein.neighbourhood takes a node, found " + shown(arguments[0]));
  std::int64_t hops = 1;
  if (!arguments[1].is_null()) {
    if (!arguments[1].is<std::int64_t>() || arguments[1].as_int() < 0)
      return option_error("skein.neighbourhood takes a number of hops that is not below 0, found " +
                          shown(arguments[1]));
    hops = arguments[1].as_int();
  }
  SKEIN_ASSIGN(const auto given, Options::read(arguments[2], neighbourhood_name, known));
  SKEIN_ASSIGN(const auto most, given.integer("most", std::numeric_limits<std::int64_t>::max(), 1,
                                              std::numeric_limits<std::int64_t>::max()));
  SKEIN_ASSIGN(const auto names, part_names(given, graph::Direction::both));
  SKEIN_ASSIGN(const auto part, resolve(call, names));
  const NodeId start = arguments[0].as<NodeId>();
  SKEIN_ASSIGN(const bool there, call.graph.exists(start));
  if (!there) return not_found_error("the node of skein.neighbourhood has been deleted");
  std::unordered_map<NodeId, std::int64_t> distance{{start, 0}};
  std::vector<NodeId> ring{start};
  SKEIN_TRY(emit({Value(start), Value(0), Value(List())}));
  std::int64_t given_out = 1;
  for (std::int64_t hop = 1; hop <= hops && !ring.empty() && !part.empty; ++hop) {
    SKEIN_TRY(call.query.check());
    std::map<NodeId, std::vector<RelationshipId>> next;  // by id, so that rows have an order
    std::vector<graph::Neighbour> found;
    for (const NodeId node : ring) {
      found.clear();
      SKEIN_TRY(call.graph.expand(node, part.direction, part.filter.types, found));
      for (const auto& one : found) {
        if (distance.contains(one.node) ||
            std::binary_search(part.filter.without.begin(), part.filter.without.end(), one.node))
          continue;
        bool fits = part.filter.labels.empty();
        for (const LabelId label : part.filter.labels) {
          SKEIN_ASSIGN(const bool has, call.graph.has_label(one.node, label));
          fits = fits || has;
        }
        if (fits) next[one.node].push_back(one.relationship);
      }
    }
    ring.clear();
    for (auto& [node, relationships] : next) {
      if (given_out++ >= most) return {};
      distance.emplace(node, hop);
      ring.push_back(node);
      std::sort(relationships.begin(), relationships.end());
      SKEIN_TRY(emit({Value(node), Value(hop), Value(List(relationships.begin(), relationships.end()))}));
    }
  }
  return {};
}

}  // namespace

void add_own(ProcedureRegistry& registry) {
  Procedure disagree;
  disagree.name = "skein.conflicts";
  disagree.outputs = {{"conflict", "INTEGER"}, {"subject", "NODE"},       {"relation", "STRING"},
                      {"value", "NODE"},       {"claim", "RELATIONSHIP"}, {"sources", "LIST<STRING>"}};
  disagree.description = "Claims that disagree: one subject, one relation, values that cannot all be right. A row a claim.";
  disagree.run = conflicts;
  registry.add(std::move(disagree));

  Procedure behind;
  behind.name = "skein.sources";
  behind.inputs = {{"of", "ANY?"}};
  behind.outputs = {{"document", "STRING"}, {"title", "STRING?"},     {"source", "STRING?"},
                    {"published", "DATE?"}, {"sentences", "INTEGER"}, {"relationships", "INTEGER"},
                    {"node", "NODE?"}};
  behind.description =
      "The documents that a relationship, or all of a node, rests on: how many sentences of each say how "
      "many relationships.";
  behind.run = sources;
  registry.add(std::move(behind));

  Procedure whom;
  whom.name = "skein.resolve";
  whom.inputs = {{"text", "STRING?"}, {"most", "INTEGER?", true}};
  whom.outputs = {{"node", "NODE"}, {"name", "STRING"}, {"score", "FLOAT"}};
  whom.description =
      "The nodes that a name may mean, by name, alias or title, the likeliest first (10, or as many as asked "
      "for). O(names).";
  whom.run = resolve_text;
  registry.add(std::move(whom));

  Procedure near;
  near.name = neighbourhood_name;
  near.inputs = {{"node", "NODE?"}, {"hops", "INTEGER?", true}, {"options", "MAP?", true}};
  near.outputs = {{"node", "NODE"}, {"distance", "INTEGER"}, {"relationships", "LIST<RELATIONSHIP>"}};
  near.description =
      "A node and those up to so many hops (1) away, with the relationships that lead one hop nearer.";
  near.options = part_options(true, false);
  near.options.push_back({"most", "INTEGER", "So many nodes at most, the nearest first."});
  near.run = [options = near.options](CallContext& call, Arguments arguments, const Emit& emit) {
    return neighbourhood(call, arguments, options, emit);
  };
  registry.add(std::move(near));
}

}  // namespace skein::dsl::procedures
