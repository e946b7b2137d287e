// Days that return: "the last working day of each month, at 17:00". What schedules are made of.
//
// A plain aggregate, so that the YAML loader, a host and a test can write one down;
// calendar/occurrences.hpp says when it comes next.
//
//     recurrence report;                       // every: month, on: last working day, at: "17:00"
//     report.pick = day_pick::working_day;
//     report.number = -1;
//     report.time_s = 17 * 3600;
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>

#include "caseclock/time/instant.hpp"

namespace caseclock {

/// What periods are counted in. A quarter is three months, a year twelve.
enum class recurrence_unit : std::uint8_t { day, week, month };

/// Which day of a period it is.
enum class day_pick : std::uint8_t {
  first,        ///< the day on which the period begins
  last,         ///< the day on which it ends
  day_of_month, ///< the `number`-th of the period's first month, its last if that is shorter
  weekday,      ///< the `number`-th `weekday` of the period; -1: the last
  working_day,  ///< the `number`-th working day of the period; -1: the last
};

/// Periods follow each other without a gap. Those of months begin with a month, those of weeks with
/// a Monday, unless `from` begins them and the first day of each is picked.
struct recurrence {
  recurrence_unit unit = recurrence_unit::month;
  std::int32_t every = 1; ///< so many units are a period; 1 or more
  day_pick pick = day_pick::first;
  std::int32_t number = 1;
  std::chrono::weekday weekday{std::chrono::Monday};
  std::int32_t time_s = 0;           ///< seconds since midnight, by the wall clock
  std::optional<civil_date> from{};  ///< no day before it; periods are counted from it
  std::optional<civil_date> until{}; ///< no day after it
};

} // namespace caseclock
