// What transitions, entries, exits and milestones do.
#pragma once

#include <algorithm>
#include <cstdint>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "caseclock/program/detail/amounts.hpp"
#include "caseclock/program/detail/events.hpp"
#include "caseclock/program/detail/expressions.hpp"

namespace caseclock::detail::compiling {

using action_body = decltype(action::what);

/// One overload per kind of action.
struct action_compiler {
  compile_context& context;

  action_body operator()(const set_definition& each) const {
    set_action made;
    made.field = resolve<field_id>(context, context.fields, each.field, "field");
    made.to =
        made.field.valid()
            ? add_expression_as(context, each.to, context.made.data.fields[made.field.index()].type)
            : add_expression(context, each.to);
    return made;
  }

  action_body operator()(const assign_definition& each) const {
    assign_action made;
    made.role = resolve_role(context, each.role);
    made.person = add_expression_as(context, each.person, plain(kind::string));
    return made;
  }

  action_body operator()(const raise_definition& each) const {
    raise_action made;
    made.event = resolve_event(context, each.event);
    if (!made.event.valid())
      return made;
    const program_event& event = context.made.events[made.event.index()];
    const bool ours =
        event.origin == event_origin::external || event.origin == event_origin::internal;
    if (!ours)
      fault(context, "reserved-name", double_quoted(event.name) + " is raised by the engine alone",
            each.event.span);
    for (const field_spec& field : event.payload.fields) {
      if (field.required)
        fault(context, "missing-argument",
              "event " + double_quoted(event.name) + " requires field " +
                  double_quoted(field.name) + ", which a raised event cannot carry",
              each.event.span);
    }
    return made;
  }

  action_body operator()(const emit_definition& each) const {
    return emit_action{each.event.value, arguments(each.with)};
  }

  action_body operator()(const notify_definition& each) const {
    notify_action made;
    made.role = resolve_role(context, each.role);
    made.message = resolve<message_id>(context, context.messages, each.message, "message");
    if (made.message.valid()) {
      context.message_used[made.message.index()] = true;
      if (!context.scope.in_clock)
        context.message_outside_clock[made.message.index()] = true;
    }
    return made;
  }

  action_body operator()(const open_definition& each) const {
    open_action made{each.workflow.value, arguments(each.with), {}};
    if (!each.key.value.empty())
      made.key = add_expression_as(context, each.key, plain(kind::string));
    return made;
  }

  action_body operator()(const log_definition& each) const {
    log_action made;
    report<message_template> text =
        compile_template(each.text.value, each.text.span, context.scope);
    for (diagnostic& finding : text.diagnostics)
      context.findings.push_back(std::move(finding));
    if (text.ok())
      made.text = std::move(*text.value);
    return made;
  }

  action_body operator()(const send_definition& each) const {
    send_action made;
    made.event = each.event.value;
    made.to = each.to;
    made.id = each.id;
    made.with = arguments(each.with);
    switch (each.to) {
    case send_target::self: check_own_event(each, made); break;
    case send_target::parent: break;
    case send_target::child:
      made.child = resolve<invoke_id>(context, context.invokes, each.whom, "child");
      break;
    case send_target::key:
      made.key = add_expression_as(context, each.whom, plain(kind::string));
      break;
    }
    if (each.after) {
      check_amount(context, each.after->value, each.after->span, context.made.calendar.valid(),
                   "zero-delay", "a delay");
      made.after = each.after->value;
    }
    return made;
  }

  action_body operator()(const cancel_definition& each) const {
    resolve<event_id>(context, context.sends, each.id, "send");
    return cancel_action{each.id.value};
  }

  /// An event to oneself is one that the workflow declares, with what it carries.
  void check_own_event(const send_definition& each, const send_action& made) const {
    const event_id id = resolve_event(context, each.event);
    if (!id.valid())
      return;
    const program_event& event = context.made.events[id.index()];
    if (event.origin != event_origin::external && event.origin != event_origin::internal)
      fault(context, "reserved-name", double_quoted(event.name) + " comes from the engine alone",
            each.event.span);
    const schema& payload = event.payload;
    std::vector<std::string_view> names;
    for (const field_spec& field : payload.fields) {
      names.push_back(field.name);
      const bool given = std::any_of(made.with.begin(), made.with.end(), [&](const auto& argument) {
        return argument.first == field.name;
      });
      if (field.required && !given)
        fault(context, "missing-argument",
              "event " + double_quoted(event.name) + " requires field " + double_quoted(field.name),
              each.event.span);
    }
    for (std::size_t i = 0; i < made.with.size(); ++i)
      check_own_argument(each.with[i].first, made.with[i].second, payload, names);
  }

  void check_own_argument(const located_text& name, expr_id given, const schema& payload,
                          const std::vector<std::string_view>& names) const {
    const auto slot = payload.find(name.value);
    if (!slot) {
      std::string suggestion = guess(context, name.value, names);
      fault(context, "unknown-argument", "the event has no field " + double_quoted(name.value),
            name.span)
          .suggestion = std::move(suggestion);
      return;
    }
    if (!given.valid())
      return; // reported
    if (auto finding =
            type_finding(context.made.expressions[given.index()], payload.fields[*slot].type,
                         "field " + double_quoted(name.value)))
      context.findings.push_back(std::move(*finding));
  }

  [[nodiscard]] std::vector<std::pair<std::string, expr_id>>
  arguments(const argument_definitions& with) const {
    name_table seen;
    std::vector<std::pair<std::string, expr_id>> made;
    for (const auto& [name, text] : with) {
      add_name(context, seen, "argument", name);
      made.emplace_back(name.value, add_expression(context, text));
    }
    return made;
  }
};

/// Where an action stands: its first word that the author wrote.
struct action_place {
  source_span operator()(const set_definition& each) const { return each.field.span; }
  source_span operator()(const assign_definition& each) const { return each.role.span; }
  source_span operator()(const raise_definition& each) const { return each.event.span; }
  source_span operator()(const emit_definition& each) const { return each.event.span; }
  source_span operator()(const notify_definition& each) const { return each.role.span; }
  source_span operator()(const open_definition& each) const { return each.workflow.span; }
  source_span operator()(const log_definition& each) const { return each.text.span; }
  source_span operator()(const send_definition& each) const { return each.event.span; }
  source_span operator()(const cancel_definition& each) const { return each.id.span; }
};

/// Compiles a list of actions under the scope that holds now.
inline table_range compile_actions(compile_context& context,
                                   const std::vector<action_definition>& actions) {
  table_range range;
  range.first = static_cast<std::uint32_t>(context.made.actions.size());
  range.count = static_cast<std::uint32_t>(actions.size());
  for (const action_definition& each : actions) {
    action made;
    made.what = std::visit(action_compiler{context}, each);
    made.span = std::visit(action_place{}, each);
    context.made.actions.push_back(std::move(made));
  }
  return range;
}

} // namespace caseclock::detail::compiling
