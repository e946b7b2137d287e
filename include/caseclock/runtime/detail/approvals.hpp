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

/// The approvers whose vote is awaited now, in the author's order.
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
  return pending;
}

inline void request_approval(macrostep& m, approval_id id, role_id role) {
  m.tell(approval_requested{id, role});
  offer_task(m, m.code.approvals[id.index()].state, role, id);
}

/// The state was entered: whatever was decided before no longer counts.
inline void begin_approval(macrostep& m, approval_id id) {
  approval_progress& progress = progress_in(m.state, id);
  progress = approval_progress{};
  progress.approval = id;
  progress.requester = m.by.name;
  const std::vector<role_id> asked = pending_approvers(m.code.approvals[id.index()], progress);
  for (const role_id role : asked)
    request_approval(m, id, role);
}

/// A vote that may be cast: on which approval, as which approver.
struct casting {
  approval_id approval{};
  role_id role{};
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

/// Whether that actor may vote on that approval now, and as which approver; otherwise why not.
[[nodiscard]] inline result<casting> may_vote(const program& code, const snapshot& state,
                                              approval_id id, const actor& by) {
  const program_approval& approval = code.approvals[id.index()];
  const approval_progress* progress = progress_of(state, id);
  const std::string& where = code.states[approval.state.index()].name;
  const auto is_mine = [&](role_id role) { return votes_as(code, approval, by.role, role); };
  if (progress == nullptr || std::none_of(approval.by.begin(), approval.by.end(), is_mine))
    return {errc::not_authorised, "the actor is no approver of \"" + where + "\"", where};
  if (progress->decided)
    return {errc::already_decided, "\"" + where + "\" is decided already", where};
  if (approval.forbid_requester && by.name.empty())
    return {errc::separation_of_duties,
            "whoever asked may not decide on \"" + where + "\", so a vote needs the actor's name",
            where};
  if (approval.forbid_requester && by.name == progress->requester)
    return {errc::separation_of_duties,
            "\"" + by.name +
                "\" asked for this approval and cannot "
                "decide it",
            where};
  for (const vote& each : progress->votes) {
    if (!by.name.empty() && each.name == by.name)
      return {errc::already_decided, "\"" + by.name + "\" has decided on \"" + where + "\" before",
              where};
  }
  const std::vector<role_id> pending = pending_approvers(approval, *progress);
  if (const auto found = std::find_if(pending.begin(), pending.end(), is_mine);
      found != pending.end())
    return casting{id, *found};
  for (const role_id role : approval.by) {
    if (is_mine(role) && has_voted(*progress, role))
      return {errc::already_decided,
              "\"" + code.roles[role.index()].name + "\" has decided on \"" + where + "\" before",
              where};
  }
  return {errc::event_not_expected,
          "\"" + where + "\" waits for \"" + code.roles[pending.front().index()].name + "\" first",
          where};
}

/// The approval that a vote of that actor goes to: the first active one that takes it. If none
/// does: why the first one does not; none at all is nothing.
[[nodiscard]] inline std::optional<result<casting>>
find_casting(const program& code, const snapshot& state, const actor& by) {
  std::optional<result<casting>> first;
  for (const state_id id : state.active) {
    const approval_id approval = code.states[id.index()].approval;
    if (!approval.valid())
      continue;
    result<casting> found = may_vote(code, state, approval, by);
    if (found.ok())
      return found;
    if (!first)
      first = std::move(found);
  }
  return first;
}

inline void decide_approval(macrostep& m, approval_id id, bool approved) {
  approval_progress& progress = progress_in(m.state, id);
  progress.decided = true;
  progress.approved = approved;
  m.tell(approval_decided{id, approved});
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

/// What the votes so far amount to: enough approvals, or no longer enough approvers left.
[[nodiscard]] inline verdict verdict_of(const program_approval& approval,
                                        const approval_progress& progress) {
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
  progress.votes.push_back({cast.role, m.by.name, approved});
  const verdict reached = verdict_of(approval, progress);
  if (reached != verdict::open)
    decide_approval(m, cast.approval, reached == verdict::approved);
  else if (approval.order == approval_order::sequence)
    request_approval(m, cast.approval, pending_approvers(approval, progress).front());
}

} // namespace caseclock::detail
