// An amount of time as authors write it: "24h", "8 working hours", "3 working days", "2个工作日".
//
// The unit is kept because it is no mere number: an hour of elapsed time, an hour of working time
// and a working day reach a due time by three different roads. A bare day is refused (T11): "3d"
// is 72 hours to one author and three working days to the next.
//
//     parse_amount("1h 30m")               // elapsed, 5,400,000 ms
//     parse_amount("end of 2 working days") // end_of_working_days, 2
//     parse_amount("3d").error().where      // "ambiguous-duration"
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include "caseclock/base/result.hpp"
#include "caseclock/time/instant.hpp"

namespace caseclock {

/// An amount of one of four kinds. `count` is > 0 in whatever `parse_amount` returns.
struct time_amount {
  enum class unit {
    elapsed,             ///< milliseconds of elapsed time
    working_time,        ///< milliseconds of open time
    working_days,        ///< dates that own a window, keeping the wall-clock time (T10)
    end_of_working_days, ///< the same, but the close of that date's last window (T10)
  };
  unit kind = unit::elapsed;
  std::int64_t count = 0;
  friend bool operator==(const time_amount&, const time_amount&) = default;
};

/// True if the amount needs a calendar.
[[nodiscard]] inline bool is_working(const time_amount& amount) {
  return amount.kind != time_amount::unit::elapsed;
}

/// Reads an amount: `90s`, `30m`, `24h`, `2w`, `1h 30m`, `45 working minutes`, `3 working days`,
/// `end of 2 working days`, `1小时30分钟`, `8个工作小时`, `2个工作日`; units also spelt out.
/// Errors are errc::parse; `where` is the stable code of the diagnostic to make of it:
/// "ambiguous-duration" (a bare day), "zero-duration" (zero or negative), "bad-duration" (the
/// rest).
[[nodiscard]] result<time_amount> parse_amount(std::string_view text);

/// The shortest usual spelling, which `parse_amount` reads back: "1h 30m", "3 working days".
[[nodiscard]] std::string format_amount(const time_amount& amount);

namespace detail {

/// What a unit's word measures. The first four are ordered from the largest to the smallest.
enum class amount_scale { week, hour, minute, second, millisecond, day, month };

struct amount_word {
  std::string_view text;
  amount_scale scale;
};

// Longer words before their prefixes.
inline constexpr std::array<amount_word, 41> amount_words{{
    {"milliseconds", amount_scale::millisecond},
    {"millisecond", amount_scale::millisecond},
    {"ms", amount_scale::millisecond},
    {"minutes", amount_scale::minute},
    {"minute", amount_scale::minute},
    {"mins", amount_scale::minute},
    {"min", amount_scale::minute},
    {"months", amount_scale::month},
    {"month", amount_scale::month},
    {"m", amount_scale::minute},
    {"seconds", amount_scale::second},
    {"second", amount_scale::second},
    {"secs", amount_scale::second},
    {"sec", amount_scale::second},
    {"s", amount_scale::second},
    {"hours", amount_scale::hour},
    {"hour", amount_scale::hour},
    {"hrs", amount_scale::hour},
    {"hr", amount_scale::hour},
    {"h", amount_scale::hour},
    {"weeks", amount_scale::week},
    {"week", amount_scale::week},
    {"w", amount_scale::week},
    {"days", amount_scale::day},
    {"day", amount_scale::day},
    {"d", amount_scale::day},
    {"毫秒", amount_scale::millisecond},
    {"秒钟", amount_scale::second},
    {"秒", amount_scale::second},
    {"分钟", amount_scale::minute},
    {"分", amount_scale::minute},
    {"小时", amount_scale::hour},
    {"钟头", amount_scale::hour},
    {"时", amount_scale::hour},
    {"星期", amount_scale::week},
    {"周", amount_scale::week},
    {"天", amount_scale::day},
    {"日", amount_scale::day},
    {"个月", amount_scale::month},
    {"月", amount_scale::month},
    {"年", amount_scale::month},
}};

inline constexpr std::int64_t ms_per(amount_scale scale) {
  switch (scale) {
  case amount_scale::week: return 7LL * 24 * 3'600'000;
  case amount_scale::hour: return 3'600'000;
  case amount_scale::minute: return 60'000;
  case amount_scale::second: return 1000;
  case amount_scale::millisecond: return 1;
  case amount_scale::day: return 0;
  case amount_scale::month: return 0;
  }
  return 0;
}

/// As long as all the time the library knows: 300 years.
inline constexpr std::int64_t max_amount_ms = (latest_instant - earliest_instant).count();
inline constexpr std::int64_t max_amount_days = max_amount_ms / 86'400'000;

/// One "90 working minutes" of an amount.
struct amount_part {
  std::int64_t number = 0;
  amount_scale scale = amount_scale::second;
  bool working = false;
};

/// Reads an amount from left to right. Each function leaves `rest_` behind what it has read.
class amount_reader {
 public:
  explicit amount_reader(std::string_view text) : text_(trim(text)), rest_(text_) {}

