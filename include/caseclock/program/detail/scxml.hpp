// What workflows under SCXML's rules (`semantics: scxml`) have besides: fields that the case itself
// fills in, variables of loops, bindings, the data of final states. And what either kind lacks.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "caseclock/program/detail/actions.hpp"
#include "caseclock/program/detail/schemas.hpp"

namespace caseclock::detail::compiling {

/// A field whose value is known at run time alone, and that may be unbound.
inline field_spec dynamic_field(std::string name) {
  field_spec made;
  made.name = std::move(name);
  made.type = plain(kind::any);
  made.type.optional = true;
  return made;
}

inline field_id declare_dynamic(compile_context& context, std::string_view name) {
  context.fields.add(name, {});
  context.made.data.fields.push_back(dynamic_field(std::string(name)));
  return field_id{context.made.data.fields.size() - 1};
}

/// A loop's item and index are variables, declared by the loop if by nothing else. Recursive: as
/// deep as actions are nested, which the loader bounds.
template <class Actions> void declare_loops(compile_context& context, const Actions& actions) {
  const auto declare = [&](const located_text& name) {
    if (is_identifier(name.value) && !is_reserved_in_expressions(name.value) &&
        !context.fields.find(name.value))
      declare_dynamic(context, name.value);
  };
  for (const auto& each : actions) {
    const action_definition* what = nullptr;
    if constexpr (std::is_same_v<typename Actions::value_type, nested_action>)
      what = &each.what;
    else
      what = &each;
    if (const auto* loop = std::get_if<foreach_definition>(what)) {
      declare(loop->item);
      declare(loop->index);
      declare_loops(context, loop->actions);
    } else if (const auto* block = std::get_if<block_definition>(what)) {
      declare_loops(context, block->actions);
    } else if (const auto* choice = std::get_if<if_definition>(what)) {
      for (const branch_definition& branch : choice->branches)
        declare_loops(context, branch.actions);
    }
  }
}

/// Calls `each` with every list of actions of every state.
template <class Each> void for_each_action_list(const compile_context& context, Each each) {
  for (std::size_t i = 1; i < context.written.size(); ++i) {
    const state_definition& state = *context.written[i];
    each(state.entry);
    each(state.exit);
    each(state.initial_actions);
    for (const trigger_definition& trigger : state.on) {
      for (const transition_definition& transition : trigger.transitions)
        each(transition.actions);
    }
    for (const timer_definition& timer : state.after) {
      for (const transition_definition& transition : timer.transitions)
        each(transition.actions);
    }
  }
}

/// `_event`: its members are known, and each may be blank.
inline type event_type() {
  schema members;
  for (const char* each : {"name", "type", "sendid", "origin", "origintype", "invokeid", "data"})
    members.fields.push_back(dynamic_field(each));
  type made = plain(kind::record);
  made.optional = true;
  made.fields = std::make_shared<const schema>(std::move(members));
  return made;
}

inline void declare_scxml_fields(compile_context& context) {
  system_fields& system = context.made.system;
  system.event = declare_dynamic(context, "_event");
  system.name = declare_dynamic(context, "_name");
  system.session = declare_dynamic(context, "_sessionid");
  system.processors = declare_dynamic(context, "_ioprocessors");
  context.made.data.fields[system.event.index()].type = event_type();
  for_each_action_list(context, [&](const auto& actions) { declare_loops(context, actions); });
}

/// Initial values, of the case or of states that bind them when they are entered.
inline void compile_bindings(compile_context& context) {
  for (std::size_t i = 0; i < context.source.data.size(); ++i) {
    const field_definition& field = context.source.data[i];
    program_binding made{field_id{i}, {}};
    if (!field.expr.value.empty())
      made.to = add_expression_as(context, field.expr, context.made.data.fields[i].type);
    const bool late = !field.state.value.empty();
    if (late) {
      const state_id state = resolve_state(context, field.state);
      if (state.valid() && made.to.valid())
        context.made.states[state.index()].late.push_back(made);
    } else if (made.to.valid()) {
      context.made.bindings.push_back(made);
    }
  }
}

inline void compile_donedata(compile_context& context, state_id id) {
  const auto& written = context.written[id.index()]->donedata;
  if (!written)
    return;
  const action_compiler compiler{context};
  context.made.states[id.index()].donedata = program_donedata{
      compiler.arguments(written->with), compiler.optional_expression(written->content)};
}

inline void refuse_key(compile_context& context, bool used, std::string_view key, source_span span,
                       bool scxml) {
  if (!used)
    return;
  if (scxml)
    fault(context, "not-in-scxml",
          double_quoted(key) + " has no meaning under \"semantics: scxml\"", span);
  else
    fault(context, "scxml-only",
          double_quoted(key) + " is a key of workflows with \"semantics: scxml\"", span);
}

/// Keys that one kind of workflow has and the other has not.
inline void check_profile(compile_context& context) {
  const bool scxml = context.source.semantics == rules_of::scxml;
  for (const field_definition& field : context.source.data) {
    refuse_key(context, !scxml && !field.expr.value.empty(), "expr", field.expr.span, scxml);
    refuse_key(context, !scxml && !field.state.value.empty(), "state", field.state.span, scxml);
    refuse_key(context, scxml && field.for_the_record, "for_the_record", field.name.span, scxml);
  }
  for (std::size_t i = 1; i < context.written.size(); ++i) {
    const state_definition& state = *context.written[i];
    const source_span at = state.name.span;
    refuse_key(context, !scxml && state.donedata.has_value(), "donedata", at, scxml);
    refuse_key(context, scxml && !state.defer.empty(), "defer", at, scxml);
    refuse_key(context, scxml && !state.ignore.empty(), "ignore", at, scxml);
    refuse_key(context, scxml && state.approval.has_value(), "approval", at, scxml);
    refuse_key(context, scxml && !state.invokes.empty(), "invoke", at, scxml);
    if (state.donedata && state.kind != state_kind::final)
      fault(context, "invalid-state", "\"donedata\" belongs to a state of type final",
            state.donedata->span);
  }
  if (!scxml)
    return;
  for (const event_definition& event : context.source.events)
    refuse_key(context, !event.with.empty() || !event.form.value.empty(),
               event.with.empty() ? "form" : "with", event.name.span, true);
}

} // namespace caseclock::detail::compiling
