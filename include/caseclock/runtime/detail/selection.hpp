// Which transitions are taken (rule S2; SCXML appendix D: selectTransitions, removeConflicting).
#pragma once

#include <algorithm>
#include <cstdint>
#include <string_view>
#include <vector>

#include "caseclock/runtime/detail/guards.hpp"

namespace caseclock::detail {

/// What sets transitions off. `scope`: the approval whose own event it is, or invalid.
struct stimulus {
  trigger_kind kind = trigger_kind::eventless;
  event_id event{};
  timer_id timer{};
  state_id scope{};
  std::string_view name{}; ///< of the event, by SCXML's rules
};

[[nodiscard]] inline bool answers(const program_transition& each, const stimulus& to) {
  if (!to.name.empty())
    return each.trigger == to.kind && stand_for(each.descriptors, to.name);
  return each.trigger == to.kind && each.event == to.event && each.timer == to.timer;
}

/// An approval's own events concern that approval: a leaf inside another approval does not see
/// them.
[[nodiscard]] inline bool within_scope(const program& code, state_id leaf, state_id scope) {
  return !scope.valid() || leaf == scope || !code.states[leaf.index()].approval.valid();
}

/// The states that a target stands for: what a history remembers, or its default.
inline void effective_targets(const macrostep& m, state_id target, std::vector<state_id>& into) {
  if (!is_history(m.code, target)) {
    into.push_back(target);
    return;
  }
  if (const std::vector<state_id>* before = remembered(m.state, target)) {
    into.insert(into.end(), before->begin(), before->end());
    return;
  }
  for (const state_id fallback : m.code.states[target.index()].initial)
    effective_targets(m, fallback, into); // compiled programs have no cycles of defaults
}

[[nodiscard]] inline bool properly_inside(const program& code, state_id inner, state_id outer) {
  return inner != outer && code.inside(inner, outer);
}

/// The state that stays active around the transition, all inside of which is exited (S7); invalid
/// for a transition without a target, which exits nothing.
[[nodiscard]] inline state_id domain_of(const macrostep& m, const program_transition& each) {
  std::vector<state_id> targets;
  for (const state_id target : each.targets)
    effective_targets(m, target, targets);
  if (targets.empty())
    return {};
  const auto holds_all = [&](state_id outer) {
    return std::all_of(targets.begin(), targets.end(),
                       [&](state_id inner) { return properly_inside(m.code, inner, outer); });
  };
  const auto is_compound = [&](state_id id) {
    return id == root_state || m.code.states[id.index()].kind == state_kind::compound;
  };
  if (each.internal && is_compound(each.source) && holds_all(each.source))
    return each.source;
  state_id outer = each.source;
  do {
    if (outer == root_state)
      return root_state;
    outer = m.code.states[outer.index()].parent;
  } while (!is_compound(outer) || !holds_all(outer));
  return outer;
}

/// A transition that is taken, with its domain.
struct chosen_transition {
  std::uint32_t index = 0;
  state_id domain{};
};

/// Walks from a leaf to the root; the first that answers and whose guard holds. `chosen` so far are
/// not asked again: nothing changes during a selection.
inline bool select_from(macrostep& m, state_id leaf, const stimulus& to,
                        std::vector<chosen_transition>& chosen) {
  for (state_id at = leaf; at.valid(); at = m.code.states[at.index()].parent) {
    const table_range range = m.code.states[at.index()].transitions;
    for (std::uint32_t i = range.first; i < range.first + range.count; ++i) {
      const program_transition& each = m.code.transitions[i];
      if (!answers(each, to))
        continue;
      for (const chosen_transition& earlier : chosen) {
        if (earlier.index == i)
          return true;
      }
      if (!holds(m, each.guard))
        continue;
      chosen.push_back({i, domain_of(m, each)});
      return true;
    }
  }
  return false;
}

/// Two transitions conflict if both would exit some state: domains are nested or apart.
[[nodiscard]] inline bool in_conflict(const program& code, state_id a, state_id b) {
  return a.valid() && b.valid() && (code.inside(a, b) || code.inside(b, a));
}

/// Of conflicting transitions the one whose source lies deeper wins, otherwise the earlier one.
inline std::vector<chosen_transition>
without_conflicts(const program& code, const std::vector<chosen_transition>& enabled) {
  std::vector<chosen_transition> kept;
  for (const chosen_transition& each : enabled) {
    const state_id source = code.transitions[each.index].source;
    const auto loses_to_each = [&](const chosen_transition& other) {
      return in_conflict(code, each.domain, other.domain) &&
             properly_inside(code, source, code.transitions[other.index].source);
    };
    const bool preempted = std::any_of(kept.begin(), kept.end(), [&](const auto& other) {
      return in_conflict(code, each.domain, other.domain) && !loses_to_each(other);
    });
    if (preempted)
      continue;
    kept.erase(std::remove_if(kept.begin(), kept.end(), loses_to_each), kept.end());
    kept.push_back(each);
  }
  return kept;
}

[[nodiscard]] inline std::vector<chosen_transition> select(macrostep& m, const stimulus& to) {
  std::vector<chosen_transition> enabled;
  for (const state_id leaf : m.state.active) {
    if (is_leaf(m.code, leaf) && within_scope(m.code, leaf, to.scope))
      select_from(m, leaf, to, enabled);
  }
  if (enabled.size() > 1)
    enabled = without_conflicts(m.code, enabled);
  return enabled;
}

} // namespace caseclock::detail