  result<time_amount> read() {
    if (rest_.empty())
      return bad("expected a duration, such as 24h or 2 working days");
    const bool end_of = skip_words("end of");
    if (end_of && skip_words("the"))
      return bad("write \"end of 2 working days\"");
    result<amount_part> first = part();
    if (!first)
      return first.error();
    if (first->scale == amount_scale::day)
      return days(*first, end_of);
    if (end_of)
      return bad("only working days have an end: \"end of 2 working days\"");
    return times(*first);
  }

 private:
  static constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }
  static constexpr bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }

  static std::string_view trim(std::string_view text) {
    while (!text.empty() && text.front() == ' ')
      text.remove_prefix(1);
    while (!text.empty() && text.back() == ' ')
      text.remove_suffix(1);
    return text;
  }
  void skip_spaces() {
    while (!rest_.empty() && rest_.front() == ' ')
      rest_.remove_prefix(1);
  }
  bool skip(std::string_view prefix) {
    if (rest_.substr(0, prefix.size()) != prefix)
      return false;
    rest_.remove_prefix(prefix.size());
    return true;
  }
  /// Skips words, any number of spaces between them, that end where a word ends.
  bool skip_words(std::string_view words) {
    const std::string_view before = rest_;
    while (!words.empty()) {
      const std::size_t space = words.find(' ');
      if (!skip(words.substr(0, space)) || (!rest_.empty() && is_letter(rest_.front()))) {
        rest_ = before;
        return false;
      }
      skip_spaces();
      words = space == std::string_view::npos ? std::string_view{} : words.substr(space + 1);
    }
    return true;
  }

  error fail(std::string message, std::string code) const {
    constexpr std::size_t quoted = 60; // a message quotes no novel
    std::size_t end = std::min(text_.size(), quoted);
    while (end < text_.size() && (static_cast<unsigned char>(text_[end]) & 0xC0U) == 0x80U)
      --end;
    const std::string shown = std::string{text_.substr(0, end)} + (end < text_.size() ? "…" : "");
    return error{errc::parse, "\"" + shown + "\": " + std::move(message), std::move(code)};
  }
  error bad(std::string message) const { return fail(std::move(message), "bad-duration"); }
  error too_long() const { return bad("longer than 300 years"); }

  result<std::int64_t> number() {
    if (!rest_.empty() && rest_.front() == '-')
      return fail("must be greater than zero", "zero-duration");
    if (rest_.empty() || !is_digit(rest_.front()))
      return bad("expected a number, such as in 24h or 2 working days");
    std::int64_t value = 0;
    while (!rest_.empty() && is_digit(rest_.front())) {
      value = value * 10 + (rest_.front() - '0');
      if (value > max_amount_ms)
        return too_long();
      rest_.remove_prefix(1);
    }
    if (!rest_.empty() && (rest_.front() == '.' || rest_.front() == ','))
      return bad("whole numbers only: write 1h 30m for one and a half hours");
    skip_spaces();
    return value;
  }

  bool skip_unit(amount_scale& scale) {
    for (const amount_word& word : amount_words) {
      const std::string_view before = rest_;
      if (!skip(word.text))
        continue;
      const bool inside_word =
          is_letter(word.text.front()) && !rest_.empty() && is_letter(rest_.front());
      if (!inside_word) {
        scale = word.scale;
        return true;
      }
      rest_ = before;
    }
    return false;
  }

