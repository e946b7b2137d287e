// Is a compiled workflow sensible? What the compiler lets through can run; these passes ask whether
// it does what its author can have meant.
//
// Each pass looks at the program as a graph and over-approximates: guards may hold or not, events
// may come at any time. So a warning here is right about every path there is, and silence is no
// proof. Properties of data are for `verify`.
//
//     for (const diagnostic& finding : check(*compiled)) …
//
// Codes. Errors: eventless-cycle, clock-never-starts, unknown-role, unknown-workflow,
// unknown-argument, missing-argument, unknown-event, unknown-result, endless-children,
// type-mismatch, duplicate-name. Warnings: children-in-circles, shared-key, unreachable-state,
// no-way-to-end, never-taken, overlapping-guards, guard-never-true, never-true, uncovered-value,
// may-be-missing, never-handled, never-raised, without-effect, never-sent, task-not-theirs,
// forbids-nobody, unhandled-outcome, clock-never-stops, reminder-at-start, parallel-write.
//
// By SCXML's rules everything is a warning, and only what the shape of the chart tells is told:
// what its expressions and events come to is known at run time alone.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <vector>

#include "caseclock/base/diagnostic.hpp"
#include "caseclock/program/program.hpp"

namespace caseclock {

/// All findings of all passes over one program, in the order of the passes. Cost: a small multiple
/// of states × depth + transitions. Thread-safe.
[[nodiscard]] std::vector<diagnostic> check(const program& compiled);

/// What only a set of workflows can tell: that the workflows which `open` and `invoke` name exist
/// and are opened with the data they require, that children say what their parents wait for and end
/// (rule S15), and that events are sent to who takes them. A name that resembles none of the set is
/// a warning only: a workflow may be looked at by itself. `broken`: workflows that are there and
/// could not be compiled; nothing is said of what they take. Thread-safe.
[[nodiscard]] std::vector<diagnostic>
check_together(std::span<const std::shared_ptr<const program>> programs,
               std::span<const std::string> broken = {});

} // namespace caseclock
