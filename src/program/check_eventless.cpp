// Pass: cycles of eventless transitions that no guard can break (rule S6).
//
// From an innermost state the next eventless step is certain as long as no guard is asked: the
// first eventless transition from the state outwards, if it has none. Following only certain steps,
// a strongly connected component with an edge inside is a loop that never ends.
#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include <boost/graph/adjacency_list.hpp>
#include <boost/graph/strong_components.hpp>

#include "program/passes.hpp"

namespace caseclock::detail::passes {

namespace {

using graph = boost::adjacency_list<boost::vecS, boost::vecS, boost::directedS>;

/// The transition that is certainly taken next in this innermost state; null: a guard decides, or
/// nothing happens.
const program_transition* certain_step(const program& compiled, state_id innermost) {
  for (state_id at = innermost; at.valid(); at = compiled.states[at.index()].parent) {
    const table_range range = compiled.states[at.index()].transitions;
    for (const program_transition& each : entries(compiled.transitions, range)) {
      if (each.trigger != trigger_kind::eventless || never_holds(compiled, each.guard))
        continue;
      return always_holds(compiled, each.guard) ? &each : nullptr;
    }
  }
  return nullptr;
}

bool is_innermost(const program_state& state) {
  return !is_nested(state) && !is_memory(state);
}

std::string cycle_text(const program& compiled, const std::vector<state_id>& states) {
  if (states.size() == 1)
    return "state " + quoted_state(compiled, states.front()) +
           " would take this transition again and again, without an event: it needs a condition";
  std::string text = "states ";
  constexpr std::size_t shown = 8;
  for (std::size_t i = 0; i < std::min(states.size(), shown); ++i)
    text += (i == 0 ? "" : ", ") + quoted_state(compiled, states[i]);
  if (states.size() > shown)
    text += ", …";
  return text + " follow one another for ever, without an event: one of them needs a condition";
}

struct certain_steps {
  graph edges;
  std::vector<const program_transition*> step; ///< by state
  std::vector<bool> repeats;                   ///< by state: leads to itself
};

certain_steps collect_steps(const program& compiled) {
  const std::size_t count = compiled.states.size();
  certain_steps made{graph(count), std::vector<const program_transition*>(count, nullptr),
                     std::vector<bool>(count, false)};
  for (std::size_t i = 1; i < count; ++i) {
    if (!is_innermost(compiled.states[i]))
      continue;
    const program_transition* step = certain_step(compiled, state_id{i});
    made.step[i] = step;
    if (step == nullptr)
      continue;
    made.repeats[i] = step->targets.empty();
    for (const state_id target : step->targets) {
      for (const state_id next : default_descent(compiled, target)) {
        if (!is_innermost(compiled.states[next.index()]))
          continue;
        boost::add_edge(i, next.index(), made.edges);
        made.repeats[i] = made.repeats[i] || next.index() == i;
      }
    }
  }
  return made;
}

/// What neither leads away nor does anything leaves its own condition as it is. Without a condition
/// it is among the cycles.
void check_idle(const program& compiled, findings& into) {
  for (const program_transition& each : compiled.transitions) {
    const bool idle = each.trigger == trigger_kind::eventless && each.targets.empty() &&
                      each.actions.empty() && !always_holds(compiled, each.guard) &&
                      !never_holds(compiled, each.guard);
    if (idle)
      into.push_back(make_finding(severity::fault, "eventless-cycle",
                                  "this changes nothing, so it would be taken again and again: it "
                                  "needs a target or something to do",
                                  each.span));
  }
}

} // namespace

void check_eventless_cycles(const program& compiled, findings& into) {
  check_idle(compiled, into);
  const certain_steps steps = collect_steps(compiled);
  std::vector<std::size_t> component(compiled.states.size());
  const std::size_t count = boost::strong_components(
      steps.edges, boost::make_iterator_property_map(component.begin(),
                                                     boost::get(boost::vertex_index, steps.edges)));
  std::vector<std::vector<state_id>> members(count);
  for (std::size_t i = 1; i < component.size(); ++i) {
    if (steps.step[i] != nullptr)
      members[component[i]].push_back(state_id{i});
  }
  std::sort(members.begin(), members.end());
  for (const std::vector<state_id>& cycle : members) {
    if (cycle.empty() || (cycle.size() == 1 && !steps.repeats[cycle.front().index()]))
      continue;
    diagnostic finding =
        make_finding(severity::fault, "eventless-cycle", cycle_text(compiled, cycle),
                     steps.step[cycle.front().index()]->span);
    for (std::size_t i = 1; i < std::min<std::size_t>(cycle.size(), 8); ++i)
      finding.notes.emplace_back(steps.step[cycle[i].index()]->span, "and on from here");
    into.push_back(std::move(finding));
  }
}

} // namespace caseclock::detail::passes
