// A compiled expression: typed, total, bounded.
//
// The compact form is a postfix program whose names are resolved to slots; it is never parsed or
// searched by name again. `text` is kept for diagnostics, traces and the content hash.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "caseclock/base/diagnostic.hpp"
#include "caseclock/base/result.hpp"
#include "caseclock/expr/scope.hpp"
#include "caseclock/value/schema.hpp"

namespace caseclock {

/// One instruction of the postfix program. The expression room alone knows what the codes mean.
struct expr_instruction {
  std::uint8_t op = 0;
  std::uint8_t a = 0;
  std::uint16_t b = 0;
  std::uint32_t operand = 0;
};

struct expression {
  std::string text{};
  caseclock::type type{};
  std::vector<expr_instruction> code{};
  std::vector<value> constants{};
  source_span span{};
};

/// Parses and types `text`. All findings are reported, each with its column inside the file
/// (`origin` is where the text's first character stands). Cost O(size of the text).
[[nodiscard]] report<expression> compile_expression(std::string_view text, source_span origin,
                                                    const expr_scope& scope);

/// Evaluates. Fails with errc::evaluation (overflow, division by zero, a null where a value is
/// needed, an index out of range); never loops, never allocates more than the values it makes.
[[nodiscard]] result<value> evaluate(const expression& compiled,
                                     const expr_environment& environment);

} // namespace caseclock
