// Fields that are required under a condition: `required: 'completion == "still_to_solve"'`.
//
// In such a condition a bare name is a field of the same form, and otherwise one of the case.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "caseclock/program/detail/expressions.hpp"

namespace caseclock::detail::compiling {

/// Fills in the conditions of `fields` in `into`, where they stand from `first` on. Forms that come
/// with several events are compiled once: `known` keeps what was made of them.
inline void require_under_conditions(compile_context& context, schema& into, std::size_t first,
                                     const std::vector<field_definition>& fields,
                                     std::vector<std::optional<expr_id>>& known) {
  known.resize(fields.size());
  for (std::size_t i = 0; i < fields.size(); ++i) {
    if (fields[i].required_if.value.empty())
      continue;
    if (!known[i])
      known[i] = add_condition(context, fields[i].required_if);
    into.fields[first + i].required_if = *known[i];
  }
}

inline void compile_event_requirements(compile_context& context, std::size_t index,
                                       std::vector<std::vector<std::optional<expr_id>>>& of_forms) {
  const event_definition& source = context.source.events[index];
  const schema payload = context.made.events[index].payload; // the scope looks at it meanwhile
  schema& into = context.made.events[index].payload;
  context.scope.event = &payload;
  context.scope.form = &payload;
  std::size_t first = 0;
  if (const auto form = context.forms.find(source.form.value)) {
    const auto& fields = context.source.forms[*form].fields;
    require_under_conditions(context, into, 0, fields, of_forms[*form]);
    first = fields.size();
  }
  std::vector<std::optional<expr_id>> own;
  require_under_conditions(context, into, first, source.with, own);
  context.scope.event = nullptr;
  context.scope.form = nullptr;
}

/// Those of a form are compiled with the first event that brings it: its own fields come first in
/// every payload, so that they mean the same slots everywhere.
inline void compile_requirements(compile_context& context) {
  std::vector<std::vector<std::optional<expr_id>>> of_forms(context.source.forms.size());
  std::vector<std::optional<expr_id>> of_data;
  require_under_conditions(context, context.made.data, 0, context.source.data, of_data);
  for (std::size_t i = 0; i < context.source.events.size(); ++i)
    compile_event_requirements(context, i, of_forms);
}

} // namespace caseclock::detail::compiling
