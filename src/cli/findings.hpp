// How the commands print what is wrong with files.
#pragma once

#include <string>
#include <vector>

#include "caseclock/base/diagnostic.hpp"
#include "caseclock/base/source_map.hpp"

namespace caseclock::cli {

/// Prints findings to stderr as a compiler does.
void print(const std::vector<diagnostic>& findings, const source_map& sources);
/// "2 errors, 1 warning", or "" if there is nothing.
std::string count(const std::vector<diagnostic>& findings);
/// Writes the whole text to a file; false, with a line on stderr, if the system says no.
bool write_file(const std::string& path, const std::string& text);

} // namespace caseclock::cli
