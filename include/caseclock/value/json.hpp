// JSON text into values.
#pragma once

#include <string_view>

#include "caseclock/base/result.hpp"
#include "caseclock/value/value.hpp"

namespace caseclock {

/// Parses one JSON text. Numbers are integers (64 bit) or decimals (at most four places, no
/// exponent); there is no floating point. errc::parse with the column in bytes, from 1, in `where`:
/// syntax, invalid UTF-8, a lone surrogate, a duplicate member, a number that does not fit;
/// errc::limit: more than 1 MiB or 64 levels. Members keep their order. Thread-safe.
[[nodiscard]] result<value> parse_json(std::string_view text);

} // namespace caseclock
