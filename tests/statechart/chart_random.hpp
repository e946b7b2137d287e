// Random charts and random histories for them; how a failing pair is made smaller, and how it is
// printed: as a case of tests/statechart/*.yaml.
#pragma once

#include <algorithm>
#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "oracle/dice.hpp"
#include "program/definitions.hpp"

namespace caseclock::charts {

enum class act : std::uint8_t { send, set, wait, retry, skip };

struct chart_step {
  act what = act::send;
  std::string event{};     ///< send
  std::int64_t number = 0; ///< set: the value of x2; wait: minutes
};

struct chart_case {
  workflow_definition chart{};
  std::int64_t x2 = 1; ///< what guards and actions divide by
  std::vector<chart_step> steps{};
};

class chart_maker {
 public:
  explicit chart_maker(oracle::dice& with) : dice_(with) {}

  chart_case make() {
    chart_case made;
    made.chart = test::workflow("", {});
    for (const char* name : {"e1", "e2", "e3"})
      made.chart.events.push_back(test::event(name));
    for (const char* name : {"x0", "x1", "x2"})
      made.chart.data.push_back(test::required(test::field(name, "int")));
    left_ = static_cast<int>(dice_.number(4, 14));
    add_states(made.chart.states, 1, dice_.number(2, 3));
    if (dice_.one_in(2))
      made.chart.states.push_back(named(state_kind::final));
    collect(made.chart.states, {});
    made.chart.initial = test::text(made.chart.states.front().name.value);
    if (dice_.one_in(4))
      made.chart.initial_actions = actions(2);
    each_state(made.chart.states, [&](state_definition& state) { fill(state); });
    made.x2 = dice_.number(0, 1);
    for (std::int64_t i = dice_.number(1, 10); i > 0; --i)
      made.steps.push_back(step());
    return made;
  }

  template <class Visit>
  static void each_state(std::vector<state_definition>& states, const Visit& visit) {
    for (state_definition& each : states) {
      visit(each);
      each_state(each.states, visit);
    }
  }

 private:
  struct known {
    std::string name{};
    state_kind kind{};
    std::vector<std::string> path{}; ///< the states around it, from outside
  };

  state_definition named(state_kind kind) {
    state_definition made;
    made.name = test::text("s" + std::to_string(++names_));
    made.kind = kind;
    return made;
  }

  void add_states(std::vector<state_definition>& into, int depth, std::int64_t count) {
    for (std::int64_t i = 0; i < count; ++i) {
      --left_;
      const bool nests = depth < 4 && left_ > 1 && !dice_.one_in(3);
      const bool splits = nests && dice_.one_in(2);
      into.push_back(named(splits  ? state_kind::parallel
                           : nests ? state_kind::compound
                                   : state_kind::atomic));
      state_definition& made = into.back();
      if (!nests)
        continue;
      add_states(made.states, depth + 1, dice_.number(splits ? 2 : 1, splits ? 3 : 2));
      if (!splits && dice_.one_in(2))
        made.states.push_back(named(state_kind::final));
      if (dice_.one_in(3))
        made.states.push_back(
            named(dice_.one_in(2) ? state_kind::history_deep : state_kind::history_shallow));
    }
  }

  void collect(const std::vector<state_definition>& states, const std::vector<std::string>& path) {
    for (const state_definition& each : states) {
      known_.push_back({each.name.value, each.kind, path});
      std::vector<std::string> inner = path;
      inner.push_back(each.name.value);
      collect(each.states, inner);
    }
  }
  static bool is_memory(state_kind kind) {
    return kind == state_kind::history_deep || kind == state_kind::history_shallow;
  }
  /// The states inside one; "" for all.
  [[nodiscard]] std::vector<known> inside(const std::string& outer) const {
    std::vector<known> found;
    for (const known& each : known_) {
      if (outer.empty() || std::find(each.path.begin(), each.path.end(), outer) != each.path.end())
        found.push_back(each);
    }
    return found;
  }
  [[nodiscard]] std::string parent_of(const std::string& name) const {
    for (const known& each : known_) {
      if (each.name == name)
        return each.path.empty() ? "" : each.path.back();
    }
    return {};
  }

