// What callbacks may do, and what a budget may interrupt.
#include <doctest/doctest.h>

#include <cstdint>
#include <optional>
#include <vector>

#include "caseclock/timer/wheel.hpp"
#include "delivery_log.hpp"

using namespace caseclock;
using namespace caseclock::test;

TEST_CASE("wheel callback: arming for the current instant fires after those already due") {
  wheel timers(0);
  for (std::uint64_t i = 1; i <= 3; ++i)
    arm(timers, 10, i);
  arm(timers, 11, 9);
  log_of log;
  timers.advance(20, no_limit, [&](timer_handle, std::uint64_t payload, tick deadline) {
    log.push_back({deadline, payload});
    CHECK(timers.now() == deadline);
    if (payload == 1) {
      arm(timers, timers.now(), 4);
      arm(timers, 12, 10);
    }
  });
  CHECK(log == log_of{{10, 1}, {10, 2}, {10, 3}, {10, 4}, {11, 9}, {12, 10}});
}

TEST_CASE("wheel callback: arming for the past fires next, and now() does not go back") {
  wheel timers(0);
  arm(timers, 10, 1);
  arm(timers, 10, 2);
  log_of log;
  timers.advance(20, no_limit, [&](timer_handle, std::uint64_t payload, tick deadline) {
    log.push_back({deadline, payload});
    CHECK(timers.now() == 10);
    if (payload == 1)
      arm(timers, 3, 7);
  });
  CHECK(log == log_of{{10, 1}, {3, 7}, {10, 2}});
}

TEST_CASE("wheel callback: its own timer can be armed again, and cancelled after that") {
  wheel timers(0);
  const timer_handle again = arm(timers, 10, 1);
  int calls = 0;
  timers.advance(100, no_limit, [&](timer_handle own, std::uint64_t, tick deadline) {
    CHECK(own == again);
    CHECK(timers.size() == 0);
    CHECK_FALSE(timers.cancel(own)); // delivered: there is nothing to cancel
    CHECK(timers.deadline_of(own) == std::nullopt);
    if (++calls < 4)
      CHECK(timers.move(own, deadline + 10));
  });
  CHECK(calls == 4);
  CHECK_FALSE(timers.cancel(again));

  const timer_handle once = arm(timers, 200, 2);
  timer_handle next{};
  timers.advance(300, no_limit, [&](timer_handle own, std::uint64_t payload, tick) {
    if (payload != 2)
      return;
    CHECK(timers.move(own, 250));
    CHECK(timers.cancel(own));
    CHECK_FALSE(timers.move(own, 260));
    next = arm(timers, 270, 3); // the same cell, while its former timer's callback still runs
    CHECK(next.index == own.index);
    CHECK(timers.move(next, 400));
  });
  CHECK_FALSE(timers.cancel(once));
  CHECK(timers.deadline_of(next) == 400);
}

TEST_CASE("wheel callback: cancel and move neighbours of the same and of other instants") {
  wheel timers(0);
  std::vector<timer_handle> handles;
  for (std::uint64_t i = 0; i < 8; ++i)
    handles.push_back(arm(timers, 10, i));
  const timer_handle later = arm(timers, 12, 20);
  const timer_handle last = arm(timers, 500'000, 21);
  log_of log;
  timers.advance(600'000, no_limit, [&](timer_handle, std::uint64_t payload, tick deadline) {
    log.push_back({deadline, payload});
    if (payload != 1)
      return;
    CHECK_FALSE(timers.cancel(handles[0])); // delivered
    CHECK(timers.cancel(handles[2]));       // the next one
    CHECK(timers.move(handles[3], 10));     // due, not yet delivered: to the end of its instant
    CHECK(timers.move(handles[4], 11));
    CHECK(timers.move(later, 10));
    CHECK(timers.move(last, 11));
    CHECK(timers.cancel(handles[7]));
    CHECK(timers.next_deadline() == 10);
  });
  CHECK(log == log_of{{10, 0}, {10, 1}, {10, 5}, {10, 6}, {10, 3}, {10, 20}, {11, 4}, {11, 21}});
}

