// In which zone a workflow's people read their clocks.
#pragma once

#include "caseclock/program/program.hpp"
#include "caseclock/time/zone.hpp"

namespace caseclock {

/// The zone of the workflow's calendar; without one, of its first; without any, UTC. The reference
/// lives as long as the program.
[[nodiscard]] inline const zone& zone_of(const program& compiled) {
  if (compiled.calendar.valid())
    return compiled.calendars[compiled.calendar.index()]->time_zone();
  if (!compiled.calendars.empty())
    return compiled.calendars.front()->time_zone();
  static const zone utc_zone = zone::utc();
  return utc_zone;
}

} // namespace caseclock
