// Appendix D of the SCXML recommendation word by word, over the definition as it was written. Sets
// are sets, nothing is shared with the engine but the definition. It knows only the guards and
// actions that random charts have (see chart_random.hpp).
#pragma once

#include <algorithm>
#include <deque>
#include <map>
#include <string>
#include <tuple>
#include <utility>
#include <variant>
#include <vector>

#include "caseclock/time/instant.hpp"
#include "statechart/naive_tree.hpp"

namespace caseclock::charts {

/// Thrown where a macrostep fails.
struct chart_failure {
  std::string code{};
  bool answerable = true; ///< by `error.action`
};

struct naive_timer {
  const node* state = nullptr;
  std::size_t index = 0; ///< among the timers of its state
  instant due{};
  friend bool operator<(const naive_timer& a, const naive_timer& b) {
    return std::tuple{a.due, a.state->order, a.index} < std::tuple{b.due, b.state->order, b.index};
  }
};

/// What failed and may be run again.
struct naive_input {
  enum class kind { open, event, set, timer } what = kind::event;
  std::string event{};
  std::pair<std::string, std::int64_t> data{};
};

struct naive_case {
  enum class status { open, closed, frozen } is = status::open;
  node_set active{};
  std::map<const node*, std::vector<const node*>> history{};
  std::map<std::string, std::int64_t> data{};
  std::vector<std::string> deferred{};
  std::vector<naive_timer> timers{};
  instant frozen_at{};
  std::string stopped_by{}; ///< what was at hand when it froze
  naive_input failed{};
};

struct naive_transition {
  const node* source = nullptr;
  const transition_definition* what = nullptr;
};

class naive_machine {
 public:
  naive_machine(const workflow_definition& of, std::uint32_t most_microsteps)
      : of_(of), tree_(of), most_microsteps_(most_microsteps) {}

  naive_case now_is{};
  std::vector<std::string> told{}; ///< since it was last cleared

 protected:
  /// The loop of "mainEventLoop" up to where the next external event is taken.
  void main_loop() {
    while (finished_ == nullptr) {
      std::vector<naive_transition> enabled = select("");
      if (enabled.empty()) {
        if (queue_.empty())
          return;
        const std::string event = queue_.front();
        queue_.pop_front();
        at_hand_ = event;
        spend();
        enabled = select(event);
        if (enabled.empty() && event == "error.guard")
          throw chart_failure{"evaluation", false};
      }
      if (!enabled.empty())
        microstep(enabled);
    }
  }
  void begin_macrostep() {
    queue_.clear();
    failed_guards_.clear();
    spent_ = 0;
    finished_ = nullptr;
  }
  void spend() {
    if (++spent_ > most_microsteps_)
      throw chart_failure{"limit", false};
  }

  template <class Matching> std::vector<naive_transition> select_where(const Matching& matching) {
    std::vector<naive_transition> enabled;
    for (const node* state : now_is.active) {
      if (!state->is_atomic())
        continue;
      std::vector<const node*> path = proper_ancestors(state, tree_.root());
      path.insert(path.begin(), state);
      for (const node* at : path) {
        if (const auto* found = first_enabled(at, matching)) {
          const bool known = std::any_of(enabled.begin(), enabled.end(),
                                         [&](const auto& each) { return each.what == found; });
          if (!known)
            enabled.push_back({at, found});
          break;
        }
      }
    }
    return without_conflicts(enabled);
  }
  template <class Matching>
  const transition_definition* first_enabled(const node* at, const Matching& matching) {
    for (const transition_definition* each : matching(at)) {
      if (holds(*each))
        return each;
    }
    return nullptr;
  }
  std::vector<naive_transition> select(const std::string& event) {
    return select_where([&](const node* at) {
      std::vector<const transition_definition*> found;
      for (const trigger_definition& trigger : at->what->on) {
        for (const transition_definition& each : trigger.transitions) {
          if (trigger.event.value == event)
            found.push_back(&each);
        }
      }
      return found;
    });
  }
  std::vector<naive_transition> select_timer(const naive_timer& timer) {
    return select_where([&](const node* at) {
      std::vector<const transition_definition*> found;
      if (at == timer.state) {
        for (const transition_definition& each : at->what->after[timer.index].transitions)
          found.push_back(&each);
      }
      return found;
    });
  }

  std::vector<naive_transition> without_conflicts(const std::vector<naive_transition>& enabled) {
    std::vector<naive_transition> filtered;
    for (const naive_transition& t1 : enabled) {
      bool preempted = false;
      std::vector<const transition_definition*> to_remove;
      for (const naive_transition& t2 : filtered) {
        const node_set one = exit_set({t1});
        const node_set other = exit_set({t2});
        const bool meet = std::any_of(one.begin(), one.end(),
                                      [&](const node* each) { return other.contains(each); });
        if (!meet)
          continue;
        if (!is_descendant(t1.source, t2.source)) {
          preempted = true;
          break;
        }
        to_remove.push_back(t2.what);
      }
      if (preempted)
        continue;
      std::erase_if(filtered, [&](const naive_transition& each) {
        return std::find(to_remove.begin(), to_remove.end(), each.what) != to_remove.end();
      });
      filtered.push_back(t1);
    }
    return filtered;
  }

