// Pass: values that may be missing, used where one is needed without having been asked for.
//
// Such an expression fails when the value is missing: a condition then raises `error.guard`, an
// action undoes its step. What has been asked for counts as there: within the expression as the
// checker of expressions knows it, in the actions of a transition by its condition and by those
// above it, which do not hold, in a list of actions by what was set before. Whether a state can
// only be reached with the value there is not looked into.
#include <algorithm>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "caseclock/expr/compile.hpp"
#include "caseclock/program/scope.hpp"
#include "program/passes.hpp"

namespace caseclock::detail::passes {

namespace {

/// What is known where an expression is evaluated.
struct known_facts {
  const schema* event = nullptr;         ///< `event.x`
  const schema* form = nullptr;          ///< of a `required`: the fields beside it
  std::vector<std::string> conditions{}; ///< that hold
  std::set<std::string> present{};       ///< fields that an action has set

  [[nodiscard]] bool says(const std::string& path) const {
    return present.contains(path) ||
           std::any_of(conditions.begin(), conditions.end(),
                       [&](const std::string& each) { return holds_only_with(each, path); });
  }
};

/// True if the node that is a part of `parent` fails it by being null.
bool needs_value(const syntax_node& parent, std::uint32_t position) {
  switch (parent.kind) {
  case node_kind::negate_truth:
  case node_kind::negate_number:
  case node_kind::arithmetic:
  case node_kind::index:
  case node_kind::logic_and:
  case node_kind::logic_or: return true;
  case node_kind::comparison:
    return parent.relation != relation::equal && parent.relation != relation::not_equal;
  case node_kind::element_of: return position == 1;
  case node_kind::conditional:
  case node_kind::macro: return position == 0;
  case node_kind::call:
  case node_kind::method: return parent.text != "dyn" && parent.text != "type";
  case node_kind::literal:
  case node_kind::name:
  case node_kind::local:
  case node_kind::select:
  case node_kind::list:
  case node_kind::record:
  case node_kind::has: break;
  }
  return false;
}

class missing_values {
 public:
  missing_values(const program& compiled, findings& into)
      : compiled_(compiled), into_(into), scope_(scope_of(compiled)),
        seen_(compiled.expressions.size(), false) {
    scope_.in_clock = true; // wherever it is not, its use is an error
  }

  void look_at_all() {
    for (const program_state& state : compiled_.states) {
      look_at_transitions(state);
      for (const table_range range : {state.entry, state.exit, state.initial_actions})
        look_at_actions(range, {});
    }
    for (const program_clock& clock : compiled_.clocks) {
      for (const program_milestone& each : clock.milestones)
        look_at_actions(each.actions, {});
    }
    for_each_when(compiled_, [&](const program_when& each) {
      known_facts facts;
      if (each.event.valid())
        facts.event = &compiled_.events[each.event.index()].payload;
      look_at(each.condition, facts);
      look_at(each.from, facts);
    });
    for (const program_event& each : compiled_.events) {
      for (const field_spec& field : each.payload.fields)
        look_at(field.required_if, {&each.payload, &each.payload, {}, {}});
    }
    for (std::size_t i = 0; i < compiled_.expressions.size(); ++i)
      look_at(expr_id{i}, {});
    for (const program_message& each : compiled_.messages) {
      for (const auto& [language, text] : each.texts)
        look_at_text(text, {});
    }
    for (const program_schedule& each : compiled_.schedules)
      look_at_text(each.key, {});
  }

 private:
  static std::string negated(const std::string& condition) { return "!(" + condition + ")"; }

  /// Of those that compete the first whose condition holds is taken: those above it do not hold.
  void look_at_transitions(const program_state& state) {
    const auto own = entries(compiled_.transitions, state.transitions);
    for (const program_transition& each : own) {
      known_facts facts;
      if (each.event.valid())
        facts.event = &compiled_.events[each.event.index()].payload;
      for (const program_transition& above : own) {
        if (&above == &each)
          break;
        const bool competes = above.trigger == each.trigger && above.event == each.event &&
                              above.timer == each.timer && above.guard.valid();
        if (competes)
          facts.conditions.push_back(negated(text_of(above.guard)));
      }
      look_at(each.guard, facts);
      if (each.guard.valid())
        facts.conditions.push_back(text_of(each.guard));
      look_at_actions(each.actions, std::move(facts));
    }
  }

