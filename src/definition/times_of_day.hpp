// Times of day as authors write them: "09:00", "17:30:15".
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "definition/reader.hpp"

namespace caseclock::detail {

/// Two digits, or nothing.
inline std::optional<std::int32_t> two_figures(std::string_view text) {
  const auto digit = [](char c) { return c >= '0' && c <= '9'; };
  if (text.size() != 2 || !digit(text[0]) || !digit(text[1]))
    return std::nullopt;
  return (text[0] - '0') * 10 + (text[1] - '0');
}

/// "09:00", "9:00", "17:30:15", "24:00" as seconds since midnight.
inline std::optional<std::int32_t> seconds_of_day(std::string_view text) {
  std::string padded{text};
  if (padded.size() > 1 && padded[1] == ':')
    padded.insert(0, 1, '0');
  const std::string_view clock = padded;
  const bool seconds = clock.size() == 8 && clock[5] == ':';
  if ((clock.size() != 5 && !seconds) || clock[2] != ':')
    return std::nullopt;
  const auto hour = two_figures(clock.substr(0, 2));
  const auto minute = two_figures(clock.substr(3, 2));
  const auto second = seconds ? two_figures(clock.substr(6, 2)) : std::optional<std::int32_t>{0};
  if (!hour || !minute || !second || *minute > 59 || *second > 59)
    return std::nullopt;
  const std::int32_t time = *hour * 3600 + *minute * 60 + *second;
  return time <= 24 * 3600 ? std::optional{time} : std::nullopt;
}

/// A time at which something happens, in seconds since midnight. Code: bad-time.
inline std::int32_t read_time_of_day(findings& found, const located_string& written) {
  const auto time = seconds_of_day(written.value);
  if (time && *time < 24 * 3600)
    return *time;
  found.push_back(fault(
      "bad-time", in_quotes(written.value) + " is no time of day: write \"09:00\"", written.span));
  return 0;
}

} // namespace caseclock::detail
