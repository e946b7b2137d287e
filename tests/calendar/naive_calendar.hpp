// Working time the slow way: an oracle that knows only `open(t)`, written from the rules and not
// from the library. It asks open(t) for each cell of a grid of instants and then counts.
#pragma once

#include <algorithm>
#include <cstdint>
#include <limits>
#include <map>
#include <optional>
#include <vector>

#include "caseclock/calendar/calendar_definition.hpp"
#include "caseclock/time/zone.hpp"

namespace naive {

using caseclock::calendar_definition;
using caseclock::civil_date;
using caseclock::duration;
using caseclock::instant;
using caseclock::local_window;

inline bool covers(const std::vector<local_window>& windows, std::int64_t second_of_date) {
  for (const local_window& w : windows) {
    const std::int64_t close = w.close < w.open ? w.close + 86400 : w.close;
    if (w.open <= second_of_date && second_of_date < close)
      return true;
  }
  return false;
}

inline bool is_holiday(const calendar_definition& calendar, civil_date date) {
  const std::chrono::year_month_day ymd{date};
  for (const auto& rule : calendar.holidays) {
    if (const auto* one = std::get_if<caseclock::single_date>(&rule.when); one && one->date == date)
      return true;
    if (const auto* range = std::get_if<caseclock::date_range>(&rule.when);
        range && range->from <= date && date <= range->to)
      return true;
    if (const auto* every = std::get_if<caseclock::annual_date>(&rule.when);
        every && every->day.month() == ymd.month() && every->day.day() == ymd.day())
      return true;
  }
  return false;
}

/// What T5 says of one date: the hours that open on it, and what is cut out of them.
struct hours_of_date {
  std::vector<local_window> open{};
  std::vector<local_window> cut{};
};

inline hours_of_date hours_on(const calendar_definition& calendar, civil_date date) {
  hours_of_date found;
  for (const auto& pause : calendar.breaks) {
    if (pause.date == date)
      found.cut.insert(found.cut.end(), pause.windows.begin(), pause.windows.end());
  }
  for (const auto& extra : calendar.extra_days) {
    if (extra.date == date) {
      found.open = extra.windows;
      return found;
    }
  }
  if (is_holiday(calendar, date))
    return found;
  if (calendar.always)
    found.open = {{0, 86400, {}}};
  else
    found.open = calendar.weekly[std::chrono::weekday{date}.iso_encoding() - 1];
  return found;
}

/// `open(t)` (T2), and which date it belongs to (T4). What it found out last it remembers, because
/// it is asked about one moment after the other.
class wall_clock {
 public:
  wall_clock(const calendar_definition& calendar, const caseclock::zone& in)
      : calendar_(calendar), zone_(in) {}

  /// The dates that own the open time at a moment: the date before the one on the wall, and that.
  /// Both if their windows overlap there.
  struct owners {
    civil_date date{}; ///< the earlier one
    int count = 0;
  };
  [[nodiscard]] owners owners_at(instant t) {
    look_at(t);
    const std::int64_t second = (caseclock::to_ms(t) + offset_ms_ - midnight_ms_) / 1000;
    const bool earlier = owned(yesterday_, second + 86400);
    const bool later = owned(today_, second);
    return {earlier ? date_ - std::chrono::days{1} : date_, int{earlier} + int{later}};
  }
  [[nodiscard]] bool open(instant t) { return owners_at(t).count > 0; }

 private:
  /// Whether a window that opens on that date is open that many seconds after its midnight.
  static bool owned(const hours_of_date& date, std::int64_t second) {
    return covers(date.open, second) && !covers(date.cut, second);
  }
  void look_at(instant t) {
    if (t < offset_from_ || t >= offset_to_)
      look_at_offset(t);
    const std::int64_t wall_ms = caseclock::to_ms(t) + offset_ms_;
    if (midnight_ms_ <= wall_ms && wall_ms < midnight_ms_ + 86'400'000)
      return;
    date_ = std::chrono::floor<std::chrono::days>(caseclock::local_instant{duration{wall_ms}});
    midnight_ms_ = duration{date_.time_since_epoch()}.count();
    yesterday_ = hours_on(calendar_, date_ - std::chrono::days{1});
    today_ = hours_on(calendar_, date_);
  }
  void look_at_offset(instant t) {
    offset_from_ = instant::min();
    offset_to_ = instant::max();
    offset_ms_ = std::int64_t{zone_.initial_offset_s} * 1000;
    for (const caseclock::offset_transition& change : zone_.transitions) {
      if (change.at > t) {
        offset_to_ = change.at;
        return;
      }
      offset_from_ = change.at;
      offset_ms_ = std::int64_t{change.offset_s} * 1000;
    }
  }

  const calendar_definition& calendar_;
  const caseclock::zone& zone_;
  instant offset_from_ = instant::max();
  instant offset_to_ = instant::max();
  std::int64_t offset_ms_ = 0;
  civil_date date_{};
  std::int64_t midnight_ms_ = std::numeric_limits<std::int64_t>::min() / 2;
  hours_of_date yesterday_{};
  hours_of_date today_{};
};

/// A stretch of time in cells within which neither the calendar nor the zone changes.
class grid {
 public:
  grid(const calendar_definition& calendar, const caseclock::zone& in, instant from, duration step,
       std::size_t cells)
      : zone_(in), from_(from), step_(step) {
    wall_clock wall{calendar, in};
    open_.reserve(cells);
    for (std::size_t i = 0; i < cells; ++i) {
      const wall_clock::owners found = wall.owners_at(at(i));
      open_.push_back(found.count > 0 ? 1 : 0);
      owner_.push_back(found.date);
      overlaps_ = overlaps_ || found.count > 1;
      if (found.count > 0)
        last_cell_[found.date] = i;
    }
  }

