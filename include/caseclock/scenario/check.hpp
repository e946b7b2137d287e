// Do scenarios fit the workflows they test? Asked of their text, before anything runs.
//
// A run stops at the first step that does not come out as written, so a scenario with three
// misspelt names would need three runs to tell them. This pass looks at all names and literal
// values of all steps at once and says what was probably meant; what it lets through can still fail
// when it runs. What a scenario wants refused it may misspell on purpose: `refused: unknown_event`
// excuses the event, `invalid_data` the data, `not_authorised` the role.
//
//     const auto read = read_scenarios({"repair.scenarios.yaml"}, sources);
//     for (const diagnostic& finding : check_scenarios(read, workflows.programs))
//       std::cerr << render(finding, sources);
//
// Codes, all of them errors: unknown-workflow, unknown-state, unknown-event, unknown-role,
// unknown-field, unknown-clock, unknown-milestone, unknown-message, unknown-calendar, unknown-case,
// unknown-refusal, unknown-member, unknown-value, type-mismatch, missing-argument, calendar-needed,
// and those of expressions.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "caseclock/base/diagnostic.hpp"
#include "caseclock/program/program.hpp"
#include "caseclock/scenario/scenario.hpp"

namespace caseclock {

/// All findings, in the order of the scenarios. What all rows of an `each` have in common is told
/// once. A step about another case (`case:`) is compared with all workflows that the scenario's own
/// one can open; if one of these is not among the programs, nothing is said of that step. Reads
/// nothing but its arguments. Thread-safe; O(names in the scenarios × log names in the programs).
[[nodiscard]] std::vector<diagnostic>
check_scenarios(std::span<const scenario_definition> scenarios,
                std::span<const std::shared_ptr<const program>> programs);

/// What was found when the files were read, and this: all that is wrong with them, by place.
[[nodiscard]] std::vector<diagnostic>
check_scenarios(const partial_scenarios& read,
                std::span<const std::shared_ptr<const program>> programs);

/// What stands for the run of a scenario from a file in which there are errors: it failed, and the
/// one failure points at the first of them. Nothing if the findings have no error in that file.
[[nodiscard]] std::optional<scenario_result> held_back(const scenario_definition& scenario,
                                                       const std::vector<diagnostic>& findings);

} // namespace caseclock
