// One contender with its timers, through the workloads one after the other.
#pragma once

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <ctime>
#include <limits>
#include <memory>
#include <numeric>
#include <optional>
#include <random>
#include <vector>

#if defined(__GLIBC__)
#include <malloc.h>
#endif
#if defined(__x86_64__)
#include <immintrin.h>
#endif

#include "wheel/contender.hpp"

namespace caseclock::bench {

/// What a contender fired. Equal for all that do the same work right.
struct firings {
  std::uint64_t count = 0;
  std::uint64_t sum = 0;      ///< of scrambled ids and deadlines, whatever the order
  std::uint64_t sequence = 0; ///< the same, depending on the order
  std::uint64_t wrong = 0;    ///< early or late

  void note(std::uint32_t id, tick deadline, tick after, tick to) {
    const std::uint64_t mixed =
        (static_cast<std::uint64_t>(deadline) ^ std::uint64_t{id} << 40U) * 0x9e37'79b9'7f4a'7c15U;
    ++count;
    sum += mixed ^ mixed >> 29U;
    sequence = sequence * 0xbf58'476d'1ce4'e5b9U + mixed;
    wrong += deadline > to || deadline <= after ? 1 : 0;
  }
};

/// CPU time of this thread in ns: what others do meanwhile does not count.
inline double cpu_now() {
  timespec at{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &at);
  return static_cast<double>(at.tv_sec) * 1e9 + static_cast<double>(at.tv_nsec);
}

/// Memory in use, as malloc counts it; 0 where it does not tell.
inline std::size_t bytes_in_use() {
#if defined(__GLIBC__)
  const struct mallinfo2 info = mallinfo2();
  return info.uordblks + info.hblkhd;
#else
  return 0;
#endif
}

/// Lets nothing overlap: what is asked for before is done before anything after.
inline void fence() {
#if defined(__x86_64__)
  _mm_mfence();
  _mm_lfence();
#else
  std::atomic_thread_fence(std::memory_order_seq_cst);
#endif
}

/// The result of one repetition. `value` in the workload's unit.
struct outcome {
  double value = 0;
  firings fired{};
};

template <class C> class session {
 public:
  using handle = typename C::handle;
  using changes = std::vector<change<handle>>;

  explicit session(std::size_t timers) : timers_(timers), handles_(timers), deadlines_(timers) {}

  [[nodiscard]] std::size_t timers() const { return timers_; }
  [[nodiscard]] std::size_t operations() const { return std::min<std::size_t>(timers_, 1'000'000); }
  C& it() { return *it_; }
  [[nodiscard]] tick now() const { return now_; }

  /// A new contender with all timers armed; ns per timer.
  double load() {
    it_.reset();
    now_ = start;
    draw();
    const std::size_t before = bytes_in_use();
    it_ = std::make_unique<C>(timers_, now_);
    const double began = cpu_now();
    arm_all();
    const double took = cpu_now() - began;
    bytes_loaded_ = bytes_in_use() - before;
    bytes_before_ = before;
    aged_ = false;
    return took / static_cast<double>(timers_);
  }
  /// Loaded, cancelled in random order and armed again: the free ones are not in order any more.
  void age() {
    if (it_ == nullptr)
      load();
    if (aged_)
      return;
    cancel_all();
    draw();
    arm_all();
    aged_ = true;
  }
  /// ns per timer.
  double cancel_all() {
    std::vector<handle> order(handles_);
    std::shuffle(order.begin(), order.end(), random_);
    const double began = cpu_now();
    for (const handle& each : order)
      it_->cancel(each);
    return (cpu_now() - began) / static_cast<double>(timers_);
  }
  void arm_all() {
    for (std::size_t id = 0; id < timers_; ++id)
      handles_[id] = it_->arm(static_cast<std::uint32_t>(id), deadlines_[id]);
  }
  /// New deadlines for all; nothing is moved yet.
  void draw() {
    for (tick& each : deadlines_)
      each = now_ + span();
  }
  void move_all() {
    draw();
    for (std::size_t id = 0; id < timers_; ++id)
      it_->move(handles_[id], deadlines_[id]);
  }

  /// So many moves of random timers: to deadlines that have nothing to do with the old ones, …
  changes random_moves(std::size_t count) {
    changes made;
    made.reserve(count);
    while (made.size() < count) {
      const std::size_t id = pick();
      deadlines_[id] = now_ + span();
      made.push_back({handles_[id], deadlines_[id]});
    }
    return made;
  }
  /// … or only later.
  changes postponements(std::size_t count) {
    changes made;
    made.reserve(count);
    while (made.size() < count) {
      const std::size_t id = pick();
      deadlines_[id] += span();
      made.push_back({handles_[id], deadlines_[id]});
    }
    return made;
  }

  /// Lets time pass; each timer that fires is armed again if `again`.
  void advance(tick to, bool again, firings& fired) {
    const tick before = now_;
    now_ = to;
    it_->advance(to, [&](std::uint32_t id, tick deadline) {
      fired.note(id, deadline, before, to);
      return again ? rearmed(id, deadline) : never;
    });
  }
  /// The same in one go that does so much work at most; true when it has finished.
  bool advance(tick to, std::size_t budget, firings& fired) {
    return it_->advance(to, budget, [&](std::uint32_t id, tick deadline) {
      fired.note(id, deadline, now_, to);
      return never;
    });
  }

  /// All timers due within the second that begins 9 h from now, where the hand then stands.
  tick crowd() {
    cancel_all();
    const tick from = now_ + 9 * hour;
    for (tick& each : deadlines_)
      each = from + 1 + static_cast<tick>(random_() % 1'000);
    arm_all();
    firings none;
    advance(from, false, none);
    return from + second;
  }

  [[nodiscard]] double bytes_loaded() const { return per_timer(bytes_loaded_); }
  [[nodiscard]] double bytes_now() const { return per_timer(bytes_in_use() - bytes_before_); }

  /// All are cancelled, armed again, four in five cancelled, and the rest fire; see workload::life.
  outcome live() {
    cancel_all();
    draw();
    std::vector<std::uint32_t> doomed(timers_);
    std::iota(doomed.begin(), doomed.end(), 0U);
    std::shuffle(doomed.begin(), doomed.end(), random_);
    doomed.resize(timers_ * 4 / 5);
    outcome whole;
    outcome end;
    const double began = cpu_now();
    arm_all();
    for (const std::uint32_t id : doomed)
      it_->cancel(handles_[id]);
    const double draining = cpu_now();
    for (tick left = 31 * day / minute; left > 0; --left)
      advance(now_ + minute, false, end.fired);
    const double ended = cpu_now();
    whole.value = (ended - began) / static_cast<double>(timers_);
    end.value = (ended - draining) / static_cast<double>(timers_ - doomed.size());
    whole.fired = end.fired;
    drains.push_back(end);
    draw();
    arm_all();
    return whole;
  }
  /// Time has passed in slices.
  void pass(tick to) { now_ = to; }

  bool settled = false;        ///< `move_all` was done after the postponements
  std::vector<outcome> drains; ///< what `live` found on its way

 private:
  static constexpr tick start = 1'700'000'000'000;

  tick span() { return spans_(random_()); }
  std::size_t pick() { return random_() % timers_; }
  [[nodiscard]] tick rearmed(std::uint32_t id, tick deadline) const {
    return now_ +
           spans_(scrambled(static_cast<std::uint64_t>(deadline) ^ std::uint64_t{id} << 40U));
  }
  [[nodiscard]] double per_timer(std::size_t bytes) const {
    return static_cast<double>(bytes) / static_cast<double>(timers_);
  }

  std::size_t timers_;
  std::vector<handle> handles_;
  std::vector<tick> deadlines_;
  std::unique_ptr<C> it_;
  std::mt19937_64 random_{20'261'128};
  spans spans_;
  tick now_ = start;
  std::size_t bytes_before_ = 0;
  std::size_t bytes_loaded_ = 0;
  bool aged_ = false;
};

} // namespace caseclock::bench
