// "first monday of september": the days that return every year, as authors write them.
#pragma once

#include <optional>
#include <string>

#include "caseclock/calendar/calendar_definition.hpp"
#include "definition/reader.hpp"

namespace caseclock::detail {

/// Reads `01-01`, `first monday of september`, `last friday of may`, `easter`, `orthodox easter`,
/// `2 days before easter`, `1 day after fourth thursday of november`, `monday before 05-25`, in
/// whatever case; days of the week and months in full or with three letters. Codes: bad-date,
/// bad-holiday-rule, no-such-date.
std::optional<moving_date> read_every(findings& found, const located_string& written);

/// The day of the week of that name, in full or with three letters, in whatever case.
std::optional<std::chrono::weekday> weekday_named(std::string_view word);

/// The names of the days of the week, in full, for suggestions.
std::vector<std::string_view> weekday_words();

} // namespace caseclock::detail
