// The rule at the end of a tzdata file that says how a zone goes on after its last listed
// transition: a POSIX TZ string such as "CET-1CEST,M3.5.0,M10.5.0/3" (POSIX.1-2017, 8.3, with the
// extensions of RFC 8536: times from -167 to 167 hours).
//
// It exists because tzdata lists transitions up to 2037 at most, and calendars go up to 2199.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "caseclock/time/instant.hpp"
#include "caseclock/time/zone.hpp"

namespace caseclock::detail {

/// A day of each year and a wall-clock time on it.
struct yearly_moment {
  enum class form { month_week_day, day_without_leap, day_of_year };
  form kind = form::month_week_day;
  int month = 0, week = 0, weekday = 0; ///< weekday 0 is Sunday, week 5 the last
  int day = 0;                          ///< 1 … 365 without 29 February, or 0 … 365 with it
  std::int32_t time_s = 2 * 3600;
};

struct posix_rule {
  std::int32_t standard_s = 0; ///< seconds ahead of UTC
  std::int32_t daylight_s = 0;
  bool has_daylight = false;
  yearly_moment daylight_begins{};
  yearly_moment daylight_ends{};
};

class posix_rule_reader {
 public:
  explicit posix_rule_reader(std::string_view text) : rest_(text) {}

  std::optional<posix_rule> read() {
    posix_rule rule;
    if (!skip_name() || !read_offset(rule.standard_s))
      return std::nullopt;
    rule.has_daylight = !rest_.empty();
    if (!rule.has_daylight)
      return rule;
    if (!skip_name())
      return std::nullopt;
    rule.daylight_s = rule.standard_s + 3600;
    if (!rest_.empty() && rest_.front() != ',' && !read_offset(rule.daylight_s))
      return std::nullopt;
    if (!read_moment(rule.daylight_begins) || !read_moment(rule.daylight_ends) || !rest_.empty())
      return std::nullopt;
    return rule;
  }

 private:
  bool skip(char c) {
    if (rest_.empty() || rest_.front() != c)
      return false;
    rest_.remove_prefix(1);
    return true;
  }
  bool skip_name() {
    if (skip('<')) {
      const std::size_t end = rest_.find('>');
      if (end == std::string_view::npos)
        return false;
      rest_.remove_prefix(end + 1);
      return true;
    }
    std::size_t size = 0;
    while (size < rest_.size() && ((rest_[size] >= 'A' && rest_[size] <= 'Z') ||
                                   (rest_[size] >= 'a' && rest_[size] <= 'z')))
      ++size;
    rest_.remove_prefix(size);
    return size >= 3;
  }
  bool read_number(int& value, int low, int high) {
    std::size_t size = 0;
    value = 0;
    while (size < rest_.size() && size < 4 && rest_[size] >= '0' && rest_[size] <= '9')
      value = value * 10 + (rest_[size++] - '0');
    rest_.remove_prefix(size);
    return size > 0 && value >= low && value <= high;
  }
  bool read_time(std::int32_t& seconds, int most_hours) {
    const bool negative = skip('-');
    if (!negative)
      skip('+');
    int h = 0;
    int m = 0;
    int s = 0;
    if (!read_number(h, 0, most_hours) || (skip(':') && !read_number(m, 0, 59)) ||
        (skip(':') && !read_number(s, 0, 59)))
      return false;
    seconds = (h * 60 + m) * 60 + s;
    seconds = negative ? -seconds : seconds;
    return true;
  }
  /// POSIX counts offsets westwards.
  bool read_offset(std::int32_t& east_s) {
    if (!read_time(east_s, 24))
      return false;
    east_s = -east_s;
    return true;
  }
  bool read_moment(yearly_moment& moment) {
    if (!skip(','))
      return false;
    if (skip('M')) {
      moment.kind = yearly_moment::form::month_week_day;
      if (!read_number(moment.month, 1, 12) || !skip('.') || !read_number(moment.week, 1, 5) ||
          !skip('.') || !read_number(moment.weekday, 0, 6))
        return false;
    } else if (skip('J')) {
      moment.kind = yearly_moment::form::day_without_leap;
      if (!read_number(moment.day, 1, 365))
        return false;
    } else {
      moment.kind = yearly_moment::form::day_of_year;
      if (!read_number(moment.day, 0, 365))
        return false;
    }
    return !skip('/') || read_time(moment.time_s, 167);
  }

  std::string_view rest_;
};

/// Reads a POSIX TZ string; nothing if it is none.
inline std::optional<posix_rule> parse_posix_rule(std::string_view text) {
  return posix_rule_reader{text}.read();
}

inline std::chrono::sys_days day_in(std::chrono::year y, const yearly_moment& moment) {
  using namespace std::chrono;
  switch (moment.kind) {
  case yearly_moment::form::month_week_day: {
    const weekday wanted{static_cast<unsigned>(moment.weekday)};
    const year_month ym{y, month{static_cast<unsigned>(moment.month)}};
    if (moment.week == 5)
      return sys_days{ym / wanted[last]};
    return sys_days{ym / wanted[static_cast<unsigned>(moment.week)]};
  }
  case yearly_moment::form::day_without_leap: {
    const int leap = y.is_leap() && moment.day >= 60 ? 1 : 0;
    return sys_days{y / 1 / 1} + days{moment.day - 1 + leap};
  }
  case yearly_moment::form::day_of_year: break;
  }
  return sys_days{y / 1 / 1} + days{moment.day};
}

/// Appends to `transitions` what the rule says for the time after the last of them, up to `end`.
inline void extend(zone& in, const posix_rule& rule, instant end) {
  using namespace std::chrono;
  if (!rule.has_daylight)
    return;
  const instant after = in.transitions.empty() ? earliest_instant : in.transitions.back().at;
  const year first = year_month_day{floor<days>(after)}.year() - years{1};
  const year last = year_month_day{floor<days>(end)}.year() + years{1};
  std::vector<offset_transition> moments;
  for (year y = first; y <= last; ++y) {
    const auto at = [y](const yearly_moment& moment, std::int32_t offset_s) {
      return instant{day_in(y, moment) + seconds{moment.time_s - offset_s}};
    };
    moments.push_back({at(rule.daylight_begins, rule.standard_s), rule.daylight_s});
    moments.push_back({at(rule.daylight_ends, rule.daylight_s), rule.standard_s});
  }
  // Daylight time all year is written as ending when it begins: the beginning counts.
  std::stable_sort(moments.begin(), moments.end(),
                   [&rule](const offset_transition& a, const offset_transition& b) {
                     return a.at != b.at
                                ? a.at < b.at
                                : a.offset_s == rule.standard_s && b.offset_s != rule.standard_s;
                   });
  for (std::size_t i = 0; i < moments.size(); ++i) {
    const bool overruled = i + 1 < moments.size() && moments[i + 1].at == moments[i].at;
    const std::int32_t before =
        in.transitions.empty() ? in.initial_offset_s : in.transitions.back().offset_s;
    if (moments[i].at > after && moments[i].at < end && !overruled && moments[i].offset_s != before)
      in.transitions.push_back(moments[i]);
  }
}

} // namespace caseclock::detail
