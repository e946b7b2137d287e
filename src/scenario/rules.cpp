// Rules that must hold all along: the scenario's `never`, the workflow's properties, and `holds`.
#include <utility>

#include "caseclock/expr/compile.hpp"
#include "caseclock/expr/evaluate.hpp"
#include "caseclock/program/scope.hpp"
#include "caseclock/runtime/detail/environment.hpp"
#include "caseclock/value/pattern.hpp"
#include "scenario/case_run.hpp"

namespace caseclock::detail {
namespace {

/// What an expression says about a case at rest. A value that is missing makes no rule true.
bool holds(const expression& rule, const program& of, const snapshot& current, instant now) {
  const actor nobody{};
  const case_environment environment{of, current, now, nobody};
  const auto said = evaluate(rule, environment);
  return said && said->as_bool() != nullptr && *said->as_bool();
}

std::string first_message(const std::vector<diagnostic>& findings) {
  return findings.empty() ? std::string{"the expression is wrong"} : findings.front().message;
}

} // namespace

void case_run::compile_rules() {
  expr_scope scope = scope_of(*main_);
  scope.patterns = compile_search;
  for (const located_text& each : scenario_->never) {
    auto compiled = compile_expression(each.value, each.span, scope);
    if (!compiled.ok())
      fail(each.span, first_message(compiled.diagnostics));
    else if (compiled.value->type.kind != kind::boolean)
      fail(each.span, "a rule is true or false, this is neither");
    else
      rules_.push_back({*std::move(compiled.value), each.span});
  }
  awaited_.assign(main_->properties.size(), false);
}

/// Called with each record; a macrostep's records come after it, so the case is at rest.
void case_run::watch(const publication& told) {
  const snapshot* current = engine_.look(told.record.subject);
  if (current == nullptr || told.record.ordinal != 0 || &told.program != main_)
    return;
  for (const watched_rule& each : rules_) {
    if (holds(each.never, *main_, *current, told.record.at))
      fail(each.where, "this must never hold, and does now", "never " + each.never.text, "true");
  }
  for (std::size_t i = 0; i < main_->properties.size(); ++i) {
    const program_property& rule = main_->properties[i];
    const expression& said = main_->expressions[rule.expression.index()];
    const bool now_true = holds(said, *main_, *current, told.record.at);
    if (rule.kind == property_kind::never && now_true)
      fail(said.span, "property " + rule.id + " is broken", "never " + said.text, "true");
    if (rule.kind == property_kind::always && !now_true)
      fail(said.span, "property " + rule.id + " is broken", "always " + said.text, "false");
    if (rule.kind != property_kind::response)
      continue;
    const expression& trigger = main_->expressions[rule.trigger.index()];
    if (holds(trigger, *main_, *current, told.record.at))
      awaited_[i] = true;
    if (now_true)
      awaited_[i] = false;
  }
}

/// What had to follow must have followed once the case is closed; an open case still may.
void case_run::finish_properties() {
  const snapshot* current = engine_.look(id_);
  if (current == nullptr || current->status != case_status::closed)
    return;
  for (std::size_t i = 0; i < awaited_.size(); ++i) {
    const program_property& rule = main_->properties[i];
    if (awaited_[i])
      fail(main_->expressions[rule.expression.index()].span, "property " + rule.id + " is broken",
           "eventually " + main_->expressions[rule.expression.index()].text,
           "the case is closed and it never held");
  }
}

void case_run::expect_true(case_id id, const scenario_expect& what) {
  const program& of = *engine_.program_of(id);
  expr_scope scope = scope_of(of);
  scope.patterns = compile_search;
  for (const located_text& each : what.holds) {
    const auto compiled = compile_expression(each.value, each.span, scope);
    if (!compiled.ok())
      fail(each.span, first_message(compiled.diagnostics));
    else if (!holds(*compiled.value, of, *engine_.look(id), now_))
      fail(each.span, "this does not hold", each.value, "false");
  }
}

} // namespace caseclock::detail
