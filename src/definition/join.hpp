// Joining what files include: shared parts into workflows, calendars into calendars.
#pragma once

#include <cstddef>
#include <vector>

#include "caseclock/definition/load.hpp"
#include "definition/document.hpp"

namespace caseclock::detail {

struct loaded_document {
  document own{};
  std::vector<std::size_t> includes{}; ///< indices of other documents; without cycles
};

/// Codes: duplicate-name, unknown-calendar, calendar-cycle, missing-key.
definition_set join_documents(std::vector<loaded_document> documents, findings& found);

} // namespace caseclock::detail