  void fill(state_definition& state) {
    if (is_memory(state.kind)) {
      std::vector<known> possible = inside(parent_of(state.name.value));
      std::erase_if(possible, [](const known& each) { return is_memory(each.kind); });
      state.initial = test::text(dice_.pick(possible).name);
      if (dice_.one_in(3))
        state.initial_actions = actions(2);
      return;
    }
    if (state.kind == state_kind::compound) {
      const bool anywhere = dice_.one_in(3);
      state.initial = test::text(anywhere ? dice_.pick(inside(state.name.value)).name
                                          : dice_.pick(state.states).name.value);
      if (dice_.one_in(3))
        state.initial_actions = actions(2);
    }
    if (dice_.one_in(2))
      state.entry = actions(2);
    if (dice_.one_in(3))
      state.exit = actions(2);
    if (state.kind == state_kind::final)
      return;
    for (std::int64_t i = dice_.number(0, 3); i > 0; --i)
      state.on.push_back(trigger());
    if (dice_.one_in(4))
      state.after.push_back({{test::hours(dice_.number(1, 3)), {}}, {transition()}});
    if (dice_.one_in(8))
      state.defer.push_back(test::text(event()));
    if (dice_.one_in(10))
      state.ignore.push_back(test::text(event()));
  }

  std::string event() { return "e" + std::to_string(dice_.number(1, 3)); }
  trigger_definition trigger() {
    switch (dice_.number(1, 12)) {
    case 1: { // eventless, and it ends
      const std::string counter = dice_.one_in(2) ? "x0" : "x1";
      transition_definition made = transition();
      made.guard = test::text(counter + " < " + std::to_string(dice_.number(1, 4)));
      made.actions.insert(made.actions.begin(), test::set(counter, counter + " + 1"));
      return test::always({made});
    }
    case 2: return test::on(raised(), {transition()});
    case 3:
    case 4: {
      const std::vector<known> all = inside("");
      const known& whose = dice_.pick(all);
      if (whose.kind == state_kind::compound || whose.kind == state_kind::parallel)
        return test::on("done." + whose.name, {transition()});
      return test::on(dice_.one_in(2) ? "error.guard" : "error.action", {transition()});
    }
    default: {
      std::vector<transition_definition> made;
      for (std::int64_t i = dice_.number(1, 2); i > 0; --i)
        made.push_back(transition());
      return test::on(event(), std::move(made));
    }
    }
  }
  std::string raised() { return "r" + std::to_string(dice_.number(1, 2)); }

  transition_definition transition() {
    transition_definition made;
    if (dice_.one_in(4))
      made.guard = test::text(guard());
    const std::vector<known> all = inside("");
    if (dice_.one_in(6))
      made.to = several_targets();
    else if (!dice_.one_in(5))
      made.to = test::texts({dice_.pick(all).name});
    made.internal = dice_.one_in(4);
    if (dice_.one_in(2))
      made.actions = actions(2);
    return made;
  }
  /// States in two regions of one parallel state, or none if there is no such state.
  std::vector<located_text> several_targets() {
    std::vector<known> splits = inside("");
    std::erase_if(splits, [](const known& each) { return each.kind != state_kind::parallel; });
    if (splits.empty())
      return {};
    const known& outer = dice_.pick(splits);
    std::vector<std::string> found;
    for (const known& region : inside(outer.name)) {
      if (region.path.back() != outer.name || is_memory(region.kind) || found.size() == 2)
        continue;
      std::vector<known> choice = inside(region.name);
      choice.push_back(region);
      found.push_back(dice_.pick(choice).name);
    }
    return test::texts(found);
  }
  std::string guard() {
    switch (dice_.number(1, 4)) {
    case 1: return "1 / x2 > 0";
    case 2: return "x0 < " + std::to_string(dice_.number(0, 3));
    default: {
      std::vector<known> all = inside("");
      std::erase_if(all, [](const known& each) { return is_memory(each.kind); });
      return "in(\"" + dice_.pick(all).name + "\")";
    }
    }
  }
  std::vector<action_definition> actions(std::int64_t most) {
    std::vector<action_definition> made;
    for (std::int64_t i = dice_.number(1, most); i > 0; --i) {
      switch (dice_.number(1, 12)) {
      case 1:
      case 2: made.push_back(test::raise(raised())); break;
      case 3: made.push_back(test::set("x0", "x0 + 1")); break;
      case 4: made.push_back(test::set("x1", dice_.one_in(2) ? "1 / x2" : "0")); break;
      default: made.push_back(log_definition{test::text("l" + std::to_string(++logs_))}); break;
      }
    }
    return made;
  }
  chart_step step() {
    switch (dice_.number(1, 10)) {
    case 1: return {act::retry, "", 0};
    case 2:
      return dice_.one_in(2) ? chart_step{act::skip, "", 0}
                             : chart_step{act::set, "", dice_.number(0, 1)};
    case 3:
    case 4: return {act::wait, "", 30 * dice_.number(1, 8)};
    default: return {act::send, event(), 0};
    }
  }

