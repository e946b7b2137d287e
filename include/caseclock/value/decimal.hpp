// Decimal and integer arithmetic that says when it cannot.
//
// Amounts are fixed point with four places (`decimal`). Sums are exact; products and quotients are
// rounded to four places, half to even ("banker's rounding"), so that rounding many amounts does
// not drift one way. Nothing wraps: what does not fit is `nullopt`.
#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>

#include "caseclock/base/result.hpp"
#include "caseclock/value/value.hpp"

namespace caseclock {

namespace detail {

__extension__ using wide_int = __int128;

[[nodiscard]] constexpr std::optional<std::int64_t> narrowed(wide_int number) {
  if (number < std::numeric_limits<std::int64_t>::min() ||
      number > std::numeric_limits<std::int64_t>::max())
    return std::nullopt;
  return static_cast<std::int64_t>(number);
}

/// numerator / denominator, rounded half to even. The denominator is not zero.
[[nodiscard]] constexpr wide_int divide_half_even(wide_int numerator, wide_int denominator) {
  const wide_int quotient = numerator / denominator;
  const wide_int rest = numerator % denominator;
  const wide_int twice = (rest < 0 ? -rest : rest) * 2;
  const wide_int size = denominator < 0 ? -denominator : denominator;
  if (twice < size || (twice == size && quotient % 2 == 0))
    return quotient;
  const bool negative = (numerator < 0) != (denominator < 0);
  return negative ? quotient - 1 : quotient + 1;
}

[[nodiscard]] constexpr std::optional<decimal> decimal_of(wide_int units) {
  if (const auto fits = narrowed(units))
    return decimal{*fits};
  return std::nullopt;
}

} // namespace detail

// Integers: nullopt on overflow; division and remainder also on a zero divisor. Division truncates
// towards zero and the remainder takes the dividend's sign, as in CEL and C++.
[[nodiscard]] constexpr std::optional<std::int64_t> checked_add(std::int64_t a, std::int64_t b) {
  std::int64_t sum = 0;
  return __builtin_add_overflow(a, b, &sum) ? std::nullopt : std::optional{sum};
}
[[nodiscard]] constexpr std::optional<std::int64_t> checked_sub(std::int64_t a, std::int64_t b) {
  std::int64_t difference = 0;
  return __builtin_sub_overflow(a, b, &difference) ? std::nullopt : std::optional{difference};
}
[[nodiscard]] constexpr std::optional<std::int64_t> checked_mul(std::int64_t a, std::int64_t b) {
  std::int64_t product = 0;
  return __builtin_mul_overflow(a, b, &product) ? std::nullopt : std::optional{product};
}
[[nodiscard]] constexpr std::optional<std::int64_t> checked_div(std::int64_t a, std::int64_t b) {
  if (b == 0 || (b == -1 && a == std::numeric_limits<std::int64_t>::min()))
    return std::nullopt;
  return a / b;
}
[[nodiscard]] constexpr std::optional<std::int64_t> checked_mod(std::int64_t a, std::int64_t b) {
  if (b == 0 || (b == -1 && a == std::numeric_limits<std::int64_t>::min()))
    return std::nullopt;
  return a % b;
}

// Decimals: nullopt on overflow; division also on a zero divisor.
[[nodiscard]] constexpr std::optional<decimal> checked_add(decimal a, decimal b) {
  return detail::decimal_of(detail::wide_int{a.units} + b.units);
}
[[nodiscard]] constexpr std::optional<decimal> checked_sub(decimal a, decimal b) {
  return detail::decimal_of(detail::wide_int{a.units} - b.units);
}
[[nodiscard]] constexpr std::optional<decimal> checked_mul(decimal a, decimal b) {
  return detail::decimal_of(
      detail::divide_half_even(detail::wide_int{a.units} * b.units, decimal::scale));
}
[[nodiscard]] constexpr std::optional<decimal> checked_div(decimal a, decimal b) {
  if (b.units == 0)
    return std::nullopt;
  return detail::decimal_of(
      detail::divide_half_even(detail::wide_int{a.units} * decimal::scale, b.units));
}

/// The decimal of that whole number; nullopt beyond ±922,337,203,685,477.
[[nodiscard]] constexpr std::optional<decimal> to_decimal(std::int64_t whole) {
  return detail::decimal_of(detail::wide_int{whole} * decimal::scale);
}
/// The whole part, truncated towards zero.
[[nodiscard]] constexpr std::int64_t truncated(decimal d) {
  return d.units / decimal::scale;
}
[[nodiscard]] constexpr bool is_whole(decimal d) {
  return d.units % decimal::scale == 0;
}

/// Reads "12", "-12.5", "+0.0001": digits, at most four of them after a point that has digits on
/// both sides. No exponent, no grouping, no spaces. Fails with errc::parse.
[[nodiscard]] inline result<decimal> parse_decimal(std::string_view text) {
  const auto wrong = [&](std::string_view why) {
    return result<decimal>(errc::parse,
                           '"' + std::string(text.substr(0, 40)) + "\" " + std::string(why));
  };
  const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  std::string_view rest = text;
  const bool negative = !rest.empty() && rest.front() == '-';
  if (!rest.empty() && (rest.front() == '-' || rest.front() == '+'))
    rest.remove_prefix(1);
  const std::size_t point = rest.find('.');
  const std::string_view whole = rest.substr(0, point);
  const std::string_view places =
      point == std::string_view::npos ? std::string_view{} : rest.substr(point + 1);
  if (whole.empty() || (point != std::string_view::npos && places.empty()))
    return wrong("is not a decimal number");
  detail::wide_int units = 0;
  for (const std::string_view part : {whole, places}) {
    for (const char c : part) {
      if (!is_digit(c))
        return wrong("is not a decimal number");
    }
  }
  if (places.size() > 4)
    return wrong("has more than four decimal places");
  if (whole.size() > 30)
    return wrong("is too large for a decimal");
  for (const char c : whole)
    units = units * 10 + (c - '0');
  for (std::size_t i = 0; i < 4; ++i)
    units = units * 10 + (i < places.size() ? places[i] - '0' : 0);
  if (const auto fits = detail::decimal_of(negative ? -units : units))
    return *fits;
  return wrong("is too large for a decimal");
}

/// "12", "12.5", "-0.0001": without trailing zeros, exact; `parse_decimal` reads it back.
[[nodiscard]] inline std::string format_decimal(decimal d) {
  const bool negative = d.units < 0;
  const std::uint64_t size =
      negative ? 0 - static_cast<std::uint64_t>(d.units) : static_cast<std::uint64_t>(d.units);
  std::string text = negative ? "-" : "";
  text += std::to_string(size / 10'000U);
  std::uint64_t places = size % 10'000U;
  if (places == 0)
    return text;
  std::string digits = std::to_string(places + 10'000U).substr(1);
  while (digits.back() == '0')
    digits.pop_back();
  return text + '.' + digits;
}

} // namespace caseclock
