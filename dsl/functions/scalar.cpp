// coalesce, nullIf, exists, isEmpty, valueType, timestamp, rand, randomUUID.
#include <chrono>
#include <random>
#include <string>

#include "dsl/functions/support.hpp"
#include "dsl/value/compare.hpp"
#include "graph/value_type.hpp"

namespace skein::dsl {

namespace {

using namespace function_detail;

Result<Value> coalesce(Arguments arguments, FunctionContext&) {
  for (const Value& argument : arguments)
    if (!argument.is_null()) return argument;
  return Value();
}

Result<Value> null_if(Arguments arguments, FunctionContext&) {
  return equals(arguments[0], arguments[1]) == Truth::yes ? Value() : arguments[0];
}

Result<Value> exists(Arguments arguments, FunctionContext&) { return Value(!arguments[0].is_null()); }

Result<Value> is_empty(Arguments arguments, FunctionContext&) {
  const Value& v = arguments[0];
  if (const auto* text = v.get_if<std::string>()) return Value(text->empty());
  if (v.is<ListPtr>()) return Value(v.as_list().empty());
  if (v.is<MapPtr>()) return Value(v.as_map().empty());
  return wrong_type("isEmpty", "a list, a map or a string", v);
}

Result<Value> value_type(Arguments arguments, FunctionContext&) {
  return Value(graph::ValueType::of(arguments[0]).text());
}

Result<Value> timestamp(Arguments, FunctionContext& context) {
  if (context.query && context.query->statement_time.seconds != 0) {
    const DateTime& now = context.query->statement_time;
    return Value(now.seconds * 1'000 + now.nanos / 1'000'000);
  }
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  return Value(static_cast<std::int64_t>(std::chrono::duration_cast<std::chrono::milliseconds>(now).count()));
}

std::mt19937_64& random_source() {
  thread_local std::mt19937_64 source = [] {
    std::random_device device;
    std::seed_seq seed{device(), device(), device(), device()};
    return std::mt19937_64(seed);
  }();
  return source;
}

Result<Value> rand(Arguments, FunctionContext&) {
  return Value(static_cast<double>(random_source()() >> 11) * 0x1p-53);  // [0, 1), every 53-bit fraction alike
}

// RFC 4122, version 4.
Result<Value> random_uuid(Arguments, FunctionContext&) {
  const std::uint64_t a = (random_source()() & ~0xF000ULL) | 0x4000ULL;
  const std::uint64_t b = (random_source()() & ~(3ULL << 62)) | (1ULL << 63);
  return Value(fmt::format("{:08x}-{:04x}-{:04x}-{:04x}-{:012x}", a >> 32, a >> 16 & 0xFFFF, a & 0xFFFF, b >> 48,
                           b & 0xFFFFFFFFFFFFULL));
}

constexpr FunctionInfo functions[] = {
    {.name = "coalesce", .min_args = 1, .max_args = any_number, .pure = true, .category = "Scalar",
     .signature = "coalesce(input :: ANY?, ...) :: ANY?", .description = "The first argument that is not null.",
     .call = coalesce},
    {.name = "nullIf", .min_args = 2, .max_args = 2, .pure = true, .category = "Scalar",
     .signature = "nullIf(value :: ANY?, other :: ANY?) :: ANY?",
     .description = "Null when the two are equal, else the first.", .call = null_if},
    {.name = "exists", .min_args = 1, .max_args = 1, .pure = true, .result = booleans, .category = "Predicate",
     .signature = "exists(value :: ANY?) :: BOOLEAN", .description = "Whether a property is there.", .call = exists},
    {.name = "isEmpty", .min_args = 1, .max_args = 1, .pure = true, .result = booleans, .category = "Predicate",
     .signature = "isEmpty(value :: LIST? | MAP? | STRING?) :: BOOLEAN?",
     .description = "Whether a list, a map or a string holds nothing.", .call = unless_null<is_empty>},
    {.name = "valueType", .min_args = 1, .max_args = 1, .pure = true, .result = strings, .category = "Scalar",
     .signature = "valueType(value :: ANY?) :: STRING", .description = "The name of a value's type.",
     .call = value_type},
    {.name = "timestamp", .result = integers, .category = "Scalar", .signature = "timestamp() :: INTEGER",
     .description = "Milliseconds since 1970-01-01T00:00Z, the same throughout a statement.", .call = timestamp},
    {.name = "rand", .result = floats, .category = "Random", .signature = "rand() :: FLOAT",
     .description = "A random number from 0 up to but not including 1.", .call = rand},
    {.name = "randomUUID", .result = strings, .category = "Random", .signature = "randomUUID() :: STRING",
     .description = "A random universally unique identifier.", .call = random_uuid},
};

}  // namespace

std::span<const FunctionInfo> scalar_functions() { return functions; }

}  // namespace skein::dsl
