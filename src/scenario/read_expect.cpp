// The `expect` of a step.
#include <utility>

#include "caseclock/base/suggest.hpp"
#include "caseclock/calendar/amount.hpp"
#include "caseclock/record/record.hpp"
#include "scenario/keys.hpp"
#include "scenario/read_scenario.hpp"

namespace caseclock::detail {
namespace {

/// "7h30m", "0s", "-5h30m": what a clock shows, so zero and less are fine.
std::optional<located<duration>> read_span(findings& found, const located_text& written) {
  if (written.value.empty())
    return std::nullopt;
  std::string_view text = written.value;
  const bool negative = text.starts_with('-');
  if (negative)
    text.remove_prefix(1);
  if (text == "0" || text == "0s" || text == "0m" || text == "0h")
    return located<duration>{duration{0}, written.span};
  const auto parsed = parse_amount(text);
  const bool usable = parsed && (parsed->kind == time_amount::unit::elapsed ||
                                 parsed->kind == time_amount::unit::working_time);
  if (!usable) {
    found.push_back(
        fault("invalid-duration",
              parsed ? "a clock shows hours and minutes, not working days" : parsed.error().message,
              written.span));
    return std::nullopt;
  }
  return located<duration>{duration{negative ? -parsed->count : parsed->count}, written.span};
}

scenario_clock read_clock(findings& found, const yaml_entry& entry) {
  scenario_clock clock;
  clock.name = {entry.key, entry.key_span};
  if (entry.value.kind != yaml_kind::mapping) {
    clock.state = read_text(found, entry.value, "a clock's state");
  } else {
    const fields in{found, entry.value, expected_clock_table, entry.key_span};
    clock.state = in.text("state");
    if (const yaml_node* due = in.find("due"))
      clock.due = read_instant(found, *due);
    clock.elapsed = read_span(found, in.text("elapsed"));
    clock.remaining = read_span(found, in.text("remaining"));
    clock.cycle = in.integer("cycle");
  }
  constexpr std::string_view states[] = {"idle", "running", "paused", "met", "missed", "cancelled"};
  for (const std::string_view each : states) {
    if (clock.state.value == each || clock.state.value.empty())
      return clock;
  }
  found.push_back(
      fault("unknown-value", "no clock is ever " + in_quotes(clock.state.value), clock.state.span,
            closest(clock.state.value,
                    std::vector<std::string_view>(std::begin(states), std::end(states)))));
  return clock;
}

scenario_record read_record(findings& found, const yaml_node& node) {
  scenario_record wanted;
  wanted.span = node.span;
  for_each_entry(found, node, "an expected record", [&](const yaml_entry& each) {
    if (each.key == "type")
      wanted.type = read_text(found, each.value, "a record's type");
    else
      wanted.members.push_back(
          {{each.key, each.key_span}, {read_value(each.value), each.value.span}});
  });
  if (node.kind == yaml_kind::mapping && wanted.type.value.empty()) {
    found.push_back(fault("missing-key", "an expected record needs its \"type\"", node.span));
    return wanted;
  }
  for (const std::string_view known : record_names) {
    if (known == wanted.type.value)
      return wanted;
  }
  if (node.kind == yaml_kind::mapping)
    found.push_back(fault(
        "unknown-record", "there is no record " + in_quotes(wanted.type.value), wanted.type.span,
        closest(wanted.type.value,
                std::vector<std::string_view>(std::begin(record_names), std::end(record_names)))));
  return wanted;
}

std::vector<located_text> read_expressions(findings& found, const fields& in,
                                           std::string_view key) {
  std::vector<located_text> rules;
  in.for_one_or_each(
      key, [&](const yaml_node& each) { rules.push_back(read_expression(found, each, "a rule")); });
  return rules;
}

} // namespace

scenario_expect read_expect(findings& found, const yaml_node& node) {
  scenario_expect expect;
  const fields in{found, node, expect_table, node.span};
  if (!in.is_mapping())
    return expect;
  expect.states = in.texts("state");
  expect.not_states = in.texts("not_state");
  expect.status = in.text("status");
  expect.data = read_values(in, "data");
  in.for_each_entry(
      "clocks", [&](const yaml_entry& each) { expect.clocks.push_back(read_clock(found, each)); });
  if (in.has("children"))
    expect.children = in.texts("children");
  if (in.has("tasks"))
    expect.tasks.emplace();
  in.for_one_or_each("tasks", [&](const yaml_node& each) {
    const fields task{found, each, expected_task_table, each.span};
    scenario_task wanted{
        task.text("role"), task.text("state"), task.text("person"), task.text("for"), {}};
    if (const yaml_node* due = task.find("due"))
      wanted.due = read_instant(found, *due);
    expect.tasks->push_back(std::move(wanted));
  });
  if (const yaml_node* events = in.find("events")) {
    const fields expected{found, *events, expected_events_table, in.key_place("events")};
    expect.events_role = expected.text("role");
    expect.events = expected.texts("are");
  }
  in.for_one_or_each("records", [&](const yaml_node& each) {
    expect.records.push_back(read_record(found, each));
  });
  expect.holds = read_expressions(found, in, "holds");
  return expect;
}

} // namespace caseclock::detail
