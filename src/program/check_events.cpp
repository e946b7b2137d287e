// Pass: events that nothing answers, and answers to events that never come.
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "caseclock/base/suggest.hpp"
#include "program/passes.hpp"

namespace caseclock::detail::passes {

namespace {

/// Who has to do with each event, by event id.
struct event_uses {
  std::vector<const program_transition*> handled; ///< the first transition it triggers, or null
  std::vector<bool> ignored;
  std::vector<bool> watched; ///< by a clock
  std::vector<bool> raised;
};

void note_clock_uses(const program& compiled, event_uses& uses) {
  for (const program_clock& clock : compiled.clocks) {
    for (const auto* whens : {&clock.start, &clock.stop, &clock.reset, &clock.cancel}) {
      for (const program_when& when : *whens) {
        if (when.event.valid())
          uses.watched[when.event.index()] = true;
      }
    }
  }
}

event_uses collect_uses(const program& compiled) {
  const std::size_t count = compiled.events.size();
  event_uses uses{std::vector<const program_transition*>(count, nullptr),
                  std::vector<bool>(count, false), std::vector<bool>(count, false),
                  std::vector<bool>(count, false)};
  for (const program_transition& each : compiled.transitions) {
    if (each.trigger == trigger_kind::event && uses.handled[each.event.index()] == nullptr)
      uses.handled[each.event.index()] = &each;
  }
  for (const program_state& state : compiled.states) {
    for (const event_id event : state.ignore)
      uses.ignored[event.index()] = true;
  }
  for (const action& each : compiled.actions) {
    if (const event_id raised = raised_by(compiled, each); raised.valid())
      uses.raised[raised.index()] = true;
  }
  note_clock_uses(compiled, uses);
  return uses;
}

/// The event that was probably meant: of those that some state handles.
std::string meant(const program& compiled, const event_uses& uses, const std::string& wanted) {
  std::vector<std::string_view> names;
  for (std::size_t i = 0; i < compiled.events.size(); ++i) {
    const event_origin origin = compiled.events[i].origin;
    if (uses.handled[i] != nullptr &&
        (origin == event_origin::external || origin == event_origin::internal))
      names.push_back(compiled.events[i].name);
  }
  return closest(wanted, names);
}

void warn(findings& into, const program_event& event, std::string_view code, std::string_view why,
          source_span span) {
  into.push_back(make_finding(severity::warning, code,
                              "event \"" + event.name + "\" " + std::string(why), span));
}

void check_event(const program& compiled, event_id id, const event_uses& uses, findings& into) {
  const program_event& event = compiled.events[id.index()];
  const program_transition* handled = uses.handled[id.index()];
  const bool answered = handled != nullptr || uses.ignored[id.index()];
  switch (event.origin) {
  case event_origin::external:
    // An included file declares for several workflows: not each needs all of it.
    if (!answered && event.span.file == compiled.span.file)
      warn(into, event, "never-handled", "is handled by no state", event.span);
    break;
  case event_origin::internal:
    if (!uses.raised[id.index()] && answered)
      break; // for other cases to send: `check_together` knows whether one does
    if (!uses.raised[id.index()])
      warn(into, event, "never-raised", "is internal, and no action raises it", event.span);
    else if (!answered && !uses.watched[id.index()]) {
      warn(into, event, "never-handled", "is raised, but no state handles it", event.span);
      into.back().suggestion = meant(compiled, uses, event.name);
    }
    break;
  case event_origin::done:
  case event_origin::approval:
  case event_origin::task:
  case event_origin::vote:
  case event_origin::platform:
  case event_origin::child:
  case event_origin::any: break;
  }
}

/// A transition whose state is active but whose event cannot come: `done.x` where x has no final
/// state, say.
void check_waiting(const program& compiled, const reach& found, const event_uses& uses,
                   findings& into) {
  for (std::size_t i = 0; i < compiled.events.size(); ++i) {
    const program_transition* handled = uses.handled[i];
    const program_event& event = compiled.events[i];
    if (handled == nullptr || found.events[i] || !found.states[handled->source.index()])
      continue;
    if (event.origin == event_origin::done)
      warn(into, event, "never-raised", "never comes: no final state inside can be reached",
           handled->span);
    if (event.origin == event_origin::task)
      warn(into, event, "never-raised", "never comes: no task with a time can be reached",
           handled->span);
    if (event.origin == event_origin::approval)
      warn(into, event, "never-raised",
           event.name == "approval_overdue" ? "never comes: no approval has a time (within)"
                                            : "never comes: no approval can be reached",
           handled->span);
  }
}

bool handles(const program& compiled, state_id from, event_id event) {
  for (state_id at = from; at.valid(); at = compiled.states[at.index()].parent) {
    const table_range range = compiled.states[at.index()].transitions;
    for (const program_transition& each : entries(compiled.transitions, range)) {
      if (each.trigger == trigger_kind::event && each.event == event)
        return true;
    }
  }
  return false;
}

void check_children(const program& compiled, const reach& found, findings& into) {
  for (const program_invoke& each : compiled.invokes) {
    if (found.states[each.state.index()] && !handles(compiled, each.state, each.done))
      into.push_back(make_finding(severity::warning, "unhandled-outcome",
                                  "state " + quoted_state(compiled, each.state) +
                                      " says nowhere what happens when its child is done (done." +
                                      each.name + ")",
                                  each.span));
  }
}

void check_outcomes(const program& compiled, const reach& found, findings& into) {
  const std::pair<const char*, event_id> outcomes[] = {{"approved", compiled.event("approved")},
                                                       {"rejected", compiled.event("rejected")}};
  for (const program_approval& approval : compiled.approvals) {
    if (!found.states[approval.state.index()])
      continue;
    for (const auto& [outcome, event] : outcomes) {
      if (handles(compiled, approval.state, event))
        continue;
      into.push_back(make_finding(severity::warning, "unhandled-outcome",
                                  "state " + quoted_state(compiled, approval.state) +
                                      " says nowhere what happens when it is " + outcome,
                                  compiled.states[approval.state.index()].span));
    }
  }
}

} // namespace

void check_events(const program& compiled, const reach& found, findings& into) {
  const event_uses uses = collect_uses(compiled);
  for (std::size_t i = 0; i < compiled.events.size(); ++i)
    check_event(compiled, event_id{i}, uses, into);
  check_waiting(compiled, found, uses, into);
  check_outcomes(compiled, found, into);
  check_children(compiled, found, into);
}

} // namespace caseclock::detail::passes
