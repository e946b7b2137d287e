#include "caseclock/base/text_places.hpp"

#include <doctest/doctest.h>

#include <string>

using namespace caseclock;

namespace {

/// "offset@line:column" of every break of the text that begins at that place of a file.
std::string breaks(const std::string& file, source_span origin, const std::string& text) {
  source_map sources;
  origin.file = sources.add("x", file);
  std::string found;
  for (const text_break& each : breaks_of(text, origin, sources))
    found += (found.empty() ? "" : " ") + std::to_string(each.offset) + "@" +
             std::to_string(each.line) + ":" + std::to_string(each.column);
  return found;
}

} // namespace

TEST_CASE("text places: what stands in the file as it is has no breaks") {
  CHECK(breaks("a: b + c\n", {0, 1, 4, 1}, "b + c").empty());
  CHECK(breaks("a: |\n  b +\n  c\n", {0, 2, 3, 1}, "b +\nc\n").empty());
  CHECK(breaks("a: |\n  b +\n    c\n", {0, 2, 3, 1}, "b +\n  c\n").empty());
}

TEST_CASE("text places: folded lines, doubled quotes, escapes") {
  CHECK(breaks("a: >\n  b +\n  c\n", {0, 2, 3, 1}, "b + c\n") == "4@3:3");
  CHECK(breaks("a: >\n  b +\n\n    c\n  d\n", {0, 2, 3, 1}, "b +\n\n  c\nd\n") == "");
  CHECK(breaks("a: 'x ''y'' z'\n", {0, 1, 5, 1}, "x 'y' z") == "3@1:9 6@1:13");
  CHECK(breaks("a: \"x \\\"y\\u0041 \\\n   z\"\n", {0, 1, 5, 1}, "x \"yA z") == "3@1:9 6@2:4");
  CHECK(breaks("a: \"é\\n客 + d\"\n", {0, 1, 5, 1}, "é\n客 + d") == "3@1:8");
}

TEST_CASE("text places: what is not in the file has none") {
  CHECK(breaks("a: b\n", {0, 1, 4, 1}, "c").empty());
  CHECK(breaks("a: b\n", {0, 9, 4, 1}, "b").empty());
  CHECK(breaks("a: b\n", {0, 1, 40, 1}, "b").empty());
  CHECK(breaks("", {0, 1, 1, 1}, "b").empty());
}
