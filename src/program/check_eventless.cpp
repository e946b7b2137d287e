// Pass: cycles of eventless transitions that no guard can break (rule S6).
//
// From an innermost state an eventless step is certain if one of its transitions, or of those
// around it, asks no guard; which one it is, the guards before that may decide. A state whose every
// step leads to such a state again, and so on, never comes to rest: among these, a strongly
// connected component with an edge inside is a loop without end.
#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include <boost/graph/adjacency_list.hpp>
#include <boost/graph/strong_components.hpp>

#include "program/passes.hpp"

namespace caseclock::detail::passes {

namespace {

using graph = boost::adjacency_list<boost::vecS, boost::vecS, boost::directedS>;

/// The eventless transitions one of which is certainly taken next in this innermost state: those
/// that a guard decides on, and the first that none does. Empty: perhaps nothing happens.
std::vector<const program_transition*> next_steps(const program& compiled, state_id innermost) {
  std::vector<const program_transition*> found;
  for (state_id at = innermost; at.valid(); at = compiled.states[at.index()].parent) {
    const table_range range = compiled.states[at.index()].transitions;
    for (const program_transition& each : entries(compiled.transitions, range)) {
      if (each.trigger != trigger_kind::eventless || never_holds(compiled, each.guard))
        continue;
      found.push_back(&each);
      if (always_holds(compiled, each.guard))
        return found;
    }
  }
  return {};
}

bool is_innermost(const program_state& state) {
  return !is_nested(state) && !is_memory(state);
}

struct certain_steps {
  std::vector<std::vector<const program_transition*>> steps; ///< by state
  /// By state and step: the innermost states that it leads to.
  std::vector<std::vector<std::vector<state_id>>> targets;
  std::vector<bool> endless; ///< by state: whichever step is taken, another one follows
};

std::vector<state_id> innermost_targets(const program& compiled, state_id from,
                                        const program_transition& step) {
  if (step.targets.empty())
    return {from};
  std::vector<state_id> found;
  for (const state_id target : step.targets) {
    for (const state_id next : default_descent(compiled, target)) {
      if (is_innermost(compiled.states[next.index()]))
        found.push_back(next);
    }
  }
  return found;
}

certain_steps collect_steps(const program& compiled) {
  const std::size_t count = compiled.states.size();
  certain_steps made;
  made.steps.resize(count);
  made.targets.resize(count);
  made.endless.assign(count, false);
  for (std::size_t i = 1; i < count; ++i) {
    if (!is_innermost(compiled.states[i]))
      continue;
    made.steps[i] = next_steps(compiled, state_id{i});
    made.endless[i] = !made.steps[i].empty();
    for (const program_transition* step : made.steps[i])
      made.targets[i].push_back(innermost_targets(compiled, state_id{i}, *step));
  }
  return made;
}

/// Leaves as endless those states only from which every step leads to an endless one again; of the
/// regions that a step enters, one is enough. Each round takes away at least one state, along the
/// steps backwards: cost O(steps × their length).
void keep_endless(certain_steps& of) {
  const std::size_t count = of.steps.size();
  std::vector<std::vector<std::size_t>> led_to_by(count);
  std::vector<std::size_t> open;
  for (std::size_t i = 0; i < count; ++i) {
    for (const auto& step : of.targets[i]) {
      for (const state_id target : step)
        led_to_by[target.index()].push_back(i);
    }
    open.push_back(i);
  }
  while (!open.empty()) {
    const std::size_t at = open.back();
    open.pop_back();
    const auto goes_on = [&](const std::vector<state_id>& step) {
      return std::any_of(step.begin(), step.end(),
                         [&](state_id target) { return of.endless[target.index()]; });
    };
    if (!of.endless[at] || std::all_of(of.targets[at].begin(), of.targets[at].end(), goes_on))
      continue;
    of.endless[at] = false;
    open.insert(open.end(), led_to_by[at].begin(), led_to_by[at].end());
  }
}

/// The edges between endless states, and which of these lead to themselves.
struct endless_graph {
  graph edges;
  std::vector<bool> repeats;
};

endless_graph graph_of(const certain_steps& of) {
  endless_graph made{graph(of.steps.size()), std::vector<bool>(of.steps.size(), false)};
  for (std::size_t i = 0; i < of.steps.size(); ++i) {
    for (const auto& step : of.targets[i]) {
      for (const state_id target : step) {
        if (!of.endless[i] || !of.endless[target.index()])
          continue;
        boost::add_edge(i, target.index(), made.edges);
        made.repeats[i] = made.repeats[i] || target.index() == i;
      }
    }
  }
  return made;
}

std::string cycle_text(const program& compiled, const std::vector<state_id>& states,
                       bool conditions) {
  const std::string any = conditions ? ", whichever conditions hold" : "";
  if (states.size() == 1)
    return "state " + quoted_state(compiled, states.front()) +
           " would take this transition again and again, without an event" + any +
           ": it needs a condition";
  std::string text = "states ";
  constexpr std::size_t shown = 8;
  for (std::size_t i = 0; i < std::min(states.size(), shown); ++i)
    text += (i == 0 ? "" : ", ") + quoted_state(compiled, states[i]);
  if (states.size() > shown)
    text += ", …";
  return text + " follow one another for ever, without an event" + any + ": one of them needs a " +
         (conditions ? "way to stay" : "condition");
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
  certain_steps steps = collect_steps(compiled);
  keep_endless(steps);
  const endless_graph those = graph_of(steps);
  std::vector<std::size_t> component(compiled.states.size());
  const std::size_t count = boost::strong_components(
      those.edges, boost::make_iterator_property_map(component.begin(),
                                                     boost::get(boost::vertex_index, those.edges)));
  std::vector<std::vector<state_id>> members(count);
  for (std::size_t i = 1; i < component.size(); ++i) {
    if (steps.endless[i])
      members[component[i]].push_back(state_id{i});
  }
  std::sort(members.begin(), members.end());
  for (const std::vector<state_id>& cycle : members) {
    if (cycle.empty() || (cycle.size() == 1 && !those.repeats[cycle.front().index()]))
      continue;
    const bool conditions = std::any_of(cycle.begin(), cycle.end(), [&](state_id each) {
      return steps.steps[each.index()].size() > 1;
    });
    diagnostic finding =
        make_finding(severity::fault, "eventless-cycle", cycle_text(compiled, cycle, conditions),
                     steps.steps[cycle.front().index()].front()->span);
    for (std::size_t i = 1; i < std::min<std::size_t>(cycle.size(), 8); ++i)
      finding.notes.emplace_back(steps.steps[cycle[i].index()].front()->span, "and on from here");
    into.push_back(std::move(finding));
  }
}

} // namespace caseclock::detail::passes
