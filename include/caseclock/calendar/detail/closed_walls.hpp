// Closed times as the wall clock shows them. Internal to the compiler of calendars.
#pragma once

#include <algorithm>
#include <utility>
#include <variant>
#include <vector>

#include "caseclock/calendar/calendar_definition.hpp"
#include "caseclock/calendar/local_timeline.hpp"
#include "caseclock/calendar/open_time.hpp"
#include "caseclock/calendar/window_list.hpp"
#include "caseclock/time/zone.hpp"

namespace caseclock::detail {

/// From a wall-clock time to another, on the line of `local_timeline`.
struct wall_range {
  local_ms from = 0;
  local_ms to = 0;
};

/// The wall-clock times that a zone shows from an instant to an instant: one range for each stretch
/// of constant offset.
inline void append_walls(const zone& in, instant_range when, std::vector<wall_range>& into) {
  when.from = std::max(when.from, earliest_instant);
  when.to = std::min(when.to, latest_instant);
  auto change = std::upper_bound(
      in.transitions.begin(), in.transitions.end(), when.from,
      [](instant t, const offset_transition& transition) { return t < transition.at; });
  while (when.from < when.to) {
    const bool changes = change != in.transitions.end() && change->at < when.to;
    const instant end = changes ? change->at : when.to;
    const local_ms from = to_local_ms(in.to_local(when.from));
    into.push_back({from, from + (end - when.from).count()});
    when.from = end;
    if (changes)
      ++change;
  }
}

/// All closed times of a calendar, in order, none touching.
inline std::vector<wall_range> closed_walls(const std::vector<closed_time>& closed,
                                            const zone& in) {
  std::vector<wall_range> all;
  const auto on_line = [](local_instant l) {
    constexpr local_instant begin{first_local_day};
    return to_local_ms(std::clamp(l, begin, begin + duration{end_local_day * day_ms}));
  };
  for (const closed_time& each : closed) {
    if (const auto* absolute = std::get_if<instant_range>(&each.when))
      append_walls(in, *absolute, all);
    else if (const auto* local = std::get_if<local_range>(&each.when))
      all.push_back({on_line(local->from), on_line(local->to)});
  }
  std::sort(all.begin(), all.end(),
            [](const wall_range& a, const wall_range& b) { return a.from < b.from; });
  std::vector<wall_range> merged;
  for (const wall_range& each : all) {
    if (each.to <= each.from)
      continue;
    if (!merged.empty() && each.from <= merged.back().to)
      merged.back().to = std::max(merged.back().to, each.to);
    else
      merged.push_back(each);
  }
  return merged;
}

/// What of those ranges the windows of a date can meet: as windows of that date.
inline std::vector<own_window> cuts_on(day_number day, const std::vector<wall_range>& walls) {
  constexpr local_ms longest = 2 * day_ms; // a window closes on the next date at the latest
  const local_ms midnight = day * day_ms;
  std::vector<own_window> cuts;
  auto wall =
      std::lower_bound(walls.begin(), walls.end(), midnight,
                       [](const wall_range& range, local_ms moment) { return range.to <= moment; });
  for (; wall != walls.end() && wall->from < midnight + longest; ++wall)
    cuts.push_back({static_cast<std::int32_t>(std::max<local_ms>(wall->from - midnight, 0)),
                    static_cast<std::int32_t>(std::min(wall->to - midnight, longest))});
  return cuts;
}

} // namespace caseclock::detail
