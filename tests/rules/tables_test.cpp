// The hand-made cases of tests/rules/*.yaml, all of them. RULES.md tells how to write one.
#include <doctest/doctest.h>

#include <map>
#include <string>

#include "rules/calendar_case.hpp"
#include "rules/clock_case.hpp"

namespace caseclock::rules {
namespace {

std::string run(const table& of, const calendar_runner& calendars, const table_case& about) {
  if (!about.clock.empty())
    return clock_runner{of, about}.run();
  if (find(about.node, "calendar") != nullptr)
    return calendars.run(about);
  complaints wrong{about};
  wrong.add(about.line, "a case is about a calendar or about a clock");
  return wrong.text();
}

std::string run(const table& of) {
  std::string wrong;
  for (const std::string& each : of.findings)
    wrong += each + "\n";
  const calendar_runner calendars{of};
  for (const table_case& each : of.cases)
    wrong += run(of, calendars, each);
  return wrong;
}

} // namespace

TEST_CASE("T1 to T14 and C1 to C19: every hand-made case of the tables") {
  std::size_t cases = 0;
  std::map<std::string, int> by_rule;
  for (const table& each : tables()) {
    const std::string wrong = run(each);
    CHECK_MESSAGE(wrong.empty(), wrong);
    cases += each.cases.size();
    for (const table_case& one : each.cases)
      ++by_rule[one.rule];
  }
  MESSAGE(cases, " cases of ", by_rule.size(), " rules");
  CHECK(cases >= 120);
}

TEST_CASE("rules: what is wrong in a table is told with file, line and case") {
  const std::string text = R"(calendars:
  office: {zone: Asia/Shanghai, hours: {mon-fri: [["09:00", "18:00"]]}}
T7:
  - case: a sum
    source: made up
    calendar: office
    ask:
      - {between: [2026-03-09T09:00+08:00, 2026-03-09T10:00+08:00], is: 1h}
      - {between: [2026-03-09T09:00+08:00, 2026-03-09T11:00+08:00], is: 1h}
      - {next_open: 2026-03-08T09:00+08:00, is: 2026-03-09T10:00+08:00}
C4:
  - case: a due time
    source: made up
    clock: {calendar: office, target: 1 working hour, start: {event: start}, stop: {event: solve}}
    play:
      - {open: 2026-03-09T09:00+08:00}
      - {send: start, at: 2026-03-09T09:00+08:00}
      - {expect: {state: paused, due: 2026-03-09T10:30+08:00}}
      - {advance: 2026-03-09T10:00+08:00}
      - {expect: {told: []}}
)";
  const table made = table_reader{"a.yaml", text}.take();
  CHECK(made.findings.empty());
  CHECK(run(made) == "a.yaml:9: T7 \"a sum\": expected between 1h, there is 2 h\n"
                     "a.yaml:10: T7 \"a sum\": expected next_open 2026-03-09T10:00+08:00, there is "
                     "2026-03-09T09:00:00+08:00\n"
                     "a.yaml:18: C4 \"a due time\": expected state paused, there is running\n"
                     "a.yaml:18: C4 \"a due time\": expected due 2026-03-09T10:30+08:00, there is "
                     "2026-03-09T10:00:00+08:00\n"
                     "a.yaml:20: C4 \"a due time\": expected 0 to be told, but it was:\n"
                     "    breach \"due\" due 2026-03-09T10:00:00+08:00\n");
  const table wrong = table_reader{"b.yaml", R"(T99: []
X1: []
T7:
  - case: a sum
    calendar: office
    asks: []
)"}
                          .take();
  CHECK(wrong.findings == std::vector<std::string>{"b.yaml:1: T99 has no cases",
                                                   "b.yaml:2: \"X1\" is no rule, nor calendars, "
                                                   "nor clocks",
                                                   "b.yaml:4: a case says its source",
                                                   "b.yaml:6: a case has no \"asks\""});
}

} // namespace caseclock::rules
