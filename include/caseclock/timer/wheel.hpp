// The timer wheel: which timer is due next, out of millions. It knows ticks and handles and nothing
// else: no clock, no calendar, no case.
//
//   caseclock::wheel wheel(0);                      // the present tick
//   auto tea = wheel.arm(180'000, 1);               // a deadline, and a number of yours
//   auto egg = wheel.arm(300'000, 2);
//   wheel.move(*egg, 240'000);                      // another deadline, the same handle
//   wheel.cancel(*tea);
//   wheel.next_deadline();                          // 240'000: sleep until then
//   wheel.advance(1'000'000, 64, [](caseclock::timer_handle, std::uint64_t payload,
//                                   caseclock::tick deadline) { /* 2, due at 240'000 */ });
//
// Order. Timers are delivered by deadline, those of one deadline in order of arming. A timer that
// was moved counts as armed when it was moved, even if its deadline stayed the same.
//
// Why this way. A heap costs a walk of log n cache misses for every timer, and most service clocks
// are moved or cancelled long before they expire. The classic cascading wheel is O(1), but it has a
// hand: deadlines behind it are clamped, time steps walk slot by slot or re-file early, the next
// deadline is a guess, and whoever arms during a half-finished cascade overtakes older timers. This
// wheel keeps the classic's 256-ary levels and occupancy bitmaps and drops the hand: the levels are
// the bytes of the absolute deadline, a bucket is split only when it comes first, and so the past
// is a place like any other, big steps cost nothing, and the order of arming survives by
// construction (detail/timer_tree.hpp says how).
//
// Costs. 32 bytes per timer; 4 KiB for each split bucket until it is empty (a handful along the
// front; one is split only while it is first and holds more than 16 timers). `arm`, `move` and
// `cancel` touch the cell, its neighbours and at most six nodes, which mostly sit in the cache.
// A timer is put into another bucket at most five times between arming and delivery, normally once
// or twice, whatever the length of the step. Against a heap it loses when there are few timers.
//
// One thread at a time. Only `arm` can run out of memory, and says so.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <type_traits>
#include <utility>

#include "caseclock/base/assert.hpp"
#include "caseclock/base/result.hpp"
#include "caseclock/timer/detail/timer_tree.hpp"
#include "caseclock/timer/handle.hpp"

namespace caseclock {

/// What a callback may return to `wheel::advance`; one that returns nothing always goes on.
enum class after_fire {
  go_on,
  stop, ///< deliver no more in this call
};

/// What one call of `wheel::advance` did.
struct advance_result {
  std::size_t fired = 0; ///< timers delivered
  bool finished = false; ///< nothing is due any more and `now()` has been reached
};

class wheel {
 public:
  /// How far from `now()`, either way, a deadline may lie: 2^46 ticks, 2,230 years of milliseconds.
  static constexpr tick horizon = tick{1} << 46;

  explicit wheel(tick now) : now_(now) {}
  wheel(const wheel&) = delete;
  wheel& operator=(const wheel&) = delete;
  wheel(wheel&&) noexcept = default; ///< what was moved from may only be destroyed or assigned to
  wheel& operator=(wheel&&) noexcept = default;
  ~wheel() = default;

  /// Arms a timer. A deadline that has passed is due at the next `advance`, in the order of its
  /// deadline. Errors: `errc::horizon` for a deadline beyond the horizon (and for the lowest of all
  /// ticks), `errc::limit` without memory or beyond 4 billion timers; nothing has changed then.
  /// O(1). A host that sleeps compares `next_deadline()` before and after.
  result<timer_handle> arm(tick deadline, std::uint64_t payload) {
    if (!within_horizon(deadline))
      return {errc::horizon, "the deadline lies beyond the timer wheel's horizon"};
    const std::uint32_t index = tree_.cells.take();
    if (index == detail::no_cell)
      return {errc::limit, "no memory for another timer"};
    detail::timer_cell& cell = tree_.cells[index];
    cell.deadline = deadline;
    cell.payload = payload;
    file(index);
    return timer_handle{index, cell.generation};
  }

  /// Disarms a timer: it is never delivered, its handle is refused from now on. False, and nothing
  /// happens, if the handle's timer is not armed (any more); so too for the timer whose callback is
  /// running, unless that has armed it again with `move`. O(1), except that cancelling the earliest
  /// timer may split the first bucket to find the next one: O(1) amortised.
  bool cancel(timer_handle handle) {
    const detail::timer_cell* cell = tree_.cells.find(handle);
    if (cell == nullptr || cell->bucket == detail::bucket_delivering)
      return false;
    take_out(handle.index);
    tree_.cells.release(handle.index);
    find_next();
    return true;
  }

  /// Gives a timer another deadline, earlier or later; it keeps its handle and payload and counts
  /// as armed now. A callback may move the timer that it is called for and so arms it again. False,
  /// and nothing happens, if the handle's timer is not armed (any more), or if the deadline is one
  /// that `arm` refuses. Cannot fail for want of memory. Costs as `cancel`.
  bool move(timer_handle handle, tick deadline) {
    const detail::timer_cell* cell = tree_.cells.find(handle);
    if (cell == nullptr || !within_horizon(deadline))
      return false;
    if (cell->bucket != detail::bucket_delivering)
      take_out(handle.index);
    tree_.cells[handle.index].deadline = deadline;
    file(handle.index);
    find_next();
    return true;
  }

  /// The deadline of an armed timer; nothing if the handle's timer is not armed (any more). O(1).
  [[nodiscard]] std::optional<tick> deadline_of(timer_handle handle) const {
    const detail::timer_cell* cell = tree_.cells.find(handle);
    if (cell == nullptr || cell->bucket == detail::bucket_delivering)
      return std::nullopt;
    return cell->deadline;
  }

