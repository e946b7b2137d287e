// Milestones of one clock, by themselves: when they are reached, which is told.
#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "caseclock/runtime/milestones.hpp"
#include "runtime/office.hpp"

using namespace caseclock;
using namespace caseclock::testing;

namespace {

program_milestone percent(std::uint32_t p) {
  program_milestone made;
  made.kind = milestone_kind::percent;
  made.percent = p;
  return made;
}
program_milestone of(milestone_kind kind, time_amount amount = {}, std::uint32_t times = 1) {
  program_milestone made;
  made.kind = kind;
  made.amount = amount;
  made.times = times;
  return made;
}

struct milestone_lab {
  std::shared_ptr<const calendar> hours_of_work = office();
  program_clock clock{};
  clock_ledger ledger{};
  time_base base{hours_of_work.get()};

  milestone_lab(std::vector<program_milestone> milestones, std::string_view from, duration budget) {
    clock.milestones = std::move(milestones);
    CHECK(start(ledger, {0, calendar_id{0}, budget}, base, at(from), at(from),
                clock.milestones.size())
              .ok());
  }
  [[nodiscard]] clock_case here() const { return {&clock, &ledger, hours_of_work.get(), base}; }
  [[nodiscard]] bool next_is(std::size_t index, std::string_view when) const {
    const auto next = next_milestone(here());
    return next && next->index == index && next->due == at(when);
  }
  /// Index of what is told at that instant, -1 for nothing.
  int take(std::string_view now, milestone_reach reach = milestone_reach::past_and_now) {
    const auto taken = take_milestone(here(), ledger, at(now), reach);
    return taken ? static_cast<int>(taken->index) : -1;
  }
};

} // namespace

TEST_CASE("C8 milestones: a percentage is rounded up, never early") {
  milestone_lab lab{{percent(33), of(milestone_kind::due)}, "09 09:00", duration{1000}};
  const auto next = next_milestone(lab.here());
  REQUIRE(next);
  CHECK(next->due == at("09 09:00") + duration{330});
  lab.ledger.budget = duration{1001};
  CHECK(next_milestone(lab.here())->due == at("09 09:00") + duration{331});
}

TEST_CASE("C8 milestones: warnings, breach and escalations come in order, each once") {
  milestone_lab lab{{of(milestone_kind::every, working_hours(2), 2),
                     of(milestone_kind::after, working_hours(1)), of(milestone_kind::due),
                     percent(50), of(milestone_kind::before, working_hours(1))},
                    "09 09:00",
                    minutes(450)};
  CHECK(lab.next_is(3, "09 14:15"));
  CHECK(lab.take("09 14:15") == 3);
  CHECK(lab.take("09 14:15") == -1);
  CHECK(lab.next_is(4, "09 17:00"));
  CHECK(lab.take("09 17:00") == 4);
  CHECK(lab.next_is(2, "09 18:00"));
  CHECK(lab.take("09 18:00") == 2);
  CHECK(lab.ledger.breached);
  CHECK(lab.ledger.state == clock_state::missed);
  CHECK(lab.next_is(1, "10 10:00"));
  CHECK(lab.take("10 10:00") == 1);
  CHECK(lab.next_is(0, "10 11:00"));
  CHECK(lab.take("10 11:00") == 0);
  CHECK(lab.next_is(0, "10 14:30"));
  CHECK(lab.take("10 14:30") == 0);
  CHECK_FALSE(next_milestone(lab.here()).has_value());
}

TEST_CASE("C8 milestones: before a target that is shorter means at once") {
  milestone_lab lab{{of(milestone_kind::before, working_hours(3)), of(milestone_kind::due)},
                    "09 09:00",
                    hours(2)};
  CHECK(lab.next_is(0, "09 09:00"));
}

TEST_CASE("C8 milestones: elapsed amounts on a working clock count from the promise") {
  milestone_lab lab{{of(milestone_kind::before, elapsed_hours(20)), of(milestone_kind::due),
                     of(milestone_kind::after, elapsed_hours(24))},
                    "06 15:00",
                    hours(4)}; // due Monday 10:00
  CHECK(lab.next_is(0, "08 14:00"));
  CHECK(lab.take("08 14:00") == 0);
  CHECK(lab.take("09 10:00") == 1);
  CHECK(lab.next_is(2, "10 10:00"));
}

TEST_CASE("C8 milestones: working days after keep the wall-clock time") {
  milestone_lab lab{{of(milestone_kind::due), of(milestone_kind::every, working_days(1), 3)},
                    "06 15:00",
                    hours(15)}; // due Tuesday 15:00
  CHECK(lab.take("10 15:00") == 0);
  CHECK(lab.next_is(1, "11 15:00"));
  CHECK(lab.take("11 15:00") == 1);
  CHECK(lab.take("12 15:00") == 1);
  CHECK(lab.next_is(1, "13 15:00"));
}

