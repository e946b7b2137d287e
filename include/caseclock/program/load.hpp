// From files to programs that run: the one call that most hosts make.
//
// load definitions → compile calendars → compile workflows → check each → check them together. All
// findings of all stages come at once, sorted by file and place. The program of a file with
// warnings only is sound.
//
//     source_map sources;
//     const auto loaded = load_programs({"workflows"}, sources);
//     for (const diagnostic& finding : loaded.diagnostics)
//       std::cerr << render(finding, sources);
//     if (!loaded.ok()) return;
//     for (const auto& each : loaded.value->programs)
//       (void)engine.add(each);
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "caseclock/base/diagnostic.hpp"
#include "caseclock/base/source_map.hpp"
#include "caseclock/calendar/calendar.hpp"
#include "caseclock/calendar/calendar_definition.hpp"
#include "caseclock/program/program.hpp"

namespace caseclock {

struct load_options {
  bool strict = false; ///< warnings are errors
  /// Hours that hold instead of those that the files give to calendars of the same name.
  std::vector<calendar_definition> calendars{};
  /// If given: `calendar-expires` warns of lists of holidays that end within 60 days of it. A
  /// warning also if `strict`.
  std::optional<civil_date> today{};
};

/// What a set of files makes.
struct workflow_set {
  std::vector<std::shared_ptr<const program>> programs{};   ///< in the order of the files
  std::vector<std::shared_ptr<const calendar>> calendars{}; ///< those with hours, as found
  std::vector<std::string> scenario_files{};                ///< for `load_scenarios`
};

/// What could be made, and all findings.
struct partial_workflows {
  workflow_set set{};
  std::vector<diagnostic> diagnostics{};
};

/// Loads files and directories as `load_definitions` does and compiles all they define. Every file
/// that was looked at is added to `sources`. Reads files and the system's time zones; nothing is
/// thrown.
[[nodiscard]] report<workflow_set> load_programs(const std::vector<std::string>& paths,
                                                 source_map& sources,
                                                 const load_options& options = {});

/// The same for a document at hand. `path` is what findings call it; what it includes is read
/// relative to it.
[[nodiscard]] report<workflow_set> load_programs_text(std::string path, std::string text,
                                                      source_map& sources,
                                                      const load_options& options = {});

/// Like `load_programs`, but hands out what could be made even if there are errors: the scenario
/// files that were found and, if all files could be understood, the programs that have no error
/// themselves. For what goes on to find more mistakes: nothing of it should ever run.
[[nodiscard]] partial_workflows read_programs(const std::vector<std::string>& paths,
                                              source_map& sources,
                                              const load_options& options = {});

} // namespace caseclock
