// T14: holidays and closed times from iCalendar files.
#include <doctest/doctest.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "caseclock/base/source_map.hpp"
#include "caseclock/calendar/compile.hpp"
#include "caseclock/time/iso8601.hpp"
#include "caseclock/time/tzdb.hpp"
#include "definition/ics.hpp"

using namespace caseclock;

namespace {

using lines = std::vector<std::string>;

struct outcome {
  detail::ics_contents contents;
  lines findings; ///< "line:column code: message (suggestion)"
};

outcome read(const std::string& text) {
  outcome made;
  detail::findings found;
  made.contents = detail::read_ics(found, text, 0);
  for (const diagnostic& each : found)
    made.findings.push_back(
        std::to_string(each.span.line) + ":" + std::to_string(each.span.column) +
        (each.level == severity::warning ? " warning " : " ") + each.code + ": " + each.message +
        (each.suggestion.empty() ? "" : " (" + each.suggestion + ")"));
  return made;
}

std::string file_of(const std::string& events) {
  return "BEGIN:VCALENDAR\nVERSION:2.0\n" + events + "END:VCALENDAR\n";
}
/// A file of one event.
std::string event(const std::string& body) {
  return file_of("BEGIN:VEVENT\n" + body + "END:VEVENT\n");
}

/// What is closed, as it is: "2026-10-01..2026-10-07 National Day", a line for each range.
lines closed(const outcome& from) {
  lines shown;
  for (const holiday_rule& rule : from.contents.holidays) {
    const auto& list = std::get<date_list>(rule.when);
    for (const date_range& range : list.ranges)
      shown.push_back(format_date(range.from) +
                      (range.to == range.from ? "" : ".." + format_date(range.to)) +
                      (rule.name.empty() ? "" : " " + rule.name));
  }
  for (const closed_time& each : from.contents.closed_times) {
    std::string span;
    if (const auto* absolute = std::get_if<instant_range>(&each.when))
      span = format_instant(absolute->from, zone::utc()) + ".." +
             format_instant(absolute->to, zone::utc());
    else if (const auto* local = std::get_if<local_range>(&each.when))
      span = "wall " + format_instant(instant{local->from.time_since_epoch()}, zone::utc()) + ".." +
             format_instant(instant{local->to.time_since_epoch()}, zone::utc());
    for (std::size_t at = 0; (at = span.find("+00:00")) != std::string::npos;)
      span.erase(at, 6);
    shown.push_back(span + (each.name.empty() ? "" : " " + each.name));
  }
  return shown;
}

/// What one event closes, without a finding.
lines closes(const std::string& body) {
  const outcome made = read(event(body));
  CHECK(made.findings == lines{});
  return closed(made);
}
/// What is wrong with one event.
lines wrong(const std::string& body) {
  return read(event(body)).findings;
}
lines first(lines all, std::size_t count) {
  all.resize(std::min(all.size(), count));
  return all;
}

} // namespace

TEST_CASE("T14 ics: an event for whole days is a holiday, its end not included") {
  CHECK(closes("DTSTART;VALUE=DATE:20261001\nDTEND;VALUE=DATE:20261008\nSUMMARY:National Day\n") ==
        lines{"2026-10-01..2026-10-07 National Day"});
  CHECK(closes("DTSTART;VALUE=DATE:20261001\n") == lines{"2026-10-01"});
  CHECK(closes("DTSTART:20261001\nDTEND:20261001\n") == lines{"2026-10-01"}); // as many write it
  CHECK(closes("DTSTART;VALUE=DATE:20261001\nDURATION:P3D\n") == lines{"2026-10-01..2026-10-03"});
  CHECK(closes("DTSTART;VALUE=DATE:20261001\nDURATION:P1W\n") == lines{"2026-10-01..2026-10-07"});
}

TEST_CASE("T14 ics: lines may end in CRLF or LF, be folded, and have quoted parameters") {
  const std::string text =
      "BEGIN:VCALENDAR\r\nPRODID;X-NOTE=\"a;b:c,d\";X-MORE=1,\"2\":-//x\r\n"
      "BEGIN:VEVENT\r\nDTST\r\n ART;VALUE=DA\r\n\tTE:2026\r\n 1001\r\n"
      "SUMMARY;LANGUAGE=zh:国\r\n 庆\\, first\\; \\\"day\\\"\\\\ \\n of\r\n  it\r\n"
      "\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";
  const outcome made = read(text);
  CHECK(made.findings == lines{});
  CHECK(closed(made) == lines{"2026-10-01 国庆, first; \"day\"\\   of it"});
  CHECK(made.contents.holidays[0].span.line == 4);
}

