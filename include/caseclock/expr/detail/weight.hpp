// What handling values costs, where types are looked at when an expression is evaluated: then its
// lengths are not known before, and its work is counted.
#pragma once

#include <cstddef>
#include <cstdint>

#include "caseclock/value/value.hpp"

namespace caseclock::detail {

inline constexpr std::uint64_t most_lenient_steps = 2'000'000;

/// What handling a value costs, in steps.
inline std::uint64_t weight_of(const value& made) {
  if (const auto* list = made.as_list())
    return 1 + list->size() / 8;
  if (const auto* fields = made.as_record())
    return 1 + fields->size() / 4;
  return 1 + (made.as_string() != nullptr ? made.as_string()->size() / 256 : 0);
}
/// The same with all that is in it; no more than is allowed at all.
inline std::uint64_t deep_weight(const value& held) {
  std::uint64_t weight = weight_of(held);
  if (const auto* list = held.as_list()) {
    for (std::size_t i = 0; i < list->size() && weight < most_lenient_steps; ++i)
      weight += deep_weight((*list)[i]);
  }
  if (const auto* fields = held.as_record()) {
    for (std::size_t i = 0; i < fields->size() && weight < most_lenient_steps; ++i)
      weight += 1 + deep_weight((*fields)[i].second);
  }
  return weight;
}

/// What a function of texts costs beyond what it makes: looking for a part takes longest. Null:
/// failed, or not there.
inline std::uint64_t text_work(const value* object, const value* part) {
  if (object == nullptr || object->as_list() != nullptr)
    return object != nullptr ? deep_weight(*object) : 0;
  const auto length = [](const value* v) {
    return v != nullptr && v->as_string() != nullptr ? v->as_string()->size() : 0;
  };
  return length(object) / 64 + length(object) * length(part) / 8192;
}

} // namespace caseclock::detail
