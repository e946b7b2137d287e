// One microstep: exits in reverse document order, transition actions, entries in document order
// (rule S5).
#pragma once

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "caseclock/runtime/detail/actions.hpp"
#include "caseclock/runtime/detail/approvals.hpp"
#include "caseclock/runtime/detail/entry_set.hpp"

namespace caseclock::detail {

/// What a history state is to remember of the states that are left now.
[[nodiscard]] inline std::vector<state_id> memory_of(const macrostep& m, state_id history) {
  const program_state& about = m.code.states[history.index()];
  std::vector<state_id> held;
  for (const state_id id : m.state.active) {
    const bool wanted = about.kind == state_kind::history_deep
                            ? is_leaf(m.code, id) && m.code.inside(id, about.parent)
                            : m.code.states[id.index()].parent == about.parent;
    if (wanted)
      held.push_back(id);
  }
  return held;
}

/// Recorded before any exit action runs (S9).
inline void record_history(macrostep& m, const std::vector<state_id>& leaving) {
  for (const state_id id : leaving) {
    for (const state_id child : m.code.states[id.index()].children) {
      if (!is_history(m.code, child))
        continue;
      std::vector<state_id> held = memory_of(m, child);
      const auto known =
          std::find_if(m.state.history.begin(), m.state.history.end(),
                       [&](const history_entry& each) { return each.history == child; });
      if (known != m.state.history.end())
        known->states = std::move(held);
      else
        m.state.history.push_back({child, std::move(held)});
    }
  }
}

inline bool exit_states(macrostep& m, const std::vector<state_id>& leaving) {
  record_history(m, leaving);
  for (auto each = leaving.rbegin(); each != leaving.rend(); ++each) {
    const state_id id = *each;
    disarm_timers(m, id);
    if (!m.quiet && !run_block(m, m.code.states[id.index()].exit))
      return false;
    disarm_timers(m, id); // an exit action may have set a date
    end_children_of(m, id);
    m.state.active.erase(std::lower_bound(m.state.active.begin(), m.state.active.end(), id));
    m.tell(state_exited{id});
    m.facts.left.push_back(id);
    end_tasks_of(m, id);
  }
  return true;
}

/// `done.state.…` with what the final state hands out. What cannot be evaluated is left out, and
/// told before.
inline void raise_done(macrostep& m, state_id final_state, state_id parent) {
  event_about about{
      m.code.events[m.code.states[parent.index()].done.index()].name, "platform", {}, {}, {}};
  if (const auto& handed = m.code.states[final_state.index()].donedata) {
    const auto evaluated = [&m](expr_id id) {
      result<value> made = evaluate_in(m, id);
      if (!made)
        m.enqueue_error({}, {}, made.error().message);
      return made;
    };
    value_record data;
    for (const auto& [name, id] : handed->with) {
      if (result<value> made = evaluated(id))
        data.emplace_back(name, *std::move(made));
    }
    if (!data.empty())
      about.data = std::move(data);
    if (handed->content.valid())
      about.data = evaluated(handed->content).value_or({});
  }
  m.enqueue(std::move(about));
}

/// A final state completes what it lies in (S8); a top-level one completes the case.
inline void complete(macrostep& m, state_id final_state) {
  const state_id parent = m.code.states[final_state.index()].parent;
  if (parent == root_state) {
    m.finished = final_state;
    return;
  }
  if (m.by_scxml())
    raise_done(m, final_state, parent);
  else
    m.raise(m.code.states[parent.index()].done);
  // A parallel state whose regions have all come to their end may itself be the last region of one.
  state_id outer = m.code.states[parent.index()].parent;
  while (m.code.states[outer.index()].kind == state_kind::parallel &&
         is_done(m.code, m.state, outer)) {
    m.raise(m.code.states[outer.index()].done);
    outer = m.code.states[outer.index()].parent;
  }
}

/// SCXML's late binding: a state's own data, when it is entered for the first time.
inline void bind_late(macrostep& m, state_id id) {
  const std::vector<program_binding>& late = m.code.states[id.index()].late;
  std::vector<state_id>& bound = m.state.bound;
  if (late.empty() || std::find(bound.begin(), bound.end(), id) != bound.end())
    return;
  bound.push_back(id);
  for (const program_binding& each : late)
    bind(m, each);
}

/// What is done on the way from a state to where it begins, or from a memory to its default.
inline bool run_beginnings(macrostep& m, state_id id, const entry_collector& collected) {
  if (collected.by_default(id) && !run_block(m, m.code.states[id.index()].initial_actions))
    return false;
  const state_id memory = collected.memory_in(id);
  return !memory.valid() || run_block(m, m.code.states[memory.index()].initial_actions);
}

inline bool enter_state(macrostep& m, state_id id, const entry_collector& collected) {
  const program_state& about = m.code.states[id.index()];
  const auto place = std::lower_bound(m.state.active.begin(), m.state.active.end(), id);
  if (place != m.state.active.end() && *place == id)
    return true;
  m.state.active.insert(place, id);
  m.tell(state_entered{id});
  m.facts.entered.push_back(id);
  m.facts.any = true;
  bind_late(m, id);
  if (!run_block(m, about.entry) || !ask_for_children(m, about.invokes))
    return false;
  if (about.task.valid()) {
    const program_task& task = m.code.tasks[about.task.index()];
    offer_task(m, id, task.role, {}, limit_from_now(m, task.within));
  }
  if (about.approval.valid())
    begin_approval(m, about.approval);
  if (!arm_timers(m, id) || !run_beginnings(m, id, collected))
    return false;
  if (about.kind == state_kind::final)
    complete(m, id);
  return true;
}

inline bool enter_states(macrostep& m, const entry_collector& collected) {
  const std::vector<state_id>& entering = collected.states();
  for (const state_id memory : collected.memories()) { // in a state that stays as it is
    const program_state& about = m.code.states[memory.index()];
    const bool stays = about.parent == root_state || is_active(m.state, about.parent);
    if (stays && !run_block(m, about.initial_actions))
      return false;
  }
  return std::all_of(entering.begin(), entering.end(),
                     [&](state_id id) { return enter_state(m, id, collected); });
}

/// Takes the chosen transitions, which are free of conflicts.
inline bool microstep(macrostep& m, const std::vector<chosen_transition>& chosen) {
  if (!m.spend())
    return false;
  m.facts.any = true;
  for (const chosen_transition& each : chosen)
    m.tell(transition_taken{each.index});
  if (!exit_states(m, exit_set(m, chosen)))
    return false;
  for (const chosen_transition& each : chosen) {
    if (!run_block(m, m.code.transitions[each.index].actions))
      return false;
  }
  entry_collector collector{m};
  for (const chosen_transition& each : chosen)
    collector.add_transition(m.code.transitions[each.index].targets, each.domain);
  return enter_states(m, collector);
}

/// Enters the workflow's initial states.
inline bool enter_initial(macrostep& m) {
  entry_collector collector{m};
  const program_state& root = m.code.states[root_state.index()];
  collector.add_transition(root.initial, root_state);
  return run_block(m, root.initial_actions) && enter_states(m, collector);
}

} // namespace caseclock::detail
