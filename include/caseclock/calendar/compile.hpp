// From a calendar as written to a calendar that computes.
//
// All that is wrong is reported at once. What a date's windows are is decided here and nowhere
// else (detail/calendar_resolver.hpp): extra days beat holidays, which beat the week; then breaks
// are cut out (T5), and closed times. A break, like a window and a holiday, belongs to its date
// (T4): it cuts the windows that open on that date, not the tail of the night before.
//
// Errors: bad-time, empty-window, overlapping-windows, hours-conflict, duplicate-date, empty-range,
// no-such-date, date-out-of-range, no-usual-hours, too-many-dates, calendar-never-opens. Warnings:
// window-over-midnight, overlapping-windows (an extra day that meets a night shift: the time counts
// once), duplicate-holiday, break-outside-hours, extra-day-closed.
#pragma once

#include "caseclock/base/diagnostic.hpp"
#include "caseclock/calendar/calendar.hpp"
#include "caseclock/calendar/calendar_definition.hpp"
#include "caseclock/time/zone.hpp"

namespace caseclock {

/// Checks a definition, inclusions merged (`merge`), and compiles it for a zone, which the caller
/// has loaded under `definition.zone`. O(dates named), about a millisecond. The calendar keeps a
/// copy of the definition.
[[nodiscard]] report<calendar> compile_calendar(const calendar_definition& definition,
                                                const zone& in);

} // namespace caseclock

#if !defined(CASECLOCK_COMPILED)
#include "caseclock/calendar/detail/compile_impl.hpp"
#endif
