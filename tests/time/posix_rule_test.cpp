#include <doctest/doctest.h>

#include <string>

#include "caseclock/time/iso8601.hpp"
#include "caseclock/time/posix_rule.hpp"

using namespace caseclock;

namespace {

zone from_rule(const char* text) {
  const auto rule = detail::parse_posix_rule(text);
  REQUIRE_MESSAGE(rule.has_value(), text);
  zone made;
  made.initial_offset_s = rule->standard_s;
  detail::extend(made, *rule, latest_instant);
  return made;
}
/// The first transition of a year, in UTC.
std::string first_in(const zone& in, const char* new_year) {
  const instant begin = *parse_instant(new_year);
  for (const offset_transition& change : in.transitions) {
    if (change.at >= begin)
      return format_instant(change.at, zone::utc());
  }
  return "none";
}

} // namespace

TEST_CASE("POSIX rule: weeks of months, the last one included") {
  const zone berlin = from_rule("CET-1CEST,M3.5.0,M10.5.0/3");
  CHECK(first_in(berlin, "2040-01-01T00:00Z") == "2040-03-25T01:00:00+00:00");
  CHECK(first_in(berlin, "2040-06-01T00:00Z") == "2040-10-28T01:00:00+00:00");
  const zone new_york = from_rule("EST5EDT,M3.2.0,M11.1.0");
  CHECK(first_in(new_york, "2040-01-01T00:00Z") == "2040-03-11T07:00:00+00:00");
  CHECK(first_in(new_york, "2040-06-01T00:00Z") == "2040-11-04T06:00:00+00:00");
}

TEST_CASE("POSIX rule: times before midnight and past the end of the day") {
  const zone nuuk = from_rule("<-02>2<-01>,M3.5.0/-1,M10.5.0/0");
  CHECK(first_in(nuuk, "2040-01-01T00:00Z") == "2040-03-25T01:00:00+00:00");
  const zone gaza = from_rule("EET-2EEST,M3.4.4/50,M10.4.4/50");
  CHECK(first_in(gaza, "2040-01-01T00:00Z") == "2040-03-24T00:00:00+00:00");
}

TEST_CASE("POSIX rule: half an hour, and numbered days") {
  const zone lord_howe = from_rule("<+1030>-10:30<+11>-11,M10.1.0,M4.1.0");
  CHECK(lord_howe.offset_at(*parse_instant("2040-01-01T00:00Z")) == std::chrono::hours{11});
  const zone numbered = from_rule("AAA0BBB,J60/0,300/0");
  CHECK(first_in(numbered, "2040-01-01T00:00Z") == "2040-03-01T00:00:00+00:00"); // J skips 29 Feb
  CHECK(first_in(numbered, "2041-06-01T00:00Z") == "2041-10-27T23:00:00+00:00"); // 0 is 1 January
}

TEST_CASE("POSIX rule: daylight time all year, and none at all") {
  const zone always = from_rule("XXX3EDT4,0/0,J365/23");
  CHECK(always.offset_at(*parse_instant("2040-01-01T02:59:59Z")) == std::chrono::hours{-4});
  CHECK(always.offset_at(*parse_instant("2040-07-01T00:00Z")) == std::chrono::hours{-4});
  CHECK(from_rule("CST-8").transitions.empty());
  CHECK(from_rule("<+0530>-5:30").initial_offset_s == 19'800);
}

TEST_CASE("POSIX rule: nonsense is refused") {
  for (const char* text : {"", "CET", "C-1", "CET-1CEST", "CET-1CEST,M3.5.0", "CET-25", "<CET-1",
                           "CET-1CEST,M13.5.0,M10.5.0", "CET-1CEST,M3.6.0,M10.5.0",
                           "CET-1CEST,M3.5.7,M10.5.0", "CET-1CEST,J0,J365", "CET-1CEST,0,366",
                           "CET-1CEST,M3.5.0/168,M10.5.0", "CET-1CEST,M3.5.0,M10.5.0x"})
    CHECK_MESSAGE(!detail::parse_posix_rule(text), text);
}
