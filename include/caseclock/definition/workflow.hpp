// The YAML model of a workflow as plain aggregates, every part with its place in the source.
//
// This is what an author wrote: names are strings, expressions are text, nothing is resolved. The
// loader fills it from YAML; a host without YAML fills it in code. `compile` (room program)
// resolves it into the dense, immutable form that runs.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "caseclock/base/diagnostic.hpp"
#include "caseclock/base/translations.hpp"
#include "caseclock/calendar/amount.hpp"
#include "caseclock/calendar/recurrence.hpp"
#include "caseclock/definition/send_target.hpp"
#include "caseclock/value/value.hpp"

namespace caseclock {

using located_text = located<std::string>;

/// A role that people hold. A holder may also do what the roles in `extends` may do.
struct role_definition {
  located_text name;
  translations title{};
  std::vector<located_text> extends{};
};

/// A named list of members that several fields share.
struct enum_definition {
  located_text name;
  std::vector<located_text> members{};
};

/// A typed field of the case data, of an event's payload or of a form.
struct field_definition {
  located_text name;
  located_text type{"string", {}}; ///< string bool int decimal enum date timestamp duration list
  std::vector<located_text> members{}; ///< `of: [a, b]` of an enum
  located_text of{};                   ///< `of: name` — a shared enum, or a list's element type
  translations title{};
  bool required = false;
  located_text required_if{}; ///< an expression: required where it holds; empty: see `required`
  bool personal = false;
  std::string unit{};
  located<value> initial{}; ///< `default:`, raw as the file has it; null: none
  located_text expr{};      ///< `expr:` — what it is at first, an expression; SCXML's rules only
  located_text state{}; ///< `state:` — it is bound when that state is first entered, not before
  located<value> min{};
  located<value> max{};
  std::optional<located<std::int64_t>> min_length{}; ///< characters, or elements of a list
  std::optional<located<std::int64_t>> max_length{};
  located_text pattern{};
  bool for_the_record = false; ///< may be read by nothing: the case's trail is what it is for
};

/// Fields that are filled in together, with an event.
struct form_definition {
  located_text name;
  translations title{};
  std::vector<field_definition> fields{};
  bool for_the_record = false; ///< its fields may be read by nothing
};

struct event_definition {
  located_text name;
  translations title{};
  std::vector<located_text> by{}; ///< roles that may send it; empty: anyone
  std::vector<field_definition> with{};
  located_text form{};
  bool internal = false; ///< only ever raised, never sent
};

/// `name: expression` pairs in the author's order.
using argument_definitions = std::vector<std::pair<located_text, located_text>>;

struct set_definition {
  located_text field;
  located_text to;
};
struct assign_definition {
  located_text role;
  located_text person;
};
struct raise_definition {
  located_text event;
};
struct emit_definition {
  located_text event;
  argument_definitions with{};
};
struct notify_definition {
  located_text role;
  located_text message;
};
struct open_definition {
  located_text workflow;
  argument_definitions with{};
  located_text key{};
};
struct log_definition {
  located_text text;
};
/// An event to this case or another, at once or later.
struct send_definition {
  located_text event;
  send_target to = send_target::self;
  located_text whom{}; ///< child: the id of its `invoke`; key: an expression
  argument_definitions with{};
  std::optional<located<time_amount>> after{}; ///< none: at once
  std::string id{};                            ///< what `cancel` names, or ""
};
/// Calls back what was sent under that id and has not left.
struct cancel_definition {
  located_text id;
};

struct nested_action; ///< an action inside another one

/// The first branch whose guard holds; an empty guard is the last one, `else`.
struct branch_definition {
  located_text guard{};
  std::vector<nested_action> actions;
};
struct if_definition {
  std::vector<branch_definition> branches;
  source_span span{};
};

// ---- Actions of SCXML's rules alone (`semantics: scxml`) ------------------------------------

/// Actions that end together where one of them fails: SCXML's block.
struct block_definition {
  std::vector<nested_action> actions;
  source_span span{};
};
/// The actions once for each element of a list.
struct foreach_definition {
  located_text list{};
  located_text item{};
  located_text index{}; ///< or empty
  std::vector<nested_action> actions;
};
/// SCXML's `send`. Everything is an expression but the id's place; empty texts are left out.
struct post_definition {
  located_text event{};
  located_text target{};
  located_text type{};
  located_text delay{}; ///< gives "1s", "500ms" or a duration
  located_text id{};
  located_text id_location{}; ///< where the id goes that it is given
  argument_definitions with{};
  located_text content{};
  source_span span{};
};
/// Takes back what was posted with a delay under that id.
struct recall_definition {
  located_text id{}; ///< an expression
};
/// SCXML's `log`: a label and the value of an expression.
struct trace_definition {
  located_text label{};
  located_text expr{};
  source_span span{};
};

/// What a transition, an entry, an exit or a milestone does.
using action_definition =
    std::variant<set_definition, assign_definition, raise_definition, emit_definition,
                 notify_definition, open_definition, log_definition, send_definition,
                 cancel_definition, if_definition, block_definition, foreach_definition,
                 post_definition, recall_definition, trace_definition>;

struct nested_action {
  action_definition what;
};

struct transition_definition {
  located_text guard{};           ///< `if`; empty text: always true
  std::vector<located_text> to{}; ///< empty: stays, exits nothing
  std::vector<action_definition> actions{};
  bool internal = false;
  translations title{};
  source_span span{};
};

/// `on: {event: …}`, `always: …`; by SCXML's rules an entry of `transitions`, whose event is a list
/// of descriptors: "a b.* *".
struct trigger_definition {
  located_text event{}; ///< empty text: eventless
  std::vector<transition_definition> transitions{};
};

/// `1 month before ends_on`, `ends_on at 09:00`: when it is depends on a date of the case data.
struct moment_definition {
  located_text text{};     ///< as written
  located_text field{};    ///< a date or a timestamp
  std::int64_t months = 0; ///< from there, by the calendar's leaves; negative: before it
  std::int64_t days = 0;
  time_amount amount{};                 ///< if neither: so much from there; 0: at that date itself
  bool before = false;                  ///< the amount is
  std::optional<std::int32_t> time_s{}; ///< of that day, in seconds since midnight
};

/// `after: {2 working days: …}`, `at: {1 month before ends_on: …}`
struct timer_definition {
  located<time_amount> after{};
  std::vector<transition_definition> transitions{};
  std::optional<moment_definition> at{}; ///< if there, `after` tells only the place
};

struct task_definition {
  located_text role{};
  translations title{};
  located_text form{}; ///< whose event completes it; empty: any that leads on
  std::optional<located<time_amount>> within{};
  bool delegate = true;   ///< whether who holds it may hand it on
  bool exclusive = false; ///< once held, no other holder of the role may do it
  source_span span{};
};

enum class approval_rule : std::uint8_t { all, any, at_least };
enum class approval_order : std::uint8_t { sequence, parallel };
/// What happens when an approval's time passes, besides telling it.
enum class overdue_policy : std::uint8_t { tell, approve, reject, escalate };

struct approval_definition {
  std::vector<located_text> by{};
  approval_rule rule = approval_rule::all;
  std::uint32_t at_least = 0;
  approval_order order = approval_order::sequence;
  bool forbid_requester = false;
  std::vector<located_text> forbid{}; ///< roles whose holder in the case may not decide
  std::optional<located<time_amount>> within{};
  located<overdue_policy> on_overdue{overdue_policy::tell, {}};
  located_text escalate_to{}; ///< with escalate: the role whose answer decides
  bool delegate = true;
  bool exclusive = false;
  translations title{};
  source_span span{};
};

/// A case of another workflow that is open while its state is active (rule S15).
struct invoke_definition {
  located_text id{};
  located_text workflow{};
  argument_definitions with{};
  located_text key{};                     ///< an expression; empty: derived from this case's key
  std::vector<field_definition> result{}; ///< what `done.<id>` brings
  source_span span{};
};

/// What a final state hands out with `done.state.…`: named values, or one value. SCXML's rules
/// only.
struct donedata_definition {
  argument_definitions with{};
  located_text content{};
  source_span span{};
};

enum class state_kind : std::uint8_t {
  atomic,
  compound,
  parallel,
  final,
  history_shallow,
  history_deep,
};

struct state_definition {
  located_text name;
  state_kind kind = state_kind::atomic;
  translations title{};
  located_text initial{}; ///< compound: its first state; history: its default; by SCXML's rules
                          ///< several, with blanks between
  std::vector<action_definition> initial_actions{}; ///< what is done on the way there
  std::optional<donedata_definition> donedata{};
  std::vector<located_text> tags{};
  std::vector<action_definition> entry{};
  std::vector<action_definition> exit{};
  std::vector<trigger_definition> on{};  ///< `on`, and `always` with an empty event
  std::vector<timer_definition> after{}; ///< `after`, then `at`
  std::vector<located_text> defer{};
  std::vector<located_text> ignore{};
  std::optional<task_definition> task{};
  std::optional<approval_definition> approval{};
  std::vector<invoke_definition> invokes{};
  argument_definitions output{}; ///< final: what the case says when it ends here
  std::vector<state_definition> states{};
};

enum class when_kind : std::uint8_t { enter, leave, event, condition };

/// One entry of `start`, `stop`, `reset`, `cancel`: an occurrence.
struct when_definition {
  when_kind kind = when_kind::enter;
  located_text what{}; ///< state, event, or expression
  located_text from{}; ///< start only: the instant it counts from, an expression
};

enum class while_kind : std::uint8_t { in_state, tagged, condition };

/// One entry of `pause`: a reason that holds for a while.
struct while_definition {
  while_kind kind = while_kind::in_state;
  located_text what{};
};

enum class clock_kind : std::uint8_t { sla, ola, uc };

/// The stable spelling of a clock's kind: a promise to the customer, between departments, of a
/// supplier (ITIL's service level agreement, operational level agreement, underpinning contract).
[[nodiscard]] constexpr std::string_view name(clock_kind kind) {
  switch (kind) {
  case clock_kind::sla: return "sla";
  case clock_kind::ola: return "ola";
  case clock_kind::uc: return "uc";
  }
  return "?";
}

enum class milestone_kind : std::uint8_t { percent, before, due, after, every };
enum class retarget_policy : std::uint8_t { carry, restart };
enum class recalendar_policy : std::uint8_t { carry, recompute };
enum class reopen_policy : std::uint8_t { new_cycle, resume, ignore }; ///< resume: `continue`

struct milestone_definition {
  milestone_kind kind = milestone_kind::due;
  std::uint32_t percent = 0; ///< 1 to 99 with `percent`
  time_amount amount{};      ///< with before, after, every
  std::uint32_t times = 1;   ///< with every: 1 to 1,000
  std::vector<action_definition> actions{};
  source_span span{};
};

/// `1 month before ends_on`: so far from a date of the case data.
struct date_target_definition {
  std::int64_t months = 0; ///< 1 to 3600; negative: before the date
  located_text field{};
};

struct target_choice {
  located_text guard{};
  located<time_amount> target{};
  std::optional<date_target_definition> date{}; ///< if there, `target` tells only the place
};
struct calendar_choice {
  located_text guard{};
  located_text calendar{};
};

struct clock_definition {
  located_text name;
  translations title{};
  clock_kind kind = clock_kind::sla;
  located_text parent{}; ///< the clock whose promise an `ola` or `uc` underpins, or none
  std::vector<calendar_choice> calendars{}; ///< empty: the workflow's calendar
  std::vector<target_choice> targets{};
  std::vector<when_definition> start{};
  std::vector<when_definition> stop{};
  std::vector<when_definition> reset{};
  std::vector<when_definition> cancel{};
  std::vector<while_definition> pause{};
  retarget_policy on_retarget = retarget_policy::carry;
  recalendar_policy on_recalendar = recalendar_policy::carry;
  reopen_policy reopen = reopen_policy::new_cycle;
  bool revoke_breach = false;
  std::vector<milestone_definition> milestones{};
};

struct message_definition {
  located_text name;
  std::vector<std::pair<std::string, located_text>> texts{}; ///< language → template
};

enum class property_kind : std::uint8_t { never, always, response };

/// A rule that must hold on every path. `response`: after `trigger`, eventually `expression`.
struct property_definition {
  located_text id;
  translations title{};
  property_kind kind = property_kind::never;
  located_text trigger{};
  located_text expression{};
};

/// What becomes of occurrences that passed while nobody looked.
enum class missed_policy : std::uint8_t {
  all,    ///< each opens its case, late
  latest, ///< if several have passed, the latest alone
};

/// `schedule: {every: month, on: last working day, at: "17:00"}`: cases that open by themselves.
struct schedule_definition {
  recurrence rule{};
  located_text calendar{}; ///< `in`; empty: the workflow's
  argument_definitions with{};
  located_text key{}; ///< a template; empty: "<workflow>/<period>"
  missed_policy missed = missed_policy::all;
  source_span span{};
};

enum class unexpected_policy : std::uint8_t { refuse, ignore };

/// Whose rules a workflow runs by: those of this language, or those of W3C SCXML 1.0 to the letter.
enum class rules_of : std::uint8_t { caseclock, scxml };

/// One workflow with everything it includes already merged in.
struct workflow_definition {
  located_text name;
  located<std::int64_t> version{1, {}};
  translations title{};
  std::string source{};
  located_text calendar{};
  unexpected_policy unexpected = unexpected_policy::refuse;
  rules_of semantics = rules_of::caseclock;
  std::vector<role_definition> roles{};
  std::vector<enum_definition> enums{};
  std::vector<form_definition> forms{};
  std::vector<field_definition> data{};
  std::vector<event_definition> events{};
  argument_definitions output{}; ///< what the case says when it ends, to whoever invoked it
  located_text initial{};
  std::vector<action_definition> initial_actions{};
  std::vector<state_definition> states{};
  std::vector<clock_definition> clocks{};
  std::vector<message_definition> messages{};
  std::vector<property_definition> properties{};
  std::vector<schedule_definition> schedules{};
};

} // namespace caseclock
