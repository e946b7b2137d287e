// From a calendar as written to a calendar that computes.
//
// All that is wrong is reported at once. What a date's windows are is decided here and nowhere
// else: extra days beat holidays, which beat the week; then breaks are cut out (T5). A break, like
// a window and a holiday, belongs to its date (T4): it cuts the windows that open on that date, not
// the tail of the night before.
//
// Errors: bad-time, empty-window, overlapping-windows, hours-conflict, duplicate-date, empty-range,
// no-such-date, date-out-of-range, calendar-never-opens. Warnings: window-over-midnight,
// overlapping-windows (an extra day that meets a night shift: the time counts once),
// duplicate-holiday, break-outside-hours.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "caseclock/base/diagnostic.hpp"
#include "caseclock/calendar/calendar.hpp"
#include "caseclock/calendar/calendar_definition.hpp"
#include "caseclock/calendar/timeline_builder.hpp"
#include "caseclock/calendar/window_list.hpp"
#include "caseclock/time/civil.hpp"
#include "caseclock/time/iso8601.hpp"

namespace caseclock {

/// Checks a definition, inclusions merged (`merge`), and compiles it for a zone, which the caller
/// has loaded under `definition.zone`. O(dates named), about a millisecond.
[[nodiscard]] report<calendar> compile_calendar(const calendar_definition& definition,
                                                const zone& in);

namespace detail {

/// Resolves a definition into the windows of each date, and collects what is wrong with it.
class calendar_resolver {
 public:
  calendar_resolver(const calendar_definition& definition, std::vector<diagnostic>& findings)
      : definition_(definition), findings_(findings) {}

  /// The windows of the week and of every date that differs. Meaningless after errors.
  [[nodiscard]] resolved_days resolve() {
    resolve_week();
    resolve_holidays();
    resolve_extra_days();
    resolve_breaks();
    warn_of_overlaps();
    return std::move(days_);
  }

 private:
  void add(severity level, std::string code, std::string message, source_span span,
           std::string suggestion = {}) {
    findings_.push_back(
        {level, std::move(code), std::move(message), span, std::move(suggestion), {}});
  }

  void resolve_week() {
    if (definition_.always && has_weekly_windows())
      add(severity::fault, "hours-conflict",
          "a calendar that is always open has no weekly hours besides", definition_.hours_span);
    for (std::size_t day = 0; day < 7; ++day) {
      days_.week[day] = definition_.always
                            ? std::vector<own_window>{{0, static_cast<std::int32_t>(day_ms)}}
                            : check_windows(definition_.weekly[day], findings_);
    }
    if (definition_.always)
      return;
    for (std::size_t day = 0; day < 7; ++day) {
      const std::size_t next = (day + 1) % 7;
      if (reaches_into(days_.week[day], days_.week[next]))
        overlap_at_midnight(day, next);
    }
  }

  [[nodiscard]] bool has_weekly_windows() const {
    return std::any_of(definition_.weekly.begin(), definition_.weekly.end(),
                       [](const std::vector<local_window>& day) { return !day.empty(); });
  }

  void overlap_at_midnight(std::size_t day, std::size_t next) {
    const local_window& early = first_to_open(definition_.weekly[next]);
    const local_window& late = last_to_open(definition_.weekly[day]);
    diagnostic finding{severity::fault,
                       "overlapping-windows",
                       "the window " + window_text(late) + " of " +
                           std::string{weekday_name(static_cast<unsigned>(day))} +
                           " reaches into " + window_text(early) + " of " +
                           std::string{weekday_name(static_cast<unsigned>(next))},
                       early.span,
                       {},
                       {}};
    if (late.span.known())
      finding.notes.push_back({late.span, "the window that passes midnight"});
    findings_.push_back(std::move(finding));
  }

  bool check_date(civil_date date, source_span span) {
    const bool known = civil_date{std::chrono::year{1900} / 1 / 1} <= date &&
                       date < civil_date{std::chrono::year{2200} / 1 / 1};
    if (!known)
      add(severity::fault, "date-out-of-range",
          "calendars know the years 1900 to 2199, not " + format_date(date), span);
    return known;
  }

  struct day_range {
    day_number from;
    day_number to;
  };

  void resolve_holidays() {
    std::vector<day_range> closed;
    std::map<civil_date, source_span> singles;
    std::array<bool, 12 * 31> annual{};
    for (const holiday_rule& rule : definition_.holidays) {
      if (const auto* one = std::get_if<single_date>(&rule.when))
        add_single(*one, rule, singles, closed);
      else if (const auto* range = std::get_if<date_range>(&rule.when))
        add_range(*range, rule, closed);
      else if (const auto* every = std::get_if<annual_date>(&rule.when))
        mark_annual(*every, rule, annual);
    }
    add_annual(annual, closed);
    std::sort(closed.begin(), closed.end(),
              [](const day_range& a, const day_range& b) { return a.from < b.from; });
    day_number next = 0; // ranges may overlap: each date once
    for (const day_range& range : closed) {
      for (day_number day = std::max(range.from, next); day <= range.to; ++day)
        days_.dates[day] = {};
      next = std::max(next, range.to + 1);
    }
  }

