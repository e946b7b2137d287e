// One case on the bench: drives `step` as an engine would, and tells the records as short lines.
#pragma once

#include <algorithm>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <doctest/doctest.h>

#include "caseclock/program/compile.hpp"
#include "caseclock/record/visit.hpp"
#include "caseclock/runtime/runtime.hpp"
#include "caseclock/value/format.hpp"
#include "program/definitions.hpp"
#include "runtime/office.hpp"

namespace caseclock::testing {

using lines = std::vector<std::string>;

/// "exit a", "enter b", "stop call_back met": what happened, then to what.
class record_words {
 public:
  explicit record_words(const program& code) : code_(code) {}

  std::string operator()(const case_opened&) const { return "opened"; }
  std::string operator()(const event_accepted& r) const { return "accept " + event(r.event); }
  std::string operator()(const event_refused& r) const {
    return "refuse " + r.event + " " + std::string(name(r.code));
  }
  std::string operator()(const event_ignored& r) const { return "ignore " + event(r.event); }
  std::string operator()(const event_deferred& r) const { return "defer " + event(r.event); }
  std::string operator()(const event_raised& r) const { return "raise " + event(r.event); }
  std::string operator()(const transition_taken& r) const {
    return "take " + state(code_.transitions[r.transition].source);
  }
  std::string operator()(const state_exited& r) const { return "exit " + state(r.state); }
  std::string operator()(const state_entered& r) const { return "enter " + state(r.state); }
  std::string operator()(const timer_fired& r) const {
    const program_timer& timer = code_.timers[r.timer.index()];
    return "timer " + state(timer.state) + " " + format_amount(timer.amount) +
           (r.late ? " late" : "");
  }
  std::string operator()(const data_changed& r) const {
    const zone local = shanghai();
    return "data " + code_.data.fields[r.field.index()].name + " " + to_text(r.before, local) +
           " -> " + to_text(r.after, local);
  }
  std::string operator()(const role_assigned& r) const {
    return "assign " + role(r.role) + " " + r.before + " -> " + r.after;
  }
  std::string operator()(const task_offered& r) const {
    return "offer " + state(r.state) + " to " + role(r.role) +
           (r.person.empty() ? "" : " " + r.person);
  }
  std::string operator()(const task_claimed& r) const {
    return "claim " + state(r.state) + " by " + r.person;
  }
  std::string operator()(const task_delegated& r) const {
    return "delegate " + state(r.state) + " to " + r.person +
           (r.on_behalf_of.empty() ? "" : " for " + r.on_behalf_of);
  }
  std::string operator()(const task_returned& r) const {
    return "return " + state(r.state) + " from " + r.before +
           (r.person.empty() ? "" : " to " + r.person);
  }
  std::string operator()(const task_completed& r) const {
    return "complete " + state(r.state) + " of " + role(r.role);
  }
  std::string operator()(const task_withdrawn& r) const {
    return "withdraw " + state(r.state) + " of " + role(r.role);
  }
  std::string operator()(const approval_requested& r) const { return "ask " + role(r.role); }
  std::string operator()(const approval_given& r) const {
    return "vote " + role(r.role) + (r.approved ? " yes" : " no") +
           (r.comment.empty() ? "" : " " + r.comment);
  }
  std::string operator()(const approval_decided& r) const {
    return std::string("decide ") + (r.approved ? "yes" : "no") + (r.overdue ? " overdue" : "");
  }
  std::string operator()(const clock_started& r) const {
    return "start " + clock(r.clock) + " " + std::to_string(r.cycle) + time(r.due);
  }
  std::string operator()(const clock_paused& r) const {
    std::string reasons;
    for (const std::string& each : r.reasons)
      reasons += " (" + each + ")";
    return "pause " + clock(r.clock) + reasons;
  }
  std::string operator()(const clock_resumed& r) const {
    return "resume " + clock(r.clock) + time(r.due);
  }
  std::string operator()(const clock_stopped& r) const {
    return "stop " + clock(r.clock) + (r.met ? " met" : " missed");
  }
  std::string operator()(const clock_cancelled& r) const { return "cancel " + clock(r.clock); }
  std::string operator()(const clock_reset& r) const {
    return "reset " + clock(r.clock) + time(r.due);
  }
  std::string operator()(const clock_retargeted& r) const {
    return "retarget " + clock(r.clock) + time(r.due);
  }
  std::string operator()(const breach_revoked& r) const {
    return "revoke " + clock(r.clock) + time(r.due);
  }
  std::string operator()(const recalendared&) const { return "recalendar"; }
  std::string operator()(const sla_warning& r) const {
    return "warn " + milestone(r.key) + time(r.due) + (r.late ? " late" : "");
  }
  std::string operator()(const sla_breached& r) const {
    return "breach " + milestone(r.key) + time(r.due) + (r.late ? " late" : "");
  }
  std::string operator()(const sla_escalated& r) const {
    return "escalate " + milestone(r.key) + " #" + std::to_string(r.key.repetition) + time(r.due) +
           (r.late ? " late" : "");
  }
  std::string operator()(const notified& r) const {
    std::string text = "notify " + role(r.role) + (r.person.empty() ? "" : " " + r.person);
    for (const auto& [language, words] : r.texts)
      text += " " + language + ":" + words;
    return text;
  }
  std::string operator()(const emitted& r) const {
    return "emit " + r.event + " " + to_text(value{r.data}, shanghai());
  }
  std::string operator()(const logged& r) const { return "log " + r.text; }
  std::string operator()(const open_requested& r) const {
    return "open " + r.workflow + " " + r.key + " " + to_text(value{r.data}, shanghai());
  }
  std::string operator()(const incident_raised& r) const {
    return "incident " + std::string(name(r.code));
  }
  std::string operator()(const action_failed& r) const {
    return "failed " + r.event + " " + std::string(name(r.code));
  }
  std::string operator()(const incident_resolved& r) const {
    return std::string(name(r.how)) + " " + r.event;
  }
  std::string operator()(const case_closed& r) const { return "close " + state(r.state); }
  std::string operator()(const case_cancelled& r) const { return "cancelled " + r.reason; }
  std::string operator()(const event_sent& r) const {
    return "send " + r.event + " to " + std::string(name(r.to)) +
           (r.whom.empty() ? "" : " " + r.whom) + time(r.due);
  }
  std::string operator()(const send_cancelled& r) const { return "call back " + r.event; }
  std::string operator()(const send_failed& r) const {
    return "send failed " + r.event + r.opens + " " + std::string(name(r.code));
  }
  std::string operator()(const child_opened& r) const { return "child " + r.child + " " + r.key; }
  std::string operator()(const child_done& r) const {
    return "child done " + r.child + " " + to_text(value{r.data}, shanghai());
  }
  std::string operator()(const child_failed& r) const {
    return "child failed " + r.child + " " + std::string(name(r.code));
  }
  std::string operator()(const child_cancelled& r) const { return "child cancelled " + r.child; }

