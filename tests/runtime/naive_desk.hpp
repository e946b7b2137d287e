// The event loop around the naive clocks: one case, its facts, and what is told, in order.
#pragma once

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "caseclock/time/iso8601.hpp"
#include "runtime/naive_clock.hpp"

namespace naive {

inline std::string text_of(instant t) {
  return caseclock::format_instant(t, caseclock::zone::utc());
}
inline std::string text_of(const std::optional<instant>& t) {
  return t ? text_of(*t) : std::string{"none"};
}
inline std::string text_of(duration d) {
  return std::to_string(d.count());
}

/// Both calendars that a case may come under: [0] at first, [1] after `recalendar`.
using hours_sets = std::vector<std::vector<hours>>;

class desk {
 public:
  desk(const std::vector<clock_plan>& plans, const hours_sets& sets) : sets_(&sets) {
    for (const clock_plan& plan : plans)
      clocks.emplace_back(plan, (*sets_)[0]);
  }

  std::vector<clock> clocks{};
  std::vector<std::string> told{};
  instant now = instant::min();
  /// When the first milestone of any clock comes, if nothing else does.
  [[nodiscard]] std::optional<instant> next_due() const {
    std::optional<instant> first;
    for (const clock& each : clocks) {
      for (const turn& coming : each.pending())
        first = first ? std::min(*first, coming.due) : coming.due;
    }
    return first;
  }

  void perform(const happening& next) {
    switch (next.kind) {
    case happening::how::away: back_ = std::max(back_, next.at); return;
    case happening::how::restart: // what was only advanced over is not known to a new engine
      now = committed_;
      back_ = instant::min();
      return;
    case happening::how::advance:
      fire_until(next.at, next.at);
      now = std::max(now, next.at);
      return;
    case happening::how::event:
    case happening::how::set:
    case happening::how::recalendar: break;
    }
    fire_until(next.at - duration{1}, next.at); // S11: what is due before
    now = std::max(now, next.at);               // C17
    committed_ = now;
    if (next.kind != happening::how::recalendar)
      apply(next);
    else if (concerned())
      move_calendars();
    tell_crossed();
  }

  [[nodiscard]] std::string view(std::size_t i) const {
    const clock& about = clocks[i];
    std::string text = state_of(about) + " cycle=" + std::to_string(about.cycle);
    if (about.cycle == 0)
      return text;
    const duration used = about.elapsed(now);
    const std::int64_t percent = used.count() <= 0 || about.budget.count() <= 0
                                     ? 0
                                     : used.count() * 100 / about.budget.count();
    text += " budget=" + text_of(about.budget) + " elapsed=" + text_of(used) +
            " remaining=" + text_of(about.budget - used) + " percent=" + std::to_string(percent);
    if (about.measuring())
      text += " due=" + text_of(about.due(now));
    else if (about.open())
      text += " due_if_resumed=" + text_of(about.due(now));
    return text + (about.breached ? " breached" : "") + (about.open() ? "" : " stopped");
  }

 private:
  static std::string state_of(const clock& about) {
    switch (about.ended) {
    case outcome::met: return "met";
    case outcome::missed: return "missed";
    case outcome::cancelled: return "cancelled";
    case outcome::none: break;
    }
    if (about.cycle == 0)
      return "idle";
    if (about.breached)
      return "missed";
    return about.reasons == 0 ? "running" : "paused";
  }

  void tell(std::size_t i, const std::string& what) {
    told.push_back(text_of(now) + " " + std::string(1, static_cast<char>('a' + i)) + " " + what);
    committed_ = now;
  }
  [[nodiscard]] std::optional<instant> promise(const clock& about) const {
    return about.measuring() ? std::optional{about.due(now)} : std::nullopt;
  }
  void tell_milestone(std::size_t i, const turn& taken, std::optional<instant> late) {
    const clock& about = clocks[i];
    const char* kind = taken.order == turn_order::warning  ? "warn"
                       : taken.order == turn_order::breach ? "breach"
                                                           : "escalate";
    tell(i, std::string{kind} + " cycle=" + std::to_string(about.cycle) + " revision=" +
                std::to_string(about.revision) + " milestone=" + std::to_string(taken.index) + "#" +
                std::to_string(taken.repetition) + " due=" + text_of(taken.due) +
                " late=" + text_of(late));
  }

  // Time.

  void fire_until(instant last, instant delivered) {
    for (std::optional<instant> next = next_due(); next && *next <= last; next = next_due()) {
      now = std::max(now, *next);
      fire_instant(std::max(delivered, back_));
    }
  }
  /// C15: the clocks in document order, each with its warnings, breach and escalations.
  void fire_instant(instant delivered) {
    for (std::size_t i = 0; i < clocks.size(); ++i) {
      std::vector<turn> turns = clocks[i].pending();
      const auto first = std::min_element(turns.begin(), turns.end(),
                                          [](const turn& a, const turn& b) { return a.before(b); });
      if (first == turns.end() || first->due > now)
        continue;
      clocks[i].note(*first);
      const instant heard = std::max(delivered, now);
      tell_milestone(i, *first, first->due < heard ? std::optional{heard} : std::nullopt);
      i = static_cast<std::size_t>(-1); // whatever that changed: from the first clock on
    }
  }
  /// C10.
  void tell_crossed() {
    for (std::size_t i = 0; i < clocks.size(); ++i) {
      if (const auto crossed = clocks[i].highest_crossed(now)) {
        tell_milestone(i, *crossed, now);
        i = static_cast<std::size_t>(-1);
      }
    }
  }

