// Pass: events that nothing answers, and answers to events that never come.
#include <algorithm>
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
  for_each_when(compiled, [&](const program_when& when) {
    if (when.event.valid())
      uses.watched[when.event.index()] = true;
  });
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

/// True if both can be active at once: one lies in the other, or they lie in different regions.
bool go_together(const program& compiled, state_id a, state_id b) {
  state_id around = a;
  while (!compiled.inside(b, around))
    around = compiled.states[around.index()].parent;
  return around == a || around == b || compiled.states[around.index()].kind == state_kind::parallel;
}

/// The states that make such an event come while they are active: approvals, tasks with a time,
/// states that are done, children.
std::vector<state_id> sources_of(const program& compiled, event_id id) {
  const program_event& event = compiled.events[id.index()];
  std::vector<state_id> found;
  for (const program_approval& each : compiled.approvals) {
    if (event.origin == event_origin::approval &&
        (event.name != "approval_overdue" || each.within.valid()))
      found.push_back(each.state);
  }
  for (const program_task& each : compiled.tasks) {
    if (event.origin == event_origin::task && each.within.valid())
      found.push_back(each.state);
  }
  for (std::size_t i = 0; i < compiled.states.size(); ++i) {
    if (event.origin == event_origin::done && compiled.states[i].done == id)
      found.push_back(state_id{i});
  }
  for (const program_invoke& each : compiled.invokes) {
    if (each.done == id || each.failed == id)
      found.push_back(each.state);
  }
  return found;
}

/// What waits for an event of the language in a state in which it does not come: for `approved` in
/// the state behind the approval, say; or for a vote, which the approval takes itself.
void check_places(const program& compiled, const reach& found, findings& into) {
  for (const program_transition& each : compiled.transitions) {
    if (each.trigger != trigger_kind::event || !found.states[each.source.index()] ||
        !found.events[each.event.index()])
      continue;
    const program_event& event = compiled.events[each.event.index()];
    if (event.origin == event_origin::vote) {
      warn(into, event, "never-taken",
           "is an answer to the approval, which takes it: wait for what is decided", each.span);
      into.back().suggestion = event.name == "approve" ? "approved" : "rejected";
      continue;
    }
    const std::vector<state_id> sources = sources_of(compiled, each.event);
    const bool comes = std::any_of(sources.begin(), sources.end(), [&](state_id source) {
      return go_together(compiled, source, each.source);
    });
    if (sources.empty() || comes)
      continue;
    warn(into, event, "never-raised",
         "never comes here: state " + quoted_state(compiled, sources.front()) +
             " is not active together "
             "with state " +
             quoted_state(compiled, each.source),
         each.span);
  }
}

/// Lists of events that say nothing: what the state itself always takes, what it defers anyway.
void check_lists(const program& compiled, findings& into) {
  const auto tell = [&](const program_state& state, event_id event, const std::string& why) {
    into.push_back(make_finding(severity::warning, "without-effect",
                                "state \"" + state.name + "\" " + why + " event \"" +
                                    compiled.events[event.index()].name + "\" to no effect",
                                state.span));
  };
  for (const program_state& state : compiled.states) {
    const auto takes = [&](event_id event) {
      const auto own = entries(compiled.transitions, state.transitions);
      return std::any_of(own.begin(), own.end(), [&](const program_transition& each) {
        return each.trigger == trigger_kind::event && each.event == event &&
               always_holds(compiled, each.guard);
      });
    };
    for (const event_id event : state.defer) {
      if (takes(event))
        tell(state, event, "has a transition without a condition, and defers");
    }
    for (const event_id event : state.ignore) {
      if (takes(event))
        tell(state, event, "has a transition without a condition, and ignores");
      else if (std::find(state.defer.begin(), state.defer.end(), event) != state.defer.end())
        tell(state, event, "defers, and ignores");
    }
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
  check_places(compiled, found, into);
  check_lists(compiled, into);
  check_outcomes(compiled, found, into);
  check_children(compiled, found, into);
}

} // namespace caseclock::detail::passes
