// A workflow that opens cases of another is run together with it.
#pragma once

#include "caseclock/base/source_map.hpp"
#include "caseclock/program/load.hpp"

namespace caseclock::cli {

/// Loads the file or folder and, besides, `<name>.yaml` from the same folder for every workflow
/// that some loaded workflow opens and that is not among them. The programs of `path` come first.
[[nodiscard]] report<workflow_set> load_with_neighbours(const std::string& path,
                                                        source_map& sources);

} // namespace caseclock::cli
