// Boost.Intrusive's red-black tree: the nodes lie in the things that are timed, nothing is
// allocated.
#pragma once

#include <vector>

#include <boost/intrusive/set.hpp>

#include "wheel/contender.hpp"

namespace caseclock::bench {

class rbtree {
 public:
  static constexpr const char* name = "Boost.Intrusive rbtree";
  static constexpr bool ordered = true; ///< equal deadlines are inserted behind each other

 private:
  struct node : boost::intrusive::set_base_hook<boost::intrusive::optimize_size<true>> {
    tick deadline = 0;
    std::uint32_t id = 0;
    bool operator<(const node& other) const { return deadline < other.deadline; }
  };

 public:
  using handle = node*;

  rbtree(std::size_t timers, tick) : nodes_(timers) {}
  rbtree(const rbtree&) = delete;
  rbtree& operator=(const rbtree&) = delete;
  ~rbtree() { tree_.clear(); }

  handle arm(std::uint32_t id, tick deadline) {
    node& added = nodes_[id];
    added.id = id;
    added.deadline = deadline;
    tree_.insert(added);
    return &added;
  }
  void move(handle timer, tick deadline) {
    cancel(timer);
    timer->deadline = deadline;
    tree_.insert(*timer);
  }
  void cancel(handle timer) { tree_.erase(tree_.iterator_to(*timer)); }
  [[nodiscard]] tick next() const { return tree_.begin()->deadline; }

  template <class Fire> void advance(tick to, Fire&& fire) {
    while (!tree_.empty() && tree_.begin()->deadline <= to) {
      node& first = *tree_.begin();
      const tick again = fire(first.id, first.deadline);
      if (again != never)
        move(&first, again);
      else
        cancel(&first);
    }
  }

 private:
  boost::intrusive::multiset<node, boost::intrusive::constant_time_size<false>> tree_;
  std::vector<node> nodes_;
};

} // namespace caseclock::bench
