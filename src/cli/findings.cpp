#include "findings.hpp"

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <set>

#include "caseclock/base/render.hpp"
#include "commands.hpp"

namespace caseclock::cli {
namespace {

namespace fs = std::filesystem;

/// One name for one file, however its path is written.
std::string identity(const fs::path& path) {
  std::error_code failed;
  const fs::path canonical = fs::weakly_canonical(path, failed);
  return failed ? path.lexically_normal().string() : canonical.string();
}

std::string files(std::size_t number) {
  return std::to_string(number) + (number == 1 ? " file" : " files");
}

/// True if a file that was asked for cannot be read. With a place it would be an include, and its
/// author's mistake.
bool is_unreadable(const diagnostic& finding) {
  return finding.code == "cannot-read" && !finding.span.known();
}

} // namespace

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

int exit_code(const std::vector<diagnostic>& findings) {
  for (const diagnostic& each : findings) {
    if (is_unreadable(each))
      return cannot_do;
  }
  return has_errors(findings) ? has_findings : all_is_well;
}

std::string files_checked(const std::vector<std::string>& paths, const source_map& sources,
                          const std::vector<diagnostic>& findings) {
  std::set<std::string> asked;
  for (const std::string& each : paths)
    asked.insert(identity(each));
  std::set<std::string> given;
  std::set<std::string> included;
  for (std::uint32_t i = 0; i < sources.size(); ++i) {
    const fs::path path{sources.path(i)};
    const bool unread = std::any_of(findings.begin(), findings.end(), [i](const diagnostic& each) {
      return is_unreadable(each) && each.span.file == i;
    });
    std::error_code failed;
    if (unread || !fs::is_regular_file(path, failed))
      continue;
    const bool is_asked =
        asked.contains(identity(path)) ||
        asked.contains(identity(path.has_parent_path() ? path.parent_path() : fs::path{"."}));
    (is_asked ? given : included).insert(identity(path));
  }
  return files(given.size()) + " checked" +
         (included.empty() ? "" : ", with " + std::to_string(included.size()) + " included");
}

bool write_file(const std::string& path, const std::string& text) {
  errno = 0;
  std::ofstream file(path, std::ios::binary | std::ios::trunc);
  file << text;
  file.close();
  if (file)
    return true;
  std::fprintf(stderr, "caseclock: cannot write %s: %s\n", path.c_str(), std::strerror(errno));
  return false;
}

} // namespace caseclock::cli
