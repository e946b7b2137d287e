// When days that return come: periods, picked days, the wall clock.
#include <doctest/doctest.h>

#include <chrono>
#include <string>
#include <vector>

#include "caseclock/calendar/compile.hpp"
#include "caseclock/calendar/occurrences.hpp"

using namespace caseclock;
using namespace std::chrono_literals;

namespace {

const zone shanghai = zone::fixed(8h);

/// Monday to Friday; closed from 1 to 7 October 2026, open on Saturday 10 October.
calendar office() {
  calendar_definition made;
  made.name.value = "office";
  made.zone.value = "Asia/Shanghai";
  for (std::size_t day = 0; day < 5; ++day)
    made.weekly[day] = {{9 * 3600, 18 * 3600}};
  const auto october = std::chrono::year{2026} / 10;
  made.holidays.push_back(
      {date_range{civil_date{october / 1}, civil_date{october / 7}}, "National Day"});
  dated_windows extra;
  extra.date = civil_date{october / 31};
  extra.windows = {{9 * 3600, 18 * 3600}};
  made.extra_days.push_back(extra);
  auto compiled = compile_calendar(made, shanghai);
  REQUIRE(compiled.ok());
  return std::move(*compiled.value);
}

std::vector<std::string> next(const recurrence& rule, std::string_view after, std::size_t count) {
  const calendar hours = office();
  instant at = *parse_instant(after);
  std::vector<std::string> found;
  while (found.size() < count) {
    const auto one = next_occurrence(rule, &hours, shanghai, at);
    if (!one)
      break;
    found.push_back(format_instant(one->at, shanghai).substr(0, 16) + " " + one->label);
    at = one->at;
  }
  return found;
}

using texts = std::vector<std::string>;

} // namespace

TEST_CASE("occurrences: the last working day of each month, holidays and make-up days counted") {
  recurrence rule;
  rule.pick = day_pick::working_day;
  rule.number = -1;
  rule.time_s = 17 * 3600;
  CHECK(next(rule, "2026-08-31T16:59+08:00", 3) ==
        texts{"2026-08-31T17:00 2026-08", "2026-09-30T17:00 2026-09", "2026-10-31T17:00 2026-10"});
  CHECK(next(rule, "2026-08-31T17:00+08:00", 1) == texts{"2026-09-30T17:00 2026-09"}); // later than
  rule.number = 1;
  CHECK(next(rule, "2026-09-15T00:00+08:00", 1) == texts{"2026-10-08T17:00 2026-10"});
  rule.number = 25; // no month has so many
  CHECK(next(rule, "2026-09-15T00:00+08:00", 1).empty());
}

TEST_CASE("occurrences: months, quarters, half years and years are parts of the year") {
  recurrence rule;
  rule.every = 6;
  CHECK(next(rule, "2026-03-01T00:00+08:00", 2) ==
        texts{"2026-07-01T00:00 2026-07", "2027-01-01T00:00 2027-01"});
  rule.every = 3;
  rule.pick = day_pick::last;
  CHECK(next(rule, "2026-03-01T00:00+08:00", 2) ==
        texts{"2026-03-31T00:00 2026-Q1", "2026-06-30T00:00 2026-Q2"});
  rule.every = 12;
  rule.pick = day_pick::weekday;
  rule.weekday = std::chrono::Friday;
  rule.number = -1;
  CHECK(next(rule, "2026-03-01T00:00+08:00", 1) == texts{"2026-12-25T00:00 2026"});
}

TEST_CASE("occurrences: a day that a month lacks is its last") {
  recurrence rule;
  rule.pick = day_pick::day_of_month;
  rule.number = 31;
  CHECK(next(rule, "2026-01-31T00:00+08:00", 3) ==
        texts{"2026-02-28T00:00 2026-02", "2026-03-31T00:00 2026-03", "2026-04-30T00:00 2026-04"});
}

TEST_CASE("occurrences: periods are counted from a date, and end with one") {
  recurrence rule;
  rule.every = 5;
  rule.from = civil_date{std::chrono::year{2026} / 1 / 31};
  rule.until = civil_date{std::chrono::year{2026} / 12 / 31};
  CHECK(next(rule, "2020-01-01T00:00+08:00", 5) == texts{"2026-01-31T00:00 2026-01-31",
                                                         "2026-06-30T00:00 2026-06-30",
                                                         "2026-11-30T00:00 2026-11-30"});
  rule.unit = recurrence_unit::week;
  rule.every = 2;
  rule.pick = day_pick::weekday;
  rule.weekday = std::chrono::Tuesday;
  rule.until.reset(); // 31 January 2026 is a Saturday: its week began on the 26th
  CHECK(next(rule, "2026-01-01T00:00+08:00", 2) ==
        texts{"2026-02-10T00:00 2026-02-09", "2026-02-24T00:00 2026-02-23"});
}

TEST_CASE("occurrences: every working day") {
  recurrence rule;
  rule.unit = recurrence_unit::day;
  rule.pick = day_pick::working_day;
  rule.time_s = 9 * 3600;
  CHECK(next(rule, "2026-09-30T10:00+08:00", 3) == texts{"2026-10-08T09:00 2026-10-08",
                                                         "2026-10-09T09:00 2026-10-09",
                                                         "2026-10-12T09:00 2026-10-12"});
}

TEST_CASE("occurrences: a time that the wall clock skips is the instant of the skip") {
  zone jumping = zone::fixed(1h);
  jumping.transitions.push_back({*parse_instant("2026-03-29T01:00Z"), 7'200});
  recurrence rule;
  rule.unit = recurrence_unit::day;
  rule.time_s = 2 * 3600 + 1'800;
  const auto found = next_occurrence(rule, nullptr, jumping, *parse_instant("2026-03-28T12:00Z"));
  REQUIRE(found);
  CHECK(found->at == *parse_instant("2026-03-29T01:00Z"));
}

TEST_CASE(
    "occurrences: the last is of the year 2199, also where 2200 begins before it does in UTC") {
  recurrence rule;
  rule.unit = recurrence_unit::day;
  CHECK(next(rule, "2199-12-30T00:00+08:00", 5) == texts{"2199-12-31T00:00 2199-12-31"});
}
