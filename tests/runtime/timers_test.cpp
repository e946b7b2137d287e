// State timers (rule S11) and their place among everything else that is due (C15, C16).
#include <doctest/doctest.h>

#include "runtime/lab.hpp"

using namespace caseclock;
using namespace caseclock::testing;
using test::compound;
using test::final_state;
using test::on;
using test::parallel;
using test::raise;
using test::state;
using test::to;
using test::workflow;

namespace {

state_definition timed(state_definition made, std::vector<timer_definition> timers) {
  made.after = std::move(timers);
  return made;
}

workflow_definition waiting() {
  workflow_definition made = workflow(
      "waiting",
      {timed(state("waiting", {on("again", {to("waiting")}), on("stay", {test::doing({})})}),
             {after(elapsed_hours(2), {test::doing({log("reminder")})}),
              after(elapsed_hours(24), {to("late")})}),
       state("late")},
      events({"again", "stay"}));
  return made;
}

} // namespace

TEST_CASE("S11 timers: armed on entry, each fires once") {
  lab one{waiting()};
  one.open();
  CHECK(next_due(one.code(), one.state) == at("06 17:00"));
  one.advance("06 17:00");
  CHECK(one.told() == lines{"timer waiting 2h", "take waiting", "log reminder"});
  CHECK(next_due(one.code(), one.state) == at("07 15:00"));
  one.advance("08 00:00");
  CHECK(one.active() == lines{"late"});
  CHECK_FALSE(next_due(one.code(), one.state).has_value());
}

TEST_CASE("S11 timers: a self-transition re-arms, staying does not") {
  lab one{waiting()};
  one.open().until("06 16:00").send("stay");
  CHECK(next_due(one.code(), one.state) == at("06 17:00"));
  one.send("again");
  CHECK(next_due(one.code(), one.state) == at("06 18:00"));
  CHECK(one.state.timers.size() == 2);
}

TEST_CASE("S11 timers: leaving the state disarms them") {
  workflow_definition source = waiting();
  source.states[0].on.push_back(on("leave", {to("late")}));
  source.events.push_back(test::event("leave"));
  lab one{source};
  one.open().send("leave");
  CHECK(one.state.timers.empty());
}

TEST_CASE(
    "S11 timers: an input comes after what was due strictly before, before what is due then") {
  lab at_once{waiting()};
  at_once.open().until("06 17:00");
  CHECK(at_once.records.empty());
  at_once.send("again");
  CHECK(next_due(at_once.code(), at_once.state) == at("06 19:00"));
}

TEST_CASE("S11 timers: working days count in the workflow's calendar") {
  workflow_definition source = waiting();
  source.calendar = test::text("office");
  source.states[0].after[0].after.value = working_days(2);
  source.states[0].after[1].after.value = time_amount{time_amount::unit::end_of_working_days, 1};
  lab one{source};
  one.open("06 15:00"); // Friday
  CHECK(one.state.timers[0].due == at("10 15:00"));
  CHECK(one.state.timers[1].due == at("09 18:00"));
}

TEST_CASE("S11 timers: simultaneous ones fire in document order, stale ones not at all") {
  workflow_definition source = workflow(
      "both",
      {parallel("both", {compound("p", "p1",
                                  {timed(state("p1"),
                                         {after(elapsed_hours(1), {with(to("p2"), {raise("x")})})}),
                                   state("p2")}),
                         compound("q", "q1",
                                  {timed(state("q1", {on("x", {to("q2")})}),
                                         {after(elapsed_hours(1), {to("q3")})}),
                                   state("q2"), state("q3")})})});
  lab one{source};
  one.open().advance("06 16:00");
  CHECK(one.told({"timer", "enter"}) == lines{"timer p1 1h", "enter p2", "enter q2"});
  CHECK(one.state.step == 2);
}

TEST_CASE("S11 timers: all of one instant that still stand fire in one step") {
  workflow_definition source = workflow(
      "both",
      {parallel(
          "both",
          {compound("p", "p1",
                    {timed(state("p1"), {after(elapsed_hours(1), {to("p2")})}), state("p2")}),
           compound("q", "q1",
                    {timed(state("q1"), {after(elapsed_hours(1), {to("q2")})}), state("q2")})})});
  lab one{source};
  one.open().advance("06 16:00");
  CHECK(one.told({"timer"}) == lines{"timer p1 1h", "timer q1 1h"});
  CHECK(one.active() == lines{"both", "p", "p2", "q", "q2"});
}

TEST_CASE("S11 timers: a timer whose guard fails has fired all the same") {
  workflow_definition source = waiting();
  source.states[0].after = {after(elapsed_hours(1), {to("late", "n > 0")})};
  source.data = {test::required(test::field("n", "int"))};
  lab one{source};
  one.open("06 15:00", {0}).advance("06 20:00");
  CHECK(one.told() == lines{"timer waiting 1h"});
  CHECK(one.active() == lines{"waiting"});
  CHECK_FALSE(next_due(one.code(), one.state).has_value());
}

TEST_CASE("C16 timers: what is delivered late says so and keeps its due time") {
  lab one{waiting()};
  one.open().catch_up("06 20:00");
  REQUIRE(one.told({"timer"}) == lines{"timer waiting 2h late"});
  const auto* fired = std::get_if<timer_fired>(&one.records.front().body);
  REQUIRE(fired != nullptr);
  CHECK(fired->due == at("06 17:00"));
  CHECK(fired->late == at("06 20:00"));
  CHECK(one.records.front().at == at("06 17:00"));
}

TEST_CASE("S11 timers: nothing due, nothing done") {
  lab one{waiting()};
  one.open();
  const step_result idle =
      step(one.code(), one.state, {{}, timer_input{at("06 16:00")}}, at("06 16:00"));
  CHECK(idle.records.empty());
  CHECK(idle.outcome.ok());
  CHECK(idle.after.step == one.state.step);
}

TEST_CASE("S11 timers: a closed or frozen case waits for nothing") {
  workflow_definition source = waiting();
  source.states.push_back(final_state("done"));
  source.states[0].on.push_back(on("end", {to("done")}));
  source.events.push_back(test::event("end"));
  lab one{source};
  one.open().send("end");
  CHECK_FALSE(next_due(one.code(), one.state).has_value());
  CHECK(one.state.timers.empty());
}
