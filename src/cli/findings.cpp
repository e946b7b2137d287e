#include "findings.hpp"

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <fstream>

#include "caseclock/base/render.hpp"

namespace caseclock::cli {

void print(const std::vector<diagnostic>& findings, const source_map& sources) {
  for (const diagnostic& each : findings)
    std::fputs(render(each, sources).c_str(), stderr);
}

std::string count(const std::vector<diagnostic>& findings) {
  std::size_t errors = 0;
  std::size_t warnings = 0;
  for (const diagnostic& each : findings) {
    errors += each.level == severity::fault ? 1 : 0;
    warnings += each.level == severity::warning ? 1 : 0;
  }
  std::string text;
  if (errors != 0)
    text = std::to_string(errors) + (errors == 1 ? " error" : " errors");
  if (warnings != 0)
    text += (text.empty() ? "" : ", ") + std::to_string(warnings) +
            (warnings == 1 ? " warning" : " warnings");
  return text;
}

bool write_file(const std::string& path, const std::string& text) {
  std::ofstream file(path, std::ios::binary | std::ios::trunc);
  file << text;
  file.close();
  if (file)
    return true;
  std::fprintf(stderr, "caseclock: cannot write %s: %s\n", path.c_str(), std::strerror(errno));
  return false;
}

} // namespace caseclock::cli
