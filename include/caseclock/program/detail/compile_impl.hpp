// The compiler's passes, in order.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <utility>

#include "caseclock/base/linkage.hpp"
#include "caseclock/program/compile.hpp"
#include "caseclock/program/detail/approvals.hpp"
#include "caseclock/program/detail/calendars.hpp"
#include "caseclock/program/detail/clocks.hpp"
#include "caseclock/program/detail/messages.hpp"
#include "caseclock/program/detail/requirements.hpp"
#include "caseclock/program/detail/results.hpp"
#include "caseclock/program/detail/schedules.hpp"
#include "caseclock/program/detail/scxml.hpp"
#include "caseclock/program/detail/wording.hpp"
#include "caseclock/program/scope.hpp"

namespace caseclock {

namespace detail::compiling {

inline void compile_header(compile_context& context) {
  const workflow_definition& source = context.source;
  program& made = context.made;
  made.name = source.name.value;
  made.version = source.version.value;
  made.title = source.title;
  made.source = source.source;
  made.unexpected = source.unexpected;
  made.semantics = source.semantics;
  made.span = source.name.span;
  if (made.version < 1)
    fault(context, "invalid-version", "a version is 1 or more", source.version.span);
  if (!source.calendar.value.empty())
    made.calendar = resolve<calendar_id>(context, context.calendars, source.calendar, "calendar");
}

/// The names that expressions may use, as of a finished program, and those that are compiled only
/// after conditions that use them. The views live as long as the context.
inline void open_scope(compile_context& context) {
  context.scope = scope_of(context.made);
  context.scope.patterns = context.searches;
  context.scope.sources = context.sources;
  context.scope.clocks = context.clocks.names();
  for (std::size_t i = 1; i < context.written.size(); ++i) {
    if (context.written[i]->approval)
      context.scope.approvals.push_back(context.made.states[i].name);
  }
}

inline void compile_behaviour(compile_context& context, state_id id) {
  const state_definition& state = *context.written[id.index()];
  program& made = context.made;
  const auto range_from = [](std::size_t first, std::size_t end) {
    return table_range{static_cast<std::uint32_t>(first), static_cast<std::uint32_t>(end - first)};
  };
  const std::size_t first_timer = made.timers.size();
  const std::size_t first_transition = made.transitions.size();
  if (state.task)
    compile_task(context, id, *state.task);
  if (state.approval)
    compile_approval(context, id, *state.approval);
  compile_donedata(context, id);
  const table_range entry = compile_actions(context, state.entry);
  const table_range exit = compile_actions(context, state.exit);
  const table_range initial_actions = compile_actions(context, state.initial_actions);
  for (const trigger_definition& trigger : state.on)
    compile_trigger(context, id, trigger);
  for (const timer_definition& timer : state.after)
    compile_timer(context, id, timer);
  const table_range invokes = compile_invokes(context, id);
  program_state& into = made.states[id.index()];
  into.invokes = invokes;
  into.entry = entry;
  into.exit = exit;
  into.initial_actions = initial_actions;
  into.transitions = range_from(first_transition, made.transitions.size());
  into.timers = range_from(first_timer, made.timers.size());
  into.defer = resolve_events(context, state.defer);
  into.ignore = resolve_events(context, state.ignore);
}

inline void compile_all(compile_context& context) {
  collect_names(context);
  compile_header(context);
  if (!compile_state_tree(context))
    return;
  compile_state_shapes(context);
  check_profile(context);
  compile_roles(context);
  compile_data(context);
  if (context.source.semantics == rules_of::scxml)
    declare_scxml_fields(context);
  declare_events(context, compile_forms(context));
  add_builtin_events(context);
  collect_raised_events(context);
  if (context.source.semantics == rules_of::scxml) {
    for (program_event& each : context.made.events)
      each.payload.fields.assign(1, dynamic_field("data"));
  }
  open_scope(context);
  compile_requirements(context);
  context.message_used.assign(context.source.messages.size(), false);
  context.message_outside_clock.assign(context.source.messages.size(), false);
  context.lenient = context.source.semantics == rules_of::scxml;
  if (context.lenient) {
    context.scope.types = typing::dynamic;
    compile_bindings(context);
  }
  const table_range first_actions = compile_actions(context, context.source.initial_actions);
  context.made.states[0].initial_actions = first_actions;
  for (std::size_t i = 1; i < context.made.states.size(); ++i)
    compile_behaviour(context, state_id{i});
  check_task_forms(context);
  context.lenient = false;
  context.scope.types = typing::strict;
  for (const clock_definition& clock : context.source.clocks)
    compile_clock(context, clock);
  compile_schedules(context);
  compile_output(context);
  compile_messages(context);
  compile_properties(context);
  check_translations(context);
  check_unused(context);
}

} // namespace detail::compiling

CASECLOCK_INLINE report<std::shared_ptr<const program>>
compile(const workflow_definition& definition, const calendar_table& calendars,
        const compile_options& options) {
  const auto made = std::make_shared<program>();
  detail::compiling::compile_context context{definition, *made, options.patterns};
  context.searches = options.searches;
  context.sources = options.sources;
  if (detail::compiling::within_limits(context, calendars.size())) {
    detail::compiling::collect_calendars(context, calendars);
    detail::compiling::compile_all(context);
  }
  report<std::shared_ptr<const program>> answer;
  if (!has_errors(context.findings)) {
    detail::compiling::seal(context);
    answer.value = made;
  }
  answer.diagnostics = std::move(context.findings);
  return answer;
}

} // namespace caseclock
