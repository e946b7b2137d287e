// The content hash that names a compiled program: 64-bit FNV-1a (Fowler, Noll, Vo).
//
// It tells versions apart; it is no protection against someone who forges a collision.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace caseclock {

enum class content_hash : std::uint64_t {};

/// Sixteen lower-case hexadecimal digits.
[[nodiscard]] inline std::string to_text(content_hash hash) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string text(16, '0');
  auto rest = static_cast<std::uint64_t>(hash);
  for (std::size_t i = text.size(); i-- > 0; rest >>= 4U)
    text[i] = digits[rest & 0xfU];
  return text;
}

/// Feeds bytes and integers into one FNV-1a hash. The result is the same on every platform.
class hasher {
 public:
  constexpr void add(std::string_view text) {
    add(static_cast<std::uint64_t>(text.size()));
    for (const char c : text)
      byte(static_cast<unsigned char>(c));
  }
  constexpr void add(std::uint64_t number) {
    for (int shift = 0; shift < 64; shift += 8)
      byte(static_cast<unsigned char>((number >> shift) & 0xffU));
  }
  [[nodiscard]] constexpr content_hash value() const { return content_hash{state_}; }

 private:
  constexpr void byte(unsigned char b) {
    state_ ^= b;
    state_ *= 0x100000001b3ULL;
  }
  std::uint64_t state_ = 0xcbf29ce484222325ULL;
};

} // namespace caseclock
