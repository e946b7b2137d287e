// `step`: the kinds of input, and how a macrostep ends.
#pragma once

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <variant>

#include "caseclock/base/linkage.hpp"
#include "caseclock/runtime/detail/changes.hpp"
#include "caseclock/runtime/detail/events.hpp"
#include "caseclock/runtime/detail/hands.hpp"
#include "caseclock/runtime/detail/refused.hpp"

namespace caseclock::detail {

/// A top-level final state was reached, every other state left: what waits no longer waits.
inline bool close_case(macrostep& m) {
  while (!m.idle()) {
    if (m.next_internal().event == m.code.error_guard)
      return m.fail(m.guard_failure);
  }
  for (std::size_t i = 0; i < m.code.clocks.size(); ++i) {
    if (is_open(m.state.clocks[i]) && !clock_judge{m, clock_id{i}}.cancel_cycle())
      return false;
  }
  while (!m.state.tasks.empty())
    end_task(m, 0, task_end::withdrawn);
  for (const deferred_event& each : m.state.deferred)
    m.tell(event_ignored{each.event});
  m.state.deferred.clear();
  m.state.status = case_status::closed;
  m.tell(case_closed{m.finished});
  return true;
}

/// Ends the macrostep: commits the copy, or throws it away. `rest`: the case before it.
inline step_result conclude(macrostep& m, bool done, const snapshot& rest, const actor& by) {
  done = done && run_recalled(m);
  if (done && m.finished.valid())
    done = close_case(m);
  if (!done)
    return frozen(rest, by, m.now, std::move(m.failed_event),
                  m.failure.value_or(error{errc::incident, "the macrostep failed", {}}));
  step_result result;
  ++m.state.step;
  m.state.revision = m.state.step;
  m.state.changed = m.now;
  result.after = std::move(m.state);
  result.records = std::move(m.records);
  return result;
}

/// Nothing was to be done, and nothing is told.
[[nodiscard]] inline step_result unchanged(const snapshot& before) {
  step_result result;
  result.after = before;
  return result;
}

/// The case before its first state is entered.
[[nodiscard]] inline snapshot opened(const program& code, const snapshot& before,
                                     const open_input& with, instant now) {
  snapshot made = before;
  made.program = code.hash;
  made.opened = now;
  made.changed = now;
  made.fields = with.fields;
  made.fields.resize(code.data.fields.size());
  made.people.assign(code.roles.size(), {});
  made.counts.assign(code.events.size(), 0);
  made.clocks.assign(code.clocks.size(), {});
  return made;
}

inline step_result step_open(const program& code, const snapshot& before, const actor& by,
                             const open_input& with, instant now, const step_limits& limits) {
  CASECLOCK_ASSERT(before.step == 0);
  const snapshot rest = opened(code, before, with, now);
  macrostep m{code, rest, now, by, limits};
  m.tell(case_opened{rest.fields, with.late});
  m.facts.any = true;
  const bool done = enter_initial(m) && run_to_completion(m);
  return conclude(m, done, rest, by);
}

inline step_result step_event(const program& code, const snapshot& before, const actor& by,
                              const event_input& sent, instant now, const step_limits& limits) {
  const bool known = sent.event.valid() && sent.event.index() < code.events.size();
  const std::string name = known ? code.events[sent.event.index()].name : std::string{};
  if (auto old = outdated(before, sent.made_for))
    return refused(before, by, now, name, *old);
  if (const auto wrong = inadmissible(code, before, sent.event, by))
    return refused(before, by, now, name, *wrong);
  CASECLOCK_ASSERT(sent.payload.size() == code.events[sent.event.index()].payload.fields.size());
  macrostep m{code, before, now, by, limits};
  const received answer = receive(m, sent);
  if (answer.how == reception::refused)
    return refused(before, by, now, name,
                   answer.why.value_or(error{errc::event_not_expected, {}, name}));
  const bool done = answer.how != reception::failed && run_to_completion(m);
  return conclude(m, done, before, by);
}

/// True if the limit is armed: its state was entered anew since it fired.
[[nodiscard]] inline bool is_armed(const snapshot& state, timer_id limit) {
  return std::any_of(state.timers.begin(), state.timers.end(),
                     [&](const armed_timer& each) { return each.timer == limit; });
}

/// An approval's `within` has passed: it is told, and then what its author wants is done, unless
/// what was told has led elsewhere.
inline bool pass_approval_limit(macrostep& m, const program_timer& timer, timer_id limit) {
  const approval_progress* progress = progress_of(m.state, timer.approval);
  if (progress == nullptr || progress->decided)
    return run_to_completion(m);
  m.raise(builtin_event_id(m.code, event_origin::approval, "approval_overdue"), timer.state);
  if (!run_to_completion(m))
    return false;
  progress = progress_of(m.state, timer.approval);
  const bool goes_on = !m.finished.valid() && is_active(m.state, timer.state) &&
                       !is_armed(m.state, limit) && !progress->decided;
  if (goes_on)
    apply_overdue_policy(m, timer.approval);
  return run_to_completion(m);
}

/// A task's `within` has passed: it is told if the task is still to be done.
inline bool pass_task_limit(macrostep& m, const program_timer& timer) {
  const bool open = std::any_of(m.state.tasks.begin(), m.state.tasks.end(),
                                [&](const open_task& each) { return each.state == timer.state; });
  if (open)
    m.raise(builtin_event_id(m.code, event_origin::task, "task_overdue"), timer.state);
  return run_to_completion(m);
}

/// Fires one timer (S11). A `within` becomes its event, unless what it limits is over already.
inline bool fire_timer(macrostep& m, const armed_timer& armed) {
  const program_timer& timer = m.code.timers[armed.timer.index()];
  if (!timer.approval.valid() && !timer.task.valid())
    return fire_state_timer(m, armed) && run_to_completion(m);
  m.tell(timer_fired{armed.timer, armed.due, m.late});
  m.payload = nullptr;
  m.failed_event = timer.text;
  m.facts.any = true;
  return timer.approval.valid() ? pass_approval_limit(m, timer, armed.timer)
                                : pass_task_limit(m, timer);
}

/// The timer that fires next at or before now: the earliest, then in document order.
[[nodiscard]] inline std::optional<armed_timer> take_timer(macrostep& m) {
  std::vector<armed_timer>& timers = m.state.timers;
  const auto first =
      std::min_element(timers.begin(), timers.end(),
                       [](const armed_timer& a, const armed_timer& b) { return a.due < b.due; });
  if (first == timers.end() || first->due > m.now)
    return std::nullopt;
  const armed_timer taken = *first;
  timers.erase(first);
  return taken;
}

/// State timers in document order, then the clocks' milestones (C15). Each is selected on what the
/// one before it left: a timer whose state was left fires no more.
inline bool fire_all(macrostep& m) {
  while (!m.finished.valid()) {
    if (const auto timer = take_timer(m)) {
      if (!m.spend() || !fire_timer(m, *timer))
        return false;
      continue;
    }
    switch (fire_milestone(m, milestone_reach::past_and_now)) {
    case firing::failed: return false;
    case firing::none: return true;
    case firing::fired: break;
    }
    if (!run_to_completion(m))
      return false;
  }
  return true;
}

inline step_result step_timer(const program& code, const snapshot& before, const actor& by,
                              const timer_input& what, instant now, const step_limits& limits) {
  const std::optional<instant> wanted = next_due(code, before);
  if (!wanted || *wanted > now)
    return unchanged(before);
  macrostep m{code, before, now, by, limits};
  if (what.delivered > now)
    m.late = what.delivered;
  const bool done = fire_all(m);
  return conclude(m, done, before, by);
}

inline step_result step_set(const program& code, const snapshot& before, const actor& by,
                            const set_input& given, instant now, const step_limits& limits) {
  if (const auto wrong = unchangeable(before, "set"))
    return refused(before, by, now, "set", *wrong);
  macrostep m{code, before, now, by, limits};
  m.failed_event = "set";
  const bool done = set_fields(m, given);
  return conclude(m, done, before, by);
}

/// A task changes hands, and nothing else.
inline step_result step_task(const program& code, const snapshot& before, const actor& by,
                             const task_input& asked, instant now, const step_limits& limits) {
  const std::string verb{name(asked.verb)};
  if (const auto wrong = unchangeable(before, verb.c_str()))
    return refused(before, by, now, verb, *wrong);
  if (const auto wrong = not_to_change_hands(code, before, by, asked))
    return refused(before, by, now, verb, *wrong);
  macrostep m{code, before, now, by, limits};
  m.failed_event = verb;
  change_hands(m, asked);
  return conclude(m, true, before, by);
}

/// The case goes over to `to` as a whole, or stays what it was.
inline step_result step_recalendar(const program& code, const snapshot& before, const actor& by,
                                   const program& to, instant now, const step_limits& limits) {
  if (const auto wrong = unchangeable(before, "recalendar"))
    return refused(before, by, now, "recalendar", *wrong);
  if (to.shape != code.shape)
    return refused(before, by, now, "recalendar",
                   {errc::invalid_argument,
                    "the workflow \"" + to.name + "\" differs in more than its calendars",
                    "recalendar"});
  if (to.hash == code.hash)
    return unchanged(before);
  macrostep m{to, before, now, by, limits};
  m.failed_event = "recalendar";
  const bool done = recalendar(m, code);
  return conclude(m, done, before, by);
}

} // namespace caseclock::detail

namespace caseclock {

CASECLOCK_INLINE step_result step(const program& compiled, const snapshot& before,
                                  const input& what, instant now, const step_limits& limits) {
  CASECLOCK_ASSERT(before.step == 0 || now >= before.changed);
  if (const auto* open = std::get_if<open_input>(&what.what))
    return detail::step_open(compiled, before, what.by, *open, now, limits);
  if (const auto* sent = std::get_if<event_input>(&what.what))
    return detail::step_event(compiled, before, what.by, *sent, now, limits);
  if (const auto* given = std::get_if<set_input>(&what.what))
    return detail::step_set(compiled, before, what.by, *given, now, limits);
  if (const auto* task = std::get_if<task_input>(&what.what))
    return detail::step_task(compiled, before, what.by, *task, now, limits);
  if (const auto* other = std::get_if<recalendar_input>(&what.what)) {
    CASECLOCK_ASSERT(other->to != nullptr);
    return detail::step_recalendar(compiled, before, what.by, *other->to, now, limits);
  }
  const auto* timer = std::get_if<timer_input>(&what.what);
  CASECLOCK_ASSERT(timer != nullptr);
  return detail::step_timer(compiled, before, what.by, *timer, now, limits);
}

} // namespace caseclock
