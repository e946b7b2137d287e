// Run to completion (rule S1): microsteps until nothing is enabled, then the clocks, and again
// until nothing is left to do.
#pragma once

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <utility>

#include "caseclock/runtime/detail/clocks.hpp"
#include "caseclock/runtime/detail/microstep.hpp"

namespace caseclock::detail {

/// What went wrong, if nothing answers to it (S13).
inline bool left_unhandled(macrostep& m, const internal_event& event) {
  if (m.by_scxml())
    return true;
  if (event.event == m.code.error_guard)
    return m.fail_for_good(m.guard_failure);
  return event.otherwise ? m.fail_for_good(*event.otherwise) : true;
}

/// What no transition handles becomes an incident (S13).
inline bool handle_internal(macrostep& m, const internal_event& next) {
  m.payload = next.payload.empty() ? nullptr : &next.payload;
  if (m.by_scxml())
    m.state.fields[m.code.system.event.index()] = next.about;
  const auto chosen =
      select(m, stimulus{trigger_kind::event, next.event, timer_id{}, next.scope, next.name});
  const bool done = chosen.empty() ? left_unhandled(m, next) : microstep(m, chosen);
  m.payload = nullptr;
  return done;
}

/// Eventless transitions, then one internal event, and so on until both are exhausted or the case
/// has come to its end.
inline bool settle(macrostep& m) {
  m.payload = nullptr;
  while (!m.finished.valid()) {
    const auto chosen = select(m, stimulus{});
    if (!chosen.empty()) {
      if (!microstep(m, chosen))
        return false;
      continue;
    }
    if (m.idle())
      return true;
    const internal_event next = m.next_internal();
    m.failed_event = m.code.events[next.event.index()].name;
    if (!m.spend() || !handle_internal(m, next))
      return false;
  }
  return true;
}

inline void tell_milestone(macrostep& m, clock_id id, const pending_milestone& taken) {
  const clock_case at = clock_at(m.code, m.state, id);
  const clock_ledger& ledger = *at.ledger;
  const milestone_key key{id, ledger.cycle, ledger.revision,
                          static_cast<std::uint32_t>(taken.index), taken.repetition};
  const std::optional<instant> late = taken.due < m.now ? m.late.value_or(m.now) : m.late;
  const instant promise = due(ledger, at.base).value_or(taken.due);
  switch (taken.rank) {
  case milestone_rank::warning: m.tell(sla_warning{key, taken.due, promise, late}); break;
  case milestone_rank::breach: m.tell(sla_breached{key, taken.due, ledger.budget, late}); break;
  case milestone_rank::escalation: m.tell(sla_escalated{key, taken.due, promise, late}); break;
  }
}

enum class firing : std::uint8_t { none, fired, failed };

enum class milestone_acts : std::uint8_t { yes, no };

/// Tells one milestone that is due and runs its actions, unless they are given up: the first clock
/// in document order that has one.
inline firing fire_milestone(macrostep& m, milestone_reach reach,
                             milestone_acts acting = milestone_acts::yes) {
  for (std::size_t i = 0; i < m.code.clocks.size(); ++i) {
    const clock_id id{i};
    const clock_case at = clock_at(m.code, m.state, id);
    const auto taken = take_milestone(at, m.state.clocks[i], m.now, reach);
    if (!taken)
      continue;
    tell_milestone(m, id, *taken);
    m.facts.any = true;
    if (acting == milestone_acts::no)
      return firing::fired;
    m.clock = id;
    m.failed_event = m.code.clocks[i].name + " " + at.clock->milestones[taken->index].name;
    const bool done = run_actions(m, at.clock->milestones[taken->index].actions);
    m.clock = {};
    return done && m.spend() ? firing::fired : firing::failed;
  }
  return firing::none;
}

/// Fires a timer of a state: it takes the transitions that answer.
inline bool fire_state_timer(macrostep& m, const armed_timer& armed) {
  const program_timer& timer = m.code.timers[armed.timer.index()];
  const bool past = timer.moment && armed.due < m.now;
  m.tell(timer_fired{armed.timer, armed.due, past ? m.late.value_or(m.now) : m.late});
  m.payload = nullptr;
  m.failed_event = timer.text;
  m.facts.any = true;
  const auto chosen = select(m, stimulus{trigger_kind::timer, event_id{}, armed.timer, state_id{}});
  return chosen.empty() || microstep(m, chosen);
}

/// Everything that follows from what was done: transitions, clocks, what clocks crossed, and what
/// their actions bring about. Ends with a stable configuration and judged clocks.
inline bool run_to_completion(macrostep& m) {
  for (;;) {
    if (!settle(m))
      return false;
    if (m.facts.any && !judge_clocks(m))
      return false;
    if (m.moments_past && !m.finished.valid()) {
      if (const auto past = take_past_moment(m)) {
        if (!m.spend() || !fire_state_timer(m, *past))
          return false;
        continue;
      }
      m.moments_past = false;
    }
    if (m.terms_moved) {
      switch (fire_milestone(m, milestone_reach::past)) {
      case firing::failed: return false;
      case firing::fired: continue;
      case firing::none: m.terms_moved = false;
      }
    }
    if (m.finished.valid() || (m.idle() && !m.facts.any))
      return true;
  }
}

} // namespace caseclock::detail