  /// Recursive: as deep as actions are nested, which the loader bounds.
  void look_at_actions(table_range range, known_facts facts) {
    for (const action& each : entries(compiled_.actions, range)) {
      if (const auto* choice = std::get_if<if_action>(&each.what)) {
        look_at_choice(*choice, facts);
        continue;
      }
      if (const auto* log = std::get_if<log_action>(&each.what))
        look_at_text(log->text, facts);
      const auto* set = std::get_if<set_action>(&each.what);
      if (set == nullptr) {
        look_at_expressions(each, facts);
        continue;
      }
      const std::string& field = compiled_.data.fields[set->field.index()].name;
      if (look_at(set->to, facts))
        facts.present.insert(field);
      else
        facts.present.erase(field);
    }
  }

  void look_at_choice(const if_action& choice, known_facts facts) {
    for (const auto& [guard, inside] : choice.branches) {
      known_facts within = facts;
      look_at(guard, facts);
      if (guard.valid()) {
        within.conditions.push_back(text_of(guard));
        facts.conditions.push_back(negated(text_of(guard)));
      }
      look_at_actions(inside, std::move(within));
    }
  }

  void look_at_expressions(const action& each, const known_facts& facts) {
    for_each_expression_of(compiled_, each, [&](const expression& used) {
      const expression* first = compiled_.expressions.data();
      if (&used >= first && &used < first + compiled_.expressions.size())
        look_at(expr_id{static_cast<std::size_t>(&used - first)}, facts);
    });
  }

  void look_at_text(const message_template& text, const known_facts& facts) {
    for_each_placeholder(text, [&](const expression& each) { examine(each, facts); });
  }

  [[nodiscard]] const std::string& text_of(expr_id id) const {
    return compiled_.expressions[id.index()].text;
  }

  /// True if its value is there in any case. Each is told once, as what it was first met with.
  bool look_at(expr_id id, const known_facts& facts) {
    if (!id.valid() || seen_[id.index()])
      return false;
    seen_[id.index()] = true;
    return examine(compiled_.expressions[id.index()], facts);
  }

  bool examine(const expression& each, const known_facts& facts) {
    scope_.event = facts.event;
    scope_.form = facts.form;
    const source_text source{each.text, each.span, each.breaks};
    finding_list wrong(source);
    const std::vector<token> tokens = lexer(source, wrong).run();
    if (wrong.any_error())
      return false;
    const syntax_tree tree = parser(source, tokens, wrong).run();
    if (wrong.any_error() || tree.nodes.empty())
      return false;
    checking checked{source, scope_, tree, wrong};
    check_tree(checked);
    if (wrong.any_error()) // it was compiled with more at hand
      return false;
    const bool needed = std::any_of(each.code.begin(), each.code.end(), [](const auto& step) {
      return static_cast<op>(step.op) == op::require_value;
    });
    bool there = true;
    for (std::uint32_t i = 0; i < tree.nodes.size(); ++i) {
      const annotation& note = checked.notes[i];
      const bool read = note.code == op::field || note.code == op::event_field;
      const std::string path = read && note.type.optional ? path_of(tree, i) : std::string{};
      const bool root = i == tree.root();
      if (path.empty() || note.silent || note.type.is_any() || facts.says(path))
        continue;
      if (needs_path(tree, path)) // `&&` absorbs the failure: `x > 3 && x != null` is false then
        continue;
      there = there && !root;
      if (root ? needed : needs_value(tree.nodes[tree.nodes[i].parent], tree.nodes[i].position))
        tell(path, source.span({tree.nodes[i].begin, tree.nodes[i].mark.end}));
    }
    return there && !checked.notes[tree.root()].type.optional;
  }

  void tell(const std::string& path, source_span span) {
    into_.push_back(make_finding(severity::warning, "may-be-missing",
                                 "\"" + path + "\" may be missing, and this fails then: ask " +
                                     path + " != null first",
                                 span));
  }

  const program& compiled_;
  findings& into_;
  expr_scope scope_;
  std::vector<bool> seen_; ///< by expression
};

} // namespace

void check_missing(const program& compiled, findings& into) {
  missing_values(compiled, into).look_at_all();
}

} // namespace caseclock::detail::passes
