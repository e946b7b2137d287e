// SLA clocks in a running case: what starts, stops, holds and moves them (rules C1 to C16).
#include <doctest/doctest.h>

#include "runtime/lab.hpp"

using namespace caseclock;
using namespace caseclock::testing;
using test::compound;
using test::final_state;
using test::on;
using test::raise;
using test::set;
using test::state;
using test::to;
using test::workflow;

namespace {

milestone_definition at_percent(std::uint32_t percent,
                                std::vector<action_definition> actions = {}) {
  milestone_definition made;
  made.kind = milestone_kind::percent;
  made.percent = percent;
  made.actions = std::move(actions);
  return made;
}
milestone_definition milestone(milestone_kind kind, time_amount amount = {},
                               std::vector<action_definition> actions = {}) {
  milestone_definition made;
  made.kind = kind;
  made.amount = amount;
  made.actions = std::move(actions);
  return made;
}
milestone_definition when_due(std::vector<action_definition> actions = {}) {
  return milestone(milestone_kind::due, {}, std::move(actions));
}
when_definition entering(std::string name) {
  return test::when(when_kind::enter, std::move(name));
}
when_definition on_event(std::string name) {
  return test::when(when_kind::event, std::move(name));
}
when_definition once(std::string condition) {
  return test::when(when_kind::condition, std::move(condition));
}
while_definition in_state(std::string name) {
  return {while_kind::in_state, test::text(std::move(name))};
}
target_choice target(std::string guard, time_amount amount) {
  return {test::text(std::move(guard)), {amount, {}}};
}

/// waiting ⇄ held, both → done; every event stays otherwise. One clock from `dispatch` to `call`.
workflow_definition service() {
  state_definition open = compound(
      "open", "fresh",
      {state("fresh", {on("dispatch", {to("waiting")})}),
       state("waiting", {on("hold", {to("held")})}), state("held", {on("go_on", {to("waiting")})})},
      {on("call", {test::doing({})}), on("note", {test::doing({})}),
       on("dispatch", {test::doing({})}), on("void", {test::doing({})}), on("end", {to("done")}),
       on("change", {test::doing({set("level", "event.level")})}),
       on("call_and_void", {test::doing({raise("called"), raise("voided")})}),
       on("dispatch_and_call", {with(to("waiting"), {raise("called")})}),
       on("hold_and_call", {with(to("held"), {raise("called")})})});
  open.states[2].tags = test::texts({"quiet"});
  workflow_definition made =
      workflow("open", {open, final_state("done")},
               events({"call", "note", "dispatch", "void", "end", "hold", "go_on", "call_and_void",
                       "dispatch_and_call", "hold_and_call"}));
  made.events.push_back(test::event("change", {test::required(test::field("level", "int"))}));
  made.data = {test::required(test::field("level", "int"))};
  made.calendar = test::text("office");
  clock_definition clock =
      test::clock("call_back", entering("waiting"), on_event("call"), working_days(2));
  clock.stop.push_back(on_event("called"));
  clock.cancel = {on_event("void"), on_event("voided")};
  clock.reset = {on_event("note")};
  clock.pause = {in_state("held"), {while_kind::tagged, test::text("quiet")}};
  clock.milestones = {at_percent(80), when_due(),
                      milestone(milestone_kind::after, working_hours(4))};
  made.clocks = {clock};
  return made;
}

clock_definition& clock_of(workflow_definition& source) {
  return source.clocks.front();
}

const std::initializer_list<std::string_view> clock_words = {
    "start", "pause", "resume", "stop",     "cancel",
    "reset", "warn",  "breach", "escalate", "retarget"};

} // namespace

TEST_CASE("C2 clocks: a target in working days becomes working time at the start") {
  lab one{service()};
  one.open("06 15:00", {0}).send("dispatch");
  CHECK(one.told(clock_words) == lines{"start call_back 1 10T15:00"});
  const clock_view view = one.clock("call_back");
  CHECK(view.budget == hours(15));
  CHECK(view.state == clock_state::running);
  CHECK(view.due == at("10 15:00"));
}

TEST_CASE("C5 clocks: met until due, a stop exactly then included") {
  lab one{service()};
  one.open("06 15:00", {0}).send("dispatch").until("10 15:00").send("call");
  CHECK(one.told(clock_words) == lines{"stop call_back met"});
  CHECK(one.clock("call_back").state == clock_state::met);
  CHECK_FALSE(next_due(one.code(), one.state).has_value());
}

