// The wheel against a sorted map, over random operations.
#include <doctest/doctest.h>

#include <cstdint>
#include <iterator>
#include <map>
#include <optional>
#include <random>
#include <utility>
#include <vector>

#include "caseclock/timer/wheel.hpp"
#include "delivery_log.hpp"

using namespace caseclock;
using namespace caseclock::test;

namespace {

/// Does everything twice, with the wheel and with the map, and counts where they differ.
class twins {
 public:
  twins(std::uint64_t seed, tick start, unsigned crowd)
      : random_(seed), crowd_(crowd), timers_(start), now_(start) {}

  void step() {
    const std::uint64_t choice = pick(100);
    if (choice < 45 || (choice < 97 && timers_.size() < crowd_ / 2))
      arm_one();
    else if (choice < 70)
      cancel_one();
    else if (choice < 85)
      move_one();
    else
      advance_some();
    if (expected_.size() > 2 * crowd_)
      cancel_one();
    compare();
  }
  [[nodiscard]] std::uint64_t differences() const { return differences_; }
  [[nodiscard]] std::uint64_t fired() const { return fired_; }

 private:
  using key = std::pair<tick, std::uint64_t>; // deadline, order of arming
  struct known {
    timer_handle handle;
    key at;
    bool live = false;
  };

  std::uint64_t pick(std::uint64_t below) { return random_() % below; }
  void expect(bool agreed) { differences_ += agreed ? 0 : 1; }

  /// From one tick to 100 years of milliseconds, each magnitude equally likely.
  tick span() {
    const std::uint64_t bits = pick(43);
    return static_cast<tick>((std::uint64_t{1} << bits) + pick(std::uint64_t{1} << bits)) %
           3'155'760'000'000;
  }
  tick some_deadline() {
    switch (pick(8)) {
    case 0: return now_;
    case 1: return now_ - span();
    case 2: return now_ + static_cast<tick>(pick(300));
    case 3: return expected_.empty() ? now_ : expected_.begin()->first.first;
    case 4: return ((now_ >> 16) + 1) << 16; // crowds
    case 5: return last_deadline_;
    default: return now_ + span();
    }
  }
  known* some_known() { return known_.empty() ? nullptr : &known_[pick(known_.size())]; }

  void arm_one() {
    const tick deadline = some_deadline();
    last_deadline_ = deadline;
    const std::uint64_t payload = known_.size();
    const auto armed = timers_.arm(deadline, payload);
    expect(armed.ok());
    known_.push_back({*armed, {deadline, ++order_}, true});
    expected_.emplace(known_.back().at, payload);
  }
  void cancel_one() {
    if (known* one = some_known()) {
      expect(timers_.cancel(one->handle) == one->live);
      if (one->live)
        expected_.erase(one->at);
      one->live = false;
    }
  }
  void move_one() {
    if (!known_.empty())
      move(pick(known_.size()));
  }
  void move(std::uint64_t payload) {
    known& one = known_[payload];
    const bool possible = one.live || delivering_ == payload;
    const tick deadline = some_deadline();
    expect(timers_.move(one.handle, deadline) == possible);
    if (!possible)
      return;
    expected_.erase(one.at);
    one.at = {deadline, ++order_};
    one.live = true;
    if (delivering_ == payload)
      delivering_.reset();
    expected_.emplace(one.at, payload);
  }

  after_fire delivered_one(timer_handle handle, std::uint64_t payload, tick deadline, tick to) {
    ++fired_;
    expect(!expected_.empty() && expected_.begin()->second == payload &&
           expected_.begin()->first.first == deadline && deadline <= to);
    known& own = known_[payload];
    expect(own.live && own.handle == handle);
    expected_.erase(own.at);
    own.live = false;
    now_ = now_ < deadline ? deadline : now_;
    expect(timers_.now() == now_);
    delivering_ = payload;
    for (std::uint64_t left = pick(4); left > 0; --left)
      interfere(payload);
    delivering_.reset();
    return pick(50) == 0 ? after_fire::stop : after_fire::go_on;
  }
  void interfere(std::uint64_t own) {
    switch (pick(8)) {
    case 0: arm_one(); break;
    case 1: cancel_one(); break;
    case 2: move(own); break;
    case 3: move_one(); break;
    case 4: compare(); break;
    default: break;
    }
  }

  /// Far now and then, which empties the wheel; mostly just far enough for a few timers.
  tick some_time() {
    if (pick(20) == 0)
      return now_ - span();
    if (pick(20 + crowd_) < 20 || expected_.empty())
      return now_ + span();
    return expected_.begin()->first.first + static_cast<tick>(pick(1U << pick(26)));
  }
  void advance_some() {
    const tick to = some_time();
    const std::size_t budget = pick(3) == 0 ? no_limit : pick(40);
    bool stopped = false;
    const advance_result done =
        timers_.advance(to, budget, [&](timer_handle handle, std::uint64_t payload, tick deadline) {
          const after_fire next = delivered_one(handle, payload, deadline, to);
          stopped = next == after_fire::stop;
          return next;
        });
    expect(done.fired <= budget);
    const bool rest = !expected_.empty() && expected_.begin()->first.first <= to;
    if (done.finished) {
      expect(!rest && !stopped);
      now_ = now_ < to ? to : now_;
    } else {
      expect(stopped || budget != no_limit);
    }
  }

  void compare() {
    expect(timers_.now() == now_);
    expect(timers_.size() == expected_.size());
    const std::optional<tick> next = timers_.next_deadline();
    expect(next.has_value() != expected_.empty());
    if (next && !expected_.empty())
      expect(*next == expected_.begin()->first.first);
    if (const known* one = some_known()) {
      const std::optional<tick> deadline = timers_.deadline_of(one->handle);
      expect(deadline == (one->live ? std::optional<tick>(one->at.first) : std::nullopt));
    }
  }

  std::mt19937_64 random_;
  unsigned crowd_;
  wheel timers_;
  tick now_;
  tick last_deadline_ = 0;
  std::uint64_t order_ = 0;
  std::optional<std::uint64_t> delivering_; ///< whose callback runs, until that arms it again
  std::map<key, std::uint64_t> expected_;
  std::vector<known> known_;
  std::uint64_t differences_ = 0;
  std::uint64_t fired_ = 0;
};

} // namespace

TEST_CASE("wheel: random operations agree with a sorted map") {
  std::uint64_t seed = 20'240'501;
  for (const unsigned crowd : {3U, 40U, 1'000U, 5'000U}) {
    for (const tick start : {tick{0}, tick{1'700'000'000'000}, tick{-5'000'000'000}}) {
      ++seed;
      CAPTURE(seed);
      CAPTURE(start);
      CAPTURE(crowd);
      twins both(seed, start, crowd);
      for (int i = 0; i < 40'000 && both.differences() == 0; ++i)
        both.step();
      CHECK(both.differences() == 0);
      CHECK(both.fired() > 1'000);
    }
  }
}
