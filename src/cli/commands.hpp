// The program's commands, one file each. Each adds itself to the application and sets `status` to
// the exit code when it has run: 0 all is well, 1 the files or the events have errors, 2 the
// command line was wrong or the system said no.
#pragma once

#include <CLI/CLI.hpp>

namespace caseclock::cli {

void add_check(CLI::App& app, int& status);
void add_test(CLI::App& app, int& status);
void add_run(CLI::App& app, int& status);
void add_graph(CLI::App& app, int& status);

} // namespace caseclock::cli