  void microstep(const std::vector<naive_transition>& enabled) {
    spend();
    for (const naive_transition& each : enabled)
      tell(line_of(each));
    exit_states(enabled);
    for (const naive_transition& each : enabled)
      execute(each.what->actions);
    enter_states(enabled);
  }
  static std::string line_of(const naive_transition& each) {
    std::string text = "take " + each.source->name();
    for (std::size_t i = 0; i < each.what->to.size(); ++i)
      text += (i == 0 ? " -> " : " + ") + each.what->to[i].value;
    return text;
  }

  void exit_states(const std::vector<naive_transition>& enabled) {
    const node_set set = exit_set(enabled);
    const std::vector<const node*> leaving(set.rbegin(), set.rend());
    for (const node* state : leaving) {
      for (const node* history : state->children) {
        if (history->is_history())
          now_is.history[history] = memory(state, history->is(state_kind::history_deep));
      }
    }
    for (const node* state : leaving) {
      std::erase_if(now_is.timers, [&](const naive_timer& each) { return each.state == state; });
      execute(state->what->exit);
      now_is.active.erase(state);
      tell("exit " + state->name());
    }
  }
  [[nodiscard]] std::vector<const node*> memory(const node* of, bool deep) const {
    std::vector<const node*> kept;
    for (const node* each : now_is.active) {
      if (deep ? each->is_atomic() && is_descendant(each, of) : each->parent == of)
        kept.push_back(each);
    }
    return kept;
  }
  [[nodiscard]] node_set exit_set(const std::vector<naive_transition>& transitions) const {
    node_set leaving;
    for (const naive_transition& each : transitions) {
      const node* domain = domain_of(each);
      for (const node* state : now_is.active) {
        if (domain != nullptr && is_descendant(state, domain))
          leaving.insert(state);
      }
    }
    return leaving;
  }
  [[nodiscard]] const node* domain_of(const naive_transition& t) const {
    const std::vector<const node*> targets = effective(targets_of(t));
    if (targets.empty())
      return nullptr;
    const auto all_inside = [&](const node* outer) {
      return std::all_of(targets.begin(), targets.end(),
                         [&](const node* each) { return is_descendant(each, outer); });
    };
    if (t.what->internal && t.source->is_compound() && all_inside(t.source))
      return t.source;
    for (const node* outer : proper_ancestors(t.source, nullptr)) {
      if (outer->is_compound() && all_inside(outer))
        return outer;
    }
    return nullptr;
  }
  [[nodiscard]] std::vector<const node*> targets_of(const naive_transition& t) const {
    std::vector<const node*> found;
    for (const located_text& each : t.what->to)
      found.push_back(tree_.named(each.value));
    return found;
  }
  [[nodiscard]] std::vector<const node*> beginning_of(const node* of) const {
    return {tree_.named(of->what == nullptr ? of_.initial.value : of->what->initial.value)};
  }
  /// What a history stands for: what it remembers, or its default.
  [[nodiscard]] std::vector<const node*> meant_by(const node* history) const {
    const auto found = now_is.history.find(history);
    return found == now_is.history.end() ? beginning_of(history) : found->second;
  }
  [[nodiscard]] std::vector<const node*> effective(const std::vector<const node*>& targets) const {
    std::vector<const node*> found;
    for (const node* each : targets) {
      if (!each->is_history()) {
        found.push_back(each);
        continue;
      }
      for (const node* inner : meant_by(each))
        found.push_back(inner);
    }
    return found;
  }

  void begin_entry() {
    by_default_.clear();
    default_memories_.clear();
  }
  void enter_first() {
    node_set entering;
    begin_entry();
    for (const node* target : beginning_of(tree_.root()))
      add_descendants(target, entering);
    for (const node* target : effective(beginning_of(tree_.root())))
      add_ancestors(target, tree_.root(), entering);
    execute(of_.initial_actions);
    enter(entering);
  }
  void enter_states(const std::vector<naive_transition>& enabled) {
    node_set entering;
    begin_entry();
    for (const naive_transition& each : enabled) {
      for (const node* target : targets_of(each))
        add_descendants(target, entering);
      const node* domain = domain_of(each);
      for (const node* target : effective(targets_of(each)))
        add_ancestors(target, domain, entering);
    }
    enter(entering);
  }
  void enter(const node_set& entering) {
    // Two departures: appendix D forgets the content of a default where the state around the
    // history stays active, and enters again what is active between that state and the default.
    for (const node* memory : default_memories_) {
      if (memory->parent->what == nullptr || now_is.active.contains(memory->parent))
        execute(memory->what->initial_actions);
    }
    for (const node* state : entering) {
      if (!now_is.active.insert(state).second)
        continue;
      tell("enter " + state->name());
      execute(state->what->entry);
      for (std::size_t i = 0; i < state->what->after.size(); ++i)
        now_is.timers.push_back(
            {state, i, now_ + duration{state->what->after[i].after.value.count}});
      if (by_default_.contains(state))
        execute(state->what->initial_actions);
      for (const node* memory : default_memories_) {
        if (memory->parent == state)
          execute(memory->what->initial_actions);
      }
      if (state->is_final())
        complete(state);
    }
  }
  /// A parallel state that ends may be the last region of another one: appendix D looks only at the
  /// grandparent, rule S8 at all.
  void complete(const node* final_state) {
    const node* parent = final_state->parent;
    if (parent->what == nullptr) {
      finished_ = final_state;
      return;
    }
    raise("done." + parent->name());
    for (const node* outer = parent->parent; outer->is_parallel() && is_in_final_state(outer);
         outer = outer->parent)
      raise("done." + outer->name());
  }
  [[nodiscard]] bool is_in_final_state(const node* state) const {
    const std::vector<const node*> children = child_states(state);
    if (state->is_parallel())
      return std::all_of(children.begin(), children.end(),
                         [&](const node* each) { return is_in_final_state(each); });
    return state->is_compound() &&
           std::any_of(children.begin(), children.end(), [&](const node* each) {
             return each->is_final() && now_is.active.contains(each);
           });
  }

