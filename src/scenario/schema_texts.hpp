// What single values look like, as regular expressions for the JSON Schema: durations, dates,
// times.
#pragma once

#include <string>
#include <vector>

namespace caseclock::detail {

/// The definitions of values that no key table knows, each a member of a JSON object.
std::vector<std::string> basic_definitions();

} // namespace caseclock::detail
