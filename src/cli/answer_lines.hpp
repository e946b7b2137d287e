// Batches: one answer a line, in the order of the questions, as they come.
#pragma once

#include <cstddef>
#include <functional>
#include <string>

#include "next_line.hpp"

namespace caseclock::cli {

/// The answer to a line, without its line break. Never fails: what is wrong with a line is its
/// answer. `text` is the line, or what could be read of it; `number` counts from 1, blank lines
/// included.
using line_answer =
    std::function<std::string(line_end read, const std::string& text, std::size_t number)>;

/// Answers the lines of the file, or of standard input if `path` is "-", on standard output; no
/// more than one of them is held. Blank lines are passed over, and behind a zero byte or a line
/// that is too long the next line counts. Returns the exit code: only a file that cannot be read is
/// an error, and one without lines is said so.
int answer_lines(const std::string& path, const line_answer& answer);

} // namespace caseclock::cli
