// The program: what will open by itself, and what does while lines of events are carried out.
#include <doctest/doctest.h>

#include <string>

#include "cli/program.hpp"

using test::caseclock_says;

TEST_CASE("schedule: lists what opens by itself, of a file or a folder") {
  const auto one =
      caseclock_says("schedule workflows/monthly_report.yaml --from 2026-09-25 --count 2");
  CHECK(one.status == 0);
  CHECK(one.out == "Wed 2026-09-30 09:00  monthly_report/2026-09\n"
                   "Fri 2026-10-30 09:00  monthly_report/2026-10\n");
  const auto all = caseclock_says("schedule workflows --from 2026-06-30 --to 2026-07-01 --json");
  CHECK(all.out ==
        "{\"workflow\":\"monthly_report\",\"at\":\"2026-06-30T09:00:00+08:00\",\"case\":"
        "\"monthly_report/2026-06\",\"period\":\"2026-06\"}\n"
        "{\"workflow\":\"satisfaction_survey\",\"at\":\"2026-07-01T09:00:00+08:00\",\"case\":"
        "\"satisfaction_survey/2026-07\",\"period\":\"2026-07\"}\n");
  CHECK(caseclock_says("schedule workflows/complaint.yaml").status == 1);
  CHECK(caseclock_says("schedule workflows --from yesterday").status == 2);
}

TEST_CASE("run: schedules run from the first line on") {
  const auto told = test::shell_says(
      "cd '" CASECLOCK_SOURCE_DIR "' && printf '%s\\n' "
      "'{\"at\": \"2026-09-30T08:00:00+08:00\", \"advance\": true}' "
      "'{\"at\": \"2026-09-30T09:00:00+08:00\", \"advance\": true}' | '" CASECLOCK_PROGRAM
      "' run workflows/monthly_report.yaml --events - 2>&1");
  CHECK(told.status == 0);
  CHECK(told.out.find("Wed 2026-09-30 09:00  monthly_report/2026-09  opened: Monthly service "
                      "report\n") == 0);
}

TEST_CASE("schedule: what cannot be listed is refused with the reason") {
  const auto says = [](const std::string& arguments, const std::string& why) {
    const auto heard = caseclock_says("schedule workflows/monthly_report.yaml " + arguments);
    CAPTURE(heard.out);
    CHECK(heard.status == 2);
    CHECK(heard.out.find(why) != std::string::npos);
  };
  for (const std::string count : {"-1", "0", "100001", "many"})
    says("--count " + count, "caseclock schedule: --count: ");
  says("--from 1899-12-30", "\"1899-12-30\" is no date: the year must be 1900 to 2199");
  says("--from 1850-12-30T00:00Z", "only the years 1900 to 2199 UTC are supported");
  says("--to 2026-02-30", "2026-02 has only 28 days");
}

TEST_CASE("schedule: a bound is a date, a time of the workflow's wall clock, or an instant") {
  const std::string september = "Wed 2026-09-30 09:00  monthly_report/2026-09\n";
  const auto lists = [](const std::string& arguments) {
    return caseclock_says("schedule workflows/monthly_report.yaml --count 1 " + arguments).out;
  };
  CHECK(lists("--from 2026-09-30T09:00") == september);
  CHECK(lists("--from 2026-09-30T01:00Z") == september);
  CHECK(lists("--from 2026-09-30T09:00:01") != september);
  CHECK(lists("--from 2026-09-01 --to 2026-09-30") == september);
  CHECK(lists("--from 2026-09-01 --to 2026-09-30T09:00").empty());
}
