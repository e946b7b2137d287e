// What transitions, entries, exits and milestones do.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "caseclock/expr/template.hpp"
#include "caseclock/program/zone_of.hpp"
#include "caseclock/runtime/detail/guards.hpp"
#include "caseclock/runtime/detail/tasks.hpp"
#include "caseclock/runtime/detail/timers.hpp"

namespace caseclock::detail {

/// One overload per kind of action. False: the action failed and the macrostep is rolled back.
class action_runner {
 public:
  explicit action_runner(macrostep& m) : m_(m) {}

  bool operator()(const set_action& each) const {
    result<value> made = compute(each.to, "set");
    if (!made)
      return m_.fail(made.error());
    value& field = m_.state.fields[each.field.index()];
    if (field == *made)
      return true;
    m_.facts.any = true;
    m_.tell(data_changed{each.field, field, *made});
    const value before = std::exchange(field, *std::move(made));
    return follow_field(m_, each.field, before);
  }

  bool operator()(const assign_action& each) const {
    const result<value> made = compute(each.person, "assign");
    if (!made)
      return m_.fail(made.error());
    const std::string* person = made->as_string();
    const std::string name = person != nullptr ? *person : std::string{};
    std::string& holder = m_.state.people[each.role.index()];
    if (holder == name)
      return true;
    m_.tell(role_assigned{each.role, holder, name});
    holder = name;
    for (open_task& task : m_.state.tasks) {
      if (task.role != each.role)
        continue;
      task.person = name; // open work goes to whom the role goes
      task.on_behalf_of.clear();
    }
    return true;
  }

  bool operator()(const raise_action& each) const {
    m_.raise(each.event);
    return true;
  }

  bool operator()(const emit_action& each) const {
    result<value_record> data = compute_all(each.with, "emit");
    if (!data)
      return m_.fail(data.error());
    m_.tell(emitted{each.event, *std::move(data)});
    return true;
  }

  bool operator()(const notify_action& each) const {
    notified made{each.role, holder_of(m_, each.role), each.message, {}};
    const case_environment environment = environment_of(m_);
    const zone& local = zone_of(m_.code);
    for (const auto& [language, text] : m_.code.messages[each.message.index()].texts) {
      result<std::string> rendered = render(text, environment, local);
      if (!rendered)
        return m_.fail(rendered.error());
      made.texts.emplace_back(language, *std::move(rendered));
    }
    m_.tell(std::move(made));
    return true;
  }

  bool operator()(const open_action& each) const {
    result<value_record> data = compute_all(each.with, "open");
    if (!data)
      return m_.fail(data.error());
    open_requested made{each.workflow, *std::move(data), {}};
    if (each.key.valid()) {
      const result<value> key = compute(each.key, "open");
      if (!key)
        return m_.fail(key.error());
      if (const std::string* text = key->as_string())
        made.key = *text;
    }
    if (auto good = may_open(made); !good.ok())
      return m_.fail(good.error());
    m_.tell(std::move(made));
    return true;
  }

  bool operator()(const log_action& each) const {
    result<std::string> text = render(each.text, environment_of(m_), zone_of(m_.code));
    if (!text)
      return m_.fail(text.error());
    m_.tell(logged{*std::move(text)});
    return true;
  }

 private:
  /// One step opens no two cases of one key.
  [[nodiscard]] status may_open(const open_requested& wanted) const {
    for (const record& told : m_.records) {
      const auto* other = std::get_if<open_requested>(&told.body);
      if (other != nullptr && !wanted.key.empty() && other->key == wanted.key)
        return {errc::duplicate_case,
                "a case with the key \"" + wanted.key + "\" is opened by this step already",
                wanted.key};
    }
    return m_.may_open != nullptr && *m_.may_open ? (*m_.may_open)(wanted) : status{};
  }
  [[nodiscard]] result<value> compute(expr_id id, std::string_view what) const {
    result<value> made = evaluate_in(m_, id);
    if (made)
      return made;
    return error{made.error().code,
                 "the action " + std::string(what) + ": \"" + m_.code.expressions[id.index()].text +
                     "\" could not be evaluated: " + made.error().message,
                 made.error().where};
  }

  [[nodiscard]] result<value_record>
  compute_all(const std::vector<std::pair<std::string, expr_id>>& arguments,
              std::string_view what) const {
    value_record data;
    for (const auto& [name, id] : arguments) {
      result<value> made = compute(id, what);
      if (!made)
        return made.error();
      data.emplace_back(name, *std::move(made));
    }
    return data;
  }

  macrostep& m_;
};

/// Runs a list of actions in the author's order; stops at the first that fails.
inline bool run_actions(macrostep& m, table_range range) {
  for (std::uint32_t i = range.first; i < range.first + range.count; ++i) {
    if (!std::visit(action_runner{m}, m.code.actions[i].what))
      return false;
  }
  return true;
}

} // namespace caseclock::detail
