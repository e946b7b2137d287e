// SCXML documents as workflows: what W3C's State Chart XML 1.0 says, in this language.
//
// The importer writes a workflow file with `semantics: scxml`, which the ordinary loader reads and
// the ordinary step runs by SCXML's rules: there is no second interpreter. What the document means
// is decided by the recommendation of 2015-09-01. What lies outside (ECMAScript and XPath, scripts,
// invoke, HTTP) is refused by name and line.
//
//     source_map sources;
//     const auto made = import_scxml("door.scxml", sources);
//     if (made) std::fputs(made.value->c_str(), stdout);   // YAML
#pragma once

#include <string>

#include "caseclock/base/diagnostic.hpp"
#include "caseclock/base/source_map.hpp"

namespace caseclock {

/// Reads an SCXML file and writes it as a workflow, YAML in UTF-8. At most 4 MiB, 100,000 elements;
/// UTF-8, UTF-16 or ISO-8859-1 as XML tells them apart; document types are refused, so that there
/// are no entities but XML's own. All findings at once, each with its line. Linear in the file.
[[nodiscard]] report<std::string> import_scxml(const std::string& path, source_map& sources);

/// The same for a text at hand; `path` is what findings call it, where `src` is relative to, and
/// what the workflow is named after if the document has no name.
[[nodiscard]] report<std::string> import_scxml_text(std::string path, std::string text,
                                                    source_map& sources);

} // namespace caseclock
