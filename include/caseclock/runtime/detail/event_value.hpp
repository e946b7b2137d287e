// What `_event` holds by SCXML's rules (section 5.10.1), and which names a descriptor stands for.
#pragma once

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "caseclock/program/program.hpp"
#include "caseclock/runtime/snapshot.hpp"
#include "caseclock/value/value.hpp"

namespace caseclock::detail {

inline constexpr std::string_view scxml_processor =
    "http://www.w3.org/TR/scxml/#SCXMLEventProcessor";

/// The parts of an event. Those that are null are blank.
struct event_about {
  std::string name{};
  std::string_view type{}; ///< platform, internal, external
  value sendid{};
  value origin{};
  value data{};
};

[[nodiscard]] inline value event_value(event_about about) {
  const value origintype = about.origin.is_null() ? value{} : value{scxml_processor};
  return value_record{{"name", std::move(about.name)},     {"type", about.type},
                      {"sendid", std::move(about.sendid)}, {"origin", std::move(about.origin)},
                      {"origintype", origintype},          {"invokeid", {}},
                      {"data", std::move(about.data)}};
}

/// `_sessionid`: the case's number.
[[nodiscard]] inline std::string session_of(const snapshot& state) {
  return std::to_string(static_cast<std::uint64_t>(state.id));
}
/// Where events for the case itself go.
[[nodiscard]] inline std::string own_address(const snapshot& state) {
  return "#_scxml_" + session_of(state);
}

/// The event of that name; what the program does not list, `any_event` stands for.
[[nodiscard]] inline event_id event_named(const program& code, std::string_view wanted) {
  const event_id found = code.event(wanted);
  return found.valid() ? found : code.any_event;
}
/// What records say of it: the name where the id does not tell.
[[nodiscard]] inline std::string told_name(const program& code, event_id event,
                                           std::string_view wanted) {
  return event == code.any_event ? std::string(wanted) : std::string{};
}

/// `a` stands for `a` and `a.b`, not for `ab`; `*` for all (section 3.12.1).
[[nodiscard]] inline bool stands_for(std::string_view descriptor, std::string_view event) {
  if (descriptor == "*" || descriptor == event)
    return true;
  return event.size() > descriptor.size() && event.starts_with(descriptor) &&
         event[descriptor.size()] == '.';
}
[[nodiscard]] inline bool stand_for(const std::vector<std::string>& descriptors,
                                    std::string_view event) {
  return std::any_of(descriptors.begin(), descriptors.end(),
                     [&](const std::string& each) { return stands_for(each, event); });
}

} // namespace caseclock::detail
