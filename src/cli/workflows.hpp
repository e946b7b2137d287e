// What the commands ask of the workflows that they have loaded.
#pragma once

#include <string>

#include "caseclock/program/load.hpp"

namespace caseclock::cli {

/// "complaint, repair": their names, sorted.
std::string names_of(const workflow_set& loaded);
/// True if titles or messages are written in that language, or in no language by name; "en", the
/// default, is always fine. Else false, with a line on stderr that lists the languages there are.
bool speaks(const workflow_set& loaded, const std::string& language);

} // namespace caseclock::cli