  oracle::dice& dice_;
  std::vector<known> known_{};
  int names_ = 0;
  int logs_ = 0;
  int left_ = 0;
};

/// Every smaller case that is worth trying, the boldest first.
inline std::vector<chart_case> simpler(const chart_case& of) {
  std::vector<chart_case> tries;
  for (std::size_t i = of.steps.size(); i-- > 0;) {
    tries.push_back(of);
    tries.back().steps.erase(tries.back().steps.begin() + static_cast<std::ptrdiff_t>(i));
  }
  // One thing less: the n-th of all that can go, state by state.
  const auto without = [&](int n) -> std::optional<chart_case> {
    chart_case made = of;
    bool gone = false;
    const auto drop = [&](auto& list) {
      for (std::size_t i = 0; i < list.size() && !gone; ++i) {
        if (n-- != 0)
          continue;
        list.erase(list.begin() + static_cast<std::ptrdiff_t>(i));
        gone = true;
      }
    };
    const auto drop_parts = [&](transition_definition& each) {
      drop(each.actions);
      drop(each.to);
      if (!gone && !each.guard.value.empty() && n-- == 0) {
        each.guard = {};
        gone = true;
      }
      if (!gone && each.internal && n-- == 0) {
        each.internal = false;
        gone = true;
      }
    };
    drop(made.chart.states);
    chart_maker::each_state(made.chart.states, [&](state_definition& state) {
      drop(state.states);
      drop(state.on);
      drop(state.after);
      drop(state.entry);
      drop(state.exit);
      drop(state.initial_actions);
      drop(state.defer);
      drop(state.ignore);
      for (trigger_definition& trigger : state.on) {
        if (trigger.transitions.size() > 1)
          drop(trigger.transitions);
        for (transition_definition& each : trigger.transitions)
          drop_parts(each);
      }
      for (timer_definition& timer : state.after)
        drop_parts(timer.transitions.front());
    });
    drop(made.chart.initial_actions);
    return gone ? std::optional{made} : std::nullopt;
  };
  for (int n = 0;; ++n) {
    std::optional<chart_case> less = without(n);
    if (!less)
      return tries;
    tries.push_back(*std::move(less));
  }
}

/// The chart as an author writes it.
class chart_printer {
 public:
  std::string print(const workflow_definition& of) {
    line(0, "data: {x0: {type: int, default: 0}, x1: {type: int, default: 0}, x2: {type: int}}");
    line(0, "events: {e1: {}, e2: {}, e3: {}}");
    beginning(0, "initial", of.initial, of.initial_actions);
    states(0, "states", of.states);
    return text_;
  }