  result<amount_part> part() {
    const result<std::int64_t> count = number();
    if (!count)
      return count.error();
    amount_part made{*count, amount_scale::second, false};
    const std::string_view unit = rest_;
    const bool months = rest_.substr(0, std::string_view{"个月"}.size()) == "个月";
    if (!months && skip("个"))
      skip_spaces();
    made.working = skip_words("working") || skip("工作");
    if (!skip_unit(made.scale))
      return bad_unit(unit);
    if (made.scale == amount_scale::month)
      return bad("months and years differ in length: only dates count in them (\"1 month before "
                 "ends_on\")");
    if (made.working && made.scale == amount_scale::week)
      return bad("a working week has no fixed length: write it in working days");
    if (made.number == 0)
      return fail("must be greater than zero", "zero-duration");
    skip_spaces();
    return made;
  }

  error bad_unit(std::string_view unit) const {
    if (rest_.empty())
      return bad("a unit is missing: s, m, h, w, working hours or working days");
    const std::string_view word = unit.substr(0, unit.find(' '));
    if (word == "business")
      return bad("write \"working\" for \"business\"");
    return bad("no unit \"" + std::string{word} +
               "\": use s, m, h, w, working hours or working days");
  }

  result<time_amount> days(const amount_part& first, bool end_of) {
    if (!first.working)
      return ambiguous(first.number, end_of);
    if (!rest_.empty())
      return bad("working days stand alone: they do not add up with hours");
    if (first.number > max_amount_days)
      return too_long();
    return time_amount{end_of ? time_amount::unit::end_of_working_days
                              : time_amount::unit::working_days,
                       first.number};
  }

  error ambiguous(std::int64_t number, bool end_of) const {
    const std::string working = std::to_string(number) + " working day" + (number == 1 ? "" : "s");
    if (end_of)
      return fail("write \"end of " + working + "\"", "ambiguous-duration");
    if (number > max_amount_days)
      return too_long();
    return fail("a day is ambiguous: write \"" + std::to_string(number * 24) +
                    "h\" for elapsed time or \"" + working + "\"",
                "ambiguous-duration");
  }

  result<time_amount> times(const amount_part& first) {
    time_amount made{first.working ? time_amount::unit::working_time : time_amount::unit::elapsed,
                     0};
    amount_part next = first;
    while (true) {
      if (next.number > (max_amount_ms - made.count) / ms_per(next.scale))
        return too_long();
      made.count += next.number * ms_per(next.scale);
      if (rest_.empty())
        return made;
      const amount_scale before = next.scale;
      const result<amount_part> more = part();
      if (!more)
        return more.error();
      next = *more;
      if (next.scale == amount_scale::day)
        return next.working ? bad("working days stand alone: they do not add up with hours")
                            : ambiguous(next.number, false);
      if (next.working != first.working)
        return bad("elapsed and working time do not add up: say \"working\" each time or never");
      if (next.scale <= before)
        return bad("larger units come first, each once: write 1h 30m");
    }
  }

  std::string_view text_;
  std::string_view rest_;
};

inline std::string plural(std::int64_t number, std::string_view unit) {
  return std::to_string(number) + " " + std::string{unit} + (number == 1 ? "" : "s");
}

inline std::string format_working_time(std::int64_t ms) {
  if (ms % 3'600'000 == 0)
    return plural(ms / 3'600'000, "working hour");
  if (ms % 60'000 == 0)
    return plural(ms / 60'000, "working minute");
  if (ms % 1000 == 0)
    return plural(ms / 1000, "working second");
  return plural(ms, "working millisecond");
}

inline std::string format_elapsed(std::int64_t ms) {
  constexpr std::int64_t week = ms_per(amount_scale::week);
  if (ms != 0 && ms % week == 0)
    return std::to_string(ms / week) + "w";
  std::string text;
  const auto add = [&](std::int64_t number, std::string_view unit) {
    if (number != 0)
      text += (text.empty() ? "" : " ") + std::to_string(number) + std::string{unit};
  };
  add(ms / 3'600'000, "h");
  add(ms / 60'000 % 60, "m");
  add(ms / 1000 % 60, "s");
  add(ms % 1000, "ms");
  return text.empty() ? "0s" : text;
}

} // namespace detail

inline result<time_amount> parse_amount(std::string_view text) {
  return detail::amount_reader{text}.read();
}

inline std::string format_amount(const time_amount& amount) {
  switch (amount.kind) {
  case time_amount::unit::elapsed: return detail::format_elapsed(amount.count);
  case time_amount::unit::working_time: return detail::format_working_time(amount.count);
  case time_amount::unit::working_days: return detail::plural(amount.count, "working day");
  case time_amount::unit::end_of_working_days:
    return "end of " + detail::plural(amount.count, "working day");
  }
  return {};
}

} // namespace caseclock
