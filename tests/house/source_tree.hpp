// The project's own files, read as text, for the tests that hold its rules.
#pragma once

#include <algorithm>
#include <cstddef>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>
#include <vector>

namespace caseclock::house {

struct source_file {
  std::string path; ///< relative to the source tree, with slashes
  std::vector<std::string> lines;
};

struct include_line {
  std::size_t line = 0; ///< counted from 1
  std::string target;   ///< what stands between the quotes or brackets
  bool quoted = false;
};

inline std::vector<std::string> lines_of(std::istream& text) {
  std::vector<std::string> lines;
  for (std::string line; std::getline(text, line);)
    lines.push_back(line);
  return lines;
}

/// Every regular file below the folder whose name ends in one of the endings, sorted by path.
inline std::vector<source_file> files_in(std::string_view folder,
                                         const std::vector<std::string_view>& endings) {
  const std::filesystem::path root = CASECLOCK_SOURCE_DIR;
  std::vector<source_file> files;
  if (!std::filesystem::exists(root / folder))
    return files;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(root / folder)) {
    const std::string name = entry.path().filename().string();
    const bool wanted = std::any_of(endings.begin(), endings.end(), [&](std::string_view ending) {
      return std::string_view(name).ends_with(ending);
    });
    if (!entry.is_regular_file() || !wanted)
      continue;
    std::ifstream text(entry.path());
    files.push_back({entry.path().lexically_relative(root).generic_string(), lines_of(text)});
  }
  std::sort(files.begin(), files.end(),
            [](const source_file& a, const source_file& b) { return a.path < b.path; });
  return files;
}

/// The `#include` lines of a file.
inline std::vector<include_line> includes_of(const source_file& file) {
  std::vector<include_line> includes;
  for (std::size_t i = 0; i < file.lines.size(); ++i) {
    std::string_view line = file.lines[i];
    line.remove_prefix(std::min(line.find_first_not_of(" \t"), line.size()));
    if (!line.starts_with('#'))
      continue;
    line.remove_prefix(1);
    line.remove_prefix(std::min(line.find_first_not_of(" \t"), line.size()));
    if (!line.starts_with("include"))
      continue;
    const std::size_t open = line.find_first_of("<\"");
    if (open == std::string_view::npos)
      continue;
    const std::size_t close = line.find_first_of(">\"", open + 1);
    if (close == std::string_view::npos)
      continue;
    includes.push_back(
        {i + 1, std::string(line.substr(open + 1, close - open - 1)), line[open] == '"'});
  }
  return includes;
}

/// "path:line: ", as compilers write it.
inline std::string at(const source_file& file, std::size_t line) {
  return file.path + ":" + std::to_string(line) + ": ";
}

inline std::string joined(const std::vector<std::string>& lines) {
  std::string text;
  for (const std::string& line : lines)
    text += line + "\n";
  return text;
}

} // namespace caseclock::house
