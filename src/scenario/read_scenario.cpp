#include "scenario/read_scenario.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>
#include <utility>

#include "caseclock/time/iso8601.hpp"
#include "scenario/keys.hpp"

namespace caseclock::detail {
namespace {

struct actor_text {
  located_text role{};
  located_text name{};
  located_text on_behalf_of{};
};

actor_text read_actor(findings& found, const fields& in) {
  actor_text as;
  if (const yaml_node* node = in.find("as")) {
    const fields actor{found, *node, actor_table, in.key_place("as")};
    as.role = actor.text("role");
    as.name = actor.text("name");
    as.on_behalf_of = actor.text("for");
  }
  return as;
}

/// 1 to 100 from "80%", 100 from "due"; reports anything else.
std::uint32_t read_percent(findings& found, const located_text& written) {
  if (written.value == "due")
    return 100;
  std::uint32_t percent = 0;
  for (const char c : written.value.substr(0, written.value.size() - 1)) {
    if (c < '0' || c > '9' || percent > 100)
      percent = 1'000;
    else
      percent = percent * 10 + static_cast<std::uint32_t>(c - '0');
  }
  if (!written.value.ends_with('%') || percent == 0 || percent > 100) {
    found.push_back(
        fault("invalid-milestone", "\"at\" is due, or a percentage such as 80%", written.span));
    return 100;
  }
  return percent;
}

scenario_until read_until(findings& found, const fields& in) {
  scenario_until until;
  const yaml_node* node = in.find("until");
  if (node == nullptr)
    return until;
  if (node->kind != yaml_kind::mapping) {
    until.at = read_instant(found, *node);
    return until;
  }
  const fields point{found, *node, until_table, in.key_place("until")};
  until.clock = point.text("clock");
  const located_text at = point.text("at");
  if (!at.value.empty())
    until.percent = read_percent(found, at);
  return until;
}

/// `retry: true`, or `skip: true`.
scenario_incident read_incident(findings& found, const fields& in) {
  const std::string_view key = in.has("retry") ? "retry" : "skip";
  if (!in.flag(key, true))
    found.push_back(fault("step-kind", in_quotes(key) + " must be true", in.key_place(key)));
  actor_text as = read_actor(found, in);
  return {key == "retry" ? incident_end::retried : incident_end::skipped, std::move(as.role),
          std::move(as.name), in.text("refused")};
}

constexpr std::array<std::string_view, 10> step_kinds{
    "send", "expect", "wait", "until", "claim", "delegate", "return", "cancel", "retry", "skip"};

/// The verb of a step with a task, if it is one.
std::optional<task_verb> verb_of(const fields& in) {
  for (const task_verb each : {task_verb::claim, task_verb::hand_on, task_verb::give_back}) {
    if (in.has(name(each)))
      return each;
  }
  return std::nullopt;
}

/// Members that belong to some kinds of step only.
void check_step_members(findings& found, const fields& in) {
  const bool hands = verb_of(in).has_value();
  const bool decides = in.has("retry") || in.has("skip");
  const auto belongs = [&](std::string_view key, bool fits, const char* where) {
    if (in.has(key) && !fits)
      found.push_back(fault("step-kind", in_quotes(key) + " belongs to a step with " + where,
                            in.key_place(key)));
  };
  for (const std::string_view only_sent : {"with", "step", "version"})
    belongs(only_sent, in.has("send"), "\"send\"");
  for (const std::string_view by_somebody : {"as", "refused"})
    belongs(by_somebody, in.has("send") || hands || decides || in.has("cancel"),
            "\"send\", or one with a task or an incident");
  belongs("to", in.has("delegate"), "\"delegate\"");
}

scenario_step read_step(findings& found, const yaml_node& node) {
  scenario_step step;
  step.span = node.span;
  const fields in{found, node, step_table, node.span};
  if (!in.is_mapping())
    return step;
  step.of = in.text("case");
  const auto asked = std::count_if(step_kinds.begin(), step_kinds.end(),
                                   [&](std::string_view each) { return in.has(each); });
  if (asked != 1)
    found.push_back(fault("step-kind",
                          "a step has exactly one of send, expect, wait, until, claim, delegate, "
                          "return, cancel, retry, skip",
                          node.span));
  check_step_members(found, in);
  if (in.has("send")) {
    actor_text as = read_actor(found, in);
    step.what = scenario_send{
        in.text("send"),    std::move(as.role),         std::move(as.name), read_values(in, "with"),
        in.text("refused"), std::move(as.on_behalf_of), in.integer("step"), in.integer("version")};
  } else if (in.has("retry") || in.has("skip")) {
    step.what = read_incident(found, in);
  } else if (const auto verb = verb_of(in)) {
    actor_text as = read_actor(found, in);
    step.what = scenario_hands{*verb,
                               in.text(name(*verb)),
                               in.text("to"),
                               std::move(as.role),
                               std::move(as.name),
                               in.text("refused")};
  } else if (in.has("cancel")) {
    actor_text as = read_actor(found, in);
    step.what = scenario_cancel{in.text("cancel"), std::move(as.role), std::move(as.name),
                                in.text("refused")};
  } else if (in.has("expect")) {
    step.what = read_expect(found, *in.find("expect"));
  } else if (in.has("wait")) {
    step.what = scenario_wait{in.amount("wait").value_or(located<time_amount>{})};
  } else {
    step.what = read_until(found, in);
  }
  return step;
}

} // namespace

std::optional<located<instant>> read_instant(findings& found, const yaml_node& node) {
  const located_text written = read_text(found, node, "an instant");
  if (written.value.empty())
    return std::nullopt;
  const auto parsed = parse_instant(written.value);
  if (!parsed) {
    found.push_back(fault("invalid-timestamp", parsed.error().message, written.span));
    return std::nullopt;
  }
  return located<instant>{*parsed, written.span};
}

scenario_values read_values(const fields& in, std::string_view key) {
  scenario_values values;
  in.for_each_entry(key, [&values](const yaml_entry& each) {
    values.push_back({{each.key, each.key_span}, {read_value(each.value), each.value.span}});
  });
  return values;
}

scenario_definition read_scenario(findings& found, const yaml_node& node) {
  scenario_definition made;
  made.span = node.span;
  const fields in{found, node, scenario_table, node.span};
  if (!in.is_mapping())
    return made;
  made.name = in.text("name");
  made.workflow = in.text("workflow");
  if (const yaml_node* at = in.find("at"))
    made.at = read_instant(found, *at).value_or(located<instant>{});
  made.key = in.text("key");
  made.data = read_values(in, "data");
  actor_text as = read_actor(found, in);
  made.opened_by_role = std::move(as.role);
  made.opened_by_person = std::move(as.name);
  made.scheduled = in.flag("scheduled", false);
  for (const std::string_view opening : {"key", "data", "as", "refused"}) {
    if (made.scheduled && in.has(opening))
      found.push_back(fault("step-kind",
                            in_quotes(opening) + " says how a case is opened: a \"scheduled\" one "
                                                 "opens by itself",
                            in.key_place(opening)));
  }
  made.refused = in.text("refused");
  in.for_one_or_each("steps",
                     [&](const yaml_node& each) { made.steps.push_back(read_step(found, each)); });
  in.for_one_or_each("never", [&](const yaml_node& each) {
    made.never.push_back(read_expression(found, each, "a rule"));
  });
  return made;
}

} // namespace caseclock::detail
