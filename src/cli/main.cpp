#include <cstdio>
#include <exception>

#include "commands.hpp"

int main(int argc, char** argv) {
  CLI::App app{"Caseclock: service workflows with SLA clocks in working time", "caseclock"};
  app.set_version_flag("--version", CASECLOCK_VERSION);
  app.require_subcommand(1);
  int status = 0;
  caseclock::cli::add_check(app, status);
  caseclock::cli::add_test(app, status);
  caseclock::cli::add_run(app, status);
  caseclock::cli::add_graph(app, status);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& wrong) {
    return app.exit(wrong) == 0 ? 0 : 2;
  } catch (const std::exception& failed) {
    std::fprintf(stderr, "caseclock: %s\n", failed.what());
    return 2;
  }
  if (std::fflush(stdout) != 0 || std::ferror(stdout) != 0) {
    std::fputs("caseclock: cannot write to standard output\n", stderr);
    return 2;
  }
  return status;
}
