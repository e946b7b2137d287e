// The wheel's buckets: a 256-ary tree over the bytes of the deadline, opened from the front only.
//
// A bucket is a list of cells in order of arming. A node has 256 buckets, one for each value of one
// byte of the deadline, and a bitmap of those that are not empty. A bucket is *opened*, that is
// replaced by a node for the next lower byte, when it is the first of all and its earliest timer
// cannot be told otherwise. All timers of one deadline are therefore always in one list, in order
// of arming, and opening a bucket keeps that order: no sequence numbers, no sorting.
//
// Opening can be interrupted (`pending`): what is not yet distributed waits in the new node, what
// is linked meanwhile queues up behind it. Without memory for a node a bucket simply stays closed
// and its earliest timer is searched for: slower, never wrong.
#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
#include <new>

#include "caseclock/base/assert.hpp"
#include "caseclock/timer/detail/nothrow_array.hpp"
#include "caseclock/timer/detail/timer_cells.hpp"
#include "caseclock/timer/handle.hpp"

namespace caseclock::detail {

/// No timer has this deadline; as a bucket's `min` it says that the minimum is not known.
inline constexpr tick min_unknown = std::numeric_limits<tick>::min();

/// A list of timers or, if `tail == bucket_opened`, a reference to the node `head`.
struct timer_bucket {
  std::uint32_t head;
  std::uint32_t tail;
  tick min; ///< the earliest deadline in the list, or `min_unknown`
};
inline constexpr std::uint32_t bucket_opened = 0xffff'fffeU;

/// 256 buckets, of which those without a bit in `occupied` were never initialised.
struct timer_node {
  std::array<std::uint64_t, 4> occupied;
  timer_bucket pending; ///< the rest of the list that this node is being opened from
  std::uint32_t parent; ///< the bucket that refers to this node
  unsigned level;       ///< which byte of the deadline: 0 is the lowest
  std::array<timer_bucket, 256> buckets;

  void reset(unsigned at_level, std::uint32_t below, timer_bucket list) {
    occupied = {};
    pending = list;
    parent = below;
    level = at_level;
  }
  [[nodiscard]] bool has(unsigned slot) const {
    return ((occupied[slot / 64] >> (slot % 64)) & 1U) != 0;
  }
  void mark(unsigned slot) { occupied[slot / 64] |= std::uint64_t{1} << (slot % 64); }
  void clear(unsigned slot) { occupied[slot / 64] &= ~(std::uint64_t{1} << (slot % 64)); }
  [[nodiscard]] bool any() const {
    return (occupied[0] | occupied[1] | occupied[2] | occupied[3]) != 0;
  }
  [[nodiscard]] bool empty() const { return pending.head == no_cell && !any(); }
  [[nodiscard]] unsigned slot_of(tick deadline) const {
    return static_cast<unsigned>((static_cast<std::uint64_t>(deadline) >> (8 * level)) & 0xffU);
  }
  /// The first occupied slot at or after `from`; once round. There must be one.
  [[nodiscard]] unsigned first(unsigned from) const {
    unsigned word = from / 64;
    std::uint64_t bits = occupied[word] & (~std::uint64_t{0} << (from % 64));
    while (bits == 0) {
      word = (word + 1) % 4;
      bits = occupied[word];
    }
    return word * 64 + static_cast<unsigned>(std::countr_zero(bits));
  }
};

/// All deadlines that are in the tree at one time must lie within 2^47 ticks of each other; the
/// root's 256 slots of 2^40 ticks are used round and round.
class timer_tree {
 public:
  static constexpr unsigned levels = 6;
  static constexpr unsigned short_list = 16; ///< lists up to here are searched rather than opened

  /// Work that one call may do; a unit is one timer put into another bucket.
  using work = std::size_t;

  timer_tree() : root_(std::make_unique<timer_node>()) {
    root_->reset(levels - 1, 0, {no_cell, no_cell, min_unknown});
  }

  timer_cells cells;

  /// Files an unlinked cell behind all timers of its deadline. Never allocates. Touches the nodes
  /// on the way down and the cell it is put behind.
  void link(std::uint32_t index) {
    const tick deadline = cells[index].deadline;
    std::uint32_t id = root_id;
    for (;;) {
      timer_node& node = at(id);
      if (node.pending.head != no_cell)
        return append(node.pending, index, node.parent);
      const unsigned slot = node.slot_of(deadline);
      if (!node.has(slot)) {
        node.mark(slot);
        node.buckets[slot] = {no_cell, no_cell, deadline};
      }
      if (node.buckets[slot].tail != bucket_opened)
        return append(node.buckets[slot], index, id << 8U | slot);
      id = node.buckets[slot].head;
    }
  }

