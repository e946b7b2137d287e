// One macrostep and its effects, in the only order there is: step, append, arm, publish.
#pragma once

namespace caseclock {

/// Takes a slot and the key. Nothing is visible of it until the opening is committed.
CASECLOCK_INLINE case_id engine::reserve(std::uint32_t program, const std::string& key) {
  const case_id id{cases_.size() + 1};
  held_case held;
  held.program = program;
  held.state.id = id;
  held.state.key = key;
  for (std::size_t number = cases_.size() + 1; held.state.key.empty(); ++number) {
    const std::string made = programs_[program]->name + "-" + std::to_string(number);
    if (!keys_.contains(made)) // a host may have chosen it before
      held.state.key = made;
  }
  held.state.program = programs_[program]->hash;
  keys_[held.state.key] = id;
  cases_.push_back(std::move(held));
  return id;
}

/// Gives the key back after an opening that failed; the number stays unused, unless it was the
/// last.
CASECLOCK_INLINE void engine::forget(case_id id) {
  held_case& held = cases_[index_of(id)];
  keys_.erase(held.state.key);
  if (index_of(id) + 1 == cases_.size()) {
    cases_.pop_back();
    return;
  }
  held.state = {};
  held.state.status = case_status::closed;
}

/// An `open` action must be good before its macrostep is committed: all of it or nothing (rule S1).
CASECLOCK_INLINE status engine::may_open(const caseclock::open_requested& wanted) const {
  const auto program = program_index(wanted.workflow);
  if (!program)
    return program.error();
  if (auto free = key_free(wanted.key); !free)
    return free;
  const open_request request{wanted.workflow, wanted.key, wanted.data, {}};
  if (auto ready = prepare(*programs_[*program], request); !ready)
    return ready.error();
  return {};
}

/// An incident ends as of the instant at which the case froze, whenever that is asked for.
CASECLOCK_INLINE step_result engine::compute(case_id id, const input& what, instant at) const {
  const held_case& held = cases_[index_of(id)];
  if (std::holds_alternative<resolve_input>(what.what) && held.state.status == case_status::frozen)
    at = held.state.changed;
  const open_check check = [this](const caseclock::open_requested& wanted) {
    return may_open(wanted);
  };
  return step(*programs_[held.program], held.state, what, at, options_.limits, check);
}

/// Holds what was kept, wakes the case when it wants to, tells its records.
CASECLOCK_INLINE void engine::take_over(held_case& held, const input& what, step_result& computed) {
  queue_outgoing(held.state, computed.after);
  held.state = std::move(computed.after);
  if (const auto* other = std::get_if<recalendar_input>(&what.what);
      other != nullptr && held.state.program == other->to->hash)
    held.program = index_of_program(*other->to).value_or(held.program);
  arm(held);
  for (record& each : computed.records)
    deliveries_.push_back({std::move(each), held.program});
}

CASECLOCK_INLINE status engine::commit_steps(std::vector<prepared_step>& batch, instant at) {
  std::uint64_t sequence = sequence_;
  std::vector<commit> kept;
  for (prepared_step& each : batch) {
    for (record& told : each.computed.records)
      told.sequence = ++sequence;
    kept.push_back({cases_[index_of(each.subject)].state.step, at, &each.what, &each.computed.after,
                    each.computed.records});
  }
  if (auto stored = store_->append(kept); !stored)
    return stored;
  sequence_ = sequence;
  for (prepared_step& each : batch)
    take_over(cases_[index_of(each.subject)], each.what, each.computed);
  return {};
}

CASECLOCK_INLINE status engine::commit_step(held_case& held, const input& what,
                                            step_result computed, instant at) {
  std::vector<prepared_step> batch;
  batch.push_back({held.state.id, what, std::move(computed)});
  return commit_steps(batch, at);
}

CASECLOCK_INLINE engine::applied engine::apply(case_id id, const input& what, instant at) {
  step_result computed = compute(id, what, at);
  status outcome = computed.outcome;
  if (!outcome.ok() && std::holds_alternative<open_input>(what.what))
    return {outcome, outcome};
  return {commit_step(cases_[index_of(id)], what, std::move(computed), at), std::move(outcome)};
}

/// A request that never became an input is told all the same, for the audit trail (rule S12).
CASECLOCK_INLINE engine::applied engine::refuse(const event_request& request, const error& why) {
  held_case& held = cases_[index_of(request.subject)];
  const auto by = resolve(*programs_[held.program], request.as);
  const input what{by ? *by : actor{role_id{}, detail::for_the_trail(request.as.name), {}},
                   event_input{}};
  const std::string named = detail::for_the_trail(request.event);
  step_result computed = detail::refused(held.state, what.by, now_, named, why);
  if (!by) // the trail tells what was tried, also under a role that does not exist
    std::get_if<event_refused>(&computed.records.front().body)->role =
        detail::for_the_trail(request.as.role);
  return {commit_step(held, what, std::move(computed), now_), why};
}

CASECLOCK_INLINE void engine::arm(held_case& held) {
  std::optional<instant> due;
  if (!held.state.is_over())
    due = next_due(*programs_[held.program], held.state);
  if (due == held.due)
    return;
  held.due = due;
  if (!due) {
    wheel_.cancel(held.armed);
    held.armed = {};
    return;
  }
  if (wheel_.move(held.armed, to_ms(*due)))
    return;
  auto armed = wheel_.arm(to_ms(*due), static_cast<std::uint64_t>(held.state.id));
  CASECLOCK_ASSERT(armed.ok()); // every instant of the calendar's range lies within the horizon
  held.armed = armed.value_or({});
}

} // namespace caseclock
