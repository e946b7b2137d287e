// The open hours of a calendar along the wall clock, as a function that can be measured and
// inverted in O(log n). Internal; `calendar` puts a zone's offsets on top of it.
//
// Why not a list of all opening and closing instants: three centuries of office hours are 150,000
// windows, and a host may hold a calendar per customer. Here the week is stored once, and each
// stretch of dates that differs from it (holidays, make-up days, the tail of a night shift into a
// closed day) is one run. Between two exceptions open time is arithmetic.
//
// Wall-clock times are `local_ms`: milliseconds since Monday, 1899-12-25, 00:00, so never negative.
// A date is the number of days since that Monday.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "caseclock/base/assert.hpp"
#include "caseclock/calendar/detail/sum_index.hpp"
#include "caseclock/time/instant.hpp"

namespace caseclock::detail {

using local_ms = std::int64_t;
using day_number = std::int32_t;

inline constexpr local_ms day_ms = 86'400'000;
inline constexpr civil_date first_local_day{
    std::chrono::local_days{std::chrono::year{1899} / 12 / 25}};
/// One past the last date: 300 years, and room for any zone's offset on both sides.
inline constexpr day_number end_local_day = static_cast<day_number>(
    (std::chrono::local_days{std::chrono::year{2200} / 1 / 15} - first_local_day).count());

constexpr day_number to_day_number(civil_date date) {
  return static_cast<day_number>((date - first_local_day).count());
}
constexpr civil_date to_civil_date(day_number day) {
  return first_local_day + std::chrono::days{day};
}

/// A window that opens on a date, in ms since that date's midnight; past 24 h it reaches into the
/// next date. Half-open.
struct own_window {
  std::int32_t open = 0;
  std::int32_t close = 0;
  friend bool operator==(const own_window&, const own_window&) = default;
};

/// A stretch of a date that is open, whichever date its window belongs to, in ms since midnight.
struct open_span {
  std::int32_t begin = 0;
  std::int32_t end = 0;
  std::int32_t before = 0; ///< open ms of the date before `begin`
};

/// What a date looks like: its spans, and the windows that open on it.
struct day_kind {
  std::uint32_t first_span = 0;
  std::uint32_t span_count = 0;
  std::uint32_t first_own = 0;
  std::uint32_t own_count = 0;
  std::int32_t open_ms = 0;
  bool owns = false; ///< counts as a working day (T10)
};

/// A maximal stretch of dates that follow the week, or that all are of one kind.
struct day_run {
  static constexpr std::uint32_t weekly = 0xffff'ffffU;
  day_number first = 0;
  std::uint32_t kind = weekly;
};

/// Immutable once `seal` has run.
class local_timeline {
 public:
  // What the compiler of calendars fills in.
  std::vector<open_span> spans;
  std::vector<own_window> owns;
  std::vector<day_kind> kinds;
  std::array<std::uint32_t, 7> week{}; ///< kinds, Monday first
  std::vector<day_run> runs;           ///< the first begins at date 0

  /// Computes the sums. O(runs).
  void seal();

  /// True if every moment is open: no sum need be looked up.
  [[nodiscard]] bool always_open() const { return runs.size() == 1 && week_open_ == 7 * day_ms; }
  [[nodiscard]] std::int64_t total() const { return open_base_.total(); }

  [[nodiscard]] bool is_open(local_ms l) const {
    const auto [day, time] = split(l);
    const day_kind& kind = kind_of(run_of(day), day);
    for (std::uint32_t i = 0; i < kind.span_count; ++i) {
      const open_span& span = spans[kind.first_span + i];
      if (time < span.end)
        return time >= span.begin;
    }
    return false;
  }
  /// The open ms before `l`. O(log runs in the same two months).
  [[nodiscard]] std::int64_t measure(local_ms l) const {
    const auto [day, time] = split(l);
    const std::size_t run = run_of(day);
    return open_before(run, day) + open_within(kind_of(run, day), time);
  }
  /// The earliest moment with `open` ms before it; 0 < open ≤ total(). O(log runs).
  [[nodiscard]] local_ms first_reaching(std::int64_t open) const;
  /// The latest moment with no more than `open` ms before it; 0 ≤ open < total(). O(log runs).
  [[nodiscard]] local_ms last_keeping(std::int64_t open) const;

