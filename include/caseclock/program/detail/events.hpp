// Events: declared by the author, raised by actions, or part of the language.
//
// The order of ids is fixed: declared ones as written, then `error.guard`, `error.action` and
// `error.send`, then what approvals bring, then `task_overdue`, then `done.<state>` in document
// order, then `done.<id>` and `failed.<id>` of each `invoke`, then what is only ever raised, as it
// is met.
#pragma once

#include <array>
#include <cstddef>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "caseclock/program/detail/roles.hpp"
#include "caseclock/program/detail/schemas.hpp"
#include "caseclock/program/detail/states.hpp"

namespace caseclock::detail::compiling {

struct builtin_event {
  std::string_view name;
  event_origin origin;
};

inline constexpr std::array<builtin_event, 5> approval_events = {{
    {"approved", event_origin::approval},
    {"rejected", event_origin::approval},
    {"approval_overdue", event_origin::approval},
    {"approve", event_origin::vote},
    {"reject", event_origin::vote},
}};

/// Raised when a task's `within` has passed.
inline constexpr std::string_view task_event = "task_overdue";

inline bool is_approval_event(std::string_view name) {
  return std::any_of(approval_events.begin(), approval_events.end(),
                     [&](const builtin_event& each) { return each.name == name; });
}

inline bool has_approvals(const compile_context& context) {
  for (std::size_t i = 1; i < context.written.size(); ++i) {
    if (context.written[i]->approval)
      return true;
  }
  return false;
}

inline bool has_task_limits(const compile_context& context) {
  for (std::size_t i = 1; i < context.written.size(); ++i) {
    if (context.written[i]->task && context.written[i]->task->within)
      return true;
  }
  return false;
}

inline program_event& add_event(compile_context& context, std::string name, event_origin origin,
                                source_span span) {
  context.events.add(name, span);
  context.event_declared.push_back(origin == event_origin::external);
  context.event_raised.push_back(false);
  program_event& made = context.made.events.emplace_back();
  made.name = std::move(name);
  made.origin = origin;
  made.span = span;
  return made;
}

/// The form's fields, then those of `with`; a name that both have is reported.
inline schema make_payload(compile_context& context, const event_definition& event,
                           const std::vector<schema>& forms) {
  schema payload;
  name_table seen;
  if (!event.form.value.empty()) {
    if (const std::optional<std::size_t> form = context.forms.find(event.form.value)) {
      payload = forms[*form];
      for (const field_definition& field : context.source.forms[*form].fields)
        seen.add(field.name.value, field.name.span);
    } else {
      resolve<event_id>(context, context.forms, event.form, "form");
    }
  }
  add_fields(context, payload, seen, event.with);
  return payload;
}

inline void declare_events(compile_context& context, const std::vector<schema>& forms) {
  const bool approvals = has_approvals(context);
  const bool limits = has_task_limits(context);
  for (const event_definition& event : context.source.events) {
    check_spelling(context, "event", event.name,
                   context.source.semantics == rules_of::scxml || is_plain_name(event.name.value));
    if (approvals && is_approval_event(event.name.value))
      fault(context, "reserved-name",
            double_quoted(event.name.value) +
                " is an event of every approval: it cannot be declared",
            event.name.span);
    if (limits && event.name.value == task_event)
      fault(context, "reserved-name",
            double_quoted(event.name.value) +
                " is the event of every task with a time (within): it cannot be declared",
            event.name.span);
    name_table& table = context.events;
    if (const std::optional<std::size_t> first = table.find(event.name.value))
      fault(context, "duplicate-name",
            "an event " + double_quoted(event.name.value) + " stands here already", event.name.span)
          .notes.emplace_back(context.made.events[*first].span, "the first one");
    schema payload = make_payload(context, event, forms);
    std::vector<role_id> by = resolve_roles(context, event.by);
    program_event& made = add_event(
        context, event.name.value, event.internal ? event_origin::internal : event_origin::external,
        event.name.span);
    made.title = event.title;
    made.by = std::move(by);
    made.payload = std::move(payload);
    made.form = event.form.value;
  }
}

/// What went wrong, as an event's payload tells it.
inline void add_failure_fields(schema& payload, std::initializer_list<const char*> names) {
  for (const char* each : names) {
    field_spec& made = payload.fields.emplace_back();
    made.name = each;
    made.type = plain(kind::string);
  }
}

/// A child's end is an event, by the id of its `invoke`: the author's own, or the workflow's name.
inline void add_invoke_events(compile_context& context, state_id id) {
  for (const invoke_definition& each : context.written[id.index()]->invokes) {
    program_invoke& made = context.made.invokes.emplace_back();
    made.name = each.id.value;
    made.workflow = each.workflow.value;
    made.state = id;
    made.span = each.span;
    name_plainly(context, context.invokes, "child", each.id);
    if (const auto first = context.events.find("done." + each.id.value);
        first && context.made.events[*first].origin == event_origin::done)
      fault(context, "duplicate-name",
            "a state " + double_quoted(each.id.value) +
                " is done with an event of the same name: give the child another id",
            each.id.span)
          .notes.emplace_back(context.made.events[*first].span, "the state");
    made.done = event_id{context.made.events.size()};
    name_table seen;
    schema payload;
    add_fields(context, payload, seen, each.result);
    add_event(context, "done." + each.id.value, event_origin::child, each.span).payload =
        std::move(payload);
    made.failed = event_id{context.made.events.size()};
    add_failure_fields(
        add_event(context, "failed." + each.id.value, event_origin::child, each.span).payload,
        {"code", "message"});
  }
}

inline void add_builtin_events(compile_context& context) {
  const bool scxml = context.source.semantics == rules_of::scxml;
  context.made.error_guard = event_id{context.made.events.size()};
  add_event(context, scxml ? "error.execution" : "error.guard", event_origin::platform, {});
  context.made.error_action = event_id{context.made.events.size()};
  add_event(context, "error.action", event_origin::platform, {});
  context.made.error_send = event_id{context.made.events.size()};
  add_failure_fields(add_event(context, "error.send", event_origin::platform, {}).payload,
                     {"event", "code", "message"});
  if (scxml) {
    context.made.error_communication = event_id{context.made.events.size()};
    add_event(context, "error.communication", event_origin::platform, {});
    context.made.any_event = event_id{context.made.events.size()};
    add_event(context, "*", event_origin::any, {});
  }
  if (has_approvals(context)) {
    field_spec comment;
    comment.name = "comment";
    comment.type = plain(kind::string);
    comment.type.optional = true;
    for (const builtin_event& each : approval_events) {
      program_event& made = add_event(context, std::string(each.name), each.origin, {});
      if (each.origin == event_origin::vote)
        made.payload.fields.push_back(comment);
    }
  }
  if (has_task_limits(context))
    add_event(context, std::string(task_event), event_origin::task, {});
  for (std::size_t i = 1; i < context.made.states.size(); ++i) {
    program_state& state = context.made.states[i];
    if (state.kind != state_kind::compound && state.kind != state_kind::parallel)
      continue;
    state.done = event_id{context.made.events.size()};
    add_event(context, (scxml ? "done.state." : "done.") + state.name, event_origin::done,
              state.span);
  }
  for (std::size_t i = 1; i < context.made.states.size(); ++i)
    add_invoke_events(context, state_id{i});
}

inline void note_raise(compile_context& context, const located_text& name) {
  std::optional<std::size_t> found = context.events.find(name.value);
  if (!found) {
    if (context.source.semantics == rules_of::scxml ? name.value.empty()
                                                    : !is_plain_name(name.value))
      return; // reported where the action is compiled
    found = context.made.events.size();
    add_event(context, name.value, event_origin::internal, name.span);
  }
  context.event_raised[*found] = true;
}

inline void note_raises(compile_context& context, const action_definition& action);

/// Recursive: as deep as actions are nested, which the loader bounds.
inline void note_nested(compile_context& context, const std::vector<nested_action>& actions) {
  for (const nested_action& each : actions)
    note_raises(context, each.what);
}

inline void note_raises(compile_context& context, const action_definition& action) {
  if (const auto* send = std::get_if<send_definition>(&action)) {
    if (send->to == send_target::self)
      note_raise(context, send->event);
    if (!send->id.empty())
      context.sends.add(send->id, send->event.span);
  }
  if (const auto* raise = std::get_if<raise_definition>(&action))
    note_raise(context, raise->event);
  else if (const auto* block = std::get_if<block_definition>(&action))
    note_nested(context, block->actions);
  else if (const auto* loop = std::get_if<foreach_definition>(&action))
    note_nested(context, loop->actions);
  else if (const auto* choice = std::get_if<if_definition>(&action)) {
    for (const branch_definition& branch : choice->branches)
      note_nested(context, branch.actions);
  }
}

inline void note_raises(compile_context& context, const std::vector<action_definition>& actions) {
  for (const action_definition& each : actions)
    note_raises(context, each);
}

/// What is raised anywhere is known everywhere, before anything refers to it.
inline void collect_raised_events(compile_context& context) {
  note_raises(context, context.source.initial_actions);
  for (std::size_t i = 1; i < context.written.size(); ++i) {
    const state_definition& state = *context.written[i];
    note_raises(context, state.entry);
    note_raises(context, state.exit);
    note_raises(context, state.initial_actions);
    for (const trigger_definition& trigger : state.on) {
      for (const transition_definition& transition : trigger.transitions)
        note_raises(context, transition.actions);
    }
    for (const timer_definition& timer : state.after) {
      for (const transition_definition& transition : timer.transitions)
        note_raises(context, transition.actions);
    }
  }
  for (const clock_definition& clock : context.source.clocks) {
    for (const milestone_definition& milestone : clock.milestones)
      note_raises(context, milestone.actions);
  }
}

/// An event that a state or a clock waits for.
inline event_id resolve_event(compile_context& context, const located_text& wanted) {
  constexpr std::string_view done = "done.";
  if (wanted.value.substr(0, done.size()) == done && !context.events.find(wanted.value)) {
    const std::string inner = wanted.value.substr(done.size());
    if (context.states.find(inner)) {
      fault(context, "unknown-event",
            "state " + double_quoted(inner) + " has no states inside: it is never done",
            wanted.span);
      return {};
    }
  }
  if (is_approval_event(wanted.value) && !context.events.find(wanted.value)) {
    fault(context, "unknown-event",
          double_quoted(wanted.value) + " is an approval's event, and the workflow has no approval",
          wanted.span);
    return {};
  }
  if (wanted.value == task_event && !context.events.find(wanted.value)) {
    fault(context, "unknown-event",
          double_quoted(wanted.value) +
              " is the event of a task with a time (within), and the workflow has none",
          wanted.span);
    return {};
  }
  return resolve<event_id>(context, context.events, wanted, "event");
}

} // namespace caseclock::detail::compiling
