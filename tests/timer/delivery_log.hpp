// What the timer tests share: a callback that writes down what it is called with.
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <ostream>
#include <vector>

#include "caseclock/timer/wheel.hpp"

namespace caseclock::test {

struct delivered {
  tick deadline = 0;
  std::uint64_t payload = 0;
  friend bool operator==(const delivered&, const delivered&) = default;
  friend std::ostream& operator<<(std::ostream& out, const delivered& d) {
    return out << d.payload << " due at " << d.deadline;
  }
};

inline constexpr std::size_t no_limit = std::numeric_limits<std::size_t>::max();

/// Advances without a limit; what was delivered.
inline std::vector<delivered> advance_all(wheel& timers, tick to) {
  std::vector<delivered> log;
  timers.advance(to, no_limit, [&](timer_handle, std::uint64_t payload, tick deadline) {
    log.push_back({deadline, payload});
  });
  return log;
}

/// Arms where nothing can go wrong.
inline timer_handle arm(wheel& timers, tick deadline, std::uint64_t payload) {
  return *timers.arm(deadline, payload);
}

using log_of = std::vector<delivered>;

} // namespace caseclock::test
