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
#include "caseclock/program/detail/locations.hpp"

namespace caseclock::detail::compiling {

using action_body = decltype(action::what);

inline table_range compile_nested(compile_context& context,
                                  const std::vector<nested_action>& actions);

/// One overload per kind of action.
struct action_compiler {
  compile_context& context;

  action_body operator()(const set_definition& each) const {
    if (context.lenient)
      return place_action{compile_location(context, each.field), add_expression(context, each.to)};
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
    if (!made.event.valid() || context.lenient)
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
    not_in_scxml(each.event.span, "send");
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

  action_body operator()(const if_definition& each) const {
    if_action made;
    for (const branch_definition& branch : each.branches) {
      const expr_id guard = add_condition(context, branch.guard);
      made.branches.emplace_back(guard, compile_nested(context, branch.actions));
    }
    return made;
  }

  action_body operator()(const cancel_definition& each) const {
    not_in_scxml(each.id.span, "cancel");
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

  action_body operator()(const block_definition& each) const {
    scxml_only(each.span, "block");
    return block_action{compile_nested(context, each.actions)};
  }

  action_body operator()(const foreach_definition& each) const {
    scxml_only(each.list.span, "foreach");
    foreach_action made;
    made.list = add_expression(context, each.list);
    made.item = compile_location(context, each.item);
    if (!each.index.value.empty())
      made.index = compile_location(context, each.index);
    made.actions = compile_nested(context, each.actions);
    return made;
  }

  action_body operator()(const post_definition& each) const {
    scxml_only(each.span, "post");
    post_action made;
    made.event = optional_expression(each.event);
    made.target = optional_expression(each.target);
    made.type = optional_expression(each.type);
    made.delay = optional_expression(each.delay);
    made.id = optional_expression(each.id);
    if (!each.id_location.value.empty())
      made.id_location = compile_location(context, each.id_location);
    made.with = arguments(each.with);
    made.content = optional_expression(each.content);
    return made;
  }

  action_body operator()(const recall_definition& each) const {
    scxml_only(each.id.span, "recall");
    return recall_action{add_expression(context, each.id)};
  }

  action_body operator()(const trace_definition& each) const {
    scxml_only(each.span, "trace");
    return trace_action{each.label.value, optional_expression(each.expr)};
  }

  void scxml_only(source_span place, std::string_view word) const {
    if (!context.lenient)
      fault(context, "scxml-only",
            double_quoted(word) + " is an action of workflows with \"semantics: scxml\"", place);
  }
  void not_in_scxml(source_span place, std::string_view word) const {
    if (context.lenient)
      fault(context, "not-in-scxml",
            double_quoted(word) + " has no meaning under \"semantics: scxml\"", place);
  }
  [[nodiscard]] expr_id optional_expression(const located_text& text) const {
    return text.value.empty() ? expr_id{} : add_expression(context, text);
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
  source_span operator()(const if_definition& each) const { return each.span; }
  source_span operator()(const block_definition& each) const { return each.span; }
  source_span operator()(const foreach_definition& each) const { return each.list.span; }
  source_span operator()(const post_definition& each) const { return each.span; }
  source_span operator()(const recall_definition& each) const { return each.id.span; }
  source_span operator()(const trace_definition& each) const { return each.span; }
};

inline action compile_action(compile_context& context, const action_definition& each) {
  action made;
  made.what = std::visit(action_compiler{context}, each);
  made.span = std::visit(action_place{}, each);
  return made;
}

/// A list stands together in the table, behind whatever stands inside its actions.
inline table_range keep_actions(compile_context& context, std::vector<action> made) {
  std::vector<action>& all = context.made.actions;
  const table_range range{static_cast<std::uint32_t>(all.size()),
                          static_cast<std::uint32_t>(made.size())};
  for (action& each : made)
    all.push_back(std::move(each));
  return range;
}

/// Compiles a list of actions under the scope that holds now.
inline table_range compile_actions(compile_context& context,
                                   const std::vector<action_definition>& actions) {
  std::vector<action> made;
  for (const action_definition& each : actions)
    made.push_back(compile_action(context, each));
  return keep_actions(context, std::move(made));
}

/// Recursive: as deep as actions are nested, which the loader bounds.
inline table_range compile_nested(compile_context& context,
                                  const std::vector<nested_action>& actions) {
  std::vector<action> made;
  for (const nested_action& each : actions)
    made.push_back(compile_action(context, each.what));
  return keep_actions(context, std::move(made));
}

} // namespace caseclock::detail::compiling
