// Holiday rules: on which dates they fall (T14).
//
//     easter_sunday(std::chrono::year{2026}, easter::western)   // 2026-04-05
//
// The n-th weekday of a month is std::chrono's `month_weekday`: no library besides is needed.
#pragma once

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <optional>
#include <variant>

#include "caseclock/calendar/calendar_definition.hpp"
#include "caseclock/time/instant.hpp"

namespace caseclock {

/// The date of Easter Sunday in the Gregorian calendar, 1900 to 2199.
///
/// Western: the anonymous algorithm that Nature printed on 20 April 1876 (Meeus/Jones/Butcher).
/// Orthodox: Meeus' algorithm for the Julian calendar. Both in Jean Meeus, Astronomical Algorithms,
/// chapter 8.
[[nodiscard]] constexpr civil_date easter_sunday(std::chrono::year year, easter reckoning) {
  const int y = static_cast<int>(year);
  const int a = y % 19;
  int month_and_day = 0; // 31 × month + day - 1
  if (reckoning == easter::western) {
    const int b = y / 100;
    const int c = y % 100;
    const int f = (b + 8) / 25;
    const int h = (19 * a + b - b / 4 - (b - f + 1) / 3 + 15) % 30;
    const int l = (32 + 2 * (b % 4) + 2 * (c / 4) - h - c % 4) % 7;
    const int m = (a + 11 * h + 22 * l) / 451;
    month_and_day = h + l - 7 * m + 114;
  } else {
    const int d = (19 * a + 15) % 30;
    const int e = (2 * (y % 4) + 4 * (y % 7) - d + 34) % 7;
    month_and_day = d + e + 114;
  }
  const civil_date written{year / std::chrono::month{static_cast<unsigned>(month_and_day / 31)} /
                           std::chrono::day{static_cast<unsigned>(month_and_day % 31 + 1)}};
  const int julian_days_behind = y / 100 - y / 400 - 2; // from March on
  return reckoning == easter::western ? written : written + std::chrono::days{julian_days_behind};
}

/// The date of a moving date that counts from its day in that year; it may itself lie in the year
/// before or after. Nothing if the year lacks the day.
[[nodiscard]] inline std::optional<civil_date> date_in(std::chrono::year year,
                                                       const moving_date& rule) {
  std::optional<civil_date> from;
  if (const auto* day = std::get_if<std::chrono::month_day>(&rule.from)) {
    const std::chrono::year_month_day date{year, day->month(), day->day()};
    if (date.ok())
      from = civil_date{date};
  } else if (const auto* nth = std::get_if<std::chrono::month_weekday>(&rule.from)) {
    const auto date = year / *nth;
    if (date.ok())
      from = civil_date{date};
  } else if (const auto* last = std::get_if<std::chrono::month_weekday_last>(&rule.from)) {
    from = civil_date{year / *last};
  } else if (const auto* reckoning = std::get_if<easter>(&rule.from)) {
    from = easter_sunday(year, *reckoning);
  }
  if (!from || !rule.on || rule.days == 0)
    return from ? std::optional{*from + std::chrono::days{rule.days}} : std::nullopt;
  const std::chrono::weekday day{*from};
  const bool after = rule.days > 0;
  const std::chrono::days to_next = after ? *rule.on - day : day - *rule.on; // 0 to 6
  const std::chrono::days first = to_next.count() == 0 ? std::chrono::days{7} : to_next;
  const std::chrono::days steps = first + std::chrono::days{7 * (std::abs(rule.days) - 1)};
  return after ? *from + steps : *from - steps;
}

/// True if the rule closes that date. The date is one of the years 1900 to 2199. O(log n) in what
/// the rule lists.
[[nodiscard]] inline bool rule_applies(const holiday_rule& rule, civil_date date) {
  if (const auto* one = std::get_if<single_date>(&rule.when))
    return one->date == date;
  if (const auto* range = std::get_if<date_range>(&rule.when))
    return range->from <= date && date <= range->to;
  if (const auto* list = std::get_if<date_list>(&rule.when)) {
    const auto next =
        std::upper_bound(list->ranges.begin(), list->ranges.end(), date,
                         [](civil_date day, const date_range& range) { return day < range.from; });
    return next != list->ranges.begin() && date <= std::prev(next)->to;
  }
  if ((rule.first && date < *rule.first) || (rule.last && *rule.last < date))
    return false;
  const std::chrono::year_month_day day{date};
  if (const auto* every = std::get_if<annual_date>(&rule.when))
    return every->day == std::chrono::month_day{day.month(), day.day()};
  const auto* moving = std::get_if<moving_date>(&rule.when);
  for (const int years : {-1, 0, 1}) {
    if (moving != nullptr && date_in(day.year() + std::chrono::years{years}, *moving) == date)
      return true;
  }
  return false;
}

/// The last date that a rule closes; nothing if it returns for ever.
[[nodiscard]] inline std::optional<civil_date> last_date_of(const holiday_rule& rule) {
  if (const auto* one = std::get_if<single_date>(&rule.when))
    return one->date;
  if (const auto* range = std::get_if<date_range>(&rule.when))
    return range->to;
  if (const auto* list = std::get_if<date_list>(&rule.when)) {
    if (list->goes_on || list->ranges.empty())
      return std::nullopt;
    return list->ranges.back().to;
  }
  return rule.last;
}

} // namespace caseclock
