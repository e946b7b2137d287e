// Arithmetic on values at run time. Every operation says when it cannot.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
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

/// Why there is no value: a stable word, and what people read. Both are static text.
struct failing {
  const char* reason;
  const char* message;
};
/// A value, or the reason why there is none.
using evaluated = std::variant<value, failing>;

inline constexpr failing missing_value{"missing_value", "a value is missing (null)"};
inline constexpr failing no_such_overload{"no_such_overload",
                                          "no such operation on values of these types"};
inline constexpr failing overflow{"overflow", "the number is too large"};
inline constexpr failing division_by_zero{"division_by_zero", "division by zero"};
inline constexpr failing time_out_of_range{"overflow",
                                           "the time lies outside the years 1900 to 2199"};
inline constexpr failing span_out_of_range{"overflow", "the duration is too long"};

/// An operation that has no answer for these: because one is missing, or because of their types.
inline failing unfit(const value& a, const value& b = value{false}) {
  return a.is_null() || b.is_null() ? missing_value : no_such_overload;
}

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

/// The instants that expressions compute with.
struct time_range {
  instant from;
  instant until;
  failing otherwise;
};
inline constexpr time_range usual_times{earliest_instant, latest_instant, time_out_of_range};
inline constexpr time_range all_times{std::chrono::sys_days{std::chrono::year{1} / 1 / 1},
                                      std::chrono::sys_days{std::chrono::year{10'000} / 1 / 1},
                                      {"overflow", "the time lies outside the years 1 to 9999"}};

inline evaluated time_at(std::optional<std::int64_t> milliseconds, const time_range& range) {
  if (milliseconds && instant_from_ms(*milliseconds) >= range.from &&
      instant_from_ms(*milliseconds) < range.until)
    return value(instant_from_ms(*milliseconds));
  return range.otherwise;
}

/// A timestamp or a duration in nanoseconds, and back. Only expressions that stand alone have times
/// that are finer than milliseconds.
inline constexpr std::int64_t nanoseconds_per_ms = 1'000'000;
inline wide_int in_nanoseconds(const value& v) {
  const auto* time = v.as_timestamp();
  const std::int64_t ms = time != nullptr ? to_ms(*time) : v.as_duration()->count();
  return wide_int{ms} * nanoseconds_per_ms + v.nanoseconds();
}
struct fine_time {
  std::optional<std::int64_t> ms; ///< rounded down
  std::int32_t nanoseconds = 0;
};
inline fine_time split_time(wide_int nanoseconds) {
  wide_int rest = nanoseconds % nanoseconds_per_ms;
  rest += rest < 0 ? nanoseconds_per_ms : 0;
  return {narrowed((nanoseconds - rest) / nanoseconds_per_ms), static_cast<std::int32_t>(rest)};
}
inline evaluated fine_span(wide_int nanoseconds) {
  const fine_time split = split_time(nanoseconds);
  if (split.ms && is_representable(duration{*split.ms}))
    return value(duration{*split.ms}, split.nanoseconds);
  return span_out_of_range;
}
inline evaluated fine_time_at(wide_int nanoseconds, const time_range& range) {
  const fine_time split = split_time(nanoseconds);
  const evaluated whole = time_at(split.ms, range);
  const auto* time = std::get_if<value>(&whole);
  return time != nullptr ? evaluated(value(*time->as_timestamp(), split.nanoseconds)) : whole;
}
inline bool is_fine(const value& left, const value& right) {
  return left.nanoseconds() != 0 || right.nanoseconds() != 0;
}

/// A date moved by whole days of 24 hours.
inline evaluated date_moved(civil_date date, duration by, const time_range& range) {
  const auto days = std::chrono::floor<std::chrono::days>(by);
  if (days != by)
    return failing{"invalid_argument",
                   "a date moves by whole days: by a duration that is a multiple of 24h"};
  const auto moved = time_at((local_instant{date} + by).time_since_epoch().count(), range);
  if (std::holds_alternative<value>(moved))
    return value(date + days);
  return moved;
}

inline evaluated time_arithmetic(arithmetic code, const value& left, const value& right,
                                 const time_range& range) {
  const value& time = left.as_duration() != nullptr ? right : left;
  const value& other = left.as_duration() != nullptr ? left : right;
  const duration* by = other.as_duration();
  if (is_fine(left, right) && time.as_timestamp() != nullptr) {
    const wide_int a = in_nanoseconds(time);
    if (other.as_timestamp() != nullptr)
      return fine_span(a - in_nanoseconds(other));
    if (by != nullptr)
      return fine_time_at(code == arithmetic::time_minus ? a - in_nanoseconds(other)
                                                         : a + in_nanoseconds(other),
                          range);
  }
  if (const instant* t = time.as_timestamp()) {
    if (const instant* since = other.as_timestamp())
      return span_of(checked_sub(to_ms(*t), to_ms(*since)));
    if (by != nullptr)
      return time_at(code == arithmetic::time_minus ? checked_sub(to_ms(*t), by->count())
                                                    : checked_add(to_ms(*t), by->count()),
                     range);
  }
  if (const civil_date* date = time.as_date()) {
    if (const civil_date* since = other.as_date())
      return span_of(std::chrono::duration_cast<duration>(*date - *since).count());
    if (by != nullptr)
      return date_moved(*date, code == arithmetic::date_minus ? -*by : *by, range);
  }
  return unfit(left, right);
}

/// The same where either is finer than milliseconds.
inline evaluated fine_span_arithmetic(arithmetic code, const value& left, const value& right) {
  const bool two = left.as_duration() != nullptr && right.as_duration() != nullptr;
  if (two)
    return fine_span(code == arithmetic::span_plus ? in_nanoseconds(left) + in_nanoseconds(right)
                                                   : in_nanoseconds(left) - in_nanoseconds(right));
  const value& span = left.as_duration() != nullptr ? left : right;
  const std::int64_t* factor = left.as_duration() != nullptr ? right.as_int() : left.as_int();
  if (factor == nullptr || span.as_duration() == nullptr)
    return unfit(left, right);
  if (code == arithmetic::span_divide)
    return *factor == 0 ? evaluated(division_by_zero) : fine_span(in_nanoseconds(span) / *factor);
  // Beyond that any duration but none is too long.
  constexpr std::int64_t most = 1'000'000'000'000'000'000;
  return *factor > most || *factor < -most ? evaluated(span_out_of_range)
                                           : fine_span(in_nanoseconds(span) * *factor);
}

inline evaluated span_arithmetic(arithmetic code, const value& left, const value& right) {
  const duration* a = left.as_duration();
  const duration* b = right.as_duration();
  const std::int64_t* factor = a != nullptr ? right.as_int() : left.as_int();
  if (is_fine(left, right))
    return fine_span_arithmetic(code, left, right);
  if (a != nullptr && b != nullptr)
    return span_of(code == arithmetic::span_plus ? checked_add(a->count(), b->count())
                                                 : checked_sub(a->count(), b->count()));
  if (factor == nullptr || (a == nullptr && b == nullptr))
    return unfit(left, right);
  const std::int64_t length = a != nullptr ? a->count() : b->count();
  if (code == arithmetic::span_times)
    return span_of(checked_mul(length, *factor));
  return *factor == 0 ? evaluated(division_by_zero) : span_of(checked_div(length, *factor));
}

inline evaluated join_texts(const std::string& a, const std::string& b) {
  if (a.size() + b.size() > max_string_bytes)
    return failing{"limit", "the text is too long"};
  return value(a + b);
}

inline evaluated join_lists(const value_list& a, const value_list& b) {
  if (a.size() + b.size() > max_list_elements)
    return failing{"limit", "the list is too long"};
  value_list joined = a;
  joined.insert(joined.end(), b.begin(), b.end());
  return value(std::move(joined));
}

/// An operator between two kinds, and what it gives.
struct arithmetic_rule {
  char symbol;
  kind left;
  kind right;
  arithmetic code;
  kind gives;
};
inline constexpr std::array<arithmetic_rule, 24> arithmetic_rules{{
    {'+', kind::integer, kind::integer, arithmetic::int_add, kind::integer},
    {'-', kind::integer, kind::integer, arithmetic::int_subtract, kind::integer},
    {'*', kind::integer, kind::integer, arithmetic::int_multiply, kind::integer},
    {'/', kind::integer, kind::integer, arithmetic::int_divide, kind::integer},
    {'%', kind::integer, kind::integer, arithmetic::int_modulo, kind::integer},
    {'+', kind::fixed, kind::fixed, arithmetic::decimal_add, kind::fixed},
    {'-', kind::fixed, kind::fixed, arithmetic::decimal_subtract, kind::fixed},
    {'*', kind::fixed, kind::fixed, arithmetic::decimal_multiply, kind::fixed},
    {'/', kind::fixed, kind::fixed, arithmetic::decimal_divide, kind::fixed},
    {'+', kind::string, kind::string, arithmetic::text_join, kind::string},
    {'+', kind::timestamp, kind::span, arithmetic::time_plus, kind::timestamp},
    {'+', kind::span, kind::timestamp, arithmetic::time_plus, kind::timestamp},
    {'-', kind::timestamp, kind::span, arithmetic::time_minus, kind::timestamp},
    {'-', kind::timestamp, kind::timestamp, arithmetic::time_between, kind::span},
    {'+', kind::date, kind::span, arithmetic::date_plus, kind::date},
    {'+', kind::span, kind::date, arithmetic::date_plus, kind::date},
    {'-', kind::date, kind::span, arithmetic::date_minus, kind::date},
    {'-', kind::date, kind::date, arithmetic::date_between, kind::span},
    {'+', kind::span, kind::span, arithmetic::span_plus, kind::span},
    {'-', kind::span, kind::span, arithmetic::span_minus, kind::span},
    {'*', kind::span, kind::integer, arithmetic::span_times, kind::span},
    {'*', kind::integer, kind::span, arithmetic::span_times, kind::span},
    {'/', kind::span, kind::integer, arithmetic::span_divide, kind::span},
    {'+', kind::list, kind::list, arithmetic::list_join, kind::list},
}};

inline const arithmetic_rule* find_rule(char symbol, kind left, kind right) {
  for (const arithmetic_rule& rule : arithmetic_rules) {
    if (rule.symbol == symbol && rule.left == left && rule.right == right)
      return &rule;
  }
  return nullptr;
}

inline evaluated compute(arithmetic code, const value& left, const value& right,
                         const time_range& range);

/// What the types of both decide only now; an int beside a decimal becomes one.
inline evaluated compute_any(char symbol, const value& left, const value& right,
                             const time_range& range) {
  kind a = left.kind();
  kind b = right.kind();
  const bool mixed = symbol != '%' && a != b && number_units(left) && number_units(right);
  if (!mixed) {
    const arithmetic_rule* rule = find_rule(symbol, a, b);
    return rule != nullptr ? compute(rule->code, left, right, range)
                           : evaluated(unfit(left, right));
  }
  const auto x = detail::decimal_of(*number_units(left));
  const auto y = detail::decimal_of(*number_units(right));
  if (!x || !y)
    return overflow;
  return compute(find_rule(symbol, kind::fixed, kind::fixed)->code, value(*x), value(*y), range);
}

inline evaluated compute(arithmetic code, const value& left, const value& right,
                         const time_range& range) {
  if (code <= arithmetic::int_modulo) {
    const auto *a = left.as_int(), *b = right.as_int();
    return a && b ? int_arithmetic(code, *a, *b) : evaluated(unfit(left, right));
  }
  if (code <= arithmetic::decimal_divide) {
    const auto *a = left.as_decimal(), *b = right.as_decimal();
    return a && b ? decimal_arithmetic(code, *a, *b) : evaluated(unfit(left, right));
  }
  if (code == arithmetic::text_join) {
    const auto *a = left.as_string(), *b = right.as_string();
    return a && b ? join_texts(*a, *b) : evaluated(unfit(left, right));
  }
  if (code == arithmetic::list_join) {
    const auto *a = left.as_list(), *b = right.as_list();
    return a && b ? join_lists(*a, *b) : evaluated(unfit(left, right));
  }
  if (code <= arithmetic::date_between)
    return time_arithmetic(code, left, right, range);
  if (code >= arithmetic::any_add) {
    constexpr std::string_view symbols_of_any = "+-*/%";
    return compute_any(symbols_of_any[static_cast<std::size_t>(code) -
                                      static_cast<std::size_t>(arithmetic::any_add)],
                       left, right, range);
  }
  return span_arithmetic(code, left, right);
}

inline evaluated negated(const value& number) {
  if (const auto* whole = number.as_int())
    return value_or_overflow(checked_sub(0, *whole));
  if (const auto* amount = number.as_decimal())
    return value_or_overflow(checked_sub(decimal{}, *amount));
  if (const auto* span = number.as_duration())
    return number.nanoseconds() != 0 ? fine_span(-in_nanoseconds(number)) : value(-*span);
  return unfit(number);
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
