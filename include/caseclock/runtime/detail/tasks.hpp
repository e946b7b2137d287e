// Work that is offered while a state is active.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "caseclock/runtime/detail/macrostep.hpp"

namespace caseclock::detail {

/// Who holds the role in this case, or "".
[[nodiscard]] inline std::string holder_of(const macrostep& m, role_id role) {
  return role.valid() ? m.state.people[role.index()] : std::string{};
}

inline void offer_task(macrostep& m, state_id state, role_id role, approval_id approval) {
  open_task made;
  made.number = ++m.state.tasks_offered;
  made.state = state;
  made.role = role;
  made.person = holder_of(m, role);
  made.approval = approval;
  made.since = m.now;
  m.tell(task_offered{made.number, state, role, made.person});
  m.state.tasks.push_back(std::move(made));
}

enum class task_end : std::uint8_t { completed, withdrawn };

inline void end_task(macrostep& m, std::size_t index, task_end how) {
  const open_task task = std::move(m.state.tasks[index]);
  m.state.tasks.erase(m.state.tasks.begin() + static_cast<std::ptrdiff_t>(index));
  if (how == task_end::completed)
    m.tell(task_completed{task.number, task.state, task.role});
  else
    m.tell(task_withdrawn{task.number, task.state, task.role});
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
    const bool done = m.by_event && !task.approval.valid();
    end_task(m, i, done ? task_end::completed : task_end::withdrawn);
  }
}

} // namespace caseclock::detail
