// Which findings are worth showing, and in which order.
#pragma once

#include <vector>

#include "caseclock/base/diagnostic.hpp"

namespace caseclock::detail::passes {

/// `found` by the compiler, less what follows from a mistake that the loader reported already:
/// where `evnts:` is misspelt, every event is unknown.
[[nodiscard]] std::vector<diagnostic> without_consequences(std::vector<diagnostic> found,
                                                           const std::vector<diagnostic>& loaded);

/// Sorts by file, line and column, and drops what is told twice: workflows that include the same
/// file share its mistakes.
void sort_findings(std::vector<diagnostic>& findings);

} // namespace caseclock::detail::passes
