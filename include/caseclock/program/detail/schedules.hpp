// Schedules: which data their cases are opened with, under which keys, in whose hours.
#pragma once

#include <algorithm>
#include <string>
#include <utility>

#include "caseclock/expr/compile.hpp"
#include "caseclock/program/detail/expressions.hpp"
#include "caseclock/program/detail/names.hpp"
#include "caseclock/program/schedule_scope.hpp"

namespace caseclock::detail::compiling {

inline void compile_schedule_data(compile_context& context, const schedule_definition& schedule,
                                  program_schedule& made) {
  name_table seen;
  for (const auto& [name, text] : schedule.with) {
    add_name(context, seen, "argument", name);
    const field_id field = resolve<field_id>(context, context.fields, name, "field");
    made.with.emplace_back(
        name.value, field.valid() ? add_expression_as(context, text,
                                                      context.made.data.fields[field.index()].type)
                                  : add_expression(context, text));
  }
  for (const field_spec& field : context.made.data.fields) {
    if (field.required && !seen.find(field.name))
      fault(context, "missing-argument",
            "the schedule must say the required field " + double_quoted(field.name) +
                " of the cases that it opens",
            schedule.span);
  }
}

/// Every case needs a key of its own.
inline void compile_schedule_key(compile_context& context, const located_text& key,
                                 program_schedule& made) {
  if (key.value.empty())
    return;
  report<message_template> text = compile_template(key.value, key.span, context.scope);
  for (diagnostic& finding : text.diagnostics)
    context.findings.push_back(std::move(finding));
  if (!text.ok())
    return;
  made.key = std::move(*text.value);
  const bool differs =
      std::any_of(made.key.segments.begin(), made.key.segments.end(),
                  [](const auto& segment) { return std::holds_alternative<expression>(segment); });
  if (!differs)
    fault(context, "invalid-schedule",
          "all these cases would have the same key: use {{date}} or {{period}} in it", key.span);
}

inline void compile_schedules(compile_context& context) {
  const expr_scope usual = std::exchange(context.scope, expr_scope{});
  context.scope.data = &occurrence_fields();
  for (const schedule_definition& schedule : context.source.schedules) {
    program_schedule made;
    made.rule = schedule.rule;
    made.missed = schedule.missed;
    made.span = schedule.span;
    made.calendar =
        schedule.calendar.value.empty()
            ? context.made.calendar
            : resolve<calendar_id>(context, context.calendars, schedule.calendar, "calendar");
    const bool named = !schedule.calendar.value.empty() || !context.source.calendar.value.empty();
    if (made.rule.pick == day_pick::working_day && !made.calendar.valid() && !named)
      fault(context, "calendar-needed",
            "working days need a calendar that says when people work: the key \"in\"",
            schedule.span);
    compile_schedule_data(context, schedule, made);
    compile_schedule_key(context, schedule.key, made);
    context.made.schedules.push_back(std::move(made));
  }
  context.scope = usual;
}

} // namespace caseclock::detail::compiling
