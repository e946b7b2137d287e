// A calendar as its author wrote it: hours of the week, holidays, make-up days, breaks.
//
// A plain aggregate, so that the YAML loader, a host and a test can all write one down. Nothing in
// it is checked or resolved; `compile_calendar` (calendar/compile.hpp) does both. Every field that
// a finding can point at carries its place in the source.
//
//     calendar_definition office;
//     office.name.value = "office";
//     office.zone.value = "Asia/Shanghai";
//     for (std::size_t day = 0; day < 5; ++day)   // Monday to Friday
//       office.weekly[day] = {{9 * 3600, 12 * 3600}, {13 * 3600 + 1800, 18 * 3600}};
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "caseclock/base/diagnostic.hpp"
#include "caseclock/time/instant.hpp"

namespace caseclock {

/// Open hours of a local day, half-open, in seconds since its midnight. `open` is 0 … 86399,
/// `close` 0 … 86400 (24:00). A close before its open means the next day (T3).
struct local_window {
  std::int32_t open = 0;
  std::int32_t close = 0;
  source_span span{};
};

/// One date.
struct single_date {
  civil_date date{};
};
/// From a date to a date, both included.
struct date_range {
  civil_date from{};
  civil_date to{};
};
/// The same day of every year. 29 February: in leap years only.
struct annual_date {
  std::chrono::month_day day{std::chrono::January / 1};
};
/// Easter Sunday, by the churches of the west or by those of the east.
enum class easter { western, orthodox };
/// A date that moves: so many days from a day of each year.
struct moving_date {
  /// 05-25, the first Monday of September, the last one of May, Easter. In a year that lacks it (a
  /// fifth Friday, 29 February) there is no holiday.
  std::variant<std::chrono::month_day, std::chrono::month_weekday, std::chrono::month_weekday_last,
               easter>
      from{};
  /// After it, or before it if negative; at most `most_days_from`.
  std::int32_t days = 0;
  /// If given, `days` counts these weekdays: Monday and -1 is the last Monday before.
  std::optional<std::chrono::weekday> on{};
};
/// Dates from elsewhere, an iCalendar file, in order.
struct date_list {
  std::vector<date_range> ranges{};
  bool goes_on = false; ///< its source repeats without an end, the list as far as calendars reach
};

/// The dates on which no window opens (T5).
struct holiday_rule {
  std::variant<single_date, date_range, annual_date, moving_date, date_list> when{};
  std::string name{};
  source_span span{};
  // Of a date that returns every year: the first and the last date on which it may fall.
  std::optional<civil_date> first{};
  std::optional<civil_date> last{};
};

/// How far a moving date may be from its day of the year.
inline constexpr std::int32_t most_days_from = 300;

/// From an instant to an instant.
struct instant_range {
  instant from{};
  instant to{};
};
/// From a wall-clock time to a wall-clock time of the calendar's zone.
struct local_range {
  local_instant from{};
  local_instant to{};
};
/// Time that is closed whatever opens then: a meeting in an iCalendar file. It is cut out of the
/// windows like a break, but of those of all dates, also of the tail of the night before. The
/// wall-clock times that it covers are closed; where they repeat, both times.
struct closed_time {
  std::variant<instant_range, local_range> when{};
  std::string name{};
  source_span span{};
  bool goes_on = false; ///< as of a `date_list`
};

/// Whose hours an extra day has.
enum class hours_like : std::uint8_t {
  given, ///< its own windows
  // Those that the week of the calendar, or of whichever calendar includes it, has on that day:
  monday,
  tuesday,
  wednesday,
  thursday,
  friday,
  saturday,
  sunday,
  working_day, ///< the first of these that is not closed
};

/// The windows of one date: a make-up working day, or a break on it.
struct dated_windows {
  civil_date date{};
  std::vector<local_window> windows{};
  source_span span{};
  std::string name{};                  ///< what `calendar::day` calls it
  hours_like like = hours_like::given; ///< of an extra day; unless `given`, `windows` is empty
};

/// The last day of which a list of holidays tells: after it nobody knows whether a day is one.
struct list_end {
  std::string list{}; ///< the calendar in which it stands
  civil_date last{};
  source_span span{};
};

/// Where a due time goes that is reached exactly at closing time (T8).
enum class close_policy {
  closing,      ///< it stays there
  next_opening, ///< it moves on to the next opening
};

/// A calendar before compilation.
struct calendar_definition {
  located<std::string> name{};
  located<std::string> zone{};                       ///< IANA name
  std::array<std::vector<local_window>, 7> weekly{}; ///< Monday first
  bool always = false; ///< `hours: always`; `weekly` must be empty then
  source_span hours_span{};
  std::vector<holiday_rule> holidays{};
  std::vector<dated_windows> extra_days{}; ///< replace all hours of their date; [] closes it
  std::vector<dated_windows> breaks{};     ///< cut out of the windows that open on their date
  std::vector<closed_time> closed_times{};
  close_policy due_at_close = close_policy::closing;
  std::vector<list_end> list_ends{}; ///< of its own list and of those merged in (expiry.hpp)
};

/// How many windows, holidays, extra days, breaks and closed times a calendar may have, all
/// together, and how many ranges its lists of dates. More are `too-many-dates`.
inline constexpr std::size_t most_calendar_entries = 100'000;

/// Which day of the week that is, 0 for Monday; 7 if there is none. `opens(weekday)` says whether
/// the week has hours on that day. Not for `given`.
template <class Opens> [[nodiscard]] std::size_t weekday_like(hours_like like, const Opens& opens) {
  if (like != hours_like::working_day)
    return static_cast<std::size_t>(like) - static_cast<std::size_t>(hours_like::monday);
  std::size_t day = 0;
  while (day < 7 && !opens(day))
    ++day;
  return day;
}

/// True if any hours of the week are given.
[[nodiscard]] inline bool has_hours(const calendar_definition& calendar) {
  return calendar.always ||
         std::any_of(calendar.weekly.begin(), calendar.weekly.end(),
                     [](const std::vector<local_window>& day) { return !day.empty(); });
}

/// True if the calendar is a mere list (no zone, no hours) that only others include. Such a
/// calendar is not compiled by itself.
[[nodiscard]] inline bool is_list(const calendar_definition& calendar) {
  return calendar.zone.value.empty() && !has_hours(calendar);
}

namespace detail {

inline void merge_dates(std::vector<dated_windows>& into, const std::vector<dated_windows>& more) {
  const std::size_t own = into.size();
  for (const dated_windows& entry : more) {
    const auto end = into.begin() + static_cast<std::ptrdiff_t>(own);
    if (std::none_of(into.begin(), end,
                     [&](const dated_windows& mine) { return mine.date == entry.date; }))
      into.push_back(entry);
  }
}

inline bool lists_date(const std::vector<holiday_rule>& rules, civil_date date) {
  return std::any_of(rules.begin(), rules.end(), [&](const holiday_rule& rule) {
    const single_date* one = std::get_if<single_date>(&rule.when);
    return one != nullptr && one->date == date;
  });
}

} // namespace detail

/// What `include` means: `into` with the holidays, extra days and breaks of `included` added. Where
/// both give extra days for a date, those of `into` hold; breaks add up. Extra days that are like a
/// day of the week take the hours of `into`. T5 then decides between
/// the kinds, so a calendar closes an included make-up day with an `extra_days` entry `[]` of its
/// own. Zone and hours are taken over only if `into` has none; its name and `due_at_close` stay.
/// Several inclusions: merge them one after the other; the earlier one holds. Nested ones: merge
/// the innermost first.
[[nodiscard]] inline calendar_definition merge(calendar_definition into,
                                               const calendar_definition& included) {
  if (!has_hours(into)) {
    into.weekly = included.weekly;
    into.always = included.always;
    into.hours_span = included.hours_span;
  }
  if (into.zone.value.empty())
    into.zone = included.zone;
  const std::vector<holiday_rule> own = into.holidays;
  for (const holiday_rule& rule : included.holidays) {
    const single_date* one = std::get_if<single_date>(&rule.when);
    if (one == nullptr || !detail::lists_date(own, one->date))
      into.holidays.push_back(rule);
  }
  detail::merge_dates(into.extra_days, included.extra_days);
  into.breaks.insert(into.breaks.end(), included.breaks.begin(), included.breaks.end());
  into.closed_times.insert(into.closed_times.end(), included.closed_times.begin(),
                           included.closed_times.end());
  into.list_ends.insert(into.list_ends.end(), included.list_ends.begin(), included.list_ends.end());
  return into;
}

} // namespace caseclock