TEST_CASE("T14 ics: what concerns no time is passed over") {
  const outcome made = read(file_of(
      "METHOD:PUBLISH\nX-WR-CALNAME:Holidays\n"
      "BEGIN:VTIMEZONE\nTZID:Asia/Shanghai\nBEGIN:STANDARD\nDTSTART:16010101T000000\n"
      "RRULE:FREQ=MONTHLY\nEND:STANDARD\nEND:VTIMEZONE\n"
      "BEGIN:X-SOMETHING\nA:B\nEND:X-SOMETHING\n"
      "begin:vevent\nuid:1\ndtstamp:20260101T000000Z\nDESCRIPTION:none\nclass:PUBLIC\n"
      "dtstart;value=date:20261001\nBEGIN:VALARM\nTRIGGER:-PT15M\nDURATION:PT5M\nEND:VALARM\n"
      "end:vevent\n"));
  CHECK(made.findings == lines{});
  CHECK(closed(made) == lines{"2026-10-01"});
}

TEST_CASE("T14 ics: an event with times is closed time") {
  CHECK(closes("DTSTART:20261009T010000Z\nDTEND:20261009T030000Z\nSUMMARY:all hands\n") ==
        lines{"2026-10-09T01:00:00..2026-10-09T03:00:00 all hands"});
  CHECK(closes("DTSTART;TZID=Asia/Shanghai:20261009T090000\nDURATION:PT1H30M\n") ==
        lines{"2026-10-09T01:00:00..2026-10-09T02:30:00"});
  CHECK(closes("DTSTART;TZID=\"Asia/Shanghai\":20261009T090000\nDTEND:20261009T030000Z\n") ==
        lines{"2026-10-09T01:00:00..2026-10-09T03:00:00"});
  CHECK(closes("DTSTART:20261009T090000\nDTEND:20261010T120000\n") ==
        lines{"wall 2026-10-09T09:00:00..2026-10-10T12:00:00"});
}

TEST_CASE("T14 ics: days are counted by the wall clock, hours by the clock") {
  const char* start = "DTSTART;TZID=Europe/Berlin:20260328T120000\n";
  CHECK(closes(start + std::string{"DURATION:P1D\n"}) ==
        lines{"2026-03-28T11:00:00..2026-03-29T10:00:00"});
  CHECK(closes(start + std::string{"DURATION:PT24H\n"}) ==
        lines{"2026-03-28T11:00:00..2026-03-29T11:00:00"});
  // 02:30 is skipped that night: by the offset before, it is 01:30 UTC.
  CHECK(closes("DTSTART;TZID=Europe/Berlin:20260329T023000\nDURATION:PT1H\n") ==
        lines{"2026-03-29T01:30:00..2026-03-29T02:30:00"});
  CHECK(closes("DTSTART;TZID=Europe/Berlin:20261025T023000\nDURATION:PT1H\n") ==
        lines{"2026-10-25T00:30:00..2026-10-25T01:30:00"}); // the first of two
}

TEST_CASE("T14 ics: cancelled events close nothing, those shown as free only whole days") {
  CHECK(closes("DTSTART;VALUE=DATE:20261001\nSTATUS:cancelled\n").empty());
  CHECK(closes("DTSTART;VALUE=DATE:20261001\nSTATUS:TENTATIVE\n") == lines{"2026-10-01"});
  CHECK(closes("DTSTART;VALUE=DATE:20261001\nTRANSP:TRANSPARENT\n") == lines{"2026-10-01"});
  CHECK(closes("DTSTART:20261001T090000Z\nDURATION:PT1H\nTRANSP:TRANSPARENT\n").empty());
  CHECK(closes("DTSTART:20261001T090000Z\nDURATION:PT1H\nTRANSP:OPAQUE\n").size() == 1);
}

