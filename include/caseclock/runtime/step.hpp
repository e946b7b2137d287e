// The step: one input in, the next snapshot and the records of one macrostep out. Pure.
//
//   input → step(program, snapshot, input, now) → {snapshot', records}
//
// No I/O, no clock, no wheel: `now` is an argument, and the one instant of the whole macrostep.
// Timers are part of the snapshot; `next_due` says when the case wants to be woken. Replaying a
// journal is a fold of `step` over its inputs.
//
// Declared here; `caseclock/runtime/runtime.hpp` brings the definitions.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "caseclock/base/ids.hpp"
#include "caseclock/base/result.hpp"
#include "caseclock/program/program.hpp"
#include "caseclock/record/input.hpp"
#include "caseclock/record/record.hpp"
#include "caseclock/runtime/snapshot.hpp"

namespace caseclock {

/// What a macrostep came to.
struct step_result {
  snapshot after{};
  std::vector<record> records{}; ///< in order; `sequence` still 0
  status outcome{}; ///< not ok: refused (nothing changed, one event_refused record), an incident,
                    ///< or what failed and `error.action` answered
};

/// Whether the case that an `open` action asks for can be opened. What it says fails the action.
using open_check = std::function<status(const open_requested&)>;

/// Bounds of one macrostep (rules S6, S10, S15).
struct step_limits {
  std::uint32_t microsteps = 1'000;
  std::uint32_t deferred = 64;
  std::uint32_t outgoing = 1'000; ///< events and cases that are on their way out of one case
  std::uint32_t depth = 8;        ///< of children within children (rule S15)
};

/// Runs one input to completion (rules S1 to S13, C1 to C18). `before` is the case at rest (a
/// default snapshot with id, key and program set for an `open_input`). `now` must not lie before
/// `before.changed`; a `resolve_input` is stamped with exactly that instant. Never fails otherwise:
/// what goes wrong is in `outcome` and in the records. Thread-safe: touches nothing but its
/// arguments.
[[nodiscard]] step_result step(const program& compiled, const snapshot& before, const input& what,
                               instant now, const step_limits& limits = {},
                               const open_check& may_open = {});

/// When the case wants to be woken next: its earliest timer, milestone or delayed send; none if it
/// waits for people only. After an incident that is also when an event came that the case put off
/// meanwhile. O(timers + milestones + sends).
[[nodiscard]] std::optional<instant> next_due(const program& compiled, const snapshot& current);

/// The same without sends: what a `timer_input` fires.
[[nodiscard]] std::optional<instant> next_timer_due(const program& compiled,
                                                    const snapshot& current);

/// True if nothing holds it back: of a frozen case only the end of a child leaves, whose state was
/// left before.
[[nodiscard]] bool may_leave(const snapshot& current, const pending_send& what);

/// What leaves the case next, at `now` or before: by time, then in order of sending; null: nothing.
/// The pointer is valid while `current` is.
[[nodiscard]] const pending_send* next_outgoing(const snapshot& current, instant now);

/// The declared events, of any origin that can be sent, that some active state handles (its guards
/// not asked) and the role may send; an invalid role: whatever anyone may send. In order of ids.
[[nodiscard]] std::vector<event_id> expected_events(const program& compiled,
                                                    const snapshot& current, role_id role);

/// One clock, at one instant, as a person asks for it.
struct clock_view {
  clock_id clock{};
  clock_state state = clock_state::idle;
  std::uint32_t cycle = 0;
  duration budget{};
  duration elapsed{};        ///< in the clock's working time (rule C3)
  duration remaining{};      ///< budget − elapsed; negative when overdue (rule C18)
  std::uint32_t percent = 0; ///< of the budget used, floored
  std::optional<instant>
      due{}; ///< running, or missed and not stopped: the promise; paused: none (C4)
  std::optional<instant> due_if_resumed{}; ///< paused: what `due` would be if resumed now
  bool breached = false;
  bool stopped = false;
  std::vector<std::string> pause_reasons{};

  friend bool operator==(const clock_view&, const clock_view&) = default;
};

/// The clock as it stands at `now` (not before `current.changed`).
[[nodiscard]] clock_view view_clock(const program& compiled, const snapshot& current,
                                    clock_id clock, instant now);

} // namespace caseclock
