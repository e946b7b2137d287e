// SLA clocks: what starts, stops and holds them, how long they run, under which calendar.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "caseclock/program/detail/actions.hpp"
#include "caseclock/program/detail/amounts.hpp"

namespace caseclock::detail::compiling {

/// A snapshot keeps one bit for each.
inline constexpr std::size_t most_reasons = 64;

/// A state that can be active. A history state never is.
inline state_id resolve_active_state(compile_context& context, const located_text& wanted) {
  const state_id found = resolve_state(context, wanted);
  if (found.valid() && is_history(context.made.states[found.index()].kind)) {
    fault(context, "invalid-state",
          "state " + double_quoted(wanted.value) + " is a memory: it is never active", wanted.span);
    return {};
  }
  return found;
}

inline program_when compile_when(compile_context& context, const when_definition& when,
                                 bool is_start) {
  program_when made;
  made.kind = when.kind;
  made.span = when.what.span;
  switch (when.kind) {
  case when_kind::enter:
  case when_kind::leave: made.state = resolve_active_state(context, when.what); break;
  case when_kind::event:
    made.event = resolve_event(context, when.what);
    context.event_unknown = !made.event.valid();
    if (made.event.valid())
      context.scope.event = &context.made.events[made.event.index()].payload;
    break;
  case when_kind::condition:
    if (when.what.value.empty())
      fault(context, "type-mismatch", "a condition is missing", when.what.span);
    made.condition = add_condition(context, when.what);
    break;
  }
  if (!when.from.value.empty()) {
    made.from = add_expression_as(context, when.from, plain(kind::timestamp));
    if (!is_start)
      fault(context, "invalid-when", "only a start counts from another instant", when.from.span);
  }
  context.scope.event = nullptr;
  context.event_unknown = false;
  return made;
}

inline std::vector<program_when> compile_whens(compile_context& context,
                                               const std::vector<when_definition>& whens) {
  std::vector<program_when> made;
  for (const when_definition& when : whens)
    made.push_back(compile_when(context, when, false));
  return made;
}

inline program_while compile_while(compile_context& context, const while_definition& reason) {
  program_while made;
  made.kind = reason.kind;
  switch (reason.kind) {
  case while_kind::in_state:
    made.state = resolve_active_state(context, reason.what);
    made.text = "in " + reason.what.value;
    break;
  case while_kind::tagged:
    made.tag = resolve<tag_id>(context, context.tags, reason.what, "tag");
    made.text = "tag " + reason.what.value;
    break;
  case while_kind::condition:
    made.condition = add_condition(context, reason.what);
    made.text = "if " + reason.what.value;
    break;
  }
  return made;
}

/// Reports what stands behind a choice that always holds, and a list without such a choice.
/// `always[i]`: the i-th choice has no guard.
inline void check_choices(compile_context& context, const std::vector<bool>& always,
                          const std::vector<source_span>& places, std::string_view what) {
  for (std::size_t i = 0; i < always.size(); ++i) {
    if (always[i] && i + 1 < always.size()) {
      warning(context, "never-taken",
              std::string(what) + " always holds: those after it are never used", places[i]);
      return;
    }
  }
  if (!always.empty() && !always.back())
    fault(context, "missing-fallback",
          "the last " + std::string(what) + " must have no condition: it holds if no other does",
          places.back());
}

/// True if every calendar the clock may run under is known, or was asked for and reported.
inline bool compile_calendars(compile_context& context, const clock_definition& clock,
                              program_clock& made) {
  std::vector<bool> always;
  std::vector<source_span> places;
  for (const calendar_choice& choice : clock.calendars) {
    const expr_id guard = add_condition(context, choice.guard);
    const calendar_id calendar =
        resolve<calendar_id>(context, context.calendars, choice.calendar, "calendar");
    made.calendars.emplace_back(guard, calendar);
    always.push_back(choice.guard.value.empty());
    places.push_back(choice.calendar.span);
  }
  check_choices(context, always, places, "calendar");
  if (!clock.calendars.empty())
    return true;
  made.calendars.emplace_back(expr_id{}, context.made.calendar);
  return context.made.calendar.valid() || !context.source.calendar.value.empty();
}

/// True if the clock can start under that choice only where the date is there.
inline bool starts_only_with(const clock_definition& clock, const target_choice& choice) {
  const std::string& date = choice.date->field.value;
  return holds_only_with(choice.guard.value, date) ||
         std::all_of(clock.start.begin(), clock.start.end(), [&](const when_definition& when) {
           return when.kind == when_kind::condition && holds_only_with(when.what.value, date);
         });
}

/// A target that a date of the data sets (T11).
inline void compile_date_target(compile_context& context, const clock_definition& clock,
                                const target_choice& choice, program_target& made) {
  const located_text& name = choice.date->field;
  made.months = choice.date->months;
  if (made.months == 0)
    fault(context, "zero-target", "a target must lie at least a month from its date",
          choice.target.span);
  const field_id field = resolve<field_id>(context, context.fields, name, "field");
  if (!field.valid())
    return;
  const field_spec& spec = context.made.data.fields[field.index()];
  if (spec.type.kind != kind::date) {
    fault(context, "type-mismatch",
          "field " + double_quoted(name.value) + " is " + describe(spec.type) +
              ": a target counts from a date",
          name.span);
    return;
  }
  made.date = field;
  if (!spec.required && !spec.initial && !starts_only_with(clock, choice))
    warning(context, "target-date-may-be-missing",
            "clock " + double_quoted(clock.name.value) + " cannot start while " +
                double_quoted(name.value) + " is missing: require it, or start only if " +
                name.value + " != null",
            name.span);
}

inline void compile_targets(compile_context& context, const clock_definition& clock,
                            bool calendar_known, program_clock& made) {
  if (clock.targets.empty())
    fault(context, "clock-without-target",
          "clock " + double_quoted(made.name) + " has no target: how long may it run?",
          clock.name.span);
  std::vector<bool> always;
  std::vector<source_span> places;
  for (const target_choice& choice : clock.targets) {
    program_target& target = made.targets.emplace_back();
    target.guard = add_condition(context, choice.guard);
    target.amount = choice.target.value;
    if (choice.date)
      compile_date_target(context, clock, choice, target);
    else
      check_amount(context, target.amount, choice.target.span, calendar_known, "zero-target",
                   "a target");
    always.push_back(choice.guard.value.empty());
    places.push_back(choice.target.span);
  }
  check_choices(context, always, places, "target");
}

inline std::string milestone_name(const milestone_definition& milestone) {
  switch (milestone.kind) {
  case milestone_kind::percent: return std::to_string(milestone.percent) + "%";
  case milestone_kind::before: return format_amount(milestone.amount) + " before";
  case milestone_kind::due: return "due";
  case milestone_kind::after: return format_amount(milestone.amount) + " after";
  case milestone_kind::every: return "every " + format_amount(milestone.amount) + " after";
  }
  return {};
}

inline void check_milestone(compile_context& context, const milestone_definition& milestone,
                            bool calendar_known) {
  const bool percent = milestone.kind == milestone_kind::percent;
  const bool due = milestone.kind == milestone_kind::due;
  if (percent && milestone.percent == 100)
    fault(context, "invalid-milestone", "100% of the target is when it is due", milestone.span)
        .suggestion = "due";
  else if (percent && (milestone.percent == 0 || milestone.percent > 100))
    fault(context, "invalid-milestone",
          milestone_name(milestone) + " of the target: it must be 1% to 99%", milestone.span);
  if (!percent && !due)
    check_amount(context, milestone.amount, milestone.span, calendar_known, "invalid-milestone",
                 "a milestone's time");
  constexpr std::uint32_t most_times = 1'000;
  if (milestone.kind == milestone_kind::every &&
      (milestone.times == 0 || milestone.times > most_times))
    fault(context, "invalid-milestone",
          std::to_string(milestone.times) + " times: it must be 1 to 1000", milestone.span);
}

inline void compile_milestones(compile_context& context, const clock_definition& clock,
                               bool calendar_known, program_clock& made) {
  name_table seen;
  context.scope.in_clock = true;
  for (const milestone_definition& milestone : clock.milestones) {
    check_milestone(context, milestone, calendar_known);
    program_milestone each;
    each.kind = milestone.kind;
    each.percent = milestone.percent;
    each.amount = milestone.amount;
    each.times = milestone.times;
    each.name = milestone_name(milestone);
    each.span = milestone.span;
    if (const std::optional<source_span> first = seen.add(each.name, milestone.span))
      fault(context, "invalid-milestone",
            "milestone " + double_quoted(each.name) + " is written twice", milestone.span)
          .notes.emplace_back(*first, "the first one");
    each.actions = compile_actions(context, milestone.actions);
    made.milestones.push_back(std::move(each));
  }
  context.scope.in_clock = false;
  if (!seen.find("due")) {
    program_milestone due;
    due.name = "due";
    due.span = clock.name.span;
    made.milestones.push_back(std::move(due));
  }
}

inline void check_clock_limits(compile_context& context, const clock_definition& clock) {
  std::size_t conditions = 0;
  for (const auto* whens : {&clock.start, &clock.stop, &clock.reset, &clock.cancel}) {
    for (const when_definition& when : *whens)
      conditions += when.kind == when_kind::condition ? 1 : 0;
  }
  if (clock.pause.size() > most_reasons)
    fault(context, "limit-exceeded", "a clock can have at most 64 reasons to pause",
          clock.name.span);
  if (conditions > most_reasons)
    fault(context, "limit-exceeded", "a clock can have at most 64 conditions", clock.name.span);
}

/// What an agreement underpins (C20). An SLA is promised to the customer and underpins nothing; so
/// a chain of parents ends there, and one that does not goes round.
inline void compile_parent(compile_context& context, const clock_definition& clock,
                           program_clock& made) {
  if (clock.parent.value.empty())
    return;
  made.parent = resolve<clock_id>(context, context.clocks, clock.parent, "clock");
  if (clock.kind == clock_kind::sla)
    fault(context, "invalid-parent",
          "clock " + double_quoted(made.name) +
              " is promised to the customer: only a clock of kind ola or uc has a parent",
          clock.parent.span);
  const auto& clocks = context.source.clocks;
  clock_id above = made.parent;
  for (std::size_t steps = 0; above.valid() && steps < clocks.size(); ++steps) {
    const clock_definition& each = clocks[above.index()];
    if (each.name.value == clock.name.value) {
      fault(context, "invalid-parent",
            "clock " + double_quoted(made.name) + " is among its own parents", clock.parent.span);
      return;
    }
    const auto next = context.clocks.find(each.parent.value);
    above = next ? clock_id{*next} : clock_id{};
  }
}

inline void compile_clock(compile_context& context, const clock_definition& clock) {
  program_clock made;
  made.name = clock.name.value;
  made.title = clock.title;
  made.kind = clock.kind;
  made.span = clock.name.span;
  compile_parent(context, clock, made);
  check_clock_limits(context, clock);
  const bool calendar_known = compile_calendars(context, clock, made);
  compile_targets(context, clock, calendar_known, made);
  if (clock.start.empty())
    fault(context, "clock-without-start",
          "clock " + double_quoted(made.name) + " has no start: when does it begin to run?",
          clock.name.span);
  for (const when_definition& when : clock.start)
    made.start.push_back(compile_when(context, when, true));
  made.stop = compile_whens(context, clock.stop);
  made.reset = compile_whens(context, clock.reset);
  made.cancel = compile_whens(context, clock.cancel);
  for (const while_definition& reason : clock.pause)
    made.pause.push_back(compile_while(context, reason));
  made.on_retarget = clock.on_retarget;
  made.on_recalendar = clock.on_recalendar;
  made.reopen = clock.reopen;
  made.revoke_breach = clock.revoke_breach;
  compile_milestones(context, clock, calendar_known, made);
  context.made.clocks.push_back(std::move(made));
}

} // namespace caseclock::detail::compiling
