// Each mistake an author can make, and what the compiler says to it.
#include <doctest/doctest.h>

#include "program/definitions.hpp"

namespace caseclock::test {
namespace {

lines compile_findings(const workflow_definition& definition, const calendar_table& table = {}) {
  const auto made = compile(definition, table);
  CHECK(made.ok() == !has_errors(made.diagnostics));
  return told(made.diagnostics);
}

/// An errand whose clock runs from `todo` to `finish`.
workflow_definition timed(time_amount target = hours(4)) {
  auto definition = errand();
  definition.clocks = {
      clock("call", when(when_kind::enter, "todo"), when(when_kind::event, "finish"), target)};
  return definition;
}

milestone_definition milestone(milestone_kind kind) {
  milestone_definition made;
  made.kind = kind;
  return made;
}

} // namespace

TEST_CASE("findings: names that stand twice point at the first") {
  auto definition = errand();
  definition.states.push_back(state("todo"));
  definition.states.back().name.span = {0, 9, 3, 4};
  definition.states.front().name.span = {0, 4, 3, 4};
  const auto made = compile(definition, {});
  REQUIRE(made.diagnostics.size() == 1);
  CHECK(made.diagnostics[0].code == "duplicate-name");
  CHECK(made.diagnostics[0].span.line == 9);
  REQUIRE(made.diagnostics[0].notes.size() == 1);
  CHECK(made.diagnostics[0].notes[0].first.line == 4);
}

TEST_CASE("findings: every kind of name is unique") {
  auto definition = timed();
  definition.roles = {role("a"), role("a")};
  definition.data = {field("f", "string"), field("f", "string")};
  definition.events.push_back(event("finish"));
  definition.clocks.push_back(definition.clocks[0]);
  definition.states[0].states = {};
  definition.states.push_back(compound("box", "todo", {state("todo")}));
  CHECK(compile_findings(definition) ==
        lines{"duplicate-name: a role \"a\" stands here already",
              "duplicate-name: a field \"f\" stands here already",
              "duplicate-name: a clock \"call\" stands here already",
              "duplicate-name: a state \"todo\" stands here already",
              "unreachable-initial: state \"todo\" does not lie inside \"box\" (did you mean "
              "todo?)",
              "duplicate-name: an event \"finish\" stands here already"});
}

TEST_CASE("findings: names that cannot be names") {
  auto definition = errand();
  definition.data = {field("is it", "bool"), field("case", "string"), field("名字", "string")};
  definition.states.push_back(state("done.todo"));
  CHECK(compile_findings(definition) ==
        lines{"invalid-name: \"is it\" cannot be the name of a field: letters, digits and _ only",
              "reserved-name: \"case\" cannot be the name of a field: expressions use the word",
              "invalid-name: \"名字\" cannot be the name of a field: letters, digits and _ only",
              "invalid-name: \"done.todo\" cannot be the name of a state: letters, digits and _ "
              "only"});
}

TEST_CASE("findings: where a state begins") {
  CHECK(compile_findings(workflow("", {state("a"), final_state("b")})) ==
        lines{"missing-initial: the workflow needs an initial state (did you mean a?)"});
  CHECK(compile_findings(
            workflow("b", {final_state("b"), compound("a", "", {state("x"), state("y")})})) ==
        lines{"missing-initial: state \"a\" needs an initial state (did you mean x?)"});
  CHECK(compile_findings(workflow("b", {final_state("b"), compound("a", "b", {state("bb")})})) ==
        lines{"unreachable-initial: state \"b\" does not lie inside \"a\" (did you mean bb?)"});
  CHECK(compile_findings(workflow(
            "b", {final_state("b"), compound("a", "x", {state("x"), history("h", "")})})) ==
        lines{"missing-initial: state \"h\" needs a default: the state to enter when nothing is "
              "remembered (did you mean x?)"});
  CHECK(compile_findings(workflow("a", {})) == lines{"missing-states: the workflow has no states"});
}

TEST_CASE("findings: what a state's kind does not allow") {
  auto definition = errand();
  state_definition done = final_state("over");
  done.on = {on("finish", {to("todo")})};
  state_definition hollow = state("hollow");
  hollow.kind = state_kind::compound;
  definition.states.push_back(done);
  definition.states.push_back(hollow);
  definition.states.push_back(parallel("both", {state("left"), final_state("right")}));
  CHECK(compile_findings(definition) ==
        lines{"invalid-state: state \"over\" is final: nothing can happen in it",
              "invalid-state: state \"hollow\" has no states inside",
              "invalid-state: state \"right\" is final: it cannot be a region"});
}

TEST_CASE("findings: events that nobody sends") {
  auto definition = errand();
  definition.states[0].on = {on("finishd", {to("done")}), on("approved", {to("done")}),
                             on("done.todo", {to("done")})};
  definition.states[0].defer = texts({"later"});
  CHECK(
      compile_findings(definition) ==
      lines{"unknown-event: no event \"finishd\" (did you mean finish?)",
            "unknown-event: \"approved\" is an approval's event, and the workflow has no approval",
            "unknown-event: state \"todo\" has no states inside: it is never done",
            "unknown-event: no event \"later\""});
}

TEST_CASE("findings: an unknown event is told once, not for every word about its payload") {
  auto definition = errand();
  definition.data = {field("note", "string")};
  auto transition = to("done", "event.sure");
  transition.actions = {set("note", "event.note")};
  definition.states[0].on.push_back(on("finishd", {transition}));
  CHECK(compile_findings(definition) ==
        lines{"unknown-event: no event \"finishd\" (did you mean finish?)"});
}

TEST_CASE("findings: what cannot be raised") {
  auto definition = errand();
  definition.events.push_back(event("told", {required(field("what", "string"))}));
  definition.states[0].entry = {raise("told"), raise("error.guard"), raise("eror.guard")};
  CHECK(compile_findings(definition) ==
        lines{"missing-argument: event \"told\" requires field \"what\", which a raised event "
              "cannot carry",
              "reserved-name: \"error.guard\" is raised by the engine alone",
              "unknown-event: no event \"eror.guard\" (did you mean error.guard?)"});
}

TEST_CASE("findings: no event is at hand in entries, exits, timers and eventless transitions") {
  auto definition = errand();
  definition.events[0].with = {field("note", "string")};
  definition.data = {field("note", "string")};
  definition.states[0].on[0].transitions[0].actions = {set("note", "event.note")};
  CHECK(compile_findings(definition) == lines{});
  definition.states[0].entry = {set("note", "event.note")};
  CHECK(compile_findings(definition).size() == 1);
  definition.states[0].entry.clear();
  definition.states[0].after = {{{hours(1), {}}, {to("done", "event.note")}}};
  CHECK(compile_findings(definition).size() == 1);
}

TEST_CASE("findings: fields whose type, members or default do not fit") {
  auto definition = errand();
  field_definition count = field("count", "int");
  count.initial.value = "many";
  field_definition shared = field("shared", "enum");
  shared.of = text("colour");
  field_definition pattern = field("size", "int");
  pattern.pattern = text("[0-9]+");
  definition.enums = {{text("colours"), texts({"red", "red"})}};
  definition.data = {count, field("amount", "decimel"), field("kind", "enum"), shared, pattern};
  const lines found = compile_findings(definition);
  REQUIRE(found.size() == 6);
  CHECK(found[0] == "duplicate-name: a member \"red\" stands here already");
  CHECK(found[1].substr(0, 14) == "type-mismatch:");
  CHECK(found[2] == "unknown-type: no type \"decimel\" (did you mean decimal?)");
  CHECK(found[3] == "enum-without-members: an enum needs its members: of: [a, b]");
  CHECK(found[4] == "unknown-enum: no enum \"colour\" (did you mean colours?)");
  CHECK(found[5] == "type-mismatch: only a string can follow a pattern");
}

TEST_CASE("findings: a value must fit the field it is set to, a guard must be a bool") {
  auto definition = errand();
  definition.data = {required(field("note", "string")), required(field("sure", "bool")),
                     required(field("fee", "decimal")), enum_field("level", {"low", "high"})};
  definition.states[0].entry = {set("note", "sure"), set("sure", "sure"), set("fee", "3"),
                                set("level", "\"hihg\""), set("nte", "note")};
  definition.states[0].on[0].transitions[0].guard = text("note");
  const auto made = compile(definition, {});
  CHECK(codes(made.diagnostics) ==
        lines{"type-mismatch", "unknown-enum-value", "unknown-field", "type-mismatch"});
}

TEST_CASE("findings: several targets must lie in different regions") {
  auto definition = workflow("todo",
                             {state("todo"),
                              parallel("both", {compound("left", "l", {state("l"), state("l2")}),
                                                compound("right", "r", {state("r")})}),
                              final_state("done")},
                             {event("go")});
  transition_definition split;
  split.to = texts({"l2", "r"});
  definition.states[0].on = {on("go", {split})};
  CHECK(compile_findings(definition) == lines{});
  split.to = texts({"l", "l2"});
  definition.states[0].on = {on("go", {split})};
  CHECK(compile_findings(definition) ==
        lines{"conflicting-targets: states \"l\" and \"l2\" cannot be entered together: they are "
              "not in different regions"});
}

TEST_CASE("findings: working time without a calendar") {
  auto definition = timed(working_days(2));
  definition.states[0].after = {{{working_days(1), {}}, {to("done")}}};
  const lines without = compile_findings(definition);
  CHECK(without ==
        lines{"calendar-needed: 1 working day: a timer in working time needs a calendar "
              "that says when people work",
              "calendar-needed: 2 working days: a target in working time needs a calendar "
              "that says when people work"});
  definition.calendar = text("office");
  CHECK(compile_findings(definition, calendars()) == lines{});
}

TEST_CASE("findings: a clock needs a start and a target greater than zero") {
  auto definition = timed(hours(0));
  CHECK(compile_findings(definition) == lines{"zero-target: a target must be longer than nothing"});
  definition.clocks[0].targets.clear();
  definition.clocks[0].start.clear();
  CHECK(compile_findings(definition) ==
        lines{"clock-without-target: clock \"call\" has no target: how long may it run?",
              "clock-without-start: clock \"call\" has no start: when does it begin to run?"});
}

TEST_CASE("findings: a clock's choices end with one that always holds, and only with one") {
  auto definition = timed();
  definition.data = {required(field("urgent", "bool"))};
  definition.clocks[0].targets = {{text("urgent"), {hours(2), {}}}};
  CHECK(compile_findings(definition) ==
        lines{"missing-fallback: the last target must have no condition: it holds if no other "
              "does"});
  definition.clocks[0].targets = {{{}, {hours(2), {}}}, {text("urgent"), {hours(1), {}}}};
  CHECK(compile_findings(definition).front() ==
        "never-taken: target always holds: those after it are never used");
}

TEST_CASE("T11 findings: a target counts from a date that will be there") {
  auto definition = timed();
  target_choice choice;
  choice.date = date_target_definition{-1, text("ends_on")};
  definition.clocks[0].targets = {choice};
  definition.data = {required(field("ends_in", "date")), required(field("urgent", "bool"))};
  CHECK(compile_findings(definition) ==
        lines{"unknown-field: no field \"ends_on\" (did you mean ends_in?)"});

  definition.data[0] = required(field("ends_on", "timestamp"));
  CHECK(compile_findings(definition) ==
        lines{"type-mismatch: field \"ends_on\" is timestamp: a target counts from a date"});

  definition.data[0] = required(field("ends_on", "date"));
  CHECK(compile_findings(definition) == lines{});

  const lines missing = {"target-date-may-be-missing: clock \"call\" cannot start while "
                         "\"ends_on\" is missing: require it, or start only if ends_on != null"};
  definition.data[0] = field("ends_on", "date");
  CHECK(compile_findings(definition) == missing);
  auto& clock = definition.clocks[0];
  const std::vector<when_definition> entering = clock.start;
  for (const char* sure : {"ends_on != null", "has(ends_on) && urgent", "urgent && null != ends_on",
                           "!(ends_on == null || urgent)"}) {
    CAPTURE(sure);
    clock.start = {when(when_kind::condition, sure)};
    CHECK(compile_findings(definition) == lines{});
    clock.start.push_back(entering.front());
    CHECK(compile_findings(definition) == missing);
  }
  for (const char* unsure : {"ends_on != null || urgent", "ends_on == null", "urgent",
                             "!(ends_on != null)", "!(ends_on == null && urgent)"}) {
    CAPTURE(unsure);
    clock.start = {when(when_kind::condition, unsure)};
    CHECK(compile_findings(definition) == missing);
  }
  clock.start = entering;
  clock.targets = {choice, {{}, {hours(2), {}}, {}}};
  clock.targets[0].guard = text("ends_on != null");
  CHECK(compile_findings(definition) == lines{});

  clock.targets[0].date->months = 0;
  CHECK(compile_findings(definition) ==
        lines{"zero-target: a target must lie at least a month from its date"});
}

TEST_CASE("findings: names that a clock refers to") {
  auto definition = timed();
  definition.states[0].tags = texts({"open"});
  definition.clocks[0].start = {when(when_kind::enter, "tod")};
  definition.clocks[0].stop = {when(when_kind::event, "finsh")};
  definition.clocks[0].pause = {{while_kind::tagged, text("opn")},
                                {while_kind::in_state, text("dne")}};
  definition.clocks[0].calendars = {{{}, text("ofice")}};
  CHECK(compile_findings(definition, calendars()) ==
        lines{"unknown-calendar: no calendar \"ofice\" (did you mean office?)",
              "unknown-state: no state \"tod\" (did you mean todo?)",
              "unknown-event: no event \"finsh\" (did you mean finish?)",
              "unknown-tag: no tag \"opn\" (did you mean open?)",
              "unknown-state: no state \"dne\" (did you mean done?)"});
}

TEST_CASE("findings: milestones out of range, and twice") {
  auto definition = timed();
  milestone_definition percent = milestone(milestone_kind::percent);
  percent.percent = 100;
  milestone_definition every = milestone(milestone_kind::every);
  every.amount = hours(1);
  every.times = 0;
  definition.clocks[0].milestones = {percent, every, milestone(milestone_kind::due),
                                     milestone(milestone_kind::due),
                                     milestone(milestone_kind::before)};
  CHECK(compile_findings(definition) ==
        lines{"invalid-milestone: 100% of the target is when it is due (did you mean due?)",
              "invalid-milestone: 0 times: it must be 1 to 1000",
              "invalid-milestone: milestone \"due\" is written twice",
              "invalid-milestone: a milestone's time must be longer than nothing"});
}

TEST_CASE("findings: a clock counts from another instant only at its start") {
  auto definition = timed();
  definition.clocks[0].start[0].from = text("now");
  CHECK(compile_findings(definition) == lines{});
  definition.clocks[0].stop[0].from = text("now");
  CHECK(compile_findings(definition) ==
        lines{"invalid-when: only a start counts from another instant"});
}

TEST_CASE("findings: messages and roles that are missing, and ones that nothing uses") {
  auto definition = errand();
  definition.roles = {role("agent"), role("idle")};
  definition.messages = {{text("hello"), {{"en", text("Hello.")}}},
                         {text("unheard"), {{"en", text("…")}}},
                         {text("empty"), {}}};
  definition.states[0].entry = {notify_definition{text("agent"), text("hello")},
                                notify_definition{text("agnt"), text("helo")},
                                notify_definition{text("agent"), text("empty")}};
  CHECK(compile_findings(definition) ==
        lines{"unknown-role: no role \"agnt\" (did you mean agent?)",
              "unknown-message: no message \"helo\" (did you mean hello?)",
              "empty-message: message \"empty\" has no text"});
  definition.states[0].entry.resize(1);
  definition.messages.pop_back();
  CHECK(compile_findings(definition) == lines{"unused-message: message \"unheard\" is used nowhere",
                                              "unused-role: role \"idle\" is used nowhere"});
}

TEST_CASE("findings: a message speaks of its clock only if milestones alone send it") {
  auto definition = timed();
  definition.roles = {role("agent")};
  definition.messages = {{text("soon"), {{"en", text("Due {{clock.due}}")}}}};
  milestone_definition due = milestone(milestone_kind::due);
  due.actions = {notify_definition{text("agent"), text("soon")}};
  definition.clocks[0].milestones = {due};
  CHECK(compile_findings(definition) == lines{});
  definition.states[0].entry = {notify_definition{text("agent"), text("soon")}};
  CHECK(compile_findings(definition).size() == 1);
}

TEST_CASE("findings: roles that extend themselves") {
  auto definition = errand();
  definition.events[0].by = texts({"a"});
  definition.roles = {role("a", {"b"}), role("b", {"a"})};
  CHECK(compile_findings(definition) ==
        lines{"role-cycle: role \"a\" extends itself", "role-cycle: role \"b\" extends itself"});
}

TEST_CASE("findings: approvals that nobody can grant") {
  auto definition =
      workflow("asking", {approval_state("asking", {}, {on("approved", {to("end")})}),
                          approval_state("again", {"boss"}, {on("rejected", {to("end")})}),
                          final_state("end")});
  definition.roles = {role("boss")};
  definition.states[1].approval->rule = approval_rule::at_least;
  definition.states[1].approval->at_least = 2;
  definition.events = {event("approve")};
  CHECK(compile_findings(definition) ==
        lines{"reserved-name: \"approve\" is an event of every approval: it cannot be declared",
              "invalid-approval: nobody is named to approve (by: [role, …])",
              "invalid-approval: at least 2 of 1 approvers: it must be 1 to 1"});
}

TEST_CASE("findings: a task without a role, a text without its translation") {
  auto definition = errand();
  definition.title.texts = {{"en", "Errand"}, {"zh", "差事"}};
  definition.states[0].title.texts = {{"zh", "待办"}};
  definition.states[1].title.texts = {{"", "fin"}};
  definition.states[0].task.emplace();
  CHECK(compile_findings(definition) ==
        lines{"task-without-role: nobody is named to do this task",
              "missing-translation: the state's title lacks a text in "
              "\"en\""});
}

TEST_CASE("findings: past a limit there is one finding, and no crash") {
  auto definition = errand();
  for (int i = 0; i < 10'000; ++i)
    definition.states.push_back(state("s" + std::to_string(i)));
  CHECK(compile_findings(definition) == lines{"limit-exceeded: at most 10000 states are possible"});
  auto many = errand();
  many.data.resize(10'001);
  CHECK(compile_findings(many) ==
        lines{"limit-exceeded: 10001 data fields: at most 10000 are possible"});
  state_definition deep = state("leaf");
  for (int i = 0; i < 64; ++i)
    deep = compound("c" + std::to_string(i), "x", {deep});
  CHECK(compile_findings(workflow("c63", {deep})) ==
        lines{"limit-exceeded: states can be nested 64 deep"});
}

} // namespace caseclock::test
