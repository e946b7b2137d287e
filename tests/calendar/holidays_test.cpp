// T14: holidays from rules.

#include <array>
#include <string>
#include <vector>

#include "calendar/calendar_fixture.hpp"
#include "caseclock/calendar/holidays.hpp"

using namespace calendar_test;
using std::chrono::days, std::chrono::last, std::chrono::weekday, std::chrono::year,
    std::chrono::year_month_day;
using std::chrono::Friday, std::chrono::Monday, std::chrono::Saturday, std::chrono::Sunday,
    std::chrono::Thursday;
using std::chrono::January, std::chrono::February, std::chrono::March, std::chrono::May,
    std::chrono::June, std::chrono::September, std::chrono::November, std::chrono::December;

namespace {

civil_date easter_of(int y, easter reckoning = easter::western) {
  return easter_sunday(year{y}, reckoning);
}

/// The dates that a rule closes between two dates, separated by blanks; and the compiled calendar
/// says the same.
std::string closed(const holiday_rule& rule, const char* from, const char* to) {
  calendar_definition made = weekly("UTC", 7, hours({{"00:00", "24:00"}}));
  made.holidays.push_back(rule);
  const calendar in = compiled(made);
  std::string found;
  for (civil_date day = date(from); day <= date(to); day += days{1}) {
    const instant noon{day.time_since_epoch() + std::chrono::hours{12}};
    CHECK(rule_applies(rule, day) != in.is_open(noon));
    CHECK((in.day(day).type == day_type::holiday) == rule_applies(rule, day));
    if (rule_applies(rule, day))
      found += (found.empty() ? "" : " ") + format_date(day);
  }
  return found;
}

std::string only_code(const holiday_rule& rule) {
  calendar_definition made = weekly("UTC", 7, hours({{"09:00", "17:00"}}));
  made.holidays.push_back(rule);
  const report<calendar> tried = compile_calendar(made, zone::utc());
  return tried.diagnostics.size() == 1 ? tried.diagnostics.front().code : "not one";
}

} // namespace

TEST_CASE("T14 Easter falls on the dates that are published") {
  for (const char* sunday :
       {"1900-04-15", "1913-03-23", "1943-04-25", "1954-04-18", "1961-04-02", "1981-04-19",
        "2000-04-23", "2008-03-23", "2011-04-24", "2019-04-21", "2024-03-31", "2025-04-20",
        "2026-04-05", "2027-03-28", "2038-04-25", "2049-04-18", "2076-04-19", "2100-03-28"}) {
    const year_month_day ymd{date(sunday)};
    CHECK(format_date(easter_of(static_cast<int>(ymd.year()))) == sunday);
  }
  for (const char* sunday : {"2000-04-30", "2008-04-27", "2010-04-04", "2021-05-02", "2023-04-16",
                             "2024-05-05", "2025-04-20", "2026-04-12"}) {
    const year_month_day ymd{date(sunday)};
    CHECK(format_date(easter_of(static_cast<int>(ymd.year()), easter::orthodox)) == sunday);
  }
}

// The churches' own tables: the full moon of each golden number, and Easter is the Sunday after it.
TEST_CASE("T14 Easter of every year follows the tables of paschal full moons") {
  // Book of Common Prayer, "from the year 1900 to 2199 inclusive"; days after 21 March.
  constexpr std::array<int, 19> western{24, 13, 2,  21, 10, 28, 18, 7,  26, 15,
                                        4,  23, 12, 1,  20, 9,  27, 17, 6};
  // The Julian table of the early church.
  constexpr std::array<int, 19> julian{15, 4,  23, 12, 1,  20, 9,  28, 17, 6,
                                       25, 14, 3,  22, 11, 0,  19, 8,  27};
  const auto sunday_after = [](civil_date moon) {
    return moon + days{7} - (weekday{moon} - Sunday);
  };
  for (int y = 1900; y < 2200; ++y) {
    CAPTURE(y);
    const auto golden = static_cast<std::size_t>(y % 19);
    const civil_date equinox{year{y} / March / 21};
    CHECK(easter_of(y) == sunday_after(equinox + days{western[golden]}));
    const days behind{y < 2100 ? 13 : 14};
    CHECK(easter_of(y, easter::orthodox) == sunday_after(equinox + behind + days{julian[golden]}));
  }
}

