// The lines of an iCalendar file (RFC 5545, section 3.1): unfolded, taken apart, each with its
// place.
//
// Why no library: libical would bring ICU, GLib and Berkeley DB into every host, and keeps no line
// numbers, without which nobody finds what is wrong.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "definition/reader.hpp"

namespace caseclock::detail {

/// `NAME=value` or `NAME="value"`; of several values the first.
struct ics_parameter {
  std::string name{}; ///< in upper case
  std::string value{};
};

/// `NAME;PARAMETER=value:value`.
struct ics_line {
  std::string name{}; ///< in upper case
  std::vector<ics_parameter> parameters{};
  std::string value{};
  source_span span{};       ///< of the name
  source_span value_span{}; ///< of the value, as far as it stands on the first line

  /// The value of that parameter, or "".
  [[nodiscard]] std::string_view parameter(std::string_view wanted) const;
};

/// Splits a text, which is UTF-8 without a byte order mark, into its lines; empty ones are left
/// out. Lines end in CRLF or LF, and are folded with a blank or a tab. Code: bad-ics. Linear.
std::vector<ics_line> read_ics_lines(findings& found, std::string_view text, std::uint32_t file);

/// The text in upper case, if it is ASCII.
std::string upper_case(std::string_view text);

} // namespace caseclock::detail
