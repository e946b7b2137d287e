// Explaining a clock: from its ledger to rows.
#pragma once

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include "caseclock/base/linkage.hpp"
#include "caseclock/report/explain.hpp"
#include "caseclock/runtime/detail/clocks.hpp"
#include "caseclock/runtime/detail/refused.hpp"
#include "caseclock/value/validate.hpp"

namespace caseclock {

namespace detail {

class explainer {
 public:
  explainer(const program& compiled, const snapshot& current, clock_id clock, instant at)
      : code_(compiled), clock_(compiled.clocks[clock.index()]),
        ledger_(current.clocks[clock.index()]), here_(clock_at(compiled, current, clock)) {
    why_.code = &compiled;
    why_.case_key = current.key;
    why_.view = view_clock(compiled, current, clock, at);
    why_.at = at;
    why_.target = ledger_.target;
    why_.calendar = here_.base.working != nullptr ? ledger_.calendar : calendar_id{};
    why_.due = promise();
    breach_ = ledger_.breached ? ledger_.breached_at : std::nullopt;
  }

  explanation run() {
    if (ledger_.cycle == 0)
      return std::move(why_);
    event(explained::started,
          ledger_.segments.empty() ? ledger_.started : ledger_.segments.front().from);
    for (const clock_segment& each : ledger_.segments)
      add_segment(each);
    tell_changes_until(instant::max());
    if (is_measuring(ledger_))
      add_running();
    else if (is_open(ledger_) && why_.at > ledger_.since)
      add_pause(ledger_.since, why_.at, ledger_.pauses);
    tell_breach_until(instant::max());
    if (ledger_.ended)
      event(explained::ended, *ledger_.ended);
    return std::move(why_);
  }

 private:
  explanation_row& event(explained what, instant at) {
    explanation_row& made = why_.rows.emplace_back();
    made.what = what;
    made.from = at;
    made.to = at;
    made.total = total_;
    made.ahead = at > why_.at;
    return made;
  }

  /// A change took place between two segments.
  void tell_changes_until(instant until) {
    for (; next_change_ < ledger_.changes.size() && ledger_.changes[next_change_].at <= until;
         ++next_change_) {
      const clock_change& each = ledger_.changes[next_change_];
      total_ = each.consumed_after;
      event(explained::changed, each.at).change = each;
    }
  }

  /// The promise as it was told, as it is, or as it was when the clock was stopped in time.
  [[nodiscard]] std::optional<instant> promise() const {
    if (!is_open(ledger_) && ledger_.breached)
      return ledger_.breached_at;
    if (!ledger_.ended || ledger_.pauses != 0 || ledger_.state == clock_state::cancelled)
      return why_.view.due;
    const auto was = here_.base.add(*ledger_.ended, ledger_.budget - ledger_.consumed);
    return was ? std::optional{*was} : std::nullopt;
  }

  void tell_breach_until(instant until) {
    if (!breach_ || *breach_ > until)
      return;
    const instant told = *std::exchange(breach_, std::nullopt);
    event(explained::due, told);
    event(explained::breached, told);
  }

  void add_segment(const clock_segment& each) {
    tell_changes_until(each.from);
    if (each.pauses != 0)
      return add_pause(each.from, each.to, each.pauses);
    const calendar* hours = calendar_of(code_, each.calendar);
    if (hours != nullptr &&
        hours->between(each.from, each.to).value_or(each.counted) != each.counted)
      add_former(each);
    else
      add_past(each.from, each.to, hours);
  }

  /// What was measured by hours that are not known any more.
  void add_former(const clock_segment& each) {
    total_ += each.counted;
    explanation_row& made = event(explained::counted, each.from);
    made.to = each.to;
    made.counted = each.counted;
    made.former = true;
    tell_breach_until(each.to);
  }

  /// A measured stretch, with the breach where it was.
  void add_past(instant from, instant to, const calendar* hours) {
    if (breach_ && *breach_ <= to) {
      const instant told = std::max(*breach_, from);
      add_measured(from, told, hours);
      tell_breach_until(to);
      from = told;
    }
    add_measured(from, to, hours);
  }

  void add_pause(instant from, instant to, std::uint64_t reasons) {
    explanation_row& made = event(explained::paused, from);
    made.to = to;
    made.reasons = reason_texts(clock_, reasons);
  }

