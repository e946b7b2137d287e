// Events that are refused, ignored, put off; guards and actions that fail (rules S6, S10, S12,
// S13).
#include <doctest/doctest.h>

#include "runtime/lab.hpp"

using namespace caseclock;
using namespace caseclock::testing;
using test::always;
using test::compound;
using test::final_state;
using test::on;
using test::raise;
using test::set;
using test::state;
using test::to;
using test::workflow;

namespace {

workflow_definition desk() {
  workflow_definition made =
      workflow("recording",
               {state("recording", {on("contract_checked", {to("calling", "level > 1")}),
                                    on("withdrawn", {to("done")})}),
                state("calling", {on("engineer_called", {to("done")})}), final_state("done")},
               {by(test::event("contract_checked"), {"agent"}),
                by(test::event("engineer_called"), {"engineer"}), test::event("withdrawn")});
  made.roles = {test::role("agent"), test::role("engineer"), test::role("supervisor", {"agent"})};
  made.data = {test::required(test::field("level", "int"))};
  return made;
}

/// A refusal leaves everything as it was, to the last counter; only its own record is numbered.
void check_unchanged(const snapshot& before, const snapshot& after) {
  CHECK(before.step + 1 == after.step);
  CHECK(before.changed == after.changed);
  CHECK(before.active == after.active);
  CHECK(before.counts == after.counts);
  CHECK(before.tasks_offered == after.tasks_offered);
  CHECK(before.deferred.size() == after.deferred.size());
}

} // namespace

TEST_CASE("S12 events: an unexpected event is refused, and what is expected is told") {
  lab one{desk()};
  one.open("06 15:00", {2});
  const snapshot before = one.state;
  one.until("06 16:00").send("engineer_called", "engineer wang");
  CHECK(one.code_of_outcome() == errc::event_not_expected);
  CHECK(one.outcome.error().message == "event \"engineer_called\" is not expected in recording; "
                                       "expected now of role \"engineer\": withdrawn");
  CHECK(one.told() == lines{"refuse engineer_called event_not_expected"});
  CHECK(one.records.front().by.name == "wang");
  CHECK(one.records.front().at == at("06 16:00"));
  check_unchanged(before, one.state);
}

TEST_CASE("S12 events: without the role an event is refused, whatever the state") {
  lab one{desk()};
  one.open("06 15:00", {2});
  const snapshot before = one.state;
  one.send("engineer_called", "agent");
  CHECK(one.code_of_outcome() == errc::not_authorised);
  CHECK(one.outcome.error().message ==
        "role \"agent\" may not send \"engineer_called\"; it takes engineer");
  check_unchanged(before, one.state);
  const snapshot refused = one.state;
  one.send("contract_checked");
  CHECK(one.code_of_outcome() == errc::not_authorised);
  check_unchanged(refused, one.state);
}

TEST_CASE("S12 events: a role may do what those it extends may do, and anyone what names nobody") {
  lab one{desk()};
  one.open("06 15:00", {2}).send("contract_checked", "supervisor");
  CHECK(one.outcome.ok());
  lab other{desk()};
  other.open("06 15:00", {2}).send("withdrawn");
  CHECK(other.outcome.ok());
}

TEST_CASE("S12 events: handled, but no guard holds") {
  lab one{desk()};
  one.open("06 15:00", {1});
  const snapshot before = one.state;
  one.send("contract_checked", "agent");
  CHECK(one.code_of_outcome() == errc::guard_not_met);
  CHECK(one.told() == lines{"refuse contract_checked guard_not_met"});
  check_unchanged(before, one.state);
}

TEST_CASE("S12 events: a closed case takes nothing") {
  lab one{desk()};
  one.open("06 15:00", {2}).send("withdrawn").send("withdrawn");
  CHECK(one.code_of_outcome() == errc::case_closed);
}

TEST_CASE("S12 events: what only the workflow raises cannot be sent") {
  workflow_definition source = workflow(
      "a",
      {state("a", {on("go", {test::doing({raise("inner")})}), on("inner", {to("b")})}), state("b")},
      events({"go"}));
  lab one{source};
  one.open().send("inner");
  CHECK(one.code_of_outcome() == errc::event_not_expected);
  CHECK(one.outcome.error().message ==
        "event \"inner\" is raised by the workflow itself and cannot be sent; expected now: go");
}

