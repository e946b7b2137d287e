// Working time: when it is open, how much open time lies between two instants, and which instant is
// so much open time away (rules T1 to T12).
//
// A calendar is immutable. Build it once with `compile_calendar`, share it as
// `std::shared_ptr<const calendar>`, read it from any number of threads. It holds the week, the
// exceptions and the zone, and answers each question in O(log n) of the exceptions, whatever the
// span (T13). It knows the years 1900 to 2199.
//
//     const report<calendar> office = compile_calendar(definition, *load_zone("Asia/Shanghai"));
//     office->value->add(friday_at_five, std::chrono::hours{2});   // Monday morning
//
// Why `open(t)` is a function of the instant and daylight saving appears nowhere: see
// calendar/open_time.hpp.
#pragma once

#include <algorithm>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "caseclock/base/hash.hpp"
#include "caseclock/base/result.hpp"
#include "caseclock/calendar/amount.hpp"
#include "caseclock/calendar/calendar_definition.hpp"
#include "caseclock/calendar/open_time.hpp"
#include "caseclock/time/instant.hpp"
#include "caseclock/time/zone.hpp"

namespace caseclock {

/// Arithmetic that would have to cross more closed time than this in one piece returns
/// errc::horizon (T12): ten years.
inline constexpr duration calendar_horizon = std::chrono::days{3653};

/// See above. Errors of all arithmetic: horizon, if the answer lies beyond `calendar_horizon` of
/// closed time or outside [earliest_instant, latest_instant]; invalid_argument, if an argument
/// does.
class calendar {
 public:
  /// For `compile_calendar`; build calendars with that.
  calendar(std::string name, zone in, close_policy due_at_close, detail::local_timeline timeline);

  [[nodiscard]] const std::string& name() const { return name_; }
  [[nodiscard]] const zone& time_zone() const { return zone_; }
  [[nodiscard]] close_policy due_at_close() const { return due_at_close_; }
  /// A hash of what it says: its name, its zone's name and the windows of every date, however they
  /// were written down. A new release of the zone's rules does not change it.
  [[nodiscard]] content_hash fingerprint() const;

  /// False for a calendar without any open time, which `compile_calendar` refuses.
  [[nodiscard]] bool opens() const { return open_.total() > 0; }
  /// True if the wall-clock time of `t` lies in a window (T2). False outside 1900 to 2199.
  [[nodiscard]] bool is_open(instant t) const {
    return earliest_instant <= t && t < latest_instant && open_.is_open(t);
  }
  /// The open time in [from, to); negative if `to` is before `from` (T7).
  [[nodiscard]] result<duration> between(instant from, instant to) const {
    if (!supported(from) || !supported(to))
      return unsupported();
    return duration{open_.measure(to) - open_.measure(from)};
  }
  /// The instant that is so much open time after `t`: the earliest one, or, under
  /// `close_policy::next_opening`, the latest. Before `t`, if `working` is negative: the latest
  /// one. `t` itself if it is zero (T8).
  [[nodiscard]] result<instant> add(instant t, duration working) const;
  /// The first open instant not before `t` (T9).
  [[nodiscard]] result<instant> next_open(instant t) const;
  /// The latest instant not after `t` just before which it is open (T9).
  [[nodiscard]] result<instant> prev_close(instant t) const;

  /// `t`, rolled to the next opening, and `n` working days on at the same wall-clock time, or at
  /// the nearest later opening of that day, or at its close (T10). A working day is a date on which
  /// a window opens; the hours after midnight of a night shift belong to the day on which it began.
  /// n = 0 is the roll alone; a negative n counts back from there.
  [[nodiscard]] result<instant> add_days(instant t, std::int64_t n) const;
  /// The close of the last window of that same working day (T10). n = 0: the day of the roll.
  [[nodiscard]] result<instant> end_of_day(instant t, std::int64_t n) const;

  /// `t` and an amount of any kind; elapsed time needs no calendar and is simply added.
  [[nodiscard]] result<instant> add(instant t, const time_amount& amount) const;
  /// What an amount means as a budget of a clock that starts then: elapsed and working time as they
  /// are, working days as the working time up to their end (C2). May be zero for working days.
  [[nodiscard]] result<duration> budget(instant start, const time_amount& amount) const;

 private:
  struct closed_stretch {
    instant from;
    instant to;
  };
  /// A working day and a wall-clock time counted from its midnight, which may pass 24 h.
  struct working_moment {
    detail::day_number day;
    detail::local_ms time;
  };

  static bool supported(instant t) { return earliest_instant <= t && t <= latest_instant; }
  static error unsupported();
  [[nodiscard]] error past_horizon() const;
  [[nodiscard]] bool crosses_horizon(instant from, instant to) const;
  /// `found`, unless too much closed time lies between it and `from`.
  [[nodiscard]] result<instant> within_horizon(instant from, instant found) const;
  void find_closed_stretches();

