// Tasks: whose work it is while a state is active, by what it is done, and within which time.
#pragma once

#include <string>
#include <utility>

#include "caseclock/program/detail/transitions.hpp"

namespace caseclock::detail::compiling {

/// The time of a task or an approval, as a timer of its state.
inline program_timer make_limit(compile_context& context, state_id id,
                                const located<time_amount>& within, std::string_view what) {
  check_amount(context, within.value, within.span, context.made.calendar.valid(), "zero-delay",
               what);
  program_timer timer;
  timer.state = id;
  timer.amount = within.value;
  timer.calendar = context.made.calendar;
  timer.text = "after " + format_amount(timer.amount);
  timer.span = within.span;
  return timer;
}

inline void compile_task(compile_context& context, state_id id, const task_definition& task) {
  const task_id self{context.made.tasks.size()};
  program_task made;
  made.state = id;
  made.title = task.title;
  made.form = task.form.value;
  made.delegate = task.delegate;
  made.exclusive = task.exclusive;
  made.span = task.span;
  if (task.role.value.empty())
    warning(context, "task-without-role", "nobody is named to do this task", task.span);
  else
    made.role = resolve_role(context, task.role);
  if (!task.form.value.empty() && !context.forms.find(task.form.value))
    resolve<event_id>(context, context.forms, task.form, "form");
  if (task.within) {
    made.within = timer_id{context.made.timers.size()};
    program_timer timer = make_limit(context, id, *task.within, "a task's time");
    timer.task = self;
    context.made.timers.push_back(std::move(timer));
  }
  context.made.states[id.index()].task = self;
  context.made.tasks.push_back(std::move(made));
}

/// True if an event with that form is handled by the state, by one inside or by one around it.
inline bool form_can_come(const compile_context& context, state_id id, const std::string& form) {
  for (const program_transition& each : context.made.transitions) {
    if (each.trigger != trigger_kind::event || !each.event.valid())
      continue;
    const bool near = context.made.inside(each.source, id) || context.made.inside(id, each.source);
    if (near && context.made.events[each.event.index()].form == form)
      return true;
  }
  return false;
}

/// Asked when all transitions are there: a task whose form no event brings is never done.
inline void check_task_forms(compile_context& context) {
  for (const program_task& task : context.made.tasks) {
    const task_definition& written = *context.written[task.state.index()]->task;
    if (task.form.empty() || !context.forms.find(task.form) ||
        form_can_come(context, task.state, task.form))
      continue;
    fault(context, "task-never-done",
          "no event that brings form " + double_quoted(task.form) + " is handled in state " +
              double_quoted(context.made.states[task.state.index()].name) +
              ": the task is never done",
          written.form.span);
  }
}

} // namespace caseclock::detail::compiling
