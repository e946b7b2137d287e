// Random clocks and histories, and how to make one simpler.
//
// A history is made while the naive clocks play it, because the instants that matter are those at
// which something comes due: just before, exactly then, just after.
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "oracle/dice.hpp"
#include "runtime/clock_hours.hpp"
#include "runtime/clock_line.hpp"

namespace oracle {

class clock_maker {
 public:
  explicit clock_maker(dice& random) : random_(random) {}

  history_case make() {
    history_case made;
    for (std::int64_t i = random_.one_in(3) ? 2 : 1; i > 0; --i)
      made.clocks.push_back(plan());
    naive::desk played{made.clocks, known_hours::get().naive_sets()};
    const instant begin = calendar_test::at("2026-03-20T00:00Z");
    instant at = begin + std::chrono::minutes{30 * random_.number(0, 48 * 10)};
    for (std::int64_t left = random_.number(3, 16); left > 0; --left) {
      happening next = what(at, made.history.empty());
      played.perform(next);
      made.history.push_back(next);
      at = later(played, std::max(at, next.at));
      if (at > begin + std::chrono::days{35})
        break;
    }
    return made;
  }

 private:
  time_amount amount(std::int64_t most_half_hours) {
    const std::int64_t ms = random_.number(1, most_half_hours) * 1'800'000;
    switch (random_.number(0, 5)) {
    case 0: return {time_amount::unit::elapsed, ms * 2};
    case 1: return {time_amount::unit::working_days, random_.number(1, 2)};
    case 2: return {time_amount::unit::end_of_working_days, random_.number(1, 2)};
    default: return {time_amount::unit::working_time, ms};
    }
  }
  milestone_plan milestone() {
    milestone_plan made;
    switch (random_.number(0, 4)) {
    case 0:
    case 1:
      made.kind = milestone_kind::percent;
      made.percent = static_cast<std::uint32_t>(random_.number(1, 99));
      return made;
    case 2: made.kind = milestone_kind::before; break;
    case 3: made.kind = milestone_kind::after; break;
    default:
      made.kind = milestone_kind::every;
      made.times = static_cast<std::uint32_t>(random_.number(2, 4));
    }
    made.amount = amount(12);
    if (made.amount.kind == time_amount::unit::end_of_working_days &&
        made.kind == milestone_kind::before)
      made.amount.kind = time_amount::unit::working_days;
    return made;
  }
  clock_plan plan() {
    clock_plan made;
    for (std::int64_t i = random_.number(1, 3); i > 0; --i)
      made.targets.push_back(amount(40));
    for (std::int64_t i = random_.number(1, 2); i > 0; --i)
      made.hours.push_back(static_cast<std::size_t>(
          random_.number(0, static_cast<std::int64_t>(known_hours::get().count()) - 1)));
    for (std::int64_t i = random_.number(0, 3); i > 0; --i) {
      const milestone_plan more = milestone();
      const auto same = [&](const milestone_plan& each) { // the language refuses those
        return each.kind == more.kind && each.percent == more.percent && each.amount == more.amount;
      };
      if (std::none_of(made.milestones.begin(), made.milestones.end(), same))
        made.milestones.push_back(more);
    }
    made.milestones.insert(made.milestones.begin() +
                               random_.number(0, static_cast<std::int64_t>(made.milestones.size())),
                           milestone_plan{});
    if (random_.one_in(3))
      made.on_retarget = retarget_policy::restart;
    if (random_.one_in(3))
      made.on_recalendar = recalendar_policy::recompute;
    if (random_.one_in(2))
      made.reopen = random_.one_in(3) ? reopen_policy::ignore : reopen_policy::resume;
    made.revoke_breach = random_.one_in(4);
    return made;
  }

  happening what(instant at, bool first) {
    happening made;
    made.at = at;
    const std::int64_t kind = first ? 0 : random_.number(0, 19);
    if (kind == 19 && random_.one_in(2)) {
      made.kind = happening::how::restart;
      return made;
    }
    if (kind == 18 && random_.one_in(2)) {
      made.kind = happening::how::recalendar;
      return made;
    }
    if (kind == 17 && random_.one_in(2)) {
      made.kind = happening::how::away;
      made.at = at + std::chrono::hours{random_.number(1, 100)};
      return made;
    }
    if (kind >= 14) {
      made.kind = happening::how::advance;
      return made;
    }
    facts(made);
    if (kind == 13 && (made.priority || made.tier || made.waits)) {
      made.kind = happening::how::set;
      return made;
    }
    made.start = first ? !random_.one_in(6) : random_.one_in(3);
    made.stop = random_.one_in(first ? 12 : 8);
    made.reset = random_.one_in(12);
    made.cancel = random_.one_in(20);
    if (random_.one_in(8))
      made.since = at - std::chrono::minutes{15 * random_.number(-20, 300)};
    return made;
  }
  void facts(happening& made) {
    if (random_.one_in(3))
      made.priority = random_.number(0, 3);
    if (random_.one_in(4))
      made.tier = random_.number(0, 2);
    if (random_.one_in(2))
      made.waits = static_cast<unsigned>(random_.one_in(2) ? 0 : random_.number(1, 3));
  }

