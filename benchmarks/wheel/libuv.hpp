// libuv: a binary heap of linked nodes within the event loop.
#pragma once

#include <vector>

#include <uv.h>

#include "wheel/contender.hpp"
#include "wheel/virtual_clock.hpp"

namespace caseclock::bench {

class libuv {
 public:
  static constexpr const char* name = "libuv";
  static constexpr bool ordered = true; ///< of one instant, those started first
  using handle = std::uint32_t;

  libuv(std::size_t timers, tick now) : timers_(timers) {
    virtual_clock::milliseconds = now;
    const virtual_clock ours;
    uv_loop_init(&loop_);
    for (timer& each : timers_) {
      uv_timer_init(&loop_, &each.of);
      each.of.data = this;
    }
  }
  libuv(const libuv&) = delete;
  libuv& operator=(const libuv&) = delete;
  ~libuv() {
    for (timer& each : timers_)
      uv_close(reinterpret_cast<uv_handle_t*>(&each.of), nullptr);
    const virtual_clock ours;
    uv_run(&loop_, UV_RUN_NOWAIT);
    uv_loop_close(&loop_);
  }

  handle arm(std::uint32_t id, tick deadline) {
    timers_[id].deadline = deadline;
    const tick span = deadline - virtual_clock::milliseconds;
    uv_timer_start(&timers_[id].of, called, static_cast<std::uint64_t>(span), 0);
    return id;
  }
  void move(handle id, tick deadline) { arm(id, deadline); }
  void cancel(handle id) { uv_timer_stop(&timers_[id].of); }

  template <class Fire> void advance(tick to, Fire&& fire) {
    virtual_clock::milliseconds = to;
    const virtual_clock ours;
    uv_run(&loop_, UV_RUN_NOWAIT);
    for (const std::uint32_t id : fired_) {
      const tick again = fire(id, timers_[id].deadline);
      if (again != never)
        arm(id, again);
    }
    fired_.clear();
  }

 private:
  struct timer {
    uv_timer_t of{};
    tick deadline = 0;
  };
  static void called(uv_timer_t* of) {
    auto* owner = static_cast<libuv*>(of->data);
    owner->fired_.push_back(
        static_cast<std::uint32_t>(reinterpret_cast<timer*>(of) - owner->timers_.data()));
  }

  uv_loop_t loop_{};
  std::vector<timer> timers_;
  std::vector<std::uint32_t> fired_;
};

} // namespace caseclock::bench
