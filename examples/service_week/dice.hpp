// Chance that repeats itself: what people in this example decide.
//
// A decision is drawn from (seed, case, what is decided, how often before) and from no common
// stream. So a change to a workflow changes what follows from it, and leaves everything else as it
// was.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace service_week {

class dice {
 public:
  dice(std::uint64_t seed, std::string_view subject, std::string_view what, std::uint64_t times = 0)
      : state_(mixed(mixed(seed, subject), what) + times * 0x9e3779b97f4a7c15U) {}

  /// From `low` to `high`, both included.
  std::int64_t between(std::int64_t low, std::int64_t high) {
    return low + static_cast<std::int64_t>(next() % static_cast<std::uint64_t>(high - low + 1));
  }
  bool chance(std::int64_t percent) { return between(0, 99) < percent; }
  /// One of the elements of something that is not empty.
  template <class List> const auto& pick(const List& list) {
    return list[static_cast<std::size_t>(
        between(0, static_cast<std::int64_t>(std::size(list)) - 1))];
  }

 private:
  /// FNV-1a.
  static std::uint64_t mixed(std::uint64_t hash, std::string_view text) {
    for (const char c : text)
      hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3U;
    return (hash ^ 0xffU) * 0x100000001b3U;
  }
  /// SplitMix64.
  std::uint64_t next() {
    std::uint64_t z = state_ += 0x9e3779b97f4a7c15U;
    z = (z ^ (z >> 30U)) * 0xbf58476d1ce4e5b9U;
    z = (z ^ (z >> 27U)) * 0x94d049bb133111ebU;
    return z ^ (z >> 31U);
  }

  std::uint64_t state_;
};

} // namespace service_week
