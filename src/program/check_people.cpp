// Pass: who may do what: roles that conditions name, events that nobody may send, tasks whose
// people may do none of what does them, separation of duties that keeps nobody out.
#include <algorithm>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "caseclock/base/suggest.hpp"
#include "caseclock/expr/detail/narrowing.hpp"
#include "program/conditions.hpp"
#include "program/passes.hpp"

namespace caseclock::detail::passes {

namespace {

// ---- Roles in conditions --------------------------------------------------------------------

void check_role_literal(const program& compiled, const condition& of, std::uint32_t node,
                        findings& into) {
  const std::string* name = of.tree.nodes[node].literal.as_string();
  if (name == nullptr || name->empty() || compiled.role(*name).valid())
    return;
  std::vector<std::string_view> names;
  for (const program_role& each : compiled.roles)
    names.push_back(each.name);
  diagnostic finding = make_finding(severity::fault, "unknown-role", "no role \"" + *name + "\"",
                                    of.source().span(of.range_of(node)));
  finding.suggestion = closest(*name, names);
  into.push_back(std::move(finding));
}

/// `actor.role == "agnt"`, `actor.role in ["agent", "lead"]`.
void check_named_roles(const program& compiled, const expression& each, findings& into) {
  if (each.text.find("actor") == std::string::npos)
    return;
  const auto parsed = parse_condition(each, {});
  if (!parsed)
    return;
  const auto is_role = [&](std::uint32_t node) {
    return path_of(parsed->tree, node) == actors_role;
  };
  for (const syntax_node& node : parsed->tree.nodes) {
    const bool compares = node.kind == node_kind::comparison;
    if (!compares && node.kind != node_kind::element_of)
      continue;
    if (is_role(node.args[0])) {
      check_role_literal(compiled, *parsed, node.args[1], into);
      for (const std::uint32_t member : parsed->tree.nodes[node.args[1]].args)
        check_role_literal(compiled, *parsed, member, into);
    } else if (compares && is_role(node.args[1])) {
      check_role_literal(compiled, *parsed, node.args[0], into);
    }
  }
}

// ---- Events that nobody may send ------------------------------------------------------------

std::string names_of(const program& compiled, const std::vector<role_id>& roles) {
  std::string names;
  for (const role_id each : roles)
    names += (names.empty() ? "\"" : ", \"") + compiled.roles[each.index()].name + "\"";
  return names;
}

/// True if nobody whose role the event names meets the condition, and somebody else would.
bool asks_for_others(const program& compiled, const program_transition& each) {
  if (!each.guard.valid())
    return false;
  const auto parsed = parse_condition(compiled.expressions[each.guard.index()], each.event);
  if (!parsed)
    return false;
  const auto ever_holds = [&](senders who) {
    condition_space space{compiled, {&*parsed}, who};
    bool ever = !space.usable();
    while (!ever && space.next())
      ever = space.holds(0);
    return ever;
  };
  return !ever_holds(senders::named) && ever_holds(senders::all);
}

void check_sender(const program& compiled, event_id id, findings& into) {
  const program_event& event = compiled.events[id.index()];
  if (event.by.empty())
    return;
  if (event.origin == event_origin::internal) {
    into.push_back(make_finding(severity::warning, "never-sent",
                                "event \"" + event.name +
                                    "\" is internal, and so sent by nobody: \"by\" says nothing",
                                event.span));
    return;
  }
  diagnostic finding =
      make_finding(severity::warning, "never-sent",
                   "nobody may send event \"" + event.name + "\": it is for " +
                       names_of(compiled, event.by) + ", and its conditions ask for other roles",
                   event.span);
  for (const program_transition& each : compiled.transitions) {
    if (each.trigger != trigger_kind::event || each.event != id)
      continue;
    if (!asks_for_others(compiled, each))
      return;
    finding.notes.emplace_back(compiled.expressions[each.guard.index()].span, "this condition");
  }
  if (!finding.notes.empty())
    into.push_back(std::move(finding));
}

// ---- Tasks ----------------------------------------------------------------------------------

void add_events_of(const program& compiled, state_id id, std::vector<event_id>& into) {
  for (const program_transition& each :
       entries(compiled.transitions, compiled.states[id.index()].transitions)) {
    const bool sent = each.trigger == trigger_kind::event &&
                      compiled.events[each.event.index()].origin == event_origin::external;
    if (sent && std::find(into.begin(), into.end(), each.event) == into.end())
      into.push_back(each.event);
  }
}

/// The events by which the task can be done: those of its state and of what is inside, and only
/// without any those of the states around; with a form, those that bring it.
std::vector<event_id> events_that_do(const program& compiled, const program_task& task) {
  std::vector<event_id> found;
  const std::size_t last = compiled.states[task.state.index()].last.index();
  for (std::size_t inside = task.state.index(); inside <= last; ++inside)
    add_events_of(compiled, state_id{inside}, found);
  for (state_id around = task.state; around.valid() && (found.empty() || !task.form.empty());
       around = compiled.states[around.index()].parent)
    add_events_of(compiled, around, found);
  if (!task.form.empty())
    std::erase_if(found,
                  [&](event_id each) { return compiled.events[each.index()].form != task.form; });
  return found;
}

bool may_act_as(const program& compiled, std::size_t held, role_id wanted) {
  const std::vector<role_id>& roles = compiled.roles[held].may_act_as;
  return std::find(roles.begin(), roles.end(), wanted) != roles.end();
}

/// True if some role may both have the task and send the event.
bool can_do(const program& compiled, role_id task, const program_event& event) {
  if (event.by.empty())
    return true;
  for (std::size_t held = 0; held < compiled.roles.size(); ++held) {
    if (may_act_as(compiled, held, task) &&
        std::any_of(event.by.begin(), event.by.end(),
                    [&](role_id wanted) { return may_act_as(compiled, held, wanted); }))
      return true;
  }
  return false;
}

void check_task(const program& compiled, const program_task& task, findings& into) {
  if (!task.role.valid())
    return;
  const std::vector<event_id> events = events_that_do(compiled, task);
  std::string why;
  for (const event_id id : events) {
    const program_event& event = compiled.events[id.index()];
    if (can_do(compiled, task.role, event))
      return;
    why += (why.empty() ? "\"" : ", \"") + event.name + "\" is for " + names_of(compiled, event.by);
  }
  if (events.empty())
    return; // time does it, or a child
  diagnostic finding =
      make_finding(severity::warning, "task-not-theirs",
                   "role \"" + compiled.roles[task.role.index()].name +
                       "\" is offered this task, and may send no event that does it: " + why,
                   task.span);
  for (const event_id id : events)
    finding.notes.emplace_back(compiled.events[id.index()].span, "this event");
  into.push_back(std::move(finding));
}

// ---- Approvals ------------------------------------------------------------------------------

void check_forbidden(const program& compiled, const program_approval& approval, findings& into) {
  for (const role_id role : approval.forbid) {
    const bool assigned =
        std::any_of(compiled.actions.begin(), compiled.actions.end(), [&](const action& each) {
          const auto* assign = std::get_if<assign_action>(&each.what);
          return assign != nullptr && assign->role == role;
        });
    if (!assigned)
      into.push_back(make_finding(
          severity::warning, "forbids-nobody",
          "whoever holds role \"" + compiled.roles[role.index()].name +
              "\" in the case may not decide, but no action gives it to a person (assign)",
          approval.span));
  }
}

} // namespace

std::vector<bool> unsendable_events(const program& compiled) {
  std::vector<bool> found;
  for (std::size_t i = 0; i < compiled.events.size(); ++i) {
    findings told;
    check_sender(compiled, event_id{i}, told);
    found.push_back(!told.empty());
  }
  return found;
}

void check_people(const program& compiled, findings& into) {
  for_each_expression(compiled,
                      [&](const expression& each) { check_named_roles(compiled, each, into); });
  for (std::size_t i = 0; i < compiled.events.size(); ++i)
    check_sender(compiled, event_id{i}, into);
  for (const program_task& each : compiled.tasks)
    check_task(compiled, each, into);
  for (const program_approval& each : compiled.approvals)
    check_forbidden(compiled, each, into);
}

} // namespace caseclock::detail::passes
