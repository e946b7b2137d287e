// Requests by name become inputs by id: the edge where strings end.
#pragma once

namespace caseclock {

namespace detail {

inline error no_case(case_id id) {
  return {errc::unknown_case, "no case " + std::to_string(static_cast<std::uint64_t>(id)), {}};
}

/// All violations as one error, so that a form is filled in once and not field by field.
inline error all_of(const std::vector<error>& violations) {
  error joined{errc::invalid_data, {}, violations.front().where};
  for (const error& each : violations)
    joined.message += (joined.message.empty() ? "" : "; ") +
                      (each.where.empty() ? each.message : each.where + ": " + each.message);
  return joined;
}

inline std::string meant(std::string_view word, const std::vector<std::string_view>& candidates) {
  const std::string nearest = closest(word, candidates);
  return nearest.empty() ? std::string{} : " (did you mean \"" + nearest + "\"?)";
}

template <class Table> std::vector<std::string_view> names_of(const Table& table) {
  std::vector<std::string_view> names;
  for (const auto& each : table)
    names.push_back(each.name);
  return names;
}

inline constexpr std::size_t longest_name = 1'024;

/// The event that an input brings, or "".
inline std::string event_name(const program& compiled, const input& what) {
  const auto* sent = std::get_if<event_input>(&what.what);
  return sent == nullptr ? std::string{} : compiled.events[sent->event.index()].name;
}

/// Marks the engine as busy for the length of a call, also if a subscriber throws.
class busy_mark {
 public:
  explicit busy_mark(bool& flag) : flag_(&flag), before_(flag) { flag = true; }
  busy_mark(const busy_mark&) = delete;
  busy_mark& operator=(const busy_mark&) = delete;
  ~busy_mark() { *flag_ = before_; }

 private:
  bool* flag_;
  bool before_;
};

} // namespace detail

CASECLOCK_INLINE result<actor> engine::resolve(const program& compiled, const sender& who) const {
  if (who.name.size() > detail::longest_name)
    return {errc::limit, "a person's name is longer than 1,024 bytes", "as.name"};
  if (who.role.empty())
    return actor{role_id{}, who.name};
  const role_id role = compiled.role(who.role);
  if (!role.valid())
    return {errc::not_authorised,
            "workflow \"" + compiled.name + "\" has no role \"" + who.role + "\"" +
                detail::meant(who.role, detail::names_of(compiled.roles)),
            "as.role"};
  return actor{role, who.name};
}

CASECLOCK_INLINE result<input> engine::prepare(const program& compiled,
                                               const open_request& request) const {
  auto by = resolve(compiled, request.as);
  if (!by)
    return by.error();
  open_input opened;
  if (const auto wrong = validate(compiled.data, request.data, opened.fields); !wrong.empty())
    return detail::all_of(wrong);
  return input{*std::move(by), std::move(opened)};
}

/// Who may not send it, or sends it too early, hears that and not what is wrong with the form.
CASECLOCK_INLINE result<input> engine::prepare(const program& compiled, const snapshot& current,
                                               const event_request& request) const {
  const event_id event = compiled.event(request.event);
  if (!event.valid())
    return {errc::unknown_event,
            "workflow \"" + compiled.name + "\" has no event \"" + request.event + "\"" +
                detail::meant(request.event, detail::names_of(compiled.events)),
            request.event};
  auto by = resolve(compiled, request.as);
  if (!by)
    return by.error();
  if (auto why = detail::inadmissible(compiled, current, event, *by))
    return *std::move(why);
  event_input sent{event, {}};
  const schema& payload = compiled.events[event.index()].payload;
  if (const auto wrong = validate(payload, request.data, sent.payload); !wrong.empty()) {
    if (detail::is_expected(compiled, current, event, by->role) ||
        compiled.unexpected == unexpected_policy::ignore)
      return detail::all_of(wrong);
    return detail::unexpected_event(compiled, current, event);
  }
  return input{*std::move(by), std::move(sent)};
}

CASECLOCK_INLINE result<std::uint32_t> engine::program_index(std::string_view workflow) const {
  if (const auto found = newest_.find(std::string(workflow)); found != newest_.end())
    return found->second;
  std::vector<std::string_view> known;
  for (const auto& each : programs_)
    known.push_back(each->name);
  return {errc::unknown_workflow,
          "no workflow \"" + std::string(workflow) + "\"" + detail::meant(workflow, known),
          std::string(workflow)};
}

CASECLOCK_INLINE status engine::key_free(const std::string& key) const {
  if (key.size() > detail::longest_name)
    return {errc::limit, "a case key is longer than 1,024 bytes", "key"};
  if (!key.empty() && keys_.contains(key))
    return {errc::duplicate_case, "a case with the key \"" + key + "\" exists already", key};
  if (cases_.size() >= options_.max_cases)
    return {errc::limit, "the engine holds as many cases as it may", key};
  return {};
}

CASECLOCK_INLINE result<case_id> engine::find(std::string_view key) const {
  if (const auto found = keys_.find(std::string(key)); found != keys_.end())
    return found->second;
  return {errc::unknown_case, "no case \"" + std::string(key) + "\"", std::string(key)};
}

} // namespace caseclock
