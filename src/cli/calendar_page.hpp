// A month or a year of a calendar, drawn for a terminal: at most 80 columns, no colours.
#pragma once

#include <chrono>
#include <string>

#include "caseclock/calendar/calendar.hpp"

namespace caseclock::cli {

/// The month day by day with a mark for what kind of day it is and its open time; under it the
/// hours of the week, the exceptions with their names and windows, clock changes, and the totals.
[[nodiscard]] std::string draw_month(const calendar& of, std::chrono::year_month month);
/// The same of twelve months, without the open time of each day.
[[nodiscard]] std::string draw_year(const calendar& of, std::chrono::year year);

} // namespace caseclock::cli
