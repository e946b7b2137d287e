// Dense, typed ids.
//
// Names are strings in YAML and at the host's edge. Inside, every named thing is an index into one
// of the program's tables; the tag keeps an index into one table from being used with another.
#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <functional>

namespace caseclock {

/// An index into one table of a program. Default-constructed: refers to nothing.
template <class Tag> struct dense_id {
  static constexpr std::uint32_t none = 0xffff'ffffU;
  std::uint32_t value = none;

  constexpr dense_id() = default;
  constexpr explicit dense_id(std::size_t index) : value(static_cast<std::uint32_t>(index)) {}
  [[nodiscard]] constexpr bool valid() const { return value != none; }
  [[nodiscard]] constexpr std::size_t index() const { return value; }
  friend constexpr bool operator==(dense_id, dense_id) = default;
  friend constexpr auto operator<=>(dense_id, dense_id) = default;
};

using state_id = dense_id<struct state_tag>;
using event_id = dense_id<struct event_tag>;
using field_id = dense_id<struct field_tag>;
using role_id = dense_id<struct role_tag>;
using clock_id = dense_id<struct clock_tag>;
using calendar_id = dense_id<struct calendar_tag>;
using message_id = dense_id<struct message_tag>;
using transition_id = dense_id<struct transition_tag>;
using timer_id = dense_id<struct timer_tag>; ///< an `after` timer as written in a state
using expr_id = dense_id<struct expr_tag>;
using approval_id = dense_id<struct approval_tag>;
using task_id = dense_id<struct task_tag>; ///< a `task` as written in a state
using tag_id = dense_id<struct tag_tag>;
using invoke_id = dense_id<struct invoke_tag>; ///< an `invoke` as written in a state

/// A case's number within one engine: 1, 2, 3 … in order of opening. 0 means none.
/// Simultaneous timers of several cases fire in this order.
enum class case_id : std::uint64_t { none = 0 };

} // namespace caseclock

template <class Tag> struct std::hash<caseclock::dense_id<Tag>> {
  std::size_t operator()(caseclock::dense_id<Tag> id) const noexcept { return id.value; }
};
