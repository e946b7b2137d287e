// Lines of any input, without ever holding more than one of a bounded length.
#pragma once

#include <fstream>
#include <istream>
#include <string>

namespace caseclock::cli {

enum class line_end {
  line,
  too_long, ///< more than 1 MiB: the line was skipped, the next one can be read
  no_text,  ///< a zero byte, or 1 GiB without a line break: there is no next line to wait for
  end,
};

/// Opens a file of lines; false, with a line on stderr, if the system says no.
[[nodiscard]] bool open_lines(std::ifstream& file, const std::string& path);

/// Reads the next line into `text`, at most 1 MiB of it. The last one needs no line break.
line_end next_line(std::istream& in, std::string& text);

} // namespace caseclock::cli
