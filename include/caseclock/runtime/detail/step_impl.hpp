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
#include "caseclock/runtime/detail/together.hpp"

namespace caseclock::detail {

/// By SCXML's rules what is active at the end is left: its exit handlers run, and nothing follows.
inline bool leave_all(macrostep& m) {
  const std::vector<state_id> leaving = m.state.active;
  return std::all_of(leaving.rbegin(), leaving.rend(),
                     [&m](state_id id) { return run_block(m, m.code.states[id.index()].exit); });
}

/// A top-level final state was reached, every other state left: what waits no longer waits.
inline bool close_case(macrostep& m) {
  if (m.by_scxml()) {
    if (!leave_all(m))
      return false;
    m.state.posted.clear();
  }
  while (!m.idle()) {
    if (!left_unhandled(m, m.next_internal()))
      return false;
  }
  if (!run_actions(m, m.code.states[m.finished.index()].exit))
    return false;
  for (std::size_t i = 0; i < m.code.clocks.size(); ++i) {
    if (is_open(m.state.clocks[i]) && !clock_judge{m, clock_id{i}}.cancel_cycle())
      return false;
  }
  while (!m.state.tasks.empty())
    end_task(m, 0, task_end::withdrawn);
  for (const deferred_event& each : m.state.deferred)
    m.tell(event_ignored{each.event, {}});
  m.state.deferred.clear();
  if (!send_result(m))
    return false;
  discard_outgoing(m);
  m.state.status = case_status::closed;
  m.tell(case_closed{m.finished});
  return true;
}

/// Ends the step where nothing can follow from what was done. A frozen case keeps the instant at
/// which it froze.
inline step_result at_rest(macrostep& m) {
  step_result result;
  ++m.state.step;
  if (m.state.status != case_status::frozen)
    m.state.changed = m.now;
  result.after = std::move(m.state);
  result.records = std::move(m.records);
  return result;
}

/// Ends the step: commits the copy, or throws away what failed. `asked`: what it was all about.
inline step_result conclude(macrostep& m, bool done, const input& asked) {
  done = done && run_outbox(m) && run_recalled(m);
  if (done && m.finished.valid())
    done = close_case(m);
  if (!done)
    return frozen(m, asked);
  m.state.revision = m.state.step + 1;
  step_result result = at_rest(m);
  if (m.answered)
    result.outcome = *m.answered;
  return result;
}

/// Nothing was to be done, and nothing is told.
[[nodiscard]] inline step_result unchanged(const snapshot& before) {
  step_result result;
  result.after = before;
  return result;
}

/// Enters the first states of a case.
inline bool run_open(macrostep& m, const open_input& with) {
  m.tell(case_opened{m.state.fields, with.late, m.state.parent.key});
  m.facts.any = true;
  if (m.by_scxml())
    begin_session(m);
  return enter_initial(m) && run_to_completion(m);
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
  made.invoked.assign(code.invokes.size(), 0);
  made.parent = with.parent;
  return made;
}

/// What a step begins with, besides the case.
struct step_context {
  const program& code;
  const input& asked;
  instant now{};
  const step_limits& limits;
  const open_check& may_open;

