// The ledger of one clock, by itself: no workflow, real calendars.
#include <doctest/doctest.h>

#include "caseclock/runtime/ledger.hpp"
#include "runtime/office.hpp"

using namespace caseclock;
using namespace caseclock::testing;

namespace {

struct ledger_lab {
  std::shared_ptr<const calendar> hours_of_work = office();
  time_base base{hours_of_work.get()};
  clock_ledger ledger{};

  ledger_lab() = default;
  explicit ledger_lab(std::string_view from, duration budget = hours(15)) { begin(from, budget); }

  void begin(std::string_view from, duration budget) {
    CHECK(start(ledger, {0, calendar_id{0}, budget}, base, at(from), at(from), 1).ok());
  }
  pause_change reasons(std::uint64_t bits, std::string_view now) {
    const result<pause_change> change = take_reasons(ledger, base, bits, at(now));
    REQUIRE(change.ok());
    return *change;
  }
  [[nodiscard]] bool due_is(std::string_view expected) const {
    const result<instant> found = due(ledger, base);
    REQUIRE(found.ok());
    return *found == at(expected);
  }
  [[nodiscard]] duration used(std::string_view now) const {
    return elapsed(ledger, base, at(now)).value_or(duration{-1});
  }
  bool stop_at(std::string_view now) {
    const result<bool> met = stop(ledger, base, at(now));
    REQUIRE(met.ok());
    return *met;
  }
};

} // namespace

TEST_CASE("C1 ledger: a clock is idle until it starts") {
  const clock_ledger idle;
  CHECK(idle.state == clock_state::idle);
  CHECK_FALSE(is_open(idle));
  CHECK_FALSE(is_measuring(idle));
  const ledger_lab started{"06 15:00"};
  CHECK(started.ledger.state == clock_state::running);
  CHECK(started.ledger.cycle == 1);
  CHECK(is_measuring(started.ledger));
}

TEST_CASE("C3 C4 ledger: due is start plus budget in working time, over night and weekend") {
  const ledger_lab lab{"06 15:00"}; // Friday
  CHECK(lab.due_is("10 15:00"));    // 3 h Friday, 7.5 h Monday, 4.5 h Tuesday
  CHECK(lab.used("06 18:00") == hours(3));
  CHECK(lab.used("08 12:00") == hours(3));
  CHECK(lab.used("09 10:00") == hours(4));
}

TEST_CASE("C3 C4 ledger: elapsed time needs no calendar") {
  ledger_lab lab;
  lab.base = time_base{};
  lab.begin("06 15:00", hours(24));
  CHECK(lab.due_is("07 15:00"));
  CHECK(lab.used("07 16:00") == hours(25));
}

TEST_CASE("C3 C6 ledger: pauses take time out, pauses out of hours take none") {
  ledger_lab lab{"09 09:00"}; // Monday, due Tuesday 18:00
  CHECK(lab.due_is("10 18:00"));
  CHECK(lab.reasons(1, "09 19:00") == pause_change::paused);
  CHECK(lab.ledger.state == clock_state::paused);
  CHECK(lab.reasons(0, "10 08:00") == pause_change::resumed);
  CHECK(lab.due_is("10 18:00"));
  CHECK(lab.reasons(1, "10 10:00") == pause_change::paused);
  CHECK(lab.used("10 12:00") == minutes(510));
  CHECK(lab.reasons(0, "10 11:00") == pause_change::resumed);
  CHECK(lab.due_is("11 10:00"));
  CHECK(lab.ledger.segments.size() == 4); // measured, paused, measured, paused
}

TEST_CASE("C4 ledger: while paused there is no due time, but one if resumed now") {
  ledger_lab lab{"09 09:00"};
  lab.reasons(1, "09 10:00");
  CHECK_FALSE(is_measuring(lab.ledger));
  const result<instant> later = due_if_resumed(lab.ledger, lab.base, at("10 09:00"));
  REQUIRE(later.ok());
  CHECK(*later == at("11 17:00"));
}

TEST_CASE("C5 ledger: met if stopped at or before due, missed a moment later") {
  ledger_lab early{"06 15:00"};
  CHECK(early.stop_at("09 10:00"));
  CHECK(early.ledger.state == clock_state::met);
  ledger_lab exact{"06 15:00"};
  CHECK(exact.stop_at("10 15:00"));
  ledger_lab late{"06 15:00"};
  const result<bool> met = stop(late.ledger, late.base, at("10 15:00") + duration{1});
  REQUIRE(met.ok());
  CHECK_FALSE(*met);
  CHECK(late.ledger.state == clock_state::missed);
  CHECK(late.ledger.stopped);
}

TEST_CASE("C5 ledger: the time between a due at closing and the next opening is too late") {
  ledger_lab lab{"09 09:00", minutes(450)};
  CHECK(lab.due_is("09 18:00"));
  CHECK_FALSE(lab.stop_at("09 20:00"));
}

