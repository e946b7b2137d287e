// C1 to C18 against a naive model: random clocks with random histories, played by the engine and by
// clocks that count everything anew from their history at every step.
//
// A failing case is made smaller and printed as one line. To run that line alone:
//
//   CASECLOCK_CLOCK_CASE='clock=… event@…' caseclock_tests --test-case='C1 to C18: a given*'
#include <doctest/doctest.h>

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "runtime/clock_engine.hpp"
#include "runtime/clock_random.hpp"

using namespace oracle;

namespace {

struct played {
  std::vector<std::string> told{}; ///< by the engine
  std::string difference{};        ///< empty: both say the same
};

std::string shown(const std::string& what, const std::string& engine, const std::string& naive) {
  return what + "\n  the engine: " + engine + "\n  the oracle: " + naive;
}

/// The first line that only one of them tells, or that they tell differently.
std::string difference(const std::vector<std::string>& engine,
                       const std::vector<std::string>& naive) {
  for (std::size_t i = 0; i < std::max(engine.size(), naive.size()); ++i) {
    const std::string one = i < engine.size() ? engine[i] : "nothing";
    const std::string other = i < naive.size() ? naive[i] : "nothing";
    if (one != other)
      return shown("record " + std::to_string(i + 1), one, other);
  }
  return {};
}

/// What the engine is made to play instead, to see whether the oracle notices.
using mistake = std::function<void(history_case&)>;

/// Plays the case with both and compares records, clocks and the next deadline after every step.
played play(const history_case& made, const mistake& wrong = {}) {
  played result;
  history_case mistaken = made;
  if (wrong)
    wrong(mistaken);
  clock_engine engine{mistaken};
  naive::desk naive{made.clocks, known_hours::get().naive_sets()};
  engine.open(made.history.front().at);
  for (std::size_t i = 0; i < made.history.size() && result.difference.empty(); ++i) {
    engine.perform(mistaken.history[i], i);
    naive.perform(made.history[i]);
    const std::string after = "after " + happening_text(made.history[i]) + ", ";
    if (std::string other = difference(engine.told, naive.told); !other.empty())
      result.difference = after + other;
    const std::vector<std::string> views = engine.views();
    for (std::size_t k = 0; k < views.size() && result.difference.empty(); ++k) {
      if (views[k] != naive.view(k))
        result.difference =
            after + shown("clock " + std::to_string(k + 1), views[k], naive.view(k));
    }
    if (result.difference.empty() && engine.next_deadline() != naive.next_due())
      result.difference = after + shown("next deadline", naive::text_of(engine.next_deadline()),
                                        naive::text_of(naive.next_due()));
  }
  result.told = engine.told;
  return result;
}

history_case random_case(std::uint64_t seed) {
  dice random{seed};
  return clock_maker{random}.make();
}

/// The smallest case that fails.
std::string complaint(const history_case& failing, const mistake& wrong = {}) {
  const history_case least = shrunk(
      failing, simpler,
      [&](const history_case& made) { return !play(made, wrong).difference.empty(); }, 1'500);
  return "CASECLOCK_CLOCK_CASE='" + to_line(least) + "'\n" + play(least, wrong).difference;
}

} // namespace

TEST_CASE("C1 to C18: random histories agree with clocks that count from their history") {
  const std::uint64_t seed = first_seed(2'026);
  const std::uint64_t cases = case_count(600);
  std::size_t told = 0;
  int failures = 0;
  for (std::uint64_t i = 0; i < cases && failures < 3; ++i) {
    const history_case made = random_case(seed + i);
    const played both = play(made);
    told += both.told.size();
    if (both.difference.empty())
      continue;
    ++failures;
    FAIL_CHECK("seed ", seed + i, "\n", complaint(made));
  }
  MESSAGE("CASECLOCK_ORACLE_SEED=", seed, ": ", cases, " histories, ", told, " records compared");
  CHECK(told > cases * 3);
}

TEST_CASE("C1 to C18: a given case agrees with the oracle") {
  const std::string line = given_case("CASECLOCK_CLOCK_CASE");
  if (line.empty())
    return;
  const played both = play(history_case_of(line));
  for (const std::string& each : both.told)
    MESSAGE(each);
  CHECK(both.difference == "");
}

// Histories that the engine once played otherwise, as the oracle shrank them.
TEST_CASE("C9 C10 C13 histories: what once went wrong agrees with the oracle") {
  for (const char* line :
       {// `reopen: continue` goes on under what the data choose now, not at the next step
        "clock=targets:480wm,480wm/hours:0/milestones:due/reopen:continue "
        "event@2026-03-20T00:00:00Z/start event@2026-03-24T00:00:00Z/stop/priority:2 "
        "event@2026-03-25T00:00:00Z/start",
        // of an `every`, the later turns may lie ahead again while the first does not
        "clock=targets:480wm,990wm/hours:2/milestones:due,>2wd*2 "
        "event@2026-03-26T00:00:00Z/since:2026-03-23T09:15:00Z "
        "set@2026-03-29T00:00:00Z/priority:3",
        // milestones in working time of a clock in elapsed time follow the calendar at once
        "clock=targets:1020m/hours:0,2/milestones:>1ed*2,due event@2026-03-20T00:00:00Z/start "
        "event@2026-03-24T00:00:00Z/tier:2",
        // what is due is told before a re-calendar that changes nothing
        "clock=targets:480wm/hours:2/milestones:due event@2026-03-26T00:00:00+00:00/start "
        "recalendar@2026-04-02T00:00:00+00:00 restart@2026-04-03T00:00:00+00:00"}) {
    const history_case made = history_case_of(line);
    CAPTURE(line);
    CHECK(play(made).difference == "");
    CHECK(play(made).told.size() > 1);
  }
}

TEST_CASE("C1 to C18: every random history can be written down and read back") {
  for (std::uint64_t seed = 1; seed <= 100; ++seed) {
    const std::string line = to_line(random_case(seed));
    CHECK(to_line(history_case_of(line)) == line);
  }
}

// The oracle has to find what is wrong. Engines with one mistake each:
TEST_CASE("C1 to C18: the oracle finds an engine's mistake and shrinks it to its cause") {
  const auto found = [](const mistake& wrong) -> std::string {
    for (std::uint64_t seed = 1; seed < 400; ++seed) {
      const history_case made = random_case(seed);
      if (!play(made, wrong).difference.empty())
        return complaint(made, wrong);
    }
    return "nothing found";
  };
  const auto words = [](const std::string& line) {
    return parts_of(halves_of(line, '\n').first, ' ');
  };
  const std::string lost_pauses = found([](history_case& made) {
    for (happening& each : made.history)
      each.waits.reset();
  });
  CAPTURE(lost_pauses);
  CHECK(lost_pauses.find("/wait:") != std::string::npos);
  CHECK(words(lost_pauses).size() <= 3);
  const std::string restarted = found([](history_case& made) {
    for (clock_plan& each : made.clocks)
      each.on_retarget = retarget_policy::restart;
  });
  CAPTURE(restarted);
  CHECK(restarted.find("/priority:") != std::string::npos);
  CHECK(words(restarted).size() <= 4);
  const std::string too_early = found([](history_case& made) {
    for (clock_plan& each : made.clocks)
      for (milestone_plan& milestone : each.milestones)
        milestone.percent = milestone.percent > 2 ? milestone.percent - 1 : milestone.percent;
  });
  CAPTURE(too_early);
  CHECK(too_early.find('%') != std::string::npos);
  CHECK(words(too_early).size() <= 3);
}