TEST_CASE("C6 milestones: nothing is due while paused, and the threshold at the pause on resume") {
  milestone_lab lab{{percent(50), of(milestone_kind::due)}, "09 09:00", hours(6)};
  REQUIRE(take_reasons(lab.ledger, lab.base, 1, at("09 12:00")).ok()); // exactly 50 %
  CHECK_FALSE(next_milestone(lab.here()).has_value());
  CHECK(lab.take("10 10:00") == -1);
  REQUIRE(take_reasons(lab.ledger, lab.base, 0, at("10 10:00")).ok());
  CHECK(lab.next_is(0, "10 10:00"));
}

TEST_CASE("C10 milestones: a used-up budget gives one breach and no warnings") {
  milestone_lab lab{{percent(50), percent(80), of(milestone_kind::due)}, "09 09:00", hours(3)};
  const auto taken = take_milestone(lab.here(), lab.ledger, at("09 15:00"), milestone_reach::past);
  REQUIRE(taken);
  CHECK(taken->rank == milestone_rank::breach);
  CHECK(taken->due == at("09 12:00"));
  CHECK(lab.take("09 15:00") == -1);
}

TEST_CASE("C10 milestones: of crossed warnings the highest alone is told") {
  milestone_lab lab{{percent(80), percent(50), of(milestone_kind::due)}, "09 09:00", hours(3)};
  CHECK(lab.take("09 11:50", milestone_reach::past) == 0);
  CHECK(lab.take("09 11:50", milestone_reach::past) == -1);
  CHECK(lab.next_is(2, "09 12:00"));
}

TEST_CASE("C10 milestones: of crossed escalations the highest alone, at its last turn") {
  milestone_lab lab{{of(milestone_kind::due), of(milestone_kind::every, working_hours(1), 10)},
                    "09 09:00",
                    hours(1)};
  CHECK(lab.take("09 17:15", milestone_reach::past) == 0);
  const auto last = take_milestone(lab.here(), lab.ledger, at("09 17:15"), milestone_reach::past);
  REQUIRE(last);
  CHECK(last->repetition == 5);
  CHECK(last->due == at("09 16:30"));
  CHECK(lab.next_is(1, "09 17:30"));
}

TEST_CASE("C5 milestones: what is due exactly now is told only when the instant closes") {
  milestone_lab lab{{of(milestone_kind::due)}, "09 09:00", hours(3)};
  CHECK(lab.take("09 12:00", milestone_reach::past) == -1);
  CHECK(lab.take("09 12:00", milestone_reach::past_and_now) == 0);
}

TEST_CASE("C9 milestones: what is no longer reached is re-armed, what is stays told") {
  milestone_lab lab{{percent(50), percent(80), of(milestone_kind::due)}, "09 09:00", hours(3)};
  CHECK(lab.take("09 10:30") == 0);
  CHECK(lab.take("09 11:24") == 1);
  REQUIRE(retarget(lab.ledger, {1, calendar_id{0}, hours(4)}, lab.base, lab.base, carry_over::keep,
                   at("09 11:30"))
              .ok());
  rearm(lab.here(), lab.ledger, at("09 11:30"));
  CHECK(lab.ledger.fired == std::vector<std::uint32_t>{1, 0, 0});
  CHECK(lab.next_is(1, "09 13:42"));
}

TEST_CASE("C11 milestones: a longer target does not take a breach back") {
  milestone_lab lab{
      {percent(50), of(milestone_kind::due), of(milestone_kind::after, working_hours(1))},
      "09 09:00",
      hours(1)};
  CHECK(lab.take("09 09:30") == 0);
  CHECK(lab.take("09 10:00") == 1);
  REQUIRE(retarget(lab.ledger, {1, calendar_id{0}, hours(2)}, lab.base, lab.base, carry_over::keep,
                   at("09 10:15"))
              .ok());
  rearm(lab.here(), lab.ledger, at("09 10:15"));
  CHECK(lab.ledger.breached);
  CHECK(lab.next_is(2, "09 12:00"));
}

TEST_CASE("C15 milestones: at one instant the warning is told before the breach") {
  milestone_lab lab{{of(milestone_kind::due), percent(50)}, "09 09:00", duration{1}};
  const instant now = at("09 09:00") + duration{1};
  const auto first = take_milestone(lab.here(), lab.ledger, now, milestone_reach::past_and_now);
  REQUIRE(first);
  CHECK(first->rank == milestone_rank::warning);
  const auto second = take_milestone(lab.here(), lab.ledger, now, milestone_reach::past_and_now);
  REQUIRE(second);
  CHECK(second->rank == milestone_rank::breach);
}

TEST_CASE("C8 milestones: after the breach no warning is told any more") {
  milestone_lab lab{{of(milestone_kind::due), percent(50)}, "09 09:00", hours(3)};
  CHECK(lab.take("09 15:00", milestone_reach::past) == 0);
  CHECK_FALSE(next_milestone(lab.here()).has_value());
}
