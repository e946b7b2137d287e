// What can become active and what can occur: a fixed point, found with one worklist.
//
// A state makes its transitions possible, an event that can occur lets them be taken, a transition
// enters states and raises events. Every step only adds, so the order does not matter.
#include <algorithm>
#include <variant>
#include <vector>

#include "program/passes.hpp"

namespace caseclock::detail::passes {

namespace {

class explorer {
 public:
  explicit explorer(const program& compiled)
      : compiled_(compiled), defaulted_(compiled.states.size(), false),
        targeted_(compiled.states.size(), false), waiting_(compiled.events.size()) {
    found_.states.assign(compiled.states.size(), false);
    found_.events.assign(compiled.events.size(), false);
  }

  reach run() {
    for (std::size_t i = 0; i < compiled_.events.size(); ++i) {
      const event_origin origin = compiled_.events[i].origin;
      const bool sent_by_cases = origin == event_origin::internal && !is_raised(event_id{i});
      if (origin == event_origin::external || origin == event_origin::platform ||
          origin == event_origin::any || sent_by_cases)
        occur(event_id{i});
    }
    for (const program_clock& clock : compiled_.clocks) {
      for (const program_milestone& milestone : clock.milestones)
        raise(milestone.actions);
    }
    activate(state_id{0});
    enter_by_default(state_id{0});
    while (!news_.empty() || !occurred_.empty()) {
      if (!news_.empty())
        visit(take_last(news_));
      else
        release(take_last(occurred_));
    }
    return std::move(found_);
  }

 private:
  template <class Id> static Id take_last(std::vector<Id>& from) {
    const Id last = from.back();
    from.pop_back();
    return last;
  }

  void visit(state_id id) {
    const program_state& state = compiled_.states[id.index()];
    raise(state.entry);
    raise(state.exit);
    raise(state.initial_actions);
    if (state.approval.valid())
      open_approval(state.approval);
    if (state.task.valid() && compiled_.tasks[state.task.index()].within.valid())
      occur(compiled_.event("task_overdue"));
    for (const program_invoke& each : entries(compiled_.invokes, state.invokes)) {
      occur(each.done);
      occur(each.failed);
    }
    if (state.kind == state_kind::final)
      complete(state.parent);
    for (const program_transition& each : entries(compiled_.transitions, state.transitions)) {
      if (each.trigger != trigger_kind::event || found_.events[each.event.index()])
        take(each);
      else
        waiting_[each.event.index()].push_back(&each);
    }
  }

  void take(const program_transition& transition) {
    if (never_holds(compiled_, transition.guard))
      return;
    raise(transition.actions);
    for (const state_id target : transition.targets)
      enter(target);
  }

  void raise(table_range actions) {
    for_each_action(compiled_, actions, [this](const action& each) {
      if (const event_id raised = raised_by(compiled_, each); raised.valid())
        occur(raised);
    });
  }

  /// An internal event that no action of its own workflow raises is for other cases to send.
  [[nodiscard]] bool is_raised(event_id event) const {
    return std::any_of(compiled_.actions.begin(), compiled_.actions.end(),
                       [&](const action& each) { return raised_by(compiled_, each) == event; });
  }

  void occur(event_id event) {
    if (found_.events[event.index()])
      return;
    found_.events[event.index()] = true;
    occurred_.push_back(event);
  }

  /// Takes what waited for the event. Kept apart from `occur`, so that long chains of events do not
  /// nest.
  void release(event_id event) {
    const auto now_possible = std::move(waiting_[event.index()]);
    for (const program_transition* each : now_possible)
      take(*each);
  }

  void open_approval(approval_id id) {
    const bool timed = compiled_.approvals[id.index()].within.valid();
    if (approvals_told_ && (timed_told_ || !timed))
      return;
    approvals_told_ = true;
    timed_told_ = timed_told_ || timed;
    for (std::size_t i = 0; i < compiled_.events.size(); ++i) {
      const program_event& event = compiled_.events[i];
      const bool vote = event.origin == event_origin::vote;
      const bool told =
          event.origin == event_origin::approval && (timed || event.name != "approval_overdue");
      if (vote || told)
        occur(event_id{i});
    }
  }

  /// A final state inside was reached: the state is done, and so may be those around it.
  void complete(state_id id) {
    const program_state& state = compiled_.states[id.index()];
    if (!state.done.valid() || found_.events[state.done.index()])
      return;
    occur(state.done);
    const program_state& outer = compiled_.states[state.parent.index()];
    const auto is_done = [&](state_id region) {
      const event_id done = compiled_.states[region.index()].done;
      return done.valid() && found_.events[done.index()];
    };
    if (outer.kind == state_kind::parallel &&
        std::all_of(outer.children.begin(), outer.children.end(), is_done))
      complete(state.parent);
  }

  void activate(state_id id) {
    if (found_.states[id.index()])
      return;
    found_.states[id.index()] = true;
    news_.push_back(id);
  }

  /// Enters a transition's target: what lies around it, the other regions beside it, and it.
  void enter(state_id target) {
    if (targeted_[target.index()])
      return;
    targeted_[target.index()] = true;
    state_id inner = target;
    for (state_id outer = compiled_.states[target.index()].parent; outer.valid();
         outer = compiled_.states[outer.index()].parent) {
      activate(outer);
      const program_state& around = compiled_.states[outer.index()];
      if (around.kind == state_kind::parallel) {
        for (const state_id region : around.children) {
          if (region != inner)
            enter_by_default(region);
        }
      }
      inner = outer;
    }
    enter_by_default(target);
  }

  void enter_by_default(state_id id) {
    if (defaulted_[id.index()])
      return;
    defaulted_[id.index()] = true;
    activate(id);
    const program_state& state = compiled_.states[id.index()];
    const auto& next = state.kind == state_kind::parallel ? state.children : state.initial;
    for (const state_id target : next)
      enter(target);
  }

  const program& compiled_;
  reach found_;
  std::vector<bool> defaulted_;
  std::vector<bool> targeted_;
  std::vector<state_id> news_;
  std::vector<event_id> occurred_;
  bool approvals_told_ = false; ///< what approvals bring has been noted
  bool timed_told_ = false;     ///< and that one may be overdue
  std::vector<std::vector<const program_transition*>> waiting_; ///< by event
};

} // namespace

reach explore(const program& compiled) {
  return explorer(compiled).run();
}

} // namespace caseclock::detail::passes
