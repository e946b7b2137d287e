// Timers of states: armed at the end of entry, cancelled before exit (rule S11). Those that count
// from a date of the data follow it while the state is active.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <optional>
#include <vector>

#include "caseclock/program/zone_of.hpp"
#include "caseclock/runtime/detail/configuration.hpp"
#include "caseclock/runtime/detail/macrostep.hpp"
#include "caseclock/runtime/time_base.hpp"
#include "caseclock/time/civil.hpp"

namespace caseclock::detail {

inline void disarm_timers(macrostep& m, state_id left) {
  std::vector<armed_timer>& timers = m.state.timers;
  timers.erase(std::remove_if(timers.begin(), timers.end(),
                              [&](const armed_timer& each) {
                                return m.code.timers[each.timer.index()].state == left;
                              }),
               timers.end());
}

/// So many working days or so much time away, before or after.
[[nodiscard]] inline result<instant> moved(const calendar* working, instant from,
                                           const time_amount& amount, bool before) {
  const std::int64_t count = before ? -amount.count : amount.count;
  if (!is_working(amount))
    return add_elapsed(from, duration{count});
  if (working == nullptr)
    return {errc::unknown_calendar, "an amount of working time needs a calendar"};
  switch (amount.kind) {
  case time_amount::unit::working_days: return working->add_days(from, count);
  case time_amount::unit::end_of_working_days: return working->end_of_day(from, count);
  case time_amount::unit::working_time:
  case time_amount::unit::elapsed: break;
  }
  return time_base{working}.add(from, duration{count});
}

/// By the calendar's leaves: so many months and days away.
[[nodiscard]] inline civil_date moved(civil_date date, const program_moment& moment) {
  return add_months(date, std::chrono::months{moment.months}) + std::chrono::days{moment.days};
}

[[nodiscard]] inline bool is_in_range(instant at) {
  return at >= earliest_instant && at < latest_instant;
}

/// The moment that the data name now; none while the date is missing, or if it lies outside of the
/// years that there are: it never comes then. A date begins at 00:00 of the workflow's wall clock.
[[nodiscard]] inline result<std::optional<instant>> moment_of(const macrostep& m,
                                                              const program_timer& timer) {
  const program_moment& moment = *timer.moment;
  const value& field = m.state.fields[moment.field.index()];
  const calendar* working = calendar_of(m.code, timer.calendar);
  const zone& where = zone_of(m.code);
  const civil_date* date = field.as_date();
  const instant* point = field.as_timestamp();
  if (date == nullptr && point == nullptr)
    return std::optional<instant>{};
  const auto time = std::chrono::seconds{moment.time_s.value_or(0)};
  instant found{};
  if (date != nullptr) {
    found = where.to_instant(local_instant{moved(*date, moment) + time});
  } else {
    const local_instant wall = where.to_local(*point);
    const auto day = std::chrono::floor<std::chrono::days>(wall);
    found = moment.months == 0 && moment.days == 0
                ? *point
                : where.to_instant(local_instant{moved(day, moment) + (wall - day)});
  }
  if (moment.amount.count != 0) {
    const instant from = date != nullptr ? where.to_instant(local_instant{*date}) : found;
    if (!is_in_range(from))
      return std::optional<instant>{};
    const result<instant> away = moved(working, from, moment.amount, moment.before);
    if (!away && away.error().code == errc::horizon)
      return std::optional<instant>{};
    if (!away)
      return away.error();
    found = *away;
    if (moment.time_s)
      found = where.to_instant(
          local_instant{std::chrono::floor<std::chrono::days>(where.to_local(found)) + time});
  }
  if (!is_in_range(found))
    return std::optional<instant>{};
  return std::optional<instant>{found};
}

/// When the timer fires, if it is armed now. None: its date is missing.
[[nodiscard]] inline result<std::optional<instant>> due_of(const macrostep& m,
                                                           const program_timer& timer) {
  if (timer.moment)
    return moment_of(m, timer);
  const result<instant> due = after(calendar_of(m.code, timer.calendar), m.now, timer.amount);
  return due ? result<std::optional<instant>>{std::optional<instant>{*due}}
             : result<std::optional<instant>>{due.error()};
}

/// Takes the timer from those that are armed. True if it was among them.
inline bool disarm_timer(macrostep& m, timer_id timer) {
  return std::erase_if(m.state.timers,
                       [&](const armed_timer& each) { return each.timer == timer; }) > 0;
}

/// Kept in document order.
inline void insert_timer(macrostep& m, timer_id timer, instant due) {
  const auto place = std::find_if(m.state.timers.begin(), m.state.timers.end(),
                                  [&](const armed_timer& each) { return each.timer > timer; });
  m.state.timers.insert(place, {timer, due});
  if (m.code.timers[timer.index()].moment && due <= m.now)
    m.moments_past = true; // it fires in this macrostep
}

inline bool arm_timers(macrostep& m, state_id entered) {
  const table_range range = m.code.states[entered.index()].timers;
  for (std::uint32_t i = range.first; i < range.first + range.count; ++i) {
    const timer_id id{i};
    const result<std::optional<instant>> due = due_of(m, m.code.timers[i]);
    if (!due)
      return m.fail(due.error());
    disarm_timer(m, id); // an entry action set its date
    if (*due)
      insert_timer(m, id, **due);
  }
  return true;
}

/// The field has another value: timers of active states that count from it follow. One that has
/// fired is armed again only if its moment lies ahead.
inline bool follow_field(macrostep& m, field_id field, const value& before) {
  for (std::size_t i = 0; i < m.code.timers.size(); ++i) {
    const program_timer& timer = m.code.timers[i];
    if (!timer.moment || timer.moment->field != field || !is_active(m.state, timer.state))
      continue;
    const result<std::optional<instant>> due = moment_of(m, timer);
    if (!due)
      return m.fail(due.error());
    const bool waits = disarm_timer(m, timer_id{i}) || before.is_null();
    if (*due && (waits || **due > m.now))
      insert_timer(m, timer_id{i}, **due);
  }
  return true;
}

/// Other hours: what is armed and counts from a date is reckoned anew, because the date stands.
inline bool rearm_moments(macrostep& m) {
  for (armed_timer& each : m.state.timers) {
    const program_timer& timer = m.code.timers[each.timer.index()];
    if (!timer.moment)
      continue;
    const result<std::optional<instant>> due = moment_of(m, timer);
    if (!due)
      return m.fail(due.error());
    each.due = due->value_or(each.due);
    m.moments_past = m.moments_past || each.due <= m.now;
  }
  return true;
}

/// A timer that counts from a date and whose moment has come already, the earliest of them.
[[nodiscard]] inline std::optional<armed_timer> take_past_moment(macrostep& m) {
  std::optional<armed_timer> taken;
  for (const armed_timer& each : m.state.timers) {
    const bool past = m.code.timers[each.timer.index()].moment && each.due <= m.now;
    if (past && (!taken || each.due < taken->due))
      taken = each;
  }
  if (taken)
    disarm_timer(m, taken->timer);
  return taken;
}

} // namespace caseclock::detail
