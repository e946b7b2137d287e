// A classic hierarchical wheel: 8 levels of 64 slots, cascading, timers linked in their slots.
//
// The way of William Ahern's timeout.c and of Tokio: a timer lies on the level of the highest digit
// in which its deadline differs from the wheel's hand, a bitmap per level finds the next slot. When
// the hand enters a slot of a higher level, its timers are filed anew, all at once.
#pragma once

#include <array>
#include <bit>
#include <vector>

#include "wheel/contender.hpp"

namespace caseclock::bench {

class classic_wheel {
 public:
  static constexpr const char* name = "classic wheel";
  static constexpr bool ordered = false; ///< of one instant, the last to come goes first
  using handle = std::uint32_t;

  classic_wheel(std::size_t timers, tick now) : nodes_(timers), hand_(now) {
    for (auto& level : heads_)
      level.fill(none);
  }

  handle arm(std::uint32_t id, tick deadline) {
    nodes_[id].deadline = deadline;
    link(id);
    return id;
  }
  void move(handle id, tick deadline) {
    unlink(id);
    arm(id, deadline);
  }
  void cancel(handle id) { unlink(id); }

  template <class Fire> void advance(tick to, Fire&& fire) {
    for (;;) {
      const unsigned level = first_level();
      if (level == levels)
        break;
      const unsigned slot = static_cast<unsigned>(std::countr_zero(occupied_[level]));
      const tick mask = (tick{1} << (6 * level + 6)) - 1;
      const tick start = (hand_ & ~mask) | static_cast<tick>(slot) << (6 * level);
      if (start > to)
        break;
      hand_ = start;
      std::uint32_t id = take(level, slot);
      while (id != none) {
        const std::uint32_t next = nodes_[id].next;
        if (nodes_[id].deadline > hand_) {
          link(id);
        } else if (const tick again = fire(id, nodes_[id].deadline); again != never) {
          arm(id, again);
        }
        id = next;
      }
    }
    if (hand_ < to)
      enter(to);
  }

 private:
  static constexpr unsigned levels = 8;
  static constexpr std::uint32_t none = 0xffff'ffffU;

  struct node {
    tick deadline;
    std::uint32_t next;
    std::uint32_t prev; ///< the node before, or the level and slot with `in_head`
  };
  static constexpr std::uint32_t in_head = 0x8000'0000U;

  [[nodiscard]] unsigned level_of(tick deadline) const {
    const auto differ = static_cast<std::uint64_t>(deadline ^ hand_) | 63U;
    return static_cast<unsigned>(std::bit_width(differ) - 1) / 6;
  }
  void link(std::uint32_t id) {
    node& added = nodes_[id];
    const tick deadline = added.deadline < hand_ ? hand_ : added.deadline;
    const unsigned level = level_of(deadline);
    const auto slot = static_cast<unsigned>(deadline >> (6 * level)) & 63U;
    std::uint32_t& head = heads_[level][slot];
    added.next = head;
    added.prev = in_head | level << 6U | slot;
    if (head != none)
      nodes_[head].prev = id;
    head = id;
    occupied_[level] |= std::uint64_t{1} << slot;
  }
  void unlink(std::uint32_t id) {
    const node& gone = nodes_[id];
    if (gone.next != none)
      nodes_[gone.next].prev = gone.prev;
    if ((gone.prev & in_head) == 0) {
      nodes_[gone.prev].next = gone.next;
      return;
    }
    const unsigned level = (gone.prev & ~in_head) >> 6U;
    const unsigned slot = gone.prev & 63U;
    heads_[level][slot] = gone.next;
    if (gone.next == none)
      occupied_[level] &= ~(std::uint64_t{1} << slot);
  }
  std::uint32_t take(unsigned level, unsigned slot) {
    const std::uint32_t id = heads_[level][slot];
    heads_[level][slot] = none;
    occupied_[level] &= ~(std::uint64_t{1} << slot);
    return id;
  }
  [[nodiscard]] unsigned first_level() const {
    unsigned level = 0;
    while (level < levels && occupied_[level] == 0)
      ++level;
    return level;
  }
  /// Moves the hand; the slots that it enters are filed anew.
  void enter(tick to) {
    hand_ = to;
    for (unsigned level = levels - 1; level > 0; --level) {
      const auto slot = static_cast<unsigned>(to >> (6 * level)) & 63U;
      if ((occupied_[level] >> slot & 1U) == 0)
        continue;
      for (std::uint32_t id = take(level, slot); id != none;) {
        const std::uint32_t next = nodes_[id].next;
        link(id);
        id = next;
      }
    }
  }

  std::vector<node> nodes_;
  std::array<std::array<std::uint32_t, 64>, levels> heads_;
  std::array<std::uint64_t, levels> occupied_{};
  tick hand_;
};

} // namespace caseclock::bench