 private:
  void line(int depth, const std::string& what) {
    text_ += std::string(static_cast<std::size_t>(6 + 2 * depth), ' ') + what + "\n";
  }
  static std::string shown(const std::vector<action_definition>& actions) {
    std::string list;
    for (const action_definition& each : actions) {
      list += list.empty() ? "" : ", ";
      if (const auto* log = std::get_if<log_definition>(&each))
        list += "{log: " + log->text.value + "}";
      if (const auto* raised = std::get_if<raise_definition>(&each))
        list += "{raise: " + raised->event.value + "}";
      if (const auto* made = std::get_if<set_definition>(&each))
        list += "{set: {" + made->field.value + ": " + made->to.value + "}}";
    }
    return "[" + list + "]";
  }
  static std::string shown(const transition_definition& each) {
    std::string text;
    const auto add = [&](const std::string& part) { text += (text.empty() ? "" : ", ") + part; };
    if (!each.guard.value.empty())
      add("if: '" + each.guard.value + "'");
    if (!each.to.empty())
      add("to: " + names(each.to));
    if (!each.actions.empty())
      add("do: " + shown(each.actions));
    if (each.internal)
      add("internal: true");
    return "{" + text + "}";
  }
  static std::string names(const std::vector<located_text>& list) {
    std::string text;
    for (const located_text& each : list)
      text += (text.empty() ? "" : ", ") + each.value;
    return list.size() == 1 ? text : "[" + text + "]";
  }
  void beginning(int depth, const std::string& key, const located_text& to,
                 const std::vector<action_definition>& actions) {
    if (to.value.empty())
      return;
    line(depth,
         key + ": " +
             (actions.empty() ? to.value : "{to: " + to.value + ", do: " + shown(actions) + "}"));
  }
  void states(int depth, const std::string& key, const std::vector<state_definition>& list) {
    line(depth, key + ":");
    for (const state_definition& each : list)
      state(depth + 1, each);
  }
  void state(int depth, const state_definition& of) {
    const std::size_t begin = text_.size();
    line(depth, of.name.value + ":");
    const std::size_t head = text_.size();
    body(depth + 1, of);
    if (text_.size() == head) {
      text_.resize(begin);
      line(depth, of.name.value + ": {}");
    }
  }
  void body(int depth, const state_definition& of) {
    const bool memory =
        of.kind == state_kind::history_deep || of.kind == state_kind::history_shallow;
    if (of.kind == state_kind::final)
      line(depth, "type: final");
    if (memory)
      line(depth, "type: history");
    if (of.kind == state_kind::history_deep)
      line(depth, "deep: true");
    beginning(depth, memory ? "default" : "initial", of.initial, of.initial_actions);
    if (!of.entry.empty())
      line(depth, "entry: " + shown(of.entry));
    if (!of.exit.empty())
      line(depth, "exit: " + shown(of.exit));
    triggers(depth, of);
    if (!of.defer.empty())
      line(depth, "defer: " + names(of.defer));
    if (!of.ignore.empty())
      line(depth, "ignore: " + names(of.ignore));
    if (!of.states.empty())
      states(depth, of.kind == state_kind::parallel ? "regions" : "states", of.states);
  }
  void triggers(int depth, const state_definition& of) {
    std::map<std::string, std::string> by_event; // a key stands once in YAML
    for (const trigger_definition& each : of.on) {
      for (const transition_definition& one : each.transitions) {
        std::string& list = by_event[each.event.value];
        list += (list.empty() ? "" : ", ") + shown(one);
      }
    }
    for (const auto& [event, list] : by_event) {
      if (event.empty())
        line(depth, "always: [" + list + "]");
    }
    if (!by_event.empty() && !(by_event.size() == 1 && by_event.contains("")))
      line(depth, "on:");
    for (const auto& [event, list] : by_event) {
      if (!event.empty())
        line(depth + 1, event + ": [" + list + "]");
    }
    if (!of.after.empty())
      line(depth, "after:");
    for (const timer_definition& each : of.after)
      line(depth + 1, std::to_string(each.after.value.count / 3'600'000) +
                          "h: " + shown(each.transitions.front()));
  }

  std::string text_{};
};

} // namespace caseclock::charts
