// Rules T1 to T13, with answers worked out by hand.

#include <cstdint>
#include <limits>
#include <string>

#include "calendar/calendar_fixture.hpp"

using namespace calendar_test;
using namespace std::chrono_literals;

namespace {

std::string between(const calendar& in, const char* from, const char* to) {
  return show(in.between(at(from), at(to)));
}
std::string add(const calendar& in, const char* from, duration working) {
  return show(in, in.add(at(from), working));
}
std::string add_days(const calendar& in, const char* from, std::int64_t n) {
  return show(in, in.add_days(at(from), n));
}
std::string end_of_day(const calendar& in, const char* from, std::int64_t n) {
  return show(in, in.end_of_day(at(from), n));
}
std::string next_open(const calendar& in, const char* from) {
  return show(in, in.next_open(at(from)));
}
std::string prev_close(const calendar& in, const char* from) {
  return show(in, in.prev_close(at(from)));
}

} // namespace

TEST_CASE("T2 open is what the wall clock says") {
  const calendar in = office();
  CHECK(in.is_open(at("2026-03-06T09:00+08:00")));
  CHECK(in.is_open(at("2026-03-06T01:00Z")));
  CHECK_FALSE(in.is_open(at("2026-03-06T08:59:59.999+08:00")));
  CHECK_FALSE(in.is_open(at("2026-03-06T12:30+08:00")));
  CHECK_FALSE(in.is_open(at("2026-03-07T10:00+08:00"))); // Saturday
  CHECK_FALSE(in.is_open(latest_instant));
  CHECK_FALSE(in.is_open(earliest_instant - 1ms));
}

TEST_CASE("T2 a gap removes its time, a repeated hour counts twice") {
  const calendar berlin = compiled(weekly("Europe/Berlin", 7, hours({{"22:00", "06:00"}})));
  CHECK(between(berlin, "2026-03-27T12:00Z", "2026-03-28T12:00Z") == "8 h");
  CHECK(between(berlin, "2026-03-28T12:00Z", "2026-03-29T12:00Z") == "7 h");
  CHECK(between(berlin, "2026-10-24T12:00Z", "2026-10-25T12:00Z") == "9 h");
  CHECK(add(berlin, "2026-03-28T22:00+01:00", 5h) == "2026-03-29T04:00:00+02:00");
  CHECK(add(berlin, "2026-10-24T22:00+02:00", 5h) == "2026-10-25T02:00:00+01:00");

  const calendar new_york = compiled(weekly("America/New_York", 7, hours({{"01:00", "04:00"}})));
  CHECK(between(new_york, "2026-03-08T05:00Z", "2026-03-08T12:00Z") == "2 h");
  CHECK(between(new_york, "2026-11-01T04:00Z", "2026-11-01T12:00Z") == "4 h");

  const calendar lord_howe =
      compiled(weekly("Australia/Lord_Howe", 7, hours({{"01:00", "03:00"}})));
  CHECK(between(lord_howe, "2026-04-04T12:00Z", "2026-04-05T00:00Z") == "2 h 30 min");
  CHECK(between(lord_howe, "2026-10-03T12:00Z", "2026-10-04T00:00Z") == "1 h 30 min");
}

TEST_CASE("T2 a window inside a gap is never open, one inside a repeated hour opens twice") {
  const calendar in = compiled(weekly("Europe/Berlin", 7, hours({{"02:15", "02:45"}})));
  CHECK(between(in, "2026-03-29T00:00Z", "2026-03-29T12:00Z") == "0 min");
  CHECK(between(in, "2026-10-25T00:00Z", "2026-10-25T12:00Z") == "1 h");
  CHECK(next_open(in, "2026-10-25T00:45Z") == "2026-10-25T02:15:00+01:00");
  CHECK(prev_close(in, "2026-10-25T01:00Z") == "2026-10-25T02:45:00+02:00");
  CHECK(add_days(in, "2026-03-28T02:30+01:00", 1) == "2026-03-30T02:30:00+02:00");
}