TEST_CASE("C5 C11 clocks: once the instant is closed the breach is told and stays told") {
  lab one{service()};
  one.open("06 15:00", {0}).send("dispatch").advance("10 15:00");
  CHECK(one.told(clock_words) ==
        lines{"warn call_back 80% 10T10:30", "breach call_back due 10T15:00"});
  CHECK(one.clock("call_back").state == clock_state::missed);
  CHECK_FALSE(one.clock("call_back").stopped);
  one.send("call");
  CHECK(one.told(clock_words) == lines{"stop call_back missed"});
  CHECK(one.clock("call_back").stopped);
}

TEST_CASE("C8 clocks: escalations follow the breach until the clock is stopped") {
  lab one{service()};
  one.open("06 15:00", {0}).send("dispatch").advance("12 00:00");
  CHECK(one.told({"escalate"}) == lines{"escalate call_back 4 working hours after #1 11T10:00"});
  lab stopped{service()};
  stopped.open("06 15:00", {0})
      .send("dispatch")
      .advance("10 15:00")
      .send("call")
      .advance("12 00:00");
  CHECK(stopped.records.empty());
}

TEST_CASE("C18 clocks: percent, elapsed and remaining, also when overdue") {
  lab one{service()};
  one.open("06 15:00", {0}).send("dispatch").until("09 14:00");
  clock_view view = one.clock("call_back");
  CHECK(view.elapsed == minutes(390));
  CHECK(view.percent == 43);
  CHECK(view.remaining == minutes(510));
  one.advance("11 10:00");
  view = one.clock("call_back");
  CHECK(view.remaining == -hours(4));
  CHECK(view.percent == 126);
  CHECK(view.breached);
  CHECK(view.due == at("10 15:00"));
}

TEST_CASE("C6 C7 clocks: paused while a reason holds, nothing comes due meanwhile") {
  lab one{service()};
  one.open("06 15:00", {0}).send("dispatch").until("09 10:00").send("hold");
  CHECK(one.told(clock_words) == lines{"pause call_back (in held) (tag quiet)"});
  clock_view view = one.clock("call_back");
  CHECK(view.state == clock_state::paused);
  CHECK_FALSE(view.due.has_value());
  CHECK(view.pause_reasons == lines{"in held", "tag quiet"});
  CHECK(view.due_if_resumed == at("10 15:00"));
  one.advance("20 00:00");
  CHECK(one.records.empty());
  one.until("23 10:00").send("go_on");
  CHECK(one.told(clock_words) == lines{"resume call_back 24T15:00"});
}

TEST_CASE("C7 clocks: a start into a pause has no due time") {
  workflow_definition source = service();
  clock_of(source).start = {entering("held")};
  lab one{source};
  one.open("06 15:00", {0}).send("dispatch").send("hold");
  CHECK(one.told(clock_words) ==
        lines{"start call_back 1", "pause call_back (in held) (tag quiet)"});
  one.until("09 09:00").send("go_on");
  CHECK(one.told(clock_words) == lines{"resume call_back 10T18:00"});
}

TEST_CASE("C6 clocks: a threshold reached exactly at the pause fires on resume") {
  workflow_definition source = service();
  clock_of(source).targets = {target("", working_hours(3))};
  clock_of(source).milestones = {at_percent(50)};
  lab one{source};
  one.open("09 09:00", {0}).send("dispatch").until("09 10:30").send("hold");
  one.advance("10 09:30");
  CHECK(one.records.empty());
  one.send("go_on").advance("10 09:30");
  CHECK(one.told(clock_words) == lines{"warn call_back 50% 10T09:30"});
}

TEST_CASE("C9 clocks: other data choose another target, what was used counts") {
  workflow_definition source = service();
  clock_of(source).targets = {target("level > 5", working_hours(30)),
                              target("", working_hours(15))};
  lab one{source};
  one.open("09 09:00", {0}).send("dispatch").until("09 12:00").send("change", "", {9});
  CHECK(one.told(clock_words) == lines{"retarget call_back 12T18:00"});
  CHECK(one.clock("call_back").elapsed == hours(3));
  one.send("change", "", {8});
  CHECK(one.told(clock_words).empty());
  clock_of(source).on_retarget = retarget_policy::restart;
  lab again{source};
  again.open("09 09:00", {0}).send("dispatch").until("09 12:00").send("change", "", {9});
  CHECK(again.told(clock_words) == lines{"retarget call_back 13T12:00"});
  CHECK(again.clock("call_back").elapsed == hours(0));
}

