// What a case at rest answers: when it wants to be woken, and how its clocks stand.
#pragma once

#include <algorithm>
#include <optional>

#include "caseclock/base/linkage.hpp"
#include "caseclock/runtime/detail/clock_terms.hpp"
#include "caseclock/runtime/detail/refusals.hpp"
#include "caseclock/runtime/milestones.hpp"
#include "caseclock/runtime/step.hpp"

namespace caseclock {

CASECLOCK_INLINE bool may_leave(const snapshot& current, const pending_send& what) {
  return current.status != case_status::frozen || what.what == sending::cancel;
}

CASECLOCK_INLINE const pending_send* next_outgoing(const snapshot& current, instant now) {
  const pending_send* first = nullptr;
  for (const pending_send& each : current.outgoing) { // stands in order of sending
    if (each.due <= now && may_leave(current, each) && (first == nullptr || each.due < first->due))
      first = &each;
  }
  return first;
}

CASECLOCK_INLINE std::optional<instant> next_due(const program& compiled, const snapshot& current) {
  std::optional<instant> earliest = next_timer_due(compiled, current);
  for (const pending_send& each : current.outgoing) {
    if (may_leave(current, each))
      earliest = earliest ? std::min(*earliest, each.due) : each.due;
  }
  return earliest;
}

CASECLOCK_INLINE std::optional<instant> next_timer_due(const program& compiled,
                                                       const snapshot& current) {
  std::optional<instant> earliest;
  if (current.status != case_status::open)
    return earliest;
  for (const armed_timer& each : current.timers)
    earliest = earliest ? std::min(*earliest, each.due) : each.due;
  for (const posted_event& each : current.posted)
    earliest = earliest ? std::min(*earliest, each.due) : each.due;
  for (const deferred_event& each : current.deferred) {
    if (each.came)
      earliest = earliest ? std::min(*earliest, *each.came) : *each.came;
  }
  for (std::size_t i = 0; i < current.clocks.size(); ++i) {
    if (const auto next = next_milestone(clock_at(compiled, current, clock_id{i})))
      earliest = earliest ? std::min(*earliest, next->due) : next->due;
  }
  return earliest;
}

CASECLOCK_INLINE clock_view view_clock(const program& compiled, const snapshot& current,
                                       clock_id clock, instant now) {
  const clock_case at = clock_at(compiled, current, clock);
  const clock_ledger& ledger = *at.ledger;
  clock_view view;
  view.clock = clock;
  view.state = ledger.state;
  view.cycle = ledger.cycle;
  view.budget = ledger.budget;
  view.elapsed = elapsed(ledger, at.base, now).value_or(ledger.consumed);
  view.remaining = view.budget - view.elapsed;
  view.percent = percent_used(view.elapsed, view.budget);
  view.breached = ledger.breached;
  view.stopped = ledger.stopped;
  if (!is_open(ledger))
    return view;
  if (is_measuring(ledger)) {
    if (const result<instant> promise = due(ledger, at.base))
      view.due = *promise;
    return view;
  }
  view.pause_reasons = detail::reason_texts(*at.clock, ledger.pauses);
  if (const result<instant> later = due_if_resumed(ledger, at.base, now))
    view.due_if_resumed = *later;
  return view;
}

CASECLOCK_INLINE std::vector<event_id> expected_events(const program& compiled,
                                                       const snapshot& current, role_id role) {
  std::vector<event_id> expected;
  if (current.status != case_status::open)
    return expected;
  for (std::size_t i = 0; i < compiled.events.size(); ++i) {
    if (detail::is_expected(compiled, current, event_id{i}, role))
      expected.push_back(event_id{i});
  }
  return expected;
}

} // namespace caseclock
