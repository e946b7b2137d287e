// The program's commands, one file each. Each adds itself to the application and sets `status` to
// the exit code when it has run.
#pragma once

#include <CLI/CLI.hpp>

namespace caseclock::cli {

/// Exit codes of all commands.
inline constexpr int all_is_well = 0;
inline constexpr int has_findings = 1; ///< something is wrong in what was read
inline constexpr int cannot_do = 2;    ///< the command line is wrong, or the system said no

void add_check(CLI::App& app, int& status);
void add_test(CLI::App& app, int& status);
void add_run(CLI::App& app, int& status);
void add_explain(CLI::App& app, int& status);
void add_graph(CLI::App& app, int& status);
void add_calendar(CLI::App& app, int& status);
void add_schema(CLI::App& app, int& status);
void add_eval(CLI::App& app, int& status);
void add_schedule(CLI::App& app, int& status);
void add_import(CLI::App& app, int& status);
void add_export(CLI::App& app, int& status);

} // namespace caseclock::cli
