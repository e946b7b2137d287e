// Instants, dates and durations as text, after ISO 8601.
//
// Reading is strict: one spelling per thing, so that a file means the same to every reader. An
// instant must carry its offset from UTC, because without one it is no instant. Writing gives the
// wall-clock time of a zone with the offset in force there.
//
//     parse_instant("2026-03-06T15:00+08:00");       // seconds may be left out
//     format_instant(t, shanghai);                   // "2026-03-06T15:00:00+08:00"
//     format_duration_words(std::chrono::minutes{150}); // "2 h 30 min"
//
// Nothing here throws, allocates more than its result, or depends on a locale.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "caseclock/base/result.hpp"
#include "caseclock/time/instant.hpp"
#include "caseclock/time/zone.hpp"

namespace caseclock {

/// Reads `YYYY-MM-DDThh:mm[:ss[.f]]` with `Z` or `±hh:mm[:ss]`, f being one to three digits. The
/// date must exist, hours are 00–23, seconds 00–59, the instant lies in the years 1900 to 2199 UTC.
/// Errors: parse, whose message says what is wrong.
[[nodiscard]] result<instant> parse_instant(std::string_view text);

/// Reads `YYYY-MM-DD`, a date of the years 1900 to 2199 that exists. Errors: parse.
[[nodiscard]] result<civil_date> parse_date(std::string_view text);

/// The wall-clock time of the zone and its offset: "2026-03-06T15:00:00+08:00". Milliseconds are
/// shown when there are any, an offset's seconds likewise. UTC is "+00:00".
[[nodiscard]] std::string format_instant(instant t, const zone& in);

/// "2026-03-06".
[[nodiscard]] std::string format_date(civil_date date);

/// "PT8H30M", "-PT45M", "PT0.250S", "PT0S". Hours are not gathered into days, because a day of
/// working time is not 24 hours of it.
[[nodiscard]] std::string format_duration_iso(duration length);

/// "2 h 30 min", "-45 min", "90 h", "1 min 5 s", "0 min". Hours are not gathered into days;
/// milliseconds are shown only with "s": "1.500 s".
[[nodiscard]] std::string format_duration_words(duration length);

namespace detail {

/// `width` digits of a number, or more if it has more.
inline std::string digits(std::int64_t number, std::size_t width) {
  const std::string text = std::to_string(number < 0 ? -number : number);
  const std::string zeros(text.size() < width ? width - text.size() : 0, '0');
  return (number < 0 ? "-" : "") + zeros + text;
}

/// Reads fixed-width fields from left to right and remembers the first thing that was wrong.
class iso_reader {
 public:
  explicit iso_reader(std::string_view text) : rest_(text) {}

  [[nodiscard]] bool ok() const { return problem_.empty(); }
  [[nodiscard]] bool at_end() const { return rest_.empty(); }
  [[nodiscard]] bool next_is(char c) const { return !rest_.empty() && rest_.front() == c; }
  [[nodiscard]] bool next_is_digit() const {
    return !rest_.empty() && rest_.front() >= '0' && rest_.front() <= '9';
  }
  void fail(std::string problem) {
    if (ok())
      problem_ = std::move(problem);
  }
  [[nodiscard]] error failure(std::string_view what, std::string_view text,
                              std::string_view form) const {
    return error{errc::parse,
                 "\"" + std::string{text.substr(0, 60)} + "\" is no " + std::string{what} + ": " +
                     problem_ + " (write it like " + std::string{form} + ")",
                 {}};
  }

  char take() {
    const char c = rest_.front();
    rest_.remove_prefix(1);
    return c;
  }
  void expect(char c, std::string_view after) {
    if (!ok())
      return;
    if (next_is(c))
      rest_.remove_prefix(1);
    else
      fail("\"" + std::string(1, c) + "\" is missing after the " + std::string{after});
  }
  /// A number of exactly `width` digits between `low` and `high`.
  std::int64_t field(std::string_view what, std::size_t width, std::int64_t low,
                     std::int64_t high) {
    std::int64_t value = 0;
    for (std::size_t i = 0; ok() && i < width; ++i) {
      if (next_is_digit())
        value = value * 10 + (take() - '0');
      else
        fail("the " + std::string{what} + " needs " + std::to_string(width) + " digits");
    }
    if (ok() && (value < low || value > high))
      fail("the " + std::string{what} + " must be " + digits(low, width) + " to " +
           digits(high, width));
    return value;
  }

