// workflows/DIAGNOSTICS.md explains every code that a finding can have: whatever is written like
// one in the sources of the rooms that find things.
#include <doctest/doctest.h>

#include <array>
#include <filesystem>
#include <fstream>
#include <regex>
#include <set>
#include <sstream>
#include <string>
#include <string_view>

namespace {

namespace fs = std::filesystem;

std::string text_of(const fs::path& path) {
  std::ifstream file{path, std::ios::binary};
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

/// What stands between the marks in the style of a code: two words or more, joined by hyphens.
std::set<std::string> codes_in(const std::string& text, const std::string& mark) {
  const std::regex code{mark + "([a-z]+(-[a-z]+)+)" + mark};
  std::set<std::string> found;
  for (auto at = std::sregex_iterator(text.begin(), text.end(), code); at != std::sregex_iterator();
       ++at)
    found.insert((*at)[1]);
  return found;
}

} // namespace

TEST_CASE("documents: every code of a finding is explained, and no other") {
  const fs::path root{CASECLOCK_SOURCE_DIR};
  constexpr std::array<std::string_view, 8> rooms{"src/definition",
                                                  "src/scxml",
                                                  "src/program",
                                                  "src/scenario",
                                                  "include/caseclock/expr",
                                                  "include/caseclock/program",
                                                  "include/caseclock/calendar",
                                                  "include/caseclock/scenario"};
  std::set<std::string> used;
  for (const std::string_view room : rooms) {
    for (const auto& each : fs::recursive_directory_iterator(root / room)) {
      if (each.is_regular_file())
        used.merge(codes_in(text_of(each.path()), "\""));
    }
  }
  used.erase("mon-fri");  // an example in a finding
  used.erase("us-ascii"); // an encoding
  CHECK(used.size() > 100);
  const std::set<std::string> explained = codes_in(text_of(root / "workflows/DIAGNOSTICS.md"), "`");
  for (const std::string& code : used) {
    CAPTURE(code);
    CHECK(explained.contains(code));
  }
  // Some are put together from a prefix and the kind of a name.
  for (const std::string& code : explained) {
    CAPTURE(code);
    CHECK((used.contains(code) || code.starts_with("unknown-") || code.starts_with("unused-")));
  }
}
