// Who may send what now, and how it is said when they may not (rule S12).
#pragma once

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "caseclock/base/suggest.hpp"
#include "caseclock/runtime/detail/approvals.hpp"
#include "caseclock/runtime/detail/configuration.hpp"
#include "caseclock/runtime/step.hpp"

namespace caseclock::detail {

[[nodiscard]] inline bool can_be_sent(event_origin origin) {
  switch (origin) {
  case event_origin::external: return true;
  case event_origin::vote: return true;
  case event_origin::internal: return false;
  case event_origin::done: return false;
  case event_origin::approval: return false;
  case event_origin::task: return false;
  case event_origin::platform: return false;
  case event_origin::child: return false;
  case event_origin::any: return true;
  }
  return false;
}

/// Roles are asked by the event itself; who may vote, the approval knows.
[[nodiscard]] inline bool is_authorised(const program& code, event_id id, role_id held) {
  const program_event& event = code.events[id.index()];
  return event.by.empty() || std::any_of(event.by.begin(), event.by.end(), [&](role_id wanted) {
           return may_act_as(code, held, wanted);
         });
}

/// True if some active state has a transition for the event, guards not asked.
[[nodiscard]] inline bool is_handled(const program& code, const snapshot& state, event_id id) {
  return std::any_of(state.active.begin(), state.active.end(), [&](state_id each) {
    const table_range range = code.states[each.index()].transitions;
    for (std::uint32_t i = range.first; i < range.first + range.count; ++i) {
      const program_transition& transition = code.transitions[i];
      if (transition.trigger != trigger_kind::event)
        continue;
      if (transition.event == id || stand_for(transition.descriptors, code.events[id.index()].name))
        return true;
    }
    return false;
  });
}

/// True if an active approval waits for a vote of that role; an invalid role: of anyone.
[[nodiscard]] inline bool awaits_vote(const program& code, const snapshot& state, role_id role) {
  for (const state_id id : state.active) {
    const approval_id approval = code.states[id.index()].approval;
    const approval_progress* progress = approval.valid() ? progress_of(state, approval) : nullptr;
    if (progress == nullptr)
      continue;
    const program_approval& asked = code.approvals[approval.index()];
    for (const role_id wanted : pending_approvers(asked, *progress)) {
      if (!role.valid() || votes_as(code, asked, role, wanted))
        return true;
    }
  }
  return false;
}

[[nodiscard]] inline bool is_expected(const program& code, const snapshot& state, event_id id,
                                      role_id role) {
  const event_origin origin = code.events[id.index()].origin;
  if (origin == event_origin::vote)
    return awaits_vote(code, state, role);
  return can_be_sent(origin) && (!role.valid() || is_authorised(code, id, role)) &&
         is_handled(code, state, id);
}

template <class Ids, class Table>
[[nodiscard]] std::string list_names(const Ids& ids, const Table& table) {
  std::string names;
  for (const auto id : ids) {
    names += names.empty() ? "" : ", ";
    names += table[id.index()].name;
  }
  return names;
}

/// What could be sent instead: by that role, or, if nothing, by others; and what was probably
/// meant.
[[nodiscard]] inline std::string expected_instead(const program& code, const snapshot& state,
                                                  const std::string& event, role_id role) {
  const std::vector<event_id> all = expected_events(code, state, role_id{});
  if (all.empty())
    return "; no event is expected now";
  const std::vector<event_id> own = expected_events(code, state, role);
  if (own.empty())
    return "; role \"" + code.roles[role.index()].name +
           "\" can send nothing now, others can: " + list_names(all, code.events);
  std::vector<std::string_view> names;
  for (const event_id each : own)
    names.push_back(code.events[each.index()].name);
  const std::string nearest = closest(event, names);
  return (own == all ? "; expected now: "
                     : "; expected now of role \"" + code.roles[role.index()].name + "\": ") +
         list_names(own, code.events) +
         (nearest.empty() ? "" : " (did you mean \"" + nearest + "\"?)");
}

/// `role`: the sender's, or invalid.
[[nodiscard]] inline error unexpected_event(const program& code, const snapshot& state, event_id id,
                                            role_id role) {
  const std::string& event = code.events[id.index()].name;
  std::string message = "event \"" + event + "\" is not expected";
  const std::string where = leaf_names(code, state);
  if (!where.empty())
    message += " in " + where;
  if (!can_be_sent(code.events[id.index()].origin))
    message = "event \"" + event + "\" is raised by the workflow itself and cannot be sent";
  message += expected_instead(code, state, event, role);
  return {errc::event_not_expected, std::move(message), event};
}

[[nodiscard]] inline error unmet_guard(const program& code, const snapshot& state, event_id id) {
  const std::string& event = code.events[id.index()].name;
  return {errc::guard_not_met,
          "event \"" + event + "\" is handled in " + leaf_names(code, state) +
              ", but none of its conditions holds",
          event};
}

[[nodiscard]] inline error unauthorised(const program& code, event_id id, role_id held) {
  const program_event& event = code.events[id.index()];
  const std::string who = held.valid() ? "role \"" + code.roles[held.index()].name + "\""
                                       : std::string("an actor without a role");
  return {errc::not_authorised,
          who + " may not send \"" + event.name + "\"; it takes " +
              list_names(event.by, code.roles),
          event.name};
}

/// Says that somebody else has the task that the event would do, if its author wants that: the
/// task is exclusive, and a colleague of the same role holds it.
[[nodiscard]] inline std::optional<error>
held_by_another(const program& code, const snapshot& state, event_id id, const actor& by) {
  for (const open_task& each : state.tasks) {
    const program_task* written = written_task(code, each);
    const bool others = written != nullptr && written->exclusive && !each.person.empty() &&
                        each.person != by.name && each.role == by.role;
    if (others && does_task(code, each, id))
      return error{errc::task_taken,
                   "\"" + code.events[id.index()].name + "\" is for \"" + each.person +
                       "\" to send, who holds task " + std::to_string(each.number),
                   code.events[id.index()].name};
  }
  return std::nullopt;
}

/// Why a vote counts for nothing.
[[nodiscard]] inline error refused_vote(const program& code, event_id id, const error& why) {
  const std::string& event = code.events[id.index()].name;
  return {why.code, "\"" + event + "\" is refused: " + why.message, event};
}

/// What is wrong with an event before any transition is asked.
[[nodiscard]] inline std::optional<error> inadmissible(const program& code, const snapshot& state,
                                                       event_id id, const actor& by) {
  if (!id.valid() || id.index() >= code.events.size())
    return error{errc::unknown_event, "the workflow \"" + code.name + "\" has no such event", {}};
  const program_event& event = code.events[id.index()];
  if (state.status == case_status::closed)
    return error{errc::case_closed, "the case has ended", event.name};
  if (state.status == case_status::frozen)
    return error{errc::case_frozen, "the case is frozen by an incident and takes no events",
                 event.name};
  if (!can_be_sent(event.origin) && code.semantics != rules_of::scxml)
    return unexpected_event(code, state, id, by.role);
  if (event.origin == event_origin::vote)
    return std::nullopt; // the approval knows
  const open_task* delegated = standing_in(code, state, id, by);
  if (delegated == nullptr && !by.on_behalf_of.empty())
    return error{errc::not_authorised,
                 "\"" + by.on_behalf_of + "\" has delegated no task to \"" + by.name +
                     "\" that \"" + event.name + "\" would do",
                 "as.for"};
  const bool stands_in = delegated != nullptr && is_authorised(code, id, delegated->role);
  if (!stands_in && !is_authorised(code, id, by.role))
    return unauthorised(code, id, by.role);
  return held_by_another(code, state, id, by);
}

} // namespace caseclock::detail
