// The wheel's promises, one by one.
#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <limits>
#include <optional>
#include <utility>
#include <vector>

#include "caseclock/timer/wheel.hpp"
#include "delivery_log.hpp"

using namespace caseclock;
using namespace caseclock::test;

TEST_CASE("wheel: the example of its header") {
  caseclock::wheel wheel(0);
  auto tea = wheel.arm(180'000, 1);
  auto egg = wheel.arm(300'000, 2);
  CHECK(wheel.move(*egg, 240'000));
  CHECK(wheel.cancel(*tea));
  CHECK(wheel.next_deadline() == 240'000);
  const log_of log = advance_all(wheel, 1'000'000);
  CHECK(log == log_of{{240'000, 2}});
  CHECK(wheel.now() == 1'000'000);
  CHECK(wheel.empty());
}

TEST_CASE("wheel: an empty wheel") {
  wheel timers(-5);
  CHECK(timers.now() == -5);
  CHECK(timers.size() == 0);
  CHECK(timers.next_deadline() == std::nullopt);
  CHECK_FALSE(timers.cancel({}));
  CHECK_FALSE(timers.move({}, 10));
  CHECK_FALSE(timers.cancel({123'456, 1}));
  CHECK(timers.deadline_of({}) == std::nullopt);
  const advance_result done = timers.advance(7, 0, [](timer_handle, std::uint64_t, tick) {});
  CHECK(done.finished);
  CHECK(timers.now() == 7);
}

TEST_CASE("wheel: exact one tick before, at and after the boundary of every level") {
  const std::array<tick, 6> starts{0, -1, 1'700'000'000'123, -(tick{1} << 40), 0xffff'ffff, 255};
  for (const tick start : starts) {
    for (unsigned level = 0; level < 6; ++level) {
      const tick width = tick{1} << (8 * level);
      // The next multiples of the level's width, and multiples counted from the start.
      const tick aligned = (start / width + 2) * width;
      for (const tick edge : {aligned, start + width, start + 37 * width}) {
        wheel timers(start);
        arm(timers, edge + 1, 3);
        arm(timers, edge - 1, 1);
        arm(timers, edge, 2);
        CAPTURE(start);
        CAPTURE(edge);
        CHECK(timers.next_deadline() == edge - 1);
        CHECK(advance_all(timers, edge - 2).empty());
        CHECK(advance_all(timers, edge - 1) == log_of{{edge - 1, 1}});
        CHECK(timers.next_deadline() == edge);
        CHECK(advance_all(timers, edge) == log_of{{edge, 2}});
        CHECK(advance_all(timers, edge + 1) == log_of{{edge + 1, 3}});
      }
    }
  }
}

TEST_CASE("wheel: timers of one instant armed far apart in time keep the order of arming") {
  constexpr tick due = 40'000'000'000;
  wheel timers(0);
  std::uint64_t next = 0;
  log_of expected;
  // Neighbours force every bucket on the way to be split while the instant fills up.
  for (tick distance = due; distance > 0; distance /= 2) {
    for (tick neighbour = 1; neighbour <= 20; ++neighbour)
      arm(timers, due - distance / 2 + neighbour * (distance / 64), 1'000);
    advance_all(timers, due - distance);
    for (int i = 0; i < 3; ++i) {
      arm(timers, due, next);
      expected.push_back({due, next++});
    }
  }
  log_of at_due;
  for (const delivered& d : advance_all(timers, due)) {
    if (d.deadline == due && d.payload != 1'000)
      at_due.push_back(d);
  }
  CHECK(at_due == expected);
}

TEST_CASE("wheel: a moved timer counts as armed when it was moved") {
  wheel timers(0);
  const timer_handle a = arm(timers, 10, 1);
  arm(timers, 10, 2);
  CHECK(timers.move(a, 10));
  CHECK(timers.deadline_of(a) == 10);
  const timer_handle c = arm(timers, 5, 3);
  CHECK(timers.move(c, 10));
  CHECK(timers.next_deadline() == 10);
  CHECK(advance_all(timers, 10) == log_of{{10, 2}, {10, 1}, {10, 3}});
}

TEST_CASE("wheel: deadlines in the past are due at the next advance, in their order") {
  wheel timers(1'000);
  arm(timers, 1'000, 4);
  arm(timers, 500, 2);
  arm(timers, -300, 1);
  arm(timers, 500, 3);
  CHECK(timers.next_deadline() == -300);
  CHECK(advance_all(timers, 1'000) == log_of{{-300, 1}, {500, 2}, {500, 3}, {1'000, 4}});
  CHECK(timers.now() == 1'000);
}

TEST_CASE("wheel: advancing to a time already passed changes nothing") {
  wheel timers(100);
  arm(timers, 150, 1);
  CHECK(advance_all(timers, 40).empty());
  CHECK(timers.now() == 100);
  CHECK(timers.next_deadline() == 150);
  arm(timers, 60, 2);
  arm(timers, 80, 3);
  CHECK(advance_all(timers, 60) == log_of{{60, 2}}); // only what was armed for even earlier
  CHECK(timers.now() == 100);
  CHECK(timers.next_deadline() == 80);
}

TEST_CASE("wheel: deadlines beyond the horizon are refused, never clamped") {
  constexpr tick lowest = std::numeric_limits<tick>::min();
  constexpr tick highest = std::numeric_limits<tick>::max();
  for (const tick now : {tick{0}, tick{-77}, tick{1'700'000'000'000}}) {
    wheel timers(now);
    for (const tick beyond :
         {now + wheel::horizon + 1, now - wheel::horizon - 1, lowest, highest}) {
      const auto refused = timers.arm(beyond, 1);
      REQUIRE_FALSE(refused.ok());
      CHECK(refused.error().code == errc::horizon);
    }
    CHECK(timers.empty());
    const timer_handle last = arm(timers, now + wheel::horizon, 2);
    CHECK_FALSE(timers.move(last, now + wheel::horizon + 1));
    CHECK(timers.deadline_of(last) == now + wheel::horizon);
    const timer_handle first = arm(timers, now - wheel::horizon, 1);
    CHECK(timers.next_deadline() == now - wheel::horizon);
    CHECK(timers.deadline_of(first) == now - wheel::horizon);
    CHECK(advance_all(timers, now + wheel::horizon) ==
          log_of{{now - wheel::horizon, 1}, {now + wheel::horizon, 2}});
  }
  wheel early(lowest);
  CHECK_FALSE(early.arm(lowest, 1).ok()); // the lowest tick is no deadline
  arm(early, lowest + 1, 1);
  CHECK(advance_all(early, lowest + 1) == log_of{{lowest + 1, 1}});
  wheel late(highest);
  arm(late, highest, 1);
  CHECK(advance_all(late, highest) == log_of{{highest, 1}});
}

TEST_CASE("wheel: a jump past the last level") {
  wheel timers(0);
  arm(timers, 3, 1);
  arm(timers, wheel::horizon, 2);
  CHECK(advance_all(timers, tick{1} << 60) == log_of{{3, 1}, {wheel::horizon, 2}});
  CHECK(timers.now() == tick{1} << 60);
  arm(timers, (tick{1} << 60) + 5, 3);
  CHECK(advance_all(timers, (tick{1} << 60) + 5).size() == 1);
}

TEST_CASE("wheel: uptime past every power of two of the tick, and round the root many times") {
  wheel timers(0);
  for (unsigned bit = 1; bit < 62; ++bit) {
    const tick power = tick{1} << bit;
    advance_all(timers, power - 2);
    arm(timers, power + 1, 4);
    arm(timers, power - 1, 2);
    arm(timers, power, 3);
    arm(timers, power - 2, 1);
    CAPTURE(bit);
    CHECK(advance_all(timers, power + 1) ==
          log_of{{power - 2, 1}, {power - 1, 2}, {power, 3}, {power + 1, 4}});
  }
  wheel around(0);
  tick expected = 0;
  arm(around, 0, 0);
  around.advance(50 * wheel::horizon, no_limit, [&](timer_handle, std::uint64_t, tick deadline) {
    CHECK(deadline == expected);
    expected += wheel::horizon / 3;
    arm(around, expected, 0);
  });
  CHECK(expected > 50 * wheel::horizon);
}

TEST_CASE("wheel: a handle is refused once its timer was delivered or cancelled") {
  wheel timers(0);
  const timer_handle old = arm(timers, 1, 1);
  advance_all(timers, 1);
  CHECK_FALSE(timers.cancel(old));
  const timer_handle young = arm(timers, 5, 2); // takes the same cell
  CHECK(young.index == old.index);
  CHECK(young != old);
  CHECK_FALSE(timers.cancel(old));
  CHECK_FALSE(timers.move(old, 9));
  CHECK(timers.deadline_of(old) == std::nullopt);
  CHECK(timers.cancel(young));
  CHECK_FALSE(timers.cancel(young));
  CHECK(timers.empty());
  CHECK(timers.next_deadline() == std::nullopt);
  CHECK(advance_all(timers, 100).empty());
}

TEST_CASE("wheel: cancel, then arm again at the same instant") {
  wheel timers(0);
  const timer_handle first = arm(timers, 70'000, 1);
  arm(timers, 70'000, 2);
  CHECK(timers.cancel(first));
  arm(timers, 70'000, 3);
  CHECK(advance_all(timers, 70'000) == log_of{{70'000, 2}, {70'000, 3}});
}

TEST_CASE("wheel: next_deadline is exact while the earliest timers are cancelled one by one") {
  wheel timers(0);
  std::vector<std::pair<tick, timer_handle>> armed;
  for (tick i = 0; i < 3'000; ++i)
    armed.emplace_back(1'000'000 + (i * 7'919) % 3'001 * 31, timer_handle{});
  for (auto& [deadline, handle] : armed)
    handle = arm(timers, deadline, 0);
  std::sort(armed.begin(), armed.end(),
            [](const auto& a, const auto& b) { return a.first < b.first; });
  for (const auto& [deadline, handle] : armed) {
    REQUIRE(timers.next_deadline() == deadline);
    REQUIRE(timers.cancel(handle));
  }
  CHECK(timers.next_deadline() == std::nullopt);
}

TEST_CASE("wheel: a deadline armed or moved before the next one shows in next_deadline") {
  wheel timers(0);
  const timer_handle late = arm(timers, 900, 1);
  CHECK(timers.next_deadline() == 900);
  arm(timers, 800, 2);
  CHECK(timers.next_deadline() == 800);
  CHECK(timers.move(late, 700));
  CHECK(timers.next_deadline() == 700);
  CHECK(timers.move(late, 850));
  CHECK(timers.next_deadline() == 800);
}

TEST_CASE("wheel: a moved wheel goes on") {
  wheel timers(0);
  const timer_handle handle = arm(timers, 10, 1);
  wheel other(std::move(timers));
  CHECK(other.next_deadline() == 10);
  CHECK(other.move(handle, 20));
  wheel third(5);
  arm(third, 6, 9);
  third = std::move(other);
  CHECK(advance_all(third, 20) == log_of{{20, 1}});
}
