// Judging clocks, first half: which occurrences are there, and what a clock promises now.
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "caseclock/program/zone_of.hpp"
#include "caseclock/runtime/detail/guards.hpp"
#include "caseclock/runtime/ledger.hpp"
#include "caseclock/runtime/milestones.hpp"
#include "caseclock/time/civil.hpp"

namespace caseclock::detail {

/// What holds of one clock in this macrostep; C14 decides between them.
struct occurrences {
  bool start = false;
  bool stop = false;
  bool reset = false;
  bool cancel = false;
  const program_when* starter = nullptr; ///< the entry that starts it
};

template <class Id> [[nodiscard]] bool contains(const std::vector<Id>& list, Id wanted) {
  return std::find(list.begin(), list.end(), wanted) != list.end();
}

/// Looks for occurrences in the facts. Conditions occur as they become true: the ledger remembers
/// what held before, one bit each, counted over start, stop, reset and cancel in this order.
class occurrence_finder {
 public:
  occurrence_finder(macrostep& m, clock_id id, const step_facts& seen)
      : m_(m), id_(id), seen_(seen) {}

  occurrences find() {
    const program_clock& clock = m_.code.clocks[id_.index()];
    occurrences found;
    found.starter = any_of(clock.start);
    found.start = found.starter != nullptr;
    found.stop = any_of(clock.stop) != nullptr;
    found.reset = any_of(clock.reset) != nullptr;
    found.cancel = any_of(clock.cancel) != nullptr;
    m_.state.clocks[id_.index()].conditions = held_;
    return found;
  }

 private:
  /// The first that occurs; all are asked, because every condition has to be remembered.
  const program_when* any_of(const std::vector<program_when>& whens) {
    const program_when* first = nullptr;
    for (const program_when& each : whens) {
      if (occurs(each) && first == nullptr)
        first = &each;
    }
    return first;
  }

  bool occurs(const program_when& when) {
    switch (when.kind) {
    case when_kind::enter: return contains(seen_.entered, when.state);
    case when_kind::leave: return contains(seen_.left, when.state);
    case when_kind::event: return contains(seen_.events, when.event);
    case when_kind::condition: return becomes_true(when.condition);
    }
    return false;
  }

  bool becomes_true(expr_id condition) {
    const std::uint64_t bit = std::uint64_t{1} << (next_bit_++ % 64);
    const bool before = (m_.state.clocks[id_.index()].conditions & bit) != 0;
    const bool now = holds(m_, condition);
    if (now)
      held_ |= bit;
    return now && !before;
  }

  macrostep& m_;
  clock_id id_;
  const step_facts& seen_;
  std::uint64_t held_ = 0;
  unsigned next_bit_ = 0;
};

/// The pause reasons that hold now, one bit each (C7).
[[nodiscard]] inline std::uint64_t pause_reasons(macrostep& m, const program_clock& clock) {
  std::uint64_t reasons = 0;
  for (std::size_t i = 0; i < clock.pause.size() && i < 64; ++i) {
    const program_while& each = clock.pause[i];
    bool held = false;
    switch (each.kind) {
    case while_kind::in_state: held = is_active(m.state, each.state); break;
    case while_kind::tagged: held = is_tagged(m.code, m.state, each.tag); break;
    case while_kind::condition: held = holds(m, each.condition); break;
    }
    if (held)
      reasons |= std::uint64_t{1} << i;
  }
  return reasons;
}

[[nodiscard]] inline std::vector<std::string> reason_texts(const program_clock& clock,
                                                           std::uint64_t reasons) {
  std::vector<std::string> texts;
  for (std::size_t i = 0; i < clock.pause.size() && i < 64; ++i) {
    if ((reasons >> i & 1U) != 0)
      texts.push_back(clock.pause[i].text);
  }
  return texts;
}

/// The first target whose guard holds, or none: then nothing is promised.
[[nodiscard]] inline std::optional<std::uint32_t> choose_target(macrostep& m,
                                                                const program_clock& clock) {
  for (std::size_t i = 0; i < clock.targets.size(); ++i) {
    if (holds(m, clock.targets[i].guard))
      return static_cast<std::uint32_t>(i);
  }
  return std::nullopt;
}

/// The first calendar whose guard holds, or the workflow's own.
[[nodiscard]] inline calendar_id choose_calendar(macrostep& m, const program_clock& clock) {
  for (const auto& [guard, calendar] : clock.calendars) {
    if (holds(m, guard))
      return calendar;
  }
  return m.code.calendar;
}

/// The date that sets the promise of that target now, if one does and it is there.
[[nodiscard]] inline std::optional<civil_date> target_date(const macrostep& m,
                                                           const program_target& target) {
  if (!target.follows_date())
    return std::nullopt;
  const civil_date* date = m.state.fields[target.date.index()].as_date();
  return date != nullptr ? std::optional{*date} : std::nullopt;
}

/// The end of the day that lies so many months from the date (T11): 24:00 on the calendar's wall
/// clock, or the workflow's. errc::horizon.
[[nodiscard]] inline result<instant> end_of_day_months_from(const program& code,
                                                            const calendar* working,
                                                            civil_date date, std::int64_t months) {
  const civil_date day = add_months(date, std::chrono::months{months});
  const zone& where = working != nullptr ? working->time_zone() : zone_of(code);
  const instant end = where.to_instant(local_instant{day + std::chrono::days{1}});
  if (end < earliest_instant || end > latest_instant)
    return {errc::horizon, "the answer lies outside the years 1900 to 2199"};
  return end;
}

/// Terms under a target that a date of the data sets: the budget is what lies between the start and
/// the end of that day, less than nothing if it is past.
[[nodiscard]] inline std::optional<clock_terms>
make_date_terms(macrostep& m, const program_clock& clock, std::uint32_t target,
                calendar_id calendar, instant start) {
  const program_target& chosen = clock.targets[target];
  const std::optional<civil_date> date = target_date(m, chosen);
  if (!date) {
    m.fail({errc::evaluation,
            "clock \"" + clock.name + "\": its target counts from \"" +
                m.code.data.fields[chosen.date.index()].name + "\", which is missing",
            clock.name});
    return std::nullopt;
  }
  const time_base base = base_of(m.code, clock, target, calendar);
  const result<instant> end = end_of_day_months_from(m.code, base.working, *date, chosen.months);
  const result<duration> budget = end ? base.between(start, *end) : result<duration>{end.error()};
  if (!budget) {
    m.fail({budget.error().code, "clock \"" + clock.name + "\": " + budget.error().message,
            clock.name});
    return std::nullopt;
  }
  return clock_terms{target, calendar, *budget, date};
}

/// Terms for a clock that counts from `start` (C2). None: the macrostep failed.
[[nodiscard]] inline std::optional<clock_terms> make_terms(macrostep& m, const program_clock& clock,
                                                           std::uint32_t target,
                                                           calendar_id calendar, instant start) {
  if (clock.targets[target].follows_date())
    return make_date_terms(m, clock, target, calendar, start);
  const result<duration> budget =
      budget_of(calendar_of(m.code, calendar), start, clock.targets[target].amount);
  if (!budget) {
    m.fail({budget.error().code, "clock \"" + clock.name + "\": " + budget.error().message,
            clock.name});
    return std::nullopt;
  }
  return clock_terms{target, calendar, *budget, std::nullopt};
}

} // namespace caseclock::detail
