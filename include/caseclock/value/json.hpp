// JSON text into values.
#pragma once

#include <string_view>

#include "caseclock/base/result.hpp"
#include "caseclock/value/value.hpp"

namespace caseclock {

/// Parses one JSON text. Numbers are exact: integers (64 bit) or decimals (at most four places);
/// 1e3 and 1.5e2 are the integers 1000 and 150, and there is no floating point. Members keep their
/// order. Thread-safe.
///
/// errc::parse: syntax, invalid UTF-8, a lone surrogate (`where` is the place: "column 6", or
/// "line 2, column 14", in characters from 1); a member that stands twice. errc::invalid_data: a
/// number that is too large or has more than four places (`where` is its path: "data.fees[2]").
/// errc::limit: more than 1 MiB or 64 levels.
[[nodiscard]] result<value> parse_json(std::string_view text);

} // namespace caseclock
