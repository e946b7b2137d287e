// Driving a session with a file of events: what `run` and `explain --events` have in common.
#pragma once

#include <optional>
#include <string>

#include "caseclock/base/source_map.hpp"
#include "caseclock/program/load.hpp"
#include "session.hpp"

namespace caseclock::cli {

/// Loads the workflows of a path, those that they open included, for answers in that language;
/// otherwise says why not and sets `status` to the exit code.
std::optional<workflow_set> load_to_drive(const std::string& path, const std::string& language,
                                          source_map& sources, int& status);

/// Carries out the lines of a file, or of standard input if it is called "-"; those up to `last`,
/// if it is given. False, with a line on stderr, if they cannot be read.
bool carry_out_file(session& running, const std::string& events,
                    std::optional<instant> last = std::nullopt);

} // namespace caseclock::cli