  void add_single(const single_date& one, const holiday_rule& rule,
                  std::map<civil_date, source_span>& seen, std::vector<day_range>& closed) {
    if (!check_date(one.date, rule.span))
      return;
    if (!seen.emplace(one.date, rule.span).second)
      add(severity::warning, "duplicate-holiday",
          format_date(one.date) + " is listed as a holiday twice", rule.span);
    closed.push_back({to_day_number(one.date), to_day_number(one.date)});
  }

  void add_range(const date_range& range, const holiday_rule& rule,
                 std::vector<day_range>& closed) {
    if (!check_date(range.from, rule.span) || !check_date(range.to, rule.span))
      return;
    if (range.to < range.from)
      add(severity::fault, "empty-range",
          "the holiday ends on " + format_date(range.to) + ", before it begins on " +
              format_date(range.from),
          rule.span);
    closed.push_back({to_day_number(range.from), to_day_number(range.to)});
  }

  void mark_annual(const annual_date& every, const holiday_rule& rule,
                   std::array<bool, 12 * 31>& annual) {
    const auto month = static_cast<unsigned>(every.day.month());
    const auto day = static_cast<unsigned>(every.day.day());
    if (!every.day.ok()) {
      add(severity::fault, "no-such-date",
          "no year has the date " + digits(month, 2) + "-" + digits(day, 2), rule.span);
      return;
    }
    annual[(month - 1) * 31 + day - 1] = true;
  }

  static void add_annual(const std::array<bool, 12 * 31>& annual, std::vector<day_range>& closed) {
    for (unsigned i = 0; i < annual.size(); ++i) {
      if (!annual[i])
        continue;
      for (int y = 1900; y < 2200; ++y) {
        const std::chrono::year_month_day date{std::chrono::year{y}, std::chrono::month{i / 31 + 1},
                                               std::chrono::day{i % 31 + 1}};
        if (date.ok())
          closed.push_back({to_day_number(civil_date{date}), to_day_number(civil_date{date})});
      }
    }
  }

  void resolve_extra_days() {
    for (const dated_windows& extra : definition_.extra_days) {
      std::vector<own_window> windows = check_windows(extra.windows, findings_);
      if (!check_date(extra.date, extra.span))
        continue;
      const day_number day = to_day_number(extra.date);
      if (!extra_.emplace(day, extra.span).second)
        add(severity::fault, "duplicate-date",
            "the hours of " + format_date(extra.date) + " are given twice", extra.span);
      days_.dates[day] = std::move(windows);
    }
  }

  void resolve_breaks() {
    for (const dated_windows& pause : definition_.breaks) {
      const std::vector<own_window> cut = check_windows(pause.windows, findings_);
      if (!check_date(pause.date, pause.span))
        continue;
      const day_number day = to_day_number(pause.date);
      const std::vector<own_window> before = days_.of(day);
      std::vector<own_window> after = subtract(before, cut);
      if (after == before && !cut.empty())
        add(severity::warning, "break-outside-hours",
            "no window that opens on " + format_date(pause.date) +
                " is open then: the break changes nothing",
            pause.span);
      days_.dates[day] = std::move(after);
    }
  }

  void warn_of_overlaps() {
    for (const auto& [day, span] : extra_) {
      const std::vector<own_window>& own = days_.of(day);
      if (reaches_into(days_.of(day - 1), own) || reaches_into(own, days_.of(day + 1)))
        add(severity::warning, "overlapping-windows",
            "the hours of " + format_date(to_civil_date(day)) +
                " overlap those of a neighbouring day: the time counts once",
            span);
    }
  }

  const calendar_definition& definition_;
  std::vector<diagnostic>& findings_;
  resolved_days days_;
  std::map<day_number, source_span> extra_;
};

} // namespace detail

inline report<calendar> compile_calendar(const calendar_definition& definition, const zone& in) {
  report<calendar> made;
  const detail::resolved_days days =
      detail::calendar_resolver{definition, made.diagnostics}.resolve();
  if (has_errors(made.diagnostics))
    return made;
  calendar compiled{std::make_shared<const calendar_definition>(definition), in,
                    detail::timeline_builder{days, in}.build()};
  if (!compiled.opens()) {
    made.diagnostics.push_back(
        {severity::fault,
         "calendar-never-opens",
         "calendar \"" + definition.name.value +
             "\" is never open: give it `hours`, or `hours: always`",
         definition.hours_span.known() ? definition.hours_span : definition.name.span,
         {},
         {}});
    return made;
  }
  made.value = std::move(compiled);
  return made;
}

} // namespace caseclock
