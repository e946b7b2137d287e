// What the parts of the compiler share: the definition, the program being filled, the findings.
//
// A part never stops at a finding. It reports, leaves an invalid id where the name should have
// led, and goes on, so that one run tells everything.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "caseclock/base/diagnostic.hpp"
#include "caseclock/base/suggest.hpp"
#include "caseclock/definition/workflow.hpp"
#include "caseclock/expr/scope.hpp"
#include "caseclock/program/compile.hpp"
#include "caseclock/program/program.hpp"

namespace caseclock {

namespace detail::compiling {

/// Names of one kind, in the order of their ids. Of two equal names the first is found.
class name_table {
 public:
  /// Gives the name the next id. The place where it stood before, if it is no longer free.
  std::optional<source_span> add(std::string_view name, source_span span) {
    const auto next = static_cast<std::uint32_t>(names_.size());
    const auto [at, is_new] = index_.try_emplace(std::string(name), next);
    names_.push_back(at->first); // the key outlives the table's growth: map nodes do not move
    spans_.push_back(span);
    if (is_new)
      return std::nullopt;
    return spans_[at->second];
  }
  [[nodiscard]] std::optional<std::size_t> find(std::string_view name) const {
    const auto at = index_.find(name);
    return at == index_.end() ? std::nullopt : std::optional<std::size_t>{at->second};
  }
  [[nodiscard]] const std::vector<std::string_view>& names() const { return names_; }

 private:
  std::map<std::string, std::uint32_t, std::less<>> index_;
  std::vector<std::string_view> names_;
  std::vector<source_span> spans_;
};

/// Everything one compilation works on.
struct compile_context {
  const workflow_definition& source;
  program& made;
  const pattern_compiler& patterns;
  pattern_compiler searches{};
  const source_map* sources = nullptr;
  std::vector<diagnostic> findings{};

  name_table roles{};
  name_table enums{};
  name_table forms{};
  name_table fields{};
  name_table states{};
  name_table tags{};
  name_table events{};
  name_table clocks{};
  name_table messages{};
  name_table calendars{};
  name_table invokes{};           ///< by their ids
  name_table sends{};             ///< what `cancel` can name
  std::size_t calendars_used = 0; ///< the first so many are referred to

  std::vector<const state_definition*> written{}; ///< by state id; null for the root
  std::vector<bool> event_declared{};             ///< by event id
  std::vector<bool> event_raised{};               ///< by event id: some action raises it
  expr_scope scope{};                             ///< `event` and `in_clock` change as we go
  bool lenient = false;       ///< SCXML: an expression that is wrong fails when it is evaluated
  bool event_unknown = false; ///< inside a transition whose event has no meaning: ask no more
  std::vector<bool> message_outside_clock{}; ///< by message id: notified by no milestone
  std::vector<bool> message_used{};
  std::vector<bool> role_used{};
};

/// Past this many findings no more words are guessed, so that hostile input stays cheap.
inline constexpr std::size_t suggestions_stop = 200;

inline diagnostic& report_as(compile_context& context, severity level, std::string_view code,
                             std::string message, source_span span) {
  diagnostic finding;
  finding.level = level;
  finding.code = std::string(code);
  finding.message = std::move(message);
  finding.span = span;
  context.findings.push_back(std::move(finding));
  return context.findings.back();
}
inline diagnostic& fault(compile_context& context, std::string_view code, std::string message,
                         source_span span) {
  return report_as(context, severity::fault, code, std::move(message), span);
}
inline diagnostic& warning(compile_context& context, std::string_view code, std::string message,
                           source_span span) {
  return report_as(context, severity::warning, code, std::move(message), span);
}

inline std::string double_quoted(std::string_view name) {
  return "\"" + std::string(name) + "\"";
}

/// The name that was probably meant, or "".
inline std::string guess(const compile_context& context, std::string_view wanted,
                         const std::vector<std::string_view>& candidates) {
  if (context.findings.size() > suggestions_stop)
    return {};
  return std::string(closest(wanted, candidates));
}

/// The id of the name, or an invalid id and the finding `unknown-<kind>`.
template <class Id>
Id resolve(compile_context& context, const name_table& table, const located_text& wanted,
           std::string_view kind) {
  if (const std::optional<std::size_t> found = table.find(wanted.value))
    return Id{*found};
  std::string suggestion = guess(context, wanted.value, table.names());
  fault(context, "unknown-" + std::string(kind),
        "no " + std::string(kind) + " " + double_quoted(wanted.value), wanted.span)
      .suggestion = std::move(suggestion);
  return Id{};
}

} // namespace detail::compiling
} // namespace caseclock
