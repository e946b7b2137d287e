// From YAML files to definitions, with all findings at once.
//
// A file is one document; its first key after `caseclock: 1` says what it is: `workflow:`,
// `shared:` (what several workflows have in common), `calendars:` or `scenarios:`. An `include` is
// relative to the file that includes; what comes of it is the same as if it were written in place.
// The order of everything is the author's.
//
//     source_map sources;
//     const auto loaded = load_definitions({"workflows"}, sources);
//     for (const diagnostic& finding : loaded.diagnostics)
//       std::cerr << render(finding, sources);
//     if (loaded.ok()) … loaded.value->workflows
//
// Limits: 4 MiB, 64 levels and 100,000 nodes a file; includes 32 deep. Bad input of whatever kind
// is a finding: nothing is thrown. The only functions here that do I/O are those that take paths.
#pragma once

#include <string>
#include <vector>

#include "caseclock/base/diagnostic.hpp"
#include "caseclock/base/source_map.hpp"
#include "caseclock/calendar/calendar_definition.hpp"
#include "caseclock/definition/workflow.hpp"

namespace caseclock {

/// What a set of files defines.
struct definition_set {
  std::vector<workflow_definition> workflows{}; ///< everything they include merged in
  std::vector<calendar_definition> calendars{}; ///< their own inclusions merged in
  std::vector<std::string> scenario_files{};    ///< paths; the scenario room reads them
};

/// What could be understood, and what could not.
struct partial_definitions {
  definition_set set{};
  std::vector<diagnostic> diagnostics{};
};

/// Loads files and directories (a directory: its *.yaml and *.yml files in name order, without its
/// subfolders), and all they include. Every file that was looked at is added to `sources`. Findings
/// are sorted by file and place.
[[nodiscard]] report<definition_set> load_definitions(const std::vector<std::string>& paths,
                                                      source_map& sources);

/// Loads a document at hand. `path` is what findings call it; its includes are relative to it.
[[nodiscard]] report<definition_set> load_text(std::string path, std::string text,
                                               source_map& sources);

/// Like `load_definitions` and `load_text`, but hands out what could be understood even if there
/// are errors: for a compiler that goes on to find more of them. Nothing of it should ever run.
[[nodiscard]] partial_definitions read_definitions(const std::vector<std::string>& paths,
                                                   source_map& sources);
[[nodiscard]] partial_definitions read_definitions_text(std::string path, std::string text,
                                                        source_map& sources);

} // namespace caseclock