  [[nodiscard]] macrostep begin(const snapshot& before) const {
    macrostep made{code, before, now, asked.by, limits, &before, &may_open};
    return made;
  }
};

inline step_result step_open(const step_context& at, const snapshot& before,
                             const open_input& with) {
  CASECLOCK_ASSERT(before.step == 0);
  const snapshot rest = opened(at.code, before, with, at.now);
  macrostep m = at.begin(rest);
  const bool done = run_open(m, with);
  return conclude(m, done, at.asked);
}

inline step_result step_event(const step_context& at, const snapshot& before,
                              const event_input& sent) {
  const program& code = at.code;
  const bool known = sent.event.valid() && sent.event.index() < code.events.size();
  const std::string name = !known              ? std::string{}
                           : sent.name.empty() ? code.events[sent.event.index()].name
                                               : sent.name;
  if (auto old = outdated(before, sent.made_for))
    return refused(before, at.asked.by, at.now, name, *old);
  const bool from_case = sent.from != case_id::none;
  const auto wrong = from_case ? inadmissible_from_case(code, before, sent.event)
                               : inadmissible(code, before, sent.event, at.asked.by);
  if (wrong)
    return refused(before, at.asked.by, at.now, name, *wrong);
  if (before.status == case_status::frozen)
    return put_off_while_frozen(before, at.asked.by, sent, at.now, name, at.limits);
  CASECLOCK_ASSERT(sent.payload.size() == code.events[sent.event.index()].payload.fields.size());
  macrostep m = at.begin(before);
  take_outgoing(m.state, sent.number);
  const received answer = receive(m, sent);
  if (answer.how == reception::refused)
    return refused(before, at.asked.by, at.now, name,
                   answer.why.value_or(error{errc::event_not_expected, {}, name}));
  const bool done = (answer.how != reception::failed && run_to_completion(m)) ||
                    answer_failure(m, [&] { take_outgoing(m.state, sent.number); });
  return conclude(m, done, at.asked);
}

/// A timer is told as fired, also if what follows is given up.
inline void tell_timer(macrostep& m, const armed_timer& armed) {
  const bool past = m.code.timers[armed.timer.index()].moment && armed.due < m.now;
  m.tell(timer_fired{armed.timer, armed.due, past ? m.late.value_or(m.now) : m.late});
  m.facts.any = true;
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
  tell_timer(m, armed);
  m.payload = nullptr;
  m.failed_event = timer.text;
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

/// What was posted with a delay and is due next, if it comes before every timer; at one instant
/// timers go first.
[[nodiscard]] inline std::optional<posted_event> take_posted(macrostep& m) {
  std::vector<posted_event>& waiting = m.state.posted;
  const auto first =
      std::min_element(waiting.begin(), waiting.end(),
                       [](const posted_event& a, const posted_event& b) { return a.due < b.due; });
  if (first == waiting.end() || first->due > m.now)
    return std::nullopt;
  for (const armed_timer& each : m.state.timers) {
    if (each.due <= first->due)
      return std::nullopt;
  }
  posted_event taken = std::move(*first);
  waiting.erase(first);
  return taken;
}

/// A delayed event arrives, and everything that follows from it.
inline bool deliver_posted(macrostep& m, const posted_event& posted) {
  const std::string* called = find(*posted.about.as_record(), "name")->as_string();
  const internal_event sent{posted.event, {}, {}, {}, *called, posted.about};
  return m.spend() && take_external(m, sent).how != reception::failed && run_to_completion(m) &&
         run_outbox(m);
}

/// Fires the next timer that is due, or else tells the next milestone; with `milestone_acts::no`
/// nothing follows from either.
inline firing fire_next(macrostep& m, milestone_acts acting) {
  if (const auto posted = take_posted(m)) {
    const bool done = acting == milestone_acts::no || deliver_posted(m, *posted);
    return done ? firing::fired : firing::failed;
  }
  if (const auto timer = take_timer(m)) {
    if (acting == milestone_acts::no) {
      tell_timer(m, *timer);
      return firing::fired;
    }
    return fire_timer(m, *timer) ? firing::fired : firing::failed;
  }
  const firing told = fire_milestone(m, milestone_reach::past_and_now, acting);
  if (told == firing::fired && acting == milestone_acts::yes && !run_to_completion(m))
    return firing::failed;
  return told;
}

[[nodiscard]] inline bool is_due(const macrostep& m) {
  const std::optional<instant> next = next_due(m.code, m.state);
  return next && *next <= m.now;
}

/// State timers in document order, then the clocks' milestones (C15), each a macrostep of its own.
/// Each is selected on what the one before it left: a timer whose state was left fires no more.
inline bool fire_all(macrostep& m) {
  for (std::uint32_t fired = 0; !m.finished.valid(); ++fired) {
    if (fired == m.limits.microsteps)
      return m.fail_for_good({errc::limit, "milestones of one instant do not come to an end", {}});
    switch (fire_next(m, milestone_acts::yes)) {
    case firing::none: return true;
    case firing::fired: break;
    case firing::failed:
      if (!answer_failure(m, [&m] { (void)fire_next(m, milestone_acts::no); }))
        return false;
      break;
    }
    if (!m.finished.valid() && is_due(m))
      m.rest();
  }
  return true;
}

inline step_result step_timer(const step_context& at, const snapshot& before,
                              const timer_input& what) {
  const std::optional<instant> wanted = next_timer_due(at.code, before);
  if (!wanted || *wanted > at.now)
    return unchanged(before);
  macrostep m = at.begin(before);
  if (what.delivered > at.now)
    m.late = what.delivered;
  const bool done = fire_all(m);
  return conclude(m, done, at.asked);
}

/// What was on its way has arrived, or could not: then the case is told, and may answer.
inline step_result step_sent(const step_context& at, const snapshot& before,
                             const sent_input& what) {
  macrostep m = at.begin(before);
  const std::optional<pending_send> sent = take_outgoing(m.state, what.number);
  if (!sent)
    return unchanged(before);
  const bool closed = before.status == case_status::closed;
  if (!what.failed && sent->what == sending::invoke)
    note_opened(m, *sent, what);
  if (what.failed) {
    m.failed_event = sent->name;
    if (what.fatal && !closed) {
      m.fail_for_good(*what.failed);
      return frozen(m, at.asked);
    }
    tell_failure(m, *sent, *what.failed);
  }
  if (!what.failed || closed)
    return at_rest(m);
  const auto consume = [&] { take_outgoing(m.state, what.number); };
  return conclude(m, run_to_completion(m) || answer_failure(m, consume), at.asked);
}

/// The case hears how its child ended.
inline bool run_child(macrostep& m, const heard& news) {
  m.failed_event = m.code.events[news.event.index()].name;
  m.sent_event = news.event;
  m.sent_payload = &news.payload;
  m.raise(news.event);
  m.queue.back().payload = news.payload;
  m.queue.back().otherwise = news.otherwise;
  return run_to_completion(m);
}

/// A child has ended. One that nobody waits for any more is nobody's business.
inline step_result step_child(const step_context& at, const snapshot& before,
                              const child_input& what) {
  macrostep m = at.begin(before);
  const std::optional<child_link> ended = take_child(m.state, what.child);
  if (!ended || before.status == case_status::closed)
    return unchanged(before);
  const heard news = hear_child(m, *ended, what);
  if (before.status == case_status::frozen) { // it waits until the incident is dealt with
    m.state.deferred.push_back(
        {news.event, news.payload, at.asked.by, what.child, ended->key, at.now});
    m.tell(event_deferred{news.event});
    return at_rest(m);
  }
  const auto consume = [&] { take_child(m.state, what.child); };
  return conclude(m, run_child(m, news) || answer_failure(m, consume), at.asked);
}

/// Ends the case: every state is left, what waits no longer waits. A case whose exit actions fail,
/// or that is frozen, ends without them: what goes wrong inside does not keep it open.
inline step_result step_cancel(const step_context& at, const snapshot& before,
                               const cancel_input& what) {
  if (before.status == case_status::closed)
    return refused(before, at.asked.by, at.now, "cancel",
                   {errc::case_closed, "the case has ended", "cancel"});
  macrostep m = at.begin(before);
  m.quiet = before.status == case_status::frozen;
  if (cancel_all(m, what))
    return at_rest(m);
  macrostep again = at.begin(before);
  again.quiet = true;
  if (cancel_all(again, what))
    return at_rest(again);
  return frozen(again, at.asked);
}

/// While an incident holds the case, data are mended and nothing is judged: that comes with the
/// retry.
inline step_result set_frozen(const step_context& at, const snapshot& before,
                              const set_input& given) {
  macrostep m = at.begin(before);
  if (!change_fields(m, given))
    return refused(before, at.asked.by, at.now, "set", m.failure->why);
  m.state.revision = m.state.step + 1;
  return at_rest(m);
}

inline step_result step_set(const step_context& at, const snapshot& before,
                            const set_input& given) {
  if (before.status == case_status::frozen)
    return set_frozen(at, before, given);
  if (const auto wrong = unchangeable(before, "set"))
    return refused(before, at.asked.by, at.now, "set", *wrong);
  macrostep m = at.begin(before);
  m.failed_event = "set";
  const bool done = (change_fields(m, given) && run_to_completion(m)) || answer_failure(m, [] {});
  return conclude(m, done, at.asked);
}

/// A task changes hands, and nothing else.
inline step_result step_task(const step_context& at, const snapshot& before,
                             const task_input& asked) {
  const std::string verb{name(asked.verb)};
  if (const auto wrong = unchangeable(before, verb.c_str()))
    return refused(before, at.asked.by, at.now, verb, *wrong);
  if (const auto wrong = not_to_change_hands(at.code, before, at.asked.by, asked))
    return refused(before, at.asked.by, at.now, verb, *wrong);
  macrostep m = at.begin(before);
  m.failed_event = verb;
  change_hands(m, asked);
  return conclude(m, true, at.asked);
}

/// The case goes over to `to` as a whole, or stays what it was: an incident would leave it between
/// the two.
inline step_result step_recalendar(const step_context& at, const snapshot& before,
                                   const program& to) {
  const auto no = [&](const error& why) {
    return refused(before, at.asked.by, at.now, "recalendar", why);
  };
  if (const auto wrong = unchangeable(before, "recalendar"))
    return no(*wrong);
  if (to.shape != at.code.shape)
    return no({errc::invalid_argument,
               "the workflow \"" + to.name + "\" differs in more than its calendars",
               "recalendar"});
  if (to.hash == at.code.hash)
    return unchanged(before);
  macrostep m = step_context{to, at.asked, at.now, at.limits, at.may_open}.begin(before);
  m.failed_event = "recalendar";
  if (!recalendar(m, at.code))
    return no(m.failure ? m.failure->why : error{errc::incident, "recalendar failed", {}});
  return conclude(m, true, at.asked);
}

/// What could not leave leaves again, now that the case thaws. A child is asked for anew, with the
/// data as they are now.
inline bool send_again(macrostep& m, std::uint64_t number) {
  const auto& outgoing = m.state.outgoing;
  const auto found = std::find_if(outgoing.begin(), outgoing.end(),
                                  [&](const pending_send& each) { return each.number == number; });
  if (found == outgoing.end() || found->what != sending::invoke)
    return true;
  const pending_send asked = *take_outgoing(m.state, number);
  give_up_child(m, asked);
  --m.state.invoked[asked.invoke.index()]; // the same key
  return ask_for_child(m, asked.invoke);
}

/// What an input that failed does, run again: the macrostep is as it was, the case thawed.
inline bool run_failed(macrostep& m, const input& failed) {
  m.by = failed.by;
  if (const auto* opening = std::get_if<open_input>(&failed.what))
    return run_open(m, *opening);
  if (const auto* sent = std::get_if<event_input>(&failed.what)) {
    take_outgoing(m.state, sent->number);
    return run_again(m, *sent);
  }
  if (const auto* child = std::get_if<child_input>(&failed.what)) {
    const std::optional<child_link> ended = take_child(m.state, child->child);
    const bool done = !ended || run_child(m, hear_child(m, *ended, *child));
    m.sent_payload = nullptr;
    return done;
  }
  if (const auto* left = std::get_if<sent_input>(&failed.what))
    return send_again(m, left->number) && run_to_completion(m);
  if (const auto* given = std::get_if<set_input>(&failed.what)) {
    m.failed_event = "set";
    return change_fields(m, *given) && run_to_completion(m);
  }
  return fire_all(m);
}

/// What is given up counts as told: a timer has fired, a milestone was reached.
inline bool skip_failed(macrostep& m, const input& failed) {
  if (std::holds_alternative<timer_input>(failed.what))
    (void)fire_next(m, milestone_acts::no);
  if (const auto* sent = std::get_if<event_input>(&failed.what))
    take_outgoing(m.state, sent->number);
  if (const auto* child = std::get_if<child_input>(&failed.what))
    take_child(m.state, child->child);
  if (const auto* left = std::get_if<sent_input>(&failed.what)) {
    if (const auto given_up = take_outgoing(m.state, left->number))
      give_up_child(m, *given_up);
  }
  return run_to_completion(m);
}

/// Ends an incident (S13). It is as of the instant at which the case froze: a stop that failed then
/// is made then, and what fell due meanwhile is told late by the steps that follow (C16).
inline step_result step_resolve(const step_context& at, const snapshot& before,
                                const resolve_input& what) {
  const std::string verb = what.how == incident_end::retried ? "retry" : "skip";
  const auto no = [&](errc code, const std::string& why) {
    return refused(before, at.asked.by, at.now, verb, {code, why, verb});
  };
  if (before.status != case_status::frozen || !before.failed)
    return no(errc::not_frozen, "the case waits on no incident: there is nothing to " + verb);
  const input failed = *before.failed;
  if (what.how == incident_end::skipped && std::holds_alternative<open_input>(failed.what))
    return no(errc::invalid_argument, "the opening of a case cannot be skipped");
  const std::string stopped = before.incident ? before.incident->event : "";
  snapshot thawed = before;
  thawed.incident.reset();
  thawed.status = case_status::open;
  thawed.failed.reset();
  macrostep m = at.begin(thawed);
  m.late = what.resolved > at.now ? std::optional{what.resolved} : std::nullopt;
  m.tell(incident_resolved{what.how, stopped, what.resolved});
  m.rested_told = m.records.size(); // told in any case
  m.facts.any = true;               // data may have been mended
  if (what.how == incident_end::skipped)
    m.failed_event = stopped;
  const bool done = what.how == incident_end::retried
                        ? run_failed(m, failed) || answer_failure(m, [] {})
                        : skip_failed(m, failed);
  return conclude(m, done, failed);
}

} // namespace caseclock::detail

namespace caseclock {

CASECLOCK_INLINE step_result step(const program& compiled, const snapshot& before,
                                  const input& what, instant now, const step_limits& limits,
                                  const open_check& may_open) {
  CASECLOCK_ASSERT(before.step == 0 || now >= before.changed);
  const detail::step_context at{compiled, what, now, limits, may_open};
  if (const auto* open = std::get_if<open_input>(&what.what))
    return detail::step_open(at, before, *open);
  if (const auto* sent = std::get_if<event_input>(&what.what))
    return detail::step_event(at, before, *sent);
  if (const auto* given = std::get_if<set_input>(&what.what))
    return detail::step_set(at, before, *given);
  if (const auto* task = std::get_if<task_input>(&what.what))
    return detail::step_task(at, before, *task);
  if (const auto* ended = std::get_if<resolve_input>(&what.what))
    return detail::step_resolve(at, before, *ended);
  if (const auto* other = std::get_if<recalendar_input>(&what.what)) {
    CASECLOCK_ASSERT(other->to != nullptr);
    return detail::step_recalendar(at, before, *other->to);
  }
  if (const auto* sent = std::get_if<sent_input>(&what.what))
    return detail::step_sent(at, before, *sent);
  if (const auto* child = std::get_if<child_input>(&what.what))
    return detail::step_child(at, before, *child);
  if (const auto* cancel = std::get_if<cancel_input>(&what.what))
    return detail::step_cancel(at, before, *cancel);
  const auto* timer = std::get_if<timer_input>(&what.what);
  CASECLOCK_ASSERT(timer != nullptr);
  return detail::step_timer(at, before, *timer);
}

} // namespace caseclock