  void add_descendants(const node* state, node_set& entering) {
    if (state->is_history()) {
      if (!now_is.history.contains(state))
        default_memories_.insert(state);
      const std::vector<const node*> meant = meant_by(state);
      for (const node* each : meant)
        add_descendants(each, entering);
      for (const node* each : meant)
        add_ancestors(each, state->parent, entering);
      return;
    }
    entering.insert(state);
    if (state->is_parallel()) {
      add_regions(state, entering);
    } else if (state->is_compound()) {
      by_default_.insert(state);
      for (const node* each : beginning_of(state))
        add_descendants(each, entering);
      for (const node* each : effective(beginning_of(state)))
        add_ancestors(each, state, entering);
    }
  }
  void add_ancestors(const node* state, const node* up_to, node_set& entering) {
    for (const node* outer : proper_ancestors(state, up_to)) {
      if (outer->what == nullptr)
        continue;
      entering.insert(outer);
      if (outer->is_parallel())
        add_regions(outer, entering);
    }
  }
  void add_regions(const node* parallel, node_set& entering) {
    for (const node* region : child_states(parallel)) {
      const bool some = std::any_of(entering.begin(), entering.end(),
                                    [&](const node* each) { return is_descendant(each, region); });
      if (!some)
        add_descendants(region, entering);
    }
  }

  // The guards and actions of random charts.

  [[nodiscard]] std::int64_t number_in(const std::string& text) const {
    const auto field = now_is.data.find(text);
    return field == now_is.data.end() ? std::stoll(text) : field->second;
  }
  /// "x0 < 3", "in("a")", "1 / x2 > 0".
  bool holds(const transition_definition& of) {
    const std::string& guard = of.guard.value;
    if (guard.empty())
      return true;
    if (guard.starts_with("in(\"")) {
      const node* state = tree_.named(guard.substr(4, guard.size() - 6));
      return now_is.active.contains(state);
    }
    if (guard.starts_with("1 / ")) {
      const std::int64_t divisor = number_in(guard.substr(4, guard.find(" >") - 4));
      if (divisor != 0)
        return 1 / divisor > 0;
      if (failed_guards_.insert(&of).second)
        raise("error.guard");
      return false;
    }
    const std::size_t less = guard.find(" < ");
    return number_in(guard.substr(0, less)) < number_in(guard.substr(less + 3));
  }
  void raise(const std::string& event) {
    tell("raise " + event);
    queue_.push_back(event);
  }
  void change(const std::string& field, std::int64_t to) {
    std::int64_t& held = now_is.data[field];
    if (held != to)
      tell("data " + field + " " + std::to_string(held) + " -> " + std::to_string(to));
    held = to;
  }
  void execute(const std::vector<action_definition>& actions) {
    for (const action_definition& each : actions) {
      if (const auto* log = std::get_if<log_definition>(&each))
        tell("log " + log->text.value);
      if (const auto* raised = std::get_if<raise_definition>(&each))
        raise(raised->event.value);
      if (const auto* made = std::get_if<set_definition>(&each))
        change(made->field.value, computed(made->to.value));
    }
  }
  /// "x0 + 1", "1 / x2", "0".
  [[nodiscard]] std::int64_t computed(const std::string& text) const {
    if (text.starts_with("1 / ")) {
      const std::int64_t divisor = number_in(text.substr(4));
      if (divisor == 0)
        throw chart_failure{"evaluation", true};
      return 1 / divisor;
    }
    const std::size_t plus = text.find(" + ");
    return plus == std::string::npos
               ? number_in(text)
               : number_in(text.substr(0, plus)) + number_in(text.substr(plus + 3));
  }
  void tell(std::string line) { told.push_back(std::move(line)); }

  const workflow_definition& of_;
  state_tree tree_;
  std::uint32_t most_microsteps_;
  instant now_{};
  std::deque<std::string> queue_{};
  std::set<const transition_definition*> failed_guards_{};
  std::uint32_t spent_ = 0;
  const node* finished_ = nullptr;
  std::string at_hand_{};
  node_set by_default_{};
  node_set default_memories_{};
};

} // namespace caseclock::charts