TEST_CASE("C9 clocks: working days count from the start, not from the change") {
  workflow_definition source = service();
  clock_of(source).targets = {target("level > 5", working_days(5)), target("", working_days(3))};
  lab one{source};
  one.open("09 10:00", {0}).send("dispatch").until("10 11:00").send("change", "", {9});
  CHECK(one.told(clock_words) == lines{"retarget call_back 16T10:00"});

  clock_of(source).targets[0].target.value = {time_amount::unit::end_of_working_days, 5};
  lab ends{source};
  ends.open("09 10:00", {0}).send("dispatch").until("10 15:00").send("change", "", {9});
  CHECK(ends.told(clock_words) == lines{"retarget call_back 16T18:00"});
}

TEST_CASE("C10 clocks: a budget used up at the change gives one late breach, no warnings") {
  workflow_definition source = service();
  clock_of(source).targets = {target("level > 5", working_hours(3)), target("", working_hours(30))};
  lab one{source};
  one.open("09 09:00", {0}).send("dispatch").until("09 15:00").send("change", "", {9});
  CHECK(one.told(clock_words) ==
        lines{"retarget call_back 09T12:00", "breach call_back due 09T12:00 late"});
  const auto* breach = std::get_if<sla_breached>(&one.records.back().body);
  REQUIRE(breach != nullptr);
  CHECK(breach->late == at("09 15:00"));
  CHECK(breach->key.revision == 1);
}

TEST_CASE("C10 clocks: of the warnings that a change crosses the highest alone") {
  workflow_definition source = service();
  clock_of(source).targets = {target("level > 5", working_hours(5)), target("", working_hours(30))};
  clock_of(source).milestones = {at_percent(50), at_percent(80), at_percent(95)};
  lab one{source};
  one.open("09 09:00", {0}).send("dispatch").until("09 15:00").send("change", "", {9});
  CHECK(one.told(clock_words) ==
        lines{"retarget call_back 09T15:30", "warn call_back 80% 09T14:30 late"});
}

TEST_CASE("C11 clocks: a longer target later does not take the breach back") {
  workflow_definition source = service();
  clock_of(source).targets = {target("level > 5", working_hours(30)), target("", working_hours(3))};
  lab one{source};
  one.open("09 09:00", {0}).send("dispatch").advance("09 13:00").send("change", "", {9});
  CHECK(one.clock("call_back").state == clock_state::missed);
  one.until("10 09:00").send("call");
  CHECK(one.told(clock_words) == lines{"stop call_back missed"});
}

TEST_CASE("C12 clocks: other data choose another calendar, for what is to come or for all") {
  workflow_definition source = service();
  clock_of(source).targets = {target("", working_hours(15))};
  clock_of(source).calendars = {{test::text("level > 5"), test::text("around_the_clock")},
                                {test::text(""), test::text("office")}};
  lab carry{source};
  carry.open("09 09:00", {0}).send("dispatch").until("09 15:00").send("change", "", {9});
  CHECK(carry.told(clock_words) == lines{"retarget call_back 10T01:30"});
  clock_of(source).on_recalendar = recalendar_policy::recompute;
  lab again{source};
  again.open("09 09:00", {0}).send("dispatch").until("09 15:00").send("change", "", {9});
  CHECK(again.told(clock_words) == lines{"retarget call_back 10T00:00"});
}

TEST_CASE("C13 clocks: a start while it runs is ignored, later it reopens as told") {
  lab one{service()};
  one.open("09 09:00", {0}).send("dispatch").send("hold").send("go_on");
  CHECK(one.told({"start"}).empty());
  one.until("09 12:00").send("call").send("hold").until("10 09:00").send("go_on");
  CHECK(one.told(clock_words) == lines{"start call_back 2 11T18:00"});

  workflow_definition source = service();
  clock_of(source).reopen = reopen_policy::resume;
  lab on_it_goes{source};
  on_it_goes.open("09 09:00", {0}).send("dispatch").until("09 12:00").send("call").send("hold");
  on_it_goes.until("10 09:00").send("go_on");
  CHECK(on_it_goes.told(clock_words) == lines{"start call_back 1 11T15:00"});

  clock_of(source).reopen = reopen_policy::ignore;
  lab ignored{source};
  ignored.open("09 09:00", {0}).send("dispatch").send("call").send("hold").send("go_on");
  CHECK(ignored.told(clock_words).empty());
  CHECK(ignored.clock("call_back").state == clock_state::met);
}

