// A record as one JSON object on one line, for journals, pipes and tests.
//
// Names instead of ids, instants in ISO 8601 with the offset of the workflow's zone, durations
// twice (ISO 8601 and milliseconds). The order of members is fixed, so that equal records are equal
// bytes (rule S14).
#pragma once

#include <string>

#include "caseclock/engine/subscription.hpp"

namespace caseclock {

/// One record as a JSON object without a line break.
[[nodiscard]] std::string to_json(const publication& told);

} // namespace caseclock

#if !defined(CASECLOCK_COMPILED)
#include "caseclock/report/detail/record_json_impl.hpp"
#endif
