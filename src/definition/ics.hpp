// Holidays from an iCalendar file (RFC 5545).
//
// An event for whole days is a holiday, an event with times is closed time: a meeting in which
// nobody works. Events that return do so yearly. What would close other times than those we would
// close is refused by name, with its line; what concerns no time (VTIMEZONE, VALARM, descriptions,
// X- whatever) is passed over.
//
// STATUS:CANCELLED closes nothing. TRANSP:TRANSPARENT, "shown as free", closes nothing if the event
// has times; for whole days it closes all the same, because that is how calendars of public
// holidays are published.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "caseclock/calendar/calendar_definition.hpp"
#include "definition/reader.hpp"

namespace caseclock::detail {

struct ics_contents {
  std::vector<holiday_rule> holidays{}; ///< of lists of dates, an event each
  std::vector<closed_time> closed_times{};
};

/// How many events a file may have.
inline constexpr std::size_t most_ics_events = 10'000;

/// Reads what `file` of the source map holds, without a byte order mark. Codes: bad-ics,
/// ics-not-supported, unknown-zone, cannot-read (the zones), date-out-of-range, too-many-events,
/// and those of the encoding; as warnings ics-not-supported (other things than events), empty-event
/// and ics-without-events. Linear in the text and in the dates named.
ics_contents read_ics(findings& found, std::string_view text, std::uint32_t file);

} // namespace caseclock::detail
