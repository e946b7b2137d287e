// Values as text: for people, and as JSON.
//
// Timestamps are shown in a zone, which is an argument: a value knows instants, a reader lives
// somewhere.
#pragma once

#include <string>
#include <string_view>

#include "caseclock/base/json_text.hpp"
#include "caseclock/time/iso8601.hpp"
#include "caseclock/time/zone.hpp"
#include "caseclock/value/decimal.hpp"
#include "caseclock/value/describe.hpp"
#include "caseclock/value/value.hpp"

namespace caseclock {

namespace detail {

/// "2026-03-06 15:00", with seconds and milliseconds only where there are any.
inline std::string wall_clock_text(instant t, const zone& local) {
  const std::string iso = format_instant(t, local);
  const std::string_view time = std::string_view(iso).substr(11, iso.find_first_of("+-", 11) - 11);
  const bool whole_minute = time.substr(5) == ":00";
  return iso.substr(0, 10) + ' ' + std::string(whole_minute ? time.substr(0, 5) : time);
}

/// Scalars other than strings, alike in both forms but for times.
inline std::string plain_text(const value& v) {
  if (const auto* truth = v.as_bool())
    return *truth ? "true" : "false";
  if (const auto* whole = v.as_int())
    return std::to_string(*whole);
  if (const auto* amount = v.as_decimal())
    return format_decimal(*amount);
  if (const auto* denoted = v.as_denotation())
    return std::string(name(denoted->of));
  return "null";
}

} // namespace detail

/// The value as JSON on one line: decimals as number literals without an exponent, dates as
/// "2026-03-06", timestamps as ISO 8601 with the zone's offset, durations as "PT1H30M". Recursion
/// is as deep as the value.
[[nodiscard]] inline std::string to_json(const value& v, const zone& local) {
  if (const auto* text = v.as_string())
    return json_quote(*text);
  if (v.as_denotation() != nullptr)
    return json_quote(detail::plain_text(v));
  if (const auto* date = v.as_date())
    return json_quote(format_date(*date));
  if (const auto* time = v.as_timestamp())
    return json_quote(format_instant(*time, local));
  if (const auto* span = v.as_duration())
    return json_quote(format_duration_iso(*span));
  if (const auto* list = v.as_list()) {
    std::string out = "[";
    for (const value& element : *list)
      out += (out.size() == 1 ? "" : ",") + to_json(element, local);
    return out + ']';
  }
  if (const auto* fields = v.as_record()) {
    std::string out = "{";
    for (const auto& [name, held] : *fields)
      out += (out.size() == 1 ? "" : ",") + json_quote(name) + ':' + to_json(held, local);
    return out + '}';
  }
  return detail::plain_text(v);
}

/// The value for people: strings bare, null empty, "2026-03-06", "2026-03-06 15:00", "1 h 30 min",
/// lists as "a, b", records as "name: x, age: 3". Seconds are shown where they are not zero.
[[nodiscard]] inline std::string to_text(const value& v, const zone& local) {
  if (v.is_null())
    return {};
  if (const auto* text = v.as_string())
    return *text;
  if (const auto* date = v.as_date())
    return format_date(*date);
  if (const auto* time = v.as_timestamp())
    return detail::wall_clock_text(*time, local);
  if (const auto* span = v.as_duration())
    return format_duration_words(*span);
  std::string out;
  if (const auto* list = v.as_list()) {
    for (const value& element : *list)
      out += (out.empty() ? "" : ", ") + to_text(element, local);
    return out;
  }
  if (const auto* fields = v.as_record()) {
    for (const auto& [name, held] : *fields)
      out += (out.empty() ? "" : ", ") + name + ": " + to_text(held, local);
    return out;
  }
  return detail::plain_text(v);
}

} // namespace caseclock
