// CREATE FULLTEXT INDEX.
#include <algorithm>

#include <fmt/format.h>

#include "dsl/session/session.hpp"

namespace skein::dsl {

namespace {

Error taken(const std::string& name, std::string_view what) {
  Error error{ErrorCode::constraint, fmt::format("there is {} named {} already", what, name)};
  error.error_class = "SchemaError";
  error.phase = "runtime";
  error.hint = "IF NOT EXISTS passes over it";
  return error;
}

Result<bool> make(graph::Transaction& graph, const ast::CreateTextIndex& create) {
  graph::TextIndexInfo index;
  index.name = create.name;
  if (index.name.empty()) {
    index.name = "text";
    for (const auto& label : create.labels) index.name += "_" + label;
    for (const auto& key : create.keys) index.name += "_" + key;
  }
  for (const auto& known : graph.catalog().text_indexes())
    if (known.name == index.name)
      return create.if_not_exists ? Result<bool>(false) : taken(index.name, "a full-text index");
  for (const auto& known : graph.catalog().rules())
    if (known.name == index.name)
      return create.if_not_exists ? Result<bool>(false)
                                  : taken(index.name, known.is_constraint() ? "a constraint" : "an index");
  for (const auto& label : create.labels) {
    SKEIN_ASSIGN(const LabelId id, graph.make_label(label));
    index.labels.push_back(id);
  }
  for (const auto& key : create.keys) {
    SKEIN_ASSIGN(const KeyId id, graph.make_key(key));
    index.keys.push_back(id);
  }
  SKEIN_TRY(graph.create_text_index(std::move(index)));
  return true;
}

}  // namespace

Result<QueryResult> Session::State::create_text_index(const ast::CreateTextIndex& create, RowSink& sink) {
  QueryResult result;
  SKEIN_TRY(write([&](graph::Transaction& changing) -> Result<void> {
    SKEIN_ASSIGN(const bool made, make(changing, create));
    result.counters.indexes_added = made;
    return {};
  }));
  SKEIN_TRY(sink.begin({}));
  return result;
}

}  // namespace skein::dsl
