// Open time as a function of the instant, and its inverse. Internal to `calendar`.
//
// `measure(t)` is the open time between the beginning of 1900 and t. Everything that working time
// asks is this one function: between(a, b) is measure(b) - measure(a), add is its inverse, the next
// opening and the last closing are the ends of its level stretches. Daylight saving needs no code:
// each stretch of constant offset measures its piece of the wall clock, so what a gap skips is not
// measured and what is repeated is measured twice (T2).
#pragma once

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "caseclock/base/assert.hpp"
#include "caseclock/calendar/detail/sum_index.hpp"
#include "caseclock/calendar/local_timeline.hpp"
#include "caseclock/time/instant.hpp"
#include "caseclock/time/zone.hpp"

namespace caseclock::detail {

/// A wall-clock time on the line of `local_timeline`.
inline local_ms to_local_ms(local_instant l) {
  return (l - local_instant{first_local_day}).count();
}
inline local_instant from_local_ms(local_ms l) {
  return local_instant{first_local_day} + duration{l};
}

/// Instants are in [earliest_instant, latest_instant]; elsewhere a precondition is violated.
class open_time {
 public:
  open_time(const zone& in, local_timeline timeline);

  [[nodiscard]] const local_timeline& timeline() const { return timeline_; }
  /// The open ms in [earliest_instant, latest_instant).
  [[nodiscard]] std::int64_t total() const { return open_before_.total(); }

  [[nodiscard]] bool is_open(instant t) const {
    return always_ || timeline_.is_open(local(segment_of(to_ms(t)), to_ms(t)));
  }
  /// The open ms in [earliest_instant, t).
  [[nodiscard]] std::int64_t measure(instant t) const {
    if (always_)
      return (t - earliest_instant).count();
    const std::size_t segment = segment_of(to_ms(t));
    return base_[segment] + timeline_.measure(local(segment, to_ms(t)));
  }
  /// The earliest instant with that much open time before it; 0 < open ≤ total().
  [[nodiscard]] instant first_reaching(std::int64_t open) const {
    CASECLOCK_ASSERT(0 < open && open <= total());
    if (always_)
      return earliest_instant + duration{open};
    const std::size_t segment = open_before_.last_below(open);
    return at(segment, timeline_.first_reaching(open - base_[segment]));
  }
  /// The latest instant with no more than that open time before it; 0 ≤ open < total().
  [[nodiscard]] instant last_keeping(std::int64_t open) const {
    CASECLOCK_ASSERT(0 <= open && open < total());
    if (always_)
      return earliest_instant + duration{open};
    const std::size_t segment = open_before_.last_within(open);
    return at(segment, timeline_.last_keeping(open - base_[segment]));
  }

 private:
  static constexpr int bucket_bits = 33; // ms per bucket of the index: 99 days
  static constexpr std::int64_t origin_ms = earliest_instant.time_since_epoch().count();

  [[nodiscard]] std::size_t segment_of(std::int64_t t) const {
    CASECLOCK_ASSERT(to_ms(earliest_instant) <= t && t <= to_ms(latest_instant));
    std::size_t segment = bucket_[static_cast<std::size_t>((t - origin_ms) >> bucket_bits)];
    while (segment + 1 < start_.size() && start_[segment + 1] <= t)
      ++segment;
    return segment;
  }
  [[nodiscard]] local_ms local(std::size_t segment, std::int64_t t) const {
    return t + shift_[segment];
  }
  [[nodiscard]] instant at(std::size_t segment, local_ms l) const {
    return instant_from_ms(l - shift_[segment]);
  }

  local_timeline timeline_;
  bool always_ = false;
  // One entry per stretch of constant offset.
  std::vector<std::int64_t> start_;   ///< its first instant
  std::vector<std::int64_t> shift_;   ///< from instants to `local_ms`
  std::vector<std::int64_t> base_;    ///< measure(t) - timeline measure, constant within it
  sum_index open_before_;             ///< open ms before it; at the end, the total
  std::vector<std::uint32_t> bucket_; ///< the stretch that holds the beginning of each bucket
};

inline open_time::open_time(const zone& in, local_timeline timeline)
    : timeline_(std::move(timeline)), always_(timeline_.always_open()) {
  const std::int64_t to_line = (local_instant{} - local_instant{first_local_day}).count();
  const auto begin_segment = [&](instant from) {
    start_.push_back(to_ms(from));
    shift_.push_back(in.offset_at(from).count() + to_line);
  };
  begin_segment(earliest_instant);
  for (const offset_transition& transition : in.transitions) {
    if (earliest_instant < transition.at && transition.at < latest_instant)
      begin_segment(transition.at);
  }
  open_before_.sums.push_back(0);
  for (std::size_t i = 0; i < start_.size(); ++i) {
    const std::int64_t end = i + 1 < start_.size() ? start_[i + 1] : to_ms(latest_instant);
    base_.push_back(open_before_.total() - timeline_.measure(local(i, start_[i])));
    open_before_.sums.push_back(base_[i] + timeline_.measure(local(i, end)));
  }
  open_before_.seal();
  std::size_t segment = 0;
  for (std::int64_t t = origin_ms; t <= to_ms(latest_instant);
       t += std::int64_t{1} << bucket_bits) {
    while (segment + 1 < start_.size() && start_[segment + 1] <= t)
      ++segment;
    bucket_.push_back(static_cast<std::uint32_t>(segment));
  }
}

} // namespace caseclock::detail
