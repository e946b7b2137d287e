// Text from outside, made safe to print.
#pragma once

#include <string>
#include <string_view>

#include "caseclock/base/utf8.hpp"

namespace caseclock {

/// One line of well-formed UTF-8 without control characters: a line break becomes `\n`, other
/// controls `\x1b` or `\u009b`, bytes that are no text `\xff`, so that data can neither break a
/// line of output nor steer a terminal. Linear.
[[nodiscard]] inline std::string printable(std::string_view text) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string out;
  out.reserve(text.size());
  const auto escape = [&](std::string_view kind, unsigned code) {
    out += kind;
    out += digits[code >> 4U];
    out += digits[code & 0xfU];
  };
  for (std::size_t at = 0; at < text.size();) {
    const auto next = decode_utf8(text, at);
    const std::size_t size = next ? next->size : 1;
    if (!next)
      escape("\\x", static_cast<unsigned char>(text[at]));
    else if (next->code == U'\n')
      out += "\\n";
    else if (next->code < 0x20 || next->code == 0x7f)
      escape("\\x", next->code);
    else if (next->code >= 0x80 && next->code < 0xa0)
      escape("\\u00", next->code);
    else
      out += text.substr(at, size);
    at += size;
  }
  return out;
}

} // namespace caseclock
