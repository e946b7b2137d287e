// The compiled workflow: dense ids, resolved names, typed expressions; immutable and shared.
//
// Everything that runs refers to tables of this program by index. States stand in document order
// (rule S3), each parent before its children, so that "document order" is plain `<` on state ids
// and the states inside a state are one range. `states[0]` is the root, which the author never
// names.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "caseclock/base/hash.hpp"
#include "caseclock/base/ids.hpp"
#include "caseclock/calendar/calendar.hpp"
#include "caseclock/definition/workflow.hpp"
#include "caseclock/expr/expression.hpp"
#include "caseclock/expr/template.hpp"
#include "caseclock/value/schema.hpp"

namespace caseclock {

/// A run of consecutive entries of one of the program's tables.
struct table_range {
  std::uint32_t first = 0;
  std::uint32_t count = 0;
  [[nodiscard]] bool empty() const { return count == 0; }
};

struct set_action {
  field_id field;
  expr_id to;
};
struct assign_action {
  role_id role;
  expr_id person;
};
struct raise_action {
  event_id event;
};
struct emit_action {
  std::string event;
  std::vector<std::pair<std::string, expr_id>> with{};
};
struct notify_action {
  role_id role;
  message_id message;
};
struct open_action {
  std::string workflow;
  std::vector<std::pair<std::string, expr_id>> with{};
  expr_id key{};
};
struct log_action {
  message_template text;
};
struct send_action {
  std::string event; ///< by name: another case has ids of its own
  send_target to = send_target::self;
  invoke_id child{}; ///< with child
  expr_id key{};     ///< with key
  std::vector<std::pair<std::string, expr_id>> with{};
  std::optional<time_amount> after{};
  std::string id{};
};
struct cancel_action {
  std::string id;
};

/// The first branch whose guard holds; an invalid guard: always.
struct if_action {
  std::vector<std::pair<expr_id, table_range>> branches{}; ///< guard → actions
};

// ---- By SCXML's rules alone (`rules_of::scxml`) ----------------------------------------------

/// A place in the data: a field, or something inside its value. `field` invalid: there is no such
/// place, which is an error when it is used.
struct program_location {
  struct step {
    std::string member{}; ///< or, if empty:
    expr_id index{};
  };
  std::string text{};
  field_id field{};
  std::vector<step> inside{};
};
/// Actions that end together where one of them fails.
struct block_action {
  table_range actions{};
};
struct place_action {
  program_location to{};
  expr_id what{};
};
struct foreach_action {
  expr_id list{};
  program_location item{};
  std::optional<program_location> index{};
  table_range actions{};
};
struct post_action {
  expr_id event{};
  expr_id target{};
  expr_id type{};
  expr_id delay{};
  expr_id id{};
  std::optional<program_location> id_location{};
  std::vector<std::pair<std::string, expr_id>> with{};
  expr_id content{};
};
struct recall_action {
  expr_id id{};
};
struct trace_action {
  std::string label{};
  expr_id what{};
};

struct action {
  std::variant<set_action, assign_action, raise_action, emit_action, notify_action, open_action,
               log_action, send_action, cancel_action, if_action, block_action, place_action,
               foreach_action, post_action, recall_action, trace_action>
      what;
  source_span span{};
};

struct program_role {
  std::string name;
  translations title{};
  std::vector<role_id> may_act_as{}; ///< itself and everything it extends, transitively
  source_span span{};
};

/// Where an event comes from. Only `external` ones can be sent by a host.
enum class event_origin : std::uint8_t {
  external, ///< declared, sent by people and hosts
  internal, ///< raised by actions
  done,     ///< done.<state>
  approval, ///< approved, rejected, approval_overdue: raised by an approval
  task,     ///< task_overdue: raised by a task
  vote,     ///< approve, reject: sent by approvers
  platform, ///< error.guard, error.send
  child,    ///< done.<invoke>, failed.<invoke>: a child has ended
  any,      ///< by SCXML's rules: stands for every event that has no entry of its own
};

struct program_event {
  std::string name;
  translations title{};
  event_origin origin = event_origin::external;
  std::vector<role_id> by{}; ///< roles that may send it; empty: anyone
  schema payload{};
  std::string form{};
  source_span span{};
};

enum class trigger_kind : std::uint8_t { event, eventless, timer };

struct program_transition {
  state_id source{};
  trigger_kind trigger = trigger_kind::event;
  event_id event{}; ///< with trigger event; by SCXML's rules always `any_event`
  std::vector<std::string> descriptors{}; ///< SCXML: what the event's name must match, one of them
  timer_id timer{};                       ///< with trigger timer
  expr_id guard{};                        ///< invalid: always true
  std::vector<state_id> targets{};
  bool internal = false;
  table_range actions{};
  translations title{};
  source_span span{};
};

/// When a timer fires that counts from a date of the data: see `moment_definition`.
struct program_moment {
  field_id field{}; ///< a date or a timestamp
  std::int64_t months = 0;
  std::int64_t days = 0;
  time_amount amount{};
  bool before = false;
  std::optional<std::int32_t> time_s{};
};

/// An `after` or `at` timer, or the `within` of an approval or a task.
struct program_timer {
  state_id state{};
  time_amount amount{};
  calendar_id calendar{}; ///< the workflow's; invalid with elapsed amounts if there is none
  approval_id approval{}; ///< valid: this is the approval's `within`
  task_id task{};         ///< valid: this is the task's `within`
  std::optional<program_moment> moment{}; ///< if there, the amount says nothing
  std::string text{}; ///< as people read it: "after 2 working days", "at 1 month before ends_on"
  source_span span{};
};

struct program_task {
  state_id state{};
  role_id role{};
  std::string form{}; ///< whose event completes it; "": any that leads on
  timer_id within{};
  bool delegate = true;   ///< may be handed on
  bool exclusive = false; ///< once held, no other holder of the role may do it
  translations title{};
  source_span span{};
};

struct program_approval {
  state_id state{};
  std::vector<role_id> by{};
  std::uint32_t needed = 0; ///< how many approvals decide it: all → by.size(), any → 1
  approval_order order = approval_order::sequence;
  bool forbid_requester = false;
  std::vector<role_id> forbid{}; ///< who holds one of these in the case may not decide
  timer_id within{};
  overdue_policy on_overdue = overdue_policy::tell;
  role_id escalate_to{}; ///< with escalate
  bool delegate = true;
  bool exclusive = false;
  translations title{};
  source_span span{};
};

/// A case of another workflow that is open while its state is active (rule S15).
struct program_invoke {
  std::string name; ///< its id
  std::string workflow;
  state_id state{};
  std::vector<std::pair<std::string, expr_id>> with{};
  expr_id key{};
  event_id done{};   ///< its payload is what the author expects of the result
  event_id failed{}; ///< it ended without a result
  source_span span{};
};

/// A field that is bound by evaluating an expression.
struct program_binding {
  field_id field{};
  expr_id to{};
};

/// What a final state hands out: named values, or one.
struct program_donedata {
  std::vector<std::pair<std::string, expr_id>> with{};
  expr_id content{};
};

struct program_state {
  std::string name;
  translations title{};
  state_kind kind = state_kind::atomic;
  state_id parent{};       ///< invalid for the root
  state_id last{};         ///< the last state inside it, itself if atomic: inside = [id, last]
  std::uint32_t depth = 0; ///< root: 0
  std::vector<state_id> children{};
  std::vector<state_id> initial{};     ///< compound: one target; history: the default
  table_range initial_actions{};       ///< of that entry, between the state's own and its child's
  std::vector<program_binding> late{}; ///< bound when it is entered for the first time
  std::optional<program_donedata> donedata{};
  std::vector<tag_id> tags{};
  table_range entry{}; ///< actions
  table_range exit{};
  table_range transitions{}; ///< event and eventless and timer transitions, document order
  table_range timers{};
  std::vector<event_id> defer{};
  std::vector<event_id> ignore{};
  task_id task{};
  approval_id approval{};
  event_id done{}; ///< raised when it completes; compound, parallel and region states
  table_range invokes{};
  std::vector<std::pair<std::string, expr_id>> output{}; ///< top-level final: the case's result
  source_span span{};
};

struct program_when {
  when_kind kind = when_kind::enter;
  state_id state{};
  event_id event{};
  expr_id condition{};
  expr_id from{};
  source_span span{};
};

struct program_while {
  while_kind kind = while_kind::in_state;
  state_id state{};
  tag_id tag{};
  expr_id condition{};
  std::string text{}; ///< the reason as a person reads it: "in waiting", "tag waiting_for_customer"
};

struct program_milestone {
  milestone_kind kind = milestone_kind::due;
  std::uint32_t percent = 0;
  time_amount amount{};
  std::uint32_t times = 1;
  table_range actions{};
  std::string name{}; ///< "80%", "due", "4 working hours after", "every 1 working day after"
  source_span span{};
};

/// How long a clock may run: an amount, or until the end of a day that the data name.
struct program_target {
  expr_id guard{};
  time_amount amount{};
  field_id date{};         ///< if valid, the amount says nothing
  std::int64_t months = 0; ///< from that date; negative: before it

