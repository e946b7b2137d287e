// Virtual time for libraries that ask the system: this program's clock_gettime, which theirs calls
// are bound to, says what we want as long as a contender is at work.
#pragma once

#include <cstdint>
#include <ctime>

#include <sys/syscall.h>
#include <unistd.h>

namespace caseclock::bench {

struct virtual_clock {
  static inline bool running = false;
  static inline std::int64_t milliseconds = 0;

  virtual_clock() { running = true; }
  virtual_clock(const virtual_clock&) = delete;
  virtual_clock& operator=(const virtual_clock&) = delete;
  ~virtual_clock() { running = false; }
};

} // namespace caseclock::bench

extern "C" int clock_gettime(clockid_t id, struct timespec* into) noexcept {
  using caseclock::bench::virtual_clock;
  if (virtual_clock::running && (id == CLOCK_MONOTONIC || id == CLOCK_MONOTONIC_COARSE)) {
    into->tv_sec = static_cast<time_t>(virtual_clock::milliseconds / 1'000);
    into->tv_nsec = static_cast<long>(virtual_clock::milliseconds % 1'000) * 1'000'000;
    return 0;
  }
  return static_cast<int>(syscall(SYS_clock_gettime, id, into));
}