  instant later(const naive::desk& played, instant at) {
    const std::optional<instant> due = played.next_due();
    if (due && random_.one_in(2)) {
      const duration off{random_.one_in(2) ? 0 : random_.number(-1, 1)};
      const instant near = *due + off;
      if (near >= at - std::chrono::hours{1})
        return near;
    }
    switch (random_.number(0, 9)) {
    case 0: return at; // the same instant again
    case 1: return at + std::chrono::hours{random_.number(24, 120)};
    case 2: return at - std::chrono::hours{random_.number(1, 20)}; // a clock that was put back
    case 3: return at + std::chrono::milliseconds{random_.number(1, 30'000'000)};
    default: return at + std::chrono::minutes{15 * random_.number(1, 64)};
    }
  }

  dice& random_;
};

// Shrinking.

template <class Put>
void with_fewer(const history_case& from, std::size_t clock, std::vector<history_case>& into,
                Put list) {
  for (std::size_t i = 0; i < list(from.clocks[clock]).size(); ++i) {
    history_case made = from;
    auto& each = list(made.clocks[clock]);
    each.erase(each.begin() + static_cast<std::ptrdiff_t>(i));
    into.push_back(std::move(made));
  }
}

inline void with_plainer_clocks(const history_case& from, std::vector<history_case>& into) {
  for (std::size_t i = 0; i < from.clocks.size(); ++i) {
    if (from.clocks.size() > 1) {
      into.push_back(from);
      into.back().clocks.erase(into.back().clocks.begin() + static_cast<std::ptrdiff_t>(i));
    }
    const clock_plan& plan = from.clocks[i];
    if (plan.targets.size() > 1)
      with_fewer(
          from, i, into, [](auto& each) -> auto& { return each.targets; });
    if (plan.hours.size() > 1)
      with_fewer(
          from, i, into, [](auto& each) -> auto& { return each.hours; });
    with_fewer(
        from, i, into, [](auto& each) -> auto& { return each.milestones; });
    const auto plainer = [&](auto change) {
      into.push_back(from);
      change(into.back().clocks[i]);
      if (clock_text(into.back().clocks[i]) == clock_text(plan))
        into.pop_back();
    };
    plainer([](clock_plan& each) { each.on_retarget = retarget_policy::carry; });
    plainer([](clock_plan& each) { each.on_recalendar = recalendar_policy::carry; });
    plainer([](clock_plan& each) { each.reopen = reopen_policy::new_cycle; });
    plainer([](clock_plan& each) { each.revoke_breach = false; });
    for (std::size_t t = 0; t < plan.targets.size(); ++t)
      plainer([&](clock_plan& each) {
        each.targets[t] = {time_amount::unit::working_time, 8 * 3'600'000};
      });
    for (std::size_t h = 0; h < plan.hours.size(); ++h)
      plainer([&](clock_plan& each) { each.hours[h] = 0; });
  }
}

inline void with_plainer_happenings(const history_case& from, std::vector<history_case>& into) {
  for (std::size_t i = 0; i < from.history.size(); ++i) {
    const std::string before = happening_text(from.history[i]);
    const auto plainer = [&](auto change) {
      into.push_back(from);
      change(into.back().history[i]);
      if (happening_text(into.back().history[i]) == before)
        into.pop_back();
    };
    plainer([](happening& each) { each.start = false; });
    plainer([](happening& each) { each.stop = false; });
    plainer([](happening& each) { each.reset = false; });
    plainer([](happening& each) { each.cancel = false; });
    plainer([](happening& each) { each.since.reset(); });
    plainer([](happening& each) { each.priority.reset(); });
    plainer([](happening& each) { each.tier.reset(); });
    plainer([](happening& each) { each.waits.reset(); });
    for (const std::int64_t to : {86'400'000, 3'600'000, 60'000})
      plainer([&](happening& each) { each.at = instant_from_ms(to_ms(each.at) / to * to); });
  }
}

/// What may fail in the same way and says less, the boldest first.
inline std::vector<history_case> simpler(const history_case& from) {
  std::vector<history_case> all;
  for (std::size_t i = from.history.size(); i-- > 0 && from.history.size() > 1;) {
    all.push_back(from);
    all.back().history.erase(all.back().history.begin() + static_cast<std::ptrdiff_t>(i));
  }
  with_plainer_clocks(from, all);
  with_plainer_happenings(from, all);
  // A clock always has its breach among the milestones; to set nothing is refused.
  std::erase_if(all, [](const history_case& made) {
    const bool idle = std::any_of(made.history.begin(), made.history.end(), [](const auto& each) {
      return each.kind == happening::how::set && !each.priority && !each.tier && !each.waits;
    });
    return idle || std::any_of(made.clocks.begin(), made.clocks.end(), [](const clock_plan& plan) {
             return std::none_of(
                 plan.milestones.begin(), plan.milestones.end(),
                 [](const milestone_plan& each) { return each.kind == milestone_kind::due; });
           });
  });
  return all;
}

} // namespace oracle
