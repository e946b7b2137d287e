// What happened: one closed set of record types, and nothing else is ever told to a host.
//
// A record refers to its program by dense ids; `caseclock/report/record_json.hpp` turns it into
// text. Everything a subscriber, a journal or an audit needs is in here, so that no reader has to
// ask the engine what the world looked like then. The set is closed on purpose: a reader switches
// over it with std::visit and the compiler names the one it forgot.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "caseclock/base/hash.hpp"
#include "caseclock/base/ids.hpp"
#include "caseclock/base/result.hpp"
#include "caseclock/base/translations.hpp"
#include "caseclock/definition/send_target.hpp"
#include "caseclock/time/instant.hpp"
#include "caseclock/value/value.hpp"

namespace caseclock {

/// Who did it. No role: the system (a timer, the host itself).
struct actor {
  role_id role{};
  std::string name{};
  std::string on_behalf_of{}; ///< who delegated the work to this person; "": nobody
};

/// Which case a child belongs to (rule S15).
struct parent_link {
  case_id id = case_id::none; ///< none: it is nobody's child
  std::string key{};
  std::string invoke{};    ///< the id of the parent's `invoke`
  std::uint32_t depth = 0; ///< 1: a child of a case that is nobody's child
};

struct case_opened {
  std::vector<value> fields{};   ///< one value per field of the program's data
  std::optional<instant> late{}; ///< by a schedule, told late
  std::string parent{};          ///< the key of the case whose child it is, or ""
};
struct event_accepted {
  event_id event{};
  std::vector<value> payload{};
  std::string from{}; ///< the key of the case that sent it, or "": a person or the host
  std::string name{}; ///< of an event that has no entry in the program (SCXML), else ""
};
/// A refusal changes nothing; it is told for the audit trail. The event may be unknown, hence text.
struct event_refused {
  std::string event{};
  errc code{};
  std::string message{};
  std::string role{}; ///< as it was sent, if the workflow has none of that name
};
struct event_ignored {
  event_id event{};
  std::string name{}; ///< as of `event_accepted`
};
struct event_deferred {
  event_id event{};
};
struct event_raised {
  event_id event{};
  std::string name{}; ///< as of `event_accepted`
};
struct transition_taken {
  std::uint32_t transition = 0;
};
struct state_exited {
  state_id state{};
};
struct state_entered {
  state_id state{};
};
struct timer_fired {
  timer_id timer{};
  instant due{};
  std::optional<instant> late{};
};
struct data_changed {
  field_id field{};
  value before{};
  value after{};
};
struct role_assigned {
  role_id role{};
  std::string before{};
  std::string after{};
};

/// A task is offered when its state is entered: to a role, or to the person who holds it here.
struct task_offered {
  std::uint64_t number = 0;
  state_id state{};
  role_id role{};
  std::string person{};
  std::optional<instant> due{}; ///< its own limit, if it has one
};
/// From now on it is this person's work.
struct task_claimed {
  std::uint64_t number = 0;
  state_id state{};
  role_id role{};
  std::string person{};
};
/// From now on it is this person's work, on behalf of another's ("" if it came back to whose it
/// was).
struct task_delegated {
  std::uint64_t number = 0;
  state_id state{};
  role_id role{};
  std::string person{};
  std::string on_behalf_of{};
};
/// Given back: to whoever had delegated it, or ("") to the role's list.
struct task_returned {
  std::uint64_t number = 0;
  state_id state{};
  role_id role{};
  std::string before{}; ///< who held it
  std::string person{};
};
/// Done. Whose work it was; who did it is the record's `by`.
struct task_completed {
  std::uint64_t number = 0;
  state_id state{};
  role_id role{};
  std::string person{};
  std::string on_behalf_of{};
};
struct task_withdrawn {
  std::uint64_t number = 0;
  state_id state{};
  role_id role{};
  std::string person{};
  std::string on_behalf_of{};
};

struct approval_requested {
  approval_id approval{};
  role_id role{};
};
struct approval_given {
  approval_id approval{};
  role_id role{};
  bool approved = false;
  std::string comment{};
};
struct approval_decided {
  approval_id approval{};
  bool approved = false;
  bool overdue = false; ///< decided by its time having passed, not by votes
};

struct clock_started {
  clock_id clock{};
  std::uint32_t cycle = 1;
  calendar_id calendar{};
  duration budget{};
  std::optional<instant> due{}; ///< none if a pause already holds
};
struct clock_paused {
  clock_id clock{};
  std::vector<std::string> reasons{};
  duration elapsed{};
  duration remaining{};
};
struct clock_resumed {
  clock_id clock{};
  duration elapsed{};
  instant due{};
};
struct clock_stopped {
  clock_id clock{};
  std::uint32_t cycle = 1;
  bool met = false;
  duration elapsed{};
  duration budget{};
  std::optional<instant> due{};
};
struct clock_cancelled {
  clock_id clock{};
  std::uint32_t cycle = 1;
  duration elapsed{};
};
struct clock_reset {
  clock_id clock{};
  std::optional<instant> due{};
};
struct clock_retargeted {
  clock_id clock{};
  std::uint32_t revision = 0;
  duration before{};
  duration after{};
  calendar_id calendar{};
  std::optional<instant> due{};
};

/// A breach that was told no longer holds: the promise lies ahead again (rule C11).
struct breach_revoked {
  clock_id clock{};
  std::uint32_t cycle = 1;
  std::uint32_t revision = 0;
  std::optional<instant> due{};
};
/// The case came under other calendars (rule C12). What it changed is told by each clock.
struct recalendared {
  content_hash before{}; ///< the programs, which differ in nothing but calendars
  content_hash after{};
};

/// What identifies one milestone of one clock for ever (rule C16), so that a repeated delivery is
/// recognised. `repetition` counts from 1 within an `every` milestone.
struct milestone_key {
  clock_id clock{};
  std::uint32_t cycle = 1;
  std::uint32_t revision = 0;
  std::uint32_t milestone = 0; ///< index into the clock's milestones
  std::uint32_t repetition = 1;
};

/// `due`: when this milestone was due; `clock_due`: when the promise is (or was) due. `late`: the
/// instant at which it was told, if that was after `due` (downtime, a retroactive change).
struct sla_warning {
  milestone_key key{};
  instant due{};
  instant clock_due{};
  std::optional<instant> late{};
};
struct sla_breached {
  milestone_key key{};
  instant due{};
  duration budget{};
  std::optional<instant> late{};
};
struct sla_escalated {
  milestone_key key{};
  instant due{};
  instant clock_due{};
  std::optional<instant> late{};
};

/// A message to a role, or to the person who holds it. One text per language of the message.
struct notified {
  role_id role{};
  std::string person{};
  message_id message{};
  std::vector<std::pair<std::string, std::string>> texts{};

