// From the windows of each date to the timeline that computes. Internal to the compiler of
// calendars.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <tuple>
#include <utility>
#include <vector>

#include "caseclock/calendar/local_timeline.hpp"
#include "caseclock/calendar/open_time.hpp"
#include "caseclock/calendar/window_list.hpp"
#include "caseclock/time/civil.hpp"
#include "caseclock/time/zone.hpp"

namespace caseclock::detail {

/// The windows of the week, and of each date that differs from it: sorted, none touching.
struct resolved_days {
  std::array<std::vector<own_window>, 7> week{};
  std::map<day_number, std::vector<own_window>> dates{};

  [[nodiscard]] const std::vector<own_window>& of(day_number day) const {
    const auto found = dates.find(day);
    return found != dates.end() ? found->second : week[static_cast<std::size_t>(day) % 7];
  }
};

/// Finds the distinct kinds of dates and lays them out as runs.
class timeline_builder {
 public:
  timeline_builder(const resolved_days& days, const zone& in) : days_(days) { find_lost_days(in); }

  [[nodiscard]] local_timeline build() {
    for (std::size_t i = 0; i < 7; ++i) {
      const std::vector<own_window>& own = days_.week[i];
      line_.week[i] = kind_of(days_.week[(i + 6) % 7], own, !own.empty());
    }
    line_.runs.push_back({0, day_run::weekly});
    day_number done = 0; // dates before it are laid out
    for (const day_number day : exceptional_days()) {
      const std::uint32_t kind = kind_on(day);
      const bool ordinary = kind == line_.week[static_cast<std::size_t>(day) % 7];
      if (day > done)
        begin_run(done, day_run::weekly);
      begin_run(day, ordinary ? day_run::weekly : kind);
      done = day + 1;
    }
    begin_run(done, day_run::weekly);
    line_.seal();
    return std::move(line_);
  }

 private:
  using kind_key = std::tuple<std::uint32_t, std::uint32_t, bool>;

  void begin_run(day_number first, std::uint32_t kind) {
    if (line_.runs.back().kind == kind)
      return;
    if (line_.runs.back().first == first)
      line_.runs.back().kind = kind;
    else
      line_.runs.push_back({first, kind});
  }

  /// Dates that may differ from the week: the exceptions, the dates after them, into which night
  /// shifts reach, and those that the zone's clocks skipped.
  [[nodiscard]] std::vector<day_number> exceptional_days() const {
    std::vector<day_number> found = lost_;
    for (const auto& [day, windows] : days_.dates) {
      found.push_back(day);
      found.push_back(day + 1);
    }
    std::sort(found.begin(), found.end());
    found.erase(std::unique(found.begin(), found.end()), found.end());
    return found;
  }

  [[nodiscard]] std::uint32_t kind_on(day_number day) {
    const std::vector<own_window>& own = days_.of(day);
    const bool lost = std::binary_search(lost_.begin(), lost_.end(), day);
    return kind_of(days_.of(day - 1), own, !own.empty() && !lost);
  }

  std::uint32_t kind_of(const std::vector<own_window>& before, const std::vector<own_window>& own,
                        bool owns) {
    const kind_key key{list_id(before), list_id(own), owns};
    const auto [entry, added] = kinds_.emplace(key, static_cast<std::uint32_t>(line_.kinds.size()));
    if (added)
      line_.kinds.push_back(make_kind(before, own, owns));
    return entry->second;
  }

  std::uint32_t list_id(const std::vector<own_window>& windows) {
    std::vector<std::pair<std::int32_t, std::int32_t>> key;
    for (const own_window& window : windows)
      key.emplace_back(window.open, window.close);
    return lists_.emplace(std::move(key), static_cast<std::uint32_t>(lists_.size())).first->second;
  }

  day_kind make_kind(const std::vector<own_window>& before, const std::vector<own_window>& own,
                     bool owns) {
    day_kind kind;
    kind.owns = owns;
    kind.first_own = static_cast<std::uint32_t>(line_.owns.size());
    kind.own_count = static_cast<std::uint32_t>(own.size());
    line_.owns.insert(line_.owns.end(), own.begin(), own.end());
    kind.first_span = static_cast<std::uint32_t>(line_.spans.size());
    constexpr auto day = static_cast<std::int32_t>(day_ms);
    std::vector<own_window> open;
    for (const own_window& window : before) {
      if (window.close > day)
        open.push_back({std::max(window.open - day, 0), window.close - day});
    }
    for (const own_window& window : own) {
      if (window.open < day)
        open.push_back({window.open, std::min(window.close, day)});
    }
    std::sort(open.begin(), open.end(),
              [](const own_window& a, const own_window& b) { return a.open < b.open; });
    for (const own_window& window : open)
      add_span(kind, window);
    kind.span_count = static_cast<std::uint32_t>(line_.spans.size()) - kind.first_span;
    return kind;
  }

  void add_span(day_kind& kind, const own_window& window) {
    const bool joins =
        line_.spans.size() > kind.first_span && window.open <= line_.spans.back().end;
    if (!joins) {
      line_.spans.push_back({window.open, window.close, kind.open_ms});
      kind.open_ms += window.close - window.open;
      return;
    }
    open_span& last = line_.spans.back();
    const std::int32_t more = std::max(0, window.close - last.end);
    last.end += more;
    kind.open_ms += more;
  }

  /// The dates whose windows all fall into wall-clock time that the zone skipped: Samoa's
  /// 30 December 2011. No working day (T10), but what a window of theirs has after the skip stays
  /// open (T6).
  void find_lost_days(const zone& in) {
    std::int32_t offset_s = in.initial_offset_s;
    for (const offset_transition& transition : in.transitions) {
      const std::int32_t skipped_s = transition.offset_s - offset_s;
      const instant at = transition.at;
      if (skipped_s > 0 && earliest_instant <= at && at < latest_instant) {
        const local_ms from =
            to_local_ms(local_instant{at.time_since_epoch() + std::chrono::seconds{offset_s}});
        add_lost_days(from, from + std::int64_t{skipped_s} * 1000);
      }
      offset_s = transition.offset_s;
    }
    std::sort(lost_.begin(), lost_.end());
  }

  void add_lost_days(local_ms from, local_ms to) {
    const auto last = static_cast<day_number>((to - 1) / day_ms);
    for (auto day = static_cast<day_number>(from / day_ms) - 1; day <= last; ++day) {
      const std::vector<own_window>& own = days_.of(day);
      const local_ms midnight = day * day_ms;
      const bool lost = std::all_of(own.begin(), own.end(), [&](const own_window& window) {
        return from <= midnight + window.open && midnight + window.close <= to;
      });
      if (lost && !own.empty())
        lost_.push_back(day);
    }
  }

  const resolved_days& days_;
  std::vector<day_number> lost_;
  local_timeline line_;
  std::map<std::vector<std::pair<std::int32_t, std::int32_t>>, std::uint32_t> lists_;
  std::map<kind_key, std::uint32_t> kinds_;
};

} // namespace caseclock::detail
