// What a calendar says about a date, and the open intervals between two instants.

#include <cstdint>
#include <string>

#include "calendar/calendar_fixture.hpp"

using namespace calendar_test;
using namespace std::chrono_literals;

namespace {

std::string two(std::int64_t number) {
  return (number < 10 ? "0" : "") + std::to_string(number);
}
std::string show_time(duration since_midnight) {
  const std::int64_t minutes = since_midnight / 1min;
  return two(minutes / 60) + ":" + two(minutes % 60);
}
std::string name_of(day_type type) {
  switch (type) {
  case day_type::weekly_hours: return "weekly hours";
  case day_type::weekly_closed: return "closed";
  case day_type::holiday: return "holiday";
  case day_type::extra_day: return "extra day";
  }
  return {};
}

/// "holiday National Day", "weekly hours 09:00-12:00 13:30-18:00, cut"
std::string day(const calendar& in, const char* text) {
  const calendar_day found = in.day(date(text));
  CHECK(found.date == date(text));
  std::string shown = name_of(found.type);
  if (!found.name.empty())
    shown += " " + found.name;
  for (const day_window& window : found.windows)
    shown += " " + show_time(window.open) + "-" + show_time(window.close);
  return shown + (found.breaks_cut ? ", cut" : "");
}

/// The intervals on the calendar's wall clock, a line each.
std::vector<std::string> windows(const calendar& in, const char* from, const char* to) {
  std::vector<std::string> shown;
  for (const open_interval& each : in.windows(at(from), at(to)))
    shown.push_back(show(in, each.open) + " " + show(in, each.close));
  return shown;
}

using lines = std::vector<std::string>;

} // namespace

TEST_CASE("T5 a day says what decides its windows and how its author calls it") {
  calendar_definition made = office_hours();
  made.extra_days.back().name = "make-up day";
  made.holidays.push_back({annual_date{std::chrono::December / 25}, "Christmas"});
  made.breaks.push_back({date("2026-03-12"), hours({{"11:00", "14:00"}}), {}, "all hands"});
  made.breaks.push_back({date("2026-10-10"), hours({{"17:00", "19:00"}}), {}, "party"});
  made.breaks.push_back({date("2026-10-02"), hours({{"09:00", "10:00"}}), {}, "nothing to cut"});
  made.breaks.push_back({date("2026-03-13"), hours({{"12:00", "13:00"}}), {}, "lunch anyway"});
  made.extra_days.push_back({date("2026-03-20"), {}, {}, "stocktaking"});
  const calendar in = compiled(made);
  CHECK(day(in, "2026-03-11") == "weekly hours 09:00-12:00 13:30-18:00");
  CHECK(day(in, "2026-03-12") == "weekly hours all hands 09:00-11:00 14:00-18:00, cut");
  CHECK(day(in, "2026-03-13") == "weekly hours 09:00-12:00 13:30-18:00");
  CHECK(day(in, "2026-03-14") == "closed");
  CHECK(day(in, "2026-03-20") == "extra day stocktaking");
  CHECK(day(in, "2026-10-02") == "holiday National Day");
  CHECK(day(in, "2026-10-03") == "holiday National Day"); // a Saturday
  CHECK(day(in, "2199-12-25") == "holiday Christmas");
  CHECK(day(in, "2026-09-20") == "extra day 09:00-12:00 13:30-18:00");
  CHECK(day(in, "2026-10-10") == "extra day make-up day 09:00-12:00 13:30-17:00, cut");
}

TEST_CASE("T5 an extra day on a holiday is an extra day, whatever the holiday is called") {
  calendar_definition made = weekly("UTC", 7, hours({{"09:00", "17:00"}}));
  made.holidays.push_back({single_date{date("2026-03-10")}, ""});
  made.holidays.push_back({date_range{date("2026-03-09"), date("2026-03-11")}, "Fair"});
  made.extra_days.push_back({date("2026-03-11"), hours({{"10:00", "12:00"}})});
  const calendar in = compiled(made);
  CHECK(day(in, "2026-03-10") == "holiday Fair");
  CHECK(day(in, "2026-03-11") == "extra day 10:00-12:00");
}

TEST_CASE("T4 a night shift is shown on the date on which it opens") {
  calendar_definition night = weekly("Europe/Berlin", 5, hours({{"22:00", "06:00"}}));
  night.breaks.push_back({date("2026-03-27"), hours({{"02:00", "03:00"}})}); // before it opens
  night.breaks.push_back({date("2026-03-26"), hours({{"23:30", "00:30"}}), {}, "backup"});
  const report<calendar> made = compile_calendar(night, *load_zone("Europe/Berlin"));
  REQUIRE(made.ok());
  CHECK(day(*made.value, "2026-03-27") == "weekly hours 22:00-30:00");
  CHECK(day(*made.value, "2026-03-28") == "closed");
  CHECK(day(*made.value, "2026-03-26") == "weekly hours backup 22:00-23:30 24:30-30:00, cut");
}

