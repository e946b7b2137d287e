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

CASECLOCK_INLINE std::vector<std::pair<case_id, open_task>>
engine::tasks_of(std::string_view role) const {
  struct entry {
    instant due{};
    case_id id{};
    const open_task* task = nullptr;
  };
  std::vector<entry> found;
  for (const held_case& held : cases_) {
    if (held.state.status != case_status::open || held.state.tasks.empty())
      continue;
    const role_id asked = programs_[held.program]->role(role);
    for (const open_task& each : held.state.tasks) {
      if (asked.valid() && each.role == asked)
        found.push_back({held.due.value_or(latest_instant), held.state.id, &each});
    }
  }
  std::stable_sort(found.begin(), found.end(),
                   [](const entry& a, const entry& b) { return a.due < b.due; });
  std::vector<std::pair<case_id, open_task>> tasks;
  for (const entry& each : found)
    tasks.emplace_back(each.id, *each.task);
  return tasks;
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
