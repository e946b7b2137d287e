// Pass: states that no path enters.
#include "program/passes.hpp"

namespace caseclock::detail::passes {

/// Only the outermost unreachable state is reported: what lies inside follows from it.
void check_reachability(const program& compiled, const reach& found, findings& into) {
  for (std::size_t i = 1; i < compiled.states.size(); ++i) {
    const program_state& state = compiled.states[i];
    if (found.states[i] || !found.states[state.parent.index()])
      continue;
    into.push_back(make_finding(severity::warning, "unreachable-state",
                                "no path leads to state " + quoted_state(compiled, state_id{i}),
                                state.span));
  }
}

} // namespace caseclock::detail::passes
