// What an expectation names, and its rules.
#include <algorithm>
#include <string_view>
#include <utility>
#include <vector>

#include "caseclock/base/suggest.hpp"
#include "caseclock/expr/compile.hpp"
#include "caseclock/program/scope.hpp"
#include "caseclock/report/answers_json.hpp"
#include "caseclock/value/coerce.hpp"
#include "caseclock/value/pattern.hpp"
#include "definition/fault.hpp"
#include "scenario/checker.hpp"

namespace caseclock::detail {

void scenario_checker::expectation(const step_subject& whose, const scenario_expect& what) {
  for (const located_text& each : what.states)
    name(whose, name_kind::state, each);
  for (const located_text& each : what.not_states)
    name(whose, name_kind::state, each);
  expected_data(whose, what.data);
  status(what.status);
  for (const scenario_clock& each : what.clocks)
    name(whose, name_kind::clock, each.name);
  if (what.children) {
    for (const located_text& each : *what.children)
      name(whose, name_kind::child, each);
  }
  if (what.tasks) {
    for (const scenario_task& each : *what.tasks) {
      name(whose, name_kind::role, each.role);
      name(whose, name_kind::state, each.state);
    }
  }
  name(whose, name_kind::role, what.events_role);
  if (what.events) {
    for (const located_text& each : *what.events)
      name(whose, name_kind::event, each);
  }
  for (const scenario_record& each : what.records)
    expected_record(whose, each);
  rules(whose, what.holds);
}

void scenario_checker::status(const located_text& wanted) {
  std::vector<std::string_view> names;
  for (const case_status each : {case_status::open, case_status::closed, case_status::frozen})
    names.push_back(caseclock::name(each));
  if (!wanted.value.empty() && std::find(names.begin(), names.end(), wanted.value) == names.end())
    fault("unknown-value", "a case is open, closed or frozen, not " + in_quotes(wanted.value),
          wanted.span)
        .suggestion = closest(wanted.value, names);
}

/// Any field may be expected to be null, and a value that is out of range may at least be named.
void scenario_checker::expected_data(const step_subject& whose, const scenario_values& wanted) {
  for (const auto& [key, held] : wanted) {
    name(whose, name_kind::field, key);
    const program* of = whose.only();
    const field_id found = of == nullptr ? field_id{} : of->field(key.value);
    if (!found.valid() || held.value.is_null())
      continue;
    type asked = of->data.fields[found.index()].type;
    asked.optional = false;
    const auto fitted = coerce(held.value, asked, key.value);
    if (!fitted)
      fault("type-mismatch", fitted.error().where + ": " + fitted.error().message, held.span);
  }
}

void scenario_checker::rules(const step_subject& whose, const std::vector<located_text>& written) {
  const program* of = whose.only();
  if (of == nullptr)
    return;
  const auto [at, is_new] = scopes_.try_emplace(of);
  if (is_new) {
    at->second = scope_of(*of);
    at->second.patterns = compile_search;
  }
  type truth;
  truth.kind = kind::boolean;
  for (const located_text& each : written) {
    auto compiled = compile_expression_as(each.value, each.span, at->second, truth);
    for (diagnostic& finding : compiled.diagnostics)
      found_.push_back(std::move(finding));
  }
}

} // namespace caseclock::detail