 private:
  [[nodiscard]] std::string event(event_id id) const { return code_.events[id.index()].name; }
  [[nodiscard]] std::string state(state_id id) const { return code_.states[id.index()].name; }
  [[nodiscard]] std::string role(role_id id) const {
    return id.valid() ? code_.roles[id.index()].name : std::string("anyone");
  }
  [[nodiscard]] std::string clock(clock_id id) const { return code_.clocks[id.index()].name; }
  [[nodiscard]] std::string milestone(const milestone_key& key) const {
    const program_clock& about = code_.clocks[key.clock.index()];
    return about.name + " " + about.milestones[key.milestone].name;
  }
  static std::string time(const std::optional<instant>& t) {
    return t ? " " + format_instant(*t, shanghai()).substr(8, 8) : std::string{};
  }

  const program& code_;
};

/// A case and the program it runs. `send` and the rest fire what is due before, as an engine does.
class lab {
 public:
  explicit lab(const workflow_definition& definition) {
    code_ = compiled(definition, office());
    state.id = case_id{1};
    state.key = "K-1";
    state.program = code_->hash;
  }

  /// The program with other office hours.
  static std::shared_ptr<const program> compiled(const workflow_definition& definition,
                                                 std::shared_ptr<const calendar> office_hours) {
    const calendar_table known = {{"office", std::move(office_hours)},
                                  {"around_the_clock", around_the_clock()}};
    const report<std::shared_ptr<const program>> made = compile(definition, known);
    for (const diagnostic& finding : made.diagnostics) {
      if (finding.level == severity::fault)
        FAIL(finding.code, ": ", finding.message);
    }
    return *made.value;
  }