TEST_CASE("C14 clocks: cancel before stop, stop before start, stop before pause") {
  lab cancelled{service()};
  cancelled.open("06 15:00", {0}).send("dispatch").send("call_and_void");
  CHECK(cancelled.told(clock_words) == lines{"cancel call_back"});
  CHECK(cancelled.clock("call_back").state == clock_state::cancelled);
  lab never{service()};
  never.open("06 15:00", {0}).send("dispatch_and_call");
  lab stopped{service()};
  stopped.open("06 15:00", {0}).send("dispatch").send("hold_and_call");
  CHECK(stopped.told(clock_words) == lines{"stop call_back met"});
}

TEST_CASE("C14 clocks: started and stopped in one step, it never runs") {
  workflow_definition source = service();
  clock_of(source).stop.push_back(entering("waiting"));
  lab one{source};
  one.open("06 15:00", {0}).send("dispatch");
  CHECK(one.told(clock_words).empty());
  CHECK(one.clock("call_back").state == clock_state::idle);
}

TEST_CASE("C14 clocks: a reset begins a new cycle from nothing, also while paused") {
  lab one{service()};
  one.open("09 09:00", {0}).send("dispatch").until("09 12:00").send("note");
  CHECK(one.told(clock_words) == lines{"reset call_back 11T12:00"});
  CHECK(one.clock("call_back").cycle == 2);
  CHECK(one.clock("call_back").elapsed == hours(0));
  one.until("09 15:00").send("hold").until("09 16:00").send("note");
  CHECK(one.told(clock_words) == lines{"reset call_back"});
  CHECK(one.clock("call_back").state == clock_state::paused);
  lab idle{service()};
  idle.open("09 09:00", {0}).send("note");
  CHECK(idle.told(clock_words).empty());
}

TEST_CASE("C8 clocks: conditions occur as they become true, not while they are") {
  workflow_definition source = service();
  clock_of(source).start = {once("level > 5")};
  lab one{source};
  one.open("09 09:00", {9});
  CHECK(one.told({"start"}).size() == 1);
  one.send("call").send("change", "", {8});
  CHECK(one.told({"start"}).empty());
  one.send("change", "", {1}).send("change", "", {7});
  CHECK(one.told({"start"}).size() == 1);
}

TEST_CASE("C8 clocks: what was true before the start does not become true by it") {
  workflow_definition source = service();
  clock_of(source).cancel = {once("level > 5")};
  lab one{source};
  one.open("09 09:00", {9}).send("dispatch").send("hold");
  CHECK(one.told(clock_words) == lines{"pause call_back (in held) (tag quiet)"});
  one.send("change", "", {1}).send("change", "", {8});
  CHECK(one.told(clock_words) == lines{"cancel call_back"});
}

TEST_CASE("C10 clocks: a retroactive start counts from then") {
  workflow_definition source = service();
  source.events.push_back(
      test::event("received", {test::required(test::field("since", "timestamp"))}));
  source.states[0].on.push_back(on("received", {test::doing({})}));
  when_definition since = on_event("received");
  since.from = test::text("event.since");
  clock_of(source).start = {since};
  lab one{source};
  one.open("09 15:00", {0}).send("received", "", {at("09 10:00")});
  CHECK(one.told(clock_words) == lines{"start call_back 1 11T10:00"});
  lab overdue{source};
  overdue.open("12 15:00", {0}).send("received", "", {at("09 10:00")});
  CHECK(overdue.told(clock_words) == lines{"start call_back 1 11T10:00",
                                           "breach call_back due 11T10:00 late",
                                           "escalate call_back 4 working hours after #1 "
                                           "11T15:30 late"});
  lab future{source};
  future.open("09 15:00", {0}).send("received", "", {at("10 10:00")});
  CHECK(future.told(clock_words) == lines{"start call_back 1 11T15:00"});
}

TEST_CASE("C15 clocks: state timers before milestones, warnings before breaches") {
  workflow_definition source = service();
  source.states[0].states[1].after = {after(working_hours(3), {test::doing({log("timer")})})};
  clock_of(source).targets = {target("", working_hours(3))};
  clock_definition second = clock_of(source);
  second.name = test::text("second");
  second.targets = {target("", working_hours(6))};
  second.milestones = {at_percent(50)};
  source.clocks.push_back(second);
  lab one{source};
  one.open("09 09:00", {0}).send("dispatch").until("09 12:00").advance("09 12:00");
  CHECK(one.told({"log", "warn", "breach"}) ==
        lines{"log timer", "breach call_back due 09T12:00", "warn second 50% 09T12:00"});
  CHECK(one.records.back().step == 4);
}

