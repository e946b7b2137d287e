// The ledger of one SLA clock: pure functions on `clock_ledger` and a time base (rules C1 to C18).
//
// The ledger holds budget, consumed and running-since; due times, percentages and outcomes are
// derived from these three, so that nothing can contradict anything. An operation either succeeds
// or leaves the ledger as it was. Which rule makes a clock start or stop is not known here: the
// runtime judges facts and calls these.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "caseclock/base/result.hpp"
#include "caseclock/program/program.hpp"
#include "caseclock/runtime/snapshot.hpp"
#include "caseclock/runtime/time_base.hpp"
#include "caseclock/time/instant.hpp"

namespace caseclock {

/// What a clock promises: chosen when it starts, is reset or is re-targeted.
struct clock_terms {
  std::uint32_t target = 0; ///< index into the clock's targets
  calendar_id calendar{};
  duration budget{};
  std::optional<civil_date> date{}; ///< what the budget was reckoned from, if from a date
};

/// Started, and the cycle is not over: running, paused, or missed and still measured.
[[nodiscard]] inline bool is_open(const clock_ledger& ledger) {
  return ledger.cycle != 0 && ledger.state != clock_state::idle && !ledger.stopped;
}

/// Time is being used up now. A missed clock goes on until it is stopped (C11).
[[nodiscard]] inline bool is_measuring(const clock_ledger& ledger) {
  return is_open(ledger) && ledger.pauses == 0;
}

/// Time used up to `at` (C3). Exact for measuring clocks if `at` is not before `since`.
[[nodiscard]] inline result<duration> elapsed(const clock_ledger& ledger, const time_base& base,
                                              instant at) {
  if (!is_measuring(ledger))
    return ledger.consumed;
  const result<duration> running = base.between(ledger.since, at);
  if (!running)
    return running;
  return ledger.consumed + *running;
}

/// The instant at which `threshold` of elapsed time is reached if the clock measures without a
/// break from now on; `at` stands in for the segment's start while it is paused. An instant in the
/// past if it was reached before.
[[nodiscard]] inline result<instant> reached(const clock_ledger& ledger, const time_base& base,
                                             duration threshold, instant at) {
  const instant since = is_measuring(ledger) ? ledger.since : at;
  // The day that was promised ended before the clock started, and nothing was open in between.
  if (threshold == ledger.consumed && threshold == ledger.budget && ledger.budget.count() <= 0)
    return base.back_at_close(since);
  return base.add(since, threshold - ledger.consumed);
}

/// The promise (C4). Precondition: the clock is measuring. errc::horizon.
[[nodiscard]] inline result<instant> due(const clock_ledger& ledger, const time_base& base) {
  return reached(ledger, base, ledger.budget, ledger.since);
}

/// What `due` would be if a paused clock were resumed at `at` (C4).
[[nodiscard]] inline result<instant> due_if_resumed(const clock_ledger& ledger,
                                                    const time_base& base, instant at) {
  return reached(ledger, base, ledger.budget, at);
}

namespace detail {

/// Appends a segment, joined to the last one if nothing lies between: the list grows with pauses
/// and changed promises only.
inline void keep_segment(clock_ledger& ledger, const clock_segment& made) {
  if (made.to <= made.from)
    return;
  if (!ledger.segments.empty()) {
    clock_segment& last = ledger.segments.back();
    const bool changed = !ledger.changes.empty() && ledger.changes.back().at >= made.from;
    if (!changed && last.to == made.from && last.calendar == made.calendar &&
        last.pauses == made.pauses) {
      last.to = made.to;
      last.counted += made.counted;
      return;
    }
  }
  ledger.segments.push_back(made);
}

/// Notes how long the reasons held that hold until now.
inline void keep_pause(clock_ledger& ledger, instant to) {
  keep_segment(ledger, {ledger.since, to, calendar_id{}, ledger.pauses, {}});
  ledger.since = to;
}

/// Brings `consumed` up to `at` and closes the segment. Nothing to do if it is not measuring.
inline status settle_up(clock_ledger& ledger, const time_base& base, instant at) {
  if (!is_measuring(ledger))
    return {};
  const result<duration> used = elapsed(ledger, base, at);
  if (!used)
    return used.error();
  const calendar_id measured_by = base.working == nullptr ? calendar_id{} : ledger.calendar;
  keep_segment(ledger, {ledger.since, at, measured_by, 0, *used - ledger.consumed});
  ledger.consumed = *used;
  ledger.since = at;
  return {};
}

/// The cycle at hand as it ends.
inline clock_cycle ended_cycle(clock_ledger& ledger, instant now) {
  clock_cycle made;
  made.cycle = ledger.cycle;
  made.state = ledger.stopped    ? ledger.state
               : ledger.breached ? clock_state::missed
                                 : clock_state::cancelled;
  made.breached = ledger.breached;
  made.target = ledger.target;
  made.budget = ledger.budget;
  made.consumed = ledger.consumed;
  made.started = ledger.started;
  made.ended = ledger.ended.value_or(now);
  made.breached_at = ledger.breached_at;
  made.segments = std::move(ledger.segments);
  made.changes = std::move(ledger.changes);
  return made;
}

inline clock_state open_state(const clock_ledger& ledger) {
  if (ledger.breached)
    return clock_state::missed;
  return ledger.pauses == 0 ? clock_state::running : clock_state::paused;
}

} // namespace detail

/// Begins a new cycle that counts from `from`, which may lie before `now`. A pause that holds
/// already counts from `now` on (C7): the time before it is used up.
inline status start(clock_ledger& ledger, const clock_terms& terms, const time_base& base,
                    instant from, instant now, std::size_t milestones) {
  clock_ledger fresh;
  fresh.cycle = ledger.cycle + 1;
  fresh.target = terms.target;
  fresh.calendar = terms.calendar;
  fresh.date = terms.date;
  fresh.budget = terms.budget;
  fresh.started = from;
  fresh.since = from;
  fresh.conditions = ledger.conditions;
  fresh.fired.assign(milestones, 0);
  fresh.state = clock_state::running;
  if (ledger.pauses != 0) {
    if (auto settled = detail::settle_up(fresh, base, now); !settled.ok())
      return settled;
    fresh.pauses = ledger.pauses;
    fresh.state = clock_state::paused;
  }
  fresh.past = std::move(ledger.past);
  if (ledger.cycle != 0)
    fresh.past.push_back(detail::ended_cycle(ledger, now));
  ledger = std::move(fresh);
  return {};
}

/// Ends the cycle at hand, whatever has become of it, and begins a new one at `now` (C7: the
/// reasons that hold go on holding). `before` and `after` measure the old and the new terms.
inline status reset(clock_ledger& ledger, const clock_terms& terms, const time_base& before,
                    const time_base& after, instant now, std::size_t milestones) {
  if (auto settled = detail::settle_up(ledger, before, now); !settled.ok())
    return settled;
  if (is_open(ledger) && ledger.pauses != 0)
    detail::keep_pause(ledger, now);
  return start(ledger, terms, after, now, now, milestones);
}

/// Goes on with a stopped cycle where it was left (C13, `reopen: continue`).
inline void go_on(clock_ledger& ledger, instant now) {
  ledger.stopped = false;
  ledger.ended.reset();
  ledger.since = now;
  ledger.state = detail::open_state(ledger);
}

/// The reasons that hold now (C7). Returns what became of a clock that is open: nothing else is
/// worth telling.
enum class pause_change : std::uint8_t { none, paused, resumed };

/// Takes over the pause reasons as they are now; pauses or resumes an open clock.
inline result<pause_change> take_reasons(clock_ledger& ledger, const time_base& base,
                                         std::uint64_t reasons, instant now) {
  const bool was = ledger.pauses != 0;
  const bool is = reasons != 0;
  if (!is_open(ledger) || reasons == ledger.pauses || (!was && !is)) {
    ledger.pauses = reasons;
    return pause_change::none;
  }
  if (auto settled = detail::settle_up(ledger, base, now); !settled.ok())
    return settled.error();
  if (was)
    detail::keep_pause(ledger, now);
  ledger.pauses = reasons;
  ledger.since = now;
  if (was && is)
    return pause_change::none;
  ledger.state = detail::open_state(ledger);
  return is ? pause_change::paused : pause_change::resumed;
}

namespace detail {

inline void end_cycle(clock_ledger& ledger, instant now) {
  if (ledger.pauses != 0)
    keep_pause(ledger, now);
  ledger.stopped = true;
  ledger.ended = now;
}

} // namespace detail

/// Ends the cycle. True: met, that is, not breached and stopped at or before due (C5).
inline result<bool> stop(clock_ledger& ledger, const time_base& base, instant now) {
  bool in_time = ledger.consumed <= ledger.budget;
  if (is_measuring(ledger)) {
    const result<instant> promise = due(ledger, base);
    if (!promise)
      return promise.error();
    in_time = now <= *promise;
  }
  if (auto settled = detail::settle_up(ledger, base, now); !settled.ok())
    return settled.error();
  const bool met = in_time && !ledger.breached;
  detail::end_cycle(ledger, now);
  ledger.state = met ? clock_state::met : clock_state::missed;
  return met;
}

/// Ends the cycle without a verdict. A breach that was told stays in the ledger (C11).
inline status cancel(clock_ledger& ledger, const time_base& base, instant now) {
  if (auto settled = detail::settle_up(ledger, base, now); !settled.ok())
    return settled;
  detail::end_cycle(ledger, now);
  ledger.state = clock_state::cancelled;
  return {};
}

/// How the time used so far is carried over to new terms.
enum class carry_over : std::uint8_t {
  keep,      ///< as it was measured then (C9 `carry`, C12 `carry`)
  drop,      ///< counts from now (C9 `restart`)
  recompute, ///< every running segment again under the new calendar (C12 `recompute`)
};

/// Puts an open clock under new terms; `before` and `after` measure the old and the new ones.
inline status retarget(clock_ledger& ledger, const clock_terms& terms, const time_base& before,
                       const time_base& after, carry_over how, instant now) {
  if (auto settled = detail::settle_up(ledger, before, now); !settled.ok())
    return settled;
  if (ledger.pauses != 0)
    detail::keep_pause(ledger, now);
  clock_change made{now,          ledger.revision + 1, terms.target, terms.calendar, ledger.budget,
                    terms.budget, ledger.consumed,     {},           false};
  if (how == carry_over::recompute) {
    duration used{0};
    for (clock_segment& segment : ledger.segments) {
      if (segment.pauses != 0)
        continue;
      const result<duration> part = after.between(segment.from, segment.to);
      if (!part)
        return part.error();
      segment.calendar = after.working == nullptr ? calendar_id{} : terms.calendar;
      segment.counted = *part;
      used += *part;
    }
    ledger.consumed = used;
  }
  if (how == carry_over::drop) {
    ledger.consumed = duration{0};
    ledger.started = now;
    ledger.segments.clear();
  }
  ledger.target = terms.target;
  ledger.calendar = terms.calendar;
  ledger.date = terms.date;
  ledger.budget = terms.budget;
  ledger.since = now;
  ++ledger.revision;
  made.consumed_after = ledger.consumed;
  ledger.changes.push_back(made);
  return {};
}

/// Takes back a breach whose promise now lies ahead again (C11, `revoke_breach: true`). False if
/// there is nothing to take back: no breach, a cycle that is over, or a budget that is used up.
inline bool revoke_breach(clock_ledger& ledger) {
  if (!is_open(ledger) || !ledger.breached || ledger.consumed >= ledger.budget)
    return false;
  ledger.breached = false;
  ledger.breached_at.reset();
  ledger.state = detail::open_state(ledger);
  if (!ledger.changes.empty())
    ledger.changes.back().breach_revoked = true;
  return true;
}

/// Percent of the budget used, floored (C18).
[[nodiscard]] inline std::uint32_t percent_used(duration used, duration budget) {
  if (budget.count() <= 0 || used.count() <= 0)
    return 0;
  return static_cast<std::uint32_t>(used.count() * 100 / budget.count());
}

} // namespace caseclock
