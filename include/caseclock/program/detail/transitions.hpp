// Transitions and the timers that trigger some of them, state by state.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "caseclock/program/detail/actions.hpp"
#include "caseclock/program/detail/amounts.hpp"

namespace caseclock::detail::compiling {

/// The innermost state that holds both, possibly one of them.
inline state_id common_ancestor(const program& made, state_id a, state_id b) {
  while (!made.inside(b, a))
    a = made.states[a.index()].parent;
  return a;
}

/// Several targets must lie in different regions of one parallel state.
inline void check_targets(compile_context& context, const transition_definition& transition,
                          const std::vector<state_id>& targets) {
  for (std::size_t i = 1; i < targets.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      const state_id common = common_ancestor(context.made, targets[j], targets[i]);
      const bool apart = common != targets[i] && common != targets[j] &&
                         context.made.states[common.index()].kind == state_kind::parallel;
      if (!apart)
        fault(context, "conflicting-targets",
              "states " + double_quoted(transition.to[j].value) + " and " +
                  double_quoted(transition.to[i].value) +
                  " cannot be entered together: they are not in different regions",
              transition.to[i].span);
    }
  }
}

/// What sets a transition off.
struct trigger_place {
  trigger_kind kind = trigger_kind::eventless;
  event_id event{};
  timer_id timer{};
  std::vector<std::string> descriptors{}; ///< SCXML
};

inline void compile_transition(compile_context& context, state_id source,
                               const trigger_place& trigger,
                               const transition_definition& transition) {
  program_transition made;
  made.source = source;
  made.trigger = trigger.kind;
  made.event = trigger.event;
  made.descriptors = trigger.descriptors;
  made.timer = trigger.timer;
  made.guard = add_condition(context, transition.guard);
  std::vector<state_id> targets;
  for (const located_text& name : transition.to)
    targets.push_back(resolve_state(context, name));
  const bool all_known =
      std::all_of(targets.begin(), targets.end(), [](state_id id) { return id.valid(); });
  if (all_known)
    check_targets(context, transition, targets);
  made.targets = std::move(targets);
  made.internal = transition.internal;
  made.actions = compile_actions(context, transition.actions);
  made.title = transition.title;
  made.span = transition.span;
  context.made.transitions.push_back(std::move(made));
}

/// The tokens of an event attribute, each without the `.*` or `.` that says nothing.
inline std::vector<std::string> descriptors_of(const located_text& event) {
  std::vector<std::string> made;
  for (const located_text& word : words_of(event)) {
    std::string_view token = word.value;
    if (token.size() > 1 && token.ends_with(".*"))
      token.remove_suffix(2);
    else if (token.size() > 1 && token.back() == '.')
      token.remove_suffix(1);
    made.emplace_back(token);
  }
  return made;
}

inline void compile_trigger(compile_context& context, state_id source,
                            const trigger_definition& trigger) {
  trigger_place place;
  if (!trigger.event.value.empty()) {
    place.kind = trigger_kind::event;
    if (context.lenient) {
      place.event = context.made.any_event;
      place.descriptors = descriptors_of(trigger.event);
    } else {
      place.event = resolve_event(context, trigger.event);
      context.event_unknown = !place.event.valid();
    }
    if (place.event.valid() && !context.lenient)
      context.scope.event = &context.made.events[place.event.index()].payload;
  }
  for (const transition_definition& transition : trigger.transitions)
    compile_transition(context, source, place, transition);
  context.scope.event = nullptr;
  context.event_unknown = false;
}

inline program_moment compile_moment(compile_context& context, const moment_definition& moment) {
  program_moment made;
  made.months = moment.months;
  made.days = moment.days;
  made.amount = moment.amount;
  made.before = moment.before;
  made.time_s = moment.time_s;
  if (moment.field.value.empty())
    return made; // reported
  made.field = resolve<field_id>(context, context.fields, moment.field, "field");
  if (!made.field.valid())
    return made;
  const type& is = context.made.data.fields[made.field.index()].type;
  const bool date = is.kind == kind::date;
  if (!date && is.kind != kind::timestamp)
    fault(context, "type-mismatch",
          "field " + double_quoted(moment.field.value) + " is " + describe(is) +
              ": a timer counts from a date or a timestamp",
          moment.field.span);
  const bool in_days = moment.amount.kind == time_amount::unit::working_days ||
                       moment.amount.kind == time_amount::unit::end_of_working_days;
  if (date && moment.amount.count != 0 && !in_days)
    fault(context, "type-mismatch",
          double_quoted(moment.field.value) +
              " is a date and has no hours: count in days, weeks, months or working days",
          moment.text.span);
  if (!date && is.kind == kind::timestamp && moment.time_s)
    fault(context, "type-mismatch",
          double_quoted(moment.field.value) + " is a timestamp and has its time of day",
          moment.text.span);
  if (moment.amount.count != 0)
    check_amount(context, moment.amount, moment.text.span, context.made.calendar.valid(),
                 "zero-delay", "a timer");
  return made;
}

inline void compile_timer(compile_context& context, state_id source,
                          const timer_definition& timer) {
  if (!timer.at)
    check_amount(context, timer.after.value, timer.after.span, context.made.calendar.valid(),
                 "zero-delay", "a timer");
  trigger_place place;
  place.kind = trigger_kind::timer;
  place.timer = timer_id{context.made.timers.size()};
  program_timer made;
  made.state = source;
  made.amount = timer.after.value;
  made.calendar = context.made.calendar;
  made.span = timer.after.span;
  made.text = timer.at ? "at " + timer.at->text.value : "after " + format_amount(made.amount);
  if (timer.at)
    made.moment = compile_moment(context, *timer.at);
  context.made.timers.push_back(std::move(made));
  for (const transition_definition& transition : timer.transitions)
    compile_transition(context, source, place, transition);
}

inline std::vector<event_id> resolve_events(compile_context& context,
                                            const std::vector<located_text>& wanted) {
  std::vector<event_id> found;
  for (const located_text& name : wanted) {
    const event_id event = resolve_event(context, name);
    if (event.valid())
      found.push_back(event);
  }
  return found;
}

} // namespace caseclock::detail::compiling
