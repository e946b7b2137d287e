// caseclock eval --batch: one expression a line, one answer a line.
#pragma once

#include <string>
#include <string_view>

namespace caseclock::cli {

/// The answer to one line, as JSON without a line break. Never fails: what is wrong with the line
/// is its answer. `number` is the line's, from 1.
[[nodiscard]] std::string eval_line(std::string_view text, std::size_t number);

/// Answers all lines of the file, or of standard input ("-"), in their order; gives the exit code.
int eval_batch(const std::string& path);

} // namespace caseclock::cli
