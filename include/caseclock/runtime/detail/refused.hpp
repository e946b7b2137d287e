// What becomes of an input that changes nothing.
#pragma once

#include <string>
#include <utility>

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

/// What an incident comes to: everything rolled back, the case frozen, one record (S13).
[[nodiscard]] inline step_result frozen(const snapshot& before, const actor& by, instant now,
                                        std::string event, const error& why) {
  step_result result;
  const incident_raised incident{why.code, why.message, std::move(event)};
  result.after = before;
  result.after.status = case_status::frozen;
  result.after.step = before.step + 1;
  result.after.revision = result.after.step;
  result.after.changed = now;
  result.after.incident = incident;
  record& told = result.records.emplace_back();
  told.subject = before.id;
  told.step = result.after.step;
  told.at = now;
  told.by = by;
  told.body = incident;
  result.outcome = status{errc::incident, why.message, why.where};
  return result;
}

} // namespace caseclock::detail
