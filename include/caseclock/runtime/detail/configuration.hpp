// Questions about the active configuration: a sorted vector of state ids without the root.
#pragma once

#include <algorithm>
#include <string>
#include <vector>

#include "caseclock/program/program.hpp"
#include "caseclock/runtime/snapshot.hpp"

namespace caseclock::detail {

inline constexpr state_id root_state{0};

[[nodiscard]] inline bool is_history(const program& code, state_id id) {
  const state_kind kind = code.states[id.index()].kind;
  return kind == state_kind::history_shallow || kind == state_kind::history_deep;
}

/// A state without states inside: where selection begins (rule S2).
[[nodiscard]] inline bool is_leaf(const program& code, state_id id) {
  const state_kind kind = code.states[id.index()].kind;
  return kind == state_kind::atomic || kind == state_kind::final;
}

[[nodiscard]] inline bool is_active(const snapshot& state, state_id id) {
  return std::binary_search(state.active.begin(), state.active.end(), id);
}

[[nodiscard]] inline bool is_tagged(const program& code, const snapshot& state, tag_id tag) {
  for (const state_id id : state.active) {
    const std::vector<tag_id>& tags = code.states[id.index()].tags;
    if (std::find(tags.begin(), tags.end(), tag) != tags.end())
      return true;
  }
  return false;
}

/// True if the state has come to its end: its final child is active, or every region's is.
[[nodiscard]] inline bool is_done(const program& code, const snapshot& state, state_id id) {
  const program_state& about = code.states[id.index()];
  if (about.kind == state_kind::compound) {
    return std::any_of(about.children.begin(), about.children.end(), [&](state_id child) {
      return code.states[child.index()].kind == state_kind::final && is_active(state, child);
    });
  }
  if (about.kind == state_kind::parallel) {
    return std::all_of(about.children.begin(), about.children.end(), [&](state_id child) {
      return is_history(code, child) || is_done(code, state, child);
    });
  }
  return false;
}

/// What a history state remembers, or null.
[[nodiscard]] inline const std::vector<state_id>* remembered(const snapshot& state,
                                                             state_id history) {
  for (const history_entry& entry : state.history) {
    if (entry.history == history)
      return &entry.states;
  }
  return nullptr;
}

/// The active leaves as a person reads them: "recording", "remote, waiting".
[[nodiscard]] inline std::string leaf_names(const program& code, const snapshot& state) {
  std::string names;
  for (const state_id id : state.active) {
    if (!is_leaf(code, id))
      continue;
    names += names.empty() ? "" : ", ";
    names += code.states[id.index()].name;
  }
  return names;
}

[[nodiscard]] inline bool may_act_as(const program& code, role_id held, role_id wanted) {
  if (!held.valid())
    return false;
  const std::vector<role_id>& roles = code.roles[held.index()].may_act_as;
  return held == wanted || std::find(roles.begin(), roles.end(), wanted) != roles.end();
}

/// The last decision about that approval, or null if it was never asked for.
[[nodiscard]] inline const approval_progress* progress_of(const snapshot& state, approval_id id) {
  for (const approval_progress& each : state.approvals) {
    if (each.approval == id)
      return &each;
  }
  return nullptr;
}

} // namespace caseclock::detail