TEST_CASE("T3 windows are half-open, end at 24:00 or on the next day, and merge if they touch") {
  const calendar touching =
      compiled(weekly("UTC", 7, hours({{"09:00", "12:00"}, {"12:00", "18:00"}})));
  CHECK(touching.is_open(at("2026-03-06T12:00Z")));
  CHECK_FALSE(touching.is_open(at("2026-03-06T18:00Z")));
  CHECK(prev_close(touching, "2026-03-06T20:00Z") == "2026-03-06T18:00:00+00:00");
  CHECK(prev_close(touching, "2026-03-06T12:00Z") == "2026-03-06T12:00:00+00:00");

  const calendar evening = compiled(weekly("UTC", 7, hours({{"20:00", "24:00"}})));
  CHECK(between(evening, "2026-03-06T00:00Z", "2026-03-07T00:00Z") == "4 h");
  const calendar midnight = compiled(weekly("UTC", 7, hours({{"20:00", "00:00"}})));
  CHECK(between(midnight, "2026-03-06T00:00Z", "2026-03-07T00:00Z") == "4 h");
  const calendar night = compiled(weekly("UTC", 1, hours({{"22:00", "06:00"}}))); // Mondays
  CHECK(night.is_open(at("2026-03-10T05:59Z")));
  CHECK_FALSE(night.is_open(at("2026-03-10T06:00Z")));
  CHECK_FALSE(night.is_open(at("2026-03-09T05:00Z")));
}

TEST_CASE("T4 a holiday closes the windows that open on it, not the tail of the night before") {
  calendar_definition night = weekly("Asia/Shanghai", 5, hours({{"22:00", "06:00"}}));
  night.holidays.push_back({single_date{date("2026-03-11")}}); // a Wednesday
  const calendar in = compiled(night);
  CHECK(in.is_open(at("2026-03-11T05:59+08:00")));
  CHECK_FALSE(in.is_open(at("2026-03-11T23:00+08:00")));
  CHECK_FALSE(in.is_open(at("2026-03-12T03:00+08:00")));
  CHECK(in.is_open(at("2026-03-12T22:00+08:00")));
  CHECK(between(in, "2026-03-09T12:00+08:00", "2026-03-14T12:00+08:00") == "32 h");
  CHECK(add(in, "2026-03-10T22:00+08:00", 8h) == "2026-03-11T06:00:00+08:00");
  CHECK(add(in, "2026-03-10T22:00+08:00", 8h + 1min) == "2026-03-12T22:01:00+08:00");
  CHECK(in.is_open(at("2026-03-14T05:00+08:00"))); // Friday's shift ends on Saturday
}

TEST_CASE("T5 extra days beat holidays, which beat the week, and breaks are cut out of either") {
  calendar_definition mixed = weekly("Asia/Shanghai", 5, hours({{"09:00", "18:00"}}));
  mixed.holidays.push_back({single_date{date("2026-03-10")}});
  mixed.holidays.push_back({single_date{date("2026-03-11")}});
  mixed.extra_days.push_back({date("2026-03-11"), hours({{"10:00", "12:00"}})});
  mixed.extra_days.push_back({date("2026-03-12"), {}}); // closed, though no holiday
  mixed.extra_days.push_back({date("2026-03-14"), hours({{"09:00", "17:00"}})}); // Saturday
  mixed.breaks.push_back({date("2026-03-13"), hours({{"12:00", "13:00"}, {"17:00", "20:00"}})});
  mixed.breaks.push_back({date("2026-03-14"), hours({{"08:00", "10:00"}})});
  const calendar in = compiled(mixed);
  const auto open_on = [&](const char* day) {
    const std::string from = std::string{day} + "T00:00+08:00";
    return show(in.between(at(from), at(from) + 24h));
  };
  CHECK(open_on("2026-03-09") == "9 h");
  CHECK(open_on("2026-03-10") == "0 min");
  CHECK(open_on("2026-03-11") == "2 h");
  CHECK(open_on("2026-03-12") == "0 min");
  CHECK(open_on("2026-03-13") == "7 h");
  CHECK(open_on("2026-03-14") == "7 h");
  CHECK(open_on("2026-03-15") == "0 min");
  CHECK_FALSE(in.is_open(at("2026-03-13T12:59+08:00")));
}

TEST_CASE("T5 a break belongs to its date: it cuts that night's shift, not the tail of the last") {
  calendar_definition night = weekly("UTC", 7, hours({{"22:00", "06:00"}}));
  night.breaks.push_back({date("2026-03-10"), hours({{"23:30", "00:30"}})});
  const calendar over_midnight = compiled(night);
  CHECK(between(over_midnight, "2026-03-10T12:00Z", "2026-03-11T12:00Z") == "7 h");
  CHECK_FALSE(over_midnight.is_open(at("2026-03-11T00:29Z")));
  night.breaks = {{date("2026-03-10"), hours({{"02:00", "03:00"}})}};
  const calendar morning = compiled(night);
  CHECK(morning.is_open(at("2026-03-10T02:30Z")));
}

