// Judging clocks, second half: cancel > stop > reset > pause > resume > start (C14), re-targets.
#pragma once

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include "caseclock/runtime/detail/clock_terms.hpp"
#include "caseclock/runtime/milestones.hpp"

namespace caseclock::detail {

/// One clock in one macrostep. Every member function is false when the macrostep failed.
class clock_judge {
 public:
  clock_judge(macrostep& m, clock_id id)
      : m_(m), id_(id), clock_(m.code.clocks[id.index()]), ledger_(m.state.clocks[id.index()]) {}

  bool judge(const step_facts& seen) {
    const occurrences found = occurrence_finder{m_, id_, seen}.find();
    if (found.cancel || found.stop) {
      const bool ended = !is_open(ledger_) || (found.cancel ? cancel_cycle() : stop_cycle());
      return ended && take_pauses();
    }
    if (found.reset && is_open(ledger_))
      return reset_cycle() && take_pauses();
    if (found.start && !is_open(ledger_))
      return start_cycle(*found.starter);
    if (is_open(ledger_) && !follow_data())
      return false;
    return take_pauses();
  }

  /// The case came under other calendars (C12): `before` is the program it ran until now. A clock
  /// whose calendar says what it said goes on as it is.
  bool recalendar(const program& before) {
    if (!is_open(ledger_))
      return true;
    const time_base old = base_of(before, clock_, ledger_.target, ledger_.calendar);
    const time_base measured = base();
    if (old.working == nullptr || measured.working == nullptr) {
      m_.terms_moved = true; // elapsed time; its milestones may be in working time
      return true;
    }
    if (old.working->fingerprint() == measured.working->fingerprint())
      return true;
    return change_calendar(ledger_.calendar, old, measured);
  }

  /// The case is over: what still runs has no outcome.
  bool cancel_cycle() {
    if (auto done = cancel(ledger_, base(), m_.now); !done.ok())
      return fail(done.error());
    m_.tell(clock_cancelled{id_, ledger_.cycle, ledger_.consumed});
    return true;
  }

 private:
  [[nodiscard]] time_base base() const {
    return base_of(m_.code, clock_, ledger_.target, ledger_.calendar);
  }
  [[nodiscard]] clock_case here() const { return clock_at(m_.code, m_.state, id_); }
  /// What records show: the calendar that measures, or none.
  [[nodiscard]] calendar_id shown_calendar() const {
    return base().working != nullptr ? ledger_.calendar : calendar_id{};
  }
  bool fail(const error& why) {
    return m_.fail({why.code, "clock \"" + clock_.name + "\": " + why.message, clock_.name});
  }

  /// The promise, if the clock measures. False: the calendar does not reach so far.
  bool promise(std::optional<instant>& into) {
    if (!is_measuring(ledger_))
      return true;
    const result<instant> found = due(ledger_, base());
    if (!found)
      return fail(found.error());
    into = *found;
    return true;
  }

  bool stop_cycle() {
    std::optional<instant> told;
    if (!promise(told))
      return false;
    const result<bool> met = stop(ledger_, base(), m_.now);
    if (!met)
      return fail(met.error());
    if (!*met && !ledger_.breached && !tell_breach_at_stop(told))
      return false;
    m_.tell(clock_stopped{id_, ledger_.cycle, *met, ledger_.consumed, ledger_.budget, told});
    return true;
  }

  /// Too late, and nobody was told: the budget was cut below what was used while the clock paused.
  bool tell_breach_at_stop(std::optional<instant> promised) {
    if (!promised) {
      const result<instant> was = due_if_resumed(ledger_, base(), m_.now);
      if (!was)
        return fail(was.error());
      promised = *was;
    }
    ledger_.breached = true;
    ledger_.breached_at = *promised;
    milestone_key key{id_, ledger_.cycle, ledger_.revision, 0, 1};
    while (key.milestone < clock_.milestones.size() &&
           clock_.milestones[key.milestone].kind != milestone_kind::due)
      ++key.milestone;
    m_.tell(sla_breached{key, *promised, ledger_.budget, m_.now});
    return true;
  }

