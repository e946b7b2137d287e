// Memory: handles that outlive their pages, memory that comes back, an allocator that says no.
#include <doctest/doctest.h>

#include <cstddef>
#include <cstdint>
#include <limits>
#include <new>
#include <vector>

#include "caseclock/timer/detail/timer_cells.hpp"
#include "caseclock/timer/wheel.hpp"
#include "delivery_log.hpp"

using namespace caseclock;
using namespace caseclock::test;

namespace {

/// While positive, so many more non-throwing allocations of this thread succeed; at 0 none does.
constexpr long all_succeed = -1;
thread_local long allocations_left = all_succeed;

bool may_allocate() {
  if (allocations_left > 0)
    --allocations_left;
  return allocations_left != 0;
}

struct scarce_memory {
  explicit scarce_memory(long allocations) { allocations_left = allocations + 1; }
  scarce_memory(const scarce_memory&) = delete;
  scarce_memory& operator=(const scarce_memory&) = delete;
  ~scarce_memory() { allocations_left = all_succeed; }
};

} // namespace

// The library's own versions do the same, but cannot be told to fail.
void* operator new(std::size_t size, const std::nothrow_t&) noexcept {
  return may_allocate() ? ::operator new(size) : nullptr;
}
void* operator new[](std::size_t size, const std::nothrow_t&) noexcept {
  return may_allocate() ? ::operator new[](size) : nullptr;
}

TEST_CASE("wheel memory: without memory arming is refused, and the rest goes on") {
  for (long allocations = 0; allocations < 4; ++allocations) {
    wheel timers(0);
    std::uint64_t armed = 0;
    {
      const scarce_memory scarce(allocations);
      for (;; ++armed) {
        const auto one = timers.arm(static_cast<tick>(armed), armed);
        if (!one) {
          CHECK(one.error().code == errc::limit);
          break;
        }
        REQUIRE(armed < 10'000);
      }
    }
    CHECK(timers.size() == armed);
    CHECK(timers.arm(5'000, 7).ok()); // memory is there again
    CHECK(advance_all(timers, 10'000).size() == armed + 1);
  }
}

TEST_CASE("wheel memory: without memory to split a bucket the order stays exact") {
  for (long allocations = 0; allocations < 6; ++allocations) {
    wheel timers(0);
    std::vector<timer_handle> handles;
    log_of expected;
    for (std::uint64_t i = 0; i < 300; ++i)
      handles.push_back(arm(timers, 7'000'000 + static_cast<tick>(i % 30) * 1'000, i));
    for (std::uint64_t i = 30; i < 60; ++i) // moved: to the end of their instants
      CHECK(timers.move(handles[i], *timers.deadline_of(handles[i])));
    CHECK(timers.cancel(handles[0]));
    for (std::uint64_t instant = 0; instant < 30; ++instant) {
      for (std::uint64_t row = 0; row < 10; ++row) {
        if (row != 1 && instant + row != 0)
          expected.push_back({7'000'000 + static_cast<tick>(instant) * 1'000, instant + 30 * row});
      }
      expected.push_back({7'000'000 + static_cast<tick>(instant) * 1'000, instant + 30});
    }
    const scarce_memory scarce(allocations);
    CHECK(timers.next_deadline() == 7'000'000);
    CHECK(advance_all(timers, 8'000'000) == expected);
  }
}

TEST_CASE("wheel memory: it comes back after a peak") {
  wheel timers(0);
  const auto round = [&] {
    std::vector<timer_handle> handles;
    for (std::uint64_t i = 0; i < 100'000; ++i)
      handles.push_back(arm(timers, timers.now() + 1 + static_cast<tick>(i * 7'919 % 100'003), i));
    CHECK(timers.bytes() > 3'200'000);
    CHECK(timers.bytes() < 4'000'000);
    for (std::size_t i = 0; i < handles.size(); i += 2)
      CHECK(timers.cancel(handles[i]));
    advance_all(timers, timers.now() + 100'003);
    for (const timer_handle& handle : handles)
      CHECK_FALSE(timers.cancel(handle)); // refused, though their pages are gone
  };
  round();
  const std::size_t after = timers.bytes();
  CHECK(after < 200'000);
  round();
  CHECK(timers.bytes() == after);
}

TEST_CASE("wheel memory: a page that comes back remembers its generations") {
  detail::timer_cells cells;
  std::vector<timer_handle> old;
  for (int i = 0; i < 4'096; ++i) {
    const std::uint32_t index = cells.take();
    cells[index].bucket = 0;
    old.push_back({index, cells[index].generation});
  }
  const std::size_t peak = cells.bytes();
  for (const timer_handle& handle : old)
    cells.release(handle.index);
  CHECK(cells.bytes() < peak / 2);
  for (const timer_handle& handle : old) {
    const std::uint32_t index = cells.take();
    cells[index].bucket = 0;
    CHECK(cells.find(handle) == nullptr);
  }
  CHECK(cells.bytes() == peak);
  for (const timer_handle& handle : old)
    CHECK(cells.find(handle) == nullptr);
}

TEST_CASE("wheel memory: a cell whose generations are used up is never used again") {
  detail::timer_cells cells(std::numeric_limits<std::uint32_t>::max() - 1);
  std::vector<std::uint32_t> indices;
  for (int i = 0; i < 4; ++i) {
    const std::uint32_t index = cells.take();
    cells[index].bucket = 0;
    CHECK(cells[index].generation != 0);
    indices.push_back(index);
    const timer_handle handle{index, cells[index].generation};
    CHECK(cells.find(handle) != nullptr);
    cells.release(index);
    CHECK(cells.find(handle) == nullptr);
    CHECK(cells.find({index, 0}) == nullptr);
  }
  CHECK(indices == std::vector<std::uint32_t>{0, 0, 1, 1});
}