TEST_CASE("T5 annual holidays, 29 February in leap years only") {
  calendar_definition made = weekly("UTC", 7, hours({{"00:00", "24:00"}}));
  made.holidays.push_back({annual_date{std::chrono::January / 1}});
  made.holidays.push_back({annual_date{std::chrono::February / 29}});
  const calendar in = compiled(made);
  CHECK(between(in, "2025-01-01T00:00Z", "2026-01-01T00:00Z") == "8736 h"); // 364 days
  CHECK(between(in, "2024-01-01T00:00Z", "2025-01-01T00:00Z") == "8736 h"); // of 366
  CHECK(between(in, "2100-01-01T00:00Z", "2101-01-01T00:00Z") == "8736 h"); // no leap year
}

TEST_CASE("T6 a date that a zone skipped keeps the tail of its night shift") {
  const calendar night = compiled(weekly("Pacific/Apia", 7, hours({{"22:00", "06:00"}})));
  // The 29th until midnight, then at once the 31st, of which 00:00 to 06:00 belongs to the 30th.
  CHECK(between(night, "2011-12-29T12:00-10:00", "2011-12-31T12:00+14:00") == "8 h");
  CHECK(night.is_open(at("2011-12-31T03:00+14:00")));
  const calendar day = compiled(weekly("Pacific/Apia", 5, hours({{"09:00", "17:00"}})));
  CHECK(between(day, "2011-12-29T00:00-10:00", "2012-01-02T00:00+14:00") == "8 h"); // the 29th
}

TEST_CASE("T6 a date that a zone skipped is no working day") {
  const calendar day = compiled(weekly("Pacific/Apia", 5, hours({{"09:00", "17:00"}})));
  CHECK(add_days(day, "2011-12-29T10:00-10:00", 1) == "2012-01-02T10:00:00+14:00"); // a Monday
}

TEST_CASE("T7 between counts open time, backwards negatively") {
  const calendar in = office();
  CHECK(between(in, "2026-03-06T15:00+08:00", "2026-03-10T15:00+08:00") == "15 h");
  CHECK(between(in, "2026-03-10T15:00+08:00", "2026-03-06T15:00+08:00") == "-15 h");
  CHECK(between(in, "2026-03-06T12:15+08:00", "2026-03-06T13:15+08:00") == "0 min");
  CHECK(between(in, "2026-03-06T11:59:59.500+08:00", "2026-03-06T13:30:00.250+08:00") == "0.750 s");
  CHECK(between(in, "2026-09-30T17:40+08:00", "2026-10-08T10:00+08:00") == "1 h 20 min");
  CHECK(between(in, "2026-10-09T17:00+08:00", "2026-10-10T10:00+08:00") == "2 h"); // make-up day
  CHECK(show(in.between(earliest_instant - 1ms, latest_instant)) == "invalid_argument");
}

TEST_CASE("T8 add is the earliest instant with so much open time in between") {
  const calendar in = office();
  CHECK(add(in, "2026-03-06T15:00+08:00", 2h) == "2026-03-06T17:00:00+08:00");
  CHECK(add(in, "2026-03-06T15:00+08:00", 3h) == "2026-03-06T18:00:00+08:00"); // a closing time
  CHECK(add(in, "2026-03-06T15:00+08:00", 3h + 1ms) == "2026-03-09T09:00:00.001+08:00");
  CHECK(add(in, "2026-03-06T15:00+08:00", 15h) == "2026-03-10T15:00:00+08:00");
  CHECK(add(in, "2026-03-07T11:00+08:00", 30min) == "2026-03-09T09:30:00+08:00");
  CHECK(add(in, "2026-09-30T17:40+08:00", 1h) == "2026-10-08T09:40:00+08:00");
  CHECK(add(in, "2026-10-09T17:30+08:00", 1h) == "2026-10-10T09:30:00+08:00");
  CHECK(add(in, "2026-09-18T17:30+08:00", 1h) == "2026-09-20T09:30:00+08:00"); // a Sunday
}

TEST_CASE("T8 add of nothing is the instant itself, open or not") {
  const calendar in = office();
  CHECK(add(in, "2026-03-07T11:00+08:00", 0h) == "2026-03-07T11:00:00+08:00");
  calendar_definition next = office_hours();
  next.due_at_close = close_policy::next_opening;
  CHECK(add(compiled(next), "2026-03-07T11:00+08:00", 0h) == "2026-03-07T11:00:00+08:00");
}

