// What becomes of an input that changes nothing.
#pragma once

#include <string>
#include <utility>

#include "caseclock/runtime/detail/macrostep.hpp"
#include "caseclock/runtime/step.hpp"

namespace caseclock::detail {

/// What a refusal comes to: one record, and nothing changed but the step, so that the record has an
/// id of its own (S14) and a second writer is noticed.
[[nodiscard]] inline step_result refused(const snapshot& before, const actor& by, instant now,
                                         std::string event, const error& why) {
  step_result result;
  result.after = before;
  result.after.step = before.step + 1;
  record& told = result.records.emplace_back();
  told.subject = before.id;
  told.step = result.after.step;
  told.at = now;
  told.by = by;
  told.body = event_refused{std::move(event), why.code, why.message};
  result.outcome = why;
  return result;
}

/// What an incident comes to: what failed is rolled back, the case frozen, one more record (S13).
/// What came to rest before it within the step stays done. `failing`: the input that is run again.
[[nodiscard]] inline step_result frozen(macrostep& m, const input& failing) {
  const error why = m.failure ? m.failure->why : error{errc::incident, "the macrostep failed", {}};
  const incident_raised incident{why.code, why.message, std::move(m.failed_event)};
  const bool kept_some = m.rested.has_value();
  m.roll_back();
  m.state.failed = m.recalled ? *std::move(m.recalled) : failing;
  m.by = m.state.failed->by;
  m.tell(incident);
  step_result result;
  ++m.state.step;
  m.state.revision = m.state.step;
  m.state.status = case_status::frozen;
  m.state.changed = m.now;
  m.state.incident = incident;
  result.after = std::move(m.state);
  result.records = std::move(m.records);
  if (!kept_some)
    result.outcome = status{errc::incident, why.message, why.where};
  return result;
}

} // namespace caseclock::detail