TEST_CASE("wheel callback: stop ends the call, the next one goes on") {
  wheel timers(0);
  for (std::uint64_t i = 0; i < 5; ++i)
    arm(timers, 10, i);
  log_of log;
  const auto until_two = [&](timer_handle, std::uint64_t payload, tick deadline) {
    log.push_back({deadline, payload});
    return payload == 2 ? after_fire::stop : after_fire::go_on;
  };
  const advance_result part = timers.advance(50, no_limit, until_two);
  CHECK(part.fired == 3);
  CHECK_FALSE(part.finished);
  CHECK(timers.now() == 10);
  CHECK(timers.size() == 2);
  const advance_result rest = timers.advance(50, no_limit, until_two);
  CHECK(rest.fired == 2);
  CHECK(rest.finished);
  CHECK(timers.now() == 50);
}

TEST_CASE("wheel callback: the timers of one instant, taken together") {
  wheel timers(0);
  for (std::uint64_t i = 0; i < 40; ++i)
    arm(timers, 1'000 + static_cast<tick>(i % 4), i);
  std::vector<std::size_t> sizes;
  while (timers.next_deadline()) {
    const tick instant = *timers.next_deadline();
    std::size_t taken = 0;
    advance_result done;
    do {
      done = timers.advance(instant, 7, [&](timer_handle, std::uint64_t, tick deadline) {
        CHECK(deadline == instant);
        ++taken;
      });
    } while (!done.finished);
    sizes.push_back(taken);
  }
  CHECK(sizes == std::vector<std::size_t>{10, 10, 10, 10});
}

#if defined(__cpp_exceptions)
TEST_CASE("wheel callback: a timer whose callback throws counts as delivered") {
  wheel timers(0);
  const timer_handle first = arm(timers, 1, 1);
  arm(timers, 1, 2);
  CHECK_THROWS_AS(timers.advance(5, no_limit, [](timer_handle, std::uint64_t, tick) { throw 1; }),
                  int);
  CHECK_FALSE(timers.cancel(first));
  CHECK(timers.now() == 1);
  CHECK(advance_all(timers, 5) == log_of{{1, 2}});
}
#endif

TEST_CASE("wheel budget: it ends inside a bucket, and everything may be done before going on") {
  // 1,000 timers far away share one bucket, so that small budgets end between its splits too.
  constexpr tick base = 5'000'000'000;
  for (std::size_t budget = 1; budget < 60; budget += 7) {
    wheel timers(0);
    std::vector<timer_handle> handles;
    for (std::uint64_t i = 0; i < 1'000; ++i)
      handles.push_back(arm(timers, base + static_cast<tick>(i * 37 % 1'000) * 100, i));
    std::vector<bool> gone(1'000, false);
    tick last = 0;
    std::uint64_t extra = 0;
    std::size_t fired = 0;
    std::size_t cancelled = 0;
    advance_result done;
    for (std::uint64_t round = 0; !done.finished; ++round) {
      done = timers.advance(base + 200'000, budget,
                            [&](timer_handle, std::uint64_t payload, tick deadline) {
                              CHECK(deadline >= last);
                              last = deadline;
                              if (payload < 1'000) {
                                CHECK_FALSE(gone[payload]);
                                gone[payload] = true;
                              }
                            });
      CHECK(done.fired <= budget);
      fired += done.fired;
      const std::uint64_t victim = round * 131 % 1'000;
      const bool was_gone = gone[victim];
      CHECK(timers.cancel(handles[victim]) != was_gone);
      cancelled += was_gone ? 0 : 1;
      gone[victim] = true;
      if (timers.next_deadline()) {
        const tick next = *timers.next_deadline();
        CHECK(next >= last);
        if (extra < 50) { // before all others: must be next
          const timer_handle earlier = arm(timers, next - 1, 1'000 + extra++);
          CHECK(timers.next_deadline() == next - 1);
          CHECK(timers.move(earlier, next));
          CHECK(timers.next_deadline() == next);
        }
      }
    }
    CHECK(fired + cancelled == 1'000 + extra);
    CHECK(timers.empty());
  }
}

TEST_CASE("wheel budget: cancelling the earliest during a half-finished split") {
  wheel timers(0);
  std::vector<timer_handle> handles;
  for (std::uint64_t i = 0; i < 100; ++i)
    handles.push_back(arm(timers, tick{1} << 33 | static_cast<tick>(99 - i) << 12, i));
  const auto ignore = [](timer_handle, std::uint64_t, tick) {};
  for (std::uint64_t i = 99; i > 50; --i) {
    CHECK_FALSE(timers.advance(tick{1} << 34, 5, ignore).fired > 5);
    timers.cancel(handles[i]);
    const std::optional<tick> next = timers.next_deadline();
    REQUIRE(next);
    std::optional<tick> expected;
    for (const timer_handle handle : handles) {
      const std::optional<tick> deadline = timers.deadline_of(handle);
      if (deadline && (!expected || *deadline < *expected))
        expected = deadline;
    }
    CHECK(next == expected);
    if (timers.size() < 20)
      break;
  }
}

TEST_CASE("wheel budget: cancelling all that a half-finished split has left to do") {
  constexpr tick base = tick{1} << 33;
  wheel timers(0);
  std::vector<timer_handle> handles;
  for (std::uint64_t i = 0; i < 100; ++i) // a list that does not begin with its earliest
    handles.push_back(arm(timers, i == 5 ? base : base + static_cast<tick>(i + 1) * 5'000'000, i));
  CHECK(timers.advance(base, 10, [](timer_handle, std::uint64_t, tick) {}).fired == 0);
  for (std::size_t i = 99; i >= 10; --i)
    CHECK(timers.cancel(handles[i]));
  CHECK(timers.next_deadline() == base);
  CHECK(timers.move(handles[5], base + 60'000'000));
  CHECK(timers.next_deadline() == base + 5'000'000);
  const log_of log = advance_all(timers, base + 100'000'000);
  CHECK(log.size() == 10);
  CHECK(log.front() == delivered{base + 5'000'000, 0});
  CHECK(log.back() == delivered{base + 60'000'000, 5});
}

TEST_CASE("wheel budget: cancelling all that a half-finished split has done") {
  constexpr tick base = tick{1} << 33;
  wheel timers(0);
  std::vector<timer_handle> handles;
  for (std::uint64_t i = 0; i < 100; ++i)
    handles.push_back(arm(timers, i == 50 ? base : base + static_cast<tick>(i + 1) * 5'000'000, i));
  CHECK(timers.advance(base, 10, [](timer_handle, std::uint64_t, tick) {}).fired == 0);
  for (std::size_t i = 0; i < 10; ++i)
    CHECK(timers.cancel(handles[i]));
  CHECK(timers.next_deadline() == base);
  CHECK(advance_all(timers, tick{1} << 34).size() == 90);
  CHECK(timers.empty());
}

TEST_CASE("wheel budget: none delivers nothing, and finishes if nothing is due") {
  wheel timers(0);
  arm(timers, 10, 1);
  const auto ignore = [](timer_handle, std::uint64_t, tick) {};
  CHECK(timers.advance(9, 0, ignore).finished);
  CHECK(timers.now() == 9);
  const advance_result none = timers.advance(10, 0, ignore);
  CHECK_FALSE(none.finished);
  CHECK(none.fired == 0);
  CHECK(timers.now() == 9);
  const advance_result one = timers.advance(10, 1, ignore);
  CHECK(one.finished);
  CHECK(one.fired == 1);
}

TEST_CASE("wheel budget: endless arming for the current instant is bounded by it") {
  wheel timers(0);
  arm(timers, 1, 0);
  const advance_result done =
      timers.advance(5, 1'000, [&](timer_handle own, std::uint64_t, tick deadline) {
        timers.move(own, deadline);
      });
  CHECK(done.fired == 1'000);
  CHECK_FALSE(done.finished);
  CHECK(timers.now() == 1);
}