  /// Opens the case; fields in the author's order, the rest null.
  lab& open(std::string_view when = "06 15:00", std::vector<value> fields = {}) {
    now = at(when);
    fields.resize(code_->data.fields.size());
    apply({{}, open_input{std::move(fields)}});
    return *this;
  }

  /// "engineer", "engineer wang", or "engineer wang for li".
  lab& send(std::string_view event, std::string_view as = "", std::vector<value> payload = {}) {
    const event_id id = code_->event(event);
    if (id.valid())
      payload.resize(code_->events[id.index()].payload.fields.size());
    return apply({who(as), event_input{id, std::move(payload)}});
  }

  /// "engineer wang" claims the task, hands it on to somebody, or gives it back.
  lab& claim(std::uint64_t number, std::string_view as) {
    return apply({who(as), task_input{number, task_verb::claim, {}}});
  }
  lab& hand_on(std::uint64_t number, std::string_view as, std::string to) {
    return apply({who(as), task_input{number, task_verb::hand_on, std::move(to)}});
  }
  lab& give_back(std::uint64_t number, std::string_view as) {
    return apply({who(as), task_input{number, task_verb::give_back, {}}});
  }
  /// Fields of the case that the host changes by itself.
  lab& set(std::initializer_list<std::pair<std::string_view, value>> fields) {
    set_input given;
    for (const auto& [name, to] : fields)
      given.fields.emplace_back(code_->field(name), to);
    return apply({{}, std::move(given)});
  }
  /// Ends an incident; what fell due meanwhile is told behind it.
  lab& retry() { return resolve(incident_end::retried); }
  lab& skip() { return resolve(incident_end::skipped); }
  lab& recalendar(std::shared_ptr<const program> to) {
    apply({{}, recalendar_input{to}});
    if (outcome.ok())
      code_ = std::move(to);
    return *this;
  }

  /// Lets time pass: everything due strictly before `when` has fired.
  lab& until(std::string_view when) {
    fire(at(when) - duration{1}, std::nullopt);
    now = at(when);
    return *this;
  }
  /// Closes the instant `when`, too. `records` holds everything that came meanwhile.
  lab& advance(std::string_view when) {
    fire(at(when), std::nullopt);
    now = at(when);
    return *this;
  }
  /// What is due before `when` is delivered only then.
  lab& catch_up(std::string_view when) {
    fire(at(when), at(when));
    now = at(when);
    return *this;
  }

  [[nodiscard]] const program& code() const { return *code_; }