TEST_CASE("C5 ledger: a due that moves on to the opening may be met until then") {
  ledger_lab lab;
  lab.hours_of_work = generous_office();
  lab.base = time_base{lab.hours_of_work.get()};
  lab.begin("09 09:00", minutes(450));
  CHECK(lab.due_is("10 09:00"));
  CHECK(lab.stop_at("09 20:00"));
}

TEST_CASE("C5 C11 ledger: a breach that was told stays told, even at the very instant") {
  ledger_lab lab{"06 15:00"};
  lab.ledger.breached = true;
  lab.ledger.state = clock_state::missed;
  CHECK_FALSE(lab.stop_at("10 15:00"));
  CHECK(lab.ledger.state == clock_state::missed);
}

TEST_CASE("C7 ledger: reasons are kept before the start, and several hold together") {
  ledger_lab lab;
  CHECK(lab.reasons(1, "09 09:00") == pause_change::none);
  lab.begin("09 10:00", hours(15));
  CHECK(lab.ledger.state == clock_state::paused);
  CHECK(lab.used("09 15:00") == hours(0));
  CHECK(lab.reasons(3, "09 11:00") == pause_change::none);
  CHECK(lab.reasons(2, "09 11:30") == pause_change::none);
  CHECK(lab.reasons(0, "09 14:00") == pause_change::resumed);
  CHECK(lab.due_is("11 14:00"));
}

TEST_CASE("C9 ledger: carry keeps what was used, restart forgets it") {
  ledger_lab carry{"09 09:00"};
  CHECK(retarget(carry.ledger, {1, calendar_id{0}, hours(30)}, carry.base, carry.base,
                 carry_over::keep, at("09 12:00"))
            .ok());
  CHECK(carry.used("09 12:00") == hours(3));
  CHECK(carry.ledger.revision == 1);
  CHECK(carry.due_is("12 18:00"));
  ledger_lab restart{"09 09:00"};
  CHECK(retarget(restart.ledger, {1, calendar_id{0}, hours(30)}, restart.base, restart.base,
                 carry_over::drop, at("09 12:00"))
            .ok());
  CHECK(restart.used("09 12:00") == hours(0));
  CHECK(restart.due_is("13 12:00"));
}

TEST_CASE("C12 ledger: recompute measures every segment again, carry none") {
  const std::shared_ptr<const calendar> always = around_the_clock();
  for (const carry_over how : {carry_over::keep, carry_over::recompute}) {
    ledger_lab lab{"09 09:00"};
    lab.reasons(1, "09 12:00");
    lab.reasons(0, "09 13:00");
    CHECK(retarget(lab.ledger, {0, calendar_id{1}, hours(15)}, lab.base, time_base{always.get()},
                   how, at("09 15:00"))
              .ok());
    lab.base = time_base{always.get()};
    const bool again = how == carry_over::recompute;
    CHECK(lab.used("09 15:00") == (again ? minutes(300) : minutes(270)));
  }
}

TEST_CASE("C10 ledger: a due time in the past lies where the budget ran out") {
  ledger_lab lab{"09 09:00", hours(30)};
  CHECK(retarget(lab.ledger, {1, calendar_id{0}, minutes(450)}, lab.base, lab.base,
                 carry_over::keep, at("10 10:00"))
            .ok());
  CHECK(lab.due_is("09 18:00")); // not Tuesday 09:00, though as much was used up by then
}

TEST_CASE("C7 C13 ledger: a retroactive start into a pause counts the time before") {
  ledger_lab lab;
  lab.reasons(1, "09 09:00");
  CHECK(
      start(lab.ledger, {0, calendar_id{0}, hours(15)}, lab.base, at("09 09:00"), at("09 11:00"), 1)
          .ok());
  CHECK(lab.ledger.state == clock_state::paused);
  CHECK(lab.used("09 17:00") == hours(2));
}

TEST_CASE("C13 ledger: a new cycle starts from nothing, continue goes on") {
  ledger_lab lab{"09 09:00"};
  CHECK(lab.stop_at("09 12:00"));
  const clock_ledger stopped = lab.ledger;
  lab.begin("10 09:00", hours(15));
  CHECK(lab.ledger.cycle == 2);
  CHECK(lab.due_is("11 18:00"));
  lab.ledger = stopped;
  go_on(lab.ledger, at("10 09:00"));
  CHECK(lab.ledger.cycle == 1);
  CHECK(lab.ledger.state == clock_state::running);
  CHECK(lab.due_is("11 15:00"));
}

TEST_CASE("C18 ledger: percentages are floored and never negative") {
  CHECK(percent_used(hours(1), hours(3)) == 33);
  CHECK(percent_used(hours(3), hours(3)) == 100);
  CHECK(percent_used(hours(7), hours(3)) == 233);
  CHECK(percent_used(duration{-1}, hours(3)) == 0);
  CHECK(percent_used(hours(1), hours(0)) == 0);
}

TEST_CASE("T12 ledger: elapsed time ends with the supported years") {
  CHECK_FALSE(time_base{}.add(latest_instant, hours(1)).ok());
  CHECK(time_base{}.add(latest_instant, hours(1)).error().code == errc::horizon);
}
