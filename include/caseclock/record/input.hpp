// What is asked of a case: the other half of the journal. Replay is a fold of `step` over these.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "caseclock/base/ids.hpp"
#include "caseclock/base/result.hpp"
#include "caseclock/program/program.hpp"
#include "caseclock/record/record.hpp"
#include "caseclock/time/instant.hpp"
#include "caseclock/value/value.hpp"

namespace caseclock {

/// Open the case with this data, one value per field of the program's schema, already validated.
struct open_input {
  std::vector<value> fields{};
  std::optional<instant> late{}; ///< a schedule's case: when the host really got to it
  parent_link parent{};
};

/// An event. `payload` has one value per field of the event's schema, already validated.
struct event_input {
  event_id event{};
  std::vector<value> payload{};
  std::optional<std::uint64_t> made_for{}; ///< the step of the case that its sender had seen
  case_id from = case_id::none;            ///< the case that sent it; none: a person or the host
  std::string from_key{};
  std::uint64_t number = 0; ///< of the `pending_send` it was, if the case sent it to itself
  std::string name{};       ///< of an event that has no entry in the program (SCXML), else ""
};

/// What a person does with an open task, short of doing the work.
enum class task_verb : std::uint8_t {
  claim,     ///< makes it theirs
  hand_on,   ///< delegates it to another person
  give_back, ///< returns it to who delegated it, or to the role's list
};

/// The spelling that refusals, lines and scenarios use.
[[nodiscard]] constexpr std::string_view name(task_verb verb) {
  switch (verb) {
  case task_verb::claim: return "claim";
  case task_verb::hand_on: return "delegate";
  case task_verb::give_back: return "return";
  }
  return "?";
}

/// A task changes hands.
struct task_input {
  std::uint64_t number = 0;
  task_verb verb = task_verb::claim;
  std::string to{}; ///< with hand_on: the delegate
};

/// Fire every timer and milestone of the case that is due at exactly `now`. `delivered` is when the
/// host really got to it: later than `now` after downtime (rule C16).
struct timer_input {
  instant delivered{};
};

/// Data that changed outside of a transition, in the host's own records: validated values.
struct set_input {
  std::vector<std::pair<field_id, value>> fields{};
};

/// From now on the case runs `to`, a program that differs from its own in calendars only (C12). A
/// journal keeps its content hash.
struct recalendar_input {
  std::shared_ptr<const program> to{};
};

/// Ends an incident: the input that failed is run again, or given up. Stamped with the instant of
/// the incident; `resolved` is when the host decided.
struct resolve_input {
  incident_end how = incident_end::retried;
  instant resolved{};
};

/// What was on its way out of the case has arrived, or could not.
struct sent_input {
  std::uint64_t number = 0;
  std::optional<error> failed{};
  bool fatal = false; ///< a failure that the case may not handle: it becomes an incident
  case_id opened = case_id::none; ///< the child that is open now
  std::string key{};              ///< its key
};

/// A child of the case has ended: with a result, or cancelled.
struct child_input {
  case_id child = case_id::none;
  value_record result{};
  std::optional<std::string> cancelled{};
};

/// End the case now, whatever it is at.
struct cancel_input {
  std::string reason{};
  bool by_parent = false; ///< which knows, then
};

struct input {
  actor by{};
  std::variant<open_input, event_input, timer_input, set_input, recalendar_input, task_input,
               resolve_input, sent_input, child_input, cancel_input>
      what{};
};

} // namespace caseclock
