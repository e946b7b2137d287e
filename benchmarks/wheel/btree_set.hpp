// Abseil's B-tree set of deadline, order of arming and id.
#pragma once

#include <tuple>
#include <utility>
#include <vector>

#include <absl/container/btree_set.h>

#include "wheel/contender.hpp"

namespace caseclock::bench {

class btree_set {
 public:
  static constexpr const char* name = "absl::btree_set";
  static constexpr bool ordered = true;
  using handle = std::uint32_t;

  btree_set(std::size_t timers, tick) : keys_(timers) {}

  handle arm(std::uint32_t id, tick deadline) {
    keys_[id] = {deadline, ++order_};
    timers_.insert({deadline, order_, id});
    return id;
  }
  void move(handle id, tick deadline) {
    cancel(id);
    arm(id, deadline);
  }
  void cancel(handle id) { timers_.erase({keys_[id].first, keys_[id].second, id}); }
  [[nodiscard]] tick next() const { return std::get<0>(*timers_.begin()); }

  template <class Fire> void advance(tick to, Fire&& fire) {
    while (!timers_.empty()) {
      const auto [deadline, order, id] = *timers_.begin();
      if (deadline > to)
        return;
      timers_.erase(timers_.begin());
      const tick again = fire(id, deadline);
      if (again != never)
        arm(id, again);
    }
  }

 private:
  absl::btree_set<std::tuple<tick, std::uint32_t, std::uint32_t>> timers_;
  std::vector<std::pair<tick, std::uint32_t>> keys_;
  std::uint32_t order_ = 0;
};

} // namespace caseclock::bench
