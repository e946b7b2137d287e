// The role that a record tells of, by name.
#pragma once

#include <string_view>
#include <variant>

#include "caseclock/program/program.hpp"
#include "caseclock/record/record.hpp"

namespace caseclock::detail {

/// The actor's role; of a refusal for a role that the workflow does not have, the role as it was
/// sent. "" for the system and for who named no role.
[[nodiscard]] inline std::string_view acting_role(const program& compiled, const record& what) {
  if (what.by.role.valid())
    return compiled.roles[what.by.role.index()].name;
  const auto* refusal = std::get_if<event_refused>(&what.body);
  return refusal == nullptr ? std::string_view{} : std::string_view{refusal->role};
}

} // namespace caseclock::detail
