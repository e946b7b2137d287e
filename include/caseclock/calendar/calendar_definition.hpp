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
#include <cstdint>
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

/// The dates on which no window opens (T5).
struct holiday_rule {
  std::variant<single_date, date_range, annual_date> when{};
  std::string name{};
  source_span span{};
};

/// The windows of one date: a make-up working day, or a break on it.
struct dated_windows {
  civil_date date{};
  std::vector<local_window> windows{};
  source_span span{};
  std::string name{}; ///< what `calendar::day` calls it
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
  close_policy due_at_close = close_policy::closing;
};

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
/// both give extra days for a date, those of `into` hold; breaks add up. T5 then decides between
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
  return into;
}

} // namespace caseclock
