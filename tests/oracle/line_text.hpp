// One line of text for one case: words of the form key=value. Lists within a value are cut at
// commas and the like. What cannot be read is said on the spot: the line came from a person.
#pragma once

#include <doctest/doctest.h>

#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "caseclock/time/iso8601.hpp"

namespace oracle {

/// The parts between the marks; nothing of an empty text.
inline std::vector<std::string> parts_of(std::string_view text, char mark) {
  std::vector<std::string> parts;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(mark), text.size());
    parts.emplace_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return parts;
}

/// What stands before and behind the first mark.
inline std::pair<std::string, std::string> halves_of(std::string_view text, char mark) {
  const std::size_t at = text.find(mark);
  if (at == std::string_view::npos)
    return {std::string{text}, {}};
  return {std::string{text.substr(0, at)}, std::string{text.substr(at + 1)}};
}

template <class List, class Show> std::string joined(const List& list, char mark, Show show) {
  std::string text;
  for (const auto& each : list)
    text += (text.empty() ? "" : std::string(1, mark)) + show(each);
  return text;
}

inline std::int64_t number_of(const std::string& text) {
  char* end = nullptr;
  const long long number = std::strtoll(text.c_str(), &end, 10);
  REQUIRE_MESSAGE((!text.empty() && *end == '\0'), "\"", text, "\" is no number");
  return number;
}
inline caseclock::instant instant_of(const std::string& text) {
  const auto read = caseclock::parse_instant(text);
  REQUIRE_MESSAGE(read.ok(), "\"", text, "\" is no instant");
  return *read;
}
inline caseclock::civil_date date_of(const std::string& text) {
  const auto read = caseclock::parse_date(text);
  REQUIRE_MESSAGE(read.ok(), "\"", text, "\" is no date");
  return *read;
}
inline std::string text_of(caseclock::instant t) {
  return caseclock::format_instant(t, caseclock::zone::utc());
}

} // namespace oracle
