// Boost.Heap's d-ary heap with four children, whose timers can be moved by their handles.
#pragma once

#include <vector>

#include <boost/heap/d_ary_heap.hpp>

#include "wheel/contender.hpp"

namespace caseclock::bench {

class d_ary_heap {
 public:
  static constexpr const char* name = "Boost.Heap d_ary<4>";
  static constexpr bool ordered = true;
  using handle = std::uint32_t;

  d_ary_heap(std::size_t timers, tick) : at_(timers) {}

  handle arm(std::uint32_t id, tick deadline) {
    at_[id] = heap_.push({deadline, id, ++order_});
    return id;
  }
  void move(handle id, tick deadline) { heap_.update(at_[id], {deadline, id, ++order_}); }
  void cancel(handle id) { heap_.erase(at_[id]); }
  [[nodiscard]] tick next() const { return heap_.top().deadline; }

  template <class Fire> void advance(tick to, Fire&& fire) {
    while (!heap_.empty() && heap_.top().deadline <= to) {
      const entry first = heap_.top();
      const tick again = fire(first.id, first.deadline);
      if (again != never)
        move(first.id, again);
      else
        heap_.pop();
    }
  }

 private:
  struct entry {
    tick deadline;
    std::uint32_t id;
    std::uint32_t order;
    bool operator<(const entry& other) const {
      return deadline != other.deadline ? deadline > other.deadline : order > other.order;
    }
  };
  using heap = boost::heap::d_ary_heap<entry, boost::heap::arity<4>, boost::heap::mutable_<true>>;

  heap heap_;
  std::vector<heap::handle_type> at_;
  std::uint32_t order_ = 0;
};

} // namespace caseclock::bench
