// What a calendar says about one date, and about a stretch of time: for those who draw a month or
// explain a due time. Arithmetic needs none of this.
//
//     const calendar_day day = office.day(date);
//     if (day.type == day_type::holiday) … day.name        // "National Day"
//     for (const open_interval& open : office.windows(from, to)) …
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "caseclock/time/instant.hpp"

namespace caseclock {

/// What decides the windows of a date (T5).
enum class day_type : std::uint8_t {
  weekly_hours,  ///< the hours of the week
  weekly_closed, ///< the week has none for that day
  holiday,       ///< a holiday: no window opens
  extra_day,     ///< an entry of its own: a make-up working day, or other hours, or none
};

/// A window that opens on a date, by the wall clock, from that date's midnight: 09:00 is 9 h; a
/// night shift closes after more than 24 h. Half-open.
struct day_window {
  duration open{};
  duration close{};
  friend bool operator==(const day_window&, const day_window&) = default;
};

/// A date of a calendar.
struct calendar_day {
  civil_date date{};
  day_type type = day_type::weekly_closed;
  bool breaks_cut = false; ///< breaks made the windows shorter or fewer
  std::string name{};      ///< how the author calls the holiday, the extra day, or else the break
  std::vector<day_window> windows{}; ///< those that open on the date, breaks cut out, in order
};

/// Time without a break in which a calendar is open: [open, close).
struct open_interval {
  instant open{};
  instant close{};
  friend bool operator==(const open_interval&, const open_interval&) = default;
};

/// How many intervals `calendar::windows` returns unless more are asked for: some six years of an
/// office with a lunch break.
inline constexpr std::size_t most_open_intervals = 4096;

} // namespace caseclock
