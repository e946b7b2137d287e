// The passes that make up `check`, and what they share.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include "caseclock/base/diagnostic.hpp"
#include "caseclock/program/program.hpp"

namespace caseclock::detail::passes {

using findings = std::vector<diagnostic>;

/// What can become active and what can occur, if every guard may hold.
struct reach {
  std::vector<bool> states; ///< by state id
  std::vector<bool> events; ///< by event id
};

/// Linear in states × depth + transitions.
[[nodiscard]] reach explore(const program& compiled);

void check_reachability(const program& compiled, const reach& found, findings& into);
void check_eventless_cycles(const program& compiled, findings& into);
void check_ends(const program& compiled, const reach& found, findings& into);
void check_guards(const program& compiled, findings& into);
void check_conditions(const program& compiled, findings& into);
void check_events(const program& compiled, const reach& found, findings& into);
void check_missing(const program& compiled, findings& into);
void check_people(const program& compiled, findings& into);

/// By event: true if nobody whose role it names meets the conditions of its transitions.
[[nodiscard]] std::vector<bool> unsendable_events(const program& compiled);
void check_clocks(const program& compiled, const reach& found, findings& into);
void check_milestones(const program& compiled, findings& into);
void check_parallel_writes(const program& compiled, findings& into);

/// Only of definitions without mistakes, all that were loaded: whether one workflow gives a field
/// of another is seen here alone. `programs` are these definitions, compiled, in any order.
void check_fields(std::span<const workflow_definition> definitions,
                  std::span<const std::shared_ptr<const program>> programs, findings& into);

/// The event of this workflow that the action raises or sends to its own case; invalid: none.
[[nodiscard]] event_id raised_by(const program& compiled, const action& what);

/// True if the guard is absent or says so.
[[nodiscard]] bool always_holds(const program& compiled, expr_id guard);
/// True if the guard is the literal `false`.
[[nodiscard]] bool never_holds(const program& compiled, expr_id guard);
/// `entered` and the states inside it that become active with it by default, in document order.
/// Of a history state: what it enters while it remembers nothing, without itself.
[[nodiscard]] std::vector<state_id> default_descent(const program& compiled, state_id entered);
/// True if it holds other states.
[[nodiscard]] bool is_nested(const program_state& state);
[[nodiscard]] bool is_memory(const program_state& state);

[[nodiscard]] diagnostic make_finding(severity level, std::string_view code, std::string message,
                                      source_span span);
/// The name in quotes; the root: "the workflow".
[[nodiscard]] std::string quoted_state(const program& compiled, state_id state);

/// The entries of a table that a range covers.
template <class T> [[nodiscard]] auto entries(const std::vector<T>& table, table_range range) {
  struct view {
    const T* first;
    const T* last;
    [[nodiscard]] const T* begin() const { return first; }
    [[nodiscard]] const T* end() const { return last; }
  };
  const T* first = table.data() + range.first;
  return view{first, first + range.count};
}

/// Calls `use` with every action of the range, and with those inside of actions. Recursive: as deep
/// as actions are nested, which the loader bounds.
template <class Use> void for_each_action(const program& compiled, table_range range, Use use) {
  for (const action& each : entries(compiled.actions, range)) {
    use(each);
    if (const auto* choice = std::get_if<if_action>(&each.what)) {
      for (const auto& [guard, inside] : choice->branches)
        for_each_action(compiled, inside, use);
    }
  }
}

/// Calls `use` with every occurrence that a clock waits for.
template <class Use> void for_each_when(const program& compiled, Use use) {
  for (const program_clock& clock : compiled.clocks) {
    for (const auto* whens : {&clock.start, &clock.stop, &clock.reset, &clock.cancel}) {
      for (const program_when& each : *whens)
        use(each);
    }
  }
}

/// Calls `use` with every expression of a text with placeholders.
template <class Use> void for_each_placeholder(const message_template& text, Use use) {
  for (const template_segment& each : text.segments) {
    if (const auto* inside = std::get_if<expression>(&each))
      use(*inside);
  }
}

/// Calls `use` with every expression of one action, but not with those of actions inside of it. Of
/// what only SCXML's rules have, none.
template <class Use>
void for_each_expression_of(const program& compiled, const action& step, Use use) {
  const auto give = [&](expr_id id) {
    if (id.valid())
      use(compiled.expressions[id.index()]);
  };
  const auto give_all = [&](const std::vector<std::pair<std::string, expr_id>>& with) {
    for (const auto& [name, id] : with)
      give(id);
  };
  std::visit(
      [&](const auto& what) {
        using kind = std::decay_t<decltype(what)>;
        if constexpr (std::is_same_v<kind, set_action>) {
          give(what.to);
        } else if constexpr (std::is_same_v<kind, assign_action>) {
          give(what.person);
        } else if constexpr (std::is_same_v<kind, emit_action>) {
          give_all(what.with);
        } else if constexpr (std::is_same_v<kind, open_action> ||
                             std::is_same_v<kind, send_action>) {
          give_all(what.with);
          give(what.key);
        } else if constexpr (std::is_same_v<kind, log_action>) {
          for_each_placeholder(what.text, use);
        } else if constexpr (std::is_same_v<kind, if_action>) {
          for (const auto& [guard, inside] : what.branches)
            give(guard);
        }
      },
      step.what);
}

/// Calls `use` with every expression there is, those inside of texts included.
template <class Use> void for_each_expression(const program& compiled, Use use) {
  for (const expression& each : compiled.expressions)
    use(each);
  for (const action& each : compiled.actions) {
    if (const auto* log = std::get_if<log_action>(&each.what))
      for_each_placeholder(log->text, use);
  }
  for (const program_message& each : compiled.messages) {
    for (const auto& [language, text] : each.texts)
      for_each_placeholder(text, use);
  }
  for (const program_schedule& each : compiled.schedules)
    for_each_placeholder(each.key, use);
}

} // namespace caseclock::detail::passes