  [[nodiscard]] instant at(std::size_t cell) const {
    return from_ + step_ * static_cast<std::int64_t>(cell);
  }
  [[nodiscard]] instant end() const { return at(open_.size()); }
  [[nodiscard]] bool covers(instant t) const { return from_ <= t && t < end(); }
  /// True if some moment belongs to two dates: what a working day is then, nobody can say.
  [[nodiscard]] bool overlaps() const { return overlaps_; }
  [[nodiscard]] bool is_open(instant t) const { return open_[cell_of(t)] != 0; }

  [[nodiscard]] duration between(instant a, instant b) const {
    if (b < a)
      return -between(b, a);
    duration sum{0};
    for (std::size_t i = cell_of(a); i < open_.size() && at(i) < b; ++i) {
      if (open_[i])
        sum += std::min(b, at(i + 1)) - std::max(a, at(i));
    }
    return sum;
  }
  /// The earliest u ≥ t with so much open time in [t, u); `working` > 0. Nothing: beyond the grid.
  [[nodiscard]] std::optional<instant> add(instant t, duration working) const {
    for (std::size_t i = cell_of(t); i < open_.size(); ++i) {
      if (!open_[i])
        continue;
      const instant low = std::max(t, at(i));
      if (working <= at(i + 1) - low)
        return low + working;
      working -= at(i + 1) - low;
    }
    return std::nullopt;
  }
  /// The latest u ≤ t with so much open time in [u, t); `working` > 0.
  [[nodiscard]] std::optional<instant> subtract(instant t, duration working) const {
    for (std::size_t i = cell_of(t) + 1; i-- > 0;) {
      const instant high = std::min(t, at(i + 1));
      if (!open_[i] || high <= at(i))
        continue;
      if (working < high - at(i))
        return high - working;
      working -= high - at(i);
      if (working == duration::zero())
        return at(i);
    }
    return std::nullopt;
  }
  [[nodiscard]] std::optional<instant> next_open(instant t) const {
    for (std::size_t i = cell_of(t); i < open_.size(); ++i) {
      if (open_[i])
        return std::max(t, at(i));
    }
    return std::nullopt;
  }
  [[nodiscard]] std::optional<instant> prev_close(instant t) const {
    for (std::size_t i = cell_of(t) + 1; i-- > 0;) {
      if (open_[i] && at(i) < t)
        return std::min(t, at(i + 1));
    }
    return std::nullopt;
  }
  /// T10: the same time of the n-th later (or earlier) date, and the close of its last window.
  struct days_answer {
    instant same_time;
    instant end;
  };
  [[nodiscard]] std::optional<days_answer> add_days(instant t, std::int64_t n) const {
    const std::optional<instant> start = next_open(t);
    if (!start)
      return std::nullopt;
    const civil_date day = owner_[cell_of(*start)];
    const duration time = zone_.to_local(*start) - day;
    const std::optional<civil_date> wanted = counted_on(day, n);
    if (!wanted)
      return std::nullopt;
    const days_answer found = on(*wanted, time);
    return days_answer{n == 0 ? *start : found.same_time, found.end};
  }

 private:
  /// The date n working days on; nothing if the grid does not hold all of it.
  [[nodiscard]] std::optional<civil_date> counted_on(civil_date day, std::int64_t n) const {
    auto wanted = last_cell_.find(day);
    for (; n > 0; --n) {
      if (++wanted == last_cell_.end())
        return std::nullopt;
    }
    for (; n < 0; ++n) {
      if (wanted == last_cell_.begin())
        return std::nullopt;
      --wanted;
    }
    const auto date_at = [&](instant edge) {
      return std::chrono::floor<std::chrono::days>(zone_.to_local(edge));
    };
    const civil_date found = wanted->first;
    const bool whole = date_at(from_) + std::chrono::days{1} < found &&
                       found + std::chrono::days{3} <= date_at(at(open_.size() - 1));
    return whole ? std::optional{found} : std::nullopt;
  }
  /// That date's first moment at or after the time, and the end of its last.
  [[nodiscard]] days_answer on(civil_date date, duration time) const {
    const std::size_t last = last_cell_.find(date)->second;
    const instant close = at(last + 1);
    std::size_t i = last;
    while (i > 0 && zone_.to_local(at(i - 1)) >= date - std::chrono::days{1})
      --i;
    for (; i <= last; ++i) {
      const duration begins = zone_.to_local(at(i)) - date;
      if (open_[i] && owner_[i] == date && time < begins + step_)
        return {at(i) + std::max(duration{0}, time - begins), close};
    }
    return {close, close};
  }
  [[nodiscard]] std::size_t cell_of(instant t) const {
    return static_cast<std::size_t>((t - from_) / step_);
  }

  const caseclock::zone& zone_;
  instant from_;
  duration step_;
  bool overlaps_ = false;
  std::vector<char> open_;
  std::vector<civil_date> owner_;
  std::map<civil_date, std::size_t> last_cell_; ///< of each date that owns open time
};

} // namespace naive
