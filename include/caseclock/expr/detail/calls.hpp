// The functions of the language at run time: those that need no case.
#pragma once

#include <chrono>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "caseclock/base/utf8.hpp"
#include "caseclock/expr/detail/arithmetic.hpp"
#include "caseclock/expr/detail/code.hpp"
#include "caseclock/time/iso8601.hpp"
#include "caseclock/time/zone.hpp"
#include "caseclock/value/duration_text.hpp"
#include "caseclock/value/format.hpp"

namespace caseclock::detail {

inline evaluated size_of(const value& v) {
  const auto count = [](std::size_t n) { return value(static_cast<std::int64_t>(n)); };
  if (const auto* text = v.as_string())
    return count(count_characters(*text));
  if (const auto* list = v.as_list())
    return count(list->size());
  if (const auto* fields = v.as_record())
    return count(fields->size());
  return unfit(v);
}

inline evaluated text_question(function which, const value& object, const value& part) {
  const auto *text = object.as_string(), *wanted = part.as_string();
  if (text == nullptr || wanted == nullptr)
    return unfit(object, part);
  if (which == function::contains)
    return value(text->find(*wanted) != std::string::npos);
  if (text->size() < wanted->size())
    return value(false);
  const std::size_t at = which == function::starts_with ? 0 : text->size() - wanted->size();
  return value(text->compare(at, wanted->size(), *wanted) == 0);
}

inline evaluated int_from_text(std::string_view text) {
  const bool negative = !text.empty() && text.front() == '-';
  const std::string_view digit_run =
      text.substr(!text.empty() && (negative || text.front() == '+') ? 1 : 0);
  if (digit_run.empty() || digit_run.size() > 30)
    return failing{"invalid_argument", "the text is no int"};
  wide_int number = 0;
  for (const char c : digit_run) {
    if (c < '0' || c > '9')
      return failing{"invalid_argument", "the text is no int"};
    number = number * 10 + (c - '0');
  }
  return value_or_overflow(narrowed(negative ? -number : number));
}

inline evaluated to_int_value(const value& v) {
  if (const auto* amount = v.as_decimal())
    return value(truncated(*amount));
  if (const auto* text = v.as_string())
    return int_from_text(*text);
  if (const auto* time = v.as_timestamp())
    return value(std::chrono::floor<std::chrono::seconds>(*time).time_since_epoch().count());
  return v.as_int() != nullptr ? evaluated(v) : evaluated(unfit(v));
}

inline evaluated to_decimal_value(const value& v) {
  if (const auto* whole = v.as_int())
    return value_or_overflow(to_decimal(*whole));
  if (const auto* text = v.as_string()) {
    const auto parsed = parse_decimal(*text);
    return parsed ? evaluated(value(*parsed))
                  : evaluated(failing{"invalid_argument", "the text is no decimal"});
  }
  return v.as_decimal() != nullptr ? evaluated(v) : evaluated(unfit(v));
}

/// ".5", ".000000001": parts of a second, or nothing.
inline std::string fraction_text(std::int64_t nanoseconds) {
  if (nanoseconds == 0)
    return {};
  const std::string digit_run = std::to_string(1'000'000'000 + nanoseconds);
  return '.' + digit_run.substr(1, digit_run.find_last_not_of('0'));
}
/// As CEL writes them: timestamps in UTC with Z, durations in seconds.
inline std::string timestamp_text(const value& v) {
  using namespace std::chrono;
  const auto second = floor<seconds>(*v.as_timestamp());
  const std::string text = format_instant(instant{second}, zone::utc());
  const std::int64_t ms = (*v.as_timestamp() - instant{second}).count();
  return text.substr(0, text.size() - 6) +
         fraction_text(ms * nanoseconds_per_ms + v.nanoseconds()) + 'Z';
}
inline std::string duration_text(const value& v) {
  constexpr std::int64_t second = 1'000'000'000;
  const wide_int whole = in_nanoseconds(v);
  const wide_int length = whole < 0 ? -whole : whole;
  return (whole < 0 ? "-" : "") + std::to_string(static_cast<std::int64_t>(length / second)) +
         fraction_text(static_cast<std::int64_t>(length % second)) + 's';
}

inline evaluated to_string_value(const value& v) {
  if (v.is_null() || v.as_list() != nullptr || v.as_record() != nullptr ||
      v.as_denotation() != nullptr)
    return unfit(v);
  if (v.as_string() != nullptr)
    return v;
  if (v.as_timestamp() != nullptr)
    return value(timestamp_text(v));
  if (v.as_duration() != nullptr)
    return value(duration_text(v));
  return value(to_text(v, zone::utc()));
}

inline evaluated to_bool_value(const value& v) {
  if (v.as_bool() != nullptr)
    return v;
  const auto* text = v.as_string();
  if (text == nullptr)
    return unfit(v);
  const auto one_of = [text](std::initializer_list<std::string_view> spellings) {
    for (const std::string_view each : spellings) {
      if (*text == each)
        return true;
    }
    return false;
  };
  if (one_of({"true", "True", "TRUE", "t", "1"}))
    return value(true);
  if (one_of({"false", "False", "FALSE", "f", "0"}))
    return value(false);
  return failing{"invalid_argument", "the text is neither true nor false"};
}

/// As CEL reads it: any year from 1 to 9999, up to nine places after the second.
inline result<value> timestamp_from_text(std::string_view text) {
  constexpr std::size_t coarse = 3;
  constexpr std::size_t finest = 9;
  const std::size_t point = text.find('.');
  const std::size_t end =
      point == std::string_view::npos ? point : text.find_first_not_of("0123456789", point + 1);
  const bool fine =
      end != std::string_view::npos && end > point + 1 + coarse && end <= point + 1 + finest;
  const auto read = read_instant(fine ? std::string(text.substr(0, point + 1 + coarse)) +
                                            std::string(text.substr(end))
                                      : std::string(text),
                                 1, 9999);
  if (!read)
    return read.error();
  std::int32_t nanoseconds = 0;
  for (std::size_t place = coarse; fine && place < finest; ++place) {
    const std::size_t at = point + 1 + place;
    nanoseconds = nanoseconds * 10 + (at < end ? text[at] - '0' : 0);
  }
  return value(*read, nanoseconds);
}

/// As CEL reads it, which is also finer than a millisecond.
inline result<value> duration_from_text(std::string_view text) {
  const bool negative = !text.empty() && text.front() == '-';
  const bool sign = negative || (!text.empty() && text.front() == '+');
  const std::string_view amount = text.substr(sign ? 1 : 0);
  const auto nanoseconds = text.size() > 100 ? std::nullopt : scan_duration(amount);
  if (!nanoseconds || *nanoseconds % nanoseconds_per_ms == 0) {
    const auto read = parse_duration(text);
    return read ? result<value>(value(*read)) : result<value>(read.error());
  }
  const evaluated made = fine_span(negative ? -*nanoseconds : *nanoseconds);
  const auto* span = std::get_if<value>(&made);
  return span != nullptr ? result<value>(*span) : result<value>(errc::parse, "too long a duration");
}

inline evaluated to_time_value(function which, const value& v, bool alone) {
  if (const auto* seconds = v.as_int(); seconds != nullptr && which == function::to_timestamp)
    return time_at(checked_mul(*seconds, 1000), alone ? all_times : usual_times);
  const auto* text = v.as_string();
  if (text == nullptr) {
    const kind own = which == function::to_timestamp  ? kind::timestamp
                     : which == function::to_duration ? kind::span
                                                      : kind::date;
    return v.kind() == own ? evaluated(v) : evaluated(unfit(v));
  }
  const auto take = [](const auto& parsed, const char* otherwise) {
    return parsed ? evaluated(value(*parsed)) : evaluated(failing{"invalid_argument", otherwise});
  };
  constexpr const char* no_timestamp = "the text is no timestamp";
  constexpr const char* no_duration = "the text is no duration";
  if (which == function::to_timestamp)
    return alone ? take(timestamp_from_text(*text), no_timestamp)
                 : take(parse_instant(*text), no_timestamp);
  if (which == function::to_duration)
    return alone ? take(duration_from_text(*text), no_duration)
                 : take(parse_duration(*text), no_duration);
  return take(parse_date(*text), "the text is no date");
}

inline evaluated converted(function which, const value& v, bool alone) {
  if (which == function::to_int)
    return to_int_value(v);
  if (which == function::to_decimal)
    return to_decimal_value(v);
  if (which == function::to_string)
    return to_string_value(v);
  return which == function::to_bool ? to_bool_value(v) : to_time_value(which, v, alone);
}

inline evaluated span_part(function which, const value& v) {
  using namespace std::chrono;
  // Rounded down there; parts are cut.
  const bool cut = v.nanoseconds() != 0 && *v.as_duration() < duration::zero();
  const duration span = *v.as_duration() + duration{cut ? 1 : 0};
  if (which == function::hours)
    return value(duration_cast<hours>(span).count());
  if (which == function::minutes)
    return value(static_cast<std::int64_t>(duration_cast<minutes>(span).count()));
  if (which == function::seconds)
    return value(duration_cast<seconds>(span).count());
  return value((span % seconds{1}).count());
}

/// CEL counts months, days of the month (getDayOfMonth), of the year and of the week from 0, the
/// week from Sunday; getDate counts from 1.
inline std::int64_t date_part(function which, civil_date date) {
  using namespace std::chrono;
  const year_month_day ymd{date};
  const auto day = static_cast<std::int64_t>(static_cast<unsigned>(ymd.day()));
  if (which == function::year)
    return static_cast<int>(ymd.year());
  if (which == function::month)
    return static_cast<std::int64_t>(static_cast<unsigned>(ymd.month())) - 1;
  if (which == function::date)
    return day;
  if (which == function::day_of_month)
    return day - 1;
  if (which == function::day_of_week)
    return weekday{date}.c_encoding();
  return (date - civil_date{ymd.year() / January / 1}).count();
}

inline evaluated part_of(function which, const value& v, duration offset) {
  using namespace std::chrono;
  const bool of_clock = which >= function::hours;
  if (v.as_duration() != nullptr && of_clock)
    return span_part(which, v);
  if (const auto* date = v.as_date(); date != nullptr && !of_clock)
    return value(date_part(which, *date));
  const auto* time = v.as_timestamp();
  if (time == nullptr)
    return unfit(v);
  const local_instant local{time->time_since_epoch() + offset};
  const civil_date date = floor<days>(local);
  if (which < function::hours)
    return value(date_part(which, date));
  const duration of_day = local - date;
  if (which == function::hours)
    return value(duration_cast<hours>(of_day).count());
  if (which == function::minutes)
    return value(static_cast<std::int64_t>(duration_cast<minutes>(of_day % hours{1}).count()));
  if (which == function::seconds)
    return value(duration_cast<seconds>(of_day % minutes{1}).count());
  return value((of_day % seconds{1}).count());
}

/// "UTC", "Z", "+08:00" or "08:00" in minutes east of UTC.
inline std::optional<std::int32_t> fixed_offset(std::string_view text) {
  if (text == "UTC" || text == "Z")
    return 0;
  const bool west = !text.empty() && text[0] == '-';
  if (west || (!text.empty() && text[0] == '+'))
    text.remove_prefix(1);
  const auto digit = [&](std::size_t i) { return text[i] >= '0' && text[i] <= '9'; };
  if (text.size() != 5 || text[2] != ':' || !digit(0) || !digit(1) || !digit(3) || !digit(4))
    return std::nullopt;
  const std::int32_t hours = (text[0] - '0') * 10 + (text[1] - '0');
  const std::int32_t minutes = (text[3] - '0') * 10 + (text[4] - '0');
  if (hours > 23 || minutes > 59)
    return std::nullopt;
  return (west ? -1 : 1) * (hours * 60 + minutes);
}

/// The least or the greatest of the list; fails on null and on an empty list.
inline evaluated extreme_of(function which, const value_list& list) {
  if (list.empty())
    return failing{"invalid_argument", "the list is empty"};
  const value* best = &list.front();
  for (const value& each : list) {
    const auto order = compare(each, *best);
    if (!order)
      return unfit(each, *best);
    if (*order ==
        (which == function::min ? std::strong_ordering::less : std::strong_ordering::greater))
      best = &each;
  }
  return *best;
}

} // namespace caseclock::detail
