// What a task is called: as its approval or its task says, or else as its state is.
#pragma once

#include "caseclock/base/translations.hpp"
#include "caseclock/program/program.hpp"

namespace caseclock::detail {

[[nodiscard]] inline const translations& task_title(const program& compiled,
                                                    const program_state& of) {
  if (of.approval.valid() && !compiled.approvals[of.approval.index()].title.empty())
    return compiled.approvals[of.approval.index()].title;
  if (of.task.valid() && !compiled.tasks[of.task.index()].title.empty())
    return compiled.tasks[of.task.index()].title;
  return of.title;
}

} // namespace caseclock::detail
