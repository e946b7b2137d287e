// Pass: clocks that can never start, and clocks that nothing can stop.
#include <algorithm>
#include <vector>

#include "program/passes.hpp"

namespace caseclock::detail::passes {

namespace {

/// By event id: whether it can come to a case. One from outside comes only where some state that
/// can be active expects it (rule S12).
std::vector<bool> events_that_come(const program& compiled, const reach& found) {
  std::vector<bool> expected(compiled.events.size(), false);
  for (std::size_t i = 0; i < compiled.states.size(); ++i) {
    const program_state& state = compiled.states[i];
    if (!found.states[i])
      continue;
    for (const event_id ignored : state.ignore)
      expected[ignored.index()] = true;
    for (const program_transition& each : entries(compiled.transitions, state.transitions)) {
      if (each.trigger == trigger_kind::event)
        expected[each.event.index()] = true;
    }
  }
  for (std::size_t i = 0; i < expected.size(); ++i) {
    const bool sent = compiled.events[i].origin == event_origin::external;
    expected[i] = found.events[i] && (!sent || expected[i]);
  }
  return expected;
}

/// What can happen to a case, for the conditions of a clock.
struct occurrences {
  const program& compiled;
  const reach& found;
  std::vector<bool> events;

  [[nodiscard]] bool include(const program_when& when) const {
    switch (when.kind) {
    case when_kind::enter:
    case when_kind::leave: return found.states[when.state.index()];
    case when_kind::event: return events[when.event.index()];
    case when_kind::condition: return !never_holds(compiled, when.condition);
    }
    return true;
  }
  [[nodiscard]] bool include_any(const std::vector<program_when>& whens) const {
    return std::any_of(whens.begin(), whens.end(),
                       [this](const program_when& each) { return include(each); });
  }
};

} // namespace

void check_clocks(const program& compiled, const reach& found, findings& into) {
  const occurrences possible{compiled, found, events_that_come(compiled, found)};
  for (const program_clock& clock : compiled.clocks) {
    if (!possible.include_any(clock.start)) {
      into.push_back(make_finding(severity::fault, "clock-never-starts",
                                  "clock \"" + clock.name + "\" can never start: what starts it " +
                                      "cannot happen",
                                  clock.start.empty() ? clock.span : clock.start.front().span));
      continue;
    }
    if (!possible.include_any(clock.stop))
      into.push_back(
          make_finding(severity::warning, "clock-never-stops",
                       "no path stops clock \"" + clock.name + "\": it can only be missed",
                       clock.stop.empty() ? clock.span : clock.stop.front().span));
  }
}

} // namespace caseclock::detail::passes
