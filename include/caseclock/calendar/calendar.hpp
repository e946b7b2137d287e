// Working time: when it is open, how much open time lies between two instants, and which instant is
// so much open time away (rules T1 to T12).
//
// A calendar is immutable. Build it once with `compile_calendar`, share it as
// `std::shared_ptr<const calendar>`, read it from any number of threads. It holds the week, the
// exceptions and the zone, and answers each question in O(log n) of the exceptions, whatever the
// span (T13). It knows the years 1900 to 2199. It also keeps what its author wrote, so that `day`
// can say why a date has the windows it has.
//
//     const report<calendar> office = compile_calendar(definition, *load_zone("Asia/Shanghai"));
//     office->value->add(friday_at_five, std::chrono::hours{2});   // Monday morning
//
// Why `open(t)` is a function of the instant and daylight saving appears nowhere: see
// calendar/open_time.hpp.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "caseclock/base/hash.hpp"
#include "caseclock/base/result.hpp"
#include "caseclock/calendar/amount.hpp"
#include "caseclock/calendar/calendar_day.hpp"
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
  calendar(std::shared_ptr<const calendar_definition> definition, zone in,
           detail::local_timeline timeline);

  /// What its author wrote, inclusions merged.
  [[nodiscard]] const calendar_definition& definition() const { return *definition_; }
  [[nodiscard]] const std::string& name() const { return definition_->name.value; }
  [[nodiscard]] const zone& time_zone() const { return zone_; }
  [[nodiscard]] close_policy due_at_close() const { return definition_->due_at_close; }
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

  /// What kind of day a date is, how its author calls it, and the windows that open on it. Found in
  /// the definition when asked: O(entries of the definition). A date that the zone skipped has the
  /// windows that its wall clock never showed (T6). Closed and nameless outside 1900 to 2199.
  [[nodiscard]] calendar_day day(civil_date date) const;
  /// The open time of [from, to) as intervals, in order, none touching, clipped to [from, to): the
  /// first `most` of them. If there are that many, ask again from the last one's close. What lies
  /// outside 1900 to 2199 is closed. O(log n) for each interval, however long it is.
  [[nodiscard]] std::vector<open_interval> windows(instant from, instant to,
                                                   std::size_t most = most_open_intervals) const;

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
  [[nodiscard]] std::vector<day_window> windows_of(const detail::day_kind& kind) const;
  /// The hours of an extra day, no break cut out.
  [[nodiscard]] std::vector<day_window> usual_windows(const dated_windows& extra) const;
  /// How the author calls what is cut out of those windows.
  [[nodiscard]] std::string name_of_break(civil_date date,
                                          const std::vector<day_window>& uncut) const;
  /// The end of the open time that `open` lies in, not after `limit`.
  [[nodiscard]] instant open_until(instant open, instant limit) const;
  [[nodiscard]] working_moment moment_of(instant open) const;
  [[nodiscard]] result<detail::day_number> shifted_day(detail::day_number day,
                                                       std::int64_t n) const;
  [[nodiscard]] instant moment_on(detail::day_number day, detail::local_ms time) const;
  [[nodiscard]] instant close_of(detail::day_number day) const;
  [[nodiscard]] instant to_instant(detail::day_number day, detail::local_ms time,
                                   local_choice choice) const {
    return zone_.to_instant(detail::from_local_ms(day * detail::day_ms + time), choice);
  }

  std::shared_ptr<const calendar_definition> definition_;
  zone zone_;
  detail::open_time open_;
  std::vector<closed_stretch> long_closed_; ///< longer than the horizon; as a rule there is none
};

} // namespace caseclock

#if !defined(CASECLOCK_COMPILED)
#include "caseclock/calendar/detail/calendar_impl.hpp"
#endif
