// T2 to T10 against brute force: random calendars in difficult zones, around difficult dates.

#include <doctest/doctest.h>

#include <array>
#include <cstdint>
#include <random>
#include <string>
#include <vector>

#include "calendar/naive_calendar.hpp"
#include "caseclock/calendar/compile.hpp"
#include "caseclock/time/iso8601.hpp"
#include "caseclock/time/tzdb.hpp"

using namespace caseclock;

namespace {

class random_source {
 public:
  explicit random_source(std::uint64_t seed) : engine_(seed) {}
  /// low … high; the same on every platform, which std::uniform_int_distribution is not.
  std::int64_t number(std::int64_t low, std::int64_t high) {
    return low + static_cast<std::int64_t>(engine_() % static_cast<std::uint64_t>(high - low + 1));
  }
  bool one_in(std::int64_t n) { return number(1, n) == 1; }

 private:
  std::mt19937_64 engine_;
};

/// The size of the grid's cells; every window begins and ends on it.
struct scale {
  std::int32_t step_s;
  std::int64_t days_before;
  std::int64_t days_after;
};
constexpr scale coarse{300, 12, 16};
constexpr scale fine{1, 1, 2};

std::vector<local_window> random_windows(random_source& random, std::int32_t step) {
  const auto at = [&](std::int64_t low, std::int64_t high) {
    return static_cast<std::int32_t>(random.number(low * 3600 / step, high * 3600 / step)) * step;
  };
  switch (random.number(0, 7)) {
  case 0: return {};
  case 1: return {{9 * 3600, 12 * 3600}, {13 * 3600 + 1800, 18 * 3600}};
  case 2: return {{22 * 3600, 6 * 3600}};
  case 3: return {{0, 86400}};
  case 4: return {{at(0, 3), at(4, 12)}, {at(20, 23), at(0, 0)}};
  case 5: return {{at(1, 2), at(3, 4)}, {at(3, 4) + 3600, at(6, 9)}, {at(18, 23), at(0, 5)}};
  case 6: return {{at(12, 23), at(1, 11)}};
  default: return {{at(0, 10), at(11, 23)}};
  }
}

calendar_definition random_calendar(random_source& random, civil_date around, const scale& grain) {
  calendar_definition made;
  made.name.value = "random";
  made.always = random.one_in(12);
  const bool nightly = random.one_in(3);
  for (auto& day : made.weekly) {
    if (!made.always)
      day = nightly ? std::vector<local_window>{{22 * 3600, 6 * 3600}}
                    : random_windows(random, grain.step_s);
  }
  const auto date = [&] {
    return around + std::chrono::days{random.number(-grain.days_before, grain.days_after)};
  };
  for (std::int64_t i = random.number(0, 4); i > 0; --i) {
    const civil_date day = date();
    const std::chrono::year_month_day ymd{day};
    switch (random.number(0, 2)) {
    case 0: made.holidays.push_back({single_date{day}}); break;
    case 1:
      made.holidays.push_back({date_range{day, day + std::chrono::days{random.number(0, 4)}}});
      break;
    default: made.holidays.push_back({annual_date{ymd.month() / ymd.day()}});
    }
  }
  for (std::int64_t i = random.number(0, 3); i > 0; --i)
    made.extra_days.push_back({date(), random_windows(random, grain.step_s)});
  for (std::int64_t i = random.number(0, 3); i > 0; --i)
    made.breaks.push_back({date(), random_windows(random, grain.step_s)});
  if (random.one_in(4))
    made.due_at_close = close_policy::next_opening;
  return made;
}

std::vector<zone> difficult_zones() {
  std::vector<zone> zones;
  for (const char* name :
       {"Asia/Shanghai", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Pacific/Apia",
        "Pacific/Kiritimati", "Pacific/Kwajalein", "America/St_Johns", "Africa/Casablanca",
        "Asia/Pyongyang", "America/Caracas", "Europe/Dublin", "Asia/Gaza", "Antarctica/Troll"}) {
    result<zone> loaded = load_zone(name);
    REQUIRE_MESSAGE(loaded.ok(), name);
    zones.push_back(*loaded);
  }
  return zones;
}

/// Mostly a change of offset since 1973, else any time from 2000 to 2100.
instant random_centre(random_source& random, const zone& in) {
  const instant modern = *parse_instant("1973-01-01T00:00Z");
  std::vector<instant> changes;
  for (const offset_transition& transition : in.transitions) {
    if (transition.at > modern && transition.at < latest_instant - std::chrono::days{40})
      changes.push_back(transition.at);
  }
  if (!changes.empty() && !random.one_in(4))
    return changes[static_cast<std::size_t>(
        random.number(0, static_cast<std::int64_t>(changes.size()) - 1))];
  return instant_from_ms(random.number(946'684'800, 4'102'444'800) / 300 * 300 * 1000);
}

std::string show(const result<instant>& answer) {
  return answer ? format_instant(*answer, zone::utc()) : answer.error().message;
}

/// Answers of the library and of the oracle, compared. A miss of the oracle is the end of its grid.
#define SAME(answer, expected)                                                                     \
  do {                                                                                             \
    if (const auto known = (expected))                                                             \
      CHECK_MESSAGE((answer.ok() && *answer == *known), #answer, " is ", show(answer), ", not ",   \
                    show(*known));                                                                 \
  } while (false)

struct question {
  instant t;
  instant u;
  duration working;
};

void compare(const calendar& compiled, const naive::grid& oracle, const question& asked,
             bool days_too) {
  const instant t = asked.t;
  CAPTURE(format_instant(t, zone::utc()));
  CAPTURE(asked.working.count());
  CHECK(compiled.is_open(t) == oracle.is_open(t));
  const result<duration> between = compiled.between(t, asked.u);
  CHECK_MESSAGE((between.ok() && *between == oracle.between(t, asked.u)), "T7 between to ",
                format_instant(asked.u, zone::utc()));
  const result<instant> next_open = compiled.next_open(t);
  SAME(next_open, oracle.next_open(t));
  const result<instant> prev_close = compiled.prev_close(t);
  SAME(prev_close, oracle.prev_close(t));
  const result<instant> add = compiled.add(t, asked.working);
  std::optional<instant> expected = oracle.add(t, asked.working);
  if (expected && compiled.due_at_close() == close_policy::next_opening)
    expected = oracle.next_open(*expected);
  SAME(add, expected);
  const result<instant> subtract = compiled.add(t, -asked.working);
  SAME(subtract, oracle.subtract(t, asked.working));
  if (!days_too)
    return;
  for (int n = 0; n < 4; ++n) {
    CAPTURE(n);
    const auto days = oracle.add_days(t, n);
    if (!days)
      continue;
    const result<instant> add_days = compiled.add_days(t, n);
    SAME(add_days, std::optional<instant>{days->same_time});
    const result<instant> end_of_day = compiled.end_of_day(t, n);
    SAME(end_of_day, std::optional<instant>{days->end});
  }
}

/// Some zones changed their clocks at one minute past midnight.
bool aligned(const zone& in, instant from, std::int64_t span_s, std::int64_t step_s) {
  return to_ms(from) % (step_s * 1000) == 0 &&
         std::all_of(in.transitions.begin(), in.transitions.end(),
                     [&](const offset_transition& change) {
                       return change.at < from || change.at > from + std::chrono::seconds{span_s} ||
                              to_ms(change.at) % (step_s * 1000) == 0;
                     });
}

/// One random calendar and some questions. False if the calendar was none.
bool run_case(std::uint64_t seed, const std::vector<zone>& zones, const scale& grain,
              int questions) {
  random_source random{seed};
  const zone& in = zones[static_cast<std::size_t>(
      random.number(0, static_cast<std::int64_t>(zones.size()) - 1))];
  const instant centre = random_centre(random, in);
  const civil_date date = std::chrono::floor<std::chrono::days>(in.to_local(centre));
  const calendar_definition definition = random_calendar(random, date, grain);
  const report<calendar> compiled = compile_calendar(definition, in);
  if (!compiled)
    return false;
  bool overlaps = false;
  for (const diagnostic& finding : compiled.diagnostics)
    overlaps = overlaps || finding.code == "overlapping-windows";
  CAPTURE(seed);
  CAPTURE(in.name);
  CAPTURE(format_instant(centre, in));
  const instant from = centre - std::chrono::days{grain.days_before};
  const std::int64_t span_s = (grain.days_before + grain.days_after) * 86400;
  const std::int64_t cell_s = aligned(in, from, span_s, grain.step_s) ? grain.step_s : 60;
  const naive::grid oracle{definition, in, from, std::chrono::seconds{cell_s},
                           static_cast<std::size_t>(span_s / cell_s)};
  for (int i = 0; i < questions; ++i) {
    const auto any = [&] {
      const std::int64_t ms = random.number(0, span_s * 1000 - 1);
      return from + duration{random.one_in(3) ? ms : ms / 300'000 * 300'000};
    };
    const std::int64_t most = random.one_in(2) ? 3600 : span_s / 3;
    const std::int64_t working = random.number(1, most * 1000);
    compare(*compiled.value, oracle,
            {any(), any(), duration{random.one_in(3) ? working : (working / 60'000 + 1) * 60'000}},
            !overlaps && random.one_in(4));
  }
  return true;
}

} // namespace

TEST_CASE("T2 to T10: random calendars agree with brute force over weeks") {
  constexpr std::uint64_t first_seed = 20'260'306;
  const std::vector<zone> zones = difficult_zones();
  int compiled = 0;
  for (std::uint64_t i = 0; i < 400; ++i)
    compiled += run_case(first_seed + i, zones, coarse, 12) ? 1 : 0;
  MESSAGE("first seed ", first_seed, ", calendars compared ", compiled);
  CHECK(compiled > 100);
}

TEST_CASE("T2 to T10: random calendars agree with brute force second by second") {
  constexpr std::uint64_t first_seed = 9'000;
  const std::vector<zone> zones = difficult_zones();
  int compiled = 0;
  for (std::uint64_t i = 0; i < 12; ++i)
    compiled += run_case(first_seed + i, zones, fine, 6) ? 1 : 0;
  MESSAGE("first seed ", first_seed, ", calendars compared ", compiled);
  CHECK(compiled > 3);
}
