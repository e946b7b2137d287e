// A compiled expression: typed, total, bounded.
//
// The compact form is a postfix program whose names are resolved to slots; it is never parsed or
// searched by name again. `text` is kept for diagnostics, traces and the content hash.
//
// The language is a profile of CEL. What a demanding author may ask:
//   - int arithmetic is 64 bit; overflow and division by zero fail. An int beside a decimal becomes
//     a decimal; products and quotients of decimals are rounded half to even at four places.
//   - timestamp - timestamp and date - date are durations; a duration is added to or taken from a
//     timestamp, or in whole days (24h each) from a date; a duration times or by an int is one.
//   - A field that may be missing is null then. `has(x)` and `x != null` ask; `==` and `!=` take
//     null; everything else fails on it, at run time. Where `has(x)` has been asked (`has(x) && …`,
//     `has(x) ? … : …`) the field counts as present.
//   - `&&` and `||` do not care which side fails if the other decides, as in CEL.
//   - An enum compares with its own members only and has no order.
//   - What is of type `any` is looked at when it is evaluated. Reading null of it fails, but for
//     `has` and `== null`.
//
// Who declares what: this header declares, expr/compile.hpp defines `compile_expression`,
// expr/evaluate.hpp defines `evaluate`. Include the one you call.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "caseclock/base/diagnostic.hpp"
#include "caseclock/base/result.hpp"
#include "caseclock/base/text_places.hpp"
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
  std::vector<caseclock::type> fits{}; ///< what values of type any have to become
  std::vector<error> faults{};         ///< not strict: what fails as soon as it is evaluated
  std::vector<std::pair<std::uint32_t, std::string>>
      hints{}; ///< not strict: why it will not go, by place
  std::vector<pattern_test> patterns{};
  search_compiler compile_pattern{}; ///< of patterns that are no literals
  typing rules = typing::strict;
  source_span span{};
  std::vector<text_break> breaks{}; ///< where `text` does not simply go on in its file
  std::uint32_t stack = 0;          ///< slots that an evaluation needs
};

/// Parses and types `text`. All findings are reported, each with its column inside the file
/// (`origin` is where the text's first character stands; later lines start in the same column,
/// unless the scope has the sources and these say otherwise). At most 64 KiB, nested 64 deep. Cost
/// O(size of the text × names in scope).
[[nodiscard]] inline report<expression>
compile_expression(std::string_view text, source_span origin, const expr_scope& scope);

/// The same, for a place that wants a value of type `wanted`: an int becomes a decimal there, a
/// string literal must be a member of a wanted enum, and a value that may be missing is checked
/// when it is evaluated. The type of the result is then `wanted`.
[[nodiscard]] inline report<expression> compile_expression_as(std::string_view text,
                                                              source_span origin,
                                                              const expr_scope& scope,
                                                              const type& wanted);

/// Evaluates. Fails with errc::evaluation, or with what the environment answered; `where` is
/// "line:column" of the operation that failed. `reason` is one of: overflow, division_by_zero,
/// missing_value (null where a value is needed), index_out_of_range, no_such_key, duplicate_key,
/// no_such_overload (types that do not go together), invalid_argument (a text that is no number, an
/// unknown time zone), limit; of lenient expressions also unknown_name, unknown_function,
/// wrong_arguments. Bounded by the cost that was computed when it was compiled; never
/// recurses, allocates nothing but the values it makes. Thread-safe if the environment is.
[[nodiscard]] inline result<value> evaluate(const expression& compiled,
                                            const expr_environment& environment);

/// Evaluates a condition; null is a failure like any other.
[[nodiscard]] inline result<bool> evaluate_condition(const expression& compiled,
                                                     const expr_environment& environment);

} // namespace caseclock
