// Messages and properties: what is told, and what must hold on every path.
#pragma once

#include <cstddef>
#include <string>
#include <utility>

#include "caseclock/program/detail/expressions.hpp"

namespace caseclock::detail::compiling {

/// `clock.…` is at hand in a message only if milestones alone send it.
inline void compile_messages(compile_context& context) {
  for (std::size_t i = 0; i < context.source.messages.size(); ++i) {
    const message_definition& message = context.source.messages[i];
    program_message made;
    made.name = message.name.value;
    made.span = message.name.span;
    context.scope.in_clock = !context.message_outside_clock[i];
    if (message.texts.empty())
      fault(context, "empty-message", "message " + double_quoted(made.name) + " has no text",
            message.name.span);
    for (const auto& [language, text] : message.texts) {
      if (text.value.find_first_not_of(" \t\n") == std::string::npos)
        fault(context, "empty-message",
              "message " + double_quoted(made.name) + " has an empty text" +
                  (language.empty() ? "" : " in " + double_quoted(language)),
              text.span);
      report<message_template> compiled = compile_template(text.value, text.span, context.scope);
      for (diagnostic& finding : compiled.diagnostics)
        context.findings.push_back(std::move(finding));
      if (compiled.ok())
        made.texts.emplace_back(language, std::move(*compiled.value));
    }
    context.made.messages.push_back(std::move(made));
  }
  context.scope.in_clock = false;
}

inline expr_id required_condition(compile_context& context, const located_text& text,
                                  const located_text& property) {
  if (text.value.empty())
    fault(context, "type-mismatch",
          "property " + double_quoted(property.value) + " lacks a condition", property.span);
  return add_condition(context, text);
}

inline void compile_properties(compile_context& context) {
  for (const property_definition& property : context.source.properties) {
    program_property made;
    made.id = property.id.value;
    made.title = property.title;
    made.kind = property.kind;
    made.span = property.id.span;
    made.expression = required_condition(context, property.expression, property.id);
    if (property.kind == property_kind::response)
      made.trigger = required_condition(context, property.trigger, property.id);
    context.made.properties.push_back(std::move(made));
  }
}

} // namespace caseclock::detail::compiling
