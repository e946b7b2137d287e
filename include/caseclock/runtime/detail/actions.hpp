// What transitions, entries, exits and milestones do.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "caseclock/expr/template.hpp"
#include "caseclock/program/zone_of.hpp"
#include "caseclock/runtime/detail/guards.hpp"
#include "caseclock/runtime/detail/outgoing.hpp"
#include "caseclock/runtime/detail/posting.hpp"
#include "caseclock/runtime/detail/tasks.hpp"
#include "caseclock/runtime/detail/timers.hpp"
#include "caseclock/runtime/time_base.hpp"
#include "caseclock/value/format.hpp"

namespace caseclock::detail {

inline bool run_actions(macrostep& m, table_range range);
inline bool run_block(macrostep& m, table_range range);

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
    pending_send made;
    made.what = sending::open;
    made.due = m_.now;
    made.name = each.workflow;
    made.data = *std::move(data);
    if (!compute_key(each.key, "open", made.key))
      return false;
    m_.tell(open_requested{made.name, made.data, made.key});
    return put_out(m_, std::move(made));
  }

  bool operator()(const send_action& each) const {
    result<value_record> data = compute_all(each.with, "send");
    if (!data)
      return m_.fail(data.error());
    pending_send made;
    made.due = m_.now;
    made.id = each.id;
    made.to = each.to;
    made.name = each.event;
    made.invoke = each.child;
    made.data = *std::move(data);
    if (!compute_key(each.key, "send", made.key))
      return false;
    if (each.after) {
      const result<instant> due =
          after(calendar_of(m_.code, m_.code.calendar), m_.now, *each.after);
      if (!due)
        return m_.fail(due.error());
      made.due = *due;
    }
    const std::uint64_t number = m_.state.sends_made + 1;
    const std::string whom =
        each.child.valid() ? m_.code.invokes[each.child.index()].name : made.key;
    m_.tell(event_sent{number, made.name, made.to, whom, made.id, made.due, made.data});
    return put_out(m_, std::move(made));
  }

  bool operator()(const cancel_action& each) const {
    call_back(m_, [&](const pending_send& sent) {
      return sent.what == sending::event && sent.id == each.id;
    });
    return true;
  }

  /// A child of a state that is entered (S15): its data, and a key of its own if the author gave
  /// none.
  [[nodiscard]] bool operator()(invoke_id id) const {
    const program_invoke& each = m_.code.invokes[id.index()];
    if (m_.state.parent.depth >= m_.limits.depth)
      return m_.fail({errc::limit,
                      "the child \"" + each.name + "\" would lie more than " +
                          std::to_string(m_.limits.depth) + " children deep",
                      each.name});
    result<value_record> data = compute_all(each.with, "invoke");
    if (!data)
      return m_.fail(data.error());
    pending_send made;
    made.what = sending::invoke;
    made.due = m_.now;
    made.name = each.workflow;
    made.invoke = id;
    made.data = *std::move(data);
    const std::uint32_t times = ++m_.state.invoked[id.index()];
    made.key = m_.state.key + "/" + each.name + (times > 1 ? "-" + std::to_string(times) : "");
    if (!compute_key(each.key, "invoke", made.key))
      return false;
    m_.state.children.push_back({id, m_.state.sends_made + 1, case_id::none, {}});
    return put_out(m_, std::move(made));
  }

  bool operator()(const log_action& each) const {
    result<std::string> text = render(each.text, environment_of(m_), zone_of(m_.code));
    if (!text)
      return m_.fail(text.error());
    m_.tell(logged{*std::move(text)});
    return true;
  }

  /// By SCXML's rules a guard that fails is an error and counts as false.
  bool operator()(const if_action& each) const {
    for (const auto& [guard, actions] : each.branches) {
      bool taken = !guard.valid();
      if (guard.valid()) {
        const result<value> answer = compute(guard, "if");
        if (!answer && !m_.by_scxml())
          return m_.fail(answer.error());
        if (!answer)
          m_.enqueue_error({}, {}, answer.error().message);
        const bool* truth = answer ? answer->as_bool() : nullptr;
        taken = truth != nullptr && *truth;
      }
      if (taken)
        return run_actions(m_, actions);
    }
    return true;
  }

  bool operator()(const block_action& each) const { return run_block(m_, each.actions); }

  bool operator()(const place_action& each) const {
    const result<value> made = compute(each.what, "set");
    if (!made)
      return m_.fail(made.error());
    const status kept = place(m_, each.to, *made);
    return kept.ok() || m_.fail(kept.error());
  }

  /// Walks over a copy: what the actions do to the list changes nothing.
  bool operator()(const foreach_action& each) const {
    const result<value> walked = compute(each.list, "foreach");
    if (!walked)
      return m_.fail(walked.error());
    const value_list* list = walked->as_list();
    if (list == nullptr)
      return m_.fail({errc::evaluation, "foreach walks over a list", {}});
    if (!is_variable(m_, each.item) || (each.index && !is_variable(m_, *each.index)))
      return m_.fail({errc::evaluation,
                      "\"" + (is_variable(m_, each.item) ? each.index->text : each.item.text) +
                          "\" cannot be a loop's variable",
                      {}});
    for (std::size_t i = 0; i < list->size(); ++i) {
      status kept = place(m_, each.item, (*list)[i]);
      if (kept.ok() && each.index)
        kept = place(m_, *each.index, static_cast<std::int64_t>(i));
      if (!kept.ok())
        return m_.fail(kept.error());
      if (!m_.toil() || !run_actions(m_, each.actions))
        return false;
    }
    return true;
  }

  bool operator()(const post_action& each) const {
    const bool sent = poster{m_, each}.run();
    if (sent)
      m_.fault = {};
    return sent;
  }

  bool operator()(const recall_action& each) const {
    const result<value> made = compute(each.id, "cancel");
    if (!made)
      return m_.fail(made.error());
    const std::string* id = made->as_string();
    if (id == nullptr)
      return m_.fail({errc::evaluation, "cancel: an id is a text", {}});
    cancel_posted(m_, *id);
    return true;
  }

  bool operator()(const trace_action& each) const {
    std::string text = each.label;
    if (each.what.valid()) {
      const result<value> made = compute(each.what, "trace");
      if (!made)
        return m_.fail(made.error());
      text += (text.empty() ? "" : ": ") + to_text(*made, zone_of(m_.code));
    }
    m_.tell(logged{std::move(text)});
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
  /// No key: "".
  [[nodiscard]] bool compute_key(expr_id id, std::string_view what, std::string& into) const {
    if (!id.valid())
      return true;
    const result<value> key = compute(id, what);
    if (!key)
      return m_.fail(key.error());
    if (const std::string* text = key->as_string())
      into = *text;
    return true;
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

/// Asks for the children of a state that is entered; they open when the macrostep is over.
inline bool ask_for_child(macrostep& m, invoke_id which) {
  return action_runner{m}(which);
}

inline bool ask_for_children(macrostep& m, table_range invokes) {
  for (std::uint32_t i = invokes.first; i < invokes.first + invokes.count; ++i) {
    if (!ask_for_child(m, invoke_id{i}))
      return false;
  }
  return true;
}

/// Runs a list of actions in the author's order; stops at the first that fails.
inline bool run_actions(macrostep& m, table_range range) {
  for (std::uint32_t i = range.first; i < range.first + range.count; ++i) {
    if ((m.by_scxml() && !m.toil()) || !std::visit(action_runner{m}, m.code.actions[i].what))
      return false;
  }
  return true;
}

/// Runs a list that by SCXML's rules is one block: an error ends it, becomes an event, and takes
/// nothing back. By our own rules an error rolls the macrostep back.
inline bool run_block(macrostep& m, table_range range) {
  m.fault = {};
  if (run_actions(m, range))
    return true;
  const bool exhausted = m.failure && !m.failure->answerable;
  if (!m.by_scxml() || exhausted)
    return false;
  m.enqueue_error(m.fault.event, m.fault.sendid,
                  m.failure ? m.failure->why.message : std::string{});
  m.failure.reset();
  m.fault = {};
  return true;
}

} // namespace caseclock::detail
