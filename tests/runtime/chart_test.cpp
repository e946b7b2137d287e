// The statechart: selection, order of effects, regions, history, completion (rules S1 to S9).
#include <doctest/doctest.h>

#include "runtime/lab.hpp"

using namespace caseclock;
using namespace caseclock::testing;
using test::always;
using test::compound;
using test::final_state;
using test::on;
using test::parallel;
using test::raise;
using test::state;
using test::to;
using test::workflow;

namespace {

/// a > (b > c), d; each tells when it is entered and left.
workflow_definition nested() {
  state_definition c = telling(state("c", {on("deeper", {to("d")}), on("again", {to("c")})}));
  state_definition b =
      telling(compound("b", "c", {c}, {on("deeper", {to("done")}), on("outer", {to("d")})}));
  state_definition a =
      telling(compound("a", "b", {b, telling(state("d"))}, {on("end", {to("done")})}));
  a.on.push_back(on("inner", {to("d")}));
  a.on.push_back(on("within", {to("d")}));
  a.on.back().transitions.front().internal = true;
  return workflow("a", {a, final_state("done")},
                  events({"deeper", "again", "outer", "inner", "within", "end"}));
}

} // namespace

TEST_CASE("S5 chart: entry goes from the outside to the inside") {
  lab one{nested()};
  one.open();
  CHECK(one.told() ==
        lines{"opened", "enter a", "log in a", "enter b", "log in b", "enter c", "log in c"});
  CHECK(one.active() == lines{"a", "b", "c"});
  CHECK(one.state.step == 1);
}

TEST_CASE("S2 chart: the innermost state that answers wins") {
  lab one{nested()};
  one.open().send("deeper");
  CHECK(one.active() == lines{"a", "d"});
}

TEST_CASE("S5 chart: exits from the inside to the outside, then actions, then entries") {
  workflow_definition source = nested();
  source.states[0].states[0].on[1].transitions[0].actions = {log("on the way")};
  lab one{source};
  one.open().send("outer");
  CHECK(one.told() == lines{"accept outer", "take b", "log out c", "exit c", "log out b", "exit b",
                            "log on the way", "enter d", "log in d"});
}

TEST_CASE("S7 chart: a self-transition leaves and enters") {
  lab one{nested()};
  one.open().send("again");
  CHECK(one.told({"exit", "enter"}) == lines{"exit c", "enter c"});
}

TEST_CASE("S7 chart: external transitions leave their source, internal ones stay in it") {
  lab external{nested()};
  external.open().send("inner");
  CHECK(external.told({"exit", "enter"}) ==
        lines{"exit c", "exit b", "exit a", "enter a", "enter d"});
  lab internal{nested()};
  internal.open().send("within");
  CHECK(internal.told({"exit", "enter"}) == lines{"exit c", "exit b", "enter d"});
}

TEST_CASE("S7 chart: a transition without a target exits nothing") {
  lab one{
      workflow("a", {state("a", {on("note", {test::doing({log("noted")})})})}, events({"note"}))};
  one.open().send("note");
  CHECK(one.told() == lines{"accept note", "take a", "log noted"});
  CHECK(one.outcome.ok());
}

TEST_CASE("S2 chart: of several transitions the first whose guard holds") {
  workflow_definition source =
      workflow("a",
               {state("a", {on("go", {to("b", "level > 5"), to("c", "level > 1"), to("d")})}),
                state("b"), state("c"), state("d")},
               events({"go"}));
  source.data = {test::required(test::field("level", "int"))};
  for (const auto& [level, target] : {std::pair{9, "b"}, std::pair{3, "c"}, std::pair{0, "d"}}) {
    lab one{source};
    one.open("06 15:00", {level}).send("go");
    CHECK(one.active() == lines{target});
  }
}

