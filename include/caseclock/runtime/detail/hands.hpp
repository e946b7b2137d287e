// Tasks change hands: claimed by a person, delegated to another, given back.
//
// A task has at most one holder. Who delegates stays on record as the one on whose behalf it is
// done; if it is handed on again, that is still the first of them.
#pragma once

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include "caseclock/runtime/detail/refusals.hpp"

namespace caseclock::detail {

/// Says what was seen is no longer so, if anything but refusals has happened since. A step that is
/// still to come was never seen.
[[nodiscard]] inline std::optional<error> outdated(const snapshot& state,
                                                   std::optional<std::uint64_t> seen) {
  if (!seen || (*seen >= state.revision && *seen <= state.step))
    return std::nullopt;
  return error{errc::stale,
               "made for step " + std::to_string(*seen) + "; the case has changed in step " +
                   std::to_string(state.revision) + " and is at step " + std::to_string(state.step),
               "step"};
}

[[nodiscard]] inline const open_task* task_numbered(const snapshot& state, std::uint64_t number) {
  for (const open_task& each : state.tasks) {
    if (each.number == number)
      return &each;
  }
  return nullptr;
}

/// Whether the role may take the task up.
[[nodiscard]] inline bool may_do(const program& code, const open_task& task, role_id held) {
  if (!task.role.valid())
    return true;
  if (task.approval.valid())
    return votes_as(code, code.approvals[task.approval.index()], held, task.role);
  return may_act_as(code, held, task.role);
}

/// Whether the role stands above the task's: it extends it.
[[nodiscard]] inline bool is_above(const program& code, const open_task& task, role_id held) {
  return held != task.role && task.role.valid() && may_act_as(code, held, task.role);
}

[[nodiscard]] inline std::string titled(const program& code, const open_task& task) {
  return "task " + std::to_string(task.number) + " (" + code.states[task.state.index()].name + ")";
}

[[nodiscard]] inline error no_such_task(const program& code, const snapshot& state,
                                        const task_input& asked) {
  std::string message = "the case has no open task " + std::to_string(asked.number);
  std::string open;
  for (const open_task& each : state.tasks)
    open += (open.empty() ? "" : ", ") + std::to_string(each.number) + " (" +
            code.states[each.state.index()].name + ")";
  message += open.empty() ? "; no task is open" : "; open: " + open;
  return {errc::unknown_task, std::move(message), "task"};
}

[[nodiscard]] inline error not_for_role(const program& code, const open_task& task, role_id held) {
  const std::string who = held.valid() ? "role \"" + code.roles[held.index()].name + "\""
                                       : std::string("an actor without a role");
  return {errc::not_authorised,
          who + " may not take " + titled(code, task) + "; it is for " +
              code.roles[task.role.index()].name,
          "as.role"};
}

/// Of an approval's task: whether that person may answer at all.
[[nodiscard]] inline std::optional<error> barred_from(const program& code, const snapshot& state,
                                                      const open_task& task,
                                                      const std::string& name) {
  return task.approval.valid() ? barred(code, state, task.approval, name) : std::nullopt;
}

[[nodiscard]] inline std::optional<error> not_to_claim(const program& code, const snapshot& state,
                                                       const open_task& task, const actor& by) {
  if (task.person == by.name)
    return error{errc::task_taken, titled(code, task) + " is \"" + by.name + "\"'s already",
                 "task"};
  if (!task.person.empty())
    return error{errc::task_taken, titled(code, task) + " is held by \"" + task.person + "\"",
                 "task"};
  if (!may_do(code, task, by.role))
    return not_for_role(code, task, by.role);
  return barred_from(code, state, task, by.name);
}

[[nodiscard]] inline bool may_be_delegated(const program& code, const open_task& task) {
  if (task.approval.valid())
    return code.approvals[task.approval.index()].delegate;
  const program_task* written = written_task(code, task);
  return written == nullptr || written->delegate;
}

[[nodiscard]] inline std::optional<error> not_to_hand_on(const program& code, const snapshot& state,
                                                         const open_task& task, const actor& by,
                                                         const std::string& to) {
  if (!may_be_delegated(code, task))
    return error{errc::not_authorised, titled(code, task) + " cannot be delegated", "task"};
  if (!task.person.empty() && task.person != by.name)
    return error{errc::task_not_held,
                 titled(code, task) + " is held by \"" + task.person + "\", not by \"" + by.name +
                     "\"",
                 "task"};
  if (task.person.empty() && !may_do(code, task, by.role))
    return not_for_role(code, task, by.role);
  if (to.empty())
    return error{errc::invalid_data, "to whom it is delegated must be said", "to"};
  if (to == by.name)
    return error{errc::invalid_data, "a task cannot be delegated to oneself", "to"};
  for (const std::string& each : {by.name, task.on_behalf_of, to}) {
    if (each.empty())
      continue;
    if (auto wrong = barred_from(code, state, task, each))
      return wrong;
  }
  return std::nullopt;
}

/// Its holder, who had delegated it to the holder, and who stands above them may give it back.
[[nodiscard]] inline std::optional<error> not_to_give_back(const program& code,
                                                           const open_task& task, const actor& by) {
  if (task.person.empty())
    return error{errc::task_not_held, "nobody holds " + titled(code, task), "task"};
  if (by.name == task.person || by.name == task.on_behalf_of || is_above(code, task, by.role))
    return std::nullopt;
  return error{errc::task_not_held,
               titled(code, task) + " is held by \"" + task.person + "\", not by \"" + by.name +
                   "\"",
               "task"};
}

/// Why the task does not change hands, if it does not.
[[nodiscard]] inline std::optional<error> not_to_change_hands(const program& code,
                                                              const snapshot& state,
                                                              const actor& by,
                                                              const task_input& asked) {
  const open_task* task = task_numbered(state, asked.number);
  if (task == nullptr)
    return no_such_task(code, state, asked);
  if (by.name.empty())
    return error{errc::invalid_data, "whoever takes or gives a task must say their name",
                 "as.name"};
  switch (asked.verb) {
  case task_verb::claim: return not_to_claim(code, state, *task, by);
  case task_verb::hand_on: return not_to_hand_on(code, state, *task, by, asked.to);
  case task_verb::give_back: return not_to_give_back(code, *task, by);
  }
  return std::nullopt;
}

/// Precondition: nothing stands against it.
inline void change_hands(macrostep& m, const task_input& asked) {
  const auto found =
      std::find_if(m.state.tasks.begin(), m.state.tasks.end(),
                   [&](const open_task& each) { return each.number == asked.number; });
  open_task& task = *found;
  switch (asked.verb) {
  case task_verb::claim:
    task.person = m.by.name;
    m.tell(task_claimed{task.number, task.state, task.role, task.person});
    return;
  case task_verb::hand_on:
    if (task.on_behalf_of.empty())
      task.on_behalf_of = m.by.name;
    task.person = asked.to;
    if (task.on_behalf_of == task.person)
      task.on_behalf_of.clear();
    m.tell(task_delegated{task.number, task.state, task.role, task.person, task.on_behalf_of});
    return;
  case task_verb::give_back: {
    const bool own = m.by.name == task.person || m.by.name == task.on_behalf_of;
    std::string before = std::exchange(task.person, own ? task.on_behalf_of : std::string{});
    task.on_behalf_of.clear();
    m.tell(task_returned{task.number, task.state, task.role, std::move(before), task.person});
    return;
  }
  }
}

} // namespace caseclock::detail
