// Small workflows, written in code as a host without YAML would.
#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "caseclock/calendar/compile.hpp"
#include "caseclock/program/compile.hpp"

namespace caseclock::test {

inline located_text text(std::string words) {
  return {std::move(words), {}};
}

inline std::vector<located_text> texts(std::vector<std::string> words) {
  std::vector<located_text> made;
  for (std::string& each : words)
    made.push_back(text(std::move(each)));
  return made;
}

inline time_amount hours(std::int64_t count) {
  return {time_amount::unit::elapsed, count * 3'600'000};
}
inline time_amount working_days(std::int64_t count) {
  return {time_amount::unit::working_days, count};
}

inline field_definition field(std::string name, std::string type) {
  field_definition made;
  made.name = text(std::move(name));
  made.type = text(std::move(type));
  return made;
}
inline field_definition enum_field(std::string name, std::vector<std::string> members) {
  field_definition made = field(std::move(name), "enum");
  made.members = texts(std::move(members));
  return made;
}
inline field_definition required(field_definition made) {
  made.required = true;
  return made;
}

inline event_definition event(std::string name, std::vector<field_definition> with = {}) {
  event_definition made;
  made.name = text(std::move(name));
  made.with = std::move(with);
  return made;
}

inline role_definition role(std::string name, std::vector<std::string> extends = {}) {
  role_definition made;
  made.name = text(std::move(name));
  made.extends = texts(std::move(extends));
  return made;
}

inline transition_definition to(std::string target, std::string guard = "") {
  transition_definition made;
  made.guard = text(std::move(guard));
  if (!target.empty())
    made.to = texts({std::move(target)});
  return made;
}
inline transition_definition doing(std::vector<action_definition> actions) {
  transition_definition made;
  made.actions = std::move(actions);
  return made;
}

inline action_definition set(std::string name, std::string to) {
  return set_definition{text(std::move(name)), text(std::move(to))};
}
inline action_definition raise(std::string name) {
  return raise_definition{text(std::move(name))};
}

inline trigger_definition on(std::string name, std::vector<transition_definition> transitions) {
  return {text(std::move(name)), std::move(transitions)};
}
inline trigger_definition always(std::vector<transition_definition> transitions) {
  return on("", std::move(transitions));
}

inline state_definition state(std::string name, std::vector<trigger_definition> triggers = {}) {
  state_definition made;
  made.name = text(std::move(name));
  made.on = std::move(triggers);
  return made;
}
inline state_definition final_state(std::string name) {
  state_definition made = state(std::move(name));
  made.kind = state_kind::final;
  return made;
}
inline state_definition compound(std::string name, std::string initial,
                                 std::vector<state_definition> states,
                                 std::vector<trigger_definition> triggers = {}) {
  state_definition made = state(std::move(name), std::move(triggers));
  made.kind = state_kind::compound;
  made.initial = text(std::move(initial));
  made.states = std::move(states);
  return made;
}
inline state_definition parallel(std::string name, std::vector<state_definition> regions,
                                 std::vector<trigger_definition> triggers = {}) {
  state_definition made = state(std::move(name), std::move(triggers));
  made.kind = state_kind::parallel;
  made.states = std::move(regions);
  return made;
}
inline state_definition history(std::string name, std::string otherwise) {
  state_definition made = state(std::move(name));
  made.kind = state_kind::history_shallow;
  made.initial = text(std::move(otherwise));
  return made;
}
inline state_definition approval_state(std::string name, std::vector<std::string> by,
                                       std::vector<trigger_definition> triggers) {
  state_definition made = state(std::move(name), std::move(triggers));
  made.approval.emplace();
  made.approval->by = texts(std::move(by));
  return made;
}

inline when_definition when(when_kind kind, std::string what) {
  when_definition made;
  made.kind = kind;
  made.what = text(std::move(what));
  return made;
}

inline clock_definition clock(std::string name, when_definition start, when_definition stop,
                              time_amount target) {
  clock_definition made;
  made.name = text(std::move(name));
  made.start = {std::move(start)};
  made.stop = {std::move(stop)};
  made.targets.push_back({{}, {target, {}}});
  return made;
}

inline workflow_definition workflow(std::string initial, std::vector<state_definition> states,
                                    std::vector<event_definition> events = {}) {
  workflow_definition made;
  made.name = text("errand");
  made.initial = text(std::move(initial));
  made.states = std::move(states);
  made.events = std::move(events);
  return made;
}

/// One state that waits for `finish`, and the end.
inline workflow_definition errand() {
  return workflow("todo", {state("todo", {on("finish", {to("done")})}), final_state("done")},
                  {event("finish")});
}

/// Monday to Friday, nine to five, in UTC.
inline std::shared_ptr<const calendar> office(std::string name = "office") {
  calendar_definition made;
  made.name.value = std::move(name);
  made.zone.value = "UTC";
  for (std::size_t day = 0; day < 5; ++day)
    made.weekly[day] = {{9 * 3600, 17 * 3600, {}}};
  auto compiled = compile_calendar(made, zone{});
  return std::make_shared<const calendar>(std::move(*compiled.value));
}
inline calendar_table calendars() {
  return {{"office", office()}};
}

/// "code: message" of every finding, "(did you mean …)" where there is a suggestion.
inline std::vector<std::string> told(const std::vector<diagnostic>& findings) {
  std::vector<std::string> lines;
  for (const diagnostic& each : findings) {
    lines.push_back(each.code + ": " + each.message);
    if (!each.suggestion.empty())
      lines.back() += " (did you mean " + each.suggestion + "?)";
  }
  return lines;
}

inline std::vector<std::string> codes(const std::vector<diagnostic>& findings) {
  std::vector<std::string> found;
  for (const diagnostic& each : findings)
    found.push_back(each.code);
  return found;
}

using lines = std::vector<std::string>;

} // namespace caseclock::test

namespace doctest {
template <> struct StringMaker<std::vector<std::string>> {
  static String convert(const std::vector<std::string>& lines) {
    std::string all = "[";
    for (const std::string& each : lines)
      all += "\n  " + each;
    return (all + "\n]").c_str();
  }
};
} // namespace doctest