  /// Takes a cell out of its bucket. True if another timer of the same deadline is known to be left
  /// there; false does not say that there is none.
  bool unlink(std::uint32_t index) {
    const timer_cell& cell = cells[index];
    timer_bucket& list = list_of(cell.bucket);
    (cell.prev == no_cell ? list.head : cells[cell.prev].next) = cell.next;
    (cell.next == no_cell ? list.tail : cells[cell.next].prev) = cell.prev;
    if (list.head == no_cell) {
      vacate(cell.bucket);
      return false;
    }
    if (cell.deadline != list.min)
      return false;
    if (cells[list.head].deadline != list.min && cells[list.tail].deadline != list.min)
      list.min = min_unknown;
    return list.min != min_unknown;
  }

  /// Finds the earliest deadline, opening buckets as far as needed; `min_unknown` if `left` ran out
  /// before. The tree must not be empty. `from`: no timer is earlier.
  [[nodiscard]] tick settle(tick from, work& left) {
    for (;;) {
      const std::uint32_t id = first_bucket(from, left);
      if (id == none)
        return min_unknown;
      timer_bucket& list = list_of(id);
      if (list.min != min_unknown)
        return list.min;
      if (is_short(list) || !open(id))
        return list.min = cells[earliest_in(list)].deadline;
    }
  }

  /// The timer that is due first; `no_cell` if `left` ran out before. Not for an empty tree.
  [[nodiscard]] std::uint32_t front(tick from, work& left) {
    for (;;) {
      const std::uint32_t id = first_bucket(from, left);
      if (id == none)
        return no_cell;
      const timer_bucket& list = list_of(id);
      if (cells[list.head].deadline == list.min)
        return list.head;
      if (is_short(list) || !open(id))
        return earliest_in(list);
    }
  }

  /// The earliest deadline, changing nothing: for the time between two calls of `settle` that ran
  /// out of work. Linear in the lists on the way whose minimum is not known.
  [[nodiscard]] tick earliest(tick from) const {
    const timer_node* node = root_.get();
    unsigned slot = first_slot(from);
    tick best = std::numeric_limits<tick>::max();
    for (;;) {
      const timer_bucket& list = node->buckets[slot];
      if (list.tail != bucket_opened)
        return std::min(best,
                        list.min != min_unknown ? list.min : cells[earliest_in(list)].deadline);
      node = nodes_[list.head - 1].get();
      if (node->pending.head != no_cell)
        best = std::min(best, cells[earliest_in(node->pending)].deadline);
      if (!node->any())
        return best;
      slot = node->first(0);
    }
  }

  [[nodiscard]] std::size_t bytes() const {
    std::size_t sum = sizeof(timer_node) + cells.bytes();
    for (std::size_t i = 0; i < nodes_.size(); ++i)
      sum += nodes_[i] ? sizeof(timer_node) : 0;
    return sum + nodes_.capacity() * sizeof(void*) + vacant_.capacity() * sizeof(std::uint32_t);
  }

 private:
  static constexpr std::uint32_t none = 0xffff'ffffU;
  static constexpr std::uint32_t root_id = 0; ///< other nodes are `nodes_[id - 1]`
  static constexpr std::size_t max_nodes = 0x00ff'fffeU;
  static constexpr unsigned max_idle = 16;

  timer_node& at(std::uint32_t id) { return id == root_id ? *root_ : *nodes_[id - 1]; }
  timer_bucket& list_of(std::uint32_t bucket) {
    timer_bucket& found = at(bucket >> 8U).buckets[bucket & 0xffU];
    return found.tail == bucket_opened ? at(found.head).pending : found;
  }
  [[nodiscard]] unsigned first_slot(tick from) const { return root_->first(root_->slot_of(from)); }

