// What is wrong with a calendar is reported, all of it, with a stable code.

#include <algorithm>
#include <string>
#include <vector>

#include "calendar/calendar_fixture.hpp"

using namespace calendar_test;

namespace {

report<calendar> compile(const calendar_definition& definition) {
  return compile_calendar(definition, zone::utc());
}
/// "fault empty-window@3", a line each.
std::vector<std::string> findings(const calendar_definition& definition) {
  std::vector<std::string> made;
  for (const diagnostic& finding : compile(definition).diagnostics)
    made.push_back((finding.level == severity::warning ? "warning " : "fault ") + finding.code +
                   (finding.span.known() ? "@" + std::to_string(finding.span.line) : ""));
  return made;
}
source_span line(std::uint32_t number) {
  return {0, number, 1, 1};
}

using lines = std::vector<std::string>;

} // namespace

TEST_CASE("T3 a window that closes as it opens is an error") {
  calendar_definition made = weekly("UTC", 1, hours({{"08:00", "17:00"}}));
  made.weekly[1] = {{clock("09:00"), clock("09:00"), line(3)}};
  made.extra_days.push_back({date("2026-03-07"), {{0, 0, line(4)}}, line(4)});
  made.breaks.push_back({date("2026-03-09"), {{3600, 3600, line(5)}}, line(5)});
  CHECK(findings(made) ==
        lines{"fault empty-window@3", "fault empty-window@4", "fault empty-window@5"});
  CHECK(compile(made).diagnostics.front().message ==
        "the window 09:00–09:00 closes as it opens: write 00:00–24:00 for a whole day, or leave it "
        "out");
}