  [[nodiscard]] bool follows_date() const { return date.valid(); }
};

struct program_clock {
  std::string name;
  translations title{};
  clock_kind kind = clock_kind::sla;
  clock_id parent{}; ///< the promise that it underpins; invalid: none
  std::vector<std::pair<expr_id, calendar_id>> calendars{}; ///< first whose guard holds; ≥ 1; the
                                                            ///< id is invalid where all is elapsed
  std::vector<program_target> targets{};                    ///< first whose guard holds; ≥ 1
  std::vector<program_when> start{};
  std::vector<program_when> stop{};
  std::vector<program_when> reset{};
  std::vector<program_when> cancel{};
  std::vector<program_while> pause{}; ///< at most 64 reasons
  retarget_policy on_retarget = retarget_policy::carry;
  recalendar_policy on_recalendar = recalendar_policy::carry;
  reopen_policy reopen = reopen_policy::new_cycle;
  bool revoke_breach = false;
  std::vector<program_milestone>
      milestones{}; ///< in the author's order; `due` is always among them
  source_span span{};
};

struct program_message {
  std::string name;
  std::vector<std::pair<std::string, message_template>> texts{}; ///< language → template
  source_span span{};

  /// The text in that language, or the nearest there is (`best_language`); null if there is none.
  [[nodiscard]] const message_template* in(std::string_view language) const {
    const auto code_of = [this](std::size_t at) { return std::string_view{texts[at].first}; };
    const std::size_t best = best_language(texts.size(), code_of, language);
    return texts.empty() ? nullptr : &texts[best].second;
  }
};

/// Cases that open by themselves.
struct program_schedule {
  recurrence rule{};
  calendar_id calendar{}; ///< for working days, and for the zone; invalid: the workflow has none
  std::vector<std::pair<std::string, expr_id>> with{};
  message_template key{}; ///< without segments: "<workflow>/<period>"
  missed_policy missed = missed_policy::all;
  source_span span{};
};

struct program_property {
  std::string id;
  translations title{};
  property_kind kind = property_kind::never;
  expr_id trigger{};
  expr_id expression{};
  source_span span{};
};

/// Fields of the data that SCXML defines and the case itself fills in. Valid by its rules alone.
struct system_fields {
  field_id event{};
  field_id name{};
  field_id session{};
  field_id processors{};
  [[nodiscard]] bool holds(field_id id) const {
    return id == event || id == name || id == session || id == processors;
  }
};

/// One compiled workflow. Immutable once compiled; share it as `std::shared_ptr<const program>`.
/// Thread-safe to read.
struct program {
  std::string name;
  std::int64_t version = 1;
  content_hash hash{};
  content_hash shape{}; ///< the same without what its calendars say: programs of one shape differ
                        ///< in working hours only
  translations title{};
  std::string source{};
  unexpected_policy unexpected = unexpected_policy::refuse;
  rules_of semantics = rules_of::caseclock;
  schema data{};
  system_fields system{};
  std::vector<program_binding> bindings{}; ///< evaluated as the case opens, in document order
  calendar_id calendar{};                  ///< the workflow's own; invalid: none named
  std::vector<std::shared_ptr<const caseclock::calendar>> calendars{};
  std::vector<std::string> tags{};
  std::vector<program_role> roles{};
  std::vector<program_event> events{};
  std::vector<program_state> states{};
  std::vector<program_transition> transitions{};
  std::vector<program_timer> timers{};
  std::vector<program_task> tasks{};
  std::vector<program_approval> approvals{};
  std::vector<program_invoke> invokes{};
  schema output{}; ///< what its cases say when they end; optional: not at every end
  std::vector<program_clock> clocks{};
  std::vector<program_message> messages{};
  std::vector<program_property> properties{};
  std::vector<program_schedule> schedules{};
  std::vector<action> actions{};
  std::vector<expression> expressions{};
  event_id error_guard{};  ///< `error.guard`, always there; by SCXML's rules `error.execution`
  event_id error_action{}; ///< `error.action`, always there
  event_id error_send{};   ///< `error.send`, always there
  event_id error_communication{}; ///< SCXML alone
  event_id any_event{};           ///< SCXML alone
  source_span span{};             ///< the workflow's name

  /// Ids by name; invalid if there is none. Linear: ask once, keep the id.
  [[nodiscard]] event_id event(std::string_view wanted) const {
    return find<event_id>(events, wanted);
  }
  [[nodiscard]] state_id state(std::string_view wanted) const {
    return find<state_id>(states, wanted);
  }
  [[nodiscard]] clock_id clock(std::string_view wanted) const {
    return find<clock_id>(clocks, wanted);
  }
  [[nodiscard]] role_id role(std::string_view wanted) const { return find<role_id>(roles, wanted); }
  [[nodiscard]] invoke_id invoke(std::string_view wanted) const {
    return find<invoke_id>(invokes, wanted);
  }
  [[nodiscard]] field_id field(std::string_view wanted) const {
    return find<field_id>(data.fields, wanted);
  }
  /// True if `inner` is `outer` or lies inside it.
  [[nodiscard]] bool inside(state_id inner, state_id outer) const {
    return outer <= inner && inner <= states[outer.index()].last;
  }

 private:
  template <class Id, class Table> static Id find(const Table& table, std::string_view wanted) {
    for (std::size_t i = 0; i < table.size(); ++i) {
      if (table[i].name == wanted)
        return Id{i};
    }
    return Id{};
  }
};

} // namespace caseclock
