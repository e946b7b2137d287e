#include <cstdio>
#include <exception>
#include <string>

#include "caseclock/time/tzdb.hpp"
#include "commands.hpp"
#include "usage.hpp"

namespace {

constexpr const char* exit_codes =
    "Exit codes: 0 all is well; 1 something is wrong in what was read: files, scenarios, lines of\n"
    "events; 2 the command line is wrong, or a file cannot be read or written.";

} // namespace

int main(int argc, char** argv) {
  using namespace caseclock::cli;
  CLI::App app{"Caseclock: service workflows with SLA clocks in working time", "caseclock"};
  app.set_version_flag("--version", [] {
    return std::string{CASECLOCK_VERSION} + " (time zones: tzdata " + caseclock::tzdb_version() +
           ")";
  });
  app.require_subcommand(1);
  int status = all_is_well;
  add_check(app, status);
  add_test(app, status);
  add_run(app, status);
  add_explain(app, status);
  add_graph(app, status);
  add_calendar(app, status);
  add_schedule(app, status);
  add_schema(app, status);
  add_eval(app, status);
  add_import(app, status);
  add_export(app, status);
  app.footer(exit_codes);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& wrong) {
    if (wrong.get_exit_code() == 0)
      return app.exit(wrong); // --help, --version
    std::fprintf(stderr, "%s\n", usage_error(app, wrong).c_str());
    return cannot_do;
  } catch (const std::exception& failed) {
    std::fprintf(stderr, "caseclock: %s\n", failed.what());
    return cannot_do;
  }
  if (std::fflush(stdout) != 0 || std::ferror(stdout) != 0) {
    std::fputs("caseclock: cannot write to standard output\n", stderr);
    return cannot_do;
  }
  return status;
}