  /// What a reader of that language is told, or of the nearest there is (`best_language`).
  [[nodiscard]] std::string_view in(std::string_view language) const {
    const auto code_of = [this](std::size_t i) { return std::string_view{texts[i].first}; };
    const std::size_t best = best_language(texts.size(), code_of, language);
    return texts.empty() ? std::string_view{} : std::string_view{texts[best].second};
  }
};
struct emitted {
  std::string event{};
  value_record data{};
};
struct logged {
  std::string text{};
};
/// A detached case is wanted; the engine opens it right after this macrostep.
struct open_requested {
  std::string workflow{};
  value_record data{};
  std::string key{};
};

/// An action failed: what it belongs to was rolled back. A state that answers `error.action` is
/// asked next; `event` is what was at hand.
struct action_failed {
  errc code{};
  std::string message{};
  std::string event{};
};
/// The macrostep failed: it was rolled back and the case is frozen until the host decides.
struct incident_raised {
  errc code{};
  std::string message{};
  std::string event{};
};

enum class incident_end : std::uint8_t { retried, skipped };

/// The stable spelling of what became of the input that an incident stopped.
[[nodiscard]] constexpr std::string_view name(incident_end how) {
  switch (how) {
  case incident_end::retried: return "retried";
  case incident_end::skipped: return "skipped";
  }
  return "?";
}

/// The host decided: the input that failed is run again, or given up. The record stands, as what
/// follows from it, at the instant of the incident; `resolved` is when the host decided.
struct incident_resolved {
  incident_end how = incident_end::retried;
  std::string event{};
  instant resolved{};
};
struct case_closed {
  state_id state{};
};
/// The case ended before its time: its host or its parent wanted so.
struct case_cancelled {
  std::string reason{};
};

/// An event is on its way; it leaves at `due`.
struct event_sent {
  std::uint64_t number = 0; ///< 1, 2, 3 … within the case, `open` and `invoke` counted too
  std::string event{};
  send_target to = send_target::self;
  std::string whom{}; ///< the child's id, or the key
  std::string id{};   ///< what `cancel` names, or ""
  instant due{};
  value_record data{};
};
/// An event that was on its way was called back, or its sender ended before it left.
struct send_cancelled {
  std::uint64_t number = 0;
  std::string event{};
  std::string id{};
};
/// An event did not reach whom it was for, or a detached case could not be opened.
struct send_failed {
  std::uint64_t number = 0;
  std::string event{}; ///< "": a case was to be opened
  std::string opens{}; ///< its workflow, or ""
  std::string whom{};  ///< the key of the case that was meant, if one was
  errc code{};
  std::string message{};
};
/// A child is open (rule S15).
struct child_opened {
  std::string child{}; ///< the id of the `invoke`
  std::string workflow{};
  std::string key{};
  case_id id = case_id::none;
};
/// A child came to its end, with its result.
struct child_done {
  std::string child{};
  std::string key{};
  value_record data{};
};
/// A child ended without a result: it could not be opened, or it was cancelled.
struct child_failed {
  std::string child{};
  std::string key{}; ///< "": it never opened
  errc code{};
  std::string message{};
};
/// The state that wanted the child was left before the child had ended.
struct child_cancelled {
  std::string child{};
  std::string key{}; ///< "": it never opened
};

using record_body =
    std::variant<case_opened, event_accepted, event_refused, event_ignored, event_deferred,
                 event_raised, transition_taken, state_exited, state_entered, timer_fired,
                 data_changed, role_assigned, task_offered, task_claimed, task_delegated,
                 task_returned, task_completed, task_withdrawn, approval_requested, approval_given,
                 approval_decided, clock_started, clock_paused, clock_resumed, clock_stopped,
                 clock_cancelled, clock_reset, clock_retargeted, breach_revoked, recalendared,
                 sla_warning, sla_breached, sla_escalated, notified, emitted, logged,
                 open_requested, incident_raised, case_closed, case_cancelled, event_sent,
                 send_cancelled, send_failed, child_opened, child_done, child_failed,
                 child_cancelled, action_failed, incident_resolved>;

/// The kinds of record, in the order of `record_body`'s alternatives.
enum class record_kind : std::uint8_t {
  case_opened,
  event_accepted,
  event_refused,
  event_ignored,
  event_deferred,
  event_raised,
  transition_taken,
  state_exited,
  state_entered,
  timer_fired,
  data_changed,
  role_assigned,
  task_offered,
  task_claimed,
  task_delegated,
  task_returned,
  task_completed,
  task_withdrawn,
  approval_requested,
  approval_given,
  approval_decided,
  clock_started,
  clock_paused,
  clock_resumed,
  clock_stopped,
  clock_cancelled,
  clock_reset,
  clock_retargeted,
  breach_revoked,
  recalendared,
  sla_warning,
  sla_breached,
  sla_escalated,
  notified,
  emitted,
  logged,
  open_requested,
  incident_raised,
  case_closed,
  case_cancelled,
  event_sent,
  send_cancelled,
  send_failed,
  child_opened,
  child_done,
  child_failed,
  child_cancelled,
  action_failed,
  incident_resolved,
};

/// The spelling that JSON, scenarios and subscriptions use. Index: `record_kind`.
inline constexpr std::string_view record_names[] = {
    "case_opened",        "event_accepted",  "event_refused",
    "event_ignored",      "event_deferred",  "event_raised",
    "transition_taken",   "state_exited",    "state_entered",
    "timer_fired",        "data_changed",    "role_assigned",
    "task_offered",       "task_claimed",    "task_delegated",
    "task_returned",      "task_completed",  "task_withdrawn",
    "approval_requested", "approval_given",  "approval_decided",
    "clock_started",      "clock_paused",    "clock_resumed",
    "clock_stopped",      "clock_cancelled", "clock_reset",
    "clock_retargeted",   "breach_revoked",  "recalendared",
    "sla_warning",        "sla_breached",    "sla_escalated",
    "notified",           "emitted",         "logged",
    "open_requested",     "incident_raised", "case_closed",
    "case_cancelled",     "event_sent",      "send_cancelled",
    "send_failed",        "child_opened",    "child_done",
    "child_failed",       "child_cancelled", "action_failed",
    "incident_resolved"};
static_assert(std::size(record_names) == std::variant_size_v<record_body>);

/// One thing that happened. (case, step, ordinal) identifies it for ever (rule S14); `sequence`
/// rises without gaps per engine once it is published (rule D1).
struct record {
  std::uint64_t sequence = 0;
  case_id subject = case_id::none;
  std::uint64_t step = 0;    ///< the macrostep of that case, from 1; a refusal counts as one
  std::uint32_t ordinal = 0; ///< within the macrostep, from 0
  instant at{};              ///< the macrostep's one instant
  actor by{};
  record_body body{};

  // Copied, moved and destroyed in one place (base/linkage.hpp): to compile that for every kind of
  // body would take most of the time of every source that holds a record.
  record();
  record(const record&);
  record(record&&) noexcept;
  record& operator=(const record&);
  record& operator=(record&&) noexcept;
  ~record();

  [[nodiscard]] record_kind kind() const { return static_cast<record_kind>(body.index()); }
  [[nodiscard]] std::string_view name() const { return record_names[body.index()]; }
};

} // namespace caseclock

#if !defined(CASECLOCK_COMPILED)
#include "caseclock/record/detail/record_impl.hpp"
#endif
