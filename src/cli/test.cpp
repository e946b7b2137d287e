// caseclock test FILES… — runs scenarios in virtual time and says what they covered.
#include <cstdio>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "caseclock/base/printable.hpp"
#include "caseclock/base/render.hpp"
#include "caseclock/program/load.hpp"
#include "caseclock/scenario/check.hpp"
#include "caseclock/scenario/scenario.hpp"
#include "commands.hpp"
#include "findings.hpp"
#include "junit.hpp"
#include "neighbours.hpp"

namespace caseclock::cli {
namespace {

struct test_options {
  std::vector<std::string> paths{};
  std::string junit{};
  bool no_coverage = false;
};

/// Which workflows scenarios are about.
struct tested {
  std::set<std::string> played{};
  std::set<std::string> held{}; ///< in files with errors, whose scenarios are not played
};

/// The rows that say something: of workflows whose scenarios were played and, if a folder was
/// given, of those that have none; but not of those whose scenarios were held back.
std::vector<coverage_row> telling(std::vector<coverage_row> rows, const tested& about,
                                  bool some_only) {
  std::erase_if(rows, [&](const coverage_row& row) {
    return !about.played.contains(row.workflow) && (some_only || about.held.contains(row.workflow));
  });
  return rows;
}

std::string place(source_span span, const source_map& sources) {
  return std::string(sources.path(span.file)) + ":" + std::to_string(span.line) + ":" +
         std::to_string(span.column);
}

void print_failure(const scenario_result& result, const source_map& sources) {
  for (const scenario_failure& each : result.failures) {
    std::printf("       %s: %s\n", place(each.where, sources).c_str(),
                printable(each.message).c_str());
    if (!each.expected.empty())
      std::printf("         expected: %s\n", printable(each.expected).c_str());
    if (!each.actual.empty())
      std::printf("         actual:   %s\n", printable(each.actual).c_str());
  }
  if (!result.trace.empty())
    std::printf("       what happened until then:\n");
  for (const std::string& line : result.trace)
    std::printf("         %s\n", line.c_str());
}

void print_coverage(const std::vector<coverage_row>& rows) {
  if (rows.empty())
    return;
  std::printf("\n%-24s %-16s %9s  %s\n", "workflow", "what", "visited", "unvisited");
  for (const coverage_row& row : rows) {
    const std::size_t percent = row.all == 0 ? 100 : row.visited * 100 / row.all;
    std::printf("%-24s %-16s %4zu/%-4zu  %zu %%\n", row.workflow.c_str(), row.what.c_str(),
                row.visited, row.all, percent);
    for (const std::string& each : row.unvisited)
      std::printf("%-24s %-16s            %s\n", "", "", each.c_str());
  }
}

int test(const test_options& options) {
  source_map sources;
  auto loaded = load_programs(with_workflows(options.paths), sources, {});
  if (!loaded.ok()) {
    print(loaded.diagnostics, sources);
    return exit_code(loaded.diagnostics);
  }
  const bool some_only = only_scenarios(options.paths);
  const auto read =
      read_scenarios(some_only ? options.paths : loaded.value->scenario_files, sources);
  const auto findings = check_scenarios(read, loaded.value->programs);
  print(findings, sources);
  if (read.scenarios.empty() && has_errors(findings))
    return exit_code(findings);
  if (read.scenarios.empty()) {
    std::fputs("caseclock: no scenarios there (files named *.scenarios.yaml)\n", stderr);
    return has_findings;
  }
  scenario_runner runner{loaded.value->programs};
  std::vector<scenario_result> results;
  std::size_t failed = 0;
  tested about;
  for (const scenario_definition& each : read.scenarios) {
    const auto held = held_back(each, findings);
    results.push_back(held ? *held : runner.run(each));
    (held ? about.held : about.played).insert(each.workflow.value);
    const scenario_result& result = results.back();
    std::printf("%s %s  %s\n", result.passed() ? "ok    " : "FAILED", result.workflow.c_str(),
                printable(result.name).c_str());
    if (!result.passed())
      print_failure(result, sources);
    failed += result.passed() ? 0 : 1;
  }
  if (!options.no_coverage && !about.played.empty())
    print_coverage(telling(runner.coverage(), about, some_only));
  std::printf("\n%zu scenario%s: %zu passed, %zu failed\n", results.size(),
              results.size() == 1 ? "" : "s", results.size() - failed, failed);
  if (!options.junit.empty() && !write_file(options.junit, junit_xml(results, sources)))
    return cannot_do;
  return failed == 0 ? exit_code(findings) : has_findings;
}

} // namespace

void add_test(CLI::App& app, int& status) {
  auto options = std::make_shared<test_options>();
  CLI::App* command = app.add_subcommand("test", "Run scenarios in virtual time");
  command->add_option("files", options->paths, "Scenario files, or folders of workflows")
      ->required();
  command->add_option("--junit", options->junit, "Write the results as JUnit XML");
  command->add_flag("--no-coverage", options->no_coverage, "Leave out the coverage table");
  command->callback([options, &status] { status = test(*options); });
}

} // namespace caseclock::cli
