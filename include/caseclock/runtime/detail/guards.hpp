// Evaluating in the course of a macrostep.
#pragma once

#include <algorithm>
#include <string>
#include <utility>

#include "caseclock/expr/evaluate.hpp"
#include "caseclock/runtime/detail/environment.hpp"
#include "caseclock/runtime/detail/macrostep.hpp"

namespace caseclock::detail {

[[nodiscard]] inline case_environment environment_of(const macrostep& m) {
  case_environment made{m.code, m.state, m.now, m.by};
  made.with_payload(m.payload).with_clock(m.clock);
  return made;
}

/// By SCXML's rules an expression may be wrong and fail only here: then it has no code.
[[nodiscard]] inline result<value> evaluate_in(const macrostep& m, expr_id id) {
  const expression& what = m.code.expressions[id.index()];
  if (what.code.empty())
    return error{errc::evaluation, *what.constants.front().as_string(), {}};
  return evaluate(what, environment_of(m));
}

/// A guard that fails to evaluate counts as false and raises `error.guard` (S13), once for each
/// guard and macrostep: a second time it would tell nothing new.
inline void guard_failed(macrostep& m, expr_id id, const error& why) {
  if (std::find(m.failed_guards.begin(), m.failed_guards.end(), id) != m.failed_guards.end())
    return;
  if (m.failed_guards.empty())
    m.guard_failure = {why.code,
                       "the condition \"" + m.code.expressions[id.index()].text +
                           "\" could not be evaluated: " + why.message,
                       why.where};
  m.failed_guards.push_back(id);
  if (m.by_scxml())
    return m.enqueue_error({}, {}, m.guard_failure.message);
  m.raise(m.code.error_guard);
}

/// True if there is no guard or it holds.
[[nodiscard]] inline bool holds(macrostep& m, expr_id guard) {
  if (!guard.valid())
    return true;
  const result<value> answer = evaluate_in(m, guard);
  if (!answer) {
    guard_failed(m, guard, answer.error());
    return false;
  }
  const bool* truth = answer->as_bool();
  return truth != nullptr && *truth;
}

} // namespace caseclock::detail
