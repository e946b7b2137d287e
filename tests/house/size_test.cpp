// No file over 600 lines: a longer one holds more than one thing.
#include "house/source_tree.hpp"

#include <doctest/doctest.h>

namespace caseclock::house {
namespace {

constexpr std::size_t longest = 600;

std::vector<std::string> too_long(const std::vector<source_file>& files) {
  std::vector<std::string> findings;
  for (const source_file& file : files) {
    if (file.lines.size() > longest)
      findings.push_back(file.path + ": " + std::to_string(file.lines.size()) + " lines");
  }
  return findings;
}

} // namespace

TEST_CASE("house: no file has more than 600 lines") {
  const std::vector<std::string_view> endings{
      ".hpp", ".h", ".cpp", ".c", ".cmake", ".in", "CMakeLists.txt", ".md", ".yaml", ".yml", ".sh"};
  for (const std::string_view folder :
       {"include", "src", "workflows", "examples", "tests", "benchmarks", ".ci"})
    CHECK(joined(too_long(files_in(folder, endings))) == "");
}

TEST_CASE("house: a file that is too long is told with its length") {
  const source_file longer{"src/base/a.cpp", std::vector<std::string>(601)};
  const source_file fits{"src/base/b.cpp", std::vector<std::string>(600)};
  CHECK(joined(too_long({longer, fits})) == "src/base/a.cpp: 601 lines\n");
}

} // namespace caseclock::house
