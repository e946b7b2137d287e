// Working time the slow way: an oracle that knows only `open(t)`, written from the rules and not
// from the library. It asks open(t) for each cell of a grid of instants and then counts.
#pragma once

#include <cstdint>
#include <optional>
#include <set>
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

/// Whether a window that opens on `date` is open that many seconds after its midnight (T4, T5).
inline bool owned(const calendar_definition& calendar, civil_date date, std::int64_t second) {
  for (const auto& pause : calendar.breaks) {
    if (pause.date == date && covers(pause.windows, second))
      return false;
  }
  for (const auto& extra : calendar.extra_days) {
    if (extra.date == date)
      return covers(extra.windows, second);
  }
  if (is_holiday(calendar, date))
    return false;
  if (calendar.always)
    return 0 <= second && second < 86400;
  return covers(calendar.weekly[std::chrono::weekday{date}.iso_encoding() - 1], second);
}

/// The dates that own the open time at a wall-clock time: the date itself or the one before (T4).
inline std::vector<civil_date> owners(const calendar_definition& calendar,
                                      caseclock::local_instant l) {
  std::vector<civil_date> found;
  const civil_date today = std::chrono::floor<std::chrono::days>(l);
  for (const civil_date date : {today - std::chrono::days{1}, today}) {
    if (owned(calendar, date, std::chrono::floor<std::chrono::seconds>(l - date).count()))
      found.push_back(date);
  }
  return found;
}

/// T2.
inline bool open(const calendar_definition& calendar, const caseclock::zone& in, instant t) {
  return !owners(calendar, in.to_local(t)).empty();
}

/// A stretch of time in cells within which neither the calendar nor the zone changes.
class grid {
 public:
  grid(const calendar_definition& calendar, const caseclock::zone& in, instant from, duration step,
       std::size_t cells)
      : calendar_(calendar), zone_(in), from_(from), step_(step) {
    for (std::size_t i = 0; i < cells; ++i)
      open_.push_back(open(calendar, in, at(i)));
  }

  [[nodiscard]] instant at(std::size_t cell) const {
    return from_ + step_ * static_cast<std::int64_t>(cell);
  }
  [[nodiscard]] instant end() const { return at(open_.size()); }
  [[nodiscard]] bool is_open(instant t) const { return open_[cell_of(t)]; }

  [[nodiscard]] duration between(instant a, instant b) const {
    if (b < a)
      return -between(b, a);
    duration sum{0};
    for (std::size_t i = 0; i < open_.size(); ++i) {
      const instant low = std::max(a, at(i));
      const instant high = std::min(b, at(i + 1));
      if (open_[i] && low < high)
        sum += high - low;
    }
    return sum;
  }
  /// The earliest u ≥ t with so much open time in [t, u); `working` > 0. Nothing: beyond the grid.
  [[nodiscard]] std::optional<instant> add(instant t, duration working) const {
    for (std::size_t i = cell_of(t); i < open_.size(); ++i) {
      const instant low = std::max(t, at(i));
      if (!open_[i])
        continue;
      if (working <= at(i + 1) - low)
        return low + working;
      working -= at(i + 1) - low;
    }
    return std::nullopt;
  }
  /// The latest u ≤ t with so much open time in [u, t); `working` > 0.
  [[nodiscard]] std::optional<instant> subtract(instant t, duration working) const {
    for (std::size_t i = open_.size(); i-- > 0;) {
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
    for (std::size_t i = open_.size(); i-- > 0;) {
      if (open_[i] && at(i) < t)
        return std::min(t, at(i + 1));
    }
    return std::nullopt;
  }
  /// T10. `to_end`: the close of that date's last window.
  struct days_answer {
    instant same_time;
    instant end;
  };
  [[nodiscard]] std::optional<days_answer> add_days(instant t, int n) const {
    const std::optional<instant> start = next_open(t);
    if (!start)
      return std::nullopt;
    const auto with_time = [&](days_answer found) {
      return days_answer{n == 0 ? *start : found.same_time, found.end};
    };
    const civil_date day = owners(calendar_, zone_.to_local(*start)).front();
    const duration time = zone_.to_local(*start) - day;
    std::set<civil_date> later;
    for (std::size_t i = 0; i < open_.size(); ++i) {
      if (open_[i])
        later.insert(owners(calendar_, zone_.to_local(at(i))).front());
    }
    // The last dates may be cut off by the end of the grid.
    auto wanted = later.find(day);
    for (int i = 0; i < n; ++i) {
      if (++wanted == later.end())
        return std::nullopt;
    }
    for (std::size_t i = 0; i < open_.size(); ++i) {
      if (zone_.to_local(at(i)) >= *wanted + std::chrono::days{3})
        return with_time(on(*wanted, time));
    }
    return std::nullopt;
  }

 private:
  [[nodiscard]] days_answer on(civil_date date, duration time) const {
    std::optional<instant> same;
    instant close{};
    for (std::size_t i = 0; i < open_.size(); ++i) {
      if (!open_[i] || owners(calendar_, zone_.to_local(at(i))).front() != date)
        continue;
      const duration begins = zone_.to_local(at(i)) - date;
      if (!same && time < begins + step_)
        same = at(i) + std::max(duration{0}, time - begins);
      close = at(i + 1);
    }
    return {same.value_or(close), close};
  }
  [[nodiscard]] std::size_t cell_of(instant t) const {
    return static_cast<std::size_t>((t - from_) / step_);
  }

  const calendar_definition& calendar_;
  const caseclock::zone& zone_;
  instant from_;
  duration step_;
  std::vector<bool> open_;
};

} // namespace naive
