// The same workflows under other calendars.
#pragma once

#include <string>

#include "caseclock/base/result.hpp"
#include "caseclock/program/load.hpp"
#include "event_line.hpp"

namespace caseclock::cli {

/// Loads what `path` names once more, with the calendars that the line gives instead of those of
/// the same name. The error tells every finding; unknown_calendar if `loaded`, which is what it
/// made before, has none of that name.
[[nodiscard]] result<workflow_set>
load_under_other_hours(const std::string& path, const workflow_set& loaded, const event_line& line);

} // namespace caseclock::cli
