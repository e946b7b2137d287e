// Arithmetic on values at run time. Every operation says when it cannot.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <variant>

#include "caseclock/expr/detail/code.hpp"
#include "caseclock/time/instant.hpp"
#include "caseclock/value/coerce.hpp"
#include "caseclock/value/compare.hpp"
#include "caseclock/value/decimal.hpp"
#include "caseclock/value/duration_text.hpp"
#include "caseclock/value/value.hpp"

namespace caseclock::detail {

/// A value, or the reason why there is none.
using evaluated = std::variant<value, const char*>;

inline constexpr const char* missing_value = "a value is missing (null)";
inline constexpr const char* overflow = "the number is too large";
inline constexpr const char* division_by_zero = "division by zero";
inline constexpr const char* time_out_of_range = "the time lies outside the years 1900 to 2199";
inline constexpr const char* span_out_of_range = "the duration is too long";

template <class T> evaluated value_or_overflow(const std::optional<T>& computed) {
  return computed ? evaluated(value(*computed)) : evaluated(overflow);
}

inline evaluated int_arithmetic(arithmetic code, std::int64_t a, std::int64_t b) {
  const bool divides = code == arithmetic::int_divide || code == arithmetic::int_modulo;
  if (divides && b == 0)
    return division_by_zero;
  if (code == arithmetic::int_add)
    return value_or_overflow(checked_add(a, b));
  if (code == arithmetic::int_subtract)
    return value_or_overflow(checked_sub(a, b));
  if (code == arithmetic::int_multiply)
    return value_or_overflow(checked_mul(a, b));
  return value_or_overflow(code == arithmetic::int_divide ? checked_div(a, b) : checked_mod(a, b));
}

inline evaluated decimal_arithmetic(arithmetic code, decimal a, decimal b) {
  if (code == arithmetic::decimal_divide && b.units == 0)
    return division_by_zero;
  if (code == arithmetic::decimal_add)
    return value_or_overflow(checked_add(a, b));
  if (code == arithmetic::decimal_subtract)
    return value_or_overflow(checked_sub(a, b));
  return value_or_overflow(code == arithmetic::decimal_multiply ? checked_mul(a, b)
                                                                : checked_div(a, b));
}

inline evaluated span_of(std::optional<std::int64_t> milliseconds) {
  if (milliseconds && is_representable(duration{*milliseconds}))
    return value(duration{*milliseconds});
  return span_out_of_range;
}

inline evaluated time_at(std::optional<std::int64_t> milliseconds) {
  if (milliseconds && instant_from_ms(*milliseconds) >= earliest_instant &&
      instant_from_ms(*milliseconds) < latest_instant)
    return value(instant_from_ms(*milliseconds));
  return time_out_of_range;
}

/// A date moved by whole days of 24 hours.
inline evaluated date_moved(civil_date date, duration by) {
  const auto days = std::chrono::floor<std::chrono::days>(by);
  if (days != by)
    return "a date moves by whole days: by a duration that is a multiple of 24h";
  const auto moved = time_at((local_instant{date} + by).time_since_epoch().count());
  if (std::holds_alternative<value>(moved))
    return value(date + days);
  return moved;
}

inline evaluated time_arithmetic(arithmetic code, const value& left, const value& right) {
  const value& time = left.as_duration() != nullptr ? right : left;
  const value& other = left.as_duration() != nullptr ? left : right;
  const duration* by = other.as_duration();
  if (const instant* t = time.as_timestamp()) {
    if (const instant* since = other.as_timestamp())
      return span_of(checked_sub(to_ms(*t), to_ms(*since)));
    if (by != nullptr)
      return time_at(code == arithmetic::time_minus ? checked_sub(to_ms(*t), by->count())
                                                    : checked_add(to_ms(*t), by->count()));
  }
  if (const civil_date* date = time.as_date()) {
    if (const civil_date* since = other.as_date())
      return span_of(std::chrono::duration_cast<duration>(*date - *since).count());
    if (by != nullptr)
      return date_moved(*date, code == arithmetic::date_minus ? -*by : *by);
  }
  return missing_value;
}

inline evaluated span_arithmetic(arithmetic code, const value& left, const value& right) {
  const duration* a = left.as_duration();
  const duration* b = right.as_duration();
  const std::int64_t* factor = a != nullptr ? right.as_int() : left.as_int();
  if (a != nullptr && b != nullptr)
    return span_of(code == arithmetic::span_plus ? checked_add(a->count(), b->count())
                                                 : checked_sub(a->count(), b->count()));
  if (factor == nullptr || (a == nullptr && b == nullptr))
    return missing_value;
  const std::int64_t length = a != nullptr ? a->count() : b->count();
  if (code == arithmetic::span_times)
    return span_of(checked_mul(length, *factor));
  return *factor == 0 ? evaluated(division_by_zero) : span_of(checked_div(length, *factor));
}

inline evaluated join_texts(const std::string& a, const std::string& b) {
  if (a.size() + b.size() > max_string_bytes)
    return "the text is too long";
  return value(a + b);
}

inline evaluated join_lists(const value_list& a, const value_list& b) {
  if (a.size() + b.size() > max_list_elements)
    return "the list is too long";
  value_list joined = a;
  joined.insert(joined.end(), b.begin(), b.end());
  return value(std::move(joined));
}

inline evaluated compute(arithmetic code, const value& left, const value& right) {
  if (code <= arithmetic::int_modulo) {
    const auto *a = left.as_int(), *b = right.as_int();
    return a && b ? int_arithmetic(code, *a, *b) : evaluated(missing_value);
  }
  if (code <= arithmetic::decimal_divide) {
    const auto *a = left.as_decimal(), *b = right.as_decimal();
    return a && b ? decimal_arithmetic(code, *a, *b) : evaluated(missing_value);
  }
  if (code == arithmetic::text_join) {
    const auto *a = left.as_string(), *b = right.as_string();
    return a && b ? join_texts(*a, *b) : evaluated(missing_value);
  }
  if (code == arithmetic::list_join) {
    const auto *a = left.as_list(), *b = right.as_list();
    return a && b ? join_lists(*a, *b) : evaluated(missing_value);
  }
  if (code <= arithmetic::date_between)
    return time_arithmetic(code, left, right);
  return span_arithmetic(code, left, right);
}

inline evaluated negated(const value& number) {
  if (const auto* whole = number.as_int())
    return value_or_overflow(checked_sub(0, *whole));
  if (const auto* amount = number.as_decimal())
    return value_or_overflow(checked_sub(decimal{}, *amount));
  if (const auto* span = number.as_duration())
    return value(-*span);
  return missing_value;
}

/// `==` and `!=` take anything, null included; for the others there is no answer on null.
inline std::optional<bool> related(relation which, const value& left, const value& right) {
  if (which == relation::equal)
    return equivalent(left, right);
  if (which == relation::not_equal)
    return !equivalent(left, right);
  const auto order = compare(left, right);
  if (!order)
    return std::nullopt;
  if (which == relation::less)
    return *order == std::strong_ordering::less;
  if (which == relation::less_equal)
    return *order != std::strong_ordering::greater;
  if (which == relation::greater)
    return *order == std::strong_ordering::greater;
  return *order != std::strong_ordering::less;
}

} // namespace caseclock::detail
