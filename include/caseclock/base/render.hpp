// Findings as people and as tools read them.
//
// `render` prints what a compiler prints: place, level, code, message, the source line and a caret
// under the words meant. `to_json` is the same finding as one JSON object on one line. Neither does
// I/O; the text is always well-formed UTF-8 without control characters, whatever the file held.
#pragma once

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "caseclock/base/diagnostic.hpp"
#include "caseclock/base/json_text.hpp"
#include "caseclock/base/source_map.hpp"
#include "caseclock/base/utf8.hpp"

namespace caseclock {

/// "error", "warning" or "note".
constexpr std::string_view name(severity level) {
  switch (level) {
  case severity::fault: return "error";
  case severity::warning: return "warning";
  case severity::note: return "note";
  }
  return "error";
}

/// The place of a finding that concerns a file as a whole: it has a path, but no line.
constexpr source_span whole_file(std::uint32_t file) {
  return source_span{file, 0, 0, 0};
}

namespace detail {

constexpr bool concerns_whole_file(const source_span& span) {
  return span.line == 0 && span.length == 0;
}

inline bool printable(char32_t code) {
  return (code >= 0x20 && code < 0x7f) || code >= 0xa0;
}

/// The text with what no terminal should get, or is no character at all, replaced by U+FFFD.
inline std::string printable_text(std::string_view text) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    const auto next = decode_utf8(text, at);
    append_utf8(out, next && printable(next->code) ? next->code : U'\uFFFD');
    at += next ? next->size : 1;
  }
  return out;
}

/// "repair.yaml:31:18", "repair.yaml", or "" if no place is known.
inline std::string place(const source_span& span, const source_map& sources) {
  if (!span.known() && !concerns_whole_file(span))
    return {};
  std::string text = printable_text(sources.path(span.file));
  if (!span.known())
    return text;
  return text + ":" + std::to_string(span.line) + ":" + std::to_string(span.column);
}

/// A source line cut to what fits beside its caret, and where the caret goes.
struct shown_line {
  std::string text;
  std::string pad; ///< what stands before the caret
  std::string mark;
};

/// A line of up to 120 characters is shown whole, of a longer one those around the caret: a line
/// can be 4 MiB long.
inline shown_line show_line(std::string_view line, const source_span& span) {
  constexpr std::uint32_t half = 60;
  const bool whole = count_characters(line) <= std::size_t{2} * half;
  const std::uint32_t from = whole || span.column <= half + 1 ? 1 : span.column - half;
  const std::uint32_t end = whole ? 2 * half + 1 : std::max(from + 2 * half, span.column + half);
  shown_line shown;
  if (from > 1) {
    shown.text = "…";
    shown.pad = " ";
  }
  std::uint32_t column = 1;
  for (std::size_t at = 0; at < line.size(); ++column) {
    const decoded_character next = decode_utf8(line, at).value_or(decoded_character{});
    if (column >= end && at + next.size < line.size()) {
      shown.text += "…";
      break;
    }
    if (column >= from) {
      const bool tab = next.code == U'\t';
      const std::string_view character = line.substr(at, next.size);
      shown.text += tab ? std::string{character} : printable_text(character);
      const auto columns = static_cast<std::size_t>(display_width(next.code));
      if (column < span.column)
        shown.pad += tab ? std::string{"\t"} : std::string(columns, ' ');
      else if (column - span.column < span.length)
        shown.mark += std::string(std::max<std::size_t>(columns, 1), '~');
    }
    at += next.size;
  }
  if (shown.mark.empty())
    shown.mark = "~";
  shown.mark.front() = '^';
  return shown;
}

/// The source line with its caret line, each with a gutter; "" if the place has no line.
inline std::string excerpt(const source_span& span, const source_map& sources) {
  if (!span.known() || sources.text(span.file).empty())
    return {};
  const shown_line shown = show_line(sources.line(span.file, span.line), span);
  std::string number = std::to_string(span.line);
  number.insert(0, number.size() < 5 ? 5 - number.size() : 0, ' ');
  const std::string blank(number.size(), ' ');
  return number + " | " + shown.text + "\n" + blank + " | " + shown.pad + shown.mark + "\n";
}

