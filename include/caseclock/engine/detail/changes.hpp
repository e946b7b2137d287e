// What a host changes besides sending events: data, calendars, and how late everything is told.
#pragma once

namespace caseclock {

namespace detail {

/// Fields that a condition requires stay as they are or are given: those that were missing before
/// are not this change's doing.
inline void check_still_there(const program& compiled, const snapshot& current,
                              const set_input& given, instant now, const actor& by,
                              std::vector<error>& wrong) {
  const schema& fields = compiled.data;
  std::vector<error> before;
  check_required_if(compiled, fields, current.fields, {compiled, current, now, by}, before);
  snapshot changed = current;
  for (const auto& [field, to] : given.fields)
    changed.fields[field.index()] = to;
  std::vector<error> after;
  check_required_if(compiled, fields, changed.fields, {compiled, changed, now, by}, after);
  for (error& each : after) {
    const bool known = std::any_of(before.begin(), before.end(),
                                   [&](const error& one) { return one.where == each.where; });
    if (!known)
      wrong.push_back(std::move(each));
  }
}

} // namespace detail

/// The fields that are given, as a form of its own: none of them has to be there, and none takes
/// its default. A null clears a field that may be missing.
CASECLOCK_INLINE result<input> engine::prepare(const program& compiled, const snapshot& current,
                                               const set_request& request) const {
  auto by = resolve(compiled, request.as);
  if (!by)
    return by.error();
  if (!by->on_behalf_of.empty())
    return {errc::not_authorised, "nobody can have delegated a change of the data", "as.for"};
  if (request.data.empty())
    return {errc::invalid_data, "there is nothing to set", "data"};
  set_input made;
  schema given;
  std::vector<error> wrong;
  for (const auto& [name, held] : request.data) {
    const auto slot = compiled.data.find(name);
    const bool twice = given.find(name).has_value();
    if (!slot || twice)
      continue; // validation names what is unknown or repeated
    const field_spec& field = compiled.data.fields[*slot];
    if (compiled.system.holds(field_id{*slot}))
      wrong.push_back(detail::of_the_system(name));
    if (held.is_null() && !field.type.optional)
      wrong.push_back({errc::invalid_data,
                       field.required ? "\"" + name + "\" is required"
                                      : "\"" + name + "\" always has a value and cannot be cleared",
                       name});
    given.fields.push_back(field);
    given.fields.back().required = false;
    given.fields.back().initial.reset();
    made.fields.emplace_back(field_id{*slot}, value{});
  }
  std::vector<value> slots;
  const auto invalid = validate(given, request.data, slots);
  wrong.insert(wrong.end(), invalid.begin(), invalid.end());
  if (wrong.empty()) {
    for (std::size_t i = 0; i < made.fields.size(); ++i)
      made.fields[i].second = std::move(slots[i]);
    detail::check_still_there(compiled, current, made, now_, *by, wrong);
  }
  if (!wrong.empty())
    return in_one(wrong);
  return input{*std::move(by), std::move(made)};
}

CASECLOCK_INLINE status engine::set(const set_request& request, instant at) {
  if (auto good = in_range(at); !good.ok())
    return good;
  if (case_of(request.subject) == nullptr)
    return detail::no_case(request.subject);
  return take({request.subject, "set", {}, request.as, {}, {}}, at, [&] {
    const held_case& held = *case_of(request.subject);
    return prepare(*programs_[held.program], held.state, request);
  });
}

/// A state's name becomes the number of its task: the one that the actor holds, else one that the
/// actor could take, else the first. None: 0, which no task has.
CASECLOCK_INLINE result<input> engine::prepare(const program& compiled, const snapshot& current,
                                               const task_request& request) const {
  auto by = resolve(compiled, request.as);
  if (!by)
    return by.error();
  if (!by->on_behalf_of.empty())
    return {errc::invalid_data, "tasks change hands in one's own name", "as.for"};
  if (auto wrong = detail::unusable(request.to, "a person's name", "to"))
    return *std::move(wrong);
  if (!request.to.empty() && request.verb != task_verb::hand_on)
    return {errc::invalid_data, "only what is delegated goes to somebody", "to"};
  task_input asked{request.number, request.verb, request.to};
  if (asked.number != 0 || current.status != case_status::open)
    return input{*std::move(by), std::move(asked)};
  if (auto wrong = detail::unusable(request.state, "a state's name", "task"))
    return *std::move(wrong);
  int best = 0;
  for (const open_task& each : current.tasks) {
    if (compiled.states[each.state.index()].name != request.state)
      continue;
    const bool mine = !by->name.empty() && each.person == by->name;
    const bool free = each.person.empty() && detail::may_do(compiled, each, by->role);
    const int rank = mine ? 3 : free ? 2 : 1;
    if (rank > best) {
      best = rank;
      asked.number = each.number;
    }
  }
  if (best == 0)
    return {errc::unknown_task, "state \"" + request.state + "\" has no open task", "task"};
  return input{*std::move(by), std::move(asked)};
}

CASECLOCK_INLINE status engine::change_hands(const task_request& request, instant at) {
  if (auto good = in_range(at); !good.ok())
    return good;
  if (case_of(request.subject) == nullptr)
    return detail::no_case(request.subject);
  return take({request.subject, std::string(name(request.verb)), {}, request.as, {}, {}}, at, [&] {
    const held_case& held = *case_of(request.subject);
    return prepare(*programs_[held.program], held.state, request);
  });
}

CASECLOCK_INLINE status engine::cancel(const cancel_request& request, instant at) {
  if (auto good = in_range(at); !good.ok())
    return good;
  const held_case* held = case_of(request.subject);
  if (held == nullptr)
    return detail::no_case(request.subject);
  return take({request.subject, "cancel", {}, request.as}, at, [&]() -> result<input> {
    auto by = resolve(*programs_[case_of(request.subject)->program], request.as);
    if (!by)
      return by.error();
    if (request.reason.size() > detail::longest_name)
      return error{errc::limit, "the reason is longer than 1,024 bytes", "reason"};
    return input{*std::move(by), cancel_input{request.reason, false}};
  });
}

CASECLOCK_INLINE std::optional<std::uint32_t>
engine::index_of_program(const program& wanted) const {
  for (std::size_t i = 0; i < programs_.size(); ++i) {
    if (programs_[i].get() == &wanted || programs_[i]->hash == wanted.hash)
      return static_cast<std::uint32_t>(i);
  }
  return std::nullopt;
}

CASECLOCK_INLINE status engine::recalendar(case_id id, std::shared_ptr<const program> to,
                                           const sender& as, instant at) {
  if (auto good = in_range(at); !good.ok())
    return good;
  if (to == nullptr)
    return {errc::invalid_argument, "no program was given"};
  const held_case* held = case_of(id);
  if (held == nullptr)
    return detail::no_case(id);
  auto by = resolve(*programs_[held->program], as);
  if (!by)
    return by.error();
  if (!index_of_program(*to))
    programs_.push_back(to);
  const input changed{*std::move(by), recalendar_input{std::move(to)}};
  return take({id, "recalendar", {}, as, {}, {}}, at, [&] { return result<input>{changed}; });
}

CASECLOCK_INLINE result<std::vector<clock_difference>>
engine::preview_recalendar(case_id id, const program& to, instant at) const {
  const held_case* held = case_of(id);
  if (held == nullptr)
    return detail::no_case(id);
  const program& before = *programs_[held->program];
  const std::shared_ptr<const program> unowned{std::shared_ptr<const program>{}, &to};
  at = std::max(at, held->state.changed);
  const step_result changed =
      step(before, held->state, {{}, recalendar_input{unowned}}, at, options_.limits);
  if (!changed.outcome.ok())
    return changed.outcome.error();
  std::vector<clock_difference> found;
  for (std::size_t i = 0; i < before.clocks.size(); ++i) {
    clock_difference each{view_clock(before, held->state, clock_id{i}, at),
                          view_clock(to, changed.after, clock_id{i}, at)};
    if (each.before != each.after)
      found.push_back(std::move(each));
  }
  return found;
}

CASECLOCK_INLINE status engine::resolve_incident(const incident_request& request, incident_end how,
                                                 instant at) {
  if (auto good = in_range(at); !good.ok())
    return good;
  const held_case* held = case_of(request.subject);
  if (held == nullptr)
    return detail::no_case(request.subject);
  const std::string verb = how == incident_end::retried ? "retry" : "skip";
  const auto prepared = [&]() -> result<input> {
    auto by = resolve(*programs_[case_of(request.subject)->program], request.as);
    if (!by)
      return by.error();
    return input{*std::move(by), resolve_input{how, std::max({at, now_, back_})}};
  };
  status outcome = take({request.subject, verb, {}, request.as}, at, prepared);
  if (busy_ || !outcome.ok())
    return outcome;
  const detail::busy_mark mark{busy_};
  return catch_up(now_);
}

CASECLOCK_INLINE void engine::away_until(instant back) {
  back_ = std::max(back_, back);
}

} // namespace caseclock