TEST_CASE("T14 days from Easter") {
  holiday_rule good_friday{moving_date{easter::western, -2}, "Good Friday"};
  CHECK(closed(good_friday, "2024-01-01", "2027-12-31") ==
        "2024-03-29 2025-04-18 2026-04-03 2027-03-26");
  CHECK(closed({moving_date{easter::western, 39}}, "2026-01-01", "2026-12-31") == "2026-05-14");
  CHECK(closed({moving_date{easter::orthodox, 1}}, "2024-01-01", "2025-12-31") ==
        "2024-05-06 2025-04-21");
}

TEST_CASE("T14 the n-th weekday of a month, and the last one") {
  CHECK(closed({moving_date{September / Monday[1]}}, "2024-01-01", "2026-12-31") ==
        "2024-09-02 2025-09-01 2026-09-07");
  CHECK(closed({moving_date{May / Monday[last]}}, "2024-01-01", "2026-12-31") ==
        "2024-05-27 2025-05-26 2026-05-25");
  CHECK(closed({moving_date{November / Thursday[4], 1}}, "2026-01-01", "2026-12-31") ==
        "2026-11-27");
}

TEST_CASE("T14 a fifth weekday that the month lacks is no holiday that year") {
  CHECK(closed({moving_date{January / Friday[5]}}, "2024-01-01", "2028-12-31") ==
        "2025-01-31 2026-01-30 2027-01-29"); // none in 2024 and 2028
  CHECK(closed({moving_date{February / Sunday[5]}}, "2024-01-01", "2059-12-31") == "2032-02-29");
}

TEST_CASE("T14 the weekday before or after a day of the year") {
  CHECK(closed({moving_date{May / 25, -1, Monday}}, "2025-01-01", "2028-12-31") ==
        "2025-05-19 2026-05-18 2027-05-24 2028-05-22"); // Victoria Day
  CHECK(closed({moving_date{June / 19, 1, Saturday}}, "2025-01-01", "2026-12-31") ==
        "2025-06-21 2026-06-20"); // Midsummer
  CHECK(closed({moving_date{September / Sunday[3], 1, Monday}}, "2026-01-01", "2026-12-31") ==
        "2026-09-21");
  CHECK(closed({moving_date{June / 20, 2, Saturday}}, "2026-01-01", "2026-12-31") ==
        "2026-07-04"); // the 20th is a Saturday itself
  CHECK(closed({moving_date{June / 20, -2, Saturday}}, "2026-01-01", "2026-12-31") == "2026-06-06");
}

TEST_CASE("T14 a date that counts from a day of the next or the last year") {
  CHECK(closed({moving_date{January / 1, -1}}, "2025-12-01", "2026-12-31") ==
        "2025-12-31 2026-12-31");
  CHECK(closed({moving_date{December / 31, 10}}, "2026-01-01", "2026-02-01") == "2026-01-10");
  CHECK(closed({moving_date{January / 1, -1}}, "2199-12-01", "2199-12-31") == "2199-12-31");
  CHECK(closed({moving_date{December / 31, 1}}, "1900-01-01", "1900-12-31") == "1900-01-01");
  CHECK(closed({moving_date{February / 29, 1}}, "2024-01-01", "2028-12-31") ==
        "2024-03-01 2028-03-01");
}

TEST_CASE("T14 a date that returns from one year to another") {
  holiday_rule juneteenth{annual_date{June / 19}, "Juneteenth"};
  juneteenth.first = date("2021-01-01");
  juneteenth.last = date("2023-06-19");
  CHECK(closed(juneteenth, "2020-01-01", "2024-12-31") == "2021-06-19 2022-06-19 2023-06-19");
  CHECK(last_date_of(juneteenth) == date("2023-06-19"));
  juneteenth.last.reset();
  CHECK_FALSE(last_date_of(juneteenth).has_value());
  CHECK(closed(juneteenth, "2020-01-01", "2021-12-31") == "2021-06-19");
  holiday_rule easter_once{moving_date{easter::western}};
  easter_once.first = easter_once.last = date("2026-04-05");
  CHECK(closed(easter_once, "2025-01-01", "2027-12-31") == "2026-04-05");
}

