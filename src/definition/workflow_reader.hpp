// The parts of a document, each read by a function of its own: from the tree into the definition.
//
// Every function appends to `found` whatever is wrong and returns what could be understood. `place`
// is the key under which the node stands, where missing keys are reported.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "caseclock/calendar/calendar_definition.hpp"
#include "caseclock/definition/workflow.hpp"
#include "definition/reader.hpp"

namespace caseclock::detail {

// read_parts.cpp
role_definition read_role(findings& found, const yaml_entry& entry);
enum_definition read_enum(findings& found, const yaml_entry& entry);
form_definition read_form(findings& found, const yaml_entry& entry);
event_definition read_event(findings& found, const yaml_entry& entry);
message_definition read_message(findings& found, const yaml_entry& entry);
/// `name: {type: …}` or `name: type`, each.
std::vector<field_definition> read_fields(findings& found, const yaml_node& node,
                                          std::string_view what);
/// Nothing if anything is wrong with it.
std::optional<property_definition> read_property(findings& found, const yaml_node& node);

// read_actions.cpp
/// One action or a list of them; `{set: {a: 1, b: 2}}` is two. The depth is that of the file.
std::vector<action_definition> read_actions(findings& found, const yaml_node& node);
/// The key `transitions`: a list whose entries name their events.
std::vector<trigger_definition> read_listed_transitions(findings& found, const fields& in);
/// A target, a transition, or a list of them.
std::vector<transition_definition> read_transitions(findings& found, const yaml_node& node,
                                                    source_span place);

/// `{name: expression, …}`
argument_definitions read_arguments(findings& found, const yaml_node& node, std::string_view what);

// read_schedule.cpp
/// One schedule, or a list of them.
std::vector<schedule_definition> read_schedules(findings& found, const fields& in);

/// `initial: a`, or `initial: {to: a, do: […]}`; so too a history's `default`.
void read_beginning(findings& found, const fields& in, std::string_view key, located_string& to,
                    std::vector<action_definition>& actions);

// read_states.cpp
state_definition read_state(findings& found, const yaml_entry& entry);

// read_clocks.cpp
struct conversation;
clock_definition read_clock(findings& found, const yaml_entry& entry, const conversation& talk);
/// The occurrences under a key: one mapping, or a list of them.
void read_whens(findings& found, const fields& in, std::string_view key,
                std::vector<when_definition>& made);

// read_calendars.cpp
/// An iCalendar file that a calendar names.
struct ics_reference {
  located_string path{}; ///< as written
  std::string name{};    ///< for events that have none
};
/// A calendar, the names of those it includes, and its iCalendar files: resolved when all files are
/// there.
struct written_calendar {
  calendar_definition definition{};
  std::vector<located_string> includes{};
  std::vector<ics_reference> ics{};
};
written_calendar read_calendar(findings& found, const yaml_entry& entry);

} // namespace caseclock::detail
