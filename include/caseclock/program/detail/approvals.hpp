// Approvals: k of n roles, in order or side by side, within a time or not.
#pragma once

#include <cstdint>
#include <string>
#include <utility>

#include "caseclock/program/detail/transitions.hpp"

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

inline void compile_approval(compile_context& context, state_id id,
                             const approval_definition& approval) {
  const approval_id self{context.made.approvals.size()};
  program_approval made;
  made.state = id;
  made.by = resolve_roles(context, approval.by);
  made.order = approval.order;
  made.forbid_requester = approval.forbid_requester;
  made.title = approval.title;
  made.span = approval.span;
  if (approval.by.empty())
    fault(context, "invalid-approval", "nobody is named to approve (by: [role, …])", approval.span);
  else
    made.needed = approvals_needed(context, approval);
  if (approval.within) {
    const located<time_amount>& within = *approval.within;
    check_amount(context, within.value, within.span, context.made.calendar.valid(), "zero-delay",
                 "an approval's time");
    made.within = timer_id{context.made.timers.size()};
    program_timer timer;
    timer.state = id;
    timer.amount = within.value;
    timer.calendar = context.made.calendar;
    timer.approval = self;
    timer.span = within.span;
    context.made.timers.push_back(timer);
  }
  context.made.states[id.index()].approval = self;
  context.made.approvals.push_back(std::move(made));
}

} // namespace caseclock::detail::compiling
