// Pass: clocks that can never start, and clocks that nothing can stop.
#include <algorithm>
#include <vector>

#include "program/passes.hpp"

namespace caseclock::detail::passes {

namespace {

/// An event from outside comes to a case only where some state that can be active expects it
/// (rule S12).
bool is_expected(const program& compiled, const reach& found, event_id event) {
  for (std::size_t i = 0; i < compiled.states.size(); ++i) {
    const program_state& state = compiled.states[i];
    if (!found.states[i])
      continue;
    if (std::find(state.ignore.begin(), state.ignore.end(), event) != state.ignore.end())
      return true;
    for (const program_transition& each : entries(compiled.transitions, state.transitions)) {
      if (each.trigger == trigger_kind::event && each.event == event)
        return true;
    }
  }
  return false;
}

bool can_happen(const program& compiled, const reach& found, const program_when& when) {
  switch (when.kind) {
  case when_kind::enter:
  case when_kind::leave: return found.states[when.state.index()];
  case when_kind::event: {
    const event_origin origin = compiled.events[when.event.index()].origin;
    return found.events[when.event.index()] &&
           (origin != event_origin::external || is_expected(compiled, found, when.event));
  }
  case when_kind::condition: return !never_holds(compiled, when.condition);
  }
  return true;
}

bool any_can_happen(const program& compiled, const reach& found,
                    const std::vector<program_when>& whens) {
  return std::any_of(whens.begin(), whens.end(),
                     [&](const program_when& each) { return can_happen(compiled, found, each); });
}

} // namespace

void check_clocks(const program& compiled, const reach& found, findings& into) {
  for (const program_clock& clock : compiled.clocks) {
    if (!any_can_happen(compiled, found, clock.start)) {
      into.push_back(make_finding(severity::fault, "clock-never-starts",
                                  "clock \"" + clock.name + "\" can never start: what starts it " +
                                      "cannot happen",
                                  clock.start.empty() ? clock.span : clock.start.front().span));
      continue;
    }
    if (!any_can_happen(compiled, found, clock.stop))
      into.push_back(
          make_finding(severity::warning, "clock-never-stops",
                       "no path stops clock \"" + clock.name + "\": it can only be missed",
                       clock.stop.empty() ? clock.span : clock.stop.front().span));
  }
}

} // namespace caseclock::detail::passes
