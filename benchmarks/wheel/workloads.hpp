// What the wheel and its peers do, one function for each workload. All but the first find a session
// as the workload before left it: loaded, aged, moved about.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include <benchmark/benchmark.h>

#include "wheel/session.hpp"

namespace caseclock::bench {

template <class C>
concept knows_next = requires(C& c) {
  { c.next() } -> std::same_as<tick>;
};
template <class C>
concept moves_batches = requires(C& c, const change<typename C::handle>* some) {
  c.move_batch(some, std::size_t{});
};
template <class C>
concept fires = requires(C& c) {
  c.advance(tick{}, [](std::uint32_t, tick) { return never; });
};
template <class C>
concept keeps_budget = requires(C& c) {
  c.advance(tick{}, std::size_t{}, [](std::uint32_t, tick) { return never; });
};

namespace workload {

template <class C> outcome arm(session<C>& s) {
  return {s.load()};
}

template <class C> outcome bytes_loaded(session<C>& s) {
  return {s.bytes_loaded()};
}

template <class C> outcome timed_moves(session<C>& s, const typename session<C>::changes& all) {
  const double began = cpu_now();
  for (const auto& each : all)
    s.it().move(each.timer, each.deadline);
  return {(cpu_now() - began) / static_cast<double>(all.size())};
}

template <class C> outcome random(session<C>& s) {
  s.age();
  return timed_moves(s, s.random_moves(s.operations()));
}

template <class C> outcome batched(session<C>& s) {
  constexpr std::size_t batch = 256;
  s.age();
  const auto all = s.random_moves(s.operations());
  const double began = cpu_now();
  for (std::size_t i = 0; i < all.size(); i += batch)
    s.it().move_batch(&all[i], std::min(batch, all.size() - i));
  return {(cpu_now() - began) / static_cast<double>(all.size())};
}

template <class C> outcome postpone(session<C>& s) {
  s.age();
  return timed_moves(s, s.postponements(s.operations()));
}

template <class C> outcome isolated(session<C>& s) {
  s.age();
  const auto all = s.random_moves(std::min<std::size_t>(s.operations(), 100'000));
  const double began = cpu_now();
  for (const auto& each : all) {
    s.it().move(each.timer, each.deadline);
    fence();
  }
  return {(cpu_now() - began) / static_cast<double>(all.size())};
}

template <class C> outcome next(session<C>& s) {
  s.age();
  constexpr int calls = 1'000'000;
  const double began = cpu_now();
  for (int i = 0; i < calls; ++i) {
    tick found = s.it().next();
    benchmark::DoNotOptimize(found);
    benchmark::ClobberMemory();
  }
  return {(cpu_now() - began) / calls};
}

/// A virtual day in steps of a second, with as many moves as there are timers: ns per timer that
/// was moved or fired.
template <class C> outcome mix(session<C>& s) {
  s.age();
  if (!std::exchange(s.settled, true))
    s.move_all();
  constexpr std::size_t steps = day / second;
  // Drawn hour by hour, so that the deadlines lie ahead; the drawing is not counted.
  constexpr std::size_t steps_drawn = steps / 24;
  outcome result;
  double took = 0;
  for (std::size_t first = 0; first < steps; first += steps_drawn) {
    auto all =
        s.random_moves(s.timers() * (first + steps_drawn) / steps - s.timers() * first / steps);
    for (auto& each : all)
      each.deadline += hour;
    const double began = cpu_now();
    for (std::size_t step = 0, i = 0; step < steps_drawn; ++step) {
      for (; i < all.size() * (step + 1) / steps_drawn; ++i)
        s.it().move(all[i].timer, all[i].deadline);
      s.advance(s.now() + second, true, result.fired);
    }
    took += cpu_now() - began;
  }
  result.value = took / static_cast<double>(s.timers() + result.fired.count);
  return result;
}

template <class C> outcome bytes_churned(session<C>& s) {
  return {s.bytes_now()};
}

/// An hour that is slept through from deadline to deadline: wake-ups per timer fired.
template <class C> outcome wakeups(session<C>& s) {
  s.age();
  outcome result;
  const tick until = s.now() + hour;
  std::uint64_t woken = 0;
  for (tick at = s.it().next(); at <= until; at = s.it().next()) {
    s.advance(at, true, result.fired);
    ++woken;
  }
  s.advance(until, true, result.fired);
  result.value = static_cast<double>(woken) / static_cast<double>(result.fired.count);
  return result;
}

template <class C> outcome cancel(session<C>& s) {
  s.age();
  const double took = s.cancel_all();
  s.draw();
  s.arm_all();
  return {took};
}

/// All are armed, four in five cancelled in random order, the rest fire in steps of a minute: ns
/// per timer.
template <class C> outcome life(session<C>& s) {
  s.age();
  return s.live();
}

/// Of a life its end: ns per timer fired.
template <class C> outcome drain(session<C>& s) {
  if (s.drains.empty())
    s.live();
  outcome result{s.drains.front().value, s.drains.front().fired};
  s.drains.erase(s.drains.begin());
  return result;
}

/// All timers are due within one second: the ms of the one call that fires them.
template <class C> outcome crowd(session<C>& s) {
  s.age();
  outcome result;
  const tick due = s.crowd();
  const double began = cpu_now();
  s.advance(due, false, result.fired);
  result.value = (cpu_now() - began) / 1e6;
  s.draw();
  s.arm_all();
  return result;
}

/// The same within a budget: the µs of the longest call.
template <class C> outcome sliced(session<C>& s) {
  constexpr std::size_t budget = 1'024;
  s.age();
  outcome result;
  const tick due = s.crowd();
  for (bool finished = false; !finished;) {
    const double began = cpu_now();
    finished = s.advance(due, budget, result.fired);
    result.value = std::max(result.value, (cpu_now() - began) / 1e3);
  }
  s.pass(due);
  s.draw();
  s.arm_all();
  return result;
}

/// Not a contender: a line for each timer, of which random ones are written to, with a fence.
inline outcome fenced_lines(std::size_t timers) {
  struct alignas(64) line {
    std::uint64_t word = 0;
  };
  std::vector<line> lines(timers);
  std::mt19937_64 random{7};
  std::vector<std::uint32_t> order(std::min<std::size_t>(timers, 100'000));
  for (std::uint32_t& each : order)
    each = static_cast<std::uint32_t>(random() % timers);
  const double began = cpu_now();
  for (const std::uint32_t each : order) {
    lines[each].word += each;
    fence();
  }
  return {(cpu_now() - began) / static_cast<double>(order.size())};
}

} // namespace workload
} // namespace caseclock::bench
