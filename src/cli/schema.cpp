// caseclock schema — the JSON Schema of the language, for editors.
#include <cstdio>
#include <memory>
#include <string>

#include "caseclock/scenario/schema.hpp"
#include "commands.hpp"

namespace caseclock::cli {

void add_schema(CLI::App& app, int& status) {
  CLI::App* command = app.add_subcommand(
      "schema", "Print the JSON Schema with which editors complete and check files");
  command->callback([&status] {
    std::fputs(json_schema().c_str(), stdout);
    status = all_is_well;
  });
}

} // namespace caseclock::cli
