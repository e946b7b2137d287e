// An expression's text and where it stands in its file: from byte ranges to lines and columns.
#pragma once

#include <algorithm>
#include <cstdint>
#include <string_view>
#include <vector>

#include "caseclock/base/diagnostic.hpp"
#include "caseclock/base/text_places.hpp"
#include "caseclock/base/utf8.hpp"

namespace caseclock::detail {

/// Bytes [begin, end) of an expression's text.
struct text_range {
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
};

struct source_text {
  std::string_view text;
  source_span origin;
  std::vector<text_break> breaks{}; ///< where it does not simply go on

  [[nodiscard]] std::string_view at(text_range range) const {
    return text.substr(range.begin, range.end - range.begin);
  }

  /// The range's place in the file. Lines after the first start in the column of the first. A range
  /// over several lines is underlined on its first. Linear in the text before the range's end.
  [[nodiscard]] source_span span(text_range range) const {
    source_span found = origin;
    if (!origin.known())
      return found;
    std::uint32_t from = 0;
    for (const text_break& each : breaks) {
      if (each.offset > range.begin)
        break;
      from = each.offset;
      found.line = each.line;
      found.column = each.column;
    }
    const std::string_view before = text.substr(from, range.begin - from);
    const std::size_t line_break = before.rfind('\n');
    const std::size_t line_start = line_break == std::string_view::npos ? 0 : line_break + 1;
    found.line += static_cast<std::uint32_t>(std::count(before.begin(), before.end(), '\n'));
    if (line_start != 0)
      found.column = origin.column;
    found.column += static_cast<std::uint32_t>(count_characters(before.substr(line_start)));
    std::string_view meant = at(range);
    meant = meant.substr(0, meant.find('\n'));
    found.length = std::max(1U, static_cast<std::uint32_t>(count_characters(meant)));
    return found;
  }
};

} // namespace caseclock::detail
