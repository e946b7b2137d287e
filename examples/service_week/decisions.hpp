// What people decide and write: which event they send, how long it takes them, what they fill in.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "caseclock/caseclock.hpp"
#include "service_week/dice.hpp"

namespace service_week {

using namespace caseclock;

/// A case as somebody has it on the screen.
struct desk_view {
  const program& of;
  const snapshot& now_there;
  const open_task& task;
  instant now{};
  const calendar& office;
  bool careful = false; ///< after a refusal
  bool chinese = false;

  [[nodiscard]] const std::string& state() const { return of.states[task.state.index()].name; }
  /// The case's field of that name; null if there is none.
  [[nodiscard]] value field(std::string_view name) const;
  [[nodiscard]] std::string text(std::string_view name) const;
};

/// Working minutes that the task takes at an ordinary pace.
[[nodiscard]] std::int64_t minutes_for(std::string_view workflow, std::string_view state,
                                       dice& chance);

/// The event that is sent, or "" if there is nothing to send.
[[nodiscard]] std::string_view chosen(const desk_view& view,
                                      const std::vector<std::string_view>& possible, dice& chance);

/// The event's form, filled in.
[[nodiscard]] value_record filled(const desk_view& view, const program_event& form, dice& chance);

} // namespace service_week
