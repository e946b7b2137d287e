// What each kind of record is as JSON.
#pragma once

#include <string>
#include <string_view>

#include "caseclock/base/linkage.hpp"
#include "caseclock/engine/subscription.hpp"
#include "caseclock/program/zone_of.hpp"
#include "caseclock/report/detail/acting_role.hpp"
#include "caseclock/report/detail/json_object.hpp"
#include "caseclock/report/record_json.hpp"
#include "caseclock/value/format.hpp"

namespace caseclock {

namespace detail {

/// Adds each kind's own members. One overload a kind: a new kind does not compile without one.
class record_json_writer {
 public:
  record_json_writer(const program& compiled, json_object& out) : program_(&compiled), out_(&out) {}

  void operator()(const case_opened& r) {
    values("data", program_->data, r.fields);
    out_->time_if("late", r.late);
    out_->text_if("parent", r.parent);
  }
  void operator()(const event_accepted& r) {
    const program_event& event = program_->events[r.event.index()];
    out_->text("event", r.name.empty() ? event.name : r.name);
    if (!event.payload.fields.empty())
      values("with", event.payload, r.payload);
    out_->text_if("from", r.from);
  }
  void operator()(const event_refused& r) {
    out_->text("event", r.event).text("code", name(r.code)).text("message", r.message);
  }
  void operator()(const event_ignored& r) { event(r.event, r.name); }
  void operator()(const event_deferred& r) { event(r.event); }
  void operator()(const event_raised& r) { event(r.event, r.name); }
  void operator()(const transition_taken& r) {
    const program_transition& taken = program_->transitions[r.transition];
    out_->text("from", state_name(taken.source));
    std::vector<std::string_view> to;
    for (const state_id each : taken.targets)
      to.push_back(state_name(each));
    out_->raw("to", json_array(to)).number("transition", r.transition);
  }
  void operator()(const state_exited& r) { out_->text("state", state_name(r.state)); }
  void operator()(const state_entered& r) { out_->text("state", state_name(r.state)); }
  void operator()(const timer_fired& r) {
    const program_timer& timer = program_->timers[r.timer.index()];
    out_->text("state", state_name(timer.state));
    if (timer.moment)
      out_->text("moment", timer.text.substr(3)); // without "at"
    else
      out_->text("after", format_amount(timer.amount));
    out_->time("due", r.due).time_if("late", r.late);
  }
  void operator()(const data_changed& r) {
    const field_spec& field = program_->data.fields[r.field.index()];
    out_->text("field", field.name);
    out_->raw("before", to_json(r.before, zone())).raw("after", to_json(r.after, zone()));
  }
  void operator()(const role_assigned& r) {
    role(r.role);
    out_->text_if("before", r.before).text("person", r.after);
  }
  void operator()(const task_offered& r) {
    task(r, r.person);
    out_->time_if("due", r.due);
  }
  void operator()(const task_claimed& r) { task(r, r.person); }
  void operator()(const task_delegated& r) {
    task(r, r.person);
    out_->text_if("for", r.on_behalf_of);
  }
  void operator()(const task_returned& r) {
    task(r, {});
    out_->text_if("before", r.before).text_if("person", r.person);
  }
  void operator()(const task_completed& r) {
    task(r, r.person);
    out_->text_if("for", r.on_behalf_of);
  }
  void operator()(const task_withdrawn& r) {
    task(r, r.person);
    out_->text_if("for", r.on_behalf_of);
  }
  void operator()(const approval_requested& r) {
    approval(r.approval);
    role(r.role);
  }
  void operator()(const approval_given& r) {
    approval(r.approval);
    role(r.role);
    out_->flag("approved", r.approved).text_if("comment", r.comment);
  }
  void operator()(const approval_decided& r) {
    approval(r.approval);
    out_->flag("approved", r.approved);
    if (r.overdue)
      out_->flag("overdue", true);
  }
  void operator()(const clock_started& r) {
    clock(r.clock);
    out_->number("cycle", r.cycle).text_if("calendar", calendar_name(r.calendar));
    out_->span("budget", r.budget).time("due", r.due);
  }
  void operator()(const clock_paused& r) {
    clock(r.clock);
    out_->raw("reasons", json_array(r.reasons));
    out_->span("elapsed", r.elapsed).span("remaining", r.remaining);
  }
  void operator()(const clock_resumed& r) {
    clock(r.clock);
    out_->span("elapsed", r.elapsed).time("due", r.due);
  }
  void operator()(const clock_stopped& r) {
    clock(r.clock);
    out_->number("cycle", r.cycle).text("outcome", r.met ? "met" : "missed");
    out_->span("elapsed", r.elapsed).span("budget", r.budget).time("due", r.due);
  }
  void operator()(const clock_cancelled& r) {
    clock(r.clock);
    out_->number("cycle", r.cycle).span("elapsed", r.elapsed);
  }
  void operator()(const clock_reset& r) {
    clock(r.clock);
    out_->time("due", r.due);
  }
  void operator()(const clock_retargeted& r) {
    clock(r.clock);
    out_->number("revision", r.revision).text_if("calendar", calendar_name(r.calendar));
    out_->span("before", r.before).span("after", r.after).time("due", r.due);
  }
  void operator()(const breach_revoked& r) {
    clock(r.clock);
    out_->number("cycle", r.cycle).number("revision", r.revision).time("due", r.due);
  }
  void operator()(const recalendared& r) {
    out_->text("before", to_text(r.before)).text("after", to_text(r.after));
  }
  void operator()(const sla_warning& r) { milestone(r.key, r.due, r.clock_due, r.late); }
  void operator()(const sla_breached& r) {
    milestone(r.key, r.due, r.due, r.late);
    out_->span("budget", r.budget);
  }
  void operator()(const sla_escalated& r) { milestone(r.key, r.due, r.clock_due, r.late); }
  void operator()(const notified& r) {
    role(r.role);
    out_->text_if("person", r.person);
    out_->text("message", program_->messages[r.message.index()].name);
    json_object texts{zone()};
    for (const auto& [language, text] : r.texts)
      texts.text(language, text);
    out_->raw("texts", texts.close());
  }
  void operator()(const emitted& r) {
    out_->text("event", r.event).raw("with", to_json(value{r.data}, zone()));
  }
  void operator()(const logged& r) { out_->text("text", r.text); }
  void operator()(const open_requested& r) {
    out_->text("opens", r.workflow)
        .text_if("key", r.key)
        .raw("data", to_json(value{r.data}, zone()));
  }
  void operator()(const incident_raised& r) {
    out_->text("code", name(r.code)).text("message", r.message).text_if("event", r.event);
  }
  void operator()(const action_failed& r) {
    out_->text("code", name(r.code)).text("message", r.message).text_if("event", r.event);
  }
  void operator()(const incident_resolved& r) {
    out_->text("how", name(r.how)).text_if("event", r.event).time("resolved", r.resolved);
  }
  void operator()(const case_closed& r) { out_->text("state", state_name(r.state)); }
  void operator()(const case_cancelled& r) { out_->text_if("reason", r.reason); }
  void operator()(const event_sent& r) {
    out_->number("send", r.number).text("event", r.event).text("to", name(r.to));
    out_->text_if(r.to == send_target::child ? "child" : "key", r.whom).text_if("id", r.id);
    out_->time("due", r.due).raw("with", to_json(value{r.data}, zone()));
  }
  void operator()(const send_cancelled& r) {
    out_->number("send", r.number).text("event", r.event).text_if("id", r.id);
  }
  void operator()(const send_failed& r) {
    out_->number("send", r.number).text_if("event", r.event).text_if("opens", r.opens);
    out_->text_if("key", r.whom).text("code", name(r.code)).text("message", r.message);
  }
  void operator()(const child_opened& r) {
    out_->text("child", r.child).text("opens", r.workflow).text("key", r.key);
  }
  void operator()(const child_done& r) {
    out_->text("child", r.child).text("key", r.key).raw("data", to_json(value{r.data}, zone()));
  }
  void operator()(const child_failed& r) {
    out_->text("child", r.child).text_if("key", r.key);
    out_->text("code", name(r.code)).text("message", r.message);
  }
  void operator()(const child_cancelled& r) { out_->text("child", r.child).text_if("key", r.key); }