TEST_CASE("S12 events: expected events by role") {
  lab one{desk()};
  one.open("06 15:00", {2});
  CHECK(one.expected() == lines{"contract_checked", "withdrawn"});
  CHECK(one.expected("agent") == lines{"contract_checked", "withdrawn"});
  CHECK(one.expected("supervisor") == lines{"contract_checked", "withdrawn"});
  CHECK(one.expected("engineer") == lines{"withdrawn"});
  one.send("withdrawn");
  CHECK(one.expected().empty());
}

TEST_CASE("S12 events: a state or the workflow may ignore") {
  workflow_definition source = desk();
  source.states[0].ignore = test::texts({"engineer_called"});
  lab state_says{source};
  state_says.open("06 15:00", {2}).send("engineer_called", "engineer");
  CHECK(state_says.outcome.ok());
  CHECK(state_says.told() == lines{"ignore engineer_called"});
  CHECK(state_says.active() == lines{"recording"});

  workflow_definition lenient = desk();
  lenient.unexpected = unexpected_policy::ignore;
  lab workflow_says{lenient};
  workflow_says.open("06 15:00", {1}).send("engineer_called", "engineer");
  CHECK(workflow_says.told() == lines{"ignore engineer_called"});
  workflow_says.send("contract_checked", "agent");
  CHECK(workflow_says.told() == lines{"ignore contract_checked"});
  workflow_says.send("engineer_called", "agent");
  CHECK(workflow_says.code_of_outcome() == errc::not_authorised);
}

TEST_CASE("S12 events: what a state ignores, the states around it do not get") {
  workflow_definition source = workflow(
      "outer",
      {compound("outer", "inner", {state("inner")}, {on("go", {to("done")})}), final_state("done")},
      events({"go"}));
  source.states[0].states[0].ignore = test::texts({"go"});
  lab one{source};
  one.open().send("go");
  CHECK(one.told() == lines{"ignore go"});
}

namespace {

workflow_definition patient() {
  workflow_definition made = workflow(
      "busy",
      {state("busy", {on("free", {to("ready")})}),
       state("ready", {on("job", {with(to("working"), {log("job")})})}),
       state("working", {on("free", {to("ready")})})},
      {test::event("free"), test::event("job", {test::field("n", "int")}), test::event("other")});
  made.states[0].defer = test::texts({"job", "other"});
  made.states[2].defer = test::texts({"job"});
  made.roles = {test::role("agent")};
  return made;
}

} // namespace

TEST_CASE("S10 events: deferred until no active state defers, in arrival order, each once") {
  lab one{patient()};
  one.open().send("job", "agent a", {1}).send("job", "agent b", {2}).send("other");
  CHECK(one.told() == lines{"defer other"});
  CHECK(one.state.deferred.size() == 3);
  one.send("free", "agent c");
  CHECK(one.told() == lines{"accept free", "take busy", "exit busy", "enter ready", "accept job",
                            "take ready", "exit ready", "log job", "enter working",
                            "ignore other"});
  CHECK(one.state.deferred.size() == 1);
  CHECK(one.records[4].by.name == "a");
  CHECK(one.records[0].by.name == "c");
  one.send("free");
  CHECK(one.told({"accept"}) == lines{"accept free", "accept job"});
  CHECK(one.state.deferred.empty());
}

TEST_CASE("S10 events: a full queue refuses and loses nothing") {
  lab one{patient()};
  one.limits.deferred = 2;
  one.open().send("job").send("job").send("job");
  CHECK(one.code_of_outcome() == errc::limit);
  CHECK(one.state.deferred.size() == 2);
}

TEST_CASE("S6 events: a macrostep that does not come to rest is rolled back and frozen") {
  workflow_definition source =
      workflow("a",
               {state("a", {on("go", {with(to("b"), {set("n", "n + 1")})})}),
                state("b", {always({with(to("c"), {set("n", "n + 1")})})}),
                state("c", {always({to("b", "n >= 0")})})},
               events({"go"}));
  source.data = {test::required(test::field("n", "int"))};
  lab one{source};
  one.limits.microsteps = 20;
  one.open("06 15:00", {0}).send("go");
  CHECK(one.code_of_outcome() == errc::incident);
  CHECK(one.told() == lines{"incident limit"});
  CHECK(one.state.status == case_status::frozen);
  CHECK(one.active() == lines{"a"});
  CHECK(one.field("n") == value{0});
  CHECK(one.state.step == 2);
  REQUIRE(one.state.incident);
  CHECK(one.state.incident->code == errc::limit);
  one.send("go");
  CHECK(one.code_of_outcome() == errc::case_frozen);
}

