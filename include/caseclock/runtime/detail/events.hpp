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

/// True if an active state lists the event and no transition from inside it was chosen: what a
/// state says of an event goes before what the states around it do with it.
[[nodiscard]] inline bool is_listed(const macrostep& m, event_list list, event_id event,
                                    const std::vector<chosen_transition>& chosen) {
  return std::any_of(m.state.active.begin(), m.state.active.end(), [&](state_id id) {
    if (!contains(m.code.states[id.index()].*list, event))
      return false;
    return std::all_of(chosen.begin(), chosen.end(), [&](const chosen_transition& each) {
      return properly_inside(m.code, id, m.code.transitions[each.index].source);
    });
  });
}

/// Takes back what `happened` and `tell` noted of an event that is not taken after all.
inline void take_back(macrostep& m, event_id event, std::size_t told) {
  m.records.resize(told);
  --m.state.counts[event.index()];
  m.facts.events.pop_back();
}

/// An event of which no transition was chosen, or which a state puts off or passes over.
inline received set_aside(macrostep& m, const event_input& sent, bool put_off, bool passed_over) {
  if (put_off) {
    if (m.state.deferred.size() >= m.limits.deferred)
      return {reception::refused, error{errc::limit, "too many deferred events are waiting",
                                        m.code.events[sent.event.index()].name}};
    m.state.deferred.push_back({sent.event, sent.payload, m.by});
    m.tell(event_deferred{sent.event});
    return {reception::deferred, {}};
  }
  if (passed_over || m.code.unexpected == unexpected_policy::ignore) {
    m.tell(event_ignored{sent.event});
    return {reception::ignored, {}};
  }
  const bool handled = is_handled(m.code, m.state, sent.event);
  return {reception::refused, handled ? unmet_guard(m.code, m.state, sent.event)
                                      : unexpected_event(m.code, m.state, sent.event)};
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
  m.tell(event_accepted{sent.event, sent.payload});
  m.happened(sent.event);
  m.by_event = true;
  cast_vote(m, **cast, about.name == "approve", comment_in(about.payload, sent.payload));
  return {};
}

/// Offers an admissible event to the active configuration and takes the transitions that answer.
inline received receive(macrostep& m, const event_input& sent) {
  m.failed_event = m.code.events[sent.event.index()].name;
  m.sent_event = sent.event;
  m.sent_payload = &sent.payload;
  if (m.code.events[sent.event.index()].origin == event_origin::vote)
    return take_vote(m, sent);
  const std::size_t told = m.records.size();
  const std::uint64_t offered = m.state.tasks_offered;
  if (const open_task* delegated = standing_in(m.code, m.state, sent.event, m.by))
    m.by.on_behalf_of = delegated->on_behalf_of;
  m.tell(event_accepted{sent.event, sent.payload});
  m.happened(sent.event); // guards count the event at hand
  m.payload = &sent.payload;
  const auto chosen = select(m, stimulus{trigger_kind::event, sent.event, timer_id{}, state_id{}});
  const bool put_off = is_listed(m, &program_state::defer, sent.event, chosen);
  const bool passed_over = is_listed(m, &program_state::ignore, sent.event, chosen);
  if (m.idle() && (chosen.empty() || put_off || passed_over)) {
    take_back(m, sent.event, told);
    return set_aside(m, sent, put_off, passed_over);
  }
  m.by_event = true;
  if (!chosen.empty() && !microstep(m, chosen))
    return {reception::failed, {}};
  std::vector<state_id> sources;
  for (const chosen_transition& each : chosen)
    sources.push_back(m.code.transitions[each.index].source);
  complete_filled_tasks(m, offered, sources);
  return {};
}

/// The first event that waits and that no active state puts off any longer (S10).
[[nodiscard]] inline std::optional<deferred_event> recall(macrostep& m) {
  std::vector<deferred_event>& waiting = m.state.deferred;
  const auto ready = std::find_if(waiting.begin(), waiting.end(), [&](const auto& each) {
    return std::none_of(m.state.active.begin(), m.state.active.end(), [&](state_id id) {
      return contains(m.code.states[id.index()].defer, each.event);
    });
  });
  if (ready == waiting.end())
    return std::nullopt;
  deferred_event found = std::move(*ready);
  waiting.erase(ready);
  return found;
}

/// Recalled events are taken in arrival order, each run to completion; what nobody wants any more
/// is consumed and told as ignored.
inline bool run_recalled(macrostep& m) {
  while (!m.finished.valid()) {
    std::optional<deferred_event> next = recall(m);
    if (!next)
      return true;
    const actor before = std::exchange(m.by, std::move(next->by));
    const event_input again{next->event, std::move(next->payload)};
    const received answer = receive(m, again);
    if (answer.how == reception::refused)
      m.tell(event_ignored{again.event});
    const bool done = answer.how != reception::failed && m.spend() && run_to_completion(m);
    m.by = before;
    m.payload = nullptr;
    m.sent_event = {};
    m.sent_payload = nullptr;
    if (!done)
      return false;
  }
  return true;
}

} // namespace caseclock::detail
