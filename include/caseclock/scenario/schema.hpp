// A JSON Schema of everything that is written in YAML: workflows, shared parts, calendars and
// scenarios. Editors complete keys with it and say, while one types, what is wrong.
//
// It is made from the tables that the readers check mappings with, so that it knows the keys that
// they know. It says less than `caseclock check`: no names, no expressions, nothing that looks at
// two places at once.
#pragma once

#include <string>

namespace caseclock {

/// The schema as JSON text, of draft 7, which is what editors support best. The same text every
/// time. Adapter: compiled in the library.
[[nodiscard]] std::string json_schema();

} // namespace caseclock
