// An author's mistake: the first kind of error.
//
// Everything that is wrong with a file is reported at once, each finding with a stable code, a
// position and, where there is one, the word that was probably meant. Never thrown, never just the
// first.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace caseclock {

/// A place in a source text. Lines and columns count from 1, columns in characters (code points),
/// not bytes. `line == 0`: no place is known (a definition built in code).
struct source_span {
  std::uint32_t file = 0; ///< index into the `source_map`
  std::uint32_t line = 0;
  std::uint32_t column = 0;
  std::uint32_t length = 1; ///< characters to underline
  [[nodiscard]] bool known() const { return line != 0; }
};

/// A value with the place where its author wrote it.
template <class T> struct located {
  T value{};
  source_span span{};
};

/// How bad a finding is. `fault` is printed as "error".
enum class severity { fault, warning, note };

/// One finding.
struct diagnostic {
  severity level = severity::fault;
  std::string code;    ///< stable, kebab-case: "unknown-state"
  std::string message; ///< one sentence, lower case, no full stop
  source_span span{};
  std::string suggestion{}; ///< the word that was probably meant, or empty
  std::vector<std::pair<source_span, std::string>> notes{}; ///< further places that matter
};

/// All findings of a load, a check or a compilation and, if there was no error, the value.
template <class T> struct report {
  std::optional<T> value{};
  std::vector<diagnostic> diagnostics{};

  /// True if a value is there, that is, if no finding is an error.
  [[nodiscard]] bool ok() const { return value.has_value(); }
  explicit operator bool() const { return ok(); }
};

/// True if any finding is an error.
[[nodiscard]] inline bool has_errors(const std::vector<diagnostic>& findings) {
  for (const diagnostic& finding : findings) {
    if (finding.level == severity::fault)
      return true;
  }
  return false;
}

} // namespace caseclock
