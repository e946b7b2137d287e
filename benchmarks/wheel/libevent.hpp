// libevent: a binary heap of events within the event loop.
#pragma once

#include <vector>

#include <event2/event.h>
#include <event2/event_struct.h>

#include "wheel/contender.hpp"
#include "wheel/virtual_clock.hpp"

namespace caseclock::bench {

class libevent {
 public:
  static constexpr const char* name = "libevent";
  static constexpr bool ordered = false;
  using handle = std::uint32_t;

  libevent(std::size_t timers, tick now) : timers_(timers) {
    virtual_clock::milliseconds = now;
    const virtual_clock ours;
    loop_ = event_base_new();
    for (timer& each : timers_) {
      each.owner = this;
      event_assign(&each.of, loop_, -1, 0, called, &each);
    }
  }
  libevent(const libevent&) = delete;
  libevent& operator=(const libevent&) = delete;
  ~libevent() {
    for (timer& each : timers_)
      event_del(&each.of);
    event_base_free(loop_);
  }

  handle arm(std::uint32_t id, tick deadline) {
    const virtual_clock ours;
    const tick span = deadline - virtual_clock::milliseconds;
    const timeval after{static_cast<time_t>(span / 1'000),
                        static_cast<suseconds_t>(span % 1'000 * 1'000)};
    timers_[id].deadline = deadline;
    event_add(&timers_[id].of, &after);
    return id;
  }
  void move(handle id, tick deadline) { arm(id, deadline); }
  void cancel(handle id) { event_del(&timers_[id].of); }

  template <class Fire> void advance(tick to, Fire&& fire) {
    virtual_clock::milliseconds = to;
    const virtual_clock ours;
    event_base_loop(loop_, EVLOOP_NONBLOCK);
    for (const std::uint32_t id : fired_) {
      const tick again = fire(id, timers_[id].deadline);
      if (again != never)
        arm(id, again);
    }
    fired_.clear();
  }

 private:
  struct timer {
    event of{};
    libevent* owner = nullptr;
    tick deadline = 0;
  };
  static void called(evutil_socket_t, short, void* context) {
    auto* which = static_cast<timer*>(context);
    which->owner->fired_.push_back(
        static_cast<std::uint32_t>(which - which->owner->timers_.data()));
  }

  event_base* loop_ = nullptr;
  std::vector<timer> timers_;
  std::vector<std::uint32_t> fired_;
};

} // namespace caseclock::bench
