// Clocks whose promise a date of the case data sets (rule T11).
#include <doctest/doctest.h>

#include "runtime/lab.hpp"

using namespace caseclock;
using namespace caseclock::testing;
using test::compound;
using test::final_state;
using test::on;
using test::set;
using test::state;
using test::to;
using test::workflow;

namespace {

const std::initializer_list<std::string_view> date_words = {
    "start", "pause", "resume", "stop", "reset", "warn", "breach", "escalate", "retarget"};

value date(std::string_view text) {
  return *parse_date(text);
}
target_choice from_date(std::int64_t months, std::string guard = "") {
  return {test::text(std::move(guard)), {}, date_target_definition{months, test::text("ends_on")}};
}
clock_definition& dated_clock(workflow_definition& source) {
  return source.clocks.front();
}

/// A clock from `begin` to `visit`, due one month before `ends_on`, which `change` sets.
workflow_definition renewal(std::int64_t months = -1) {
  state_definition open = compound(
      "open", "waiting",
      {state("waiting", {on("hold", {to("held")})}), state("held", {on("go_on", {to("waiting")})})},
      {on("begin", {test::doing({})}), on("visit", {test::doing({})}), on("end", {to("done")}),
       on("change", {test::doing({set("ends_on", "event.ends_on")})}),
       on("forget", {test::doing({set("ends_on", "null")})})});
  workflow_definition made = workflow("open", {open, final_state("done")},
                                      events({"begin", "visit", "end", "hold", "go_on", "forget"}));
  made.events.push_back(test::event("change", {test::required(test::field("ends_on", "date"))}));
  made.data = {test::field("ends_on", "date")};
  made.calendar = test::text("office");
  clock_definition clock = test::clock("visit", test::when(when_kind::event, "begin"),
                                       test::when(when_kind::event, "visit"), working_hours(1));
  clock.targets = {from_date(months)};
  clock.pause = {{while_kind::in_state, test::text("held")}};
  milestone_definition warning;
  warning.kind = milestone_kind::percent;
  warning.percent = 80;
  clock.milestones = {warning};
  made.clocks = {clock};
  return made;
}

} // namespace

TEST_CASE("T11 date targets: due when work ends on the day a month before, or ended last") {
  lab one{renewal()};
  one.open("09 10:00", {date("2026-04-16")}).send("begin"); // a Monday, to Monday the 16th
  CHECK(one.told(date_words) == lines{"start visit 1 16T18:00"});
  CHECK(one.clock("visit").budget == minutes(6 * 450 - 60));
  one.advance("16 18:00");
  CHECK(one.told(date_words) == lines{"warn visit 80% 13T16:42", "breach visit due 16T18:00"});
  CHECK_FALSE(std::get_if<sla_breached>(&one.records.back().body)->late.has_value());

  lab weekend{renewal()};
  weekend.open("09 10:00", {date("2026-04-15")}).send("begin"); // a Sunday: work ended on the 13th
  CHECK(weekend.told(date_words) == lines{"start visit 1 13T18:00"});
}

TEST_CASE("T11 date targets: the same day of the month, or the month's last") {
  lab shorter{renewal()};
  shorter.open("2026-02-02 10:00", {date("2026-03-31")}).send("begin"); // 28 February, a Saturday
  CHECK(shorter.clock("visit").due == at("2026-02-27 18:00"));
  lab later{renewal(1)};
  later.open("2026-01-30 10:00", {date("2026-01-30")}).send("begin");
  CHECK(later.clock("visit").due == at("2026-02-27 18:00"));
  lab year{renewal(-12)};
  year.open("2027-02-01 10:00", {date("2028-02-29")}).send("begin"); // 28 February 2027, a Sunday
  CHECK(year.clock("visit").due == at("2027-02-26 18:00"));
}

TEST_CASE("T11 date targets: without a calendar the day ends at midnight, in UTC") {
  workflow_definition source = renewal();
  source.calendar = {};
  lab one{source};
  one.open("09 10:00", {date("2026-04-16")}).send("begin");
  CHECK(one.clock("visit").due == at("17 08:00")); // 17 March 00:00 UTC, 08:00 in Shanghai
  CHECK(one.clock("visit").budget == hours(7 * 24 + 22));
}

