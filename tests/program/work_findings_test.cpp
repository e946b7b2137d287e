// Mistakes about people's work: tasks, approvals, forms.
#include <doctest/doctest.h>

#include "program/definitions.hpp"

namespace caseclock::test {
namespace {

lines findings_of(const workflow_definition& definition) {
  return told(compile(definition, calendars()).diagnostics);
}

workflow_definition approving() {
  auto definition = workflow(
      "asking", {approval_state("asking", {"manager", "finance"},
                                {on("approved", {to("done")}), on("rejected", {to("done")})}),
                 final_state("done")});
  definition.roles = {role("manager"), role("finance"), role("director")};
  definition.states[0].approval->within = located<time_amount>{hours(4), {}};
  return definition;
}

form_definition sheet(std::vector<field_definition> fields) {
  form_definition made;
  made.name = text("sheet");
  made.fields = std::move(fields);
  return made;
}

} // namespace

TEST_CASE("findings: roles that extend each other") {
  auto definition = errand();
  definition.roles = {role("a", {"b"}), role("b", {"c"}), role("c", {"a"})};
  CHECK(findings_of(definition) == lines{"role-cycle: role \"a\" extends itself",
                                         "role-cycle: role \"b\" extends itself",
                                         "role-cycle: role \"c\" extends itself"});
}

TEST_CASE("findings: an approver who is named twice, a role that is forbidden and unknown") {
  auto definition = approving();
  definition.states[0].approval->by = texts({"manager", "finance", "manager"});
  definition.states[0].approval->forbid = texts({"financ"});
  CHECK(findings_of(definition) ==
        lines{"unknown-role: no role \"financ\" (did you mean finance?)",
              "invalid-approval: role \"manager\" is named twice: each role answers once"});
}

TEST_CASE("findings: what happens when no time can pass, or to whom it cannot be escalated") {
  auto untimed = approving();
  untimed.states[0].approval->within.reset();
  untimed.states[0].approval->on_overdue = {overdue_policy::reject, {0, 7, 3, 6}};
  CHECK(findings_of(untimed) == lines{"invalid-approval: on_overdue says what happens when the "
                                      "time passes, and there is none (within)"});
  auto upwards = approving();
  upwards.states[0].approval->on_overdue = {overdue_policy::escalate, {0, 7, 3, 6}};
  upwards.states[0].approval->escalate_to = text("directr");
  CHECK(findings_of(upwards) ==
        lines{"unknown-role: no role \"directr\" (did you mean director?)"});
  upwards.states[0].approval->escalate_to = text("finance");
  CHECK(findings_of(upwards) == lines{"invalid-approval: role \"finance\" is asked from the "
                                      "start: escalate to another one"});
  upwards.states[0].approval->escalate_to = text("director");
  CHECK(findings_of(upwards).empty());
}

TEST_CASE("findings: a task whose form is unknown, or never comes") {
  auto definition = errand();
  definition.roles = {role("agent")};
  definition.states[0].task.emplace();
  definition.states[0].task->role = text("agent");
  definition.states[0].task->form = text("shet");
  definition.forms = {sheet({field("note", "string")})};
  CHECK(findings_of(definition) == lines{"unknown-form: no form \"shet\" (did you mean sheet?)"});
  definition.states[0].task->form = text("sheet");
  definition.events[0].by = texts({"agent"});
  CHECK(findings_of(definition) ==
        lines{"task-never-done: no event that brings form \"sheet\" is handled in state \"todo\": "
              "the task is never done"});
  definition.events[0].form = text("sheet");
  CHECK(findings_of(definition).empty());
}

TEST_CASE("findings: a task's time needs a calendar, and its event a time") {
  auto definition = errand();
  definition.states[0].task.emplace();
  definition.states[0].task->within = located<time_amount>{working_days(2), {}};
  CHECK(codes(compile(definition, {}).diagnostics) ==
        lines{"task-without-role", "calendar-needed"});
  auto untimed = errand();
  untimed.states[0].on.push_back(on("task_overdue", {to("done")}));
  CHECK(findings_of(untimed) ==
        lines{"unknown-event: \"task_overdue\" is the event of a task with a time (within), and "
              "the workflow has none"});
}

TEST_CASE("findings: the condition under which a field is required is an expression like others") {
  auto definition = errand();
  field_definition reason = field("reason", "string");
  reason.required_if = text("outcome == \"badd\"");
  definition.forms = {sheet({required(enum_field("outcome", {"good", "bad"})), reason})};
  definition.events[0].form = text("sheet");
  definition.events.push_back(event("again"));
  definition.events[1].form = text("sheet"); // told once, not once per event
  definition.states[0].on.push_back(on("again", {to("done")}));
  CHECK(codes(compile(definition, {}).diagnostics) == lines{"unknown-enum-value"});
  definition.forms[0].fields[1].required_if = text("outcom == \"bad\"");
  CHECK(findings_of(definition) ==
        lines{"unknown-field: the case has no field \"outcom\" (did you mean outcome?)"});
  definition.forms[0].fields[1].required_if = text("outcome");
  CHECK(codes(compile(definition, {}).diagnostics) == lines{"type-mismatch"});
}

TEST_CASE("findings: lengths that cannot be, or of what has none") {
  auto definition = errand();
  field_definition words = field("words", "string");
  words.min_length = located<std::int64_t>{5, {}};
  words.max_length = located<std::int64_t>{4, {}};
  field_definition endless = field("endless", "string");
  endless.max_length = located<std::int64_t>{65'537, {}};
  field_definition number = field("number", "int");
  number.max_length = located<std::int64_t>{3, {}};
  definition.data = {words, endless, number};
  CHECK(findings_of(definition) ==
        lines{"empty-range: min_length is more than max_length: no value fits",
              "invalid-length: a length is 0 to 65536",
              "type-mismatch: only a string or a list has a length"});
}

} // namespace caseclock::test
