// UTF-8, as much of it as the library needs: decode, append, count, validate, width on a terminal.
//
// Decoding never reads past the text. A loop that steps one byte over what does not decode makes
// progress over any bytes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace caseclock {

/// One character and the bytes it takes.
struct decoded_character {
  char32_t code = 0;
  std::size_t size = 1;
};

/// The character that starts at byte `at`; nothing at the end of the text and where the bytes are
/// not well-formed (stray or missing continuation, over-long, surrogate, above U+10FFFF).
[[nodiscard]] constexpr std::optional<decoded_character> decode_utf8(std::string_view text,
                                                                     std::size_t at) {
  if (at >= text.size())
    return std::nullopt;
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char lead = byte(at);
  if (lead < 0x80)
    return decoded_character{lead, 1};
  const std::size_t size = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : lead >= 0xC2 ? 2 : 0;
  if (size == 0 || lead > 0xF4 || text.size() - at < size)
    return std::nullopt;
  char32_t code = lead & (0x7FU >> size);
  for (std::size_t i = 1; i < size; ++i) {
    const unsigned char next = byte(at + i);
    if ((next & 0xC0U) != 0x80U)
      return std::nullopt;
    code = (code << 6U) | (next & 0x3FU);
  }
  const char32_t smallest = size == 4 ? 0x10000 : size == 3 ? 0x800 : 0x80;
  if (code < smallest || code > 0x10FFFF || (code >= 0xD800 && code <= 0xDFFF))
    return std::nullopt;
  return decoded_character{code, size};
}

/// True for 0 to U+10FFFF without the surrogates: what `append_utf8` takes.
[[nodiscard]] constexpr bool is_scalar_value(std::uint64_t code) {
  return code <= 0x10FFFF && (code < 0xD800 || code > 0xDFFF);
}

/// Appends a character, which must be a scalar value.
inline void append_utf8(std::string& out, char32_t code) {
  const auto put = [&](char32_t bits) { out.push_back(static_cast<char>(bits)); };
  if (code < 0x80) {
    put(code);
    return;
  }
  if (code < 0x800) {
    put(0xC0U | (code >> 6U));
  } else if (code < 0x10000) {
    put(0xE0U | (code >> 12U));
    put(0x80U | ((code >> 6U) & 0x3FU));
  } else {
    put(0xF0U | (code >> 18U));
    put(0x80U | ((code >> 12U) & 0x3FU));
    put(0x80U | ((code >> 6U) & 0x3FU));
  }
  put(0x80U | (code & 0x3FU));
}

/// How many characters the text has; each byte that does not decode counts as one. Linear.
[[nodiscard]] constexpr std::size_t count_characters(std::string_view text) {
  std::size_t count = 0;
  for (std::size_t at = 0; at < text.size(); ++count) {
    const auto next = decode_utf8(text, at);
    at += next ? next->size : 1;
  }
  return count;
}

/// The byte at which the text stops being well-formed; its size if it never does. Linear.
[[nodiscard]] constexpr std::size_t first_invalid_utf8(std::string_view text) {
  std::size_t at = 0;
  while (const auto next = decode_utf8(text, at))
    at += next->size;
  return at;
}

[[nodiscard]] constexpr bool is_utf8(std::string_view text) {
  return first_invalid_utf8(text) == text.size();
}

/// Columns that the character takes on a terminal: 0 for combining marks, 2 for East Asian wide and
/// full-width forms and emoji, else 1.
[[nodiscard]] constexpr int display_width(char32_t code) {
  const auto within = [code](char32_t first, char32_t last) {
    return code >= first && code <= last;
  };
  if (within(0x300, 0x36F) || within(0x200B, 0x200D) || within(0x20D0, 0x20FF) ||
      within(0xFE00, 0xFE0F) || within(0xFE20, 0xFE2F))
    return 0;
  if (within(0x1100, 0x115F) || within(0x2E80, 0x303E) || within(0x3041, 0xA4CF) ||
      within(0xAC00, 0xD7A3) || within(0xF900, 0xFAFF) || within(0xFE30, 0xFE6F) ||
      within(0xFF01, 0xFF60) || within(0xFFE0, 0xFFE6) || within(0x1F300, 0x1F64F) ||
      within(0x1F680, 0x1F6FF) || within(0x1F900, 0x1F9FF) || within(0x20000, 0x3FFFD))
    return 2;
  return 1;
}

/// Columns that the text takes on a terminal; a byte that is not well-formed takes one. O(bytes).
[[nodiscard]] constexpr std::size_t display_width(std::string_view text) {
  std::size_t columns = 0;
  for (std::size_t at = 0; at < text.size();) {
    const auto next = decode_utf8(text, at);
    columns += next ? static_cast<std::size_t>(display_width(next->code)) : 1;
    at += next ? next->size : 1;
  }
  return columns;
}

} // namespace caseclock
