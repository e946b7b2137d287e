// The "id" of a line of JSON, which its answer repeats.
#pragma once

#include <string_view>

#include "caseclock/base/result.hpp"
#include "caseclock/value/value.hpp"

namespace caseclock::cli {

/// The line's "id" as it is written there, byte for byte: a string, a number of any size, true or
/// false. "null" if there is none, or none that is JSON. The rest of the line need not be sound.
[[nodiscard]] std::string_view id_of(std::string_view text);

/// `parse_json`, but an "id" that is a number too large for us is a number all the same: 0.
[[nodiscard]] result<value> parse_line(std::string_view text);

} // namespace caseclock::cli