  /// The lines of the last call, those only that begin with one of the words if any are given.
  [[nodiscard]] lines told(std::initializer_list<std::string_view> words = {}) const {
    lines all;
    for (const record& each : records) {
      std::string line = std::visit(record_words{*code_}, each.body);
      const std::string_view word = std::string_view{line}.substr(0, line.find(' '));
      if (words.size() == 0 || std::find(words.begin(), words.end(), word) != words.end())
        all.push_back(std::move(line));
    }
    return all;
  }
  [[nodiscard]] lines active() const {
    lines names;
    for (const state_id id : state.active)
      names.push_back(code_->states[id.index()].name);
    return names;
  }
  [[nodiscard]] lines expected(std::string_view role = "") const {
    lines names;
    const role_id id = role.empty() ? role_id{} : code_->role(role);
    for (const event_id each : expected_events(*code_, state, id))
      names.push_back(code_->events[each.index()].name);
    return names;
  }
  [[nodiscard]] errc code_of_outcome() const {
    REQUIRE_FALSE(outcome.ok());
    return outcome.error().code;
  }
  [[nodiscard]] clock_view clock(std::string_view name) const {
    return view_clock(*code_, state, code_->clock(name), now);
  }
  [[nodiscard]] value field(std::string_view name) const {
    return state.fields[code_->field(name).index()];
  }

  snapshot state{};
  instant now{};
  std::vector<record> records{};
  status outcome{};
  step_limits limits{};

 private:
  [[nodiscard]] actor who(std::string_view as) const {
    if (as.empty())
      return {};
    const std::size_t space = as.find(' ');
    actor by{code_->role(as.substr(0, space)), {}, {}};
    REQUIRE(by.role.valid());
    if (space == std::string_view::npos)
      return by;
    by.name = std::string(as.substr(space + 1));
    if (const std::size_t behalf = by.name.find(" for "); behalf != std::string::npos) {
      by.on_behalf_of = by.name.substr(behalf + 5);
      by.name.resize(behalf);
    }
    return by;
  }
  lab& resolve(incident_end how) {
    const instant decided = now;
    if (state.status == case_status::frozen)
      now = state.changed;
    apply({{}, resolve_input{how, decided}});
    std::vector<record> told = records;
    const status ended = outcome;
    fire(decided, decided);
    records.insert(records.begin(), told.begin(), told.end());
    outcome = ended;
    now = decided;
    return *this;
  }
  lab& apply(const input& what) {
    step_result made = step(*code_, state, what, now, limits);
    state = std::move(made.after);
    records = std::move(made.records);
    outcome = std::move(made.outcome);
    return *this;
  }
  void fire(instant last, std::optional<instant> delivered) {
    std::vector<record> all;
    for (int round = 0; round < 10'000; ++round) {
      const std::optional<instant> due = next_due(*code_, state);
      if (!due || *due > last)
        break;
      now = std::max(now, *due);
      apply({{}, timer_input{delivered.value_or(now)}});
      REQUIRE_FALSE(records.empty());
      all.insert(all.end(), records.begin(), records.end());
    }
    records = std::move(all);
  }

  std::shared_ptr<const program> code_{};
};

// Definitions, for brevity.

inline transition_definition to_all(std::vector<std::string> targets) {
  transition_definition made;
  made.to = test::texts(std::move(targets));
  return made;
}
inline transition_definition with(transition_definition made,
                                  std::vector<action_definition> actions) {
  made.actions = std::move(actions);
  return made;
}
inline action_definition log(std::string text) {
  return log_definition{test::text(std::move(text))};
}
inline timer_definition after(time_amount amount, std::vector<transition_definition> transitions) {
  return {{amount, {}}, std::move(transitions)};
}
inline state_definition task(state_definition made, std::string role) {
  made.task.emplace();
  made.task->role = test::text(std::move(role));
  return made;
}
/// Entry and exit tell their names.
inline state_definition telling(state_definition made) {
  made.entry.push_back(log("in " + made.name.value));
  made.exit.push_back(log("out " + made.name.value));
  return made;
}
inline event_definition by(event_definition made, std::vector<std::string> roles) {
  made.by = test::texts(std::move(roles));
  return made;
}
inline std::vector<event_definition> events(std::vector<std::string> names) {
  std::vector<event_definition> made;
  for (std::string& each : names)
    made.push_back(test::event(std::move(each)));
  return made;
}

} // namespace caseclock::testing
