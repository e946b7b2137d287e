// What is said of a command line that is wrong.
#pragma once

#include <string>

#include <CLI/CLI.hpp>

namespace caseclock::cli {

/// One line for a person: which command, which word, what was probably meant, where help is.
std::string usage_error(const CLI::App& app, const CLI::ParseError& wrong);

} // namespace caseclock::cli
