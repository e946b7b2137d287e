// Evaluates compiled expressions and renders templates: the definitions of what expression.hpp and
// template.hpp declare. No parser behind this header.
#pragma once

#include <array>
#include <cstddef>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "caseclock/base/result.hpp"
#include "caseclock/expr/detail/machine.hpp"
#include "caseclock/expr/expression.hpp"
#include "caseclock/expr/scope.hpp"
#include "caseclock/expr/template.hpp"
#include "caseclock/value/coerce.hpp"
#include "caseclock/value/format.hpp"

namespace caseclock {

namespace detail {

/// Runs the expression and hands the slot with its evaluated to `use`. What is usual fits on the
/// machine's stack; only long lists of computed elements need more.
template <class Use>
auto run_expression(const expression& compiled, const expr_environment& environment,
                    const Use& use) {
  constexpr std::size_t usual = 8;
  if (compiled.stack <= usual) {
    std::array<slot, usual> slots{};
    return use(machine(compiled, environment, slots.data()).run());
  }
  std::vector<slot> slots(compiled.stack);
  return use(machine(compiled, environment, slots.data()).run());
}

} // namespace detail

inline result<value> evaluate(const expression& compiled, const expr_environment& environment) {
  CASECLOCK_ASSERT(!compiled.code.empty());
  return detail::run_expression(compiled, environment, [](detail::slot& evaluated) -> result<value> {
    if (evaluated.at == nullptr)
      return std::move(*evaluated.failure);
    return value(*evaluated.at);
  });
}

inline result<bool> evaluate_condition(const expression& compiled,
                                       const expr_environment& environment) {
  CASECLOCK_ASSERT(!compiled.code.empty());
  return detail::run_expression(compiled, environment, [](detail::slot& evaluated) -> result<bool> {
    if (evaluated.at == nullptr)
      return std::move(*evaluated.failure);
    if (const bool* truth = evaluated.at->as_bool())
      return *truth;
    return {errc::evaluation, detail::missing_value};
  });
}

inline result<std::string> render(const message_template& message,
                                  const expr_environment& environment, const zone& local) {
  std::string text;
  for (const template_segment& segment : message.segments) {
    if (const auto* literal = std::get_if<std::string>(&segment)) {
      text += *literal;
    } else {
      const auto shown = evaluate(*std::get_if<expression>(&segment), environment);
      if (!shown)
        return shown.error();
      text += to_text(*shown, local);
    }
    if (text.size() > max_string_bytes)
      return {errc::limit,
              "the message is longer than " + std::to_string(max_string_bytes) + " bytes"};
  }
  return text;
}

} // namespace caseclock