TEST_CASE("T14 ics: events return yearly") {
  const outcome every = read(event("DTSTART;VALUE=DATE:20240101\nRRULE:FREQ=YEARLY\n"));
  CHECK(every.findings == lines{});
  CHECK(closed(every).size() == 176); // 2024 to 2199
  CHECK(closed(every).back() == "2199-01-01");
  CHECK(std::get<date_list>(every.contents.holidays[0].when).goes_on);
  CHECK(closes("DTSTART;VALUE=DATE:20240101\nRRULE:FREQ=YEARLY;COUNT=3\n") ==
        lines{"2024-01-01", "2025-01-01", "2026-01-01"});
  CHECK(closes("DTSTART;VALUE=DATE:20240101\nRRULE:FREQ=YEARLY;UNTIL=20260101\n") ==
        lines{"2024-01-01", "2025-01-01", "2026-01-01"});
  CHECK(closes("DTSTART;VALUE=DATE:20240101\nRRULE:FREQ=YEARLY;UNTIL=20251231T235959Z\n") ==
        lines{"2024-01-01", "2025-01-01"});
  CHECK(closes("DTSTART;VALUE=DATE:20240229\nRRULE:FREQ=YEARLY;COUNT=2\n") ==
        lines{"2024-02-29", "2028-02-29"});
  CHECK(closes("DTSTART;VALUE=DATE:20240501\nDTEND;VALUE=DATE:20240504\n"
               "RRULE:freq=yearly;interval=2;count=2;wkst=SU;\n") ==
        lines{"2024-05-01..2024-05-03", "2026-05-01..2026-05-03"});
}

TEST_CASE("T14 ics: yearly by month, day of the month and weekday") {
  CHECK(closes("DTSTART;VALUE=DATE:20240902\nRRULE:FREQ=YEARLY;BYMONTH=9;BYDAY=1MO;COUNT=3\n") ==
        lines{"2024-09-02", "2025-09-01", "2026-09-07"});
  CHECK(closes("DTSTART;VALUE=DATE:20240527\nRRULE:FREQ=YEARLY;BYMONTH=5;BYDAY=-1MO;COUNT=3\n") ==
        lines{"2024-05-27", "2025-05-26", "2026-05-25"});
  CHECK(closes("DTSTART;VALUE=DATE:20240101\nRRULE:FREQ=YEARLY;BYMONTH=1,7;COUNT=4\n") ==
        lines{"2024-01-01", "2024-07-01", "2025-01-01", "2025-07-01"});
  CHECK(closes("DTSTART;VALUE=DATE:20241231\n"
               "RRULE:FREQ=YEARLY;BYMONTH=12,1;BYMONTHDAY=1,-1;COUNT=4\n") ==
        lines{"2024-12-31", "2025-01-01", "2025-01-31", "2025-12-01"});
  CHECK(
      closes(
          "DTSTART;VALUE=DATE:20241105\n" // election day
          "RRULE:FREQ=YEARLY;INTERVAL=4;BYMONTH=11;BYDAY=TU;BYMONTHDAY=2,3,4,5,6,7,8;COUNT=2\n") ==
      lines{"2024-11-05", "2028-11-07"});
  CHECK(closes("DTSTART;VALUE=DATE:20260105\nRRULE:FREQ=YEARLY;BYDAY=1MO,-1FR;COUNT=3\n") ==
        lines{"2026-01-05", "2026-12-25", "2027-01-04"});
  CHECK(closes("DTSTART;VALUE=DATE:20240130\nRRULE:FREQ=YEARLY;BYMONTH=1;BYDAY=5FR;COUNT=2\n") ==
        lines{"2024-01-30", "2025-01-31"}); // the start counts, whatever the rule says of it
  CHECK(closes("DTSTART;VALUE=DATE:20261001\nRRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=TH,FR;COUNT=3\n") ==
        lines{"2026-10-01", "2026-10-02", "2026-10-08"});
}

TEST_CASE("T14 ics: dates left out and dates besides") {
  CHECK(closes("DTSTART;VALUE=DATE:20240101\nRRULE:FREQ=YEARLY;COUNT=4\n"
               "EXDATE;VALUE=DATE:20240101,20260101\nRDATE;VALUE=DATE:20250615\n") ==
        lines{"2025-01-01", "2025-06-15", "2027-01-01"});
  CHECK(closes("DTSTART;VALUE=DATE:20240101\nDTEND;VALUE=DATE:20240103\nEXDATE:20240101\n"
               "RDATE:20250101\nRDATE:20250102\n") == lines{"2025-01-01..2025-01-03"});
  CHECK(closes("DTSTART;VALUE=DATE:20240101\nEXDATE;VALUE=DATE:20240101\n").empty());
  CHECK(closes("DTSTART;TZID=Asia/Shanghai:20260101T090000\nDTEND;TZID=Asia/Shanghai:"
               "20260101T100000\nRRULE:FREQ=YEARLY;COUNT=3\nEXDATE:20270101T010000Z\n") ==
        lines{"2026-01-01T01:00:00..2026-01-01T02:00:00",
              "2028-01-01T01:00:00..2028-01-01T02:00:00"});
}

