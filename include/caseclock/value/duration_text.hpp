// Reading durations: ISO 8601's form and CEL's compact one. (Writing them is time/iso8601.hpp's.)
//
// "PT1H30M" is what JSON carries; "1h30m", "1.5h", "-90s" is what CEL's duration("…") takes. Both
// mean elapsed time. A day is refused in either (rule T11): 24 hours to one reader, the next date
// to another. Amounts of working time are not durations; see calendar/amount.hpp.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "caseclock/base/result.hpp"
#include "caseclock/time/instant.hpp"
#include "caseclock/value/decimal.hpp"

namespace caseclock {

/// Durations that expressions and data may hold: 10,000 years either way, as in CEL.
inline constexpr duration longest_duration = std::chrono::hours{24LL * 365 * 10'000};

/// True if the duration is within ± `longest_duration`.
[[nodiscard]] constexpr bool is_representable(duration d) {
  return d <= longest_duration && d >= -longest_duration;
}

namespace detail {

struct duration_unit {
  std::string_view symbol;
  std::int64_t nanoseconds;
};

// Longer symbols before their prefixes.
inline constexpr std::array<duration_unit, 9> compact_units{{
    {"ns", 1},
    {"us", 1'000},
    {"µs", 1'000},
    {"μs", 1'000}, // the Greek letter, which looks the same
    {"ms", 1'000'000},
    {"s", 1'000'000'000},
    {"m", 60'000'000'000},
    {"h", 3'600'000'000'000},
    {"w", 604'800'000'000'000},
}};
inline constexpr std::array<duration_unit, 3> iso_units{{
    {"H", 3'600'000'000'000},
    {"M", 60'000'000'000},
    {"S", 1'000'000'000},
}};
inline constexpr std::array<duration_unit, 1> iso_weeks{{{"W", 604'800'000'000'000}}};

/// Reads "12" or "12.5" off the front of the text, times `unit` once the unit is known.
struct scanned_number {
  wide_int digits = 0; ///< without the point
  wide_int parts = 1;  ///< 10 to the number of places
};

inline std::optional<scanned_number> scan_number(std::string_view& text) {
  scanned_number number;
  std::size_t read = 0;
  bool point = false;
  for (; read < text.size(); ++read) {
    const char c = text[read];
    if (c == '.' && !point) {
      point = true;
      continue;
    }
    if (c < '0' || c > '9')
      break;
    number.digits = number.digits * 10 + (c - '0');
    if (point)
      number.parts *= 10;
    if (read > 20)
      return std::nullopt;
  }
  const bool usable = read > (point ? 1U : 0U) && text[read - 1] != '.';
  text.remove_prefix(read);
  return usable ? std::optional{number} : std::nullopt;
}

/// Sums up numbers with their units until the text ends; nullopt if it is something else.
template <std::size_t N>
std::optional<wide_int> scan_units(std::string_view text, const std::array<duration_unit, N>& units,
                                   bool largest_first) {
  wide_int total = 0;
  std::int64_t last = 0;
  while (!text.empty()) {
    const auto number = scan_number(text);
    const duration_unit* found = nullptr;
    for (const duration_unit& unit : units) {
      if (number && text.substr(0, unit.symbol.size()) == unit.symbol) {
        found = &unit;
        break;
      }
    }
    if (found == nullptr || (largest_first && last != 0 && found->nanoseconds >= last))
      return std::nullopt;
    const wide_int scaled = number->digits * found->nanoseconds;
    if (scaled % number->parts != 0)
      return std::nullopt;
    total += scaled / number->parts;
    last = found->nanoseconds;
    text.remove_prefix(found->symbol.size());
  }
  return total;
}

inline std::optional<wide_int> scan_duration(std::string_view text) {
  const bool iso = !text.empty() && text.front() == 'P';
  if (!iso)
    return text.empty() ? std::nullopt : scan_units(text, compact_units, false);
  text.remove_prefix(1);
  const bool with_time = !text.empty() && text.front() == 'T';
  if (with_time)
    text.remove_prefix(1);
  if (text.empty())
    return std::nullopt;
  return with_time ? scan_units(text, iso_units, true) : scan_units(text, iso_weeks, true);
}

inline bool mentions_days(std::string_view text) {
  return text.find('d') != std::string_view::npos || text.find('D') != std::string_view::npos;
}

} // namespace detail

/// Reads "PT1H30M", "P2W", "PT0.5S", "1h30m", "1.5h", "90s", "250ms", "2w", each with a sign before
/// it or without. Whole milliseconds, at most `longest_duration`. Fails with errc::parse.
[[nodiscard]] inline result<duration> parse_duration(std::string_view text) {
  const auto wrong = [&](std::string_view why) {
    return result<duration>(errc::parse,
                            '"' + std::string(text.substr(0, 40)) + "\" " + std::string(why));
  };
  if (text.size() > 100)
    return wrong("is not a duration: write 90s, 1h30m or PT1H30M");
  std::string_view rest = text;
  const bool negative = !rest.empty() && rest.front() == '-';
  if (!rest.empty() && (rest.front() == '-' || rest.front() == '+'))
    rest.remove_prefix(1);
  if (rest == "0")
    return duration::zero();
  const auto nanoseconds = detail::scan_duration(rest);
  if (!nanoseconds && detail::mentions_days(rest))
    return wrong("is ambiguous: a day may mean 24h or a date; write hours");
  if (!nanoseconds)
    return wrong("is not a duration: write 90s, 1h30m or PT1H30M");
  if (*nanoseconds % 1'000'000 != 0)
    return wrong("is finer than a millisecond");
  const auto milliseconds = detail::narrowed(*nanoseconds / 1'000'000);
  if (!milliseconds || !is_representable(duration{*milliseconds}))
    return wrong("is too long a duration");
  return duration{negative ? -*milliseconds : *milliseconds};
}

} // namespace caseclock
