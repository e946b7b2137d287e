// What `check` and `test` say of scenarios before they run: tests/golden/scenarios/<case>/ and
// <case>.findings; and that the table of records' members is what records have.
#include <doctest/doctest.h>

#include <algorithm>
#include <fstream>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "caseclock/base/render.hpp"
#include "caseclock/program/load.hpp"
#include "caseclock/report/record_json.hpp"
#include "caseclock/scenario/check.hpp"
#include "caseclock/value/json.hpp"
#include "cli/program.hpp"
#include "golden/golden_file.hpp"
#include "scenario/record_members.hpp"

using namespace caseclock;

namespace {

const std::string folder = std::string{CASECLOCK_SOURCE_DIR} + "/tests/golden/scenarios/";

struct checked_folder {
  source_map sources{};
  partial_scenarios read{};
  std::vector<diagnostic> findings{};

  explicit checked_folder(const std::string& path) {
    const auto workflows = read_programs({path}, sources);
    CHECK(workflows.diagnostics.empty());
    read = read_scenarios(workflows.set.scenario_files, sources);
    findings = check_scenarios(read, workflows.set.programs);
  }
  [[nodiscard]] std::string told() const {
    std::string text = render(findings, sources);
    for (std::size_t at = text.find(folder); at != std::string::npos; at = text.find(folder, at))
      text.erase(at, folder.size());
    return text;
  }
};

/// A workflow in which every kind of record can come, each table with one entry at least.
constexpr std::string_view everything = R"(caseclock: 1
workflow: everything
roles: {agent: Agent}
calendars: {desk: {zone: Asia/Shanghai, hours: always}}
calendar: desk
data: {note: {type: string, default: ""}}
events: {go: {by: agent, with: {note: string}}}
initial: waiting
states:
  waiting:
    after: {1h: {do: [{notify: {role: agent, message: hello}}]}}
    on: {go: {to: asking}}
  asking: {approval: {by: [agent]}, on: {approved: {to: over}, rejected: {to: over}}}
  over: {type: final}
clocks:
  answer:
    target: 1 working hour
    start: {enter: waiting}
    stop: {event: go}
    milestones: [{every: 1 working hour after, times: 2}]
messages: {hello: Hello}
)";

/// One record of each kind with everything in it that can be.
std::vector<record_body> one_of_each() {
  const milestone_key every{clock_id{0}, 1, 0, 0, 1};
  const milestone_key due{clock_id{0}, 1, 0, 1, 1}; // which nobody has to write
  const instant late{};
  return {case_opened{{value{"x"}}, late, "mother"},
          event_accepted{event_id{0}, {value{"x"}}, "mother", {}},
          event_refused{"go", errc::not_authorised, "no", "stranger"},
          event_ignored{event_id{0}},
          event_deferred{event_id{0}},
          event_raised{event_id{0}},
          transition_taken{0},
          state_exited{state_id{1}},
          state_entered{state_id{1}},
          timer_fired{timer_id{0}, {}, late},
          data_changed{field_id{0}, {}, value{"x"}},
          role_assigned{role_id{0}, "a", "b"},
          task_offered{1, state_id{1}, role_id{0}, "li", late},
          task_claimed{1, state_id{1}, role_id{0}, "li"},
          task_delegated{1, state_id{1}, role_id{0}, "wang", "li"},
          task_returned{1, state_id{1}, role_id{0}, "wang", "li"},
          task_completed{1, state_id{1}, role_id{0}, "wang", "li"},
          task_withdrawn{1, state_id{1}, role_id{0}, "wang", "li"},
          approval_requested{approval_id{0}, role_id{0}},
          approval_given{approval_id{0}, role_id{0}, true, "fine"},
          approval_decided{approval_id{0}, true, true},
          clock_started{clock_id{0}, 1, calendar_id{0}, {}, late},
          clock_paused{clock_id{0}, {"in waiting"}, {}, {}},
          clock_resumed{clock_id{0}, {}, {}},
          clock_stopped{clock_id{0}, 1, true, {}, {}, late},
          clock_cancelled{clock_id{0}, 1, {}},
          clock_reset{clock_id{0}, late},
          clock_retargeted{clock_id{0}, 1, {}, {}, calendar_id{0}, late},
          breach_revoked{clock_id{0}, 1, 1, late},
          recalendared{},
          sla_warning{every, {}, {}, late},
          sla_breached{due, {}, {}, late},
          sla_escalated{every, {}, {}, late},
          notified{role_id{0}, "li", message_id{0}, {{"en", "Hello"}}},
          emitted{"paid", {}},
          logged{"x"},
          open_requested{"everything", {}, "key"},
          incident_raised{errc::evaluation, "x", "go"},
          case_closed{state_id{3}},
          case_cancelled{"x"},
          event_sent{1, "go", send_target::child, "visit", "reminder", {}, {}},
          send_cancelled{1, "go", "reminder"},
          send_failed{1, "go", "everything", "key", errc::unknown_case, "x"},
          child_opened{"visit", "everything", "key", case_id{2}},
          child_done{"visit", "key", {}},
          child_failed{"visit", "key", errc::unknown_case, "x"},
          child_cancelled{"visit", "key"},
          action_failed{errc::evaluation, "x", "go"},
          incident_resolved{incident_end::skipped, "go", {}}};
}

} // namespace

