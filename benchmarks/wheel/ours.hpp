// Caseclock's wheel.
#pragma once

#include <limits>
#include <vector>

#include "caseclock/timer/wheel.hpp"
#include "wheel/contender.hpp"

namespace caseclock::bench {

class ours {
 public:
  static constexpr const char* name = "caseclock::wheel";
  static constexpr bool ordered = true;
  using handle = timer_handle;

  ours(std::size_t, tick now) : wheel_(now) {}

  handle arm(std::uint32_t id, tick deadline) { return *wheel_.arm(deadline, id); }
  void move(handle timer, tick deadline) { wheel_.move(timer, deadline); }
  void cancel(handle timer) { wheel_.cancel(timer); }
  [[nodiscard]] tick next() const { return *wheel_.next_deadline(); }

  template <class Fire> void advance(tick to, Fire&& fire) {
    advance(to, std::numeric_limits<std::size_t>::max(), fire);
  }
  template <class Fire> bool advance(tick to, std::size_t budget, Fire&& fire) {
    const auto fired = [&](timer_handle own, std::uint64_t payload, tick deadline) {
      const tick again = fire(static_cast<std::uint32_t>(payload), deadline);
      if (again != never)
        wheel_.move(own, again);
    };
    return wheel_.advance(to, budget, fired).finished;
  }

 private:
  wheel wheel_;
};

} // namespace caseclock::bench