  [[nodiscard]] const day_kind& kind_on(day_number day) const { return kind_of(run_of(day), day); }
  /// Working days (T10) before that date.
  [[nodiscard]] std::int64_t owners_before(day_number day) const;
  [[nodiscard]] std::int64_t total_owners() const { return owner_base_.back(); }
  /// The date of the working day that has that many before it; 0 ≤ index < total_owners().
  [[nodiscard]] day_number owner_at(std::int64_t index) const;

 private:
  static constexpr int bucket_bits = 6; // dates per bucket of the index: 64

  struct moment {
    day_number day;
    std::int32_t time;
  };
  static moment split(local_ms l) {
    const auto day = static_cast<std::uint64_t>(l) / static_cast<std::uint64_t>(day_ms);
    return {static_cast<day_number>(day),
            static_cast<std::int32_t>(l - static_cast<local_ms>(day) * day_ms)};
  }
  [[nodiscard]] std::size_t run_of(day_number day) const {
    const auto bucket = static_cast<std::size_t>(day >> bucket_bits);
    const auto begin = runs.begin() + bucket_[bucket] + 1;
    const auto end = runs.begin() + bucket_[bucket + 1] + 1;
    const auto next = std::upper_bound(
        begin, end, day, [](day_number date, const day_run& run) { return date < run.first; });
    return static_cast<std::size_t>(next - runs.begin()) - 1;
  }
  [[nodiscard]] const day_kind& kind_of(std::size_t run, day_number day) const {
    const std::uint32_t kind = runs[run].kind;
    return kinds[kind == day_run::weekly ? week[weekday(day)] : kind];
  }
  static std::size_t weekday(day_number day) { return static_cast<std::uint32_t>(day) % 7; }

  [[nodiscard]] std::int64_t weekly_open_before(day_number day) const {
    return static_cast<std::uint32_t>(day) / 7 * week_open_ + week_open_before_[weekday(day)];
  }
  [[nodiscard]] std::int64_t weekly_owners_before(day_number day) const {
    return static_cast<std::uint32_t>(day) / 7 * week_owners_before_[7] +
           week_owners_before_[weekday(day)];
  }
  [[nodiscard]] std::int64_t open_before(std::size_t run, day_number day) const {
    const day_run& stretch = runs[run];
    if (stretch.kind == day_run::weekly)
      return weekly_base_[run] + weekly_open_before(day);
    return open_base_.sums[run] +
           std::int64_t{day - stretch.first} * std::int64_t{kinds[stretch.kind].open_ms};
  }
  [[nodiscard]] std::int64_t owners_in(std::size_t run, day_number day) const {
    const day_run& stretch = runs[run];
    if (stretch.kind == day_run::weekly)
      return weekly_owners_before(day) - weekly_owners_before(stretch.first);
    return kinds[stretch.kind].owns ? day - stretch.first : 0;
  }
  [[nodiscard]] std::int64_t open_within(const day_kind& kind, std::int32_t time) const {
    for (std::uint32_t i = 0; i < kind.span_count; ++i) {
      const open_span& span = spans[kind.first_span + i];
      if (time <= span.end)
        return span.before + std::max(0, time - span.begin);
    }
    return kind.open_ms;
  }

