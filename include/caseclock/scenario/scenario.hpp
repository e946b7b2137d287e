// Scenarios: what process authors test their workflows with, in virtual time.
//
// A scenario opens one case of one workflow at an instant, sends events, lets time pass and says
// what must be true then. It runs on a real engine with an in-memory store; waiting walks from
// deadline to deadline, so that nothing is ever told late and a year takes no time.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "caseclock/base/diagnostic.hpp"
#include "caseclock/base/source_map.hpp"
#include "caseclock/calendar/amount.hpp"
#include "caseclock/definition/workflow.hpp"
#include "caseclock/program/program.hpp"
#include "caseclock/record/input.hpp"
#include "caseclock/record/record.hpp"
#include "caseclock/value/value.hpp"

namespace caseclock {

/// `name: value` pairs as the author wrote them.
using scenario_values = std::vector<std::pair<located_text, located<value>>>;

struct scenario_send {
  located_text event{};
  located_text role{};
  located_text person{};
  scenario_values with{};
  located_text refused{}; ///< the error code it must be refused with; empty: it must be accepted
  located_text on_behalf_of{};
  std::optional<located<std::int64_t>> step{};
  std::optional<located<std::int64_t>> version{};
};

/// `claim: STATE`, `delegate: STATE`, `return: STATE`; or the task's number.
struct scenario_hands {
  task_verb verb = task_verb::claim;
  located_text task{};
  located_text to{};
  located_text role{};
  located_text person{};
  located_text refused{};
};

/// `retry: true`, `skip: true`: the end of an incident.
struct scenario_incident {
  incident_end how = incident_end::retried;
  located_text role{};
  located_text person{};
  located_text refused{};
};

/// The host ends the case before its time.
struct scenario_cancel {
  located_text reason{};
  located_text role{};
  located_text person{};
  located_text refused{};
};

/// What one clock must look like. Empty parts are not checked.
struct scenario_clock {
  located_text name{};
  located_text state{}; ///< idle running paused met missed cancelled
  std::optional<located<instant>> due{};
  std::optional<located<duration>> elapsed{};
  std::optional<located<duration>> remaining{};
  std::optional<located<std::int64_t>> cycle{};
};

/// One record that must have come since the last look; members are compared with its JSON form.
struct scenario_record {
  located_text type{};
  scenario_values members{};
  source_span span{};
};

struct scenario_task {
  located_text role{};
  located_text state{};
  located_text person{};
  located_text on_behalf_of{};
  std::optional<located<instant>> due{};
};

struct scenario_expect {
  std::vector<located_text> states{};
  std::vector<located_text> not_states{};
  located_text status{}; ///< open closed frozen
  scenario_values data{};
  std::vector<scenario_clock> clocks{};
  std::optional<std::vector<scenario_task>> tasks{};   ///< exactly these are open
  std::optional<std::vector<located_text>> children{}; ///< exactly these are open, by their ids
  located_text events_role{};
  std::optional<std::vector<located_text>> events{}; ///< exactly these are expected of that role
  std::vector<scenario_record> records{};            ///< each must have come, in this order
  std::vector<located_text> holds{};                 ///< expressions that must be true
};

struct scenario_wait {
  located<time_amount> amount{};
};

/// `until: instant`, or `until: {clock: c, at: due}` / `80%`.
struct scenario_until {
  std::optional<located<instant>> at{};
  located_text clock{};
  std::uint32_t percent = 100;
};

struct scenario_step {
  std::variant<scenario_send, scenario_expect, scenario_wait, scenario_until, scenario_hands,
               scenario_incident, scenario_cancel>
      what{};
  located_text of{}; ///< `case:` — the key of another case than the scenario's own
  source_span span{};
};

struct scenario_definition {
  located_text name{};
  located_text workflow{};
  located<instant> at{};
  located_text key{}; ///< default "case"
  scenario_values data{};
  located_text opened_by_role{};
  located_text opened_by_person{};
  bool scheduled = false; ///< no case is opened: the first that a schedule opens is meant
  located_text refused{}; ///< opening it must be refused with that code
  std::vector<scenario_step> steps{};
  std::vector<located_text> never{}; ///< expressions that must not hold after any macrostep
  source_span span{};                ///< where it stands
  source_span row{};                 ///< the row of its `each`, if it has one
};

/// What could be understood of scenario files, and what could not.
struct partial_scenarios {
  std::vector<scenario_definition> scenarios{};
  std::vector<diagnostic> diagnostics{};
};

/// Reads scenario files (and the scenario files of folders) and hands out what could be understood
/// even if there are errors: for `check_scenarios`, which goes on to find more of them. A file that
/// the sources have already under this path is not read again, and what is wrong with its layout
/// not told again.
[[nodiscard]] partial_scenarios read_scenarios(const std::vector<std::string>& paths,
                                               source_map& sources);

/// Loads scenario files: like `read_scenarios`, but all or nothing. Reports everything that is
/// wrong with them, like any other file of the language.
[[nodiscard]] report<std::vector<scenario_definition>>
load_scenarios(const std::vector<std::string>& paths, source_map& sources);

/// The same for a text that is not in a file; `path` is what findings call it.
[[nodiscard]] report<std::vector<scenario_definition>>
load_scenarios_text(std::string path, std::string text, source_map& sources);

struct scenario_failure {
  source_span where{};
  std::string message{}; ///< "clock call_back is running"
  std::string expected{};
  std::string actual{};
};

struct scenario_result {
  std::string name{};
  std::string workflow{};
  source_span span{};
  std::vector<scenario_failure> failures{};
  std::vector<std::string> trace{}; ///< every record, a line each
  [[nodiscard]] bool passed() const { return failures.empty(); }
};

/// What scenarios have visited of one workflow.
struct scenario_coverage {
  std::shared_ptr<const program> of{};
  std::set<std::uint32_t> states{};
  std::set<std::uint32_t> transitions{};
  std::set<std::pair<std::uint32_t, std::string>> outcomes{}; ///< (clock, "met" | "missed" | …)
};

/// One line of the coverage table: what there is, how much of it was visited, what was not.
struct coverage_row {
  std::string workflow{};
  std::string what{}; ///< "states", "transitions", "clock outcomes"
  std::size_t visited = 0;
  std::size_t all = 0;
  std::vector<std::string> unvisited{};
};

/// Runs scenarios over a set of programs and keeps what they covered. Scenarios are independent of
/// each other: each gets an engine of its own.
class scenario_runner {
 public:
  explicit scenario_runner(std::vector<std::shared_ptr<const program>> programs);
  /// Runs one scenario to its first failing step and reports every failing part of that step.
  [[nodiscard]] scenario_result run(const scenario_definition& scenario);
  /// Three rows for each workflow, in the order of the programs.
  [[nodiscard]] std::vector<coverage_row> coverage() const;

 private:
  std::vector<std::shared_ptr<const program>> programs_;
  std::vector<scenario_coverage> covered_;
};

} // namespace caseclock
