// The syntax of `matches` in expressions, which is RE2's, as CEL has it.
#pragma once

#include <string>
#include <string_view>

#include "caseclock/base/result.hpp"

namespace caseclock::detail {

/// A pattern of RE2 in the words of ECMAScript, which std::regex reads.
struct search_syntax {
  std::wstring pattern{};
  bool any_case = false;  ///< (?i)
  bool multiline = false; ///< (?m): ^ and $ are at lines' ends, too
};

/// Fails with errc::parse, `message` saying why: what RE2 refuses (look-ahead, back-references,
/// `a++`), and of what it has: Unicode classes, (?U), and (?i) or (?m) elsewhere than in front.
[[nodiscard]] result<search_syntax> read_search(std::wstring_view pattern);

} // namespace caseclock::detail