TEST_CASE("C5 C15 clocks: a state timer of the due instant may still stop the clock in time") {
  workflow_definition source = service();
  source.states[0].states[1].after = {after(working_hours(3), {test::doing({raise("called")})})};
  clock_of(source).targets = {target("", working_hours(3))};
  lab one{source};
  one.open("09 09:00", {0}).send("dispatch").advance("09 12:00");
  CHECK(one.told({"breach", "stop"}) == lines{"stop call_back met"});
}

TEST_CASE("C16 clocks: catching up tells everything in order, late") {
  lab one{service()};
  one.open("06 15:00", {0}).send("dispatch").catch_up("11 12:00");
  CHECK(one.told(clock_words) ==
        lines{"warn call_back 80% 10T10:30 late", "breach call_back due 10T15:00 late",
              "escalate call_back 4 working hours after #1 11T10:00 late"});
  const auto* breach = std::get_if<sla_breached>(&one.records[1].body);
  REQUIRE(breach != nullptr);
  CHECK(breach->due == at("10 15:00"));
  CHECK(breach->late == at("11 12:00"));
  CHECK(one.records[1].at == at("10 15:00"));
}

TEST_CASE("C8 clocks: milestone actions run in the step and see the clock") {
  workflow_definition source = service();
  clock_of(source).milestones = {
      when_due({log("{{clock.name}} is due, {{clock.remaining}} left"), raise("overdue")})};
  source.states[0].on.push_back(on("overdue", {to("done")}));
  lab one{source};
  one.open("06 15:00", {0}).send("dispatch").advance("10 15:00");
  const lines told = one.told();
  REQUIRE(told.size() >= 3);
  CHECK(told[0] == "breach call_back due 10T15:00");
  CHECK(told[1].substr(0, 21) == "log call_back is due,");
  CHECK(told[2] == "raise overdue");
  CHECK(one.active() == lines{"done"});
}

TEST_CASE("C1 clocks: the end of the case stops what it stops and cancels the rest") {
  workflow_definition source = service();
  clock_definition whole = clock_of(source);
  whole.name = test::text("whole");
  whole.start = {entering("fresh")};
  whole.stop = {entering("done")};
  whole.cancel = {};
  whole.reset = {};
  source.clocks.push_back(whole);
  lab one{source};
  one.open("06 15:00", {0}).send("dispatch").send("end");
  CHECK(one.told({"stop", "cancel", "close"}) ==
        lines{"stop whole met", "cancel call_back", "close done"});
  CHECK_FALSE(next_due(one.code(), one.state).has_value());
}

TEST_CASE("C1 clocks: a clock survives the states it was started in") {
  workflow_definition source = service();
  clock_of(source).pause = {};
  lab one{source};
  one.open("06 15:00", {0}).send("dispatch").send("hold").advance("10 15:00");
  CHECK(one.told({"breach"}).size() == 1);
}

TEST_CASE("C8 clocks: elapsed targets run day and night") {
  workflow_definition source = service();
  clock_of(source).targets = {target("", elapsed_hours(24))};
  clock_of(source).milestones = {milestone(milestone_kind::before, elapsed_hours(1)),
                                 milestone(milestone_kind::after, working_hours(1))};
  lab one{source};
  one.open("06 15:00", {0}).send("dispatch");
  CHECK(one.told(clock_words) == lines{"start call_back 1 07T15:00"});
  one.advance("09 12:00");
  CHECK(one.told(clock_words) == lines{"warn call_back 1h before 07T14:00",
                                       "breach call_back due 07T15:00",
                                       "escalate call_back 1 working hour after #1 09T10:00"});
}

TEST_CASE("C10 clocks: a stop while paused past a shortened budget tells the breach first") {
  workflow_definition source = service();
  clock_of(source).targets = {target("level > 5", working_hours(1)), target("", working_hours(15))};
  lab one{source};
  one.open("09 09:00", {0}).send("dispatch").until("09 11:00").send("hold");
  one.send("change", "", {9});
  CHECK(one.told(clock_words) == lines{"retarget call_back"});
  one.until("10 11:00").send("call");
  CHECK(one.told({"breach", "stop"}).size() == 2);
  CHECK(one.told({"stop"}) == lines{"stop call_back missed"});
}

TEST_CASE("T12 clocks: a promise past the calendar's horizon is an incident, not a guess") {
  workflow_definition source = service();
  clock_of(source).targets = {target("", working_hours(3'000'000))};
  lab one{source};
  one.open("06 15:00", {0}).send("dispatch");
  CHECK(one.code_of_outcome() == errc::incident);
  CHECK(one.told() == lines{"incident horizon"});
}
