// A time zone as a value: a name, a first offset and the instants at which the offset changes.
//
// Why a value and not a handle into a database: the kernel does no I/O and holds no global state, a
// case must be replayable under the zone rules it was decided with, and a test can write a zone
// down. `load_zone` (time/tzdb.hpp) fills one from the system's tzdata.
//
//     const zone shanghai = zone::fixed(std::chrono::hours{8});
//     shanghai.to_local(instant_from_ms(0));   // 1970-01-01 08:00:00.000 on the wall
//
// Wall-clock times need not exist and need not be unique. `resolve` says which; `to_instant` takes
// a side: the earlier or the later pass of a repeated hour, and for a time that the clock skipped,
// the instant of the skip.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "caseclock/base/assert.hpp"
#include "caseclock/time/instant.hpp"

namespace caseclock {

/// From `at` on, wall clocks show UTC plus that many seconds.
struct offset_transition {
  instant at{};
  std::int32_t offset_s = 0;
  friend bool operator==(const offset_transition&, const offset_transition&) = default;
};

/// How many instants a wall-clock time stands for.
enum class local_kind {
  unique,    ///< one
  ambiguous, ///< several: clocks were put back over it
  gap,       ///< none: clocks were put forward over it
};

/// The instants that a wall-clock time stands for: the first and the last of them. In a gap both
/// are the instant of the transition that skipped it.
struct local_resolution {
  local_kind kind = local_kind::unique;
  instant earlier{};
  instant later{};
};

/// Which instant to take of a wall-clock time that occurs more than once.
enum class local_choice { earlier, later };

/// No zone was ever further from UTC than this.
inline constexpr std::chrono::hours max_zone_offset{26};

/// A time zone. Immutable in use, safe to read from several threads; lookups are O(log
/// transitions). Invariants: `transitions` strictly ascending, offsets within ± `max_zone_offset`.
struct zone {
  std::string name = "UTC";          ///< IANA name, or "+08:00" for a fixed offset
  std::int32_t initial_offset_s = 0; ///< before the first transition
  std::vector<offset_transition> transitions{};

  [[nodiscard]] static zone utc() { return {}; }
  /// A zone that is always that far from UTC (east is positive), |offset| ≤ `max_zone_offset`.
  [[nodiscard]] static zone fixed(std::chrono::seconds offset);

  /// What wall clocks are ahead of UTC at `t`.
  [[nodiscard]] duration offset_at(instant t) const { return segment_offset(segment_of(t)); }
  /// What wall clocks show at `t`.
  [[nodiscard]] local_instant to_local(instant t) const {
    return local_instant{t.time_since_epoch() + offset_at(t)};
  }
  /// The instants at which wall clocks show `l`.
  [[nodiscard]] local_resolution resolve(local_instant l) const;
  /// One of them; for a skipped wall-clock time, the instant of the skip.
  [[nodiscard]] instant to_instant(local_instant l,
                                   local_choice choice = local_choice::earlier) const {
    const local_resolution found = resolve(l);
    return choice == local_choice::earlier ? found.earlier : found.later;
  }

  friend bool operator==(const zone&, const zone&) = default;

 private:
  // Segment 0 lies before the first transition, segment i starts with transition i - 1.
  [[nodiscard]] std::size_t segment_of(instant t) const {
    const auto next =
        std::upper_bound(transitions.begin(), transitions.end(), t,
                         [](instant at, const offset_transition& x) { return at < x.at; });
    return static_cast<std::size_t>(next - transitions.begin());
  }
  [[nodiscard]] duration segment_offset(std::size_t segment) const {
    return std::chrono::seconds{segment == 0 ? initial_offset_s
                                             : transitions[segment - 1].offset_s};
  }
};

inline local_resolution zone::resolve(local_instant l) const {
  const instant as_utc{l.time_since_epoch()};
  const std::size_t first = segment_of(as_utc - max_zone_offset);
  const std::size_t last = segment_of(as_utc + max_zone_offset);
  local_resolution found{local_kind::gap, as_utc, as_utc};
  for (std::size_t segment = first; segment <= last; ++segment) {
    const instant candidate = as_utc - segment_offset(segment);
    const bool begun = segment == 0 || transitions[segment - 1].at <= candidate;
    const bool ended = segment < transitions.size() && transitions[segment].at <= candidate;
    if (!begun || ended)
      continue;
    if (found.kind == local_kind::gap)
      found = {local_kind::unique, candidate, candidate};
    else
      found = {local_kind::ambiguous, found.earlier, candidate};
  }
  if (found.kind != local_kind::gap)
    return found;
  for (std::size_t segment = first; segment < last; ++segment) {
    const instant at = transitions[segment].at;
    if (as_utc - segment_offset(segment) >= at && as_utc - segment_offset(segment + 1) < at)
      return {local_kind::gap, at, at};
  }
  CASECLOCK_ASSERT(false); // each wall-clock time occurs or is skipped by some transition
  return found;
}

inline zone zone::fixed(std::chrono::seconds offset) {
  CASECLOCK_ASSERT(offset <= max_zone_offset && -offset <= max_zone_offset);
  const auto two = [](std::int64_t number) {
    return std::string{static_cast<char>('0' + number / 10), static_cast<char>('0' + number % 10)};
  };
  const std::int64_t size = offset.count() < 0 ? -offset.count() : offset.count();
  zone made;
  made.name = (offset.count() < 0 ? "-" : "+") + two(size / 3600) + ":" + two(size / 60 % 60);
  if (size % 60 != 0)
    made.name += ":" + two(size % 60);
  made.initial_offset_s = static_cast<std::int32_t>(offset.count());
  return made;
}

} // namespace caseclock
