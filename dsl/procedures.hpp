// Procedures (CALL ... YIELD) and functions that other rooms lend to the language: dsl declares the
// interface, cli registers what needs higher rooms, tests register their own.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "dsl/query.hpp"
#include "graph/graph.hpp"
#include "graph/query_context.hpp"
#include "storage/result.hpp"
#include "storage/value.hpp"

namespace skein::dsl {

class ProcedureRegistry;
class ProjectedGraphs;

struct Field {
  std::string name;
  std::string type;       // as openCypher writes it: "STRING?", "INTEGER", "NODE", "ANY?"
  bool optional = false;  // an input that may be left out, from the end; it is null then
};

// A key that a procedure's map of options may have.
struct Option {
  std::string name;
  std::string type;         // "INTEGER = 20", "LIST<STRING>"
  std::string description;  // a sentence
};

// What a call of a procedure may use.
struct CallContext {
  graph::Transaction& graph;
  graph::QueryContext& query;
  const ProcedureRegistry& registry;  // all procedures and functions there are
  ProjectedGraphs& projections;       // the session's named graphs
  Counters& counters;                 // what a procedure that writes has changed
};

struct Procedure {
  std::string name;  // "algo.pagerank"
  std::vector<Field> inputs, outputs;
  std::string description;  // one line
  bool writes = false;
  std::string writes_with = {};      // writes when an argument is a map written with this key
  std::vector<Option> options = {};  // of the input "options" or "configuration"
  using Emit = std::function<Result<void>(std::vector<Value> row)>;
  std::function<Result<void>(CallContext&, std::span<const Value> arguments, const Emit&)> run = nullptr;
  // All rows at once, a column an output, all equally long: for procedures that give many. Asked instead of `run`.
  using Column = std::variant<std::vector<NodeId>, std::vector<double>, std::vector<std::int64_t>>;
  std::function<Result<std::vector<Column>>(CallContext&, std::span<const Value> arguments)> table = nullptr;

  [[nodiscard]] std::size_t least_inputs() const;  // those that may not be left out
  [[nodiscard]] std::string signature()
      const;  // "algo.pagerank(options :: MAP?) :: (node :: NODE, score :: FLOAT)"
};

// A scalar function beyond the language's own ("evidence").
struct ExternalFunction {
  std::string name;
  std::size_t min_arguments = 0, max_arguments = 0;
  std::string signature;  // "evidence(relationship :: RELATIONSHIP?) :: LIST<MAP>?"
  std::string description;
  std::function<Result<Value>(const graph::Transaction&, std::span<const Value> arguments)> call;
};

class ProcedureRegistry {
 public:
  void add(Procedure procedure);  // a later one of the same name replaces
  void add(ExternalFunction function);
  [[nodiscard]] const Procedure* procedure(std::string_view name) const;        // exact name
  [[nodiscard]] const ExternalFunction* function(std::string_view name) const;  // case-insensitive
  [[nodiscard]] std::vector<const Procedure*> procedures() const;               // by name
  [[nodiscard]] std::vector<const ExternalFunction*> functions() const;

 private:
  std::map<std::string, Procedure, std::less<>> procedures_;
  std::map<std::string, ExternalFunction, std::less<>> functions_;
};

// The registry with everything dsl and graph can offer by themselves: db.labels(), algo.*, evidence(r).
ProcedureRegistry builtin_procedures();

}  // namespace skein::dsl
