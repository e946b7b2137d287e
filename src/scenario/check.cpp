// The whole pass: scenario by scenario, what rows share told once.
#include "caseclock/scenario/check.hpp"

#include <algorithm>
#include <cstddef>
#include <map>
#include <string>
#include <tuple>
#include <utility>

#include "caseclock/base/render.hpp"
#include "scenario/checker.hpp"

namespace caseclock {

namespace {

/// What makes two findings of two rows the same one.
using finding_key =
    std::tuple<std::uint32_t, std::uint32_t, std::uint32_t, std::string, std::string>;

finding_key key_of(const diagnostic& finding) {
  return {finding.span.file, finding.span.line, finding.span.column, finding.code, finding.message};
}

auto place(source_span span) {
  return std::tuple{span.file, span.line, span.column};
}

/// True if both are rows of one `each`.
bool same_table(const scenario_definition& a, const scenario_definition& b) {
  return a.row.known() && b.row.known() && place(a.span) == place(b.span);
}

/// Takes the findings of the rows of one table: each once, and with the rows in which it occurs if
/// there are others.
void take_rows(std::span<const scenario_definition> rows, detail::scenario_checker& checker,
               std::vector<diagnostic>& into) {
  std::map<finding_key, std::size_t> known; // where it stands in `made`
  std::vector<diagnostic> made;
  for (const scenario_definition& row : rows) {
    for (diagnostic& finding : checker.check(row)) {
      const auto [at, is_new] = known.try_emplace(key_of(finding), made.size());
      if (is_new)
        made.push_back(std::move(finding));
      auto& notes = made[at->second].notes;
      if (row.row.known() && (notes.empty() || place(notes.back().first) != place(row.row)))
        notes.emplace_back(row.row, "in this row");
    }
  }
  for (diagnostic& finding : made) {
    if (finding.notes.size() == rows.size())
      finding.notes.clear();
    into.push_back(std::move(finding));
  }
}

} // namespace

std::vector<diagnostic> check_scenarios(std::span<const scenario_definition> scenarios,
                                        std::span<const std::shared_ptr<const program>> programs) {
  detail::scenario_checker checker{programs};
  std::vector<diagnostic> found;
  for (std::size_t first = 0; first < scenarios.size();) {
    std::size_t end = first + 1;
    while (end < scenarios.size() && same_table(scenarios[first], scenarios[end]))
      ++end;
    take_rows(scenarios.subspan(first, end - first), checker, found);
    first = end;
  }
  return found;
}

std::vector<diagnostic> check_scenarios(const partial_scenarios& read,
                                        std::span<const std::shared_ptr<const program>> programs) {
  std::vector<diagnostic> found = read.diagnostics;
  for (diagnostic& each : check_scenarios(std::span{read.scenarios}, programs))
    found.push_back(std::move(each));
  sort_by_place(found);
  return found;
}

std::optional<scenario_result> held_back(const scenario_definition& scenario,
                                         const std::vector<diagnostic>& findings) {
  const diagnostic* first = nullptr;
  std::size_t errors = 0;
  for (const diagnostic& each : findings) {
    if (each.level != severity::fault || each.span.file != scenario.span.file)
      continue;
    if (++errors == 1)
      first = &each;
  }
  if (first == nullptr)
    return std::nullopt;
  scenario_result result{scenario.name.value, scenario.workflow.value, scenario.span, {}, {}};
  const std::string count = errors == 1 ? "an error" : std::to_string(errors) + " errors";
  result.failures.push_back(
      {first->span,
       "not run: its file has " + count + (errors == 1 ? "" : ", the first here"),
       {},
       {}});
  return result;
}

} // namespace caseclock