TEST_CASE("T14 dates from elsewhere are a sorted list of ranges") {
  holiday_rule list{date_list{
      {{date("2026-01-01"), date("2026-01-01")}, {date("2026-02-15"), date("2026-02-17")}}}};
  CHECK(closed(list, "2025-12-31", "2026-03-01") == "2026-01-01 2026-02-15 2026-02-16 2026-02-17");
  CHECK(last_date_of(list) == date("2026-02-17"));
  CHECK_FALSE(last_date_of({date_list{{}, true}}).has_value());
  CHECK(closed({date_list{}}, "2026-01-01", "2026-01-03").empty());
  CHECK(only_code({date_list{{{date("2026-01-02"), date("2026-01-01")}}}}) == "empty-range");
  CHECK(only_code({date_list{{{date("2026-01-02"), date("2026-01-03")},
                              {date("2026-01-03"), date("2026-01-04")}}}}) == "empty-range");
}

TEST_CASE("T14 rules that fall on no date are errors") {
  CHECK(only_code({moving_date{February / 30}}) == "no-such-date");
  CHECK(only_code({moving_date{May / Monday[6]}}) == "no-such-date");
  CHECK(only_code({moving_date{easter::western, most_days_from + 1}}) == "no-such-date");
  CHECK(only_code({moving_date{May / 1, 0, Monday}}) == "no-such-date");
  holiday_rule backwards{annual_date{May / 1}};
  backwards.first = date("2026-01-01");
  backwards.last = date("2025-01-01");
  CHECK(only_code(backwards) == "empty-range");
}

TEST_CASE("T5 an extra day that is like another day has the hours of the calendar's week") {
  calendar_definition made = weekly("UTC", 5, hours({{"09:00", "17:00"}}));
  made.weekly[0].clear();                       // closed on Mondays
  made.weekly[4] = hours({{"09:00", "12:00"}}); // Fridays until noon
  const auto extra = [&](const char* day, hours_like like) {
    made.extra_days.push_back({date(day), {}, {}, {}, like});
  };
  extra("2026-03-14", hours_like::working_day); // Saturdays
  extra("2026-03-21", hours_like::friday);
  extra("2026-03-28", hours_like::monday);
  made.breaks.push_back({date("2026-03-14"), hours({{"12:00", "13:00"}})});
  const report<calendar> in = compile_calendar(made, zone::utc());
  REQUIRE(in.ok());
  CHECK(in.value->day(date("2026-03-14")).windows ==
        std::vector<day_window>{{std::chrono::hours{9}, std::chrono::hours{12}},
                                {std::chrono::hours{13}, std::chrono::hours{17}}});
  CHECK(in.value->day(date("2026-03-14")).breaks_cut);
  CHECK(in.value->day(date("2026-03-14")).type == day_type::extra_day);
  CHECK(in.value->day(date("2026-03-21")).windows.front().close == std::chrono::hours{12});
  CHECK_FALSE(in.value->day(date("2026-03-21")).breaks_cut);
  CHECK(in.value->day(date("2026-03-28")).windows.empty());
  REQUIRE(in.diagnostics.size() == 1);
  CHECK(in.diagnostics.front().code == "extra-day-closed");
  CHECK(in.diagnostics.front().message ==
        "calendar \"test\" is closed on Monday, and so on 2026-03-28: write [] if that is meant");
}

TEST_CASE("T5 a list of make-up days takes the hours of whichever calendar includes it") {
  calendar_definition list;
  list.extra_days.push_back({date("2026-10-10"), {}, {}, "make-up", hours_like::working_day});
  const auto hours_there = [&](const calendar_definition& office) {
    return show(
        compiled(merge(office, list)).between(at("2026-10-10T00:00Z"), at("2026-10-11T00:00Z")));
  };
  CHECK(hours_there(weekly("UTC", 5, hours({{"09:00", "17:00"}}))) == "8 h");
  CHECK(hours_there(weekly("UTC", 5, hours({{"08:00", "11:30"}, {"13:00", "18:00"}}))) ==
        "8 h 30 min");
  calendar_definition always;
  always.zone.value = "UTC";
  always.always = true;
  CHECK(hours_there(always) == "24 h");
  calendar_definition bare;
  bare.name.value = "bare";
  bare.extra_days.push_back({date("2026-01-02"), hours({{"09:00", "17:00"}})});
  const report<calendar> none = compile_calendar(merge(bare, list), zone::utc());
  REQUIRE(none.diagnostics.size() == 1);
  CHECK(none.diagnostics.front().code == "no-usual-hours");
}
