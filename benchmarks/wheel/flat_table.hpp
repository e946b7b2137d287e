// The floor: a table of deadlines that is written and never looked into. It cannot fire.
#pragma once

#include <vector>

#include "wheel/contender.hpp"

namespace caseclock::bench {

class flat_table {
 public:
  static constexpr const char* name = "flat table (floor)";
  static constexpr bool ordered = false;
  using handle = std::uint32_t;

  flat_table(std::size_t timers, tick) : deadlines_(timers) {}

  handle arm(std::uint32_t id, tick deadline) {
    deadlines_[id] = deadline;
    return id;
  }
  void move(handle id, tick deadline) { deadlines_[id] = deadline; }
  void cancel(handle id) { deadlines_[id] = 0; }

 private:
  std::vector<tick> deadlines_;
};

} // namespace caseclock::bench
