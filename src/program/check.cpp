// The order of the passes, and the little they all need.
#include "caseclock/program/check.hpp"

#include <algorithm>
#include <utility>
#include <variant>

#include "program/passes.hpp"

namespace caseclock {

namespace detail::passes {

namespace {

std::string bare(const std::string& text) {
  const auto first = text.find_first_not_of(" \t");
  if (first == std::string::npos)
    return {};
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

} // namespace

event_id raised_by(const program& compiled, const action& what) {
  if (const auto* raise = std::get_if<raise_action>(&what.what))
    return raise->event;
  const auto* send = std::get_if<send_action>(&what.what);
  return send != nullptr && send->to == send_target::self ? compiled.event(send->event)
                                                          : event_id{};
}

bool always_holds(const program& compiled, expr_id guard) {
  return !guard.valid() || bare(compiled.expressions[guard.index()].text) == "true";
}

bool never_holds(const program& compiled, expr_id guard) {
  return guard.valid() && bare(compiled.expressions[guard.index()].text) == "false";
}

bool is_nested(const program_state& state) {
  return state.kind == state_kind::compound || state.kind == state_kind::parallel;
}

bool is_memory(const program_state& state) {
  return state.kind == state_kind::history_shallow || state.kind == state_kind::history_deep;
}

std::vector<state_id> default_descent(const program& compiled, state_id entered) {
  std::vector<bool> seen(compiled.states.size(), false);
  std::vector<state_id> open{entered};
  std::vector<state_id> found;
  const auto open_once = [&](state_id id) {
    if (!seen[id.index()])
      open.push_back(id);
    seen[id.index()] = true;
  };
  // An initial state may lie several levels down: what is in between is entered too, with the
  // other regions of any parallel state in between.
  const auto enter_below = [&](state_id from, state_id target) {
    open_once(target);
    state_id inner = target;
    for (state_id each = compiled.states[target.index()].parent; each.valid() && each != from;
         each = compiled.states[each.index()].parent) {
      if (!seen[each.index()])
        found.push_back(each);
      seen[each.index()] = true;
      for (const state_id region : compiled.states[each.index()].children) {
        if (compiled.states[each.index()].kind == state_kind::parallel && region != inner)
          open_once(region);
      }
      inner = each;
    }
  };
  seen[entered.index()] = true;
  while (!open.empty()) {
    const state_id current = open.back();
    open.pop_back();
    const program_state& state = compiled.states[current.index()];
    if (!is_memory(state))
      found.push_back(current);
    const auto& next = state.kind == state_kind::parallel ? state.children : state.initial;
    for (const state_id target : next)
      enter_below(is_memory(state) ? state.parent : current, target);
  }
  std::sort(found.begin(), found.end());
  return found;
}

diagnostic make_finding(severity level, std::string_view code, std::string message,
                        source_span span) {
  diagnostic finding;
  finding.level = level;
  finding.code = std::string(code);
  finding.message = std::move(message);
  finding.span = span;
  return finding;
}

std::string quoted_state(const program& compiled, state_id state) {
  if (state == state_id{0})
    return "the workflow";
  return "\"" + compiled.states[state.index()].name + "\"";
}

} // namespace detail::passes

namespace detail::passes {

namespace {

/// By SCXML's rules: what holds whichever events come and whatever the data are. Nothing prevents a
/// chart from being run: what is wrong with it is for its run to show.
findings check_chart(const program& compiled) {
  findings into;
  const reach found = explore(compiled);
  check_reachability(compiled, found, into);
  check_eventless_cycles(compiled, into);
  const bool can_end = std::any_of(
      compiled.states[0].children.begin(), compiled.states[0].children.end(),
      [&](state_id each) { return compiled.states[each.index()].kind == state_kind::final; });
  if (can_end) // many charts are not meant to
    check_ends(compiled, found, into);
  check_guards(compiled, into);
  for (diagnostic& each : into)
    each.level = severity::warning;
  return into;
}

} // namespace

} // namespace detail::passes

std::vector<diagnostic> check(const program& compiled) {
  if (compiled.semantics == rules_of::scxml)
    return detail::passes::check_chart(compiled);
  detail::passes::findings into;
  const detail::passes::reach found = detail::passes::explore(compiled);
  detail::passes::check_reachability(compiled, found, into);
  detail::passes::check_eventless_cycles(compiled, into);
  detail::passes::check_ends(compiled, found, into);
  detail::passes::check_guards(compiled, into);
  detail::passes::check_conditions(compiled, into);
  detail::passes::check_events(compiled, found, into);
  detail::passes::check_people(compiled, into);
  detail::passes::check_missing(compiled, into);
  detail::passes::check_clocks(compiled, found, into);
  detail::passes::check_milestones(compiled, into);
  detail::passes::check_parallel_writes(compiled, into);
  return into;
}

} // namespace caseclock
