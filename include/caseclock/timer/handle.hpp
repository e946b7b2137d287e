// What the wheel and its owner talk about: ticks and handles.
#pragma once

#include <cstdint>

namespace caseclock {

/// A point on the wheel's own time line. The owner says what a tick is; the engine uses
/// milliseconds since 1970. Negative ticks are ticks like any others.
using tick = std::int64_t;

/// Names one armed timer of one wheel. Default-constructed: refers to nothing. A handle is safe to
/// keep: once its timer was delivered or cancelled it is refused, also when its cell serves another
/// timer by then.
struct timer_handle {
  std::uint32_t index = 0;
  std::uint32_t generation = 0; ///< 0: refers to nothing

  friend constexpr bool operator==(const timer_handle&, const timer_handle&) = default;
};

} // namespace caseclock
