// What is asked of a case: the other half of the journal. Replay is a fold of `step` over these.
#pragma once

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "caseclock/base/ids.hpp"
#include "caseclock/record/record.hpp"
#include "caseclock/time/instant.hpp"
#include "caseclock/value/value.hpp"

namespace caseclock {

/// Open the case with this data, one value per field of the program's schema, already validated.
struct open_input {
  std::vector<value> fields{};
};

/// An event. `payload` has one value per field of the event's schema, already validated.
struct event_input {
  event_id event{};
  std::vector<value> payload{};
};

/// Fire every timer and milestone of the case that is due at exactly `now`. `delivered` is when the
/// host really got to it: later than `now` after downtime (rule C16).
struct timer_input {
  instant delivered{};
};

struct input {
  actor by{};
  std::variant<open_input, event_input, timer_input> what{};
};

} // namespace caseclock