  /// The terms as data choose them now; none if nothing is promised, or the macrostep failed.
  std::optional<clock_terms> terms_from(instant start) {
    const std::optional<std::uint32_t> target = choose_target(m_, clock_);
    if (!target)
      return std::nullopt;
    return make_terms(m_, clock_, *target, choose_calendar(m_, clock_), start);
  }

  bool start_cycle(const program_when& when) {
    instant counted = m_.now;
    if (!retroactive(when, counted))
      return false;
    ledger_.pauses = pause_reasons(m_, clock_); // of a clock that is not open: nothing to tell
    if (ledger_.cycle == 0 || clock_.reopen == reopen_policy::new_cycle)
      return begin(counted);
    if (clock_.reopen == reopen_policy::resume) {
      go_on(ledger_, m_.now);
      return tell_start() && follow_data(); // it goes on under what is promised now
    }
    return true;
  }

  bool begin(instant counted) {
    const std::optional<clock_terms> terms = terms_from(counted);
    if (!terms)
      return !m_.failure;
    const time_base measured = base_of(m_.code, clock_, terms->target, terms->calendar);
    if (auto started = start(ledger_, *terms, measured, counted, m_.now, clock_.milestones.size());
        !started.ok())
      return fail(started.error());
    return tell_start();
  }

  bool tell_start() {
    m_.terms_moved = true;
    clock_started made{id_, ledger_.cycle, shown_calendar(), ledger_.budget, {}};
    if (!promise(made.due))
      return false;
    m_.tell(std::move(made));
    if (ledger_.pauses != 0)
      tell_pause();
    return true;
  }

  /// `from` of a start: never later than now, and now if it is not known. It sees the payload of
  /// the event that starts the clock.
  bool retroactive(const program_when& when, instant& counted) {
    if (!when.from.valid())
      return true;
    if (when.kind == when_kind::event && when.event == m_.sent_event)
      m_.payload = m_.sent_payload;
    const result<value> made = evaluate_in(m_, when.from);
    m_.payload = nullptr;
    if (!made)
      return fail(made.error());
    if (const instant* earlier = made->as_timestamp())
      counted = std::clamp(*earlier, earliest_instant, m_.now);
    return true;
  }

  /// A reset begins a new cycle, whatever became of the one before (it was told when it happened).
  bool reset_cycle() {
    const std::optional<clock_terms> terms = terms_from(m_.now);
    if (m_.failure)
      return false;
    if (!terms)
      return cancel_cycle();
    const time_base measured = base_of(m_.code, clock_, terms->target, terms->calendar);
    if (auto done = reset(ledger_, *terms, base(), measured, m_.now, clock_.milestones.size());
        !done.ok())
      return fail(done.error());
    clock_reset made{id_, {}};
    if (!promise(made.due))
      return false;
    m_.tell(made);
    return true;
  }

  /// True if the date that set the promise is another one now. One that has been taken away leaves
  /// the promise as it is.
  [[nodiscard]] bool date_moved(std::uint32_t target) const {
    const std::optional<civil_date> date = target_date(m_, clock_.targets[target]);
    return date.has_value() && date != ledger_.date;
  }