  std::int64_t week_open_ = 0;
  std::array<std::int64_t, 8> week_open_before_{};
  std::array<std::int64_t, 8> week_owners_before_{};
  sum_index open_base_;                   ///< open ms before each run, then the total
  std::vector<std::int64_t> weekly_base_; ///< what makes weekly_open_before right within a run
  std::vector<std::int64_t> owner_base_;  ///< working days before each run, then the total
  std::vector<std::uint32_t> bucket_;     ///< the run that holds the first date of each bucket
};

inline void local_timeline::seal() {
  CASECLOCK_ASSERT(!runs.empty() && runs.front().first == 0);
  for (std::size_t i = 0; i < 7; ++i) {
    const day_kind& kind = kinds[week[i]];
    week_open_before_[i + 1] = week_open_before_[i] + kind.open_ms;
    week_owners_before_[i + 1] = week_owners_before_[i] + (kind.owns ? 1 : 0);
  }
  week_open_ = week_open_before_[7];
  open_base_.sums.assign(1, 0);
  owner_base_.assign(1, 0);
  for (std::size_t run = 0; run < runs.size(); ++run) {
    const day_number end = run + 1 < runs.size() ? runs[run + 1].first : end_local_day;
    weekly_base_.push_back(open_base_.sums[run] - weekly_open_before(runs[run].first));
    open_base_.sums.push_back(open_before(run, end));
    owner_base_.push_back(owner_base_[run] + owners_in(run, end));
  }
  open_base_.seal();
  std::size_t run = 0;
  for (day_number day = 0; day < end_local_day + 2 * (1 << bucket_bits); day += 1 << bucket_bits) {
    while (run + 1 < runs.size() && runs[run + 1].first <= day)
      ++run;
    bucket_.push_back(static_cast<std::uint32_t>(run));
  }
}

inline local_ms local_timeline::first_reaching(std::int64_t open) const {
  // The run: the last that begins with less. `open_base_` begins with 0 < open.
  const std::size_t run = open_base_.last_below(open);
  const day_run& stretch = runs[run];
  std::int64_t rest = 0; // open ms of the date that are still to be reached, > 0
  std::int64_t day = 0;
  const day_kind* kind = nullptr;
  if (stretch.kind == day_run::weekly) {
    const std::int64_t target = open - weekly_base_[run];
    const std::int64_t weeks = (target - 1) / week_open_;
    rest = target - weeks * week_open_;
    std::size_t in_week = 6;
    while (week_open_before_[in_week] >= rest)
      --in_week;
    rest -= week_open_before_[in_week];
    day = weeks * 7 + static_cast<std::int64_t>(in_week);
    kind = &kinds[week[in_week]];
  } else {
    kind = &kinds[stretch.kind];
    const std::int64_t target = open - open_base_.sums[run];
    const std::int64_t days = (target - 1) / kind->open_ms;
    rest = target - days * kind->open_ms;
    day = stretch.first + days;
  }
  std::uint32_t i = kind->span_count - 1;
  while (spans[kind->first_span + i].before >= rest)
    --i;
  const open_span& span = spans[kind->first_span + i];
  return day * day_ms + span.begin + (rest - span.before);
}

inline local_ms local_timeline::last_keeping(std::int64_t open) const {
  // The run: the last that begins with no more. The total, at the end of the sums, is more.
  const std::size_t run = open_base_.last_within(open);
  const day_run& stretch = runs[run];
  std::int64_t rest = 0; // open ms of the date that are used up, less than it has
  std::int64_t day = 0;
  const day_kind* kind = nullptr;
  if (stretch.kind == day_run::weekly) {
    const std::int64_t target = open - weekly_base_[run];
    const std::int64_t weeks = target / week_open_;
    rest = target - weeks * week_open_;
    std::size_t in_week = 6;
    while (week_open_before_[in_week] > rest)
      --in_week;
    rest -= week_open_before_[in_week];
    day = weeks * 7 + static_cast<std::int64_t>(in_week);
    kind = &kinds[week[in_week]];
  } else {
    kind = &kinds[stretch.kind];
    const std::int64_t target = open - open_base_.sums[run];
    const std::int64_t days = target / kind->open_ms;
    rest = target - days * kind->open_ms;
    day = stretch.first + days;
  }
  std::uint32_t i = kind->span_count - 1;
  while (spans[kind->first_span + i].before > rest)
    --i;
  const open_span& span = spans[kind->first_span + i];
  return day * day_ms + span.begin + (rest - span.before);
}

inline std::int64_t local_timeline::owners_before(day_number day) const {
  const std::size_t run = run_of(day);
  return owner_base_[run] + owners_in(run, day);
}

inline day_number local_timeline::owner_at(std::int64_t index) const {
  const auto after = std::upper_bound(owner_base_.begin(), owner_base_.end(), index);
  const std::size_t run = static_cast<std::size_t>(after - owner_base_.begin()) - 1;
  const day_run& stretch = runs[run];
  const std::int64_t within = index - owner_base_[run];
  if (stretch.kind != day_run::weekly)
    return static_cast<day_number>(stretch.first + within);
  const std::int64_t target = weekly_owners_before(stretch.first) + within;
  const std::int64_t weeks = target / week_owners_before_[7];
  const std::int64_t rest = target - weeks * week_owners_before_[7];
  std::size_t in_week = 6;
  while (week_owners_before_[in_week] > rest)
    --in_week;
  return static_cast<day_number>(weeks * 7 + static_cast<std::int64_t>(in_week));
}

} // namespace caseclock::detail