  /// What has run since the last event, and what will, up to the promise.
  void add_running() {
    const std::optional<instant> due = why_.view.due;
    const instant now = std::max(why_.at, ledger_.since);
    const calendar* hours = here_.base.working;
    if (ledger_.breached || !due || *due <= ledger_.since) {
      if (due && !ledger_.breached) // the promise passed before this stretch began
        event(explained::due, *due);
      add_past(ledger_.since, now, hours);
      return;
    }
    add_measured(ledger_.since, std::min(now, *due), hours);
    if (now < *due) {
      ahead_ = true;
      add_measured(now, *due, hours);
    }
    event(explained::due, *due);
    ahead_ = false;
    if (*due < now)
      add_measured(*due, now, hours);
  }

  void add_measured(instant from, instant to, const calendar* hours) {
    if (to <= from)
      return;
    if (hours == nullptr) {
      total_ += to - from;
      explanation_row& made = event(explained::counted, from);
      made.to = to;
      made.counted = to - from;
      made.ahead = ahead_;
      return;
    }
    const zone& where = hours->time_zone();
    while (from < to) {
      if (why_.rows.size() >= most_explained) {
        why_.complete = false;
        total_ += hours->between(from, to).value_or(duration{});
        return;
      }
      const civil_date date = std::chrono::floor<std::chrono::days>(where.to_local(from));
      const instant midnight = where.to_instant(local_instant{date + std::chrono::days{1}});
      const instant end = std::min(to, std::max(midnight, from + duration{1}));
      add_day(from, end, date, *hours);
      from = end;
    }
  }

  void add_day(instant from, instant to, civil_date date, const calendar& hours) {
    const duration counted = hours.between(from, to).value_or(duration{});
    calendar_day day = hours.day(date);
    const explained what = counted == duration::zero() ? explained::closed : explained::counted;
    if (what == explained::closed && !why_.rows.empty()) {
      explanation_row& last = why_.rows.back();
      if (last.what == what && last.to == from && last.ahead == ahead_ &&
          last.day->type == day.type && last.day->name == day.name) {
        last.to = to;
        return;
      }
    }
    total_ += counted;
    explanation_row& made = event(what, from);
    made.to = to;
    made.counted = counted;
    made.ahead = ahead_;
    made.day = std::move(day);
    if (what == explained::counted)
      made.windows = hours.windows(from, to);
  }

  const program& code_;
  const program_clock& clock_;
  const clock_ledger& ledger_;
  clock_case here_;
  explanation why_{};
  duration total_{};
  std::optional<instant> breach_{}; ///< still to be told
  std::size_t next_change_ = 0;
  bool ahead_ = false;
};

} // namespace detail

CASECLOCK_INLINE explanation explain(const program& compiled, const snapshot& current,
                                     clock_id clock, instant at) {
  return detail::explainer{compiled, current, clock, std::max(at, current.changed)}.run();
}

CASECLOCK_INLINE result<snapshot> imagine_start(const program& compiled, clock_id clock,
                                                const value_record& data, instant from) {
  schema asked = compiled.data;
  for (field_spec& each : asked.fields)
    each.required = false;
  snapshot made;
  made.program = compiled.hash;
  made.opened = from;
  made.changed = from;
  if (auto wrong = validate(asked, data, made.fields); !wrong.empty())
    return error{wrong.front().code, wrong.front().where + ": " + wrong.front().message,
                 wrong.front().where};
  made.people.assign(compiled.roles.size(), {});
  made.counts.assign(compiled.events.size(), 0);
  made.clocks.assign(compiled.clocks.size(), {});
  detail::macrostep m{compiled, made, from, actor{}, step_limits{}};
  const program_clock& asked_for = compiled.clocks[clock.index()];
  const auto target = detail::choose_target(m, asked_for);
  if (!target)
    return {errc::invalid_argument,
            "with this data the clock \"" + asked_for.name + "\" promises nothing", asked_for.name};
  const auto terms =
      detail::make_terms(m, asked_for, *target, detail::choose_calendar(m, asked_for), from);
  if (!terms)
    return m.failure ? m.failure->why
                     : error{errc::evaluation, "the promise cannot be computed", {}};
  const time_base base = base_of(compiled, asked_for, terms->target, terms->calendar);
  if (auto started =
          start(made.clocks[clock.index()], *terms, base, from, from, asked_for.milestones.size());
      !started.ok())
    return started.error();
  return made;
}

} // namespace caseclock
