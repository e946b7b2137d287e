// What leaves one case for another: events, openings, results, cancellations.
//
// Whatever leaves is in its case's snapshot until it arrives, and its leaving and its arriving are
// one batch of the store: nothing is lost and nothing happens twice, wherever the process stops. A
// store that fails leaves it where it was; the case stays due, and the next call tries again.
#pragma once

namespace caseclock {

/// What the macrostep sent leaves as soon as its records are told, in order of sending.
/// A case that catches up sends the rest when its time has come.
CASECLOCK_INLINE void engine::queue_outgoing(const snapshot& before, const snapshot& after) {
  const bool thawed = before.status == case_status::frozen;
  for (const pending_send& each : after.outgoing) {
    if (each.due <= after.changed && (thawed || each.number > before.sends_made))
      outbound_.emplace_back(after.id, each.number);
  }
}

/// The instant as of which something leaves its case: behind the engine's time while the case
/// catches up after an incident.
CASECLOCK_INLINE instant engine::leaves_at(const snapshot& from, const pending_send& what) const {
  return std::max(from.changed, std::min(what.due, now_));
}

/// Sends on until nothing is left that leaves now. What the store does not take stays first.
CASECLOCK_INLINE status engine::pump() {
  std::size_t sent = 0;
  while (!outbound_.empty()) {
    const auto [id, number] = outbound_.front();
    const held_case* held = case_of(id);
    const auto is_it = [wanted = number](const pending_send& each) {
      return each.number == wanted;
    };
    const auto* const from = held == nullptr ? nullptr : &held->state;
    if (from != nullptr) {
      const auto found = std::find_if(from->outgoing.begin(), from->outgoing.end(), is_it);
      if (found != from->outgoing.end() && may_leave(*from, *found)) {
        const snapshot sender = *from; // what follows may move it
        const pending_send what = *found;
        status kept = ++sent > options_.max_sends ? give_up(sender, what) : hand_over(sender, what);
        if (!kept.ok())
          return kept;
      }
    }
    outbound_.pop_front();
    deliver();
  }
  return {};
}

CASECLOCK_INLINE status engine::hand_over(const snapshot& from, const pending_send& what) {
  switch (what.what) {
  case sending::event: return hand_over_event(from, what);
  case sending::open: return open_for(from, what);
  case sending::invoke: return open_for(from, what);
  case sending::result:
    return pass_on(from, what, {{}, child_input{from.id, what.data, what.cancelled}});
  case sending::cancel:
    return pass_on(from, what, {{}, cancel_input{"\"" + from.key + "\" needs it no more", true}});
  }
  return {};
}

/// Who an event is for. errc::unknown_case if there is no such case.
CASECLOCK_INLINE result<case_id> engine::receiver(const snapshot& from,
                                                  const pending_send& what) const {
  const program& compiled = *programs_[case_of(from.id)->program];
  switch (what.to) {
  case send_target::self: return from.id;
  case send_target::parent:
    if (case_of(from.parent.id) != nullptr)
      return from.parent.id;
    return {errc::unknown_case, "the case has no parent", what.name};
  case send_target::child:
    for (const child_link& each : from.children) {
      if (each.invoke == what.invoke && case_of(each.id) != nullptr)
        return each.id;
    }
    return {errc::unknown_case,
            "no child \"" + compiled.invokes[what.invoke.index()].name + "\" is open", what.name};
  case send_target::key: return find(what.key);
  }
  return from.id;
}

/// An event arrives or is sent back: what the receiver refuses, the sender hears of.
CASECLOCK_INLINE status engine::hand_over_event(const snapshot& from, const pending_send& what) {
  const auto to = receiver(from, what);
  if (!to)
    return send_back(from, what, to.error());
  const held_case& held = cases_[index_of(*to)];
  const program& compiled = *programs_[held.program];
  event_input sent{compiled.event(what.name), {}, {}, from.id, from.key, 0};
  if (!sent.event.valid())
    return send_back(from, what,
                     {errc::unknown_event,
                      "workflow \"" + compiled.name + "\" has no event \"" + what.name + "\"" +
                          detail::meant(what.name, detail::names_of(compiled.events)),
                      what.name});
  const schema& payload = compiled.events[sent.event.index()].payload;
  std::vector<error> wrong = validate(payload, what.data, sent.payload);
  const actor nobody;
  detail::case_environment seen{compiled, held.state, now_, nobody};
  detail::check_required_if(compiled, payload, sent.payload, seen.with_payload(&sent.payload),
                            wrong);
  if (!wrong.empty())
    return send_back(from, what, in_one(wrong));
  if (*to == from.id)
    sent.number = what.number;
  prepared_step arriving{*to, {{}, std::move(sent)}, {}};
  arriving.computed = compute(*to, arriving.what, *to == from.id ? leaves_at(from, what) : now_);
  const status& outcome = arriving.computed.outcome;
  if (!outcome.ok() && outcome.error().code != errc::incident)
    return send_back(from, what, outcome.error(), *to == from.id ? nullptr : &arriving);
  std::vector<prepared_step> batch;
  if (*to != from.id) {
    prepared_step leaving{from.id, {{}, sent_input{what.number, {}, false, {}, {}}}, {}};
    leaving.computed = compute(from.id, leaving.what, leaves_at(from, what));
    batch.push_back(std::move(leaving));
  }
  batch.push_back(std::move(arriving));
  return commit_steps(batch, now_);
}

/// Opens a case for another one: it and the opener's knowledge of it are one commit.
CASECLOCK_INLINE status engine::open_for(const snapshot& from, const pending_send& what) {
  const auto program = program_index(what.name);
  if (!program)
    return send_back(from, what, program.error());
  if (auto free = key_free(what.key); !free)
    return send_back(from, what, free.error());
  auto ready = prepare(*programs_[*program], open_request{what.name, what.key, what.data, {}});
  if (!ready)
    return send_back(from, what, ready.error());
  if (what.what == sending::invoke) {
    const auto& invokes = programs_[case_of(from.id)->program]->invokes;
    std::get_if<open_input>(&ready->what)->parent = {
        from.id, from.key, invokes[what.invoke.index()].name, from.parent.depth + 1};
  }
  const case_id id = reserve(*program, what.key);
  std::vector<prepared_step> batch;
  batch.push_back({id, *std::move(ready), {}});
  batch.front().computed = compute(id, batch.front().what, now_);
  const status outcome = batch.front().computed.outcome;
  if (!outcome.ok()) {
    forget(id);
    return send_back(from, what, outcome.error());
  }
  const std::string& key = cases_[index_of(id)].state.key;
  batch.push_back({from.id, {{}, sent_input{what.number, {}, false, id, key}}, {}});
  batch.back().computed = compute(from.id, batch.back().what, leaves_at(from, what));
  std::swap(batch.front(), batch.back()); // who asks is told first
  status kept = commit_steps(batch, now_);
  if (!kept.ok())
    forget(id);
  return kept;
}

/// What always arrives: a result at the parent, a cancellation at the child. One that has ended
/// meanwhile has no use for it any more.
CASECLOCK_INLINE status engine::pass_on(const snapshot& from, const pending_send& what,
                                        input to_whom) {
  std::vector<prepared_step> batch;
  batch.push_back({from.id, {{}, sent_input{what.number, {}, false, {}, {}}}, {}});
  batch.front().computed = compute(from.id, batch.front().what, leaves_at(from, what));
  const held_case* to = case_of(what.subject);
  if (to != nullptr && to->state.status != case_status::closed) {
    prepared_step arriving{what.subject, std::move(to_whom), {}};
    arriving.computed = compute(what.subject, arriving.what, now_);
    if (arriving.computed.after.step != to->state.step)
      batch.push_back(std::move(arriving));
  }
  return commit_steps(batch, now_);
}

/// The sender hears that it did not arrive; the receiver's trail tells what it refused.
CASECLOCK_INLINE status engine::send_back(const snapshot& from, const pending_send& what, error why,
                                          prepared_step* refusal) {
  std::vector<prepared_step> batch;
  if (refusal != nullptr)
    batch.push_back(std::move(*refusal));
  batch.push_back({from.id, {{}, sent_input{what.number, std::move(why), false, {}, {}}}, {}});
  batch.back().computed = compute(from.id, batch.back().what, leaves_at(from, what));
  return commit_steps(batch, now_);
}

/// Too much came of one call: the sender is frozen with what it sent.
CASECLOCK_INLINE status engine::give_up(const snapshot& from, const pending_send& what) {
  const error why{errc::limit,
                  "more than " + std::to_string(options_.max_sends) +
                      " events and cases came of one another at one instant",
                  what.name};
  std::vector<prepared_step> batch;
  batch.push_back({from.id, {{}, sent_input{what.number, why, true, {}, {}}}, {}});
  batch.front().computed = compute(from.id, batch.front().what, leaves_at(from, what));
  return commit_steps(batch, now_);
}

} // namespace caseclock
