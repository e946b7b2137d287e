// Calendars and shorthand that the tests of the calendar room share.
#pragma once

#include <doctest/doctest.h>

#include <cstddef>
#include <initializer_list>
#include <string>
#include <utility>
#include <vector>

#include "caseclock/calendar/compile.hpp"
#include "caseclock/time/iso8601.hpp"
#include "caseclock/time/tzdb.hpp"

namespace calendar_test {

using namespace caseclock;

inline civil_date date(const char* text) {
  const result<civil_date> read = parse_date(text);
  REQUIRE_MESSAGE(read.ok(), text);
  return *read;
}
inline instant at(const std::string& text) {
  const result<instant> read = parse_instant(text);
  REQUIRE_MESSAGE(read.ok(), text);
  return *read;
}
/// "09:00" in seconds.
inline std::int32_t clock(const char* text) {
  return ((text[0] - '0') * 10 + (text[1] - '0')) * 3600 +
         ((text[3] - '0') * 10 + (text[4] - '0')) * 60;
}
inline std::vector<local_window>
hours(std::initializer_list<std::pair<const char*, const char*>> windows) {
  std::vector<local_window> made;
  for (const auto& [open, close] : windows)
    made.push_back({clock(open), clock(close)});
  return made;
}

inline calendar_definition weekly(const char* zone_name, std::size_t days,
                                  const std::vector<local_window>& windows) {
  calendar_definition made;
  made.name.value = "test";
  made.zone.value = zone_name;
  for (std::size_t day = 0; day < days; ++day)
    made.weekly[day] = windows;
  return made;
}

/// Monday to Friday, 09:00–12:00 and 13:30–18:00, with some of China's holidays of 2026.
inline calendar_definition office_hours() {
  const std::vector<local_window> day = hours({{"09:00", "12:00"}, {"13:30", "18:00"}});
  calendar_definition made = weekly("Asia/Shanghai", 5, day);
  made.name.value = "office";
  made.holidays.push_back({date_range{date("2026-09-25"), date("2026-09-27")}, "Mid-Autumn"});
  made.holidays.push_back({date_range{date("2026-10-01"), date("2026-10-07")}, "National Day"});
  made.extra_days.push_back({date("2026-09-20"), day});
  made.extra_days.push_back({date("2026-10-10"), day});
  return made;
}

inline calendar compiled(const calendar_definition& definition) {
  const result<zone> in = load_zone(definition.zone.value);
  REQUIRE_MESSAGE(in.ok(), definition.zone.value);
  const report<calendar> made = compile_calendar(definition, *in);
  for (const diagnostic& finding : made.diagnostics)
    CAPTURE(finding.message);
  REQUIRE(made.ok());
  return *made.value;
}
inline calendar office() {
  return compiled(office_hours());
}

/// An answer on the calendar's wall clock, or the code of the error.
inline std::string show(const calendar& of, const result<instant>& answer) {
  return answer ? format_instant(*answer, of.time_zone()) : std::string{name(answer.error().code)};
}
inline std::string show(const result<duration>& answer) {
  return answer ? format_duration_words(*answer) : std::string{name(answer.error().code)};
}

} // namespace calendar_test
