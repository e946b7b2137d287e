#include <doctest/doctest.h>

#include <limits>

#include "caseclock/value/compare.hpp"

using namespace caseclock;

TEST_CASE("compare: ints and decimals are one number line") {
  CHECK(*compare(1, 2) == std::strong_ordering::less);
  CHECK(*compare(2, decimal{15'000}) == std::strong_ordering::greater);
  CHECK(equivalent(1, decimal{10'000}));
  CHECK_FALSE(equivalent(1, decimal{10'001}));
  CHECK(*compare(std::numeric_limits<std::int64_t>::max(),
                 decimal{std::numeric_limits<std::int64_t>::max()}) ==
        std::strong_ordering::greater);
}

TEST_CASE("compare: each kind has its order, different kinds none") {
  CHECK(*compare("a", "b") == std::strong_ordering::less);
  CHECK(*compare("é", "z") == std::strong_ordering::greater);
  CHECK(*compare(false, true) == std::strong_ordering::less);
  CHECK(*compare(duration{1}, duration{1}) == std::strong_ordering::equal);
  CHECK(*compare(civil_date{std::chrono::days{1}}, civil_date{std::chrono::days{2}}) ==
        std::strong_ordering::less);
  CHECK(*compare(instant_from_ms(2), instant_from_ms(1)) == std::strong_ordering::greater);
  CHECK_FALSE(compare(1, "1"));
  CHECK_FALSE(compare(value{}, value{}));
  CHECK_FALSE(compare(value_list{}, value_list{}));
  CHECK_FALSE(compare(instant_from_ms(0), duration{0}));
}

TEST_CASE("compare: equality is deep and forgives the order of record fields") {
  CHECK(equivalent(value{}, value{}));
  CHECK_FALSE(equivalent(value{}, false));
  CHECK(equivalent(value_list{1, value_list{2}}, value_list{decimal{10'000}, value_list{2}}));
  CHECK_FALSE(equivalent(value_list{1}, value_list{1, 2}));
  CHECK(equivalent(value_record{{"a", 1}, {"b", 2}}, value_record{{"b", 2}, {"a", 1}}));
  CHECK_FALSE(equivalent(value_record{{"a", 1}}, value_record{{"b", 1}}));
}