inline std::string json_place(const source_span& span, const source_map& sources) {
  std::string out;
  if (span.known() || concerns_whole_file(span))
    out += "\"file\":" + json_quote(sources.path(span.file)) + ",";
  if (span.known()) {
    out += "\"line\":" + std::to_string(span.line) + ",\"column\":" + std::to_string(span.column) +
           ",\"length\":" + std::to_string(span.length) + ",";
  }
  return out;
}

} // namespace detail

/// The finding as a compiler prints it, ending in a line break:
/// ```
/// repair.yaml:31:18: error[unknown-state]: no state "dispach" (did you mean "dispatch"?)
///    31 |     on: {go: {to: dispach}}
///       |                   ^~~~~~~
/// ```
/// Of more than four notes the first three are shown; the JSON form has them all. Linear in the
/// source file up to the place.
[[nodiscard]] inline std::string render(const diagnostic& finding, const source_map& sources) {
  std::string where = detail::place(finding.span, sources);
  if (!where.empty())
    where += ": ";
  std::string out = where + std::string{name(finding.level)};
  if (!finding.code.empty())
    out += "[" + finding.code + "]";
  out += ": " + detail::printable_text(finding.message);
  if (!finding.suggestion.empty())
    out += " (did you mean \"" + detail::printable_text(finding.suggestion) + "\"?)";
  out += "\n" + detail::excerpt(finding.span, sources);
  constexpr std::size_t most_notes = 4;
  const std::size_t shown =
      finding.notes.size() <= most_notes ? finding.notes.size() : most_notes - 1;
  for (std::size_t i = 0; i < shown; ++i) {
    const auto& [span, text] = finding.notes[i];
    std::string there = detail::place(span, sources);
    out += (there.empty() ? there : there + ": ") + "note: " + detail::printable_text(text) + "\n";
    out += detail::excerpt(span, sources);
  }
  if (shown < finding.notes.size())
    out += "note: and " + std::to_string(finding.notes.size() - shown) + " more places\n";
  return out;
}

/// All findings, one after the other.
[[nodiscard]] inline std::string render(const std::vector<diagnostic>& findings,
                                        const source_map& sources) {
  std::string out;
  for (const diagnostic& finding : findings)
    out += render(finding, sources);
  return out;
}

/// The finding as one JSON object on one line, without a line break. Keys: file, line, column,
/// length (left out where no place is known), severity, code, message, suggestion (if any), notes
/// (if any).
[[nodiscard]] inline std::string to_json(const diagnostic& finding, const source_map& sources) {
  std::string out = "{" + detail::json_place(finding.span, sources);
  out += "\"severity\":" + json_quote(name(finding.level));
  out += ",\"code\":" + json_quote(finding.code);
  out += ",\"message\":" + json_quote(finding.message);
  if (!finding.suggestion.empty())
    out += ",\"suggestion\":" + json_quote(finding.suggestion);
  if (!finding.notes.empty()) {
    out += ",\"notes\":[";
    for (std::size_t i = 0; i < finding.notes.size(); ++i) {
      const auto& [span, text] = finding.notes[i];
      out += i == 0 ? "{" : ",{";
      out += detail::json_place(span, sources) + "\"message\":" + json_quote(text) + "}";
    }
    out += "]";
  }
  return out + "}";
}

/// Sorts by file, line and column; findings at one place keep their order.
inline void sort_by_place(std::vector<diagnostic>& findings) {
  std::stable_sort(findings.begin(), findings.end(), [](const diagnostic& a, const diagnostic& b) {
    return std::tie(a.span.file, a.span.line, a.span.column) <
           std::tie(b.span.file, b.span.line, b.span.column);
  });
}

} // namespace caseclock
