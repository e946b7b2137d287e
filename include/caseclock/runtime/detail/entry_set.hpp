// Which states a microstep exits and enters (SCXML appendix D: computeExitSet, computeEntrySet).
#pragma once

#include <algorithm>
#include <utility>
#include <vector>

#include "caseclock/runtime/detail/selection.hpp"

namespace caseclock::detail {

/// Every active state properly inside some domain, in document order.
[[nodiscard]] inline std::vector<state_id> exit_set(const macrostep& m,
                                                    const std::vector<chosen_transition>& chosen) {
  std::vector<state_id> leaving;
  for (const state_id id : m.state.active) {
    const bool exits = std::any_of(chosen.begin(), chosen.end(), [&](const auto& each) {
      return each.domain.valid() && properly_inside(m.code, id, each.domain);
    });
    if (exits)
      leaving.push_back(id);
  }
  return leaving;
}

/// Collects the states to enter, in document order and each once.
class entry_collector {
 public:
  explicit entry_collector(const macrostep& m) : m_(m) {}

  /// A transition's targets, with all they need inside and around up to the domain.
  void add_transition(const std::vector<state_id>& targets, state_id domain) {
    for (const state_id target : targets)
      add_with_descendants(target);
    std::vector<state_id> effective;
    for (const state_id target : targets)
      effective_targets(m_, target, effective);
    for (const state_id target : effective)
      add_ancestors(target, domain);
  }

  [[nodiscard]] const std::vector<state_id>& states() const { return entering_; }
  /// True if the state is entered where it begins.
  [[nodiscard]] bool by_default(state_id id) const {
    return std::find(defaulted_.begin(), defaulted_.end(), id) != defaulted_.end();
  }
  /// The memories that had nothing to remember and sent to their defaults.
  [[nodiscard]] const std::vector<state_id>& memories() const { return memories_; }
  /// The one of them that lies in that state, or none.
  [[nodiscard]] state_id memory_in(state_id id) const {
    for (const state_id memory : memories_) {
      if (at(memory).parent == id)
        return memory;
    }
    return {};
  }

 private:
  [[nodiscard]] const program_state& at(state_id id) const { return m_.code.states[id.index()]; }

  void insert(state_id id) {
    const auto place = std::lower_bound(entering_.begin(), entering_.end(), id);
    if (place == entering_.end() || *place != id)
      entering_.insert(place, id);
  }
  [[nodiscard]] bool enters_inside(state_id outer) const {
    const auto place = std::lower_bound(entering_.begin(), entering_.end(), outer);
    return place != entering_.end() && m_.code.inside(*place, outer);
  }

  // Both recurse as deep as states are nested, which the compiler bounds.
  void add_with_descendants(state_id id) {
    if (is_history(m_.code, id)) {
      if (remembered(m_.state, id) == nullptr)
        memories_.push_back(id);
      std::vector<state_id> effective;
      effective_targets(m_, id, effective);
      for (const state_id each : effective)
        add_with_descendants(each);
      for (const state_id each : effective)
        add_ancestors(each, at(id).parent);
      return;
    }
    insert(id);
    if (at(id).kind == state_kind::parallel)
      add_regions(id);
    if (at(id).kind != state_kind::compound)
      return;
    defaulted_.push_back(id);
    for (const state_id target : at(id).initial) {
      add_with_descendants(target);
      std::vector<state_id> effective;
      effective_targets(m_, target, effective);
      for (const state_id each : effective)
        add_ancestors(each, id);
    }
  }

  /// Every region that nothing else enters.
  void add_regions(state_id parallel) {
    for (const state_id child : at(parallel).children) {
      if (!is_history(m_.code, child) && !enters_inside(child))
        add_with_descendants(child);
    }
  }

  void add_ancestors(state_id id, state_id up_to) {
    for (state_id outer = at(id).parent; outer.valid() && outer != up_to && outer != root_state;
         outer = at(outer).parent) {
      insert(outer);
      if (at(outer).kind == state_kind::parallel)
        add_regions(outer);
    }
  }

  const macrostep& m_;
  std::vector<state_id> entering_{};
  std::vector<state_id> defaulted_{};
  std::vector<state_id> memories_{};
};

} // namespace caseclock::detail
