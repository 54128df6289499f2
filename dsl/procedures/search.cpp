// skein.search(text) and db.index.fulltext.*: texts by the words in them.
#include <limits>

#include <fmt/format.h>

#include "dsl/procedures/builtin.hpp"
#include "dsl/procedures/options.hpp"
#include "dsl/value/errors.hpp"
#include "graph/search.hpp"

namespace skein::dsl::procedures {

namespace {

using Emit = Procedure::Emit;
using Arguments = std::span<const Value>;

Result<std::string> text_of(const Value& given, std::string_view procedure) {
  if (given.is<std::string>()) return given.as_string();
  return type_error("InvalidArgumentType", fmt::format("{} takes the words to look for as a text, found {}",
                                                       procedure, shown(given)));
}

Result<void> search(CallContext& call, Arguments arguments, const Emit& emit) {
  if (arguments[0].is_null()) return {};
  SKEIN_ASSIGN(const auto query, text_of(arguments[0], "skein.search"));
  std::int64_t most = 20;
  if (!arguments[1].is_null()) {
    if (!arguments[1].is<std::int64_t>() || arguments[1].as_int() < 1)
      return option_error("skein.search gives so many rows at most, a number from 1; found " +
                          shown(arguments[1]));
    most = arguments[1].as_int();
  }
  auto found = graph::search(call.graph, query, static_cast<std::size_t>(most), &call.query);
  if (!found.ok()) return as_option_error(std::move(found).error());
  for (const auto& one : *found) {
    const bool is_node = one.document == DocumentId();
    Value document;
    if (!is_node) {
      SKEIN_ASSIGN(const auto record, call.graph.document_info(one.document));
      document = record.key;
    }
    SKEIN_TRY(emit({Value(one.score), Value(is_node ? "name" : "sentence"), Value(one.text),
                    is_node ? Value(one.node) : Value(),
                    Value(List(one.relationships.begin(), one.relationships.end())), std::move(document)}));
  }
  return {};
}

const std::vector<Option> query_options = {
    {"limit", "INTEGER", "So many rows at most."},
    {"skip", "INTEGER = 0", "So many rows are passed over."},
    {"analyzer", "STRING", "Understood; there is one way to part texts into words."}};

Result<void> query_nodes(CallContext& call, Arguments arguments, const Emit& emit) {
  constexpr std::string_view name = "db.index.fulltext.queryNodes";
  if (!arguments[0].is<std::string>())
    return type_error("InvalidArgumentType",
                      fmt::format("{} takes the name of an index, found {}", name, shown(arguments[0])));
  SKEIN_ASSIGN(const auto query, text_of(arguments[1], name));
  SKEIN_ASSIGN(const auto options, Options::read(arguments[2], name, query_options));
  constexpr auto all = std::numeric_limits<std::int64_t>::max();
  SKEIN_ASSIGN(const auto limit, options.integer("limit", all, 0, all));
  SKEIN_ASSIGN(const auto skip, options.integer("skip", 0, 0, all));
  std::vector<std::string> names;
  for (const auto& index : call.graph.catalog().text_indexes()) {
    if (index.sentences) continue;
    names.push_back(index.name);
    if (index.name != arguments[0].as_string()) continue;
    const auto most = limit > all - skip ? all : limit + skip;
    auto found = graph::search_index(call.graph, index, query, static_cast<std::size_t>(most), &call.query);
    if (!found.ok()) return as_option_error(std::move(found).error());
    for (std::size_t i = static_cast<std::size_t>(skip); i < found->size(); ++i)
      SKEIN_TRY(emit({Value((*found)[i].node), Value((*found)[i].score)}));
    return {};
  }
  const auto near = similar_name(arguments[0].as_string(), names);
  return option_error(
      fmt::format("there is no full-text index over nodes named {}", arguments[0].as_string()),
      near.empty() ? fmt::format("CREATE FULLTEXT INDEX {} FOR (n:Label) ON EACH [n.key] makes one",
                                 arguments[0].as_string())
                   : fmt::format("did you mean {}?", near));
}

Result<void> analyzers(CallContext&, Arguments, const Emit& emit) {
  return emit({Value("standard"), Value("Letters and digits without case and accents.")});
}

// Anew from what the graph says, for a store whose indexes `skein verify` finds at fault.
Result<void> rebuild(CallContext& call, Arguments, const Emit& emit) {
  for (const auto& index : call.graph.catalog().text_indexes()) {
    SKEIN_TRY(call.graph.drop_text_index(index.name));
    SKEIN_TRY(call.graph.create_text_index(index));
    SKEIN_TRY(emit({Value(index.name)}));
  }
  SKEIN_TRY(graph::make_search_indexes(call.graph));
  return {};
}

}  // namespace

void add_search(ProcedureRegistry& registry) {
  Procedure own;
  own.name = "skein.search";
  own.inputs = {{"text", "STRING?"}, {"most", "INTEGER?", true}};
  own.outputs = {{"score", "FLOAT"},
                 {"kind", "STRING"},
                 {"text", "STRING"},
                 {"node", "NODE?"},
                 {"relationships", "LIST<RELATIONSHIP>"},
                 {"document", "STRING?"}};
  own.description =
      "Names, aliases and sentences of evidence by the words in them, the most fitting first (20, or as many "
      "as asked for).";
  own.run = search;
  registry.add(std::move(own));

  Procedure nodes;
  nodes.name = "db.index.fulltext.queryNodes";
  nodes.inputs = {{"indexName", "STRING"}, {"query", "STRING"}, {"options", "MAP?", true}};
  nodes.outputs = {{"node", "NODE"}, {"score", "FLOAT"}};
  nodes.description =
      "Nodes by the words of their texts, from an index made by CREATE FULLTEXT INDEX, the most fitting "
      "first.";
  nodes.options = query_options;
  nodes.run = query_nodes;
  registry.add(std::move(nodes));

  Procedure list;
  list.name = "db.index.fulltext.listAvailableAnalyzers";
  list.outputs = {{"analyzer", "STRING"}, {"description", "STRING"}};
  list.description = "The ways to part texts into words: there is one.";
  list.run = analyzers;
  registry.add(std::move(list));

  Procedure anew;
  anew.name = "skein.rebuild_search";
  anew.outputs = {{"index", "STRING"}};
  anew.description = "Makes all text indexes anew, and those of skein.search where they are not.";
  anew.writes = true;
  anew.run = rebuild;
  registry.add(std::move(anew));
}

}  // namespace skein::dsl::procedures
