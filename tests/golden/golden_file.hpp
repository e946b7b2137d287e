// Comparing a text with a file that holds what it should be.
//
// With CASECLOCK_UPDATE_GOLDEN=1 in the environment the files are written instead: look at the
// difference before committing it.
#pragma once

#include <cstdlib>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

namespace caseclock::golden {

inline bool updating() {
  const char* wish = std::getenv("CASECLOCK_UPDATE_GOLDEN");
  return wish != nullptr && std::string{wish} == "1";
}

inline std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream stream{text};
  for (std::string line; std::getline(stream, line);)
    lines.push_back(line);
  return lines;
}

/// The lines that differ, "-" expected and "+" actual; "" if the texts are equal.
inline std::string difference(const std::string& expected, const std::string& actual) {
  if (expected == actual)
    return {};
  const auto old_lines = lines_of(expected);
  const auto new_lines = lines_of(actual);
  std::size_t head = 0;
  while (head < old_lines.size() && head < new_lines.size() && old_lines[head] == new_lines[head])
    ++head;
  std::size_t old_end = old_lines.size();
  std::size_t new_end = new_lines.size();
  while (old_end > head && new_end > head && old_lines[old_end - 1] == new_lines[new_end - 1]) {
    --old_end;
    --new_end;
  }
  std::string out = "from line " + std::to_string(head + 1) + ":\n";
  for (std::size_t i = head; i < old_end; ++i)
    out += "- " + old_lines[i] + "\n";
  for (std::size_t i = head; i < new_end; ++i)
    out += "+ " + new_lines[i] + "\n";
  return out;
}

/// "" if the file holds exactly this text; else what differs.
inline std::string compared(const std::string& path, const std::string& actual) {
  if (updating()) {
    std::ofstream{path, std::ios::binary} << actual;
    return {};
  }
  std::ifstream stream{path, std::ios::binary};
  if (!stream)
    return "there is no " + path + " (CASECLOCK_UPDATE_GOLDEN=1 writes it)\n+ " + actual;
  std::ostringstream expected;
  expected << stream.rdbuf();
  return difference(expected.str(), actual);
}

} // namespace caseclock::golden
