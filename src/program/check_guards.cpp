// Pass: transitions that can never be taken, and guards that say the same twice (rule S4).
#include <map>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "program/passes.hpp"

namespace caseclock::detail::passes {

namespace {

/// Transitions compete if they leave the same state for the same reason; by SCXML's rules, if their
/// descriptors are the same. That `a` takes all of `a.b` is left to the chart's author.
using cause = std::tuple<trigger_kind, event_id, timer_id, std::vector<std::string>>;

std::string without_spaces(const std::string& text) {
  std::string kept;
  for (const char c : text) {
    if (c != ' ' && c != '\t' && c != '\n')
      kept += c;
  }
  return kept;
}

struct rivals {
  const program_transition* certain = nullptr; ///< the first without a guard
  std::map<std::string, const program_transition*> guarded;
};

void check_one(const program& compiled, const program_transition& each, rivals& before,
               findings& into) {
  if (before.certain != nullptr) {
    diagnostic finding = make_finding(
        severity::warning, "never-taken",
        "never taken: the one above it comes first, and has no condition that could fail",
        each.span);
    finding.notes.emplace_back(before.certain->span, "the earlier one");
    into.push_back(std::move(finding));
    return;
  }
  if (always_holds(compiled, each.guard)) {
    before.certain = &each;
    return;
  }
  const expression& guard = compiled.expressions[each.guard.index()];
  if (never_holds(compiled, each.guard)) {
    into.push_back(make_finding(severity::warning, "guard-never-true",
                                "this condition is never true", guard.span));
    return;
  }
  const auto [first, is_new] = before.guarded.try_emplace(without_spaces(guard.text), &each);
  if (is_new)
    return;
  diagnostic finding =
      make_finding(severity::warning, "overlapping-guards",
                   "an earlier transition has the same condition and comes first", guard.span);
  finding.notes.emplace_back(compiled.expressions[first->second->guard.index()].span,
                             "the earlier one");
  into.push_back(std::move(finding));
}

} // namespace

void check_guards(const program& compiled, findings& into) {
  for (const program_state& state : compiled.states) {
    std::map<cause, rivals> seen;
    for (const program_transition& each : entries(compiled.transitions, state.transitions))
      check_one(compiled, each, seen[cause{each.trigger, each.event, each.timer, each.descriptors}],
                into);
  }
}

} // namespace caseclock::detail::passes
