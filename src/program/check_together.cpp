// What only a set of workflows can tell: whether the cases that `open` opens can be opened.
#include <algorithm>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "caseclock/base/suggest.hpp"
#include "caseclock/program/check.hpp"
#include "caseclock/program/detail/expressions.hpp"
#include "program/passes.hpp"

namespace caseclock {

namespace detail::passes {

namespace {

using program_span = std::span<const std::shared_ptr<const program>>;

const program* find_workflow(program_span programs, std::string_view wanted) {
  for (const auto& each : programs) {
    if (each->name == wanted)
      return each.get();
  }
  return nullptr;
}

void report_unknown_workflow(program_span programs, const std::string& wanted, source_span span,
                             findings& into) {
  std::vector<std::string_view> names;
  for (const auto& each : programs)
    names.push_back(each->name);
  std::string meant = closest(wanted, names);
  // Nothing that resembles it: then it is rather a workflow that was not loaded with this one.
  const severity level = meant.empty() ? severity::warning : severity::fault;
  const char* among = meant.empty() ? " among those loaded" : "";
  diagnostic finding =
      make_finding(level, "unknown-workflow", "no workflow \"" + wanted + "\"" + among, span);
  finding.suggestion = std::move(meant);
  into.push_back(std::move(finding));
}

void check_argument(const program& opened, const std::string& name, const expression& given,
                    findings& into) {
  const field_id field = opened.field(name);
  if (field.valid()) {
    const type& wanted = opened.data.fields[field.index()].type;
    if (auto finding = compiling::type_finding(given, wanted, "field \"" + name + "\""))
      into.push_back(std::move(*finding));
    return;
  }
  std::vector<std::string_view> names;
  for (const field_spec& each : opened.data.fields)
    names.push_back(each.name);
  diagnostic finding =
      make_finding(severity::fault, "unknown-argument",
                   "workflow \"" + opened.name + "\" has no field \"" + name + "\"", given.span);
  finding.suggestion = closest(name, names);
  into.push_back(std::move(finding));
}

void check_open(const program& opener, const program& opened, const open_action& action,
                source_span span, findings& into) {
  for (const auto& [name, id] : action.with)
    check_argument(opened, name, opener.expressions[id.index()], into);
  for (const field_spec& field : opened.data.fields) {
    const bool given = std::any_of(action.with.begin(), action.with.end(),
                                   [&](const auto& each) { return each.first == field.name; });
    if (field.required && !given)
      into.push_back(make_finding(
          severity::fault, "missing-argument",
          "workflow \"" + opened.name + "\" requires field \"" + field.name + "\"", span));
  }
}

} // namespace

} // namespace detail::passes

std::vector<diagnostic> check_together(std::span<const std::shared_ptr<const program>> programs) {
  detail::passes::findings into;
  std::set<std::string_view> names;
  for (const auto& each : programs) {
    if (!names.insert(each->name).second)
      into.push_back(detail::passes::make_finding(
          severity::fault, "duplicate-name",
          "a workflow \"" + each->name + "\" stands here already", each->span));
    for (const action& step : each->actions) {
      const auto* open = std::get_if<open_action>(&step.what);
      if (open == nullptr)
        continue;
      if (const program* opened = detail::passes::find_workflow(programs, open->workflow))
        detail::passes::check_open(*each, *opened, *open, step.span, into);
      else
        detail::passes::report_unknown_workflow(programs, open->workflow, step.span, into);
    }
  }
  return into;
}

} // namespace caseclock
