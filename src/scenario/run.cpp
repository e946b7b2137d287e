// The runner: each scenario gets an engine of its own; what they covered adds up.
#include <utility>

#include "caseclock/report/record_text.hpp"
#include "scenario/case_run.hpp"

namespace caseclock {

scenario_runner::scenario_runner(std::vector<std::shared_ptr<const program>> programs)
    : programs_(std::move(programs)) {
  for (const auto& each : programs_)
    covered_.push_back({each, {}, {}, {}});
}

scenario_result scenario_runner::run(const scenario_definition& scenario) {
  return detail::case_run{scenario, programs_, covered_}.finish();
}

namespace {

/// What a clock can come to: everybody can be met or missed; held and cancelled only where the
/// author says when.
std::vector<std::string> outcomes_of(const program_clock& clock) {
  std::vector<std::string> outcomes;
  if (!clock.stop.empty())
    outcomes.emplace_back("met");
  outcomes.emplace_back("missed");
  if (!clock.pause.empty())
    outcomes.emplace_back("paused");
  if (!clock.cancel.empty())
    outcomes.emplace_back("cancelled");
  return outcomes;
}

std::string transition_name(const program& of, const program_transition& t) {
  std::string text = of.states[t.source.index()].name + " --";
  if (t.trigger == trigger_kind::event)
    text += of.events[t.event.index()].name;
  else if (t.trigger == trigger_kind::timer)
    text += of.timers[t.timer.index()].text;
  if (t.guard.valid())
    text += " [" + of.expressions[t.guard.index()].text + "]";
  text += "-->";
  for (const state_id each : t.targets)
    text += " " + of.states[each.index()].name;
  return text;
}

coverage_row states_row(const scenario_coverage& covered) {
  coverage_row row{covered.of->name, "states", 0, 0, {}};
  for (std::size_t i = 1; i < covered.of->states.size(); ++i) {
    const program_state& state = covered.of->states[i];
    if (state.kind == state_kind::history_shallow || state.kind == state_kind::history_deep)
      continue;
    ++row.all;
    if (covered.states.contains(static_cast<std::uint32_t>(i)))
      ++row.visited;
    else
      row.unvisited.push_back(state.name);
  }
  return row;
}

coverage_row transitions_row(const scenario_coverage& covered) {
  coverage_row row{covered.of->name, "transitions", 0, covered.of->transitions.size(), {}};
  for (std::size_t i = 0; i < covered.of->transitions.size(); ++i) {
    if (covered.transitions.contains(static_cast<std::uint32_t>(i)))
      ++row.visited;
    else
      row.unvisited.push_back(transition_name(*covered.of, covered.of->transitions[i]));
  }
  return row;
}

coverage_row outcomes_row(const scenario_coverage& covered) {
  coverage_row row{covered.of->name, "clock outcomes", 0, 0, {}};
  for (std::size_t i = 0; i < covered.of->clocks.size(); ++i) {
    for (const std::string& outcome : outcomes_of(covered.of->clocks[i])) {
      ++row.all;
      if (covered.outcomes.contains({static_cast<std::uint32_t>(i), outcome}))
        ++row.visited;
      else
        row.unvisited.push_back(covered.of->clocks[i].name + " " + outcome);
    }
  }
  return row;
}

} // namespace

std::vector<coverage_row> scenario_runner::coverage() const {
  std::vector<coverage_row> rows;
  for (const scenario_coverage& each : covered_) {
    rows.push_back(states_row(each));
    rows.push_back(transitions_row(each));
    rows.push_back(outcomes_row(each));
  }
  return rows;
}

} // namespace caseclock
