// Scenario results as JUnit XML, which every CI server reads.
#pragma once

#include <string>
#include <vector>

#include "caseclock/base/source_map.hpp"
#include "caseclock/scenario/scenario.hpp"

namespace caseclock::cli {

[[nodiscard]] std::string junit_xml(const std::vector<scenario_result>& results,
                                    const source_map& sources);

} // namespace caseclock::cli
