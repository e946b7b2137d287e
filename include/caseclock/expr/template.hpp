// Message templates: text with expressions in double braces.
//
// "Case {{case.id}}: {{customer}} expects a call by {{clock.due}}." is checked when the workflow is
// loaded, like any expression, and rendered for a reader in a zone. Braces that stand alone are
// text. expr/compile.hpp defines `compile_template`, expr/evaluate.hpp defines `render`.
#pragma once

#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "caseclock/base/diagnostic.hpp"
#include "caseclock/base/result.hpp"
#include "caseclock/expr/expression.hpp"
#include "caseclock/expr/scope.hpp"
#include "caseclock/time/zone.hpp"

namespace caseclock {

/// Literal text, or an expression whose value is shown in its place.
using template_segment = std::variant<std::string, expression>;

struct message_template {
  std::string text{}; ///< as the author wrote it
  std::vector<template_segment> segments{};
};

/// Compiles every `{{expression}}` in the text. All findings are reported: those of the
/// expressions, "unterminated-placeholder" for a `{{` without `}}`, "empty-placeholder" for `{{}}`.
/// `origin` as for `compile_expression`.
[[nodiscard]] inline report<message_template>
compile_template(std::string_view text, source_span origin, const expr_scope& scope);

/// The text with every expression's value in the words of `to_text`; what is missing (null) shows
/// as nothing. Fails as `evaluate` does, or with errc::limit past 64 KiB.
[[nodiscard]] inline result<std::string>
render(const message_template& message, const expr_environment& environment, const zone& local);

} // namespace caseclock
