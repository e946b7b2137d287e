// One case at rest: everything `step` needs and nothing else.
//
// A plain aggregate: copy it, compare it, store it. It names its program by content hash; ids
// inside are that program's. The engine keeps one per open case.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "caseclock/base/hash.hpp"
#include "caseclock/base/ids.hpp"
#include "caseclock/definition/send_target.hpp"
#include "caseclock/record/input.hpp"
#include "caseclock/record/record.hpp"
#include "caseclock/time/instant.hpp"
#include "caseclock/value/value.hpp"

namespace caseclock {

enum class case_status : std::uint8_t { open, closed, frozen };

/// An `after` timer of a state that is active now (rule S11). Leaving the state removes it, so a
/// fire can never meet a stale activation.
struct armed_timer {
  timer_id timer{};
  instant due{};
};

/// Work that somebody should do now.
struct open_task {
  std::uint64_t number = 0; ///< 1, 2, 3 … within the case
  state_id state{};
  role_id role{};
  std::string person{};
  approval_id approval{}; ///< valid: the work is to approve or reject
  instant since{};
  std::string on_behalf_of{};   ///< who delegated it to `person`; "": nobody
  std::optional<instant> due{}; ///< its own limit (`within`), passed or not
};

struct vote {
  role_id role{};
  std::string name{};
  bool approved = false;
  std::string on_behalf_of{};
};

/// An approval that is being decided, or was: the last one of each approval state is kept, because
/// `approved("state")` asks for it later.
struct approval_progress {
  approval_id approval{};
  std::string requester{};
  std::string requester_for{}; ///< on whose behalf it was asked for; ""
  std::vector<vote> votes{};
  bool decided = false;
  bool approved = false;
  bool escalated = false;       ///< its time has passed, and a role above is asked as well
  std::optional<instant> due{}; ///< when its time passes, or did
};

enum class clock_state : std::uint8_t { idle, running, paused, met, missed, cancelled };

/// A stretch of a clock's cycle, measured or paused: what `explain` and `recompute` need later.
struct clock_segment {
  instant from{};
  instant to{};
  calendar_id calendar{};   ///< that measured it; invalid: elapsed time, or a pause
  std::uint64_t pauses = 0; ///< the reasons that held; 0: it was measured
  duration counted{};       ///< what was measured, by the hours of then
};

/// A promise that changed within a cycle (C9, C12): what `explain` tells of it.
struct clock_change {
  instant at{};
  std::uint32_t revision = 0; ///< from then on
  std::uint32_t target = 0;
  calendar_id calendar{};
  duration budget_before{};
  duration budget_after{};
  duration consumed_before{};
  duration consumed_after{};
  bool breach_revoked = false; ///< C11
};

/// A cycle that is over, kept for ever as it ended (C13).
struct clock_cycle {
  std::uint32_t cycle = 0;
  clock_state state = clock_state::idle; ///< met, missed or cancelled; a reset cancels too
  bool breached = false;
  std::uint32_t target = 0;
  duration budget{};
  duration consumed{};
  instant started{};
  instant ended{};
  std::optional<instant> breached_at{};
  std::vector<clock_segment> segments{};
  std::vector<clock_change> changes{};
};

/// The ledger of one clock (rules C1 to C20): budget, consumed, running-since; all else is derived.
///
/// `missed` is latched at the breach while the work goes on (C11): `stopped` tells whether the
/// cycle has ended.
struct clock_ledger {
  clock_state state = clock_state::idle;
  bool stopped = false; ///< the cycle has ended: met, cancelled, or missed and then stopped
  bool breached = false;
  std::uint32_t cycle = 0;    ///< 1 with the first start
  std::uint32_t revision = 0; ///< rises with each re-target within the cycle
  std::uint32_t target = 0;   ///< index into the clock's targets
  calendar_id calendar{};
  std::optional<civil_date> date{}; ///< the date that set the promise, if one did
  duration budget{};                ///< zero or less if that date was past at the start
  duration consumed{};              ///< up to `since`, or in all if not running
  instant started{};
  instant since{};              ///< open: the start of the segment, measured or paused
  std::uint64_t pauses = 0;     ///< bit i: reason i of the clock's pause list holds (rule C7)
  std::uint64_t conditions = 0; ///< bit i: `if` condition i of its whens held after the last step
  std::vector<std::uint32_t> fired{};    ///< per milestone: how often it has fired in this revision
  std::vector<clock_segment> segments{}; ///< of this cycle, up to `since`
  std::vector<clock_change> changes{};   ///< of this cycle
  std::vector<clock_cycle> past{};       ///< every cycle before this one
  std::optional<instant> breached_at{};
  std::optional<instant> ended{}; ///< when the cycle was stopped or cancelled
};

struct history_entry {
  state_id history{};
  std::vector<state_id> states{};
};

struct deferred_event {
  event_id event{};
  std::vector<value> payload{};
  actor by{};
  case_id from = case_id::none; ///< the case that sent it; none: a person or the host
  std::string from_key{};
  /// It came while the case was frozen, then: it is taken as of then, behind what fell due before.
  std::optional<instant> came{};
};

/// What is on its way out of a case.
enum class sending : std::uint8_t {
  event,  ///< to this case or another: the action `send`
  open,   ///< the opening of a detached case: the action `open`
  invoke, ///< the opening of a child (rule S15)
  result, ///< of a child that has ended, to its parent
  cancel, ///< of a child whose state was left early
};

/// Something that leaves a case: at once after the macrostep that made it, or later. It stays in
/// the snapshot until it has arrived, and leaves it in the same commit as it arrives, so that
/// nothing is lost and nothing happens twice.
struct pending_send {
  sending what = sending::event;
  std::uint64_t number = 0;           ///< 1, 2, 3 … within the case, in order of sending
  instant due{};                      ///< when it leaves
  std::string id{};                   ///< event: what the action `cancel` names, or ""
  send_target to = send_target::self; ///< event: where to
  std::string name{};                 ///< the event, or the workflow to open
  std::string key{};                  ///< the key of the case it goes to, or of the case to open
  invoke_id invoke{};                 ///< the child it goes to, or the child to open
  case_id subject = case_id::none;    ///< cancel: the child; result: the parent
  value_record data{};                ///< the event's, the case's, the result's
  std::optional<std::string> cancelled{}; ///< result: the child was cancelled, and why
};

/// A child that was asked for and has not ended.
struct child_link {
  invoke_id invoke{};
  std::uint64_t number = 0;   ///< of the `pending_send` that opens it
  case_id id = case_id::none; ///< none: it is not open yet
  std::string key{};
};

/// An event that comes to the case itself later: posted with a delay, by SCXML's rules.
struct posted_event {
  std::uint64_t number = 0; ///< 1, 2, 3 … within the case: the order of those due together
  instant due{};
  std::string id{};
  event_id event{};
  value about{}; ///< what `_event` will be
};

struct snapshot {
  case_id id = case_id::none;
  std::string key{}; ///< the host's own name for the case, unique within an engine
  content_hash program{};
  case_status status = case_status::open;
  std::uint64_t step = 0;     ///< macrosteps and refusals so far: the revision the store checks
  std::uint64_t revision = 0; ///< the last step that changed anything: what `stale` is judged by
  instant opened{};
  instant changed{};
  std::vector<state_id> active{};      ///< every active state but the root, in document order
  std::vector<value> fields{};         ///< one per field of the program's data
  std::vector<std::string> people{};   ///< one per role: who holds it in this case, or ""
  std::vector<std::uint32_t> counts{}; ///< one per event: how often it was accepted
  std::vector<armed_timer> timers{};   ///< in document order
  std::vector<clock_ledger> clocks{};  ///< one per clock of the program
  std::vector<open_task> tasks{};      ///< in order of offer
  std::uint64_t tasks_offered = 0;
  std::vector<approval_progress> approvals{};
  std::vector<history_entry> history{};
  std::vector<deferred_event> deferred{};
  std::vector<pending_send> outgoing{}; ///< in order of sending
  std::uint64_t sends_made = 0;         ///< the number of the last one
  parent_link parent{};
  std::vector<child_link> children{};     ///< in order of asking
  std::vector<std::uint32_t> invoked{};   ///< one per invoke: how often it asked for a child
  std::optional<std::string> cancelled{}; ///< the case was cancelled, and why
  std::vector<posted_event> posted{};     ///< in the order of posting
  std::uint64_t events_posted = 0;
  std::vector<state_id> bound{}; ///< states whose own data are bound (SCXML's late binding)
  std::optional<incident_raised> incident{};
  std::optional<input> failed{}; ///< frozen: the input that is run again or given up (rule S13)

  /// True if nothing can ever happen to the case by itself any more: an engine that starts again
  /// needs it no more.
  [[nodiscard]] bool is_over() const { return status == case_status::closed && outgoing.empty(); }
};

} // namespace caseclock