TEST_CASE("S1 chart: eventless transitions first, then internal events in order") {
  lab one{workflow("a",
                   {state("a", {on("go", {with(to("b"), {raise("first"), raise("second")})})}),
                    state("b", {always({to("c")}), on("first", {to("x")})}),
                    state("c", {on("first", {to("d")})}), state("d", {on("second", {to("e")})}),
                    state("e"), state("x")},
                   events({"go"}))};
  one.open().send("go");
  CHECK(one.told() == lines{"accept go", "take a", "exit a", "raise first", "raise second",
                            "enter b", "take b", "exit b", "enter c", "take c", "exit c", "enter d",
                            "take d", "exit d", "enter e"});
  CHECK(one.state.step == 2);
}

TEST_CASE("S1 chart: an internal event that nobody handles is dropped") {
  lab one{workflow("a", {state("a", {on("go", {with(to("b"), {raise("unheard")})})}), state("b")},
                   events({"go"}))};
  one.open().send("go");
  CHECK(one.outcome.ok());
  CHECK(one.active() == lines{"b"});
}

namespace {

state_definition region(const std::string& name) {
  return compound(
      name, name + "_on",
      {state(name + "_on", {on(name + "_go", {to(name + "_off")})}), final_state(name + "_off")});
}
workflow_definition regions() {
  return workflow("both",
                  {parallel("both", {region("p"), region("q")},
                            {on("done.both", {to("done")}), on("done.p", {test::doing({log("p")})}),
                             on("leap", {to("done")})}),
                   final_state("done")},
                  events({"p_go", "q_go", "leap"}));
}

} // namespace

TEST_CASE("S8 chart: regions are entered together, done one by one, then as a whole") {
  lab one{regions()};
  one.open();
  CHECK(one.active() == lines{"both", "p", "p_on", "q", "q_on"});
  one.send("p_go");
  CHECK(one.told() == lines{"accept p_go", "take p_on", "exit p_on", "enter p_off", "raise done.p",
                            "take both", "log p"});
  one.send("q_go");
  CHECK(one.told({"raise", "enter", "close"}) ==
        lines{"enter q_off", "raise done.q", "raise done.both", "enter done", "close done"});
  CHECK(one.state.status == case_status::closed);
}

TEST_CASE("S5 chart: leaving all regions goes in reverse document order") {
  lab one{regions()};
  one.open().send("leap");
  CHECK(one.told({"exit"}) == lines{"exit q_on", "exit q", "exit p_on", "exit p", "exit both"});
}

TEST_CASE("S2 S8 chart: one event may move every region") {
  workflow_definition source = regions();
  for (state_definition& each : source.states[0].states)
    each.states[0].on.push_back(on("leap", {to(each.name.value + "_off")}));
  lab one{source};
  one.open().send("leap");
  CHECK(one.told({"take", "exit", "enter"}) ==
        lines{"take p_on", "take q_on", "exit q_on", "exit p_on", "enter p_off", "enter q_off",
              "take both", "take both", "exit q_off", "exit q", "exit p_off", "exit p", "exit both",
              "enter done"});
}

TEST_CASE("S2 chart: of conflicting transitions the deeper source wins, else the earlier") {
  // p leaves both regions; q would only move within q.
  workflow_definition source = regions();
  source.states[0].states[0].states[0].on.push_back(on("clash", {to("done")}));
  source.states[0].states[1].states[0].on.push_back(on("clash", {to("q_off")}));
  source.events.push_back(test::event("clash"));
  lab earlier{source};
  earlier.open().send("clash");
  CHECK(earlier.told({"take", "enter"}) == lines{"take p_on", "enter done"});

  // Asked from p, "both" answers; asked from q, the deeper q_on does, and it wins.
  workflow_definition deeper = regions();
  deeper.states[0].on.push_back(on("clash", {to("done")}));
  deeper.states[0].states[1].states[0].on.push_back(on("clash", {to("q_off")}));
  deeper.events.push_back(test::event("clash"));
  lab wins{deeper};
  wins.open().send("clash");
  CHECK(wins.told({"take", "enter"}) == lines{"take q_on", "enter q_off"});
}

