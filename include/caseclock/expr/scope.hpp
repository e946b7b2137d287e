// What the names in an expression mean, and how an evaluation reaches them.
//
// The checker resolves every name to a slot or to an id when the workflow is loaded; evaluation
// then touches vectors by index and asks the case a closed list of questions. The expression room
// knows neither programs nor snapshots: the rooms above implement `expr_environment`.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "caseclock/base/ids.hpp"
#include "caseclock/base/result.hpp"
#include "caseclock/base/source_map.hpp"
#include "caseclock/time/zone.hpp"
#include "caseclock/value/schema.hpp"
#include "caseclock/value/value.hpp"

namespace caseclock {

/// What happens to an expression that cannot be right.
enum class typing : std::uint8_t {
  strict, ///< it is refused when it is compiled: for what people write into files
  /// As CEL without its checker: what does not go together fails when it is evaluated, unless it
  /// does not matter then; 1 == "a" is false, lists hold what they like. Names that do not exist
  /// are refused all the same, and what is made can be kept as data. For workflows by SCXML's
  /// rules.
  dynamic,
  /// The same for expressions by themselves: also an unknown name fails when it is evaluated, keys
  /// of records may be ints and bools, instants lie in the years 1 to 9999, and there is no case to
  /// ask. What has to do with a name of a declared scalar type is refused all the same.
  lenient,
};

using pattern_test = std::function<bool(std::string_view)>;
/// Compiles a regular expression; what it gives tells whether a text contains a match.
using search_compiler = std::function<result<pattern_test>(std::string_view)>;

/// The names an expression may use. Name tables are in the order of the ids.
struct expr_scope {
  const schema* data = nullptr;  ///< case fields, by their bare names
  const schema* event = nullptr; ///< `event.x`; null: no event is at hand here
  const schema* form = nullptr;  ///< the event's fields by their bare names, before the case's
  bool in_clock = false;         ///< `clock.due`, `clock.remaining`, `clock.name` are at hand
  std::vector<std::string_view> states{};
  std::vector<std::string_view> approvals{}; ///< names of the states that are approvals
  std::vector<std::string_view> tags{};
  std::vector<std::string_view> events{};
  std::vector<std::string_view> clocks{};
  std::vector<std::string_view> calendars{};
  const source_map* sources = nullptr; ///< to find places in texts that YAML has folded or escaped
  typing types = typing::strict;
  search_compiler patterns{}; ///< of `matches`, which is refused where there is none
  bool zones = false;         ///< the environment knows time zones by name
};

/// What an expression can ask about the moment, besides case fields and the event's payload.
enum class ambient : std::uint8_t {
  now,             ///< `now`: the macrostep's instant
  case_id,         ///< `case.id`: int
  case_key,        ///< `case.key`: the host's own key, a string
  case_workflow,   ///< `case.workflow`: string
  actor_name,      ///< `actor.name`: string, "" for the system
  actor_role,      ///< `actor.role`: string, "" for the system
  clock_name,      ///< `clock.name`
  clock_due,       ///< `clock.due`: optional timestamp
  clock_remaining, ///< `clock.remaining`: optional duration
  clock_elapsed,   ///< `clock.elapsed`: optional duration
};

/// Answers an expression's questions during one evaluation. Implemented by the runtime.
class expr_environment {
 public:
  [[nodiscard]] virtual const value& field(field_id) const = 0;
  [[nodiscard]] virtual const value& event_field(std::uint32_t slot) const = 0;
  [[nodiscard]] virtual value ask(ambient) const = 0;
  [[nodiscard]] virtual bool in(state_id) const = 0;
  [[nodiscard]] virtual bool tagged(tag_id) const = 0;
  [[nodiscard]] virtual bool approved(state_id) const = 0;
  [[nodiscard]] virtual std::int64_t count(event_id) const = 0;
  [[nodiscard]] virtual result<value> elapsed(clock_id) const = 0;
  [[nodiscard]] virtual result<value> remaining(clock_id) const = 0;
  [[nodiscard]] virtual result<value> working_time(instant from, instant to, calendar_id) const = 0;
  /// The state of that name, or invalid: of expressions that look for one when they are evaluated.
  [[nodiscard]] virtual state_id state_named(std::string_view) const { return {}; }
  /// The time zone of that name, or null if there is none. Lives as long as the environment.
  [[nodiscard]] virtual const zone* zone_named(std::string_view) const { return nullptr; }

 protected:
  ~expr_environment() = default;
};

} // namespace caseclock
