// SLA clocks the slow way: an oracle written from the rules C1 to C18 and not from the library.
//
// A clock keeps its history, the stretches it ran and what measured them, and nothing else: how
// much is used up, when it is due and which milestone comes next is counted anew from that history
// each time anyone asks, cell by cell in the brute-force calendar. The event loop asks at every
// step.
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "calendar/naive_calendar.hpp"
#include "runtime/clock_plan.hpp"

namespace naive {

using caseclock::close_policy;
using caseclock::milestone_kind;
using caseclock::time_amount;
using oracle::clock_plan;
using oracle::happening;
using oracle::milestone_plan;

/// A calendar by brute force.
struct hours {
  const grid* cells = nullptr;
  close_policy at_close = close_policy::closing;
};

/// Time as a clock counts it: open time, or all time without `work`.
struct measure {
  const hours* work = nullptr;

  [[nodiscard]] duration between(instant a, instant b) const {
    return work == nullptr ? duration{b - a} : work->cells->between(a, b);
  }
  /// T8: when so much more has passed; a due time.
  [[nodiscard]] instant after(instant t, duration much) const {
    if (work == nullptr || much == duration::zero())
      return t + much;
    const auto closing = work->cells->add(t, much);
    REQUIRE_MESSAGE(closing.has_value(), "the oracle's calendar is too short");
    return work->at_close == close_policy::closing ? *closing
                                                   : work->cells->next_open(*closing).value();
  }
  /// When so much was still missing: where a due time lay that is past.
  [[nodiscard]] instant before(instant t, duration much) const {
    if (work == nullptr)
      return t - much;
    const auto latest = work->cells->subtract(t, much);
    REQUIRE_MESSAGE(latest.has_value(), "the oracle's calendar is too short");
    return work->at_close == close_policy::closing ? work->cells->prev_close(*latest).value()
                                                   : *latest;
  }
  friend bool operator==(const measure& a, const measure& b) {
    return (a.work == nullptr ? nullptr : a.work->cells) ==
           (b.work == nullptr ? nullptr : b.work->cells);
  }
};

/// An amount after (or, if negative, before) an instant.
inline instant moved(const hours& work, instant t, const time_amount& amount, std::int64_t times) {
  const std::int64_t count = amount.count * times;
  switch (amount.kind) {
  case time_amount::unit::elapsed: return t + duration{count};
  case time_amount::unit::working_time:
    if (count >= 0)
      return measure{&work}.after(t, duration{count});
    return work.cells->subtract(t, duration{-count}).value();
  case time_amount::unit::working_days: return work.cells->add_days(t, count).value().same_time;
  case time_amount::unit::end_of_working_days: return work.cells->add_days(t, count).value().end;
  }
  return t;
}

/// C2: days become working time, counted from the start.
inline duration budget_of(const hours& work, instant start, const time_amount& amount) {
  const bool days = amount.kind == time_amount::unit::working_days ||
                    amount.kind == time_amount::unit::end_of_working_days;
  return days ? work.cells->between(start, moved(work, start, amount, 1)) : duration{amount.count};
}

inline bool in_working_time(const time_amount& amount) {
  return amount.kind != time_amount::unit::elapsed;
}

enum class turn_order { warning, breach, escalation };
inline turn_order order_of(milestone_kind kind) {
  if (kind == milestone_kind::due)
    return turn_order::breach;
  return kind == milestone_kind::after || kind == milestone_kind::every ? turn_order::escalation
                                                                        : turn_order::warning;
}

/// A milestone's next turn.
struct turn {
  std::size_t index = 0;
  std::uint32_t repetition = 1;
  turn_order order = turn_order::warning;
  instant due{};

  /// C15.
  [[nodiscard]] bool before(const turn& other) const {
    if (due != other.due)
      return due < other.due;
    return order != other.order ? order < other.order : index < other.index;
  }
};

enum class outcome { none, met, missed, cancelled };

/// One clock and what became of it. Knows nothing of other clocks, events or engines.
class clock {
 public:
  clock(clock_plan plan, const std::vector<hours>& all) : plan_(std::move(plan)), all_(&all) {}