TEST_CASE("S7 chart: targets in several regions are entered, the others by default") {
  workflow_definition source =
      workflow("a",
               {state("a", {on("go", {to_all({"p2", "q2"})}), on("half", {to("p2")})}),
                parallel("both", {compound("p", "p1", {state("p1"), state("p2")}),
                                  compound("q", "q1", {state("q1"), state("q2")})})},
               events({"go", "half"}));
  lab both{source};
  both.open().send("go");
  CHECK(both.active() == lines{"both", "p", "p2", "q", "q2"});
  lab half{source};
  half.open().send("half");
  CHECK(half.active() == lines{"both", "p", "p2", "q", "q1"});
}

namespace {

workflow_definition interruptible(state_kind kind) {
  state_definition memory = test::history("memory", "one");
  memory.kind = kind;
  state_definition inner =
      compound("two", "two_a", {state("two_a", {on("step", {to("two_b")})}), state("two_b")});
  return workflow("work",
                  {compound("work", "one", {memory, state("one", {on("step", {to("two")})}), inner},
                            {on("interrupt", {to("break")})}),
                   state("break", {on("back", {to("memory")})})},
                  events({"step", "interrupt", "back"}));
}

} // namespace

TEST_CASE("S9 chart: shallow history returns to the child, deep history to the leaves") {
  lab shallow{interruptible(state_kind::history_shallow)};
  shallow.open().send("step").send("step").send("interrupt").send("back");
  CHECK(shallow.active() == lines{"work", "two", "two_a"});
  lab deep{interruptible(state_kind::history_deep)};
  deep.open().send("step").send("step").send("interrupt").send("back");
  CHECK(deep.active() == lines{"work", "two", "two_b"});
}

TEST_CASE("S9 chart: history without a memory takes its default") {
  workflow_definition source = interruptible(state_kind::history_deep);
  source.initial.value = "break";
  lab one{source};
  one.open().send("back");
  CHECK(one.active() == lines{"work", "one"});
}

TEST_CASE("S8 chart: a compound state that is done raises its event") {
  lab one{workflow("a",
                   {compound("a", "a1", {state("a1", {on("go", {to("a2")})}), final_state("a2")},
                             {on("done.a", {to("b")})}),
                    state("b")},
                   events({"go"}))};
  one.open().send("go");
  CHECK(one.active() == lines{"b"});
}

TEST_CASE("S1 chart: the case closes at a top-level final state, even at once") {
  lab one{workflow("a", {state("a", {always({to("done")})}), final_state("done")})};
  one.open();
  CHECK(one.told().back() == "close done");
  CHECK(one.state.status == case_status::closed);
  CHECK(one.active() == lines{"done"});
  one.send("whatever");
  CHECK(one.code_of_outcome() == errc::unknown_event);
}

TEST_CASE("S1 chart: what was raised on the way to the end is not handled any more") {
  lab one{
      workflow("a",
               {state("a", {on("go", {with(to("done"), {raise("late")})}), on("late", {to("a")})}),
                final_state("done")},
               events({"go"}))};
  one.open().send("go");
  CHECK(one.told({"raise", "close"}) == lines{"raise late", "close done"});
  CHECK(one.active() == lines{"done"});
}

TEST_CASE("S14 chart: records carry case, step, ordinal, instant and actor") {
  workflow_definition source = nested();
  source.roles = {test::role("agent")};
  lab one{source};
  one.open();
  one.until("06 16:00").send("deeper", "agent li");
  for (std::size_t i = 0; i < one.records.size(); ++i) {
    CHECK(one.records[i].subject == case_id{1});
    CHECK(one.records[i].step == 2);
    CHECK(one.records[i].ordinal == i);
    CHECK(one.records[i].at == at("06 16:00"));
    CHECK(one.records[i].by.name == "li");
  }
  CHECK(one.state.changed == at("06 16:00"));
  CHECK(one.state.opened == at("06 15:00"));
}
