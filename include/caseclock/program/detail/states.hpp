// States: numbered in document order, each parent before its children (rule S3).
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "caseclock/program/detail/names.hpp"

namespace caseclock::detail::compiling {

inline bool is_history(state_kind kind) {
  return kind == state_kind::history_shallow || kind == state_kind::history_deep;
}

/// Enters the states of one parent into the table. False: a limit is exceeded (and reported).
/// Recursive: the depth is bounded by `deepest_state`.
inline bool number_states(compile_context& context, const std::vector<state_definition>& siblings,
                          state_id parent, std::uint32_t depth) {
  auto& states = context.made.states;
  for (const state_definition& each : siblings) {
    if (depth > deepest_state || states.size() > most_entries) {
      fault(context, "limit-exceeded",
            depth > deepest_state ? "states can be nested 64 deep"
                                  : "at most 10000 states are possible",
            each.name.span);
      return false;
    }
    const bool scxml = context.source.semantics == rules_of::scxml;
    check_spelling(context, "state", each.name,
                   scxml ? is_dotted_name(each.name.value) : is_plain_name(each.name.value));
    add_name(context, context.states, "state", each.name);
    const state_id id{states.size()};
    context.written.push_back(&each);
    program_state& made = states.emplace_back();
    made.name = each.name.value;
    made.title = each.title;
    made.kind = each.kind;
    made.parent = parent;
    made.depth = depth;
    made.span = each.name.span;
    states[parent.index()].children.push_back(id);
    if (!number_states(context, each.states, id, depth + 1))
      return false;
    states[id.index()].last = state_id{states.size() - 1};
  }
  return true;
}

inline bool compile_state_tree(compile_context& context) {
  context.written.push_back(nullptr);
  context.states.add("", {});
  program_state& root = context.made.states.emplace_back();
  root.kind = state_kind::compound;
  root.title = context.made.title;
  root.span = context.source.name.span;
  const bool whole = number_states(context, context.source.states, state_id{0}, 1);
  context.made.states[0].last = state_id{context.made.states.size() - 1};
  return whole;
}

inline std::vector<std::string_view> child_names(const compile_context& context, state_id parent) {
  std::vector<std::string_view> names;
  for (const state_id child : context.made.states[parent.index()].children)
    names.push_back(context.made.states[child.index()].name);
  return names;
}

/// A state that a transition, a clock or an `initial` names. The root cannot be named.
inline state_id resolve_state(compile_context& context, const located_text& wanted) {
  if (wanted.value.empty()) {
    fault(context, "unknown-state", "a state's name is missing", wanted.span);
    return {};
  }
  return resolve<state_id>(context, context.states, wanted, "state");
}

/// A place to begin, if it is one: appended to the state's initial states.
inline void add_initial(compile_context& context, state_id id, const located_text& initial,
                        state_id within) {
  program_state& state = context.made.states[id.index()];
  const state_id target = resolve_state(context, initial);
  if (!target.valid())
    return;
  if (target == within || target == id || !context.made.inside(target, within)) {
    std::string suggestion = guess(context, initial.value, child_names(context, within));
    fault(context, "unreachable-initial",
          "state " + double_quoted(initial.value) + " does not lie inside " +
              (within == state_id{0} ? "the workflow"
                                     : double_quoted(context.made.states[within.index()].name)),
          initial.span)
        .suggestion = std::move(suggestion);
    return;
  }
  if (is_history(state.kind) && is_history(context.made.states[target.index()].kind)) {
    fault(context, "invalid-state", "a memory cannot lead to another memory", initial.span);
    return;
  }
  state.initial.push_back(target);
}

/// The names in a text, which blanks keep apart; each with the place of the whole.
inline std::vector<located_text> words_of(const located_text& text) {
  constexpr std::string_view blanks = " \t\r\n";
  std::vector<located_text> words;
  const std::string_view all = text.value;
  for (std::size_t at = all.find_first_not_of(blanks); at < all.size();
       at = all.find_first_not_of(blanks, at)) {
    const std::size_t end = std::min(all.find_first_of(blanks, at), all.size());
    words.push_back({std::string(all.substr(at, end - at)), text.span});
    at = end;
  }
  return words;
}

/// Where the state begins (compound), or goes when it remembers nothing (history). By SCXML's rules
/// there may be several such places, and the default is the first state inside.
inline void compile_initial(compile_context& context, state_id id, const located_text& initial,
                            state_id within) {
  program_state& state = context.made.states[id.index()];
  const bool scxml = context.source.semantics == rules_of::scxml;
  const std::vector<state_id>& inside = context.made.states[within.index()].children;
  if (initial.value.empty() && scxml && !is_history(state.kind) && !inside.empty()) {
    state.initial.push_back(inside.front());
    return;
  }
  if (initial.value.empty()) {
    const std::string who =
        id == state_id{0} ? "the workflow" : "state " + double_quoted(state.name);
    const std::vector<std::string_view> candidates = child_names(context, within);
    diagnostic& finding =
        fault(context, "missing-initial",
              who + (is_history(state.kind)
                         ? " needs a default: the state to enter when nothing is remembered"
                         : " needs an initial state"),
              state.span);
    if (!candidates.empty())
      finding.suggestion = std::string(candidates.front());
    return;
  }
  if (!scxml)
    return add_initial(context, id, initial, within);
  for (const located_text& each : words_of(initial))
    add_initial(context, id, each, within);
}

inline void invalid_state(compile_context& context, const state_definition& state,
                          std::string_view why) {
  fault(context, "invalid-state",
        "state " + double_quoted(state.name.value) + " " + std::string(why), state.name.span);
}

/// What its kind does not allow.
inline void check_state_shape(compile_context& context, state_id id) {
  const state_definition& state = *context.written[id.index()];
  const state_id parent = context.made.states[id.index()].parent;
  const bool in_parallel = context.made.states[parent.index()].kind == state_kind::parallel;
  const bool nested = state.kind == state_kind::compound || state.kind == state_kind::parallel;
  if (nested && state.states.empty())
    invalid_state(context, state, "has no states inside");
  if (!nested && !state.states.empty())
    invalid_state(context, state, "cannot have states inside");
  if (state.kind == state_kind::parallel && !state.initial.value.empty())
    invalid_state(context, state, "enters all its regions: it has no initial state");
  if (state.kind == state_kind::atomic && !state.initial.value.empty())
    invalid_state(context, state, "has no states inside: it has no initial state");
  if (state.kind == state_kind::final && in_parallel)
    invalid_state(context, state, "is final: it cannot be a region");
  const bool waits = state.task || state.approval || !state.on.empty() || !state.after.empty() ||
                     !state.invokes.empty();
  if (state.kind == state_kind::final && waits)
    invalid_state(context, state, "is final: nothing can happen in it");
  if (is_history(state.kind) && (waits || !state.entry.empty() || !state.exit.empty()))
    invalid_state(context, state, "is a memory: it has no behaviour of its own");
  if (state.approval && state.kind != state_kind::atomic)
    invalid_state(context, state, "is an approval: it cannot have states inside");
  if (state.approval && state.task)
    invalid_state(context, state, "is an approval: it offers tasks of its own");
}

inline void compile_tags(compile_context& context, state_id id) {
  for (const located_text& tag : context.written[id.index()]->tags) {
    check_spelling(context, "tag", tag, is_plain_name(tag.value));
    std::optional<std::size_t> known = context.tags.find(tag.value);
    if (!known) {
      known = context.made.tags.size();
      context.tags.add(tag.value, tag.span);
      context.made.tags.push_back(tag.value);
    }
    context.made.states[id.index()].tags.push_back(tag_id{*known});
  }
}

/// What needs nothing but the names of states.
inline void compile_state_shapes(compile_context& context) {
  if (context.source.states.empty())
    fault(context, "missing-states", "the workflow has no states", context.source.name.span);
  else
    compile_initial(context, state_id{0}, context.source.initial, state_id{0});
  for (std::size_t i = 1; i < context.made.states.size(); ++i) {
    const state_id id{i};
    check_state_shape(context, id);
    compile_tags(context, id);
    const program_state& state = context.made.states[i];
    if (state.kind == state_kind::compound && !state.children.empty())
      compile_initial(context, id, context.written[i]->initial, id);
    if (is_history(state.kind))
      compile_initial(context, id, context.written[i]->initial, state.parent);
  }
}

} // namespace caseclock::detail::compiling
