// What a host changes from outside, and what of a clock is kept: data, calendars, cycles.
#include <doctest/doctest.h>

#include "runtime/lab.hpp"

using namespace caseclock;
using namespace caseclock::testing;
using test::final_state;
using test::on;
using test::state;
using test::to;
using test::workflow;

namespace {

when_definition on_event(std::string name) {
  return test::when(when_kind::event, std::move(name));
}

/// One clock from `begin` to `call`; two working days, or four if the level is above 1.
workflow_definition service() {
  state_definition open =
      state("open", {on("begin", {test::doing({})}), on("call", {test::doing({})}),
                     on("again", {test::doing({})}), on("hold", {to("held")}),
                     on("end", {to("done")}), test::always({to("done", "level == 9")})});
  state_definition held = state("held", {on("go_on", {to("open")})});
  workflow_definition made = workflow("open", {open, held, final_state("done")},
                                      events({"begin", "call", "again", "hold", "go_on", "end"}));
  made.data = {test::field("level", "int"), test::field("note", "string")};
  made.calendar = test::text("office");
  clock_definition clock =
      test::clock("call_back", on_event("begin"), on_event("call"), working_days(2));
  clock.targets = {{test::text("level > 1"), {working_days(4), {}}}, {{}, {working_days(2), {}}}};
  clock.reset = {on_event("again")};
  clock.pause = {{while_kind::in_state, test::text("held")},
                 {while_kind::condition, test::text("level == 7")}};
  milestone_definition due;
  due.kind = milestone_kind::due;
  clock.milestones = {due};
  made.clocks = {clock};
  return made;
}

workflow_definition forgiving() {
  workflow_definition made = service();
  made.clocks[0].revoke_breach = true;
  return made;
}

lab begun(const workflow_definition& definition) {
  lab one{definition};
  one.open("06 15:00", {value{std::int64_t{1}}}).send("begin");
  return one;
}

/// The office, closed on Monday, 9 March.
std::shared_ptr<const calendar> office_with_a_holiday() {
  calendar_definition hours = office_hours();
  hours.holidays.emplace_back().when = single_date{civil_date{std::chrono::year{2026} / 3 / 9}};
  report<calendar> made = compile_calendar(hours, shanghai());
  return std::make_shared<const calendar>(std::move(*made.value));
}

} // namespace

TEST_CASE("changes: data set from outside is judged like data set by an event") {
  lab one = begun(service());
  one.set({{"level", value{std::int64_t{2}}}, {"note", value{"x"}}});
  CHECK(one.told() == lines{"data level 1 -> 2", "data note  -> x", "retarget call_back 12T15:00"});
  one.set({{"level", value{std::int64_t{2}}}});
  CHECK(one.told().empty());
  one.set({{"level", value{std::int64_t{9}}}});
  CHECK(one.active() == lines{"done"});
  one.set({{"level", value{std::int64_t{1}}}});
  CHECK(one.code_of_outcome() == errc::case_closed);
}

TEST_CASE("C11 revoke: without the option a breach stays, whatever the target becomes") {
  lab one = begun(service());
  one.advance("10 15:00").set({{"level", value{std::int64_t{2}}}});
  CHECK(one.told() == lines{"data level 1 -> 2", "retarget call_back 12T15:00"});
  CHECK(one.clock("call_back").breached);
  one.until("11 10:00").send("call");
  CHECK(one.clock("call_back").state == clock_state::missed);
}

TEST_CASE("C11 revoke: with it the breach is taken back, told, and can come again") {
  lab one = begun(forgiving());
  one.advance("10 15:00");
  CHECK(one.told({"breach"}) == lines{"breach call_back due 10T15:00"});
  one.set({{"level", value{std::int64_t{2}}}});
  CHECK(one.told() ==
        lines{"data level 1 -> 2", "retarget call_back 12T15:00", "revoke call_back 12T15:00"});
  CHECK(one.clock("call_back").state == clock_state::running);
  CHECK_FALSE(one.clock("call_back").breached);
  lab twice = one;
  one.until("11 10:00").send("call");
  CHECK(one.clock("call_back").state == clock_state::met);
  twice.advance("12 15:00");
  CHECK(twice.told({"breach"}) == lines{"breach call_back due 12T15:00"});
}

TEST_CASE("C11 revoke: a budget that is used up all the same takes nothing back") {
  lab one = begun(forgiving());
  one.advance("12 15:00").set({{"level", value{std::int64_t{2}}}});
  CHECK(one.told({"revoke"}).empty());
  CHECK(one.clock("call_back").breached);
}

TEST_CASE("C12 re-calendar: nothing moves until asked, then each clock follows") {
  lab one = begun(service());
  const auto other = lab::compiled(service(), office_with_a_holiday());
  CHECK(other->hash != one.code().hash);
  CHECK(other->shape == one.code().shape);
  CHECK(one.clock("call_back").due == at("10 15:00"));
  one.recalendar(other);
  CHECK(one.told() == lines{"recalendar", "retarget call_back 11T15:00"});
  CHECK(one.clock("call_back").due == at("11 15:00"));
  CHECK(one.state.program == other->hash);
  one.advance("11 15:00");
  CHECK(one.told({"breach"}) == lines{"breach call_back due 11T15:00"});
}

