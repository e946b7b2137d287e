// The dates that holidays close, collected rule by rule. Internal to the compiler of calendars.
//
// A bit for each date and a list of ranges: however many rules there are, and however they overlap,
// no more is stored.
#pragma once

#include <algorithm>
#include <cstddef>
#include <map>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "caseclock/base/diagnostic.hpp"
#include "caseclock/calendar/calendar_definition.hpp"
#include "caseclock/calendar/holidays.hpp"
#include "caseclock/calendar/local_timeline.hpp"
#include "caseclock/time/iso8601.hpp"

namespace caseclock::detail {

inline constexpr int first_calendar_year = 1900;
inline constexpr int last_calendar_year = 2199;

inline bool is_calendar_date(civil_date date) {
  return civil_date{std::chrono::year{first_calendar_year} / 1 / 1} <= date &&
         date <= civil_date{std::chrono::year{last_calendar_year} / 12 / 31};
}

/// Reports a date that calendars do not know. True if they do.
inline bool check_date(civil_date date, source_span span, std::vector<diagnostic>& findings) {
  if (is_calendar_date(date))
    return true;
  findings.push_back({severity::fault,
                      "date-out-of-range",
                      "calendars know the years 1900 to 2199, not " + format_date(date),
                      span,
                      {},
                      {}});
  return false;
}

/// See above. `add` each rule, then call `each`.
class holiday_marks {
 public:
  explicit holiday_marks(std::vector<diagnostic>& findings)
      : findings_(findings), closed_(static_cast<std::size_t>(end_local_day), false) {}

  void add(const holiday_rule& rule) {
    if (const auto* one = std::get_if<single_date>(&rule.when))
      add_single(*one, rule);
    else if (const auto* range = std::get_if<date_range>(&rule.when))
      add_range(*range, rule);
    else if (const auto* list = std::get_if<date_list>(&rule.when))
      add_list(*list, rule);
    else if (const auto* every = std::get_if<annual_date>(&rule.when))
      add_moving({every->day}, rule);
    else if (const auto* moving = std::get_if<moving_date>(&rule.when))
      add_moving(*moving, rule);
  }

  /// Calls `use(day_number)` for each closed date, in order.
  template <class Use> void each(const Use& use) {
    std::sort(ranges_.begin(), ranges_.end());
    day_number done = 0; // ranges may overlap: each date once
    for (const auto& [from, to] : ranges_) {
      for (day_number day = std::max(from, done); day <= to; ++day)
        closed_[static_cast<std::size_t>(day)] = true;
      done = std::max(done, to + 1);
    }
    for (std::size_t day = 0; day < closed_.size(); ++day) {
      if (closed_[day])
        use(static_cast<day_number>(day));
    }
  }

 private:
  void fault(std::string code, std::string message, source_span span) {
    findings_.push_back({severity::fault, std::move(code), std::move(message), span, {}, {}});
  }
  void mark(civil_date date) { closed_[static_cast<std::size_t>(to_day_number(date))] = true; }

  void add_single(const single_date& one, const holiday_rule& rule) {
    if (!check_date(one.date, rule.span, findings_))
      return;
    const auto [first, fresh] = singles_.emplace(one.date, rule.span);
    if (!fresh) {
      diagnostic finding{severity::warning,
                         "duplicate-holiday",
                         format_date(one.date) + " is listed as a holiday twice",
                         rule.span,
                         {},
                         {}};
      if (first->second.known())
        finding.notes.emplace_back(first->second, "the first time");
      findings_.push_back(std::move(finding));
    }
    mark(one.date);
  }

  void add_range(const date_range& range, const holiday_rule& rule) {
    if (!check_date(range.from, rule.span, findings_) ||
        !check_date(range.to, rule.span, findings_))
      return;
    if (range.to < range.from)
      fault("empty-range",
            "the holiday ends on " + format_date(range.to) + ", before it begins on " +
                format_date(range.from),
            rule.span);
    ranges_.emplace_back(to_day_number(range.from), to_day_number(range.to));
  }

  void add_list(const date_list& list, const holiday_rule& rule) {
    const date_range* before = nullptr;
    for (const date_range& range : list.ranges) {
      if (!check_date(range.from, rule.span, findings_) ||
          !check_date(range.to, rule.span, findings_))
        return;
      if (range.to < range.from || (before != nullptr && range.from <= before->to))
        return fault("empty-range", "the dates of the holiday are not in order", rule.span);
      ranges_.emplace_back(to_day_number(range.from), to_day_number(range.to));
      before = &range;
    }
  }

  void add_moving(const moving_date& moving, const holiday_rule& rule) {
    if (!check_moving(moving, rule.span))
      return;
    if (rule.first && rule.last && *rule.last < *rule.first)
      return fault("empty-range",
                   "the holiday returns until " + format_date(*rule.last) +
                       ", before it begins on " + format_date(*rule.first),
                   rule.span);
    // A date that counts from its day may lie in the year after or before.
    for (int year = first_calendar_year - 1; year <= last_calendar_year + 1; ++year) {
      const auto date = date_in(std::chrono::year{year}, moving);
      if (date && is_calendar_date(*date) && !(rule.first && *date < *rule.first) &&
          !(rule.last && *rule.last < *date))
        mark(*date);
    }
  }

  bool check_moving(const moving_date& moving, source_span span) {
    if (const auto* day = std::get_if<std::chrono::month_day>(&moving.from); day && !day->ok()) {
      fault("no-such-date",
            "no year has the date " + digits(static_cast<unsigned>(day->month()), 2) + "-" +
                digits(static_cast<unsigned>(day->day()), 2),
            span);
      return false;
    }
    const auto* nth = std::get_if<std::chrono::month_weekday>(&moving.from);
    const auto* last = std::get_if<std::chrono::month_weekday_last>(&moving.from);
    if ((nth != nullptr && !nth->ok()) || (last != nullptr && !last->ok())) {
      fault("no-such-date", "no month has such a weekday", span);
      return false;
    }
    const int most = moving.on ? most_days_from / 7 : most_days_from;
    if (moving.days < -most || most < moving.days || (moving.on && moving.days == 0)) {
      fault("no-such-date",
            "a holiday lies within " + std::to_string(most_days_from) +
                " days before or after its day of the year",
            span);
      return false;
    }
    return true;
  }

  std::vector<diagnostic>& findings_;
  std::map<civil_date, source_span> singles_;
  std::vector<bool> closed_;
  std::vector<std::pair<day_number, day_number>> ranges_;
};

} // namespace caseclock::detail