  [[nodiscard]] bool open() const { return cycle > 0 && ended == outcome::none; }
  [[nodiscard]] bool measuring() const { return open() && reasons == 0; }
  [[nodiscard]] duration elapsed(instant now) const { // C3
    duration sum{0};
    for (const stretch& each : ran_)
      sum += each.by.between(each.from, each.to.value_or(std::max(each.from, now)));
    return sum;
  }
  /// When elapsed time comes to that, if it runs on from `now`, or when it did.
  [[nodiscard]] instant reaches(duration threshold, instant now) const {
    const instant since = measuring() ? ran_.back().from : now;
    const duration missing = threshold - elapsed(since);
    return missing < duration::zero() ? by_.before(since, -missing) : by_.after(since, missing);
  }
  [[nodiscard]] instant due(instant now) const { return reaches(budget, now); } // C4

  // What happens to it.

  void start(const std::vector<std::size_t>& chosen, instant from, instant now) {
    ++cycle;
    revision = 0;
    ended = outcome::none;
    breached = false;
    fired_.assign(plan_.milestones.size(), 0);
    ran_.clear();
    take_terms(chosen, from);
    ran_.push_back({from, std::nullopt, by_});
    if (reasons != 0)
      settle(now);
  }
  void go_on(instant now) {
    ended = outcome::none;
    by_ = measured_by(chosen_); // its calendar may say something else since
    if (reasons == 0)
      ran_.push_back({now, std::nullopt, by_});
  }
  /// True: met (C5).
  bool stop(instant now) {
    const bool in_time = measuring() ? now <= due(now) : elapsed(now) <= budget;
    settle(now);
    const bool met = in_time && !breached;
    ended = met ? outcome::met : outcome::missed;
    return met;
  }
  void cancel(instant now) {
    settle(now);
    ended = outcome::cancelled;
  }
  void hold(unsigned now_held, instant now) {
    const bool ran = measuring();
    if (ran && now_held != 0)
      settle(now);
    reasons = now_held;
    if (!ran && measuring())
      ran_.push_back({now, std::nullopt, by_});
  }

  /// What priority and tier choose: target, then calendar.
  [[nodiscard]] std::vector<std::size_t> choice(std::int64_t priority, std::int64_t tier) const {
    const auto nth = [](std::int64_t number, std::size_t size) {
      return std::min(static_cast<std::size_t>(number), size - 1);
    };
    return {nth(priority, plan_.targets.size()), plan_.hours[nth(tier, plan_.hours.size())]};
  }
  [[nodiscard]] bool promised(const std::vector<std::size_t>& chosen) const {
    return chosen == chosen_;
  }
  [[nodiscard]] measure measured_by(const std::vector<std::size_t>& chosen) const {
    return {in_working_time(plan_.targets[chosen[0]]) ? &(*all_)[chosen[1]] : nullptr};
  }
  /// C9 and C12. True if a breach was taken back (C11).
  bool retarget(const std::vector<std::size_t>& chosen, instant now) {
    const measure wanted = measured_by(chosen);
    const bool other_target = chosen[0] != chosen_[0];
    const bool runs = measuring();
    settle(now);
    if (other_target && plan_.on_retarget == caseclock::retarget_policy::restart) {
      ran_.clear();
      counted_from = now;
    } else if (!(wanted == by_) && plan_.on_recalendar == caseclock::recalendar_policy::recompute) {
      for (stretch& each : ran_)
        each.by = wanted;
    }
    ++revision;
    const duration promised_then = budget;
    take_terms(chosen, counted_from);
    if (!other_target && plan_.on_recalendar == caseclock::recalendar_policy::carry)
      budget = promised_then; // C2: days became working time when it started
    if (runs)
      ran_.push_back({now, std::nullopt, by_});
    const bool revoked = plan_.revoke_breach && breached && elapsed(now) < budget;
    if (revoked)
      breached = false;
    rearm(now);
    return revoked;
  }
  /// Elapsed time is elapsed time whatever the calendar; milestones in working time follow it.
  void move_to_hours(const std::vector<std::size_t>& chosen) { chosen_ = chosen; }
  /// The same choice under calendars that say something else (C12).
  void measure_by(const std::vector<hours>& all) { all_ = &all; }
  [[nodiscard]] const std::vector<std::size_t>& chosen() const { return chosen_; }
  [[nodiscard]] const measure& by() const { return by_; }

  // Milestones.

