// Workflows as SCXML documents: states, transitions, conditions and data in W3C's State Chart XML
// 1.0, with `datamodel="cel"`.
//
// What SCXML has no word for (clocks, tasks, approvals, roles, messages, working time) is left out
// of the chart, told by name, and kept in the document as elements of a namespace of its own where
// it is something that the chart would do.
#pragma once

#include <string>
#include <vector>

#include "caseclock/definition/workflow.hpp"

namespace caseclock {

struct scxml_document {
  std::string text{};                  ///< XML in UTF-8
  std::vector<std::string> left_out{}; ///< what it does not say, in the order of the workflow
};

/// Writes a workflow that has been checked. Linear in its size.
[[nodiscard]] scxml_document export_scxml(const workflow_definition& of);

} // namespace caseclock
