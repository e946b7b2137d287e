// An event arrives: taken, put off, passed over, or refused (rules S2, S10, S12).
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "caseclock/runtime/detail/refusals.hpp"
#include "caseclock/runtime/detail/settle.hpp"

namespace caseclock::detail {

enum class reception : std::uint8_t { accepted, deferred, ignored, refused, failed };

struct received {
  reception how = reception::accepted;
  std::optional<error> why{}; ///< with refused
};

/// What a state lists: `defer` or `ignore`.
using event_list = std::vector<event_id> program_state::*;

/// The active states that list the event and from which, or from inside which, no transition was
/// chosen: what a transition does goes before what the states around it say of the event.
[[nodiscard]] inline std::vector<state_id> listing(const macrostep& m, event_list list,
                                                   event_id event,
                                                   const std::vector<chosen_transition>& chosen) {
  std::vector<state_id> found;
  for (const state_id id : m.state.active) {
    const bool overridden = std::any_of(chosen.begin(), chosen.end(), [&](const auto& each) {
      return m.code.inside(m.code.transitions[each.index].source, id);
    });
    if (!overridden && contains(m.code.states[id.index()].*list, event))
      found.push_back(id);
  }
  return found;
}

/// What a state passes over, the states around it do not get; other regions do.
inline void pass_over(const macrostep& m, const std::vector<state_id>& ignoring,
                      std::vector<chosen_transition>& chosen) {
  std::erase_if(chosen, [&](const chosen_transition& each) {
    return std::any_of(ignoring.begin(), ignoring.end(), [&](state_id id) {
      return properly_inside(m.code, id, m.code.transitions[each.index].source);
    });
  });
}

/// Takes back what `happened` and `tell` noted of an event that is not taken after all. A guard
/// that failed meanwhile stays told.
inline void take_back(macrostep& m, event_id event, std::size_t told) {
  m.records.erase(m.records.begin() + static_cast<std::ptrdiff_t>(told));
  for (std::size_t i = told; i < m.records.size(); ++i)
    m.records[i].ordinal = static_cast<std::uint32_t>(i);
  --m.state.counts[event.index()];
  m.facts.events.erase(std::find(m.facts.events.begin(), m.facts.events.end(), event));
}

/// An event of which no transition was chosen, or which a state puts off or passes over.
inline received set_aside(macrostep& m, const event_input& sent, bool put_off, bool passed_over) {
  if (put_off) {
    if (m.state.deferred.size() >= m.limits.deferred)
      return {reception::refused, error{errc::limit, "too many deferred events are waiting",
                                        m.code.events[sent.event.index()].name}};
    m.state.deferred.push_back({sent.event, sent.payload, m.by, sent.from, sent.from_key});
    m.tell(event_deferred{sent.event});
    return {reception::deferred, {}};
  }
  if (passed_over || m.code.unexpected == unexpected_policy::ignore) {
    m.tell(event_ignored{sent.event, {}});
    return {reception::ignored, {}};
  }
  const bool handled = is_handled(m.code, m.state, sent.event);
  return {reception::refused, handled ? unmet_guard(m.code, m.state, sent.event)
                                      : unexpected_event(m.code, m.state, sent.event, m.by.role)};
}

/// By SCXML's rules every event is taken; what no transition matches has no effect, and is told so.
inline received take_external(macrostep& m, const internal_event& sent) {
  m.failed_event = sent.name;
  m.failed_guards.clear(); // another event: what fails again is an error again
  m.state.fields[m.code.system.event.index()] = sent.about;
  const std::size_t told = m.records.size();
  const value* data = find(*sent.about.as_record(), "data");
  std::string other = told_name(m.code, sent.event, sent.name);
  m.tell(event_accepted{sent.event, {*data}, {}, other});
  m.happened(sent.event);
  const auto chosen =
      select(m, stimulus{trigger_kind::event, sent.event, timer_id{}, state_id{}, sent.name});
  if (m.idle() && chosen.empty()) {
    take_back(m, sent.event, told);
    m.tell(event_ignored{sent.event, std::move(other)});
    m.facts.any = true;
    return {reception::ignored, {}};
  }
  m.by_event = true;
  if (!chosen.empty() && !microstep(m, chosen))
    return {reception::failed, {}};
  return {};
}

/// A vote goes to the first active approval that takes it.
inline received take_vote(macrostep& m, const event_input& sent) {
  const program_event& about = m.code.events[sent.event.index()];
  const std::optional<result<casting>> cast = find_casting(m.code, m.state, m.by);
  if (!cast)
    return set_aside(m, sent, false, false);
  if (!cast->ok())
    return {reception::refused, refused_vote(m.code, sent.event, cast->error())};
  m.by.on_behalf_of = (*cast)->on_behalf_of;
  m.tell(event_accepted{sent.event, sent.payload, {}, {}});
  m.happened(sent.event);
  m.by_event = true;
  cast_vote(m, **cast, about.name == "approve", comment_in(about.payload, sent.payload));
  return {};
}

/// Offers an admissible event to the active configuration and takes the transitions that answer.
inline received receive(macrostep& m, const event_input& sent) {
  if (m.by_scxml()) {
    std::string called = sent.name.empty() ? m.code.events[sent.event.index()].name : sent.name;
    const value data = sent.payload.empty() ? value{} : sent.payload.front();
    internal_event taken;
    taken.event = sent.event;
    taken.about = event_value({called, "external", {}, {}, data});
    taken.name = std::move(called);
    return take_external(m, taken);
  }
  m.failed_event = m.code.events[sent.event.index()].name;
  m.sent_event = sent.event;
  m.sent_payload = &sent.payload;
  if (m.code.events[sent.event.index()].origin == event_origin::vote)
    return take_vote(m, sent);
  const std::size_t told = m.records.size();
  const std::uint64_t offered = m.state.tasks_offered;
  if (const open_task* delegated = standing_in(m.code, m.state, sent.event, m.by))
    m.by.on_behalf_of = delegated->on_behalf_of;
  m.tell(event_accepted{sent.event, sent.payload, sent.from_key, {}});
  m.happened(sent.event); // guards count the event at hand
  m.payload = &sent.payload;
  auto chosen = select(m, stimulus{trigger_kind::event, sent.event, timer_id{}, state_id{}});
  const bool put_off = !listing(m, &program_state::defer, sent.event, chosen).empty();
  const auto ignoring = listing(m, &program_state::ignore, sent.event, chosen);
  pass_over(m, ignoring, chosen);
  const bool failed_guard = !m.idle(); // which is told, whatever becomes of the event
  if (put_off || (chosen.empty() && (!failed_guard || !ignoring.empty()))) {
    take_back(m, sent.event, told);
    m.payload = nullptr;
    return set_aside(m, sent, put_off, !ignoring.empty());
  }
  m.by_event = sent.from == case_id::none;
  if (!chosen.empty() && !microstep(m, chosen))
    return {reception::failed, {}};
  std::vector<state_id> sources;
  for (const chosen_transition& each : chosen)
    sources.push_back(m.code.transitions[each.index].source);
  complete_filled_tasks(m, offered, sources);
  return {};
}

/// Where the first event stands that waits and that no active state puts off any longer (S10). What
/// came while the case was frozen is not here yet before its time.
[[nodiscard]] inline std::optional<std::size_t> next_recalled(const macrostep& m) {
  const std::vector<deferred_event>& waiting = m.state.deferred;
  const auto ready = std::find_if(waiting.begin(), waiting.end(), [&](const auto& each) {
    const bool is_here = !each.came || *each.came <= m.now;
    return is_here && std::none_of(m.state.active.begin(), m.state.active.end(), [&](state_id id) {
             return contains(m.code.states[id.index()].defer, each.event);
           });
  });
  if (ready == waiting.end())
    return std::nullopt;
  return static_cast<std::size_t>(ready - waiting.begin());
}

/// An event that waited is as if it were sent now; what nobody wants any more is consumed and told
/// as ignored.
inline bool run_again(macrostep& m, const event_input& sent) {
  const received answer = receive(m, sent);
  if (answer.how == reception::refused)
    m.tell(event_ignored{sent.event, {}});
  return answer.how != reception::failed && run_to_completion(m);
}

/// After a failing action: everything since the case was last at rest is undone, `consume` takes
/// away what brought it about, and a state that answers `error.action` is asked (S13). False: none
/// does, or its answer fails too; the failure stands.
template <class Consume> bool answer_failure(macrostep& m, const Consume& consume) {
  if (!m.failure || !m.failure->answerable)
    return false;
  const error why = m.failure->why;
  const std::string during = m.failed_event;
  m.roll_back();
  consume();
  m.tell(action_failed{why.code, why.message, during});
  m.raise(m.code.error_action);
  const auto chosen = select(m, stimulus{trigger_kind::event, m.next_internal().event});
  if (!chosen.empty() && microstep(m, chosen) && run_to_completion(m)) {
    if (!m.rested) // else it is not what the step was asked for
      m.answered = why;
    return true;
  }
  m.failure = step_failure{why, false};
  m.failed_event = during;
  return false;
}

/// What came while the case was frozen and is put off now waits like any other.
inline void note_arrivals(macrostep& m) {
  for (deferred_event& each : m.state.deferred) {
    if (each.came && *each.came <= m.now)
      each.came.reset();
  }
}

/// Recalled events are taken in arrival order, each a macrostep of its own behind the one that let
/// them go.
inline bool run_recalled(macrostep& m) {
  while (!m.finished.valid()) {
    const std::optional<std::size_t> next = next_recalled(m);
    if (!next) {
      note_arrivals(m);
      return true;
    }
    const auto place = m.state.deferred.begin() + static_cast<std::ptrdiff_t>(*next);
    deferred_event taken = std::move(*place);
    m.state.deferred.erase(place);
    m.rest();
    const actor before = std::exchange(m.by, std::move(taken.by));
    m.recalled = input{m.by, event_input{taken.event,
                                         std::move(taken.payload),
                                         {},
                                         taken.from,
                                         std::move(taken.from_key),
                                         0,
                                         {}}};
    if (!run_again(m, *std::get_if<event_input>(&m.recalled->what)) && !answer_failure(m, [] {}))
      return false;
    if (m.finished.valid())
      return true; // it goes on with the end of the case
    m.by = before;
    m.recalled.reset();
  }
  return true;
}

/// What the case sent to itself without a delay, by SCXML's rules: its external queue. Each event
/// is run to completion before the next.
inline bool run_outbox(macrostep& m) {
  for (std::size_t next = 0; next < m.outbox.size() && !m.finished.valid(); ++next) {
    const internal_event sent = m.outbox[next];
    if (!m.spend() || take_external(m, sent).how == reception::failed || !run_to_completion(m))
      return false;
  }
  m.outbox.clear();
  return true;
}

} // namespace caseclock::detail