TEST_CASE("T14 ics: a meeting that returns keeps its wall-clock time") {
  CHECK(closes("DTSTART;TZID=America/New_York:20260308T120000\nDURATION:PT1H\n"
               "RRULE:FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=8;UNTIL=20280308T170000Z\n") ==
        lines{"2026-03-08T16:00:00..2026-03-08T17:00:00",
              "2027-03-08T17:00:00..2027-03-08T18:00:00",
              "2028-03-08T17:00:00..2028-03-08T18:00:00"});
  CHECK(
      closes(
          "DTSTART:20260101T090000\nDURATION:P1DT1H\nRRULE:FREQ=YEARLY;UNTIL=20270101T090000\n") ==
      lines{"wall 2026-01-01T09:00:00..2026-01-02T10:00:00",
            "wall 2027-01-01T09:00:00..2027-01-02T10:00:00"});
}

TEST_CASE("T14 ics: years that calendars do not know") {
  CHECK(first(closes("DTSTART;VALUE=DATE:16040229\nRRULE:FREQ=YEARLY\n"), 2) ==
        lines{"1904-02-29", "1908-02-29"}); // how some programs keep birthdays
  CHECK(closes("DTSTART;VALUE=DATE:18991230\nDTEND;VALUE=DATE:19000103\n") ==
        lines{"1900-01-01..1900-01-02"});
  CHECK(wrong("DTSTART;VALUE=DATE:18990101\n") ==
        lines{"4:1 date-out-of-range: calendars know the years 1900 to 2199"});
  CHECK(wrong("DTSTART:22000101T000000Z\nDURATION:PT1H\n") ==
        lines{"4:1 date-out-of-range: calendars know the years 1900 to 2199"});
}

TEST_CASE("T14 ics: what is not supported is refused by name, with its line") {
  CHECK(wrong("DTSTART;VALUE=DATE:20260101\nRRULE:FREQ=WEEKLY;BYDAY=MO\n") ==
        lines{"5:7 ics-not-supported: only events that return every year are supported, "
              "FREQ=YEARLY, not FREQ=WEEKLY"});
  CHECK(wrong("DTSTART;VALUE=DATE:20260101\nRRULE:FREQ=YEARLY;BYMONTH=1;BYDAY=MO;BYSETPOS=1\n") ==
        lines{"5:7 ics-not-supported: \"BYSETPOS\" in a rule is not supported: INTERVAL, COUNT, "
              "UNTIL, BYMONTH, BYMONTHDAY and BYDAY are"});
  CHECK(wrong("DTSTART;VALUE=DATE:20260101\nRECURRENCE-ID;VALUE=DATE:20260101\n")[0].substr(
            0, 50) == "5:1 ics-not-supported: \"RECURRENCE-ID\" is not supp");
  CHECK(wrong("DTSTART;VALUE=DATE:20260101\nRDATE;VALUE=PERIOD:20260101T000000Z/PT1H\n") ==
        lines{"5:1 ics-not-supported: VALUE=PERIOD is not supported: DATE and DATE-TIME are"});
  CHECK(wrong("DTSTART:20260101\nRRULE:FREQ=YEARLY;BYMONTHDAY=1;BYDAY=1MO\n")[0].substr(0, 22) ==
        "5:7 ics-not-supported:");
  const outcome todo = read(file_of("BEGIN:VTODO\nDUE:20260101\nEND:VTODO\n"
                                    "BEGIN:VEVENT\nDTSTART:20260101\nEND:VEVENT\n"));
  CHECK(todo.findings == lines{"3:7 warning ics-not-supported: \"VTODO\" is passed over: only "
                               "events close a calendar"});
  CHECK(closed(todo) == lines{"2026-01-01"});
}

