// Random calendars in difficult zones around difficult dates, and how to make one simpler.
#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

#include "calendar/oracle_case.hpp"
#include "oracle/dice.hpp"

namespace oracle {

/// Daylight saving both ways, shifts of half an hour and of two, clocks changed at midnight,
/// skipped dates, changes of the base offset, odd minutes.
inline const std::vector<zone>& difficult_zones() {
  static const std::vector<zone> zones = [] {
    std::vector<zone> made;
    for (const char* name :
         {"Asia/Shanghai",       "Europe/Berlin",      "America/New_York",  "Australia/Lord_Howe",
          "Pacific/Apia",        "Pacific/Kiritimati", "Pacific/Kwajalein", "Pacific/Fakaofo",
          "America/St_Johns",    "Africa/Casablanca",  "Asia/Pyongyang",    "America/Caracas",
          "Europe/Dublin",       "Europe/Moscow",      "Europe/Istanbul",   "Asia/Gaza",
          "Antarctica/Troll",    "Asia/Kathmandu",     "Pacific/Chatham",   "America/Havana",
          "America/Sao_Paulo",   "Asia/Tehran",        "Africa/Juba",       "Asia/Amman",
          "America/Scoresbysund"}) {
      result<zone> loaded = load_zone(name);
      REQUIRE_MESSAGE(loaded.ok(), name);
      made.push_back(*std::move(loaded));
    }
    return made;
  }();
  return zones;
}

inline const zone& zone_named(const std::string& name) {
  for (const zone& each : difficult_zones()) {
    if (each.name == name)
      return each;
  }
  static std::vector<zone> others;
  others.reserve(64);
  result<zone> loaded = load_zone(name);
  REQUIRE_MESSAGE(loaded.ok(), name);
  others.push_back(*std::move(loaded));
  return others.back();
}

/// How long a stretch is compared, and how finely; windows begin and end on the step.
struct scale {
  std::int64_t step_s;
  std::int64_t days_before;
  std::int64_t days_after;
};
inline constexpr scale coarse{300, 11, 15};
inline constexpr scale fine{1, 1, 2};

/// Makes the calendars of one run.
class calendar_maker {
 public:
  calendar_maker(dice& random, const scale& grain) : random_(random), grain_(grain) {}

  calendar_case make() {
    const zone& in = random_.pick(difficult_zones());
    const instant centre = random_centre(in);
    const local_instant wall = in.to_local(centre);
    around_ = std::chrono::floor<std::chrono::days>(wall);
    edge_ =
        static_cast<std::int32_t>((wall - around_).count() / 1000 / grain_.step_s * grain_.step_s);
    calendar_case made;
    made.hours = random_hours();
    made.hours.name.value = "random";
    made.hours.zone.value = in.name;
    const std::int64_t day_ms = 86'400'000;
    const std::int64_t first = to_ms(centre) - grain_.days_before * day_ms;
    made.since = instant_from_ms(first / 3'600'000 * 3'600'000);
    made.days = grain_.days_before + grain_.days_after;
    made.step_s = grain_.step_s;
    if (!aligned(in, made))
      made.step_s = 60;
    return made;
  }

  question ask_something(const calendar_case& about, const naive::grid& cells) {
    question asked;
    asked.kind = static_cast<question_kind>(random_.number(0, 6));
    asked.t = moment(about);
    asked.u = moment(about);
    const std::int64_t most = random_.one_in(2) ? 3'600 : about.days * 86'400 / 3;
    const std::int64_t ms = random_.number(0, most * 1000);
    asked.amount = random_.one_in(3) ? ms : ms / 900'000 * 900'000;
    if (asked.kind == question_kind::add_days || asked.kind == question_kind::end_of_day)
      asked.amount = random_.number(0, 4);
    // Closing times are where the rules differ: T8 says which side.
    if (asked.kind == question_kind::add && random_.one_in(2)) {
      if (const auto edge =
              random_.one_in(2) ? cells.prev_close(asked.u) : cells.next_open(asked.u))
        asked.amount = cells.between(asked.t, *edge).count();
    } else if (random_.one_in(3)) {
      asked.amount = -asked.amount;
    }
    return asked;
  }

