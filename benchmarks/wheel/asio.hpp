// Boost.Asio's waitable timers, on a clock of our own.
#pragma once

#include <chrono>
#include <memory>
#include <vector>

// With epoll it sleeps by the kernel's timers, which tell real time; its other reactor looks
// itself.
#define BOOST_ASIO_DISABLE_EPOLL 1
#include <boost/asio/basic_waitable_timer.hpp>
#include <boost/asio/io_context.hpp>

#include "wheel/contender.hpp"

namespace caseclock::bench {

struct asio_clock {
  using duration = std::chrono::milliseconds;
  using rep = duration::rep;
  using period = duration::period;
  using time_point = std::chrono::time_point<asio_clock>;
  static constexpr bool is_steady = true;
  static inline tick virtual_now = 0;
  static time_point now() { return time_point(duration(virtual_now)); }
};

class asio {
 public:
  static constexpr const char* name = "Boost.Asio";
  static constexpr bool ordered = false;
  using handle = std::uint32_t;

  asio(std::size_t timers, tick now) {
    asio_clock::virtual_now = now;
    timers_.reserve(timers);
    for (std::size_t i = 0; i < timers; ++i)
      timers_.emplace_back(context_);
  }

  handle arm(std::uint32_t id, tick deadline) {
    timers_[id].expires_at(asio_clock::time_point(asio_clock::duration(deadline)));
    timers_[id].async_wait([this, id, deadline](const boost::system::error_code& failed) {
      if (!failed)
        fired_.push_back({id, deadline});
    });
    return id;
  }
  void move(handle id, tick deadline) {
    arm(id, deadline);
    clear();
  }
  void cancel(handle id) {
    timers_[id].cancel();
    clear();
  }

  template <class Fire> void advance(tick to, Fire&& fire) {
    asio_clock::virtual_now = to;
    context_.restart();
    context_.poll();
    for (const due& each : fired_) {
      const tick again = fire(each.id, each.deadline);
      if (again != never)
        arm(each.id, again);
    }
    fired_.clear();
  }

 private:
  struct due {
    std::uint32_t id;
    tick deadline;
  };

  /// The handlers of cancelled waits are called by `poll`; a host polls now and then.
  void clear() {
    if (++cancelled_ % 256 == 0) {
      context_.restart();
      context_.poll();
    }
  }

  boost::asio::io_context context_{1};
  std::vector<boost::asio::basic_waitable_timer<asio_clock>> timers_;
  std::vector<due> fired_;
  std::size_t cancelled_ = 0;
};

} // namespace caseclock::bench
