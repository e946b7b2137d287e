#include "definition/encoding.hpp"

#include <string>

#include "caseclock/base/utf8.hpp"
#include "definition/fault.hpp"

namespace caseclock::detail {

namespace {

std::string hexadecimal(std::uint32_t number, std::size_t digits) {
  std::string out;
  for (; number != 0 || out.size() < digits; number /= 16)
    out.insert(out.begin(), "0123456789ABCDEF"[number % 16]);
  return out;
}

bool is_utf16(std::string_view text) {
  return text.substr(0, 2) == "\xff\xfe" || text.substr(0, 2) == "\xfe\xff";
}

/// Characters that no text needs and that hide what a reader should see.
bool refused(char32_t code) {
  const bool control = code < 0x20 && code != '\t' && code != '\n' && code != '\r';
  return control || (code >= 0x7f && code < 0xa0) || code == 0xfeff || code == 0xfffe ||
         code == 0xffff;
}

} // namespace

std::string_view without_byte_order_mark(std::string_view text) {
  if (text.substr(0, 3) == "\xef\xbb\xbf")
    text.remove_prefix(3);
  return text;
}

std::optional<diagnostic> check_encoding(std::string_view text, std::uint32_t file) {
  if (is_utf16(text))
    return fault("invalid-utf8", "this file is UTF-16: save it as UTF-8", {file, 1, 1, 1});
  source_span here{file, 1, 1, 1};
  for (std::size_t at = 0; at < text.size();) {
    const auto next = decode_utf8(text, at);
    if (!next) {
      const auto byte = static_cast<unsigned char>(text[at]);
      return fault("invalid-utf8",
                   "the byte 0x" + hexadecimal(byte, 2) +
                       " is not UTF-8: save the file as UTF-8, not as GBK or "
                       "anything else",
                   here);
    }
    const bool lone_return = next->code == '\r' && (at + 1 >= text.size() || text[at + 1] != '\n');
    if (lone_return)
      return fault("invalid-character", "a carriage return without a line feed ends no line", here);
    if (refused(next->code))
      return fault("invalid-character",
                   "the invisible character U+" + hexadecimal(next->code, 4) + " is not allowed",
                   here);
    ++here.column;
    if (next->code == '\n') {
      ++here.line;
      here.column = 1;
    }
    at += next->size;
  }
  return std::nullopt;
}

} // namespace caseclock::detail
