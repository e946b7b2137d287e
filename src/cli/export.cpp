// caseclock export scxml WORKFLOW — a workflow as a document of another language.
#include <cstdio>
#include <memory>
#include <string>

#include "caseclock/base/printable.hpp"
#include "caseclock/definition/load.hpp"
#include "caseclock/program/load.hpp"
#include "caseclock/scxml/export.hpp"
#include "commands.hpp"
#include "findings.hpp"

namespace caseclock::cli {
namespace {

struct export_options {
  std::string path{};
  std::string name{};
  std::string output{};
};

/// The workflow of that name; without a name, the only one. None: said on stderr.
const workflow_definition* choose(const export_options& options, const definition_set& loaded) {
  if (options.name.empty() && loaded.workflows.size() == 1)
    return &loaded.workflows.front();
  std::string names;
  for (const workflow_definition& each : loaded.workflows) {
    if (each.name.value == options.name)
      return &each;
    names += (names.empty() ? "" : ", ") + each.name.value;
  }
  if (names.empty())
    std::fprintf(stderr, "caseclock: %s holds no workflow\n", printable(options.path).c_str());
  else
    std::fprintf(stderr, "caseclock: %s: --name one of %s\n", printable(options.path).c_str(),
                 names.c_str());
  return nullptr;
}

int export_scxml_file(const export_options& options) {
  source_map sources;
  const auto checked = load_programs({options.path}, sources, {});
  if (!checked.ok()) {
    print(checked.diagnostics, sources);
    return exit_code(checked.diagnostics);
  }
  source_map again;
  const auto loaded = load_definitions({options.path}, again);
  if (!loaded.ok())
    return has_findings;
  const workflow_definition* wanted = choose(options, *loaded.value);
  if (wanted == nullptr)
    return loaded.value->workflows.empty() ? has_findings : cannot_do;
  const scxml_document made = export_scxml(*wanted);
  for (const std::string& each : made.left_out)
    std::fprintf(stderr, "caseclock: SCXML cannot say: %s\n", printable(each).c_str());
  if (!options.output.empty())
    return write_file(options.output, made.text) ? all_is_well : cannot_do;
  std::fputs(made.text.c_str(), stdout);
  return all_is_well;
}

} // namespace

void add_export(CLI::App& app, int& status) {
  auto options = std::make_shared<export_options>();
  CLI::App* command =
      app.add_subcommand("export", "Turn workflows into documents of other languages");
  CLI::App* scxml = command->add_subcommand("scxml", "A state chart in W3C SCXML 1.0");
  scxml->add_option("workflow", options->path, "The workflow's file, or a folder")->required();
  scxml->add_option("--name", options->name, "Which workflow, if the path holds several");
  scxml->add_option("-o,--output", options->output, "The document to write (default: print it)");
  command->require_subcommand(1);
  scxml->callback([options, &status] { status = export_scxml_file(*options); });
}

} // namespace caseclock::cli
