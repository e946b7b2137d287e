// What a host asks. Nothing here changes anything.
#pragma once

namespace caseclock {

CASECLOCK_INLINE std::vector<std::string_view> engine::states(case_id id) const {
  std::vector<std::string_view> names;
  if (const held_case* held = case_of(id)) {
    for (const state_id each : held->state.active)
      names.push_back(programs_[held->program]->states[each.index()].name);
  }
  return names;
}

CASECLOCK_INLINE std::vector<std::string_view> engine::events(case_id id,
                                                              std::string_view role) const {
  std::vector<std::string_view> names;
  const held_case* held = case_of(id);
  if (held == nullptr || held->state.status != case_status::open)
    return names;
  const program& compiled = *programs_[held->program];
  const role_id asked = compiled.role(role);
  if (!role.empty() && !asked.valid())
    return names;
  for (const event_id each : expected_events(compiled, held->state, asked))
    names.push_back(compiled.events[each.index()].name);
  return names;
}

CASECLOCK_INLINE std::vector<open_task> engine::tasks(case_id id) const {
  const held_case* held = case_of(id);
  return held == nullptr ? std::vector<open_task>{} : held->state.tasks;
}

namespace detail {

/// The earliest of what the running clocks promise, passed or not; none if none runs.
inline std::optional<instant> next_promise(const program& compiled, const snapshot& current) {
  std::optional<instant> earliest;
  for (std::size_t i = 0; i < current.clocks.size(); ++i) {
    const clock_case at = clock_at(compiled, current, clock_id{i});
    if (!is_measuring(*at.ledger))
      continue;
    if (const result<instant> promise = due(*at.ledger, at.base))
      earliest = earliest ? std::min(*earliest, *promise) : *promise;
  }
  return earliest;
}

} // namespace detail

template <class Wanted> std::vector<work_item> engine::collect_work(const Wanted& wanted) const {
  std::vector<work_item> found;
  for (const held_case& held : cases_) {
    if (held.state.status != case_status::open)
      continue;
    const program& compiled = *programs_[held.program];
    std::optional<std::optional<instant>> promise; // asked once per case, if at all
    for (const open_task& each : held.state.tasks) {
      if (!wanted(compiled, each))
        continue;
      if (!each.due && !promise)
        promise = detail::next_promise(compiled, held.state);
      found.push_back({held.state.id, each, each.due ? each.due : *promise});
    }
  }
  std::stable_sort(found.begin(), found.end(), [](const work_item& a, const work_item& b) {
    return a.due.value_or(latest_instant) < b.due.value_or(latest_instant);
  });
  return found;
}

CASECLOCK_INLINE std::vector<work_item> engine::tasks_of(std::string_view role) const {
  return collect_work([&](const program& compiled, const open_task& each) {
    return role.empty() || (each.role.valid() && compiled.roles[each.role.index()].name == role);
  });
}

CASECLOCK_INLINE std::vector<work_item> engine::work_of(const sender& whom) const {
  return collect_work([&](const program& compiled, const open_task& each) {
    if (!each.person.empty())
      return each.person == whom.name;
    const role_id role = compiled.role(whom.role);
    return role.valid() && detail::may_do(compiled, each, role);
  });
}

CASECLOCK_INLINE std::vector<clock_view> engine::clocks(case_id id, instant at) const {
  std::vector<clock_view> views;
  const held_case* held = case_of(id);
  if (held == nullptr)
    return views;
  const instant asked = std::max(at, held->state.changed);
  for (std::size_t i = 0; i < held->state.clocks.size(); ++i)
    views.push_back(view_clock(*programs_[held->program], held->state, clock_id{i}, asked));
  return views;
}

} // namespace caseclock
