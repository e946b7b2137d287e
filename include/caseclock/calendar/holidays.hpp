// Holiday rules: on which dates they fall.
#pragma once

#include <variant>

#include "caseclock/calendar/calendar_definition.hpp"
#include "caseclock/time/instant.hpp"

namespace caseclock {

/// True if the rule closes that date. The date is one of the years 1900 to 2199.
[[nodiscard]] inline bool rule_applies(const holiday_rule& rule, civil_date date) {
  if (const auto* one = std::get_if<single_date>(&rule.when))
    return one->date == date;
  if (const auto* range = std::get_if<date_range>(&rule.when))
    return range->from <= date && date <= range->to;
  const std::chrono::year_month_day day{date};
  const auto* every = std::get_if<annual_date>(&rule.when);
  return every != nullptr && every->day == std::chrono::month_day{day.month(), day.day()};
}

} // namespace caseclock
