// date(), time(), localtime(), localdatetime(), datetime(), duration() and their truncate forms: from text, from
// another temporal value, or from a map that names components and values to take them from (openCypher
// CIP2015-08-06).
#pragma once

#include <string_view>

#include "storage/result.hpp"
#include "storage/value.hpp"

namespace skein::dsl::temporal {

// The five kinds of temporal instants are meant by their Value::Kind: date, local_time, time, local_date_time,
// date_time.
using Kind = Value::Kind;

// `from` is a string, a map or a temporal value; null gives null. `now` is the statement's clock: its zone is the
// one of values that name none, and its date decides the offset of a time in a named zone.
// Errors: ArgumentError InvalidArgumentValue; TypeError InvalidArgumentValue.
Result<Value> construct(Kind kind, const Value& from, const DateTime& now);

// The kind's view of an instant: date() and time() of the clock.
Value of_instant(Kind kind, const DateTime& instant);

// date.truncate('month', value, {day: 2}): the start of the unit which `value` lies in, with the map's components
// set in it. `fields` is a map, or null for none.
Result<Value> truncate(Kind kind, std::string_view unit, const Value& value, const Value& fields, const DateTime& now);

// From a map of amounts, text, or a duration.
Result<Value> construct_duration(const Value& from);

}  // namespace skein::dsl::temporal
