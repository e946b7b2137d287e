// Pass: two regions of a parallel state that write one field in the same microstep (rule S8).
//
// In one microstep two regions write together when the parallel state is entered, when it is left,
// or when both take a transition on the same event and stay inside.
#include <cstdint>
#include <map>
#include <set>
#include <utility>
#include <variant>
#include <vector>

#include "program/passes.hpp"

namespace caseclock::detail::passes {

namespace {

/// The fields written, each with the place where it is first written.
using writes = std::map<field_id, source_span>;

void add_writes(const program& compiled, table_range actions, writes& into) {
  for_each_action(compiled, actions, [&](const action& each) {
    if (const auto* set = std::get_if<set_action>(&each.what))
      into.try_emplace(set->field, each.span);
  });
}

void add_entry_writes(const program& compiled, state_id entered, writes& into) {
  add_writes(compiled, compiled.states[entered.index()].entry, into);
  add_writes(compiled, compiled.states[entered.index()].initial_actions, into);
}

writes entry_writes(const program& compiled, state_id region) {
  writes made;
  for (const state_id each : default_descent(compiled, region))
    add_entry_writes(compiled, each, made);
  return made;
}

writes exit_writes(const program& compiled, state_id region) {
  writes made;
  for (std::size_t i = region.index(); i <= compiled.states[region.index()].last.index(); ++i)
    add_writes(compiled, compiled.states[i].exit, made);
  return made;
}

bool stays_inside(const program& compiled, const program_transition& each, state_id outer) {
  for (const state_id target : each.targets) {
    if (target == outer || !compiled.inside(target, outer))
      return false;
  }
  return true;
}

/// What each event (an invalid id: no event) makes a region write.
std::map<event_id, writes> event_writes(const program& compiled, state_id region, state_id outer) {
  std::map<event_id, writes> made;
  for (std::size_t i = region.index(); i <= compiled.states[region.index()].last.index(); ++i) {
    const program_state& state = compiled.states[i];
    for (const program_transition& each : entries(compiled.transitions, state.transitions)) {
      if (each.trigger == trigger_kind::timer || !stays_inside(compiled, each, outer))
        continue;
      writes& into = made[each.event];
      add_writes(compiled, each.actions, into);
      if (!each.targets.empty())
        add_writes(compiled, state.exit, into);
      for (const state_id target : each.targets) {
        for (const state_id entered : default_descent(compiled, target))
          add_entry_writes(compiled, entered, into);
      }
    }
  }
  return made;
}

/// Compares the regions of one parallel state, one after the other, with those before.
class region_comparer {
 public:
  region_comparer(const program& compiled, findings& into) : compiled_(compiled), into_(into) {}

  void compare(writes& before, const writes& now) {
    for (const auto& [field, span] : now) {
      const auto [first, is_new] = before.try_emplace(field, span);
      if (is_new || !told_.insert(field).second)
        continue;
      diagnostic finding =
          make_finding(severity::warning, "parallel-write",
                       "two regions write field \"" + compiled_.data.fields[field.index()].name +
                           "\" in the same step",
                       span);
      finding.notes.emplace_back(first->second, "the other region writes it here");
      into_.push_back(std::move(finding));
    }
  }

 private:
  const program& compiled_;
  findings& into_;
  std::set<field_id> told_; ///< once per parallel state is enough
};

void check_regions(const program& compiled, state_id outer, findings& into) {
  region_comparer comparer(compiled, into);
  writes entered;
  writes left;
  std::map<event_id, writes> reacted;
  for (const state_id region : compiled.states[outer.index()].children) {
    comparer.compare(entered, entry_writes(compiled, region));
    comparer.compare(left, exit_writes(compiled, region));
    for (const auto& [event, made] : event_writes(compiled, region, outer))
      comparer.compare(reacted[event], made);
  }
}

} // namespace

void check_parallel_writes(const program& compiled, findings& into) {
  for (std::size_t i = 1; i < compiled.states.size(); ++i) {
    if (compiled.states[i].kind == state_kind::parallel)
      check_regions(compiled, state_id{i}, into);
  }
}

} // namespace caseclock::detail::passes