  /// The earliest deadline of all, exact at any time; nothing if no timer is armed. It can lie
  /// before `now()`. O(1); within a callback, or after an `advance` that used up its budget, it may
  /// have to look through the first bucket.
  [[nodiscard]] std::optional<tick> next_deadline() const {
    if (size_ == 0)
      return std::nullopt;
    return next_ != detail::min_unknown ? next_ : tree_.earliest(lowest());
  }

  /// Lets time pass until `to` and delivers every timer with a deadline at or before `to`, earliest
  /// first. Calls `fire(timer_handle, std::uint64_t payload, tick deadline)`, which may arm, cancel
  /// and move timers, its own too (see `move`); what it arms for the instant at hand, or earlier,
  /// is delivered in the same call. It must not call `advance`. A timer whose callback throws
  /// counts as delivered.
  ///
  /// `budget` bounds the work: one unit per timer delivered or put into another bucket. If it runs
  /// out, or `fire` returns `after_fire::stop`, the result is not `finished`; then `now()` is the
  /// last deadline delivered, the wheel may be used in any way, and calling again goes on.
  ///
  /// Time never goes backwards: with `to` before `now()` only timers armed for the past, at or
  /// before `to`, are delivered. To take exactly the timers of the earliest instant, call
  /// `advance(*next_deadline(), …)` until it has finished.
  template <class Fire> advance_result advance(tick to, std::size_t budget, Fire&& fire) {
    CASECLOCK_ASSERT(!delivering_);
    advance_result done;
    for (;;) {
      if (!find_next(budget))
        return done;
      if (size_ == 0 || next_ > to) {
        now_ = now_ < to ? to : now_;
        done.finished = true;
        return done;
      }
      const std::uint32_t index = budget == 0 ? detail::no_cell : tree_.front(lowest(), budget);
      if (index == detail::no_cell || budget == 0)
        return done;
      --budget;
      ++done.fired;
      if (deliver(index, fire) == after_fire::stop)
        return done;
    }
  }

  /// The tick that time has reached.
  [[nodiscard]] tick now() const { return now_; }
  /// Timers armed; the one that is being delivered does not count.
  [[nodiscard]] std::size_t size() const { return size_; }
  [[nodiscard]] bool empty() const { return size_ == 0; }
  /// Memory held, in bytes. Linear in the number of pages.
  [[nodiscard]] std::size_t bytes() const { return sizeof(*this) + tree_.bytes(); }

 private:
  static constexpr std::size_t unlimited = ~std::size_t{0};

  /// Marks the running callback; afterwards ends its timer unless the callback has armed it again.
  struct delivery {
    wheel& owner;
    timer_handle handle;
    delivery(wheel& of, timer_handle timer) : owner(of), handle(timer) { of.delivering_ = true; }
    delivery(const delivery&) = delete;
    delivery& operator=(const delivery&) = delete;
    ~delivery() {
      owner.delivering_ = false;
      const detail::timer_cell* cell = owner.tree_.cells.find(handle);
      if (cell != nullptr && cell->bucket == detail::bucket_delivering)
        owner.tree_.cells.release(handle.index);
    }
  };

  template <class Fire> after_fire deliver(std::uint32_t index, Fire& fire) {
    take_out(index);
    detail::timer_cell& cell = tree_.cells[index];
    cell.bucket = detail::bucket_delivering;
    const tick deadline = cell.deadline;
    const std::uint64_t payload = cell.payload;
    now_ = now_ < deadline ? deadline : now_;
    const timer_handle handle{index, cell.generation};
    const delivery running(*this, handle);
    if constexpr (std::is_same_v<decltype(fire(handle, payload, deadline)), after_fire>) {
      return fire(handle, payload, deadline);
    } else {
      fire(handle, payload, deadline);
      return after_fire::go_on;
    }
  }

  [[nodiscard]] bool within_horizon(tick deadline) const {
    const auto a = static_cast<std::uint64_t>(deadline);
    const auto b = static_cast<std::uint64_t>(now_);
    return (deadline < now_ ? b - a : a - b) <= static_cast<std::uint64_t>(horizon) &&
           deadline != detail::min_unknown;
  }
  /// No armed timer is earlier: arming refuses it, and time passes none that was not delivered.
  [[nodiscard]] tick lowest() const {
    return static_cast<tick>(static_cast<std::uint64_t>(now_) -
                             static_cast<std::uint64_t>(horizon));
  }

  void file(std::uint32_t index) {
    tree_.link(index);
    const tick deadline = tree_.cells[index].deadline;
    if (size_++ == 0 || (next_ != detail::min_unknown && deadline < next_))
      next_ = deadline;
  }
  void take_out(std::uint32_t index) {
    const tick deadline = tree_.cells[index].deadline;
    --size_;
    if (!tree_.unlink(index) && deadline == next_)
      next_ = detail::min_unknown;
  }
  /// Makes `next_` known; false if the budget ran out before.
  bool find_next(std::size_t& budget) {
    if (size_ != 0 && next_ == detail::min_unknown)
      next_ = tree_.settle(lowest(), budget);
    return size_ == 0 || next_ != detail::min_unknown;
  }
  void find_next() {
    // Not within a callback, where `advance` does it afterwards, under its budget.
    std::size_t budget = delivering_ ? 0 : unlimited;
    find_next(budget);
  }

  detail::timer_tree tree_;
  tick now_;
  tick next_ = detail::min_unknown; ///< the earliest deadline, if known
  std::size_t size_ = 0;
  bool delivering_ = false;
};

} // namespace caseclock