  /// As `open_time::measure`, for instants that may lie beyond the edge of what is supported.
  [[nodiscard]] std::int64_t measure_clamped(instant t) const {
    return open_.measure(std::clamp(t, earliest_instant, latest_instant));
  }
  [[nodiscard]] working_moment moment_of(instant open) const;
  [[nodiscard]] result<detail::day_number> shifted_day(detail::day_number day,
                                                       std::int64_t n) const;
  [[nodiscard]] instant moment_on(detail::day_number day, detail::local_ms time) const;
  [[nodiscard]] instant close_of(detail::day_number day) const;
  [[nodiscard]] instant to_instant(detail::day_number day, detail::local_ms time,
                                   local_choice choice) const {
    return zone_.to_instant(detail::from_local_ms(day * detail::day_ms + time), choice);
  }

  std::string name_;
  zone zone_;
  close_policy due_at_close_;
  detail::open_time open_;
  std::vector<closed_stretch> long_closed_; ///< longer than the horizon; as a rule there is none
};

inline calendar::calendar(std::string name, zone in, close_policy due_at_close,
                          detail::local_timeline timeline)
    : name_(std::move(name)), zone_(std::move(in)), due_at_close_(due_at_close),
      open_(zone_, std::move(timeline)) {
  find_closed_stretches();
}

inline content_hash calendar::fingerprint() const {
  const detail::local_timeline& days = open_.timeline();
  hasher into;
  const auto add = [&](std::int64_t number) { into.add(static_cast<std::uint64_t>(number)); };
  const auto add_kind = [&](std::uint32_t number) {
    const detail::day_kind& kind = days.kinds[number];
    add(kind.own_count);
    for (std::uint32_t i = 0; i < kind.own_count; ++i) {
      add(days.owns[kind.first_own + i].open);
      add(days.owns[kind.first_own + i].close);
    }
  };
  into.add(name_);
  into.add(zone_.name);
  add(static_cast<std::int64_t>(due_at_close_));
  for (const std::uint32_t kind : days.week)
    add_kind(kind);
  for (const detail::day_run& run : days.runs) {
    add(run.first);
    if (run.kind == detail::day_run::weekly)
      add(-1);
    else
      add_kind(run.kind);
  }
  return into.value();
}

inline error calendar::unsupported() {
  return {errc::invalid_argument, "only the years 1900 to 2199 are supported", {}};
}

inline error calendar::past_horizon() const {
  return {errc::horizon,
          "calendar \"" + name_ +
              "\" has too little open time: the answer lies more than ten closed years away, or "
              "outside the years 1900 to 2199",
          name_};
}

inline bool calendar::crosses_horizon(instant from, instant to) const {
  return std::any_of(long_closed_.begin(), long_closed_.end(), [&](const closed_stretch& closed) {
    return std::min(to, closed.to) - std::max(from, closed.from) > calendar_horizon;
  });
}

inline result<instant> calendar::within_horizon(instant from, instant found) const {
  if (crosses_horizon(std::min(from, found), std::max(from, found)))
    return past_horizon();
  return found;
}

// Only runs of closed dates can be that long: a week that opens at all opens every week, and no
// zone skips more than a day.
inline void calendar::find_closed_stretches() {
  const detail::local_timeline& line = open_.timeline();
  const auto is_closed = [&line](const detail::day_run& run) {
    if (run.kind != detail::day_run::weekly)
      return line.kinds[run.kind].open_ms == 0;
    return std::all_of(line.week.begin(), line.week.end(),
                       [&line](std::uint32_t kind) { return line.kinds[kind].open_ms == 0; });
  };
  const auto longest_quiet =
      std::chrono::duration_cast<std::chrono::days>(calendar_horizon).count() - 4;
  for (std::size_t run = 0; run < line.runs.size();) {
    std::size_t end = run;
    while (end < line.runs.size() && is_closed(line.runs[end]))
      ++end;
    const detail::day_number from = line.runs[run].first;
    const detail::day_number to =
        end < line.runs.size() ? line.runs[end].first : detail::end_local_day;
    if (end > run && to - from > longest_quiet) {
      const instant middle =
          std::clamp(to_instant(from + (to - from) / 2, 0, local_choice::earlier), earliest_instant,
                     latest_instant);
      const std::int64_t open = open_.measure(middle);
      long_closed_.push_back({open > 0 ? open_.first_reaching(open) : earliest_instant,
                              open < open_.total() ? open_.last_keeping(open) : latest_instant});
    }
    run = std::max(end, run + 1);
  }
}

inline result<instant> calendar::add(instant t, duration working) const {
  if (!supported(t))
    return unsupported();
  if (working == duration::zero())
    return t;
  const std::int64_t from = open_.measure(t);
  const bool back = working < duration::zero();
  if (back ? working < duration{-from} : working > duration{open_.total() - from})
    return past_horizon();
  const std::int64_t target = from + working.count();
  const bool latest = back || due_at_close_ == close_policy::next_opening;
  if (latest && target == open_.total())
    return past_horizon();
  return within_horizon(t, latest ? open_.last_keeping(target) : open_.first_reaching(target));
}

inline result<instant> calendar::next_open(instant t) const {
  if (!supported(t))
    return unsupported();
  const std::int64_t open = open_.measure(t);
  if (open == open_.total())
    return past_horizon();
  return within_horizon(t, open_.last_keeping(open));
}

inline result<instant> calendar::prev_close(instant t) const {
  if (!supported(t))
    return unsupported();
  const std::int64_t open = open_.measure(t);
  if (open == 0)
    return past_horizon();
  return within_horizon(t, open_.first_reaching(open));
}

inline calendar::working_moment calendar::moment_of(instant open) const {
  const detail::local_timeline& line = open_.timeline();
  const detail::local_ms l = detail::to_local_ms(zone_.to_local(open));
  const auto day = static_cast<detail::day_number>(l / detail::day_ms);
  const detail::local_ms time = l % detail::day_ms;
  const detail::day_kind& before = line.kind_on(day - 1);
  for (std::uint32_t i = 0; i < before.own_count; ++i) {
    const detail::own_window& window = line.owns[before.first_own + i];
    if (time + detail::day_ms < window.close)
      return {day - 1, time + detail::day_ms};
  }
  return {day, time};
}

inline result<detail::day_number> calendar::shifted_day(detail::day_number day,
                                                        std::int64_t n) const {
  const detail::local_timeline& line = open_.timeline();
  const std::int64_t index = line.owners_before(day);
  if (n < -index || n >= line.total_owners() - index)
    return past_horizon();
  return line.owner_at(index + n);
}

inline instant calendar::close_of(detail::day_number day) const {
  const detail::day_kind& kind = open_.timeline().kind_on(day);
  const detail::own_window& last = open_.timeline().owns[kind.first_own + kind.own_count - 1];
  // The last moment inside the window tells which pass of a repeated hour it ends in.
  constexpr duration moment{1};
  const local_resolution inside =
      zone_.resolve(detail::from_local_ms(day * detail::day_ms + last.close) - moment);
  if (inside.kind != local_kind::gap)
    return inside.later + moment;
  return open_.first_reaching(std::max<std::int64_t>(1, measure_clamped(inside.later)));
}

inline instant calendar::moment_on(detail::day_number day, detail::local_ms time) const {
  const detail::day_kind& kind = open_.timeline().kind_on(day);
  const instant close = close_of(day);
  for (std::uint32_t i = 0; i < kind.own_count; ++i) {
    const detail::own_window& window = open_.timeline().owns[kind.first_own + i];
    if (time >= window.close)
      continue;
    const instant wanted =
        to_instant(day, std::max<detail::local_ms>(time, window.open), local_choice::earlier);
    // A wall clock that skipped this moment may have skipped the rest of the window, too.
    const std::int64_t open = measure_clamped(wanted);
    return open < open_.total() ? std::min(open_.last_keeping(open), close) : close;
  }
  return close;
}

inline result<instant> calendar::add_days(instant t, std::int64_t n) const {
  const result<instant> start = next_open(t);
  if (!start || n == 0)
    return start;
  const working_moment from = moment_of(*start);
  const result<detail::day_number> day = shifted_day(from.day, n);
  if (!day)
    return day.error();
  const instant found = moment_on(*day, from.time);
  return supported(found) ? within_horizon(t, found) : past_horizon();
}

inline result<instant> calendar::end_of_day(instant t, std::int64_t n) const {
  const result<instant> start = next_open(t);
  if (!start)
    return start;
  const result<detail::day_number> day = shifted_day(moment_of(*start).day, n);
  if (!day)
    return day.error();
  const instant found = close_of(*day);
  return supported(found) ? within_horizon(t, found) : past_horizon();
}

inline result<instant> calendar::add(instant t, const time_amount& amount) const {
  switch (amount.kind) {
  case time_amount::unit::elapsed: break;
  case time_amount::unit::working_time: return add(t, duration{amount.count});
  case time_amount::unit::working_days: return add_days(t, amount.count);
  case time_amount::unit::end_of_working_days: return end_of_day(t, amount.count);
  }
  if (!supported(t))
    return unsupported();
  const duration elapsed{amount.count};
  if (elapsed > latest_instant - t || elapsed < earliest_instant - t)
    return past_horizon();
  return t + elapsed;
}

inline result<duration> calendar::budget(instant start, const time_amount& amount) const {
  switch (amount.kind) {
  case time_amount::unit::elapsed:
  case time_amount::unit::working_time: return duration{amount.count};
  case time_amount::unit::working_days:
  case time_amount::unit::end_of_working_days: break;
  }
  const result<instant> end = add(start, amount);
  if (!end)
    return end.error();
  return between(start, *end);
}

} // namespace caseclock