TEST_CASE("T14 ics: zones are IANA names") {
  CHECK(wrong("DTSTART;TZID=Asia/Beijing:20260101T090000\nDURATION:PT1H\n") ==
        lines{"4:1 unknown-zone: no time zone \"Asia/Beijing\": TZID is an IANA name "
              "(Asia/Shanghai)"});
  CHECK(wrong("DTSTART;TZID=China Standard Time:20260101T090000\nDURATION:PT1H\n")[0].substr(
            0, 17) == "4:1 unknown-zone:");
}

TEST_CASE("T14 ics: broken files are told where they break") {
  CHECK(read("").findings == lines{"1:1 bad-ics: an iCalendar file begins with BEGIN:VCALENDAR"});
  CHECK(read("<!DOCTYPE html>\n<html>").findings ==
        lines{"1:1 bad-ics: an iCalendar file begins with BEGIN:VCALENDAR"});
  CHECK(read(file_of("")).findings ==
        lines{"1:1 warning ics-without-events: the file has no events: it closes nothing"});
  CHECK(read("BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20260101\n").findings ==
        lines{"2:1 bad-ics: END:VEVENT is missing"});
  CHECK(read("BEGIN:VCALENDAR\nBEGIN:VEVENT\nEND:VCALENDAR\n").findings ==
        lines{"3:1 bad-ics: END:VEVENT is expected here, not END:VCALENDAR"});
  CHECK(read(file_of("") + "VERSION:2.0\n").findings ==
        lines{"4:1 bad-ics: BEGIN is expected here, not \"VERSION\""});
  CHECK(wrong("no colon\nDTSTART:20260101\n") ==
        lines{"4:1 bad-ics: a line of an iCalendar file is NAME:VALUE"});
  CHECK(wrong("DTSTART;VALUE=\"DATE:20260101\nDTSTART:20260102\n")[0].substr(0, 27) ==
        "4:1 bad-ics: a parameter is");
  CHECK(wrong("SUMMARY:none\n") == lines{"3:1 bad-ics: the event has no DTSTART"});
  CHECK(wrong("DTSTART:20260101\nDTSTART:20260102\n") ==
        lines{"5:1 bad-ics: an event has one DTSTART"});
  CHECK(read("BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:\xff\nEND:VEVENT\nEND:VCALENDAR\n")
            .findings[0]
            .substr(0, 17) == "3:9 invalid-utf8:");
}

TEST_CASE("T14 ics: broken values are told with what to write") {
  CHECK(wrong("DTSTART;VALUE=DATE:20260230\n") ==
        lines{"4:20 bad-ics: \"20260230\" is no date: write 20261001"});
  CHECK(wrong("DTSTART:2026-10-01\n") ==
        lines{"4:9 bad-ics: \"2026-10-01\" is no date or time: write 20261001 or "
              "20261001T090000"});
  for (const char* value : {"", "2026100", "20261001T", "20261001T250000", "20261001T0900",
                            "20261001Z", "20261001T090000ZZ", "00000101", "2026101ü"})
    CHECK(wrong("DTSTART:" + std::string{value} + "\n")[0].find("bad-ics") != std::string::npos);
  CHECK(wrong("DTSTART:20260102\nDTEND:20260101\n") ==
        lines{"5:7 bad-ics: the event ends before it begins"});
  CHECK(wrong("DTSTART:20260102\nRRULE:FREQ=YEARLY;COUNT=2;COUNT=3\n") ==
        lines{"5:7 bad-ics: \"COUNT\" stands twice in the rule"});
  CHECK(wrong("DTSTART:20260102\nRRULE:FREQ=YEARLY;INTERVAL=0\n") ==
        lines{"5:7 bad-ics: \"INTERVAL=0\" is no part of a rule: a number from 1 to 999999 is"});
  CHECK(wrong("DTSTART:20260102T090000\nDTEND:20260102T100000Z\n")[0].substr(0, 20) ==
        "5:7 bad-ics: \"DTEND\"");
  CHECK(wrong("DTSTART:20260102\nEXDATE:20260102T090000\n")[0].substr(0, 21) ==
        "5:8 bad-ics: \"EXDATE\"");
  CHECK(wrong("DTSTART:20260102\nDTEND:20260103\nDURATION:P1D\n") ==
        lines{"6:1 bad-ics: an event has a DTEND or a DURATION, not both"});
  CHECK(wrong("DTSTART:20260102\nDURATION:PT1H\n") ==
        lines{"5:10 bad-ics: \"PT1H\" is no length in whole days, as the event is"});
  for (const char* length : {"", "P", "PT", "1D", "P1H", "PT1D", "-P1D", "P1D1W", "P1DT1H1H",
                             "P999999999D", "P99999999W", "PTT1H", "P1.5D"})
    CHECK(wrong("DTSTART:20260102T090000Z\nDURATION:" + std::string{length} + "\n")[0].find(
              "is no length") != std::string::npos);
  for (const char* rule :
       {"", "COUNT=1", "FREQ=YEARLY;COUNT=0", "FREQ=YEARLY;COUNT=1,2",
        "FREQ=YEARLY;COUNT=1;UNTIL=20300101", "FREQ=YEARLY;UNTIL=never", "FREQ=YEARLY;INTERVAL=-1",
        "FREQ=YEARLY;BYMONTH=13", "FREQ=YEARLY;BYMONTHDAY=0", "FREQ=YEARLY;BYMONTHDAY=32",
        "FREQ=YEARLY;BYDAY=XX", "FREQ=YEARLY;BYDAY=0MO",
        "FREQ=YEARLY;BYDAY=", "FREQ=YEARLY;BYMONTH"})
    CHECK(wrong("DTSTART:20260102\nRRULE:" + std::string{rule} + "\n")[0].find("bad-ics") !=
          std::string::npos);
  CHECK(wrong("DTSTART:20260102T090000Z\n") ==
        lines{"4:1 warning empty-event: the event ends as it begins: it closes nothing"});
}

