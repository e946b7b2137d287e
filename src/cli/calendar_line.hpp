// One line of a batch of calendar operations: what is asked.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "caseclock/base/result.hpp"
#include "caseclock/time/instant.hpp"

namespace caseclock::cli {

enum class calendar_op { add, between, is_open, next_open, prev_close, add_days };

struct calendar_line {
  std::string calendar{}; ///< "": the one that goes without saying
  calendar_op op = calendar_op::add;
  instant start{};
  instant end{};         ///< between
  duration amount{};     ///< add; may be negative
  std::int64_t days = 0; ///< add_days; may be negative
};

/// Reads one line. Members that the operation has no use for, and those that are null, count as
/// absent. errc::parse: not JSON, an unknown member, a value of the wrong type, an instant without
/// offset. errc::invalid_argument: no such operation, or something is missing that it needs.
[[nodiscard]] result<calendar_line> parse_calendar_line(std::string_view text);

} // namespace caseclock::cli
