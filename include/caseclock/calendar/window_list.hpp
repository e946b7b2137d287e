// Lists of windows of one date: checked, sorted, merged, cut. Internal to the compiler of
// calendars.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "caseclock/base/diagnostic.hpp"
#include "caseclock/calendar/calendar_definition.hpp"
#include "caseclock/calendar/local_timeline.hpp"
#include "caseclock/time/iso8601.hpp"

namespace caseclock::detail {

inline constexpr std::int32_t day_s = 86'400;

/// "22:00", or "22:00:05" if there are seconds.
inline std::string clock_text(std::int32_t seconds) {
  std::string text = digits(seconds / 3600, 2) + ":" + digits(seconds / 60 % 60, 2);
  if (seconds % 60 != 0)
    text += ":" + digits(seconds % 60, 2);
  return text;
}
inline std::string window_text(const local_window& window) {
  return clock_text(window.open) + "–" + clock_text(window.close);
}

inline bool opens_earlier(const local_window& a, const local_window& b) {
  return a.open < b.open;
}
/// Of a list that is not empty.
inline const local_window& first_to_open(const std::vector<local_window>& windows) {
  return *std::min_element(windows.begin(), windows.end(), opens_earlier);
}
inline const local_window& last_to_open(const std::vector<local_window>& windows) {
  return *std::max_element(windows.begin(), windows.end(), opens_earlier);
}

/// A window over midnight that leaves less of the day closed than an ordinary day has open: rather
/// one whose ends were swapped.
inline void warn_of_swapped(const local_window& window, std::vector<diagnostic>& findings) {
  constexpr std::int32_t longest_night = 16 * 3'600;
  if (window.close >= window.open || window.close + day_s - window.open <= longest_night)
    return;
  findings.push_back(
      {severity::warning,
       "window-over-midnight",
       "the window " + window_text(window) +
           " is open over midnight, for more than 16 hours: was " +
           window_text({window.close, window.open, {}}) +
           " meant? If not, write it as two: " + window_text({window.open, day_s, {}}) + ", and " +
           window_text({0, window.close, {}}) + " of the day after",
       window.span,
       {},
       {}});
}

/// Reports a window that is none. True if it is one.
inline bool check_window(const local_window& window, std::vector<diagnostic>& findings) {
  const auto fail = [&](const char* code, std::string message) {
    findings.push_back({severity::fault, code, std::move(message), window.span, {}, {}});
    return false;
  };
  if (window.open < 0 || window.open >= day_s)
    return fail("bad-time", "a window opens between 00:00 and 23:59:59");
  if (window.close < 0 || window.close > day_s)
    return fail("bad-time", "a window closes between 00:00 and 24:00");
  warn_of_swapped(window, findings);
  if (window.open == window.close)
    return fail("empty-window", "the window " + window_text(window) +
                                    " closes as it opens: write 00:00–24:00 for a whole day, or "
                                    "leave it out");
  return true;
}

/// The windows in order, touching ones merged (T3), in ms. Reports all that is wrong with them.
inline std::vector<own_window> check_windows(std::vector<local_window> windows,
                                             std::vector<diagnostic>& findings) {
  windows.erase(std::remove_if(windows.begin(), windows.end(),
                               [&](const local_window& w) { return !check_window(w, findings); }),
                windows.end());
  std::stable_sort(windows.begin(), windows.end(), opens_earlier);
  std::vector<own_window> made;
  const local_window* before = nullptr;
  for (const local_window& window : windows) {
    const std::int32_t close = window.close + (window.close < window.open ? day_s : 0);
    const own_window next{window.open * 1000, close * 1000};
    if (!made.empty() && next.open < made.back().close) {
      const bool longer = next.close > made.back().close;
      const local_window both{before->open, longer ? window.close : before->close, {}};
      diagnostic finding{severity::fault,
                         "overlapping-windows",
                         "the windows " + window_text(*before) + " and " + window_text(window) +
                             " overlap: write one, " + window_text(both),
                         window.span,
                         {},
                         {}};
      if (before->span.known())
        finding.notes.push_back({before->span, "the other one"});
      findings.push_back(std::move(finding));
    }
    if (!made.empty() && next.open <= made.back().close)
      made.back().close = std::max(made.back().close, next.close);
    else
      made.push_back(next);
    before = &window;
  }
  return made;
}

/// True if a window of a date is still open when the first of the date after it opens. Touching is
/// no overlap.
inline bool reaches_into(const std::vector<own_window>& day, const std::vector<own_window>& next) {
  return !day.empty() && !next.empty() && day.back().close > next.front().open + day_ms;
}

/// `from` without what lies in `cut`. Both sorted, each without overlaps.
inline std::vector<own_window> subtract(const std::vector<own_window>& from,
                                        const std::vector<own_window>& cut) {
  std::vector<own_window> left;
  for (own_window window : from) {
    for (const own_window& hole : cut) {
      if (hole.close <= window.open || window.close <= hole.open)
        continue;
      if (window.open < hole.open)
        left.push_back({window.open, hole.open});
      window.open = std::min(hole.close, window.close);
    }
    if (window.open < window.close)
      left.push_back(window);
  }
  return left;
}

} // namespace caseclock::detail
