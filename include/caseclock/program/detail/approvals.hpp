// Approvals: k of n roles, in order or side by side, within a time or not.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "caseclock/program/detail/tasks.hpp"

namespace caseclock::detail::compiling {

/// How many approvals decide it; reports a number that the approvers cannot reach.
inline std::uint32_t approvals_needed(compile_context& context,
                                      const approval_definition& approval) {
  const auto approvers = static_cast<std::uint32_t>(approval.by.size());
  switch (approval.rule) {
  case approval_rule::all: return approvers;
  case approval_rule::any: return 1;
  case approval_rule::at_least:
    if (approval.at_least == 0 || approval.at_least > approvers)
      fault(context, "invalid-approval",
            "at least " + std::to_string(approval.at_least) + " of " + std::to_string(approvers) +
                " approvers: it must be 1 to " + std::to_string(approvers),
            approval.span);
    return approval.at_least;
  }
  return approvers;
}

/// A role answers once: named twice, it would be counted twice.
inline void check_named_twice(compile_context& context, const std::vector<located_text>& by) {
  for (std::size_t i = 1; i < by.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      if (by[i].value == by[j].value)
        fault(context, "invalid-approval",
              "role " + double_quoted(by[i].value) + " is named twice: each role answers once",
              by[i].span)
            .notes.emplace_back(by[j].span, "the first time");
    }
  }
}

/// `requester`, which is no role, misspelt.
inline void suggest_requester(compile_context& context, const approval_definition& approval,
                              std::size_t findings_before) {
  constexpr std::array<std::string_view, 1> words = {{"requester"}};
  for (std::size_t i = findings_before; i < context.findings.size(); ++i) {
    diagnostic& finding = context.findings[i];
    for (const located_text& each : approval.forbid) {
      if (finding.suggestion.empty() && finding.code == "unknown-role" &&
          finding.span.line == each.span.line && finding.span.column == each.span.column)
        finding.suggestion = closest(each.value, words);
    }
  }
}

/// What happens when the time passes. Without a time it never does.
inline void compile_overdue(compile_context& context, const approval_definition& approval,
                            program_approval& made) {
  made.on_overdue = approval.on_overdue.value;
  if (approval.on_overdue.span.known() && !approval.within)
    fault(context, "invalid-approval",
          "on_overdue says what happens when the time passes, and there is none (within)",
          approval.on_overdue.span);
  if (approval.on_overdue.value != overdue_policy::escalate)
    return;
  made.escalate_to = resolve_role(context, approval.escalate_to);
  if (std::find(made.by.begin(), made.by.end(), made.escalate_to) != made.by.end() &&
      made.escalate_to.valid())
    fault(context, "invalid-approval",
          "role " + double_quoted(approval.escalate_to.value) +
              " is asked from the start: escalate to another one",
          approval.escalate_to.span);
}

inline void compile_approval(compile_context& context, state_id id,
                             const approval_definition& approval) {
  const approval_id self{context.made.approvals.size()};
  program_approval made;
  made.state = id;
  made.by = resolve_roles(context, approval.by);
  made.order = approval.order;
  made.forbid_requester = approval.forbid_requester;
  const std::size_t before = context.findings.size();
  made.forbid = resolve_roles(context, approval.forbid);
  suggest_requester(context, approval, before);
  made.delegate = approval.delegate;
  made.exclusive = approval.exclusive;
  made.title = approval.title;
  made.span = approval.span;
  if (approval.by.empty())
    fault(context, "invalid-approval", "nobody is named to approve (by: [role, …])", approval.span);
  else
    made.needed = approvals_needed(context, approval);
  if (approval.within) {
    made.within = timer_id{context.made.timers.size()};
    program_timer timer = make_limit(context, id, *approval.within, "an approval's time");
    timer.approval = self;
    context.made.timers.push_back(std::move(timer));
  }
  check_named_twice(context, approval.by);
  compile_overdue(context, approval, made);
  context.made.states[id.index()].approval = self;
  context.made.approvals.push_back(std::move(made));
}

} // namespace caseclock::detail::compiling
