// RRULE of an iCalendar event (RFC 5545, section 3.3.10), as far as it is yearly.
#pragma once

#include <cstddef>
#include <optional>
#include <utility>
#include <vector>

#include "definition/ics_lines.hpp"
#include "definition/ics_values.hpp"

namespace caseclock::detail {

/// FREQ=YEARLY and what goes with it.
struct ics_recurrence {
  int interval = 1;
  std::optional<int> count{};
  std::optional<ics_moment> until{};
  std::vector<unsigned> months{};                           ///< 1 … 12
  std::vector<int> month_days{};                            ///< 1 … 31, from the end if negative
  std::vector<std::pair<int, std::chrono::weekday>> days{}; ///< n-th weekday; 0: each of them

  [[nodiscard]] bool ends() const { return count || until; }
};

/// Reads the value of an RRULE. Codes: bad-ics, ics-not-supported.
std::optional<ics_recurrence> read_recurrence(findings& found, const ics_line& line);

/// The starts of the event, the first of which is `start` itself, in order, until the year 2200 or
/// until there are `most`. UNTIL is compared in the event's own kind of time.
std::vector<ics_moment> recurrences(const ics_recurrence& rule, const ics_moment& start,
                                    std::size_t most);

} // namespace caseclock::detail
