// T14: the days that return every year, as authors write them.
#include <doctest/doctest.h>

#include <string>

#include "caseclock/calendar/holidays.hpp"
#include "caseclock/time/iso8601.hpp"
#include "definition/every.hpp"

using namespace caseclock;

namespace {

/// The date in 2026, or the finding: "code: message (suggestion)".
std::string read(const std::string& text) {
  detail::findings found;
  const auto rule = detail::read_every(found, {text, {0, 1, 1, 1}});
  CHECK(rule.has_value() == found.empty());
  if (rule) {
    const auto date = date_in(std::chrono::year{2026}, *rule);
    return date ? format_date(*date) : "none in 2026";
  }
  REQUIRE(found.size() == 1);
  std::string shown = found[0].code + ": " + found[0].message;
  if (!found[0].suggestion.empty())
    shown += " (" + found[0].suggestion + ")";
  return shown;
}

} // namespace

TEST_CASE("T14 rules as authors write them") {
  CHECK(read("01-01") == "2026-01-01");
  CHECK(read("02-29") == "none in 2026");
  CHECK(read("first monday of september") == "2026-09-07");
  CHECK(read("second sunday of may") == "2026-05-10");
  CHECK(read("third thursday of november") == "2026-11-19");
  CHECK(read("fourth thursday of november") == "2026-11-26");
  CHECK(read("fifth friday of january") == "2026-01-30");
  CHECK(read("fifth friday of february") == "none in 2026");
  CHECK(read("last monday of may") == "2026-05-25");
  CHECK(read("1st Mon of SEP") == "2026-09-07");
  CHECK(read("  The  First   Monday of  September ") == "2026-09-07");
  CHECK(read("easter") == "2026-04-05");
  CHECK(read("Western Easter") == "2026-04-05");
  CHECK(read("orthodox easter") == "2026-04-12");
  CHECK(read("2 days before easter") == "2026-04-03");
  CHECK(read("39 days after easter") == "2026-05-14");
  CHECK(read("1 day after orthodox easter") == "2026-04-13");
  CHECK(read("1 day after fourth thursday of november") == "2026-11-27");
  CHECK(read("1 day before 01-01") == "2025-12-31");
  CHECK(read("monday before 05-25") == "2026-05-18");
  CHECK(read("sat after 06-19") == "2026-06-20");
  CHECK(read("monday after third sunday of september") == "2026-09-21");
}

TEST_CASE("T14 misspelt words are told with the word that was meant") {
  CHECK(read("first munday of september") ==
        "bad-holiday-rule: \"first munday of september\": \"munday\" is no day of the week (first "
        "monday of september)");
  CHECK(read("2 days after frist monday of septembr") ==
        "bad-holiday-rule: \"2 days after frist monday of septembr\": \"frist\" is none of first, "
        "second, third, fourth, fifth and last (2 days after first monday of september)");
  CHECK(read("first monday of xyzzyx") ==
        "bad-holiday-rule: \"first monday of xyzzyx\": \"xyzzyx\" is no month");
  CHECK(read("2 days before eastre").find("(2 days before easter)") != std::string::npos);
  CHECK(read("2 days before ortodox easter") ==
        "bad-holiday-rule: \"2 days before ortodox easter\": \"ortodox\" is no kind of Easter (2 "
        "days before orthodox easter)");
}

TEST_CASE("T14 words in another order, and other ways to say it, are told in the right one") {
  CHECK(read("monday first of september").find("(first monday of september)") != std::string::npos);
  CHECK(read("september first monday").find("(first monday of september)") != std::string::npos);
  CHECK(read("first monday in september").find("(first monday of september)") != std::string::npos);
  CHECK(
      read("2 days after september last friday").find("(2 days after last friday of september)") !=
      std::string::npos);
  CHECK(read("25 december").find("(12-25)") != std::string::npos);
  CHECK(read("dec 25").find("(12-25)") != std::string::npos);
  CHECK(read("Good Friday") ==
        "bad-holiday-rule: \"Good Friday\": a rule is made of days and dates (2 days before "
        "easter)");
  CHECK(read("day after easter") ==
        "bad-holiday-rule: \"day after easter\": say how many days (1 day after easter)");
  CHECK(read("2 weeks after easter") ==
        "bad-holiday-rule: \"2 weeks after easter\": count in days (14 days after easter)");
  CHECK(read("two days before easter") ==
        "bad-holiday-rule: \"two days before easter\": before \"before\" comes a number of days, "
        "\"2 days\", or a day of the week");
  CHECK(read("2 hours before easter") ==
        "bad-holiday-rule: \"2 hours before easter\": \"hours\" is no unit of it: count in days");
  CHECK(read("every second tuesday").substr(0, 17) == "bad-holiday-rule:");
}

TEST_CASE("T14 dates that no year has are errors") {
  CHECK(read("02-30") == "no-such-date: \"02-30\": no February has a day 30");
  CHECK(read("13-01") == "no-such-date: \"13-01\": months are 01 to 12, and come before the day");
  CHECK(read("sixth monday of may") ==
        "no-such-date: \"sixth monday of may\": a month has no sixth monday: first to fifth, or "
        "last");
  CHECK(read("1-1") == "bad-date: \"1-1\": this is no day of the year: write \"01-01\"");
  CHECK(read("2026-01-01").substr(0, 9) == "bad-date:");
  CHECK(read("301 days after easter") ==
        "bad-holiday-rule: \"301 days after easter\": a holiday lies at most 300 days from its day "
        "of the year");
}

TEST_CASE("T14 nonsense is refused and never read past its end") {
  for (const char* text :
       {"before", "after", "before easter", "2 days before", "of", "of of of of", "first",
        "last monday", "first monday of", "99999999 days before easter", "-", "--", "--------",
        "easter easter", "2 days before monday before 05-25", "first first of first",
        "\xc3\xa9t\xc3\xa9", "0 days before 99-99"})
    CHECK(read(text).find(": \"") != std::string::npos);
  CHECK(read("0 days before easter") == "2026-04-05");
}
