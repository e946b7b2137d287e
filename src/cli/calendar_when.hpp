// Instants and amounts as people give them to `caseclock calendar`, and instants as it prints them.
#pragma once

#include <string>
#include <string_view>

#include "caseclock/base/result.hpp"
#include "caseclock/calendar/amount.hpp"
#include "caseclock/time/zone.hpp"

namespace caseclock::cli {

/// An instant with offset, or what the zone's wall clocks show: 2026-09-30T17:40, or a date alone,
/// which begins with its first moment. errc::parse; also for a wall-clock time that clocks skip or
/// show twice, with the instants that may be meant.
[[nodiscard]] result<instant> read_when(std::string_view text, const zone& in);

/// As `parse_amount`, but a minus before it counts back. errc::parse.
[[nodiscard]] result<time_amount> read_amount(std::string_view text);

/// "Thu 2026-10-08T10:30:00+08:00".
[[nodiscard]] std::string with_weekday(instant t, const zone& in);
/// "Thu 2026-10-08".
[[nodiscard]] std::string with_weekday(civil_date date);

/// "7h30m", "-45m", "1h0.250s", "0m".
[[nodiscard]] std::string hours_and_minutes(duration length);
/// "27000 s", "0.250 s": the same in one unit.
[[nodiscard]] std::string in_seconds(duration length);

} // namespace caseclock::cli
