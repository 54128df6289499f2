// date(), time(), localtime(), localdatetime(), datetime(), duration() and what hangs on their names.
#include <chrono>

#include "dsl/functions/support.hpp"
#include "dsl/value/temporal/between.hpp"
#include "dsl/value/temporal/construct.hpp"
#include "dsl/value/temporal/fields.hpp"
#include "graph/temporal/calendar.hpp"
#include "graph/temporal/text.hpp"

namespace skein::dsl {

namespace {

using namespace function_detail;
namespace calendar = graph::temporal;

DateTime system_clock() {
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  const std::int64_t nanos = std::chrono::duration_cast<std::chrono::nanoseconds>(now).count();
  return {calendar::floor_div(nanos, calendar::nanos_per_second),
          static_cast<std::int32_t>(calendar::floor_mod(nanos, calendar::nanos_per_second)), 0, nullptr};
}

// One instant for a whole statement, in its time zone.
DateTime statement_clock(const FunctionContext& context) {
  return context.query ? context.query->statement_time : system_clock();
}

DateTime real_clock(const FunctionContext& context) {
  const DateTime now = system_clock();
  return context.query ? calendar::in_zone(now, calendar::zone_of(context.query->statement_time)) : now;
}

template <Kind K>
Result<Value> make(Arguments arguments, FunctionContext& context) {
  const DateTime now = statement_clock(context);
  if (arguments.empty()) return temporal::of_instant(K, now);
  return temporal::construct(K, arguments[0], now);
}

// date.realtime(), date.realtime('Asia/Tokyo')
template <Kind K, DateTime (*Clock)(const FunctionContext&)>
Result<Value> clock(Arguments arguments, FunctionContext& context) {
  const DateTime now = Clock(context);
  if (arguments.empty()) return temporal::of_instant(K, now);
  const Value* zone = arguments.data();
  if (zone->is<MapPtr>()) {
    const auto it = zone->as_map().find("timezone");
    if (it == zone->as_map().end()) return wrong_type("realtime", "a time zone", *zone);
    zone = &it->second;
  }
  if (zone->is_null()) return Value();
  if (!zone->is<std::string>()) return wrong_type("realtime", "a time zone", *zone);
  auto spec = calendar::parse_zone(zone->as_string());
  if (!spec.ok()) return temporal::told(std::move(spec).error());
  return temporal::of_instant(K, calendar::in_zone(now, *spec));
}

template <Kind K>
Result<Value> truncate(Arguments arguments, FunctionContext& context) {
  if (arguments[0].is_null()) return Value();
  if (!arguments[0].is<std::string>()) return wrong_type("truncate", "a unit that is a string", arguments[0]);
  const DateTime now = statement_clock(context);
  return temporal::truncate(K, arguments[0].as_string(),
                            arguments.size() > 1 ? arguments[1] : temporal::of_instant(Kind::date_time, now),
                            arguments.size() > 2 ? arguments[2] : Value(), now);
}

// An instant outside the years that a datetime may have.
bool beyond(std::int64_t seconds) {
  return !calendar::in_range(calendar::floor_div(seconds, calendar::seconds_per_day));
}

Result<Value> from_epoch(Arguments arguments, FunctionContext&) {
  for (const Value& v : arguments)
    if (!v.is<std::int64_t>()) return wrong_type("datetime.fromEpoch", "integers", v);
  std::int64_t seconds = 0;
  const std::int64_t nanos = arguments[1].as_int();
  if (__builtin_add_overflow(arguments[0].as_int(), calendar::floor_div(nanos, calendar::nanos_per_second), &seconds) ||
      beyond(seconds))
    return argument_error("NumberOutOfRange", "datetime.fromEpoch() was given an instant beyond the calendar");
  return Value(DateTime{seconds, static_cast<std::int32_t>(calendar::floor_mod(nanos, calendar::nanos_per_second)), 0,
                        nullptr});
}

Result<Value> from_epoch_millis(Arguments arguments, FunctionContext&) {
  if (!arguments[0].is<std::int64_t>()) return wrong_type("datetime.fromEpochMillis", "an integer", arguments[0]);
  const std::int64_t millis = arguments[0].as_int();
  const std::int64_t seconds = calendar::floor_div(millis, 1'000);
  if (beyond(seconds))
    return argument_error("NumberOutOfRange", "datetime.fromEpochMillis() was given an instant beyond the calendar");
  return Value(DateTime{seconds, static_cast<std::int32_t>(calendar::floor_mod(millis, 1'000) * 1'000'000), 0, nullptr});
}

Result<Value> duration(Arguments arguments, FunctionContext&) { return temporal::construct_duration(arguments[0]); }

template <temporal::Measure M>
Result<Value> between(Arguments arguments, FunctionContext&) {
  return temporal::between(arguments[0], arguments[1], M);
}

constexpr std::string_view category = "Temporal";

// The constructor of one kind with its clocks and truncation, all under one name.
#define SKEIN_INSTANT(NAME, TYPE, KIND)                                                                              \
  {.name = NAME, .max_args = 1, .result = kinds(KIND), .category = category,                                         \
   .signature = NAME "(from :: STRING? | MAP? | temporal?) :: " TYPE "?",                                            \
   .description = "A " TYPE " from text, components or another value; now without arguments.", .call = make<KIND>},  \
  {.name = NAME ".transaction", .max_args = 1, .result = kinds(KIND), .category = category,                          \
   .signature = NAME ".transaction(timezone :: STRING?) :: " TYPE,                                                   \
   .description = "Now, by the clock of the transaction.", .call = clock<KIND, statement_clock>},                    \
  {.name = NAME ".statement", .max_args = 1, .result = kinds(KIND), .category = category,                            \
   .signature = NAME ".statement(timezone :: STRING?) :: " TYPE,                                                     \
   .description = "Now, by the clock of the statement.", .call = clock<KIND, statement_clock>},                      \
  {.name = NAME ".realtime", .max_args = 1, .result = kinds(KIND), .category = category,                             \
   .signature = NAME ".realtime(timezone :: STRING?) :: " TYPE,                                                      \
   .description = "Now, by the clock of the system.", .call = clock<KIND, real_clock>},                              \
  {.name = NAME ".truncate", .min_args = 1, .max_args = 3, .result = kinds(KIND), .category = category,              \
   .signature = NAME ".truncate(unit :: STRING, value :: temporal?, components :: MAP?) :: " TYPE "?",               \
   .description = "The start of the unit that a value lies in, with components set.", .call = truncate<KIND>}

#define SKEIN_BETWEEN(NAME, DESCRIPTION, MEASURE)                                                                    \
  {.name = NAME, .min_args = 2, .max_args = 2, .pure = true, .result = kinds(Kind::duration), .category = category,  \
   .signature = NAME "(from :: temporal?, to :: temporal?) :: DURATION?", .description = DESCRIPTION,                \
   .call = between<MEASURE>}

constexpr FunctionInfo functions[] = {
    SKEIN_INSTANT("date", "DATE", Kind::date),
    SKEIN_INSTANT("localtime", "LOCAL TIME", Kind::local_time),
    SKEIN_INSTANT("time", "ZONED TIME", Kind::time),
    SKEIN_INSTANT("localdatetime", "LOCAL DATETIME", Kind::local_date_time),
    SKEIN_INSTANT("datetime", "ZONED DATETIME", Kind::date_time),
    {.name = "datetime.fromEpoch", .min_args = 2, .max_args = 2, .pure = true, .result = kinds(Kind::date_time),
     .category = category,
     .signature = "datetime.fromEpoch(seconds :: INTEGER?, nanoseconds :: INTEGER?) :: ZONED DATETIME?",
     .description = "The instant so long after 1970-01-01T00:00Z.", .call = unless_null<from_epoch>},
    {.name = "datetime.fromEpochMillis", .min_args = 1, .max_args = 1, .pure = true,
     .result = kinds(Kind::date_time), .category = category,
     .signature = "datetime.fromEpochMillis(milliseconds :: INTEGER?) :: ZONED DATETIME?",
     .description = "The instant so long after 1970-01-01T00:00Z.", .call = unless_null<from_epoch_millis>},
    {.name = "duration", .min_args = 1, .max_args = 1, .pure = true, .result = kinds(Kind::duration),
     .category = category, .signature = "duration(from :: STRING? | MAP?) :: DURATION?",
     .description = "A duration from text or from amounts.", .call = duration},
    SKEIN_BETWEEN("duration.between", "Months, days and seconds from one instant to another.", temporal::Measure::mixed),
    SKEIN_BETWEEN("duration.inMonths", "Whole months from one instant to another.", temporal::Measure::months),
    SKEIN_BETWEEN("duration.inDays", "Whole days from one instant to another.", temporal::Measure::days),
    SKEIN_BETWEEN("duration.inSeconds", "Seconds from one instant to another.", temporal::Measure::seconds),
};

}  // namespace

std::span<const FunctionInfo> temporal_functions() { return functions; }

}  // namespace skein::dsl
