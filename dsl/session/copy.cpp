#include "dsl/copy.hpp"

#include "dsl/exec/execute.hpp"
#include "dsl/parse.hpp"
#include "dsl/session/session.hpp"

namespace skein::dsl {

std::string_view CopyRequest::option(std::string_view name) const {
  for (const auto& [key, value] : options) {
    if (key == name) return value;
  }
  return {};
}

namespace {

// An error of the query between the brackets, placed in the whole statement.
Error placed(Error error, std::size_t begin) {
  if (error.end > error.begin || error.code == ErrorCode::invalid_query) {
    error.begin += begin;
    error.end += begin;
  }
  return error;
}

}  // namespace

Result<QueryResult> Session::State::copy(const ast::Copy& copy, graph::QueryContext& context, RowSink& sink) {
  if (copy_target == nullptr) {
    Error error{ErrorCode::unsupported, "this session may not write files, so COPY is not offered"};
    error.hint = "run it by `skein query` or in the shell";
    return error;
  }
  SKEIN_ASSIGN(graph::Transaction * reader, reading());
  std::shared_ptr<const plan::Plan> plan;
  if (!copy.graph) {
    auto parsed = parse(copy.query);
    if (!parsed) return placed(std::move(parsed).error(), copy.query_begin);
    auto bound = bind(std::move(*parsed), *procedures);
    if (!bound) return placed(std::move(bound).error(), copy.query_begin);
    auto made = make_plan(std::move(*bound), *reader);
    if (!made) return placed(std::move(made).error(), copy.query_begin);
    plan = std::move(*made);
    if (plan->updates) {
      Error error{ErrorCode::invalid_query, "COPY takes a query that reads; this one changes the graph"};
      error.error_class = "SyntaxError";
      error.detail = "InvalidClauseComposition";
      error.phase = "compile time";
      error.begin = copy.query_begin;
      error.end = copy.query_begin + copy.query.size();
      return error;
    }
  }
  SKEIN_ASSIGN(const auto job, copy_target->begin({copy.graph, copy.file, copy.options}));
  QueryResult result;
  if (plan) {
    auto done = execute(*plan, *reader, context, *job);
    if (!done) return placed(std::move(done).error(), copy.query_begin);
    result.warnings = std::move(done->warnings);
  }
  SKEIN_TRY(job->finish(*reader, context));
  SKEIN_TRY(sink.begin({}));
  return result;
}

}  // namespace skein::dsl