TEST_CASE("T8 a due time at closing may move on to the next opening") {
  calendar_definition next = office_hours();
  next.due_at_close = close_policy::next_opening;
  const calendar in = compiled(next);
  CHECK(add(in, "2026-03-06T15:00+08:00", 3h) == "2026-03-09T09:00:00+08:00");
  CHECK(add(in, "2026-03-06T09:00+08:00", 3h) == "2026-03-06T13:30:00+08:00");
  CHECK(add(in, "2026-03-06T09:00+08:00", 2h) == "2026-03-06T11:00:00+08:00");
}

TEST_CASE("T8 backwards: the latest instant with so much open time in between") {
  const calendar in = office();
  CHECK(add(in, "2026-03-09T10:00+08:00", -1h) == "2026-03-09T09:00:00+08:00");
  CHECK(add(in, "2026-03-09T10:00+08:00", -2h) == "2026-03-06T17:00:00+08:00");
  CHECK(add(in, "2026-03-06T18:00+08:00", -4h - 30min) == "2026-03-06T13:30:00+08:00");
  CHECK(add(in, "2026-03-08T12:00+08:00", -7h - 30min) == "2026-03-06T09:00:00+08:00");
}

TEST_CASE("T9 next opening and last closing") {
  const calendar in = office();
  CHECK(next_open(in, "2026-03-06T10:00+08:00") == "2026-03-06T10:00:00+08:00");
  CHECK(next_open(in, "2026-03-06T12:00+08:00") == "2026-03-06T13:30:00+08:00");
  CHECK(next_open(in, "2026-03-06T18:00+08:00") == "2026-03-09T09:00:00+08:00");
  CHECK(next_open(in, "2026-09-30T18:00+08:00") == "2026-10-08T09:00:00+08:00");
  CHECK(prev_close(in, "2026-03-06T10:00+08:00") == "2026-03-06T10:00:00+08:00");
  CHECK(prev_close(in, "2026-03-06T09:00+08:00") == "2026-03-05T18:00:00+08:00");
  CHECK(prev_close(in, "2026-03-06T12:00+08:00") == "2026-03-06T12:00:00+08:00");
  CHECK(prev_close(in, "2026-03-08T12:00+08:00") == "2026-03-06T18:00:00+08:00");
}

TEST_CASE("T10 working days keep the wall-clock time") {
  const calendar in = office();
  CHECK(add_days(in, "2026-03-06T15:00+08:00", 2) == "2026-03-10T15:00:00+08:00");
  CHECK(add_days(in, "2026-03-06T15:00+08:00", 0) == "2026-03-06T15:00:00+08:00");
  CHECK(add_days(in, "2026-03-07T15:00+08:00", 1) == "2026-03-10T09:00:00+08:00"); // rolled first
  CHECK(add_days(in, "2026-03-06T19:00+08:00", 1) == "2026-03-10T09:00:00+08:00");
  CHECK(add_days(in, "2026-03-06T12:30+08:00", 1) == "2026-03-09T13:30:00+08:00");
  CHECK(add_days(in, "2026-09-30T17:40+08:00", 1) == "2026-10-08T17:40:00+08:00");
  CHECK(add_days(in, "2026-09-30T17:40+08:00", 3) == "2026-10-10T17:40:00+08:00"); // make-up day
  CHECK(add_days(in, "2026-10-08T10:00+08:00", -1) == "2026-09-30T10:00:00+08:00");
  CHECK(add_days(in, "2026-03-07T15:00+08:00", -1) == "2026-03-06T09:00:00+08:00");
}

TEST_CASE("T10 the end of a working day is its last closing time") {
  const calendar in = office();
  CHECK(end_of_day(in, "2026-03-06T15:00+08:00", 2) == "2026-03-10T18:00:00+08:00");
  CHECK(end_of_day(in, "2026-03-07T15:00+08:00", 1) == "2026-03-10T18:00:00+08:00");
  CHECK(end_of_day(in, "2026-03-06T15:00+08:00", 0) == "2026-03-06T18:00:00+08:00");
  const calendar night = compiled(weekly("UTC", 5, hours({{"22:00", "06:00"}})));
  CHECK(end_of_day(night, "2026-03-09T23:00Z", 1) == "2026-03-11T06:00:00+00:00");
}

