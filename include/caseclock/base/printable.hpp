// Text from outside, made safe to print.
#pragma once

#include <string>
#include <string_view>

namespace caseclock {

/// One line without control characters: a line break becomes `\\n`, others `\\x1b` and the like, so
/// that data can neither break a line of output nor steer a terminal. Linear.
[[nodiscard]] inline std::string printable(std::string_view text) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string out;
  out.reserve(text.size());
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '\n') {
      out += "\\n";
    } else if (byte < 0x20 || byte == 0x7f) {
      out += "\\x";
      out += digits[byte >> 4U];
      out += digits[byte & 0xfU];
    } else {
      out += c;
    }
  }
  return out;
}

} // namespace caseclock
