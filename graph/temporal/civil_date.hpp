// Year, month and day of a day number, inline for loops over columns of dates.
#pragma once

#include <cstdint>

#include "graph/temporal/calendar.hpp"

namespace skein::graph::temporal {

// As civil_from_days(), for days within 32 bits (some 5.8 million years around 1970). Neri and Schneider,
// "Euclidean affine functions and their application to calendar algorithms", 2023: years of four centuries
// that begin in March.
inline CivilDate civil_date(std::int32_t days) {
  constexpr std::uint32_t days_of_era = 146'097, eras = 14'700;  // so many eras before 1970 the count begins
  const std::uint64_t day =
      static_cast<std::uint64_t>(days + std::int64_t{719'468} + std::int64_t{days_of_era} * eras);
  const std::uint32_t era = static_cast<std::uint32_t>(day / days_of_era);
  const std::uint32_t quarters = 4 * (static_cast<std::uint32_t>(day) - era * days_of_era) + 3;
  const std::uint32_t century = quarters / days_of_era;
  const std::uint64_t year_of_century = std::uint64_t{2'939'745} * ((quarters % days_of_era) | 3);
  const std::uint32_t day_of_year = static_cast<std::uint32_t>(year_of_century) / 2'939'745 / 4;
  const std::uint32_t months = 2'141 * day_of_year + 197'913;
  const bool next_year = day_of_year >= 306;  // January and February
  const std::int64_t year = (static_cast<std::int64_t>(era) - eras) * 400 + 100 * century +
                            static_cast<std::int64_t>(year_of_century >> 32) + (next_year ? 1 : 0);
  return {year, static_cast<int>(months / 65'536) - (next_year ? 12 : 0),
          static_cast<int>(months % 65'536 / 2'141) + 1};
}

}  // namespace skein::graph::temporal
