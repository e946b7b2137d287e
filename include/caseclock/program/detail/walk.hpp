// One walk over everything an author can write: names, texts, numbers, in their order; neither
// paths nor lines nor columns.
//
// A list is preceded by its length and a choice by its number, so that no two definitions run
// together. Whoever listens makes of it what is needed: the content hash, or a search for a word.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include "caseclock/definition/workflow.hpp"

namespace caseclock::detail::compiling {

/// Tells a definition, part by part, to a listener that has `add(string_view)` and `add(uint64)`.
template <class Listener> class definition_walk {
 public:
  explicit definition_walk(Listener& into) : into_(into) {}

  void feed(const std::string& text) { into_.add(std::string_view{text}); }
  void feed(std::int64_t number) { into_.add(static_cast<std::uint64_t>(number)); }
  void feed(bool flag) { into_.add(static_cast<std::uint64_t>(flag ? 1 : 0)); }
  void feed(std::uint32_t number) { into_.add(static_cast<std::uint64_t>(number)); }
  void feed(std::uint64_t number) { into_.add(number); }
  template <class Enum>
  requires std::is_enum_v<Enum>
  void feed(Enum choice) { into_.add(static_cast<std::uint64_t>(choice)); }
  template <class T> void feed(const located<T>& part) { feed(part.value); }
  template <class T> void feed(const std::vector<T>& list) {
    into_.add(static_cast<std::uint64_t>(list.size()));
    for (const T& each : list)
      feed(each);
  }
  template <class A, class B> void feed(const std::pair<A, B>& both) {
    all(both.first, both.second);
  }
  template <class T> void feed(const std::optional<T>& part) {
    feed(part.has_value());
    if (part)
      feed(*part);
  }
  template <class... Ts> void feed(const std::variant<Ts...>& choice) {
    into_.add(static_cast<std::uint64_t>(choice.index()));
    std::visit([this](const auto& part) { this->feed(part); }, choice);
  }

  void feed(const translations& part) { feed(part.texts); }
  void feed(const time_amount& part) { all(part.kind, part.count); }
  void feed(const caseclock::value& part) {
    feed(part.kind());
    switch (part.kind()) {
    case kind::null: break;
    case kind::boolean: feed(*part.as_bool()); break;
    case kind::integer: feed(*part.as_int()); break;
    case kind::fixed: feed(part.as_decimal()->units); break;
    case kind::string: feed(*part.as_string()); break;
    case kind::date: feed(std::int64_t{part.as_date()->time_since_epoch().count()}); break;
    case kind::timestamp: feed(to_ms(*part.as_timestamp())); break;
    case kind::span: feed(std::int64_t{part.as_duration()->count()}); break;
    case kind::list: feed(*part.as_list()); break;
    case kind::record: feed(*part.as_record()); break;
    case kind::denotation: feed(part.as_denotation()->of); break;
    case kind::any: break;
    }
  }

  void feed(const role_definition& part) { all(part.name, part.title, part.extends); }
  void feed(const enum_definition& part) { all(part.name, part.members); }
  void feed(const field_definition& part) {
    all(part.name, part.type, part.members, part.of, part.title, part.required, part.required_if,
        part.personal, part.unit, part.initial, part.expr, part.state, part.min, part.max,
        part.min_length, part.max_length, part.pattern);
  }
  void feed(const form_definition& part) { all(part.name, part.title, part.fields); }
  void feed(const event_definition& part) {
    all(part.name, part.title, part.by, part.with, part.form, part.internal);
  }
  void feed(const set_definition& part) { all(part.field, part.to); }
  void feed(const assign_definition& part) { all(part.role, part.person); }
  void feed(const raise_definition& part) { feed(part.event); }
  void feed(const emit_definition& part) { all(part.event, part.with); }
  void feed(const notify_definition& part) { all(part.role, part.message); }
  void feed(const open_definition& part) { all(part.workflow, part.with, part.key); }
  void feed(const log_definition& part) { feed(part.text); }
  void feed(const send_definition& part) {
    all(part.event, part.to, part.whom, part.with, part.after, part.id);
  }
  void feed(const cancel_definition& part) { feed(part.id); }
  /// Recursive; the loader bounds the depth, and the compiler does.
  void feed(const nested_action& part) { feed(part.what); }
  void feed(const branch_definition& part) { all(part.guard, part.actions); }
  void feed(const if_definition& part) { feed(part.branches); }
  void feed(const block_definition& part) { feed(part.actions); }
  void feed(const foreach_definition& part) { all(part.list, part.item, part.index, part.actions); }
  void feed(const post_definition& part) {
    all(part.event, part.target, part.type, part.delay, part.id, part.id_location, part.with,
        part.content);
  }
  void feed(const recall_definition& part) { feed(part.id); }
  void feed(const trace_definition& part) { all(part.label, part.expr); }
  void feed(const donedata_definition& part) { all(part.with, part.content); }
  void feed(const transition_definition& part) {
    all(part.guard, part.to, part.actions, part.internal, part.title);
  }
  void feed(const trigger_definition& part) { all(part.event, part.transitions); }
  void feed(const moment_definition& part) {
    all(part.field, part.months, part.days, part.amount, part.before, part.time_s);
  }
  void feed(const timer_definition& part) { all(part.after, part.at, part.transitions); }
  void feed(const task_definition& part) {
    all(part.role, part.title, part.form, part.within, part.delegate, part.exclusive);
  }
  void feed(const approval_definition& part) {
    all(part.by, part.rule, part.at_least, part.order, part.forbid_requester, part.forbid,
        part.within, part.on_overdue, part.escalate_to, part.delegate, part.exclusive, part.title);
  }
  void feed(const invoke_definition& part) {
    all(part.id, part.workflow, part.with, part.key, part.result);
  }
  /// Recursive; the depth was bounded when the states were numbered.
  void feed(const state_definition& part) {
    all(part.name, part.kind, part.title, part.initial, part.initial_actions, part.donedata,
        part.tags, part.entry, part.exit, part.on, part.after, part.defer, part.ignore, part.task,
        part.approval, part.invokes, part.output, part.states);
  }
  void feed(const when_definition& part) { all(part.kind, part.what, part.from); }
  void feed(const while_definition& part) { all(part.kind, part.what); }
  void feed(const milestone_definition& part) {
    all(part.kind, part.percent, part.amount, part.times, part.actions);
  }
  void feed(const date_target_definition& part) { all(part.months, part.field); }
  void feed(const target_choice& part) { all(part.guard, part.target, part.date); }
  void feed(const calendar_choice& part) { all(part.guard, part.calendar); }
  void feed(const clock_definition& part) {
    all(part.name, part.title, part.kind, part.parent, part.calendars, part.targets, part.start,
        part.stop, part.reset, part.cancel, part.pause, part.on_retarget, part.on_recalendar,
        part.reopen, part.revoke_breach, part.milestones);
  }
  void feed(const message_definition& part) { all(part.name, part.texts); }
  void feed(const property_definition& part) {
    all(part.id, part.title, part.kind, part.trigger, part.expression);
  }
  void feed(const workflow_definition& part) {
    all(part.name, part.version, part.title, part.source, part.calendar, part.unexpected,
        part.semantics, part.roles, part.enums, part.forms, part.data, part.events, part.output,
        part.initial, part.initial_actions, part.states, part.clocks, part.messages,
        part.properties, part.schedules);
  }
  void feed(const recurrence& part) {
    all(part.unit, part.every, part.pick, part.number, part.weekday.iso_encoding(), part.time_s,
        part.from, part.until);
  }
  void feed(civil_date part) { feed(std::int64_t{part.time_since_epoch().count()}); }
  void feed(std::int32_t number) { feed(std::int64_t{number}); }
  void feed(const schedule_definition& part) {
    all(part.rule, part.calendar, part.with, part.key, part.missed);
  }

 private:
  template <class... Parts> void all(const Parts&... parts) { (feed(parts), ...); }
  Listener& into_;
};

} // namespace caseclock::detail::compiling
