#include <doctest/doctest.h>

#include <cstdint>
#include <limits>
#include <string>

#include "caseclock/time/iso8601.hpp"
#include "caseclock/time/tzdb.hpp"

using namespace caseclock;
using namespace std::chrono_literals;

namespace {

std::int64_t ms(const char* text) {
  const result<instant> read = parse_instant(text);
  REQUIRE_MESSAGE(read.ok(), text);
  return to_ms(*read);
}
std::string problem(const char* text) {
  const result<instant> read = parse_instant(text);
  REQUIRE_MESSAGE(!read.ok(), text);
  CHECK(read.error().code == errc::parse);
  return read.error().message;
}
bool mentions(const std::string& text, const char* part) {
  return text.find(part) != std::string::npos;
}

} // namespace

TEST_CASE("ISO 8601: instants with an offset, seconds and milliseconds optional") {
  constexpr std::int64_t expected = 1'772'780'400'000; // 2026-03-06T07:00Z
  CHECK(ms("2026-03-06T15:00+08:00") == expected);
  CHECK(ms("2026-03-06T07:00Z") == expected);
  CHECK(ms("2026-03-06T07:00:00Z") == expected);
  CHECK(ms("2026-03-06T03:30:00-03:30") == expected);
  CHECK(ms("2026-03-06T07:00:00.5Z") == expected + 500);
  CHECK(ms("2026-03-06T07:00:00.25Z") == expected + 250);
  CHECK(ms("2026-03-06T07:00:00.007Z") == expected + 7);
  CHECK(ms("2026-03-06T07:00:00-00:00") == expected);
  CHECK(ms("2024-02-29T00:00Z") == ms("2024-03-01T00:00Z") - 86'400'000);
  CHECK(ms("1900-01-01T00:00Z") == to_ms(earliest_instant));
  CHECK(ms("2199-12-31T23:59:59.999Z") == to_ms(latest_instant) - 1);
  CHECK(ms("2200-01-01T07:59+08:00") == to_ms(latest_instant) - 60'000);
}

TEST_CASE("ISO 8601: what is wrong with an instant is said") {
  CHECK(problem("2026-02-29T15:00Z") ==
        "\"2026-02-29T15:00Z\" is no instant: 2026-02 has only 28 days (write it like "
        "2026-03-06T15:00+08:00)");
  CHECK(mentions(problem("2026-04-31T15:00Z"), "has only 30 days"));
  CHECK(mentions(problem("2026-13-01T15:00Z"), "the month must be 01 to 12"));
  CHECK(mentions(problem("2026-00-01T15:00Z"), "the month must be 01 to 12"));
  CHECK(mentions(problem("2026-01-00T15:00Z"), "the day must be 01 to 31"));
  CHECK(mentions(problem("2026-03-06T24:00Z"), "the hour must be 00 to 23"));
  CHECK(mentions(problem("2026-03-06T15:60Z"), "the minute must be 00 to 59"));
  CHECK(mentions(problem("2026-03-06T15:00:60Z"), "the second must be 00 to 59"));
  CHECK(mentions(problem("2026-03-06T15:00"), "the offset from UTC is missing"));
  CHECK(mentions(problem("2026-03-06T15:00 +08:00"), "after the time comes the offset"));
  CHECK(mentions(problem("2026-03-06T15:00+0800"), "\":\" is missing after the offset's hour"));
  CHECK(mentions(problem("2026-03-06T15:00+08:60"), "the offset's minute must be 00 to 59"));
  CHECK(mentions(problem("2026-03-06T15:00:00.1234Z"), "three digits at most"));
  CHECK(mentions(problem("2026-03-06T15:00:00.Z"), "digits are missing after the point"));
  CHECK(mentions(problem("2026-03-06T15:00Z."), "nothing may follow"));
  CHECK(mentions(problem("2026-03-06"), "\"T\" is missing after the date"));
  CHECK(mentions(problem("2026-03-06 15:00Z"), "\"T\" is missing after the date"));
  CHECK(mentions(problem("26-03-06T15:00Z"), "the year needs 4 digits"));
  CHECK(mentions(problem("2026-3-6T15:00Z"), "the month needs 2 digits"));
  CHECK(mentions(problem("1899-12-31T23:59Z"), "only the years 1900 to 2199"));
  CHECK(mentions(problem("2200-01-01T00:00Z"), "only the years 1900 to 2199"));
  CHECK(mentions(problem("1850-01-01T00:00Z"), "only the years 1900 to 2199"));
  CHECK(mentions(problem("9999-12-31T23:59Z"), "only the years 1900 to 2199"));
  CHECK(mentions(problem("1900-01-01T07:59+08:00"), "only the years 1900 to 2199"));
  CHECK(mentions(problem(""), "the year needs 4 digits"));
}

TEST_CASE("ISO 8601: dates") {
  CHECK(format_date(*parse_date("2026-03-06")) == "2026-03-06");
  CHECK(format_date(*parse_date("1900-01-01")) == "1900-01-01");
  for (const char* text : {"2026-02-30", "2100-02-29", "2026-3-6", "20260306", "2026-03-06Z", "",
                           "1899-12-31", "2200-01-01", "2026-03-6x", "-026-03-06"}) {
    const result<civil_date> none = parse_date(text);
    CHECK_MESSAGE(!none.ok(), text);
    CHECK(none.error().code == errc::parse);
  }
  CHECK(parse_date("2026-02-30").error().message ==
        "\"2026-02-30\" is no date: 2026-02 has only 28 days (write it like 2026-03-06)");
}

TEST_CASE("ISO 8601: instants are written on a zone's wall clock") {
  const instant t = *parse_instant("2026-03-06T15:00+08:00");
  CHECK(format_instant(t, *load_zone("Asia/Shanghai")) == "2026-03-06T15:00:00+08:00");
  CHECK(format_instant(t, zone::utc()) == "2026-03-06T07:00:00+00:00");
  CHECK(format_instant(t, *load_zone("America/New_York")) == "2026-03-06T02:00:00-05:00");
  CHECK(format_instant(t + 5ms, zone::fixed(-(3h + 30min))) == "2026-03-06T03:30:00.005-03:30");
  CHECK(format_instant(earliest_instant, *load_zone("Asia/Shanghai")) ==
        "1900-01-01T08:05:43+08:05:43");
  CHECK(format_instant(instant{-1ms}, zone::utc()) == "1969-12-31T23:59:59.999+00:00");
}

TEST_CASE("ISO 8601: what is written can be read") {
  for (const char* name : {"Asia/Shanghai", "Europe/Amsterdam", "America/St_Johns"}) {
    const zone in = *load_zone(name);
    for (std::int64_t ms = to_ms(earliest_instant); ms < to_ms(latest_instant);
         ms += 86'413'007'919) {
      const result<instant> back = parse_instant(format_instant(instant_from_ms(ms), in));
      REQUIRE(back.ok());
      CHECK(to_ms(*back) == ms);
    }
  }
}

TEST_CASE("durations in ISO 8601 and in words") {
  CHECK(format_duration_iso(8h + 30min) == "PT8H30M");
  CHECK(format_duration_iso(-45min) == "-PT45M");
  CHECK(format_duration_iso(0ms) == "PT0S");
  CHECK(format_duration_iso(49h) == "PT49H");
  CHECK(format_duration_iso(90s) == "PT1M30S");
  CHECK(format_duration_iso(250ms) == "PT0.250S");
  CHECK(format_duration_iso(duration{std::numeric_limits<std::int64_t>::min()}) ==
        "-PT2562047788015H12M55.808S");
  CHECK(format_duration_words(2h + 30min) == "2 h 30 min");
  CHECK(format_duration_words(-45min) == "-45 min");
  CHECK(format_duration_words(0ms) == "0 min");
  CHECK(format_duration_words(26h) == "26 h"); // a day of working time is not 24 hours
  CHECK(format_duration_words(65s) == "1 min 5 s");
  CHECK(format_duration_words(-1500ms) == "-1.500 s");
}
