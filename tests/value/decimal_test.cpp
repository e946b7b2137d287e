#include <doctest/doctest.h>

#include <cstdint>
#include <limits>
#include <random>
#include <string>

#include "caseclock/value/decimal.hpp"

using namespace caseclock;

namespace {
constexpr std::int64_t most = std::numeric_limits<std::int64_t>::max();
constexpr std::int64_t least = std::numeric_limits<std::int64_t>::min();

decimal d(std::string_view text) {
  return *parse_decimal(text);
}
} // namespace

TEST_CASE("decimal: reading is exact and writing gives it back") {
  CHECK(d("12.5").units == 125'000);
  CHECK(d("-0.0001").units == -1);
  CHECK(d("+3").units == 30'000);
  CHECK(d("0007.10").units == 71'000);
  CHECK(format_decimal(d("12.50")) == "12.5");
  CHECK(format_decimal(d("-0.0001")) == "-0.0001");
  CHECK(format_decimal(d("-12")) == "-12");
  CHECK(format_decimal(decimal{}) == "0");
  CHECK(format_decimal(decimal{most}) == "922337203685477.5807");
  CHECK(format_decimal(decimal{least}) == "-922337203685477.5808");
  CHECK(d("-922337203685477.5808").units == least);
}

TEST_CASE("decimal: what is none is refused with a reason") {
  for (const std::string bad :
       {"", "-", "+", ".5", "5.", "1e3", "1,5", " 1", "1 ", "0x10", "--1", "1.2.3", "1.23456",
        "922337203685477.5808", "99999999999999999999999999999999999999", "NaN", "１"}) {
    CAPTURE(bad);
    const auto parsed = parse_decimal(bad);
    REQUIRE_FALSE(parsed);
    CHECK(parsed.error().code == errc::parse);
    CHECK(parsed.error().message.size() > bad.size());
  }
  CHECK(parse_decimal("1.23456").error().message ==
        "\"1.23456\" has more than four decimal places");
}

TEST_CASE("decimal: products and quotients are rounded half to even") {
  CHECK(*checked_mul(d("0.0001"), d("0.5")) == d("0"));
  CHECK(*checked_mul(d("0.0003"), d("0.5")) == d("0.0002"));
  CHECK(*checked_mul(d("0.0005"), d("0.5")) == d("0.0002"));
  CHECK(*checked_mul(d("-0.0003"), d("0.5")) == d("-0.0002"));
  CHECK(*checked_mul(d("0.0003"), d("0.5001")) == d("0.0002"));
  CHECK(*checked_div(d("1"), d("3")) == d("0.3333"));
  CHECK(*checked_div(d("2"), d("3")) == d("0.6667"));
  CHECK(*checked_div(d("-2"), d("3")) == d("-0.6667"));
  CHECK(*checked_div(d("0.0001"), d("2")) == d("0"));
  CHECK(*checked_div(d("0.0003"), d("2")) == d("0.0002"));
  CHECK(*checked_div(d("0.0003"), d("-2")) == d("-0.0002"));
}

TEST_CASE("decimal: what does not fit is nothing, not something else") {
  CHECK_FALSE(checked_add(decimal{most}, decimal{1}));
  CHECK_FALSE(checked_sub(decimal{least}, decimal{1}));
  CHECK_FALSE(checked_mul(decimal{most}, d("1.5")));
  CHECK_FALSE(checked_div(decimal{most}, d("0.5")));
  CHECK_FALSE(checked_div(d("1"), decimal{}));
  CHECK(checked_mul(decimal{most}, d("1"))->units == most);
  CHECK_FALSE(to_decimal(922'337'203'685'478));
  CHECK(to_decimal(-922'337'203'685'477)->units == -9'223'372'036'854'770'000);
  CHECK(truncated(d("-1.9")) == -1);
  CHECK(is_whole(d("2.0")));
  CHECK_FALSE(is_whole(d("2.0001")));
}

TEST_CASE("decimal: ints say when they overflow") {
  CHECK_FALSE(checked_add(most, std::int64_t{1}));
  CHECK_FALSE(checked_sub(least, std::int64_t{1}));
  CHECK_FALSE(checked_mul(most, std::int64_t{2}));
  CHECK_FALSE(checked_div(least, std::int64_t{-1}));
  CHECK_FALSE(checked_mod(least, std::int64_t{-1}));
  CHECK_FALSE(checked_div(std::int64_t{1}, std::int64_t{0}));
  CHECK_FALSE(checked_mod(std::int64_t{1}, std::int64_t{0}));
  CHECK(*checked_div(std::int64_t{-7}, std::int64_t{2}) == -3);
  CHECK(*checked_mod(std::int64_t{-7}, std::int64_t{2}) == -1);
}

TEST_CASE("decimal: written and read again, random ones are the same") {
  const auto seed = std::uint64_t{20'260'306};
  CAPTURE(seed);
  std::mt19937_64 random(seed);
  for (int i = 0; i < 10'000; ++i) {
    const decimal one{static_cast<std::int64_t>(random() >> (random() % 64))};
    CHECK(d(format_decimal(one)) == one);
  }
}
