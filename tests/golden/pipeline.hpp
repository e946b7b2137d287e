// The whole way of a file, as the golden tests see it: all findings, printed.
#pragma once

#include <string>
#include <vector>

#include "caseclock/base/render.hpp"
#include "caseclock/program/load.hpp"

namespace caseclock::golden {

/// What an author is told about these files. The folder's name is cut from every path.
inline std::string told(const std::vector<std::string>& paths, const std::string& folder) {
  source_map sources;
  std::string text = render(load_programs(paths, sources).diagnostics, sources);
  for (std::size_t at = text.find(folder); at != std::string::npos; at = text.find(folder, at))
    text.erase(at, folder.size());
  return text;
}

} // namespace caseclock::golden