 private:
  [[nodiscard]] const caseclock::zone& zone() const { return zone_of(*program_); }
  [[nodiscard]] std::string_view state_name(state_id id) const {
    return program_->states[id.index()].name;
  }
  [[nodiscard]] std::string_view calendar_name(calendar_id id) const {
    return id.valid() ? std::string_view{program_->calendars[id.index()]->name()}
                      : std::string_view{};
  }
  void event(event_id id, const std::string& other = {}) {
    out_->text("event", other.empty() ? program_->events[id.index()].name : other);
  }
  void clock(clock_id id) { out_->text("clock", program_->clocks[id.index()].name); }
  void role(role_id id) {
    if (id.valid())
      out_->text("role", program_->roles[id.index()].name);
  }
  void approval(approval_id id) {
    out_->text("approval", state_name(program_->approvals[id.index()].state));
  }
  template <class Told> void task(const Told& told, std::string_view person) {
    out_->number("task", told.number).text("state", state_name(told.state));
    role(told.role);
    out_->text_if("person", person);
  }
  void milestone(const milestone_key& key, instant due, instant clock_due,
                 const std::optional<instant>& late) {
    const program_clock& clock = program_->clocks[key.clock.index()];
    const program_milestone& reached = clock.milestones[key.milestone];
    out_->text("clock", clock.name).text("milestone", reached.name);
    if (clock.kind != clock_kind::sla)
      out_->text("kind", name(clock.kind));
    if (clock.parent.valid())
      out_->text("parent", program_->clocks[clock.parent.index()].name);
    out_->number("cycle", key.cycle).number("revision", key.revision);
    if (reached.kind == milestone_kind::every)
      out_->number("repetition", key.repetition);
    out_->time("due", due).time("clock_due", clock_due).time_if("late", late);
  }
  void values(std::string_view member, const schema& fields, const std::vector<value>& held) {
    json_object data{zone()};
    for (std::size_t i = 0; i < fields.fields.size() && i < held.size(); ++i) {
      if (!held[i].is_null())
        data.raw(fields.fields[i].name, to_json(held[i], zone()));
    }
    out_->raw(member, data.close());
  }

  const program* program_;
  json_object* out_;
};

} // namespace detail

CASECLOCK_INLINE std::string to_json(const publication& told) {
  const record& what = told.record;
  detail::json_object out{zone_of(told.program)};
  out.number("seq", what.sequence).text("type", what.name()).time("at", what.at);
  out.text("case", told.case_key).text("workflow", told.program.name);
  out.number("step", what.step).number("ordinal", what.ordinal);
  const std::string_view role = detail::acting_role(told.program, what);
  if (!role.empty() || !what.by.name.empty()) {
    detail::json_object by{zone_of(told.program)};
    by.text_if("role", role).text_if("name", what.by.name).text_if("for", what.by.on_behalf_of);
    out.raw("by", by.close());
  }
  std::visit(detail::record_json_writer{told.program, out}, what.body);
  return out.close();
}

} // namespace caseclock