namespace {

workflow_definition dividing() {
  workflow_definition made =
      workflow("a",
               {state("a", {on("guarded", {to("b", "10 / n > 1"), to("c", "n == 0")}),
                            on("only", {to("b", "10 / n > 1")}),
                            on("acting", {with(to("b"), {set("m", "1"), set("m", "10 / n")})})}),
                state("b"), state("c")},
               events({"guarded", "only", "acting"}));
  made.data = {test::required(test::field("n", "int")), test::required(test::field("m", "int"))};
  return made;
}

} // namespace

TEST_CASE("S13 events: a failing action rolls back and freezes the case") {
  lab one{dividing()};
  one.open("06 15:00", {0, 7}).send("acting");
  CHECK(one.code_of_outcome() == errc::incident);
  CHECK(one.told() == lines{"incident evaluation"});
  CHECK(one.field("m") == value{7});
  CHECK(one.active() == lines{"a"});
  CHECK(one.state.incident->event == "acting");
}

TEST_CASE("S13 events: a failing guard counts as false and raises error.guard") {
  workflow_definition source = dividing();
  source.states[2].on.push_back(on("error.guard", {test::doing({log("guard failed")})}));
  lab handled{source};
  handled.open("06 15:00", {0, 0}).send("guarded");
  CHECK(handled.told() == lines{"accept guarded", "raise error.guard", "take a", "exit a",
                                "enter c", "take c", "log guard failed"});
  lab unhandled{dividing()};
  unhandled.open("06 15:00", {0, 0}).send("guarded");
  CHECK(unhandled.code_of_outcome() == errc::incident);
  CHECK(unhandled.active() == lines{"a"});
}

TEST_CASE("S13 events: a failing guard that was the only one is no plain refusal") {
  lab unhandled{dividing()};
  unhandled.open("06 15:00", {0, 0}).send("only");
  CHECK(unhandled.code_of_outcome() == errc::incident);
  CHECK(unhandled.state.status == case_status::frozen);
  workflow_definition source = dividing();
  source.states[0].on.push_back(on("error.guard", {to("c")}));
  lab handled{source};
  handled.open("06 15:00", {0, 0}).send("only");
  CHECK(handled.outcome.ok());
  CHECK(handled.active() == lines{"c"});
}

TEST_CASE("S13 events: a guard that goes on failing raises error.guard once a step") {
  workflow_definition source = dividing();
  source.states[0].on.push_back(always({to("b", "10 / n > 1")}));
  source.states[0].on.push_back(on("error.guard", {test::doing({log("guard failed")})}));
  source.states[0].on.push_back(on("note", {test::doing({log("noted")})}));
  source.events.push_back(test::event("note"));
  lab one{source};
  one.open("06 15:00", {0, 0});
  CHECK(one.told({"raise", "log"}) == lines{"raise error.guard", "log guard failed"});
  one.send("note");
  CHECK(one.told({"raise", "log"}) == lines{"log noted", "raise error.guard", "log guard failed"});
}

TEST_CASE("S13 events: an opening that fails freezes the case before its first state") {
  workflow_definition source = dividing();
  source.states[0].entry = {set("m", "10 / n")};
  lab one{source};
  one.open("06 15:00", {0, 0});
  CHECK(one.code_of_outcome() == errc::incident);
  CHECK(one.active().empty());
  CHECK(one.state.status == case_status::frozen);
  CHECK(one.state.step == 1);
}

TEST_CASE("S12 events: guards count the event at hand") {
  workflow_definition source = workflow(
      "a", {state("a", {on("try", {to("b", "count(\"try\") >= 3"), test::doing({})})}), state("b")},
      events({"try"}));
  lab one{source};
  one.open().send("try").send("try");
  CHECK(one.active() == lines{"a"});
  one.send("try");
  CHECK(one.active() == lines{"b"});
}
