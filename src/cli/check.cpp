// caseclock check FILES… — everything that is wrong with workflows, calendars and scenarios.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <memory>
#include <string>
#include <vector>

#include "caseclock/base/printable.hpp"
#include "caseclock/base/render.hpp"
#include "caseclock/program/load.hpp"
#include "caseclock/scenario/check.hpp"
#include "caseclock/scenario/scenario.hpp"
#include "caseclock/time/iso8601.hpp"
#include "commands.hpp"
#include "findings.hpp"
#include "neighbours.hpp"

namespace caseclock::cli {
namespace {

struct check_options {
  std::vector<std::string> paths{};
  bool json = false;
  bool strict = false;
  std::string today{}; ///< as given; empty: ask the system
};

/// Of workflows that were loaded for the sake of scenarios only what prevents that is told.
std::vector<diagnostic> all_findings(const check_options& options, civil_date today,
                                     source_map& sources) {
  const bool some_only = only_scenarios(options.paths);
  auto workflows = read_programs(with_workflows(options.paths), sources,
                                 {.strict = options.strict && !some_only, .today = today});
  std::vector<diagnostic> findings = std::move(workflows.diagnostics);
  if (some_only)
    std::erase_if(findings, [](const auto& each) { return each.level != severity::fault; });
  auto scenarios =
      read_scenarios(some_only ? options.paths : workflows.set.scenario_files, sources);
  if (has_errors(findings)) // a workflow may be missing because of them
    std::erase_if(scenarios.scenarios, [&](const scenario_definition& each) {
      return std::none_of(workflows.set.programs.begin(), workflows.set.programs.end(),
                          [&](const auto& one) { return one->name == each.workflow.value; });
    });
  const auto more = check_scenarios(scenarios, workflows.set.programs);
  findings.insert(findings.end(), more.begin(), more.end());
  sort_by_place(findings);
  return findings;
}

/// The date in UTC: half a day more or less does not matter to lists that end with the year.
civil_date system_date() {
  const auto days = std::chrono::floor<std::chrono::days>(std::chrono::system_clock::now());
  return civil_date{days.time_since_epoch()};
}

int check(const check_options& options) {
  const result<civil_date> today =
      options.today.empty() ? result<civil_date>{system_date()} : parse_date(options.today);
  if (!today) {
    std::fprintf(stderr, "caseclock check: --today: %s\n",
                 printable(today.error().message).c_str());
    return cannot_do;
  }
  source_map sources;
  const std::vector<diagnostic> findings = all_findings(options, *today, sources);
  if (options.json) {
    std::string out = "[";
    for (const diagnostic& each : findings)
      out += (out.size() == 1 ? "\n  " : ",\n  ") + to_json(each, sources);
    std::puts((out + (findings.empty() ? "]" : "\n]")).c_str());
  } else {
    print(findings, sources);
    const std::string found = count(findings);
    std::printf("%s: %s\n", files_checked(options.paths, sources, findings).c_str(),
                found.empty() ? "no findings" : found.c_str());
  }
  return exit_code(findings);
}

} // namespace

void add_check(CLI::App& app, int& status) {
  auto options = std::make_shared<check_options>();
  CLI::App* command = app.add_subcommand("check", "Report everything that is wrong with files");
  command->add_option("files", options->paths, "Workflow, calendar and scenario files, or folders")
      ->required();
  command->add_flag("--json", options->json, "Print the findings as a JSON array");
  command->add_flag("--strict", options->strict, "Findings that may be intended are errors too");
  command->add_option("--today", options->today,
                      "The date for lists of holidays that end soon (default: the system's)");
  command->callback([options, &status] { status = check(*options); });
}

} // namespace caseclock::cli
