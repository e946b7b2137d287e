// What each kind of record is in words.
#pragma once

#include <string>
#include <string_view>

#include "caseclock/base/linkage.hpp"
#include "caseclock/base/printable.hpp"
#include "caseclock/engine/subscription.hpp"
#include "caseclock/program/zone_of.hpp"
#include "caseclock/report/detail/acting_role.hpp"
#include "caseclock/report/detail/task_title.hpp"
#include "caseclock/report/record_text.hpp"
#include "caseclock/time/iso8601.hpp"
#include "caseclock/value/format.hpp"

namespace caseclock {

CASECLOCK_INLINE std::string format_for_people(instant t, const zone& where) {
  constexpr std::string_view weekdays[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  const civil_date day = std::chrono::floor<std::chrono::days>(where.to_local(t));
  std::string text = format_instant(t, where); // 2026-03-06T15:00:00+08:00
  text.resize(text.find_first_of("+-Z", 11));
  if (text.ends_with(":00"))
    text.resize(text.size() - 3);
  text[10] = ' ';
  return std::string(weekdays[std::chrono::weekday{day}.c_encoding()]) + " " + text;
}

namespace detail {

/// What happened, in words. One overload a kind: a new kind does not compile without one.
class record_text_writer {
 public:
  record_text_writer(const program& compiled, const record& what, std::string_view language)
      : program_(&compiled), record_(&what), language_(language) {}

  std::string operator()(const case_opened& r) const {
    return "opened: " + title(program_->title, program_->name) +
           (r.parent.empty() ? std::string{} : " for " + r.parent) + told_late(r.late);
  }
  std::string operator()(const event_accepted& r) const {
    return (r.from.empty() ? who() : r.from) + " " + titled_event(r.event, r.name) + payload(r);
  }
  std::string operator()(const event_refused& r) const {
    return who() + " " + r.event + " REFUSED (" + std::string(name(r.code)) + "): " + r.message;
  }
  std::string operator()(const event_ignored& r) const {
    return "ignored " + titled_event(r.event, r.name);
  }
  std::string operator()(const event_deferred& r) const {
    return "put off " + titled_event(r.event);
  }
  std::string operator()(const event_raised& r) const {
    return "raised " + titled_event(r.event, r.name);
  }
  std::string operator()(const transition_taken& r) const {
    const program_transition& taken = program_->transitions[r.transition];
    const std::string& from = program_->states[taken.source.index()].name;
    std::string text = "transition from " + from + " to";
    for (const state_id each : taken.targets)
      text += " " + program_->states[each.index()].name;
    return taken.targets.empty() ? "transition in " + from + ", which goes on" : text;
  }
  std::string operator()(const state_exited& r) const { return "leaves " + state(r.state); }
  std::string operator()(const state_entered& r) const { return "enters " + state(r.state); }
  std::string operator()(const timer_fired& r) const {
    const program_timer& timer = program_->timers[r.timer.index()];
    const std::string& state = program_->states[timer.state.index()].name;
    return (timer.moment ? "timer: " + timer.text.substr(3) + ", in "
                         : "timer: " + format_amount(timer.amount) + " since entering ") +
           state + told_late(r.late);
  }
  std::string operator()(const data_changed& r) const {
    return program_->data.fields[r.field.index()].name + " = " + to_text(r.after, where());
  }
  std::string operator()(const role_assigned& r) const {
    return role(r.role) + " is " + (r.after.empty() ? "nobody" : r.after) + " now";
  }
  std::string operator()(const task_offered& r) const {
    std::string text = "task for " + role(r.role);
    if (!r.person.empty())
      text += " " + r.person;
    return text + ": " + task_title(r.state) + due(r.due);
  }
  std::string operator()(const task_claimed& r) const {
    return who() + " takes the task: " + task_title(r.state);
  }
  std::string operator()(const task_delegated& r) const {
    return who() + " hands the task to " + r.person + ": " + task_title(r.state);
  }
  std::string operator()(const task_returned& r) const {
    return who() + " gives the task back to " + (r.person.empty() ? role(r.role) : r.person) +
           ": " + task_title(r.state);
  }
  std::string operator()(const task_completed& r) const {
    return "task done: " + task_title(r.state);
  }
  std::string operator()(const task_withdrawn& r) const {
    return "task withdrawn: " + task_title(r.state);
  }
  std::string operator()(const approval_requested& r) const {
    return role(r.role) + " is asked to approve: " + approval(r.approval);
  }
  std::string operator()(const approval_given& r) const {
    const std::string comment = r.comment.empty() ? std::string{} : " \"" + r.comment + "\"";
    return who() + (r.approved ? " approves" : " rejects") + comment;
  }
  std::string operator()(const approval_decided& r) const {
    return approval(r.approval) + (r.approved ? ": approved" : ": rejected") +
           (r.overdue ? " because its time has passed" : "");
  }
  std::string operator()(const clock_started& r) const {
    return clock(r.clock) + " starts, " + format_duration_words(r.budget) +
           (r.due ? ", due " + format_for_people(*r.due, where()) : ", paused");
  }
  std::string operator()(const clock_paused& r) const {
    std::string text =
        clock(r.clock) + " pauses with " + format_duration_words(r.remaining) + " left:";
    for (const std::string& each : r.reasons)
      text += " " + each;
    return text;
  }
  std::string operator()(const clock_resumed& r) const {
    return clock(r.clock) + " goes on, due " + format_for_people(r.due, where());
  }
  std::string operator()(const clock_stopped& r) const {
    return clock(r.clock) + (r.met ? " MET" : " MISSED") + " after " +
           format_duration_words(r.elapsed) + " of " + format_duration_words(r.budget);
  }
  std::string operator()(const clock_cancelled& r) const {
    return clock(r.clock) + " is cancelled";
  }
  std::string operator()(const clock_reset& r) const {
    return clock(r.clock) + " starts anew" + due(r.due);
  }
  std::string operator()(const clock_retargeted& r) const {
    return clock(r.clock) + " changes from " + format_duration_words(r.before) + " to " +
           format_duration_words(r.after) + due(r.due);
  }
  std::string operator()(const breach_revoked& r) const {
    return "the breach of " + clock(r.clock) + " is taken back" + due(r.due);
  }
  std::string operator()(const recalendared&) const { return "comes under other calendars"; }
  std::string operator()(const sla_warning& r) const {
    return "WARNING " + clock(r.key.clock) + " at " + milestone(r.key) + ", due " +
           format_for_people(r.clock_due, where()) + told_late(r.late);
  }
  std::string operator()(const sla_breached& r) const {
    return "BREACH " + clock(r.key.clock) + " was due " + format_for_people(r.due, where()) +
           told_late(r.late);
  }
  std::string operator()(const sla_escalated& r) const {
    return "ESCALATION " + clock(r.key.clock) + ", " + milestone(r.key) + " (" +
           std::to_string(r.key.repetition) + "), was due " +
           format_for_people(r.clock_due, where()) + told_late(r.late);
  }
  std::string operator()(const notified& r) const {
    return "message to " + role(r.role) + (r.person.empty() ? "" : " " + r.person) + ": " +
           std::string(r.in(language_));
  }
  std::string operator()(const emitted& r) const {
    return "emits " + r.event + " " + to_text(value{r.data}, where());
  }
  std::string operator()(const logged& r) const { return "note: " + r.text; }
  std::string operator()(const open_requested& r) const { return "opens a case of " + r.workflow; }
  std::string operator()(const incident_raised& r) const {
    return "INCIDENT (" + std::string(name(r.code)) + "): " + r.message;
  }
  std::string operator()(const action_failed& r) const {
    return "FAILED (" + std::string(name(r.code)) + "): " + r.message;
  }
  std::string operator()(const incident_resolved& r) const {
    return who() + (r.how == incident_end::retried ? " has it tried again: " : " gives it up: ") +
           (r.event.empty() ? "the opening" : r.event) + " (decided " +
           format_for_people(r.resolved, where()) + ")";
  }
  std::string operator()(const case_closed& r) const { return "closed: " + state(r.state); }
  std::string operator()(const case_cancelled& r) const {
    return r.reason.empty() ? "CANCELLED" : "CANCELLED: " + r.reason;
  }
  std::string operator()(const event_sent& r) const {
    std::string text = "sends " + r.event + " to ";
    switch (r.to) {
    case send_target::self: text += "itself"; break;
    case send_target::parent: text += "its parent"; break;
    case send_target::child: text += "its child " + r.whom; break;
    case send_target::key: text += r.whom; break;
    }
    return r.due > record_->at ? text + " at " + format_for_people(r.due, where()) : text;
  }
  std::string operator()(const send_cancelled& r) const {
    return "calls back " + r.event + (r.id.empty() ? "" : " (" + r.id + ")");
  }
  std::string operator()(const send_failed& r) const {
    return "FAILED to " + (r.event.empty() ? "open a case of " + r.opens : "send " + r.event) +
           " (" + std::string(name(r.code)) + "): " + r.message;
  }
  std::string operator()(const child_opened& r) const {
    return "opens its child " + r.child + ": " + r.key;
  }
  std::string operator()(const child_done& r) const {
    return "its child " + r.child + " is done " + to_text(value{r.data}, where());
  }
  std::string operator()(const child_failed& r) const {
    return "its child " + r.child + " FAILED (" + std::string(name(r.code)) + "): " + r.message;
  }
  std::string operator()(const child_cancelled& r) const {
    return "needs its child " + r.child + " no more";
  }

 private:
  [[nodiscard]] const zone& where() const { return zone_of(*program_); }
  [[nodiscard]] std::string title(const translations& texts, const std::string& fallback) const {
    const std::string_view found = texts.in(language_);
    return found.empty() ? fallback : std::string(found);
  }
  [[nodiscard]] std::string who() const {
    const actor& by = record_->by;
    const std::string held{acting_role(*program_, *record_)};
    const std::string behalf = by.on_behalf_of.empty() ? "" : " for " + by.on_behalf_of;
    if (held.empty())
      return by.name.empty() ? "system" : by.name + behalf;
    return by.name.empty() ? held : by.name + " (" + held + ")" + behalf;
  }
  [[nodiscard]] std::string titled_event(event_id id, const std::string& other = {}) const {
    if (!other.empty())
      return other;
    const program_event& event = program_->events[id.index()];
    return event.title.empty() ? event.name : event.name + " — " + title(event.title, event.name);
  }
  [[nodiscard]] std::string payload(const event_accepted& r) const {
    std::string text;
    const auto& fields = program_->events[r.event.index()].payload.fields;
    for (std::size_t i = 0; i < fields.size() && i < r.payload.size(); ++i) {
      if (!r.payload[i].is_null())
        text +=
            (text.empty() ? " {" : ", ") + fields[i].name + ": " + to_text(r.payload[i], where());
    }
    return text.empty() ? text : text + "}";
  }
  [[nodiscard]] std::string state(state_id id) const {
    const program_state& named = program_->states[id.index()];
    return named.title.empty() ? named.name : named.name + " — " + title(named.title, named.name);
  }
  [[nodiscard]] std::string role(role_id id) const {
    return id.valid() ? title(program_->roles[id.index()].title, program_->roles[id.index()].name)
                      : "anyone";
  }
  [[nodiscard]] std::string clock(clock_id id) const {
    const program_clock& named = program_->clocks[id.index()];
    return "clock " + named.name + (named.title.empty() ? "" : " (" + title(named.title, "") + ")");
  }
  [[nodiscard]] std::string milestone(const milestone_key& key) const {
    return program_->clocks[key.clock.index()].milestones[key.milestone].name;
  }
  [[nodiscard]] std::string approval(approval_id id) const {
    const program_approval& named = program_->approvals[id.index()];
    return title(named.title, program_->states[named.state.index()].name);
  }
  [[nodiscard]] std::string task_title(state_id id) const {
    const program_state& of = program_->states[id.index()];
    return title(detail::task_title(*program_, of), of.name);
  }
  [[nodiscard]] std::string due(const std::optional<instant>& at) const {
    return at ? ", due " + format_for_people(*at, where()) : std::string{};
  }
  [[nodiscard]] std::string told_late(const std::optional<instant>& late) const {
    return late ? " (told late, " + format_for_people(*late, where()) + ")" : std::string{};
  }

  const program* program_;
  const record* record_;
  std::string_view language_;
};

} // namespace detail

CASECLOCK_INLINE std::string describe(const publication& told, std::string_view language) {
  return printable(std::visit(detail::record_text_writer{told.program, told.record, language},
                              told.record.body));
}

CASECLOCK_INLINE std::string to_line(const publication& told, std::string_view language) {
  return format_for_people(told.record.at, zone_of(told.program)) + "  " +
         printable(told.case_key) + "  " + describe(told, language);
}

} // namespace caseclock
