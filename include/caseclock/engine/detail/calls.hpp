// The calls a host makes: what happens at once, what queues, and how time moves on.
#pragma once

namespace caseclock {

CASECLOCK_INLINE status engine::in_range(instant at) {
  if (at < earliest_instant || at >= latest_instant)
    return {errc::invalid_argument, "the instant lies outside the years 1900 to 2199", "at"};
  return {};
}

/// Fires what was due strictly before `at` (rule S11), then it is `at`. What could not leave a case
/// before leaves it first.
CASECLOCK_INLINE status engine::catch_up(instant at) {
  if (auto kept = pump(); !kept.ok())
    return kept;
  progress made = fire_until(at - duration{1}, at, unlimited);
  if (made.outcome.ok())
    reach(at);
  return std::move(made.outcome);
}

CASECLOCK_INLINE result<case_id> engine::open(const open_request& request, instant at) {
  if (auto good = in_range(at); !good.ok())
    return good.error();
  const auto program = program_index(request.workflow);
  if (!program)
    return program.error();
  if (auto free = key_free(request.key); !free.ok())
    return free.error();
  auto ready = prepare(*programs_[*program], request);
  if (!ready)
    return ready.error();
  const case_id id = reserve(*program, request.key);
  if (busy_) {
    inbox_.push_back({id, *std::move(ready), at});
    return id;
  }
  const detail::busy_mark mark{busy_};
  status outcome = catch_up(at);
  if (outcome.ok()) {
    applied done = apply(id, *ready, now_);
    outcome = done.kept.ok() ? std::move(done.outcome) : std::move(done.kept);
  }
  if (!outcome.ok())
    forget(id);
  (void)settle();
  return outcome.ok() ? result<case_id>{id} : result<case_id>{outcome.error()};
}

/// One request to one case: at once, or, from inside a subscriber, behind the record that it is
/// being told of (rule S1). `prepared` makes an input of it, or says why not: that is told as the
/// refusal of `asked`.
template <class Prepare>
status engine::take(const event_request& asked, instant at, const Prepare& prepared) {
  if (busy_) {
    result<input> ready = prepared();
    if (!ready) {
      applied told = refuse(asked, ready.error());
      return told.kept.ok() ? std::move(told.outcome) : std::move(told.kept);
    }
    inbox_.push_back({asked.subject, *std::move(ready), at});
    return {};
  }
  const detail::busy_mark mark{busy_};
  if (auto caught_up = catch_up(at); !caught_up.ok())
    return caught_up;
  const result<input> ready = prepared();
  applied done = ready ? apply(asked.subject, *ready, now_) : refuse(asked, ready.error());
  (void)settle();
  return done.kept.ok() ? std::move(done.outcome) : std::move(done.kept);
}

CASECLOCK_INLINE status engine::send(const event_request& request, instant at) {
  if (auto good = in_range(at); !good.ok())
    return good;
  if (case_of(request.subject) == nullptr)
    return detail::no_case(request.subject);
  return take(request, at, [&] {
    const held_case& held = *case_of(request.subject);
    return prepare(*programs_[held.program], held.state, request);
  });
}

CASECLOCK_INLINE progress engine::advance(instant now, std::size_t budget) {
  if (busy_ || now >= latest_instant)
    return {0,
            false,
            {errc::invalid_argument, busy_ ? "advance was called from inside a subscriber"
                                           : "the instant lies past the year 2199"}};
  const detail::busy_mark mark{busy_};
  progress made = fire_until(now, now, budget);
  if (made.finished)
    reach(now);
  return made;
}

/// Tells every subscriber of every committed record, sends on what was sent, then applies what the
/// subscribers asked for. Not ok: the store did not take what is on its way; it waits there.
CASECLOCK_INLINE status engine::settle() {
  deliver();
  status kept = pump();
  drain(now_);
  return kept;
}

CASECLOCK_INLINE void engine::deliver() {
  while (!deliveries_.empty()) {
    const delivery next = std::move(deliveries_.front());
    deliveries_.pop_front();
    const program& compiled = *programs_[next.program];
    const std::string key = cases_[index_of(next.record.subject)].state.key;
    for (std::size_t i = 0; i < listeners_.size(); ++i) {
      const auto& names = listeners_[i].filter.workflows;
      const bool wanted =
          listeners_[i].called != nullptr &&
          listeners_[i].filter.kinds.contains(next.record.kind()) &&
          (names.empty() || std::find(names.begin(), names.end(), compiled.name) != names.end());
      if (!wanted)
        continue;
      const subscriber called = listeners_[i].called; // it may unsubscribe itself
      called({next.record, compiled, key});
    }
  }
  std::erase_if(listeners_, [](const listener& one) { return one.called == nullptr; });
}

/// Applies what was queued for `last` or earlier, each in order of arrival.
CASECLOCK_INLINE void engine::drain(instant last) {
  for (std::size_t i = 0; i < inbox_.size();) {
    if (inbox_[i].at > last) {
      ++i;
      continue;
    }
    const queued next = std::move(inbox_[i]);
    inbox_.erase(inbox_.begin() + static_cast<std::ptrdiff_t>(i));
    reach(next.at);
    const applied done = apply(next.subject, next.what, now_);
    if (std::holds_alternative<open_input>(next.what.what) &&
        !(done.kept.ok() && done.outcome.ok()))
      forget(next.subject);
    deliver();
    (void)pump(); // what the store does not take stays on its way
    i = 0;
  }
}

CASECLOCK_INLINE std::optional<instant> engine::next_fire() const {
  std::optional<instant> next = next_timer();
  if (const std::size_t first = next_schedule(); first < schedules_.size()) {
    const instant opens = schedules_[first].next.at;
    next = next ? std::min(*next, opens) : opens;
  }
  return next;
}

CASECLOCK_INLINE std::optional<instant> engine::next_timer() const {
  if (due_next_ < due_.size())
    return due_at_;
  const auto next = wheel_.next_deadline();
  return next ? std::optional<instant>{instant_from_ms(*next)} : std::nullopt;
}

CASECLOCK_INLINE std::optional<instant> engine::next_deadline() const {
  std::optional<instant> next = next_fire();
  for (const queued& each : inbox_) {
    if (!next || each.at < *next)
      next = each.at;
  }
  return next;
}

/// Takes every case that is due at the earliest deadline out of the wheel, in order of case id.
CASECLOCK_INLINE void engine::collect() {
  due_.clear();
  due_next_ = 0;
  due_at_ = instant_from_ms(*wheel_.next_deadline());
  wheel_.advance(to_ms(due_at_), unlimited, [this](timer_handle, std::uint64_t payload, tick) {
    due_.push_back(static_cast<case_id>(payload));
  });
  std::sort(due_.begin(), due_.end());
}

CASECLOCK_INLINE progress engine::fire_until(instant last, instant delivered, std::size_t budget) {
  progress made;
  for (;;) {
    std::optional<instant> next = next_fire();
    drain(next ? std::min(*next, last) : last);
    next = next_fire();
    if (!next || *next > last)
      return made;
    if (made.fired == budget) {
      made.finished = false;
      return made;
    }
    const std::size_t opens = next_schedule();
    if (opens < schedules_.size() && schedules_[opens].next.at == *next) {
      made.outcome = open_scheduled(opens, std::max(delivered, back_));
      if (!made.outcome.ok()) {
        made.finished = false;
        return made;
      }
      ++made.fired;
      (void)settle(); // what the store does not take stays on its way
      continue;
    }
    if (due_next_ == due_.size())
      collect();
    held_case& held = cases_[index_of(due_[due_next_++])];
    if (held.due != due_at_)
      continue; // changed since it was collected
    held.due.reset();
    held.armed = {};
    reach(due_at_);
    status kept = wake(held.state.id, due_at_, std::max({delivered, back_, now_}));
    if (!kept.ok()) {
      arm(cases_[index_of(due_[due_next_ - 1])]);
      made.finished = false;
      made.outcome = std::move(kept);
      return made;
    }
    ++made.fired;
  }
}

/// A case's time has come: its timers and milestones fire, then what it sent for this time leaves.
/// A case whose incident has ended catches up from where it froze, behind the engine's time.
CASECLOCK_INLINE status engine::wake(case_id id, instant due, instant delivered) {
  const program& compiled = *programs_[cases_[index_of(id)].program];
  const auto timer = next_timer_due(compiled, cases_[index_of(id)].state);
  if (timer && *timer <= now_) {
    const instant fires = std::max(due, cases_[index_of(id)].state.changed);
    applied done = apply(id, {{}, timer_input{delivered}}, fires);
    if (!done.kept.ok())
      return std::move(done.kept);
  }
  std::vector<std::pair<instant, std::uint64_t>> leaving;
  for (const pending_send& each : cases_[index_of(id)].state.outgoing) {
    const bool is_queued = std::find(outbound_.begin(), outbound_.end(),
                                     std::pair{id, each.number}) != outbound_.end();
    if (each.due <= due && !is_queued && may_leave(cases_[index_of(id)].state, each))
      leaving.emplace_back(each.due, each.number);
  }
  std::sort(leaving.begin(), leaving.end());
  for (const auto& [when, number] : leaving)
    outbound_.emplace_back(id, number);
  return settle();
}

CASECLOCK_INLINE subscription_id engine::subscribe(record_filter filter, subscriber called) {
  const subscription_id id{++subscriptions_};
  listeners_.push_back({id, std::move(filter), std::move(called)});
  return id;
}

CASECLOCK_INLINE bool engine::unsubscribe(subscription_id id) {
  for (listener& each : listeners_) {
    if (each.id == id && each.called != nullptr) {
      each.called = nullptr;
      if (!busy_)
        std::erase_if(listeners_, [](const listener& one) { return one.called == nullptr; });
      return true;
    }
  }
  return false;
}

CASECLOCK_INLINE status engine::restore() {
  if (!cases_.empty())
    return {errc::invalid_argument, "restore comes before the first case"};
  const auto position = store_->position();
  if (!position)
    return position.error();
  auto open = store_->load_open();
  if (!open)
    return open.error();
  std::vector<held_case> loaded(static_cast<std::size_t>(position->last_case));
  for (held_case& each : loaded)
    each.state.status = case_status::closed;
  for (snapshot& each : *open) {
    std::uint32_t program = 0;
    while (program < programs_.size() && programs_[program]->hash != each.program)
      ++program;
    if (program == programs_.size())
      return {errc::unknown_workflow,
              "case \"" + each.key + "\" runs a program that was not added"};
    loaded[index_of(each.id)] = {std::move(each), program, {}, {}};
  }
  cases_ = std::move(loaded);
  sequence_ = position->sequence;
  restored_ = position->sequence > 0;
  reach(position->now);
  for (held_case& each : cases_) {
    if (each.state.id == case_id::none)
      continue;
    keys_[each.state.key] = each.state.id;
    arm(each);
  }
  return {};
}

} // namespace caseclock
