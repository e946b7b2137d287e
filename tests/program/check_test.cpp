// What the passes of `check` say, and what they keep quiet about.
#include <doctest/doctest.h>

#include "caseclock/program/check.hpp"
#include "program/definitions.hpp"

namespace caseclock::test {
namespace {

lines findings(const workflow_definition& definition, const calendar_table& table = {}) {
  const auto made = compile(definition, table);
  CHECK(told(made.diagnostics) == lines{});
  REQUIRE(made.ok());
  return told(check(**made.value));
}

workflow_definition with_flag(workflow_definition definition) {
  definition.data.push_back(required(field("ready", "bool")));
  return definition;
}

} // namespace

TEST_CASE("check: a sound workflow has no findings") {
  CHECK(findings(errand()) == lines{});
}

TEST_CASE("unreachable-state: only the outermost one is told") {
  auto definition = errand();
  definition.states.push_back(
      compound("lost", "a", {state("a", {on("finish", {to("done")})}), state("b")}));
  CHECK(findings(definition) == lines{"unreachable-state: no path leads to state \"lost\""});
}

TEST_CASE("unreachable-state: inside a reachable one") {
  auto definition =
      workflow("box",
               {compound("box", "a", {state("a", {on("finish", {to("done")})}), state("b")}),
                final_state("done")},
               {event("finish")});
  CHECK(findings(definition) == lines{"unreachable-state: no path leads to state \"b\""});
}

TEST_CASE("unreachable-state: what a literally false guard leads to") {
  auto definition = errand();
  definition.states[0].on[0].transitions.insert(definition.states[0].on[0].transitions.begin(),
                                                to("never", "false"));
  definition.states.push_back(state("never", {on("finish", {to("done")})}));
  CHECK(findings(definition) == lines{"unreachable-state: no path leads to state \"never\"",
                                      "guard-never-true: this condition is never true"});
}

TEST_CASE("unreachable-state: regions, history, deep initial states and timers lead there") {
  auto definition = workflow(
      "both",
      {parallel("both",
                {compound("left", "l2", {compound("l1", "l3", {state("l2"), state("l3")})}),
                 compound("right", "r1", {state("r1"), history("back", "r2"), state("r2")})},
                {on("go", {to("back")}), on("turn", {to("l3")})}),
       state("late"), final_state("end")},
      {event("go"), event("turn")});
  definition.states[0].states[0].states[0].kind = state_kind::compound;
  definition.states[0].after = {{{hours(1), {}}, {to("late")}}};
  definition.states[1].after = {{{hours(1), {}}, {to("end")}}};
  CHECK(findings(definition) == lines{});
}

TEST_CASE(
    "unreachable-state: a chain of raised events leads there, one that nobody raises does not") {
  auto definition =
      workflow("a",
               {state("a", {on("go", {doing({raise("one")})}), on("one", {doing({raise("two")})}),
                            on("two", {to("b")})}),
                state("b", {on("go", {to("end")})}), final_state("end")},
               {event("go")});
  CHECK(findings(definition) == lines{});
}

TEST_CASE("S6 livelock: a cycle without a guard is an error") {
  auto definition = with_flag(
      workflow("a", {state("a", {always({to("b")})}), state("b", {always({to("a")})}),
                     state("c", {always({to("c", "ready"), to("end")})}), final_state("end")}));
  const lines found = findings(definition);
  REQUIRE(found.size() >= 1);
  CHECK(std::count(found.begin(), found.end(),
                   "eventless-cycle: states \"a\", \"b\" follow one another for ever, without an "
                   "event: one of them needs a condition") == 1);
}

TEST_CASE("S6 livelock: a guard anywhere in the cycle can break it") {
  auto definition = with_flag(
      workflow("a", {state("a", {always({to("b")})}),
                     state("b", {always({to("end", "ready"), to("a")})}), final_state("end")}));
  CHECK(findings(definition) == lines{});
}

TEST_CASE("S6 livelock: a state that leads to itself, or goes nowhere for ever") {
  auto itself = workflow("a", {state("a", {always({to("a")})}), final_state("end")});
  CHECK(findings(itself)[1] == "eventless-cycle: state \"a\" would take this transition again and "
                               "again, without an event: it needs a condition");
  auto nowhere = workflow("a", {state("a", {always({doing({})})}), final_state("end")});
  CHECK(findings(nowhere)[1].substr(0, 15) == "eventless-cycle");
}

TEST_CASE("S6 livelock: a compound state whose own transition goes back inside") {
  auto inside =
      workflow("box", {compound("box", "a", {state("a"), state("b")}, {always({to("b")})}),
                       final_state("end")});
  CHECK(findings(inside)[1] == "eventless-cycle: state \"b\" would take this transition again and "
                               "again, without an event: it needs a condition");
  // The child's own transition comes first, so this one moves on.
  auto outside = workflow(
      "box", {compound("box", "a", {state("a", {always({to("end")})})}, {always({to("a")})}),
              final_state("end")});
  CHECK(findings(outside) == lines{});
}

TEST_CASE("no-way-to-end: a state in which a case stays for ever") {
  auto definition = errand();
  definition.states.push_back(state("stuck"));
  definition.states[0].on[0].transitions[0].guard = text("ready");
  definition.states[0].on[0].transitions.push_back(to("stuck"));
  CHECK(findings(with_flag(definition)) ==
        lines{"no-way-to-end: no final state can be reached from state \"stuck\""});
}

TEST_CASE("no-way-to-end: a compound state is told once, not once per state inside") {
  auto definition = errand();
  definition.events.push_back(event("turn"));
  definition.states.push_back(compound(
      "loop", "x", {state("x", {on("turn", {to("y")})}), state("y", {on("turn", {to("x")})})}));
  definition.states[0].on.push_back(on("turn", {to("loop")}));
  CHECK(findings(definition) ==
        lines{"no-way-to-end: no final state can be reached from state \"loop\""});
}

TEST_CASE("no-way-to-end: a workflow without a final state, or with one that nothing reaches") {
  CHECK(findings(workflow("a", {state("a")})) ==
        lines{"no-way-to-end: the workflow has no final state: its cases never end"});
  CHECK(findings(workflow("a", {state("a"), final_state("end")})) ==
        lines{"unreachable-state: no path leads to state \"end\"",
              "no-way-to-end: no path leads to a final state: cases never end"});
}

TEST_CASE("no-way-to-end: another region can end it") {
  auto definition =
      workflow("both",
               {parallel("both", {compound("left", "l", {state("l")}),
                                  compound("right", "r", {state("r", {on("go", {to("end")})})})}),
                final_state("end")},
               {event("go")});
  CHECK(findings(definition) == lines{});
}

TEST_CASE("no-way-to-end: done events of the state around a final one lead on") {
  auto definition =
      workflow("box",
               {compound("box", "a", {state("a", {on("go", {to("over")})}), final_state("over")},
                         {on("done.box", {to("end")})}),
                final_state("end")},
               {event("go")});
  CHECK(findings(definition) == lines{});
}

TEST_CASE("never-taken: a transition behind one without a guard") {
  auto definition = with_flag(errand());
  definition.states[0].on[0].transitions.push_back(to("done", "ready"));
  CHECK(findings(definition) ==
        lines{"never-taken: never taken: the one above it comes first, and has no "
              "condition that could fail"});
}

TEST_CASE("S4 overlap: the same guard twice") {
  auto definition = with_flag(errand());
  definition.states[0].on[0].transitions = {to("done", "ready"), to("todo", " ready ")};
  CHECK(findings(definition) ==
        lines{"overlapping-guards: an earlier transition has the same condition "
              "and comes first"});
  definition.states[0].on[0].transitions = {to("done", "ready"), to("done")};
  CHECK(findings(definition) == lines{});
}

TEST_CASE("never-handled: declared or raised, but no state answers") {
  auto definition = errand();
  definition.events.push_back(event("shout"));
  definition.events.push_back(event("mumble"));
  definition.states[0].ignore = texts({"mumble"});
  definition.states[0].entry = {raise("whisper")};
  CHECK(findings(definition) ==
        lines{"never-handled: event \"shout\" is handled by no state",
              "never-handled: event \"whisper\" is raised, but no state handles it"});
}

TEST_CASE("never-raised: internal events that no action raises, ends that never come") {
  auto definition = errand();
  definition.events.push_back(event("echo"));
  definition.events.back().internal = true;
  definition.states[0].on.push_back(on("echo", {to("done")}));
  definition.states[0] =
      compound("outer", "todo", {definition.states[0]}, {on("done.outer", {to("done")})});
  definition.initial = text("outer");
  CHECK(
      findings(definition) ==
      lines{
          "never-raised: event \"done.outer\" never comes: no final state inside can be reached"});
  // Other cases may send it: only a set of workflows can tell.
  CHECK(told(check_together(std::vector{*compile(definition, {}).value})) ==
        lines{"never-raised: event \"echo\" is internal: no action raises it, and no workflow "
              "among those loaded sends it"});
}

TEST_CASE("unhandled-outcome: an approval that may be rejected, and then?") {
  auto definition =
      workflow("asking", {approval_state("asking", {"boss"}, {on("approved", {to("end")})}),
                          final_state("end")});
  definition.roles = {role("boss")};
  CHECK(findings(definition) ==
        lines{"unhandled-outcome: state \"asking\" says nowhere what happens "
              "when it is rejected"});
  definition.states[0].on.push_back(on("rejected", {to("end")}));
  definition.states[0].on.push_back(on("approval_overdue", {to("end")}));
  CHECK(
      findings(definition) ==
      lines{
          "never-raised: event \"approval_overdue\" never comes: no approval has a time (within)"});
}

TEST_CASE("clock-never-starts: its start cannot happen") {
  auto definition = errand();
  definition.clocks = {
      clock("call", when(when_kind::enter, "lost"), when(when_kind::event, "finish"), hours(1))};
  definition.states.push_back(final_state("lost"));
  CHECK(findings(definition) ==
        lines{"unreachable-state: no path leads to state \"lost\"",
              "clock-never-starts: clock \"call\" can never start: what starts it cannot happen"});
}

TEST_CASE("clock-never-stops: nothing stops it, or nothing that can happen") {
  auto definition = errand();
  definition.events.push_back(event("shout"));
  definition.clocks = {
      clock("call", when(when_kind::enter, "todo"), when(when_kind::event, "shout"), hours(1))};
  CHECK(findings(definition) ==
        lines{"never-handled: event \"shout\" is handled by no state",
              "clock-never-stops: no path stops clock \"call\": it can only be missed"});
  definition.events.pop_back();
  definition.clocks[0].stop.clear();
  CHECK(findings(definition) ==
        lines{"clock-never-stops: no path stops clock \"call\": it can only be missed"});
}

TEST_CASE("S8 parallel regions: two that write one field in one step") {
  auto definition = workflow(
      "both",
      {parallel("both",
                {compound("left", "l", {state("l", {on("go", {doing({set("count", "1")})})})}),
                 compound("right", "r", {state("r", {on("go", {doing({set("count", "2")})})})})},
                {on("stop", {to("end")})}),
       final_state("end")},
      {event("go"), event("stop")});
  definition.data = {field("count", "int"), field("other", "int")};
  CHECK(findings(definition) ==
        lines{"parallel-write: two regions write field \"count\" in the same step"});
  definition.states[0].states[1].states[0].on[0].event = text("stop");
  CHECK(findings(definition) == lines{});
  definition.states[0].states[0].states[0].entry = {set("other", "1")};
  definition.states[0].states[1].entry = {set("other", "2")};
  CHECK(findings(definition) ==
        lines{"parallel-write: two regions write field \"other\" in the same step"});
}

TEST_CASE("check_together: workflows that open, and how they are opened") {
  auto visit = errand();
  visit.name = text("visit");
  visit.data = {required(field("customer", "string")), required(field("repair", "int")),
                enum_field("mood", {"good", "bad"})};
  auto repair = errand();
  repair.data = {required(field("who", "string"))};
  open_definition good;
  good.workflow = text("visit");
  good.with = {{text("customer"), text("who")},
               {text("repair"), text("3")},
               {text("mood"), text("\"good\"")}};
  open_definition bad = good;
  bad.with = {{text("customr"), text("who")},
              {text("repair"), text("who")},
              {text("mood"), text("\"god\"")}};
  open_definition unknown;
  unknown.workflow = text("visti");
  const auto together = [&](const open_definition& open) {
    repair.states[0].entry = {open};
    const std::vector programs{*compile(visit, {}).value, *compile(repair, {}).value};
    return told(check_together(programs));
  };
  CHECK(together(good) == lines{});
  CHECK(
      together(bad) ==
      lines{
          "unknown-argument: workflow \"visit\" has no field \"customr\" (did you mean customer?)",
          "type-mismatch: field \"repair\" is int, not string",
          "type-mismatch: field \"mood\" is optional enum (good, bad): it cannot be \"god\" (did "
          "you mean good?)",
          "missing-argument: workflow \"visit\" requires field \"customer\""});
  CHECK(together(unknown) ==
        lines{"unknown-workflow: no workflow \"visti\" (did you mean visit?)"});
}

TEST_CASE("check_together: children, their results, and what is sent to and by them") {
  auto visit = errand();
  visit.name = text("visit");
  visit.data = {required(field("customer", "string")), field("score", "int")};
  visit.events.push_back(event("hurry", {required(field("times", "int"))}));
  visit.states[0].on.push_back(on("hurry", {to("done")}));
  visit.output = {{text("grade"), text("\"good\"")}, {text("score"), text("score")}};
  send_definition trouble;
  trouble.event = text("trouble");
  trouble.to = send_target::parent;
  visit.states[0].entry = {trouble};

  auto repair = errand();
  repair.name = text("repair");
  repair.data = {required(field("who", "string"))};
  invoke_definition child;
  child.id = text("visit");
  child.workflow = text("visit");
  child.with = {{text("customer"), text("who")}};
  child.result = {required(enum_field("grade", {"good", "bad"})), field("score", "int")};
  const auto together = [&] {
    repair.states[0].invokes = {child};
    repair.states[0].on.push_back(on("done.visit", {to("done")}));
    const std::vector programs{*compile(visit, {}).value, *compile(repair, {}).value};
    repair.states[0].on.pop_back();
    return told(check_together(programs));
  };
  CHECK(together() == lines{"unknown-event: workflow \"repair\" takes no event \"trouble\" from "
                            "other cases"});
  repair.events.push_back(event("trouble"));
  repair.states[0].on.push_back(on("trouble", {to("done")}));
  CHECK(together() == lines{});
  child.result[0].members = texts({"fair"});
  child.result[1] = required(field("score", "int"));
  child.result.push_back(field("garde", "string"));
  child.with.clear();
  CHECK(together() ==
        lines{"missing-argument: workflow \"visit\" requires field \"customer\"",
              "type-mismatch: the result \"grade\" is enum (fair), but workflow \"visit\" says "
              "enum (good)",
              "type-mismatch: the result \"score\" is int, but workflow \"visit\" says optional "
              "int, and not at every end",
              "unknown-result: workflow \"visit\" has no output \"garde\" (did you mean grade?)"});
}

TEST_CASE("S15 check_together: children that open each other at once have no end") {
  auto one = errand();
  one.name = text("one");
  invoke_definition child;
  child.id = child.workflow = text("two");
  one.states[0].invokes = {child};
  auto two = errand();
  two.name = text("two");
  child.id = child.workflow = text("one");
  two.states[0].invokes = {child};
  const auto together = [&] {
    return told(check_together(std::vector{*compile(one, {}).value, *compile(two, {}).value}));
  };
  CHECK(together() == lines{"endless-children: workflow \"one\" opens a child of \"two\", which "
                            "opens it again at once: that has no end",
                            "endless-children: workflow \"two\" opens a child of \"one\", which "
                            "opens it again at once: that has no end"});
  // Once something has to happen first, it is bounded by the depth of children alone.
  two.states.push_back(two.states[0]);
  two.states.back().name = text("later");
  two.states[0].invokes.clear();
  CHECK(together() ==
        lines{"children-in-circles: workflow \"one\" opens a child of \"two\", which may open it "
              "again",
              "children-in-circles: workflow \"two\" opens a child of \"one\", which may open it "
              "again"});
}

TEST_CASE("check_together: two workflows of one name") {
  const std::vector programs{*compile(errand(), {}).value, *compile(errand(), {}).value};
  CHECK(told(check_together(programs)) ==
        lines{"duplicate-name: a workflow \"errand\" stands here already"});
}

} // namespace caseclock::test