TEST_CASE("T11 C6 date targets: a pause moves the promise") {
  lab one{renewal()};
  one.open("09 10:00", {date("2026-04-16")}).send("begin").until("10 09:00").send("hold");
  one.until("11 09:00").send("go_on");
  CHECK(one.told(date_words) == lines{"resume visit 17T18:00"});
}

TEST_CASE("T11 C10 date targets: a day that is past gives one late breach, no warnings") {
  lab one{renewal()};
  one.open("09 10:00", {date("2026-04-04")}).send("begin"); // Wednesday the 4th
  CHECK(one.told(date_words) == lines{"start visit 1 04T18:00", "breach visit due 04T18:00 late"});
  CHECK(one.clock("visit").state == clock_state::missed);
  one.advance("20 18:00");
  CHECK(one.told() == lines{});
  one.send("visit");
  CHECK(one.told(date_words) == lines{"stop visit missed"});
}

TEST_CASE("T11 C10 date targets: past by closed hours alone is past all the same") {
  lab weekend{renewal()};
  weekend.open("08 10:00", {date("2026-04-06")}).send("begin"); // a Sunday, after Friday the 6th
  CHECK(weekend.clock("visit").budget == hours(0));
  CHECK(weekend.told(date_words) ==
        lines{"start visit 1 06T18:00", "breach visit due 06T18:00 late"});
  lab evening{renewal()};
  evening.open("09 19:00", {date("2026-04-09")}).send("begin"); // the day itself, after work
  CHECK(evening.told(date_words) ==
        lines{"start visit 1 09T18:00", "breach visit due 09T18:00 late"});

  workflow_definition elapsed = renewal();
  elapsed.calendar = {};
  lab midnight{elapsed};
  midnight.open("10 08:00", {date("2026-04-09")}).send("begin").advance("10 08:00");
  CHECK(midnight.told(date_words) == lines{"breach visit due 10T08:00"});
}

TEST_CASE("T11 C9 date targets: another date is another target, counted from the same start") {
  lab one{renewal()};
  one.open("09 10:00", {date("2026-04-16")}).send("begin");
  one.until("10 10:00").send("change", "", {date("2026-04-16")});
  CHECK(one.told(date_words) == lines{});
  one.send("change", "", {date("2026-04-20")});
  CHECK(one.told(date_words) == lines{"retarget visit 20T18:00"});
  CHECK(one.clock("visit").elapsed == minutes(450));
  one.send("change", "", {date("2026-04-09")});
  CHECK(one.told(date_words) == lines{"retarget visit 09T18:00", "breach visit due 09T18:00 late"});

  workflow_definition restart = renewal();
  dated_clock(restart).on_retarget = retarget_policy::restart;
  lab again{restart};
  again.open("09 10:00", {date("2026-04-16")}).send("begin");
  again.until("10 10:00").send("change", "", {date("2026-04-20")});
  CHECK(again.told(date_words) == lines{"retarget visit 20T18:00"});
  CHECK(again.clock("visit").elapsed == hours(0));
}

TEST_CASE("T11 date targets: a date that is taken away leaves the promise as it was") {
  lab one{renewal()};
  one.open("09 10:00", {date("2026-04-16")}).send("begin").send("forget");
  CHECK(one.outcome.ok());
  CHECK(one.field("ends_on").is_null());
  CHECK(one.told(date_words) == lines{});
  CHECK(one.clock("visit").due == at("16 18:00"));
}

TEST_CASE("T11 date targets: without the date the clock cannot start, which is an incident") {
  lab one{renewal()};
  one.open("09 10:00").send("begin");
  CHECK(one.told() == lines{"incident evaluation"});
  CHECK(one.outcome.error().message ==
        "clock \"visit\": its target counts from \"ends_on\", which is missing");

  workflow_definition guarded = renewal();
  dated_clock(guarded).targets = {from_date(-1, "ends_on != null"), {{}, {working_hours(3), {}}}};
  lab other{guarded};
  other.open("09 10:00").send("begin");
  CHECK(other.told(date_words) == lines{"start visit 1 09T14:30"});
  other.send("change", "", {date("2026-04-16")});
  CHECK(other.told(date_words) == lines{"retarget visit 16T18:00"});
}

TEST_CASE("T11 T12 date targets: a day past the years that are known is an incident") {
  lab one{renewal(3600)};
  one.open("09 10:00", {date("2026-04-16")}).send("begin");
  CHECK(one.told() == lines{"incident horizon"});
}
