// From what an author wrote to what runs: names become dense ids, texts become typed expressions.
//
// One pass collects every name, the next ones resolve what refers to them; none stops at a
// finding, so that an author sees everything that is wrong at once. What the compiler lets through
// is sound: every id leads somewhere, every guard is a bool, every value fits its field. Whether it
// is also sensible (a state that nothing reaches, a clock that nothing stops) is asked by `check`
// (program/check.hpp).
//
//     workflow_definition errand;
//     errand.name.value = "errand";
//     errand.initial.value = "todo";
//     errand.events.push_back({.name = {"finish", {}}});
//     …
//     const auto compiled = compile(errand, {});
//     if (!compiled.ok()) … compiled.diagnostics
//
// A program's hash names its content: texts, names and order, but neither paths nor positions.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "caseclock/base/diagnostic.hpp"
#include "caseclock/base/result.hpp"
#include "caseclock/calendar/calendar.hpp"
#include "caseclock/definition/workflow.hpp"
#include "caseclock/program/program.hpp"

namespace caseclock {

/// The calendars that workflows name, in the order of their ids.
using calendar_table = std::vector<std::pair<std::string, std::shared_ptr<const calendar>>>;

/// Compiles the patterns of string fields: `compile_pattern` of value/pattern.hpp, unless a host
/// has regular expressions of its own.
using pattern_compiler =
    std::function<result<std::function<bool(std::string_view)>>(std::string_view)>;

/// What a compilation may need besides.
struct compile_options {
  pattern_compiler patterns{};         ///< none: a pattern in the definition is an error
  pattern_compiler searches{};         ///< of `matches` in expressions, `compile_search`; as above
  const source_map* sources = nullptr; ///< the definition's files, to find places in them
};

/// Compiles one workflow. The calendars are those it may name, none of them null; the program keeps
/// the ones it does name, ordered by name. All findings are reported; a program is there unless one
/// of them is an error. Cost: O(n log n) in the size of the definition, and O(names) for each of
/// the first 200 findings. Thread-safe: touches nothing but its arguments.
[[nodiscard]] report<std::shared_ptr<const program>> compile(const workflow_definition& definition,
                                                             const calendar_table& calendars,
                                                             const compile_options& options = {});

} // namespace caseclock

#if !defined(CASECLOCK_COMPILED)
#include "caseclock/program/detail/compile_impl.hpp"
#endif
