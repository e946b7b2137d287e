// Is this text at all: UTF-8 without control characters?
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "caseclock/base/diagnostic.hpp"

namespace caseclock::detail {

/// The text without the byte order mark that some editors put first.
std::string_view without_byte_order_mark(std::string_view text);

/// The first thing that is wrong with the bytes (invalid-utf8, invalid-character), or nothing.
/// Linear.
std::optional<diagnostic> check_encoding(std::string_view text, std::uint32_t file);

} // namespace caseclock::detail
