// Real calendars for the runtime's tests: an office in Shanghai, and one that never closes.
#pragma once

#include <memory>
#include <string_view>
#include <utility>

#include "caseclock/calendar/compile.hpp"
#include "caseclock/time/iso8601.hpp"

namespace caseclock::testing {

inline zone shanghai() {
  return zone::fixed(std::chrono::hours{8});
}

inline calendar_definition office_hours() {
  calendar_definition made;
  made.name.value = "office";
  made.zone.value = "Asia/Shanghai";
  for (std::size_t day = 0; day < 5; ++day)
    made.weekly[day] = {{9 * 3600, 12 * 3600}, {13 * 3600 + 1800, 18 * 3600}};
  return made;
}

/// Monday to Friday, 09:00 to 12:00 and 13:30 to 18:00: 7.5 hours a day.
inline std::shared_ptr<const calendar> office() {
  report<calendar> made = compile_calendar(office_hours(), shanghai());
  return std::make_shared<const calendar>(std::move(*made.value));
}

/// The same hours; a due time at closing moves on to the next opening.
inline std::shared_ptr<const calendar> generous_office() {
  calendar_definition hours = office_hours();
  hours.name.value = "generous";
  hours.due_at_close = close_policy::next_opening;
  report<calendar> made = compile_calendar(hours, shanghai());
  return std::make_shared<const calendar>(std::move(*made.value));
}

inline std::shared_ptr<const calendar> around_the_clock() {
  calendar_definition hours;
  hours.name.value = "around_the_clock";
  hours.zone.value = "Asia/Shanghai";
  hours.always = true;
  report<calendar> made = compile_calendar(hours, shanghai());
  return std::make_shared<const calendar>(std::move(*made.value));
}

/// "06 15:00" is 6 March 2026 in Shanghai, a Friday; "2026-04-01 15:00" is what it says.
inline instant at(std::string_view text) {
  std::string full{text};
  if (full.size() < 12)
    full = "2026-03-" + full;
  full[10] = 'T';
  const result<instant> found = parse_instant(full + "+08:00");
  return found.value_or(instant{});
}

constexpr duration hours(std::int64_t n) {
  return std::chrono::hours{n};
}
constexpr duration minutes(std::int64_t n) {
  return std::chrono::minutes{n};
}

constexpr time_amount working_hours(std::int64_t n) {
  return {time_amount::unit::working_time, n * 3'600'000};
}
constexpr time_amount working_days(std::int64_t n) {
  return {time_amount::unit::working_days, n};
}
constexpr time_amount elapsed_hours(std::int64_t n) {
  return {time_amount::unit::elapsed, n * 3'600'000};
}

} // namespace caseclock::testing
