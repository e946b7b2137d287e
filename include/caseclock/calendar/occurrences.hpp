// When a day that returns comes next.
//
//     const auto next = next_occurrence(report, office.get(), office->time_zone(), now);
//     if (next) … next->at, next->label                  // "2026-03"
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>

#include "caseclock/calendar/calendar.hpp"
#include "caseclock/calendar/recurrence.hpp"
#include "caseclock/time/civil.hpp"
#include "caseclock/time/iso8601.hpp"
#include "caseclock/time/zone.hpp"

namespace caseclock {

struct occurrence {
  instant at{};
  civil_date date{};
  civil_date first{}; ///< of the period that it belongs to
  civil_date last{};
  std::string label{}; ///< the period's name: 2026, 2026-Q1, 2026-03, 2026-03-06
};

namespace detail {

/// A period: [from, to).
struct day_range {
  civil_date from{};
  civil_date to{};
};

constexpr std::int64_t floor_div(std::int64_t number, std::int64_t by) {
  return number / by - (number % by < 0 ? 1 : 0);
}

/// Months since the year 0.
inline std::int64_t month_number(civil_date date) {
  const std::chrono::year_month_day day{date};
  return std::int64_t{static_cast<int>(day.year())} * 12 +
         std::int64_t{static_cast<unsigned>(day.month())} - 1;
}
inline civil_date month_begin(std::int64_t number) {
  const std::chrono::year year{static_cast<int>(floor_div(number, 12))};
  return civil_date{year / std::chrono::month{static_cast<unsigned>(number % 12) + 1} / 1};
}

/// The periods of a recurrence, numbered.
class period_counter {
 public:
  explicit period_counter(const recurrence& rule)
      : rule_(rule), origin_(rule.from.value_or(civil_date{std::chrono::year{1900} / 1 / 1})),
        own_days_(rule.from && rule.pick == day_pick::first) {
    if (rule.unit == recurrence_unit::week && !own_days_)
      origin_ -= std::chrono::days{weekday_index(origin_)};
  }

  [[nodiscard]] std::int64_t number_of(civil_date date) const {
    if (rule_.unit == recurrence_unit::month) {
      const std::int64_t months = month_number(date) - month_number(origin_);
      return floor_div(months, rule_.every);
    }
    return floor_div((date - origin_).count(), days_in_one());
  }
  [[nodiscard]] day_range period(std::int64_t number) const {
    return {begin(number), begin(number + 1)};
  }

 private:
  [[nodiscard]] std::int64_t days_in_one() const {
    return std::int64_t{rule_.every} * (rule_.unit == recurrence_unit::week ? 7 : 1);
  }
  [[nodiscard]] civil_date begin(std::int64_t number) const {
    if (rule_.unit != recurrence_unit::month)
      return origin_ + std::chrono::days{number * days_in_one()};
    const std::int64_t months = number * rule_.every;
    return own_days_ ? add_months(origin_, std::chrono::months{months})
                     : month_begin(month_number(origin_) + months);
  }

  const recurrence& rule_;
  civil_date origin_;
  bool own_days_; ///< a period begins on the day of `from`
};

inline bool is_working_day(const calendar& working, civil_date date) {
  return !working.day(date).windows.empty();
}

/// The n-th day of the period that is wanted, or the last one of them.
template <class Wanted>
std::optional<civil_date> nth_day(const day_range& period, std::int32_t number, Wanted wanted) {
  const bool backwards = number < 0;
  std::int32_t left = backwards ? -number : number;
  const std::chrono::days step{backwards ? -1 : 1};
  for (civil_date day = backwards ? period.to - std::chrono::days{1} : period.from;
       period.from <= day && day < period.to; day += step) {
    if (wanted(day) && --left == 0)
      return day;
  }
  return std::nullopt;
}

inline std::optional<civil_date> pick_day(const recurrence& rule, const day_range& period,
                                          const calendar* working) {
  switch (rule.pick) {
  case day_pick::first: return period.from;
  case day_pick::last: return period.to - std::chrono::days{1};
  case day_pick::day_of_month: {
    const civil_date next = month_begin(month_number(period.from) + 1);
    return std::min(month_begin(month_number(period.from)) + std::chrono::days{rule.number - 1},
                    next - std::chrono::days{1});
  }
  case day_pick::weekday:
    return nth_day(period, rule.number,
                   [&](civil_date day) { return std::chrono::weekday{day} == rule.weekday; });
  case day_pick::working_day:
    return nth_day(period, rule.number, [&](civil_date day) {
      return working != nullptr && is_working_day(*working, day);
    });
  }
  return std::nullopt;
}

inline std::string period_label(const recurrence& rule, civil_date first) {
  const std::string date = format_date(first); // 2026-03-01
  if (rule.unit != recurrence_unit::month || !date.ends_with("-01"))
    return date;
  const std::int64_t month = month_number(first) % 12;
  if (rule.every == 12 && month == 0)
    return date.substr(0, 4);
  if (rule.every == 3 && month % 3 == 0)
    return date.substr(0, 5) + "Q" + std::to_string(month / 3 + 1);
  return date.substr(0, 7);
}

} // namespace detail

/// The first occurrence later than `after`; none if none is left, or none comes within a thousand
/// periods. `working` counts working days, if they are picked; `where` says what the wall clock
/// shows. A time that the clock skips is the instant of the skip; of one that comes twice the first
/// counts. O(days of a period × entries of the calendar).
[[nodiscard]] inline std::optional<occurrence>
next_occurrence(const recurrence& rule, const calendar* working, const zone& where, instant after) {
  const detail::period_counter counter{rule};
  const auto today = std::chrono::floor<std::chrono::days>(where.to_local(after));
  const civil_date begin = rule.from ? std::max(today, *rule.from) : today;
  const std::int64_t first = counter.number_of(begin) - 1;
  constexpr std::int64_t most = 1'000;
  for (std::int64_t number = first; number < first + most; ++number) {
    const detail::day_range period = counter.period(number);
    const std::optional<civil_date> day = detail::pick_day(rule, period, working);
    if (!day || (rule.from && *day < *rule.from))
      continue;
    if (rule.until && *day > *rule.until)
      return std::nullopt;
    const local_instant wall{*day + std::chrono::seconds{rule.time_s}};
    const instant at = where.to_instant(wall);
    constexpr civil_date too_late{std::chrono::year{2200} / 1 / 1};
    if (at >= latest_instant || *day >= too_late) // east of UTC that year begins earlier
      return std::nullopt;
    if (at > after)
      return occurrence{at, *day, period.from, period.to - std::chrono::days{1},
                        detail::period_label(rule, period.from)};
  }
  return std::nullopt;
}

} // namespace caseclock
