// Short ways to write findings.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include "caseclock/base/diagnostic.hpp"
#include "caseclock/base/render.hpp"

namespace caseclock::detail {

inline diagnostic fault(std::string code, std::string message, source_span span,
                        std::string suggestion = {}) {
  return diagnostic{
      severity::fault, std::move(code), std::move(message), span, std::move(suggestion), {}};
}

inline diagnostic fault_with_note(std::string code, std::string message, source_span span,
                                  source_span other, std::string note) {
  diagnostic made = fault(std::move(code), std::move(message), span);
  made.notes.emplace_back(other, std::move(note));
  return made;
}

inline diagnostic too_large(std::uint32_t file) {
  return fault("too-large", "the file is larger than 4 MiB", whole_file(file));
}

/// A path in double quotes, whole: a path that is cut cannot be followed.
inline std::string path_in_quotes(const std::string& path) {
  return "\"" + path + "\"";
}

/// The text in double quotes, cut if it is long, for use in a message.
inline std::string in_quotes(std::string_view text) {
  constexpr std::size_t longest = 60;
  if (text.size() <= longest)
    return "\"" + std::string{text} + "\"";
  std::size_t end = longest;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xc0U) == 0x80U)
    --end; // never inside a character
  return "\"" + std::string{text.substr(0, end)} + "…\"";
}

} // namespace caseclock::detail
