// What can be said about a YAML text before it is parsed.
//
// yaml-cpp needs 276 MB for 1 MB of brackets, accepts quotes that are never closed, takes a
// full-width colon for plain text, and says "illegal map value" where an author needs to hear "this
// line is indented with a tab". So the text is walked once beforehand, as a lexer would:
// indentation, quotes, comments, block texts and brackets are followed exactly enough to bound the
// nesting and the number of tokens, and the usual slips get a finding that names them. It builds
// nothing; whatever it lets through is judged by the parser.
#pragma once

#include <string_view>
#include <vector>

#include "caseclock/base/diagnostic.hpp"
#include "definition/positions.hpp"

namespace caseclock::detail {

/// All findings, in the order of the text; if there is any, the text is not worth parsing. Codes:
/// tab-indentation, wide-space, full-width-colon, full-width-comma, missing-space, colon-in-text,
/// unterminated-quote, text-after-quote, unclosed-bracket, unmatched-bracket, unquoted-bracket,
/// reserved-character, complex-key, yaml-anchor, yaml-alias, yaml-tag, yaml-directive,
/// second-document, too-deep, too-many-nodes. Linear in the text, which must be UTF-8.
std::vector<diagnostic> check_layout(std::string_view text, const positions& places);

} // namespace caseclock::detail
