// Writing JSON strings, for every room that prints JSON.
//
// Writing JSON needs no library: quoting is the only part that can go wrong. Reading does, and is
// an adapter's business.
#pragma once

#include <string>
#include <string_view>

#include "caseclock/base/utf8.hpp"

namespace caseclock {

/// Appends the text as a JSON string with its quotes. The output is valid JSON and valid UTF-8
/// whatever the input: control characters are escaped, invalid bytes become U+FFFD. Linear.
inline void append_json_quoted(std::string& out, std::string_view text) {
  static constexpr std::string_view hex = "0123456789abcdef";
  out.push_back('"');
  for (std::size_t at = 0; at < text.size();) {
    const auto next = decode_utf8(text, at);
    const char32_t code = next ? next->code : U'\uFFFD';
    switch (code) {
    case U'"': out += "\\\""; break;
    case U'\\': out += "\\\\"; break;
    case U'\n': out += "\\n"; break;
    case U'\r': out += "\\r"; break;
    case U'\t': out += "\\t"; break;
    default:
      if (code < 0x20 || code == 0x7F) {
        out += "\\u00";
        out.push_back(hex[code >> 4U]);
        out.push_back(hex[code & 0xFU]);
      } else {
        append_utf8(out, code);
      }
    }
    at += next ? next->size : 1;
  }
  out.push_back('"');
}

/// The text as a JSON string, quotes included.
[[nodiscard]] inline std::string json_quote(std::string_view text) {
  std::string out;
  out.reserve(text.size() + 2);
  append_json_quoted(out, text);
  return out;
}

} // namespace caseclock
