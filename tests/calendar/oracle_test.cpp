// T2 to T10 against brute force: random calendars in difficult zones, around difficult dates.
//
// A failing case is made smaller and printed as one line. To run that line alone:
//
//   CASECLOCK_CALENDAR_CASE='zone=… ask=add …' caseclock_tests --test-case='T2 to T10: a given*'
#include <doctest/doctest.h>

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "calendar/oracle_random.hpp"

using namespace oracle;

namespace {

std::string show(const calendar_case& asked, answer found) {
  if (!found)
    return "no answer";
  switch (asked.asked.kind) {
  case question_kind::is_open: return *found == 1 ? "open" : "closed";
  case question_kind::between: return std::to_string(*found) + " ms";
  case question_kind::add:
  case question_kind::next_open:
  case question_kind::prev_close:
  case question_kind::add_days:
  case question_kind::end_of_day: break;
  }
  return format_instant(instant_from_ms(*found), zone_named(asked.hours.zone.value));
}

naive::grid brute_force(const calendar_case& asked) {
  return {asked.hours, zone_named(asked.hours.zone.value), asked.since,
          std::chrono::seconds{asked.step_s}, asked.cells()};
}

bool within(const calendar_case& made) {
  const instant end = made.since + std::chrono::days{made.days};
  return made.since <= made.asked.t && made.asked.t < end && made.since <= made.asked.u &&
         made.asked.u < end;
}

/// Whoever answers questions about a definition; nothing if it is none.
using answering = std::function<std::optional<answer>(const calendar_case&)>;

std::optional<answer> library(const calendar_case& asked) {
  const report<calendar> compiled =
      compile_calendar(asked.hours, zone_named(asked.hours.zone.value));
  if (!compiled)
    return std::nullopt;
  return std::optional<answer>{std::in_place, ask(*compiled.value, asked.asked)};
}

bool disagrees(const calendar_case& asked, const answering& other) {
  calendar_case made = asked;
  if (made.asked.kind != question_kind::between)
    made.asked.u = made.asked.t;
  if (!within(made))
    return false;
  const std::optional<answer> theirs = other(made);
  if (!theirs)
    return false;
  const answer ours = ask(brute_force(made), made.hours.due_at_close, made.asked);
  return ours && ours != *theirs;
}

/// The smallest case that fails, and what both say.
std::string complaint(const calendar_case& asked, const answering& other) {
  const calendar_case least = shrunk(
      asked, simpler, [&](const calendar_case& made) { return disagrees(made, other); }, 600);
  return "CASECLOCK_CALENDAR_CASE='" + to_line(least) + "'\n  the library says " +
         show(least, *other(least)) + ", brute force says " +
         show(least, ask(brute_force(least), least.hours.due_at_close, least.asked));
}

struct tally {
  int calendars = 0;
  int answers = 0;
  int failures = 0;
};

/// One random calendar and some questions to it.
void run_case(std::uint64_t seed, const scale& grain, int questions, tally& sum) {
  dice random{seed};
  calendar_maker maker{random, grain};
  calendar_case made = maker.make();
  const report<calendar> compiled = compile_calendar(made.hours, zone_named(made.hours.zone.value));
  if (!compiled)
    return;
  ++sum.calendars;
  const naive::grid cells = brute_force(made);
  for (int i = 0; i < questions; ++i) {
    made.asked = maker.ask_something(made, cells);
    const answer expected = ask(cells, made.hours.due_at_close, made.asked);
    if (!expected)
      continue;
    ++sum.answers;
    if (ask(*compiled.value, made.asked) == expected)
      continue;
    ++sum.failures;
    FAIL_CHECK("seed ", seed, "\n", complaint(made, library));
    return;
  }
}

tally run(std::uint64_t seed, std::uint64_t cases, const scale& grain, int questions) {
  tally sum;
  for (std::uint64_t i = 0; i < cases && sum.failures < 3; ++i)
    run_case(seed + i, grain, questions, sum);
  MESSAGE("CASECLOCK_ORACLE_SEED=", seed, ": ", sum.calendars, " calendars, ", sum.answers,
          " answers compared");
  return sum;
}

} // namespace

TEST_CASE("T2 to T10: random calendars agree with brute force over weeks") {
  const tally sum = run(first_seed(20'260'306), case_count(240), coarse, 50);
  CHECK(sum.calendars * 2 > static_cast<int>(case_count(240)));
}

TEST_CASE("T2 to T10: random calendars agree with brute force second by second") {
  const tally sum = run(first_seed(9'000), case_count(240) / 30, fine, 40);
  CHECK(sum.calendars > 0);
}

TEST_CASE("T2 to T10: a given case agrees with brute force") {
  const std::string line = given_case("CASECLOCK_CALENDAR_CASE");
  if (line.empty())
    return;
  const calendar_case made = calendar_case_of(line);
  REQUIRE(library(made).has_value());
  MESSAGE("the library says ", show(made, *library(made)), ", brute force says ",
          show(made, ask(brute_force(made), made.hours.due_at_close, made.asked)));
  CHECK_FALSE(disagrees(made, library));
}

TEST_CASE("T2 to T10: every random case can be written down and read back") {
  for (std::uint64_t seed = 1; seed <= 100; ++seed) {
    dice random{seed};
    calendar_maker maker{random, coarse};
    calendar_case made = maker.make();
    made.asked = maker.ask_something(made, brute_force(made));
    const std::string line = to_line(made);
    CHECK(to_line(calendar_case_of(line)) == line);
  }
}

// The oracle has to find what is wrong. Libraries with one mistake each:
TEST_CASE("T2 to T10: brute force finds a library's mistake and shrinks it to its cause") {
  const auto found = [](const answering& wrong) -> std::string {
    for (std::uint64_t seed = 1; seed < 400; ++seed) {
      dice random{seed};
      calendar_maker maker{random, coarse};
      calendar_case made = maker.make();
      made.asked = maker.ask_something(made, brute_force(made));
      if (disagrees(made, wrong))
        return complaint(made, wrong);
    }
    return "nothing found";
  };
  const std::string holidays = found([](calendar_case asked) {
    asked.hours.holidays.clear();
    return library(asked);
  });
  CAPTURE(holidays);
  CHECK(holidays.find("holidays=") != std::string::npos);
  CHECK(holidays.find("extra=") == std::string::npos);
  CHECK(holidays.find("breaks=") == std::string::npos);
  const std::string at_closing = found([](calendar_case asked) {
    asked.hours.due_at_close = close_policy::closing;
    return library(asked);
  });
  CAPTURE(at_closing);
  CHECK(at_closing.find("due_at_close=next_opening") != std::string::npos);
  CHECK(at_closing.find("ask=add") != std::string::npos);
  const std::string one_ms = found([](const calendar_case& asked) {
    auto made = library(asked);
    if (made && *made && asked.asked.kind == question_kind::next_open)
      ++**made;
    return made;
  });
  CAPTURE(one_ms);
  CHECK(one_ms.find("ask=next_open") != std::string::npos);
}
