// IANA time zones from the system's tzdata, read with Howard Hinnant's date-tz.
//
// This is the one place where a zone's name becomes a zone's rules. The files name the transitions
// one by one up to 2037 and give a rule for the years after; both are taken, so that a loaded zone
// is right up to `latest_instant`.
//
//     const result<zone> berlin = load_zone("Europe/Berlin");
//
// All functions may be called from several threads at once. The database is read on the first call;
// a change of the system's tzdata is seen by the next process.
#pragma once

#include <string>
#include <string_view>

#include "caseclock/base/result.hpp"
#include "caseclock/time/zone.hpp"

namespace caseclock {

/// The zone of that name with its full history, from the first transition known to the end of
/// 2199. Costs a file read; keep the value. Names are IANA's, exactly ("Asia/Shanghai", "UTC"):
/// paths, "posix/…", "right/…" and "localtime" are not names.
/// Errors: unknown_zone, whose message names a likely spelling; io if there is no tzdata.
[[nodiscard]] result<zone> load_zone(std::string_view iana_name);

/// The IANA name that was probably meant, or "". For diagnostics.
[[nodiscard]] std::string suggest_zone(std::string_view misspelt);

/// The release of the system's tzdata, "2025b", or "unknown".
[[nodiscard]] std::string tzdb_version();

} // namespace caseclock