  /// Other data may choose another target, date or calendar (C9, C12).
  bool follow_data() {
    const std::optional<std::uint32_t> target = choose_target(m_, clock_);
    const calendar_id calendar = choose_calendar(m_, clock_);
    const std::uint32_t wanted = target.value_or(ledger_.target);
    const bool other_target = wanted != ledger_.target || date_moved(wanted);
    if (!other_target && calendar == ledger_.calendar)
      return true;
    const time_base before = base();
    const time_base measured = base_of(m_.code, clock_, wanted, calendar);
    if (!other_target && before.working == measured.working) {
      ledger_.calendar = calendar; // elapsed time before and after: nothing is measured otherwise,
      m_.terms_moved = true;       // but a milestone in working time may lie behind now
      return true;
    }
    if (!other_target)
      return change_calendar(calendar, before, measured);
    carry_over how = carry_over::keep;
    if (clock_.on_retarget == retarget_policy::restart)
      how = carry_over::drop;
    else if (before.working != measured.working &&
             clock_.on_recalendar == recalendar_policy::recompute)
      how = carry_over::recompute;
    const instant anchor = how == carry_over::drop ? m_.now : ledger_.started;
    const std::optional<clock_terms> terms = make_terms(m_, clock_, wanted, calendar, anchor);
    return terms && apply_terms(*terms, before, measured, how);
  }

  /// Another calendar measures what the same target promised (C12). `carry` keeps both what was
  /// used and what was promised as they were measured: a target in working days became working time
  /// when the clock started (C2), and time of the old hours is not compared with time of the new
  /// ones. `recompute` measures both again. So does a promise that a date sets, in any case: the
  /// date stands.
  bool change_calendar(calendar_id calendar, const time_base& before, const time_base& measured) {
    const bool again = clock_.on_recalendar == recalendar_policy::recompute ||
                       clock_.targets[ledger_.target].follows_date();
    if (!again)
      return apply_terms({ledger_.target, calendar, ledger_.budget, ledger_.date}, before, measured,
                         carry_over::keep);
    const std::optional<clock_terms> terms =
        make_terms(m_, clock_, ledger_.target, calendar, ledger_.started);
    return terms && apply_terms(*terms, before, measured, carry_over::recompute);
  }

  bool apply_terms(const clock_terms& terms, const time_base& before, const time_base& measured,
                   carry_over how) {
    const duration old_budget = ledger_.budget;
    if (auto done = retarget(ledger_, terms, before, measured, how, m_.now); !done.ok())
      return fail(done.error());
    m_.terms_moved = true;
    const bool revoked = clock_.revoke_breach && revoke_breach(ledger_);
    rearm(here(), ledger_, m_.now);
    clock_retargeted made{id_, ledger_.revision, old_budget, ledger_.budget, shown_calendar(), {}};
    if (!promise(made.due))
      return false;
    m_.tell(made);
    if (revoked)
      m_.tell(breach_revoked{id_, ledger_.cycle, ledger_.revision, made.due});
    return true;
  }

  bool take_pauses() {
    const std::uint64_t reasons = pause_reasons(m_, clock_);
    const result<pause_change> change = take_reasons(ledger_, base(), reasons, m_.now);
    if (!change)
      return fail(change.error());
    switch (*change) {
    case pause_change::none: return true;
    case pause_change::paused: tell_pause(); return true;
    case pause_change::resumed: return tell_resume();
    }
    return true;
  }

  void tell_pause() {
    m_.tell(clock_paused{id_, reason_texts(clock_, ledger_.pauses), ledger_.consumed,
                         ledger_.budget - ledger_.consumed});
  }
  bool tell_resume() {
    m_.terms_moved = true;
    std::optional<instant> told;
    if (!promise(told))
      return false;
    m_.tell(clock_resumed{id_, ledger_.consumed, told.value_or(m_.now)});
    return true;
  }

  macrostep& m_;
  clock_id id_;
  const program_clock& clock_;
  clock_ledger& ledger_;
};

/// Judges every clock on what happened since the last time, in document order, and forgets it.
inline bool judge_clocks(macrostep& m) {
  const step_facts seen = std::exchange(m.facts, step_facts{});
  for (std::size_t i = 0; i < m.code.clocks.size(); ++i) {
    if (!clock_judge{m, clock_id{i}}.judge(seen))
      return false;
  }
  return true;
}

} // namespace caseclock::detail
