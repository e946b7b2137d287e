// The names that an expression about a case of a program may use: for rules that are written
// outside the workflow's own file, such as a scenario's.
#pragma once

#include "caseclock/expr/scope.hpp"
#include "caseclock/program/program.hpp"

namespace caseclock {

/// Views into the program: keep the program while the scope is used. No event and no clock is at
/// hand in it.
[[nodiscard]] inline expr_scope scope_of(const program& of) {
  expr_scope scope;
  scope.data = &of.data;
  for (const program_state& each : of.states)
    scope.states.push_back(each.name);
  for (const program_approval& each : of.approvals)
    scope.approvals.push_back(of.states[each.state.index()].name);
  scope.tags.assign(of.tags.begin(), of.tags.end());
  for (const program_event& each : of.events)
    scope.events.push_back(each.name);
  for (const program_clock& each : of.clocks)
    scope.clocks.push_back(each.name);
  for (const auto& each : of.calendars)
    scope.calendars.push_back(each->name());
  return scope;
}

} // namespace caseclock
