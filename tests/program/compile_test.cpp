// What a compiled program looks like: ids, ranges, built-in events, the hash.
#include <doctest/doctest.h>

#include "program/definitions.hpp"

namespace caseclock::test {
namespace {

std::shared_ptr<const program> compiled(const workflow_definition& definition,
                                        const calendar_table& table = {}) {
  const auto made = compile(definition, table);
  CHECK(told(made.diagnostics) == lines{});
  REQUIRE(made.ok());
  return *made.value;
}

workflow_definition nested() {
  return workflow("first",
                  {compound("first", "b", {state("a"), state("b", {on("go", {to("c")})})},
                            {on("leave", {to("end")})}),
                   parallel("c", {compound("left", "l1", {state("l1"), final_state("l2")}),
                                  compound("right", "r1", {state("r1"), final_state("r2")})}),
                   final_state("end")},
                  {event("go"), event("leave")});
}

std::vector<std::string> names(const program& made) {
  std::vector<std::string> all;
  for (const program_state& each : made.states)
    all.push_back(each.name);
  return all;
}

} // namespace

TEST_CASE("S3 document order: states are numbered as written, parents before children") {
  const auto made = compiled(nested());
  CHECK(names(*made) ==
        lines{"", "first", "a", "b", "c", "left", "l1", "l2", "right", "r1", "r2", "end"});
  CHECK(made->states[0].last == made->state("end"));
  CHECK(made->states[made->state("c").index()].last == made->state("r2"));
  CHECK(made->inside(made->state("r1"), made->state("c")));
  CHECK_FALSE(made->inside(made->state("end"), made->state("c")));
  CHECK(made->states[made->state("r1").index()].depth == 3);
  CHECK(made->states[made->state("r1").index()].parent == made->state("right"));
}

TEST_CASE("compile: the root is a compound state that begins where the author says") {
  const auto made = compiled(nested());
  CHECK(made->states[0].kind == state_kind::compound);
  CHECK(made->states[0].initial == std::vector{made->state("first")});
  CHECK(made->states[0].children ==
        std::vector{made->state("first"), made->state("c"), made->state("end")});
  CHECK(made->states[made->state("first").index()].initial == std::vector{made->state("b")});
}

TEST_CASE("compile: a state's transitions are one range, with event, guard and target resolved") {
  auto definition = nested();
  definition.data = {required(field("urgent", "bool"))};
  definition.states[0].states[0].on = {on("go", {to("b", "urgent"), to("c")}),
                                       always({to("end", "urgent")})};
  definition.states[0].states[0].after = {{{hours(2), {}}, {to("end")}}};
  const auto made = compiled(definition);
  const program_state& a = made->states[made->state("a").index()];
  REQUIRE(a.transitions.count == 4);
  const program_transition* first = &made->transitions[a.transitions.first];
  CHECK(first[0].event == made->event("go"));
  CHECK(first[0].source == made->state("a"));
  CHECK(first[0].targets == std::vector{made->state("b")});
  CHECK(made->expressions[first[0].guard.index()].text == "urgent");
  CHECK_FALSE(first[1].guard.valid());
  CHECK(first[2].trigger == trigger_kind::eventless);
  CHECK(first[3].trigger == trigger_kind::timer);
  REQUIRE(a.timers.count == 1);
  CHECK(first[3].timer.index() == a.timers.first);
  CHECK(made->timers[a.timers.first].amount == hours(2));
}

TEST_CASE("compile: events are numbered declared first, then the language's, then raised ones") {
  auto definition = nested();
  definition.states[0].entry = {raise("woken")};
  definition.states[0].on.push_back(on("woken", {to("end")}));
  const auto made = compiled(definition);
  lines all;
  for (const program_event& each : made->events)
    all.push_back(each.name);
  CHECK(all == lines{"go", "leave", "error.guard", "error.action", "error.send", "done.first",
                     "done.c", "done.left", "done.right", "woken"});
  CHECK(made->error_guard == made->event("error.guard"));
  CHECK(made->events[made->event("go").index()].origin == event_origin::external);
  CHECK(made->events[made->event("done.c").index()].origin == event_origin::done);
  CHECK(made->events[made->event("woken").index()].origin == event_origin::internal);
  CHECK(made->states[made->state("left").index()].done == made->event("done.left"));
  CHECK_FALSE(made->states[made->state("l1").index()].done.valid());
}

TEST_CASE("compile: an approval brings its events, its votes and its timer") {
  auto definition =
      workflow("asking", {approval_state("asking", {"manager", "boss"},
                                         {on("approved", {to("end")}), on("rejected", {to("end")}),
                                          on("approval_overdue", {to("end")})}),
                          final_state("end")});
  definition.roles = {role("manager"), role("boss")};
  definition.calendar = text("office");
  definition.states[0].approval->within = located<time_amount>{working_days(2), {}};
  definition.states[0].approval->rule = approval_rule::any;
  const auto made = compiled(definition, calendars());
  REQUIRE(made->approvals.size() == 1);
  const program_approval& approval = made->approvals[0];
  CHECK(approval.state == made->state("asking"));
  CHECK(approval.needed == 1);
  CHECK(approval.by == std::vector{made->role("manager"), made->role("boss")});
  REQUIRE(made->timers.size() == 1);
  CHECK(made->timers[0].approval == approval_id{0});
  CHECK(made->timers[0].calendar == made->calendar);
  CHECK(made->events[made->event("approved").index()].origin == event_origin::approval);
  const program_event& vote = made->events[made->event("approve").index()];
  CHECK(vote.origin == event_origin::vote);
  REQUIRE(vote.payload.fields.size() == 1);
  CHECK(vote.payload.fields[0].name == "comment");
  CHECK(vote.payload.fields[0].type.optional);
}

TEST_CASE("compile: all of three approvers, at least two of three") {
  auto definition = workflow(
      "asking", {approval_state("asking", {"a", "b", "c"},
                                {on("approved", {to("end")}), on("rejected", {to("end")})}),
                 final_state("end")});
  definition.roles = {role("a"), role("b"), role("c")};
  CHECK(compiled(definition)->approvals[0].needed == 3);
  definition.states[0].approval->rule = approval_rule::at_least;
  definition.states[0].approval->at_least = 2;
  CHECK(compiled(definition)->approvals[0].needed == 2);
}

TEST_CASE("compile: a clock without milestones has the one that it is due") {
  auto definition = errand();
  definition.clocks = {
      clock("call", when(when_kind::enter, "todo"), when(when_kind::event, "finish"), hours(4))};
  const auto made = compiled(definition);
  REQUIRE(made->clocks.size() == 1);
  const program_clock& call = made->clocks[0];
  REQUIRE(call.milestones.size() == 1);
  CHECK(call.milestones[0].name == "due");
  REQUIRE(call.calendars.size() == 1);
  CHECK_FALSE(call.calendars[0].second.valid());
  CHECK(call.targets[0].amount == hours(4));
  CHECK(call.start[0].state == made->state("todo"));
  CHECK(call.stop[0].event == made->event("finish"));
}

TEST_CASE("compile: milestones keep the author's order and are named as written") {
  auto definition = errand();
  definition.calendar = text("office");
  clock_definition call = clock("call", when(when_kind::enter, "todo"),
                                when(when_kind::event, "finish"), working_days(2));
  milestone_definition soon;
  soon.kind = milestone_kind::percent;
  soon.percent = 80;
  milestone_definition late;
  late.kind = milestone_kind::after;
  late.amount = {time_amount::unit::working_time, 4 * 3'600'000};
  milestone_definition again;
  again.kind = milestone_kind::every;
  again.amount = working_days(1);
  again.times = 3;
  call.milestones = {soon, late, again};
  definition.clocks = {call};
  const auto made = compiled(definition, calendars());
  lines all;
  for (const program_milestone& each : made->clocks[0].milestones)
    all.push_back(each.name);
  CHECK(all == lines{"80%", "4 working hours after", "every 1 working day after", "due"});
  CHECK(made->clocks[0].calendars[0].second == made->calendar);
}

TEST_CASE("compile: roles may act as what they extend, transitively") {
  auto definition = errand();
  definition.events[0].by = texts({"agent"});
  definition.roles = {role("boss", {"manager"}), role("manager", {"agent"}), role("agent")};
  const auto made = compiled(definition);
  CHECK(made->roles[0].may_act_as ==
        std::vector{made->role("boss"), made->role("manager"), made->role("agent")});
  CHECK(made->roles[2].may_act_as == std::vector{made->role("agent")});
}

TEST_CASE("compile: a form's fields come before the event's own, in one payload") {
  auto definition = errand();
  definition.forms = {{text("record"), {}, {required(field("note", "string"))}}};
  definition.events[0].form = text("record");
  definition.events[0].with = {enum_field("outcome", {"good", "bad"})};
  const auto made = compiled(definition);
  const schema& payload = made->events[made->event("finish").index()].payload;
  REQUIRE(payload.fields.size() == 2);
  CHECK(payload.fields[0].name == "note");
  CHECK_FALSE(payload.fields[0].type.optional);
  CHECK(payload.fields[1].type.is_enum());
  CHECK(payload.fields[1].type.optional);
  CHECK(made->events[made->event("finish").index()].form == "record");
}

TEST_CASE("compile: a field is never missing if it is required or has a default") {
  auto definition = errand();
  field_definition attempts = field("attempts", "int");
  attempts.initial.value = 0;
  field_definition price = field("price", "decimal");
  price.initial.value = 12;
  definition.data = {attempts, price, field("note", "string"), required(field("who", "string"))};
  const auto made = compiled(definition);
  CHECK_FALSE(made->data.fields[0].type.optional);
  REQUIRE(made->data.fields[1].initial);
  CHECK(*made->data.fields[1].initial == value(decimal{120'000}));
  CHECK(made->data.fields[2].type.optional);
  CHECK_FALSE(made->data.fields[3].type.optional);
}

TEST_CASE("compile: the hash is the content's, whatever the file and the lines") {
  auto here = nested();
  auto there = here;
  there.name.span = {3, 7, 1, 5};
  there.states[0].name.span = {3, 9, 1, 5};
  CHECK(compiled(here)->hash == compiled(there)->hash);
}

TEST_CASE("compile: any change of words or order changes the hash") {
  const auto before = compiled(nested())->hash;
  auto titled = nested();
  titled.states[0].title.texts = {{"en", "First"}};
  CHECK(compiled(titled)->hash != before);
  auto swapped = nested();
  std::swap(swapped.events[0], swapped.events[1]);
  CHECK(compiled(swapped)->hash != before);
  auto newer = nested();
  newer.version.value = 2;
  CHECK(compiled(newer)->hash != before);
}

TEST_CASE("T11 compile: the hash tells targets that count from different dates apart") {
  const auto hash = [](std::optional<date_target_definition> date) {
    auto definition = errand();
    definition.data = {required(field("ends_on", "date")), required(field("signed_on", "date"))};
    definition.clocks = {
        clock("call", when(when_kind::enter, "todo"), when(when_kind::event, "finish"), hours(1))};
    definition.clocks[0].targets[0].date = std::move(date);
    return compiled(definition)->hash;
  };
  const auto one = hash(date_target_definition{-1, text("ends_on")});
  CHECK(one == hash(date_target_definition{-1, text("ends_on")}));
  CHECK(one != hash(date_target_definition{1, text("ends_on")}));
  CHECK(one != hash(date_target_definition{-1, text("signed_on")}));
  CHECK(one != hash(std::nullopt));
}

TEST_CASE("compile: a program keeps only the calendars it names, whatever else is there") {
  auto definition = errand();
  definition.calendar = text("office");
  const auto alone = compiled(definition, calendars());
  const auto among = compiled(
      definition, {{"always", office("always")}, {"office", office()}, {"x", office("x")}});
  REQUIRE(alone->calendars.size() == 1);
  REQUIRE(among->calendars.size() == 1);
  CHECK(among->calendars[0]->name() == "office");
  CHECK(alone->hash == among->hash);
  const auto other = compiled(definition, {{"office", office("other hours")}});
  CHECK(other->hash != alone->hash);
}

TEST_CASE("compile: every finding is told in one go, with what was probably meant") {
  auto definition = errand();
  definition.states[0].on[0].transitions[0].to[0].value = "dune";
  definition.states[0].on.push_back(on("finnish", {to("todo")}));
  definition.states[0].task.emplace();
  definition.states[0].task->role = text("agnet");
  definition.roles = {role("agent", {"mangler"})};
  definition.calendar = text("offce");
  const auto made = compile(definition, calendars());
  CHECK_FALSE(made.ok());
  CHECK(told(made.diagnostics) ==
        lines{"unknown-calendar: no calendar \"offce\" (did you mean office?)",
              "unknown-role: no role \"mangler\"",
              "unknown-role: no role \"agnet\" (did you mean agent?)",
              "unknown-state: no state \"dune\" (did you mean done?)",
              "unknown-event: no event \"finnish\" (did you mean finish?)"});
}

} // namespace caseclock::test