TEST_CASE("C12 re-calendar: carry keeps what was measured, recompute measures it again") {
  for (const recalendar_policy policy : {recalendar_policy::carry, recalendar_policy::recompute}) {
    workflow_definition source = service();
    source.clocks[0].on_recalendar = policy;
    lab one = begun(source);
    one.until("09 12:00").recalendar(lab::compiled(source, office_with_a_holiday()));
    const bool carried = policy == recalendar_policy::carry;
    CHECK(one.clock("call_back").elapsed == (carried ? hours(6) : hours(3)));
    CHECK(one.clock("call_back").due == (carried ? at("11 10:30") : at("11 15:00")));
  }
}

/// The office, open two hours a day instead of seven and a half.
std::shared_ptr<const calendar> short_office() {
  calendar_definition hours = office_hours();
  for (std::size_t day = 0; day < 5; ++day)
    hours.weekly[day] = {{10 * 3600, 12 * 3600, {}}};
  report<calendar> made = compile_calendar(hours, shanghai());
  REQUIRE(made.ok());
  return std::make_shared<const calendar>(std::move(*made.value));
}

TEST_CASE("C2 C12 re-calendar: time of the old hours is not compared with time of the new") {
  // Two working days are 15 hours of the old office, and 4 of the new. Used: 3 + 3 hours.
  workflow_definition source = service();
  lab carried = begun(source);
  carried.until("09 12:00").recalendar(lab::compiled(source, short_office()));
  CHECK(carried.told({"breach"}).empty());
  CHECK(carried.clock("call_back").budget == hours(15));
  CHECK(carried.clock("call_back").remaining == hours(9));
  CHECK(carried.clock("call_back").due == at("16 11:00")); // 2 h a day from the 10th on
  source.clocks[0].on_recalendar = recalendar_policy::recompute;
  lab again = begun(source);
  again.until("09 12:00").recalendar(lab::compiled(source, short_office()));
  CHECK(again.clock("call_back").budget == hours(4));
  CHECK(again.clock("call_back").elapsed == hours(2));
  CHECK(again.clock("call_back").due == at("10 12:00"));
}

TEST_CASE("C12 re-calendar: under the calendars that it has, a case goes on and nothing is told") {
  lab one = begun(service());
  const auto same = lab::compiled(service(), office());
  one.recalendar(same);
  CHECK(one.told() == lines{});
  CHECK(one.state.clocks[0].revision == 0);
}

TEST_CASE("C12 re-calendar: a workflow that differs otherwise is refused") {
  lab one = begun(service());
  workflow_definition other = service();
  other.clocks[0].reset.clear();
  one.recalendar(lab::compiled(other, office()));
  CHECK(one.code_of_outcome() == errc::invalid_argument);
  CHECK(one.told() == lines{"refuse recalendar invalid_argument"});
}

TEST_CASE("C13 cycles: every one is kept as it ended") {
  lab one = begun(service());
  one.until("09 10:00").send("call"); // met
  one.until("09 11:00").send("begin");
  one.until("13 11:00").send("call");                // missed
  one.send("begin").until("13 14:00").send("again"); // reset
  const clock_ledger& ledger = one.state.clocks[0];
  CHECK(ledger.cycle == 4);
  REQUIRE(ledger.past.size() == 3);
  CHECK(ledger.past[0].state == clock_state::met);
  CHECK(ledger.past[0].started == at("06 15:00"));
  CHECK(ledger.past[0].ended == at("09 10:00"));
  CHECK(ledger.past[0].consumed == hours(4));
  CHECK(ledger.past[1].state == clock_state::missed);
  CHECK(ledger.past[1].breached_at == at("11 11:00"));
  CHECK(ledger.past[2].state == clock_state::cancelled);
  CHECK(ledger.past[2].cycle == 3);
}

TEST_CASE("C7 pauses: a cycle keeps who held it when, each set of reasons by itself") {
  lab one = begun(service());
  one.until("06 16:00").send("hold");
  one.until("06 17:00").set({{"level", value{std::int64_t{7}}}});
  one.until("09 10:00").send("go_on");
  one.until("09 11:00").set({{"level", value{std::int64_t{1}}}});
  one.until("09 12:00").send("call");
  const std::vector<clock_segment>& kept = one.state.clocks[0].segments;
  REQUIRE(kept.size() == 5);
  CHECK(kept[0].pauses == 0);
  CHECK(kept[1].pauses == 1);
  CHECK(kept[1].from == at("06 16:00"));
  CHECK(kept[2].pauses == 3);
  CHECK(kept[2].from == at("06 17:00"));
  CHECK(kept[3].pauses == 2);
  CHECK(kept[4].from == at("09 11:00"));
  CHECK(kept[4].to == at("09 12:00"));
  CHECK(one.clock("call_back").elapsed == hours(2));
}
