// How large a file may be. Past a limit: a diagnostic, never a crash.
#pragma once

#include <cstddef>

namespace caseclock::detail {

inline constexpr std::size_t max_file_bytes = 4U * 1024U * 1024U;
inline constexpr std::size_t max_depth = 64;      ///< collections inside each other
inline constexpr std::size_t max_nodes = 100'000; ///< keys and values of one file
inline constexpr std::size_t max_findings = 100;  ///< of one file; the rest would only be noise

} // namespace caseclock::detail
