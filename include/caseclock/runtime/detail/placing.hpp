// Writing to places in the data by SCXML's rules: fields, and what lies inside their values.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "caseclock/runtime/detail/guards.hpp"
#include "caseclock/value/coerce.hpp"

namespace caseclock::detail {

/// A step of a location with its index evaluated.
struct placed_step {
  std::string member{};
  std::int64_t index = -1; ///< of a list
};

inline result<placed_step> placed(const macrostep& m, const program_location::step& step) {
  if (!step.index.valid())
    return placed_step{step.member, -1};
  const result<value> index = evaluate_in(m, step.index);
  if (!index)
    return index.error();
  if (const std::string* member = index->as_string())
    return placed_step{*member, -1};
  if (const std::int64_t* number = index->as_int(); number != nullptr && *number >= 0)
    return placed_step{{}, *number};
  return {errc::evaluation, "an index is a whole number from 0, or a member's name"};
}

/// `base` with `what` at the end of the steps from `next` on. Recursive: as deep as the location is
/// long, which its text bounds.
inline result<value> replaced(const value& base, const std::vector<placed_step>& steps,
                              std::size_t next, const value& what) {
  if (next == steps.size())
    return what;
  const placed_step& step = steps[next];
  if (const value_list* list = base.as_list(); list != nullptr && step.index >= 0) {
    if (static_cast<std::size_t>(step.index) >= list->size())
      return {errc::evaluation, "the list has no element " + std::to_string(step.index)};
    value_list made = *list;
    value& element = made[static_cast<std::size_t>(step.index)];
    result<value> inner = replaced(element, steps, next + 1, what);
    if (!inner)
      return inner;
    element = *std::move(inner);
    return value{std::move(made)};
  }
  const value_record* fields = base.as_record();
  if (fields == nullptr || step.index >= 0)
    return {errc::evaluation, "the value has nothing of that kind inside"};
  value_record made = *fields;
  for (auto& [name, held] : made) {
    if (name != step.member)
      continue;
    result<value> inner = replaced(held, steps, next + 1, what);
    if (!inner)
      return inner;
    held = *std::move(inner);
    return value{std::move(made)};
  }
  if (next + 1 != steps.size())
    return {errc::evaluation, "the record has no member \"" + step.member + "\""};
  made.emplace_back(step.member, what);
  return value{std::move(made)};
}

inline void set_field(macrostep& m, field_id id, value made) {
  value& field = m.state.fields[id.index()];
  if (field == made)
    return;
  m.facts.any = true;
  m.tell(data_changed{id, field, made});
  field = std::move(made);
}

/// True if it is a variable of the author's, as loops need.
[[nodiscard]] inline bool is_variable(const macrostep& m, const program_location& to) {
  return to.field.valid() && to.inside.empty() && !m.code.system.holds(to.field);
}

/// Fails if there is no such place, if it is not the author's, or if the value does not fit.
inline status place(macrostep& m, const program_location& to, const value& what) {
  if (!to.field.valid())
    return {errc::evaluation, "there is no place \"" + to.text + "\" in the data"};
  if (m.code.system.holds(to.field))
    return {errc::evaluation, "\"" + to.text + "\" cannot be changed"};
  std::vector<placed_step> steps;
  for (const program_location::step& each : to.inside) {
    result<placed_step> step = placed(m, each);
    if (!step)
      return step.error();
    steps.push_back(*std::move(step));
  }
  result<value> made = replaced(m.state.fields[to.field.index()], steps, 0, what);
  if (!made)
    return made.error();
  result<value> fitting = coerce(*made, m.code.data.fields[to.field.index()].type);
  if (!fitting)
    return {errc::evaluation, fitting.error().message};
  set_field(m, to.field, *std::move(fitting));
  return {};
}

/// Binds a field to its initial value; one that cannot be had leaves it unbound.
inline void bind(macrostep& m, const program_binding& each) {
  result<value> made = evaluate_in(m, each.to);
  if (made)
    made = coerce(*made, m.code.data.fields[each.field.index()].type);
  if (made)
    set_field(m, each.field, *std::move(made));
  else
    m.enqueue_error({}, {}, made.error().message);
}

/// What is there before the first state is entered: the system's own fields, then the data in
/// document order. What the host gave already stays.
inline void begin_session(macrostep& m) {
  const system_fields& system = m.code.system;
  const value address = value_record{{"location", own_address(m.state)}};
  m.state.fields[system.event.index()] = {};
  m.state.fields[system.name.index()] = m.code.name;
  m.state.fields[system.session.index()] = session_of(m.state);
  m.state.fields[system.processors.index()] =
      value_record{{std::string(scxml_processor), address}, {"scxml", address}};
  for (const program_binding& each : m.code.bindings) {
    if (m.state.fields[each.field.index()].is_null())
      bind(m, each);
  }
}

} // namespace caseclock::detail
