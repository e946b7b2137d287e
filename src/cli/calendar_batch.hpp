// caseclock calendar FILE… --batch OPS.jsonl: one answer a line, in the order of the questions.
#pragma once

#include <string>

#include "calendars_by_name.hpp"

namespace caseclock::cli {

/// Answers the lines of the file, or of standard input if `path` is "-", on standard output, as
/// they come: no more than one of them is held. `fallback` names the calendar of lines that name
/// none. Returns the exit code: errors in lines are answers:
///     {"id": …, "result": …}   or   {"id": …, "error": {"code": …, "message": …}}
int answer_batch(const calendars_by_name& calendars, const std::string& path,
                 const std::string& fallback);

} // namespace caseclock::cli
