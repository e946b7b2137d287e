// A workflow that opens cases of another is run together with it, a scenario with the workflow that
// it tests.
#pragma once

#include <string>
#include <vector>

#include "caseclock/base/source_map.hpp"
#include "caseclock/program/load.hpp"

namespace caseclock::cli {

/// Loads the file or folder and, besides, `<name>.yaml` from the same folder for every workflow
/// that some loaded workflow opens and that is not among them. The programs of `path` come first.
[[nodiscard]] report<workflow_set> load_with_neighbours(const std::string& path,
                                                        source_map& sources,
                                                        const load_options& options = {});

/// The paths and, behind them, the folder of each scenario file among them: its workflow lies
/// there.
[[nodiscard]] std::vector<std::string> with_workflows(const std::vector<std::string>& paths);
/// True if nothing but scenario files is asked for: their neighbours are loaded for their sake.
[[nodiscard]] bool only_scenarios(const std::vector<std::string>& paths);

} // namespace caseclock::cli
