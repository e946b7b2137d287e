// What the members of each kind of record mean, so that an expected one can be looked at without
// running anything. The names are those of report/record_json.hpp; a test holds them together.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "caseclock/record/record.hpp"

namespace caseclock::detail {

enum class member_meaning : std::uint8_t {
  text,
  texts,  ///< one per language
  number, ///< whole
  truth,
  time,
  span, ///< a duration, as ISO 8601
  list, ///< of texts
  refusal,
  outcome, ///< met, missed
  workflow,
  opened,
  person,      ///< {role, name}
  case_data,   ///< {field: value}
  event_data,  ///< what came with the event that the record names
  opened_data, ///< what the opened case got
  any_data,
  field_value, ///< of the field that the record names
  state,
  states, ///< one or several
  approval,
  event,
  sent_event, ///< of a refusal: perhaps one that there is not
  sent,       ///< by a case, to whomever
  child,      ///< the id of an `invoke`
  emitted,
  role,
  field,
  clock,
  milestone,
  message,
  calendar,
};

struct record_member {
  std::string_view name;
  member_meaning means;
};

/// The members that every record has; `by` only if somebody did it.
[[nodiscard]] std::span<const record_member> common_members();
/// The members that this kind has besides, those that may be missing included.
[[nodiscard]] std::span<const record_member> members_of(record_kind kind);

} // namespace caseclock::detail
