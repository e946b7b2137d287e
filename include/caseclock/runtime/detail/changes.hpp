// What the host changes from outside: data, and the calendars that a case is measured by.
#pragma once

#include <optional>
#include <string>
#include <utility>

#include "caseclock/runtime/detail/events.hpp"

namespace caseclock::detail {

/// Why a case takes no changes any more, if so.
[[nodiscard]] inline std::optional<error> unchangeable(const snapshot& state, const char* what) {
  if (state.status == case_status::closed)
    return error{errc::case_closed, "the case has ended", what};
  if (state.status == case_status::frozen)
    return error{errc::case_frozen, "the case is frozen by an incident and takes no changes", what};
  return std::nullopt;
}

/// The fields take their new values together; transitions and clocks judge them afterwards.
inline bool change_fields(macrostep& m, const set_input& given) {
  for (const auto& [field, to] : given.fields) {
    value& held = m.state.fields[field.index()];
    if (held == to)
      continue;
    m.tell(data_changed{field, held, to});
    const value before = std::exchange(held, to);
    m.facts.any = true;
    if (!follow_field(m, field, before))
      return false;
  }
  return true;
}

/// Every open clock whose calendar says something else now is put under it (C12).
inline bool recalendar(macrostep& m, const program& before) {
  m.tell(recalendared{before.hash, m.code.hash});
  m.state.program = m.code.hash;
  m.facts.any = true;
  for (std::size_t i = 0; i < m.code.clocks.size(); ++i) {
    if (!clock_judge{m, clock_id{i}}.recalendar(before))
      return false;
  }
  return rearm_moments(m) && run_to_completion(m);
}

} // namespace caseclock::detail
