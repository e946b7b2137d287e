// Tasks and actions: what people are told to do, what a transition does.
#include <doctest/doctest.h>

#include "runtime/lab.hpp"

using namespace caseclock;
using namespace caseclock::testing;
using test::always;
using test::final_state;
using test::on;
using test::raise;
using test::set;
using test::state;
using test::to;
using test::workflow;

namespace {

workflow_definition errands() {
  workflow_definition made = workflow(
      "first",
      {task(state("first",
                  {on("next", {to("second")}),
                   on("hand_over", {test::doing({assign_definition{
                                       test::text("agent"), test::text("event.person")}})})}),
            "agent"),
       task(state("second", {on("next", {to("done")})}), "agent"), final_state("done")},
      {test::event("next"),
       test::event("hand_over", {test::required(test::field("person", "string"))})});
  made.states[1].after.push_back(after(elapsed_hours(1), {to("first")}));
  made.roles = {test::role("agent")};
  return made;
}

} // namespace

TEST_CASE("tasks: offered on entry, completed by an event that leads on") {
  lab one{errands()};
  one.open();
  CHECK(one.told({"offer"}) == lines{"offer first to agent"});
  REQUIRE(one.state.tasks.size() == 1);
  CHECK(one.state.tasks[0].number == 1);
  CHECK(one.state.tasks[0].since == at("06 15:00"));
  one.send("next");
  CHECK(one.told({"complete", "withdraw", "offer"}) ==
        lines{"complete first of agent", "offer second to agent"});
  CHECK(one.state.tasks[0].number == 2);
}

TEST_CASE("tasks: withdrawn when something else leads on") {
  lab one{errands()};
  one.open().send("next").advance("06 16:00");
  CHECK(one.told({"complete", "withdraw", "offer"}) ==
        lines{"withdraw second of agent", "offer first to agent"});
}

TEST_CASE("tasks: go to the person who holds the role, also those that are open") {
  lab one{errands()};
  one.open().send("hand_over", "", {"li"});
  CHECK(one.told({"assign"}) == lines{"assign agent  -> li"});
  CHECK(one.state.tasks[0].person == "li");
  one.send("next");
  CHECK(one.told({"offer"}) == lines{"offer second to agent li"});
  one.send("next");
  CHECK(one.state.tasks.empty());
}

TEST_CASE("tasks: those that are open when the case ends are withdrawn") {
  workflow_definition source = errands();
  source.states[0].on.push_back(on("next", {}));
  source = workflow(
      "both",
      {test::parallel("both", {task(state("p"), "agent"), state("q", {on("end", {to("done")})})}),
       final_state("done")},
      events({"end"}));
  source.roles = {test::role("agent")};
  lab one{source};
  one.open().send("end");
  CHECK(one.state.tasks.empty());
  CHECK(one.told({"complete", "withdraw"}).size() == 1);
}

TEST_CASE("actions: set tells what changed, and nothing if nothing did") {
  workflow_definition source = workflow(
      "a", {state("a", {on("go", {test::doing({set("n", "n + event.by"), set("n", "n")})})})},
      {test::event("go", {test::required(test::field("by", "int"))})});
  source.data = {test::required(test::field("n", "int"))};
  lab one{source};
  one.open("06 15:00", {1}).send("go", "", {2});
  CHECK(one.told({"data"}) == lines{"data n 1 -> 3"});
  one.send("go", "", {0});
  CHECK(one.told({"data"}).empty());
  CHECK(one.outcome.ok());
}

TEST_CASE("actions: entry actions see the event, and each other's effects") {
  workflow_definition source =
      workflow("a", {state("a", {on("go", {with(to("b"), {set("n", "n + 1")})})}), state("b")},
               {test::event("go", {test::required(test::field("by", "int"))})});
  source.states[1].entry = {set("n", "n * 10")};
  source.data = {test::required(test::field("n", "int"))};
  lab one{source};
  one.open("06 15:00", {1}).send("go", "", {2});
  CHECK(one.told({"data"}) == lines{"data n 1 -> 2", "data n 2 -> 20"});
}

TEST_CASE("actions: notify renders every language for whoever holds the role") {
  workflow_definition source = errands();
  source.states[0].on[0].transitions[0].actions = {
      notify_definition{test::text("agent"), test::text("hello")}};
  source.data = {test::required(test::field("customer", "string"))};
  message_definition hello;
  hello.name = test::text("hello");
  hello.texts = {{"en", test::text("{{customer}} waits in {{case.key}}.")},
                 {"zh", test::text("{{customer}}，案件{{case.key}}。")}};
  source.messages = {hello};
  lab one{source};
  one.open("06 15:00", {"ACME"}).send("hand_over", "", {"li"}).send("next");
  CHECK(one.told({"notify"}) == lines{"notify agent li en:ACME waits in K-1. zh:ACME，案件K-1。"});
}

TEST_CASE("actions: emit, open and log") {
  workflow_definition source = workflow(
      "a",
      {state("a", {on("go",
                      {test::doing({emit_definition{test::text("paid"),
                                                    {{test::text("sum"), test::text("n")}}},
                                    open_definition{test::text("complaint"),
                                                    {{test::text("about"), test::text("case.key")}},
                                                    test::text("case.key + \"/c\"")},
                                    log("{{n}} at {{now}}")})})})},
      events({"go"}));
  source.data = {test::required(test::field("n", "int"))};
  source.calendar = test::text("office");
  lab one{source};
  one.open("06 15:00", {5}).send("go");
  const lines told = one.told({"emit", "open", "log"});
  REQUIRE(told.size() == 3);
  CHECK(told[0] == "emit paid sum: 5");
  CHECK(told[1] == "open complaint K-1/c about: K-1");
  CHECK(told[2].substr(0, 9) == "log 5 at ");
  CHECK(told[2].find("15:00") != std::string::npos);
}
