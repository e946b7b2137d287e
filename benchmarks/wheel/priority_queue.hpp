// A binary heap with lazy deletion: moving pushes once more, what was cancelled stays until it
// comes up, and the heap is made anew when more than half of it is waste.
#pragma once

#include <algorithm>
#include <vector>

#include "wheel/contender.hpp"

namespace caseclock::bench {

/// As std::priority_queue, whose container cannot be reached to clear it of waste.
class priority_queue {
 public:
  static constexpr const char* name = "priority_queue, lazy";
  static constexpr bool ordered = true;
  using handle = std::uint32_t;

  priority_queue(std::size_t timers, tick) : current_(timers) {}

  handle arm(std::uint32_t id, tick deadline) {
    ++live_;
    push(id, deadline);
    return id;
  }
  void move(handle id, tick deadline) { push(id, deadline); }
  void cancel(handle id) {
    current_[id] = 0;
    --live_;
  }
  [[nodiscard]] tick next() {
    while (stale(heap_.front()))
      pop();
    return heap_.front().deadline;
  }

  template <class Fire> void advance(tick to, Fire&& fire) {
    while (!heap_.empty() && heap_.front().deadline <= to) {
      const entry first = heap_.front();
      pop();
      if (stale(first))
        continue;
      const tick again = fire(first.id, first.deadline);
      if (again != never)
        push(first.id, again);
      else
        cancel(first.id);
    }
  }

 private:
  struct entry {
    tick deadline;
    std::uint32_t id;
    std::uint32_t order; ///< of arming; wraps after 4 billion, which is good enough here
    bool operator<(const entry& other) const {
      return deadline != other.deadline ? deadline > other.deadline : order > other.order;
    }
  };

  [[nodiscard]] bool stale(const entry& of) const { return current_[of.id] != of.order; }
  void push(std::uint32_t id, tick deadline) {
    if (heap_.size() > 2 * live_ + 1024) {
      heap_.erase(std::remove_if(heap_.begin(), heap_.end(), [this](auto& e) { return stale(e); }),
                  heap_.end());
      std::make_heap(heap_.begin(), heap_.end());
    }
    current_[id] = ++order_;
    heap_.push_back({deadline, id, order_});
    std::push_heap(heap_.begin(), heap_.end());
  }
  void pop() {
    std::pop_heap(heap_.begin(), heap_.end());
    heap_.pop_back();
  }

  std::vector<entry> heap_;
  std::vector<std::uint32_t> current_; ///< the order of each timer's valid entry; 0: none
  std::uint32_t order_ = 0;
  std::size_t live_ = 0;
};

} // namespace caseclock::bench
