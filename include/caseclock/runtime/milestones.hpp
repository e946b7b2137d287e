// When the milestones of a clock are reached (rules C8 to C10): pure, on ledger and calendars.
//
// Warnings and the breach are thresholds of elapsed time, so that pauses, re-targets and calendars
// move them without anyone's doing. What comes after the breach counts on from the promise. A
// milestone in elapsed time on a working-time clock counts from the promise as well, and the other
// way round.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>

#include "caseclock/program/program.hpp"
#include "caseclock/runtime/ledger.hpp"
#include "caseclock/runtime/snapshot.hpp"

namespace caseclock {

/// A clock of a program with its ledger and what measures them: what all questions need.
struct clock_case {
  const program_clock* clock = nullptr;
  const clock_ledger* ledger = nullptr;
  const calendar* working = nullptr; ///< the calendar chosen, also if the target is elapsed time
  time_base base{};
};

/// What measures a clock under that target: its calendar, or elapsed time if the target is elapsed
/// or there is no calendar.
[[nodiscard]] inline time_base base_of(const program& compiled, const program_clock& clock,
                                       std::uint32_t target, calendar_id calendar) {
  if (target >= clock.targets.size())
    return {};
  const program_target& chosen = clock.targets[target];
  const bool measures_work = chosen.follows_date() || is_working(chosen.amount);
  return time_base{measures_work ? calendar_of(compiled, calendar) : nullptr};
}

[[nodiscard]] inline clock_case clock_at(const program& compiled, const snapshot& current,
                                         clock_id id) {
  const program_clock& clock = compiled.clocks[id.index()];
  const clock_ledger& ledger = current.clocks[id.index()];
  return {&clock, &ledger, calendar_of(compiled, ledger.calendar),
          base_of(compiled, clock, ledger.target, ledger.calendar)};
}

/// Warnings come before the breach, the breach before escalations (C15).
enum class milestone_rank : std::uint8_t { warning, breach, escalation };

[[nodiscard]] inline milestone_rank rank_of(milestone_kind kind) {
  switch (kind) {
  case milestone_kind::percent: return milestone_rank::warning;
  case milestone_kind::before: return milestone_rank::warning;
  case milestone_kind::due: return milestone_rank::breach;
  case milestone_kind::after: return milestone_rank::escalation;
  case milestone_kind::every: return milestone_rank::escalation;
  }
  return milestone_rank::warning;
}

namespace detail {

/// `times` times that amount; days stay days.
inline time_amount multiplied(time_amount amount, std::int64_t times) {
  amount.count *= times;
  return amount;
}

/// True if the amount is measured as the clock itself is, so that thresholds of elapsed time tell.
inline bool same_measure(const clock_case& at, const time_amount& amount) {
  return is_working(amount) == (at.base.working != nullptr);
}

inline result<instant> before_due(const clock_case& at, const time_amount& amount, instant now) {
  if (!same_measure(at, amount)) {
    const result<instant> promise = reached(*at.ledger, at.base, at.ledger->budget, now);
    if (!promise)
      return promise;
    const result<instant> early = caseclock::after(at.working, *promise, multiplied(amount, -1));
    return early ? std::max(*early, at.ledger->started) : early;
  }
  const result<duration> lead = budget_of(at.working, at.ledger->started, amount);
  if (!lead)
    return lead.error();
  const duration threshold = std::max(duration::zero(), at.ledger->budget - *lead);
  return reached(*at.ledger, at.base, threshold, now);
}

inline result<instant> after_due(const clock_case& at, const time_amount& amount,
                                 std::uint32_t repetition, instant now) {
  const time_amount total = multiplied(amount, repetition);
  const bool days =
      amount.kind != time_amount::unit::elapsed && amount.kind != time_amount::unit::working_time;
  if (same_measure(at, amount) && !days)
    return reached(*at.ledger, at.base, at.ledger->budget + duration{total.count}, now);
  const result<instant> promise = reached(*at.ledger, at.base, at.ledger->budget, now);
  return promise ? caseclock::after(at.working, *promise, total) : promise;
}

} // namespace detail

/// When the milestone of that index is reached, if the clock measures on from now (`now` matters
/// only while it is paused). An instant in the past if it was reached already. errc::horizon.
[[nodiscard]] inline result<instant> milestone_due(const clock_case& at, std::size_t index,
                                                   std::uint32_t repetition, instant now) {
  const program_milestone& milestone = at.clock->milestones[index];
  const clock_ledger& ledger = *at.ledger;
  switch (milestone.kind) {
  case milestone_kind::percent: {
    const std::int64_t hundredths = ledger.budget.count() * milestone.percent;
    return reached(ledger, at.base, duration{(hundredths + 99) / 100}, now);
  }
  case milestone_kind::before: return detail::before_due(at, milestone.amount, now);
  case milestone_kind::due: return reached(ledger, at.base, ledger.budget, now);
  case milestone_kind::after:
  case milestone_kind::every: return detail::after_due(at, milestone.amount, repetition, now);
  }
  return {errc::invalid_argument, "no such kind of milestone"};
}

/// A milestone that is still to be told.
struct pending_milestone {
  std::size_t index = 0;
  std::uint32_t repetition = 1;
  milestone_rank rank{};
  instant due{};
};

/// The milestone's next turn, or none: it has fired as often as it may, it waits for the breach, it
/// warns of what was past at the start (C10), it lies past the calendar's horizon, or nothing is
/// measured now.
[[nodiscard]] inline std::optional<pending_milestone> pending(const clock_case& at,
                                                              std::size_t index) {
  if (!is_measuring(*at.ledger))
    return std::nullopt;
  const program_milestone& milestone = at.clock->milestones[index];
  const milestone_rank rank = rank_of(milestone.kind);
  const std::uint32_t limit = milestone.kind == milestone_kind::every ? milestone.times : 1;
  const std::uint32_t fired = at.ledger->fired[index];
  const bool waits = (rank == milestone_rank::escalation) != at.ledger->breached;
  const bool in_vain = rank == milestone_rank::warning && at.ledger->budget.count() <= 0;
  if (fired >= limit || waits || in_vain)
    return std::nullopt;
  const result<instant> when = milestone_due(at, index, fired + 1, at.ledger->since);
  if (!when)
    return std::nullopt;
  return pending_milestone{index, fired + 1, rank, *when};
}

/// True if `a` is told before `b` (C15).
[[nodiscard]] inline bool told_before(const pending_milestone& a, const pending_milestone& b) {
  if (a.due != b.due)
    return a.due < b.due;
  return a.rank != b.rank ? a.rank < b.rank : a.index < b.index;
}

/// The milestone that is told next. O(milestones).
[[nodiscard]] inline std::optional<pending_milestone> next_milestone(const clock_case& at) {
  std::optional<pending_milestone> first;
  for (std::size_t i = 0; i < at.clock->milestones.size(); ++i) {
    const std::optional<pending_milestone> each = pending(at, i);
    if (each && (!first || told_before(*each, *first)))
      first = each;
  }
  return first;
}

/// Takes the next milestone due at or before `now` and notes it as fired.
///
/// What was crossed before `now` without being told (C10: re-target, re-calendar, retroactive
/// start) is told once: the breach without its warnings, or the highest warning alone, or the
/// highest escalation alone. `include_now`: also what is due exactly at `now`, each by itself.
enum class milestone_reach : std::uint8_t { past, past_and_now };

[[nodiscard]] std::optional<pending_milestone>
take_milestone(const clock_case& at, clock_ledger& ledger, instant now, milestone_reach reach);

/// Re-arms what is no longer reached at `now` under the ledger's new terms (C9). A breach that was
/// told stays told (C11).
void rearm(const clock_case& at, clock_ledger& ledger, instant now);

namespace detail {

/// A breach silences the warnings: `pending` asks for escalations only from then on.
inline void note_fired(clock_ledger& ledger, const pending_milestone& taken) {
  ledger.fired[taken.index] = taken.repetition;
  if (taken.rank != milestone_rank::breach)
    return;
  ledger.breached = true;
  ledger.breached_at = taken.due;
  ledger.state = clock_state::missed;
}

/// The last of the milestone's turns that lies before `now`.
inline pending_milestone last_turn(const clock_case& at, pending_milestone turn, instant now) {
  const program_milestone& milestone = at.clock->milestones[turn.index];
  const std::uint32_t limit = milestone.kind == milestone_kind::every ? milestone.times : 1;
  while (turn.repetition < limit) {
    const result<instant> next = milestone_due(at, turn.index, turn.repetition + 1, now);
    if (!next || *next >= now)
      break;
    ++turn.repetition;
    turn.due = *next;
  }
  return turn;
}

} // namespace detail

inline std::optional<pending_milestone> take_milestone(const clock_case& at, clock_ledger& ledger,
                                                       instant now, milestone_reach reach) {
  std::optional<pending_milestone> highest;
  for (std::size_t i = 0; i < ledger.fired.size(); ++i) {
    std::optional<pending_milestone> each = pending(at, i);
    if (!each || each->due >= now)
      continue;
    each = detail::last_turn(at, *each, now);
    ledger.fired[i] = each->repetition;
    if (!highest || told_before(*highest, *each))
      highest = each;
  }
  if (!highest && reach == milestone_reach::past_and_now) {
    highest = next_milestone(at);
    if (highest && highest->due > now)
      highest.reset();
  }
  if (highest)
    detail::note_fired(ledger, *highest);
  return highest;
}

namespace detail {

/// True if that turn is not reached at `now`; past the horizon it is not.
inline bool is_ahead(const clock_case& at, std::size_t index, std::uint32_t repetition,
                     instant now) {
  const result<instant> due = milestone_due(at, index, repetition, now);
  return !due || *due > now;
}

} // namespace detail

inline void rearm(const clock_case& at, clock_ledger& ledger, instant now) {
  for (std::size_t i = 0; i < ledger.fired.size(); ++i) {
    const milestone_rank rank = rank_of(at.clock->milestones[i].kind);
    if (rank == milestone_rank::breach && ledger.breached)
      continue;
    std::uint32_t& told =
        ledger.fired[i]; // turns; the later ones may be ahead again, the first not
    while (told > 0 && detail::is_ahead(at, i, told, now))
      --told;
  }
}

} // namespace caseclock
