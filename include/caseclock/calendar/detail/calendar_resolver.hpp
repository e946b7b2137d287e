// What the windows of each date are: the only place that decides it. Internal to the compiler of
// calendars.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "caseclock/base/diagnostic.hpp"
#include "caseclock/calendar/calendar_definition.hpp"
#include "caseclock/calendar/detail/closed_walls.hpp"
#include "caseclock/calendar/detail/holiday_marks.hpp"
#include "caseclock/calendar/timeline_builder.hpp"
#include "caseclock/calendar/window_list.hpp"
#include "caseclock/time/civil.hpp"
#include "caseclock/time/iso8601.hpp"
#include "caseclock/time/zone.hpp"

namespace caseclock::detail {

/// Resolves a definition into the windows of each date, and collects what is wrong with it.
class calendar_resolver {
 public:
  calendar_resolver(const calendar_definition& definition, const zone& in,
                    std::vector<diagnostic>& findings)
      : definition_(definition), zone_(in), findings_(findings) {}

  /// The windows of the week and of every date that differs. Meaningless after errors.
  [[nodiscard]] resolved_days resolve() {
    if (!check_size())
      return {};
    resolve_week();
    resolve_holidays();
    resolve_extra_days();
    resolve_breaks();
    warn_of_overlaps();
    resolve_closed_times();
    return std::move(days_);
  }

 private:
  void add(severity level, std::string code, std::string message, source_span span,
           std::string suggestion = {}) {
    findings_.push_back(
        {level, std::move(code), std::move(message), span, std::move(suggestion), {}});
  }

  bool check_size() {
    const auto& own = definition_;
    std::size_t entries =
        own.holidays.size() + own.extra_days.size() + own.breaks.size() + own.closed_times.size();
    for (const auto& day : own.weekly)
      entries += day.size();
    for (const auto* dated : {&own.extra_days, &own.breaks}) {
      for (const dated_windows& each : *dated)
        entries += each.windows.size();
    }
    for (const holiday_rule& rule : own.holidays) {
      if (const auto* list = std::get_if<date_list>(&rule.when))
        entries += list->ranges.size();
    }
    if (entries > most_calendar_entries)
      add(severity::fault, "too-many-dates",
          "calendar \"" + own.name.value + "\" has " + std::to_string(entries) +
              " windows and dates: at most " + std::to_string(most_calendar_entries) +
              " are allowed",
          own.name.span);
    return entries <= most_calendar_entries;
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
                           std::string{weekday_name(static_cast<unsigned>(next))} +
                           ": end the one where the other begins",
                       early.span,
                       {},
                       {}};
    if (late.span.known())
      finding.notes.push_back({late.span, "the window that passes midnight"});
    findings_.push_back(std::move(finding));
  }

  void resolve_holidays() {
    if (definition_.holidays.empty())
      return;
    holiday_marks marks{findings_};
    for (const holiday_rule& rule : definition_.holidays)
      marks.add(rule);
    marks.each([this](day_number day) { days_.dates[day] = {}; });
  }

  void resolve_extra_days() {
    for (const dated_windows& extra : definition_.extra_days) {
      std::vector<own_window> windows = extra.like == hours_like::given
                                            ? check_windows(extra.windows, findings_)
                                            : usual_windows(extra);
      if (!check_date(extra.date, extra.span, findings_))
        continue;
      const day_number day = to_day_number(extra.date);
      if (!extra_.emplace(day, extra.span).second)
        add(severity::fault, "duplicate-date",
            "the hours of " + format_date(extra.date) + " are given twice", extra.span);
      days_.dates[day] = std::move(windows);
    }
  }

  /// The hours of the weekday that an extra day is like.
  std::vector<own_window> usual_windows(const dated_windows& extra) {
    const std::size_t day = weekday_like(
        extra.like, [this](std::size_t weekday) { return !days_.week[weekday].empty(); });
    if (day == 7) {
      add(severity::fault, "no-usual-hours",
          format_date(extra.date) +
              " is to have the hours of a working day, but the week of calendar \"" +
              definition_.name.value + "\" has none: give it `hours`",
          extra.span);
      return {};
    }
    if (days_.week[day].empty())
      add(severity::warning, "extra-day-closed",
          "calendar \"" + definition_.name.value + "\" is closed on " +
              std::string{weekday_name(static_cast<unsigned>(day))} + ", and so on " +
              format_date(extra.date) + ": write [] if that is meant",
          extra.span);
    return days_.week[day];
  }

  void resolve_breaks() {
    for (const dated_windows& pause : definition_.breaks) {
      const std::vector<own_window> cut = check_windows(pause.windows, findings_);
      if (!check_date(pause.date, pause.span, findings_))
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

  /// Each closed date is looked at once, however many meetings there are.
  void resolve_closed_times() {
    const std::vector<wall_range> walls = closed_walls(definition_.closed_times, zone_);
    day_number done = 0;
    for (const wall_range& wall : walls) {
      const auto first = static_cast<day_number>(wall.from / day_ms) - 1;
      const auto last = static_cast<day_number>((wall.to - 1) / day_ms);
      for (day_number day = std::max(first, done); day <= last; ++day) {
        const std::vector<own_window> before = days_.of(day);
        std::vector<own_window> after = subtract(before, cuts_on(day, walls));
        if (after != before)
          days_.dates[day] = std::move(after);
      }
      done = std::max(done, last + 1);
    }
  }

  const calendar_definition& definition_;
  const zone& zone_;
  std::vector<diagnostic>& findings_;
  resolved_days days_;
  std::map<day_number, source_span> extra_;
};

} // namespace caseclock::detail