TEST_CASE("T14 ics: a file has a bounded number of events and dates") {
  std::string events;
  for (std::size_t i = 0; i <= detail::most_ics_events; ++i)
    events += "BEGIN:VEVENT\nDTSTART:20260101\nEND:VEVENT\n";
  CHECK(read(file_of(events)).findings ==
        lines{"30003:1 too-many-events: the file has more than 10,000 events"});
  events.clear();
  for (std::size_t i = 0; i < 1000; ++i)
    events += "BEGIN:VEVENT\nDTSTART:19000101\nRRULE:FREQ=YEARLY\nEND:VEVENT\n";
  CHECK(read(file_of(events)).findings ==
        lines{"1335:1 too-many-events: the events of the file fall on more than 100,000 dates"});
  std::string deep = "BEGIN:VCALENDAR\n";
  for (int i = 0; i < 1000; ++i)
    deep += "BEGIN:X-A\n";
  CHECK(read(deep).findings[0] == "17:1 bad-ics: parts stand in each other more than 16 deep");
}

TEST_CASE("T5 ics: meetings are cut out of the hours, holidays give way to extra days") {
  const outcome made = read(file_of(
      "BEGIN:VEVENT\nDTSTART:20261009T220000\nDTEND:20261010T010000\nSUMMARY:upgrade\nEND:VEVENT\n"
      "BEGIN:VEVENT\nDTSTART;VALUE=DATE:20261010\nSUMMARY:fair\nEND:VEVENT\n"));
  CHECK(made.findings == lines{});
  calendar_definition night;
  night.name.value = "night";
  night.zone.value = "Asia/Shanghai";
  for (auto& day : night.weekly)
    day = {{20 * 3600, 4 * 3600, {}}};
  night.holidays = made.contents.holidays;
  night.closed_times = made.contents.closed_times;
  const report<calendar> in = compile_calendar(night, *load_zone("Asia/Shanghai"));
  REQUIRE(in.ok());
  const auto open = in.value->windows(*parse_instant("2026-10-09T12:00+08:00"),
                                      *parse_instant("2026-10-11T12:00+08:00"));
  REQUIRE(open.size() == 2);
  CHECK(format_instant(open[0].close, in.value->time_zone()) == "2026-10-09T22:00:00+08:00");
  CHECK(format_instant(open[1].open, in.value->time_zone()) == "2026-10-10T01:00:00+08:00");
  CHECK(format_instant(open[1].close, in.value->time_zone()) == "2026-10-10T04:00:00+08:00");
  CHECK(in.value->day(civil_date{std::chrono::year{2026} / 10 / 10}).name == "fair");
  CHECK(in.value->day(civil_date{std::chrono::year{2026} / 10 / 9}).name == "upgrade");
}
