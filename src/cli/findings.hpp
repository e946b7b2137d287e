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
/// The exit code that findings come to: `cannot_do` if a file that was asked for cannot be read,
/// `has_findings` if there is any other error.
int exit_code(const std::vector<diagnostic>& findings);
/// "2 files checked", or "1 file checked, with 2 included": the files that the paths stand for, and
/// those that were read because of them.
std::string files_checked(const std::vector<std::string>& paths, const source_map& sources,
                          const std::vector<diagnostic>& findings);
/// Writes the whole text to a file; false, with a line on stderr, if the system says no.
bool write_file(const std::string& path, const std::string& text);

} // namespace caseclock::cli
