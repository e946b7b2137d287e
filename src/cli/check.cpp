// caseclock check FILES… — everything that is wrong with workflows, calendars and scenarios.
#include <cstdio>
#include <memory>
#include <string>
#include <vector>

#include "caseclock/base/render.hpp"
#include "caseclock/program/load.hpp"
#include "caseclock/scenario/scenario.hpp"
#include "commands.hpp"
#include "findings.hpp"

namespace caseclock::cli {
namespace {

struct check_options {
  std::vector<std::string> paths{};
  bool json = false;
  bool strict = false;
};

int check(const check_options& options) {
  source_map sources;
  auto loaded = load_programs(options.paths, sources, {.strict = options.strict});
  std::vector<diagnostic> findings = std::move(loaded.diagnostics);
  if (loaded.value) {
    auto scenarios = load_scenarios(loaded.value->scenario_files, sources);
    findings.insert(findings.end(), scenarios.diagnostics.begin(), scenarios.diagnostics.end());
    sort_by_place(findings);
  }
  if (options.json) {
    std::string out = "[";
    for (const diagnostic& each : findings)
      out += (out.size() == 1 ? "\n  " : ",\n  ") + to_json(each, sources);
    std::puts((out + (findings.empty() ? "]" : "\n]")).c_str());
  } else {
    print(findings, sources);
    const std::string found = count(findings);
    std::printf("%zu %s checked: %s\n", sources.size(), sources.size() == 1 ? "file" : "files",
                found.empty() ? "no findings" : found.c_str());
  }
  return has_errors(findings) ? 1 : 0;
}

} // namespace

void add_check(CLI::App& app, int& status) {
  auto options = std::make_shared<check_options>();
  CLI::App* command = app.add_subcommand("check", "Report everything that is wrong with files");
  command->add_option("files", options->paths, "Workflow, calendar and scenario files, or folders")
      ->required();
  command->add_flag("--json", options->json, "Print the findings as a JSON array");
  command->add_flag("--strict", options->strict, "Findings that may be intended are errors too");
  command->callback([options, &status] { status = check(*options); });
}

} // namespace caseclock::cli
