// A record as one line for people: timelines, traces, logs.
#pragma once

#include <string>
#include <string_view>

#include "caseclock/engine/subscription.hpp"
#include "caseclock/time/instant.hpp"
#include "caseclock/time/zone.hpp"

namespace caseclock {

/// "Fri 2026-03-06 15:00", with seconds and milliseconds only where they are not zero.
[[nodiscard]] std::string format_for_people(instant t, const zone& where);

/// What happened, without when and to which case: "li (agent) contract_checked — …". Titles and
/// messages in `language` where the author gave it.
[[nodiscard]] std::string describe(const publication& told, std::string_view language);

/// The whole line: "Fri 2026-03-06 15:00  R-1  li (agent) contract_checked — …".
[[nodiscard]] std::string to_line(const publication& told, std::string_view language);

} // namespace caseclock

#if !defined(CASECLOCK_COMPILED)
#include "caseclock/report/detail/record_text_impl.hpp"
#endif