TEST_CASE("T10 the time is clamped into the hours of a shorter day") {
  calendar_definition made = weekly("UTC", 7, hours({{"08:00", "20:00"}}));
  made.extra_days.push_back({date("2026-03-10"), hours({{"10:00", "12:00"}, {"14:00", "16:00"}})});
  const calendar in = compiled(made);
  CHECK(add_days(in, "2026-03-09T09:00Z", 1) == "2026-03-10T10:00:00+00:00");
  CHECK(add_days(in, "2026-03-09T11:00Z", 1) == "2026-03-10T11:00:00+00:00");
  CHECK(add_days(in, "2026-03-09T13:00Z", 1) == "2026-03-10T14:00:00+00:00");
  CHECK(add_days(in, "2026-03-09T19:00Z", 1) == "2026-03-10T16:00:00+00:00");
}

TEST_CASE("T10 the hours after midnight belong to the shift in which they lie") {
  const calendar night = compiled(weekly("UTC", 5, hours({{"22:00", "06:00"}})));
  CHECK(add_days(night, "2026-03-10T02:00Z", 1) == "2026-03-11T02:00:00+00:00");
  CHECK(add_days(night, "2026-03-14T02:00Z", 1) == "2026-03-17T02:00:00+00:00"); // Friday's shift
}

TEST_CASE("T10 working days across daylight saving") {
  const calendar in = compiled(weekly("Europe/Berlin", 7, hours({{"01:00", "05:00"}})));
  CHECK(add_days(in, "2026-03-28T02:30+01:00", 1) == "2026-03-29T03:00:00+02:00"); // 02:30 skipped
  CHECK(add_days(in, "2026-10-24T02:30+02:00", 1) == "2026-10-25T02:30:00+02:00"); // the first one
  const calendar early = compiled(weekly("Europe/Berlin", 7, hours({{"01:00", "02:30"}})));
  CHECK(end_of_day(early, "2026-03-28T01:00+01:00", 1) == "2026-03-29T03:00:00+02:00");
  CHECK(end_of_day(early, "2026-10-24T01:00+02:00", 1) == "2026-10-25T02:30:00+01:00");
  const calendar earlier = compiled(weekly("Europe/Berlin", 7, hours({{"01:00", "02:00"}})));
  CHECK(end_of_day(earlier, "2026-10-24T01:00+02:00", 1) == "2026-10-25T02:00:00+02:00");
}

TEST_CASE("T11 all kinds of amounts, added and as budgets") {
  const calendar in = office();
  const instant start = at("2026-03-06T15:00+08:00");
  const auto both = [&](const char* text) {
    const time_amount amount = *parse_amount(text);
    return show(in, in.add(start, amount)) + ", " + show(in.budget(start, amount));
  };
  CHECK(both("24h") == "2026-03-07T15:00:00+08:00, 24 h");
  CHECK(both("8 working hours") == "2026-03-09T15:30:00+08:00, 8 h");
  CHECK(both("2 working days") == "2026-03-10T15:00:00+08:00, 15 h");
  CHECK(both("end of 2 working days") == "2026-03-10T18:00:00+08:00, 18 h");
}

TEST_CASE("T12 arithmetic past the horizon is an error") {
  calendar_definition rare;
  rare.name.value = "rare";
  rare.zone.value = "UTC";
  rare.extra_days.push_back({date("2020-01-01"), hours({{"09:00", "17:00"}})});
  rare.extra_days.push_back({date("2029-12-30"), hours({{"09:00", "17:00"}})});
  rare.extra_days.push_back({date("2040-01-01"), hours({{"09:00", "17:00"}})});
  const calendar in = compiled(rare);
  CHECK(next_open(in, "2020-01-01T17:00Z") == "2029-12-30T09:00:00+00:00"); // less than ten years
  CHECK(next_open(in, "2029-12-30T17:00Z") == "horizon");
  CHECK(next_open(in, "2030-01-01T12:00Z") == "2040-01-01T09:00:00+00:00");
  CHECK(next_open(in, "2041-01-01T00:00Z") == "horizon");
  CHECK(next_open(in, "2000-01-01T00:00Z") == "horizon");
  CHECK(prev_close(in, "2019-01-01T00:00Z") == "horizon");
  CHECK(prev_close(in, "2040-01-01T09:00Z") == "horizon");
  CHECK(prev_close(in, "2035-01-01T09:00Z") == "2029-12-30T17:00:00+00:00");
  CHECK(add(in, "2029-12-30T09:00Z", 8h) == "2029-12-30T17:00:00+00:00");
  CHECK(add(in, "2029-12-30T09:00Z", 8h + 1ms) == "horizon");
  CHECK(add(in, "2020-01-01T09:00Z", 16h) == "2029-12-30T17:00:00+00:00");
  CHECK(add(in, "2040-01-01T17:00Z", -9h) == "horizon");
  CHECK(add(in, "2040-01-01T17:00Z", 1h) == "horizon");
  CHECK(add_days(in, "2020-01-01T10:00Z", 1) == "2029-12-30T10:00:00+00:00");
  CHECK(add_days(in, "2020-01-01T10:00Z", 2) == "horizon");
  CHECK(add_days(in, "2020-01-01T10:00Z", 3) == "horizon");
  CHECK(end_of_day(in, "2029-12-30T10:00Z", 1) == "horizon");
  CHECK(in.add(at("2029-12-30T09:00Z"), 9h).error().where == "rare");
}

