// Reading records: one function per kind, and the compiler names the one that is missing.
//
//     std::visit(overloaded{[](const sla_breached& b) { … }, [](const auto&) {}}, told.body);
//     if (kind_of<sla_breached> == told.kind()) …
#pragma once

#include <cstddef>
#include <type_traits>
#include <variant>

#include "caseclock/record/record.hpp"

namespace caseclock {

/// Several function objects as one overload set, for std::visit.
template <class... Functions> struct overloaded : Functions... { using Functions::operator()...; };
template <class... Functions> overloaded(Functions...) -> overloaded<Functions...>;

namespace detail {

template <class Body, class Variant> struct index_in;
template <class Body, class... Bodies> struct index_in<Body, std::variant<Bodies...>> {
  static constexpr std::size_t value = [] {
    constexpr bool same[] = {std::is_same_v<Body, Bodies>...};
    std::size_t index = 0;
    while (index < sizeof...(Bodies) && !same[index])
      ++index;
    return index;
  }();
};

} // namespace detail

/// The kind whose records carry that body.
template <class Body>
inline constexpr record_kind kind_of = [] {
  constexpr std::size_t index = detail::index_in<Body, record_body>::value;
  static_assert(index < std::variant_size_v<record_body>, "no record carries such a body");
  return static_cast<record_kind>(index);
}();

} // namespace caseclock
