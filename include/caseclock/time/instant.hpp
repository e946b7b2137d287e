// Instants, durations and civil dates: std::chrono's, by their field names.
//
// An instant is POSIX time in milliseconds, UTC, without leap seconds (rule T1). A duration is a
// whole number of milliseconds. Civil dates and wall-clock times meet instants only through a
// `zone`, working time only through a `calendar`.
#pragma once

#include <chrono>
#include <cstdint>

namespace caseclock {

using duration = std::chrono::milliseconds;
using instant = std::chrono::sys_time<duration>;         ///< milliseconds since 1970-01-01T00:00Z
using local_instant = std::chrono::local_time<duration>; ///< wall-clock time of some zone
using civil_date = std::chrono::local_days;              ///< a date without zone or time of day

/// The instant that many milliseconds after the epoch.
constexpr instant instant_from_ms(std::int64_t milliseconds) {
  return instant{duration{milliseconds}};
}
/// Milliseconds since the epoch.
constexpr std::int64_t to_ms(instant t) {
  return t.time_since_epoch().count();
}

/// The instants the library computes with: the years 1900 to 2199. Anything else is refused at the
/// edge, so that no sum of an instant and a bounded duration can overflow.
inline constexpr instant earliest_instant = std::chrono::sys_days{std::chrono::year{1900} / 1 / 1};
inline constexpr instant latest_instant = std::chrono::sys_days{std::chrono::year{2200} / 1 / 1};

} // namespace caseclock
