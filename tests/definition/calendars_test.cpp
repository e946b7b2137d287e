// Calendars as authors write them: rules, iCalendar files, days that are like others.
#include <doctest/doctest.h>

#include <string>
#include <variant>

#include "caseclock/base/render.hpp"
#include "caseclock/calendar/holidays.hpp"
#include "caseclock/definition/load.hpp"
#include "caseclock/time/iso8601.hpp"

using namespace caseclock;

namespace {

const std::string folder = std::string{CASECLOCK_SOURCE_DIR} + "/tests/golden/diagnostics/";

/// The calendars of a text that stands in the folder of the diagnostics' cases.
std::vector<calendar_definition> calendars(const std::string& text) {
  source_map sources;
  const auto read = load_text(folder + "memory.yaml", "caseclock: 1\ncalendars:\n" + text, sources);
  REQUIRE_MESSAGE(read.ok(), render(read.diagnostics, sources));
  return read.value->calendars;
}

} // namespace

TEST_CASE("T14 load: rules for holidays, for ever or from one date to another") {
  const auto read = calendars(R"(
  office:
    zone: UTC
    hours: always
    holidays:
      - {name: New Year, every: 01-01}
      - {name: Labour Day (US), every: First Monday of September}
      - {every: 1 day after easter, from: 2020-01-01, to: 2026-12-31}
      - {name: Juneteenth, every: 06-19, from: 2021-01-01}
)");
  REQUIRE(read.at(0).holidays.size() == 4);
  const auto& rules = read[0].holidays;
  CHECK(std::holds_alternative<annual_date>(rules[0].when));
  CHECK(rules[1].name == "Labour Day (US)");
  CHECK(rule_applies(rules[1], *parse_date("2026-09-07")));
  CHECK(rule_applies(rules[2], *parse_date("2026-04-06")));
  CHECK_FALSE(rule_applies(rules[2], *parse_date("2027-03-29")));
  CHECK_FALSE(rule_applies(rules[3], *parse_date("2020-06-19")));
  CHECK(rule_applies(rules[3], *parse_date("2199-06-19")));
}

TEST_CASE("T5 load: an extra day has hours of its own, or those of a day of the week, and a name") {
  const auto read = calendars(R"(
  office:
    zone: UTC
    hours: {mon-fri: [["09:00", "17:00"]]}
    extra_days:
      2026-10-10: working day
      2026-10-11: sat
      2026-10-17: {name: stocktaking, hours: [["10:00", "12:00"]]}
      2026-10-18: {name: make-up day, hours: Friday}
      2026-10-19: {name: closed, hours: []}
    breaks:
      2026-10-12: {name: all hands, hours: ["10:00", "12:00"]}
)");
  const auto& days = read.at(0).extra_days;
  REQUIRE(days.size() == 5);
  CHECK(days[0].like == hours_like::working_day);
  CHECK(days[1].like == hours_like::saturday);
  CHECK(days[2].like == hours_like::given);
  CHECK(days[2].windows.size() == 1);
  CHECK(days[2].name == "stocktaking");
  CHECK(days[3].like == hours_like::friday);
  CHECK(days[3].name == "make-up day");
  CHECK(days[4].windows.empty());
  REQUIRE(read[0].breaks.size() == 1);
  CHECK(read[0].breaks[0].name == "all hands");
  CHECK(read[0].breaks[0].windows.size() == 1);
}

TEST_CASE("T14 load: an iCalendar file, relative to the file that names it") {
  const auto read = calendars(R"(
  office:
    zone: Asia/Shanghai
    hours: {mon-fri: [["09:00", "17:00"]]}
    include: [national]
  national: {holidays: [{name: meeting, ics: include/holidays.ics}, 2026-05-01]}
)");
  REQUIRE(read.size() == 2);
  for (const calendar_definition& each : read) {
    REQUIRE(each.holidays.size() == 2);
    REQUIRE(each.closed_times.size() == 1);
    CHECK(each.closed_times[0].name == "meeting"); // it has no name of its own
  }
  const holiday_rule& national_day = read[0].holidays.back();
  CHECK(national_day.name == "National Day");
  CHECK(rule_applies(national_day, *parse_date("2026-10-07")));
  CHECK_FALSE(rule_applies(national_day, *parse_date("2026-10-08")));
  CHECK(national_day.span.line == 5);
}

TEST_CASE("load: a day that is named twice has both windows, unless it is closed") {
  const auto read = calendars(R"(
  desk:
    zone: UTC
    hours: {daily: ["09:00", "12:00"], sat: ["14:00", "16:00"], "sun, wed": []}
)");
  REQUIRE(read.size() == 1);
  CHECK(read[0].weekly[0].size() == 1);
  CHECK(read[0].weekly[2].empty());
  CHECK(read[0].weekly[5].size() == 2);
  CHECK(read[0].weekly[6].empty());
}
