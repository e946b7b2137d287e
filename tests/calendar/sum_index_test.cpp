#include <doctest/doctest.h>

#include <algorithm>
#include <cstdint>
#include <random>

#include "caseclock/calendar/detail/sum_index.hpp"

using caseclock::detail::sum_index;

namespace {

void agrees_with_a_search(const sum_index& index, std::int64_t number) {
  const auto& sums = index.sums;
  CAPTURE(number);
  if (number > 0)
    CHECK(index.last_below(number) ==
          static_cast<std::size_t>(std::lower_bound(sums.begin(), sums.end(), number) -
                                   sums.begin()) -
              1);
  if (number < index.total())
    CHECK(index.last_within(number) ==
          static_cast<std::size_t>(std::upper_bound(sums.begin(), sums.end(), number) -
                                   sums.begin()) -
              1);
}

} // namespace

TEST_CASE("T13 sum index: finds what a search over all sums finds") {
  const auto seed = std::random_device{}();
  CAPTURE(seed);
  std::mt19937_64 random{seed};
  const auto up_to = [&random](std::int64_t most) {
    return std::uniform_int_distribution<std::int64_t>{0, most}(random);
  };
  for (int round = 0; round < 200; ++round) {
    sum_index index;
    index.sums.push_back(0);
    const std::int64_t largest = std::int64_t{1} << up_to(36);
    for (std::int64_t left = up_to(700); left > 0; --left) // level stretches as well
      index.sums.push_back(index.total() + (up_to(3) == 0 ? 0 : up_to(largest)));
    index.seal();
    for (const std::int64_t sum : index.sums) {
      for (std::int64_t number = std::max<std::int64_t>(0, sum - 1);
           number <= std::min(sum + 1, index.total()); ++number)
        agrees_with_a_search(index, number);
    }
    for (int i = 0; i < 50; ++i)
      agrees_with_a_search(index, up_to(index.total()));
  }
}
