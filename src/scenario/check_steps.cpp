// How a case is opened, what is sent to it, and how long is waited.
#include <algorithm>
#include <array>
#include <utility>
#include <variant>

#include "caseclock/base/result.hpp"
#include "caseclock/base/suggest.hpp"
#include "caseclock/value/coerce.hpp"
#include "definition/fault.hpp"
#include "scenario/case_run.hpp"
#include "scenario/checker.hpp"

namespace caseclock::detail {

namespace {

/// What opening a case or sending an event can be refused with.
constexpr std::array refusals{
    errc::unknown_workflow,
    errc::unknown_case,
    errc::duplicate_case,
    errc::unknown_event,
    errc::event_not_expected,
    errc::not_authorised,
    errc::invalid_data,
    errc::separation_of_duties,
    errc::already_decided,
    errc::guard_not_met,
    errc::unknown_task,
    errc::task_taken,
    errc::task_not_held,
    errc::stale,
    errc::case_closed,
    errc::case_frozen,
    errc::incident,
    errc::limit,
    errc::not_frozen,
    errc::evaluation,
    errc::horizon,
};

std::vector<std::string_view> field_names(const schema* fields) {
  std::vector<std::string_view> names;
  for (const field_spec& each : fields->fields)
    names.push_back(each.name);
  return names;
}

bool wants(const located_text& refused, errc code) {
  return refused.value == name(code);
}

} // namespace

std::vector<diagnostic> scenario_checker::check(const scenario_definition& scenario) {
  found_.clear();
  strangers_.clear();
  for (const scenario_step& each : scenario.steps) {
    const auto* sent = std::get_if<scenario_send>(&each.what);
    if (sent != nullptr && wants(sent->refused, errc::unknown_event))
      strangers_.insert(sent->event.value);
    if (sent != nullptr && wants(sent->refused, errc::not_authorised))
      strangers_.insert(sent->role.value);
    const auto* hands = std::get_if<scenario_hands>(&each.what);
    if (hands != nullptr && wants(hands->refused, errc::not_authorised))
      strangers_.insert(hands->role.value);
    const auto* decided = std::get_if<scenario_incident>(&each.what);
    if (decided != nullptr && wants(decided->refused, errc::not_authorised))
      strangers_.insert(decided->role.value);
  }
  opening(scenario);
  for (const scenario_step& each : scenario.steps)
    step(scenario, each);
  return std::move(found_);
}

void scenario_checker::opening(const scenario_definition& scenario) {
  refusal(scenario.refused);
  if (scenario.workflow.value.empty())
    return;
  const program* of = book_.workflow(scenario.workflow.value);
  if (of == nullptr) {
    fault("unknown-workflow", "no workflow " + in_quotes(scenario.workflow.value),
          scenario.workflow.span)
        .suggestion = closest(scenario.workflow.value, book_.workflows());
    return;
  }
  const step_subject own{{of}};
  if (!wants(scenario.refused, errc::not_authorised))
    name(own, name_kind::role, scenario.opened_by_role);
  const field_owner data{&of->data, own.in_words()};
  if (!wants(scenario.refused, errc::invalid_data))
    given(data, scenario.data);
  if (scenario.scheduled && of->schedules.empty())
    fault("step-kind", "workflow " + in_quotes(of->name) + " has no schedule",
          scenario.workflow.span);
  if (scenario.refused.value.empty() && !scenario.scheduled)
    required(data, scenario.data, scenario.workflow.span);
  rules(own, scenario.never);
}

void scenario_checker::step(const scenario_definition& scenario, const scenario_step& at) {
  const step_subject whose = subject_of(scenario, at);
  if (const auto* sent = std::get_if<scenario_send>(&at.what))
    send(whose, *sent);
  else if (const auto* expected = std::get_if<scenario_expect>(&at.what))
    expectation(whose, *expected);
  else if (const auto* waited = std::get_if<scenario_wait>(&at.what))
    wait(whose, at, *waited);
  else if (const auto* decided = std::get_if<scenario_incident>(&at.what)) {
    refusal(decided->refused);
    if (!wants(decided->refused, errc::not_authorised))
      name(whose, name_kind::role, decided->role);
  } else if (const auto* until = std::get_if<scenario_until>(&at.what))
    name(whose, name_kind::clock, until->clock);
  else if (const auto* hands = std::get_if<scenario_hands>(&at.what))
    change_hands(whose, *hands);
  else if (const auto* cancelled = std::get_if<scenario_cancel>(&at.what))
    cancel(whose, *cancelled);
}

void scenario_checker::cancel(const step_subject& whose, const scenario_cancel& what) {
  refusal(what.refused);
  if (!wants(what.refused, errc::not_authorised))
    name(whose, name_kind::role, what.role);
}

step_subject scenario_checker::subject_of(const scenario_definition& scenario,
                                          const scenario_step& at) {
  const program* own = book_.workflow(scenario.workflow.value);
  if (own == nullptr)
    return {};
  const std::string& key = scenario.key.value.empty() ? "case" : scenario.key.value;
  if (at.of.value.empty() || at.of.value == key)
    return step_subject{{own}};
  if (const program* child = book_.child_at(*own, key, at.of.value))
    return step_subject{{child}};
  bool opens_any = false;
  step_subject others = book_.opened_by(*own, opens_any);
  if (scenario.scheduled) // a later occurrence, or what it opens
    return opens_any ? step_subject{} : step_subject{{own}};
  if (!opens_any)
    fault("unknown-case",
          "no case " + in_quotes(at.of.value) + ": workflow " + in_quotes(own->name) +
              " opens no other",
          at.of.span);
  return others;
}

void scenario_checker::send(const step_subject& whose, const scenario_send& what) {
  refusal(what.refused);
  if (!wants(what.refused, errc::unknown_event))
    name(whose, name_kind::event, what.event);
  if (!wants(what.refused, errc::not_authorised))
    name(whose, name_kind::role, what.role);
  const program* of = whose.only();
  const event_id event = of == nullptr ? event_id{} : of->event(what.event.value);
  if (!event.valid())
    return;
  const field_owner payload{&of->events[event.index()].payload,
                            "event " + in_quotes(what.event.value)};
  if (!wants(what.refused, errc::invalid_data))
    given(payload, what.with);
  if (what.refused.value.empty())
    required(payload, what.with, what.event.span);
}

/// The task's state must have one; one that may not be delegated is told before anything runs.
void scenario_checker::change_hands(const step_subject& whose, const scenario_hands& what) {
  refusal(what.refused);
  if (!wants(what.refused, errc::not_authorised))
    name(whose, name_kind::role, what.role);
  if (task_number(what.task.value) || wants(what.refused, errc::unknown_task))
    return;
  name(whose, name_kind::state, what.task);
  const program* of = whose.only();
  const state_id found = of == nullptr ? state_id{} : of->state(what.task.value);
  if (!found.valid())
    return;
  const program_state& state = of->states[found.index()];
  if (!state.task.valid() && !state.approval.valid())
    fault("state-without-task", "state " + in_quotes(what.task.value) + " has no task",
          what.task.span);
  const bool fixed = (state.task.valid() && !of->tasks[state.task.index()].delegate) ||
                     (state.approval.valid() && !of->approvals[state.approval.index()].delegate);
  if (fixed && what.verb == task_verb::hand_on && what.refused.value.empty())
    fault("not-delegable",
          "the task of state " + in_quotes(what.task.value) +
              " may not be delegated (delegate: false)",
          what.task.span);
}

void scenario_checker::wait(const step_subject& whose, const scenario_step& at,
                            const scenario_wait& what) {
  const program* of = whose.only();
  if (of == nullptr || what.amount.value.kind == time_amount::unit::elapsed || of->calendar.valid())
    return;
  fault("calendar-needed", whose.in_words() + " has no calendar: it knows no working time",
        what.amount.span.known() ? what.amount.span : at.span);
}

void scenario_checker::name(const step_subject& whose, name_kind kind, const located_text& wanted) {
  if (wanted.value.empty() || whose.unknown() || book_.knows(whose, kind, wanted.value))
    return;
  std::string meant = book_.guess(whose, kind, wanted.value);
  const std::string kind_word{word(kind)};
  const std::string named = kind_word + " " + in_quotes(wanted.value);
  std::string message = "no " + named + " in " + whose.in_words();
  if (kind == name_kind::opened)
    message = whose.in_words() + " opens no " + named;
  if (kind == name_kind::approval && book_.knows(whose, name_kind::state, wanted.value))
    message = "the " + named + " is no approval";
  fault("unknown-" + kind_word, std::move(message), wanted.span).suggestion = std::move(meant);
}

void scenario_checker::refusal(const located_text& code) {
  if (code.value.empty())
    return;
  std::vector<std::string_view> names;
  for (const errc each : refusals)
    names.push_back(caseclock::name(each));
  if (std::find(names.begin(), names.end(), code.value) != names.end())
    return;
  const std::string meant = closest(code.value, names);
  std::string listed;
  for (const std::string_view each : names)
    listed += (listed.empty() ? ": the codes are " : ", ") + std::string(each);
  fault("unknown-refusal",
        "nothing is ever refused with " + in_quotes(code.value) + (meant.empty() ? listed : ""),
        code.span)
      .suggestion = meant;
}

bool scenario_checker::field(const field_owner& owner, const located_text& wanted) {
  if (owner.fields->find(wanted.value))
    return true;
  fault("unknown-field", owner.name + " has no field " + in_quotes(wanted.value), wanted.span)
      .suggestion = closest(wanted.value, field_names(owner.fields));
  return false;
}

void scenario_checker::given(const field_owner& owner, const scenario_values& values) {
  for (const auto& [key, held] : values) {
    if (!field(owner, key) || held.value.is_null())
      continue;
    const field_spec& spec = owner.fields->fields[*owner.fields->find(key.value)];
    std::vector<error> broken;
    violations wrong{broken};
    type wanted = spec.type;
    wanted.optional = false; // null is dealt with
    const value fitted = coerce_value(held.value, wanted, key.value, wrong);
    if (broken.empty())
      check_constraints(fitted, spec, key.value, wrong);
    for (const error& each : broken)
      fault("type-mismatch", each.where + ": " + each.message, held.span);
  }
}

void scenario_checker::required(const field_owner& owner, const scenario_values& values,
                                source_span place) {
  const auto names = field_names(owner.fields);
  for (const field_spec& each : owner.fields->fields) {
    // A misspelt name has been told, and is not missing besides.
    const auto gives = [&](const auto& pair) {
      return (pair.first.value == each.name && !pair.second.value.is_null()) ||
             (!owner.fields->find(pair.first.value) &&
              closest(pair.first.value, names) == each.name);
    };
    if (each.required && !each.initial && std::none_of(values.begin(), values.end(), gives))
      fault("missing-argument", owner.name + " requires field " + in_quotes(each.name), place);
  }
}

diagnostic& scenario_checker::fault(std::string code, std::string message, source_span span) {
  found_.push_back(detail::fault(std::move(code), std::move(message), span));
  return found_.back();
}

} // namespace caseclock::detail