TEST_CASE("T3 times outside the day are errors") {
  for (const local_window window : {local_window{-1, 3600}, local_window{86'400, 3600},
                                    local_window{3600, 86'401}, local_window{3600, -1}})
    CHECK(findings(weekly("UTC", 1, {window})) == lines{"fault bad-time"});
}

TEST_CASE("T3 overlapping windows of a day are errors, in whatever order they are written") {
  calendar_definition made;
  made.weekly[0] = {{clock("12:00"), clock("18:00"), line(2)},
                    {clock("09:00"), clock("12:30"), line(1)}};
  const report<calendar> compiled = compile(made);
  CHECK(findings(made) == lines{"fault overlapping-windows@2"});
  CHECK(compiled.diagnostics.front().message ==
        "the windows 09:00–12:30 and 12:00–18:00 overlap: write one, 09:00–18:00");
  REQUIRE(compiled.diagnostics.front().notes.size() == 1);
  CHECK(compiled.diagnostics.front().notes.front().first.line == 1);
}

TEST_CASE("T3 windows that overlap across midnight are errors, Sunday to Monday too") {
  calendar_definition made;
  made.weekly[0] = {{clock("05:00"), clock("17:00"), line(1)}};
  made.weekly[6] = {{clock("22:00"), clock("06:00"), line(7)}};
  CHECK(findings(made) == lines{"fault overlapping-windows@1"});
  CHECK(compile(made).diagnostics.front().message ==
        "the window 22:00–06:00 of Sunday reaches into 05:00–17:00 of Monday: end the one where "
        "the other begins");
  made.weekly[0].front().open = clock("06:00"); // touching is no overlap
  CHECK(findings(made).empty());
}

TEST_CASE("T3 an extra day that meets a night shift is a warning, and counts once") {
  calendar_definition made = weekly("UTC", 5, hours({{"22:00", "06:00"}}));
  made.extra_days.push_back({date("2026-03-07"), hours({{"04:00", "10:00"}}), line(9)});
  CHECK(findings(made) == lines{"warning overlapping-windows@9"});
  const calendar in = *compile(made).value;
  CHECK(show(in.between(at("2026-03-07T00:00Z"), at("2026-03-08T00:00Z"))) == "10 h");
}

TEST_CASE("T12 a calendar that never opens is an error") {
  calendar_definition made;
  made.name = {"empty", line(1)};
  CHECK(findings(made) == lines{"fault calendar-never-opens@1"});
  made = weekly("UTC", 7, hours({{"09:00", "17:00"}}));
  made.hours_span = line(2);
  made.holidays.push_back({date_range{date("1900-01-01"), date("2199-12-31")}});
  CHECK(findings(made) == lines{"fault calendar-never-opens@2"});
  made.extra_days.push_back({date("2026-03-07"), hours({{"09:00", "17:00"}})});
  CHECK(findings(made).empty());
}

TEST_CASE("dates that make no sense are reported, all at once") {
  calendar_definition made = weekly("UTC", 5, hours({{"09:00", "17:00"}}));
  const std::vector<local_window> day = hours({{"09:00", "12:00"}});
  made.holidays.push_back({date_range{date("2026-10-07"), date("2026-10-01")}, "", line(1)});
  made.holidays.push_back({annual_date{std::chrono::February / 30}, "", line(2)});
  made.holidays.push_back({single_date{date("2199-12-31") + std::chrono::days{1}}, "", line(3)});
  made.holidays.push_back({single_date{date("2026-05-01")}, "", line(4)});
  made.holidays.push_back({single_date{date("2026-05-01")}, "", line(5)});
  made.extra_days.push_back({date("2026-03-07"), day, line(6)});
  made.extra_days.push_back({date("2026-03-07"), day, line(7)});
  made.breaks.push_back({date("2026-03-08"), day, line(8)}); // a Sunday
  made.breaks.push_back({date("1900-01-01") - std::chrono::days{1}, day, line(9)});
  CHECK(findings(made) == lines{"fault empty-range@1", "fault no-such-date@2",
                                "fault date-out-of-range@3", "warning duplicate-holiday@5",
                                "fault duplicate-date@7", "warning break-outside-hours@8",
                                "fault date-out-of-range@9"});
  CHECK_FALSE(compile(made).ok());
}

TEST_CASE("always and weekly hours exclude each other") {
  calendar_definition made = weekly("UTC", 5, hours({{"09:00", "17:00"}}));
  made.always = true;
  made.hours_span = line(3);
  CHECK(findings(made) == lines{"fault hours-conflict@3"});
}

TEST_CASE("inclusion adds another calendar's dates, and the own entry for a date holds") {
  calendar_definition national;
  national.name.value = "national";
  national.holidays.push_back({date_range{date("2026-10-01"), date("2026-10-07")}});
  national.holidays.push_back({single_date{date("2026-05-01")}});
  national.extra_days.push_back({date("2026-10-10"), hours({{"09:00", "18:00"}})});
  national.extra_days.push_back({date("2026-02-14"), hours({{"09:00", "18:00"}})});
  CHECK(is_list(national));
  calendar_definition mine = weekly("UTC", 5, hours({{"09:00", "17:00"}}));
  mine.holidays.push_back({single_date{date("2026-05-01")}});
  mine.extra_days.push_back({date("2026-10-10"), {}});
  const calendar_definition merged = merge(mine, national);
  CHECK_FALSE(is_list(merged));
  CHECK(merged.name.value == "test");
  CHECK(findings(merged).empty());
  const calendar in = *compile(merged).value;
  CHECK_FALSE(in.is_open(at("2026-10-06T10:00Z")));
  CHECK_FALSE(in.is_open(at("2026-10-10T10:00Z")));
  CHECK(in.is_open(at("2026-02-14T17:30Z")));

  calendar_definition heir;
  heir.name.value = "heir";
  const calendar_definition inherited = merge(heir, merged);
  CHECK(inherited.zone.value == "UTC");
  CHECK(compile(inherited).value->is_open(at("2026-03-06T16:59Z")));
}

TEST_CASE("thousands of holiday rules compile in bounded space") {
  calendar_definition made = weekly("UTC", 7, hours({{"09:00", "17:00"}}));
  for (int i = 0; i < 5000; ++i)
    made.holidays.push_back({date_range{date("1900-01-01"), date("2100-12-31")}});
  const report<calendar> compiled = compile(made);
  REQUIRE(compiled.ok());
  CHECK(show(*compiled.value, compiled.value->next_open(at("2095-01-01T00:00Z"))) ==
        "2101-01-01T09:00:00+00:00");
}
