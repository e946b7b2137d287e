#include "scxml/xml_encoding.hpp"

#include <cctype>
#include <cstdint>
#include <utility>

#include "caseclock/base/utf8.hpp"

namespace caseclock::detail {

namespace {

std::optional<std::string> from_utf16(std::string_view bytes, bool big_endian) {
  if (bytes.size() % 2 != 0)
    return std::nullopt;
  const auto unit = [&](std::size_t at) {
    const auto first = static_cast<unsigned char>(bytes[at]);
    const auto second = static_cast<unsigned char>(bytes[at + 1]);
    return static_cast<std::uint32_t>(big_endian ? first << 8U | second : second << 8U | first);
  };
  std::string out;
  for (std::size_t at = 0; at < bytes.size(); at += 2) {
    std::uint32_t point = unit(at);
    if (point >= 0xd800U && point < 0xe000U) {
      const bool pair = point < 0xdc00U && at + 3 < bytes.size() && unit(at + 2) >= 0xdc00U &&
                        unit(at + 2) < 0xe000U;
      if (!pair)
        return std::nullopt;
      point = 0x10000U + ((point - 0xd800U) << 10U) + (unit(at + 2) - 0xdc00U);
      at += 2;
    }
    append_utf8(out, static_cast<char32_t>(point));
  }
  return out;
}

std::string from_latin1(std::string_view bytes) {
  std::string out;
  for (const char c : bytes)
    append_utf8(out, static_cast<char32_t>(static_cast<unsigned char>(c)));
  return out;
}

/// What `<?xml … encoding="…"?>` says, in lower case; "" if it does not.
std::string declared_encoding(std::string_view text) {
  if (!text.starts_with("<?xml"))
    return {};
  const std::string_view declaration = text.substr(0, text.find("?>"));
  std::size_t at = declaration.find("encoding");
  if (at == std::string_view::npos)
    return {};
  at = declaration.find_first_of("\"'", at);
  if (at == std::string_view::npos)
    return {};
  const std::size_t end = declaration.find(declaration[at], at + 1);
  std::string found{declaration.substr(at + 1, end == std::string_view::npos ? end : end - at - 1)};
  for (char& c : found)
    c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return found;
}

} // namespace

std::optional<std::string> xml_to_utf8(std::string text, std::string& declared) {
  const std::string_view bytes = text;
  using namespace std::string_view_literals;
  declared = "utf-16";
  if (bytes.starts_with("\xfe\xff"sv) || bytes.starts_with("\xff\xfe"sv))
    return from_utf16(bytes.substr(2), bytes.front() == '\xfe');
  if (bytes.starts_with("\0<"sv) || bytes.starts_with("<\0"sv))
    return from_utf16(bytes, bytes.front() == '\0');
  if (bytes.starts_with("\xef\xbb\xbf"sv))
    text.erase(0, 3);
  declared = declared_encoding(text);
  if (declared.empty() || declared == "utf-8" || declared == "us-ascii")
    return text;
  if (declared == "iso-8859-1" || declared == "latin1")
    return from_latin1(text);
  return std::nullopt;
}

} // namespace caseclock::detail
