#include "definition/ics_values.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>

namespace caseclock::detail {

namespace {

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
bool all_digits(std::string_view text) {
  return std::all_of(text.begin(), text.end(), is_digit);
}
/// Of digits.
int number(std::string_view text) {
  int value = 0;
  for (const char c : text)
    value = value * 10 + (c - '0');
  return value;
}

/// "090000"; a leap second is the next minute.
std::optional<duration> time_of_day(std::string_view text) {
  if (text.size() != 6 || !all_digits(text))
    return std::nullopt;
  const int hour = number(text.substr(0, 2));
  const int minute = number(text.substr(2, 2));
  const int second = number(text.substr(4, 2));
  if (hour > 23 || minute > 59 || second > 60)
    return std::nullopt;
  return std::chrono::hours{hour} + std::chrono::minutes{minute} + std::chrono::seconds{second};
}

} // namespace

instant ics_moment::at() const {
  if (clock != ics_clock::zoned || in == nullptr)
    return instant{wall.time_since_epoch()};
  const local_resolution found = in->resolve(wall);
  if (found.kind != local_kind::gap)
    return found.earlier;
  return instant{wall.time_since_epoch()} - in->offset_at(found.earlier - duration{1});
}

std::optional<civil_date> parse_ics_date(std::string_view text) {
  if (text.size() != 8 || !all_digits(text))
    return std::nullopt;
  const std::chrono::year_month_day date{
      std::chrono::year{number(text.substr(0, 4))},
      std::chrono::month{static_cast<unsigned>(number(text.substr(4, 2)))},
      std::chrono::day{static_cast<unsigned>(number(text.substr(6, 2)))}};
  return date.ok() && date.year() > std::chrono::year{0} ? std::optional{civil_date{date}}
                                                         : std::nullopt;
}

std::optional<ics_moment> parse_ics_moment(std::string_view text) {
  const auto date = parse_ics_date(text.substr(0, 8));
  if (!date)
    return std::nullopt;
  if (text.size() == 8)
    return ics_moment{ics_clock::date, *date};
  const bool utc = text.back() == 'Z' || text.back() == 'z';
  const std::string_view time = text.substr(9, text.size() - 9 - (utc ? 1 : 0));
  const auto clock = time_of_day(time);
  if (!clock || (text[8] != 'T' && text[8] != 't'))
    return std::nullopt;
  return ics_moment{utc ? ics_clock::utc : ics_clock::floating, *date + *clock};
}

std::optional<ics_length> parse_ics_length(std::string_view text) {
  if (!text.empty() && text.front() == '+')
    text.remove_prefix(1);
  if (text.size() < 3 || text.front() != 'P')
    return std::nullopt;
  text.remove_prefix(1);
  constexpr std::string_view units = "WDHMS"; // in this order, the last three behind a T
  ics_length made;
  std::size_t next = 0;
  bool timed = false;
  while (!text.empty()) {
    if (text.front() == 'T' && !timed) {
      timed = true;
      text.remove_prefix(1);
    }
    std::size_t digits = 0;
    while (digits < text.size() && is_digit(text[digits]))
      ++digits;
    const std::size_t unit =
        digits < text.size() ? units.find(text[digits], next) : std::string_view::npos;
    if (digits == 0 || digits > 8 || unit == std::string_view::npos || (unit >= 2) != timed)
      return std::nullopt;
    const std::int64_t count = number(text.substr(0, digits));
    switch (unit) {
    case 0: made.days += std::chrono::days{7 * count}; break;
    case 1: made.days += std::chrono::days{count}; break;
    case 2: made.time += std::chrono::hours{count}; break;
    case 3: made.time += std::chrono::minutes{count}; break;
    case 4: made.time += std::chrono::seconds{count}; break;
    }
    next = unit + 1;
    text.remove_prefix(digits + 1);
  }
  constexpr std::chrono::days century{36525};
  const bool sound = next > 0 && made.days <= century && made.time <= century;
  return sound ? std::optional{made} : std::nullopt;
}

std::string ics_text(std::string_view text) {
  constexpr std::size_t longest = 200;
  std::string made;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool escaped = text[i] == '\\' && i + 1 < text.size();
    const char c = escaped ? text[++i] : text[i];
    made += escaped && (c == 'n' || c == 'N') ? ' ' : c;
  }
  if (made.size() <= longest)
    return made;
  std::size_t end = longest;
  while (end > 0 && (static_cast<unsigned char>(made[end]) & 0xc0U) == 0x80U)
    --end; // never inside a character
  return made.substr(0, end) + "…";
}

std::optional<int> parse_ics_number(std::string_view text) {
  const bool negative = !text.empty() && text.front() == '-';
  if (!text.empty() && (negative || text.front() == '+'))
    text.remove_prefix(1);
  if (text.empty() || text.size() > 6 || !all_digits(text))
    return std::nullopt;
  return negative ? -number(text) : number(text);
}

} // namespace caseclock::detail
