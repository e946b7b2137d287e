// What a timer or a clock is measured with: a calendar's working time, or plain elapsed time.
//
// The one place where the runtime tells the two apart. A value: copy it, keep it as long as the
// program lives.
#pragma once

#include <cstdint>

#include "caseclock/base/result.hpp"
#include "caseclock/calendar/amount.hpp"
#include "caseclock/program/program.hpp"
#include "caseclock/time/instant.hpp"

namespace caseclock {

/// `from + much`, unless that lies outside the instants the library computes with.
[[nodiscard]] inline result<instant> add_elapsed(instant from, duration much) {
  if (much > latest_instant - from || much < earliest_instant - from)
    return {errc::horizon, "the answer lies outside the years 1900 to 2199"};
  return instant{from + much};
}

struct time_base {
  const calendar* working = nullptr; ///< null: elapsed time

  /// Time from `a` to `b` (rule T7); negative when b < a.
  [[nodiscard]] result<duration> between(instant a, instant b) const {
    if (working == nullptr)
      return duration{b - a};
    return working->between(a, b);
  }

  /// The instant at which that much more has passed since `from` (rule T8). If it is negative, the
  /// instant at which so much was still missing: a due time in the past, which lies at a closing
  /// time, and not at the opening after it, as it would have when it lay ahead. errc::horizon.
  [[nodiscard]] result<instant> add(instant from, duration much) const {
    if (working == nullptr)
      return add_elapsed(from, much);
    const result<instant> found = working->add(from, much);
    return found && much < duration::zero() ? back_at_close(*found) : found;
  }

  /// A due time in the past: the last closing time, unless due times move on to the next opening.
  [[nodiscard]] result<instant> back_at_close(instant t) const {
    if (working == nullptr || working->due_at_close() == close_policy::next_opening)
      return t;
    return working->prev_close(t);
  }
};

/// The calendar of that id, or null.
[[nodiscard]] inline const calendar* calendar_of(const program& compiled, calendar_id id) {
  return id.valid() ? compiled.calendars[id.index()].get() : nullptr;
}

/// `amount` after `from`: elapsed amounts need no calendar. errc::unknown_calendar, errc::horizon.
[[nodiscard]] inline result<instant> after(const calendar* working, instant from,
                                           const time_amount& amount) {
  if (!is_working(amount))
    return add_elapsed(from, duration{amount.count});
  if (working == nullptr)
    return {errc::unknown_calendar, "an amount of working time needs a calendar"};
  return working->add(from, amount);
}

/// How much time `amount` is, counted from `start` (rule C2): days become working time.
[[nodiscard]] inline result<duration> budget_of(const calendar* working, instant start,
                                                const time_amount& amount) {
  if (!is_working(amount))
    return duration{amount.count};
  if (working == nullptr)
    return {errc::unknown_calendar, "an amount of working time needs a calendar"};
  return working->budget(start, amount);
}

} // namespace caseclock
