// Approvals: k of n roles, in order or side by side, decided once per entry of their state.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "caseclock/runtime/detail/configuration.hpp"
#include "caseclock/runtime/detail/tasks.hpp"

namespace caseclock::detail {

[[nodiscard]] inline approval_progress& progress_in(snapshot& state, approval_id id) {
  for (approval_progress& each : state.approvals) {
    if (each.approval == id)
      return each;
  }
  approval_progress& made = state.approvals.emplace_back();
  made.approval = id;
  return made;
}

[[nodiscard]] inline bool has_voted(const approval_progress& progress, role_id role) {
  return std::any_of(progress.votes.begin(), progress.votes.end(),
                     [&](const vote& each) { return each.role == role; });
}

/// The approvers whose vote is awaited now, in the author's order; whom it was escalated to, last.
[[nodiscard]] inline std::vector<role_id> pending_approvers(const program_approval& approval,
                                                            const approval_progress& progress) {
  std::vector<role_id> pending;
  if (progress.decided)
    return pending;
  for (const role_id role : approval.by) {
    if (has_voted(progress, role))
      continue;
    pending.push_back(role);
    if (approval.order == approval_order::sequence)
      break;
  }
  if (progress.escalated && !has_voted(progress, approval.escalate_to))
    pending.push_back(approval.escalate_to);
  return pending;
}

inline void request_approval(macrostep& m, approval_id id, role_id role) {
  m.tell(approval_requested{id, role});
  offer_task(m, m.code.approvals[id.index()].state, role, id, progress_in(m.state, id).due);
}

/// The state was entered: whatever was decided before no longer counts.
inline void begin_approval(macrostep& m, approval_id id) {
  approval_progress& progress = progress_in(m.state, id);
  progress = approval_progress{};
  progress.approval = id;
  progress.requester = m.by.name;
  progress.requester_for = m.by.on_behalf_of;
  progress.due = limit_from_now(m, m.code.approvals[id.index()].within);
  const std::vector<role_id> asked = pending_approvers(m.code.approvals[id.index()], progress);
  for (const role_id role : asked)
    request_approval(m, id, role);
}

/// A vote that may be cast: on which approval, as which approver, on whose behalf.
struct casting {
  approval_id approval{};
  role_id role{};
  std::string on_behalf_of{};
};

/// Whether the role votes as that approver. Who is an approver himself votes as what he is, and
/// never takes the turn of a role that his extends: a general manager is not asked twice, nor out
/// of turn.
[[nodiscard]] inline bool votes_as(const program& code, const program_approval& approval,
                                   role_id held, role_id approver) {
  const bool is_named =
      std::find(approval.by.begin(), approval.by.end(), held) != approval.by.end();
  return is_named ? held == approver : may_act_as(code, held, approver);
}

/// The open task of that approver, or null: it is not this approver's turn.
[[nodiscard]] inline const open_task* approvers_task(const snapshot& state, approval_id id,
                                                     role_id role) {
  for (const open_task& each : state.tasks) {
    if (each.approval == id && each.role == role)
      return &each;
  }
  return nullptr;
}

/// Separation of duties: who is kept out of an approval, if that person is.
[[nodiscard]] inline std::optional<error> kept_out(const program& code, const snapshot& state,
                                                   approval_id id, const std::string& name) {
  const program_approval& approval = code.approvals[id.index()];
  const std::string& where = code.states[approval.state.index()].name;
  if (!approval.forbid_requester && approval.forbid.empty())
    return std::nullopt;
  if (name.empty())
    return error{errc::separation_of_duties,
                 "not everybody may decide on \"" + where + "\", so a vote needs the actor's name",
                 where};
  const approval_progress* progress = progress_of(state, id);
  const bool asked =
      progress != nullptr && (name == progress->requester || name == progress->requester_for);
  if (approval.forbid_requester && asked)
    return error{errc::separation_of_duties,
                 "\"" + name + "\" asked for this approval and cannot decide it", where};
  for (const role_id role : approval.forbid) {
    if (state.people[role.index()] == name)
      return error{errc::separation_of_duties,
                   "\"" + name + "\" is " + code.roles[role.index()].name +
                       " in this case and cannot decide on \"" + where + "\"",
                   where};
  }
  return std::nullopt;
}

/// One person answers once: for themself, for another, or through another.
[[nodiscard]] inline std::optional<error> answered(const program& code, const snapshot& state,
                                                   approval_id id, const std::string& name) {
  const approval_progress* progress = progress_of(state, id);
  const std::string& where = code.states[code.approvals[id.index()].state.index()].name;
  if (name.empty() || progress == nullptr)
    return std::nullopt;
  for (const vote& each : progress->votes) {
    if (each.name == name || each.on_behalf_of == name)
      return error{errc::already_decided,
                   "\"" + name + "\" has decided on \"" + where + "\" before", where};
  }
  return std::nullopt;
}

/// What stands against an answer of that person, whoever it is given for.
[[nodiscard]] inline std::optional<error> barred(const program& code, const snapshot& state,
                                                 approval_id id, const std::string& name) {
  if (auto out = kept_out(code, state, id, name))
    return out;
  return answered(code, state, id, name);
}

/// As which of the approvers that are asked the actor may answer, and on whose behalf. A delegated
/// task gives its holder the approver's voice; `by.on_behalf_of` asks for such a voice only.
[[nodiscard]] inline std::optional<casting> voice_of(const program& code, const snapshot& state,
                                                     approval_id id, role_id approver,
                                                     const actor& by) {
  const open_task* task = approvers_task(state, id, approver);
  const bool delegated =
      task != nullptr && !by.name.empty() && task->person == by.name && !task->on_behalf_of.empty();
  if (delegated && (by.on_behalf_of.empty() || by.on_behalf_of == task->on_behalf_of))
    return casting{id, approver, task->on_behalf_of};
  if (by.on_behalf_of.empty() && votes_as(code, code.approvals[id.index()], by.role, approver))
    return casting{id, approver, {}};
  return std::nullopt;
}

/// Why an answer is refused whose approver is not asked now.
[[nodiscard]] inline error not_asked(const program& code, const program_approval& approval,
                                     const approval_progress& progress,
                                     const std::vector<role_id>& mine) {
  const std::string& where = code.states[approval.state.index()].name;
  for (const role_id role : mine) {
    if (has_voted(progress, role))
      return {errc::already_decided,
              "\"" + code.roles[role.index()].name + "\" has decided on \"" + where + "\" before",
              where};
  }
  const std::vector<role_id> pending = pending_approvers(approval, progress);
  return {errc::event_not_expected,
          "\"" + where + "\" waits for \"" + code.roles[pending.front().index()].name + "\" first",
          where};
}

/// Whether that actor may vote on that approval now, and as which approver; otherwise why not.
[[nodiscard]] inline result<casting> may_vote(const program& code, const snapshot& state,
                                              approval_id id, const actor& by) {
  const program_approval& approval = code.approvals[id.index()];
  const approval_progress* progress = progress_of(state, id);
  const std::string& where = code.states[approval.state.index()].name;
  std::vector<role_id> mine;
  std::optional<casting> found;
  if (progress != nullptr) {
    std::vector<role_id> asked = approval.by;
    if (progress->escalated) // the voice that decides goes before those that only count
      asked.insert(asked.begin(), approval.escalate_to);
    const std::vector<role_id> pending = pending_approvers(approval, *progress);
    for (const role_id role : asked) {
      std::optional<casting> voice = voice_of(code, state, id, role, by);
      if (!voice)
        continue;
      mine.push_back(role);
      if (!found && std::find(pending.begin(), pending.end(), role) != pending.end())
        found = std::move(voice);
    }
  }
  if (mine.empty() && !by.on_behalf_of.empty())
    return {errc::not_authorised,
            "\"" + by.on_behalf_of + "\" has delegated nothing about \"" + where + "\" to \"" +
                by.name + "\"",
            where};
  if (mine.empty())
    return {errc::not_authorised, "the actor is no approver of \"" + where + "\"", where};
  if (progress->decided)
    return {errc::already_decided, "\"" + where + "\" is decided already", where};
  if (auto wrong = barred(code, state, id, by.name))
    return *std::move(wrong);
  if (!found)
    return not_asked(code, approval, *progress, mine);
  if (!found->on_behalf_of.empty()) {
    if (auto wrong = barred(code, state, id, found->on_behalf_of))
      return *std::move(wrong);
  }
  const open_task* task = approvers_task(state, id, found->role);
  if (approval.exclusive && task != nullptr && !task->person.empty() && task->person != by.name)
    return {errc::task_taken,
            "the answer to \"" + where + "\" is the task of \"" + task->person + "\"", where};
  return *std::move(found);
}

/// The approval that a vote of that actor goes to: the first active one that takes it, one whose
/// task the actor holds before the others. If none does: why the first one does not; none at all is
/// nothing.
[[nodiscard]] inline std::optional<result<casting>>
find_casting(const program& code, const snapshot& state, const actor& by) {
  std::optional<result<casting>> first;
  for (const state_id id : state.active) {
    const approval_id approval = code.states[id.index()].approval;
    if (!approval.valid())
      continue;
    result<casting> found = may_vote(code, state, approval, by);
    if (found.ok()) {
      const open_task* task = approvers_task(state, approval, found->role);
      if (task != nullptr && !by.name.empty() && task->person == by.name)
        return found;
    }
    if (!first || (found.ok() && !first->ok()))
      first = std::move(found);
  }
  return first;
}

inline void decide_approval(macrostep& m, approval_id id, bool approved, bool overdue = false) {
  approval_progress& progress = progress_in(m.state, id);
  progress.decided = true;
  progress.approved = approved;
  m.tell(approval_decided{id, approved, overdue});
  for (std::size_t i = 0; i < m.state.tasks.size();) {
    if (m.state.tasks[i].approval == id)
      end_task(m, i, task_end::withdrawn);
    else
      ++i;
  }
  const std::string_view told = approved ? "approved" : "rejected";
  m.raise(builtin_event_id(m.code, event_origin::approval, told),
          m.code.approvals[id.index()].state);
}

inline std::string comment_in(const schema& fields, const std::vector<value>& payload) {
  const std::optional<std::size_t> slot = fields.find("comment");
  if (!slot || *slot >= payload.size())
    return {};
  const std::string* text = payload[*slot].as_string();
  return text != nullptr ? *text : std::string{};
}

enum class verdict : std::uint8_t { open, approved, rejected };

/// What the votes so far amount to: enough approvals, or no longer enough approvers left. Whom it
/// was escalated to decides alone.
[[nodiscard]] inline verdict verdict_of(const program_approval& approval,
                                        const approval_progress& progress) {
  for (const vote& each : progress.votes) {
    if (progress.escalated && each.role == approval.escalate_to)
      return each.approved ? verdict::approved : verdict::rejected;
  }
  const auto approvals = std::count_if(progress.votes.begin(), progress.votes.end(),
                                       [](const vote& each) { return each.approved; });
  const auto silent = std::count_if(approval.by.begin(), approval.by.end(),
                                    [&](role_id role) { return !has_voted(progress, role); });
  if (approvals >= static_cast<std::ptrdiff_t>(approval.needed))
    return verdict::approved;
  const bool possible = approvals + silent >= static_cast<std::ptrdiff_t>(approval.needed);
  return possible ? verdict::open : verdict::rejected;
}

/// Counts the vote of the actor at hand, and decides or asks the next approver.
inline void cast_vote(macrostep& m, const casting& cast, bool approved, std::string comment) {
  const program_approval& approval = m.code.approvals[cast.approval.index()];
  m.tell(approval_given{cast.approval, cast.role, approved, std::move(comment)});
  for (std::size_t i = 0; i < m.state.tasks.size(); ++i) {
    const open_task& task = m.state.tasks[i];
    if (task.approval == cast.approval && task.role == cast.role) {
      end_task(m, i, task_end::completed);
      break;
    }
  }
  approval_progress& progress = progress_in(m.state, cast.approval);
  progress.votes.push_back({cast.role, m.by.name, approved, cast.on_behalf_of});
  const verdict reached = verdict_of(approval, progress);
  if (reached != verdict::open)
    decide_approval(m, cast.approval, reached == verdict::approved);
  else if (approval.order == approval_order::sequence)
    request_approval(m, cast.approval, pending_approvers(approval, progress).front());
}

/// The time of an approval that is still open has passed, and that has been told.
inline void apply_overdue_policy(macrostep& m, approval_id id) {
  const program_approval& approval = m.code.approvals[id.index()];
  switch (approval.on_overdue) {
  case overdue_policy::tell: return;
  case overdue_policy::approve: return decide_approval(m, id, true, true);
  case overdue_policy::reject: return decide_approval(m, id, false, true);
  case overdue_policy::escalate:
    progress_in(m.state, id).escalated = true;
    return request_approval(m, id, approval.escalate_to);
  }
}

} // namespace caseclock::detail