TEST_CASE("golden: whatever a scenario names is compared with the workflow") {
  for (const std::string_view name : {"names", "rows"}) {
    CAPTURE(name);
    const checked_folder checked{folder + std::string{name}};
    CHECK(golden::compared(folder + std::string{name} + ".findings", checked.told()) == "");
  }
}

TEST_CASE("scenarios: those of a file with errors are held back, the others are not") {
  const checked_folder checked{folder + "rows"};
  REQUIRE_FALSE(checked.read.scenarios.empty());
  const auto held = held_back(checked.read.scenarios.front(), checked.findings);
  REQUIRE(held.has_value());
  CHECK_FALSE(held->passed());
  CHECK(held->failures.front().where.line == 7);
  CHECK(held->trace.empty());
  CHECK_FALSE(held_back(checked.read.scenarios.front(), {}).has_value());
  scenario_definition elsewhere = checked.read.scenarios.front();
  elsewhere.span.file += 1;
  CHECK_FALSE(held_back(elsewhere, checked.findings).has_value());
}

TEST_CASE("scenarios: the members that a record may have are those that it has") {
  source_map sources;
  const auto loaded = load_programs_text("everything.yaml", std::string{everything}, sources);
  REQUIRE_MESSAGE(loaded.ok(), render(loaded.diagnostics, sources));
  const program& code = *loaded.value->programs.front();
  const auto bodies = one_of_each();
  REQUIRE(bodies.size() == std::size(record_names));
  for (const record_body& body : bodies) {
    record told;
    told.by = {role_id{0}, "li"};
    told.body = body;
    CAPTURE(told.name());
    const auto json = parse_json(to_json(publication{told, code, "case"}));
    REQUIRE(json.ok());
    std::set<std::string> there;
    for (const auto& [name, held] : *json->as_record())
      there.insert(name);
    std::set<std::string> known;
    for (const auto& each : detail::common_members())
      known.insert(std::string{each.name});
    for (const auto& each : detail::members_of(told.kind()))
      known.insert(std::string{each.name});
    known.erase("moment"); // of a timer that counts from a date; this one has `after`
    if (told.kind() == record_kind::event_sent)
      known.erase("key"); // of one that is for a key; this one is for a child
    CHECK(there == known);
  }
}

TEST_CASE("test: what is wrong with scenarios is told before any runs, and they count as failed") {
  const auto heard = test::caseclock_says("test --no-coverage tests/golden/scenarios/rows");
  CHECK(heard.status == 1);
  CHECK(heard.out.find("error[unknown-event]: no event \"anwsered\"") != std::string::npos);
  CHECK(heard.out.find("not run: its file has 6 errors, the first here") != std::string::npos);
  CHECK(heard.out.find("what happened until then") == std::string::npos);
  CHECK(heard.out.find("7 scenarios: 0 passed, 7 failed") != std::string::npos);
}

TEST_CASE("check: a scenario file alone is compared with the workflows beside it") {
  const std::string file = "tests/golden/scenarios/rows/desk.scenarios.yaml";
  const auto alone = test::caseclock_says("check --json " + file);
  CHECK(alone.status == 1);
  CHECK(alone.out.find("\"unknown-state\"") != std::string::npos);
  CHECK(alone.out.find("no-way-to-end") == std::string::npos); // of workflows only what stops them
  CHECK(test::caseclock_says("check workflows/repair.scenarios.yaml").status == 0);
}

TEST_CASE("check: scenarios are looked at even if a workflow has errors") {
  const std::string folder_of_both = "tests/golden/scenarios/broken_workflow";
  const auto heard = test::caseclock_says("check " + folder_of_both);
  CHECK(heard.status == 1);
  CHECK(heard.out.find("error[unknown-state]: no state \"clsoed\"") != std::string::npos);
  CHECK(heard.out.find("error[unknown-event]: no event \"aksed\"") != std::string::npos);
  CHECK(heard.out.find("unknown-workflow") == std::string::npos);
}

TEST_CASE("documents: SCENARIOS.md lists every record with all its members") {
  std::ifstream file{std::string{CASECLOCK_SOURCE_DIR} + "/workflows/SCENARIOS.md"};
  std::set<std::string> rows;
  for (std::string line; std::getline(file, line);)
    rows.insert(line);
  for (std::size_t i = 0; i < std::size(record_names); ++i) {
    const std::string type = "`" + std::string{record_names[i]} + "`";
    CAPTURE(type);
    const auto row = std::find_if(rows.begin(), rows.end(), [&](const std::string& line) {
      const std::size_t bar = line.find(" | ");
      return line.starts_with("| `") && line.substr(0, bar).find(type) != std::string::npos;
    });
    REQUIRE(row != rows.end());
    for (const auto& member : detail::members_of(static_cast<record_kind>(i))) {
      CAPTURE(member.name);
      CHECK((member.name.ends_with("_ms") ||
             row->find("`" + std::string{member.name} + "`") != std::string::npos));
    }
  }
}
