// What every random test shares: reproducible dice, and how a run is steered from outside.
//
//   CASECLOCK_ORACLE_SEED=7      other cases than usual
//   CASECLOCK_ORACLE_CASES=5000  more of them, or fewer
#pragma once

#include <cstdint>
#include <cstdlib>
#include <random>
#include <string>
#include <vector>

namespace oracle {

class dice {
 public:
  explicit dice(std::uint64_t seed) : engine_(seed) {}
  /// low … high; the same on every platform, which std::uniform_int_distribution is not.
  std::int64_t number(std::int64_t low, std::int64_t high) {
    return low + static_cast<std::int64_t>(engine_() % static_cast<std::uint64_t>(high - low + 1));
  }
  bool one_in(std::int64_t n) { return number(1, n) == 1; }
  template <class T> const T& pick(const std::vector<T>& from) {
    return from[static_cast<std::size_t>(number(0, static_cast<std::int64_t>(from.size()) - 1))];
  }

 private:
  std::mt19937_64 engine_;
};

/// The number in that environment variable, or the usual one.
inline std::uint64_t wanted(const char* variable, std::uint64_t usual) {
  const char* text = std::getenv(variable);
  return text == nullptr || *text == '\0' ? usual : std::strtoull(text, nullptr, 10);
}
inline std::uint64_t first_seed(std::uint64_t usual) {
  return wanted("CASECLOCK_ORACLE_SEED", usual);
}
inline std::uint64_t case_count(std::uint64_t usual) {
  return wanted("CASECLOCK_ORACLE_CASES", usual);
}
/// A case that a former run printed, or "".
inline std::string given_case(const char* variable) {
  const char* text = std::getenv(variable);
  return text == nullptr ? std::string{} : std::string{text};
}

/// Makes a failing case smaller as long as it fails: `simpler(case)` lists what could be tried,
/// `fails(case)` tries it. Bounded by `tries`.
template <class Case, class Simpler, class Fails>
Case shrunk(Case failing, Simpler simpler, Fails fails, int tries = 3'000) {
  for (bool smaller = true; smaller;) {
    smaller = false;
    for (const Case& candidate : simpler(failing)) {
      if (tries-- <= 0)
        return failing;
      if (!fails(candidate))
        continue;
      failing = candidate;
      smaller = true;
      break;
    }
  }
  return failing;
}

} // namespace oracle
