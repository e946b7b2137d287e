// Lists of holidays that come to an end (T14): who is warned, and when.
//
// Public holidays are published by the year, and a list that nobody goes on with fails in silence:
// clocks run through the holidays of the year that it lacks.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "caseclock/base/diagnostic.hpp"
#include "caseclock/calendar/calendar_definition.hpp"
#include "caseclock/calendar/holidays.hpp"
#include "caseclock/time/iso8601.hpp"

namespace caseclock {

/// How long before the end of a list it is warned about.
inline constexpr std::chrono::days expiry_notice{60};

/// The end of a calendar's own list of holidays: 31 December of the year of its last date. None if
/// it has no holidays, or if one of them returns every year for ever: then the dates beside it are
/// exceptions, no list. Of what it includes nothing is asked. O(holidays).
[[nodiscard]] inline std::optional<list_end> end_of_list(const calendar_definition& calendar) {
  std::optional<list_end> end;
  for (const holiday_rule& rule : calendar.holidays) {
    const std::optional<civil_date> last = last_date_of(rule);
    if (!last)
      return std::nullopt;
    if (!end || *last > end->last)
      end = list_end{calendar.name.value, *last, rule.span};
  }
  if (end)
    end->last = civil_date{std::chrono::year_month_day{end->last}.year() / std::chrono::December /
                           std::chrono::day{31}};
  return end;
}

/// The warning `calendar-expires` for each list that ends within `expiry_notice` of `today`, or has
/// ended, at its last date.
[[nodiscard]] inline std::vector<diagnostic> check_expiry(const calendar_definition& calendar,
                                                          civil_date today) {
  std::vector<diagnostic> found;
  for (const list_end& each : calendar.list_ends) {
    if (each.last - today > expiry_notice)
      continue;
    const int next = static_cast<int>(std::chrono::year_month_day{each.last}.year()) + 1;
    found.push_back({severity::warning,
                     "calendar-expires",
                     "the list of holidays of \"" + each.list +
                         (each.last < today ? "\" ended on " : "\" ends on ") +
                         format_date(each.last) + ": add the holidays of " + std::to_string(next) +
                         ", or clocks run through them",
                     each.span,
                     {},
                     {}});
  }
  return found;
}

} // namespace caseclock
