// Schedules: cases that open by themselves, each occurrence once.
#pragma once

namespace caseclock {

/// The schedules of that program take the place of those of an older program of its workflow, which
/// hand over where they are.
CASECLOCK_INLINE void engine::enroll(std::uint32_t program, instant after) {
  const std::string& name = programs_[program]->name;
  if (!scheduled_only_.empty() && name != scheduled_only_)
    return;
  for (const running_schedule& each : schedules_) {
    if (programs_[each.program]->name == name)
      after = std::min(after, each.next.at - duration{1});
  }
  std::erase_if(schedules_, [&](const running_schedule& each) {
    return programs_[each.program]->name == name;
  });
  for (std::size_t i = 0; i < programs_[program]->schedules.size(); ++i) {
    if (const auto next = next_of_schedule(*programs_[program], i, after))
      schedules_.push_back({program, static_cast<std::uint32_t>(i), *next});
  }
}

CASECLOCK_INLINE status engine::start_schedules(instant from, std::string_view only) {
  if (auto good = in_range(from); !good.ok())
    return good;
  if (schedules_run_)
    return {errc::invalid_argument, "the schedules run already"};
  schedules_run_ = true;
  scheduled_only_ = only;
  // Whatever the store has of its last instant may be half of what was to be opened then.
  const auto position = restored_ ? store_->position() : result<store_position>{store_position{}};
  for (auto id = position ? static_cast<std::uint64_t>(position->last_case) : 0; id > 0; --id) {
    const auto held = store_->load(case_id{id});
    if (held && held->opened < now_)
      break;
    if (held)
      opened_before_.push_back(held->key);
  }
  for (std::uint32_t i = 0; i < programs_.size(); ++i) {
    if (newest_[programs_[i]->name] == i)
      enroll(i, (restored_ ? now_ : from) - duration{1});
  }
  return {};
}

/// The one that comes first, of several at one instant the one that was added first; the number of
/// schedules if there is none.
CASECLOCK_INLINE std::size_t engine::next_schedule() const {
  std::size_t first = schedules_.size();
  for (std::size_t i = 0; i < schedules_.size(); ++i) {
    if (first == schedules_.size() || schedules_[i].next.at < schedules_[first].next.at)
      first = i;
  }
  return first;
}

/// Opens the case of one occurrence. Not ok: the store failed, and nothing has happened.
CASECLOCK_INLINE status engine::open_case_of(const running_schedule& due, instant delivered) {
  const program& compiled = *programs_[due.program];
  const auto wanted = case_of_schedule(compiled, due.schedule, due.next);
  const auto report = [&](const std::string& key, const error& why) {
    constexpr std::size_t most = 1'000;
    if (failed_.size() < most)
      failed_.push_back({compiled.name, key, due.next.at, why});
    return status{};
  };
  if (!wanted)
    return report({}, wanted.error());
  const auto& before = opened_before_;
  if (keys_.contains(wanted->key) ||
      std::find(before.begin(), before.end(), wanted->key) != before.end())
    return {};
  if (auto free = key_free(wanted->key); !free.ok())
    return report(wanted->key, free.error());
  auto ready = prepare(compiled, open_request{compiled.name, wanted->key, wanted->data, {}});
  if (!ready)
    return report(wanted->key, ready.error());
  if (delivered > now_)
    std::get_if<open_input>(&ready->what)->late = delivered;
  const case_id id = reserve(due.program, wanted->key);
  applied done = apply(id, *ready, now_);
  if (done.kept.ok() && done.outcome.ok())
    return {};
  forget(id);
  if (!done.outcome.ok())
    return report(wanted->key, done.outcome.error());
  return std::move(done.kept);
}

CASECLOCK_INLINE status engine::open_scheduled(std::size_t which, instant delivered) {
  const running_schedule due = schedules_[which];
  const program& compiled = *programs_[due.program];
  reach(due.next.at);
  const auto next = next_of_schedule(compiled, due.schedule, due.next.at);
  const bool superseded = next && next->at <= delivered &&
                          compiled.schedules[due.schedule].missed == missed_policy::latest;
  if (!superseded) {
    if (auto opened = open_case_of(due, delivered); !opened.ok())
      return opened;
  }
  if (next)
    schedules_[which].next = *next;
  else
    schedules_.erase(schedules_.begin() + static_cast<std::ptrdiff_t>(which));
  return {};
}

} // namespace caseclock