  // Events.

  void apply(const happening& seen) {
    priority_ = seen.priority.value_or(priority_);
    tier_ = seen.tier.value_or(tier_);
    waits_ = seen.waits.value_or(waits_);
    for (std::size_t i = 0; i < clocks.size(); ++i)
      judge(i, seen);
  }
  /// C14: cancel > stop > reset > pause > resume > start.
  void judge(std::size_t i, const happening& seen) {
    clock& about = clocks[i];
    const bool was_open = about.open();
    if (seen.cancel || seen.stop) {
      if (was_open)
        end(i, seen.cancel);
      about.reasons = waits_;
      return;
    }
    if (was_open && seen.reset) {
      about.start(about.choice(priority_, tier_), now, now);
      tell(i, "reset due=" + text_of(promise(about)));
    } else if (!was_open && (seen.start || seen.since)) {
      begin(i, seen);
      return;
    } else if (was_open) {
      follow(i);
    }
    hold(i);
  }
  void end(std::size_t i, bool cancelled) {
    clock& about = clocks[i];
    if (cancelled) {
      about.cancel(now);
      tell(i, "cancel elapsed=" + text_of(about.elapsed(now)));
      return;
    }
    const instant promised = about.due(now);
    const bool told_before = about.breached;
    const bool met = about.stop(now);
    if (!met && !told_before) {
      about.breached = true;
      tell_milestone(i, {about.breach_index(), 1, turn_order::breach, promised}, now);
    }
    tell(i, std::string{"stop "} + (met ? "met" : "missed") +
                " elapsed=" + text_of(about.elapsed(now)));
  }
  void begin(std::size_t i, const happening& seen) {
    clock& about = clocks[i];
    about.reasons = waits_; // C7: facts, kept in every state
    if (about.cycle > 0 && about.plan().reopen == caseclock::reopen_policy::ignore)
      return;
    const bool goes_on = about.cycle > 0 && about.plan().reopen == caseclock::reopen_policy::resume;
    if (goes_on)
      about.go_on(now);
    else
      about.start(about.choice(priority_, tier_), std::min(seen.since.value_or(now), now), now);
    tell(i, "start cycle=" + std::to_string(about.cycle) + " budget=" + text_of(about.budget) +
                " due=" + text_of(promise(about)));
    if (about.reasons != 0)
      tell(i, "pause elapsed=" + text_of(about.elapsed(now)));
    if (goes_on)
      follow(i); // it goes on under what is promised now
  }
  void follow(std::size_t i) {
    clock& about = clocks[i];
    const auto wanted = about.choice(priority_, tier_);
    if (about.promised(wanted))
      return;
    if (wanted[0] == about.chosen()[0] && about.by() == about.measured_by(wanted)) {
      about.move_to_hours(wanted);
      return;
    }
    retarget(i, wanted);
  }
  void retarget(std::size_t i, const std::vector<std::size_t>& wanted) {
    clock& about = clocks[i];
    const bool revoked = about.retarget(wanted, now);
    tell(i, "retarget revision=" + std::to_string(about.revision) +
                " budget=" + text_of(about.budget) + " due=" + text_of(promise(about)));
    if (revoked)
      tell(i, "revoke");
  }
  void hold(std::size_t i) {
    clock& about = clocks[i];
    const bool held = about.reasons != 0;
    const bool was_open = about.open();
    about.hold(waits_, now);
    if (!was_open || held == (waits_ != 0))
      return;
    if (waits_ != 0)
      tell(i, "pause elapsed=" + text_of(about.elapsed(now)));
    else
      tell(i, "resume due=" + text_of(promise(about)));
  }
  /// True if any calendar of these clocks says something else after the update.
  [[nodiscard]] bool concerned() const {
    return !moved_ && std::any_of(clocks.begin(), clocks.end(), [&](const clock& each) {
      const std::vector<std::size_t>& used = each.plan().hours;
      return std::any_of(used.begin(), used.end(), [&](std::size_t i) {
        return (*sets_)[0][i].cells != (*sets_)[1][i].cells;
      });
    });
  }
  /// C12: every open clock whose calendar says something else now.
  void move_calendars() {
    moved_ = true;
    for (std::size_t i = 0; i < clocks.size(); ++i) {
      clocks[i].measure_by((*sets_)[1]);
      if (clocks[i].open() && !(clocks[i].by() == clocks[i].measured_by(clocks[i].chosen())))
        retarget(i, clocks[i].chosen());
    }
    apply({});
  }

  const hours_sets* sets_;
  std::int64_t priority_ = 0;
  std::int64_t tier_ = 0;
  unsigned waits_ = 0;
  bool moved_ = false;
  instant back_ = instant::min();
  instant committed_ = instant::min();
};

} // namespace naive
