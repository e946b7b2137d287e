// The values of an iCalendar file: dates, times, lengths and texts (RFC 5545, section 3.3).
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "caseclock/time/instant.hpp"
#include "caseclock/time/zone.hpp"

namespace caseclock::detail {

/// How a time is meant.
enum class ics_clock {
  date,     ///< a date without a time
  floating, ///< the wall clock of whoever reads it
  utc,
  zoned, ///< the wall clock of a zone
};

/// A date or a time, as written.
struct ics_moment {
  ics_clock clock = ics_clock::date;
  local_instant wall{};     ///< what was written; of a date its midnight
  const zone* in = nullptr; ///< of `zoned`

  [[nodiscard]] civil_date date() const { return std::chrono::floor<std::chrono::days>(wall); }
  /// True if it stands for an instant by itself.
  [[nodiscard]] bool absolute() const {
    return clock == ics_clock::utc || clock == ics_clock::zoned;
  }
  /// Of an absolute one. What the clock skipped is read by the offset before the skip, of what it
  /// shows twice the first is meant (RFC 5545, section 3.3.5).
  [[nodiscard]] instant at() const;
};

/// A length: days by the calendar, and then time by the clock.
struct ics_length {
  std::chrono::days days{};
  duration time{};
};

/// "20261001". Any year from 1 to 9999.
[[nodiscard]] std::optional<civil_date> parse_ics_date(std::string_view text);
/// "20261001", "20261001T090000", "20261001T090000Z": date, floating or utc.
[[nodiscard]] std::optional<ics_moment> parse_ics_moment(std::string_view text);
/// "P1D", "P2W", "PT1H30M". Nothing also for a negative one, or one of more than a century.
[[nodiscard]] std::optional<ics_length> parse_ics_length(std::string_view text);
/// A text without its escapes, on one line.
[[nodiscard]] std::string ics_text(std::string_view text);
/// A number of at most six digits, with a sign if `signs`.
[[nodiscard]] std::optional<int> parse_ics_number(std::string_view text);

} // namespace caseclock::detail
