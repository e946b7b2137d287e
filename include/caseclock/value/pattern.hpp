// Patterns that a string field must match: compiled outside the kernel.
//
// The kernel is free of exceptions and std::regex is not, so a schema holds a function
// (`field_spec::matches`), and whoever builds the schema gets it here.
#pragma once

#include <cstddef>
#include <functional>
#include <string_view>

#include "caseclock/base/result.hpp"

namespace caseclock {

inline constexpr std::size_t max_pattern_bytes = 256;

/// Compiles an ECMAScript regular expression; the function tells whether a whole text matches. It
/// works on characters, not bytes: `[一-龥]{2,4}` is two to four of them. Matching takes time in
/// proportion to pattern times text, never exponential: back-references and look-ahead are refused.
/// Fails with errc::parse: not a regular expression, longer than `max_pattern_bytes`, or counted
/// repetitions that multiply to more than 1,000. The function never throws, may be copied, and may
/// be called from several threads; texts over 4,096 bytes do not match.
[[nodiscard]] result<std::function<bool(std::string_view)>>
compile_pattern(std::string_view pattern);

/// The same for `matches` in expressions: the function tells whether the text contains a match
/// anywhere, unless the pattern says `^` or `$`. The syntax is RE2's, as CEL has it, less `\p{…}`
/// and
/// `(?U)`; `(?i)` and `(?m)` stand in front of everything.
[[nodiscard]] result<std::function<bool(std::string_view)>>
compile_search(std::string_view pattern);

} // namespace caseclock
