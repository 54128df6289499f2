// duration.between, inMonths, inDays, inSeconds.
#pragma once

#include "storage/result.hpp"
#include "storage/value.hpp"

namespace skein::dsl::temporal {

enum class Measure : std::uint8_t { mixed, months, days, seconds };

// From one temporal instant to another, in whole months, then whole days, then the rest (`mixed`), or in one of these
// alone. Where only one value has a date or a zone, the other takes it over; without two dates months and days are 0.
// Months and days are counted on the wall clock of `from`'s zone, the rest in real time.
Result<Value> between(const Value& from, const Value& to, Measure measure);

}  // namespace skein::dsl::temporal
