// Answers to questions about a case as JSON: its clocks, its open work, its data.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "caseclock/engine/engine.hpp"
#include "caseclock/program/zone_of.hpp"
#include "caseclock/report/detail/json_object.hpp"
#include "caseclock/report/detail/task_title.hpp"
#include "caseclock/runtime/runtime.hpp"
#include "caseclock/value/format.hpp"

namespace caseclock {

/// The stable spelling of a clock's state.
[[nodiscard]] constexpr std::string_view name(clock_state state) {
  switch (state) {
  case clock_state::idle: return "idle";
  case clock_state::running: return "running";
  case clock_state::paused: return "paused";
  case clock_state::met: return "met";
  case clock_state::missed: return "missed";
  case clock_state::cancelled: return "cancelled";
  }
  return "idle";
}

/// The stable spelling of a case's status.
[[nodiscard]] constexpr std::string_view name(case_status status) {
  switch (status) {
  case case_status::open: return "open";
  case case_status::closed: return "closed";
  case case_status::frozen: return "frozen";
  }
  return "open";
}

/// One clock as an object.
[[nodiscard]] inline std::string to_json(const program& of, const clock_view& seen) {
  detail::json_object out{zone_of(of)};
  const program_clock& clock = of.clocks[seen.clock.index()];
  out.text("clock", clock.name).text("kind", name(clock.kind));
  if (clock.parent.valid())
    out.text("parent", of.clocks[clock.parent.index()].name);
  out.text("state", name(seen.state));
  out.number("cycle", seen.cycle).span("budget", seen.budget);
  out.span("elapsed", seen.elapsed).span("remaining", seen.remaining);
  out.number("percent", seen.percent).time("due", seen.due);
  out.time_if("due_if_resumed", seen.due_if_resumed);
  out.flag("breached", seen.breached).flag("stopped", seen.stopped);
  if (!seen.pause_reasons.empty())
    out.raw("pause_reasons", detail::json_array(seen.pause_reasons));
  return out.close();
}

namespace detail {

inline void add_task(json_object& out, const program& of, const open_task& open) {
  const program_state& state = of.states[open.state.index()];
  out.number("task", open.number).text("state", state.name);
  if (open.role.valid())
    out.text("role", of.roles[open.role.index()].name);
  out.text_if("person", open.person).text_if("for", open.on_behalf_of);
  out.flag("approval", open.approval.valid());
  if (state.task.valid() && !open.approval.valid())
    out.text_if("form", of.tasks[state.task.index()].form);
  json_object title{zone_of(of)};
  for (const auto& [language, text] : task_title(of, state).texts)
    title.text(language, text);
  out.raw("title", title.close()).time("since", open.since);
}

} // namespace detail

/// One open task as an object, titled in every language that the author gave. `due` is its own
/// limit, if it has one.
[[nodiscard]] inline std::string to_json(const program& of, const open_task& open) {
  detail::json_object out{zone_of(of)};
  detail::add_task(out, of, open);
  return out.time_if("due", open.due).close();
}

/// One entry of a work list: the task, its case, and when it is due, by its own limit or by its
/// case's clocks.
[[nodiscard]] inline std::string to_json(const program& of, std::string_view case_key,
                                         const work_item& item) {
  detail::json_object out{zone_of(of)};
  out.text("case", case_key).text("workflow", of.name);
  detail::add_task(out, of, item.task);
  return out.time_if("due", item.due).close();
}

/// The case's fields as an object; fields without a value are null.
[[nodiscard]] inline std::string data_json(const program& of, const snapshot& current) {
  detail::json_object out{zone_of(of)};
  for (std::size_t i = 0; i < of.data.fields.size(); ++i)
    out.raw(of.data.fields[i].name, to_json(current.fields[i], zone_of(of)));
  return out.close();
}

} // namespace caseclock
