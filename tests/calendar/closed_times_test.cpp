// T5: times that are closed whatever opens then.

#include <string>
#include <vector>

#include "calendar/calendar_fixture.hpp"

using namespace calendar_test;
using namespace std::chrono_literals;

namespace {

closed_time absolute(const char* from, const char* to, const char* name = "") {
  return {instant_range{at(from), at(to)}, name};
}
closed_time by_wall(const char* day, duration from, duration to) {
  return {local_range{local_instant{date(day)} + from, local_instant{date(day)} + to}};
}
std::vector<std::string> windows(const calendar& in, const char* from, const char* to) {
  std::vector<std::string> shown;
  for (const open_interval& each : in.windows(at(from), at(to)))
    shown.push_back(format_instant(each.open, in.time_zone()).substr(5, 11) + " " +
                    format_instant(each.close, in.time_zone()).substr(5, 11));
  return shown;
}

using lines = std::vector<std::string>;

} // namespace

TEST_CASE("T5 a closed time is cut out of whatever is open, also of an extra day") {
  calendar_definition made = office_hours();
  made.closed_times.push_back(absolute("2026-10-09T03:00Z", "2026-10-09T06:30Z", "all hands"));
  made.closed_times.push_back(absolute("2026-10-10T02:00Z", "2026-10-10T03:00Z"));
  const calendar in = compiled(made);
  CHECK(windows(in, "2026-10-09T00:00+08:00", "2026-10-11T00:00+08:00") ==
        lines{"10-09T09:00 10-09T11:00", "10-09T14:30 10-09T18:00", "10-10T09:00 10-10T10:00",
              "10-10T11:00 10-10T12:00", "10-10T13:30 10-10T18:00"});
  CHECK(in.day(date("2026-10-09")).breaks_cut);
  CHECK(in.day(date("2026-10-09")).name == "all hands");
  CHECK(in.day(date("2026-10-09")).type == day_type::weekly_hours);
  CHECK_FALSE(in.day(date("2026-10-08")).breaks_cut);
}

TEST_CASE("T5 a closed time is absolute: it cuts the tail of the night before, too") {
  calendar_definition made = weekly("UTC", 7, hours({{"22:00", "06:00"}}));
  made.closed_times.push_back(absolute("2026-03-10T02:00Z", "2026-03-10T23:00Z"));
  CHECK(windows(compiled(made), "2026-03-09T12:00Z", "2026-03-11T12:00Z") ==
        lines{"03-09T22:00 03-10T02:00", "03-10T23:00 03-11T06:00"});
}

TEST_CASE("T5 a closed time over days leaves no working day between") {
  calendar_definition made = weekly("Asia/Shanghai", 7, hours({{"09:00", "17:00"}}));
  made.closed_times.push_back(absolute("2026-03-10T12:00+08:00", "2026-03-13T10:00+08:00"));
  made.closed_times.push_back(absolute("2026-03-11T00:00+08:00", "2026-03-14T00:00+08:00"));
  const calendar in = compiled(made);
  CHECK(windows(in, "2026-03-10T00:00+08:00", "2026-03-15T00:00+08:00") ==
        lines{"03-10T09:00 03-10T12:00", "03-14T09:00 03-14T17:00"});
  CHECK(show(in, in.add_days(at("2026-03-10T10:00+08:00"), 1)) == "2026-03-14T10:00:00+08:00");
  CHECK(in.day(date("2026-03-12")).windows.empty());
  CHECK(in.day(date("2026-03-12")).breaks_cut);
}

TEST_CASE("T2 a closed time covers the wall clock, whatever it does meanwhile") {
  calendar_definition made = weekly("Europe/Berlin", 7, hours({{"00:00", "06:00"}}));
  made.closed_times.push_back(by_wall("2026-03-29", 1h, 4h));
  made.closed_times.push_back(by_wall("2026-10-25", 2h + 30min, 4h)); // both 02:30 are closed
  const calendar in = compiled(made);
  CHECK(show(in.between(at("2026-03-28T22:00Z"), at("2026-03-29T12:00Z"))) == "3 h");
  CHECK(show(in.between(at("2026-10-24T20:00Z"), at("2026-10-25T12:00Z"))) == "5 h");
  // 02:40 by summer time until 02:20 by winter time: from 02:40 on, and until 02:20, both times.
  made.closed_times = {absolute("2026-10-25T00:40Z", "2026-10-25T01:20Z")};
  CHECK(show(compiled(made).between(at("2026-10-24T20:00Z"), at("2026-10-25T12:00Z"))) ==
        "5 h 40 min");
}

TEST_CASE("T5 closed times that are none, or lie far away, change nothing") {
  calendar_definition made = weekly("UTC", 7, hours({{"09:00", "17:00"}}));
  made.closed_times.push_back(absolute("2026-03-10T12:00Z", "2026-03-10T12:00Z"));
  made.closed_times.push_back(absolute("2026-03-10T12:00Z", "2026-03-10T11:00Z"));
  made.closed_times.push_back({instant_range{instant::min(), earliest_instant}});
  made.closed_times.push_back({instant_range{latest_instant, instant::max()}});
  made.closed_times.push_back({local_range{local_instant::min(), local_instant::min() + 1h}});
  made.closed_times.push_back({local_range{local_instant::max() - 1h, local_instant::max()}});
  const calendar in = compiled(made);
  CHECK(in.fingerprint() == compiled(weekly("UTC", 7, hours({{"09:00", "17:00"}}))).fingerprint());
  made.closed_times = {{instant_range{instant::min(), instant::max()}}};
  const report<calendar> never = compile_calendar(made, zone::utc());
  REQUIRE(never.diagnostics.size() == 1);
  CHECK(never.diagnostics.front().code == "calendar-never-opens");
}

TEST_CASE("a calendar has a bounded number of windows and dates") {
  calendar_definition made = weekly("UTC", 7, hours({{"09:00", "17:00"}}));
  date_list list;
  for (civil_date day = date("1900-01-01"); list.ranges.size() < most_calendar_entries; ++day)
    list.ranges.push_back({day, day});
  made.holidays.push_back({list});
  const report<calendar> tried = compile_calendar(made, zone::utc());
  REQUIRE(tried.diagnostics.size() == 1);
  CHECK(tried.diagnostics.front().code == "too-many-dates");
  CHECK(tried.diagnostics.front().message ==
        "calendar \"test\" has 100008 windows and dates: at most 100000 are allowed");
}
