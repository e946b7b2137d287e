#include "scenario/case_run.hpp"

#include <algorithm>
#include <utility>

#include "caseclock/report/answers_json.hpp"
#include "caseclock/report/record_json.hpp"
#include "caseclock/report/record_text.hpp"
#include "caseclock/value/json.hpp"

namespace caseclock::detail {

std::optional<std::uint64_t> task_number(std::string_view task) {
  constexpr std::size_t most_digits = 18;
  const bool digits =
      !task.empty() && task.size() <= most_digits &&
      std::all_of(task.begin(), task.end(), [](char c) { return c >= '0' && c <= '9'; });
  if (!digits)
    return std::nullopt;
  return std::stoull(std::string(task));
}

case_run::case_run(const scenario_definition& scenario,
                   const std::vector<std::shared_ptr<const program>>& programs,
                   std::vector<scenario_coverage>& covered)
    : scenario_(&scenario), covered_(&covered), now_(scenario.at.value) {
  result_.name = scenario.name.value;
  result_.workflow = scenario.workflow.value;
  result_.span = scenario.name.span;
  for (const auto& each : programs)
    (void)engine_.add(each);
  main_ = engine_.find_program(scenario.workflow.value);
  engine_.subscribe({}, [this](const publication& told) { heard(told); });
}

scenario_result case_run::finish() {
  if (main_ == nullptr) {
    fail(scenario_->workflow.span, "there is no workflow \"" + scenario_->workflow.value + "\"");
    return std::move(result_);
  }
  compile_rules();
  if (!failed())
    open();
  for (const scenario_step& next : scenario_->steps) {
    if (failed() || id_ == case_id::none)
      break;
    step(next);
  }
  if (!failed())
    finish_properties();
  return std::move(result_);
}

void case_run::fail(source_span where, std::string message, std::string expected,
                    std::string actual) {
  result_.failures.push_back({where, std::move(message), std::move(expected), std::move(actual)});
}

value_record case_run::arguments(const scenario_values& written) {
  value_record given;
  for (const auto& [name, held] : written)
    given.emplace_back(name.value, held.value);
  return given;
}

void case_run::expect_refusal(const located_text& wanted, const status& outcome,
                              source_span where) {
  if (wanted.value.empty() && !outcome.ok())
    fail(where, "it was refused", "accepted",
         std::string(name(outcome.error().code)) + ": " + outcome.error().message);
  if (!wanted.value.empty() && outcome.ok())
    fail(wanted.span, "it was accepted", "refused: " + wanted.value, "accepted");
  if (!wanted.value.empty() && !outcome.ok() && name(outcome.error().code) != wanted.value)
    fail(wanted.span, "it was refused for another reason", wanted.value,
         std::string(name(outcome.error().code)) + ": " + outcome.error().message);
}

/// Time goes on until a schedule has opened a case.
void case_run::await_opening() {
  (void)engine_.start_schedules(now_, main_->name);
  while (engine_.case_count() == 0) {
    const auto next = engine_.next_deadline();
    if (!next || !engine_.failed_openings().empty())
      break;
    walk_to(*next);
  }
  if (engine_.look(case_id{1}) != nullptr)
    id_ = case_id{1};
  else
    fail(scenario_->workflow.span, "no case opens by itself", "",
         engine_.failed_openings().empty() ? "" : engine_.failed_openings().front().why.message);
}

void case_run::open() {
  if (scenario_->scheduled) {
    await_opening();
    return;
  }
  const std::string key = scenario_->key.value.empty() ? "case" : scenario_->key.value;
  const sender as{scenario_->opened_by_role.value, scenario_->opened_by_person.value};
  const auto opened = engine_.open({main_->name, key, arguments(scenario_->data), as}, now_);
  if (opened)
    id_ = *opened;
  expect_refusal(scenario_->refused, opened ? status{} : status{opened.error()},
                 scenario_->name.span);
}

case_id case_run::subject(const scenario_step& at) {
  if (at.of.value.empty())
    return id_;
  const auto found = engine_.find(at.of.value);
  if (!found) {
    fail(at.of.span, found.error().message);
    return case_id::none;
  }
  return *found;
}

void case_run::step(const scenario_step& next) {
  if (const auto* what = std::get_if<scenario_send>(&next.what))
    send(next, *what);
  else if (const auto* looked = std::get_if<scenario_expect>(&next.what))
    expect(next, *looked);
  else if (const auto* passing = std::get_if<scenario_wait>(&next.what))
    wait(next, *passing);
  else if (const auto* point = std::get_if<scenario_until>(&next.what))
    until(next, *point);
  else if (const auto* hands = std::get_if<scenario_hands>(&next.what))
    change_hands(next, *hands);
  else if (const auto* decided = std::get_if<scenario_incident>(&next.what))
    resolve(next, *decided);
  else if (const auto* ending = std::get_if<scenario_cancel>(&next.what))
    cancel(next, *ending);
}

void case_run::cancel(const scenario_step& at, const scenario_cancel& what) {
  const case_id id = subject(at);
  if (id == case_id::none)
    return;
  const status outcome =
      engine_.cancel({id, what.reason.value, {what.role.value, what.person.value}}, now_);
  expect_refusal(what.refused, outcome, what.reason.span);
}

void case_run::send(const scenario_step& at, const scenario_send& what) {
  const case_id id = subject(at);
  if (id == case_id::none)
    return;
  event_request request{id,
                        what.event.value,
                        arguments(what.with),
                        {what.role.value, what.person.value, what.on_behalf_of.value},
                        {},
                        {}};
  if (what.step)
    request.step = static_cast<std::uint64_t>(what.step->value);
  if (what.version)
    request.version = what.version->value;
  expect_refusal(what.refused, engine_.send(request, now_), what.event.span);
}

/// A task is named by its state, or by its number.
void case_run::change_hands(const scenario_step& at, const scenario_hands& what) {
  const case_id id = subject(at);
  if (id == case_id::none)
    return;
  task_request request{
      id, 0, what.task.value, what.verb, what.to.value, {what.role.value, what.person.value, {}}};
  if (const auto number = task_number(what.task.value))
    request.number = *number;
  expect_refusal(what.refused, engine_.change_hands(request, now_), what.task.span);
}

void case_run::resolve(const scenario_step& at, const scenario_incident& what) {
  const case_id id = subject(at);
  if (id == case_id::none)
    return;
  const incident_request asked{id, {what.role.value, what.person.value}};
  const status outcome =
      what.how == incident_end::retried ? engine_.retry(asked, now_) : engine_.skip(asked, now_);
  expect_refusal(what.refused, outcome, at.span);
}

/// From deadline to deadline, as a host does that wakes in time: nothing is told late.
void case_run::walk_to(instant last) {
  while (const auto next = engine_.next_deadline()) {
    if (*next > last || !engine_.advance(*next).outcome.ok())
      break;
  }
  engine_.advance(last);
  now_ = std::max(now_, last);
}

void case_run::wait(const scenario_step& at, const scenario_wait& what) {
  const time_amount& amount = what.amount.value;
  if (amount.kind == time_amount::unit::elapsed) {
    walk_to(now_ + duration{amount.count});
    return;
  }
  if (!main_->calendar.valid()) {
    fail(at.span, "the workflow has no calendar to wait working time in");
    return;
  }
  const auto then = main_->calendars[main_->calendar.index()]->add(now_, amount);
  if (!then)
    fail(at.span, then.error().message);
  else
    walk_to(*then);
}

void case_run::until(const scenario_step& at, const scenario_until& what) {
  if (what.at) {
    if (what.at->value < now_)
      fail(what.at->span, "that is in the past", "",
           "now " + format_for_people(now_, zone_of(*main_)));
    else
      walk_to(what.at->value);
    return;
  }
  const case_id id = subject(at);
  if (id == case_id::none)
    return;
  const program& of = *engine_.program_of(id);
  const clock_id clock = of.clock(what.clock.value);
  if (!clock.valid()) {
    fail(what.clock.span, "there is no clock \"" + what.clock.value + "\"");
    return;
  }
  const clock_ledger& ledger = engine_.look(id)->clocks[clock.index()];
  const clock_view view = view_clock(of, *engine_.look(id), clock, now_);
  if (view.state != clock_state::running) {
    fail(what.clock.span, "the clock " + what.clock.value + " does not run", "running",
         std::string(name(view.state)));
    return;
  }
  const std::int64_t threshold = (view.budget.count() * what.percent + 99) / 100;
  const auto then =
      of.calendars[ledger.calendar.index()]->add(now_, duration{threshold} - view.elapsed);
  if (!then)
    fail(what.clock.span, then.error().message);
  else
    walk_to(*then);
}

void case_run::heard(const publication& told) {
  result_.trace.push_back(to_line(told, "en"));
  cover(told);
  if (auto members = parse_json(to_json(told)); members && members->as_record() != nullptr)
    since_expect_.push_back({std::string(told.case_key), *members->as_record()});
  if (told.record.subject == id_ || id_ == case_id::none)
    watch(told);
}

void case_run::cover(const publication& told) {
  for (scenario_coverage& each : *covered_) {
    if (each.of.get() != &told.program)
      continue;
    const record_body& body = told.record.body;
    if (const auto* entered = std::get_if<state_entered>(&body))
      each.states.insert(entered->state.value);
    if (const auto* taken = std::get_if<transition_taken>(&body))
      each.transitions.insert(taken->transition);
    if (const auto* stopped = std::get_if<clock_stopped>(&body))
      each.outcomes.insert({stopped->clock.value, stopped->met ? "met" : "missed"});
    if (const auto* breached = std::get_if<sla_breached>(&body))
      each.outcomes.insert({breached->key.clock.value, "missed"});
    if (const auto* paused = std::get_if<clock_paused>(&body))
      each.outcomes.insert({paused->clock.value, "paused"});
    if (const auto* cancelled = std::get_if<clock_cancelled>(&body))
      each.outcomes.insert({cancelled->clock.value, "cancelled"});
  }
}

} // namespace caseclock::detail
