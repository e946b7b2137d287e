// Comparing values the way expressions and range checks do: int and decimal are one number line.
#pragma once

#include <compare>
#include <cstddef>
#include <optional>
#include <string>

#include "caseclock/value/decimal.hpp"
#include "caseclock/value/value.hpp"

namespace caseclock {

namespace detail {

/// A number in ten-thousandths; nullopt if the value is no number. Every int fits.
[[nodiscard]] inline std::optional<wide_int> number_units(const value& v) {
  if (const auto* whole = v.as_int())
    return wide_int{*whole} * decimal::scale;
  if (const auto* amount = v.as_decimal())
    return wide_int{amount->units};
  return std::nullopt;
}

template <class T> std::strong_ordering ordered(const T& a, const T& b) {
  if (a < b)
    return std::strong_ordering::less;
  return b < a ? std::strong_ordering::greater : std::strong_ordering::equal;
}

} // namespace detail

/// How `a` stands to `b`: numbers by size whatever their kind, strings by code point, false before
/// true, dates, timestamps and durations by time. nullopt if the two have no order (different
/// kinds, null, lists, records).
[[nodiscard]] inline std::optional<std::strong_ordering> compare(const value& a, const value& b) {
  if (a.kind() != b.kind()) {
    if (const auto x = detail::number_units(a), y = detail::number_units(b); x && y)
      return detail::ordered(*x, *y);
    return std::nullopt;
  }
  switch (a.kind()) {
  case kind::boolean: return detail::ordered(*a.as_bool(), *b.as_bool());
  case kind::integer: return detail::ordered(*a.as_int(), *b.as_int());
  case kind::fixed: return detail::ordered(a.as_decimal()->units, b.as_decimal()->units);
  case kind::string: return detail::ordered(a.as_string()->compare(*b.as_string()), 0);
  case kind::date: return detail::ordered(*a.as_date(), *b.as_date());
  case kind::timestamp:
    return *a.as_timestamp() != *b.as_timestamp()
               ? detail::ordered(*a.as_timestamp(), *b.as_timestamp())
               : detail::ordered(a.nanoseconds(), b.nanoseconds());
  case kind::span:
    return *a.as_duration() != *b.as_duration()
               ? detail::ordered(*a.as_duration(), *b.as_duration())
               : detail::ordered(a.nanoseconds(), b.nanoseconds());
  case kind::null:
  case kind::list:
  case kind::record:
  case kind::denotation:
  case kind::any: break;
  }
  return std::nullopt;
}

/// Deep equality in which 1 equals 1.0, also inside lists and records; record fields may stand in
/// any order. Recursion is as deep as the values are nested.
[[nodiscard]] inline bool equivalent(const value& a, const value& b) {
  if (a.kind() == kind::string && b.kind() == kind::string)
    return *a.as_string() == *b.as_string();
  if (const auto order = compare(a, b))
    return *order == std::strong_ordering::equal;
  if (a.kind() != b.kind())
    return false;
  if (const auto* list = a.as_list()) {
    const value_list& other = *b.as_list();
    if (list->size() != other.size())
      return false;
    for (std::size_t i = 0; i < list->size(); ++i) {
      if (!equivalent((*list)[i], other[i]))
        return false;
    }
    return true;
  }
  const auto* fields = a.as_record();
  if (fields == nullptr)
    return a == b;
  if (fields->size() != b.as_record()->size())
    return false;
  for (const auto& [name, held] : *fields) {
    const value* other = find(*b.as_record(), name);
    if (other == nullptr || !equivalent(held, *other))
      return false;
  }
  return true;
}

} // namespace caseclock
