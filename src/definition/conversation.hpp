// What clocks from templates go by (C20): who speaks in a case, and when it is opened and resolved.
//
//     conversation:
//       message: customer_wrote            # events by which the customer speaks
//       reply: [agent_replied, solved]     # events that are a public reply
//       resolved: {enter: solved}
//     clocks:
//       first_response: {template: first_response, target: 4 working hours}
//
// A template is a way of writing: it fills in `start`, `stop` and `reopen` where the clock leaves
// them out, and nothing that comes after it knows of templates.
#pragma once

#include <vector>

#include "caseclock/definition/workflow.hpp"
#include "definition/reader.hpp"

namespace caseclock::detail {

struct conversation {
  std::vector<when_definition> opened{}; ///< as written, or entering the initial state
  std::vector<when_definition> message{};
  std::vector<when_definition> reply{};
  std::vector<when_definition> resolved{};
};

/// The `conversation` of a workflow; of one without it, only when cases open: in `initial`.
conversation read_conversation(findings& found, const fields& workflow,
                               const located_string& initial);

/// Fills in what the clock's `template` says, if it has one. Codes: unknown-value, missing-key.
void apply_template(findings& found, const fields& clock, const conversation& talk,
                    clock_definition& made);

} // namespace caseclock::detail
