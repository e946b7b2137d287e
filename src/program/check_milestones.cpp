// Pass: warnings that lie so long before the due time that they come as the clock starts (C8).
#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include "caseclock/base/ids.hpp"
#include "caseclock/time/civil.hpp"
#include "program/passes.hpp"

namespace caseclock::detail::passes {

namespace {

/// The least and the most open time that an amount can be.
struct extent {
  duration least{};
  duration most{};
};

/// How much working time so many working days are depends on when they begin: asked of every hour
/// of some weeks of a year, since holidays and make-up days make single weeks odd.
class day_measure {
 public:
  explicit day_measure(const program& compiled) : compiled_(compiled) {}

  [[nodiscard]] std::optional<extent> of(calendar_id in, const time_amount& amount) {
    if (amount.kind == time_amount::unit::working_time)
      return extent{duration{amount.count}, duration{amount.count}};
    const auto [at, is_new] = known_.try_emplace({in, amount.kind, amount.count});
    if (is_new)
      at->second = sampled(*compiled_.calendars[in.index()], amount);
    return at->second;
  }

 private:
  static std::optional<extent> sampled(const calendar& in, const time_amount& amount) {
    std::optional<extent> found;
    for (const unsigned month : {1U, 4U, 7U, 10U}) {
      const civil_date first{std::chrono::year{2026} / static_cast<int>(month) / 8};
      const instant start{std::chrono::duration_cast<duration>(first.time_since_epoch())};
      for (int hour = 0; hour < 7 * 24; ++hour) {
        const auto budget = in.budget(start + std::chrono::hours{hour}, amount);
        if (!budget)
          return std::nullopt;
        if (!found)
          found = extent{*budget, *budget};
        found->least = std::min(found->least, *budget);
        found->most = std::max(found->most, *budget);
      }
    }
    return found;
  }

  const program& compiled_;
  std::map<std::tuple<calendar_id, time_amount::unit, std::int64_t>, std::optional<extent>> known_;
};

/// True if so long before the due time is never after the start, whenever that is.
bool reaches_start(day_measure& measure, calendar_id in, const time_amount& before,
                   const time_amount& target) {
  if (before.kind == target.kind)
    return before.count >= target.count;
  if (!is_working(before) || !is_working(target) || !in.valid())
    return false;
  const auto reminder = measure.of(in, before);
  const auto promised = measure.of(in, target);
  return reminder && promised && reminder->least >= promised->most;
}

bool always_too_early(day_measure& measure, const program_clock& clock,
                      const program_milestone& milestone) {
  const auto for_target = [&](const program_target& target) {
    return !target.follows_date() &&
           std::all_of(clock.calendars.begin(), clock.calendars.end(), [&](const auto& choice) {
             return reaches_start(measure, choice.second, milestone.amount, target.amount);
           });
  };
  return std::all_of(clock.targets.begin(), clock.targets.end(), for_target);
}

} // namespace

void check_milestones(const program& compiled, findings& into) {
  day_measure measure{compiled};
  for (const program_clock& clock : compiled.clocks) {
    for (const program_milestone& each : clock.milestones) {
      if (each.kind != milestone_kind::before || !always_too_early(measure, clock, each))
        continue;
      const std::string target = clock.targets.size() == 1
                                     ? "the target, " + format_amount(clock.targets.front().amount)
                                     : "any of the targets";
      into.push_back(make_finding(severity::warning, "reminder-at-start",
                                  "\"" + each.name + "\" is as long as " + target +
                                      ", or longer: it is told as soon as the clock starts",
                                  each.span));
    }
  }
}

} // namespace caseclock::detail::passes
