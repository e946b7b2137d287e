#include "caseclock/calendar/expiry.hpp"

#include <doctest/doctest.h>

using namespace caseclock;

namespace {

civil_date date(int y, unsigned m, unsigned d) {
  return civil_date{std::chrono::year{y} / static_cast<int>(m) / static_cast<int>(d)};
}

holiday_rule on(civil_date day) {
  return {single_date{day}, {}, {}, {}, {}};
}

calendar_definition shop(std::vector<holiday_rule> holidays) {
  calendar_definition made;
  made.name.value = "shop";
  made.holidays = std::move(holidays);
  return made;
}

} // namespace

TEST_CASE("T14 expiry: a list of dates ends with the year of its last date") {
  const auto end = end_of_list(shop({on(date(2026, 5, 1)), on(date(2025, 12, 26))}));
  REQUIRE(end.has_value());
  CHECK(end->last == date(2026, 12, 31));
  CHECK(end->list == "shop");
  const holiday_rule over_new_year{
      date_range{date(2026, 12, 24), date(2027, 1, 2)}, {}, {}, {}, {}};
  CHECK(end_of_list(shop({over_new_year}))->last == date(2027, 12, 31));
}

TEST_CASE("T14 expiry: what returns every year has no end, unless it is given one") {
  holiday_rule yearly{annual_date{std::chrono::month{1} / 1}, {}, {}, {}, {}};
  CHECK_FALSE(end_of_list(shop({})).has_value());
  CHECK_FALSE(end_of_list(shop({yearly, on(date(2017, 10, 31))})).has_value());
  yearly.last = date(2030, 1, 1);
  CHECK(end_of_list(shop({yearly, on(date(2017, 10, 31))}))->last == date(2030, 12, 31));
}

TEST_CASE("T14 expiry: the warning comes 60 days ahead, and stays") {
  calendar_definition one = shop({on(date(2026, 5, 1))});
  one.list_ends.push_back(*end_of_list(one));
  CHECK(check_expiry(one, date(2026, 10, 31)).empty());
  const auto ahead = check_expiry(one, date(2026, 11, 1));
  REQUIRE(ahead.size() == 1);
  CHECK(ahead[0].level == severity::warning);
  CHECK(ahead[0].code == "calendar-expires");
  CHECK(ahead[0].message == "the list of holidays of \"shop\" ends on 2026-12-31: add the holidays "
                            "of 2027, or clocks run through them");
  CHECK(check_expiry(one, date(2026, 12, 31))[0].message.find(" ends on ") != std::string::npos);
  CHECK(check_expiry(one, date(2027, 1, 1))[0].message.find(" ended on ") != std::string::npos);
}

TEST_CASE("T14 expiry: a calendar is warned of the lists that it includes") {
  calendar_definition list = shop({on(date(2026, 5, 1))});
  list.list_ends.push_back(*end_of_list(list));
  calendar_definition office;
  office.name.value = "office";
  CHECK(check_expiry(merge(office, list), date(2026, 12, 1)).size() == 1);
}
