// The large functions of `calendar`: compiled in the library, inline without it (base/linkage.hpp).
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "caseclock/base/linkage.hpp"
#include "caseclock/calendar/calendar.hpp"
#include "caseclock/calendar/detail/closed_walls.hpp"
#include "caseclock/calendar/holidays.hpp"
#include "caseclock/calendar/window_list.hpp"
#include "caseclock/time/civil.hpp"

namespace caseclock {

CASECLOCK_INLINE calendar::calendar(std::shared_ptr<const calendar_definition> definition, zone in,
                                    detail::local_timeline timeline)
    : definition_(std::move(definition)), zone_(std::move(in)), open_(zone_, std::move(timeline)) {
  find_closed_stretches();
}

CASECLOCK_INLINE content_hash calendar::fingerprint() const {
  const detail::local_timeline& days = open_.timeline();
  hasher into;
  const auto add = [&](std::int64_t number) { into.add(static_cast<std::uint64_t>(number)); };
  const auto add_kind = [&](std::uint32_t number) {
    const detail::day_kind& kind = days.kinds[number];
    add(kind.own_count);
    for (std::uint32_t i = 0; i < kind.own_count; ++i) {
      add(days.owns[kind.first_own + i].open);
      add(days.owns[kind.first_own + i].close);
    }
  };
  into.add(name());
  into.add(zone_.name);
  add(static_cast<std::int64_t>(due_at_close()));
  for (const std::uint32_t kind : days.week)
    add_kind(kind);
  for (const detail::day_run& run : days.runs) {
    add(run.first);
    if (run.kind == detail::day_run::weekly)
      add(-1);
    else
      add_kind(run.kind);
  }
  return into.value();
}

CASECLOCK_INLINE error calendar::unsupported() {
  return {errc::invalid_argument, "only the years 1900 to 2199 are supported", {}};
}

CASECLOCK_INLINE error calendar::past_horizon() const {
  return {errc::horizon,
          "calendar \"" + name() +
              "\" has too little open time: the answer lies more than ten closed years away, or "
              "outside the years 1900 to 2199",
          name()};
}

CASECLOCK_INLINE bool calendar::crosses_horizon(instant from, instant to) const {
  return std::any_of(long_closed_.begin(), long_closed_.end(), [&](const closed_stretch& closed) {
    return std::min(to, closed.to) - std::max(from, closed.from) > calendar_horizon;
  });
}

CASECLOCK_INLINE result<instant> calendar::within_horizon(instant from, instant found) const {
  if (crosses_horizon(std::min(from, found), std::max(from, found)))
    return past_horizon();
  return found;
}

// Only runs of closed dates can be that long: a week that opens at all opens every week, and no
// zone skips more than a day.
CASECLOCK_INLINE void calendar::find_closed_stretches() {
  const detail::local_timeline& line = open_.timeline();
  const auto is_closed = [&line](const detail::day_run& run) {
    if (run.kind != detail::day_run::weekly)
      return line.kinds[run.kind].open_ms == 0;
    return std::all_of(line.week.begin(), line.week.end(),
                       [&line](std::uint32_t kind) { return line.kinds[kind].open_ms == 0; });
  };
  const auto longest_quiet =
      std::chrono::duration_cast<std::chrono::days>(calendar_horizon).count() - 4;
  for (std::size_t run = 0; run < line.runs.size();) {
    std::size_t end = run;
    while (end < line.runs.size() && is_closed(line.runs[end]))
      ++end;
    const detail::day_number from = line.runs[run].first;
    const detail::day_number to =
        end < line.runs.size() ? line.runs[end].first : detail::end_local_day;
    if (end > run && to - from > longest_quiet) {
      const instant middle =
          std::clamp(to_instant(from + (to - from) / 2, 0, local_choice::earlier), earliest_instant,
                     latest_instant);
      const std::int64_t open = open_.measure(middle);
      long_closed_.push_back({open > 0 ? open_.first_reaching(open) : earliest_instant,
                              open < open_.total() ? open_.last_keeping(open) : latest_instant});
    }
    run = std::max(end, run + 1);
  }
}

CASECLOCK_INLINE std::vector<day_window> calendar::windows_of(const detail::day_kind& kind) const {
  std::vector<day_window> made;
  for (std::uint32_t i = 0; i < kind.own_count; ++i) {
    const detail::own_window& own = open_.timeline().owns[kind.first_own + i];
    made.push_back({duration{own.open}, duration{own.close}});
  }
  return made;
}

CASECLOCK_INLINE calendar_day calendar::day(civil_date date) const {
  calendar_day made;
  made.date = date;
  const detail::local_timeline& line = open_.timeline();
  if (date < detail::first_local_day || detail::to_civil_date(detail::end_local_day) <= date)
    return made;
  made.windows = windows_of(line.kind_on(detail::to_day_number(date)));
  std::vector<day_window> uncut = windows_of(line.kinds[line.week[weekday_index(date)]]);
  made.type = uncut.empty() ? day_type::weekly_closed : day_type::weekly_hours;
  for (const holiday_rule& rule : definition_->holidays) {
    if (made.name.empty() && rule_applies(rule, date)) {
      made.type = day_type::holiday;
      made.name = rule.name;
      uncut.clear();
    }
  }
  for (const dated_windows& extra : definition_->extra_days) {
    if (extra.date != date)
      continue;
    made.type = day_type::extra_day;
    made.name = extra.name;
    uncut = usual_windows(extra);
  }
  made.breaks_cut = made.windows != uncut;
  if (made.breaks_cut && made.name.empty())
    made.name = name_of_break(date, uncut);
  return made;
}

CASECLOCK_INLINE std::vector<day_window> calendar::usual_windows(const dated_windows& extra) const {
  const detail::local_timeline& line = open_.timeline();
  if (extra.like != hours_like::given)
    return windows_of(line.kinds[line.week[weekday_like(
        extra.like, [&](std::size_t day) { return line.kinds[line.week[day]].own_count > 0; })]]);
  std::vector<day_window> made;
  std::vector<diagnostic> none; // the windows were checked when the calendar was compiled
  for (const detail::own_window& own : detail::check_windows(extra.windows, none))
    made.push_back({duration{own.open}, duration{own.close}});
  return made;
}

CASECLOCK_INLINE std::string calendar::name_of_break(civil_date date,
                                                     const std::vector<day_window>& uncut) const {
  for (const dated_windows& pause : definition_->breaks) {
    if (pause.date == date && !pause.name.empty())
      return pause.name;
  }
  for (const closed_time& closed : definition_->closed_times) {
    for (const detail::wall_range& wall : detail::closed_walls({closed}, zone_)) {
      const bool meets = std::any_of(uncut.begin(), uncut.end(), [&](const day_window& window) {
        return detail::to_local_ms(date + window.open) < wall.to &&
               wall.from < detail::to_local_ms(date + window.close);
      });
      if (meets && !closed.name.empty())
        return closed.name;
    }
  }
  return {};
}

CASECLOCK_INLINE std::vector<open_interval> calendar::windows(instant from, instant to,
                                                              std::size_t most) const {
  std::vector<open_interval> made;
  from = std::max(from, earliest_instant);
  to = std::min(to, latest_instant);
  while (from < to && made.size() < most) {
    const std::int64_t before = open_.measure(from);
    if (before == open_.total())
      break;
    const instant open = open_.last_keeping(before);
    if (open >= to)
      break;
    made.push_back({open, open_until(open, to)});
    from = made.back().close;
  }
  return made;
}

// All of a stretch is open if it measures its length. Steps that double find a closed moment,
// halves of the last step the first one: some forty look-ups, whatever the hours look like.
CASECLOCK_INLINE instant calendar::open_until(instant open, instant limit) const {
  const std::int64_t before = open_.measure(open);
  const auto all_open = [&](instant to) {
    return (to - open).count() == open_.measure(to) - before;
  };
  duration step = std::chrono::hours{1};
  instant known = open; // open from `open` up to here
  while (known < limit) {
    const instant next = step < limit - known ? known + step : limit;
    if (all_open(next)) {
      known = next;
      step *= 2;
      continue;
    }
    instant closed = next; // not open all the time up to here
    while (closed - known > duration{1}) {
      const instant middle = known + (closed - known) / 2;
      (all_open(middle) ? known : closed) = middle;
    }
    return known;
  }
  return limit;
}

CASECLOCK_INLINE result<instant> calendar::add(instant t, duration working) const {
  if (!supported(t))
    return unsupported();
  if (working == duration::zero())
    return t;
  const std::int64_t from = open_.measure(t);
  const bool back = working < duration::zero();
  if (back ? working < duration{-from} : working > duration{open_.total() - from})
    return past_horizon();
  const std::int64_t target = from + working.count();
  const bool latest = back || due_at_close() == close_policy::next_opening;
  if (latest && target == open_.total())
    return past_horizon();
  return within_horizon(t, latest ? open_.last_keeping(target) : open_.first_reaching(target));
}

CASECLOCK_INLINE result<instant> calendar::next_open(instant t) const {
  if (!supported(t))
    return unsupported();
  const std::int64_t open = open_.measure(t);
  if (open == open_.total())
    return past_horizon();
  return within_horizon(t, open_.last_keeping(open));
}

CASECLOCK_INLINE result<instant> calendar::prev_close(instant t) const {
  if (!supported(t))
    return unsupported();
  const std::int64_t open = open_.measure(t);
  if (open == 0)
    return past_horizon();
  return within_horizon(t, open_.first_reaching(open));
}

CASECLOCK_INLINE calendar::working_moment calendar::moment_of(instant open) const {
  const detail::local_timeline& line = open_.timeline();
  const detail::local_ms l = detail::to_local_ms(zone_.to_local(open));
  const auto day = static_cast<detail::day_number>(l / detail::day_ms);
  const detail::local_ms time = l % detail::day_ms;
  const detail::day_kind& before = line.kind_on(day - 1);
  for (std::uint32_t i = 0; i < before.own_count; ++i) {
    const detail::own_window& window = line.owns[before.first_own + i];
    if (time + detail::day_ms < window.close)
      return {day - 1, time + detail::day_ms};
  }
  return {day, time};
}

CASECLOCK_INLINE result<detail::day_number> calendar::shifted_day(detail::day_number day,
                                                                  std::int64_t n) const {
  const detail::local_timeline& line = open_.timeline();
  const std::int64_t index = line.owners_before(day);
  if (n < -index || n >= line.total_owners() - index)
    return past_horizon();
  return line.owner_at(index + n);
}

CASECLOCK_INLINE instant calendar::close_of(detail::day_number day) const {
  const detail::day_kind& kind = open_.timeline().kind_on(day);
  const detail::own_window& last = open_.timeline().owns[kind.first_own + kind.own_count - 1];
  // The last moment inside the window tells which pass of a repeated hour it ends in.
  constexpr duration moment{1};
  const local_resolution inside =
      zone_.resolve(detail::from_local_ms(day * detail::day_ms + last.close) - moment);
  if (inside.kind != local_kind::gap)
    return inside.later + moment;
  return open_.first_reaching(std::max<std::int64_t>(1, measure_clamped(inside.later)));
}

CASECLOCK_INLINE instant calendar::moment_on(detail::day_number day, detail::local_ms time) const {
  const detail::day_kind& kind = open_.timeline().kind_on(day);
  const instant close = close_of(day);
  for (std::uint32_t i = 0; i < kind.own_count; ++i) {
    const detail::own_window& window = open_.timeline().owns[kind.first_own + i];
    if (time >= window.close)
      continue;
    const instant wanted =
        to_instant(day, std::max<detail::local_ms>(time, window.open), local_choice::earlier);
    // A wall clock that skipped this moment may have skipped the rest of the window, too.
    const std::int64_t open = measure_clamped(wanted);
    return open < open_.total() ? std::min(open_.last_keeping(open), close) : close;
  }
  return close;
}

CASECLOCK_INLINE result<instant> calendar::add_days(instant t, std::int64_t n) const {
  const result<instant> start = next_open(t);
  if (!start || n == 0)
    return start;
  const working_moment from = moment_of(*start);
  const result<detail::day_number> day = shifted_day(from.day, n);
  if (!day)
    return day.error();
  const instant found = moment_on(*day, from.time);
  return supported(found) ? within_horizon(t, found) : past_horizon();
}

CASECLOCK_INLINE result<instant> calendar::end_of_day(instant t, std::int64_t n) const {
  const result<instant> start = next_open(t);
  if (!start)
    return start;
  const result<detail::day_number> day = shifted_day(moment_of(*start).day, n);
  if (!day)
    return day.error();
  const instant found = close_of(*day);
  return supported(found) ? within_horizon(t, found) : past_horizon();
}

CASECLOCK_INLINE result<instant> calendar::add(instant t, const time_amount& amount) const {
  switch (amount.kind) {
  case time_amount::unit::elapsed: break;
  case time_amount::unit::working_time: return add(t, duration{amount.count});
  case time_amount::unit::working_days: return add_days(t, amount.count);
  case time_amount::unit::end_of_working_days: return end_of_day(t, amount.count);
  }
  if (!supported(t))
    return unsupported();
  const duration elapsed{amount.count};
  if (elapsed > latest_instant - t || elapsed < earliest_instant - t)
    return past_horizon();
  return t + elapsed;
}

CASECLOCK_INLINE result<duration> calendar::budget(instant start, const time_amount& amount) const {
  switch (amount.kind) {
  case time_amount::unit::elapsed:
  case time_amount::unit::working_time: return duration{amount.count};
  case time_amount::unit::working_days:
  case time_amount::unit::end_of_working_days: break;
  }
  const result<instant> end = add(start, amount);
  if (!end)
    return end.error();
  return between(start, *end);
}

} // namespace caseclock