  void append(timer_bucket& list, std::uint32_t index, std::uint32_t bucket) {
    timer_cell& cell = cells[index];
    cell.bucket = bucket;
    cell.prev = list.tail;
    cell.next = no_cell;
    (list.tail == no_cell ? list.head : cells[list.tail].next) = index;
    list.tail = index;
    list.min = std::min(list.min, cell.deadline); // `min_unknown` is the lowest: it stays
  }

  /// Called when a list of this bucket ran empty: closes what holds nothing any more.
  void vacate(std::uint32_t bucket) {
    for (;;) {
      timer_node& node = at(bucket >> 8U);
      const timer_bucket& emptied = node.buckets[bucket & 0xffU];
      if (emptied.tail == bucket_opened) {
        if (!at(emptied.head).empty())
          return;
        close(emptied.head);
      }
      node.clear(bucket & 0xffU);
      if (bucket >> 8U == root_id || !node.empty())
        return;
      bucket = node.parent;
    }
  }

  /// The first bucket that is a list; `none` if finishing the nodes on the way took all that was
  /// left.
  std::uint32_t first_bucket(tick from, work& left) {
    std::uint32_t id = root_id;
    unsigned slot = first_slot(from);
    for (;;) {
      const timer_bucket& found = at(id).buckets[slot];
      if (found.tail != bucket_opened)
        return id << 8U | slot;
      id = found.head;
      if (!distribute(id, left))
        return none;
      slot = at(id).first(0);
    }
  }

  /// Moves pending timers into the node's buckets, in order; false if some remain.
  bool distribute(std::uint32_t id, work& left) {
    timer_node& node = at(id);
    while (node.pending.head != no_cell) {
      if (left == 0)
        return false;
      --left;
      const std::uint32_t index = node.pending.head;
      const timer_cell& cell = cells[index];
      node.pending.head = cell.next;
      (cell.next == no_cell ? node.pending.tail : cells[cell.next].prev) = no_cell;
      const unsigned slot = node.slot_of(cell.deadline);
      if (!node.has(slot)) {
        node.mark(slot);
        node.buckets[slot] = {no_cell, no_cell, cell.deadline};
      }
      append(node.buckets[slot], index, id << 8U | slot);
    }
    return true;
  }

  /// Puts a node in the place of a list, its timers pending; false if there is no memory.
  bool open(std::uint32_t bucket) {
    timer_node& node = at(bucket >> 8U);
    CASECLOCK_ASSERT(node.level > 0);
    if (vacant_.empty() && !add_node())
      return false;
    const std::uint32_t id = vacant_.back();
    std::unique_ptr<timer_node>& child = nodes_[id - 1];
    if (child) {
      --idle_;
    } else {
      child.reset(new (std::nothrow) timer_node);
      if (!child)
        return false;
    }
    vacant_.pop();
    timer_bucket& list = node.buckets[bucket & 0xffU];
    child->reset(node.level - 1, bucket, {list.head, list.tail, min_unknown});
    list = {id, bucket_opened, min_unknown};
    return true;
  }

  void close(std::uint32_t id) {
    vacant_.push(id); // room was made by `add_node`
    if (idle_ < max_idle)
      ++idle_;
    else
      nodes_[id - 1].reset();
  }

  bool add_node() {
    const std::size_t count = nodes_.size() + 1;
    if (count > max_nodes || !nodes_.reserve(count) || !vacant_.reserve(nodes_.capacity()))
      return false;
    nodes_.push(nullptr);
    vacant_.push(static_cast<std::uint32_t>(count));
    return true;
  }

  [[nodiscard]] bool is_short(const timer_bucket& list) const {
    std::uint32_t index = list.head;
    for (unsigned seen = 0; seen < short_list; ++seen) {
      if (index == no_cell)
        return true;
      index = cells[index].next;
    }
    return index == no_cell;
  }

  /// The first timer of the lowest deadline in a list that is not empty.
  [[nodiscard]] std::uint32_t earliest_in(const timer_bucket& list) const {
    std::uint32_t best = list.head;
    for (std::uint32_t i = cells[best].next; i != no_cell; i = cells[i].next)
      best = cells[i].deadline < cells[best].deadline ? i : best;
    return best;
  }

  std::unique_ptr<timer_node> root_;
  nothrow_array<std::unique_ptr<timer_node>> nodes_;
  nothrow_array<std::uint32_t> vacant_; ///< ids of closed nodes
  unsigned idle_ = 0;                   ///< closed nodes whose memory was kept
};

} // namespace caseclock::detail