 private:
  /// Mostly a change of offset since 1973, else any time from 2000 to 2100.
  instant random_centre(const zone& in) {
    const instant modern = *parse_instant("1973-01-01T00:00Z");
    std::vector<instant> changes;
    for (const offset_transition& transition : in.transitions) {
      if (transition.at > modern && transition.at < latest_instant - std::chrono::days{40})
        changes.push_back(transition.at);
    }
    if (!changes.empty() && !random_.one_in(5)) {
      // A change of the base offset is rare among those of summer time: half of the cases are
      // from the years in which such things happened.
      const instant recent = *parse_instant("2026-01-01T00:00Z");
      const auto future = std::upper_bound(changes.begin(), changes.end(), recent);
      if (future != changes.begin() && random_.one_in(2))
        changes.erase(future, changes.end());
      return random_.pick(changes);
    }
    return instant_from_ms(random_.number(946'684'800, 4'102'444'800) / 300 * 300 * 1000);
  }

  /// Some zones changed their clocks at one minute past midnight.
  static bool aligned(const zone& in, const calendar_case& made) {
    const instant end = made.since + std::chrono::days{made.days};
    return std::all_of(in.transitions.begin(), in.transitions.end(),
                       [&](const offset_transition& change) {
                         return change.at < made.since || change.at > end ||
                                to_ms(change.at) % (made.step_s * 1000) == 0;
                       });
  }

  std::int32_t at(std::int64_t low_hour, std::int64_t high_hour) {
    const std::int64_t step = grain_.step_s;
    return static_cast<std::int32_t>(
        random_.number(low_hour * 3600 / step, high_hour * 3600 / step) * step);
  }
  std::int32_t wrapped(std::int64_t second) {
    return static_cast<std::int32_t>((second % 86'400 + 86'400) % 86'400);
  }

  std::vector<local_window> random_windows() {
    switch (random_.number(0, 11)) {
    case 0: return {};
    case 1: return {window(9 * 3600, 12 * 3600), window(13 * 3600 + 1800, 18 * 3600)};
    case 2: return {window(22 * 3600, 6 * 3600)};
    case 3: return {window(0, 86'400)};
    case 4: return {window(at(0, 3), at(4, 12)), window(at(20, 23), 0)};
    case 5:
      return {window(at(1, 2), at(3, 4)), window(at(5, 6), at(7, 9)), window(at(18, 22), at(0, 1))};
    case 6: return {window(at(12, 23), at(1, 11))};
    case 7: return {window(9 * 3600, 12 * 3600), window(12 * 3600, at(13, 24))};
    // Around the change itself: it opens, closes or lies within what is skipped or repeated.
    case 8: return {window(edge_, wrapped(edge_ + at(1, 5)))};
    case 9: return {window(wrapped(edge_ - at(1, 5)), edge_)};
    case 10: return {window(wrapped(edge_ - 1800), wrapped(edge_ + 1800))};
    default: return {window(at(0, 10), at(11, 24))};
    }
  }
  static local_window window(std::int32_t open, std::int32_t close) { return {open, close, {}}; }

  civil_date date() {
    return around_ + std::chrono::days{random_.number(-grain_.days_before - 1, grain_.days_after)};
  }

  void add_holiday(calendar_definition& made) {
    const civil_date day = random_.one_in(3) ? around_ : date();
    const std::chrono::year_month_day ymd{day};
    holiday_rule rule;
    switch (random_.number(0, 2)) {
    case 0: rule.when = single_date{day}; break;
    case 1: rule.when = date_range{day, day + std::chrono::days{random_.number(0, 4)}}; break;
    default: rule.when = annual_date{ymd.month() / ymd.day()};
    }
    made.holidays.push_back(rule);
  }

  void add_dated(std::vector<dated_windows>& into) {
    const civil_date day = random_.one_in(3) ? around_ : date();
    const bool there = std::any_of(into.begin(), into.end(),
                                   [&](const dated_windows& each) { return each.date == day; });
    if (!there)
      into.push_back({day, random_windows(), {}});
  }

  /// A few hours cut out, some of them over midnight.
  void add_break(std::vector<dated_windows>& into) {
    const civil_date day = random_.one_in(3) ? around_ : date();
    const std::int32_t from = random_.one_in(3) ? wrapped(22 * 3600 + at(0, 1)) : at(0, 23);
    const std::int32_t to = wrapped(from + 1800 + at(0, 3));
    const bool there = std::any_of(into.begin(), into.end(),
                                   [&](const dated_windows& each) { return each.date == day; });
    if (!there && from != to)
      into.push_back({day, {window(from, to)}, {}});
  }

  calendar_definition random_hours() {
    calendar_definition made;
    made.always = random_.one_in(12);
    const std::vector<local_window> same = random_windows();
    const std::int64_t kind = random_.number(0, 2);
    for (std::size_t day = 0; day < 7 && !made.always; ++day) {
      if (kind == 0)
        made.weekly[day] = same;
      else if (kind == 1)
        made.weekly[day] = day < 5 ? same : std::vector<local_window>{};
      else
        made.weekly[day] = random_windows();
    }
    for (std::int64_t i = random_.number(0, 3); i > 0; --i)
      add_holiday(made);
    for (std::int64_t i = random_.number(0, 3); i > 0; --i)
      add_dated(made.extra_days);
    for (std::int64_t i = random_.number(0, 3); i > 0; --i)
      add_break(made.breaks);
    if (random_.one_in(4))
      made.due_at_close = close_policy::next_opening;
    return made;
  }

  /// Any moment but the outermost; often a round one, sometimes within the change of the clocks.
  instant moment(const calendar_case& about) {
    const std::int64_t span_ms = about.days * 86'400'000;
    const std::int64_t ms = random_.number(0, span_ms - 1);
    switch (random_.number(0, 3)) {
    case 0: return about.since + duration{ms};
    case 1: return about.since + duration{ms / 3'600'000 * 3'600'000};
    default: return about.since + duration{ms / (about.step_s * 1000) * about.step_s * 1000};
    }
  }

  dice& random_;
  scale grain_;
  civil_date around_{};
  std::int32_t edge_ = 0;
};

// Shrinking.

template <class T, class Put>
void without_each(const std::vector<T>& list, std::vector<calendar_case>& into,
                  const calendar_case& from, Put put) {
  for (std::size_t i = 0; i < list.size(); ++i) {
    std::vector<T> fewer = list;
    fewer.erase(fewer.begin() + static_cast<std::ptrdiff_t>(i));
    calendar_case made = from;
    put(made) = fewer;
    into.push_back(made);
  }
}

inline void with_fewer_windows(const calendar_case& from, std::vector<calendar_case>& into) {
  for (std::size_t day = 0; day < 7; ++day) {
    without_each(
        from.hours.weekly[day], into,
        from, [day](calendar_case & made) -> auto& { return made.hours.weekly[day]; });
    for (std::size_t i = 0; i < from.hours.weekly[day].size(); ++i) {
      calendar_case made = from;
      local_window& window = made.hours.weekly[day][i];
      window = {9 * 3600, 18 * 3600, {}};
      if (from.hours.weekly[day][i].open != window.open ||
          from.hours.weekly[day][i].close != window.close)
        into.push_back(made);
    }
  }
  for (std::size_t date = 0; date < from.hours.extra_days.size(); ++date)
    without_each(
        from.hours.extra_days[date].windows, into, from, [date](calendar_case & made) -> auto& {
          return made.hours.extra_days[date].windows;
        });
}

inline void with_rounder_numbers(const calendar_case& from, std::vector<calendar_case>& into) {
  const auto rounded = [](std::int64_t ms, std::int64_t to) { return ms / to * to; };
  for (const std::int64_t to : {86'400'000, 3'600'000, 900'000, 60'000, 1'000}) {
    for (const instant question::*which : {&question::t, &question::u}) {
      calendar_case made = from;
      const std::int64_t ms = rounded(to_ms(from.asked.*which), to);
      if (ms == to_ms(from.asked.*which) || instant_from_ms(ms) < from.since)
        continue;
      made.asked.*(which == &question::t ? &question::t : &question::u) = instant_from_ms(ms);
      into.push_back(made);
    }
    calendar_case made = from;
    made.asked.amount = rounded(from.asked.amount, to);
    if (made.asked.amount != from.asked.amount && made.asked.kind == question_kind::add)
      into.push_back(made);
  }
  if (from.asked.amount != 0) {
    calendar_case made = from;
    made.asked.amount /= 2;
    into.push_back(made);
  }
}

/// What may fail in the same way and says less, the boldest first.
inline std::vector<calendar_case> simpler(const calendar_case& from) {
  std::vector<calendar_case> all;
  without_each(
      from.hours.holidays, all, from,
      [](calendar_case & made) -> auto& { return made.hours.holidays; });
  without_each(
      from.hours.extra_days, all, from,
      [](calendar_case & made) -> auto& { return made.hours.extra_days; });
  without_each(
      from.hours.breaks, all, from,
      [](calendar_case & made) -> auto& { return made.hours.breaks; });
  for (const char* name : {"Asia/Shanghai", "Europe/Berlin"}) {
    if (from.hours.zone.value == "Asia/Shanghai" || from.hours.zone.value == name)
      continue;
    all.push_back(from);
    all.back().hours.zone.value = name;
  }
  if (from.hours.due_at_close != close_policy::closing) {
    all.push_back(from);
    all.back().hours.due_at_close = close_policy::closing;
  }
  with_fewer_windows(from, all);
  with_rounder_numbers(from, all);
  return all;
}

} // namespace oracle
