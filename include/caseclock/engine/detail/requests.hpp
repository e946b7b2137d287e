// Requests by name become inputs by id: the edge where strings end.
#pragma once

namespace caseclock {

namespace detail {

inline error no_case(case_id id) {
  return {errc::unknown_case, "no case " + std::to_string(static_cast<std::uint64_t>(id)), {}};
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

/// What is wrong with a name from outside, if anything is: too long, or no text.
inline std::optional<error> unusable(const std::string& name, std::string_view what,
                                     std::string_view where) {
  if (name.size() > longest_name)
    return error{errc::limit, std::string(what) + " is longer than 1,024 bytes",
                 std::string(where)};
  if (!is_utf8(name))
    return error{errc::invalid_data, std::string(what) + " is not valid UTF-8", std::string(where)};
  return std::nullopt;
}

/// A name from outside as the audit trail keeps it: at most 1,024 bytes, whole characters, and
/// U+FFFD for what is no text.
inline std::string for_the_trail(std::string_view name) {
  std::string kept;
  for (std::size_t at = 0; at < name.size();) {
    const auto next = decode_utf8(name, at);
    const std::size_t before = kept.size();
    append_utf8(kept, next ? next->code : U'\uFFFD');
    if (kept.size() > longest_name) {
      kept.resize(before);
      break;
    }
    at += next ? next->size : 1;
  }
  return kept;
}

/// Fields that are missing though their condition holds, judged on the fields as they would be. A
/// condition that cannot be judged is a violation as well, unless there are others: then what it
/// looks at may be what is wrong.
inline void check_required_if(const program& compiled, const schema& fields,
                              const std::vector<value>& slots, const case_environment& seen,
                              std::vector<error>& wrong) {
  const bool sound = wrong.empty();
  for (std::size_t i = 0; i < fields.fields.size() && i < slots.size(); ++i) {
    const field_spec& field = fields.fields[i];
    if (!field.required_if.valid() || !slots[i].is_null())
      continue;
    const bool told = std::any_of(wrong.begin(), wrong.end(),
                                  [&](const error& each) { return each.where == field.name; });
    if (told)
      continue;
    const expression& condition = compiled.expressions[field.required_if.index()];
    const result<value> answer = evaluate(condition, seen);
    const bool* holds = answer ? answer->as_bool() : nullptr;
    if (holds != nullptr && *holds)
      wrong.push_back({errc::invalid_data, "is required, as " + condition.text, field.name});
    else if (!answer && sound)
      wrong.push_back({errc::invalid_data,
                       "whether it is required cannot be told: " + answer.error().message,
                       field.name});
  }
}

/// By SCXML's rules every event can be sent, and its data are whatever comes with it.
inline result<input> scxml_event(const program& compiled, const snapshot& current, actor by,
                                 const event_request& request) {
  if (request.event.empty() || request.event.size() > longest_name)
    return {errc::unknown_event, "an event's name has 1 to 1,024 bytes", request.event};
  event_input sent;
  sent.event = event_named(compiled, request.event);
  sent.name = told_name(compiled, sent.event, request.event);
  if (auto why = inadmissible(compiled, current, sent.event, by))
    return *std::move(why);
  value_record data;
  if (!request.data.empty())
    data.emplace_back("data", request.data);
  const schema& payload = compiled.events[sent.event.index()].payload;
  if (const auto wrong = validate(payload, data, sent.payload); !wrong.empty())
    return in_one(wrong);
  return input{std::move(by), std::move(sent)};
}

/// `_event`, `_sessionid` and the like: SCXML's own (section 5.10).
inline error of_the_system(const std::string& name) {
  return {errc::invalid_data, "is the system's: it cannot be set", name};
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
  if (auto wrong = detail::unusable(who.name, "a person's name", "as.name"))
    return *std::move(wrong);
  if (auto wrong = detail::unusable(who.on_behalf_of, "a person's name", "as.for"))
    return *std::move(wrong);
  if (auto wrong = detail::unusable(who.role, "a role's name", "as.role"))
    return *std::move(wrong);
  if (!who.on_behalf_of.empty() && who.name.empty())
    return {errc::invalid_data, "who acts for another must say their own name", "as.name"};
  if (who.role.empty())
    return actor{role_id{}, who.name, who.on_behalf_of};
  const role_id role = compiled.role(who.role);
  if (!role.valid())
    return {errc::not_authorised,
            "workflow \"" + compiled.name + "\" has no role \"" + who.role + "\"" +
                detail::meant(who.role, detail::names_of(compiled.roles)),
            "as.role"};
  return actor{role, who.name, who.on_behalf_of};
}

CASECLOCK_INLINE result<input> engine::prepare(const program& compiled,
                                               const open_request& request) const {
  auto by = resolve(compiled, request.as);
  if (!by)
    return by.error();
  if (!by->on_behalf_of.empty())
    return {errc::not_authorised, "nobody can have delegated the opening of a case", "as.for"};
  open_input opened;
  std::vector<error> wrong = validate(compiled.data, request.data, opened.fields);
  for (const auto& [name, held] : request.data) {
    if (const auto slot = compiled.data.find(name); slot && compiled.system.holds(field_id{*slot}))
      wrong.push_back(detail::of_the_system(name));
  }
  snapshot made; // as it would be
  made.key = request.key;
  made.fields = opened.fields;
  detail::check_required_if(compiled, compiled.data, opened.fields, {compiled, made, now_, *by},
                            wrong);
  if (!wrong.empty())
    return in_one(wrong);
  return input{*std::move(by), std::move(opened)};
}

/// Who may not send it, or sends it too early, hears that and not what is wrong with the form.
CASECLOCK_INLINE result<input> engine::prepare(const program& compiled, const snapshot& current,
                                               const event_request& request) const {
  if (request.version && *request.version != compiled.version)
    return {errc::stale,
            "made for version " + std::to_string(*request.version) + " of workflow \"" +
                compiled.name + "\"; the case runs version " + std::to_string(compiled.version),
            "version"};
  if (auto old = detail::outdated(current, request.step))
    return *std::move(old);
  if (auto wrong = detail::unusable(request.event, "an event's name", "event"))
    return *std::move(wrong);
  if (compiled.semantics == rules_of::scxml) {
    auto who = resolve(compiled, request.as);
    return who ? detail::scxml_event(compiled, current, *std::move(who), request) : who.error();
  }
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
  event_input sent{event, {}, request.step};
  const schema& payload = compiled.events[event.index()].payload;
  std::vector<error> wrong = validate(payload, request.data, sent.payload);
  detail::case_environment seen{compiled, current, now_, *by};
  detail::check_required_if(compiled, payload, sent.payload, seen.with_payload(&sent.payload),
                            wrong);
  if (!wrong.empty()) {
    if (detail::is_expected(compiled, current, event, by->role) ||
        compiled.unexpected == unexpected_policy::ignore)
      return in_one(wrong);
    return detail::unexpected_event(compiled, current, event, by->role);
  }
  return input{*std::move(by), std::move(sent)};
}

CASECLOCK_INLINE result<std::uint32_t> engine::program_index(std::string_view workflow) const {
  if (auto wrong = detail::unusable(std::string(workflow), "a workflow's name", "workflow"))
    return *std::move(wrong);
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
  if (auto wrong = detail::unusable(key, "a case key", "key"))
    return *std::move(wrong);
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
