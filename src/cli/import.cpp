// caseclock import scxml FILE — a document of another language as a workflow file.
#include <cstdio>
#include <memory>
#include <string>

#include "caseclock/scxml/import.hpp"
#include "commands.hpp"
#include "findings.hpp"

namespace caseclock::cli {
namespace {

struct import_options {
  std::string path{};
  std::string output{};
};

int import(const import_options& options) {
  source_map sources;
  const report<std::string> made = import_scxml(options.path, sources);
  print(made.diagnostics, sources);
  if (!made.ok())
    return exit_code(made.diagnostics);
  if (!options.output.empty())
    return write_file(options.output, *made.value) ? all_is_well : cannot_do;
  std::fputs(made.value->c_str(), stdout);
  return all_is_well;
}

} // namespace

void add_import(CLI::App& app, int& status) {
  auto options = std::make_shared<import_options>();
  CLI::App* command =
      app.add_subcommand("import", "Turn documents of other languages into workflows");
  CLI::App* scxml = command->add_subcommand("scxml", "A state chart in W3C SCXML 1.0");
  scxml->add_option("file", options->path, "The SCXML document")->required();
  scxml->add_option("-o,--output", options->output,
                    "The workflow file to write (default: print it)");
  command->require_subcommand(1);
  scxml->callback([options, &status] { status = import(*options); });
}

} // namespace caseclock::cli
