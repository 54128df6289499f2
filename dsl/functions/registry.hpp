// The language's functions: what the binder has to know of them, and how to call them. Functions that other rooms
// lend (evidence, ...) are in procedures.hpp. Forms with syntax of their own (all, any, none, single, reduce, EXISTS,
// shortestPath, list comprehensions) are not functions.
#pragma once

#include <cstdint>
#include <limits>
#include <memory>
#include <span>
#include <string_view>

#include "graph/graph.hpp"
#include "graph/query_context.hpp"
#include "storage/result.hpp"
#include "storage/value.hpp"

namespace skein::dsl {

class Aggregator;

// What a call may look at besides its arguments. Functions that are `pure` need neither.
struct FunctionContext {
  const graph::QueryContext* query = nullptr;         // the statement's clock
  const graph::Transaction* transaction = nullptr;    // nodes and relationships
};

// A set of kinds of values, a bit each.
using KindSet = std::uint32_t;
template <typename... Kinds>
constexpr KindSet kinds(Kinds... k) {
  return (KindSet{0} | ... | (KindSet{1} << static_cast<unsigned>(k)));
}
constexpr KindSet any_kind = (KindSet{1} << 17) - 1;
constexpr bool has_kind(KindSet set, Value::Kind kind) { return (set >> static_cast<unsigned>(kind)) & 1; }

struct FunctionInfo {
  std::string_view name;  // as openCypher spells it: "toInteger", "date.truncate"
  std::size_t min_args = 0;
  std::size_t max_args = 0;  // any_number: no upper bound
  bool is_aggregate = false;
  bool pure = false;              // the same arguments give the same result: may be folded
  KindSet first_argument = any_kind;  // kinds the first argument may have; another kind that is known at compile
                                      // time is a SyntaxError InvalidArgumentType (null is always allowed)
  KindSet result = any_kind;          // kinds of a result that is not null
  std::string_view category;     // "String"
  std::string_view signature;    // "left(text :: STRING?, length :: INTEGER?) :: STRING?"
  std::string_view description;  // one sentence
  // For functions that are not aggregates. `arguments` has min_args to max_args values; nulls are the function's own
  // affair. Errors are runtime errors in the TCK's terms.
  Result<Value> (*call)(std::span<const Value> arguments, FunctionContext& context) = nullptr;
  // For aggregates.
  std::unique_ptr<Aggregator> (*aggregator)() = nullptr;
};
constexpr std::size_t any_number = std::numeric_limits<std::size_t>::max();

// Case-insensitive; dots belong to the name. Null when there is none. The pointer lives as long as the process.
const FunctionInfo* find_function(std::string_view name);

// All functions, sorted by name.
std::span<const FunctionInfo* const> all_functions();

// The known name nearest to one that find_function does not know, for a hint; empty when nothing is near.
std::string_view similar_function(std::string_view name);

}  // namespace skein::dsl
