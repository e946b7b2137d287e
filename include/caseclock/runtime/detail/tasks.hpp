// Work that is offered while a state is active.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "caseclock/runtime/detail/configuration.hpp"
#include "caseclock/runtime/detail/macrostep.hpp"
#include "caseclock/runtime/time_base.hpp"

namespace caseclock::detail {

/// Who holds the role in this case, or "".
[[nodiscard]] inline std::string holder_of(const macrostep& m, role_id role) {
  return role.valid() ? m.state.people[role.index()] : std::string{};
}

/// The task that the state's author wrote, or null: an approval's tasks have none.
[[nodiscard]] inline const program_task* written_task(const program& code, const open_task& task) {
  const task_id written = code.states[task.state.index()].task;
  return written.valid() && !task.approval.valid() ? &code.tasks[written.index()] : nullptr;
}

/// When the limit passes that begins now; none if there is none. One that cannot be reckoned fails
/// where the timers of the state are armed.
[[nodiscard]] inline std::optional<instant> limit_from_now(const macrostep& m, timer_id limit) {
  if (!limit.valid())
    return std::nullopt;
  const program_timer& timer = m.code.timers[limit.index()];
  const result<instant> due = after(calendar_of(m.code, timer.calendar), m.now, timer.amount);
  return due ? std::optional<instant>{*due} : std::nullopt;
}

inline void offer_task(macrostep& m, state_id state, role_id role, approval_id approval,
                       std::optional<instant> due) {
  open_task made;
  made.number = ++m.state.tasks_offered;
  made.state = state;
  made.role = role;
  made.person = holder_of(m, role);
  made.approval = approval;
  made.since = m.now;
  made.due = due;
  m.tell(task_offered{made.number, state, role, made.person, due});
  m.state.tasks.push_back(std::move(made));
}

enum class task_end : std::uint8_t { completed, withdrawn };

inline void end_task(macrostep& m, std::size_t index, task_end how) {
  open_task task = std::move(m.state.tasks[index]);
  m.state.tasks.erase(m.state.tasks.begin() + static_cast<std::ptrdiff_t>(index));
  if (how == task_end::completed)
    m.tell(task_completed{task.number, task.state, task.role, std::move(task.person),
                          std::move(task.on_behalf_of)});
  else
    m.tell(task_withdrawn{task.number, task.state, task.role, std::move(task.person),
                          std::move(task.on_behalf_of)});
}

/// True if the event at hand is the one by which that task is done: any event will do, unless the
/// task names a form.
[[nodiscard]] inline bool is_done_by_event(const macrostep& m, const open_task& task) {
  if (!m.by_event || task.approval.valid())
    return false;
  const program_task* written = written_task(m.code, task);
  if (written == nullptr || written->form.empty())
    return true;
  return m.sent_event.valid() && m.code.events[m.sent_event.index()].form == written->form;
}

/// Ends the tasks of a state that is left. What a person's event ended was done; what a timer or a
/// vote that never came ended is taken back.
inline void end_tasks_of(macrostep& m, state_id state) {
  for (std::size_t i = 0; i < m.state.tasks.size();) {
    const open_task& task = m.state.tasks[i];
    if (task.state != state) {
      ++i;
      continue;
    }
    end_task(m, i, is_done_by_event(m, task) ? task_end::completed : task_end::withdrawn);
  }
}

/// Tasks that wait for a form are done as it comes, also if their state stays active: those that
/// were open before, in or around the states that did something about it (`sources`).
inline void complete_filled_tasks(macrostep& m, std::uint64_t offered_before,
                                  const std::vector<state_id>& sources) {
  const auto concerned = [&](state_id state) {
    return std::any_of(sources.begin(), sources.end(), [&](state_id source) {
      return m.code.inside(source, state) || m.code.inside(state, source);
    });
  };
  for (std::size_t i = 0; i < m.state.tasks.size();) {
    const open_task& task = m.state.tasks[i];
    const program_task* written = written_task(m.code, task);
    const bool waits = written != nullptr && !written->form.empty();
    if (waits && task.number <= offered_before && concerned(task.state) &&
        is_done_by_event(m, task))
      end_task(m, i, task_end::completed);
    else
      ++i;
  }
}

/// True if the state itself has a transition that leaves it for the event, guards not asked.
[[nodiscard]] inline bool leads_on(const program& code, state_id state, event_id event) {
  const table_range range = code.states[state.index()].transitions;
  for (std::uint32_t i = range.first; i < range.first + range.count; ++i) {
    const program_transition& each = code.transitions[i];
    if (each.trigger == trigger_kind::event && each.event == event && !each.targets.empty() &&
        !each.internal)
      return true;
  }
  return false;
}

/// True if the event is how that task is done: it leads on from the task's state, or brings its
/// form.
[[nodiscard]] inline bool does_task(const program& code, const open_task& task, event_id event) {
  if (task.approval.valid())
    return false;
  const program_task* written = written_task(code, task);
  if (written != nullptr && !written->form.empty())
    return code.events[event.index()].form == written->form;
  return leads_on(code, task.state, event);
}

/// The task that was delegated to that person and that the event does: what they stand in for. With
/// `by.on_behalf_of` only such a task of that person's. Null: the person acts for themself.
[[nodiscard]] inline const open_task* standing_in(const program& code, const snapshot& state,
                                                  event_id event, const actor& by) {
  if (by.name.empty())
    return nullptr;
  for (const open_task& each : state.tasks) {
    const bool delegated = each.person == by.name && !each.on_behalf_of.empty() &&
                           (by.on_behalf_of.empty() || by.on_behalf_of == each.on_behalf_of);
    if (delegated && does_task(code, each, event))
      return &each;
  }
  return nullptr;
}

} // namespace caseclock::detail