 private:
  std::string_view rest_;
  std::string problem_;
};

inline civil_date read_date(iso_reader& in, int first_year, int last_year) {
  using namespace std::chrono;
  const auto y = static_cast<int>(in.field("year", 4, first_year, last_year));
  in.expect('-', "year");
  const auto m = static_cast<unsigned>(in.field("month", 2, 1, 12));
  in.expect('-', "month");
  const auto d = static_cast<unsigned>(in.field("day", 2, 1, 31));
  if (!in.ok())
    return {};
  const year_month_day date{year{y}, month{m}, day{d}};
  if (!date.ok()) {
    const auto last =
        static_cast<unsigned>(year_month_day_last{year{y}, month{m} / std::chrono::last}.day());
    in.fail(digits(y, 4) + "-" + digits(m, 2) + " has only " + std::to_string(last) + " days");
    return {};
  }
  return civil_date{date};
}

inline duration read_time_of_day(iso_reader& in) {
  using namespace std::chrono;
  const hours h{in.field("hour", 2, 0, 23)};
  in.expect(':', "hour");
  const minutes m{in.field("minute", 2, 0, 59)};
  duration time = h + m;
  if (!in.ok() || !in.next_is(':'))
    return time;
  in.take();
  time += seconds{in.field("second", 2, 0, 59)};
  if (!in.ok() || !in.next_is('.'))
    return time;
  in.take();
  std::int64_t unit = 100;
  if (!in.next_is_digit())
    in.fail("digits are missing after the point");
  for (; in.next_is_digit(); unit /= 10) {
    if (unit == 0) {
      in.fail("fractions go down to milliseconds: three digits at most");
      break;
    }
    time += duration{unit * (in.take() - '0')};
  }
  return time;
}

inline duration read_offset(iso_reader& in) {
  using namespace std::chrono;
  if (!in.ok())
    return {};
  if (in.next_is('Z')) {
    in.take();
    return {};
  }
  if (!in.next_is('+') && !in.next_is('-')) {
    in.fail(in.at_end() ? "the offset from UTC is missing, such as Z or +08:00"
                        : "after the time comes the offset from UTC, such as Z or +08:00");
    return {};
  }
  const bool west = in.take() == '-';
  duration offset = hours{in.field("offset's hour", 2, 0, 23)};
  in.expect(':', "offset's hour");
  offset += minutes{in.field("offset's minute", 2, 0, 59)};
  if (in.ok() && in.next_is(':')) {
    in.take();
    offset += seconds{in.field("offset's second", 2, 0, 59)};
  }
  return west ? -offset : offset;
}

/// A duration without its sign, taken apart. `std::uint64_t`, because the most negative duration
/// has no positive counterpart.
struct duration_parts {
  std::uint64_t hours, minutes, seconds, milliseconds;
};
inline duration_parts split(duration length) {
  const auto raw = static_cast<std::uint64_t>(length.count());
  const std::uint64_t ms = length.count() < 0 ? std::uint64_t{0} - raw : raw;
  return {ms / 3'600'000, ms / 60'000 % 60, ms / 1000 % 60, ms % 1000};
}
inline std::string seconds_text(const duration_parts& parts) {
  std::string text = std::to_string(parts.seconds);
  if (parts.milliseconds != 0)
    text += "." + digits(static_cast<std::int64_t>(parts.milliseconds), 3);
  return text;
}

} // namespace detail

namespace detail {

/// An instant of the years `first` to `last`, from text that was read without fault so far.
inline result<instant> read_instant(std::string_view text, int first, int last) {
  constexpr std::string_view form = "2026-03-06T15:00+08:00";
  iso_reader in{text};
  // Any year, as far as its form goes: at the edges of the range the local one lies beside it, and
  // of one far out the range is said below.
  const civil_date date = read_date(in, 0, 9999);
  in.expect('T', "date");
  const duration time = read_time_of_day(in);
  const duration offset = read_offset(in);
  if (!in.at_end())
    in.fail("nothing may follow the offset");
  const instant t{date.time_since_epoch() + time - offset};
  using namespace std::chrono;
  if (t < sys_days{year{first} / 1 / 1} || t >= sys_days{year{last + 1} / 1 / 1})
    in.fail("only the years " + std::to_string(first) + " to " + std::to_string(last) +
            " UTC are supported");
  if (!in.ok())
    return in.failure("instant", text, form);
  return t;
}

} // namespace detail

inline result<instant> parse_instant(std::string_view text) {
  return detail::read_instant(text, 1900, 2199);
}

inline result<civil_date> parse_date(std::string_view text) {
  detail::iso_reader in{text};
  const civil_date date = detail::read_date(in, 1900, 2199);
  if (!in.at_end())
    in.fail("nothing may follow the day");
  if (!in.ok())
    return in.failure("date", text, "2026-03-06");
  return date;
}

inline std::string format_date(civil_date date) {
  const std::chrono::year_month_day ymd{date};
  return detail::digits(static_cast<int>(ymd.year()), 4) + "-" +
         detail::digits(static_cast<unsigned>(ymd.month()), 2) + "-" +
         detail::digits(static_cast<unsigned>(ymd.day()), 2);
}

inline std::string format_instant(instant t, const zone& in) {
  using namespace std::chrono;
  const local_instant local = in.to_local(t);
  const civil_date date = floor<days>(local);
  const detail::duration_parts clock = detail::split(local - date);
  std::string text = format_date(date) + "T" +
                     detail::digits(static_cast<std::int64_t>(clock.hours), 2) + ":" +
                     detail::digits(static_cast<std::int64_t>(clock.minutes), 2) + ":" +
                     detail::digits(static_cast<std::int64_t>(clock.seconds), 2);
  if (clock.milliseconds != 0)
    text += "." + detail::digits(static_cast<std::int64_t>(clock.milliseconds), 3);
  const duration offset = in.offset_at(t);
  const detail::duration_parts east = detail::split(offset);
  text += offset.count() < 0 ? "-" : "+";
  text += detail::digits(static_cast<std::int64_t>(east.hours), 2) + ":" +
          detail::digits(static_cast<std::int64_t>(east.minutes), 2);
  if (east.seconds != 0)
    text += ":" + detail::digits(static_cast<std::int64_t>(east.seconds), 2);
  return text;
}

inline std::string format_duration_iso(duration length) {
  const detail::duration_parts parts = detail::split(length);
  std::string text = length.count() < 0 ? "-PT" : "PT";
  if (parts.hours != 0)
    text += std::to_string(parts.hours) + "H";
  if (parts.minutes != 0)
    text += std::to_string(parts.minutes) + "M";
  if (parts.seconds != 0 || parts.milliseconds != 0 || text.back() == 'T')
    text += detail::seconds_text(parts) + "S";
  return text;
}

inline std::string format_duration_words(duration length) {
  const detail::duration_parts parts = detail::split(length);
  std::string text;
  const auto add = [&text](const std::string& number, const char* unit) {
    text += (text.empty() ? "" : " ") + number + " " + unit;
  };
  if (parts.hours != 0)
    add(std::to_string(parts.hours), "h");
  if (parts.minutes != 0)
    add(std::to_string(parts.minutes), "min");
  if (parts.seconds != 0 || parts.milliseconds != 0)
    add(detail::seconds_text(parts), "s");
  if (text.empty())
    return "0 min";
  return (length.count() < 0 ? "-" : "") + text;
}

} // namespace caseclock