  /// Every milestone's next turn that may come: warnings and the breach, or what follows it.
  [[nodiscard]] std::vector<turn> pending() const {
    std::vector<turn> turns;
    for (std::size_t i = 0; i < plan_.milestones.size() && measuring(); ++i) {
      const turn_order order = order_of(plan_.milestones[i].kind);
      if (fired_[i] < plan_.milestones[i].times && (order == turn_order::escalation) == breached)
        turns.push_back({i, fired_[i] + 1, order, when(i, fired_[i] + 1, ran_.back().from)});
    }
    return turns;
  }
  void note(const turn& told) {
    fired_[told.index] = told.repetition;
    if (told.order == turn_order::breach)
      breached = true;
  }
  /// C10: of what was crossed before `now` without being told, the highest alone; all of it counts
  /// as told.
  [[nodiscard]] std::optional<turn> highest_crossed(instant now) {
    std::optional<turn> highest;
    for (turn each : pending()) {
      if (each.due >= now)
        continue;
      while (each.repetition < plan_.milestones[each.index].times &&
             when(each.index, each.repetition + 1, now) < now)
        each.due = when(each.index, ++each.repetition, now);
      fired_[each.index] = each.repetition;
      if (!highest || highest->before(each))
        highest = each;
    }
    if (highest)
      note(*highest);
    return highest;
  }
  [[nodiscard]] std::size_t breach_index() const {
    std::size_t index = 0;
    while (plan_.milestones[index].kind != milestone_kind::due)
      ++index;
    return index;
  }
  [[nodiscard]] const clock_plan& plan() const { return plan_; }

  int cycle = 0;
  int revision = 0;
  bool breached = false;
  outcome ended = outcome::none;
  unsigned reasons = 0;
  duration budget{};
  instant counted_from{};

 private:
  /// It ran from then to then, and that is what measured it.
  struct stretch {
    instant from{};
    std::optional<instant> to{};
    measure by{};
  };

  void settle(instant now) {
    if (!ran_.empty() && !ran_.back().to)
      ran_.back().to = now;
  }
  void take_terms(const std::vector<std::size_t>& chosen, instant from) {
    chosen_ = chosen;
    by_ = measured_by(chosen);
    counted_from = from;
    budget = budget_of((*all_)[chosen[1]], from, plan_.targets[chosen[0]]);
  }
  [[nodiscard]] bool measured_alike(const time_amount& amount) const {
    return in_working_time(amount) == (by_.work != nullptr);
  }
  /// C8.
  [[nodiscard]] instant when(std::size_t index, std::uint32_t repetition, instant now) const {
    const milestone_plan& about = plan_.milestones[index];
    const hours& work = (*all_)[chosen_[1]];
    switch (about.kind) {
    case milestone_kind::due: return due(now);
    case milestone_kind::percent: {
      const std::int64_t hundredths = budget.count() * about.percent;
      return reaches(duration{hundredths / 100 + (hundredths % 100 == 0 ? 0 : 1)}, now);
    }
    case milestone_kind::before: {
      if (!measured_alike(about.amount))
        return std::max(moved(work, due(now), about.amount, -1), counted_from);
      const duration lead = budget_of(work, counted_from, about.amount);
      return reaches(std::max(duration{0}, budget - lead), now);
    }
    case milestone_kind::after:
    case milestone_kind::every: break;
    }
    const bool plain = about.amount.kind == time_amount::unit::elapsed ||
                       about.amount.kind == time_amount::unit::working_time;
    if (plain && measured_alike(about.amount))
      return reaches(budget + duration{about.amount.count * repetition}, now);
    return moved(work, due(now), about.amount, repetition);
  }
  /// C9: what is not reached any more may come again. What was told of a breach stays told.
  void rearm(instant now) {
    for (std::size_t i = 0; i < fired_.size(); ++i) {
      if (order_of(plan_.milestones[i].kind) == turn_order::breach && breached)
        continue;
      while (fired_[i] > 0 && when(i, fired_[i], now) > now)
        --fired_[i];
    }
  }

  clock_plan plan_;
  const std::vector<hours>* all_;
  std::vector<std::size_t> chosen_{};
  measure by_{};
  std::vector<std::uint32_t> fired_{};
  std::vector<stretch> ran_{};
};

} // namespace naive
