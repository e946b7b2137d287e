// Cases together (rule S15): what a case hears from its children and says to its parent, and what
// becomes of events that come from other cases.
#pragma once

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "caseclock/runtime/detail/events.hpp"
#include "caseclock/value/validate.hpp"

namespace caseclock::detail {

/// Cases are part of the same house: no role is asked, and an event that people cannot send may
/// come from a case.
[[nodiscard]] inline std::optional<error>
inadmissible_from_case(const program& code, const snapshot& state, event_id id) {
  if (!id.valid() || id.index() >= code.events.size())
    return error{errc::unknown_event, "the workflow \"" + code.name + "\" has no such event", {}};
  const program_event& event = code.events[id.index()];
  if (state.status == case_status::closed)
    return error{errc::case_closed, "the case has ended", event.name};
  if (event.origin != event_origin::external && event.origin != event_origin::internal)
    return unexpected_event(code, state, id, role_id{});
  return std::nullopt;
}

/// An event from another case waits until the incident is dealt with.
inline step_result put_off_while_frozen(const snapshot& before, const actor& by,
                                        const event_input& sent, instant now,
                                        const std::string& name, const step_limits& limits) {
  if (before.deferred.size() >= limits.deferred)
    return refused(before, by, now, name,
                   {errc::limit, "too many deferred events are waiting", name});
  step_result result;
  result.after = before;
  result.after.step = before.step + 1; // `changed` says when it froze
  result.after.deferred.push_back({sent.event, sent.payload, by, sent.from, sent.from_key, now});
  record& told = result.records.emplace_back();
  told.subject = before.id;
  told.step = result.after.step;
  told.at = now;
  told.by = by;
  told.body = event_deferred{sent.event};
  return result;
}

/// The child that was asked for is open.
inline void note_opened(macrostep& m, const pending_send& sent, const sent_input& arrived) {
  for (child_link& each : m.state.children) {
    if (each.number != sent.number)
      continue;
    each.id = arrived.opened;
    each.key = arrived.key;
    m.tell(child_opened{m.code.invokes[each.invoke.index()].name, sent.name, each.key, each.id});
  }
}

/// A failure in words that a transition can ask for: `event.code`, `event.message`.
[[nodiscard]] inline std::vector<value> in_words(const error& why) {
  return {value{name(why.code)}, value{why.message}};
}

/// Forgets a child that was asked for and is not open: it is not coming.
inline void give_up_child(macrostep& m, const pending_send& asked) {
  std::erase_if(m.state.children,
                [&](const child_link& each) { return each.number == asked.number; });
}

/// Something could not leave the case: the case hears of it (S13).
inline void tell_failure(macrostep& m, const pending_send& sent, const error& why) {
  const bool closed = m.state.status == case_status::closed;
  if (sent.what == sending::invoke) {
    const program_invoke& child = m.code.invokes[sent.invoke.index()];
    give_up_child(m, sent);
    m.tell(child_failed{child.name, {}, why.code, why.message});
    if (!closed)
      m.raise_failure(child.failed, in_words(why), why);
    return;
  }
  const bool event = sent.what == sending::event;
  m.tell(send_failed{sent.number, event ? sent.name : std::string{},
                     event ? std::string{} : sent.name, sent.key, why.code, why.message});
  if (!closed)
    m.raise_failure(m.code.error_send,
                    {value{sent.name}, value{name(why.code)}, value{why.message}}, why);
}

inline std::optional<child_link> take_child(snapshot& state, case_id id) {
  const auto found = std::find_if(state.children.begin(), state.children.end(),
                                  [&](const child_link& each) { return each.id == id; });
  if (found == state.children.end())
    return std::nullopt;
  child_link taken = *found;
  state.children.erase(found);
  return taken;
}

/// What the parent declared of the result, in its order; whatever else the child says is left out.
[[nodiscard]] inline result<std::vector<value>> expected_part(const schema& expected,
                                                              const value_record& said) {
  value_record part;
  for (const field_spec& each : expected.fields) {
    if (const value* held = find(said, each.name))
      part.emplace_back(each.name, *held);
  }
  std::vector<value> slots;
  const std::vector<error> wrong = validate(expected, part, slots);
  if (wrong.empty())
    return slots;
  error why = in_one(wrong);
  why.message = "its result does not fit: " + why.message;
  return why;
}

/// What a parent hears when a child has ended. `done.<id>` may go unanswered like the end of any
/// state; `failed.<id>` may not (S13): it has an `otherwise`.
struct heard {
  event_id event{};
  std::vector<value> payload{};
  std::optional<error> otherwise{};
};

/// Tells how the child ended.
inline heard hear_child(macrostep& m, const child_link& ended, const child_input& what) {
  const program_invoke& about = m.code.invokes[ended.invoke.index()];
  error why{errc::case_closed, {}, about.name};
  if (what.cancelled) {
    why.message = "the child \"" + about.name + "\" was cancelled" +
                  (what.cancelled->empty() ? std::string{} : ": " + *what.cancelled);
  } else {
    result<std::vector<value>> part =
        expected_part(m.code.events[about.done.index()].payload, what.result);
    if (part) {
      m.tell(child_done{about.name, ended.key, what.result});
      return {about.done, *std::move(part), {}};
    }
    why = part.error();
    why.message = "the child \"" + about.name + "\": " + why.message;
  }
  m.tell(child_failed{about.name, ended.key, why.code, why.message});
  return {about.failed, in_words(why), why};
}

/// A child's last word to its parent, still empty.
[[nodiscard]] inline pending_send result_of(const macrostep& m) {
  pending_send made;
  made.what = sending::result;
  made.due = m.now;
  made.subject = m.state.parent.id;
  made.key = m.state.parent.key;
  return made;
}

/// What a child says at its end leaves for its parent.
inline bool send_result(macrostep& m) {
  if (m.state.parent.id == case_id::none)
    return true;
  pending_send made = result_of(m);
  for (const auto& [name, id] : m.code.states[m.finished.index()].output) {
    result<value> said = evaluate_in(m, id);
    if (!said)
      return m.fail({said.error().code,
                     "the output \"" + name + "\" could not be evaluated: " + said.error().message,
                     said.error().where});
    made.data.emplace_back(name, *std::move(said));
  }
  put_out_always(m, std::move(made));
  return true;
}

/// Leaves every state and ends everything that waits. False: an exit action or a clock failed.
inline bool cancel_all(macrostep& m, const cancel_input& what) {
  m.failed_event = "cancel";
  m.state.incident.reset();
  m.state.failed.reset();
  m.state.status = case_status::open;
  const std::vector<state_id> leaving = m.state.active;
  if (!exit_states(m, leaving))
    return false;
  for (std::size_t i = 0; i < m.code.clocks.size(); ++i) {
    if (is_open(m.state.clocks[i]) && !clock_judge{m, clock_id{i}}.cancel_cycle())
      return false;
  }
  while (!m.state.tasks.empty())
    end_task(m, 0, task_end::withdrawn);
  for (const deferred_event& each : m.state.deferred)
    m.tell(event_ignored{each.event});
  m.state.deferred.clear();
  discard_outgoing(m);
  m.state.status = case_status::closed;
  m.state.cancelled = what.reason;
  m.tell(case_cancelled{what.reason});
  if (m.state.parent.id == case_id::none || what.by_parent)
    return true;
  pending_send made = result_of(m);
  made.cancelled = what.reason;
  put_out_always(m, std::move(made));
  return true;
}

} // namespace caseclock::detail
