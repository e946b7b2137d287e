// The compiler of calendars: compiled in the library, inline without it (base/linkage.hpp).
#pragma once

#include <memory>
#include <utility>

#include "caseclock/base/linkage.hpp"
#include "caseclock/calendar/compile.hpp"
#include "caseclock/calendar/detail/calendar_resolver.hpp"
#include "caseclock/calendar/timeline_builder.hpp"

namespace caseclock {

CASECLOCK_INLINE report<calendar> compile_calendar(const calendar_definition& definition,
                                                   const zone& in) {
  report<calendar> made;
  const detail::resolved_days days =
      detail::calendar_resolver{definition, in, made.diagnostics}.resolve();
  if (has_errors(made.diagnostics))
    return made;
  calendar compiled{std::make_shared<const calendar_definition>(definition), in,
                    detail::timeline_builder{days, in}.build()};
  if (!compiled.opens()) {
    made.diagnostics.push_back(
        {severity::fault,
         "calendar-never-opens",
         "calendar \"" + definition.name.value +
             (has_hours(definition)
                  ? "\" is never open: its holidays and breaks leave nothing of its hours"
                  : "\" is never open: give it `hours`, or `hours: always`"),
         definition.hours_span.known() ? definition.hours_span : definition.name.span,
         {},
         {}});
    return made;
  }
  made.value = std::move(compiled);
  return made;
}

} // namespace caseclock
