// std::multimap: a red-black tree, a node for each timer, moved by extracting its node.
#pragma once

#include <map>
#include <utility>
#include <vector>

#include "wheel/contender.hpp"

namespace caseclock::bench {

class multimap {
 public:
  static constexpr const char* name = "std::multimap";
  static constexpr bool ordered = true;
  using handle = std::uint32_t;

  multimap(std::size_t timers, tick) : at_(timers) {}

  handle arm(std::uint32_t id, tick deadline) {
    at_[id] = timers_.emplace(deadline, id);
    return id;
  }
  void move(handle id, tick deadline) {
    auto node = timers_.extract(at_[id]);
    node.key() = deadline;
    at_[id] = timers_.insert(std::move(node));
  }
  void cancel(handle id) { timers_.erase(at_[id]); }
  [[nodiscard]] tick next() const { return timers_.begin()->first; }

  template <class Fire> void advance(tick to, Fire&& fire) {
    while (!timers_.empty() && timers_.begin()->first <= to) {
      const auto [deadline, id] = *timers_.begin();
      const tick again = fire(id, deadline);
      if (again != never)
        move(id, again);
      else
        timers_.erase(timers_.begin());
    }
  }

 private:
  std::multimap<tick, std::uint32_t> timers_;
  std::vector<std::multimap<tick, std::uint32_t>::iterator> at_;
};

} // namespace caseclock::bench