TEST_CASE("outside the years that calendars know all days are closed and nameless") {
  calendar_definition made;
  made.name.value = "open";
  made.zone.value = "UTC";
  made.always = true;
  const calendar in = compiled(made);
  CHECK(day(in, "1900-01-01") == "weekly hours 00:00-24:00");
  CHECK(day(in, "2199-12-31") == "weekly hours 00:00-24:00");
  for (const int year : {-32767, 1800, 2201, 32767}) {
    const calendar_day far = in.day(civil_date{std::chrono::year{year} / 6 / 1});
    CHECK(far.type == day_type::weekly_closed);
    CHECK(far.windows.empty());
  }
}

TEST_CASE("T2 the open intervals of a stretch, clipped to it, with daylight saving both ways") {
  const calendar berlin = compiled(weekly("Europe/Berlin", 7, hours({{"01:00", "05:00"}})));
  CHECK(windows(berlin, "2026-03-28T03:00+01:00", "2026-03-30T02:00+02:00") ==
        lines{"2026-03-28T03:00:00+01:00 2026-03-28T05:00:00+01:00",
              "2026-03-29T01:00:00+01:00 2026-03-29T05:00:00+02:00",
              "2026-03-30T01:00:00+02:00 2026-03-30T02:00:00+02:00"});
  CHECK(berlin.windows(at("2026-03-29T00:00Z"), at("2026-03-29T12:00Z")).front().close ==
        at("2026-03-29T03:00Z"));
  const calendar half = compiled(weekly("Europe/Berlin", 7, hours({{"01:00", "02:30"}})));
  CHECK(windows(half, "2026-10-24T22:00Z", "2026-10-25T22:00Z") ==
        lines{"2026-10-25T01:00:00+02:00 2026-10-25T02:30:00+02:00",
              "2026-10-25T02:00:00+01:00 2026-10-25T02:30:00+01:00"});
  const calendar gone = compiled(weekly("Europe/Berlin", 7, hours({{"02:15", "02:45"}})));
  CHECK(windows(gone, "2026-03-28T22:00Z", "2026-03-29T22:00Z").empty());
}

TEST_CASE("T3 open intervals that touch are one: over midnight, for a weekend, for ever") {
  const calendar night =
      compiled(weekly("UTC", 7, hours({{"00:00", "06:00"}, {"22:00", "24:00"}})));
  CHECK(windows(night, "2026-03-09T12:00Z", "2026-03-10T23:00Z") ==
        lines{"2026-03-09T22:00:00+00:00 2026-03-10T06:00:00+00:00",
              "2026-03-10T22:00:00+00:00 2026-03-10T23:00:00+00:00"});
  calendar_definition made = weekly("UTC", 7, hours({{"00:00", "24:00"}}));
  made.holidays.push_back({single_date{date("2031-03-01")}});
  CHECK(windows(compiled(made), "1900-01-01T00:00Z", "2035-01-01T00:00Z") ==
        lines{"1900-01-01T00:00:00+00:00 2031-03-01T00:00:00+00:00",
              "2031-03-02T00:00:00+00:00 2035-01-01T00:00:00+00:00"});
}

TEST_CASE("T5 holidays, make-up days and breaks show in the open intervals") {
  calendar_definition made = office_hours();
  made.breaks.push_back({date("2026-10-08"), hours({{"10:00", "12:00"}})});
  CHECK(windows(compiled(made), "2026-09-30T17:40+08:00", "2026-10-08T13:00+08:00") ==
        lines{"2026-09-30T17:40:00+08:00 2026-09-30T18:00:00+08:00",
              "2026-10-08T09:00:00+08:00 2026-10-08T10:00:00+08:00"});
  CHECK(windows(compiled(made), "2026-10-10T00:00+08:00", "2026-10-12T00:00+08:00") ==
        lines{"2026-10-10T09:00:00+08:00 2026-10-10T12:00:00+08:00",
              "2026-10-10T13:30:00+08:00 2026-10-10T18:00:00+08:00"});
}

TEST_CASE("open intervals come in portions, and an empty stretch has none") {
  const calendar in = office();
  const instant from = at("1900-01-01T00:00Z");
  const auto first = in.windows(from, latest_instant);
  CHECK(first.size() == most_open_intervals);
  const auto next = in.windows(first.back().close, latest_instant, 2);
  REQUIRE(next.size() == 2);
  CHECK(next.front().open > first.back().close);
  CHECK(in.windows(from, latest_instant, 0).empty());
  CHECK(in.windows(at("2026-03-06T10:00Z"), at("2026-03-06T10:00Z")).empty());
  CHECK(in.windows(at("2026-03-06T10:00Z"), at("2026-03-05T10:00Z")).empty());
  CHECK(in.windows(latest_instant, latest_instant + 24h).empty());
  CHECK(in.windows(instant::min(), instant::max(), 1).size() == 1);
  CHECK(show(in.between(from, latest_instant)) == show([&] {
          duration sum{0};
          instant at = from;
          while (true) {
            const auto portion = in.windows(at, latest_instant, 10'000);
            for (const open_interval& each : portion)
              sum += each.close - each.open;
            if (portion.size() < 10'000)
              return result<duration>{sum};
            at = portion.back().close;
          }
        }()));
}