TEST_CASE("T12 long amounts of an open calendar are no horizon, the end of the range is") {
  const calendar in = office();
  CHECK(show(in, in.add(at("2026-01-05T09:00+08:00"), 100h * 375)) != "horizon");
  CHECK(show(in, in.add(at("2199-12-01T09:00+08:00"), 1000h)) == "horizon");
  CHECK(show(in, in.add(at("1900-01-02T09:00Z"), -1000h)) == "horizon");
  CHECK(show(in, in.add(at("2026-01-05T09:00Z"), duration::max())) == "horizon");
  CHECK(show(in, in.add(at("2026-01-05T09:00Z"), duration::min())) == "horizon");
  CHECK(add_days(in, "2026-01-05T09:00Z", 1'000'000'000'000) == "horizon");
  CHECK(add_days(in, "2026-01-05T09:00Z", std::numeric_limits<std::int64_t>::min()) == "horizon");
  CHECK(add_days(in, "2199-12-31T09:00Z", 1) == "horizon");
  CHECK(show(in, in.add_days(earliest_instant, -1)) == "horizon");
  CHECK(show(in, in.add(latest_instant + 1ms, 1h)) == "invalid_argument");
  CHECK(show(in, in.next_open(earliest_instant - 1ms)) == "invalid_argument");
  const time_amount century{time_amount::unit::elapsed, 300LL * 365 * 86'400'000};
  CHECK(show(in, in.add(at("2026-01-05T09:00Z"), century)) == "horizon");
}

TEST_CASE("T13 ten years cost what their weeks and exceptions say") {
  const calendar in = office();
  // 3652 days from a Sunday to a Friday afternoon: 521 weeks, four days, and 09:00 to 15:00.
  CHECK(between(in, "2016-03-06T15:00+08:00", "2026-03-06T15:00+08:00") == "19572 h");
  CHECK(add(in, "2016-03-06T15:00+08:00", 19'572h) == "2026-03-06T15:00:00+08:00");
  CHECK(add(in, "2026-03-06T15:00+08:00", -19'572h) == "2016-03-07T09:00:00+08:00");
}

TEST_CASE("always: open time is time") {
  calendar_definition made;
  made.name.value = "around_the_clock";
  made.zone.value = "Europe/Berlin";
  made.always = true;
  const calendar in = compiled(made);
  CHECK(in.is_open(at("2026-03-29T01:30Z")));
  CHECK(between(in, "2026-03-28T00:00Z", "2026-03-30T00:00Z") == "48 h");
  CHECK(add(in, "2026-03-28T12:00Z", 24h) == "2026-03-29T14:00:00+02:00");
  CHECK(add(in, "2026-03-28T12:00Z", -24h) == "2026-03-27T13:00:00+01:00");
  CHECK(next_open(in, "2026-03-28T12:00Z") == "2026-03-28T13:00:00+01:00");
  CHECK(prev_close(in, "2026-03-28T12:00Z") == "2026-03-28T13:00:00+01:00");
  CHECK(add_days(in, "2026-03-28T12:00Z", 1) == "2026-03-29T13:00:00+02:00");
  CHECK(end_of_day(in, "2026-03-28T12:00Z", 1) == "2026-03-30T00:00:00+02:00");
  made.holidays.push_back({single_date{date("2026-03-29")}});
  CHECK(between(compiled(made), "2026-03-28T00:00Z", "2026-03-30T00:00Z") == "25 h");
}

TEST_CASE("a copy of a calendar answers like the original") {
  const calendar first = office();
  const calendar second = first; // NOLINT: the copy is the point
  CHECK(second.name() == "office");
  CHECK(second.time_zone().name == "Asia/Shanghai");
  CHECK(*second.next_open(at("2026-03-07T00:00Z")) == *first.next_open(at("2026-03-07T00:00Z")));
}
