// The calendars that ship with the library, against facts that were not read from them.
#include <string>

#include <doctest/doctest.h>

#include "caseclock/program/load.hpp"
#include "caseclock/time/iso8601.hpp"

using namespace caseclock;

namespace {

const workflow_set& shipped() {
  static source_map sources;
  static const auto loaded =
      load_programs({CASECLOCK_SOURCE_DIR "/workflows/calendars.yaml"}, sources);
  REQUIRE(loaded.ok());
  return *loaded.value;
}

const calendar& office() {
  for (const auto& each : shipped().calendars) {
    if (each->name() == "office")
      return *each;
  }
  FAIL("there is no office");
  return *shipped().calendars.front();
}

int working_days_in(int year) {
  int days = 0;
  const civil_date end{std::chrono::year{year + 1} / 1 / 1};
  for (civil_date day{std::chrono::year{year} / 1 / 1}; day != end; day += std::chrono::days{1})
    days += office().day(day).windows.empty() ? 0 : 1;
  return days;
}

} // namespace

// Regulation on public holidays for national annual festivals and memorial days (全国年节及纪念日
// 放假办法): 11 days off until 2024, 13 from 2025. The notices move weekends, and change no sum.
TEST_CASE("T14 China: every year has all days but its weekends and its statutory holidays") {
  CHECK(working_days_in(2024) == 366 - 104 - 11);
  CHECK(working_days_in(2025) == 365 - 104 - 13);
  CHECK(working_days_in(2026) == 365 - 104 - 13);
}

TEST_CASE("T14 China: make-up days have the hours of the desk") {
  for (const char* day : {"2024-02-04", "2025-02-08", "2026-10-10"}) {
    CAPTURE(day);
    CHECK(office().is_open(*parse_instant(std::string{day} + "T09:00+08:00")));
    CHECK_FALSE(office().is_open(*parse_instant(std::string{day} + "T12:30+08:00")));
  }
}
