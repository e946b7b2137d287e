// What the wheel and its peers have in common, and what they are asked.
//
// A contender is a class with
//
//   static constexpr const char* name;
//   static constexpr bool ordered;       // timers of one instant fire in order of arming
//   using handle = …;                    // what the thing that is timed keeps of its timer
//   contender(std::size_t timers, tick now);
//   handle arm(std::uint32_t id, tick deadline);
//   void move(handle, tick deadline);    // the handle stays
//   void cancel(handle);
//   void advance(tick to, auto&& fire);  // fire(id, deadline): when to fire again, or `never`
//
// and, where it can, `tick next()`, `move(const std::vector<change<handle>>&)` and
// `bool advance(tick to, std::size_t budget, auto&& fire)`, which says whether it has finished.
#pragma once

#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>

namespace caseclock::bench {

using tick = std::int64_t; ///< milliseconds

inline constexpr tick never = std::numeric_limits<tick>::max();
inline constexpr tick second = 1'000;
inline constexpr tick minute = 60 * second;
inline constexpr tick hour = 60 * minute;
inline constexpr tick day = 24 * hour;

template <class Handle> struct change {
  Handle timer;
  tick deadline;
};

/// Scrambles: the same for all contenders, whatever the order in which they ask.
inline std::uint64_t scrambled(std::uint64_t x) {
  x += 0x9e37'79b9'7f4a'7c15U;
  x = (x ^ (x >> 30)) * 0xbf58'476d'1ce4'e5b9U;
  x = (x ^ (x >> 27)) * 0x94d0'49bb'1331'11ebU;
  return x ^ (x >> 31);
}

/// Durations from a minute to 30 days, each magnitude equally likely. From a table: a callback
/// asks.
class spans {
 public:
  spans() {
    const double ratio = std::log(30.0 * static_cast<double>(day) / static_cast<double>(minute));
    for (std::size_t i = 0; i < table_.size(); ++i) {
      const double share = (static_cast<double>(i) + 0.5) / static_cast<double>(table_.size());
      table_[i] = static_cast<tick>(static_cast<double>(minute) * std::exp(share * ratio));
    }
  }
  /// `random` are 64 random bits.
  [[nodiscard]] tick operator()(std::uint64_t random) const {
    const tick at = table_[random % table_.size()];
    return at + static_cast<tick>((random >> 32U) % 1024U) * at / (512 * 1024);
  }

 private:
  std::array<tick, 4096> table_{};
};

} // namespace caseclock::bench
