// Ascending sums, and where a number lies among them: the inverse of a measure. Internal.
//
// A search over all sums costs a mispredicted branch for every doubling; three centuries of a zone
// with daylight saving are 600 stretches. An index over equal steps of the sum leaves the few that
// lie in one step.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "caseclock/base/assert.hpp"

namespace caseclock::detail {

/// Sums of what is not negative, beginning with zero.
class sum_index {
 public:
  /// The sums so far; the last is the total. Not to be empty before `seal`.
  std::vector<std::int64_t> sums{};

  /// Builds the index. O(sums).
  void seal();

  [[nodiscard]] std::int64_t total() const { return sums.back(); }
  /// The last sum that is less than `number`; 0 < number ≤ total().
  [[nodiscard]] std::size_t last_below(std::int64_t number) const {
    const auto [from, to] = step_of(number);
    return static_cast<std::size_t>(std::lower_bound(from, to, number) - sums.begin()) - 1;
  }
  /// The last sum that is not more than `number`; 0 ≤ number < total().
  [[nodiscard]] std::size_t last_within(std::int64_t number) const {
    const auto [from, to] = step_of(number);
    return static_cast<std::size_t>(std::upper_bound(from, to, number) - sums.begin()) - 1;
  }

 private:
  static constexpr std::int64_t most_steps = 2048;

  struct range {
    std::vector<std::int64_t>::const_iterator from;
    std::vector<std::int64_t>::const_iterator to;
  };
  /// Where the first sum not less than `number` is, and the first that is more.
  [[nodiscard]] range step_of(std::int64_t number) const {
    const auto step = static_cast<std::size_t>(number >> step_bits_);
    return {sums.begin() + first_[step], sums.begin() + first_[step + 1]};
  }

  int step_bits_ = 0;
  std::vector<std::uint32_t> first_{}; ///< the first sum not less than the beginning of each step
};

inline void sum_index::seal() {
  CASECLOCK_ASSERT(!sums.empty() && sums.front() == 0);
  while ((total() >> step_bits_) >= most_steps)
    ++step_bits_;
  std::size_t next = 0;
  first_.clear();
  for (std::int64_t step = 0; step <= (total() >> step_bits_) + 1; ++step) {
    while (next < sums.size() && sums[next] < (step << step_bits_))
      ++next;
    first_.push_back(static_cast<std::uint32_t>(next));
  }
}

} // namespace caseclock::detail
